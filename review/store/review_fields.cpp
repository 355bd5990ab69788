// Short facts about a review in the store.

#include "review/review_fields.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/actions.h"
#include "review/audit.h"
#include "review/reviews.h"
#include "review/store.h"
#include "review/versions.h"
#include "review/words.h"

namespace debrief::review {

namespace {

using Kind = ReviewFieldKind;

constexpr std::array<ReviewField, 15> fields{{
    {"author", "Author", Kind::text, true},
    {"owner", "Owner of the review", Kind::text, true},
    {"facilitator", "Facilitator", Kind::text, true},
    {"reviewers", "Reviewers", Kind::text, true},
    {"approver", "Approver", Kind::text, true},
    {"participants", "Took part", Kind::text, true},
    {"distribution", "Distribution", Kind::text, true},
    {"classification", "Classification", Kind::text, false},
    {"due", "Review due", Kind::date, false},
    {"follow_up", "Follow-up on", Kind::date, false},
    {"interviews", "Interviews and other sources", Kind::text, true},
    {"related", "Related reviews, problems and changes", Kind::text, false},
    {"data_breach", "Personal data breached", Kind::answer, false},
    {"authorities", "Reported to authorities", Kind::text, false},
    {"cost", "Cost", Kind::text, false},
}};
constexpr std::array<std::string_view, 3> answers{"yes", "no", "not_yet_known"};

/// Those with a column of their own.
bool own_column(std::string_view name) { return name == "owner" || name == "facilitator" || name == "due"; }

void write_column(Store& store, std::int64_t id, std::string_view name, std::string_view value) {
  const std::string sql = name == "owner"         ? "UPDATE review SET owner = ?2 WHERE id = ?1"
                          : name == "facilitator" ? "UPDATE review SET facilitator = ?2 WHERE id = ?1"
                                                  : "UPDATE review SET due_ms = ?2 WHERE id = ?1";
  auto s = store.db().prepare(sql);
  s.bind(1, id);
  if (name == "due")
    s.bind(2, value.empty() ? std::optional<std::int64_t>() : std::optional(end_of_day(store, value)));
  else
    s.bind(2, value.empty() ? std::optional<std::string>() : std::optional(std::string(value)));
  s.run();
}

}  // namespace

std::span<const ReviewField> review_field_table() { return fields; }

std::map<std::string, std::string> review_fields_of(Store& store, std::int64_t review_id) {
  const Review r = review_by_id(store, review_id);
  std::map<std::string, std::string> out;
  if (r.owner) out["owner"] = *r.owner;
  if (r.facilitator) out["facilitator"] = *r.facilitator;
  if (r.due_ms) out["due"] = base::iso_date(*r.due_ms - 1, store.zone());
  auto s = store.db().prepare("SELECT name, value FROM review_field WHERE review_id = ?1");
  s.bind(1, review_id);
  while (s.step()) out[std::string(s.text(0))] = s.text(1);
  return out;
}

bool set_review_field(Store& store, std::int64_t review_id, std::string_view name, std::string_view value) {
  std::vector<std::string_view> names;
  for (const ReviewField& f : fields) names.push_back(f.name);
  must_be_one_of(name, names, "field of a review");
  const auto& field = *std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == name; });
  const std::string text(base::trimmed(value));
  if (!text.empty() && field.kind == Kind::answer) must_be_one_of(text, answers, std::string(name));
  if (!text.empty() && field.kind == Kind::date) end_of_day(store, text);
  bool changed = false;
  store.transaction([&] {
    const auto have = review_fields_of(store, review_id);
    const auto it = have.find(std::string(name));
    const std::string before = it == have.end() ? "" : it->second;
    if (before == text) return;
    must_be_open(store, review_id);
    if (own_column(name)) {
      write_column(store, review_id, name, text);
    } else if (text.empty()) {
      store.db()
          .prepare("DELETE FROM review_field WHERE review_id = ?1 AND name = ?2")
          .bind(1, review_id)
          .bind(2, name)
          .run();
    } else {
      store.db()
          .prepare(
              "INSERT OR REPLACE INTO review_field (review_id, name, value, by, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)")
          .bind(1, review_id)
          .bind(2, name)
          .bind(3, text)
          .bind(4, store.by())
          .bind(5, store.now())
          .run();
    }
    const base::Json what{{"field", std::string(name)}, {"before", before}, {"after", text}};
    audit(store, "review.set", fmt::format("review/{}", review_id), base::dumped(what));
    changed = true;
  });
  return changed;
}

}  // namespace debrief::review
