// How long a review is on paper, and that what people enter reaches it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#define POINTERHOLDER_TRANSITION 4  // the standard library's pointers, knowingly
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "program.h"

namespace debrief::test {

using testing::HasSubstr;

namespace {

class ReviewOnPaper : public testing::Test {
 protected:
  ReviewOnPaper() { copy_demo(folder_); }
  Outcome run(const std::vector<std::string>& words) {
    return debrief(words, {.folder = folder_.path(),
                           .input = {},
                           .environment = {{"DEBRIEF_WORKSPACE", "demo.db"}, {"DEBRIEF_NOW", "2026-10-02T09:00:00Z"}}});
  }
  std::size_t pages(const std::string& id, const std::string& out) {
    const Outcome made = run({"report", "pir", id, "--as", "pdf", "--out", out});
    EXPECT_EQ(made.status, 0) << made.err;
    QPDF pdf;
    pdf.processFile((folder_ / (out + "/pir-" + id + ".pdf")).c_str());
    return QPDFPageDocumentHelper(pdf).getAllPages().size();
  }
  Folder folder_;
};

}  // namespace

TEST_F(ReviewOnPaper, AfterActionReviewsFitTwoPages) {
  // The largest incidents of the demo: what fits them fits others.
  for (const char* method : {"after_action", "swarm"}) {
    for (const char* ref : {"HHS-21197", "HHS-21924", "HHS-20247"}) {
      const Outcome drafted = run({"review", "draft", ref, "--method", method, "--json"});
      if (drafted.status != 0) continue;  // drafted by the round before
      const auto at = drafted.out.find("\"id\":");
      ASSERT_NE(at, std::string::npos) << drafted.out;
      const std::string id = std::to_string(std::stoi(drafted.out.substr(at + 5)));
      EXPECT_LE(pages(id, "r" + id), 2U) << ref << " " << method;
    }
  }
}

TEST_F(ReviewOnPaper, AFullReviewOfALargeIncidentTakesTwentyPagesAtMost) { EXPECT_LE(pages("1", "full"), 20U); }

TEST_F(ReviewOnPaper, WhatIsEnteredIsPrintedAndAnUnknownFieldIsNamed) {
  EXPECT_EQ(run({"review", "set", "1", "approver", "Director of operations"}).status, 0);
  run({"report", "pir", "1", "--as", "md", "--out", "m"});
  EXPECT_THAT(bytes_of(folder_ / "m/pir-1.md"), HasSubstr("approver: Director of operations"));
  const Outcome wrong = run({"review", "set", "1", "aprover", "x"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("approver"));
  EXPECT_THAT(run({"review", "set", "1"}).out, HasSubstr("Director of operations"));
}

TEST_F(ReviewOnPaper, TheMethodCanBeChosenByRule) {
  EXPECT_THAT(run({"review", "draft", "HHS-21197", "--method", "auto", "--json"}).out,
              HasSubstr("\"method\":\"full\""));
  EXPECT_EQ(run({"review", "draft", "HHS-20328", "--method", "quick"}).status, 2);
}

}  // namespace debrief::test
