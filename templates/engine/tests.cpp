// Tests: what stands behind `is`.

#include <cmath>

#include <fmt/format.h>

#include "templates/engine/machine.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

using Values = std::vector<Value>;

std::int64_t remainder_of(Machine& m, const Value& v, const Value& by) {
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (!v.is_int() || !by.is_int())
    type_trouble(fmt::format("this test needs whole numbers, not a {}", type_name(v.is_int() ? by : v)));
  if (by.as_int() == 0) type_trouble("division by zero");
  m.meter.steps(1);
  const std::int64_t r = by.as_int() == -1 ? 0 : v.as_int() % by.as_int();
  return r != 0 && (r < 0) != (by.as_int() < 0) ? r + by.as_int() : r;
}

/// odd and even also take numbers with a fraction, as Python's % does.
bool rest_of_two(Machine& m, const Value& v, int rest) {
  if (v.is(Type::real)) {
    const double r = v.as_real() - 2 * std::floor(v.as_real() / 2);
    return r == rest;
  }
  return remainder_of(m, v, Value::integer(2)) == rest;
}

bool ordered(Machine& m, const Values& v, bool (*good)(int)) {
  const int c = compare(v[0], v[1], m.meter);
  return !(c == 2 && v[0].is_number()) && good(c);
}

template <Type type>
bool of_type(Machine&, const Values& v) {
  return v[0].is(type);
}

bool equal_test(Machine& m, const Values& v) { return equal(v[0], v[1], m.meter); }
bool unequal_test(Machine& m, const Values& v) { return !equal(v[0], v[1], m.meter); }
bool less(Machine& m, const Values& v) {
  return ordered(m, v, [](int c) { return c < 0; });
}
bool less_equal(Machine& m, const Values& v) {
  return ordered(m, v, [](int c) { return c <= 0; });
}
bool greater(Machine& m, const Values& v) {
  return ordered(m, v, [](int c) { return c > 0; });
}
bool greater_equal(Machine& m, const Values& v) {
  return ordered(m, v, [](int c) { return c >= 0; });
}

bool iterable(Machine&, const Values& v) {
  if (lenient(v[0])) return true;
  if (v[0].is(Type::undefined)) undefined_trouble(v[0]);
  return v[0].is(Type::text) || v[0].is_sequence() || v[0].is(Type::dict);
}

bool empty(Machine&, const Values& v) {
  if (v[0].is(Type::undefined) || v[0].is(Type::none)) return true;
  return (v[0].is(Type::text) || v[0].is_sequence() || v[0].is(Type::dict)) && length(v[0]) == 0;
}

constexpr Test all[] = {
    {"defined", 0, [](Machine&, const Values& v) { return !v[0].is(Type::undefined); }},
    {"undefined", 0, of_type<Type::undefined>},
    {"none", 0, of_type<Type::none>},
    {"empty", 0, empty},
    {"boolean", 0, of_type<Type::boolean>},
    {"true", 0, [](Machine&, const Values& v) { return v[0].is(Type::boolean) && v[0].as_int() == 1; }},
    {"false", 0, [](Machine&, const Values& v) { return v[0].is(Type::boolean) && v[0].as_int() == 0; }},
    {"integer", 0, of_type<Type::integer>},
    {"float", 0, of_type<Type::real>},
    {"number", 0, [](Machine&, const Values& v) { return v[0].is_number(); }},
    {"string", 0, of_type<Type::text>},
    {"mapping", 0, of_type<Type::dict>},
    {"sequence", 0,
     [](Machine&, const Values& v) { return v[0].is(Type::text) || v[0].is_sequence() || v[0].is(Type::dict); }},
    {"iterable", 0, iterable},
    {"callable", 0,
     [](Machine&, const Values& v) {
       return v[0].is(Type::undefined) || (v[0].is(Type::object) && static_cast<Object*>(v[0].held())->callable());
     }},
    {"odd", 0, [](Machine& m, const Values& v) { return rest_of_two(m, v[0], 1); }},
    {"even", 0, [](Machine& m, const Values& v) { return rest_of_two(m, v[0], 0); }},
    {"divisibleby", 1,
     [](Machine& m, const Values& v) {
       if (!v[0].is_number() || !v[1].is_number() || (v[0].is_int() && v[1].is_int()))
         return remainder_of(m, v[0], v[1]) == 0;
       if (v[1].as_real() == 0) type_trouble("division by zero");
       return std::fmod(v[0].as_real(), v[1].as_real()) == 0;
     }},
    {"lower", 0, [](Machine& m, const Values& v) { return is_lower(str(v[0], m.meter)); }},
    {"upper", 0, [](Machine& m, const Values& v) { return is_upper(str(v[0], m.meter)); }},
    {"escaped", 0, [](Machine&, const Values& v) { return v[0].markup(); }},
    {"in", 1, [](Machine& m, const Values& v) { return m.contains(v[1], v[0]); }},
    {"sameas", 1,
     [](Machine& m, const Values& v) {
       return v[0].type() == v[1].type() && (v[0].held() == v[1].held()) &&
              (v[0].held() != nullptr || equal(v[0], v[1], m.meter));
     }},
    {"filter", 0, [](Machine& m, const Values& v) { return filter_named(str(v[0], m.meter)) != nullptr; }},
    {"test", 0, [](Machine& m, const Values& v) { return test_named(str(v[0], m.meter)) != nullptr; }},
    {"==", 1, equal_test},
    {"eq", 1, equal_test},
    {"equalto", 1, equal_test},
    {"!=", 1, unequal_test},
    {"ne", 1, unequal_test},
    {"<", 1, less},
    {"lt", 1, less},
    {"lessthan", 1, less},
    {"<=", 1, less_equal},
    {"le", 1, less_equal},
    {">", 1, greater},
    {"gt", 1, greater},
    {"greaterthan", 1, greater},
    {">=", 1, greater_equal},
    {"ge", 1, greater_equal},
};

}  // namespace

std::span<const Test> tests() { return all; }

}  // namespace debrief::templates::engine
