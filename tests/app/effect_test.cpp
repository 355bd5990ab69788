// Did it work? From a plan fixed beforehand to a verdict by the data, and back again when the trouble comes back.

#include <gtest/gtest.h>

#include "analytics/numbers/random.h"
#include "base/json.h"
#include "base/time.h"
#include "program.h"

namespace debrief::test {
namespace {

using base::Json;
using testing::HasSubstr;

constexpr base::Ms start = 1'704'067'200'000;  // 2024-01-01T00:00:00Z
constexpr base::Ms day = base::day_ms;

/// Lines of a log, in the order of opening.
class Log {
 public:
  void add(base::Ms opened, const std::string& category, const std::string& title, double hours = 3,
           const std::string& parent = {}) {
    lines_.emplace_back(opened, category + "," + title + "," + std::to_string(hours) + "," + parent);
  }
  /// Refs number in order of opening, from `first`.
  std::string csv(int first = 1, base::Ms from = 0, base::Ms until = base::Ms{1} << 60) const {
    auto lines = lines_;
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string out = "Number,Opened,Resolved,Closed,Category,Short description,Parent\n";
    int number = first;
    for (const auto& [at, rest] : lines) {
      const int own = number++;
      if (at < from || at >= until) continue;
      const auto a = rest.find(','), b = rest.find(',', a + 1), c = rest.find(',', b + 1);
      const auto end = at + static_cast<base::Ms>(std::stod(rest.substr(b + 1, c - b - 1)) * base::hour_ms);
      out += "INC" + std::to_string(100000 + own) + "," + base::rfc3339(at) + "," + base::rfc3339(end) + "," +
             base::rfc3339(end + base::hour_ms) + "," + rest.substr(0, a) + "," + rest.substr(a + 1, b - a - 1) + "," +
             rest.substr(c + 1) + "\n";
    }
    return out;
  }

