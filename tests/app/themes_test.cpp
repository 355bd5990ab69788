// Themes as a person works with them: found, decided about, found again after an import.

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "program.h"

namespace debrief::test {
namespace {

using base::Json;
using testing::HasSubstr;

/// Four matters with words of their own; incident i of `from` to `until` is about matter i mod 4.
std::string log_of(int from, int until) {
  static const char* const said[] = {"Printer jams when the paper tray is full", "Password reset link has expired",
                                     "Broadband drops every evening since Monday", "Invoice charged twice this month"};
  static const char* const also[] = {"on the second floor", "for the third time", "and nobody called back",
                                     "as the customer reported", "again today"};
  std::string out = "Number,Opened,Resolved,Priority,Category,Team,Description,Closure code\r\n";
  for (int i = from; i < until; ++i) {
    out += fmt::format("INC{:04},2026-{:02}-{:02} {:02}:15:00,2026-{:02}-{:02} {:02}:15:00,P{},{},{},{} {},{}\r\n", i,
                       1 + i / 28 % 12, 1 + i % 28, 8 + i % 9, 1 + i / 28 % 12, 1 + i % 28, 10 + i % 9, 1 + i % 3,
                       i % 4 == 3 ? "Billing" : "IT", i % 4 < 2 ? "Desk" : "Field", said[i % 4], also[i % 5],
                       i % 8 == 0 ? "Fixed" : "");
  }
  return out;
}

class Themes : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> words) {
    return debrief(words, {.folder = folder.path(), .environment = {{"DEBRIEF_NOW", "2026-11-10T08:00:00Z"}}});
  }
  Json answer(std::vector<std::string> words, int status = 0) {
    words.emplace_back("--json");
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.status, status) << testing::PrintToString(words) << "\n" << outcome.err;
    return base::parse_json(outcome.out).maybe().value_or(Json::object());
  }
  void import(int from, int until) {
    folder.put("log.csv", log_of(from, until));
    answer({"import", "log.csv", "--zone", "UTC"});
  }
  /// Number of the theme an incident is in; 0 none.
  std::int64_t theme_of(const std::string& ref) {
    const Json members = answer({"cluster", "members"});
    for (const Json& m : members["items"]) {
      if (m["ref"] == ref) return m["cluster"].is_null() ? 0 : m["cluster"].get<std::int64_t>();
    }
    ADD_FAILURE() << ref << " is no member";
    return -1;
  }
  static Json cluster(const Json& list, std::int64_t id) {
    for (const Json& c : list["clusters"]) {
      if (c["id"] == id) return c;
    }
    return nullptr;
  }
  Folder folder;
};

TEST_F(Themes, KeepTheirNumbersAndWhatWasDecidedWhenTheLogGrows) {
  import(0, 80);
  const Json first = answer({"cluster", "run", "--k", "4"});
  ASSERT_EQ(first["clusters"].size(), 4U);
  EXPECT_TRUE(first["clusters"][0]["since"].is_null()) << "a first run has nothing to compare with";
  const std::int64_t printer = theme_of("INC0000"), password = theme_of("INC0001"), broadband = theme_of("INC0002"),
                     invoice = theme_of("INC0003");
  EXPECT_EQ((std::set<std::int64_t>{printer, password, broadband, invoice}), (std::set<std::int64_t>{1, 2, 3, 4}));

  const auto p = [](std::int64_t n) { return std::to_string(n); };
  EXPECT_EQ(answer({"cluster", "merge", p(printer), p(password)})["decision"]["act"], "merge");
  answer({"cluster", "rename", p(broadband), "Broadband in the evening"});
  answer({"cluster", "move", "INC0003", "--to", p(broadband)});
  Json list = answer({"cluster", "list"});
  EXPECT_EQ(list["clusters"].size(), 3U);
  EXPECT_EQ(cluster(list, printer)["size"], 40);
  EXPECT_TRUE(cluster(list, printer)["decided"]);
  EXPECT_EQ(cluster(list, broadband)["label"], "Broadband in the evening");
  EXPECT_EQ(cluster(list, broadband)["size"], 21);
  EXPECT_EQ(theme_of("INC0003"), broadband);
  for (const Json& c : list["clusters"]) {
    const Json members = answer({"cluster", "members", p(c["id"].get<std::int64_t>())});
    for (const Json& m : members["items"]) EXPECT_NE(m["ref"], c["near_miss"]) << "a near miss is no member";
  }

  import(80, 120);
  const Outcome stale = run({"cluster", "list"});
  EXPECT_THAT(stale.out, HasSubstr("40 incidents came after these themes were looked for"));
  EXPECT_EQ(answer({"cluster", "list"})["run"]["new_incidents"], 40);

  list = answer({"cluster", "run", "--k", "4"});
  EXPECT_EQ(list["run"]["old"], false);
  EXPECT_EQ(list["run"]["unapplied"].size(), 0U);
  EXPECT_EQ(cluster(list, printer)["size"], 60);
  EXPECT_EQ(cluster(list, broadband)["label"], "Broadband in the evening");
  EXPECT_EQ(cluster(list, broadband)["size"], 31);
  for (const Json& c : list["clusters"]) EXPECT_EQ(c["since"], "kept");
  EXPECT_EQ(theme_of("INC0081"), printer) << "what was merged holds what came since";
  EXPECT_EQ(theme_of("INC0003"), broadband);

  answer({"cluster", "undo"});
  EXPECT_EQ(theme_of("INC0003"), invoice);
  answer({"cluster", "undo", "1"});
  list = answer({"cluster", "list"});
  EXPECT_EQ(list["clusters"].size(), 4U);
  const Json decisions = answer({"cluster", "decisions"});
  EXPECT_EQ(decisions["items"].size(), 3U);
  EXPECT_FALSE(decisions["items"][0]["undone_at"].is_null());
  EXPECT_TRUE(decisions["items"][1]["undone_at"].is_null());
  answer({"cluster", "undo", "1"}, 3);
}

