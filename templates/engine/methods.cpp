// Methods of texts, lists and dicts, the functions every template knows, and % with a text on the left.

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/engine/machine.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

using Run = Value (*)(Machine& m, const Value& self, Arguments& a);

struct Method {
  std::string_view name;
  Run run;
};

struct MethodObject : Object {
  Value self;
  Run run = nullptr;
  std::string_view name;
  bool callable() const override { return true; }
  Value call(Machine& m, Arguments& a) override { return run(m, self, a); }
  std::string shown(Meter&) const override { return fmt::format("<method {}>", name); }
};

const Value* argument(const Arguments& a, std::size_t i, std::string_view name = {}) {
  if (i < a.positional.size()) return &a.positional[i];
  return name.empty() ? nullptr : a.keyword(name);
}

std::string text_argument(Machine& m, const Arguments& a, std::size_t i) {
  const Value* v = argument(a, i);
  if (v == nullptr || !v->is(Type::text)) type_trouble("this method needs a text");
  m.meter.text(v->as_text().size());
  return v->as_text();
}

std::int64_t int_argument(const Arguments& a, std::size_t i, std::int64_t otherwise) {
  const Value* v = argument(a, i);
  if (v == nullptr) return otherwise;
  if (!v->is_int()) type_trouble("this method needs a whole number");
  return v->as_int();
}

Value like(const Value& self, std::string s) { return Value::text(std::move(s), self.markup()); }

template <std::string (*change)(std::string_view)>
Value changed(Machine& m, const Value& self, Arguments&) {
  m.meter.text(self.as_text().size());
  return like(self, change(self.as_text()));
}

template <bool (*holds)(std::string_view)>
Value tested(Machine& m, const Value& self, Arguments&) {
  m.meter.text(self.as_text().size());
  return Value::boolean(holds(self.as_text()));
}

template <bool left, bool right>
Value strip(Machine& m, const Value& self, Arguments& a) {
  std::string_view s = self.as_text();
  m.meter.text(s.size());
  const Value* chars = argument(a, 0);
  if (chars != nullptr && !chars->is(Type::none)) {
    s = stripped_of(s, text_argument(m, a, 0), left, right);
  } else {
    if (left) s = stripped_left(s);
    if (right) s = stripped_right(s);
  }
  return like(self, std::string(s));
}

Value split(Machine& m, const Value& self, Arguments& a) {
  const Value* by = argument(a, 0, "sep");
  const Value* limit = argument(a, 1, "maxsplit");
  const std::int64_t most = limit == nullptr ? -1 : limit->as_int();
  std::vector<Value> out;
  const std::string& s = self.as_text();
  m.meter.text(s.size());
  if (by == nullptr || by->is(Type::none)) {
    for (const std::string_view w : words_of(s, most)) out.push_back(like(self, std::string(w)));
    m.meter.steps(out.size());
    return Value::list(std::move(out));
  }
  const std::string& separator = by->is(Type::text) ? by->as_text() : s;
  if (!by->is(Type::text) || separator.empty()) type_trouble("split needs a text to split at");
  std::size_t at = 0;
  while (most < 0 || static_cast<std::int64_t>(out.size()) < most) {
    const std::size_t hit = found_at(s, separator, at);
    if (hit == std::string::npos) break;
    out.push_back(like(self, s.substr(at, hit - at)));
    at = hit + separator.size();
  }
  out.push_back(like(self, s.substr(at)));
  m.meter.steps(out.size());
  return Value::list(std::move(out));
}

Value splitlines(Machine& m, const Value& self, Arguments&) {
  std::vector<Value> out;
  m.meter.text(self.as_text().size());
  for (const std::string_view line : lines_of(self.as_text())) out.push_back(like(self, std::string(line)));
  m.meter.steps(out.size());
  return Value::list(std::move(out));
}

template <bool at_start>
Value bounded(Machine& m, const Value& self, Arguments& a) {
  const auto fits = [&](const Value& v) {
    if (!v.is(Type::text)) type_trouble("this method needs a text");
    return at_start ? self.as_text().starts_with(v.as_text()) : self.as_text().ends_with(v.as_text());
  };
  const Value* v = argument(a, 0);
  if (v == nullptr) type_trouble("this method needs a text");
  m.meter.steps(1);
  if (v->is(Type::tuple)) return Value::boolean(std::any_of(v->items().begin(), v->items().end(), fits));
  return Value::boolean(fits(*v));
}

