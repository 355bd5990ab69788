// Statements: output, loops, names, macros, includes and inheritance.

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/engine/machine.h"
#include "templates/engine/parser.h"

namespace debrief::templates::engine {

namespace {

constexpr std::ptrdiff_t most_stack = 3 << 20;  // of the usual 8 MB

/// `loop` inside a for.
struct LoopObject : Object, std::enable_shared_from_this<LoopObject> {
  const std::vector<Value>* items = nullptr;
  std::size_t index = 0;
  int level = 0;
  Value changed_last;
  bool changed_once = false;
  // For recursive loops: runs the body again over other items.
  const Stmt* statement = nullptr;
  FramePtr frame;
  Render* render = nullptr;

  Value field(Machine& machine, std::string_view name) override;
  bool callable() const override { return true; }
  Value call(Machine& machine, Arguments& arguments) override;
  std::string shown(Meter&) const override { return fmt::format("<LoopContext {}/{}>", index + 1, items->size()); }
};

/// A method of a loop or block made callable.
template <typename Body>
struct Callable : Object {
  explicit Callable(Body b) : body(std::move(b)) {}
  bool callable() const override { return true; }
  Value call(Machine& machine, Arguments& arguments) override { return body(machine, arguments); }
  std::string shown(Meter&) const override { return "<function>"; }
  Body body;
};

template <typename Body>
Value function_of(Body body) {
  return Value::object(std::make_shared<Callable<Body>>(std::move(body)));
}

struct MacroObject : Object {
  const Stmt* statement = nullptr;
  std::string name;
  FramePtr frame;
  std::shared_ptr<Render> render;
  bool takes_rest = false;
  bool takes_named_rest = false;
  bool takes_caller = false;

  bool callable() const override { return true; }
  Value call(Machine& machine, Arguments& arguments) override;
  Value field(Machine& machine, std::string_view field_name) override;
  std::string shown(Meter&) const override {
    return name.empty() ? "<Macro anonymous>" : fmt::format("<Macro '{}'>", name);
  }
};

/// What {% import %} gives: the names a template set at its top.
struct ModuleObject : Object {
  FramePtr frame;
  std::string name;
  std::string text;

