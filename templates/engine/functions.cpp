// The functions every template knows.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/engine/machine.h"

namespace debrief::templates::engine {

namespace {

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

}  // namespace debrief::templates::engine
