// The template language: output, mistakes with their places, limits, escaping.

#include <chrono>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/engine/engine.h"

namespace debrief::templates {
namespace {

const char* const sample =
    R"({"name": "Ada", "n": 3, "share": 0.125, "cost": -1234.5, "at": "2026-05-12T13:05:00Z", "day": "2026-05-12",
  "none": null, "xs": [3, 1, 2], "d": {"items": [1], "title": "T"}, "html": "<a & 'b'>",
  "people": [{"name": "Bo", "open": true}, {"name": "Al", "open": false}]})";

std::string filled(const std::string& text, Escape escape = Escape::none, const Limits& limits = {}) {
  Loader loader;
  loader.add("t.txt", text);
  loader.add("part.txt", "part {{ name }}\n");
  loader.add("base.txt", "<{% block body %}base{% endblock %}>");
  RenderOptions options;
  options.escape = escape;
  options.limits = limits;
  options.zone = *base::Zone::named("Europe/London");
  options.now = *base::parse_rfc3339("2026-05-15T13:05:00Z");
  return render(loader, "t.txt", base::Json::parse(sample), options);
}

std::string mistake(const std::string& text, const Limits& limits = {}) {
  try {
    return "no mistake; output " + filled(text, Escape::none, limits);
  } catch (const base::Error& e) {
    EXPECT_EQ(e.status(), base::Status::refused);
    return e.what();
  }
}

struct Case {
  const char* why;
  const char* text;
  const char* expected;
};

class Filled : public testing::TestWithParam<Case> {};

TEST_P(Filled, GivesTheTextOfTheTable) { EXPECT_EQ(filled(GetParam().text), GetParam().expected) << GetParam().why; }

INSTANTIATE_TEST_SUITE_P(
    Table, Filled,
    testing::Values(
        Case{"plain", "Hello {{ name }}!\n", "Hello Ada!\n"},
        Case{"a block alone on its line leaves nothing", "a\n  {% if n == 3 %}\nb\n  {% endif %}\nc\n", "a\nb\nc\n"},
        Case{"a plus keeps the blanks", "a\n  {%+ if true %}b{% endif %}\n", "a\n  b"},
        Case{"a minus takes all white space", "a \n {%- if true -%} \n b {%- endif %} c", "ab c"},
        Case{"Windows line ends", "a\r\n{% set x = 1 %}\r\nb\r\n", "a\nb\n"},
        Case{"loop facts", "{% for x in xs %}{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last }}{% endfor %}",
             "1/3,2/3,3/3"},
        Case{"for with a condition and else", "{% for x in xs if x > 5 %}{{ x }}{% else %}none{% endfor %}", "none"},
        Case{"set in a loop stays in the loop", "{% set a = 1 %}{% for x in xs %}{% set a = x %}{% endfor %}{{ a }}",
             "1"},
        Case{"a namespace carries values out",
             "{% set s = namespace(t=0) %}{% for x in xs %}{% set s.t = s.t + x %}{% endfor %}{{ s.t }}", "6"},
        Case{"a field named items is the field", "{{ d.items }}", "[1]"},
        Case{"and a call is the method", "{% for k, v in d.items() %}{{ k }};{% endfor %}", "items;title;"},
        Case{"Python's floats", "{{ 1e16 }} {{ 0.1 + 0.2 }} {{ 7 / 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 2 ** 10 }}",
             "1e+16 0.30000000000000004 3.5 -4 2 1024"},
        Case{"Python's words", "{{ true }} {{ none }} {{ [1, 'a', none, 2.0] }} {{ {'k': 'it\\'s'} }}",
             "True None [1, 'a', None, 2.0] {'k': \"it's\"}"},
        Case{"rounding halves to even", "{{ 2.5|round }} {{ 3.5|round|int }} {{ 2.675|round(2) }} {{ 1250|round(-2) }}",
             "2.0 4 2.67 1200"},
        Case{"group",
             "{% for g, all in people|groupby('open') %}{{ g }}:{{ all|map(attribute='name')|join(',') }} {% endfor %}",
             "False:Al True:Bo "},
        Case{"macro, default and caller",
             "{% macro m(a, b=2) %}{{ a }}-{{ b }}{{ caller() }}{% endmacro %}{% call m(1) %}!{% endcall %}", "1-2!"},
        Case{"include and extends",
             "{% extends 'base.txt' %}{% block body %}{{ super() }} {% include 'part.txt' %}{% endblock %}",
             "<base part Ada\n>"},
        Case{"raw", "{% raw %}{{ x }}{% endraw %}", "{{ x }}"},
        Case{"absence allowed", "{{ nix|default('-') }} {{ d.nix is defined }} {{ none is empty }}", "- False True"},
        Case{"house figures",
             "{{ 1234.5|number(1) }} {{ 1234567|number }} {{ share|percent(1) }} {{ cost|money }} {{ 8100|duration }} "
             "{{ 90|duration('min') }}",
             "1,234.5 1,234,567 12.5% -£1,234.50 2 h 15 min 1 h 30 min"},
        Case{"house dates are on the reader's clock",
             "{{ at|date }} {{ at|time }} {{ at|time('HH:mm z') }} {{ at|date('EEEE d MMMM y') }} {{ at|ago }}",
             "12 May 2026 14:05 14:05 BST Tuesday 12 May 2026 3 days ago"},
        Case{"a day has no zone", "{{ day|date('dd/MM/yy', 'America/New_York') }}", "12/05/26"},
        Case{"house words",
             "{{ 1|pluralise('action') }} {{ 2|pluralise('reply', 'replies') }} {{ 'Ana Maria Diaz'|initials }} {{ "
             "'A'|pseudonym }} {{ 'B'|pseudonym }} {{ 'a'|pseudonym }}",
             "1 action 2 replies AMD Person 1 Person 2 Person 1"},
        Case{"where", "{{ people|where('open', true)|map(attribute='name')|join }}", "Bo"},
        Case{"plain", "{{ '**a** [b](https://c.example) `d`'|plain }}", "a b d"}));

