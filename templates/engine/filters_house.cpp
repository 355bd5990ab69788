// The house's own filters: figures, dates and names as people in Britain read them.

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "templates/engine/machine.h"
#include "templates/engine/python_text.h"
#include "templates/markdown.h"

namespace debrief::templates::engine {

namespace {

double number(const Bound& b, std::string_view what) {
  const Value& v = b.subject();
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (!v.is_number())
    type_trouble(fmt::format("{} needs a number, not a {}; |default(…) allows for none", what, type_name(v)));
  if (!std::isfinite(v.as_real())) type_trouble(fmt::format("{} needs a number, and this is none", what));
  return v.as_real();
}

int digits(const Bound& b, std::size_t i, int otherwise) {
  const std::int64_t n = b.integer(i, otherwise);
  if (n < 0 || n > 12) type_trouble("the number of digits goes from 0 to 12");
  return static_cast<int>(n);
}

/// 1234.5 with one digit: "1,234.5". Halves go away from zero, as people round.
std::string grouped(double value, int places) {
  const double scale = std::pow(10.0, places);
  double x = std::fabs(value);
  // 2.675 is held as 2.67499…; what was written decides, so round its shortest decimal form.
  const std::string shortest = float_text(x);
  if (x < 1e15 && shortest.find('e') == std::string::npos) {
    const long double exact = std::strtold(shortest.c_str(), nullptr) * static_cast<long double>(scale);
    x = static_cast<double>(std::floor(exact + 0.5L + 1e-9L) / static_cast<long double>(scale));
  }
  std::string s = fmt::format("{:.{}f}", x, places);
  const std::size_t point = std::min(s.find('.'), s.size());
  for (std::size_t i = point; i > 3; i -= 3) s.insert(i - 3, ",");
  const bool zero = s.find_first_not_of("0.,") == std::string::npos;
  return value < 0 && !zero ? "-" + s : s;
}

Value number_filter(Machine&, const Bound& b, Arguments&) {
  const double d = number(b, "number");
  if (b.at(0) == nullptr && b.subject().is_int()) return Value::text(base::grouped(b.subject().as_int()));
  return Value::text(grouped(d, digits(b, 0, 0)));
}

Value percent(Machine&, const Bound& b, Arguments&) {
  return Value::text(
      grouped(std::strtod(fmt::format("{:.15g}", number(b, "percent") * 100).c_str(), nullptr), digits(b, 0, 0)) + "%");
}

Value money(Machine& m, const Bound& b, Arguments&) {
  const double d = number(b, "money");
  const std::string code = b.text(0, m.options.currency, m.meter);
  const std::string amount = grouped(std::fabs(d), digits(b, 1, 2));
  const std::string_view sign = d < 0 && amount.find_first_not_of("0.,") != std::string::npos ? "-" : "";
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> signs{
      {{"GBP", "£"}, {"EUR", "€"}, {"USD", "$"}, {"JPY", "¥"}}};
  for (const auto& [name, symbol] : signs) {
    if (name == code) return Value::text(fmt::format("{}{}{}", sign, symbol, amount));
  }
  return Value::text(fmt::format("{}{} {}", sign, code, amount));
}

struct Moment {
  base::Ms at = 0;
  bool date_only = false;
};

Moment moment(const Bound& b, Machine& m, std::string_view what) {
  const Value& v = b.subject();
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (v.is(Type::integer)) return {v.as_int(), false};
  if (v.is(Type::text)) {
    const std::optional<base::Ms> at = base::parse_rfc3339(v.as_text());
    if (at) return {*at, v.as_text().size() == 10};
  }
  type_trouble(
      fmt::format("{} needs a time such as 2026-05-12T13:05:00Z, not {}", what, base::quoted(str(v, m.meter))));
}

base::Zone zone_for(const Bound& b, std::size_t i, const Moment& when, Machine& m) {
  if (when.date_only) return {};  // a day is the same day everywhere
  if (b.at(i) == nullptr) return m.options.zone;
  const std::string name = b.text(i, "", m.meter);
  const std::optional<base::Zone> zone = base::Zone::named(name);
  if (!zone) type_trouble(fmt::format("there is no time zone {}", base::quoted(name)));
  return *zone;
}

/// Letters as in Unicode's date patterns: d dd E EEEE M MM MMM MMMM y yy yyyy H HH h hh m mm s ss a z, 'text'.
std::string shown(base::Ms at, const base::Zone& zone, std::string_view pattern) {
  static constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                                "July",    "August",   "September", "October", "November", "December"};
  static constexpr std::string_view days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                              "Friday", "Saturday", "Sunday"};
  const base::Civil c = zone.civil(at);
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    const char letter = pattern[i];
    if (letter == '\'') {
      const std::size_t end = std::min(pattern.find('\'', i + 1), pattern.size());
      out += end == i + 1 ? "'" : pattern.substr(i + 1, end - i - 1);
      i = end + 1;
      continue;
    }
    std::size_t n = 1;
    while (i + n < pattern.size() && pattern[i + n] == letter) ++n;
    const auto two = [&](int v) { out += n >= 2 ? fmt::format("{:02}", v) : fmt::format("{}", v); };
    const std::string_view month = months[static_cast<std::size_t>(c.month - 1)];
    const std::string_view day = days[static_cast<std::size_t>(base::weekday(c))];
    switch (letter) {
      case 'd':
        two(c.day);
        break;
      case 'M':
        if (n >= 4)
          out += month;
        else if (n == 3)
          out += c.month == 9 ? "Sept" : month.substr(0, 3);
        else
          two(c.month);
        break;
      case 'y':
        out += n == 2 ? fmt::format("{:02}", c.year % 100) : fmt::format("{:0{}}", c.year, n);
        break;
      case 'E':
        out += n >= 4 ? day : day.substr(0, 3);
        break;
      case 'H':
        two(c.hour);
        break;
      case 'h':
        two((c.hour + 11) % 12 + 1);
        break;
      case 'm':
        two(c.minute);
        break;
      case 's':
        two(c.second);
        break;
      case 'a':
        out += c.hour < 12 ? "am" : "pm";
        break;
      case 'z':
        out += zone.abbreviation(at);
        break;
      default:
        if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')) {
          type_trouble(fmt::format("a date pattern knows no letter {}; plain text stands between '…'",
                                   base::quoted(std::string(1, letter))));
        }
        out += pattern.substr(i, n);
    }
    i += n;
  }
  return out;
}

