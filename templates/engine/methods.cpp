// Methods of texts, lists and dicts.

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

std::string text_argument(Machine& m, const Arguments& a, std::size_t i) {
  const Value* v = argument(a, i);
  if (v == nullptr || !v->is(Type::text)) type_trouble("this method needs a text");
  m.meter.text(v->as_text().size());
  return v->as_text();
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

}  // namespace debrief::templates::engine