 private:
  std::vector<std::pair<base::Ms, std::string>> lines_;
};

const char* const other_titles[] = {
    "Printer on the second floor jams again",  "Password of a caller has expired",
    "Headset crackles during long calls",      "Invoice shows a wrong tariff code",
    "Screen of a desk stays dark after lunch", "Customer record opened twice by mistake",
    "Chat window closes without any message",  "Parking permit missing from the folder"};

/// Two years of a contact centre: trunk failures at `per_month`, times `after` from month 12 + wash-in on; other
/// incidents at 40 a month, times `others_after`.
Log two_years(double per_month, double after, double others_after, std::uint64_t seed, int months_after = 6) {
  analytics::Random random(seed);
  Log log;
  const double month = 365.0 / 12;
  for (int m = 0; m < 12 + months_after; ++m) {
    const bool later = m >= 12;
    const auto trunk = random.poisson(per_month * (later ? after : 1));
    for (int i = 0; i < trunk; ++i) {
      const auto at = start + static_cast<base::Ms>((m + random.uniform()) * month * static_cast<double>(day));
      log.add(at, "Telephony", "Trunk " + std::to_string(random.poisson(40)) + " lost registration with the carrier",
              1);
    }
    const auto other = random.poisson(40 * (later ? others_after : 1));
    for (int i = 0; i < other; ++i) {
      const auto at = start + static_cast<base::Ms>((m + random.uniform()) * month * static_cast<double>(day));
      const auto kind = static_cast<std::size_t>(random.uniform() * 8);
      log.add(at, kind < 4 ? "Desk" : "Billing", other_titles[kind]);
    }
  }
  return log;
}

class Effect : public testing::Test {
 protected:
  Outcome run(std::vector<std::string> words, const std::string& now) {
    return debrief(words, {.folder = folder.path(), .environment = {{"DEBRIEF_NOW", now}}});
  }
  Json answer(std::vector<std::string> words, const std::string& now, int status = 0) {
    words.emplace_back("--json");
    const Outcome outcome = run(words, now);
    EXPECT_EQ(outcome.status, status) << testing::PrintToString(words) << "\n" << outcome.err;
    err = outcome.err;
    const auto parsed = base::parse_json(outcome.out);
    EXPECT_TRUE(parsed.ok()) << outcome.out.substr(0, 500);
    return parsed.maybe().value_or(Json::object());
  }
  /// The first trunk failure opened from `from` on.
  std::string reviewed(const Log& log, base::Ms from) {
    const std::string csv = log.csv(1, from);
    for (auto at = csv.find("\nINC"); at != std::string::npos; at = csv.find("\nINC", at + 1)) {
      const std::string line = csv.substr(at + 1, csv.find('\n', at + 1) - at - 1);
      if (line.find("Trunk") != std::string::npos) return line.substr(0, 9);
    }
    return {};
  }
  /// Imports the year before, reviews a failure of its end, and plans an action that is done on 1 January 2025.
  void plan_on(const Log& log, const std::string& measure) {
    folder.put("before.csv", log.csv(1, 0, start + 366 * day));
    answer({"import", "before.csv", "--zone", "UTC"}, "2024-12-31T20:00:00Z");
    answer({"review", "draft", reviewed(log, start + 330 * day)}, "2024-12-31T20:00:00Z");
    const Json added = answer({"action", "add", "--review", "1", "--title", "Replace the session border controller",
                               "--owner", "Voice lead", "--due", "2025-01-05", "--measure", measure},
                              "2024-12-31T20:00:00Z");
    plan = added["plan"];
    answer({"action", "update", "1", "status=in_progress"}, "2024-12-31T21:00:00Z");
    answer({"action", "update", "1", "status=implemented"}, "2024-12-31T22:00:00Z");
  }
  void import_after(const Log& log) {
    folder.put("after.csv", log.csv(1, start + 366 * day));
    answer({"import", "after.csv", "--zone", "UTC"}, "2025-07-01T08:00:00Z");
  }
  Folder folder;
  Json plan;
  std::string err;
};

TEST_F(Effect, ATrueCutBySeventyPercentIsFoundAfterTheWindowAndNotBefore) {
  const Log log = two_years(4, 0.3, 1, 11);
  plan_on(log, "recurrence");
  ASSERT_TRUE(plan.is_object());
  EXPECT_EQ(plan["late"], false);
  EXPECT_EQ(plan["wash_in_days"], 14);
  EXPECT_GT(plan["n_before"].get<int>(), 30);
  // At 4 a month a cut by half needs some 18 months: more than a year, so a plan for 70 % is made instead.
  EXPECT_EQ(plan["provable"], false);
  EXPECT_THAT(
      answer({"action", "update", "1", "cut=0.7"}, "2024-12-31T23:00:00Z", 5)["error"]["code"].get<std::string>(),
      "plan-fixed");
  const Json again = answer({"action", "update", "1", "cut=0.7", "--replan", "half was more than the fix can promise"},
                            "2024-12-31T23:00:00Z");
  EXPECT_EQ(again["plan"]["version"], 2);
  EXPECT_EQ(again["plan"]["late"], true);
  EXPECT_NEAR(again["plan"]["window_days"].get<int>(), 125, 40) << "about 4 months";
  EXPECT_GE(again["plan"]["power"].get<double>(), 0.8);
  const Json early = answer({"action", "verify", "1"}, "2025-01-31T08:00:00Z");
  EXPECT_EQ(early["verdict"], "cannot-tell-yet");
  EXPECT_EQ(early["recorded"], false);
  EXPECT_THAT(early["effect"]["next_look"].get<std::string>(), HasSubstr("2025-05"));
  import_after(log);
  const Json done = answer({"action", "verify", "1", "--by", "Quality lead"}, "2025-07-01T08:00:00Z");
  EXPECT_EQ(done["verdict"], "worked") << done.dump(1);
  EXPECT_EQ(done["status"], "verified");
  const Json effect = done["effect"];
  EXPECT_LT(effect["ci95"][1].get<double>(), 1);
  EXPECT_LE(effect["ci95"][0].get<double>(), 0.3);
  EXPECT_GE(effect["ci95"][1].get<double>(), 0.3);
  EXPECT_EQ(effect["general_trend"], false);
  EXPECT_GT(effect["placebos"].size(), 2U);
  const Json shown = answer({"action", "show", "1"}, "2025-07-01T08:00:00Z");
  EXPECT_EQ(shown["plans"].size(), 2U) << "the first plan stays to be seen";
  EXPECT_EQ(shown["effect"]["verdict"], "worked");
  EXPECT_GT(shown["exposure_since"]["incidents"].get<int>(), 100);
  answer({"audit", "verify"}, "2025-07-01T08:00:00Z");
  const Outcome report = run({"report", "actions", "--as", "md", "--out", "out"}, "2025-07-01T08:00:00Z");
  ASSERT_EQ(report.status, 0) << report.err;
  EXPECT_THAT(bytes_of(folder / "out/actions.md"), HasSubstr("of before ("));
  const Json review = answer({"report", "pir", "1", "--as", "md", "--out", "out"}, "2025-07-01T08:00:00Z");
  EXPECT_THAT(bytes_of(folder / ("out/" + review["files"][0]["path"].get<std::string>())), HasSubstr("of before ("));
}

TEST_F(Effect, NothingChangedIsNotCalledAnEffectAndAPersonWhoSaysSoGivesAReason) {
  const Log log = two_years(30, 1, 1, 5);
  plan_on(log, "incidents category=Telephony");
  EXPECT_EQ(plan["provable"], true);
  import_after(log);
  const Json seen = answer({"action", "verify", "1"}, "2025-07-01T08:00:00Z");
  EXPECT_TRUE(seen["verdict"] == "no-relevant-change" || seen["verdict"] == "cannot-tell-yet") << seen.dump(1);
  if (seen["verdict"] == "no-relevant-change") {
    EXPECT_EQ(answer({"action", "verify", "1", "--verdict", "worked", "--by", "Quality lead"}, "2025-07-01T08:00:00Z",
                     5)["error"]["code"],
              "reason-needed");
  }
  const Json told = answer({"action", "verify", "1", "--verdict", "worked", "--by", "Quality lead", "--note",
                            "The carrier counts otherwise"},
                           "2025-07-01T08:00:00Z");
  EXPECT_EQ(told["verdict"], "worked");
  EXPECT_EQ(told["agrees"], false);
  const Json shown = answer({"action", "show", "1"}, "2025-07-01T08:00:00Z");
  EXPECT_EQ(shown["effect"]["told_verdict"], "worked");
  EXPECT_EQ(shown["effect"]["verdict"], seen["verdict"]) << "both stand";
  EXPECT_EQ(shown["verdict_note"], "The carrier counts otherwise");
}

TEST_F(Effect, AFallThatEverythingSharesIsAGeneralTrendAndNoVerdict) {
  const Log log = two_years(20, 0.35, 0.35, 3);
  plan_on(log, "recurrence");
  import_after(log);
  const Json seen = answer({"action", "verify", "1"}, "2025-07-01T08:00:00Z");
  EXPECT_EQ(seen["effect"]["general_trend"], true) << seen.dump(1);
  EXPECT_EQ(seen["effect"]["by_interval"], "worked");
  EXPECT_NE(seen["verdict"], "worked");
  EXPECT_THAT(run({"action", "verify", "1"}, "2025-07-01T08:00:00Z").out, HasSubstr("general trend"));
}

TEST_F(Effect, ARepeatReopensAVerifiedActionAndALikelyOneWaitsForAPerson) {
  const Log log = two_years(4, 0.3, 1, 11);
  plan_on(log, "recurrence");
  answer({"action", "verify", "1", "--verdict", "worked", "--by", "Quality lead", "--note", "no repeat in the drill"},
         "2025-01-02T08:00:00Z");
  EXPECT_EQ(answer({"action", "show", "1"}, "2025-01-02T08:00:00Z")["status"], "verified");
  const auto verified = [&](const char* now) { return answer({"kpi", "actions_verified"}, now)["figures"][0]; };
  EXPECT_EQ(verified("2025-01-02T08:00:00Z")["n"], 1);
  EXPECT_EQ(verified("2025-01-02T08:00:00Z")["value"], 1);
  Log later;
  later.add(start + 400 * day, "Desk", "Printer on the second floor jams again");
  folder.put("calm.csv", later.csv(800));
  const Json calm = answer({"import", "calm.csv", "--zone", "UTC"}, "2025-02-20T08:00:00Z");
  EXPECT_EQ(calm["recurrences"], Json::array());
  EXPECT_THAT(err, testing::Not(HasSubstr("repeat")));
  Log likely;
  likely.add(start + 410 * day, "Telephony", "Registration with the carrier lost on one trunk");
  folder.put("likely.csv", likely.csv(820));
  const Json waits = answer({"import", "likely.csv", "--zone", "UTC"}, "2025-02-21T08:00:00Z");
  ASSERT_EQ(waits["recurrences"].size(), 1U) << waits.dump(1);
  EXPECT_EQ(waits["recurrences"][0]["band"], "likely");
  EXPECT_EQ(waits["recurrences"][0]["reopened"], false);
  EXPECT_EQ(answer({"action", "show", "1"}, "2025-02-21T08:00:00Z")["status"], "verified");
  EXPECT_THAT(run({"action", "recurrences", "1"}, "2025-02-21T08:00:00Z").out, HasSubstr("action confirm 1 INC100820"));
  Log certain;
  certain.add(start + 411 * day, "Telephony", "Trunk 77 lost registration with the carrier");
  folder.put("certain.csv", certain.csv(830));
  const Json back = answer({"import", "certain.csv", "--zone", "UTC"}, "2025-02-22T08:00:00Z");
  ASSERT_EQ(back["recurrences"].size(), 1U) << back.dump(1);
  EXPECT_EQ(back["recurrences"][0]["reopened"], true);
  EXPECT_THAT(err, HasSubstr("reopened: action 1"));
  const Json shown = answer({"action", "show", "1"}, "2025-02-22T08:00:00Z");
  EXPECT_EQ(shown["status"], "in_progress");
  EXPECT_TRUE(shown["verdict"].is_null());
  EXPECT_EQ(verified("2025-02-22T08:00:00Z")["n"], 0) << "what was taken up again is no longer verified";
  EXPECT_THAT(shown["progress"].back()["note"].get<std::string>(), HasSubstr("INC100830 came in and repeats"));
  const Json list = answer({"action", "recurrences", "1"}, "2025-02-22T08:00:00Z");
  EXPECT_EQ(list["reviewed"][0]["category"], "Telephony");
  EXPECT_EQ(list["after"]["certain"], 1);
  EXPECT_GT(list["exposure"]["incidents"].get<int>(), 0);
  answer({"audit", "verify"}, "2025-02-22T08:00:00Z");
}

TEST_F(Effect, AConfirmedRepeatReopensAndARejectedOneDoesNotCount) {
  const Log log = two_years(4, 0.3, 1, 11);
  plan_on(log, "recurrence");
  answer({"action", "verify", "1", "--verdict", "worked", "--by", "Quality lead", "--note", "drill"},
         "2025-01-02T08:00:00Z");
  Log later;
  later.add(start + 400 * day, "Telephony", "Registration with the carrier lost on one trunk");
  later.add(start + 402 * day, "Telephony", "Carrier lost one trunk registration after a test");
  folder.put("later.csv", later.csv(820));
  ASSERT_EQ(answer({"import", "later.csv", "--zone", "UTC"}, "2025-02-20T08:00:00Z")["recurrences"].size(), 2U);
  EXPECT_EQ(
      answer({"action", "reject", "1", "INC100821", "--note", "our own test"}, "2025-02-21T08:00:00Z")["reopened"],
      Json::array());
  EXPECT_EQ(answer({"action", "confirm", "1", "INC100820"}, "2025-02-21T08:00:00Z")["reopened"], Json::array({1}));
  EXPECT_EQ(answer({"action", "show", "1"}, "2025-02-21T08:00:00Z")["status"], "in_progress");
  const Json list = answer({"action", "recurrences", "1"}, "2025-02-21T08:00:00Z");
  EXPECT_EQ(list["after"]["certain"], 0);
  EXPECT_EQ(list["after"]["certain_and_confirmed"], 1);
  EXPECT_EQ(list["after"]["rejected"], 1);
  const Json undone = answer({"import", "undo", "2"}, "2025-02-22T08:00:00Z", 1);
  ASSERT_EQ(undone["conflicts"].size(), 2U);
  EXPECT_THAT(undone["conflicts"][0]["why"].get<std::string>(), HasSubstr("a person decided"));
}

TEST_F(Effect, LookingForThemesAgainDoesNotChangeTheClass) {
  const Log log = two_years(4, 0.3, 1, 11);
  plan_on(log, "recurrence");
  const auto looked = [&] {
    const Json list = answer({"action", "recurrences", "1"}, "2025-01-02T08:00:00Z");
    return std::make_pair(list["reviewed"], list["before"]);
  };
  const auto before = looked();
  answer({"cluster", "run", "--k", "3"}, "2025-01-01T08:00:00Z");
  EXPECT_EQ(looked(), before);
}

TEST_F(Effect, WhatCannotBeAskedIsSaid) {
  Log log = two_years(4, 1, 1, 2);
  log.add(start + 540 * day, "Catering", "Menu missing");
  folder.put("log.csv", log.csv());
  const std::string now = "2025-06-25T08:00:00Z";
  answer({"import", "log.csv", "--zone", "UTC"}, now);
  const auto add = [&](const std::string& measure) {
    std::vector<std::string> words{"action",  "add",        "--title", "Fit a spare card",
                                   "--owner", "Voice lead", "--due",   "2025-07-20"};
    if (!measure.empty()) words.insert(words.end(), {"--measure", measure});
    return answer(words, now);
  };
  EXPECT_TRUE(add("")["plan"].is_null());
  EXPECT_TRUE(add("backlog")["plan"].is_null());
  EXPECT_TRUE(add("less trouble")["plan"].is_null());
  EXPECT_EQ(answer({"action", "verify", "1"}, now, 5)["error"]["code"], "not-carried-out");
  answer({"action", "update", "1", "status=implemented"}, now);
  EXPECT_EQ(answer({"action", "verify", "1"}, now, 5)["error"]["code"], "no-plan");
  EXPECT_EQ(answer({"action", "recurrences", "1"}, now, 2)["error"]["code"], "no-review");
  EXPECT_EQ(answer({"action", "update", "3", "measure=recurrence"}, now, 2)["error"]["code"], "no-review");
  EXPECT_EQ(answer({"action", "update", "2", "measure=incidents", "exposure=contacts"}, now, 5)["error"]["code"],
            "no-contacts");
  EXPECT_EQ(answer({"action", "update", "2", "measure=incidents", "cut=7"}, now, 2)["error"]["code"], "bad-value");
  const Json unknown = answer(
      {"action", "add", "--title", "Fit a spare card", "--measure", "incidents category=Biling"}, now, 2)["error"];
  EXPECT_EQ(unknown["code"], "bad-value");
  EXPECT_THAT(unknown.dump(),
              AllOf(HasSubstr("no record has the category"), HasSubstr("did you mean"), HasSubstr("Billing")));
  // Nothing of the kind before, done after the log ends: no division by nothing, and the words for it.
  const Json none = answer({"action", "add", "--title", "Fit a spare card", "--owner", "Voice lead", "--due",
                            "2025-07-20", "--measure", "incidents category=Catering", "--baseline-until", "2025-06-01"},
                           now);
  EXPECT_EQ(none["plan"]["provable"], false);
  EXPECT_EQ(none["plan"]["n_before"], 0);
  answer({"action", "update", "4", "status=implemented"}, "2025-06-28T08:00:00Z");
  const Json seen = answer({"action", "verify", "4"}, "2025-06-29T08:00:00Z");
  EXPECT_EQ(seen["verdict"], "cannot-tell-yet");
  EXPECT_TRUE(seen["effect"]["ratio"].is_null());
  // All of them still open: times to resolve have no ended case, and say so.
  folder.put("open.csv",
             "Number,Opened,Category,Short "
             "description\nA1,2025-06-01T08:00:00Z,Desk,Dark\nA2,2025-06-02T08:00:00Z,Desk,Dark\n");
  const auto own = [&](std::vector<std::string> words, int status = 0) {
    words.insert(words.begin(), {"--workspace", "open.db"});
    return answer(words, now, status);
  };
  own({"import", "open.csv", "--zone", "UTC"});
  const Json open =
      own({"action", "add", "--title", "Fit a spare card", "--measure", "time_to_resolve", "--window-days", "1"});
  EXPECT_EQ(open["plan"]["n_before"], 2);
  EXPECT_TRUE(open["plan"]["power"].is_null());
  own({"action", "update", "1", "status=implemented", "done=2025-06-01"});
  EXPECT_EQ(own({"action", "verify", "1"})["verdict"], "cannot-tell-yet");
}

}  // namespace
}  // namespace debrief::test