  Value field(Machine& machine, std::string_view field_name) override {
    if (const Value* v = frame->own(machine.names.of(std::string(field_name)))) return *v;
    return Value::undefined_because(
        fmt::format("the template {} sets no {}", base::quoted(name), base::quoted(field_name)), {});
  }
  std::string shown(Meter&) const override { return text; }
};

/// `self`: the blocks of the template by name.
struct SelfObject : Object {
  Render* render = nullptr;
  Value field(Machine& machine, std::string_view name) override;
  std::string shown(Meter&) const override { return "<TemplateReference>"; }
};

Value LoopObject::field(Machine& machine, std::string_view name) {
  const auto n = static_cast<std::int64_t>(items->size());
  const auto i = static_cast<std::int64_t>(index);
  if (name == "index") return Value::integer(i + 1);
  if (name == "index0") return Value::integer(i);
  if (name == "first") return Value::boolean(i == 0);
  if (name == "last") return Value::boolean(i + 1 == n);
  if (name == "length") return Value::integer(n);
  if (name == "revindex") return Value::integer(n - i);
  if (name == "revindex0") return Value::integer(n - i - 1);
  if (name == "depth") return Value::integer(level + 1);
  if (name == "depth0") return Value::integer(level);
  if (name == "previtem") {
    return i > 0 ? (*items)[index - 1] : Value::undefined_because("there is no previous item", machine.at);
  }
  if (name == "nextitem") {
    return i + 1 < n ? (*items)[index + 1] : Value::undefined_because("there is no next item", machine.at);
  }
  if (name == "cycle") {
    return function_of([i](Machine&, Arguments& a) {
      if (a.positional.empty()) type_trouble("loop.cycle needs at least one value");
      return a.positional[static_cast<std::size_t>(i) % a.positional.size()];
    });
  }
  if (name == "changed") {
    return function_of([loop = shared_from_this()](Machine& m, Arguments& a) {
      Value now = Value::tuple(a.positional);
      const bool changed = !loop->changed_once || !equal(now, loop->changed_last, m.meter);
      loop->changed_once = true;
      loop->changed_last = std::move(now);
      return Value::boolean(changed);
    });
  }
  static const std::vector<std::string> known{"index",    "index0",    "first",    "last",     "length",
                                              "revindex", "revindex0", "previtem", "nextitem", "cycle",
                                              "changed",  "depth",     "depth0"};
  const std::string near = base::nearest(name, known);
  return Value::undefined_because(
      fmt::format("a loop has no {}{}", base::quoted(name),
                  near.empty() ? "" : fmt::format("; did you mean {}?", base::quoted(near))),
      machine.at);
}

Value LoopObject::call(Machine& machine, Arguments& arguments) {
  if (!statement->recursive) type_trouble("only a loop marked \"recursive\" can be called");
  if (frame == nullptr) type_trouble("this loop has ended");
  if (arguments.positional.size() != 1) type_trouble("loop(…) takes the items to go through");
  const Machine::Deeper deeper(machine);
  std::string out;
  machine.run_for(*statement, frame, *render, out, arguments.positional[0], level + 1);
  return machine.captured(std::move(out));
}

Value MacroObject::field(Machine& machine, std::string_view field_name) {
  if (field_name == "name") return Value::text(name);
  if (field_name == "arguments") {
    std::vector<Value> names;
    for (const Parameter& p : statement->parameters) names.push_back(Value::text(*p.name));
    return Value::tuple(std::move(names));
  }
  if (field_name == "caller") return Value::boolean(takes_caller);
  return Value::undefined_because(fmt::format("a macro has no {}", base::quoted(field_name)), machine.at);
}

Value MacroObject::call(Machine& machine, Arguments& arguments) {
  const Machine::Deeper deeper(machine);
  const std::string shown_name = name.empty() ? "this block" : fmt::format("the macro {}", base::quoted(name));
  const FramePtr own = machine.frame_in(frame);
  std::vector<bool> used(arguments.named.size());
  const auto keyword = [&](const std::string& wanted) -> const Value* {
    for (std::size_t i = 0; i < arguments.named.size(); ++i) {
      if (!used[i] && arguments.named[i].first == wanted) {
        used[i] = true;
        return &arguments.named[i].second;
      }
    }
    return nullptr;
  };
  std::size_t n = 0;
  for (const Parameter& p : statement->parameters) {
    if (n < arguments.positional.size()) {
      own->put(p.name, arguments.positional[n++]);
    } else if (const Value* v = keyword(*p.name)) {
      own->put(p.name, *v);
    } else if (p.otherwise) {
      const Place back = machine.at;
      own->put(p.name, machine.evaluate(*p.otherwise, own));
      machine.at = back;
    } else {
      own->put(p.name, Value::undefined_because(
                           fmt::format("{} was called without its argument {}", shown_name, base::quoted(*p.name)),
                           machine.at));
    }
  }
  if (takes_caller) {
    const Value* caller = keyword("caller");
    own->put(machine.names.of("caller"),
             caller != nullptr
                 ? *caller
                 : Value::undefined_because("there is no caller: this was not called with {% call %}", machine.at));
  }
  std::vector<std::pair<Value, Value>> rest;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) continue;
    if (!takes_named_rest)
      type_trouble(fmt::format("{} takes no argument {}", shown_name, base::quoted(arguments.named[i].first)));
    rest.emplace_back(Value::text(arguments.named[i].first), arguments.named[i].second);
  }
  if (takes_named_rest) own->put(machine.names.of("kwargs"), Value::dict(std::move(rest)));
  if (takes_rest) {
    own->put(machine.names.of("varargs"),
             Value::tuple(std::vector<Value>(arguments.positional.begin() + static_cast<std::ptrdiff_t>(n),
                                             arguments.positional.end())));
  } else if (n < arguments.positional.size()) {
    type_trouble(fmt::format("{} takes {}, and was given {}", shown_name,
                             base::counted(static_cast<long long>(statement->parameters.size()), "argument"),
                             arguments.positional.size()));
  }
  return machine.captured(machine.run_aside(statement->bodies[0], own, *render));
}

Value SelfObject::field(Machine& machine, std::string_view name) {
  const auto it = render->blocks.find(machine.names.of(std::string(name)));
  if (it == render->blocks.end()) {
    return Value::undefined_because(fmt::format("there is no block {}", base::quoted(name)), machine.at);
  }
  const std::vector<const Stmt*> levels = it->second;
  return function_of([levels, r = render->shared_from_this()](Machine& m, Arguments&) {
    std::string out;
    m.run_block_level(levels, 0, m.frame_in(r->root), *r, out);
    return m.captured(std::move(out));
  });
}

bool mentions(const Body& body, std::string_view name);

