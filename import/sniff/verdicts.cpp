// The phases in their words.

#include "import/sniff/verdicts.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::import {

namespace {

using review::PhaseVerdict;

std::string shown(char c) {
  switch (c) {
    case '\0':
      return "none";
    case '\t':
      return "tab";
    case ' ':
      return "blank";
    default:
      return {c};
  }
}

/// What most cells of a column are, and which share of them.
std::pair<std::string, double> type_of(const Survey& s) {
  if (s.filled == 0) return {"empty", 1};
  std::pair<std::string, std::int64_t> best{"text", 0};
  const std::pair<const char*, std::int64_t> kinds[] = {{"times", std::max(s.times, s.workbook_dates)},
                                                        {"clock times", s.clocks},
                                                        {"durations", s.durations},
                                                        {"numbers", s.workbook_dates > 0 ? 0 : s.numbers},
                                                        {"yes or no", s.flags}};
  for (const auto& [name, n] : kinds) {
    if (n > best.second) best = {name, n};
  }
  const double share = s.share(best.second);
  if (share < 0.5) return {"text", 1 - share};
  return {best.first, std::min(1.0, share)};
}

PhaseVerdict types_verdict(const std::vector<Survey>& surveys) {
  std::map<std::string, int> counts;
  double sure = 0;
  for (const auto& s : surveys) {
    const auto [type, share] = type_of(s);
    ++counts[type];
    sure += share;
  }
  std::vector<std::string> parts;
  for (const auto& [type, n] : counts) parts.push_back(fmt::format("{} {}", n, type));
  return {"types", base::joined(parts, ", "),
          fmt::format("share of cells of the commonest kind, over {}",
                      base::counted(static_cast<long long>(surveys.size()), "column")),
          surveys.empty() ? 0 : sure / static_cast<double>(surveys.size()), false};
}

PhaseVerdict dates_verdict(const Mapping& m, const std::vector<Survey>& surveys, const Options& options) {
  std::vector<std::string> verdicts;
  std::vector<std::string> evidence;
  double sure = 1;
  for (std::size_t c = 0; c < m.columns.size(); ++c) {
    const ColumnPlan& plan = m.columns[c];
    if (!plan.shows_order) continue;
    const OrderFinding found = order_in(surveys[c]);
    verdicts.push_back(fmt::format("{}: {}", plan.heading, name(plan.style.order)));
    const bool told = !options.day_order.empty();
    if (surveys[c].numeric_dates == 0) {
      evidence.push_back(fmt::format("{}: spelled so that it cannot be mistaken", plan.heading));
    } else if (found.decided) {
      evidence.push_back(
          fmt::format("{}: {} that no other order reads", plan.heading,
                      base::counted(std::max(surveys[c].first_over_12, surveys[c].second_over_12), "date")));
      if (found.mixed || (told && found.order != plan.style.order)) sure = std::min(sure, 0.6);
    } else {
      evidence.push_back(fmt::format("{}: no number over 12 tells day from month{}", plan.heading,
                                     found.order == DayOrder::mdy ? ", but they are spelled as in the United States"
                                                                  : ""));
      if (!told) sure = std::min(sure, 0.5);
    }
  }
  if (verdicts.empty()) return {"dates", "no column of dates", "", 1, false};
  return {"dates", base::joined(verdicts, ", "), base::joined(evidence, "; "), options.day_order.empty() ? sure : 1,
          !options.day_order.empty()};
}

PhaseVerdict zone_verdict(const Mapping& m) {
  if (m.zone_from == "flag") return {"zone", m.zone_name, "as asked for", 1, true};
  if (m.zone_from == "file") return {"zone", m.zone_name, "every time says its own", 1, false};
  if (m.zone_from == "mapping") return {"zone", m.zone_name, "usual for " + m.source, 0.9, false};
  return {"zone", m.zone_name, "no time says its own; the zone of this workspace is taken", 0.5, false};
}

PhaseVerdict row_verdict(const Mapping& m) {
  const auto is = [&](const char* evidence, double confidence) {
    return PhaseVerdict{"row", std::string(review::name(m.row_is)), evidence, confidence, false};
  };
  switch (m.row_is) {
    case review::RowIs::event:
      return is("ids come again, with entries of a history", 0.9);
    case review::RowIs::contact:
      return is("columns of single calls", 0.9);
    case review::RowIs::interval:
      return is("columns of counts over a time", 0.9);
    case review::RowIs::incident:
      break;
  }
  return m.has("ref") ? is("an id in each row", 0.95) : is("nothing speaks for anything else", 0.6);
}

PhaseVerdict roles_verdict(const Mapping& m, bool asked) {
  std::size_t given = 0;
  double sum = 0;
  std::string weakest;
  double least = 2;
  for (const auto& plan : m.columns) {
    if (plan.role == nullptr) continue;
    ++given;
    sum += plan.confidence;
    if (plan.confidence < least) least = plan.confidence, weakest = plan.heading;
  }
  return {"roles",
          fmt::format("{} of {} have a role", given, base::counted(static_cast<long long>(m.columns.size()), "column")),
          given == 0 ? "no heading and no content told what a column means"
                     : fmt::format("least sure: {} ({:.0f} %)", base::quoted(weakest), 100 * least),
          given == 0 ? 0 : sum / static_cast<double>(given), asked};
}

}  // namespace

