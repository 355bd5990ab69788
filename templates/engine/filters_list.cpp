// Filters of Jinja2 that work on lists and dicts.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/engine/machine.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

std::vector<Value> items(const Bound& b, Machine& m) { return listed(b.subject(), m.meter); }

bool given(const Bound& b, std::size_t i) { return b.at(i) != nullptr && !b.at(i)->is(Type::none); }

/// Text as it is compared where case does not matter.
Value caseless(Value v, bool case_sensitive) {
  return case_sensitive || !v.is(Type::text) ? v : Value::text(lower(v.as_text()));
}

Value key_of(const Value& v, const Value* path, bool case_sensitive, Machine& m) {
  return caseless(path == nullptr || path->is(Type::none) ? v : m.attribute(v, *path), case_sensitive);
}

Value length_filter(Machine&, const Bound& b, Arguments&) { return Value::integer(length(b.subject())); }
Value list(Machine& m, const Bound& b, Arguments&) { return Value::list(items(b, m)); }

Value first(Machine& m, const Bound& b, Arguments&) {
  const Value& v = b.subject();
  if (v.is_sequence() && !v.items().empty()) return v.items().front();
  const auto all = items(b, m);
  return all.empty() ? Value::undefined_because("there is no first item: the list is empty", m.at) : all.front();
}

Value last(Machine& m, const Bound& b, Arguments&) {
  const auto all = items(b, m);
  return all.empty() ? Value::undefined_because("there is no last item: the list is empty", m.at) : all.back();
}

Value join(Machine& m, const Bound& b, Arguments&) {
  std::vector<Value> all = items(b, m);
  if (given(b, 1)) {
    for (Value& v : all) v = m.attribute(v, *b.at(1));
  }
  const Value separator = b.value(0, Value::text(""));
  const bool marked =
      separator.markup() || std::any_of(all.begin(), all.end(), [](const Value& v) { return v.markup(); });
  const bool escapes = m.escape != Escape::none && marked;
  const auto shown = [&](const Value& v) { return escapes ? escaped_value(v, m.escape, m.meter) : str(v, m.meter); };
  const std::string between = shown(separator);
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) out += between;
    out += shown(all[i]);
    m.meter.steps(1 + between.size() / 32);
    if (out.size() > m.meter.limits().output) m.meter.text(out.size());
  }
  return Value::text(std::move(out), escapes);
}

/// A list sorted by keys, as Python does: stable, and reverse keeps equal items in their order.
std::vector<Value> sorted(std::vector<Value> all, const std::vector<Value>& keys, bool reverse, Machine& m) {
  std::vector<std::size_t> order(all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return reverse ? compare(keys[b], keys[a], m.meter) < 0 : compare(keys[a], keys[b], m.meter) < 0;
  });
  std::vector<Value> out;
  out.reserve(all.size());
  for (const std::size_t i : order) out.push_back(std::move(all[i]));
  return out;
}

Value sort(Machine& m, const Bound& b, Arguments&) {
  std::vector<Value> all = items(b, m);
  const bool case_sensitive = b.flag(1, false);
  std::vector<Value> keys;
  keys.reserve(all.size());
  for (const Value& v : all) {
    if (given(b, 2) && b.at(2)->is(Type::text)) {
      std::vector<Value> parts;
      for (const std::string& path : base::split(b.at(2)->as_text(), ',')) {
        const Value p = Value::text(path);
        parts.push_back(key_of(v, &p, case_sensitive, m));
      }
      keys.push_back(parts.size() == 1 ? parts[0] : Value::list(std::move(parts)));
    } else {
      keys.push_back(key_of(v, b.at(2), case_sensitive, m));
    }
  }
  return Value::list(sorted(std::move(all), keys, b.flag(0, false), m));
}

