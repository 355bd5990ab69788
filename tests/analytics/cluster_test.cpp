// Themes: planted ones are found, the order of the texts does not matter, and small or odd input does no harm.

#include "analytics/cluster.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <sstream>

#include "analytics/metrics.h"
#include "analytics/text/matrix.h"
#include "base/error.h"
#include "tests/analytics/incidents.h"
#include "tests/analytics/labelled.h"

namespace debrief::analytics {
namespace {

struct Planted {
  std::vector<ClusterText> texts;
  std::vector<std::int32_t> truth;
};

/// Six kinds of trouble, each told in many ways, with names, numbers and courtesies around it.
Planted planted(int per_theme) {
  const std::vector<std::vector<std::string>> kinds{
      {"password", "reset", "locked account", "cannot log in", "expired password", "unlock login"},
      {"printer", "paper jam", "toner empty", "printing queue stuck", "print blank pages", "printer offline"},
      {"vpn", "remote connection drops", "vpn tunnel", "gateway timeout at home", "vpn client disconnects",
       "remote access"},
      {"invoice", "billing wrong amount", "charged twice", "invoice missing tax", "refund billing", "payment invoice"},
      {"headset", "no sound in calls", "microphone muted", "audio crackles", "headset audio echo", "sound microphone"},
      {"delivery", "parcel late", "courier lost parcel", "delivery address wrong", "tracking parcel courier",
       "late delivery"}};
  const std::vector<std::string> around{"Hello, ", "Dear team, ",   "Ticket 4711: ",      "Since 12/03/2024 ",
                                        "",        "Please help: ", "Caller Smith says ", "Again: "};
  Planted out;
  std::mt19937 random(5);
  for (int i = 0; i < per_theme; ++i) {
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      const auto& words = kinds[k];
      std::string title = around[random() % around.size()] + words[random() % words.size()];
      const std::string description = words[random() % words.size()] + " and " + words[random() % words.size()] + " " +
                                      words[0] + " room " + std::to_string(random() % 900);
      out.texts.push_back(
          {.ref = "R" + std::to_string(out.texts.size()), .title = title, .description = description, .category = {}});
      out.truth.push_back(static_cast<std::int32_t>(k));
    }
  }
  return out;
}

void expect_sound(const ClusterRun& run, std::size_t texts) {
  ASSERT_EQ(run.theme_of.size(), texts);
  ASSERT_EQ(run.score.size(), texts);
  std::vector<std::size_t> members(run.themes.size(), 0);
  for (std::size_t i = 0; i < texts; ++i) {
    ASSERT_LT(run.theme_of[i], static_cast<std::int32_t>(run.themes.size()));
    EXPECT_TRUE(run.score[i] >= 0 && run.score[i] <= 1) << run.score[i];
    if (run.theme_of[i] >= 0) ++members[static_cast<std::size_t>(run.theme_of[i])];
  }
  std::set<std::string> labels;
  for (std::size_t t = 0; t < run.themes.size(); ++t) {
    const Theme& theme = run.themes[t];
    EXPECT_EQ(theme.members.size(), members[t]);
    EXPECT_FALSE(theme.label.empty());
    EXPECT_TRUE(labels.insert(theme.label).second) << theme.label << " is there twice";
    EXPECT_FALSE(theme.examples.empty());
    for (const std::uint32_t e : theme.examples) EXPECT_EQ(run.theme_of[e], static_cast<std::int32_t>(t));
    if (theme.near_miss >= 0) {
      EXPECT_NE(run.theme_of[static_cast<std::size_t>(theme.near_miss)], static_cast<std::int32_t>(t));
    }
    EXPECT_TRUE(theme.stability >= 0 && theme.stability <= 1) << theme.stability;
    if (t > 0) {
      EXPECT_GE(run.themes[t - 1].members.size(), theme.members.size());
    }
  }
  EXPECT_TRUE(run.stability >= 0 && run.stability <= 1);
}

TEST(Cluster, FindsPlantedThemesWithoutBeingToldHowMany) {
  for (const int per_theme : {8, 40}) {
    const Planted p = planted(per_theme);
    const ClusterRun run = cluster(p.texts, {});
    expect_sound(run, p.texts.size());
    const Agreement a = agreement(p.truth, run.theme_of);
    EXPECT_GE(a.ari, 0.8) << per_theme << " texts each, " << run.themes.size() << " themes found";
  }
}

TEST(Cluster, GivesTheNumberOfThemesAskedFor) {
  const Planted p = planted(30);
  ClusterOptions options;
  options.k = 6;
  const ClusterRun run = cluster(p.texts, options);
  expect_sound(run, p.texts.size());
  EXPECT_EQ(run.themes.size(), 6U);
  EXPECT_GE(agreement(p.truth, run.theme_of).ari, 0.95);
}

TEST(Cluster, NamesThemesByTheirOwnWords) {
  const Planted p = planted(30);
  ClusterOptions options;
  options.k = 6;
  const ClusterRun run = cluster(p.texts, options);
  const std::vector<std::string> topics{"password", "print", "vpn", "invoice", "headset", "parcel"};
  for (const Theme& theme : run.themes) {
    const auto kind = static_cast<std::size_t>(p.truth[theme.members.front()]);
    std::string terms = theme.label;
    for (const std::string& term : theme.terms) terms += " " + term;
    EXPECT_NE(terms.find(topics[kind]), std::string::npos) << terms;
    for (const char* not_a_name : {"hello", "dear", "4711", "smith", "help", "2024"}) {
      EXPECT_EQ(terms.find(not_a_name), std::string::npos) << terms;
    }
  }
}

TEST(Cluster, DoesNotDependOnTheOrderOfTheTexts) {
  const Planted p = planted(25);
  const ClusterRun run = cluster(p.texts, {});
  std::mt19937 random(9);
  std::vector<std::size_t> order(p.texts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (int round = 0; round < 20; ++round) {
    std::shuffle(order.begin(), order.end(), random);
    std::vector<ClusterText> shuffled;
    for (const std::size_t i : order) shuffled.push_back(p.texts[i]);
    const ClusterRun again = cluster(shuffled, {});
    ASSERT_EQ(again.themes.size(), run.themes.size());
    for (std::size_t t = 0; t < run.themes.size(); ++t) {
      EXPECT_EQ(again.themes[t].label, run.themes[t].label);
      EXPECT_EQ(again.themes[t].stability, run.themes[t].stability);
      EXPECT_EQ(shuffled[again.themes[t].examples[0]].ref, p.texts[run.themes[t].examples[0]].ref);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      EXPECT_EQ(again.theme_of[i], run.theme_of[order[i]]);
      EXPECT_EQ(again.score[i], run.score[order[i]]);
    }
  }
}

TEST(Cluster, GivesTheSameBitsWithAnyNumberOfThreads) {
  const Planted p = planted(60);
  const ClusterRun run = [&] {
    const Threads one(1);
    return cluster(p.texts, {});
  }();
  for (const unsigned count : {2U, 3U, 8U}) {
    const Threads threads(count);
    const ClusterRun again = cluster(p.texts, {});
    EXPECT_EQ(again.theme_of, run.theme_of) << count;
    EXPECT_EQ(again.score, run.score) << count;
    EXPECT_EQ(again.stability, run.stability) << count;
  }
}

struct Expected {
  const char* file;
  std::size_t split_column;
  std::size_t texts;
  int k;
  double nmi, ari, accuracy;
};

/// Plain tf-idf with k-means reaches 0.588 and 0.142 on the first set, 0.660 and 0.056 on the second; reduced to 100
/// dimensions 0.666 and 0.313, 0.756 and 0.404.
const std::vector<Expected> expected_sets{{"banking77/banking77.csv", 2, 3080, 77, 0.72, 0.40, 0.53},
                                          {"clinc150/clinc150.csv", 3, 4500, 150, 0.825, 0.53, 0.63}};

/// The words of all texts dealt out anew, each text as long as before.
std::vector<ClusterText> thrown_together(const std::vector<ClusterText>& texts, unsigned seed) {
  std::vector<std::string> words;
  std::vector<std::size_t> lengths;
  for (const ClusterText& t : texts) {
    std::istringstream in(t.title + " " + t.description);
    std::size_t count = 0;
    for (std::string word; in >> word; ++count) words.push_back(word);
    lengths.push_back(count);
  }
  std::mt19937 random(seed);
  std::shuffle(words.begin(), words.end(), random);
  std::vector<ClusterText> out = texts;
  std::size_t next = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].title.clear();
    out[i].description.clear();
    for (std::size_t w = 0; w < lengths[i]; ++w) out[i].title += words[next++] + " ";
  }
  return out;
}