Value through_filter(Machine& m, std::string_view name, const Value& self, Arguments& a) {
  Arguments inner = a;
  inner.positional.insert(inner.positional.begin(), self);
  return m.apply(*filter_named(name), inner);
}

Value find(Machine& m, const Value& self, Arguments& a) {
  const std::size_t hit = found_at(self.as_text(), text_argument(m, a, 0));
  m.meter.text(self.as_text().size());
  if (hit == std::string::npos) return Value::integer(-1);
  return Value::integer(static_cast<std::int64_t>(point_count(std::string_view(self.as_text()).substr(0, hit))));
}

Value count(Machine& m, const Value& self, Arguments& a) {
  const std::string part = text_argument(m, a, 0);
  m.meter.text(self.as_text().size());
  if (part.empty()) return Value::integer(static_cast<std::int64_t>(point_count(self.as_text())) + 1);
  std::int64_t n = 0;
  for (std::size_t i = found_at(self.as_text(), part); i != std::string::npos;
       i = found_at(self.as_text(), part, i + part.size()))
    ++n;
  return Value::integer(n);
}

template <int side>
Value justified(Machine& m, const Value& self, Arguments& a) {
  const auto n = static_cast<std::int64_t>(point_count(self.as_text()));
  const std::int64_t width = int_argument(a, 0, 0);
  if (width <= n) return self;
  m.meter.text(static_cast<std::size_t>(width));
  const std::string fill = argument(a, 1) == nullptr ? " " : text_argument(m, a, 1);
  const std::int64_t missing = width - n;
  const std::int64_t left = side < 0 ? 0 : (side > 0 ? missing : missing / 2 + (missing & width & 1));
  std::string out;
  for (std::int64_t i = 0; i < left; ++i) out += fill;
  out += self.as_text();
  for (std::int64_t i = left; i < missing; ++i) out += fill;
  return like(self, std::move(out));
}

Value zfill(Machine& m, const Value& self, Arguments& a) {
  const auto n = static_cast<std::int64_t>(point_count(self.as_text()));
  const std::int64_t width = int_argument(a, 0, 0);
  if (width <= n) return self;
  m.meter.text(static_cast<std::size_t>(width));
  std::string s = self.as_text();
  const std::size_t sign = !s.empty() && (s[0] == '-' || s[0] == '+') ? 1 : 0;
  s.insert(sign, static_cast<std::size_t>(width - n), '0');
  return like(self, std::move(s));
}

Value text_join(Machine& m, const Value& self, Arguments& a) {
  const Value* items = argument(a, 0);
  if (items == nullptr) type_trouble("join needs the items to join");
  std::string out;
  bool first = true;
  for (const Value& v : listed(*items, m.meter)) {
    if (!v.is(Type::text)) type_trouble(fmt::format("join of a text joins texts, not a {}", type_name(v)));
    if (!first) out += self.as_text();
    first = false;
    out += self.markup() ? escaped_value(v, Escape::html, m.meter) : v.as_text();
    m.meter.steps(1);
    if (out.size() > m.meter.limits().output) m.meter.text(out.size());
  }
  return like(self, std::move(out));
}

constexpr Method text_methods[] = {
    {"upper", changed<upper>},
    {"lower", changed<lower>},
    {"capitalize", changed<capitalized>},
    {"title", changed<title_cased>},
    {"strip", strip<true, true>},
    {"lstrip", strip<true, false>},
    {"rstrip", strip<false, true>},
    {"split", split},
    {"splitlines", splitlines},
    {"startswith", bounded<true>},
    {"endswith", bounded<false>},
    {"replace", [](Machine& m, const Value& self, Arguments& a) { return through_filter(m, "replace", self, a); }},
    {"format", nullptr},
    {"find", find},
    {"count", count},
    {"center", justified<0>},
    {"ljust", justified<-1>},
    {"rjust", justified<1>},
    {"zfill", zfill},
    {"join", text_join},
    {"isdigit", tested<all_digits>},
    {"isnumeric", tested<all_digits>},
    {"isdecimal", tested<all_digits>},
    {"isalpha", tested<all_letters>},
    {"isalnum", tested<all_letters_or_digits>},
    {"isspace", tested<all_space>},
    {"isupper", tested<is_upper>},
    {"islower", tested<is_lower>},
};

