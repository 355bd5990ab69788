// Values a template works with: those of JSON, tuples, and what the language adds (loops, macros, namespaces).
//
// They behave as Python's do: True is 1, 7 // -2 is -4, str(1e16) is "1e+16", text counts in code points.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "templates/engine/engine.h"

namespace debrief::templates::engine {

/// Where a part of a template stands; from 1, column in code points. `file` lives as long as the rendering.
struct Place {
  const std::string* file = nullptr;
  int line = 1;
  int column = 1;
};

/// Thrown inside the engine and given its place at the door. `place.file` null: where the machine stands.
/// missing  the name that is not defined, for which the machine words the message
struct Trouble {
  std::string code;
  std::string message;
  Place place;
  std::string missing = {};
};

[[noreturn]] void type_trouble(std::string message);

/// What one rendering has used.
class Meter {
 public:
  explicit Meter(const Limits& limits) : limits_(limits) {}
  /// Throws Trouble template-limit when no step is left.
  void steps(std::uint64_t n) {
    used_ += n;
    if (used_ > limits_.steps) out_of_steps();
  }
  /// For a text of `n` bytes about to be made.
  void text(std::size_t n) {
    steps(n / 32);
    if (n > limits_.output) too_much_text();
  }
  const Limits& limits() const { return limits_; }

  /// One more value inside a value that is being printed.
  struct Walk {
    explicit Walk(Meter& m) : meter(m) {
      if (++meter.walks_ > 1000) meter.too_deep();
    }
    ~Walk() { --meter.walks_; }
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;
    Meter& meter;
  };

 private:
  [[noreturn]] void too_deep();
  int walks_ = 0;
  [[noreturn]] void out_of_steps() const;
  [[noreturn]] void too_much_text() const;
  Limits limits_;
  std::uint64_t used_ = 0;
};

enum class Type : std::uint8_t { undefined, none, boolean, integer, real, text, list, tuple, dict, object };

/// Shared, unchanging content of a value. `depth` is 1 + the deepest part, capped when made, so that walks end.
struct Held {
  virtual ~Held() = default;
  int depth = 1;
};

class Value {
 public:
  Value() = default;  // None
  static Value boolean(bool b);
  static Value integer(std::int64_t i);
  static Value real(double d);
  static Value text(std::string s, bool markup = false);
  static Value list(std::vector<Value> items);
  static Value tuple(std::vector<Value> items);
  /// The tuple that groupby gives: fields `grouper` and `list`.
  static Value group(Value grouper, Value items);
  static Value dict(std::vector<std::pair<Value, Value>> items);
  static Value object(std::shared_ptr<Held> object);
  /// What a missing name or field is; `owner` is the value that lacks the field, None for a name of the scope.
  static Value undefined(std::string name, Value owner, Place place);
  /// The same with a ready message, e.g. "the list is empty".
  static Value undefined_because(std::string message, Place place);

  Type type() const { return type_; }
  bool is(Type t) const { return type_ == t; }
  bool markup() const { return markup_; }
  bool is_number() const { return type_ == Type::boolean || type_ == Type::integer || type_ == Type::real; }
  bool is_int() const { return type_ == Type::boolean || type_ == Type::integer; }
  bool is_sequence() const { return type_ == Type::list || type_ == Type::tuple; }

  std::int64_t as_int() const { return integer_; }  // boolean or integer
  double as_real() const;                           // any number
  const std::string& as_text() const;
  const std::vector<Value>& items() const;  // list or tuple
  const std::vector<std::pair<Value, Value>>& pairs() const;
  Held* held() const { return held_.get(); }
  std::shared_ptr<Held> shared() const { return held_; }
  int depth() const { return held_ ? held_->depth : 0; }

  /// The value of a key of a dict, nullptr when absent.
  const Value* find(std::string_view key) const;
  const Value* find(const Value& key, Meter& meter) const;
  bool is_group() const;

 private:
  Type type_ = Type::none;
  bool markup_ = false;
  union {
    std::int64_t integer_ = 0;
    double real_;
  };
  std::shared_ptr<Held> held_;
};

struct UndefinedHeld : Held {
  std::string name;
  std::string message;
  Value owner;
  Place place;
  bool lenient = false;  // prints as nothing and is false: what {{ a if b }} gives without an else
};

/// A thing with fields or that can be called.
struct Machine;
struct Arguments;
struct Object : Held {
  /// None of that name: an undefined value.
  virtual Value field(Machine& machine, std::string_view name);
  virtual bool callable() const { return false; }
  virtual Value call(Machine& machine, Arguments& arguments);
  virtual std::string shown(Meter& meter) const = 0;
};

Value from_json(const nlohmann::ordered_json& json);

/// Whether an undefined value may be printed, tested and gone through.
bool lenient(const Value& value);

/// Throws Trouble template-undefined, with the nearest field where the owner is known.
[[noreturn]] void undefined_trouble(const Value& value);

/// str(), repr() and bool() of Python. Printing or testing an undefined value throws.
std::string str(const Value& value, Meter& meter);
std::string repr(const Value& value, Meter& meter);
bool truth(const Value& value);
/// The text of a value without copying where it is text already; `buffer` holds it otherwise.
std::string_view str_view(const Value& value, std::string& buffer, Meter& meter);

bool equal(const Value& a, const Value& b, Meter& meter);
/// <0, 0, >0; throws Trouble where Python cannot order the two.
int compare(const Value& a, const Value& b, Meter& meter);

/// repr() of a float.
std::string float_text(double d);
/// round() of Python for a float.
double rounded(double d, int digits);

/// "text", "number", "list", … for messages.
std::string_view type_name(const Value& value);
/// The items of a list, tuple, text (code points) or dict (keys); throws where there is nothing to go through.
std::vector<Value> listed(const Value& value, Meter& meter);
/// len(); throws where there is none.
std::int64_t length(const Value& value);

/// What a value's text becomes when printed or joined in that mode; markup passes.
std::string escaped_value(const Value& value, Escape mode, Meter& meter);

}  // namespace debrief::templates::engine
