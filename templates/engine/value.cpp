// Values of the template language and what Python says about them.

#include "templates/engine/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

constexpr int deepest_value = 500;

struct TextHeld : Held {
  std::string text;
};

struct ListHeld : Held {
  std::vector<Value> items;
  bool group = false;
};

struct DictHeld : Held {
  std::vector<std::pair<Value, Value>> items;
  std::unordered_map<std::string_view, std::size_t> index;  // only of large dicts, text keys
};

constexpr std::size_t indexed_from = 12;

int deeper(int depth) {
  if (depth >= deepest_value) {
    throw Trouble{"template-limit", fmt::format("values are nested more than {} levels deep", deepest_value), {}};
  }
  return depth + 1;
}

std::shared_ptr<ListHeld> held_list(std::vector<Value> items) {
  auto held = std::make_shared<ListHeld>();
  int depth = 0;
  for (const Value& v : items) depth = std::max(depth, v.depth());
  held->depth = deeper(depth);
  held->items = std::move(items);
  return held;
}

}  // namespace

void type_trouble(std::string message) { throw Trouble{"template-type", std::move(message), {}}; }

void Meter::out_of_steps() const {
  throw Trouble{
      "template-limit",
      fmt::format("the template needs more than {} steps", base::grouped(static_cast<long long>(limits_.steps))),
      {}};
}

void Meter::too_much_text() const {
  throw Trouble{"template-limit",
                fmt::format("the text grows beyond {} bytes", base::grouped(static_cast<long long>(limits_.output))),
                {}};
}

void Meter::too_deep() {
  --walks_;  // the walk that asked is never finished
  throw Trouble{"template-limit", "values are nested too deep to be printed", {}};
}

Value Value::boolean(bool b) {
  Value v;
  v.type_ = Type::boolean;
  v.integer_ = b ? 1 : 0;
  return v;
}

Value Value::integer(std::int64_t i) {
  Value v;
  v.type_ = Type::integer;
  v.integer_ = i;
  return v;
}

Value Value::real(double d) {
  Value v;
  v.type_ = Type::real;
  v.real_ = d;
  return v;
}

Value Value::text(std::string s, bool markup) {
  Value v;
  v.type_ = Type::text;
  v.markup_ = markup;
  auto held = std::make_shared<TextHeld>();
  held->text = std::move(s);
  v.held_ = std::move(held);
  return v;
}

Value Value::list(std::vector<Value> items) {
  Value v;
  v.type_ = Type::list;
  v.held_ = held_list(std::move(items));
  return v;
}

Value Value::tuple(std::vector<Value> items) {
  Value v = list(std::move(items));
  v.type_ = Type::tuple;
  return v;
}

Value Value::group(Value grouper, Value items) {
  Value v = tuple({std::move(grouper), std::move(items)});
  static_cast<ListHeld*>(v.held())->group = true;
  return v;
}

Value Value::dict(std::vector<std::pair<Value, Value>> items) {
  Value v;
  v.type_ = Type::dict;
  auto held = std::make_shared<DictHeld>();
  int depth = 0;
  for (const auto& [key, value] : items) depth = std::max({depth, key.depth(), value.depth()});
  held->depth = deeper(depth);
  held->items = std::move(items);
  if (held->items.size() >= indexed_from) {
    for (std::size_t i = 0; i < held->items.size(); ++i) {
      if (held->items[i].first.is(Type::text)) held->index.emplace(held->items[i].first.as_text(), i);
    }
  }
  v.held_ = std::move(held);
  return v;
}

Value Value::object(std::shared_ptr<Held> object) {
  Value v;
  v.type_ = Type::object;
  v.held_ = std::move(object);
  return v;
}

Value Value::undefined(std::string name, Value owner, Place place) {
  Value v;
  v.type_ = Type::undefined;
  auto held = std::make_shared<UndefinedHeld>();
  held->depth = 1;  // the owner is only for the message and is never walked
  held->name = std::move(name);
  held->owner = std::move(owner);
  held->place = place;
  v.held_ = std::move(held);
  return v;
}