Value dictsort(Machine& m, const Bound& b, Arguments&) {
  const Value& v = b.subject();
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (!v.is(Type::dict)) type_trouble("dictsort needs a set of fields");
  const std::string by = b.text(1, "key", m.meter);
  if (by != "key" && by != "value") type_trouble("dictsort sorts by \"key\" or \"value\"");
  std::vector<Value> all;
  std::vector<Value> keys;
  for (const auto& [key, value] : v.pairs()) {
    all.push_back(Value::tuple({key, value}));
    keys.push_back(caseless(by == "key" ? key : value, b.flag(0, false)));
  }
  return Value::list(sorted(std::move(all), keys, b.flag(2, false), m));
}

Value groupby(Machine& m, const Bound& b, Arguments&) {
  if (b.at(0) == nullptr) type_trouble("groupby needs the attribute to group by");
  const bool case_sensitive = b.flag(2, false);
  const auto value_of = [&](const Value& v) {
    Value found = m.attribute(v, *b.at(0));
    return found.is(Type::undefined) && given(b, 1) ? *b.at(1) : found;
  };
  std::vector<Value> all = items(b, m);
  std::vector<Value> keys;
  for (const Value& v : all) keys.push_back(caseless(value_of(v), case_sensitive));
  all = sorted(std::move(all), keys, false, m);
  std::vector<Value> out;
  std::vector<Value> group;
  Value group_key;
  const auto finish = [&] {
    if (!group.empty()) out.push_back(Value::group(value_of(group[0]), Value::list(group)));
    group.clear();
  };
  for (Value& v : all) {
    Value key = caseless(value_of(v), case_sensitive);
    if (!group.empty() && !equal(key, group_key, m.meter)) finish();
    if (group.empty()) group_key = std::move(key);
    group.push_back(std::move(v));
  }
  finish();
  return Value::list(std::move(out));
}

Value unique(Machine& m, const Bound& b, Arguments&) {
  std::vector<Value> out;
  std::vector<std::pair<Value, Value>> seen_numbers;
  std::set<std::string> seen_texts;
  for (Value& v : items(b, m)) {
    const Value key = key_of(v, b.at(1), b.flag(0, false), m);
    if (key.is(Type::undefined)) undefined_trouble(key);
    if (key.is(Type::list) || key.is(Type::dict))
      type_trouble(fmt::format("unique cannot tell a {} from another", type_name(key)));
    m.meter.steps(4);
    if (key.is(Type::text)) {
      if (!seen_texts.insert(key.as_text()).second) continue;
    } else {
      const bool seen = std::any_of(seen_numbers.begin(), seen_numbers.end(),
                                    [&](const auto& p) { return equal(p.first, key, m.meter); });
      if (seen) continue;
      seen_numbers.emplace_back(key, Value());
    }
    out.push_back(std::move(v));
  }
  return Value::list(std::move(out));
}

template <int sign>
Value extreme(Machine& m, const Bound& b, Arguments&) {
  const std::vector<Value> all = items(b, m);
  if (all.empty()) return Value::undefined_because("there is neither least nor greatest: the list is empty", m.at);
  std::size_t best = 0;
  Value best_key = key_of(all[0], b.at(1), b.flag(0, false), m);
  for (std::size_t i = 1; i < all.size(); ++i) {
    Value key = key_of(all[i], b.at(1), b.flag(0, false), m);
    const int c = compare(key, best_key, m.meter);
    if (c != 0 && !(c == 2 && key.is_number()) && (c < 0) == (sign < 0)) {
      best = i;
      best_key = std::move(key);
    }
  }
  return all[best];
}

Value reverse(Machine& m, const Bound& b, Arguments&) {
  if (b.subject().is(Type::text)) {
    std::string out;
    m.meter.text(b.subject().as_text().size());
    const auto all = points(b.subject().as_text());
    for (auto p = all.rbegin(); p != all.rend(); ++p) out += *p;
    return Value::text(std::move(out), b.subject().markup());
  }
  auto all = items(b, m);
  std::reverse(all.begin(), all.end());
  return Value::list(std::move(all));
}

