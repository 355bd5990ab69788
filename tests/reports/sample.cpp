// A document and a workbook with everything in them.

#include "sample.h"

#include <cmath>
#include <limits>

namespace debrief::sample {

using namespace templates;

namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day = 86'400'000;
constexpr std::int64_t start = 1'778'590'800'000;  // 2026-05-12T13:00:00Z

Inline t(std::string s, TextStyle style = {}) { return {Text{std::move(s), style}}; }
Inlines words(std::string s) { return {t(std::move(s))}; }
Cell cell(std::string s) { return {words(std::move(s)), false, 1}; }
Cell row_head(std::string s) { return {words(std::move(s)), true, 1}; }
Block block(std::string id, decltype(Block::value) value) { return {std::move(id), std::move(value)}; }
Block para(std::string id, std::string s) { return block(std::move(id), Paragraph{words(std::move(s))}); }
Row row(std::vector<std::string> cells, std::string mark = "") {
  Row r;
  for (std::string& c : cells) r.cells.push_back(cell(std::move(c)));
  r.mark = std::move(mark);
  return r;
}

}  // namespace

Chart xmr_chart() {
  Chart c;
  c.kind = ChartKind::xmr;
  c.title = "Time to resolve, by week";
  c.finding = "Since the new rota in week 12 incidents are resolved about two hours sooner; week 9 stands out.";
  c.alt = "24 weeks. Average 9.4 hours to week 11, 7.3 hours since. Week 9 at 14.8 hours is above the upper limit.";
  c.unit = "h";
  c.y_title = "Median time to resolve";
  c.x_title = "Week starting";
  const double values[] = {9.1, 8.7, 10.2, 9.9, 8.4, 9.6, 10.1, 9.3, 14.8, 9.2,
                           9.0, 7.9, 7.1,  6.8, 7.4, 7.0, 6.9,  7.2, 6.6,  std::numeric_limits<double>::quiet_NaN(),
                           7.7, 7.9, 7.3,  5.1};
  int week = 0;
  for (const double v : values) {
    ChartPoint p{"", v, ""};
    const int d = 5 + week * 7;
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun"};
    static constexpr int lengths[] = {31, 28, 31, 30, 31, 30};
    int rest = d;
    int m = 0;
    while (rest > lengths[m]) rest -= lengths[m++];
    p.label = std::to_string(rest) + " " + months[m];
    if (week == 8) p.mark = "outside";
    if (week >= 13 && week <= 18) p.mark = "shift";
    if (week == 21) p.mark = "two-in-three";
    if (week == 20) p.mark = "trend";
    if (week == 23) p.mark = "partial";
    c.points.push_back(p);
    ++week;
  }
  c.limits = {{0, 11, 9.4, 6.1, 12.7, false}, {11, 24, 7.3, 5.2, 9.4, true}};
  c.target = 8;
  return c;
}