Value Value::undefined_because(std::string message, Place place) {
  Value v = undefined({}, {}, place);
  static_cast<UndefinedHeld*>(v.held())->message = std::move(message);
  return v;
}

double Value::as_real() const { return type_ == Type::real ? real_ : static_cast<double>(integer_); }
const std::string& Value::as_text() const { return static_cast<const TextHeld*>(held_.get())->text; }
const std::vector<Value>& Value::items() const { return static_cast<const ListHeld*>(held_.get())->items; }
const std::vector<std::pair<Value, Value>>& Value::pairs() const {
  return static_cast<const DictHeld*>(held_.get())->items;
}
bool Value::is_group() const { return type_ == Type::tuple && static_cast<const ListHeld*>(held_.get())->group; }

const Value* Value::find(std::string_view key) const {
  const auto& held = *static_cast<const DictHeld*>(held_.get());
  if (held.items.size() >= indexed_from) {
    const auto it = held.index.find(key);
    return it == held.index.end() ? nullptr : &held.items[it->second].second;
  }
  for (const auto& [k, v] : held.items) {
    if (k.is(Type::text) && k.as_text() == key) return &v;
  }
  return nullptr;
}

const Value* Value::find(const Value& key, Meter& meter) const {
  if (key.is(Type::text)) return find(key.as_text());
  if (key.is(Type::list) || key.is(Type::dict)) type_trouble(fmt::format("a {} cannot be a key", type_name(key)));
  if (key.is(Type::undefined)) undefined_trouble(key);
  for (const auto& [k, v] : pairs()) {
    meter.steps(1);
    if (equal(k, key, meter)) return &v;
  }
  return nullptr;
}

Value from_json(const base::Json& json) {
  switch (json.type()) {
    case base::Json::value_t::boolean:
      return Value::boolean(json.get<bool>());
    case base::Json::value_t::number_integer:
      return Value::integer(json.get<std::int64_t>());
    case base::Json::value_t::number_unsigned: {
      const auto n = json.get<std::uint64_t>();
      constexpr auto top = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
      return n <= top ? Value::integer(static_cast<std::int64_t>(n)) : Value::real(static_cast<double>(n));
    }
    case base::Json::value_t::number_float:
      return Value::real(json.get<double>());
    case base::Json::value_t::string:
      return Value::text(json.get_ref<const std::string&>());
    case base::Json::value_t::array: {
      std::vector<Value> items;
      items.reserve(json.size());
      for (const auto& item : json) items.push_back(from_json(item));
      return Value::list(std::move(items));
    }
    case base::Json::value_t::object: {
      std::vector<std::pair<Value, Value>> items;
      items.reserve(json.size());
      for (const auto& [key, item] : json.items()) items.emplace_back(Value::text(key), from_json(item));
      return Value::dict(std::move(items));
    }
    default:
      return {};
  }
}

bool lenient(const Value& value) {
  return value.is(Type::undefined) && static_cast<const UndefinedHeld*>(value.held())->lenient;
}

void undefined_trouble(const Value& value) {
  const auto& held = *static_cast<const UndefinedHeld*>(value.held());
  if (!held.message.empty()) throw Trouble{"template-undefined", held.message, held.place};
  if (held.owner.is(Type::dict)) {
    std::vector<std::string> known;
    for (const auto& [key, unused] : held.owner.pairs()) {
      if (key.is(Type::text)) known.push_back(key.as_text());
    }
    std::string message = fmt::format("there is no field {}", base::quoted(held.name));
    const std::string near = base::nearest(held.name, known);
    if (!near.empty()) {
      message += fmt::format("; did you mean {}?", base::quoted(near));
    } else if (!known.empty()) {
      if (known.size() > 12) {
        known.resize(12);
        known.push_back("…");
      }
      message += fmt::format("; there are {}", base::joined(known, ", "));
    }
    throw Trouble{"template-undefined", std::move(message), held.place};
  }
  if (!held.owner.is(Type::none)) {
    throw Trouble{"template-undefined", fmt::format("a {} has no {}", type_name(held.owner), base::quoted(held.name)),
                  held.place};
  }
  throw Trouble{"template-undefined", {}, held.place, held.name};
}

