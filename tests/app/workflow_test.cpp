// From a log to documents and back: what a person does one command after the other.

#include <fstream>
#include <regex>

#include <gtest/gtest.h>
#include <signal.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/sqlite.h"
#include "program.h"

namespace debrief::test {
namespace {

using base::Json;
using testing::HasSubstr;

class Workflow : public testing::Test {
 protected:
  Json answer(std::vector<std::string> words, int status = 0) {
    words.emplace_back("--json");
    const Outcome outcome =
        debrief(words, {.folder = folder.path(), .environment = {{"DEBRIEF_NOW", "2026-03-10T08:00:00Z"}}});
    EXPECT_EQ(outcome.status, status) << testing::PrintToString(words) << "\n" << outcome.err;
    const auto parsed = base::parse_json(outcome.out);
    EXPECT_TRUE(parsed.ok()) << outcome.out.substr(0, 500);
    return parsed.maybe().value_or(Json::object());
  }
  Folder folder;
};

TEST_F(Workflow, AnImportCanBeTakenBackAndItsRejectsHandedOut) {
  std::string log(small_log());
  log += ",2026-03-09 10:00:00,,,,2 - High,Billing,Accounts,Dora Lane,A row without a key\r\n";
  folder.put("log.csv", log);
  const Json receipt = answer({"import", "log.csv", "--zone", "UTC"}, 1);
  EXPECT_EQ(receipt["rows"]["read"], 4);
  EXPECT_EQ(receipt["rows"]["quarantined"], 1);
  answer({"import", "rejects", "1", "--out", "rejects.csv"});
  const std::string rejects = bytes_of(folder / "rejects.csv");
  EXPECT_THAT(rejects, HasSubstr("Number,Opened,"));
  EXPECT_THAT(rejects, HasSubstr("A row without a key"));
  EXPECT_THAT(rejects, HasSubstr("key-missing"));
  EXPECT_EQ(answer({"import", "undo", "1"})["removed"], 3);
  EXPECT_EQ(answer({"incident", "list"})["items"].size(), 0U);
  answer({"import", "undo", "1"}, 5);
}

TEST_F(Workflow, SeveralFilesGiveAnArrayAndOneThatCannotBeReadDoesNotStopTheOthers) {
  folder.put("a.csv", small_log());
  folder.put("b.csv", "");
  const Json answers = answer({"import", "b.csv", "a.csv"}, 5);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0]["error"]["code"], "empty-file");
  EXPECT_EQ(answers[1]["rows"]["added"], 3);
}

TEST_F(Workflow, StrictRefusesAResolutionBeforeTheOpening) {
  std::string log(small_log());
  log +=
      "INC004,2026-03-09 10:00:00,,2026-03-08 10:00:00,,2 - High,Billing,Accounts,Dora Lane,Solved before it was "
      "there\r\n";
  folder.put("log.csv", log);
  const Json refused = answer({"import", "log.csv", "--strict", "--zone", "UTC"}, 5);
  EXPECT_EQ(refused["refused"], true);
  EXPECT_EQ(refused["rows"]["added"], 0) << "nothing was";
  EXPECT_EQ(refused["dry_run"], false) << "nobody asked for one";
  const Json receipt = answer({"import", "log.csv", "--zone", "UTC"});
  EXPECT_EQ(receipt["issues_by_code"]["resolved-before-opened"], 1);
  EXPECT_EQ(receipt["rows"]["added"], 4);
}

TEST_F(Workflow, AnIncidentHasTheKeysOthersScriptAgainst) {
  small_workspace(folder);
  const Json item = answer({"incident", "list", "--where", "ref=INC001"})["items"][0];
  for (const char* key :
       {"ref",         "source",       "title",       "description", "kind",   "opened_at",    "acknowledged_at",
        "resolved_at", "closed_at",    "priority",    "severity",    "impact", "urgency",      "category",
        "subcategory", "channel",      "team",        "assignee",    "status", "reopen_count", "csat",
        "sla_met",     "closure_code", "completeness"}) {
    EXPECT_TRUE(item.contains(key)) << key;
  }
  EXPECT_EQ(item["opened_at"], "2026-03-02T09:00:00Z");
  EXPECT_TRUE(item["csat"].is_null());
  const Json shown = answer({"incident", "show", "INC002"});
  for (const char* key : {"events", "communications", "missing_fields", "similar", "provenance"})
    EXPECT_TRUE(shown.contains(key)) << key;
  EXPECT_EQ(shown["provenance"]["file"], "log.csv");
  EXPECT_EQ(shown["provenance"]["row"], 3);
}

