// Ten thousand files with one fault each: the import names the row, the column, and loses nothing.

#include <gtest/gtest.h>

#include <map>

#include "base/time.h"
#include "review/intake.h"
#include "review/store.h"
#include "tests/import/collect.h"
#include "tests/import/fault_files.h"

namespace debrief::import {
namespace {

using testing::FaultFile;
using testing::TemporaryFile;

/// Passes each call on to the intake.
class IntakeSink : public Sink {
 public:
  explicit IntakeSink(review::Intake& intake) : intake_(intake) {}
  void take(review::IncidentDraft&& draft) override { intake_.take(std::move(draft)); }
  void take(review::Contact contact, std::int64_t row) override { intake_.take(std::move(contact), row); }
  void take(review::Interval interval, std::int64_t row) override { intake_.take(std::move(interval), row); }
  void quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) override {
    intake_.quarantine(row, std::move(cells), std::move(why));
  }
  void pass_over() override { intake_.pass_over(); }
  void report(base::Issue issue) override { intake_.report(std::move(issue)); }

 private:
  review::Intake& intake_;
};

/// Trial imports of made files, all against one empty workspace.
class FaultFiles : public ::testing::TestWithParam<int> {
 protected:
  FaultFiles()
      : workspace_("debrief.db", ""),
        file_("log", ""),
        store_([&] {
          std::filesystem::remove(workspace_.path());
          return review::Store::open(workspace_.path(), review::Store::Mode::write, base::Clock(1767268800000), "test");
        }()) {}

  review::Receipt receipt_of(const FaultFile& made) {
    const std::string path = std::filesystem::path(file_.path()).replace_filename(made.name).string();
    std::ofstream(path, std::ios::binary) << made.bytes;
    const Source source = Source::open(path);
    std::optional<review::Intake> intake;
    std::optional<IntakeSink> sink;
    read_into(source, made.options, [&](const review::FileReading& reading) -> Sink* {
      intake.emplace(store_, reading, review::Intake::Mode::dry_run);
      return &sink.emplace(*intake);
    });
    return intake->finish(source.original());
  }

  TemporaryFile workspace_;
  TemporaryFile file_;
  review::Store store_;
};

std::string issues_of(const review::Receipt& r) {
  std::string out;
  for (const auto& i : r.issues) {
    out += "\n    row " + std::to_string(i.place.row) + ", line " + std::to_string(i.place.line) + ", column \"" +
           i.place.column + "\": " + i.code + ", " + i.value;
  }
  return out;
}

constexpr int files_per_test = 1000;

TEST_P(FaultFiles, AreReadWithTheRowAlwaysRightAndTheColumnNearlyAlways) {
  int wrong_column = 0;
  int of_column = 0;
  int shown = 0;
  for (int k = 0; k < files_per_test; ++k) {
    const auto n = static_cast<std::uint64_t>(GetParam() * files_per_test + k);
    const FaultFile made = testing::fault_file(n);
    const std::string about = "file " + std::to_string(n) + ", " + made.about;
    review::Receipt r;
    try {
      r = receipt_of(made);
    } catch (const base::Error& e) {
      EXPECT_EQ(e.code(), made.refused) << about << ": " << e.what();
      EXPECT_EQ(made.refused.empty() || made.line == 0 ||
                    std::string(e.what()).find(made.name + ":" + std::to_string(made.line)) != std::string::npos,
                true)
          << about << ", line " << made.line << ": " << e.what();
      continue;
    }
    EXPECT_TRUE(made.refused.empty()) << about << ": was not refused";
    EXPECT_EQ(r.rows.read, r.rows.added + r.rows.changed + r.rows.unchanged + r.rows.merged + r.rows.quarantined);
    EXPECT_EQ(r.rows.read, made.rows) << about << issues_of(r);
    if (made.set_aside >= 0) {
      EXPECT_EQ(r.rows.quarantined, made.set_aside) << about << issues_of(r);
    }
    if (made.merged >= 0) {
      EXPECT_EQ(r.rows.merged, made.merged) << about << issues_of(r);
    }
    bool row_right = false;
    bool column_right = false;
    for (const auto& i : r.issues) {
      if (i.place.row == 0) continue;
      EXPECT_TRUE(i.place.row == made.row || i.place.row == made.other)
          << about << ": row " << made.row << " has the fault, and another is blamed" << issues_of(r);
      if (std::find(made.codes.begin(), made.codes.end(), i.code) == made.codes.end()) continue;
      row_right = row_right || i.place.row == made.row;
      column_right = column_right || (i.place.row == made.row && i.place.column == made.column);
      if (i.place.line > 0 && made.line > 0) {
        EXPECT_EQ(i.place.line, made.line) << about << issues_of(r);
      }
    }
    EXPECT_TRUE(row_right) << about << ": row " << made.row << " has " << made.codes.front() << issues_of(r);
    ++of_column;
    if (!column_right) {
      ++wrong_column;
      if (++shown <= 5) {
        std::cout << about << ": column \"" << made.column << "\" was not named for " << made.codes.front()
                  << issues_of(r) << "\n";
      }
    }
    if (::testing::Test::HasFailure() && ++shown > 20) FAIL() << "and so on";
  }
  EXPECT_LE(wrong_column * 200, of_column) << wrong_column << " of " << of_column << " columns are wrong";
}

TEST_P(FaultFiles, BeforeTheirFaultRaiseNoIssueInAnyRow) {
  for (int k = 0; k < files_per_test / 10; ++k) {
    const auto n = static_cast<std::uint64_t>(GetParam() * files_per_test + k * 10 + GetParam());
    const FaultFile made = testing::sound_file(n);
    const review::Receipt r = receipt_of(made);
    EXPECT_EQ(r.rows.read, made.rows) << n << made.about;
    EXPECT_EQ(r.rows.added, made.rows) << n << made.about;
    for (const auto& i : r.issues) {
      EXPECT_EQ(i.place.row, 0) << "file " << n << ", " << made.about << issues_of(r);
    }
    if (::testing::Test::HasFailure()) FAIL() << "and so on";
  }
}

INSTANTIATE_TEST_SUITE_P(Thousands, FaultFiles, ::testing::Range(0, 10));

}  // namespace
}  // namespace debrief::import