std::string float_text(double d) {
  if (std::isnan(d)) return "nan";
  if (std::isinf(d)) return d < 0 ? "-inf" : "inf";
  if (d == 0) return std::signbit(d) ? "-0.0" : "0.0";
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::scientific).ptr;
  std::string_view all(buffer, static_cast<std::size_t>(end - buffer));
  std::string out;
  if (all.front() == '-') {
    out = "-";
    all.remove_prefix(1);
  }
  const std::size_t e = all.find('e');
  std::string digits(1, all[0]);
  if (e > 2) digits += all.substr(2, e - 2);
  int exponent = 0;
  const char* first = all.data() + e + 1;
  if (*first == '+') ++first;
  std::from_chars(first, all.data() + all.size(), exponent);
  const int point = exponent + 1;  // digits before the point
  const int n = static_cast<int>(digits.size());
  if (point > 16 || point < -3) {
    out += digits[0];
    if (n > 1) out += "." + digits.substr(1);
    out += fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
  } else if (point <= 0) {
    out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else if (point >= n) {
    out += digits + std::string(static_cast<std::size_t>(point - n), '0') + ".0";
  } else {
    out += digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
  }
  return out;
}

double rounded(double d, int digits) {
  if (!std::isfinite(d) || digits > 330) return d;
  if (digits < -310) return std::copysign(0.0, d);
  if (digits >= 0) {
    // The C library rounds the exact binary value, ties to even, as Python does.
    const std::string text = fmt::format("{:.{}f}", d, digits);
    return std::strtod(text.c_str(), nullptr);
  }
  // To tens and beyond: cut the exact decimal digits by hand, ties to even.
  std::string text = fmt::format("{:.1074f}", std::fabs(d));
  const std::size_t point = text.find('.');
  const auto places = static_cast<std::size_t>(-digits);
  std::string whole = text.substr(0, point);
  if (whole.size() < places) return std::copysign(0.0, d);
  const std::string kept = whole.substr(0, whole.size() - places);
  const std::string cut = whole.substr(whole.size() - places) + text.substr(point + 1);
  const bool half_or_more = cut[0] >= '5';
  const bool exactly_half = cut[0] == '5' && cut.find_first_not_of('0', 1) == std::string::npos;
  const bool odd = !kept.empty() && (kept.back() - '0') % 2 == 1;
  double base = std::strtod((kept.empty() ? "0" : kept + std::string(places, '0')).c_str(), nullptr);
  if (half_or_more && (!exactly_half || odd)) {
    std::string up = kept.empty() ? "0" : kept;
    std::size_t i = up.size();
    while (i > 0 && up[i - 1] == '9') up[--i] = '0';
    if (i == 0) {
      up.insert(up.begin(), '1');
    } else {
      ++up[i - 1];
    }
    base = std::strtod((up + std::string(places, '0')).c_str(), nullptr);
  }
  return std::copysign(base, d);
}

std::string_view type_name(const Value& value) {
  switch (value.type()) {
    case Type::undefined:
      return "missing value";
    case Type::none:
      return "none";
    case Type::boolean:
      return "true/false value";
    case Type::integer:
      return "whole number";
    case Type::real:
      return "number";
    case Type::text:
      return "text";
    case Type::list:
      return "list";
    case Type::tuple:
      return "tuple";
    case Type::dict:
      return "set of fields";
    case Type::object:
      return "built-in object";
  }
  return "value";
}

