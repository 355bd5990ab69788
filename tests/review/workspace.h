// A workspace in a folder of its own, gone afterwards; and drafts in few words.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/hash.h"
#include "review/intake.h"
#include "review/store.h"

namespace debrief::review {

inline constexpr base::Ms noon = 1767268800000;   // 2026-01-01T12:00:00Z

class Workspace : public ::testing::Test {
 protected:
  Workspace() : folder_(std::filesystem::temp_directory_path() /
                        ("debrief-test-" + std::to_string(::getpid()) + "-" + base::random_hex(4))) {
    std::filesystem::create_directories(folder_);
    file_ = folder_ / "log.csv";
    std::ofstream(file_) << "ref,opened\n";
  }
  ~Workspace() override { std::filesystem::remove_all(folder_); }

  Store open(Store::Mode mode = Store::Mode::write, base::Ms now = noon) {
    return Store::open(folder_ / "debrief.db", mode, base::Clock(now), "tester");
  }

  static FileReading reading(RowIs row_is = RowIs::incident, std::string name = "log.csv") {
    FileReading f;
    f.file = std::move(name);
    f.sha256 = base::sha256(f.file);
    f.source = "test";
    f.zone = "UTC";
    f.zone_from = "default";
    f.row_is = row_is;
    return f;
  }

  static base::Stamp at(base::Ms ms) { return {ms, base::Precision::second, "UTC", base::rfc3339(ms)}; }

  static IncidentDraft draft(std::int64_t row, std::string ref, std::string title, std::uint64_t digest = 1) {
    IncidentDraft d;
    d.row = row;
    d.incident.ref = std::move(ref);
    d.incident[TextField::title] = std::move(title);
    d.incident[TimeField::opened] = at(noon);
    d.digest = digest;
    return d;
  }

  Receipt import(Store& store, std::vector<IncidentDraft> drafts, RowIs row_is = RowIs::incident,
                 Intake::Mode mode = Intake::Mode::real) {
    Intake intake(store, reading(row_is), mode);
    for (auto& d : drafts) intake.take(std::move(d));
    return intake.finish(file_);
  }

  base::Path folder_;
  base::Path file_;
};

}  // namespace debrief::review