bool mentions(const Expr* e, std::string_view name) {
  if (e == nullptr) return false;
  if (e->kind == ExprKind::name && *e->name == name) return true;
  return mentions(e->star.get(), name) || mentions(e->star_star.get(), name) ||
         std::any_of(e->kids.begin(), e->kids.end(), [&](const ExprPtr& kid) { return mentions(kid.get(), name); });
}

/// Whether a macro's body uses a name such as `varargs`; inner macros have their own.
bool mentions(const Body& body, std::string_view name) {
  return std::any_of(body.begin(), body.end(), [&](const auto& s) {
    for (const ExprPtr& e : s->exprs) {
      if (mentions(e.get(), name)) return true;
    }
    if (s->kind == StmtKind::macro) return false;
    return std::any_of(s->bodies.begin(), s->bodies.end(), [&](const Body& b) { return mentions(b, name); });
  });
}

}  // namespace

const Value* Frame::own(Name name) const {
  for (const auto& [known, value] : values) {
    if (known == name) return &value;
  }
  return nullptr;
}

void Frame::put(Name name, Value value) {
  for (auto& [known, held] : values) {
    if (known == name) {
      held = std::move(value);
      return;
    }
  }
  values.emplace_back(name, std::move(value));
}

Machine::Machine(const Loader& from, const base::Json& data, const RenderOptions& with)
    : loader(from), options(with), meter(with.limits), escape(with.escape), data_(data) {}

Machine::~Machine() {
  for (const FramePtr& frame : frames_) frame->values.clear();
  for (const auto& object : objects_) {
    if (auto* space = dynamic_cast<NamespaceObject*>(object.get())) space->fields.clear();
  }
}

Machine::Deeper::Deeper(Machine& m) : machine(m) {
  if (++machine.depth_ > machine.meter.limits().depth) {
    --machine.depth_;
    throw Trouble{
        "template-limit",
        fmt::format("templates, macros and blocks call one another more than {} deep", machine.meter.limits().depth),
        {}};
  }
}

void Machine::check_stack(const Place& place) const {
  const auto* here = static_cast<const char*>(__builtin_frame_address(0));
  if (stack_ - here > most_stack) {
    throw Trouble{"template-limit", "templates and expressions stand too deep in one another", place};
  }
}

FramePtr Machine::frame_in(const FramePtr& outer) {
  auto frame = std::make_shared<Frame>();
  frame->outer = outer;
  return frame;
}

void Machine::print(std::string& out, const Value& value) {
  if (value.is(Type::text) && (escape == Escape::none || (value.markup() && escape != Escape::word))) {
    meter.steps(value.as_text().size() / 32);
    out += value.as_text();
  } else {
    out += escaped_value(value, escape, meter);
  }
  if (out.size() > meter.limits().output) meter.text(out.size());
}

Value Machine::captured(std::string text) const { return Value::text(std::move(text), escape != Escape::none); }

std::string Machine::run_aside(const Body& body, const FramePtr& frame, Render& render) {
  // What extends has silenced speaks again in a macro or a block that is set.
  const Template* parent = render.parent;
  render.parent = nullptr;
  std::string out;
  run_body(body, frame, render, out);
  if (render.parent == nullptr) render.parent = parent;
  return out;
}

void Machine::run_body(const Body& body, const FramePtr& frame, Render& render, std::string& out) {
  for (const auto& s : body) run_statement(*s, frame, render, out);
}

void Machine::assign(const Target& target, Value value, const FramePtr& frame) {
  if (!target.parts.empty()) {
    const std::vector<Value> items = listed(value, meter);
    if (items.size() != target.parts.size()) {
      throw Trouble{"template-type", fmt::format("{} names stand for {} values", target.parts.size(), items.size()),
                    target.place};
    }
    for (std::size_t i = 0; i < items.size(); ++i) assign(target.parts[i], items[i], frame);
    return;
  }
  if (target.field == nullptr) {
    frame->put(target.name, std::move(value));
    return;
  }
  const Value owner = name_value(target.name, frame, target.place);
  auto* space = owner.is(Type::object) ? dynamic_cast<NamespaceObject*>(owner.held()) : nullptr;
  if (owner.is(Type::undefined)) undefined_trouble(owner);
  if (space == nullptr) {
    throw Trouble{"template-type",
                  fmt::format("only fields of a namespace can be set, and {} is a {}", base::quoted(*target.name),
                              type_name(owner)),
                  target.place};
  }
  space->put(*target.field, std::move(value));
}

