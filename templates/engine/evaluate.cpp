// Expressions.

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "templates/engine/machine.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

[[noreturn]] void overflow() { type_trouble("the result is too large for a whole number"); }

std::int64_t floor_quotient(std::int64_t a, std::int64_t b) {
  const std::int64_t q = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

std::int64_t floor_remainder(std::int64_t a, std::int64_t b) {
  const std::int64_t r = b == -1 ? 0 : a % b;
  return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

double real_remainder(double a, double b) {
  double r = std::fmod(a, b);
  if (r != 0) {
    if ((b < 0) != (r < 0)) r += b;
  } else {
    r = std::copysign(0.0, b);
  }
  return r;
}

double real_floor_quotient(double a, double b) {
  double r = std::fmod(a, b);
  double q = (a - r) / b;
  if (r != 0 && (b < 0) != (r < 0)) q -= 1;
  if (q == 0) return std::copysign(0.0, a / b);
  const double f = std::floor(q);
  return q - f > 0.5 ? f + 1 : f;
}

[[noreturn]] void no_operation(std::string_view sign, const Value& a, const Value& b) {
  if (a.is(Type::undefined)) undefined_trouble(a);
  if (b.is(Type::undefined)) undefined_trouble(b);
  type_trouble(fmt::format("\"{}\" does not work between a {} and a {}", sign, type_name(a), type_name(b)));
}

Value arithmetic(ExprKind kind, const Value& a, const Value& b) {
  const bool ints = a.is_int() && b.is_int();
  const std::int64_t x = ints ? a.as_int() : 0;
  const std::int64_t y = ints ? b.as_int() : 0;
  std::int64_t r = 0;
  const bool divides = kind == ExprKind::divide || kind == ExprKind::floor_divide || kind == ExprKind::modulo;
  if (divides && b.as_real() == 0) type_trouble("division by zero");
  switch (kind) {
    case ExprKind::add:
      if (!ints) return Value::real(a.as_real() + b.as_real());
      if (__builtin_add_overflow(x, y, &r)) overflow();
      return Value::integer(r);
    case ExprKind::subtract:
      if (!ints) return Value::real(a.as_real() - b.as_real());
      if (__builtin_sub_overflow(x, y, &r)) overflow();
      return Value::integer(r);
    case ExprKind::multiply:
      if (!ints) return Value::real(a.as_real() * b.as_real());
      if (__builtin_mul_overflow(x, y, &r)) overflow();
      return Value::integer(r);
    case ExprKind::divide:
      // Whole numbers beyond 2^53 would round twice as doubles.
      if (ints) return Value::real(static_cast<double>(static_cast<long double>(x) / static_cast<long double>(y)));
      return Value::real(a.as_real() / b.as_real());
    case ExprKind::floor_divide:
      if (!ints) return Value::real(real_floor_quotient(a.as_real(), b.as_real()));
      if (x == std::numeric_limits<std::int64_t>::min() && y == -1) overflow();
      return Value::integer(floor_quotient(x, y));
    case ExprKind::modulo:
      if (!ints) return Value::real(real_remainder(a.as_real(), b.as_real()));
      return Value::integer(floor_remainder(x, y));
    default:
      break;
  }
  if (ints && y >= 0) {
    std::int64_t result = 1;
    std::int64_t square = x;
    for (std::int64_t n = y; n > 0; n >>= 1) {
      if ((n & 1) != 0 && __builtin_mul_overflow(result, square, &result)) overflow();
      if (n > 1 && __builtin_mul_overflow(square, square, &square)) overflow();
    }
    return Value::integer(result);
  }
  if (a.as_real() == 0 && b.as_real() < 0) type_trouble("zero has no negative power");
  const double p = std::pow(a.as_real(), b.as_real());
  if (std::isnan(p) && !std::isnan(a.as_real()) && !std::isnan(b.as_real())) {
    type_trouble("a negative number has no such power");
  }
  if (std::isinf(p) && std::isfinite(a.as_real()) && std::isfinite(b.as_real())) overflow();
  return Value::real(p);
}

std::string html(const Value& v, Meter& meter) { return escaped_value(v, Escape::html, meter); }

struct SliceRange {
  std::int64_t from, until, step;
};

/// slice.indices() of Python.
SliceRange slice_range(const std::vector<Value>& parts, std::int64_t n) {
  const auto given = [&](std::size_t i) { return !parts[i].is(Type::none); };
  for (const Value& v : parts) {
    if (!v.is(Type::none) && !v.is_int())
      type_trouble(fmt::format("a slice needs whole numbers, not a {}", type_name(v)));
  }
  const std::int64_t step = given(2) ? parts[2].as_int() : 1;
  if (step == 0) type_trouble("a slice cannot step by zero");
  const std::int64_t low = step < 0 ? -1 : 0;
  const std::int64_t high = step < 0 ? n - 1 : n;
  const auto bound = [&](std::size_t i, std::int64_t otherwise) {
    if (!given(i)) return otherwise;
    const std::int64_t v = parts[i].as_int();
    return v < 0 ? std::max(v + n, low) : std::min(v, high);
  };
  return {bound(0, step < 0 ? high : low), bound(1, step < 0 ? low : high), step};
}

}  // namespace

Value Machine::add(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return arithmetic(ExprKind::add, a, b);
  if (a.is(Type::text) && b.is(Type::text)) {
    meter.text(a.as_text().size() + b.as_text().size());
    if (a.markup() || b.markup()) return Value::text(html(a, meter) + html(b, meter), true);
    return Value::text(a.as_text() + b.as_text());
  }
  if (a.is_sequence() && a.type() == b.type()) {
    std::vector<Value> items = a.items();
    meter.steps(items.size() + b.items().size());
    items.insert(items.end(), b.items().begin(), b.items().end());
    return a.is(Type::list) ? Value::list(std::move(items)) : Value::tuple(std::move(items));
  }
  no_operation("+", a, b);
}

Value Machine::multiply(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return arithmetic(ExprKind::multiply, a, b);
  if (a.is_int() && (b.is(Type::text) || b.is_sequence())) return multiply(b, a);
  if (b.is_int() && (a.is(Type::text) || a.is_sequence())) {
    const auto n = static_cast<std::uint64_t>(std::max<std::int64_t>(0, b.as_int()));
    const std::size_t size = a.is(Type::text) ? a.as_text().size() : a.items().size();
    if (size > 0 && n > (1ULL << 40U) / size) meter.steps(1ULL << 40U);  // more than any limit
    if (a.is(Type::text)) {
      meter.text(size * n);
      std::string out;
      out.reserve(size * n);
      for (std::uint64_t i = 0; size > 0 && i < n; ++i) out += a.as_text();
      return Value::text(std::move(out), a.markup());
    }
    meter.steps(size * n);
    std::vector<Value> items;
    items.reserve(size * n);
    for (std::uint64_t i = 0; size > 0 && i < n; ++i) items.insert(items.end(), a.items().begin(), a.items().end());
    return a.is(Type::list) ? Value::list(std::move(items)) : Value::tuple(std::move(items));
  }
  no_operation("*", a, b);
}

bool Machine::contains(const Value& whole, const Value& part) {
  switch (whole.type()) {
    case Type::undefined:
      undefined_trouble(whole);
    case Type::text:
      if (part.is(Type::undefined)) undefined_trouble(part);
      if (!part.is(Type::text)) type_trouble(fmt::format("only text can be in a text, not a {}", type_name(part)));
      meter.steps(whole.as_text().size() / 32);
      return found_at(whole.as_text(), part.as_text()) != std::string::npos;
    case Type::dict:
      return whole.find(part, meter) != nullptr;
    case Type::list:
    case Type::tuple:
      return std::any_of(whole.items().begin(), whole.items().end(),
                         [&](const Value& v) { return equal(v, part, meter); });
    default:
      type_trouble(fmt::format("a {} has no items to look among", type_name(whole)));
  }
}

Value Machine::name_value(Name name, const FramePtr& frame, const Place& place) {
  const Frame* last = nullptr;
  for (const Frame* f = frame.get(); f != nullptr; f = f->outer.get()) {
    if (const Value* v = f->own(name)) return *v;
    last = f;
  }
  if (last != nullptr && last->sees_data) {
    for (const auto& [known, value] : from_data_) {
      if (known == name) return value;
    }
    if (data_.is_object()) {
      const auto it = data_.find(*name);
      if (it != data_.end()) {
        from_data_.emplace_back(name, from_json(*it));
        return from_data_.back().second;
      }
    }
  }
  Value function = function_named(*name);
  if (!function.is(Type::none)) return function;
  // What is near is worked out only when the value is used; most are asked about with `is defined`.
  return Value::undefined(*name, {}, place);
}

std::vector<std::string> Machine::known_names(const FramePtr& frame) const {
  std::vector<std::string> out;
  for (const Frame* f = frame.get(); f != nullptr; f = f->outer.get()) {
    for (const auto& [name, unused] : f->values) out.push_back(*name);
  }
  if (data_.is_object()) {
    for (const auto& [key, unused] : data_.items()) out.push_back(key);
  }
  return out;
}

Value Machine::field(const Value& owner, std::string_view name, const Place& place, bool called) {
  switch (owner.type()) {
    case Type::undefined:
      undefined_trouble(owner);
    case Type::dict: {
      // A method only where it is called: {{ d.items }} means the field of that name.
      if (called && has_method(owner, name)) return method_of(owner, name);
      if (const Value* v = owner.find(name)) return *v;
      break;
    }
    case Type::object: {
      Value v = static_cast<Object*>(owner.held())->field(*this, name);
      if (v.is(Type::undefined) && static_cast<UndefinedHeld*>(v.held())->place.file == nullptr) {
        static_cast<UndefinedHeld*>(v.held())->place = place;
      }
      return v;
    }
    case Type::tuple:
      if (owner.is_group() && name == "grouper") return owner.items()[0];
      if (owner.is_group() && name == "list") return owner.items()[1];
      break;
    default:
      break;
  }
  Value method = method_of(owner, name);
  if (!method.is(Type::none)) return method;
  if (owner.is(Type::none)) {
    return Value::undefined_because(fmt::format("{} is asked of a value that is none", base::quoted(name)), place);
  }
  return Value::undefined(std::string(name), owner, place);
}

Value Machine::item(const Value& owner, const Value& key, const Place& place) {
  if (owner.is(Type::undefined)) undefined_trouble(owner);
  if (key.is(Type::undefined)) undefined_trouble(key);
  if (owner.is(Type::dict) && !key.is(Type::list) && !key.is(Type::dict)) {
    if (const Value* v = owner.find(key, meter)) return *v;
    if (!key.is(Type::text)) return Value::undefined(str(key, meter), owner, place);
  }
  if (key.is(Type::text)) return field(owner, key.as_text(), place);
  if (key.is_int() && (owner.is_sequence() || owner.is(Type::text))) {
    const bool is_text = owner.is(Type::text);
    const std::int64_t n = length(owner);
    if (is_text) meter.steps(owner.as_text().size() / 32);
    const std::int64_t i = key.as_int() < 0 ? key.as_int() + n : key.as_int();
    if (i < 0 || i >= n) {
      return Value::undefined_because(
          fmt::format("there is no item {} in a {} of {}", key.as_int(), type_name(owner), n), place);
    }
    if (!is_text) return owner.items()[static_cast<std::size_t>(i)];
    const std::string& s = owner.as_text();
    const std::size_t from = bytes_of_points(s, static_cast<std::size_t>(i));
    return Value::text(s.substr(from, point_size(s, from)), owner.markup());
  }
  return Value::undefined_because(fmt::format("a {} has no item {}", type_name(owner), base::quoted(repr(key, meter))),
                                  place);
}

Value Machine::attribute(const Value& value, const Value& path) {
  if (!path.is(Type::text)) return item(value, path, at);
  Value v = value;
  for (const std::string& part : base::split(path.as_text(), '.')) {
    if (v.is(Type::undefined)) undefined_trouble(v);
    if (all_digits(part) && part.size() < 10) {
      v = item(v, Value::integer(std::stoll(part)), at);
    } else {
      v = item(v, Value::text(part), at);
    }
  }
  return v;
}

Value Machine::call(const Value& callee, Arguments& arguments, const Place& place) {
  if (callee.is(Type::undefined)) undefined_trouble(callee);
  at = place;
  meter.steps(1);
  if (!callee.is(Type::object) || !static_cast<Object*>(callee.held())->callable()) {
    type_trouble(fmt::format("a {} cannot be called", type_name(callee)));
  }
  const std::shared_ptr<Held> held = callee.shared();  // stays while it runs
  return static_cast<Object*>(held.get())->call(*this, arguments);
}

Arguments Machine::arguments(const Expr& e, const FramePtr& frame, Value subject, bool with_subject) {
  Arguments out;
  if (with_subject) out.positional.push_back(std::move(subject));
  const std::size_t named = e.keywords.size();
  for (std::size_t i = 1; i < e.kids.size(); ++i) {
    Value v = evaluate(*e.kids[i], frame);
    if (i + named >= e.kids.size()) {
      out.named.emplace_back(*e.keywords[i + named - e.kids.size()], std::move(v));
    } else {
      out.positional.push_back(std::move(v));
    }
  }
  if (e.star) {
    for (Value& v : listed(evaluate(*e.star, frame), meter)) out.positional.push_back(std::move(v));
  }
  if (e.star_star) {
    const Value v = evaluate(*e.star_star, frame);
    if (v.is(Type::undefined)) undefined_trouble(v);
    if (!v.is(Type::dict)) type_trouble("** needs a set of fields");
    for (const auto& [key, item_value] : v.pairs()) out.named.emplace_back(str(key, meter), item_value);
  }
  return out;
}

Value Machine::apply(const Filter& filter, Arguments& arguments) {
  meter.steps(1);
  const Bound bound(filter.parameters, arguments, filter.name);
  return filter.apply(*this, bound, arguments);
}

bool Machine::holds(const Test& test, const std::vector<Value>& values) {
  meter.steps(1);
  if (values.size() != test.arguments + 1) {
    type_trouble(fmt::format("the test {} takes {}", base::quoted(test.name),
                             base::counted(static_cast<long long>(test.arguments), "argument")));
  }
  return test.holds(*this, values);
}

Value Machine::evaluate(const Expr& e, const FramePtr& frame) {
  at = e.place;
  meter.steps(1);
  check_stack(e.place);
  switch (e.kind) {
    case ExprKind::constant:
      return e.constant;
    case ExprKind::name:
      return name_value(e.name, frame, e.place);
    case ExprKind::list:
    case ExprKind::tuple: {
      std::vector<Value> items;
      items.reserve(e.kids.size());
      for (const auto& kid : e.kids) items.push_back(evaluate(*kid, frame));
      return e.kind == ExprKind::list ? Value::list(std::move(items)) : Value::tuple(std::move(items));
    }
    case ExprKind::dict: {
      std::vector<std::pair<Value, Value>> items;
      for (std::size_t i = 0; i + 1 < e.kids.size(); i += 2) {
        Value key = evaluate(*e.kids[i], frame);
        Value value = evaluate(*e.kids[i + 1], frame);
        at = e.place;
        if (key.is(Type::undefined)) undefined_trouble(key);
        if (key.is(Type::list) || key.is(Type::dict)) type_trouble(fmt::format("a {} cannot be a key", type_name(key)));
        const auto same =
            std::find_if(items.begin(), items.end(), [&](const auto& p) { return equal(p.first, key, meter); });
        if (same != items.end()) {
          same->second = std::move(value);
        } else {
          items.emplace_back(std::move(key), std::move(value));
        }
      }
      return Value::dict(std::move(items));
    }
    case ExprKind::field:
      return field(evaluate(*e.kids[0], frame), *e.name, e.place);
    case ExprKind::item: {
      const Value owner = evaluate(*e.kids[0], frame);
      const Expr& index = *e.kids[1];
      if (index.kind != ExprKind::slice) {
        const Value key = evaluate(index, frame);
        at = e.place;
        return item(owner, key, e.place);
      }
      std::vector<Value> parts;
      for (const auto& kid : index.kids) parts.push_back(kid ? evaluate(*kid, frame) : Value());
      at = e.place;
      if (owner.is(Type::undefined)) undefined_trouble(owner);
      if (!owner.is_sequence() && !owner.is(Type::text))
        type_trouble(fmt::format("a {} has no slices", type_name(owner)));
      const std::vector<Value> all = listed(owner, meter);
      const SliceRange r = slice_range(parts, static_cast<std::int64_t>(all.size()));
      std::vector<Value> taken;
      for (std::int64_t i = r.from; r.step > 0 ? i < r.until : i > r.until;) {
        taken.push_back(all[static_cast<std::size_t>(i)]);
        if (__builtin_add_overflow(i, r.step, &i)) break;
      }
      if (owner.is(Type::list)) return Value::list(std::move(taken));
      if (owner.is(Type::tuple)) return Value::tuple(std::move(taken));
      std::string text;
      for (const Value& v : taken) text += v.as_text();
      return Value::text(std::move(text), owner.markup());
    }
    case ExprKind::slice:
      type_trouble("a slice stands only between [ and ]");
    case ExprKind::call: {
      const Expr& callee = *e.kids[0];
      const Value function = callee.kind == ExprKind::field
                                 ? field(evaluate(*callee.kids[0], frame), *callee.name, callee.place, true)
                                 : evaluate(callee, frame);
      Arguments args = arguments(e, frame, {}, false);
      return call(function, args, callee.place);
    }
    case ExprKind::filter: {
      Arguments args = arguments(e, frame, evaluate(*e.kids[0], frame), true);
      at = e.place;
      return apply(*e.filter, args);
    }
    case ExprKind::test: {
      Arguments args = arguments(e, frame, evaluate(*e.kids[0], frame), true);
      at = e.place;
      if (!args.named.empty()) type_trouble("tests take no name=value arguments");
      return Value::boolean(holds(*e.test, args.positional));
    }
    case ExprKind::negate:
    case ExprKind::plus: {
      const Value v = evaluate(*e.kids[0], frame);
      at = e.place;
      if (v.is(Type::undefined)) undefined_trouble(v);
      if (!v.is_number()) type_trouble(fmt::format("a {} has no sign", type_name(v)));
      if (e.kind == ExprKind::plus) return v.is(Type::real) ? v : Value::integer(v.as_int());
      if (v.is(Type::real)) return Value::real(-v.as_real());
      if (v.as_int() == std::numeric_limits<std::int64_t>::min()) overflow();
      return Value::integer(-v.as_int());
    }
    case ExprKind::not_: {
      const Value v = evaluate(*e.kids[0], frame);
      return Value::boolean(!truth(v));
    }
    case ExprKind::and_: {
      Value v = evaluate(*e.kids[0], frame);
      return truth(v) ? evaluate(*e.kids[1], frame) : v;
    }
    case ExprKind::or_: {
      Value v = evaluate(*e.kids[0], frame);
      return truth(v) ? v : evaluate(*e.kids[1], frame);
    }
    case ExprKind::concat: {
      std::vector<Value> parts;
      bool markup = false;
      for (const auto& kid : e.kids) {
        parts.push_back(evaluate(*kid, frame));
        markup = markup || (escape != Escape::none && parts.back().markup());
      }
      at = e.place;
      std::string out;
      for (const Value& v : parts) {
        out += markup ? escaped_value(v, escape, meter) : str(v, meter);
        meter.text(out.size());
      }
      return Value::text(std::move(out), markup);
    }
    case ExprKind::add:
    case ExprKind::subtract:
    case ExprKind::multiply:
    case ExprKind::divide:
    case ExprKind::floor_divide:
    case ExprKind::modulo:
    case ExprKind::power: {
      const Value a = evaluate(*e.kids[0], frame);
      const Value b = evaluate(*e.kids[1], frame);
      at = e.place;
      if (e.kind == ExprKind::add) return add(a, b);
      if (e.kind == ExprKind::multiply) return multiply(a, b);
      if (e.kind == ExprKind::modulo && a.is(Type::text)) {
        if (b.is(Type::undefined)) undefined_trouble(b);
        if (b.is(Type::tuple)) return formatted(a, b.items(), nullptr, *this);
        return formatted(a, {b}, b.is(Type::dict) ? &b : nullptr, *this);
      }
      if (a.is_number() && b.is_number()) return arithmetic(e.kind, a, b);
      static constexpr std::string_view signs[] = {"+", "-", "*", "/", "//", "%", "**"};
      no_operation(signs[static_cast<std::size_t>(e.kind) - static_cast<std::size_t>(ExprKind::add)], a, b);
    }
    case ExprKind::compare: {
      Value left = evaluate(*e.kids[0], frame);
      for (std::size_t i = 0; i < e.comparisons.size(); ++i) {
        Value right = evaluate(*e.kids[i + 1], frame);
        at = e.place;
        bool good = false;
        switch (e.comparisons[i]) {
          case Comparison::equal:
            good = equal(left, right, meter);
            break;
          case Comparison::not_equal:
            good = !equal(left, right, meter);
            break;
          case Comparison::less:
            good = compare(left, right, meter) < 0;
            break;
          case Comparison::less_equal:
            good = compare(left, right, meter) <= 0;
            break;
          case Comparison::greater: {
            const int c = compare(left, right, meter);
            good = c > 0 && !(c == 2 && left.is_number());
            break;
          }
          case Comparison::greater_equal: {
            const int c = compare(left, right, meter);
            good = c >= 0 && !(c == 2 && left.is_number());
            break;
          }
          case Comparison::in:
            good = contains(right, left);
            break;
          case Comparison::not_in:
            good = !contains(right, left);
            break;
        }
        if (!good) return Value::boolean(false);
        left = std::move(right);
      }
      return Value::boolean(true);
    }
    case ExprKind::choose: {
      const Value condition = evaluate(*e.kids[0], frame);
      if (truth(condition)) return evaluate(*e.kids[1], frame);
      if (e.kids[2]) return evaluate(*e.kids[2], frame);
      Value nothing = Value::undefined_because("the condition does not hold and there is no else", e.place);
      static_cast<UndefinedHeld*>(nothing.held())->lenient = true;
      return nothing;
    }
  }
  return {};
}

}  // namespace debrief::templates::engine
