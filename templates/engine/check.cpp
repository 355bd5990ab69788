// What can be said of a template without its data: faults of syntax, and the fields it uses.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "templates/engine/parser.h"
#include "templates/engine/words.h"

namespace debrief::templates {

namespace engine {

namespace {

/// Walks templates and follows names to the data: a loop's name stands for an item, a set name for what it was given.
/// A path that cannot be known (a function's result, a computed key) is "".
class FieldWalk {
 public:
  FieldWalk(const Loader& loader, TemplateCheck& result) : loader_(loader), result_(result) {}

  void all(const std::string& top) {
    open(top, nullptr);
    for (auto& [path, field] : fields_) result_.fields.push_back(std::move(field));
    result_.templates.assign(order_.begin(), order_.end());
  }

 private:
  using Scope = std::map<std::string, std::string>;

  void open(const std::string& name, const Expr* from) {
    if (!seen_.insert(name).second) return;
    const std::optional<std::string> source = loader_.source(name);
    if (!source) {
      const std::string near = base::nearest(name, loader_.names());
      fault(from != nullptr ? from->place : Place{}, from != nullptr ? *from->place.file : name, "template-missing",
            fmt::format("there is no template {}{}", base::quoted(name),
                        near.empty() ? "" : fmt::format("; did you mean {}?", base::quoted(near))));
      return;
    }
    order_.push_back(name);
    std::vector<Trouble> troubles;
    parsed_.push_back(parse(name, *source, names_, limits_, &troubles));
    std::stable_sort(troubles.begin(), troubles.end(), [](const Trouble& a, const Trouble& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    for (const Trouble& t : troubles) fault(t.place, name, t.code, t.message);
    const Template& t = *parsed_.back();
    scopes_.emplace_back();
    body(t.body);
    // What the template set stays known to those that take it in.
    Scope set = std::move(scopes_.back());
    scopes_.pop_back();
    if (!scopes_.empty()) scopes_.back().insert(set.begin(), set.end());
  }

  void fault(const Place& place, const std::string& file, const std::string& code, const std::string& message) {
    result_.faults.push_back({file, place.line, place.column, code, message});
  }

  void open_named(const Expr* e) {
    if (e == nullptr) return;
    if (e->kind == ExprKind::constant && e->constant.is(Type::text)) {
      open(e->constant.as_text(), e);
    } else if (e->kind == ExprKind::list || e->kind == ExprKind::tuple) {
      for (const auto& kid : e->kids) {
        if (kid->kind == ExprKind::constant && kid->constant.is(Type::text) && loader_.source(kid->constant.as_text()))
          open(kid->constant.as_text(), kid.get());
      }
    } else {
      use(*e);
    }
  }

  std::string* known(const std::string& name) {
    for (auto s = scopes_.rbegin(); s != scopes_.rend(); ++s) {
      const auto it = s->find(name);
      if (it != s->end()) return &it->second;
    }
    return nullptr;
  }

  void note(const std::string& path, const Place& place) {
    if (path.empty()) return;
    auto [it, fresh] =
        fields_.try_emplace(path, TemplateField{path, *place.file, place.line, place.column, optional_ > 0});
    if (!fresh && optional_ == 0) it->second.optional = false;
  }

  /// The path an expression stands for, all fields in it noted.
  std::string path_of(const Expr& e, bool whole = true) {
    switch (e.kind) {
      case ExprKind::name: {
        if (const std::string* p = known(*e.name)) return *p;
        const auto functions = function_names();
        static const std::set<std::string> special{"loop", "self", "super", "caller", "varargs", "kwargs"};
        if (special.count(*e.name) != 0 || std::find(functions.begin(), functions.end(), *e.name) != functions.end())
          return {};
        if (whole) note(*e.name, e.place);
        return *e.name;
      }
      case ExprKind::field: {
        const std::string owner = path_of(*e.kids[0], false);
        if (owner.empty()) return {};
        std::string path = owner + "." + *e.name;
        if (whole) note(path, e.place);
        return path;
      }
      case ExprKind::item: {
        const Expr& key = *e.kids[1];
        if (key.kind == ExprKind::constant && key.constant.is(Type::text)) {
          const std::string owner = path_of(*e.kids[0], false);
          if (owner.empty()) return {};
          std::string path = owner + "." + key.constant.as_text();
          if (whole) note(path, e.place);
          return path;
        }
        const std::string owner = path_of(*e.kids[0], true);
        if (key.kind == ExprKind::slice) {
          for (const auto& kid : key.kids) {
            if (kid) use(*kid);
          }
          return owner;
        }
        use(key);
        return key.kind == ExprKind::constant && !owner.empty() ? owner + "[]" : std::string();
      }
      case ExprKind::filter: {
        static const std::set<std::string_view> same{"sort",       "reverse",    "list",  "unique",  "select", "reject",
                                                     "selectattr", "rejectattr", "where", "default", "d"};
        static const std::set<std::string_view> one{"first", "last", "min", "max"};
        const std::string_view name = e.filter != nullptr ? e.filter->name : "";
        const bool lenient = name == "default" || name == "d";
        if (lenient) ++optional_;
        const std::string subject = e.kids[0] ? path_of(*e.kids[0]) : std::string();
        if (lenient) --optional_;
        arguments(e);
        attributes(e, subject, name);
        if (same.count(name) != 0) return subject;
        return one.count(name) != 0 && !subject.empty() ? subject + "[]" : std::string();
      }
      case ExprKind::choose: {
        use(*e.kids[0]);
        const std::string then = path_of(*e.kids[1]);
        if (e.kids[2]) use(*e.kids[2]);
        return then;
      }
      default:
        parts(e);
        return {};
    }
  }

  /// sort(attribute="due") uses the field `due` of each item.
  void attributes(const Expr& e, const std::string& subject, std::string_view filter) {
    if (subject.empty()) return;
    static const std::set<std::string_view> by_position{"selectattr", "rejectattr", "where", "groupby", "sum"};
    const auto add = [&](const Expr& a) {
      if (a.kind == ExprKind::constant && a.constant.is(Type::text) && !a.constant.as_text().empty())
        note(subject + "[]." + a.constant.as_text(), a.place);
    };
    const std::size_t plain = e.kids.size() - e.keywords.size();
    if (by_position.count(filter) != 0 && plain > 1) add(*e.kids[1]);
    for (std::size_t i = 0; i < e.keywords.size(); ++i) {
      if (*e.keywords[i] == "attribute") add(*e.kids[plain + i]);
    }
  }

  void arguments(const Expr& e) {
    for (std::size_t i = 1; i < e.kids.size(); ++i) {
      if (e.kids[i]) use(*e.kids[i]);
    }
    if (e.star) use(*e.star);
    if (e.star_star) use(*e.star_star);
  }

  void parts(const Expr& e) {
    if (e.kind == ExprKind::call) {
      // x.items() uses x
      const Expr& callee = *e.kids[0];
      if (callee.kind == ExprKind::field)
        path_of(*callee.kids[0]);
      else
        use(callee);
      arguments(e);
      return;
    }
    static const std::set<std::string_view> asking{"defined", "undefined", "none", "empty"};
    const bool lenient = e.kind == ExprKind::test && e.test != nullptr && asking.count(e.test->name) != 0;
    if (lenient) ++optional_;
    for (const auto& kid : e.kids) {
      if (kid) use(*kid);
    }
    if (lenient) --optional_;
    if (e.star) use(*e.star);
    if (e.star_star) use(*e.star_star);
  }

  void use(const Expr& e) { path_of(e); }

  void declare(const Target& t, const std::string& path) {
    if (!t.parts.empty()) {
      for (const Target& part : t.parts) declare(part, {});
    } else if (t.name != nullptr && t.field == nullptr) {
      scopes_.back()[*t.name] = path;
    }
  }

  void body(const Body& b) {
    for (const auto& s : b) statement(*s);
  }
  void inside(const Body& b) {
    scopes_.emplace_back();
    body(b);
    scopes_.pop_back();
  }

  void statement(const Stmt& s) {
    switch (s.kind) {
      case StmtKind::for_: {
        const std::string path = path_of(*s.exprs[0]);
        scopes_.emplace_back();
        declare(s.targets[0], path.empty() ? path : path + "[]");
        if (s.exprs[1]) use(*s.exprs[1]);
        body(s.bodies[0]);
        scopes_.pop_back();
        inside(s.bodies[1]);
        return;
      }
      case StmtKind::if_:
        for (const auto& e : s.exprs) use(*e);
        for (const Body& b : s.bodies) body(b);
        return;
      case StmtKind::set:
        declare(s.targets[0], path_of(*s.exprs[0]));
        return;
      case StmtKind::include:
      case StmtKind::extends:
        open_named(s.exprs[0].get());
        return;
      case StmtKind::import:
      case StmtKind::from_import:
        open_named(s.exprs[0].get());
        if (s.name != nullptr) scopes_.back()[*s.name] = "";
        for (const auto& [theirs, ours] : s.imported) scopes_.back()[*ours] = "";
        return;
      case StmtKind::macro:
      case StmtKind::call_block: {
        for (const auto& e : s.exprs) {
          if (e) use(*e);
        }
        if (s.kind == StmtKind::macro) scopes_.back()[*s.name] = "";
        scopes_.emplace_back();
        for (const Parameter& p : s.parameters) {
          if (p.otherwise) use(*p.otherwise);
          scopes_.back()[*p.name] = "";
        }
        body(s.bodies[0]);
        scopes_.pop_back();
        return;
      }
      case StmtKind::with: {
        std::vector<std::string> paths;
        for (const auto& e : s.exprs) paths.push_back(e ? path_of(*e) : std::string());
        scopes_.emplace_back();
        for (std::size_t i = 0; i < s.targets.size(); ++i) declare(s.targets[i], paths[i]);
        body(s.bodies[0]);
        scopes_.pop_back();
        return;
      }
      default:
        for (const auto& e : s.exprs) {
          if (e) use(*e);
        }
        for (const Body& b : s.bodies) inside(b);
        if (s.kind == StmtKind::set_block) declare(s.targets[0], {});
    }
  }

  const Loader& loader_;
  TemplateCheck& result_;
  Names names_;
  Limits limits_;
  std::vector<std::unique_ptr<Template>> parsed_;
  std::vector<std::string> order_;
  std::set<std::string> seen_;
  std::vector<Scope> scopes_;
  std::map<std::string, TemplateField> fields_;
  int optional_ = 0;
};

/// Whether `path` from `at` on leads somewhere in each value it passes; `near` gets the nearest name where it does not.
bool leads(const base::Json& value, std::string_view path, std::string& near) {
  while (path.starts_with("[]")) {
    if (!value.is_array()) return true;
    path.remove_prefix(2);
    for (const auto& item : value) {
      if (!leads(item, path, near)) return false;
    }
    return true;
  }
  if (path.starts_with(".")) path.remove_prefix(1);
  if (path.empty() || !value.is_object()) return true;  // what is none or text here may be more elsewhere
  const std::size_t end = std::min(path.find_first_of(".["), path.size());
  const std::string key(path.substr(0, end));
  const auto it = value.find(key);
  if (it != value.end()) return leads(*it, path.substr(end), near);
  std::vector<std::string> known;
  for (const auto& [name, unused] : value.items()) known.push_back(name);
  near = base::nearest(key, known);
  return false;
}

}  // namespace

}  // namespace engine

TemplateCheck check(const Loader& loader, std::string_view name) {
  TemplateCheck result;
  engine::FieldWalk(loader, result).all(std::string(name));
  return result;
}

void check_against(TemplateCheck& check, const base::Json& sample) {
  for (const TemplateField& field : check.fields) {
    std::string near;
    if (field.optional || engine::leads(sample, field.path, near)) continue;
    check.faults.push_back({field.file, field.line, field.column, "template-undefined",
                            fmt::format("the data have no field {}{}", base::quoted(field.path, 80),
                                        near.empty() ? "" : fmt::format("; did you mean {}?", base::quoted(near)))});
  }
}

}  // namespace debrief::templates
