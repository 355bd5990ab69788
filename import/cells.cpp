// Reading cells.

#include "import/cells.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "base/text.h"
#include "import/issues.h"
#include "import/literal.h"
#include "import/sniff/encoding.h"
#include "import/sniff/types.h"
#include "import/words.h"

namespace debrief::import {

namespace {

/// ServiceNow cuts text in CSV at 32,000 characters, a worksheet cell holds 32,767.
constexpr std::size_t shortest_cut = 32'000;
constexpr std::size_t longest_cell = 32'767;

/// A date that stands for "never": the day computers count from. The widest offsets lie 14 hours either way.
bool first_day_of_1970(base::Ms at) { return at > -15 * base::hour_ms && at < 39 * base::hour_ms; }

/// Free text keeps its words: "n/d" may be all a person wrote. As a status, "unassigned" is an answer.
Missing missing_in(const ColumnPlan& plan) {
  using review::TextField;
  if (plan.role == nullptr) return plan.shown_role.empty() ? Missing::signs : Missing::words;
  const Role& role = *plan.role;
  if (role.wants == Wants::prose) return Missing::signs;
  if (role.slot == Slot::kind) return Missing::words;
  if (role.slot == Slot::entry)
    return static_cast<EntryField>(role.field) == EntryField::by ? Missing::words_and_nobody : Missing::words;
  if (role.slot != Slot::text) return Missing::words;
  const auto f = static_cast<TextField>(role.field);
  if (f == TextField::status || f == TextField::closure_code) return Missing::words;
  return Missing::words_and_nobody;
}

}  // namespace

Cells::Cells(const Mapping& m, std::string f, Sink& s)
    : mapping(m),
      file(std::move(f)),
      sink(s),
      stamps(m.zone),
      placeholders_(m.columns.size()),
      twice_encoded_(m.columns.size()) {
  for (const auto& p : m.columns) missing_.push_back(missing_in(p));
}

base::Place Cells::place(std::size_t c) const { return place_of(file, row->number, row->line, plan(c).heading); }

void Cells::look_at(Row& r) {
  row = &r;
  // Asked once for the whole row where it stands in one piece: nearly none holds either byte.
  odd_bytes_ =
      r.raw.empty() || r.raw.find('\0') != std::string_view::npos || r.raw.find('\xC3') != std::string_view::npos;
}

std::string_view Cells::cell(std::size_t c) {
  if (c >= row->cells.size()) return {};
  std::string_view text = row->cells[c];
  const auto printed = [](char b) { return b > ' ' && b < 0x7F; };
  if (text.empty() || !printed(text.front()) || !printed(text.back())) text = base::trimmed(text);
  if (text.empty()) return text;
  const Missing words = missing_[c];
  if (kind(c) == CellIs::error || is_placeholder(text) || (words != Missing::signs && is_missing_word(text)) ||
      (words == Missing::words_and_nobody && is_unassigned_word(text))) {
    if (mapping.spec != nullptr &&
        std::find(mapping.spec->keep.begin(), mapping.spec->keep.end(), text) != mapping.spec->keep.end()) {
      return text;
    }
    count(placeholders_[c], text);
    return {};
  }
  return text;
}

void Cells::count(Tally& tally, std::string_view value) const {
  if (tally.n++ == 0) {
    tally.row = row->number;
    tally.line = row->line;
    tally.value = std::string(value.substr(0, 80));
  }
}

std::optional<std::string> Cells::words(std::size_t c) {
  const std::string_view text = cell(c);
  if (text.empty()) return std::nullopt;
  if (plan(c).words != nullptr) {
    if (const auto it = plan(c).words->find(base::folded(text)); it != plan(c).words->end()) return it->second;
  }
  if (row->cells[c].size() >= shortest_cut) tell_cut(c);
  if ((text.front() == '{' || text.front() == '[') && plan(c).role != nullptr && plan(c).role->wants != Wants::prose) {
    if (auto named = named_in_literal(text)) return named->empty() ? std::nullopt : std::optional(std::move(*named));
  }
  std::string out;
  if (text.size() > 15 && !spare_.empty()) {
    out = std::move(spare_.back());
    spare_.pop_back();
  }
  out.assign(text);
  if (!odd_bytes_) return out;
  if (out.find('\0') != std::string::npos) std::erase(out, '\0');
  if (const auto at = out.find('\xC3'); at != std::string::npos && looks_encoded_twice(out))
    count(twice_encoded_[c], out);
  return out;
}

void Cells::give_back(std::optional<std::string>& text) {
  constexpr std::size_t enough = 32;
  constexpr std::size_t large = 64 * 1024;
  const bool worth_keeping = text->capacity() > 15 && text->capacity() < large && spare_.size() < enough;
  if (worth_keeping) spare_.push_back(std::move(*text));
  text.reset();
}

void Cells::tell_cut(std::size_t c) {
  const std::string_view text = row->cells[c];
  const std::size_t n = base::code_points(text);
  for (const std::size_t limit : {shortest_cut, longest_cell}) {
    if (n != limit && text.size() != limit) continue;
    sink.report(warning("maybe-truncated",
                        fmt::format("the text is exactly {} characters long, where exports cut; its end is probably "
                                    "missing",
                                    base::grouped(static_cast<long long>(limit))),
                        base::cut(base::repaired_utf8(text.substr(0, 200)), 80), place(c)));
    return;
  }
}

std::optional<base::Stamp> Cells::time(std::size_t c, bool costs) {
  const ColumnPlan& p = plan(c);
  const std::string_view text = cell(c);
  if (text.empty()) return std::nullopt;
  if (p.date_column >= 0) return time_of_date(c);
  ClockCell clock;
  if (p.clock_column >= 0) {
    const auto k = static_cast<std::size_t>(p.clock_column);
    clock = {cell(k), kind(k)};
  }
  StampRead read = stamps.read(text, p.style, clock, p.whole_days);
  if (read.clock_unread) tell_unread_clock(static_cast<std::size_t>(p.clock_column), clock.text, true);
  if (read.state == TimeRead::read) {
    if (!mapping.in_1970 && first_day_of_1970(read.stamp->at)) {
      count(placeholders_[c], text);
      return std::nullopt;
    }
    if (read.skipped) {
      sink.report(
          warning("time-skipped",
                  fmt::format("the clocks in {} went forward past this time; it was taken as the time after the change",
                              mapping.zone_name),
                  std::string(text), place(c)));
    }
    if (read.repeated) repeats.push_back({c, read.later});
    return std::move(read.stamp);
  }
  base::Issue issue;
  if (read.state == TimeRead::impossible) {
    const std::string order(name(p.style.order));
    issue = fault("date-impossible",
                  fmt::format("{} is not a real date or time{}", base::quoted(text),
                              p.shows_order ? " (read as " + order + ")" : ""),
                  std::string(text), place(c));
  } else {
    issue = fault("time-unreadable", fmt::format("{} is not a date with a time that can be read", base::quoted(text)),
                  std::string(text), place(c));
  }
  if (costs && !lost) {
    why = std::move(issue);
    lost = true;
  } else {
    sink.report(std::move(issue));
  }
  return std::nullopt;
}

std::optional<base::Stamp> Cells::time_of_date(std::size_t c) {
  const ColumnPlan& p = plan(c);
  const auto d = static_cast<std::size_t>(p.date_column);
  const ColumnPlan& date = plan(d);
  const std::string_view text = cell(c);
  // Not by cell(): its stand-ins are counted where its own column is read.
  const auto beside = [&](std::size_t k) { return k < row->cells.size() ? base::trimmed(row->cells[k]) : std::string_view(); };
  const std::string_view day = beside(d);
  if (day.empty()) return std::nullopt;
  StampRead read = stamps.read(day, date.style, {text, kind(c)});
  if (read.clock_unread || read.state == TimeRead::impossible) {
    tell_unread_clock(c, text, false);
    return std::nullopt;
  }
  if (!read.stamp) return std::nullopt;  // the date's own column says what is wrong with it
  if (p.after_start && date.clock_column >= 0) {
    const auto k = static_cast<std::size_t>(date.clock_column);
    const StampRead start = stamps.read(day, date.style, {beside(k), kind(k)});
    const bool timed = start.stamp && start.stamp->precision != base::Precision::day;
    if (timed && read.stamp->at < start.stamp->at) read = stamps.read(day, date.style, {text, kind(c)}, false, 1);
  }
  return std::move(read.stamp);
}

void Cells::tell_unread_clock(std::size_t c, std::string_view text, bool date_kept) {
  sink.report(fault("time-unreadable",
                    fmt::format("{} is not a time of day that can be read{}", base::quoted(text),
                                date_kept ? "; the date was kept without it" : ""),
                    std::string(text), place(c)));
}

void Cells::damaged(std::size_t c, std::string_view text) {
  sink.report(
      fault("damaged-number",
            fmt::format("{} has digits and separators that form no number; it was left out", base::quoted(text)),
            std::string(text), place(c)));
}

std::optional<double> Cells::duration(std::size_t c) {
  const std::string_view text = cell(c);
  if (text.empty()) return std::nullopt;
  const Number n = read_number(text);
  const CellIs k = kind(c);
  if (k == CellIs::time || k == CellIs::duration || k == CellIs::date) {
    // A workbook's time of day used as a length: a fraction of a day.
    if (n.state == NumberRead::read) return std::round(n.value * 86400);
  }
  if (n.state == NumberRead::damaged) {
    damaged(c, text);
    return std::nullopt;
  }
  const auto seconds = read_duration(text, plan(c).unit_seconds);
  if (!seconds) {
    sink.report(fault("duration-unreadable",
                      fmt::format("{} is no length of time that can be read", base::quoted(text)), std::string(text),
                      place(c)));
  }
  return seconds;
}

std::optional<bool> Cells::flag(std::size_t c) {
  const auto text = words(c);
  if (!text) return std::nullopt;
  if (const auto f = read_flag(*text)) return f;
  return sla_met_in(*text);
}

std::optional<double> Cells::share(std::size_t c) {
  std::string_view text = cell(c);
  const bool percent = text.ends_with('%');
  if (percent) text = base::trimmed(text.substr(0, text.size() - 1));
  const Number n = read_number(text);
  if (n.state != NumberRead::read) {
    if (!text.empty()) damaged(c, text);
    return std::nullopt;
  }
  return percent || plan(c).percent ? n.value / 100 : n.value;
}

std::optional<double> Cells::number(std::size_t c, double* scale) {
  const std::string_view raw = cell(c);
  const auto text = words(c);
  if (!text) return std::nullopt;
  if (scale != nullptr && mapping.spec != nullptr && mapping.spec->csat_scale_of_words > 0 && *text != raw) {
    *scale = mapping.spec->csat_scale_of_words;
  }
  std::string whole;
  if (plan(c).dots_group && groups_by_dots(*text)) {
    whole = *text;
    std::erase(whole, '.');
  }
  const Number n = read_number(whole.empty() ? *text : whole);
  if (n.state == NumberRead::read) return n.value;
  if (n.state == NumberRead::damaged) {
    damaged(c, *text);
    return std::nullopt;
  }
  // "4/5", "5 - Very satisfied", "4 out of 5".
  std::size_t end = 0;
  while (end < text->size() && ((*text)[end] >= '0' && (*text)[end] <= '9')) ++end;
  if (end > 0 && end < 4) {
    const double lead = std::strtod(text->substr(0, end).c_str(), nullptr);
    const auto slash = text->find('/', end);
    if (scale != nullptr && slash != std::string::npos) {
      const Number whole = read_number(std::string_view(*text).substr(slash + 1));
      if (whole.state == NumberRead::read) *scale = whole.value;
    }
    return lead;
  }
  if (const auto f = read_flag(*text)) return *f ? 1 : 0;
  sink.report(fault("number-unreadable", fmt::format("{} is not a number", base::quoted(*text)), *text, place(c)));
  return std::nullopt;
}

void Cells::tell_tallies() {
  for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
    const std::string& heading = mapping.columns[c].heading;
    if (const Tally& t = placeholders_[c]; t.n > 0) {
      sink.report(warning("placeholder-value",
                          fmt::format("{} such as {}, which {} read as missing",
                                      base::counted(t.n, "cell holds a stand-in", "cells hold a stand-in"),
                                      base::quoted(t.value), t.n == 1 ? "was" : "were"),
                          t.value, place_of(file, t.row, t.line, heading)));
    }
    if (const Tally& t = twice_encoded_[c]; t.n > 0) {
      sink.report(warning("encoded-twice",
                          fmt::format("{} as if {} had been encoded twice before export; the text was kept as it is",
                                      base::counted(t.n, "cell looks", "cells look"), t.n == 1 ? "it" : "they"),
                          base::cut(t.value, 80), place_of(file, t.row, t.line, heading)));
    }
  }
}

}  // namespace debrief::import
