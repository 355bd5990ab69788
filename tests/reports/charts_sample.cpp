// Charts of every kind.

#include "charts_sample.h"

#include <limits>

#include "sample.h"

namespace debrief::sample {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day = 24 * 60 * minute;
constexpr std::int64_t start = 1778590800000;  // 12 May 2026, 13:00 UTC

}  // namespace

const std::vector<std::string>& hard_words() {
  static const std::vector<std::string> all{
      std::string(300, 'W'),
      "Σφάλμα στο σύστημα τηλεφωνίας του κέντρου",
      "Сертификат второго пограничного контроллера истёк",
      "انتهت صلاحية شهادة وحدة التحكم الثانية ولم يلاحظ أحد ذلك",
      "תוקף האישור של הבקר השני פג ואיש לא הבחין בכך",
      "第二台会话边界控制器的证书已过期，没有人注意到这一点，直到客户打来电话",
      "세션 경계 컨트롤러 인증서가 만료되었습니다",
      "Nobody 👩‍💻 looked 🔥 at the list",
      "",
      "A & B < C > \"D\" 'E'"};
  return all;
}

Chart causes_chart(ChartKind kind) {
  Chart c;
  c.kind = kind;
  c.title = kind == ChartKind::fishbone ? "Causes by area"
            : kind == ChartKind::whys   ? "Why it happened"
                                        : "Causes, controls and what followed";
  c.event = "Calls could not be transferred for 2 h 5 min";
  c.finding = "Six causes are named, one of them a hypothesis; two of four controls failed.";
  c.alt = "Six causes in five areas led to calls not being transferred. Two of four controls failed, one held.";
  const auto cause = [&](std::string key, std::string text, std::string area, int parent, bool hypothesis) {
    c.causes.push_back({std::move(key), std::move(text), "cause", "Underlying cause", std::move(area), parent, "",
                        hypothesis, false, hypothesis ? "none linked" : "rows 12 and 14", "high"});
  };
  cause("F-1", "The certificate of the second session border controller ran out at 14:05", "External", -1, false);
  cause("F-2", "The supplier kept its list of certificates by hand", "External", 0, false);
  cause("F-3", "The second node was left out at the renewal in April", "External", 1, false);
  cause("F-4", "The monitor checks that trunks are registered, not that a call reaches a queue", "Tools", -1, false);
  cause("F-5", "Twelve minutes went into a change that had nothing to do with it", "Tasks", -1, false);
  cause("F-6", "Wording for customers waited for people who were in a meeting", "Organisation", -1, false);
  cause("F-7", "Agents outside the team did not know that the script exists", "People", -1, true);
  const auto other = [&](std::string key, std::string text, std::string role, int parent, std::string outcome) {
    c.causes.push_back({std::move(key), std::move(text), role, role == "control" ? "Control" : "Consequence", "",
                        parent, std::move(outcome), false, false, "row 20", "medium"});
  };
  other("F-8", "Monthly check of certificates", "control", 0, "failed");
  other("F-9", "Test call from outside", "control", 3, "missing");
  other("F-10", "Change calendar", "control", 4, "held");
  other("F-11", "1,204 callers lost", "consequence", -1, "");
  other("F-12", "Customers heard nothing for 37 minutes", "consequence", -1, "");
  other("F-13", "Fail over to site B", "control", 10, "failed");
  return c;
}

Chart hostile_causes_chart(ChartKind kind) {
  Chart c = causes_chart(kind);
  c.causes.clear();
  const char* areas[] = {"People", "Tasks", "Tools", "Environment", "Organisation", "External", ""};
  for (int i = 0; i < 40; ++i) {
    ChartCause cause;
    cause.key = "F-" + std::to_string(i + 1);
    cause.text = hard_words()[static_cast<std::size_t>(i) % hard_words().size()];
    cause.area = areas[i % 7];
    cause.parent = i % 4 == 0 ? -1 : i > 12 && i < 22 ? i - 1 : i - i % 4;
    cause.hypothesis = i % 3 == 0;
    cause.names_person = i == 5;
    c.causes.push_back(cause);
  }
  for (int i = 0; i < 8; ++i) {
    ChartCause other;
    other.key = "F-" + std::to_string(i + 41);
    other.text = hard_words()[static_cast<std::size_t>(i)];
    other.role = i % 2 == 0 ? "consequence" : "control";
    other.parent = i % 2 == 0 ? -1 : i % 4 == 1 ? i * 4 : static_cast<int>(c.causes.size()) - 1;
    other.outcome = i == 1 ? "held" : i == 3 ? "failed" : i == 5 ? "missing" : "";
    c.causes.push_back(other);
  }
  c.event = hard_words()[3] + " " + hard_words()[5];
  return c;
}

Chart box_chart() {
  Chart c;
  c.kind = ChartKind::box;
  c.title = "Time to resolve by team";
  c.finding = "Half of the cases of Field service take longer than 31 hours, against 4 hours of Voice.";
  c.alt = "Medians: Voice 4.1 h (n = 812), Billing 9.5 h (n = 401), Field service 31 h (n = 96).";
  c.unit = "h";
  c.x_title = "Team";
  c.y_title = "Time to resolve";
  c.spreads = {{"Voice", 812, 0.4, 1.9, 4.1, 9.2, 26},
               {"Billing", 401, 1.1, 4.2, 9.5, 22, 70},
               {"Web chat", 233, 0.2, 0.7, 1.6, 4.4, 12},
               {"Field service", 96, 6, 14, 31, 66, 140}};
  return c;
}

