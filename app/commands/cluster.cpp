// cluster: incidents whose words say the same, as themes to work on.

#include "analytics/cluster.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/clustering.h"
#include "app/command.h"
#include "app/interrupt.h"
#include "app/session.h"
#include "app/shapes/cluster_shape.h"
#include "app/terminal.h"
#include "app/theme_decisions.h"
#include "app/theme_verbs.h"
#include "app/words.h"
#include "base/json.h"
#include "base/text.h"
#include "import/table.h"
#include "review/clusters.h"
#include "review/incidents.h"
#include "templates/facts/themes_view.h"
#include "templates/facts/words.h"

namespace debrief::app {

namespace {

using analytics::ClusterText;
using base::Error;
using base::Json;
using base::Status;

analytics::ClusterOptions options_of(const Arguments& a, ProgressBar& bar) {
  analytics::ClusterOptions options;
  if (a.value("k", "auto") != "auto") options.k = static_cast<int>(*a.integer("k", 1, 1000));
  options.seed = static_cast<std::uint64_t>(a.integer("seed", 0, std::int64_t{1} << 62).value_or(1));
  options.progress = [&bar](double share) {
    bar.show(static_cast<std::uint64_t>(std::llround(std::clamp(share, 0.0, 1.0) * 1000)), 1000, "steps");
    return !interrupted();
  };
  return options;
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

/// "growing ×2.4", "new", "" where there is no evidence of a change.
std::string moved(const templates::ThemeView& theme) {
  if (!theme.movement || theme.movement->movement == analytics::Movement::none) return "";
  const auto& m = *theme.movement;
  const std::string word(analytics::name(m.movement));
  const bool counted = m.movement == analytics::Movement::growing || m.movement == analytics::Movement::shrinking;
  return counted && m.rates.ratio ? fmt::format("{} ×{}", word, templates::times_said(*m.rates.ratio)) : word;
}

/// One table; where there are groups, each group's themes below a line of its own.
TextTable themes_table(const templates::ThemesView& view) {
  TextTable table;
  table.column("Theme", Side::right);
  table.column("Incidents", Side::right);
  table.column("Share", Side::right);
  table.column("Stable", Side::right);
  table.column("Lately");
  table.column("Example");
  table.column("What they say");
  const auto share = [&](std::int64_t n) {
    return view.run.n > 0 ? percent(static_cast<double>(n) / static_cast<double>(view.run.n)) : std::string();
  };
  const auto add = [&](std::size_t t) {
    const auto& theme = view.run.themes[t];
    table.row({std::to_string(theme.number), base::grouped(theme.size), share(theme.size),
               fmt::format("{:.2f}{}", theme.stability, view.themes[t].tentative ? "?" : ""), moved(view.themes[t]),
               theme.examples.empty() ? "" : theme.examples.front(), theme.label});
  };
  for (const auto& group : view.run.groups) {
    std::int64_t size = 0;
    for (const auto& theme : view.run.themes) size += theme.group == group.number ? theme.size : 0;
    table.row({"", base::grouped(size), share(size), "", "", "", fmt::format("[{}: {}]", group.number, group.label)});
    for (std::size_t t = 0; t < view.run.themes.size(); ++t) {
      if (view.run.themes[t].group == group.number) add(t);
    }
  }
  for (std::size_t t = 0; t < view.run.themes.size(); ++t) {
    if (view.run.groups.empty() || view.run.themes[t].group == 0) add(t);
  }
  return table;
}

Status show_run(Session& session, review::Store& store, const review::StoredClusterRun& run) {
  const auto columns = review::incident_columns(store);
  const auto view = templates::themes_view(store, columns, run, store.zone());
  if (session.json()) {
    session.answer(cluster_run_shape(view, columns));
    return Status::done;
  }
  for (const std::string& remark : templates::remarks(view)) session.line(templates::capitalised(remark));
  if (!run.themes.empty()) session.table(themes_table(view));
  session.line(fmt::format(
      "{} of {} in a theme, {} in none{}. A theme under 0.60 (marked ?) is tentative",
      base::grouped(run.n - run.outliers), base::counted(run.n, "incident"), base::grouped(run.outliers),
      run.n > 0 ? fmt::format(" ({})", percent(static_cast<double>(run.outliers) / static_cast<double>(run.n))) : ""));
  if (view.few.few > 0 && run.themes.size() > 1) {
    session.line(fmt::format("{} of {} hold {} of what is in any ({} to {} would, counted again)", view.few.few,
                             base::counted(static_cast<long long>(run.themes.size()), "theme"),
                             templates::share_said(view.few.held), view.few.few_low, view.few.few_high));
  }
  if (view.periods) {
    const base::Zone zone = store.zone();
    const std::string all = view.all && view.all->rates.ratio
                                ? fmt::format(" (all incidents ×{})", templates::times_said(*view.all->rates.ratio))
                                : std::string();
    session.line(fmt::format("Lately: {} to {} against what came before{}, where q is at most 0.05",
                             base::iso_date(view.periods->recent.from, zone),
                             base::iso_date(view.periods->recent.until - 1, zone), all));
  }
  for (const std::string& note : run.notes) session.line(note);
  if (!run.themes.empty()) {
    session.line(
        fmt::format("Who is in one: debrief cluster members {}. Figures by theme: debrief kpi incidents --by "
                    "cluster",
                    run.themes.front().number));
  }
  return Status::done;
}

ClusterFields fields_from(const std::string& text) {
  ClusterFields fields{false, false, false};
  for (const std::string& name : base::split(text, '+')) {
    if (name == "title") {
      fields.title = true;
    } else if (name == "description") {
      fields.description = true;
    } else if (name == "category") {
      fields.category = true;
    } else {
      throw unknown_word("--field", name, {"title", "description", "category"});
    }
  }
  return fields;
}

Status run_run(Session& session, const Arguments& a) {
  const ClusterFields fields = fields_from(a.value("field", "title+description"));
  ProgressBar bar("Looking for themes", session.wants_progress());
  const auto run = find_themes(session, fields, options_of(a, bar));
  bar.clear();
  return show_run(session, session.writer(), run);
}

Status run_list(Session& session, const Arguments&) {
  review::Store& store = session.reader();
  return show_run(session, store, newest_run(store));
}

Status run_members(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto run = newest_run(store);
  std::optional<std::int64_t> number;
  if (!a.positional.empty()) {
    number = whole_number(a.positional.front(), "the theme", 0, 1'000'000);
    const bool there = std::any_of(run.themes.begin(), run.themes.end(),
                                   [&](const review::StoredTheme& t) { return t.number == *number; });
    if (*number != 0 && !there) {
      throw Error(Status::world, "no-such-theme", fmt::format("there is no theme {}", *number),
                  "debrief cluster list shows them; 0 stands for those in none");
    }
  }
  Json items = Json::array();
  TextTable table;
  table.column("Reference");
  table.column("Theme", Side::right);
  table.column("Score", Side::right);
  for (const auto& member : review::cluster_members(store, run.id, number)) {
    Json item{
        {"ref", member.ref}, {"cluster", member.number > 0 ? Json(member.number) : Json()}, {"score", member.score}};
    if (session.json_lines()) {
      session.json_line(item);
    } else if (session.json()) {
      items.push_back(std::move(item));
    } else {
      table.row(
          {member.ref, member.number > 0 ? std::to_string(member.number) : "–", fmt::format("{:.2f}", member.score)});
    }
  }
  if (session.json() && !session.json_lines()) session.answer({{"items", items}, {"next", nullptr}});
  if (!session.json()) session.table(table);
  return Status::done;
}

/// One column of a table, with the rows it stood in.
struct ColumnOfTexts {
  std::vector<std::int64_t> rows;
  std::vector<ClusterText> texts;
};

ColumnOfTexts read_column(const std::string& file, const std::string& name, const import::Options& options) {
  const import::Source source = import::Source::open(file);
  ColumnOfTexts out;
  std::size_t at = 0;
  const auto find = [&](const std::vector<std::string>& known) {
    const auto same = std::find(known.begin(), known.end(), name);
    const auto alike = std::find_if(known.begin(), known.end(), [&](const std::string& k) {
      return base::heading_key(k) == base::heading_key(name);
    });
    const auto found = same != known.end() ? same : alike;
    if (found != known.end()) {
      at = static_cast<std::size_t>(found - known.begin());
      return;
    }
    const std::string near = base::nearest(name, known);
    throw Error(Status::usage, "no-such-column",
                near.empty()
                    ? fmt::format("{} has no column {}", source.name(), base::quoted(name))
                    : fmt::format("{} has no column {}. Did you mean \"{}\"?", source.name(), base::quoted(name), near),
                "columns: " + base::joined(known, ", "));
  };
  import::each_row(source, options, find, [&](std::int64_t row, const std::vector<std::string_view>& cells) {
    stop_if_interrupted();
  out.rows.push_back(row);
  std::string text(cells[at]);
  if (base::bad_utf8(text) != std::string_view::npos) text = base::repaired_utf8(text);
  // The row number is the key that ties go by: padded, so that its order is the file's.
  out.texts.push_back({fmt::format("{:012}", row), std::move(text), "", ""});
});
return out;
}  // namespace

Status run_text(Session& session, const Arguments& a) {
  if (a.value("column").empty()) {
    throw Error(Status::usage, "missing-argument", "debrief cluster text needs --column NAME",
                "debrief table FILE shows the columns");
  }
  import::Options options;
  options.sheet = a.value("sheet");
  options.delimiter = a.value("delimiter");
  options.encoding = a.value("encoding");
  const ColumnOfTexts column = read_column(a.positional.front(), a.value("column"), options);
  ProgressBar bar("Looking for themes", session.wants_progress());
  const auto run = analytics::cluster(column.texts, options_of(a, bar));
  stop_if_interrupted();
  bar.clear();
  const auto outliers = std::count(run.theme_of.begin(), run.theme_of.end(), -1);
  const auto n = static_cast<std::int64_t>(column.texts.size());
  Json clusters = Json::array();
  for (std::size_t t = 0; t < run.themes.size(); ++t) {
    const auto& theme = run.themes[t];
    Json examples = Json::array();
    for (const std::uint32_t i : theme.examples) examples.push_back(column.rows[i]);
    clusters.push_back({{"id", t + 1},
                        {"label", theme.label},
                        {"terms", theme.terms},
                        {"size", theme.members.size()},
                        {"stability", theme.stability},
                        {"examples", examples}});
  }
  Json summary{{"n", n},
               {"clustered", n - outliers},
               {"outliers", outliers},
               {"k", run.themes.size()},
               {"method", run.method},
               {"seed", run.seed},
               {"stability", run.stability},
               {"notes", run.notes}};
  const auto theme_of = [&](std::size_t i) { return run.theme_of[i] < 0 ? Json() : Json(run.theme_of[i] + 1); };
  if (session.json_lines()) {
    for (std::size_t i = 0; i < column.rows.size(); ++i)
      session.json_line({{"row", column.rows[i]}, {"cluster", theme_of(i)}});
    summary["clusters"] = std::move(clusters);
    session.json_line({{"run", std::move(summary)}});
    return Status::done;
  }
  if (session.json()) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < column.rows.size(); ++i)
      rows.push_back({{"row", column.rows[i]}, {"cluster", theme_of(i)}});
    session.answer({{"run", summary}, {"clusters", clusters}, {"rows", rows}});
    return Status::done;
  }
  TextTable table;
  table.column("Theme", Side::right);
  table.column("Rows", Side::right);
  table.column("Stable", Side::right);
  table.column("What they say");
  for (std::size_t t = 0; t < run.themes.size(); ++t) {
    table.row({std::to_string(t + 1), base::grouped(static_cast<long long>(run.themes[t].members.size())),
               fmt::format("{:.2f}", run.themes[t].stability), run.themes[t].label});
  }
  session.table(table);
  session.line(fmt::format("{} of {} in a theme; --json-lines gives the theme of each row", base::grouped(n - outliers),
                           base::counted(n, "row")));
  return Status::done;
}

}  // namespace debrief::app

