// The tripwire.

#include "app/tripwire.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "app/effect.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"

namespace debrief::app {

namespace {

using analytics::Band;
using base::Json;
using review::Action;

constexpr const char* looked_at_setting = "recurrences_looked_at";

/// From when on a repeat speaks against an action: since it was done, else since it was closed or verified.
base::Ms dealt_with_since(review::Store& store, const Action& action) {
  if (action.done_ms) return *action.done_ms;
  base::Ms at = action.created_ms;
  for (const review::Progress& p : review::progress_of(store, action.id)) {
    if (p.field && (*p.field == "status" || *p.field == "verdict")) at = p.at_ms;
  }
  return at;
}

/// A repeat refutes what was to prevent it. What was measured by something else and is no such type is told of it only.
bool refuted_by_a_repeat(const Action& action) {
  if (action.type == "corrective" || action.type == "preventive") return true;
  return !action.measure || action.measure->starts_with("recurrence") || action.measure->starts_with("incidents") ||
         action.measure->starts_with("major_incidents") || action.measure->starts_with("mtbf");
}

std::int64_t looked_at(review::Store& store, std::int64_t after) {
  const auto kept = store.setting(looked_at_setting);
  if (!kept) return after;
  std::int64_t id = after;
  std::from_chars(kept->data(), kept->data() + kept->size(), id);
  // Ids at the end are given again after an undo, so the older of the two counts.
  return std::min(id, after);
}

}  // namespace

std::vector<std::int64_t> reopen_actions_of(review::Store& store, std::int64_t review_id, base::Ms opened,
                                            const std::string& reason) {
  std::vector<std::int64_t> ids;
  for (const Action& a : review::watched_actions(store)) {
    if (a.review_id != review_id || !refuted_by_a_repeat(a) || opened < dealt_with_since(store, a)) continue;
    review::reopen_action(store, a.id, reason);
    ids.push_back(a.id);
  }
  return ids;
}

TripwireResult watch_for_recurrences(review::Store& store, std::int64_t after) {
  TripwireResult result;
  for (const std::int64_t review_id : review::reviews_without_class(store)) fixed_classes(store, review_id);
  const auto actions = review::watched_actions(store);
  result.watched = std::ssize(actions);
  if (actions.empty()) return result;
  store.transaction([&] {
    std::map<std::int64_t, analytics::ClassMatcher> matchers;
    const analytics::ScoreChance chance(review::recurrence_decisions(store));
    for (const Action& a : actions) {
      if (!matchers.contains(*a.review_id))
        matchers.emplace(*a.review_id, analytics::ClassMatcher(review::classes_of(store, *a.review_id), chance));
    }
    std::vector<review::RecurrenceRecord> found;
    struct Again {
      std::int64_t review_id;
      base::Ms opened;
      std::string reason;
      bool timed, certain;
      TripwireHit hit;
    };
    std::vector<Again> again;
    review::visit_incidents(store, looked_at(store, after), [&](const review::RecurrenceView& v) {
      for (auto& [review_id, matcher] : matchers) {
        const analytics::Alikeness alike = matcher.match(v);
        if (alike.band < Band::likely) continue;
        const auto& classes = matcher.classes();
        const bool own = v.opened && std::any_of(classes.begin(), classes.end(), [&](const auto& c) {
                           return analytics::of_reviewed_outage(c, *v.opened);
                         });
        // What came before the reviewed incident is no repeat of it.
        const bool later = !v.opened || std::any_of(classes.begin(), classes.end(),
                                                    [&](const auto& c) { return !c.opened || *v.opened > *c.opened; });
        if (own || !later) continue;
        review::RecurrenceRecord r;
        r.review_id = review_id;
        r.incident_id = v.id;
        r.ref = v.ref;
        r.source = v.source;
        r.band = analytics::name(alike.band);
        r.score = alike.score;
        r.why = alike.why;
        Again a{review_id, v.opened.value_or(0), "", v.opened.has_value(), alike.band == Band::certain, {}};
        a.hit.ref = v.ref;
        a.hit.source = v.source;
        a.hit.title = v.title;
        a.hit.of_ref = classes.front().ref;
        a.hit.band = r.band;
        a.hit.why = r.why;
        a.hit.chance = alike.chance;
        a.reason = fmt::format("{} came in and repeats {} ({})", v.ref, classes.front().ref, alike.why);
        found.push_back(std::move(r));
        again.push_back(std::move(a));
      }
    });
    review::note_recurrences(store, found);
    for (Again& a : again) {
      std::vector<std::int64_t> reopened;
      if (a.certain && a.timed) reopened = reopen_actions_of(store, a.review_id, a.opened, a.reason);
      for (const Action& action : actions) {
        if (action.review_id != a.review_id) continue;
        TripwireHit hit = a.hit;
        hit.action = action.id;
        hit.reopened = std::find(reopened.begin(), reopened.end(), action.id) != reopened.end();
        hit.early = a.timed && a.opened < dealt_with_since(store, action);
        result.hits.push_back(std::move(hit));
      }
    }
    store.set_setting(looked_at_setting, std::to_string(review::newest_incident_id(store)));
  });
  return result;
}

std::string tripwire_line(const TripwireResult& result) {
  if (result.hits.empty()) return {};
  std::vector<std::string> reopened, waiting;
  std::vector<std::string> refs;
  const auto once = [](std::vector<std::string>& list, const std::string& what) {
    if (std::find(list.begin(), list.end(), what) == list.end()) list.push_back(what);
  };
  for (const TripwireHit& h : result.hits) {
    once(refs, h.ref);
    once(h.reopened ? reopened : waiting, std::to_string(h.action));
  }
  std::erase_if(waiting, [&](const std::string& id) {
    return std::find(reopened.begin(), reopened.end(), id) != reopened.end();
  });
  std::string out = fmt::format("{} what a closed or verified action was about: {}{}",
                                base::counted(std::ssize(refs), "new incident repeats", "new incidents repeat"),
                                base::joined(std::span(refs).first(std::min<std::size_t>(5, refs.size())), ", "),
                                refs.size() > 5 ? ", …" : "");
  if (!reopened.empty()) out += fmt::format("; reopened: action {}", base::joined(reopened, ", "));
  if (!waiting.empty()) out += fmt::format("; to be looked at: action {}", base::joined(waiting, ", "));
  return out + fmt::format(" (debrief action recurrences {})", result.hits.front().action);
}

Json tripwire_shape(const TripwireResult& result) {
  Json items = Json::array();
  for (const TripwireHit& h : result.hits) {
    items.push_back({{"action", h.action},
                     {"ref", h.ref},
                     {"source", h.source},
                     {"title", h.title.empty() ? Json() : Json(h.title)},
                     {"repeats", h.of_ref},
                     {"band", h.band},
                     {"why", h.why},
                     {"chance", h.chance},
                     {"reopened", h.reopened},
                     {"before_the_action", h.early}});
  }
  return items;
}

}  // namespace debrief::app
