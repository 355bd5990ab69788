// The table of filters and tests, and how arguments are bound.

#include "templates/engine/words.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::templates::engine {

const Value* Arguments::keyword(std::string_view name) const {
  for (const auto& [known, value] : named) {
    if (known == name) return &value;
  }
  return nullptr;
}

const Value* argument(const Arguments& a, std::size_t i, std::string_view name) {
  if (i < a.positional.size()) return &a.positional[i];
  return name.empty() ? nullptr : a.keyword(name);
}

std::int64_t int_argument(const Arguments& a, std::size_t i, std::int64_t otherwise) {
  const Value* v = argument(a, i);
  if (v == nullptr) return otherwise;
  if (!v->is_int()) type_trouble("this method needs a whole number");
  return v->as_int();
}

Bound::Bound(std::string_view parameters, const Arguments& arguments, std::string_view what) : what_(what) {
  subject_ = &arguments.positional.at(0);
  if (parameters == "*") return;
  for (std::size_t i = 0; i < parameters.size();) {
    const std::size_t end = std::min(parameters.find(' ', i), parameters.size());
    names_.push_back(parameters.substr(i, end - i));
    i = end + 1;
  }
  slots_.resize(names_.size(), nullptr);
  if (arguments.positional.size() > names_.size() + 1) {
    type_trouble(fmt::format("{} takes at most {}, and was given {}", what,
                             base::counted(static_cast<long long>(names_.size()), "argument"),
                             arguments.positional.size() - 1));
  }
  for (std::size_t i = 1; i < arguments.positional.size(); ++i) slots_[i - 1] = &arguments.positional[i];
  for (const auto& [name, value] : arguments.named) {
    const auto it = std::find(names_.begin(), names_.end(), name);
    if (it == names_.end()) {
      type_trouble(fmt::format("{} takes no argument {}{}", what, base::quoted(name),
                               names_.empty() ? "" : fmt::format("; it takes {}", parameters)));
    }
    const auto i = static_cast<std::size_t>(it - names_.begin());
    if (slots_[i] != nullptr) type_trouble(fmt::format("{} is given its argument {} twice", what, base::quoted(name)));
    slots_[i] = &value;
  }
  for (const Value* v : slots_) {
    if (v != nullptr && v->is(Type::undefined) && what != "default" && what != "d") undefined_trouble(*v);
  }
}

std::int64_t Bound::integer(std::size_t i, std::int64_t otherwise) const {
  if (slots_[i] == nullptr) return otherwise;
  if (!slots_[i]->is_int()) {
    type_trouble(fmt::format("{} needs a whole number as {}, not a {}", what_, names_[i], type_name(*slots_[i])));
  }
  return slots_[i]->as_int();
}

bool Bound::flag(std::size_t i, bool otherwise) const { return slots_[i] == nullptr ? otherwise : truth(*slots_[i]); }

std::string Bound::text(std::size_t i, std::string_view otherwise, Meter& meter) const {
  return slots_[i] == nullptr ? std::string(otherwise) : str(*slots_[i], meter);
}

namespace {

const std::map<std::string_view, const Filter*>& filters_by_name() {
  static const auto all = [] {
    std::map<std::string_view, const Filter*> m;
    for (const auto list : {text_filters(), list_filters(), number_filters(), house_filters()}) {
      for (const Filter& f : list) m.emplace(f.name, &f);
    }
    return m;
  }();
  return all;
}

}  // namespace

const Filter* filter_named(std::string_view name) {
  const auto it = filters_by_name().find(name);
  return it == filters_by_name().end() ? nullptr : it->second;
}

const Test* test_named(std::string_view name) {
  for (const Test& t : tests()) {
    if (t.name == name) return &t;
  }
  return nullptr;
}

std::vector<std::string> filter_names() {
  std::vector<std::string> out;
  for (const auto& [name, unused] : filters_by_name()) out.emplace_back(name);
  return out;
}

std::vector<std::string> test_names() {
  std::vector<std::string> out;
  for (const Test& t : tests()) out.emplace_back(t.name);
  return out;
}

}  // namespace debrief::templates::engine

namespace debrief::templates {

std::vector<TemplateWord> template_filters() {
  std::vector<TemplateWord> out;
  for (const std::string& name : engine::filter_names()) {
    const engine::Filter* f = engine::filter_named(name);
    out.push_back({f->name, f->use});
  }
  return out;
}

}  // namespace debrief::templates
