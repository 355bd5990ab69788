// demo: the whole way from a log to every document, on an invented centre.

#include <set>

#include <fmt/format.h>

#include "analytics/cluster.h"
#include "app/clustering.h"
#include "app/command.h"
#include "app/demo_story.h"
#include "app/import_file.h"
#include "app/index_page.h"
#include "app/interrupt.h"
#include "app/portfolio_pack.h"
#include "app/report_files.h"
#include "app/session.h"
#include "base/embedded.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "review/learners.h"

namespace debrief::app {

std::span<const base::Embedded> demo_files();

namespace {

using base::Error;
using base::Json;
using base::Path;
using base::Status;

constexpr std::string_view log_name = "contact-centre-log.csv";
constexpr std::string_view workspace_name = "demo.db";
// The day after the log ends: the same demo, byte for byte, whenever it is run.
constexpr std::string_view demo_now = "2026-10-01T09:00:00Z";
constexpr std::string_view demo_zone = "Europe/London";
constexpr std::string_view demo_unit = "OFQUAL-K5030421";
// Not a secret: the demo names invented people, and equal runs are to give equal bytes.
constexpr std::string_view demo_salt = "harbour home services";

void remove_workspace(const Path& workspace) {
  std::error_code ignored;
  for (const char* ending : {"", "-wal", "-shm", ".lock"})
    std::filesystem::remove(Path(workspace.string() + ending), ignored);
}

/// Takes an earlier demo's workspace away; anything else of that name is left alone and stops the command.
///
/// again  drop what somebody changed in that demo since
void clear_earlier(const Path& workspace, const base::Clock& clock, bool again) {
  std::error_code ignored;
  if (!std::filesystem::exists(workspace, ignored)) return;
  {
    auto store = review::Store::open(workspace, review::Store::Mode::read, clock, "demo");
    const auto left = store.setting("demo_head");
    if (store.setting("demo") == "yes" && left && left != store.setting("audit_head") && !again) {
      throw Error(Status::refused, "folder-not-empty",
                  fmt::format("the demo in {} was changed since it was made", base::quoted(workspace.string(), 200)),
                  "--again makes it anew and drops those changes; nothing was changed");
    }
    if (store.setting("demo") != "yes") {
      throw Error(Status::refused, "folder-not-empty",
                  fmt::format("{} is a workspace, but not of a demo", base::quoted(workspace.string(), 200)),
                  "name another folder: debrief demo DIR; nothing was changed");
    }
  }
  remove_workspace(workspace);
}

ReportRequest request(Session& session, std::string kind, std::string id, std::string audience) {
  ReportRequest out;
  out.options.audience = std::move(audience);
  out.options.now = session.now();
  out.options.pseudonym_salt = base::commitment(demo_salt, kind);
  out.kind = std::move(kind);
  out.id = std::move(id);
  return out;
}

struct Made {
  std::string title;
  std::string folder;
  std::vector<WrittenFile> files;
};

Status make(Session& outer, const Arguments& a) {
  const Path folder = a.positional.front();
  Settings settings = outer.settings();
  settings.workspace = folder / workspace_name;
  settings.workspace_from = "flag";
  settings.fixed_now = settings.fixed_now.value_or(*base::parse_rfc3339(demo_now));
  Session session(settings);
  clear_earlier(settings.workspace, session.clock(), a.has("again"));

  for (const base::Embedded& file : demo_files()) {
    if (file.name == log_name) base::write_file(folder / log_name, file.bytes);
  }
  session.writer().transaction([&] {
    session.writer().set_setting("demo", "yes");
    session.writer().set_setting("organisation", "Harbour Home Services (invented)");
    session.writer().set_setting("pseudonym_salt", demo_salt);
    session.writer().set_zone(*base::Zone::named(demo_zone));
  });
  const ImportOutcome imported =
      import_file(session, (folder / log_name).string(), {}, review::Intake::Mode::real, Faults::set_aside);
  stop_if_interrupted();
  const std::size_t themes = find_themes(session, ClusterFields{}, {}).themes.size();
  const DemoRecords records = write_demo_story(session.writer());

  std::vector<Made> made;
  const auto write = [&](const std::string& title, const std::string& where, const ReportRequest& asked) {
    stop_if_interrupted();
    made.push_back({title, where, write_report(session, asked, folder / where).files});
  };
  const std::string review = std::to_string(records.review_id);
  write("Post-incident review, for those inside", "review", request(session, "pir", review, "internal"));
  write("Post-incident review, for customers and partners", "review-external",
        request(session, "pir", review, "external"));
  write("Actions", "actions", request(session, "actions", "", "internal"));
  write("Trends and themes", "trends", request(session, "trends", "", "manager"));
  for (const std::int64_t id : records.learners) {
    const auto learner = review::learner(session.reader(), std::to_string(id));
    PackRequest pack;
    pack.learner = std::to_string(id);
    pack.units = {std::string(demo_unit)};
    pack.folder = folder / fmt::format("portfolio-{}", id);
    pack.key = folder / "keys" / fmt::format("portfolio-{}.key.json", id);
    pack.options.now = session.now();
    made.push_back({fmt::format("Evidence of {}", learner.name), fmt::format("portfolio-{}", id),
                    build_pack(session, pack).files});
  }

  std::vector<IndexSection> sections;
  Json files = Json::array();
  for (const Made& m : made) {
    IndexSection section{m.title, {}};
    for (const WrittenFile& f : m.files) {
      section.links.push_back({fmt::format("{}/{}", m.folder, f.path), f.format, f.bytes});
      files.push_back({{"path", fmt::format("{}/{}", m.folder, f.path)},
                       {"format", f.format},
                       {"bytes", f.bytes},
                       {"sha256", f.sha256}});
    }
    sections.push_back(std::move(section));
  }
  session.writer().set_setting("demo_head", session.writer().setting("audit_head").value_or(""));
  base::write_file(folder / "index.html", index_page("What Debrief made of a demo log", sections));

  const auto& r = imported.receipt;
  if (outer.json()) {
    outer.answer({{"folder", folder.string()},
                  {"workspace", settings.workspace.string()},
                  {"index", "index.html"},
                  {"import_id", r.import_id},
                  {"incidents", r.incidents},
                  {"themes", themes},
                  {"review_id", records.review_id},
                  {"incident", records.incident},
                  {"learners", records.learners},
                  {"files", files}});
    return Status::done;
  }
  outer.line(fmt::format("{} of {}: {} and {} read, {}", base::grouped(r.rows.read), log_name,
                         base::counted(r.incidents, "incident"), base::counted(r.events, "event"),
                         base::counted(r.issues_total, "problem") + " named"));
  outer.line(fmt::format("{} found; review {} of {} written", base::counted(static_cast<long long>(themes), "theme"),
                         review, records.incident));
  for (const Made& m : made) {
    std::vector<std::string> formats;
    for (const WrittenFile& f : m.files) formats.push_back(base::Path(f.path).extension().string().substr(1));
    outer.line(fmt::format("  {:<50} {}/ ({})", m.title, m.folder, base::joined(formats, " ")));
  }
  outer.line(fmt::format("Start here: {}", (folder / "index.html").string()));
  outer.line(fmt::format("Look around: debrief --workspace {} check", settings.workspace.string()));
  return Status::done;
}

/// Half a demo helps nobody: what a stopped one wrote is taken away, what stood there before stays.
Status run(Session& outer, const Arguments& a) {
  const Path folder = a.positional.front();
  std::error_code ignored;
  std::set<Path> before;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) before.insert(entry.path().filename());
  const bool there = std::filesystem::exists(folder, ignored);
  try {
    return make(outer, a);
  } catch (const Error& error) {
    if (error.status() != Status::interrupted) throw;
    remove_workspace(folder / workspace_name);
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
      if (!before.contains(entry.path().filename())) std::filesystem::remove_all(entry.path(), ignored);
    }
    if (!there) std::filesystem::remove(folder, ignored);
    throw;
  }
}

}  // namespace

extern const Command demo_command{
    .name = "demo",
    .title = "Show the whole way on an invented centre",
    .group = "Keep",
    .verbs = {{"",
               "DIR",
               "Imports the demo log into DIR and writes every document there, with an index.html to start from.",
               {{"--again", "", "makes a demo anew that was changed since"}},
               run}},
};

}  // namespace debrief::app