const Template& Machine::template_named(const std::string& name, const Place& place) {
  const auto known = templates_.find(name);
  if (known != templates_.end()) return *known->second;
  const std::optional<std::string> source = loader.source(name);
  if (!source) {
    std::string message = fmt::format("there is no template {}", base::quoted(name));
    const std::string near = base::nearest(name, loader.names());
    if (!near.empty()) message += fmt::format("; did you mean {}?", base::quoted(near));
    throw Trouble{"template-missing", std::move(message), place};
  }
  meter.steps(source->size() / 32);
  return *templates_.emplace(name, parse(name, *source, names, meter.limits())).first->second;
}

Value Machine::make_macro(const Stmt& s, const FramePtr& frame, Render& render, std::string name) {
  auto macro = std::make_shared<MacroObject>();
  macro->statement = &s;
  macro->name = std::move(name);
  macro->frame = frame;
  macro->render = render.shared_from_this();
  const auto parameter = [&](std::string_view wanted) {
    return std::any_of(s.parameters.begin(), s.parameters.end(), [&](const Parameter& p) { return *p.name == wanted; });
  };
  macro->takes_rest = mentions(s.bodies[0], "varargs") && !parameter("varargs");
  macro->takes_named_rest = mentions(s.bodies[0], "kwargs") && !parameter("kwargs");
  macro->takes_caller = mentions(s.bodies[0], "caller") && !parameter("caller");
  keep(frame);
  return Value::object(std::move(macro));
}

void Machine::run_for(const Stmt& s, const FramePtr& frame, Render& render, std::string& out, const Value& items,
                      int level) {
  at = s.exprs[0]->place;
  std::vector<Value> all = listed(items, meter);
  if (s.exprs[1]) {
    std::vector<Value> kept;
    for (Value& v : all) {
      const FramePtr own = frame_in(frame);
      assign(s.targets[0], v, own);
      if (truth(evaluate(*s.exprs[1], own))) kept.push_back(std::move(v));
    }
    all = std::move(kept);
  }
  if (all.empty()) {
    run_body(s.bodies[1], frame_in(frame), render, out);
    return;
  }
  auto loop = std::make_shared<LoopObject>();
  loop->items = &all;
  loop->level = level;
  loop->statement = &s;
  loop->frame = frame;
  loop->render = &render;
  const Value loop_value = Value::object(loop);
  const Name loop_name = names.of("loop");
  FramePtr own;
  for (std::size_t i = 0; i < all.size(); ++i) {
    loop->index = i;
    if (own && own.use_count() == 1) {
      own->values.clear();  // no macro took it
    } else {
      own = frame_in(frame);
    }
    own->put(loop_name, loop_value);
    at = s.place;
    assign(s.targets[0], all[i], own);
    meter.steps(1);
    run_body(s.bodies[0], own, render, out);
  }
  // A loop that outlives its run has nothing left to say.
  static const std::vector<Value> nothing{Value()};
  loop->items = &nothing;
  loop->index = 0;
  loop->frame.reset();
  loop->changed_last = {};
}

void Machine::run_block_level(const std::vector<const Stmt*>& levels, std::size_t level, const FramePtr& frame,
                              Render& render, std::string& out) {
  const Deeper deeper(*this);
  const Stmt& s = *levels[level];
  if (s.required)
    throw Trouble{"template-undefined", fmt::format("the block {} has to be filled", base::quoted(*s.name)), s.place};
  const FramePtr own = frame_in(frame);
  own->put(names.of("super"),
           function_of([levels, level, frame, r = render.shared_from_this()](Machine& m, Arguments&) {
             if (level + 1 >= levels.size())
               throw Trouble{"template-undefined", "no block of that name stands above this one", {}};
             std::string inner;
             m.run_block_level(levels, level + 1, frame, *r, inner);
             return m.captured(std::move(inner));
           }));
  const Template* parent = render.parent;
  render.parent = nullptr;
  run_body(s.bodies[0], own, render, out);
  render.parent = parent;
}

void Machine::run_block(const Stmt& s, const FramePtr& frame, Render& render, std::string& out) {
  if (render.parent != nullptr) return;
  const std::vector<const Stmt*> levels = render.blocks.at(s.name);
  run_block_level(levels, 0, levels[0]->scoped || s.scoped ? frame : render.root, render, out);
}