TEST_F(Workflow, PassagesGoOutAndComeBackAndNothingIsOverwrittenUnseen) {
  small_workspace(folder);
  const std::string id = std::to_string(answer({"review", "draft", "INC001"})["id"].get<int>());
  answer({"review", "export", id, "--out", "mine.md"});
  answer({"review", "export", id, "--out", "theirs.md"});
  const auto write = [&](const char* file, const std::string& text) {
    const std::string before = bytes_of(folder / file);
    const std::string marker = "<!-- debrief:passage summary.cause version=0 -->\n";
    const auto at = before.find(marker);
    ASSERT_NE(at, std::string::npos);
    folder.put(file, before.substr(0, at + marker.size()) + text + "\n" + before.substr(at + marker.size()));
  };
  write("mine.md", "A part wore out.\n\nNobody looked.");
  write("theirs.md", "It was the weather.");
  EXPECT_EQ(answer({"review", "import", "mine.md"})["changed"], Json::array({"summary.cause"}));
  EXPECT_EQ(answer({"review", "import", "theirs.md"}, 6)["error"]["code"], "passage-changed");
  const Json review = answer({"review", "show", id});
  EXPECT_EQ(review["passages"][0]["text"], "A part wore out.\n\nNobody looked.");
  EXPECT_EQ(answer({"review", "import", "mine.md"})["changed"], Json::array());
}

TEST_F(Workflow, AnActionIsVerifiedBySomebodyElse) {
  small_workspace(folder);
  const std::string review = std::to_string(answer({"review", "draft", "INC001"})["id"].get<int>());
  const std::string id = std::to_string(answer({"action", "add", "--review", review, "--title", "Test the failover",
                                                "--owner", "Voice lead", "--due", "2026-03-09"})["id"]
                                            .get<int>());
  EXPECT_EQ(answer({"action", "list", "--overdue"})["items"][0]["due"], "2026-03-09");
  EXPECT_EQ(answer({"action", "update", id, "status=closed"}, 5)["error"]["code"], "not-verified");
  EXPECT_EQ(answer({"action", "verify", id, "--verdict", "worked", "--by", "Voice lead"}, 5)["error"]["code"],
            "verifier-is-owner");
  EXPECT_EQ(answer({"action", "update", id, "status=verified"}, 5)["error"]["code"], "not-verified");
  EXPECT_EQ(answer({"action", "verify", id, "--verdict", "worked", "--by", "Quality lead"}, 5)["error"]["code"],
            "not-carried-out");
  answer({"action", "update", id, "status=implemented"});
  EXPECT_EQ(answer({"action", "verify", id, "--verdict", "worked", "--by", "Quality lead"})["verdict"], "worked");
  answer({"audit", "verify"});
}

TEST_F(Workflow, WhatIsChangedBehindTheTrailIsNamed) {
  small_workspace(folder);
  answer({"review", "draft", "INC001"});
  answer({"review", "edit", "1", "--passage", "summary.cause", "--text", "A part wore out."});
  answer({"review", "finding", "add", "1", "The part had no spare", "--kind", "underlying"});
  answer({"action", "add", "--review", "1", "--title", "Test the failover", "--owner", "Voice lead", "--due", "2026-04-01",
          "--evidence", "The drill's record"});
  answer({"action", "update", "1", "status=implemented"});
  answer({"lesson", "add", "Keep spares", "--to", "procedure", "--review", "1"});
  answer({"review", "sign", "1", "--name", "Sam Lee", "--reason", "the rest is still being looked into"});
  EXPECT_EQ(answer({"audit", "verify"})["differences"], Json::array());
  const auto changed = [&](const std::string& sql) {
    base::Database::open_writer(folder / "debrief.db").execute(sql);
  };
  const auto named = [&] {
    std::string all;
    const Json verdict = answer({"audit", "verify"}, 1);
    for (const Json& d : verdict["differences"])
      all += d["subject"].get<std::string>() + " " + d["what"].get<std::string>() + "; ";
    return all;
  };
  changed("UPDATE action SET owner = 'Nobody', evidence = 'none' WHERE id = 1");
  EXPECT_THAT(named(), HasSubstr("action/1 owner"));
  EXPECT_THAT(named(), HasSubstr("action/1 evidence"));
  changed("UPDATE finding SET text = 'All was well'");
  EXPECT_THAT(named(), HasSubstr("review/1 finding 1"));
  changed("UPDATE passage SET text = 'It was nobody.'");
  EXPECT_THAT(named(), HasSubstr("review/1 passage summary.cause version 1"));
  EXPECT_THAT(named(), HasSubstr("the digest of its passages"));
  const Json check = answer({"check"}, 1);
  EXPECT_THAT(base::dumped(check["checks"]), HasSubstr("as the trail says"));
}