TEST_F(Themes, SplitByTheirWordsAndByNamedIncidents) {
  import(0, 80);
  answer({"cluster", "run", "--k", "4"});
  const std::int64_t printer = theme_of("INC0000"), invoice = theme_of("INC0003");
  const auto p = [](std::int64_t n) { return std::to_string(n); };
  answer({"cluster", "merge", p(printer), p(invoice)});
  const Json split = answer({"cluster", "split", p(printer), "--into", "2"});
  EXPECT_EQ(split["decision"]["parts"].size(), 2U);
  EXPECT_NE(theme_of("INC0000"), theme_of("INC0003"));
  const Json after = answer({"cluster", "list"});
  EXPECT_EQ(after["clusters"].size(), 4U);
  std::int64_t total = 0;
  for (const Json& c : after["clusters"]) total += c["size"].get<std::int64_t>();
  EXPECT_EQ(total, after["run"]["clustered"].get<std::int64_t>());

  const std::int64_t password = theme_of("INC0001");
  const Json taken =
      answer({"cluster", "split", p(password), "INC0001", "INC0005", "INC0009", "--name", "Expired in the morning"});
  const std::int64_t part = taken["decision"]["parts"][1].get<std::int64_t>();
  EXPECT_GT(part, 4) << "a number that no theme had";
  EXPECT_EQ(theme_of("INC0005"), part);
  EXPECT_EQ(cluster(answer({"cluster", "list"}), part)["label"], "Expired in the morning");
  EXPECT_EQ(cluster(answer({"cluster", "list"}), part)["size"], 3);

  import(80, 120);
  const Json again = answer({"cluster", "run", "--k", "4"});
  EXPECT_EQ(theme_of("INC0005"), part) << "the split is followed in the new run";
  EXPECT_EQ(again["run"]["unapplied"].size(), 0U);
}

TEST_F(Themes, RefuseWhatCannotBeDecided) {
  import(0, 40);
  EXPECT_EQ(run({"cluster", "merge", "1", "2"}).status, 3) << "nothing was looked for yet";
  answer({"cluster", "run", "--k", "4"});
  EXPECT_THAT(run({"cluster", "merge", "1", "99"}).err, HasSubstr("there is no theme 99"));
  EXPECT_EQ(run({"cluster", "merge", "1"}).status, 2);
  EXPECT_EQ(run({"cluster", "merge", "1", "1"}).status, 2);
  EXPECT_EQ(run({"cluster", "members", "99"}).status, 3);
  const std::string label = answer({"cluster", "list"})["clusters"][0]["label"].get<std::string>();
  EXPECT_EQ(run({"cluster", "rename", "2", label}).status, 5);
  EXPECT_EQ(run({"cluster", "rename", "2", "  "}).status, 2);
  const std::int64_t theme = theme_of("INC0000");
  const std::string other = std::to_string(theme_of("INC0001"));
  EXPECT_THAT(run({"cluster", "split", other, "INC0000"}).err, HasSubstr(fmt::format("is not in theme {}", other)));
  EXPECT_EQ(run({"cluster", "split", other, "INC0001", "--into", "2"}).status, 2);
  std::vector<std::string> all{"cluster", "split", std::to_string(theme)};
  for (int i = 0; i < 40; i += 4) all.push_back(fmt::format("INC{:04}", i));
  EXPECT_EQ(run(all).status, 5) << "nothing would be left of it";
  EXPECT_EQ(run({"cluster", "move", "INC0000"}).status, 2);
  EXPECT_EQ(run({"cluster", "move", "NOPE", "--to", "1"}).status, 3);
  EXPECT_EQ(run({"cluster", "undo"}).status, 3);
  import(40, 44);
  EXPECT_THAT(run({"cluster", "move", "INC0041", "--to", "1"}).err, HasSubstr("came after the themes"));
}

