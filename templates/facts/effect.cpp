// Plans and answers of effect in words.

#include "templates/facts/effect.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "templates/facts/measure.h"

namespace debrief::templates {

namespace {

using base::Json;

constexpr double days_of_month = 365.0 / 12;

std::string measure_words(const std::string& measure) {
  return measure == "recurrence" ? "recurrences of the reviewed kind" : measure_said(measure);
}

std::string percent(double share) { return fmt::format("{:.0f} %", share * 100); }

std::string figure(double v) {
  if (v != 0 && std::fabs(v) < 0.095) return fmt::format("{:.2g}", v);
  return std::fabs(v) < 9.95 ? fmt::format("{:.2f}", v) : fmt::format("{:.0f}", v);
}

bool is_duration(std::string_view method) { return method == "restricted-mean"; }
bool is_share(std::string_view method) { return method == "newcombe"; }

/// A rate over days is told per month of 365 / 12 days, one over contacts per 10,000 of them.
std::string rate_said(double rate, std::string_view exposure) {
  return exposure == "contacts" ? fmt::format("{} per 10,000 contacts", figure(rate * 10'000))
                                : fmt::format("{} a month", figure(rate * days_of_month));
}

std::string value_said(const Json& value, std::string_view method, std::string_view exposure) {
  if (!value.is_number()) return "none";
  const double v = value.get<double>();
  if (is_duration(method)) return base::plain_duration(std::round(v)) + " on average";
  return is_share(method) ? percent(v) : rate_said(v, exposure);
}

std::string exposed_said(double exposure, std::string_view unit) {
  return unit == "contacts" ? base::counted(std::llround(exposure), "contact")
                            : base::counted(std::llround(exposure), "day");
}

std::string text(const Json& j, const char* key) {
  const auto found = j.find(key);
  return found != j.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string date(const Json& j, const char* key, const base::Zone& zone) {
  const auto at = base::parse_rfc3339(text(j, key));
  return at ? base::plain_date(*at, zone) : "";
}

std::string interval_said(const Json& ci) {
  if (!ci.is_array()) return {};
  const std::string low = ci[0].is_number() ? figure(ci[0].get<double>()) : "0";
  return ci[1].is_number() ? fmt::format("{} to {}", low, figure(ci[1].get<double>()))
                           : fmt::format("{} and more", low);
}

std::string method_said(const std::string& method) {
  if (method == "exact") return "exact test of two rates";
  if (method == "exact-widened") return "test of two rates, wider as the weeks vary more than chance";
  if (method == "interrupted-series") return "interrupted series of months with trend and season";
  if (method == "newcombe") return "Newcombe's interval of two shares";
  return "restricted mean times, with those still running";
}

void counts_said(const Json& n, std::vector<std::string>& out) {
  const Json counts = n.value("counts", Json());
  if (!counts.is_object()) return;
  const auto of = [&](const char* side, const char* key) { return counts[side][key].get<std::int64_t>(); };
  out.push_back(
      fmt::format("Outages of the kind, before and after: {} and {} by the rule; {} and {} certain; {} and {} "
                  "certain or confirmed.",
                  of("before", "by_rule"), of("after", "by_rule"), of("before", "certain"), of("after", "certain"),
                  of("before", "certain_and_confirmed"), of("after", "certain_and_confirmed")));
  const std::int64_t waiting = of("before", "waiting") + of("after", "waiting");
  if (waiting > 0)
    out.push_back(fmt::format("{} for a person to confirm or reject.",
                              base::counted(waiting, "likely one waits", "likely ones wait")));
  if (of("before", "rejected") + of("after", "rejected") > 0 &&
      (of("before", "rejected") == 0 || of("after", "rejected") == 0))
    out.emplace_back(
        "Ones were rejected on one side of the action only, which tilts the comparison: look at the other side too.");
}

void placebos_said(const Json& n, std::vector<std::string>& out) {
  std::int64_t groups = 0, alike = 0, dates = 0, earlier = 0;
  for (const Json& p : n.value("placebos", Json::array())) {
    const std::string kind = text(p, "kind");
    const bool same = p.value("alike", false);
    if (kind == "untouched") {
      ++groups;
      alike += text(p, "verdict") == "worked" || text(p, "verdict") == "worked-in-part" ? 1 : 0;
    } else if (kind == "date") {
      ++dates;
      earlier += same ? 1 : 0;
    } else {
      out.push_back(fmt::format("Everything the action did not touch: {} times as much as before ({}){}.",
                                p["ratio"].is_number() ? figure(p["ratio"].get<double>()) : "?",
                                interval_said(p["ci95"]), same ? ", alike" : ""));
    }
  }
  if (groups > 0)
    out.push_back(fmt::format("Of {} not touched, {} moved for the better.", base::counted(groups, "group"), alike));
  if (dates > 0)
    out.push_back(fmt::format("Of {} before the action, {} a change like it.",
                              base::counted(dates, "date tried", "dates tried"),
                              earlier == 0   ? "none shows"
                              : earlier == 1 ? "1 shows"
                                             : fmt::format("{} show", earlier)));
}

/// What each of two methods says, and why one stands.
std::string both_said(const Json& n) {
  const auto said = [](const Json& of, const std::string& verdict) {
    return fmt::format("{}: {}{}", method_said(text(of, "method")), verdict_said(verdict),
                       of["ratio"].is_number()
                           ? fmt::format(", {} ({})", figure(of["ratio"].get<double>()), interval_said(of["ci95"]))
                           : std::string());
  };
  const Json other = n.value("other", Json());
  if (!other.is_object()) return {};
  const bool series = text(n, "method") == "interrupted-series";
  return fmt::format(
      "Two methods differ. By {}. By {}. {}", said(n, text(n, "by_interval")), said(other, text(other, "verdict")),
      series ? "The series counts, as it allows for a trend."
             : "They agree on the ratio and the series shows no trend, so the narrower interval counts.");
}

std::string remark_said(const std::string& code, const Json& n) {
  if (code == "action-ahead") return "The action was carried out after the log ends: a newer export is needed.";
  if (code == "no-case-before") return "There was no case before the action, so there is nothing a ratio could be of.";
  if (code == "not-provable") {
    return fmt::format(
        "A change of {} cannot be shown within 12 months at this rate: use a leading indicator, an act "
        "that is counted every week, or agree on a longer window.",
        percent(n.value("cut", 0.5)));
  }
  if (code == "no-exposure") return "There was nothing exposed on one side of the action: silence is no evidence.";
  if (code == "methods-differ") return both_said(n);
  if (code == "log-behind") return "The window is over, but the log ends before it is: a newer export is needed.";
  if (code == "no-date") {
    return n.value("general_trend", false)
               ? "No date for a next look: more of the same will not settle it, as a trend that all share hides what "
                 "the "
                 "action did."
               : "No date for a next look: more of the same will not settle it, as at this rate and ratio the interval "
                 "stays too wide for years. A leading indicator, or a longer time before to compare with, may.";
  }
  if (code == "few-cases") return "There are too few cases on one side for a test.";
  return {};
}

}  // namespace

std::string verdict_said(std::string_view verdict) {
  if (verdict == "worked") return "worked";
  if (verdict == "worked-in-part") return "worked in part";
  if (verdict == "no-relevant-change") return "no relevant change";
  if (verdict == "worse") return "made it worse";
  if (verdict == "cannot-tell-yet") return "cannot tell yet";
  return std::string(verdict);
}

std::vector<std::string> plan_said(const review::EffectPlan& p, const base::Zone& zone) {
  std::vector<std::string> out;
  out.push_back(fmt::format("Plan {} of {}{}: {}, {}, worth it from a change of {}.", p.version,
                            base::plain_date(p.at_ms, zone),
                            p.late ? ", made after the action had begun" : ", fixed before the action begins",
                            measure_words(p.measure), p.direction, percent(p.cut)));
  if (p.reason) out.push_back(fmt::format("It replaces the one before: {}.", *p.reason));
  std::string held =
      fmt::format("Before: {} in {}", base::counted(p.n_before, "case"), exposed_said(p.exposure_before, p.exposure));
  out.push_back(held + ".");
  if (!p.window_days) {
    out.push_back(p.power ? fmt::format("Not provable in 12 months: a change of {} would be found in {} of 100 cases "
                                        "only. Use a leading indicator, an act that is counted every week.",
                                        percent(p.cut), std::llround(*p.power * 100))
                          : "Not provable in 12 months: there is too little before to compare with. Use a leading "
                            "indicator, an act that is counted every week.");
    return out;
  }
  std::string window = fmt::format("After {} of wash-in, {} of watching{}", base::counted(p.wash_in_days, "day"),
                                   base::counted(*p.window_days, "day"), p.window_given ? " (as given)" : "");
  window += p.power ? fmt::format(": a change of {} is then found in {} of 100 cases{}.", percent(p.cut),
                                  std::llround(*p.power * 100), *p.power < 0.8 ? ", which is little" : "")
                    : ": how likely a change would be found cannot be told, there is too little before.";
  out.push_back(std::move(window));
  return out;
}

std::vector<std::string> answer_said(const review::EffectRecord& r, const base::Zone& zone) {
  const Json n = base::parse_json(r.numbers).maybe().value_or(Json::object());
  std::vector<std::string> out;
  if (!n.contains("before") || !n.contains("after")) return out;
  const Json& b = n["before"];
  const Json& a = n["after"];
  const std::string method = text(n, "method");
  const std::string unit = text(n, "exposure_unit");
  std::string head = "The data say: " + verdict_said(r.verdict);
  if (r.general_trend)
    head += fmt::format(
        ", a general trend: by the interval alone it {}, but what the action did not touch, or a time "
        "before it, moved alike",
        verdict_said(text(n, "by_interval")));
  if (r.next_look && r.verdict == "cannot-tell-yet")
    head += fmt::format("; next look {}", base::plain_date(*r.next_look, zone));
  out.push_back(head + ".");
  if (n["ratio"].is_number()) {
    out.push_back(fmt::format("{}: {} times as much as before, 95 % interval {}.", measure_words(text(n, "measure")),
                              figure(n["ratio"].get<double>()), interval_said(n["ci95"])));
  }
  const auto side = [&](const char* when, const Json& s) {
    std::string cases = base::counted(s["n"].get<std::int64_t>(), "case");
    if (s["bad"].is_number()) cases = fmt::format("{} of {}", s["bad"].get<std::int64_t>(), cases);
    return fmt::format("{}, {} to {}: {} in {}, {}.", when, date(s, "from", zone), date(s, "to", zone), cases,
                       exposed_said(s["exposure"].get<double>(), unit), value_said(s["value"], method, unit));
  };
  out.push_back(side("Before", b));
  out.push_back(side("After", a));
  counts_said(n, out);
  std::string how = "By " + method_said(method);
  if (n["power"].is_number())
    how += fmt::format("; a change of {} would be found here in {} of 100 cases", percent(n.value("cut", 0.5)),
                       std::llround(n["power"].get<double>() * 100));
  out.push_back(how + ".");
  if (n["upper_rate"].is_number()) {
    out.push_back(fmt::format("No case after is not none for good: up to {} would still give none 1 time in 20.",
                              rate_said(n["upper_rate"].get<double>(), unit)));
  }
  placebos_said(n, out);
  for (const Json& code : n.value("remarks", Json::array())) {
    if (auto said = remark_said(code.get<std::string>(), n); !said.empty()) out.push_back(std::move(said));
  }
  const Json& contacts = n["contacts"];
  out.push_back(contacts["after"].is_number()
                    ? fmt::format("Meanwhile, before and after: {} and {}, {} and {} in all.",
                                  base::counted(std::llround(contacts["before"].get<double>()), "contact"),
                                  base::counted(std::llround(contacts["after"].get<double>()), "contact"),
                                  base::counted(n["incidents"]["before"].get<std::int64_t>(), "incident"),
                                  base::counted(n["incidents"]["after"].get<std::int64_t>(), "incident"))
                    : fmt::format("Meanwhile, before and after: {} and {} of all kinds.",
                                  base::counted(n["incidents"]["before"].get<std::int64_t>(), "incident"),
                                  base::counted(n["incidents"]["after"].get<std::int64_t>(), "incident")));
  if (r.told_verdict) {
    out.push_back(*r.told_verdict == r.verdict
                      ? "A person recorded the same."
                      : fmt::format("A person recorded otherwise: {}. Both stand.", verdict_said(*r.told_verdict)));
  }
  return out;
}

std::string verdict_cell(std::string_view shown, const review::EffectRecord* r, const base::Zone& zone) {
  std::string out = shown.empty() ? "open" : verdict_said(shown);
  if (r == nullptr) return out;
  std::string data;
  if (r->ratio) {
    data = fmt::format("{} of before", figure(*r->ratio));
    if (r->low)
      data += r->high ? fmt::format(" ({} to {})", figure(*r->low), figure(*r->high))
                      : fmt::format(" ({} and more)", figure(*r->low));
  }
  if (r->general_trend) data += data.empty() ? "general trend" : ", general trend";
  if (!shown.empty() && r->verdict != shown)
    data = fmt::format("the data say {}{}", verdict_said(r->verdict), data.empty() ? "" : ", " + data);
  if (!data.empty()) out += ": " + data;
  if (r->next_look && r->verdict == "cannot-tell-yet")
    out += fmt::format(", next look {}", base::plain_date(*r->next_look, zone));
  return out;
}

std::string window_cell(const std::optional<std::int64_t>& told, const std::vector<review::EffectPlan>& plans) {
  if (!plans.empty() && !plans.back().window_days) return "not provable in 12 months";
  const auto days = plans.empty() ? told : plans.back().window_days;
  return days ? base::counted(*days, "day") : "";
}

}  // namespace debrief::templates