TEST_F(Workflow, ASignedReviewStaysAsItWasSignedAndItsNextVersionStartsFromIt) {
  folder.put("log.csv",
             "Number,Entry time,By,Entry text,Short description\r\n"
             "INC001,2026-03-02 09:00:00,Dora Lane,Calls drop after the menu,Calls drop\r\n"
             "INC001,2026-03-02 09:20:00,Dora Lane,Rang the carrier: a card is dead,Calls drop\r\n"
             "INC002,2026-03-04 10:00:00,Tom Pryce,The bill shows the wrong tariff,Wrong tariff\r\n");
  ASSERT_EQ(answer({"import", "log.csv", "--zone", "UTC"})["rows"]["read"], 3);
  answer({"review", "draft", "INC001"});
  answer({"review", "edit", "1", "--passage", "summary.cause", "--text", "A part wore out."});
  answer({"review", "finding", "add", "1", "The part had no spare", "--kind", "underlying", "--event", "INC001:3"});
  answer({"action", "add", "--review", "1", "--title", "Test the failover", "--owner", "Voice lead", "--due", "2026-04-01"});
  const Json refused = answer({"review", "sign", "1", "--name", "Sam Lee"}, 5);
  EXPECT_EQ(refused["error"]["code"], "review-incomplete");
  EXPECT_THAT(refused["error"]["message"].get<std::string>(), HasSubstr("unanswered"));
  answer({"review", "sign", "1", "--name", "Sam Lee", "--reason", "the rest is still being looked into"});
  EXPECT_EQ(answer({"review", "finding", "add", "1", "Another"}, 5)["error"]["code"], "review-final");
  EXPECT_EQ(answer({"action", "add", "--review", "1", "--title", "Buy a spare"}, 5)["error"]["code"], "review-final");
  EXPECT_EQ(answer({"lesson", "add", "Keep spares", "--to", "procedure", "--review", "1"}, 5)["error"]["code"],
            "review-final");
  const Json next = answer({"review", "draft", "INC001"});
  EXPECT_EQ(next["id"], 2);
  EXPECT_EQ(next["version"], 2);
  const Json shown = answer({"review", "show", "2"});
  EXPECT_EQ(shown["passages"][0]["text"], "A part wore out.");
  EXPECT_EQ(shown["findings"][0]["text"], "The part had no spare");
  EXPECT_EQ(answer({"action", "list", "--review", "2"})["items"].size(), 1U) << "what was promised is still promised";
  EXPECT_EQ(answer({"audit", "verify"})["ok"], true);
}

TEST_F(Workflow, ALearnerIsCorrectedAndTakenAway) {
  small_workspace(folder);
  answer({"learner", "add", "Dora Lane", "--alias", "dlane"});
  answer({"learner", "add", "Tom Pryce"});
  EXPECT_EQ(answer({"learner", "alias", "Tom Pryce", "Dora Lane"}, 5)["error"]["code"], "learner-exists");
  EXPECT_EQ(answer({"learner", "add", std::string(5000, 'x')}, 2)["error"]["code"], "bad-value");
  EXPECT_EQ(answer({"learner", "alias", "1", "D. Lane"})["aliases"].size(), 3U);
  EXPECT_EQ(answer({"learner", "alias", "1", "dlane", "--remove"})["aliases"].size(), 2U);
  EXPECT_EQ(answer({"learner", "rename", "2", "Tom Price"})["name"], "Tom Price");
  answer({"learner", "remove", "Tom Price"});
  EXPECT_EQ(answer({"learner", "list"})["items"].size(), 1U);
  const Json due = answer({"action", "add", "--title", "Test the failover", "--due", "1999-01-01"});
  EXPECT_EQ(due["due_in_the_past"], true);
  answer({"action", "add", "--title", "Test it again", "--due", "2099-01-01"});
  const Json first = answer({"action", "list", "--limit", "1"});
  EXPECT_EQ(first["items"].size(), 1U);
  EXPECT_EQ(answer({"action", "list", "--after", first["next"].get<std::string>()})["items"][0]["id"], 2);
}