Value sum(Machine& m, const Bound& b, Arguments&) {
  Value total = b.value(1, Value::integer(0));
  for (const Value& v : items(b, m)) {
    m.meter.steps(1);
    const Value part = given(b, 0) ? m.attribute(v, *b.at(0)) : v;
    if (part.is(Type::undefined)) undefined_trouble(part);
    if (total.is(Type::text) || part.is(Type::text)) type_trouble("sum adds numbers, not texts; join joins texts");
    total = m.add(total, part);
  }
  return total;
}

Value batch(Machine& m, const Bound& b, Arguments&) {
  const std::int64_t n = b.integer(0, 1);
  if (b.at(0) == nullptr) type_trouble("batch needs the number of items in a batch");
  std::vector<Value> out;
  std::vector<Value> part;
  for (Value& v : items(b, m)) {
    if (static_cast<std::int64_t>(part.size()) == n) {
      out.push_back(Value::list(std::move(part)));
      part.clear();
    }
    part.push_back(std::move(v));
  }
  if (!part.empty()) {
    if (given(b, 1)) {
      m.meter.steps(static_cast<std::uint64_t>(std::max<std::int64_t>(0, n - static_cast<std::int64_t>(part.size()))));
      while (static_cast<std::int64_t>(part.size()) < n) part.push_back(*b.at(1));
    }
    out.push_back(Value::list(std::move(part)));
  }
  return Value::list(std::move(out));
}

Value slice(Machine& m, const Bound& b, Arguments&) {
  const std::vector<Value> all = items(b, m);
  const std::int64_t slices = b.integer(0, 0);
  if (slices <= 0) type_trouble("slice needs a number of slices above 0");
  m.meter.steps(static_cast<std::uint64_t>(slices));
  const auto n = static_cast<std::int64_t>(all.size());
  std::vector<Value> out;
  std::int64_t offset = 0;
  for (std::int64_t i = 0; i < slices; ++i) {
    const std::int64_t start = offset + i * (n / slices);
    if (i < n % slices) ++offset;
    const std::int64_t end = offset + (i + 1) * (n / slices);
    std::vector<Value> part(all.begin() + start, all.begin() + end);
    if (given(b, 1) && i >= n % slices) part.push_back(*b.at(1));
    out.push_back(Value::list(std::move(part)));
  }
  return Value::list(std::move(out));
}

Value items_filter(Machine&, const Bound& b, Arguments&) {
  if (b.subject().is(Type::undefined)) return Value::list({});
  if (!b.subject().is(Type::dict))
    type_trouble(fmt::format("items needs a set of fields, not a {}", type_name(b.subject())));
  std::vector<Value> out;
  for (const auto& [key, value] : b.subject().pairs()) out.push_back(Value::tuple({key, value}));
  return Value::list(std::move(out));
}

Value attr(Machine& m, const Bound& b, Arguments&) {
  if (b.at(0) == nullptr) type_trouble("attr needs the field's name");
  return m.field(b.subject(), b.text(0, "", m.meter), m.at);
}

Value map(Machine& m, const Bound& b, Arguments& a) {
  if (b.subject().is(Type::undefined) && !lenient(b.subject())) undefined_trouble(b.subject());
  std::vector<Value> out;
  const Value* path = a.keyword("attribute");
  if (a.positional.size() == 1 && path != nullptr) {
    const Value* otherwise = a.keyword("default");
    for (const auto& [name, unused] : a.named) {
      if (name != "attribute" && name != "default")
        type_trouble(fmt::format("map takes no argument {} beside attribute", base::quoted(name)));
    }
    for (const Value& v : items(b, m)) {
      m.meter.steps(1);
      Value found = m.attribute(v, *path);
      const bool use_other = found.is(Type::undefined) && otherwise != nullptr && !otherwise->is(Type::none);
      out.push_back(use_other ? *otherwise : std::move(found));
    }
    return Value::list(std::move(out));
  }
  if (a.positional.size() < 2) type_trouble("map needs the name of a filter, or attribute=…");
  const std::string name = str(a.positional[1], m.meter);
  const Filter* f = filter_named(name);
  if (f == nullptr) {
    const std::string near = base::nearest(name, filter_names());
    throw Trouble{"template-unknown",
                  fmt::format("there is no filter {}{}", base::quoted(name),
                              near.empty() ? "" : fmt::format("; did you mean {}?", base::quoted(near))),
                  {}};
  }
  for (Value& v : items(b, m)) {
    Arguments inner;
    inner.positional.push_back(std::move(v));
    inner.positional.insert(inner.positional.end(), a.positional.begin() + 2, a.positional.end());
    inner.named = a.named;
    out.push_back(m.apply(*f, inner));
  }
  return Value::list(std::move(out));
}

