// Filters of Jinja2 that work on numbers.

#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/engine/machine.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

const Value& number(const Bound& b, std::string_view what) {
  const Value& v = b.subject();
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (!v.is_number()) type_trouble(fmt::format("{} needs a number, not a {}", what, type_name(v)));
  return v;
}

Value abs_filter(Machine&, const Bound& b, Arguments&) {
  const Value& v = number(b, "abs");
  if (v.is(Type::real)) return Value::real(std::fabs(v.as_real()));
  if (v.as_int() == INT64_MIN) type_trouble("the result is too large for a whole number");
  return Value::integer(v.as_int() < 0 ? -v.as_int() : v.as_int());
}

/// float() of Python for text: blanks around, underscores between digits, inf and nan; false where it is no number.
bool read_real(std::string_view text, double& out) {
  std::string s(stripped(text));
  for (std::size_t i = s.size(); i-- > 0;) {
    if (s[i] != '_') continue;
    if (i == 0 || i + 1 == s.size() || s[i - 1] < '0' || s[i - 1] > '9' || s[i + 1] < '0' || s[i + 1] > '9')
      return false;
    s.erase(i, 1);
  }
  std::size_t sign = !s.empty() && (s[0] == '+' || s[0] == '-') ? 1 : 0;
  const std::string word = base::ascii_lower(s.substr(sign));
  const bool negative = sign == 1 && s[0] == '-';
  if (word == "inf" || word == "infinity" || word == "nan") {
    out = word == "nan" ? std::nan("") : HUGE_VAL;
    if (negative) out = -out;
    return true;
  }
  if (word.empty() || !((word[0] >= '0' && word[0] <= '9') || word[0] == '.')) return false;
  if (word.find_first_not_of("0123456789.e+-") != std::string::npos) return false;
  char* end = nullptr;
  out = std::strtod(s.c_str(), &end);
  return end == s.c_str() + s.size();
}

/// int() of Python for text in a base; false where it is no whole number.
bool read_integer(std::string_view text, int base, std::int64_t& out) {
  std::string s(stripped(text));
  bool negative = false;
  if (!s.empty() && (s[0] == '+' || s[0] == '-')) {
    negative = s[0] == '-';
    s.erase(0, 1);
  }
  if (s.size() > 2 && s[0] == '0') {
    const char k = static_cast<char>(s[1] | 0x20);
    if ((k == 'x' && base == 16) || (k == 'o' && base == 8) || (k == 'b' && base == 2)) s.erase(0, s[2] == '_' ? 3 : 2);
  }
  for (std::size_t i = s.size(); i-- > 0;) {
    if (s[i] != '_') continue;
    if (i == 0 || i + 1 == s.size() || s[i - 1] == '_') return false;
    s.erase(i, 1);
  }
  if (s.empty() || s[0] == '-' || s[0] == '+') return false;
  const std::string signed_text = (negative ? "-" : "") + s;
  const auto read = std::from_chars(signed_text.data(), signed_text.data() + signed_text.size(), out, base);
  if (read.ptr != signed_text.data() + signed_text.size()) return false;
  if (read.ec == std::errc::result_out_of_range) type_trouble("this number is too large for a whole number");
  return read.ec == std::errc();
}

Value whole(double d) {
  if (!(std::fabs(d) < 9.2e18)) type_trouble("this number is too large for a whole number");
  return Value::integer(static_cast<std::int64_t>(d));
}

Value int_filter(Machine&, const Bound& b, Arguments&) {
  const Value& v = b.subject();
  const Value otherwise = b.value(0, Value::integer(0));
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (v.is_int()) return Value::integer(v.as_int());
  if (v.is(Type::real)) {
    if (std::isnan(v.as_real())) return otherwise;
    return whole(v.as_real());
  }
  if (!v.is(Type::text)) return otherwise;
  std::int64_t i = 0;
  const std::int64_t base = b.integer(1, 10);
  if (base < 2 || base > 36) type_trouble("int needs a base from 2 to 36");
  if (read_integer(v.as_text(), static_cast<int>(base), i)) return Value::integer(i);
  double d = 0;
  if (!read_real(v.as_text(), d) || std::isnan(d)) return otherwise;
  return whole(d);
}

Value float_filter(Machine&, const Bound& b, Arguments&) {
  const Value& v = b.subject();
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (v.is_number()) return Value::real(v.as_real());
  double d = 0;
  if (v.is(Type::text) && read_real(v.as_text(), d)) return Value::real(d);
  return b.value(0, Value::real(0));
}

Value round_filter(Machine& m, const Bound& b, Arguments&) {
  const Value& v = number(b, "round");
  const std::int64_t digits = b.integer(0, 0);
  const std::string method = b.text(1, "common", m.meter);
  const int places = static_cast<int>(std::max<std::int64_t>(-400, std::min<std::int64_t>(400, digits)));
  if (method == "common") {
    if (v.is(Type::real)) return Value::real(rounded(v.as_real(), places));
    if (digits >= 0) return Value::integer(v.as_int());
    if (digits < -18) return Value::integer(0);
    std::int64_t unit = 1;
    for (std::int64_t i = 0; i < -digits; ++i) unit *= 10;
    const std::int64_t rest = ((v.as_int() % unit) + unit) % unit;  // from the multiple below
    const std::int64_t low = v.as_int() - rest;
    const bool up = rest > unit - rest || (rest == unit - rest && (low / unit) % 2 != 0);
    return Value::integer(up ? low + unit : low);
  }
  if (method != "ceil" && method != "floor") type_trouble("round knows the methods \"common\", \"ceil\" and \"floor\"");
  const double scale = std::pow(10.0, places);
  const double scaled = v.as_real() * scale;
  if (!std::isfinite(scaled)) type_trouble("this number cannot be rounded");
  return Value::real(((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) + 0.0) / scale);
}

Value filesizeformat(Machine& m, const Bound& b, Arguments&) {
  const Value& v = b.subject();
  double bytes = 0;
  if (v.is_number())
    bytes = v.as_real();
  else if (!v.is(Type::text) || !read_real(v.as_text(), bytes))
    type_trouble(fmt::format("filesizeformat needs a number, not {}", base::quoted(str(v, m.meter))));
  const bool binary = b.flag(0, false);
  const double base = binary ? 1024 : 1000;
  static constexpr std::string_view decimal_names[] = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  static constexpr std::string_view binary_names[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};
  if (bytes == 1) return Value::text("1 Byte");
  if (bytes < base) return Value::text(fmt::format("{:.0f} Bytes", std::trunc(bytes) + 0.0));
  double unit = base;
  std::size_t i = 0;
  for (; i < 8; ++i) {
    unit *= base;
    if (bytes < unit) break;
  }
  i = std::min<std::size_t>(i, 7);
  return Value::text(fmt::format("{:.1f} {}", base * bytes / unit, binary ? binary_names[i] : decimal_names[i]));
}

constexpr Filter all[] = {
    {"abs", "", abs_filter},
    {"int", "default base", int_filter},
    {"float", "default", float_filter},
    {"round", "precision method", round_filter},
    {"filesizeformat", "binary", filesizeformat},
};

}  // namespace

std::span<const Filter> number_filters() { return all; }

}  // namespace debrief::templates::engine