TEST_F(Workflow, CoverageSaysWhatTheLogShowsOfALearnerItKnowsByAnotherSpelling) {
  folder.put("log.csv",
             "Number,Opened,Resolved,Priority,Category,Assigned to,Title\r\n"
             "N-1,2026-03-01 10:00:00,2026-03-01 12:00:00,P1,Phone,Zoë Ångström,Lines down\r\n"
             "N-2,2026-03-02 10:00:00,2026-03-02 12:00:00,P2,Phone,Zoë Ångström,Lines down again\r\n");
  answer({"import", "log.csv", "--zone", "UTC"});
  answer({"learner", "add", "Zoe Angstrom"});
  const auto warnings = [&] {
    return base::dumped(answer({"portfolio", "coverage", "1", "--unit", "OFQUAL-K5030421"})["warnings"]);
  };
  EXPECT_THAT(warnings(), HasSubstr("Zoë Ångström"));
  answer({"learner", "alias", "1", "Zoë Ångström"});
  EXPECT_THAT(warnings(), HasSubstr("handler of 2 incidents"));
}

TEST_F(Workflow, AnIncidentOfTheSameKindIsSimilarWhereWordsSayLittle) {
  folder.put("log.csv",
             "Number,Opened,Resolved,Priority,Category,Subcategory,Title\r\n"
             "N-1,2026-03-01 10:00:00,2026-03-01 12:00:00,P1,Phone,Trunk,Silence on every line\r\n"
             "N-2,2026-03-02 10:00:00,2026-03-02 12:00:00,P2,Phone,Trunk,Callers cut off\r\n"
             "N-3,2026-03-03 10:00:00,2026-03-03 12:00:00,P2,Billing,Refund,Twice\r\n");
  answer({"import", "log.csv", "--zone", "UTC"});
  const Json similar = answer({"incident", "show", "N-2"})["similar"];
  ASSERT_EQ(similar.size(), 1U);
  EXPECT_EQ(similar[0]["ref"], "N-1");
}

TEST_F(Workflow, DatesTheImportDoubtsStandBeforeEveryFigure) {
  folder.put("log.csv", small_log());
  answer({"import", "log.csv", "--zone", "UTC"});
  EXPECT_EQ(base::dumped(answer({"kpi", "incidents"})["warnings"]).find("day-month-swap"), std::string::npos);
  base::Database::open_writer(folder / "debrief.db")
      .execute("UPDATE import_run SET receipt = json_set(receipt, '$.issues_by_code', json('{\"day-month-swap\": 7}'))");
  EXPECT_EQ(answer({"kpi", "incidents"})["warnings"][0]["code"], "day-month-swap");
  answer({"report", "trends", "--as", "md", "--out", "out"});
  const std::string text = bytes_of(folder / "out/trends.md");
  EXPECT_LT(text.find("day and month were exchanged"), text.find("## Measures"));
  EXPECT_EQ(text.find("Measures with evidence of a change"), std::string::npos);
}

TEST_F(Workflow, TrendsCountTheLastRecordAndRefuseAWindowOutsideTheLog) {
  small_workspace(folder);
  const Json report = answer({"report", "trends", "--as", "md", "--out", "out"});
  ASSERT_EQ(report["files"].size(), 1U);
  const std::string text = bytes_of(folder / "out/trends.md");
  EXPECT_THAT(text, HasSubstr("3 incidents were logged"));
  EXPECT_EQ(answer({"report", "trends", "--from", "2030-01-01", "--as", "md", "--out", "out"}, 2)["error"]["code"],
            "bad-date");
}

TEST_F(Workflow, AWorkspaceOfCallsSaysWhatItHolds) {
  folder.put("calls.csv",
             "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Speed of answer in seconds,AvgTalkDuration\n"
             "ID0001,Diane,2021-01-01,09:12:58,Contract related,Y,109,00:02:23\n"
             "ID0002,Becky,2021-01-01,09:13:58,Technical Support,N,,\n"
             "ID0003,Stewart,2021-01-01,09:14:58,Contract related,Y,55,00:03:10\n");
  const Json receipt = answer({"import", "calls.csv", "--zone", "UTC"});
  if (receipt["contacts"] == 0) GTEST_SKIP() << "the calls were not read as contacts";
  const Outcome list = debrief({"incident", "list"}, {.folder = folder.path()});
  EXPECT_THAT(list.out, HasSubstr("3 contacts"));
  EXPECT_THAT(list.out, testing::Not(HasSubstr("no incidents yet")));
}

