// Calls, intervals, entries or incidents.

#include "import/columns/rows_are.h"

#include <algorithm>

#include "import/sniff/time_of_day.h"
#include "import/sniff/types.h"
#include "import/words.h"

namespace debrief::import {

using review::RowIs;

namespace {

/// Of the cells looked at for calls, those that are whole numbers, 0 to 1.
double whole_numbers(const Survey& s) {
  return s.calls.seen == 0 ? 0 : static_cast<double>(s.calls.whole) / static_cast<double>(s.calls.seen);
}

}  // namespace

RowIs rows_are(const Weighing& w, const Mapping& m, bool ids_repeat) {
  // Tickets may tell how many calls they cost.
  const bool tickets = w.best("title") >= 0.8 && w.best("ref") >= 0.8;
  const bool counts = !tickets && w.best("offered") >= 0.5 &&
                      (w.best("calls_answered") >= 0.5 || w.best("calls_abandoned") >= 0.5 || w.best("asa") >= 0.5);
  if (counts && w.best("answered") < 0.85) return RowIs::interval;
  const bool flags = w.best("answered") >= 0.8 || w.best("abandoned") >= 0.8;
  const int phases = (w.best("queue_wait") >= 0.5 ? 1 : 0) + (w.best("talk") >= 0.5 ? 1 : 0) +
                     (w.best("hold") >= 0.5 ? 1 : 0) + (w.best("acw") >= 0.5 ? 1 : 0) + (w.best("ring") >= 0.5 ? 1 : 0);
  if (phases >= 2 || (flags && phases >= 1)) return RowIs::contact;
  if (counts) return RowIs::interval;
  const bool entries = w.best("entry_at") >= 0.5 && (w.best("entry_type") >= 0.5 || w.best("entry_text") >= 0.5);
  if (entries && (ids_repeat || w.best("entry_at") >= 0.85)) return RowIs::event;
  if (ids_repeat && m.spec != nullptr && m.spec->by_update && w.best("updated") >= 0.5) return RowIs::event;
  if (ids_repeat && w.best("updated") >= 0.8 && w.best("entry_by") >= 0.5) return RowIs::event;
  return RowIs::incident;
}

CallTable calls_in(const Table& table, const std::vector<Survey>& surveys, const Weighing& w, const Mapping& m,
                   const AskedMapping& asked) {
  SeenSoFar seen;
  seen.titled = w.best("title") >= 0.8 || w.best("description") >= 0.8;
  seen.graded = w.best("priority") >= 0.8 || w.best("severity") >= 0.8;
  for (std::size_t c = 0; c < surveys.size(); ++c) {
    const Survey& s = surveys[c];
    const bool words = s.filled > 0 && whole_numbers(s) < 0.9;
    seen.keyed =
        seen.keyed || (w.at(role_named("ref"), c).weight >= 0.8 && words && s.distinct_share() > 0.98 && s.filled > 2);
    seen.timed = seen.timed || s.share(std::max(s.times, s.workbook_dates)) >= 0.5 ||
                 number_reading(s, false) != NumberIs::not_a_time || s.share(s.clocks) >= 0.8;
  }
  // What a person said of it stands.
  const bool said = std::any_of(asked.columns.begin(), asked.columns.end(), [](const auto& e) {
    const Role* role = e.second ? role_named(*e.second) : nullptr;
    return role != nullptr && (role->slot == Slot::ref || role->id == "title");
  });
  if (said || (m.spec != nullptr && m.spec->row_is == RowIs::event)) {
    CallTable none;
    none.columns.resize(table.columns.size());
    return none;
  }
  return call_table_of(table, surveys, seen);
}

std::vector<std::size_t> columns_of_lines(const std::vector<std::string>& keys, const std::vector<Survey>& surveys) {
  std::vector<std::size_t> out;
  bool of_span = false;
  const auto spans = [&](std::size_t c) { return span_word(keys[c]) != SpanWord::none; };
  const auto holds = [&](std::size_t c) {
    const Survey& s = surveys[c];
    const bool named = spans(c) || names_a_line(keys[c]);
    return s.share(s.phones) >= 0.7 || (named && whole_numbers(s) >= 0.8 && s.highest >= 1e7);
  };
  for (std::size_t c = 0; c < keys.size(); ++c) {
    if (!holds(c) || surveys[c].times * 2 > surveys[c].filled) continue;
    out.push_back(c);
    of_span = of_span || spans(c);
  }
  for (std::size_t c = 0; c < keys.size() && of_span; ++c) {
    const bool times = std::max(surveys[c].times, surveys[c].workbook_dates) * 2 > surveys[c].filled;
    if (spans(c) && !times && std::find(out.begin(), out.end(), c) == out.end()) out.push_back(c);
  }
  return out;
}

}  // namespace debrief::import
