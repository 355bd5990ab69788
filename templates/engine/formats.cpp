// % with a text on the left, and str.format.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/engine/machine.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

/// One conversion of %: flags, width, precision, letter.
std::string converted(const Value& v, const std::string& flags, int width, int precision, char letter, bool markup,
                      Machine& m) {
  std::string s;
  const auto has = [&](char c) { return flags.find(c) != std::string::npos; };
  const bool numeric = letter != 's' && letter != 'r' && letter != 'a' && letter != 'c';
  if (letter == 's' || letter == 'r' || letter == 'a') {
    s = letter == 's' ? (markup ? escaped_value(v, Escape::html, m.meter) : str(v, m.meter)) : repr(v, m.meter);
    if (precision >= 0) s = s.substr(0, bytes_of_points(s, static_cast<std::size_t>(precision)));
  } else if (letter == 'c') {
    if (v.is(Type::text) && point_count(v.as_text()) == 1)
      s = v.as_text();
    else if (v.is_int())
      append_point(s, static_cast<unsigned>(v.as_int()));
    else
      type_trouble("%c needs one character");
  } else {
    if (v.is(Type::undefined)) undefined_trouble(v);
    if (!v.is_number()) type_trouble(fmt::format("%{} needs a number, not a {}", letter, type_name(v)));
    std::string sign;
    if (std::string_view("diuxXo").find(letter) != std::string_view::npos) {
      if (letter != 'd' && letter != 'i' && letter != 'u' && !v.is_int())
        type_trouble(fmt::format("%{} needs a whole number", letter));
      const double d = v.as_real();
      if (v.is(Type::real) && !(std::fabs(d) < 9.2e18)) type_trouble("this number is too large for a whole number");
      const std::int64_t i = v.is_int() ? v.as_int() : static_cast<std::int64_t>(d);
      const std::uint64_t u = i < 0 ? 0 - static_cast<std::uint64_t>(i) : static_cast<std::uint64_t>(i);
      sign = i < 0 ? "-" : "";
      s = letter == 'x'   ? fmt::format("{:x}", u)
          : letter == 'X' ? fmt::format("{:X}", u)
          : letter == 'o' ? fmt::format("{:o}", u)
                          : fmt::format("{}", u);
      if (precision > static_cast<int>(s.size())) s.insert(0, static_cast<std::size_t>(precision) - s.size(), '0');
      if (has('#') && letter != 'd') s.insert(0, letter == 'o' ? "0o" : (letter == 'x' ? "0x" : "0X"));
    } else {
      const double d = v.as_real();
      sign = std::signbit(d) && !std::isnan(d) ? "-" : "";
      const double x = std::fabs(d);
      const int p = precision < 0 ? 6 : precision;
      switch (letter) {
        case 'f':
          s = fmt::format("{:.{}f}", x, p);
          break;
        case 'F':
          s = fmt::format("{:.{}F}", x, p);
          break;
        case 'e':
          s = fmt::format("{:.{}e}", x, p);
          break;
        case 'E':
          s = fmt::format("{:.{}E}", x, p);
          break;
        case 'g':
          s = fmt::format("{:.{}g}", x, p);
          break;
        case 'G':
          s = fmt::format("{:.{}G}", x, p);
          break;
        default:
          type_trouble(fmt::format("% knows no letter {}", base::quoted(std::string(1, letter))));
      }
    }
    if (sign.empty() && has('+'))
      sign = "+";
    else if (sign.empty() && has(' '))
      sign = " ";
    if (has('0') && !has('-') && width > static_cast<int>(s.size() + sign.size())) {
      s.insert(0, static_cast<std::size_t>(width) - s.size() - sign.size(), '0');
    }
    s = sign + s;
  }
  static_cast<void>(numeric);
  const auto n = static_cast<int>(point_count(s));
  if (width > n) {
    const std::string fill(static_cast<std::size_t>(width - n), ' ');
    s = has('-') ? s + fill : fill + s;
  }
  return s;
}

}  // namespace

Value formatted(const Value& format, const std::vector<Value>& values, const Value* named, Machine& m) {
  const std::string& f = format.as_text();
  m.meter.text(f.size());
  std::string out;
  std::size_t next = 0;
  bool by_name = false;
  const auto take = [&]() -> const Value& {
    if (next >= values.size()) type_trouble("the text asks for more values than are given");
    return values[next++];
  };
  for (std::size_t i = 0; i < f.size(); ++i) {
    if (f[i] != '%') {
      out += f[i];
      continue;
    }
    ++i;
    Value v;
    bool have = false;
    if (i < f.size() && f[i] == '(') {
      const std::size_t end = f.find(')', i);
      if (end == std::string::npos || named == nullptr) type_trouble("%(name) needs named values");
      const std::string key = f.substr(i + 1, end - i - 1);
      const Value* found = named->find(key);
      if (found == nullptr) type_trouble(fmt::format("no value is named {}", base::quoted(key)));
      v = *found;
      have = true;
      by_name = true;
      i = end + 1;
    }
    std::string flags;
    while (i < f.size() && std::string_view("-+ #0").find(f[i]) != std::string_view::npos) flags += f[i++];
    const auto number = [&](int& n) {
      if (i < f.size() && f[i] == '*') {
        const Value& w = take();
        if (!w.is_int() || w.as_int() < -10000 || w.as_int() > 10000) type_trouble("* needs a width");
        n = static_cast<int>(w.as_int());
        ++i;
      } else {
        while (i < f.size() && f[i] >= '0' && f[i] <= '9') {
          n = std::max(n, 0) * 10 + (f[i++] - '0');
          if (n > 10000) type_trouble("a width goes up to 10,000");
        }
      }
    };
    int width = 0;
    number(width);
    if (width < 0) {
      flags += '-';
      width = -width;
    }
    int precision = -1;
    if (i < f.size() && f[i] == '.') {
      ++i;
      precision = 0;
      number(precision);
    }
    while (i < f.size() && (f[i] == 'l' || f[i] == 'h' || f[i] == 'L')) ++i;
    if (i >= f.size()) type_trouble("the text ends inside a % conversion");
    if (f[i] == '%') {
      out += '%';
      continue;
    }
    if (!have) v = take();
    out += converted(v, flags, width, precision, f[i], format.markup(), m);
    m.meter.steps(1);
    if (out.size() > m.meter.limits().output) m.meter.text(out.size());
  }
  // Python lets a list or a set of fields on the right go unused.
  const bool lone_list = values.size() == 1 && values[0].is(Type::list);
  if (!by_name && named == nullptr && !lone_list && next < values.size())
    type_trouble("more values are given than the text asks for");
  return Value::text(std::move(out), format.markup());
}