bool truth(const Value& value) {
  switch (value.type()) {
    case Type::undefined:
      if (!lenient(value)) undefined_trouble(value);
      return false;
    case Type::none:
      return false;
    case Type::boolean:
    case Type::integer:
      return value.as_int() != 0;
    case Type::real:
      return value.as_real() != 0;
    case Type::text:
      return !value.as_text().empty();
    case Type::list:
    case Type::tuple:
      return !value.items().empty();
    case Type::dict:
      return !value.pairs().empty();
    case Type::object:
      return true;
  }
  return false;
}

namespace {

void add_repr(std::string& out, const Value& value, Meter& meter);

void add_separated(std::string& out, const std::vector<Value>& items, Meter& meter) {
  bool first = true;
  for (const Value& v : items) {
    if (!first) out += ", ";
    first = false;
    add_repr(out, v, meter);
    if (out.size() > meter.limits().output) meter.text(out.size());
  }
}

void add_repr(std::string& out, const Value& value, Meter& meter) {
  meter.steps(1);
  const Meter::Walk walk(meter);
  switch (value.type()) {
    case Type::undefined:
      out += "Undefined";
      return;
    case Type::text:
      meter.text(value.as_text().size());
      if (value.markup()) out += "Markup(";
      out += quoted_text(value.as_text());
      if (value.markup()) out += ")";
      return;
    case Type::list:
      out += '[';
      add_separated(out, value.items(), meter);
      out += ']';
      return;
    case Type::tuple:
      out += '(';
      add_separated(out, value.items(), meter);
      out += value.items().size() == 1 ? ",)" : ")";
      return;
    case Type::dict: {
      out += '{';
      bool first = true;
      for (const auto& [key, v] : value.pairs()) {
        if (!first) out += ", ";
        first = false;
        add_repr(out, key, meter);
        out += ": ";
        add_repr(out, v, meter);
        if (out.size() > meter.limits().output) meter.text(out.size());
      }
      out += '}';
      return;
    }
    default:
      out += str(value, meter);
      return;
  }
}

}  // namespace

std::string repr(const Value& value, Meter& meter) {
  std::string out;
  add_repr(out, value, meter);
  return out;
}

std::string str(const Value& value, Meter& meter) {
  switch (value.type()) {
    case Type::undefined:
      if (!lenient(value)) undefined_trouble(value);
      return {};
    case Type::none:
      return "None";
    case Type::boolean:
      return value.as_int() != 0 ? "True" : "False";
    case Type::integer:
      return fmt::format("{}", value.as_int());
    case Type::real:
      return float_text(value.as_real());
    case Type::text:
      meter.text(value.as_text().size());
      return value.as_text();
    case Type::object:
      return static_cast<const Object*>(value.held())->shown(meter);
    default:
      return repr(value, meter);
  }
}

std::string_view str_view(const Value& value, std::string& buffer, Meter& meter) {
  if (value.is(Type::text)) return value.as_text();
  buffer = str(value, meter);
  return buffer;
}

bool equal(const Value& a, const Value& b, Meter& meter) {
  meter.steps(1);
  if (a.is(Type::undefined) && !lenient(a)) undefined_trouble(a);
  if (b.is(Type::undefined) && !lenient(b)) undefined_trouble(b);
  if (lenient(a) || lenient(b)) return a.type() == b.type();
  if (a.is_number() && b.is_number()) {
    if (a.is_int() && b.is_int()) return a.as_int() == b.as_int();
    if (a.is(Type::real) && b.is(Type::real)) return a.as_real() == b.as_real();
    // A long double holds every 64-bit integer and every double exactly.
    const auto exact = [](const Value& v) {
      return v.is(Type::real) ? static_cast<long double>(v.as_real()) : static_cast<long double>(v.as_int());
    };
    return exact(a) == exact(b);
  }
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Type::none:
      return true;
    case Type::text:
      meter.steps(std::min(a.as_text().size(), b.as_text().size()) / 32);
      return a.as_text() == b.as_text();
    case Type::list:
    case Type::tuple: {
      if (a.items().size() != b.items().size()) return false;
      for (std::size_t i = 0; i < a.items().size(); ++i) {
        if (!equal(a.items()[i], b.items()[i], meter)) return false;
      }
      return true;
    }
    case Type::dict: {
      if (a.pairs().size() != b.pairs().size()) return false;
      for (const auto& [key, v] : a.pairs()) {
        const Value* other = b.find(key, meter);
        if (other == nullptr || !equal(v, *other, meter)) return false;
      }
      return true;
    }
    default:
      return a.held() == b.held();
  }
}