struct Mistake {
  const char* text;
  const char* message;
};

class Mistaken : public testing::TestWithParam<Mistake> {};

TEST_P(Mistaken, SaysFileLineColumnAndWhatIsNear) {
  EXPECT_EQ(mistake(GetParam().text).substr(0, std::string(GetParam().message).size()), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Mistaken,
    testing::Values(
        Mistake{"a\n é {{ nmae }}", "t.txt:2:7: \"nmae\" is not defined; did you mean \"name\"?"},
        Mistake{"{{ d.titel }}", "t.txt:1:6: there is no field \"titel\"; did you mean \"title\"?"},
        Mistake{"{{ name|uper }}", "t.txt:1:9: there is no filter \"uper\"; did you mean \"upper\"?"},
        Mistake{"{% if n is ood %}{% endif %}", "t.txt:1:12: there is no test \"ood\"; did you mean \"odd\"?"},
        Mistake{"x\n{% for x in xs %}\n", "t.txt:2:4: this tag is never closed; expected {% endfor %} or {% else %}"},
        Mistake{"{% endif %}", "t.txt:1:4: \"endif\" stands here without its beginning"},
        Mistake{"{{ 1 + }}", "t.txt:1:8: expected a value, found }}"},
        Mistake{"{{ 1", "t.txt:1:1: this is never closed with }}"},
        Mistake{"{% include 'prt.txt' %}", "t.txt:1:12: there is no template \"prt.txt\"; did you mean \"part.txt\"?"},
        Mistake{"{{ name + 1 }}", "t.txt:1:9: \"+\" does not work between a text and a whole number"},
        Mistake{"{{ 1 / 0 }}", "t.txt:1:6: division by zero"},
        Mistake{"{{ none|date }}", "t.txt:1:9: date needs a time such as"},
        Mistake{"\n{% for i in range(1000000000) %}{% endfor %}",
                "t.txt:2:13: the template needs more than 5,000,000 steps"},
        Mistake{"{% for i in range(3000) %}\n{% for j in range(3000) %}{% endfor %}{% endfor %}", "t.txt:2:"},
        Mistake{"{{ 'x' * 1000000000 }}", "t.txt:1:8: the t"},
        Mistake{"{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "t.txt:1:19: templates, macros and blocks call one another more than 64 deep"},
        Mistake{"{% include 't.txt' %}",
                "t.txt:1:4: templates, macros and blocks call one another more than 64 deep"}));

TEST(TemplateEngine, EscapesByMode) {
  EXPECT_EQ(filled("{{ html }}|{{ html|safe }}|{{ n }}", Escape::html), "&lt;a &amp; &#39;b&#39;&gt;|<a & 'b'>|3");
  EXPECT_EQ(filled("{{ 'a\\x01b' }}", Escape::xml), "ab");
  EXPECT_EQ(filled("{{ 'a,\"b\"' }},{{ '=1+1' }},{{ -5 }},{{ '-5' }},{{ '+44' }},{{ 'x' }}", Escape::csv),
            "\"a,\"\"b\"\"\",'=1+1,-5,-5,'+44,x");
  EXPECT_EQ(filled("{{ '# a|b <c> *d*\ne' }}", Escape::markdown), "\\# a\\|b \\<c\\> \\*d\\* e");
}

TEST(TemplateEngine, ListsAllMistakesAndFields) {
  Loader loader;
  loader.add("t",
             "{{ a.b }}{% for p in ps|sort(attribute='due') %}{{ p.name }}{{ p.nmae|default('') }}{% endfor %}\n{{ 1 + "
             "}}\n{% include 'u' %}{{ x|nope }}");
  loader.add("u", "{% set q = a %}{{ q.colour }}{% iff %}");
  TemplateCheck result = check(loader, "t");
  ASSERT_EQ(result.faults.size(), 3U);
  EXPECT_EQ(result.faults[0].line, 2);
  EXPECT_EQ(result.faults[1].code, "template-unknown");
  EXPECT_EQ(result.faults[2].file, "u");
  std::string paths;
  for (const auto& f : result.fields) paths += f.path + (f.optional ? "? " : " ");
  EXPECT_EQ(paths, "a a.b a.colour ps ps[].due ps[].name ps[].nmae? x ");
  check_against(result, base::Json::parse(R"({"a": {"b": 1, "color": 2}, "ps": [{"due": 1, "name": 2}], "x": 1})"));
  EXPECT_EQ(result.faults.back().message, "the data have no field \"a.colour\"; did you mean \"color\"?");
}

TEST(TemplateEngine, MutatedTemplatesEndInOutputOrAMistake) {
  const std::string seed_text =
      "{% macro m(a, b='x') %}{{ a|upper }}{{ b }}{% endmacro %}{% for p in people|sort(attribute='name') if p.open "
      "%}{{ loop.index }} {{ p.name|truncate(3) }}\n"
      "{% else %}none{% endfor %}{% set q %}{{ n * 2 }}{% endset %}{{ q|int + 1 }}{# note #}{% raw %}{{{% endraw %}{% "
      "if d.title == 'T' and not none %}yes{% elif n %}{% endif %}"
      "{{ m(1, b='%s' % name) }}{{ xs[1:] }}{{ {'a': [1, 2.5e3]} }}{% include 'part.txt' %}{{ range(9999)|join }}{{ "
      "'é' ~ 1 if n is odd else 2 }}";
  const std::vector<std::string> bits{"{{",
                                      "}}",
                                      "{%",
                                      "%}",
                                      "{#",
                                      "(",
                                      ")",
                                      "[",
                                      "]",
                                      "|",
                                      ".",
                                      "'",
                                      "\"",
                                      "for ",
                                      "in ",
                                      "if ",
                                      " endif ",
                                      "range(999999)",
                                      " * ",
                                      "'ab' * 99999",
                                      "**",
                                      "-",
                                      "9",
                                      "|list",
                                      "|map('upper')",
                                      "|sort",
                                      "namespace()",
                                      "loop",
                                      "self",
                                      "caller()",
                                      "\xFF",
                                      "é",
                                      "\n",
                                      "{% endfor %}",
                                      " is ",
                                      "not "};
  std::mt19937 random(7);
  Limits limits;
  limits.steps = 500'000;
  double slowest = 0;
  int outputs = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string text = seed_text;
    const int changes = 1 + static_cast<int>(random() % 4);
    for (int k = 0; k < changes; ++k) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text.erase(at, 1 + random() % 6);
          break;
        case 1:
          text.insert(at, bits[random() % bits.size()]);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 20));
      }
    }
    const auto start = std::chrono::steady_clock::now();
    try {
      filled(text, static_cast<Escape>(i % 5), limits);
      ++outputs;
    } catch (const base::Error& e) {
      ASSERT_EQ(std::string(e.what()).find(".txt:") != std::string::npos, true) << text << "\n" << e.what();
    }
    slowest = std::max(slowest, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  EXPECT_GT(outputs, 100);
  #ifdef __OPTIMIZE__
  EXPECT_LT(slowest, 1.0);
#else
  EXPECT_LT(slowest, 5.0);
#endif
}