Value dict_get(Machine& m, const Value& self, Arguments& a) {
  const Value* key = argument(a, 0);
  if (key == nullptr) type_trouble("get needs the field's name");
  if (const Value* v = self.find(*key, m.meter)) return *v;
  const Value* otherwise = argument(a, 1);
  return otherwise == nullptr ? Value() : *otherwise;
}

constexpr Method dict_methods[] = {
    {"items", [](Machine& m, const Value& self, Arguments& a) { return through_filter(m, "items", self, a); }},
    {"keys", [](Machine& m, const Value& self, Arguments&) { return Value::list(listed(self, m.meter)); }},
    {"values",
     [](Machine& m, const Value& self, Arguments&) {
       std::vector<Value> out;
       m.meter.steps(self.pairs().size() / 4);
       for (const auto& [key, value] : self.pairs()) out.push_back(value);
       return Value::list(std::move(out));
     }},
    {"get", dict_get},
    {"copy", [](Machine&, const Value& self, Arguments&) { return self; }},
};

constexpr Method list_methods[] = {
    {"count",
     [](Machine& m, const Value& self, Arguments& a) {
       const Value* wanted = argument(a, 0);
       if (wanted == nullptr) type_trouble("count needs what to count");
       return Value::integer(std::count_if(self.items().begin(), self.items().end(),
                                           [&](const Value& v) { return equal(v, *wanted, m.meter); }));
     }},
    {"index",
     [](Machine& m, const Value& self, Arguments& a) -> Value {
       const Value* wanted = argument(a, 0);
       if (wanted == nullptr) type_trouble("index needs what to look for");
       for (std::size_t i = 0; i < self.items().size(); ++i) {
         if (equal(self.items()[i], *wanted, m.meter)) return Value::integer(static_cast<std::int64_t>(i));
       }
       type_trouble("index: this is not in the list");
     }},
    {"copy", [](Machine&, const Value& self, Arguments&) { return self; }},
};

constexpr std::array<std::string_view, 9> changing{"append", "extend", "insert",     "pop", "remove",
                                                   "update", "clear",  "setdefault", "sort"};

[[noreturn]] Value unchanging(Machine&, const Value&, Arguments&) {
  type_trouble("lists and fields do not change in a template; make a new one with +, or keep values in a namespace()");
}

std::span<const Method> methods(const Value& v) {
  switch (v.type()) {
    case Type::text:
      return text_methods;
    case Type::dict:
      return dict_methods;
    case Type::list:
    case Type::tuple:
      return list_methods;
    default:
      return {};
  }
}

Value text_format(Machine& m, const Value& self, Arguments& a);

template <typename Body>
struct Function : Object {
  Body body;
  std::string_view name;
  explicit Function(Body b, std::string_view n) : body(b), name(n) {}
  bool callable() const override { return true; }
  Value call(Machine& m, Arguments& a) override { return body(m, a); }
  std::string shown(Meter&) const override { return fmt::format("<function {}>", name); }
};

struct CyclerObject : Object, std::enable_shared_from_this<CyclerObject> {
  std::vector<Value> items;
  std::size_t at = 0;
  Value field(Machine& m, std::string_view name) override;
  std::string shown(Meter&) const override { return "<Cycler>"; }
};

struct StepObject : Object {  // cycler.next and cycler.reset
  Value owner;
  bool advances = true;
  bool callable() const override { return true; }
  Value call(Machine&, Arguments&) override {
    auto& c = *static_cast<CyclerObject*>(owner.held());
    if (!advances) {
      c.at = 0;
      return {};
    }
    const Value v = c.items[c.at];
    c.at = (c.at + 1) % c.items.size();
    return v;
  }
  std::string shown(Meter&) const override { return "<function>"; }
};

Value CyclerObject::field(Machine& m, std::string_view name) {
  if (name == "current") return items[at];
  if (name != "next" && name != "reset")
    return Value::undefined_because(fmt::format("a cycler has no {}", base::quoted(name)), m.at);
  auto step = std::make_shared<StepObject>();
  step->advances = name == "next";
  step->owner = Value::object(shared_from_this());
  return Value::object(step);
}

struct JoinerObject : Object {
  Value separator;
  bool used = false;
  bool callable() const override { return true; }
  Value call(Machine&, Arguments&) override {
    if (used) return separator;
    used = true;
    return Value::text("");
  }
  std::string shown(Meter&) const override { return "<Joiner>"; }
};