Chart run_chart() {
  Chart c;
  c.kind = ChartKind::run;
  c.title = "Contacts answered first time";
  c.finding = "No evidence of a change.";
  c.alt = "12 months between 78 and 86 per cent, median 82 per cent.";
  c.unit = "%";
  const char* months[] = {"Jun 2025", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan 2026", "Feb", "Mar", "Apr", "May"};
  double v = 80;
  for (const char* m : months) {
    c.points.push_back({m, v, ""});
    v = v > 84 ? 79 : v + 1.7;
  }
  c.limits = {{0, 12, 82, std::nullopt, std::nullopt, false}};
  return c;
}

Chart pareto_chart() {
  Chart c;
  c.kind = ChartKind::pareto;
  c.title = "What incidents were about, January to June 2026";
  c.finding = "Three of eight groups make up 71% of incidents.";
  c.alt = "Login and password 412, card payments 268, call quality 190, and five smaller groups.";
  c.unit = "incidents";
  c.y_title = "Incidents";
  c.points = {{"Login and password", 412, ""},
              {"Card payments", 268, ""},
              {"Call quality", 190, ""},
              {"Slow screens", 118, ""},
              {"Routing", 90, ""},
              {"Reports", 61, ""},
              {"Headsets", 40, ""},
              {"Other", 44, ""}};
  return c;
}

Chart timeline_chart() {
  Chart c;
  c.kind = ChartKind::timeline;
  c.title = "12 May 2026: calls could not be transferred";
  c.finding = "Customers were told 41 minutes after the first sign.";
  c.alt =
      "First alarm 14:05, incident declared 14:22, customers told 14:46, restored 16:10. Nothing recorded 15:02 to "
      "15:37.";
  c.zone = "Europe/London";
  c.moments = {{start + 5 * minute, start + 5 * minute, "Detection", "First alarm from the telephone switch", "key"},
               {start + 9 * minute, start + 9 * minute, "Detection", "Second alarm", ""},
               {start + 12 * minute, start + 12 * minute, "Detection", "Three callers report dropped transfers", ""},
               {start + 22 * minute, start + 22 * minute, "Decision", "Major incident declared", "key"},
               {start + 40 * minute, start + 40 * minute, "Decision", "Fail over to site B refused", ""},
               {start + 46 * minute, start + 46 * minute, "Communication", "Status page updated, customers told", ""},
               {start + 50 * minute, start + 50 * minute, "Communication", "Message to all team leaders", ""},
               {start + 62 * minute, start + 97 * minute, "Record", "35 min without an entry", "silence"},
               {start + 100 * minute, start + 130 * minute, "Work", "Certificate renewed and rolled out", ""},
               {start + 130 * minute, start + 130 * minute, "Work", "Transfers work again", "key"}};
  return c;
}

Chart bar_chart() {
  Chart c;
  c.kind = ChartKind::bar;
  c.title = "Actions verified, by team";
  c.finding = "Two of five teams are at or above the target.";
  c.alt = "Voice 92%, Billing 81%, Web chat 64%, Back office 58%; Training has no actions.";
  c.unit = "%";
  c.points = {{"Voice", 92, ""},
              {"Billing", 81, ""},
              {"Web chat", 64, ""},
              {"Back office", 58, "partial"},
              {"Training", std::numeric_limits<double>::quiet_NaN(), ""}};
  c.target = 80;
  return c;
}

Chart heatmap_chart() {
  Chart c;
  c.kind = ChartKind::heatmap;
  c.title = "Incidents by hour and weekday";
  c.finding = "Monday morning stands out.";
  c.alt = "Monday 9 o'clock 31 against 12 expected.";
  c.unit = "incidents";
  c.x_title = "Hour";
  c.y_title = "Weekday";
  c.rows = {"Monday", "Tuesday", "Sunday"};
  for (const char* row : {"Monday", "Tuesday", "Sunday"}) {
    for (int hour = 0; hour < 24; ++hour) {
      const bool monday = row == std::string("Monday") && hour == 9;
      const bool sunday = row == std::string("Sunday") && hour == 10;
      c.points.push_back({std::to_string(hour), monday ? 31.0 : hour * (20.0 - hour / 2.0) / 10,
                          monday ? "more" : sunday ? "fewer" : ""});
    }
  }
  return c;
}

Document review() {
  Document d;
  d.meta.title = "Post-incident review: calls could not be transferred";
  d.meta.subject = "Post-incident review PIR-3";
  d.meta.author = "Service Improvement, Northgate Contact Centre";
  d.meta.classification = "Internal";
  d.meta.reference = "PIR-3 version 2";
  d.meta.created_ms = start + 20 * day;
  Blocks& b = d.blocks;
  b.push_back(block("title", Heading{1, words("Post-incident review: calls could not be transferred")}));
  b.push_back(
      block("summary", Paragraph{{t("On 12 May 2026 between "),
                                  t("14:05", {.strong = true}),
                                  t(" and "),
                                  t("16:10", {.strong = true}),
                                  t(" (Europe/London) callers who had to be passed on were cut off. 1,204 calls were "
                                    "affected. The cause was an expired certificate; see "),
                                  {Link{"#causes", "what caused it", {}}},
                                  t(" and the "),
                                  {Link{"https://status.example.org/incidents/812", "public status report", {}}},
                                  t(".")}}));
  b.push_back(block("contents", Contents{}));
  b.push_back(block("key-facts", Heading{2, words("Key facts")}));
  Table facts;
  facts.caption = "Key facts of the incident";
  facts.columns = {{Align::left, 0.3}, {Align::left, 0.7}};
  facts.head = {row({"Fact", "Value"})};
  for (const auto& [k, v] : std::vector<std::pair<std::string, std::string>>{{"Reference", "INC0010042"},
                                                                             {"Priority", "1 - Critical"},
                                                                             {"Detected by", "Monitoring, 14:05"},
                                                                             {"Restored", "16:10 (2 h 5 min)"}}) {
    Row r;
    r.cells = {row_head(k), cell(v)};
    facts.body.push_back(r);
  }
  b.push_back(block("table-facts", facts));
  b.push_back(
      block("data-note",
            Callout{"data",
                    "How complete this is",
                    {para("data-note-1",
                          "26 of 28 entries have a time of their own. Two were placed by the order in the log.")}}));
  b.push_back(block("timeline", Heading{2, words("What happened")}));
  b.push_back(block("figure-timeline", Figure{timeline_chart(), ""}));
  Table times;
  times.caption = "Timeline, times in Europe/London";
  times.columns = {{Align::left, 0}, {Align::left, 0}, {Align::left, 0}, {Align::right, 0}};
  times.head = {row({"Time", "Kind", "What happened", "Minutes since start"})};
  times.body = {row({"14:05", "Detection",
                     "First alarm from the telephone switch: certificate of the transfer service not accepted", "0"}),
                row({"14:22", "Decision", "Major incident declared by the duty manager", "17"}, "learner"),
                row({"14:46", "Communication", "Status page updated, customers told", "41"}, "overdue"),
                row({"15:02", "", "No entry for 35 minutes", "57"}, "gap"),
                row({"Total", "", "28 entries", "125"}, "total")};
  b.push_back(block("table-times", times));
  b.push_back(block("causes", Heading{2, words("What caused it")}));
  b.push_back(block("causes-how", Heading{3, words("How the pieces fitted together")}));
  b.push_back(block(
      "passage-why",
      Passage{
          "causes.why",
          "How the pieces fitted together",
          false,
          {para("why-1", "The certificate was renewed by hand each year. The person who did it moved teams in March."),
           block(
               "why-2",
               List{false,
                    1,
                    {{para("", "The calendar entry went with them.")},
                     {para("", "The alarm for expiry was set to 7 days and went to a mailbox nobody reads."),
                      block("",
                            List{true, 1, {{para("", "Mailbox created 2019")}, {para("", "Last read 2024")}}})}}})}}));
  b.push_back(block("learned", Heading{3, words("What surprised us")}));
  b.push_back(block("passage-surprise",
                    Passage{"causes.surprise",
                            "What surprised us",
                            true,
                            {block("p-1", Paragraph{{{Prompt{"What did people expect to happen that did not?"}}}}),
                             block("p-2", Paragraph{{{Prompt{"Who noticed first, and how?"}}}})}}));
  b.push_back(block(
      "warn",
      Callout{"warning",
              "A hypothesis, not a finding",
              {para("", "That the alarm was muted in April rests on one recollection; no record confirms it.")}}));
  b.push_back(
      block("withheld",
            Callout{"withheld", "", {para("", "Two names and one phone number were left out for this reader.")}}));
  b.push_back(block("quote", Quote{{para("", "We thought the other site had the same certificate. It did not.")}}));
  b.push_back(block("code", CodeBlock{"", "openssl x509 -enddate -noout\n  notAfter=May 12 13:00:00 2026 GMT"}));
  b.push_back(block("actions", Heading{2, words("Actions")}));
  b.push_back(
      block("steps", List{true,
                          1,
                          {{para("", "Agree owners by Friday.")},
                           {block("", Paragraph{{t("Write the runbook; keep it "), t("short", {.emphasis = true}),
                                                 t(" and "), t("tested", {.strong = true}), t(".")}})}}}));
  b.push_back(
      block("steps-2", List{true, 1, {{para("", "This list counts from one again.")}, {para("", "And so on.")}}}));
  b.push_back(block("rule", Rule{}));
  Table acts;
  acts.caption = "Actions";
  acts.head = {row({"Key", "Action", "Owner", "Due", "Status"})};
  acts.body = {
      row({"A-1", "Renew certificates automatically and alarm 30 days ahead in the team's own queue", "Platform lead",
           "2026-06-30", "In progress"}),
      row({"A-2", "Add the transfer service to the weekly fail-over drill", "Duty manager", "2026-05-29", "Open"},
          "overdue")};
  b.push_back(block("table-actions", acts));
  b.push_back(block("break", PageBreak{}));
  b.push_back(block("trends", Heading{2, words("Is it part of a pattern?")}));
  b.push_back(block("figure-xmr", Figure{xmr_chart(), ""}));
  b.push_back(block("figure-pareto", Figure{pareto_chart(), ""}));
  b.push_back(block("figure-run", Figure{run_chart(), ""}));
  b.push_back(block("figure-bar", Figure{bar_chart(), ""}));
  b.push_back(block("sign", Heading{2, words("Sign-off")}));
  b.push_back(block("sign-lines",
                    SignOff{{{"Review lead", "A. Mensah", "2026-06-01", "Agreed"}, {"Service owner", "", "", ""}}}));
  return d;
}

Document hostile() {
  const std::string mean =
      "<script>alert('x')</script> & \"quotes\" ]]> <!-- /passage --> --> \x01\x0b\x1f|pipe| *star* _under_ # "
      "[x](javascript:1)";
  const std::string rtl = "\u0645\u0631\u062D\u0628\u0627 \u0628\u0643\u0645 \u05E9\u05DC\u05D5\u05DD";
  const std::string emoji =
      "\U0001F4DE\U0001F468\u200D\U0001F469\u200D\U0001F467 \u65E5\u672C\u8A9E e\u0301 \xFF\xC0 end";
  const std::string longest(300, 'W');
  Document d;
  d.meta.title = mean;
  d.meta.subject = mean;
  d.meta.author = mean;
  d.meta.classification = "Internal & <secret>";
  d.meta.reference = "PIR-\"9\"";
  Blocks& b = d.blocks;
  b.push_back(block("contents", Contents{}));
  b.push_back(block("deep", Heading{5, words(mean)}));
  b.push_back(block("second-title", Heading{1, words(rtl)}));
  b.push_back(block("1st", Heading{2, words("# 1. Not a heading #")}));
  b.push_back(block("h-empty", Heading{2, {}}));
  b.push_back(para("p-mean", mean));
  b.push_back(para("p-rtl", rtl));
  b.push_back(para("p-emoji", emoji));
  b.push_back(para("p-long", longest));
  b.push_back(para("p-empty", ""));
  b.push_back(para("p-space", "  two blanks  \t\n and  a line "));
  for (const char* s :
       {"1. not a list", "- not a list", "+ no", "# no", "::: note", "=== no", "> no", "    four blanks"})
    b.push_back(para("", s));
  b.push_back(
      block("p-links", Paragraph{{{Link{"javascript:alert(1)", "script", {}}},
                                  {Link{"#nowhere", "gone", {}}},
                                  {Link{"#1st", "there", {}}},
                                  {Link{"https://example.org/?a=1&b=\"2\"<3>(4)|5", "url & text", {.strong = true}}},
                                  {LineBreak{}},
                                  {Link{"mailto:a@example.org", "", {}}},
                                  {Prompt{mean + " ]] ?"}},
                                  t(" all ", {true, true, true, true}),
                                  t("`tick``", {.code = true})}}));
  b.push_back(block("t-none", Table{}));
  Table empty;
  empty.caption = mean;
  empty.head = {row({mean, ""})};
  b.push_back(block("t-empty", empty));
  Table ragged;
  ragged.columns = {{Align::right, 0.9}, {Align::centre, 0.4}, {Align::left, 0}};
  ragged.head = {row({"a"}), row({"a", "b", "c"})};
  ragged.head[0].cells[0].span = 2;
  ragged.body = {row({mean}), row({longest, rtl, emoji, "fourth"}, "overdue"), row({}, "learner"),
                 row({"", "", ""}, "<unknown>")};
  ragged.body[0].cells[0].span = 3;
  ragged.body[1].cells[0].header = true;
  b.push_back(block("t-ragged", ragged));
  Table wide;
  wide.head.emplace_back();
  wide.body.emplace_back();
  for (int i = 0; i < 30; ++i) {
    wide.head[0].cells.push_back(cell("column " + std::to_string(i)));
    wide.body[0].cells.push_back(cell(std::to_string(i)));
  }
  b.push_back(block("t-wide", wide));
  for (const ChartKind kind :
       {ChartKind::xmr, ChartKind::run, ChartKind::pareto, ChartKind::timeline, ChartKind::bar, ChartKind::heatmap}) {
    Chart none;
    none.kind = kind;
    none.title = mean;
    b.push_back(block("", Figure{none, mean}));
    Chart one;
    one.kind = kind;
    one.title = longest + " " + mean;
    one.unit = "<u>";
    one.zone = "Mars/Olympus";
    one.points = {
        {mean, 0, "nobody-knows"}, {longest, std::nan(""), "outside"}, {rtl, -5, "partial"}, {emoji, 1e12, "shift"}};
    one.limits = {{0, 99, 1e11, -1e12, 1e13, true}, {3, 2, 0, std::nullopt, 1, false}};
    one.moments = {
        {0, 0, mean, longest, "key"}, {0, 0, mean, mean, ""}, {0, 0, rtl, rtl, ""}, {5, 1, emoji, emoji, "silence"}};
    b.push_back(block("", Figure{one, ""}));
  }
  b.push_back(block(
      "c", Callout{"unheard-of", mean, {block("", Callout{"note", "Note", {para("", "inside")}}), block("", empty)}}));
  b.push_back(block(
      "pass",
      Passage{
          "a.b", mean, false, {para("", mean), block("", CodeBlock{"x` y", "<!-- /passage -->\n```\n\ttab\x02"})}}));
  b.push_back(block("pass-empty", Passage{"a.empty", "", true, {}}));
  b.push_back(
      block("q", Quote{{block("", List{true, 7, {{}, {para("", "one"), para("", "two"), block("", empty)}}})}}));
  b.push_back(block("l-none", List{}));
  b.push_back(block("s", SignOff{{{mean, mean, mean, mean}}}));
  b.push_back(block("s-none", SignOff{}));
  return d;
}

Workbook tracker() {
  Workbook w;
  w.title = "Action tracker";
  w.subject = "Actions of PIR-3";
  w.author = "Service Improvement";
  w.created_ms = start;
  w.today_ms = start / day * day;
  Sheet s;
  s.name = "Actions";
  s.title = "Actions from reviews";
  s.notes = {"Change the white columns; leave Key as it is.", "As of 12 May 2026."};
  s.table = "actions";
  s.columns = {{"Key", SheetType::key, 8, {}, false, ""},
               {"Action", SheetType::text, 46, {}, false, "Start with a verb"},
               {"Owner", SheetType::text, 18, {}, false, ""},
               {"Due", SheetType::date, 13, {}, false, "A date, such as 30/06/2026"},
               {"Status",
                SheetType::text,
                14,
                {"Open", "In progress", "Blocked", "Done", "Verified"},
                false,
                "Choose from the list"},
               {"Share done", SheetType::share, 11, {}, false, ""},
               {"Hours", SheetType::duration_hours, 9, {}, false, ""},
               {"Changed", SheetType::date_time, 17, {}, false, ""},
               {"Count", SheetType::number, 8, {}, false, ""},
               {"Base", SheetType::text, 10, {}, true, ""}};
  const auto at = [](std::int64_t days) { return SheetDate{start / day * day + days * day}; };
  s.rows = {{"A-1", "Renew certificates automatically & alarm \"30 days\" ahead", "Platform lead", at(30),
             "In progress", 0.4, 12.5, SheetDate{start}, 1204.0, "ab12"},
            {"A-2", "=HYPERLINK(\"http://evil\")", "-1+2", at(-3), "Open", 0.0, 1.25, SheetDate{start + 3 * minute},
             2.0, "cd34"},
            {"A-3", "@SUM(1)\x01\n\"two\" lines", "+44 20", at(-30), "Done", 1.0, std::monostate{}, std::monostate{},
             std::nan(""), "ef56"},
            {"A-4", "\u0645\u0631\u062D\u0628\u0627 \U0001F4DE", "", std::monostate{}, "Blocked", std::monostate{},
             std::monostate{}, std::monostate{}, std::monostate{}, ""}};
  s.highlights = {{"overdue", "Due", "", "Status", {"Done", "Verified"}}, {"equals", "Status", "Blocked", "", {}}};
  w.sheets.push_back(s);
  Sheet trends;
  trends.name = "Trends";
  trends.title = "Time to resolve";
  trends.table = "trends";
  trends.columns = {{"Week", SheetType::text, 12, {}, false, ""}, {"Hours", SheetType::number, 10, {}, false, ""}};
  trends.rows = {{"5 Jan", 9.1}, {"12 Jan", 8.7}};
  trends.charts = {xmr_chart(), pareto_chart(), run_chart(), bar_chart(), timeline_chart(), Chart{}};
  w.sheets.push_back(trends);
  Sheet empty;
  empty.name = "Nothing yet";
  empty.table = "nothing_yet";
  empty.columns = {{"Key", SheetType::key, 8, {}, false, ""}, {"What", SheetType::text, 30, {}, false, ""}};
  w.sheets.push_back(empty);
  Sheet hidden = empty;
  hidden.name = "Codes";
  hidden.table = "codes";
  hidden.hidden = true;
  w.sheets.push_back(hidden);
  return w;
}

}  // namespace debrief::sample