void Machine::run_template(const Template& t, Render& render, std::string& out) {
  const Deeper deeper(*this);
  for (const Stmt* block : t.blocks) render.blocks[block->name].push_back(block);
  render.parent = nullptr;
  run_body(t.body, render.root, render, out);
  if (render.parent != nullptr) {
    const Template& parent = *render.parent;
    run_template(parent, render, out);
  }
}

void Machine::run_statement(const Stmt& s, const FramePtr& frame, Render& render, std::string& out) {
  check_stack(s.place);
  meter.steps(1);
  at = s.place;
  switch (s.kind) {
    case StmtKind::data:
      if (render.parent != nullptr) return;
      out += s.text;
      meter.steps(s.text.size() / 32);
      if (out.size() > meter.limits().output) meter.text(out.size());
      return;
    case StmtKind::print:
      if (render.parent != nullptr) return;
      for (const ExprPtr& e : s.exprs) {
        const Value v = evaluate(*e, frame);
        at = e->place;
        print(out, v);
      }
      return;
    case StmtKind::if_:
      for (std::size_t i = 0; i < s.bodies.size(); ++i) {
        if (i < s.exprs.size()) {
          const Value v = evaluate(*s.exprs[i], frame);
          at = s.exprs[i]->place;
          if (!truth(v)) continue;
        }
        run_body(s.bodies[i], frame, render, out);
        return;
      }
      return;
    case StmtKind::for_: {
      const Value items = evaluate(*s.exprs[0], frame);
      run_for(s, frame, render, out, items, 0);
      return;
    }
    case StmtKind::set: {
      Value v = evaluate(*s.exprs[0], frame);
      at = s.place;
      assign(s.targets[0], std::move(v), frame);
      return;
    }
    case StmtKind::set_block:
    case StmtKind::filter_block: {
      Value v = captured(run_aside(s.bodies[0], frame_in(frame), render));
      if (s.exprs[0]) {
        // The innermost filter has no subject of its own.
        std::vector<const Expr*> chain;
        for (const Expr* e = s.exprs[0].get(); e != nullptr; e = e->kids[0].get()) chain.push_back(e);
        for (auto e = chain.rbegin(); e != chain.rend(); ++e) {
          Arguments args = arguments(**e, frame, std::move(v), true);
          at = (*e)->place;
          v = apply(*(*e)->filter, args);
        }
      }
      if (s.kind == StmtKind::filter_block) {
        if (render.parent == nullptr) print(out, v);
      } else {
        if (escape != Escape::none && v.is(Type::text) && !v.markup()) v = Value::text(v.as_text(), true);
        assign(s.targets[0], std::move(v), frame);
      }
      return;
    }
    case StmtKind::include: {
      const Value which = evaluate(*s.exprs[0], frame);
      if (render.parent != nullptr) return;
      at = s.place;
      if (which.is(Type::undefined)) undefined_trouble(which);
      const std::vector<Value> choices = which.is_sequence() ? which.items() : std::vector<Value>{which};
      const Template* t = nullptr;
      for (const Value& choice : choices) {
        if (!choice.is(Type::text)) type_trouble(fmt::format("a template's name is text, not a {}", type_name(choice)));
        const bool last = &choice == &choices.back();
        if ((!last || s.ignore_missing) && !loader.source(choice.as_text())) continue;
        t = &template_named(choice.as_text(), s.exprs[0]->place);
        break;
      }
      if (t == nullptr) return;
      auto inner = std::make_shared<Render>();
      inner->root = s.with_context ? frame_in(frame) : frame_in(nullptr);
      run_template(*t, *inner, out);
      return;
    }
    case StmtKind::import:
    case StmtKind::from_import: {
      const Value which = evaluate(*s.exprs[0], frame);
      at = s.place;
      if (which.is(Type::undefined)) undefined_trouble(which);
      if (!which.is(Type::text)) type_trouble(fmt::format("a template's name is text, not a {}", type_name(which)));
      const Template& t = template_named(which.as_text(), s.exprs[0]->place);
      auto module = std::make_shared<ModuleObject>();
      auto inner = std::make_shared<Render>();
      inner->root = s.with_context ? frame_in(frame) : frame_in(nullptr);
      module->frame = inner->root;
      module->name = t.name;
      run_template(t, *inner, module->text);
      keep(inner->root);
      at = s.place;
      if (s.kind == StmtKind::import) {
        frame->put(s.name, Value::object(std::move(module)));
        return;
      }
      for (const auto& [theirs, ours] : s.imported) {
        const Value* v = module->frame->own(theirs);
        frame->put(ours, v != nullptr
                             ? *v
                             : Value::undefined_because(fmt::format("the template {} sets no {}", base::quoted(t.name),
                                                                    base::quoted(*theirs)),
                                                        s.place));
      }
      return;
    }
    case StmtKind::extends: {
      const Value which = evaluate(*s.exprs[0], frame);
      at = s.place;
      if (which.is(Type::undefined)) undefined_trouble(which);
      if (!which.is(Type::text)) type_trouble(fmt::format("a template's name is text, not a {}", type_name(which)));
      if (render.parent != nullptr) throw Trouble{"template-syntax", "this template extends two others", s.place};
      render.parent = &template_named(which.as_text(), s.exprs[0]->place);
      return;
    }
    case StmtKind::block:
      run_block(s, frame, render, out);
      return;
    case StmtKind::macro:
      frame->put(s.name, make_macro(s, frame, render, *s.name));
      return;
    case StmtKind::call_block: {
      const Expr& e = *s.exprs[0];
      const Expr& callee = *e.kids[0];
      const Value function = callee.kind == ExprKind::field
                                 ? field(evaluate(*callee.kids[0], frame), *callee.name, callee.place, true)
                                 : evaluate(callee, frame);
      Arguments args = arguments(e, frame, {}, false);
      args.named.emplace_back("caller", make_macro(s, frame, render, "caller"));
      const Value v = call(function, args, callee.place);
      at = s.place;
      if (render.parent == nullptr) print(out, v);
      return;
    }
    case StmtKind::with: {
      const FramePtr own = frame_in(frame);
      std::vector<Value> values;
      for (const ExprPtr& e : s.exprs) values.push_back(evaluate(*e, frame));
      for (std::size_t i = 0; i < values.size(); ++i) assign(s.targets[i], std::move(values[i]), own);
      run_body(s.bodies[0], own, render, out);
      return;
    }
    case StmtKind::autoescape: {
      const bool on = truth(evaluate(*s.exprs[0], frame));
      const Escape before = escape;
      escape = !on ? Escape::none : (options.escape == Escape::none ? Escape::html : options.escape);
      run_body(s.bodies[0], frame_in(frame), render, out);
      escape = before;
      return;
    }
  }
}