template <bool keep, bool by_attribute>
Value chosen(Machine& m, const Bound& b, Arguments& a) {
  if (b.subject().is(Type::undefined) && !lenient(b.subject())) undefined_trouble(b.subject());
  std::size_t next = 1;
  Value path;
  if (by_attribute) {
    if (a.positional.size() < 2) type_trouble("this needs the attribute to look at");
    path = a.positional[next++];
  }
  const Test* test = nullptr;
  std::vector<Value> values(1);
  if (a.positional.size() > next) {
    const std::string name = str(a.positional[next], m.meter);
    test = test_named(name);
    if (test == nullptr) {
      const std::string near = base::nearest(name, test_names());
      throw Trouble{"template-unknown",
                    fmt::format("there is no test {}{}", base::quoted(name),
                                near.empty() ? "" : fmt::format("; did you mean {}?", base::quoted(near))),
                    {}};
    }
    values.insert(values.end(), a.positional.begin() + static_cast<std::ptrdiff_t>(next) + 1, a.positional.end());
  }
  std::vector<Value> out;
  for (Value& v : items(b, m)) {
    values[0] = by_attribute ? m.attribute(v, path) : v;
    m.meter.steps(1);
    if ((test != nullptr ? m.holds(*test, values) : truth(values[0])) == keep) out.push_back(std::move(v));
  }
  return Value::list(std::move(out));
}

Value where(Machine& m, const Bound& b, Arguments&) {
  if (b.at(0) == nullptr) type_trouble("where needs the attribute to look at");
  std::vector<Value> out;
  for (Value& v : items(b, m)) {
    const Value found = m.attribute(v, *b.at(0));
    m.meter.steps(1);
    if (b.at(1) != nullptr ? equal(found, *b.at(1), m.meter) : truth(found)) out.push_back(std::move(v));
  }
  return Value::list(std::move(out));
}

constexpr Filter all_filters[] = {
    {"length", "", length_filter},
    {"count", "", length_filter},
    {"list", "", list},
    {"first", "", first},
    {"last", "", last},
    {"join", "d attribute", join},
    {"sort", "reverse case_sensitive attribute", sort},
    {"dictsort", "case_sensitive by reverse", dictsort},
    {"groupby", "attribute default case_sensitive", groupby},
    {"unique", "case_sensitive attribute", unique},
    {"min", "case_sensitive attribute", extreme<-1>},
    {"max", "case_sensitive attribute", extreme<1>},
    {"reverse", "", reverse},
    {"sum", "attribute start", sum},
    {"batch", "linecount fill_with", batch},
    {"slice", "slices fill_with", slice},
    {"items", "", items_filter},
    {"attr", "name", attr},
    {"map", "*", map},
    {"select", "*", chosen<true, false>},
    {"reject", "*", chosen<false, false>},
    {"selectattr", "*", chosen<true, true>},
    {"rejectattr", "*", chosen<false, true>},
    {"where", "attribute value", where,
     "where(attribute, value): the items whose attribute is that value, or holds when none is given"},
};

}  // namespace

std::span<const Filter> list_filters() { return all_filters; }

}  // namespace debrief::templates::engine