Value date(Machine& m, const Bound& b, Arguments&) {
  const Moment when = moment(b, m, "date");
  return Value::text(shown(when.at, zone_for(b, 1, when, m), b.text(0, "d MMM y", m.meter)));
}

Value time(Machine& m, const Bound& b, Arguments&) {
  const Moment when = moment(b, m, "time");
  return Value::text(shown(when.at, zone_for(b, 1, when, m), b.text(0, "HH:mm", m.meter)));
}

Value ago(Machine& m, const Bound& b, Arguments&) {
  const base::Ms at = moment(b, m, "ago").at;
  const base::Ms apart = m.options.now >= at ? m.options.now - at : at - m.options.now;
  static constexpr std::array<std::pair<base::Ms, std::string_view>, 6> units{{{365 * base::day_ms, "year"},
                                                                               {30 * base::day_ms, "month"},
                                                                               {7 * base::day_ms, "week"},
                                                                               {base::day_ms, "day"},
                                                                               {base::hour_ms, "hour"},
                                                                               {base::minute_ms, "minute"}}};
  for (const auto& [size, name] : units) {
    if (apart < size) continue;
    const std::string much = base::counted(apart / size, name);
    return Value::text(m.options.now >= at ? much + " ago" : "in " + much);
  }
  return Value::text("just now");
}

Value duration(Machine& m, const Bound& b, Arguments&) {
  const double d = number(b, "duration");
  const std::string unit = b.text(0, "s", m.meter);
  static constexpr std::array<std::pair<std::string_view, double>, 5> units{
      {{"ms", 0.001}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}}};
  for (const auto& [name, seconds] : units) {
    if (name == unit) {
      if (std::fabs(d * seconds) > 1e15) type_trouble("this duration is too long to be shown");
      return Value::text(base::plain_duration(d * seconds));
    }
  }
  type_trouble(fmt::format("duration knows the units ms, s, min, h and d, not {}", base::quoted(unit)));
}

Value md(Machine& m, const Bound& b, Arguments&) {
  std::string s = str(b.subject(), m.meter);
  // Directives and prompts are the template's, never the data's; the rest is Markdown as it stands.
  std::string out;
  std::size_t i = 0;
  bool line_start = true;
  while (i < s.size()) {
    if (line_start && s.compare(i, 3, ":::") == 0) out += '\\';
    if (s.compare(i, 2, "[[") == 0) out += '\\';
    line_start = s[i] == '\n' || s[i] == '\r' || (line_start && (s[i] == ' ' || s[i] == '\t'));
    out += s[i++];
  }
  return Value::text(std::move(out), m.escape == Escape::markdown);
}