Value text_format(Machine& m, const Value& self, Arguments& a) {
  const std::string& f = self.as_text();
  m.meter.text(f.size());
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < f.size(); ++i) {
    if ((f[i] == '{' || f[i] == '}') && i + 1 < f.size() && f[i + 1] == f[i]) {
      out += f[i++];
      continue;
    }
    if (f[i] == '}') type_trouble("a single } stands in the text to be filled");
    if (f[i] != '{') {
      out += f[i];
      continue;
    }
    const std::size_t end = f.find('}', i);
    if (end == std::string::npos) type_trouble("a { is never closed in the text to be filled");
    std::string name = f.substr(i + 1, end - i - 1);
    std::string how;
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
      how = name.substr(colon + 1);
      name = name.substr(0, colon);
    }
    const Value* v = nullptr;
    if (name.empty())
      v = argument(a, next++);
    else if (all_digits(name) && name.size() < 6)
      v = argument(a, static_cast<std::size_t>(std::stoi(name)));
    else
      v = a.keyword(name);
    if (v == nullptr) type_trouble(fmt::format("no value is given for {{{}}}", name));
    // [[fill]align][sign][0][width][,][.precision][type]
    char fill = ' ';
    char align = 0;
    std::size_t k = 0;
    const auto is_align = [](char c) { return c == '<' || c == '>' || c == '^'; };
    if (how.size() > 1 && is_align(how[1])) {
      fill = how[0];
      align = how[1];
      k = 2;
    } else if (!how.empty() && is_align(how[0])) {
      align = how[k++];
    }
    std::string flags;
    if (k < how.size() && (how[k] == '+' || how[k] == ' ')) flags += how[k++];
    if (k < how.size() && how[k] == '0') {
      fill = '0';
      if (align == 0) align = '=';
      ++k;
    }
    int width = 0;
    while (k < how.size() && how[k] >= '0' && how[k] <= '9' && width < 10000) width = width * 10 + (how[k++] - '0');
    const bool commas = k < how.size() && how[k] == ',' && ++k > 0;
    int precision = -1;
    if (k < how.size() && how[k] == '.') {
      precision = 0;
      for (++k; k < how.size() && how[k] >= '0' && how[k] <= '9' && precision < 1000;)
        precision = precision * 10 + (how[k++] - '0');
    }
    char letter = k < how.size() ? how[k++] : '\0';
    if (k < how.size()) type_trouble(fmt::format("{} is not a format", base::quoted(how)));
    std::string s;
    if (letter == '%') {
      s = converted(m.multiply(*v, Value::integer(100)), flags, 0, precision, 'f', false, m) + "%";
    } else if (letter != '\0') {
      s = converted(*v, flags, 0, precision, letter, self.markup(), m);
    } else if (v->is(Type::real) && precision >= 0) {
      s = converted(*v, flags, 0, precision, 'g', false, m);
    } else if (v->is_int() && !v->is(Type::boolean) && !flags.empty()) {
      s = converted(*v, flags, 0, -1, 'd', false, m);
    } else {
      s = converted(*v, flags, 0, precision, 's', self.markup(), m);
    }
    if (commas) {
      const std::size_t first = s.find_first_of("0123456789");
      for (std::size_t p = std::min(s.find_first_of(".e%"), s.size()); first != std::string::npos && p > first + 3;
           p -= 3)
        s.insert(p - 3, ",");
    }
    const auto n = static_cast<int>(point_count(s));
    if (width > n) {
      const auto gap = static_cast<std::size_t>(width - n);
      const char side = align != 0 ? align : (v->is_number() ? '>' : '<');
      if (side == '=') {
        const std::size_t sign = !s.empty() && (s[0] == '-' || s[0] == '+' || s[0] == ' ') ? 1 : 0;
        s.insert(sign, gap, fill);
      } else {
        const std::size_t left = side == '<' ? 0 : (side == '>' ? gap : gap / 2);
        s = std::string(left, fill) + s + std::string(gap - left, fill);
      }
    }
    out += s;
    m.meter.text(out.size());
    i = end;
  }
  return Value::text(std::move(out), self.markup());
}

}  // namespace debrief::templates::engine