std::string Machine::run(std::string_view name) {
  stack_ = static_cast<const char*>(__builtin_frame_address(0));
  const std::string top(name);
  FramePtr data_frame = frame_in(nullptr);
  data_frame->sees_data = true;
  auto render = std::make_shared<Render>();
  render->root = frame_in(data_frame);
  keep(render->root);
  std::string out;
  try {
    const Template& t = template_named(top, {});
    auto self = std::make_shared<SelfObject>();
    self->render = render.get();
    data_frame->put(names.of("self"), Value::object(self));
    run_template(t, *render, out);
    return out;
  } catch (const Trouble& trouble) {
    const Place& place = trouble.place.file != nullptr ? trouble.place : at;
    std::string message = trouble.message;
    if (!trouble.missing.empty()) {
      const std::string near = base::nearest(trouble.missing, known_names(render->root));
      message = fmt::format("{} is not defined", base::quoted(trouble.missing));
      if (!near.empty()) message += fmt::format("; did you mean {}?", base::quoted(near));
    }
    const bool strict = trouble.code == "template-undefined";
    throw base::Error(
        base::Status::refused, trouble.code,
        fmt::format("{}:{}:{}: {}", place.file != nullptr ? *place.file : top, place.line, place.column, message),
        strict ? "correct the name, or allow for its absence with |default(…) or \"is defined\"" : "");
  }
}

Value NamespaceObject::field(Machine& machine, std::string_view name) {
  for (const auto& [known, value] : fields) {
    if (known == name) return value;
  }
  return Value::undefined_because(fmt::format("the namespace has no {}", base::quoted(name)), machine.at);
}

void NamespaceObject::put(std::string_view name, Value value) {
  for (auto& [known, held] : fields) {
    if (known == name) {
      held = std::move(value);
      return;
    }
  }
  fields.emplace_back(name, std::move(value));
}

std::string NamespaceObject::shown(Meter& meter) const {
  meter.steps(16);
  std::string out = "<Namespace {";
  for (const auto& [name, value] : fields) {
    if (out.back() != '{') out += ", ";
    out += "'" + name + "': ";
    out += repr(value, meter);
  }
  return out + "}>";
}

}  // namespace debrief::templates::engine