std::size_t stable_themes(const ClusterRun& run) {
  return static_cast<std::size_t>(
      std::count_if(run.themes.begin(), run.themes.end(), [](const Theme& t) { return t.stability >= 0.6; }));
}

TEST(Cluster, ReportsNoStableThemeWhereWordsAreThrownTogether) {
  const Planted p = planted(40);
  EXPECT_GE(stable_themes(cluster(p.texts, {})), 5U);
  for (const unsigned seed : {1U, 2U, 3U}) {
    EXPECT_EQ(stable_themes(cluster(thrown_together(p.texts, seed), {})), 0U) << seed;
  }
  for (const Expected& e : expected_sets) {
    const Labelled set = labelled(e.file, e.split_column, "test");
    if (set.texts.empty()) GTEST_SKIP() << "the shared samples are not here";
    const ClusterRun real = cluster(set.texts, {});
    EXPECT_GE(stable_themes(real), real.themes.size() / 2) << e.file;
    EXPECT_EQ(stable_themes(cluster(thrown_together(set.texts, 1), {})), 0U) << e.file;
  }
}

TEST(Cluster, TakesAnyNumberOfTexts) {
  const Planted p = planted(4);
  for (const std::size_t n : {0U, 1U, 2U, 5U, 11U, 24U}) {
    const std::vector<ClusterText> texts(p.texts.begin(), p.texts.begin() + static_cast<std::ptrdiff_t>(n));
    SCOPED_TRACE(n);
    expect_sound(cluster(texts, {}), n);
    for (const int k : {1, 3, 50}) {
      ClusterOptions options;
      options.k = k;
      const ClusterRun run = cluster(texts, options);
      expect_sound(run, n);
      EXPECT_LE(run.themes.size(), std::min<std::size_t>(n, static_cast<std::size_t>(k)));
    }
  }
}

