// Runs a parsed template: scopes, expressions, statements, inheritance, limits.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "templates/engine/ast.h"
#include "templates/engine/engine.h"
#include "templates/engine/words.h"

namespace debrief::templates::engine {

/// Names set at one level. Held by the macros made in it.
struct Frame {
  std::shared_ptr<Frame> outer;
  std::vector<std::pair<Name, Value>> values;
  bool sees_data = false;  // where the chain ends: the data follow

  const Value* own(Name name) const;
  void put(Name name, Value value);
};
using FramePtr = std::shared_ptr<Frame>;

/// One template being rendered with those it extends: they share names and override one another's blocks.
/// blocks  per name, the most derived first
struct Render : std::enable_shared_from_this<Render> {
  FramePtr root;
  std::map<Name, std::vector<const Stmt*>> blocks;
  const Template* parent = nullptr;  // set by {% extends %}
};

struct Machine {
  Machine(const Loader& loader, const nlohmann::ordered_json& data, const RenderOptions& options);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  std::string run(std::string_view name);

  const Loader& loader;
  const RenderOptions& options;
  Meter meter;
  Names names;
  Escape escape;
  Place at;  // what is being worked on, for troubles without a place

  // --- expressions (evaluate.cpp)
  Value evaluate(const Expr& e, const FramePtr& frame);
  Value field(const Value& owner, std::string_view name, const Place& place, bool called = false);
  Value item(const Value& owner, const Value& key, const Place& place);
  Value call(const Value& callee, Arguments& arguments, const Place& place);
  Value apply(const Filter& filter, Arguments& arguments);
  bool holds(const Test& test, const std::vector<Value>& values);
  bool contains(const Value& whole, const Value& part);
  Value add(const Value& a, const Value& b);
  Value multiply(const Value& a, const Value& b);
  Arguments arguments(const Expr& e, const FramePtr& frame, Value subject, bool with_subject);
  /// The value of a path such as "owner.name" or "0" of `value`, as filters take it in `attribute=`.
  Value attribute(const Value& value, const Value& path);
  Value name_value(Name name, const FramePtr& frame, const Place& place);
  std::vector<std::string> known_names(const FramePtr& frame) const;

  // --- statements (run.cpp)
  void run_body(const Body& body, const FramePtr& frame, Render& render, std::string& out);
  void run_statement(const Stmt& s, const FramePtr& frame, Render& render, std::string& out);
  void run_for(const Stmt& s, const FramePtr& frame, Render& render, std::string& out, const Value& items, int level);
  void run_block(const Stmt& s, const FramePtr& frame, Render& render, std::string& out);
  void run_block_level(const std::vector<const Stmt*>& levels, std::size_t level, const FramePtr& frame, Render& render,
                       std::string& out);
  void run_template(const Template& t, Render& render, std::string& out);
  void assign(const Target& target, Value value, const FramePtr& frame);
  std::string run_aside(const Body& body, const FramePtr& frame, Render& render);
  Value captured(std::string text) const;
  const Template& template_named(const std::string& name, const Place& place);
  Value make_macro(const Stmt& s, const FramePtr& frame, Render& render, std::string name);
  FramePtr frame_in(const FramePtr& outer);
  void print(std::string& out, const Value& value);

  void check_stack(const Place& place) const;

  struct Deeper {
    explicit Deeper(Machine& m);
    ~Deeper() { --machine.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    Machine& machine;
  };

  /// Everything that can refer back to itself, emptied at the end.
  void keep(const FramePtr& frame) { frames_.push_back(frame); }
  void keep(const std::shared_ptr<Object>& object) { objects_.push_back(object); }

  std::map<std::string, std::string> pseudonyms;

 private:
  const nlohmann::ordered_json& data_;
  std::vector<std::pair<Name, Value>> from_data_;  // members of the data already made values
  std::map<std::string, std::unique_ptr<Template>, std::less<>> templates_;
  std::vector<FramePtr> frames_;
  std::vector<std::shared_ptr<Object>> objects_;
  const char* stack_ = nullptr;  // where the stack stood at the start
  int depth_ = 0;
};

/// Emptied by the machine when it ends, so that values that hold themselves are freed.
struct NamespaceObject : Object {
  std::vector<std::pair<std::string, Value>> fields;
  Value field(Machine& machine, std::string_view name) override;
  std::string shown(Meter& meter) const override;
  void put(std::string_view name, Value value);
};

}  // namespace debrief::templates::engine