TEST(TemplateEngine, DeepAndHugeTemplatesAreRefusedNotCrashed) {
  const auto many = [](const std::string& part, int n) {
    std::string s;
    for (int i = 0; i < n; ++i) s += part;
    return s;
  };
  for (const std::string& text :
       {"{{ " + many("(", 100'000), "{{ " + many("[", 5000) + many("]", 5000) + " }}",
        "{{ 1" + many(" + 1", 50'000) + " }}", "{{ " + many("not ", 50'000) + "1 }}",
        "{{ " + many("-", 50'000) + "1 }}", "{{ name" + many("|upper", 50'000) + " }}", many("{% if 1 %}", 50'000),
        "{{ name" + many(".x", 50'000) + " }}",
        std::string("{% set s = namespace(x=1) %}{% for i in range(400000) %}{% set s.x = [s.x] %}{% endfor %}"),
        std::string("{% set s = namespace(x='ab') %}{% for i in range(100) %}{% set s.x = s.x ~ s.x %}{% endfor %}"),
        std::string(
            "{% set s = namespace(x=[1]) %}{% for i in range(100) %}{% set s.x = [s.x, s.x] %}{% endfor %}{{ s.x }}"),
        "{{ 1" + many(" if 1 else 1", 50'000) + " }}"}) {
    EXPECT_EQ(mistake(text).substr(0, 6), "t.txt:") << text.substr(0, 60);
  }
  const std::string itself = filled("{% set s = namespace() %}{% set s.me = s %}{% set s.f = [s] %}ok");
  EXPECT_EQ(itself, "ok");
  EXPECT_EQ(mistake("{% set s = namespace() %}{% set s.f = [s] %}{{ s }}").substr(0, 6), "t.txt:");
}

TEST(TemplateEngine, FoldersKeepTheirTemplatesInside) {
  Loader loader;
  loader.add_folder(std::string(DEBRIEF_TOP) + "/tests/templates");
  EXPECT_TRUE(loader.source("jinja_cases.py"));
  EXPECT_FALSE(loader.source("../../CMakeLists.txt"));
  EXPECT_FALSE(loader.source("/etc/hostname"));
}

TEST(TemplateEngine, AReviewOf33KilobytesTakesAboutAMillisecond) {
  std::string text =
      "# {{ name }}\n{% for s in sections %}\n## {{ s.title|title }}\n{% for p in s.paragraphs %}\n{{ p }}\n\n{% "
      "endfor %}{% endfor %}\n{% for r in rows %}\n| {{ loop.index }} | {{ r.at }} | {{ r.what|upper }} | {{ "
      "r.who|default('-') }} |\n{% endfor %}\n";
  base::Json data;
  data["name"] = "Review";
  for (int i = 0; i < 7; ++i) {
    base::Json s;
    s["title"] = "section";
    for (int k = 0; k < 4; ++k) s["paragraphs"].push_back(std::string(1000, 'x'));
    data["sections"].push_back(s);
  }
  for (int i = 0; i < 48; ++i)
    data["rows"].push_back({{"at", "2026-05-12"}, {"what", "a thing that happened to us"}, {"who", "Team"}});
  Loader loader;
  loader.add("t", text);
  std::size_t bytes = 0;
  double best = 1;
  for (int i = 0; i < 50; ++i) {
    const auto start = std::chrono::steady_clock::now();
    bytes = render(loader, "t", data).size();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  EXPECT_GT(bytes, 30'000U);
  EXPECT_LT(best, 0.02);  // 0.2 ms when optimised; a test build on a busy machine is slower
  RecordProperty("microseconds", static_cast<int>(best * 1e6));
  std::printf("%zu bytes in %.0f microseconds\n", bytes, best * 1e6);
}

}  // namespace
}  // namespace debrief::templates