TEST(Cluster, PutsIdenticalTextsIntoOneTheme) {
  const std::vector<ClusterText> texts(
      200, {.ref = "same", .title = "Printer jam on floor 3", .description = {}, .category = {}});
  const ClusterRun run = cluster(texts, {});
  expect_sound(run, texts.size());
  ASSERT_EQ(run.themes.size(), 1U);
  EXPECT_EQ(run.themes[0].members.size(), 200U);
  EXPECT_EQ(run.themes[0].near_miss, -1);
}

TEST(Cluster, KeepsTwoRepeatedTemplatesApart) {
  std::vector<ClusterText> texts;
  for (int i = 0; i < 60; ++i) {
    texts.push_back({.ref = std::to_string(i),
                     .title = i % 2 == 0 ? "Disk full on server " + std::to_string(i)
                                         : "Password reset for user " + std::to_string(i),
                     .description = {},
                     .category = {}});
  }
  const ClusterRun run = cluster(texts, {});
  expect_sound(run, texts.size());
  EXPECT_EQ(run.themes.size(), 2U);
}

TEST(Cluster, LeavesTextsWithoutWordsUnclustered) {
  Planted p = planted(10);
  for (const char* empty : {"", "   ", "12345", "Hello, thank you", "???"}) {
    p.texts.push_back({.ref = "E", .title = empty, .description = {}, .category = {}});
  }
  const ClusterRun run = cluster(p.texts, {});
  expect_sound(run, p.texts.size());
  for (std::size_t i = p.texts.size() - 5; i < p.texts.size(); ++i) EXPECT_EQ(run.theme_of[i], -1) << p.texts[i].title;
  const ClusterRun none = cluster(std::vector<ClusterText>(9), {});
  EXPECT_TRUE(none.themes.empty());
  EXPECT_FALSE(none.notes.empty());
}

TEST(Cluster, NeverNamesAThemeByAPerson) {
  Planted p = planted(20);
  for (std::size_t i = 0; i < p.texts.size(); ++i) {
    const char* const names[] = {"Mr Quindar", "Dear Belfen", "Caller Ulmwen", "Mrs Zilbri"};
    p.texts[i].title += std::string(". ") + names[p.truth[i] % 4];
  }
  ClusterOptions options;
  options.k = 6;
  for (const Theme& theme : cluster(p.texts, options).themes) {
    for (const std::string& term : theme.terms) {
      for (const char* name : {"quindar", "belfen", "ulmwen", "zilbri"}) {
        EXPECT_EQ(term.find(name), std::string::npos) << term;
      }
    }
  }
}

TEST(Cluster, StopsWhenTold) {
  const Planted p = planted(10);
  ClusterOptions options;
  double last = -1;
  options.progress = [&](double share) {
    EXPECT_GE(share, last);
    last = share;
    return share < 0.3;
  };
  try {
    cluster(p.texts, options);
    FAIL();
  } catch (const base::Error& e) {
    EXPECT_EQ(e.status(), base::Status::interrupted);
  }
}

TEST(Cluster, ComesNearPeopleOnLabelledQuestions) {
  for (const Expected& e : expected_sets) {
    const Labelled p = labelled(e.file, e.split_column, "test");
    if (p.texts.empty()) GTEST_SKIP() << "the shared samples are not here";
    ASSERT_EQ(p.texts.size(), e.texts);
    ClusterOptions options;
    options.k = e.k;
    const ClusterRun run = cluster(p.texts, options);
    expect_sound(run, p.texts.size());
    const Agreement a = agreement(p.truth, run.theme_of);
    EXPECT_GE(a.nmi_arithmetic, e.nmi) << e.file;
    EXPECT_GE(a.ari, e.ari) << e.file;
    EXPECT_GE(a.accuracy, e.accuracy) << e.file;
    const auto out = std::count(run.theme_of.begin(), run.theme_of.end(), -1);
    EXPECT_LE(static_cast<double>(out), 0.15 * static_cast<double>(e.texts)) << e.file;
    EXPECT_LE(run.themes[0].members.size(), e.texts / 10) << e.file;
  }
}

TEST(Cluster, FindsAboutAsManyThemesAsPeopleDo) {
  for (const Expected& e : expected_sets) {
    const Labelled p = labelled(e.file, e.split_column, "test");
    if (p.texts.empty()) GTEST_SKIP() << "the shared samples are not here";
    const ClusterRun run = cluster(p.texts, {});
    EXPECT_GE(static_cast<double>(run.themes.size()), 0.7 * e.k) << e.file;
    EXPECT_LE(static_cast<double>(run.themes.size()), 1.6 * e.k) << e.file;
  }
}

}  // namespace
}  // namespace debrief::analytics
