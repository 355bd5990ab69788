// One export file into the workspace.

#include "app/import_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/fault_workbook.h"
#include "app/interrupt.h"
#include "app/temporary_folder.h"
#include "app/terminal.h"
#include "base/error.h"
#include "base/text.h"
#include "review/imports.h"

namespace debrief::app {

namespace {

using review::Intake;
using review::Receipt;

/// Passes each call on to the intake.
class IntakeSink : public import::Sink {
 public:
  explicit IntakeSink(Intake& intake) : intake_(intake) {}
  void take(review::IncidentDraft&& draft) override { intake_.take(std::move(draft)); }
  void take(review::Contact contact, std::int64_t row) override { intake_.take(std::move(contact), row); }
  void take(review::Interval interval, std::int64_t row) override { intake_.take(std::move(interval), row); }
  void quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) override {
    intake_.quarantine(row, std::move(cells), std::move(why));
  }
  void pass_over() override { intake_.pass_over(); }
  void report(base::Issue issue) override { intake_.report(std::move(issue)); }

 private:
  Intake& intake_;
};

/// Thrown out of the first look at a file that turns out to hold the corrected rows of an earlier import.
struct HoldsCorrections {
  FixKey key;
};

Receipt read_once(Session& session, const import::Source& source, const import::Options& options, Intake::Mode mode,
                  const std::function<review::Store&()>& store, const Fix* fix, std::vector<std::int64_t>& mended) {
  ProgressBar bar(fmt::format("Reading {}", source.name()), session.wants_progress());
  std::optional<Intake> intake;
  std::optional<IntakeSink> sink;
  std::optional<FixSink> filter;
  std::optional<Receipt> again;
  const base::Ms started = base::Clock().now();
  const auto begin = [&](const review::FileReading& reading) -> import::Sink* {
    if (fix == nullptr) {
      if (const auto key = fix_key(reading)) throw HoldsCorrections{*key};
      if (mode == Intake::Mode::real) again = review::import_again(store(), reading);
      if (again) return nullptr;
    }
    intake.emplace(store(), reading, mode);
    sink.emplace(*intake);
    if (fix == nullptr) return &*sink;
    return &filter.emplace(*sink, *fix);
  };
  const auto progress = [&](std::uint64_t done, std::uint64_t total) {
    stop_if_interrupted();
    bar.show(done, total, "B");
  };
  import::read_into(source, options, begin, progress);
  stop_if_interrupted();
  if (again) {
    again->seconds = static_cast<double>(base::Clock().now() - started) / 1000;
    return *std::move(again);
  }
  Receipt receipt = intake->finish(source.original());
  if (filter) mended = filter->mended(receipt);
  return receipt;
}

}  // namespace

bool has_faults(const Receipt& receipt) {
  // Remarks about the file as a whole (an assumed day order, a placeholder) have no row.
  return receipt.rows.quarantined > 0 || std::any_of(receipt.issues.begin(), receipt.issues.end(),
                                                     [](const base::Issue& issue) { return issue.place.row > 0; });
}

namespace {

ImportOutcome import_source(Session& session, const import::Source& source, const import::Options& told,
                            Intake::Mode mode, Faults faults, const Fix* fix) {
  std::optional<TemporaryFolder> folder;
  std::optional<review::Store> trial;
  const bool existing = session.has_workspace();

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
  std::vector<std::int64_t> mended;
  if (mode == Intake::Mode::dry_run || faults == Faults::refuse) {
    outcome.receipt = read_once(session, source, told, Intake::Mode::dry_run, trial_store, fix, mended);
    outcome.refused = faults == Faults::refuse && has_faults(outcome.receipt);
  }
  if (!outcome.refused && mode == Intake::Mode::real) {
    outcome.receipt = read_once(session, source, told, Intake::Mode::real,
                                [&]() -> review::Store& { return session.writer(); }, fix, mended);
    if (fix != nullptr) review::note_mended(session.writer(), fix->key.import_id, outcome.receipt.import_id, mended);
  }
  if (fix != nullptr) {
    outcome.mends = fix->key.import_id;
    outcome.mended = static_cast<std::int64_t>(mended.size());
  }
  return outcome;
}

}  // namespace

ImportOutcome import_file(Session& session, const std::string& file, const import::Options& options, Intake::Mode mode,
                          Faults faults) {
  const import::Source source = import::Source::open(file);
  if (!options.sheet.empty() && source.container() != import::Container::workbook) {
    throw base::Error(base::Status::usage, "bad-option",
                      fmt::format("--sheet: {} is no workbook", base::quoted(source.name())),
                      "leave --sheet out; it names a sheet of an Excel file");
  }
  import::Options told = options;
  told.default_zone = (session.has_workspace() ? session.reader().zone() : base::Zone::of_this_machine()).name();
  if (session.has_workspace()) {
    told.remembered = [&](const std::string& headings) { return review::saved_mapping(session.reader(), headings); };
  }
  try {
    return import_source(session, source, told, mode, faults, nullptr);
  } catch (const HoldsCorrections& found) {
    const TemporaryFolder folder;
    const Fix fix = fix_for(session.reader(), found.key, source, told, folder.path());
    return import_source(session, source, fix.options, mode, faults, &fix);
  }
}

}  // namespace debrief::app
