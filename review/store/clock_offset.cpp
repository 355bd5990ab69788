// Clocks of two sources that differ steadily.

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/text.h"
#include "review/duplicates.h"
#include "review/incident.h"
#include "review/store.h"
#include "review/store/twins.h"

namespace debrief::review {

namespace {

constexpr std::array<TimeField, 4> fields{TimeField::opened, TimeField::acknowledged, TimeField::resolved,
                                          TimeField::closed};

/// whose  completes "5 of 6 incidents …"
base::Issue offset_issue(TimeField field, const Offset& o, const std::string& whose) {
  const std::int64_t minutes = o.minutes < 0 ? -o.minutes : o.minutes;
  std::string role = json_key(field);
  role.resize(role.size() - 3);   // "_at"
  base::Issue i{.code = "clock-offset",
                .detail = fmt::format("{} of {} {} are {} {} {} here: one clock is off, or one file was read in the "
                                      "wrong zone; find out which, and import that file again with --zone",
                                      base::grouped(static_cast<long long>(o.n)),
                                      base::counted(static_cast<long long>(o.of), "incident"), whose, role,
                                      base::counted(minutes, "minute"), o.minutes < 0 ? "earlier" : "later"),
                .value = fmt::format("{:+} min", o.minutes),
                .place = {}};
  i.place.column = json_key(field);
  i.severity = base::Severity::warning;
  return i;
}

void against_other_sources(base::Database& db, std::int64_t first_new_id, const std::string& source,
                           std::vector<base::Issue>& out) {
  const Twins twins = load_twins(db);
  if (twins.records.empty()) return;
  using Lists = std::array<std::vector<base::Ms>, fields.size()>;
  std::map<std::pair<std::uint32_t, Why>, Lists> differences;   // by the other source and what they share
  for (const Match& m : matches(twins)) {
    const Twin* here = &twins.records[m.a];
    const Twin* there = &twins.records[m.b];
    if (twins.sources[here->source] != source) std::swap(here, there);
    if (twins.sources[here->source] != source || here->id < first_new_id) continue;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (here->times[f] && there->times[f])
        differences[{there->source, m.why}][f].push_back(*here->times[f] - *there->times[f]);
    }
  }
  std::map<std::uint32_t, bool> told;
  for (auto& [key, lists] : differences) {
    const auto& [other, why] = key;
    if (told[other]) continue;   // the better reason has spoken
    for (std::size_t f = 0; f < fields.size(); ++f) {
      for (const Offset& o : steady_offsets(std::move(lists[f]))) {
        if (o.minutes == 0) continue;
        told[other] = true;
        out.push_back(offset_issue(fields[f], o,
                                   fmt::format("that also stand in {} (matched by {})", twins.sources[other],
                                               words_of(why))));
      }
      if (told[other]) break;
    }
  }
}

/// Milliseconds at the head of a kept time.
std::optional<base::Ms> head(std::string_view text) {
  base::Ms at = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), at);
  return error == std::errc() ? std::optional(at) : std::nullopt;
}

void against_earlier_import(base::Database& db, std::int64_t import_id, std::vector<base::Issue>& out) {
  for (const TimeField field : fields) {
    std::string column = json_key(field);
    column.replace(column.size() - 2, 2, "ms");
    auto s = db.prepare(
        "SELECT before, after FROM incident_change WHERE import_id = ?1 AND field = ?2 AND before IS NOT NULL AND after IS "
        "NOT NULL AND before <> after");
    s.bind(1, import_id).bind(2, column);
    std::vector<base::Ms> differences;
    while (s.step()) {
      const auto before = head(s.text(0));
      const auto after = head(s.text(1));
      if (before && after) differences.push_back(*after - *before);
    }
    bool told = false;
    for (const Offset& o : steady_offsets(std::move(differences))) {
      if (o.minutes == 0) continue;
      told = true;
      out.push_back(offset_issue(field, o, "that an earlier import brought too"));
    }
    if (told) return;
  }
}

}  // namespace

std::vector<base::Issue> clock_offsets(Store& store, std::int64_t import_id, std::int64_t first_new_id,
                                       const std::string& source) {
  std::vector<base::Issue> out;
  against_other_sources(store.db(), first_new_id, source, out);
  against_earlier_import(store.db(), import_id, out);
  return out;
}

}  // namespace debrief::review