TEST_F(Workflow, AReportIsWhatItsManifestSays) {
  small_workspace(folder);
  answer({"review", "draft", "INC001"});
  const Json report = answer({"report", "pir", "1", "--as", "md,docx", "--out", "out"});
  ASSERT_EQ(report["files"].size(), 2U);
  for (const Json& file : report["files"]) {
    const std::string bytes = bytes_of(folder / ("out/" + file["path"].get<std::string>()));
    EXPECT_EQ(file["bytes"], bytes.size());
    EXPECT_EQ(file["sha256"], base::sha256(bytes));
  }
  const auto manifest = base::parse_json(bytes_of(folder / "out/manifest.json"));
  ASSERT_TRUE(manifest.ok());
  EXPECT_EQ((*manifest)["files"].size(), 2U);
  EXPECT_EQ((*manifest)["inputs"][0]["file"], "log.csv");
  answer({"report", "actions", "--as", "md", "--out", "out"});
  EXPECT_EQ((*base::parse_json(bytes_of(folder / "out/manifest.json")))["files"].size(), 3U)
      << "one folder, one manifest";
  EXPECT_EQ(answer({"report", "pir", "1", "--as", "odt", "--out", "out"}, 2)["error"]["code"], "unknown-format");
}

TEST_F(Workflow, AReportIsHeldAgainstTheWorkspaceAsItIsNow) {
  small_workspace(folder);
  answer({"report", "trends", "--as", "md", "--out", "out"});
  const Json sound = answer({"report", "verify", "out/trends.md"});
  EXPECT_EQ(sound["ok"], true);
  std::string log(small_log());
  log += "INC004,2026-03-09 10:00:00,,2026-03-09 12:00:00,,2 - High,Billing,Accounts,Dora Lane,Bill lost\r\n";
  folder.put("more.csv", log);
  answer({"import", "more.csv", "--zone", "UTC"});
  const Json moved = answer({"report", "verify", "out/trends.md"}, 1);
  EXPECT_EQ(moved["unchanged"], true);
  EXPECT_EQ(moved["holds"], false);
  EXPECT_THAT(base::dumped(moved["gone"]), HasSubstr("Records counted"));
}

TEST_F(Workflow, APackShowsEveryFileThatWasChangedAddedOrRemoved) {
  copy_demo(folder);
  const auto in_demo = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"--workspace", "demo.db"});
    return words;
  };
  answer(in_demo({"portfolio", "build", "2", "--unit", "OFQUAL-K5030421", "--as", "md,html", "--out", "pack", "--key",
                  "pack/key.json"}),
         2);
  answer(in_demo({"portfolio", "build", "2", "--unit", "OFQUAL-K5030421", "--as", "md,html", "--out", "pack", "--key",
                  "key.json"}));
  answer({"portfolio", "verify", "pack"});
  answer({"portfolio", "verify", "pack", "--key", "key.json"});
  std::ofstream(folder / "pack/pack.md", std::ios::app) << " ";
  folder.put("pack/extra.txt", "x");
  std::filesystem::remove(folder / "pack/claims.csv");
  const Json verdict = answer({"portfolio", "verify", "pack"}, 1);
  std::map<std::string, std::string> states;
  for (const Json& fault : verdict["faults"])
    states[fault["path"].get<std::string>()] = fault["state"].get<std::string>();
  EXPECT_EQ(states, (std::map<std::string, std::string>{
                        {"pack.md", "changed"}, {"extra.txt", "added"}, {"claims.csv", "removed"}}));
  std::string manifest = bytes_of(folder / "pack/manifest.json");
  folder.put("pack/manifest.json", std::regex_replace(manifest, std::regex("claims.csv"), "claimz.csv"));
  EXPECT_EQ(answer({"portfolio", "verify", "pack"}, 1)["faults"].dump().find("manifest.json") == std::string::npos,
            false);
}