PhaseVerdict container_verdict(const Source& source) {
  switch (source.container()) {
    case Container::workbook:
      return {"container", "zip archive of a workbook", "its first bytes", 1, false};
    case Container::gzip:
      return {"container", "text packed by gzip", "its first bytes", 1, false};
    case Container::plain:
      break;
  }
  return {"container", "plain text", "no container is known by its first bytes", 1, false};
}

PhaseVerdict encoding_verdict(const Encoding& encoding, const Census& census, bool asked) {
  if (asked) return {"encoding", encoding.label, "as asked for", 1, true};
  if (encoding.bom > 0) return {"encoding", encoding.label, "the mark at its start says so", 1, false};
  if (encoding.mixed) {
    return {"encoding", encoding.label,
            fmt::format("{} are well formed, {} are not",
                        base::counted(static_cast<long long>(census.well_formed), "sequence"),
                        base::counted(static_cast<long long>(census.ill_formed), "byte")),
            0.8, false};
  }
  if (encoding.label == "utf-8") {
    return census.well_formed == 0
               ? PhaseVerdict{"encoding", encoding.label, "nothing but ASCII", 1, false}
               : PhaseVerdict{"encoding", encoding.label,
                              fmt::format("all {} well formed",
                                          base::counted(static_cast<long long>(census.well_formed), "sequence")),
                              0.99, false};
  }
  if (encoding.label.starts_with("utf-16") || encoding.label.starts_with("utf-32"))
    return {"encoding", encoding.label, "every other byte is 0", 0.95, false};
  return {"encoding", encoding.label, "judged by which letters stand together", 0.65, false};
}

PhaseVerdict dialect_verdict(const DialectFound& found, bool asked) {
  const Dialect& d = found.dialect;
  return {"dialect",
          fmt::format("delimiter {}{}, quote {}, escape {}", shown(d.delimiter), d.blank_after ? " and a blank" : "",
                      shown(d.quote), d.escape == '\0' ? "none" : shown(d.escape)),
          found.evidence, asked ? 1 : found.confidence, asked};
}

PhaseVerdict header_verdict(const Heading& heading, std::int64_t header_row, bool asked) {
  return {"header",
          header_row == 0    ? std::string("none")
          : heading.rows > 1 ? fmt::format("row {} and {} below", header_row, heading.rows - 1)
                             : fmt::format("row {}", header_row),
          heading.evidence, asked ? 1 : heading.confidence, asked};
}

std::vector<PhaseVerdict> mapping_verdicts(const Mapping& mapping, const std::vector<Survey>& surveys,
                                           const Options& options) {
  return {types_verdict(surveys), dates_verdict(mapping, surveys, options), zone_verdict(mapping), row_verdict(mapping),
          roles_verdict(mapping, !options.map.empty())};
}

}  // namespace debrief::import
