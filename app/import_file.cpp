// One export file into the workspace.

#include "app/import_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "app/interrupt.h"
#include "app/terminal.h"
#include "base/error.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using review::Intake;
using review::Receipt;

/// Passes each call on to the intake.
class IntakeSink : public import::Sink {
 public:
  explicit IntakeSink(Intake& intake) : intake_(intake) {}
  void take(review::IncidentDraft draft) override { intake_.take(std::move(draft)); }
  void take(review::Contact contact, std::int64_t row) override { intake_.take(std::move(contact), row); }
  void take(review::Interval interval, std::int64_t row) override { intake_.take(std::move(interval), row); }
  void quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) override {
    intake_.quarantine(row, std::move(cells), std::move(why));
  }
  void report(base::Issue issue) override { intake_.report(std::move(issue)); }

 private:
  Intake& intake_;
};

/// A folder of our own that goes when this goes: holds the workspace of a dry run.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code failed;
    std::string name = (std::filesystem::temp_directory_path(failed) / "debrief-XXXXXX").string();
    if (failed) throw base::file_error(failed.value(), "the temporary folder", "find");
    if (!::mkdtemp(name.data())) throw base::file_error(errno, name, "create");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const base::Path& path() const { return path_; }

 private:
  base::Path path_;
};

Receipt read_once(Session& session, const import::Source& source, const import::Options& options, Intake::Mode mode,
                  const std::function<review::Store&()>& store) {
  ProgressBar bar(fmt::format("Reading {}", source.name()), session.wants_progress());
  std::optional<Intake> intake;
  std::optional<IntakeSink> sink;
  const auto begin = [&](const review::FileReading& reading) -> import::Sink& {
    intake.emplace(store(), reading, mode);
    return sink.emplace(*intake);
  };
  const auto progress = [&](std::uint64_t done, std::uint64_t total) {
    stop_if_interrupted();
    bar.show(done, total, "B");
  };
  import::read_into(source, options, begin, progress);
  stop_if_interrupted();
  return intake->finish(source.original());
}

}  // namespace

bool has_faults(const Receipt& receipt) {
  // Remarks about the file as a whole (an assumed day order, a placeholder) have no row.
  return receipt.rows.quarantined > 0 || std::any_of(receipt.issues.begin(), receipt.issues.end(),
                                                     [](const base::Issue& issue) { return issue.place.row > 0; });
}

ImportOutcome import_file(Session& session, const std::string& file, const import::Options& options, Intake::Mode mode,
                          Faults faults) {
  const import::Source source = import::Source::open(file);
  if (!options.sheet.empty() && source.container() != import::Container::workbook) {
    throw base::Error(base::Status::usage, "bad-option", fmt::format("--sheet: {} is no workbook", base::quoted(source.name())),
                      "leave --sheet out; it names a sheet of an Excel file");
  }
  import::Options told = options;
  std::optional<TemporaryFolder> folder;
  std::optional<review::Store> trial;
  const bool existing = session.has_workspace();
  told.default_zone = (existing ? session.reader().zone() : base::Zone::of_this_machine()).name();

  // A trial run wants a workspace to compare with: the real one, or an empty one that goes away again.
  const auto trial_store = [&]() -> review::Store& {
    if (existing) return session.writer();
    if (!trial) {
      folder.emplace();
      trial.emplace(review::Store::open(folder->path() / "debrief.db", review::Store::Mode::write, session.clock(),
                                        session.account()));
    }
    return *trial;
  };

  ImportOutcome outcome;
  if (mode == Intake::Mode::dry_run || faults == Faults::refuse) {
    outcome.receipt = read_once(session, source, told, Intake::Mode::dry_run, trial_store);
    outcome.refused = faults == Faults::refuse && has_faults(outcome.receipt);
    if (outcome.refused || mode == Intake::Mode::dry_run) return outcome;
  }
  outcome.receipt =
      read_once(session, source, told, Intake::Mode::real, [&]() -> review::Store& { return session.writer(); });
  return outcome;
}

}  // namespace debrief::app