TEST_F(Workflow, APackTakesNothingAwayButAnEarlierPackOfItsLearner) {
  copy_demo(folder);
  const auto build = [&](const char* learner, const char* to, const char* key, int status = 0) {
    return answer({"--workspace", "demo.db", "portfolio", "build", learner, "--unit", "OFQUAL-K5030421", "--as", "md",
                   "--out", to, "--key", key},
                  status);
  };
  answer({"--workspace", "demo.db", "report", "actions", "--as", "md", "--out", "docs"});
  EXPECT_EQ(build("2", "docs", "docs.key", 5)["error"]["code"], "folder-not-empty");
  EXPECT_TRUE(std::filesystem::exists(folder / "docs/actions.md"));
  build("2", "pack", "tom.key");
  EXPECT_EQ(build("1", "pack", "amara.key", 5)["error"]["code"], "folder-not-empty");
  answer({"portfolio", "verify", "pack", "--key", "tom.key"});
  build("2", "pack", "tom.key");
  answer({"--workspace", "demo.db", "report", "actions", "--as", "md", "--out", "pack"});
  EXPECT_EQ(build("2", "pack", "tom.key", 5)["error"]["code"], "folder-not-empty") << "a document was put beside it";
}

TEST_F(Workflow, AKeyProvesEveryPackItWasUsedForAndAccusesNoOther) {
  copy_demo(folder);
  const auto build = [&](const char* learner, const char* to, const char* key) {
    answer({"--workspace", "demo.db", "portfolio", "build", learner, "--unit", "OFQUAL-K5030421", "--as", "md", "--out",
            to, "--key", key});
  };
  build("2", "one", "both.key");
  build("1", "two", "both.key");
  build("1", "three", "other.key");
  answer({"--workspace", "demo.db", "portfolio", "verify", "one", "--key", "both.key"});
  answer({"--workspace", "demo.db", "portfolio", "verify", "two", "--key", "both.key"});
  const Json verdict = answer({"portfolio", "verify", "one", "--key", "other.key"}, 1);
  EXPECT_EQ(verdict["faults"], Json::array()) << "the pack is sound, the key is another's";
  EXPECT_THAT(verdict["other_key"].get<std::string>(), HasSubstr("other.key"));
  std::filesystem::remove(folder / "one/claims.csv");
  const Json cut =
      answer({"--workspace", "demo.db", "portfolio", "verify", "one", "--key", "both.key"}, 1);
  EXPECT_EQ(cut["faults"], Json::parse(R"([{"path": "claims.csv", "state": "removed"}])"));
}

TEST_F(Workflow, ASharedPackNamesItsLearnerInNoFile) {
  copy_demo(folder);
  answer({"--workspace", "demo.db", "portfolio", "build", "Tom Pryce", "--unit", "OFQUAL-K5030421", "--as", "md,json",
          "--profile", "share", "--out", "shared", "--key", "shared.key"});
  for (const auto& entry : std::filesystem::directory_iterator(folder / "shared"))
    EXPECT_EQ(bytes_of(entry.path()).find("Pryce"), std::string::npos) << entry.path().filename();
  answer({"--workspace", "demo.db", "report", "portfolio", "Tom Pryce", "--unit", "OFQUAL-K5030421", "--as", "md",
          "--audience", "share", "--out", "report"});
  EXPECT_EQ(bytes_of(folder / "report/manifest.json").find("Pryce"), std::string::npos);
}

TEST_F(Workflow, TheSameWorkspaceAndClockGiveTheSameBytes) {
  copy_demo(folder);
  for (const char* to : {"one", "two"}) {
    answer({"--workspace", "demo.db", "report", "pir", "1", "--as", "docx,html,md", "--audience", "external", "--out",
            to});
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder / "one")) {
    EXPECT_EQ(bytes_of(entry.path()), bytes_of(folder / "two" / entry.path().filename())) << entry.path().filename();
  }
}

TEST_F(Workflow, RedactionCountsCodePoints) {
  folder.put("notes.txt", "Café: ring 07700 900123 é\n\nnothing here\n");
  const Outcome outcome = debrief({"redact", "notes.txt", "--json-lines"}, {.folder = folder.path()});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto end = outcome.out.find('\n');
  const Json first = *base::parse_json(outcome.out.substr(0, end));
  ASSERT_EQ(first["spans"].size(), 1U);
  EXPECT_EQ(first["spans"][0]["category"], "PHONE");
  EXPECT_EQ(first["spans"][0]["start"], 11);
  EXPECT_EQ(first["spans"][0]["end"], 23);
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 3);
}

}  // namespace
}  // namespace debrief::test
