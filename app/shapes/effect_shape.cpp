// Plans, answers and recurrences as JSON.

#include "app/shapes/effect_shape.h"

#include "base/json.h"

namespace debrief::app {

namespace {

using base::Json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json time_or_null(const std::optional<base::Ms>& at) { return at ? Json(base::rfc3339(*at)) : Json(); }
Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

/// The interval, null where there is none; its upper end null where there is no limit.
Json interval(const std::optional<double>& low, const std::optional<double>& high) {
  if (!low && !high) return nullptr;
  return Json::array({or_null(low), or_null(high)});
}

Json side(const analytics::Window& w, const analytics::EffectComparison& c, bool before) {
  const bool share = c.method == analytics::EffectMethod::share_difference;
  return {{"from", base::rfc3339(w.from)},
          {"to", base::rfc3339(w.until)},
          {"n", before ? c.cases_before : c.cases_after},
          {"bad", share ? Json(before ? c.bad_before : c.bad_after) : Json()},
          {"exposure", before ? c.exposure_before : c.exposure_after},
          {"value", or_null(before ? c.value_before : c.value_after)}};
}

}  // namespace

Json plan_shape(const review::EffectPlan& p) {
  return {{"version", p.version},
          {"made_at", base::rfc3339(p.at_ms)},
          {"by", p.by},
          {"measure", p.measure},
          {"direction", p.direction},
          {"cut", p.cut},
          {"exposure", p.exposure},
          {"window_days", or_null(p.window_days)},
          {"window_from", p.window_given  ? "given"
                          : p.window_days ? "power"
                                          : "not-provable"},
          {"provable", p.window_days.has_value()},
          {"wash_in_days", p.wash_in_days},
          {"baseline_days", p.baseline_days},
          {"baseline_from", time_or_null(p.baseline_from)},
          {"baseline_until", time_or_null(p.baseline_until)},
          {"n_before", p.n_before},
          {"exposure_before", p.exposure_before},
          {"value_before", or_null(p.value_before)},
          {"power", or_null(p.power)},
          {"late", p.late},
          {"reason", or_null(p.reason)}};
}

Json assessment_shape(const EffectAssessment& a) {
  const analytics::EffectFinding& f = a.finding;
  const analytics::EffectComparison& c = f.found;
  Json placebos = Json::array();
  for (const analytics::Placebo& p : f.placebos) {
    placebos.push_back({{"kind", analytics::name(p.kind)},
                        {"name", text_or_null(p.name)},
                        {"at", p.kind == analytics::Placebo::Kind::date ? Json(base::rfc3339(p.at)) : Json()},
                        {"n_before", p.found.cases_before},
                        {"n_after", p.found.cases_after},
                        {"ratio", or_null(p.found.ratio)},
                        {"ci95", interval(p.found.low, p.found.high)},
                        {"verdict", analytics::name(p.found.verdict)},
                        {"alike", p.alike}});
  }
  Json out{{"verdict", analytics::name(f.verdict)},
           {"by_interval", analytics::name(f.by_interval)},
           {"general_trend", f.general_trend},
           {"window_over", f.window_over},
           {"next_look", time_or_null(f.next_look)},
           {"measure", a.plan.measure},
           {"direction", a.plan.direction},
           {"cut", a.plan.cut},
           {"plan_version", a.plan.version},
           {"plan_late", a.plan.late},
           {"window_days", or_null(a.plan.window_days)},
           {"wash_in_days", a.plan.wash_in_days},
           {"method", analytics::name(c.method)},
           {"exposure_unit", a.plan.exposure},
           {"before", side(f.before, c, true)},
           {"after", side(f.after, c, false)},
           {"ratio", or_null(c.ratio)},
           {"ci95", interval(c.low, c.high)},
           {"difference", or_null(c.difference)},
           {"difference_ci95", interval(c.difference_low, c.difference_high)},
           {"p", or_null(c.p)},
           {"power", or_null(c.power)},
           {"spread", c.spread},
           {"trend_p", or_null(c.trend_p)},
           {"other", c.other ? Json{{"method", analytics::name(c.other->method)},
                                    {"verdict", analytics::name(c.other->verdict)},
                                    {"ratio", or_null(c.other->ratio)},
                                    {"ci95", interval(c.other->low, c.other->high)}}
                             : Json()},
           {"horizon_seconds", or_null(c.horizon)},
           {"upper_rate", or_null(c.upper_rate)},
           {"remarks", f.remarks},
           {"placebos", std::move(placebos)},
           {"incidents", {{"before", a.incidents_before}, {"after", a.incidents_after}}},
           {"contacts", {{"before", or_null(a.contacts_before)}, {"after", or_null(a.contacts_after)}}},
           {"counts", nullptr}};
  if (a.counts_before && a.counts_after) {
    out["counts"] = {{"before", counts_shape(*a.counts_before)}, {"after", counts_shape(*a.counts_after)}};
    if (a.sure_only) {
      out["counts"]["sure_only"] = {{"ratio", or_null(a.sure_only->ratio)},
                                    {"ci95", interval(a.sure_only->low, a.sure_only->high)},
                                    {"verdict", analytics::name(a.sure_only->verdict)}};
    }
  }
  return out;
}

Json record_shape(const review::EffectRecord& r) {
  Json out = base::parse_json(r.numbers).maybe().value_or(Json::object());
  out["at"] = base::rfc3339(r.at_ms);
  out["by"] = r.by;
  out["told_verdict"] = or_null(r.told_verdict);
  return out;
}

Json class_shape(const review::IncidentClass& c) {
  Json words = Json::array();
  for (const auto& term : c.terms) words.push_back(term.first);
  return {{"ref", c.ref},
          {"source", c.source},
          {"fixed_at", base::rfc3339(c.fixed_ms)},
          {"title", text_or_null(c.title)},
          {"theme", text_or_null(c.theme)},
          {"service", text_or_null(c.service)},
          {"category", text_or_null(c.category)},
          {"subcategory", text_or_null(c.subcategory)},
          {"closure_code", text_or_null(c.closure_code)},
          {"parent", text_or_null(c.parent)},
          {"problem", text_or_null(c.problem)},
          {"opened_at", time_or_null(c.opened)},
          {"ended_at", time_or_null(c.ended)},
          {"words", std::move(words)}};
}

Json recurrence_shape(const FoundRecurrence& f) {
  return {{"ref", f.record.ref},
          {"source", f.record.source},
          {"title", text_or_null(f.title)},
          {"opened_at", time_or_null(f.opened)},
          {"ended_at", time_or_null(f.ended)},
          {"service", text_or_null(f.service)},
          {"category", text_or_null(f.category)},
          {"closure_code", text_or_null(f.closure_code)},
          {"band", analytics::name(f.alike.band)},
          {"score", f.alike.score},
          {"chance", f.alike.chance},
          {"why", std::string(f.alike.why)},
          {"own_outage", f.own_outage},
          {"outage", f.outage == 0 ? Json() : Json(f.outage)},
          {"counts", !f.own_outage && f.member()},
          {"sure", !f.own_outage && f.sure()},
          {"decision", or_null(f.record.decision)},
          {"decided_by", or_null(f.record.decided_by)},
          {"note", or_null(f.record.note)}};
}

Json counts_shape(const RecurrenceCounts& c) {
  return {{"certain", c.certain},
          {"certain_and_confirmed", c.certain_and_confirmed},
          {"by_rule", c.by_rule},
          {"waiting", c.waiting},
          {"rejected", c.rejected}};
}

Json exposure_shape(const review::ExposureSince& e, base::Ms since) {
  return {{"since", base::rfc3339(since)},
          {"until", time_or_null(e.until)},
          {"incidents", e.incidents},
          {"contacts", or_null(e.contacts)}};
}

}  // namespace debrief::app
