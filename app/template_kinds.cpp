// A template held against the views of the kinds of document.

#include "app/template_kinds.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/view_model.h"

namespace debrief::app {

namespace {

/// The paths of a view: "control", "control.incidents", "control.incidents[]", "tables.*".
std::set<std::string> paths_of(const templates::ViewModel& view) {
  std::set<std::string> out;
  for (const auto& f : view.fields) {
    out.insert(f.path);
    if (f.type.starts_with("list")) out.insert(f.path + "[]");
  }
  return out;
}

/// "control.titel" -> "control", "titel".
std::pair<std::string, std::string> parted(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot == std::string::npos ? std::pair(std::string(), path)
                                  : std::pair(path.substr(0, dot), path.substr(dot + 1));
}

bool knows(const std::set<std::string>& known, const std::string& path) {
  if (known.contains(path)) return true;
  const auto [parent, leaf] = parted(path);
  return !parent.empty() && known.contains(parent + ".*");
}

/// The names beside which `path` would stand among `known`: the last parts of what has the same parent. Nothing where
/// the parent itself is unknown.
std::vector<std::string> names_beside(const std::set<std::string>& known, const std::string& path) {
  const auto [parent, leaf] = parted(path);
  std::vector<std::string> beside;
  if (!parent.empty() && !known.contains(parent)) return beside;
  for (const std::string& p : known) {
    const auto [its_parent, its_leaf] = parted(p);
    if (its_parent == parent && its_leaf.find_first_of("[*") == std::string::npos) beside.push_back(its_leaf);
  }
  return beside;
}

/// The known path that `path` was probably meant to be: the same parent, a near name. "" where there is none.
std::string meant_by(const std::set<std::string>& known, const std::string& path) {
  const auto [parent, leaf] = parted(path);
  const std::string near = base::nearest(leaf, names_beside(known, path));
  return near.empty() || parent.empty() ? near : parent + "." + near;
}

/// How much of `fields` the paths of a kind explain. A name inside another says more than one that stands alone, a
/// known one more than a near one. 0 where less than half of the names the fields begin with are the kind's own.
std::size_t explained(const std::vector<templates::TemplateField>& fields, const std::set<std::string>& paths) {
  std::set<std::string> tops;
  std::size_t score = 0;
  for (const auto& f : fields) {
    const std::string top = f.path.substr(0, f.path.find_first_of(".["));
    tops.insert(top);
    const auto names = 1 + static_cast<std::size_t>(std::count(f.path.begin(), f.path.end(), '.'));
    if (knows(paths, f.path)) {
      score += 2 * names;
    } else if (!meant_by(paths, f.path).empty()) {
      score += 2 * names - 1;
    } else {
      score += paths.contains(top) ? 2U : 0U;
    }
  }
  const auto own = std::count_if(tops.begin(), tops.end(), [&](const auto& top) { return paths.contains(top); });
  return static_cast<std::size_t>(own) * 2 >= tops.size() ? score : 0;
}

/// True where what stands before the last name is known to have no such member: an object or one item of a list.
bool closed_above(const templates::ViewModel& view, const std::string& path) {
  const auto [parent, leaf] = parted(path);
  if (parent.empty()) return true;
  const std::string whole = parent.ends_with("[]") ? parent.substr(0, parent.size() - 2) : parent;
  return std::any_of(view.fields.begin(), view.fields.end(), [&](const templates::ViewField& f) {
    return f.path == whole && (parent == whole ? f.type == "object" : f.type == "list");
  });
}

}  // namespace

void check_against_kinds(templates::TemplateCheck& check, std::string_view kind) {
  const templates::ViewModel* view = kind.empty() ? nullptr : templates::view_model(kind);
  const bool told = view != nullptr;
  std::set<std::string> known;
  std::size_t best = 0;
  if (told) {
    known = paths_of(*view);
  } else {
    for (const auto& candidate : templates::view_models()) {
      auto paths = paths_of(candidate);
      const std::size_t score = explained(check.fields, paths);
      if (score > best) {
        best = score;
        known = std::move(paths);
        view = &candidate;
      }
    }
  }
  if (view == nullptr) return;
  for (const auto& f : check.fields) {
    if (f.optional || knows(known, f.path)) continue;
    // A first name that is no name of the view: what stands behind it cannot be known either.
    const std::string top = f.path.substr(0, f.path.find_first_of(".["));
    const std::string asked = known.contains(top) ? f.path : top;
    const std::string meant = meant_by(known, asked);
    if (asked == top && !meant.empty()) {
      check.faults.push_back(
          {f.file, f.line, f.column, "template-undefined",
           fmt::format("no such field {}; did you mean {}?", base::quoted(top, 80), base::quoted(meant))});
      continue;
    }
    if (meant.empty() && !(told && closed_above(*view, f.path))) continue;
    check.faults.push_back({f.file, f.line, f.column, "template-undefined",
                            meant.empty() ? fmt::format("no such field {} in {}; debrief template fields {} lists them",
                                                        base::quoted(f.path, 80), view->name, view->kind)
                                          : fmt::format("no such field {}; did you mean {}?", base::quoted(f.path, 80),
                                                        base::quoted(meant))});
  }
}

}  // namespace debrief::app