TEST_F(Themes, SayWhatEachOfThemTookAndWhoDealsWithIt) {
  import(0, 80);
  answer({"cluster", "run", "--k", "4"});
  const std::int64_t printer = theme_of("INC0000");
  const std::int64_t review = answer({"review", "draft", "INC0000"})["id"].get<std::int64_t>();
  answer({"action", "add", "--review", std::to_string(review), "--title", "Replace the tray sensor of the printer",
          "--owner", "Facilities", "--due", "2026-12-01"});
  const Json list = answer({"cluster", "list"});
  const Json c = cluster(list, printer);
  EXPECT_EQ(c["reviewed"], 1);
  EXPECT_EQ(c["reviews"], Json::array({review}));
  EXPECT_EQ(c["open_actions"], 1);
  EXPECT_EQ(c["category_mix"], Json({{"IT", 1.0}}));
  EXPECT_EQ(c["cost"]["open_hours"], 40.0) << "20 incidents of two hours";
  EXPECT_EQ(c["cost"]["median_time_to_resolve"], 7200.0);
  EXPECT_EQ(c["cost"]["time_missing"], 0);
  EXPECT_TRUE(c["cost"]["customers_affected"].is_null()) << "unknown is not 0";
  EXPECT_EQ(c["cost"]["customers_missing"], 20);
  EXPECT_TRUE(c["cost"]["sla_missed"].is_null());
  EXPECT_EQ(c["closure_codes"][0]["n"], 10);
  EXPECT_EQ(c["closure_code_missing"], 10);
  EXPECT_LT(c["share_ci95"][0], 0.25);
  EXPECT_GT(c["share_ci95"][1], 0.25);
  EXPECT_EQ(c["trend"]["verdict"], "no evidence of a change");
  EXPECT_EQ(c["trend"]["recent"]["n"].get<int>() + c["trend"]["before"]["n"].get<int>(), 20);
  for (const Json& other : list["clusters"]) {
    if (other["id"] != printer) {
      EXPECT_EQ(other["reviewed"], 0);
      EXPECT_EQ(other["open_actions"], 0);
    }
  }
  bool team = false;
  for (const Json& o : c["over_represented"]) team = team || (o["field"] == "team" && o["value"] == "Desk");
  EXPECT_TRUE(team);
  EXPECT_TRUE(list["groups"].empty()) << "four themes need no second level";
}

TEST_F(Themes, AreListedOneByOneInGroupsWhereThereAreMany) {
  copy_demo(folder);
  const Json list = answer({"cluster", "list", "--workspace", "demo.db"});
  const std::size_t groups = list["groups"].size();
  EXPECT_GE(groups, 5U);
  EXPECT_LE(groups, 15U);
  std::size_t themes = 0;
  std::set<std::string> labels;
  for (const Json& g : list["groups"]) {
    themes += g["clusters"].size();
    labels.insert(g["label"].get<std::string>());
    for (const Json& id : g["clusters"]) EXPECT_EQ(cluster(list, id.get<std::int64_t>())["group"], g["id"]);
  }
  EXPECT_EQ(themes, list["clusters"].size());
  EXPECT_EQ(labels.size(), groups);
  std::int64_t before = list["clusters"][0]["size"].get<std::int64_t>();
  for (const Json& c : list["clusters"]) {
    EXPECT_LE(c["size"].get<std::int64_t>(), before);
    before = c["size"].get<std::int64_t>();
  }
}

TEST_F(Themes, MayBeNoneOrOne) {
  folder.put("log.csv",
             "Number,Opened,Description\r\nA1,2026-01-05 10:00:00,Printer jams\r\nA2,2026-01-06 10:00:00,Invoice "
             "wrong\r\nA3,2026-01-07 10:00:00,\r\n");
  answer({"import", "log.csv", "--zone", "UTC"});
  const Json none = answer({"cluster", "run"});
  EXPECT_EQ(none["run"]["n"], 3);
  EXPECT_EQ(none["run"]["clustered"], none["run"]["n"].get<int>() - none["run"]["outliers"].get<int>());
  if (none["clusters"].empty()) {
    EXPECT_THAT(run({"cluster", "list"}).out, HasSubstr("there are no themes"));
  }
  EXPECT_EQ(run({"cluster", "list"}).status, 0);
  EXPECT_EQ(answer({"cluster", "combinations"})["found"], 0);
  EXPECT_EQ(run({"report", "trends", "--as", "md", "--out", "out"}).status, 0);
  const Json one = answer({"cluster", "run", "--k", "1"});
  EXPECT_LE(one["clusters"].size(), 1U);
  EXPECT_EQ(run({"cluster", "list"}).status, 0);
}

TEST_F(Themes, CombinationsNameWhatOccursTogether) {
  import(0, 80);
  const Json without = answer({"cluster", "combinations"});
  EXPECT_EQ(std::count(without["fields"].begin(), without["fields"].end(), "theme"), 0);
  answer({"cluster", "run", "--k", "4"});
  const Json with = answer({"cluster", "combinations"});
  EXPECT_EQ(with["fields"][0], "theme");
  bool billing = false;
  for (const Json& item : with["items"]) {
    EXPECT_GE(item["n"], 5);
    EXPECT_LE(item["q"], 0.05);
    EXPECT_GE(item["lift"], 1.5);
    billing = billing || (item["parts"].contains("theme") && item["parts"].value("category", "") == "Billing");
  }
  EXPECT_TRUE(billing);
  EXPECT_EQ(answer({"cluster", "combinations", "--limit", "1"})["items"].size(), 1U);
}

}  // namespace
}  // namespace debrief::test