Value plain_filter(Machine& m, const Bound& b, Arguments&) {
  const std::string s = str(b.subject(), m.meter);
  m.meter.steps(s.size());
  std::string out;
  const auto walk = [&](const auto& self, const Blocks& blocks) -> void {
    for (const Block& block : blocks) {
      const auto add = [&](const std::string& text) {
        if (text.empty()) return;
        if (!out.empty()) out += '\n';
        out += text;
      };
      if (const auto* h = std::get_if<Heading>(&block.value)) add(plain(h->text));
      if (const auto* p = std::get_if<Paragraph>(&block.value)) add(plain(p->text));
      if (const auto* c = std::get_if<CodeBlock>(&block.value)) add(c->text);
      if (const auto* t = std::get_if<Table>(&block.value)) {
        for (const auto* rows : {&t->head, &t->body}) {
          for (const Row& row : *rows) {
            std::string line;
            for (const Cell& cell : row.cells) line += (line.empty() ? "" : ", ") + plain(cell.text);
            add(line);
          }
        }
      }
      for (const Blocks* inside : inner(block)) self(self, *inside);
    }
  };
  walk(walk, parse_markdown(s));
  return Value::text(std::move(out));
}

Value pluralise(Machine& m, const Bound& b, Arguments&) {
  const double n = b.subject().is_number() ? number(b, "pluralise") : static_cast<double>(length(b.subject()));
  if (b.at(0) == nullptr) return Value::text(n == 1 ? "" : "s");
  const std::string one = b.text(0, "", m.meter);
  const std::string many = b.text(1, one + "s", m.meter);
  const bool whole = n == std::floor(n);
  return Value::text(grouped(n, whole ? 0 : 1) + " " + (n == 1 ? one : many));
}

Value initials(Machine& m, const Bound& b, Arguments&) {
  const std::string s = str(b.subject(), m.meter);
  std::string out;
  bool start = true;
  for (const std::string_view p : points(s)) {
    const bool letter = all_letters_or_digits(p);
    if (letter && start) out += upper(p);
    start = !letter && p != "'" && p != "’";
  }
  return Value::text(std::move(out));
}

Value pseudonym(Machine& m, const Bound& b, Arguments&) {
  const std::string s = str(b.subject(), m.meter);
  if (m.options.pseudonym) return Value::text(m.options.pseudonym(s));
  auto [it, fresh] = m.pseudonyms.emplace(base::folded(base::squeezed(s)), "");
  if (fresh) it->second = fmt::format("Person {}", m.pseudonyms.size());
  return Value::text(it->second);
}

constexpr Filter all[] = {
    {"number", "digits", number_filter,
     "number(digits): 1234.5|number(1) is \"1,234.5\"; without digits a fraction is rounded"},
    {"percent", "digits", percent, "percent(digits=0): a share from 0 to 1; 0.125|percent(1) is \"12.5%\""},
    {"money", "currency digits", money, "money(currency, digits=2): 1234.5|money is \"£1,234.50\""},
    {"date", "pattern zone", date,
     "date(pattern=\"d MMM y\", zone): \"12 May 2026\"; letters d E M y H h m s a z, text between '…'"},
    {"time", "pattern zone", time, "time(pattern=\"HH:mm\", zone): \"14:05\""},
    {"ago", "", ago, "ago: \"3 days ago\", \"in 2 hours\", counted from now"},
    {"duration", "unit", duration,
     "duration(unit=\"s\"): 8100|duration is \"2 h 15 min\"; the number is in ms, s, min, h or d"},
    {"md", "", md, "md: Markdown that people wrote, kept as Markdown; directives and prompts in it stay text"},
    {"plain", "", plain_filter, "plain: the text of Markdown without its marks"},
    {"pluralise", "singular plural", pluralise,
     "pluralise(singular, plural): 2|pluralise(\"action\") is \"2 actions\"; without words \"\" or \"s\""},
    {"initials", "", initials, "initials: \"Ana Maria Diaz\" is \"AMD\""},
    {"pseudonym", "", pseudonym, "pseudonym: the same stand-in for the same name all through a document"},
};

}  // namespace

std::span<const Filter> house_filters() { return all; }

}  // namespace debrief::templates::engine