Value range(Machine& m, Arguments& a) {
  if (a.positional.empty() || a.positional.size() > 3 || !a.named.empty())
    type_trouble("range takes an end, or start, end and step");
  const bool only_end = a.positional.size() == 1;
  const std::int64_t from = only_end ? 0 : int_argument(a, 0, 0);
  const std::int64_t until = int_argument(a, only_end ? 0 : 1, 0);
  const std::int64_t step = int_argument(a, 2, 1);
  if (step == 0) type_trouble("range cannot step by zero");
  if (step > 0 ? from >= until : from <= until) return Value::list({});
  const long double n =
      std::ceil((static_cast<long double>(until) - static_cast<long double>(from)) / static_cast<long double>(step));
  m.meter.steps(n > 1e18L ? 1ULL << 60U : static_cast<std::uint64_t>(n));
  std::vector<Value> out;
  out.reserve(static_cast<std::size_t>(n));
  std::int64_t v = from;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(n); ++i, v += step) out.push_back(Value::integer(v));
  return Value::list(std::move(out));
}

Value dict(Machine& m, Arguments& a) {
  std::vector<std::pair<Value, Value>> fields;
  if (!a.positional.empty()) {
    if (!a.positional[0].is(Type::dict)) type_trouble("dict takes name=value, or another set of fields");
    fields = a.positional[0].pairs();
  }
  for (const auto& [name, value] : a.named) {
    const auto same = std::find_if(fields.begin(), fields.end(), [&, &key = name](const auto& f) {
      return f.first.is(Type::text) && f.first.as_text() == key;
    });
    if (same != fields.end())
      same->second = value;
    else
      fields.emplace_back(Value::text(name), value);
  }
  m.meter.steps(fields.size());
  return Value::dict(std::move(fields));
}

Value make_namespace(Machine& m, Arguments& a) {
  auto space = std::make_shared<NamespaceObject>();
  const Value first = dict(m, a);
  for (const auto& [key, value] : first.pairs()) space->put(str(key, m.meter), value);
  m.keep(space);
  return Value::object(std::move(space));
}

Value cycler(Machine&, Arguments& a) {
  if (a.positional.empty()) type_trouble("cycler needs at least one value");
  auto c = std::make_shared<CyclerObject>();
  c->items = a.positional;
  int depth = 0;
  for (const Value& v : c->items) depth = std::max(depth, v.depth());
  c->depth = depth + 1;
  return Value::object(std::move(c));
}

Value joiner(Machine&, Arguments& a) {
  auto j = std::make_shared<JoinerObject>();
  const Value* separator = argument(a, 0, "sep");
  j->separator = separator == nullptr ? Value::text(", ") : *separator;
  return Value::object(std::move(j));
}

}  // namespace

bool has_method(const Value& owner, std::string_view name) {
  const auto all = methods(owner);
  return std::any_of(all.begin(), all.end(), [&](const Method& x) { return x.name == name; });
}

Value method_of(const Value& owner, std::string_view name) {
  const auto make = [&](Run run, std::string_view known) {
    auto object = std::make_shared<MethodObject>();
    object->self = owner;
    object->depth = owner.depth() + 1;
    object->run = run;
    object->name = known;
    return Value::object(std::move(object));
  };
  for (const Method& x : methods(owner)) {
    if (x.name == name) return make(x.run == nullptr ? text_format : x.run, x.name);
  }
  if (owner.is(Type::list) || owner.is(Type::dict)) {
    for (const std::string_view c : changing) {
      if (c == name) return make(unchanging, c);
    }
  }
  return {};
}

Value function_named(std::string_view name) {
  const auto make = [&](auto body) { return Value::object(std::make_shared<Function<decltype(body)>>(body, name)); };
  if (name == "range") return make(range);
  if (name == "dict") return make(dict);
  if (name == "namespace") return make(make_namespace);
  if (name == "cycler") return make(cycler);
  if (name == "joiner") return make(joiner);
  return {};
}

std::vector<std::string> function_names() { return {"range", "dict", "namespace", "cycler", "joiner"}; }

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

namespace {

/// str.format with {}, {0}, {name} and simple specifications such as {:.2f}, {:>8}, {:,}.
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

}  // namespace

}  // namespace debrief::templates::engine
