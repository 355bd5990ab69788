// Day order and zone: what the columns prove, what a person said, what is left to assume.

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/issues.h"
#include "import/mapping.h"
#include "import/sniff/order_evidence.h"

namespace debrief::import {

namespace {

bool is_time(const ColumnPlan& plan) { return plan.role != nullptr && plan.role->wants == Wants::time; }

int start_column(const Mapping& m) {
  for (const std::string_view role : {"opened", "occurred", "entry_at"}) {
    if (m.has(role)) return m.column_of(role);
  }
  return -1;
}

/// Columns of what comes after the start of a record, within days as a rule.
std::vector<std::size_t> end_columns(const Mapping& m) {
  std::vector<std::size_t> out;
  for (const std::string_view role : {"acknowledged", "assigned", "restored", "resolved", "closed"}) {
    if (m.has(role)) out.push_back(static_cast<std::size_t>(m.column_of(role)));
  }
  return out;
}

std::string example_of(DayOrder order) {
  return order == DayOrder::mdy ? "month before day" : order == DayOrder::ymd ? "year first" : "day before month";
}

void settle_orders(Mapping& m, const std::vector<Survey>& surveys, const Options& options, const AskedMapping& asked,
                   const std::string& file) {
  const DayOrder flag = day_order_named(options.day_order);
  if (!options.day_order.empty() && flag == DayOrder::unknown) {
    throw base::Error(base::Status::usage, "bad-option",
                      fmt::format("--day-order takes dmy, mdy or ymd, not {}", base::quoted(options.day_order)),
                      "write --day-order dmy where 04/08/2026 is the fourth of August");
  }
  DayOrder hint = day_order_named(asked.day_order);
  std::string hint_from = "the mapping file says so";
  if (hint == DayOrder::unknown && m.spec != nullptr) {
    hint = day_order_named(m.spec->day_order);
    hint_from = "as " + m.spec->id + " writes it";
  }
  DayOrder others = DayOrder::unknown;
  for (const auto& s : surveys) {
    const OrderFinding f = order_in(s);
    if (f.decided && !f.mixed && others == DayOrder::unknown) others = f.order;
  }
  const OrderEvidence rows = order_by_rows(surveys, start_column(m), end_columns(m));
  for (std::size_t c = 0; c < m.columns.size(); ++c) {
    ColumnPlan& plan = m.columns[c];
    const Survey& s = surveys[c];
    const OrderFinding found = order_in(s);
    DayOrder order = found.order;
    const bool used = is_time(plan);
    if (s.numeric_dates > 0) {
      const DayOrder said = flag != DayOrder::unknown ? flag : day_order_named(asked.day_order);
      if (said != DayOrder::unknown) {
        order = said;
        if (used && found.decided && found.order != said) {
          m.findings.push_back(
              warning("day-order-clash",
                      fmt::format("{} was asked for, but the column has dates that only make sense with {}", name(said),
                                  example_of(found.order)),
                      {}, place_of(file, 0, 0, plan.heading)));
        }
      } else if (!found.decided) {
        order = others != DayOrder::unknown        ? others
                : rows.order != DayOrder::unknown  ? rows.order
                : hint != DayOrder::unknown        ? hint
                : found.order != DayOrder::unknown ? found.order
                                                   : DayOrder::dmy;
        if (used && others != DayOrder::unknown) {
          plan.why += "; day order as in the other columns";
        } else if (used && rows.order != DayOrder::unknown) {
          plan.why += "; day order by the rows";
          m.findings.push_back(warning(
              "day-order-assumed",
              fmt::format("no date of the column has a number over 12 that would tell day from month, but {} (likely, not "
                          "certain; say --day-order {} if it is not so)",
                          rows.why, rows.order == DayOrder::mdy ? "dmy" : "mdy"),
              {}, place_of(file, 0, 0, plan.heading)));
        } else if (used && hint != DayOrder::unknown) {
          plan.why += "; day order: " + hint_from;
        } else if (used && found.order == DayOrder::mdy) {
          m.findings.push_back(warning(
              "day-order-assumed",
              "no date of the column has a number over 12 that would tell day from month; slashes and a 12-hour clock are "
              "how the United States write, so the month is taken to come first (likely, not certain; say --day-order dmy if it does not)",
              {}, place_of(file, 0, 0, plan.heading)));
        } else if (used) {
          m.findings.push_back(warning("day-order-assumed",
                                       "no date of the column has a number over 12 that would tell day from month; the "
                                       "day is taken to come first "
                                       "(say --day-order mdy if it does not)",
                                       {}, place_of(file, 0, 0, plan.heading)));
        }
      } else if (used && found.mixed) {
        m.findings.push_back(warning(
            "day-order-mixed",
            fmt::format(
                "{} dates of the column need the day first and {} the month; {} is used, the others are reported",
                s.first_over_12, s.second_over_12, name(found.order)),
            {}, place_of(file, 0, 0, plan.heading)));
      }
      plan.style.order = order;
      plan.shows_order = used;
    } else if (s.times > 0 && s.named_months == 0 && used) {
      plan.style.order = DayOrder::ymd;
      plan.shows_order = true;
    } else {
      plan.style.order = DayOrder::dmy;
      plan.shows_order = used && s.named_months > 0;
    }
    if (looks_swapped(s, plan.style.order)) {
      m.findings.push_back(warning(
          "day-month-swap",
          "day and month have been swapped wherever the day is 12 or less: a spreadsheet read the dates the wrong way "
          "round before they were exported; months with no day over 12 are most likely not real",
          {}, place_of(file, 0, 0, plan.heading)));
    }
    const double numbers = s.filled == 0 ? 0 : static_cast<double>(s.numbers) / static_cast<double>(s.filled);
    if (used && (s.times * 2 < s.filled || numbers > 0.5)) {
      plan.style.number = number_reading(s, m.epoch_1904);
      // A workbook's dates are numbers, whatever their range.
      if (s.workbook_dates * 2 > s.filled)
        plan.style.number = m.epoch_1904 ? NumberIs::excel_serial_1904 : NumberIs::excel_serial;
    }
    if (used && s.workbook_dates > 0 && plan.style.number == NumberIs::not_a_time)
      plan.style.number = m.epoch_1904 ? NumberIs::excel_serial_1904 : NumberIs::excel_serial;
    plan.whole_days = used && s.times >= 10 && s.midnights == s.times;
  }
}

/// Dates of which a spreadsheet program swapped some and left the others as text are put right, and told.
void settle_half_swapped(Mapping& m, const std::vector<Survey>& surveys, const std::string& file) {
  const auto half = [&](std::size_t c, bool sure) { return is_time(m.columns[c]) && half_swapped(surveys[c], m.epoch_1904, sure); };
  bool any = false;
  for (std::size_t c = 0; c < m.columns.size(); ++c) any = any || half(c, true);
  for (std::size_t c = 0; c < m.columns.size() && any; ++c) {
    // One column that proves it speaks for the others of the sheet.
    if (!half(c, false)) continue;
    ColumnPlan& plan = m.columns[c];
    plan.style.swapped = true;
    plan.why += "; day and month of its real dates put right";
    const std::int64_t n = surveys[c].days_to_12[m.epoch_1904 ? 1 : 0];
    m.findings.push_back(warning(
        "day-month-swap",
        fmt::format("{} day up to 12 while every date left as text has a later one: a spreadsheet program read them with day and "
                    "month the wrong way round; they were swapped back",
                    base::counted(n, "real date has a", "real dates have a")),
        {}, place_of(file, 0, 0, plan.heading)));
  }
}

/// Well filled columns that nobody reads are named, in case one of them matters.
void tell_unused(Mapping& m, const std::vector<Survey>& surveys, const AskedMapping& asked, const std::string& file) {
  std::int64_t rows = 0;
  for (const Survey& s : surveys) rows = std::max(rows, s.filled + s.placeholders);
  const auto on_purpose = [&](const ColumnPlan& plan) {
    if (of_loader(plan.key) || plan.line || plan.heading.empty()) return true;
    if (std::any_of(asked.columns.begin(), asked.columns.end(), [&](const auto& e) { return base::heading_key(e.first) == plan.key; }))
      return true;
    if (m.spec == nullptr) return false;
    const auto known = m.spec->columns.find(plan.key);
    return known != m.spec->columns.end() && known->second.role == nullptr;
  };
  std::vector<std::string> names;
  for (std::size_t c = 0; c < m.columns.size(); ++c) {
    const ColumnPlan& plan = m.columns[c];
    const bool used = plan.role != nullptr || !plan.shown_role.empty() || m.interval.end == static_cast<int>(c);
    if (used || rows == 0 || surveys[c].filled * 2 < rows || on_purpose(plan)) continue;
    // Another part of the same field is used: "state.value" beside "state.display_value".
    const std::string stem = plan.heading.substr(0, plan.heading.rfind('.') + 1);
    const bool part = !stem.empty() && std::any_of(m.columns.begin(), m.columns.end(), [&](const ColumnPlan& other) {
      return other.role != nullptr && other.heading.starts_with(stem);
    });
    if (part) continue;
    // A word for why it was left out is a finding of its own.
    const bool told = std::any_of(m.findings.begin(), m.findings.end(), [&](const base::Issue& i) {
      return i.place.column == plan.heading;
    });
    if (!told) names.push_back(base::quoted(plan.heading));
  }
  if (names.empty()) return;
  m.findings.push_back(warning("columns-unused",
                               fmt::format("{} filled in most rows and not used: {}; if one matters, --map says what it is",
                                           base::counted(static_cast<long long>(names.size()), "column is", "columns are"),
                                           base::cut(base::joined(names, ", "), 600)),
                               {}, place_of(file)));
}

base::Zone zone_or_refuse(const std::string& name, std::string_view from) {
  const auto zone = base::Zone::named(name);
  if (!zone) {
    throw base::Error(base::Status::usage, "unknown-zone",
                      fmt::format("{}: there is no time zone {}", from, base::quoted(name)),
                      "name one such as Europe/London, UTC or +01:00");
  }
  return *zone;
}

}  // namespace

void settle_times(Mapping& m, const Table& table, const std::vector<Survey>& surveys, const Options& options,
                  const AskedMapping& asked, const std::string& file) {
  settle_orders(m, surveys, options, asked, file);
  settle_half_swapped(m, surveys, file);
  tell_unused(m, surveys, asked, file);

  std::int64_t times = 0;
  std::int64_t zoned = 0;
  std::int64_t early = 0;
  for (std::size_t c = 0; c < m.columns.size(); ++c) {
    if (!is_time(m.columns[c])) continue;
    times += surveys[c].times;
    zoned += surveys[c].with_zone;
    early += surveys[c].until_1970;
    if (m.columns[c].style.number == NumberIs::epoch_milliseconds ||
        m.columns[c].style.number == NumberIs::epoch_seconds) {
      times += surveys[c].numbers;
      zoned += surveys[c].numbers;
    }
  }
  m.in_1970 = early > 0 && early * 10 >= times * 9;
  const bool all_zoned = times > 0 && zoned == times;
  const bool spec_applies =
      m.spec != nullptr && !m.spec->zone.empty() &&
      (m.spec->zone_formats.empty() ||
       std::find(m.spec->zone_formats.begin(), m.spec->zone_formats.end(), table.format) != m.spec->zone_formats.end());
  if (!options.zone.empty()) {
    m.zone = zone_or_refuse(options.zone, "--zone");
    m.zone_from = "flag";
    if (all_zoned) {
      m.findings.push_back(warning("zone-not-needed",
                                   "every time of the file says its own zone; the one asked for is not used", {},
                                   place_of(file)));
    }
  } else if (all_zoned) {
    m.zone = base::Zone();
    m.zone_from = "file";
  } else if (!asked.zone.empty()) {
    m.zone = zone_or_refuse(asked.zone, "the mapping file");
    m.zone_from = "mapping";
  } else if (spec_applies) {
    m.zone = zone_or_refuse(m.spec->zone, m.spec->id);
    m.zone_from = "mapping";
  } else if (std::any_of(m.columns.begin(), m.columns.end(), [](const ColumnPlan& p) { return of_loader(p.key); })) {
    m.zone = base::Zone();  // loaders write UTC without saying so
    m.zone_from = "mapping";
  } else {
    m.zone = zone_or_refuse(options.default_zone.empty() ? "UTC" : options.default_zone, "the default zone");
    m.zone_from = "default";
  }
  m.zone_name = m.zone.name();
}

}  // namespace debrief::import