Chart ageing_chart() {
  Chart c;
  c.kind = ChartKind::ageing;
  c.title = "Actions on the calendar";
  c.finding = "2 of 6 actions are overdue, the oldest by 24 days.";
  c.alt = "Six actions: two overdue, by 24 and 9 days; two open; two done, one of them 8 days late.";
  c.zone = "Europe/London";
  c.now_ms = start + 60 * day;
  c.tasks = {
      {"A-3 Make a test call from outside every five minutes", start, start + 20 * day, start + 36 * day, {}, "overdue"},
      {"A-4 Keep wording for customers ready, signed off", start + 5 * day, {}, start + 51 * day, {}, "overdue"},
      {"A-5 Put the certificates of all nodes into the calendar", start + 10 * day, {}, start + 75 * day, {}, "open"},
      {"A-6 Train team leaders in the script of priority services", start + 30 * day, {}, {}, {}, "open"},
      {"A-1 Renew the certificate", start, {}, start + 2 * day, start + 1 * day, "verified"},
      {"A-2 Write down who may fail over to site B", start, {}, start + 14 * day, start + 22 * day, "done"}};
  return c;
}

Chart effect_chart() {
  Chart c;
  c.kind = ChartKind::effect;
  c.title = "Measures before and after each action";
  c.finding = "One of three actions worked; one cannot be told yet.";
  c.alt = "A-1 31 % of before (16 to 55 %), worked; A-2 104 % (72 to 149 %), no relevant change; A-7 not yet.";
  c.effects = {{"A-1 Renew certificates a month ahead", "recurrences of the reviewed kind", "6.0 a month", "1.9 a month",
                0.31, 0.16, 0.55, "worked"},
               {"A-2 Wording ready for customers", "incidents category=Communication", "14 a month", "15 a month", 1.04,
                0.72, 1.49, "no relevant change"},
               {"A-7 A second look before tariffs go live", "incidents category=Billing", "3 a month", "0 a month", 0.0,
                std::nullopt, 0.9, "worked in part"},
               {"A-9 Train agents", "", "", "", std::nullopt, std::nullopt, std::nullopt, "cannot tell yet"}};
  return c;
}

Chart stacked_chart() {
  Chart c;
  c.kind = ChartKind::bar;
  c.title = "Open actions by age";
  c.finding = "17 actions are open, 6 of them overdue.";
  c.alt = "Under 30 days: 5 in time. 30 to 89 days: 4 in time, 2 overdue, 1 without a date. 90 days: 1, 4, 0.";
  c.unit = "actions";
  c.y_title = "Actions";
  c.points = {{"under 30 days", 5, ""}, {"30 to 89 days", 7, ""}, {"90 days or more", 5, ""}};
  c.stacks = {{"in time", {5, 4, 1}}, {"overdue", {0, 2, 4}}, {"no date", {0, 1, 0}}};
  return c;
}

Chart ranges_chart() {
  Chart c = xmr_chart();
  c.moving_range = true;
  return c;
}

Chart course_chart() {
  Chart c;
  c.kind = ChartKind::timeline;
  c.title = "Course of the incident, Europe/London";
  c.finding = "The longest time between two messages to one audience was 37 minutes: customers, 14:52 to 15:29.";
  c.alt = "From 14:05 to 16:10. 37 minutes without a message to customers, 14:52 to 15:29.";
  c.zone = "Europe/London";
  const auto at = [](int m) { return start + m * minute; };
  c.moments = {{at(5), at(5), "Record", "Began 14:05", "key"},
               {at(5), at(22), "Record", "17 min before it was logged", "late"},
               {at(22), at(22), "Record", "Logged 14:22", "key"},
               {at(30), at(30), "Record", "P2 to P1 14:30", "key"},
               {at(34), at(34), "Decisions", "Decision 14:34", ""},
               {at(38), at(60), "Actions", "Action 14:38, written 22 min later", "late"},
               {at(40), at(40), "To customers", "Message 14:40", ""},
               {at(52), at(52), "To customers", "Message 14:52", ""},
               {at(52), at(89), "To customers", "37 min without a message", "silence"},
               {at(89), at(89), "To customers", "Message 15:29", ""},
               {at(33), at(33), "To management", "Message 14:33", ""},
               {at(70), at(70), "To management", "Message 15:10", ""},
               {at(33), at(70), "To management", "37 min without a message", "silence"},
               {at(130), at(130), "Record", "Restored 16:10", "key"}};
  return c;
}

std::vector<Chart> every_chart() {
  return {xmr_chart(),
          ranges_chart(),
          run_chart(),
          pareto_chart(),
          bar_chart(),
          stacked_chart(),
          heatmap_chart(),
          timeline_chart(),
          course_chart(),
          causes_chart(ChartKind::fishbone),
          causes_chart(ChartKind::whys),
          causes_chart(ChartKind::bowtie),
          box_chart(),
          ageing_chart(),
          effect_chart()};
}

std::vector<Chart> hostile_charts() {
  std::vector<Chart> out = every_chart();
  std::size_t next = 0;
  const auto word = [&] { return hard_words()[next++ % hard_words().size()]; };
  for (Chart& c : out) {
    c.title = word();
    for (auto& p : c.points) p.label = word();
    for (auto& r : c.rows) r = word();
    for (auto& m : c.moments) {
      m.label = word();
      m.lane += word();
    }
    for (auto& s : c.stacks) s.name = word();
    for (auto& s : c.spreads) s.label = word();
    for (auto& t : c.tasks) t.label = word();
    for (auto& e : c.effects) {
      e.label = word();
      e.measure = word();
      e.verdict = word();
    }
  }
  for (const ChartKind kind : {ChartKind::fishbone, ChartKind::whys, ChartKind::bowtie})
    out.push_back(hostile_causes_chart(kind));
  return out;
}

}  // namespace debrief::sample