extern const Command cluster_command{
    .name = "cluster",
    .title = "Find themes: incidents whose words say the same",
    .group = "Look",
    .verbs =
        {{"run",
          "",
          "Looks for themes in the incidents' words and keeps them.",
          {{"--field", "FIELDS", "title+description unless told; category may be added"},
           {"--k", "N", "number of themes, or auto"},
           {"--seed", "N", "of every random draw; 1 unless told"}},
          run_run},
         {"list", "", "Shows the newest run with its themes.", {}, run_list},
         {"members", "[ID]", "Lists the incidents of a theme, or of all; 0 for those in none.", {}, run_members},
         {"merge", "ID…", "Puts themes together under the first one's number and name.", {}, merge_verb},
         {"split",
          "ID [REF…]",
          "Takes a theme apart by its words, or takes the named incidents out of it.",
          {{"--into", "N", "how many parts; 2 unless told"},
           {"--name", "NAME", "of the theme that the named incidents become; by their words unless told"}},
          split_verb},
         {"rename", "ID NAME", "Gives a theme a name that stays.", {}, rename_verb},
         {"move",
          "REF…",
          "Puts incidents into a theme.",
          {{"--to", "ID", "the theme; 0 takes them out of any"}},
          move_verb},
         {"undo", "[DECISION]", "Takes the last decision back, or the one named.", {}, undo_verb},
         {"decisions", "", "Lists what was decided about themes, and what a run could not follow.", {}, decisions_verb},
         {"combinations",
          "",
          "Shows which two or three values occur together more often than they should.",
          {{"--limit", "N", "how many to show; 20 unless told, all with --json"}},
          combinations_verb},
         {"text",
          "FILE",
          "Looks for themes in a column of any table; nothing is kept.",
          {{"--column", "NAME", "the column with the words"},
           {"--k", "N", "number of themes, or auto"},
           {"--seed", "N", "of every random draw; 1 unless told"},
           {"--sheet", "NAME", "sheet of a workbook"},
           {"--delimiter", "CHAR", "what stands between columns"},
           {"--encoding", "NAME", "utf-8, windows-1252, …"}},
          run_text}},
};

}  // namespace debrief::app