int compare(const Value& a, const Value& b, Meter& meter) {
  meter.steps(1);
  if (a.is(Type::undefined)) undefined_trouble(a);
  if (b.is(Type::undefined)) undefined_trouble(b);
  if (a.is_number() && b.is_number()) {
    const auto exact = [](const Value& v) {
      return v.is(Type::real) ? static_cast<long double>(v.as_real()) : static_cast<long double>(v.as_int());
    };
    const long double x = exact(a);
    const long double y = exact(b);
    return x < y ? -1 : (x > y ? 1 : (x == y ? 0 : 2));  // 2: not a number, unordered
  }
  if (a.is(Type::text) && b.is(Type::text)) {
    meter.steps(std::min(a.as_text().size(), b.as_text().size()) / 32);
    return a.as_text().compare(b.as_text());
  }
  if (a.is_sequence() && a.type() == b.type()) {
    const auto& x = a.items();
    const auto& y = b.items();
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
      if (!equal(x[i], y[i], meter)) return compare(x[i], y[i], meter);
    }
    return x.size() < y.size() ? -1 : (x.size() > y.size() ? 1 : 0);
  }
  type_trouble(fmt::format("a {} and a {} have no order", type_name(a), type_name(b)));
}

std::vector<Value> listed(const Value& value, Meter& meter) {
  switch (value.type()) {
    case Type::undefined:
      if (!lenient(value)) undefined_trouble(value);
      return {};
    case Type::list:
    case Type::tuple:
      meter.steps(value.items().size() / 4);
      return value.items();
    case Type::dict: {
      std::vector<Value> keys;
      meter.steps(value.pairs().size() / 4);
      for (const auto& [key, unused] : value.pairs()) keys.push_back(key);
      return keys;
    }
    case Type::text: {
      std::vector<Value> out;
      meter.steps(value.as_text().size());
      for (const std::string_view point : points(value.as_text())) out.push_back(Value::text(std::string(point)));
      return out;
    }
    default:
      type_trouble(fmt::format("a {} has no items to go through", type_name(value)));
  }
}

std::int64_t length(const Value& value) {
  switch (value.type()) {
    case Type::undefined:
      if (!lenient(value)) undefined_trouble(value);
      return 0;
    case Type::text:
      return static_cast<std::int64_t>(point_count(value.as_text()));
    case Type::list:
    case Type::tuple:
      return static_cast<std::int64_t>(value.items().size());
    case Type::dict:
      return static_cast<std::int64_t>(value.pairs().size());
    default:
      type_trouble(fmt::format("a {} has no length", type_name(value)));
  }
}

std::string escaped_value(const Value& value, Escape mode, Meter& meter) {
  if (mode == Escape::none || (value.markup() && mode != Escape::word)) return str(value, meter);
  if (mode == Escape::csv && value.is_number()) return str(value, meter);  // -5 is no formula
  std::string buffer;
  const std::string_view text = str_view(value, buffer, meter);
  meter.text(text.size());
  return escaped(text, mode);
}

Value Object::field(Machine&, std::string_view) { return Value::undefined_because("this has no fields", {}); }
Value Object::call(Machine&, Arguments&) { type_trouble("this cannot be called"); }

}  // namespace debrief::templates::engine
