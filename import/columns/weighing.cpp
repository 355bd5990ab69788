// Weighing roles for columns.

#include "import/columns/weighing.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "import/assign.h"
#include "import/sniff/time_of_day.h"
#include "import/sniff/types.h"
#include "import/words.h"

namespace debrief::import {

namespace {

constexpr double least_weight = 0.3;
constexpr double least_loose_weight = 0.45;

/// How well the cells fit what a role wants, 0 to 1; 1 for a column without cells, which contradicts nothing.
double fit(const Role& role, const Survey& s) {
  if (s.filled == 0) return 0.9;
  // A workbook's dates are numbers shown as dates.
  const double times = s.share(std::max(s.times, s.workbook_dates));
  switch (role.wants) {
    case Wants::time:
      if (times >= 0.5) return 1;
      if (number_reading(s, false) != NumberIs::not_a_time) return 0.9;
      // One real time among stray words still beats no times at all.
      return times > 0 ? 0.5 : 0.1;
    case Wants::flag:
      if (s.share(s.flags) >= 0.8) return 1;
      return times >= 0.5 || s.share(s.spaced) > 0.7 ? 0.2 : 0.7;
    case Wants::number:
      if (s.share(s.numbers + s.damaged) >= 0.8) return 1;
      return times >= 0.5 ? 0.1 : 0.6;
    case Wants::duration:
      if (s.share(s.numbers + s.damaged + s.durations + s.clocks + s.workbook_clocks) >= 0.7) return 1;
      return times >= 0.5 ? 0.3 : 0.4;
    case Wants::id:
      if (times >= 0.5 || s.share(s.workbook_clocks + s.day_times) >= 0.5) return 0.2;
      // "M 2603 001" is a key of three words, a sentence is not.
      if (s.share(s.spaced) > 0.5 && s.share(s.length) > 16) return 0.2;
      // Words without a figure, "Störung" above "Telefon gestört", are what happened and no key.
      return s.filled >= 3 && s.share(s.digitless) >= 0.9 ? 0.4 : 1;
    case Wants::words:
      if (times >= 0.5) return 0.1;
      return s.share(s.clocks) >= 0.5 ? 0.2 : 1;
    case Wants::prose:
      if (times >= 0.5 || s.share(s.numbers) >= 0.95) return 0.4;
      return role.id == "title" && s.filled >= 3 && s.share(s.codes) >= 0.95 ? 0.7 : 1;
    case Wants::anything:
      // What a record refers to has a key; words under "Problem" say what happened.
      if ((role.id == "problem" || role.id == "change" || role.id == "parent") && s.filled > 2 &&
          std::max(s.share(s.digitless), s.share(s.spaced)) > 0.5)
        return 0.2;
      return times >= 0.5 && s.filled > 2 ? 0.3 : 1;
  }
  return 1;
}

/// "AckTime(ms)", "Resolved (min)": numbers under a heading that ends with a unit are lengths, if they count no time
/// since 1970.
bool counts_units(const std::string& key, const Survey& s) {
  const auto blank = key.rfind(' ');
  if (blank == std::string::npos || unit_in_heading(key.substr(blank + 1)) == 0) return false;
  if (s.filled == 0 || s.share(s.numbers + s.damaged) < 0.8 || s.workbook_dates > 0) return false;
  const NumberIs number = number_reading(s, false);
  return number != NumberIs::epoch_seconds && number != NumberIs::epoch_milliseconds;
}

/// The length that leads from the opening to such a time; nullptr where there is none.
const Role* length_until(const Role& time) {
  if (time.id == "acknowledged") return role_named("acknowledge_seconds_given");
  if (time.id == "resolved" || time.id == "closed" || time.id == "restored") return role_named("resolve_seconds_given");
  return nullptr;
}

/// "assigned_to.link" or ".value" beside "assigned_to.display_value": an address or a code, where the name stands too.
bool links_beside_name(const std::vector<std::string>& keys, const std::string& key) {
  for (const std::string_view end : {" link", " href", " url", " self", " value"}) {
    if (!key.ends_with(end)) continue;
    const std::string stem = key.substr(0, key.size() - end.size());
    for (const std::string_view name : {" display value", " display name", " name", " value"}) {
      if (name == end) continue;
      if (std::find(keys.begin(), keys.end(), stem + std::string(name)) != keys.end()) return true;
    }
  }
  return false;
}

}  // namespace

std::string observed(const Role& role, const Survey& s) {
  if (s.filled == 0) return "no cell of the sample is filled";
  const auto of = [&](std::int64_t n, std::string_view what) {
    return fmt::format("{} of {} are {}", n, s.filled, what);
  };
  switch (role.wants) {
    case Wants::time:
      if (s.times == 0 && s.numbers > 0) return of(s.numbers, "numbers that count time");
      return of(s.times, "times");
    case Wants::flag:
      return of(s.flags, "yes or no");
    case Wants::number:
      return of(s.numbers, "numbers");
    case Wants::duration:
      return of(s.numbers + s.durations + s.clocks, "lengths of time");
    case Wants::id:
      return fmt::format("{}{} different in {}", s.values.size(), s.values_full ? " or more" : "", s.filled);
    default:
      return fmt::format("{} filled", base::counted(s.filled, "cell"));
  }
}

Weighing::Weighing(const std::vector<Survey>& surveys, const SourceSpec* spec)
    : surveys_(surveys), spec_(spec), roles_(all_roles()), bids_(roles_.size()) {}

std::map<std::size_t, Bid>& Weighing::bids_for(std::string_view role) {
  return bids_[static_cast<std::size_t>(role_named(role) - roles_.data())];
}

const std::map<std::size_t, Bid>& Weighing::bids_for(std::string_view role) const {
  return bids_[static_cast<std::size_t>(role_named(role) - roles_.data())];
}

void Weighing::bid(std::size_t column, const Role* role, double weight, double unit, std::string why) {
  if (role->wants == Wants::time && lengths_.contains(column)) return;
  Bid& b = bids_[static_cast<std::size_t>(role - roles_.data())][column];
  if (weight > b.weight) b = {weight, unit, std::move(why)};
}

void Weighing::weigh(const std::vector<std::string>& keys) {
  // Beside a town or a postcode, "state" is a part of the country.
  const bool addressed = std::any_of(keys.begin(), keys.end(), [](const std::string& k) {
    return k == "city" || k == "zip" || k == "zip code" || k == "zipcode" || k == "postcode" || k == "country";
  });
  for (std::size_t c = 0; c < keys.size(); ++c) {
    const bool known = spec_ != nullptr && spec_->columns.contains(keys[c]);
    if (!known && links_beside_name(keys, keys[c])) continue;
    weigh_column(c, keys[c], addressed);
  }
}

void Weighing::weigh_column(std::size_t c, const std::string& key, bool addressed) {
  if (counts_units(key, surveys_[c])) lengths_.insert(c);
  if (bid_as_known(c, key)) return;
  bid_as_usual(c, key, addressed);
  if (!hints_for(key).empty() || bid_as_dated(c, key) || bid_as_lasting(c, key)) return;
  bid_as_resembling(c, key);
}

/// By the source's own headings; true where nothing more can be said.
bool Weighing::bid_as_known(std::size_t c, const std::string& key) {
  if (spec_ == nullptr) return false;
  const auto it = spec_->columns.find(key);
  if (it == spec_->columns.end()) return false;
  if (it->second.role == nullptr) return true;  // known, and known to be of no use
  const Role& role = *it->second.role;
  const double f = fit(role, surveys_[c]);
  bid(c, &role, 0.98 * it->second.weight * f, it->second.unit_seconds,
      fmt::format("header is known for {}; {}", spec_->id, observed(role, surveys_[c])));
  return it->second.weight >= 1 && f >= 0.9;
}

void Weighing::bid_as_usual(std::size_t c, const std::string& key, bool addressed) {
  for (const auto& hint : hints_for(key)) {
    if (key == "state" && addressed && hint.role->id == "status") continue;
    bid(c, hint.role, hint.weight * fit(*hint.role, surveys_[c]) * order_factor(c), 0,
        fmt::format("header is a usual name for it; {}", observed(*hint.role, surveys_[c])));
  }
  if (!lengths_.contains(c)) return;
  for (const auto& hint : hints_for(without_units(key))) {
    const Role* length = length_until(*hint.role);
    if (length != nullptr)
      bid(c, length, 0.95 * hint.weight, 0, "a length in the unit of its heading, until that time");
  }
}

/// Without its words for date and time the heading is a usual name of a time.
bool Weighing::bid_as_dated(std::size_t c, const std::string& key) {
  const std::string stem = without_time_words(key);
  bool dated = false;
  for (const auto& hint : time_hints_for(stem)) {
    if (stem == key || fit(*hint.role, surveys_[c]) < 0.9) continue;
    bid(c, hint.role, 0.95 * hint.weight * order_factor(c), 0,
        fmt::format("header is a usual name for it; {}", observed(*hint.role, surveys_[c])));
    dated = true;
  }
  return dated;
}

/// Without its unit the heading is a usual name of a length.
bool Weighing::bid_as_lasting(std::size_t c, const std::string& key) {
  const std::string plain = without_units(key);
  if (plain == key) return false;
  bool lasting = false;
  for (const auto& hint : hints_for(plain)) {
    if (hint.role->wants != Wants::duration || fit(*hint.role, surveys_[c]) < 0.9) continue;
    bid(c, hint.role, 0.97 * hint.weight * order_factor(c), 0,
        fmt::format("header is a usual name for it; {}", observed(*hint.role, surveys_[c])));
    lasting = true;
  }
  return lasting;
}

/// A heading that only resembles a usual one must be borne out by its cells.
void Weighing::bid_as_resembling(std::size_t c, const std::string& key) {
  for (const auto& hint : loose_hints_for(key)) {
    const double f = fit(*hint.role, surveys_[c]);
    if (hint.role->wants != Wants::anything && f < 0.9) continue;
    if (hint.weight * f * 0.9 < least_loose_weight) continue;
    bid(c, hint.role, hint.weight * f * order_factor(c) * 0.9, 0,
        fmt::format("header resembles a usual name; {}", observed(*hint.role, surveys_[c])));
  }
}

void Weighing::only(std::size_t column, std::string_view role, double weight, std::string why) {
  for (std::size_t r = 0; r < roles_.size(); ++r) bids_[r].erase(column);
  bid(column, role_named(role), weight, 0, std::move(why));
}

/// A date with a time of day says more than a bare one; all else equal the earlier column wins.
double Weighing::order_factor(std::size_t column) const {
  const Survey& s = surveys_[column];
  const bool bare = s.times > 0 && s.date_only == s.times && s.named_months == s.times;
  return (bare ? 0.97 : 1.0) * (1.0 - 1e-6 * static_cast<double>(std::min<std::size_t>(column, 10000)));
}

const Bid& Weighing::at(const Role* role, std::size_t column) const {
  static const Bid none;
  const auto& bids = bids_[static_cast<std::size_t>(role - roles_.data())];
  const auto it = bids.find(column);
  return it == bids.end() ? none : it->second;
}

void Weighing::suppress(Slot slot, double factor) {
  for (std::size_t r = 0; r < roles_.size(); ++r) {
    if (roles_[r].slot != slot) continue;
    for (auto& [column, b] : bids_[r]) b.weight *= factor;
  }
}

void Weighing::drop(std::string_view role) { bids_for(role).clear(); }

void Weighing::take_from(const CallTable& calls) {
  for (std::size_t c = 0; c < calls.columns.size(); ++c) {
    const CallColumn& column = calls.columns[c];
    for (std::size_t r = 0; r < roles_.size(); ++r) {
      const bool of_calls = roles_[r].slot == Slot::call || roles_[r].slot == Slot::interval;
      const bool kept = column.role != nullptr ? column.weight <= 0.5
                                               : !(column.aside && (of_calls || static_cast<int>(c) == calls.end));
      if (!kept) bids_[r].erase(c);
    }
    if (column.role != nullptr) bid(c, column.role, column.weight, 0, column.why);
  }
}

void Weighing::drop_column(std::size_t column) {
  for (auto& bids : bids_) bids.erase(column);
}

void Weighing::drop_ref(std::size_t column) { bids_for("ref").erase(column); }

double Weighing::best(std::string_view role) const {
  double w = 0;
  for (const auto& [column, b] : bids_for(role)) w = std::max(w, b.weight);
  return w;
}

std::vector<int> Weighing::assign(const std::set<std::size_t>& taken_columns,
                                  const std::set<const Role*>& taken_roles) const {
  // Only columns somebody bids for; a file may have thousands of others.
  std::vector<std::size_t> wanted;
  for (const auto& bids : bids_) {
    for (const auto& [c, b] : bids) {
      if (b.weight >= least_weight && !taken_columns.contains(c)) wanted.push_back(c);
    }
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<std::vector<double>> weight(roles_.size(), std::vector<double>(wanted.size(), 0));
  for (std::size_t r = 0; r < roles_.size(); ++r) {
    if (taken_roles.contains(&roles_[r])) continue;
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      const double w = at(&roles_[r], wanted[k]).weight;
      if (w >= least_weight) weight[r][k] = w;
    }
  }
  std::vector<int> columns = best_assignment(weight);
  for (int& c : columns) {
    if (c >= 0) c = static_cast<int>(wanted[static_cast<std::size_t>(c)]);
  }
  return columns;
}

}  // namespace debrief::import
