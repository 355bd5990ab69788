// Day order and zone: what the columns prove, what a person said, what is left to assume.

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/issues.h"
#include "import/mapping.h"

namespace debrief::import {

namespace {

bool is_time(const ColumnPlan& plan) { return plan.role != nullptr && plan.role->wants == Wants::time; }

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
                : hint != DayOrder::unknown        ? hint
                : found.order != DayOrder::unknown ? found.order
                                                   : DayOrder::dmy;
        if (used && others != DayOrder::unknown) {
          plan.why += "; day order as in the other columns";
        } else if (used && hint != DayOrder::unknown) {
          plan.why += "; day order: " + hint_from;
        } else if (used && found.order == DayOrder::mdy) {
          m.findings.push_back(warning(
              "day-order-assumed",
              "no date of the column has a number over 12 that would tell day from month; slashes, a 12-hour clock and "
              "no noughts before single figures are how the United States write, so the month is taken to come first "
              "(likely, not certain; say --day-order dmy if it does not)",
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
    plan.whole_days = used && s.times >= 10 && s.midnights == s.times;
  }
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
