// Filters, tests and functions of the language, and how their arguments reach them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templates/engine/value.h"

namespace debrief::templates::engine {

struct Machine;

/// Arguments of a call. For filters and tests `positional[0]` is what stands before the bar or `is`.
struct Arguments {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> named;

  const Value* keyword(std::string_view name) const;
};

/// The i-th argument, or the one of that name; nullptr where there is neither.
const Value* argument(const Arguments& a, std::size_t i, std::string_view name = {});
/// Throws Trouble template-type for what is no whole number.
std::int64_t int_argument(const Arguments& a, std::size_t i, std::int64_t otherwise);

/// Arguments put in the order of a filter's parameters; absent ones are null.
class Bound {
 public:
  /// `parameters` separated by blanks; throws Trouble template-type for one too many or unknown.
  Bound(std::string_view parameters, const Arguments& arguments, std::string_view what);
  const Value& subject() const { return *subject_; }
  const Value* at(std::size_t i) const { return slots_[i]; }
  Value value(std::size_t i, Value otherwise = {}) const { return slots_[i] == nullptr ? otherwise : *slots_[i]; }
  std::int64_t integer(std::size_t i, std::int64_t otherwise) const;
  bool flag(std::size_t i, bool otherwise) const;
  std::string text(std::size_t i, std::string_view otherwise, Meter& meter) const;

 private:
  std::string_view what_;
  const Value* subject_ = nullptr;
  std::vector<const Value*> slots_;
  std::vector<std::string_view> names_;
};

/// parameters  names separated by blanks; "*" where the filter looks at all arguments itself
/// use         shown by help; "" for those of Jinja2
/// lenient     an undefined subject may reach it
struct Filter {
  std::string_view name;
  std::string_view parameters;
  Value (*apply)(Machine& machine, const Bound& bound, Arguments& arguments);
  std::string_view use = {};
};
struct Test {
  std::string_view name;
  std::size_t arguments;  // besides the subject
  bool (*holds)(Machine& machine, const std::vector<Value>& values);
};

std::span<const Filter> text_filters();
std::span<const Filter> list_filters();
std::span<const Filter> number_filters();
std::span<const Filter> house_filters();
std::span<const Test> tests();

/// nullptr when there is none of that name.
const Filter* filter_named(std::string_view name);
const Test* test_named(std::string_view name);
std::vector<std::string> filter_names();
std::vector<std::string> test_names();

/// A method of a text, list or dict (`x.upper`), or nothing. The result is callable.
Value method_of(const Value& owner, std::string_view name);
bool has_method(const Value& owner, std::string_view name);
/// `%` with a text on the left.
Value formatted(const Value& format, const std::vector<Value>& values, const Value* named, Machine& machine);
/// str.format with {}, {0}, {name} and simple specifications such as {:.2f}, {:>8}, {:,}.
Value text_format(Machine& machine, const Value& self, Arguments& arguments);

/// range, dict, namespace, cycler, joiner; nothing for other names.
Value function_named(std::string_view name);
std::vector<std::string> function_names();

}  // namespace debrief::templates::engine
