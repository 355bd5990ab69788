// A parsed template.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "templates/engine/value.h"

namespace debrief::templates::engine {

struct Filter;
struct Test;

/// A name, compared by address; see Names.
using Name = const std::string*;

/// Keeps each name once, for one rendering.
class Names {
 public:
  Name of(const std::string& text) { return &*all_.insert(text).first; }

 private:
  std::set<std::string> all_;
};

enum class ExprKind : std::uint8_t {
  constant,
  name,
  list,
  tuple,
  dict,   // dict: kids are key, value, key, value …
  field,  // kids[0].text
  item,   // kids[0][kids[1]]
  slice,  // kids: from, until, step; null where left out
  call,
  filter,
  test,  // kids[0] is called or filtered (null in filter blocks), the rest arguments
  negate,
  plus,
  not_,
  and_,
  or_,
  concat,
  add,
  subtract,
  multiply,
  divide,
  floor_divide,
  modulo,
  power,
  compare,  // kids[0] op[0] kids[1] op[1] kids[2] …
  choose,   // kids: condition, then, else (null where left out)
};
enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal, in, not_in };

struct Expr {
  ExprKind kind = ExprKind::constant;
  Place place;
  Value constant;
  Name name = nullptr;  // of names, fields
  std::vector<std::unique_ptr<Expr>> kids;
  std::vector<Name> keywords;             // of the last kids of a call: name=value
  std::unique_ptr<Expr> star, star_star;  // *args, **kwargs
  std::vector<Comparison> comparisons;
  const Filter* filter = nullptr;
  const Test* test = nullptr;
  int depth = 1;
};
using ExprPtr = std::unique_ptr<Expr>;

/// What a value is given to: a name, a field of a namespace, or a tuple of targets.
struct Target {
  Place place;
  Name name = nullptr;
  Name field = nullptr;
  std::vector<Target> parts;
};

struct Parameter {
  Name name = nullptr;
  ExprPtr otherwise;  // null where the argument is needed
};

enum class StmtKind : std::uint8_t {
  data,
  print,
  if_,
  for_,
  set,
  set_block,
  include,
  import,
  from_import,
  extends,
  block,
  macro,
  call_block,
  filter_block,
  with,
  autoescape,
};

struct Stmt;
using Body = std::vector<std::unique_ptr<Stmt>>;

struct Stmt {
  StmtKind kind = StmtKind::data;
  Place place;
  std::string text;            // data
  std::vector<ExprPtr> exprs;  // print, if conditions, what set, for, include … work on; may hold null
  std::vector<Body> bodies;    // if: one per condition, then else; for: body, else
  std::vector<Target> targets;
  Name name = nullptr;  // macro, block, import … as
  std::vector<Parameter> parameters;
  std::vector<std::pair<Name, Name>> imported;
  bool with_context = false;
  bool ignore_missing = false;
  bool scoped = false;
  bool required = false;
  bool recursive = false;
};

struct Template {
  std::string name;
  Body body;
  std::vector<const Stmt*> blocks;  // all, in order
};

}  // namespace debrief::templates::engine
