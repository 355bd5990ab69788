// The log figures as JSON.

#include "analytics/kpi_log_json.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

using base::Json;

Json number(std::optional<double> v) { return v ? Json(*v) : Json(nullptr); }

Json share_json(const LogShare& share) {
  Json j{{"numerator", share.numerator}, {"denominator", share.denominator}, {"value", number(share.value())}};
  const auto interval = share.interval();
  j["wilson95"] = interval ? Json{interval->low, interval->high} : Json(nullptr);
  return j;
}

Json sla_json(const SlaShare& share) {
  Json j = share_json(share);
  j["excluded"] = {{"pending", share.pending}, {"missing", share.missing}, {"invalid", share.invalid}};
  if (share.no_target > 0) j["excluded"]["no_target"] = share.no_target;
  return j;
}

Json ticket_json(const TicketOutcome& o) {
  Json j{{"id", o.id}, {"in_period", o.in_period}};
  const auto put = [&](const std::string& key, const Elapsed& e) {
    if (e.censored_at) {
      j[key + "_censored_at_s"] = *e.censored_at;
    } else {
      j[key + "_s"] = number(e.seconds);
    }
  };
  j["tta_s"] = number(o.acknowledge.seconds);
  if (o.acknowledge.censored_at) j["tta_censored_at_s"] = *o.acknowledge.censored_at;
  put("first_ttr", o.first_resolve);
  if (o.valid) put("total_ttr", o.total_resolve);
  j["sla_ack"] = name(o.sla_acknowledge);
  j["sla_resolve"] = name(o.sla_resolve);
  j["valid"] = o.valid;
  return j;
}

Json durations_json(const LogDurations& d) {
  Json j{{"n_resolved", d.ended.size()},
         {"n_censored", d.censored},
         {"median_resolved_only_s", d.summary ? Json(d.summary->median) : Json(nullptr)},
         {"mean_resolved_only_s", d.summary ? Json(d.summary->mean) : Json(nullptr)},
         {"geometric_mean_s", number(d.geometric_mean)},
         {"km_curve", Json::array()},
         {"km_median_s", number(d.km_median)}};
  for (const SurvivalStep& step : d.curve) {
    j["km_curve"].push_back({{"t", step.t}, {"n_risk", step.at_risk}, {"d", step.ended}, {"S", step.survival}});
  }
  return j;
}

template <typename Pairs>
Json object_json(const Pairs& pairs) {
  Json j = Json::object();
  for (const auto& [key, value] : pairs) j[key] = value;
  return j;
}

template <typename Pairs>
Json pairs_json(const Pairs& pairs) {
  Json j = Json::array();
  for (const auto& [first, second] : pairs) j.push_back(Json::array({first, second}));
  return j;
}

Json calls_json(const LogCalls& c) {
  return {{"offered", c.offered},
          {"answered", c.answered},
          {"abandoned", c.abandoned},
          {"short_abandons", c.short_abandons},
          {"answered_within", c.answered_within},
          {"asa_s", number(c.asa_s)},
          {"service_level",
           {{"of_answered", number(c.level_of_answered)},
            {"of_offered", number(c.level_of_offered)},
            {"of_offered_less_short", number(c.level_of_offered_less_short)},
            {"abandons_within_threshold_count_as_met", number(c.level_with_abandons_within)}}},
          {"abandonment",
           {{"of_offered", number(c.abandoned_of_offered)},
            {"long_only_of_offered_less_short", number(c.long_abandoned_of_offered_less_short)}}}};
}

const Json& member(const Json& object, const char* key) {
  if (!object.contains(key)) {
    throw base::Error(base::Status::refused, "policy-incomplete", std::string("the policy has no \"") + key + "\"");
  }
  return object[key];
}

base::Ms time_member(const Json& object, const char* key) {
  std::string text = member(object, key).get<std::string>();
  // 2024-03-01T00:00Z: minutes are enough in a policy.
  if (text.size() == 17 && text.back() == 'Z') text.insert(16, ":00");
  const auto at = base::parse_rfc3339(text);
  if (!at) throw base::Error(base::Status::refused, "policy-time", base::quoted(text) + " is not a time");
  return *at;
}

}  // namespace

Json as_json(const KpiLog& log) {
  Json j;
  j["per_ticket"] = Json::array();
  for (const TicketOutcome& o : log.tickets) j["per_ticket"].push_back(ticket_json(o));
  j["data_quality"] = pairs_json(log.data_quality);
  const auto& tta = log.acknowledge.summary;
  j["tta"] = {{"n", log.acknowledge.ended.size()},
              {"missing", log.acknowledge_missing},
              {"median_s", tta ? Json(tta->median) : Json(nullptr)},
              {"p90_type7_s", tta ? Json(tta->p90) : Json(nullptr)},
              {"mean_s", tta ? Json(tta->mean) : Json(nullptr)}};
  j["first_ttr"] = durations_json(log.first_resolve);
  j["sla_ack"] = sla_json(log.sla_acknowledge);
  j["sla_resolve"] = sla_json(log.sla_resolve);
  j["reopen_rate"] = share_json(log.reopen_rate);
  j["reopen_rate"]["reopened"] = log.reopened;
  j["reopen_rate"]["resolved"] = log.resolved;
  j["fcr_all_resolved"] = share_json(log.fcr_all);
  j["fcr_all_resolved"]["ids"] = log.fcr;
  j["fcr_mature_only"] = share_json(log.fcr_mature);
  j["fcr_mature_only"]["note"] = "only tickets resolved at least 7 days before as_of";
  j["repeat_contacts"] = pairs_json(log.repeat_contacts);
  j["csat"] = share_json(log.csat);
  j["csat"]["mean_score"] = number(log.csat_mean);
  j["csat"]["response_rate"] = number(log.csat_response_rate);
  j["backlog"] = {{"n", log.backlog.ids.size()},
                  {"ids", log.backlog.ids},
                  {"age_days", object_json(log.backlog.age_days)},
                  {"end_of_day", object_json(log.backlog.end_of_day)},
                  {"arrivals", object_json(log.backlog.arrivals)}};
  j["calls"] = calls_json(log.calls);
  return j;
}

LogPolicy policy_from_json(const Json& policy) {
  LogPolicy p;
  p.from = time_member(policy, "period_start");
  p.until = time_member(policy, "period_end");
  p.as_of = time_member(policy, "as_of");
  const auto number_or = [&](const char* key, double otherwise) { return policy.value(key, otherwise); };
  p.reopen_window = static_cast<base::Ms>(number_or("reopen_window_days", 14) * base::day_ms);
  p.repeat_window = static_cast<base::Ms>(number_or("fcr_repeat_window_days", 7) * base::day_ms);
  p.answer_threshold_s = number_or("service_level_threshold_s", 20);
  p.short_abandon_s = number_or("short_abandon_s", 5);
  if (policy.contains("csat_top_box")) p.csat_top_box = policy["csat_top_box"].get<std::vector<double>>();
  for (const auto& [priority, targets] : member(policy, "sla").items()) {
    p.targets[priority] = {.acknowledge_s = member(targets, "ack_s").get<double>(),
                           .resolve_s = member(targets, "resolve_s").get<double>()};
  }
  return p;
}

}  // namespace debrief::analytics
