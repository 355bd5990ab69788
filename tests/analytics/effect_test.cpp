// Effects and repeats: worked examples by hand, and what is promised measured on made data with fixed seeds.

#include <cmath>
#include <cstdio>

#include "analytics/effect/alike.h"
#include "analytics/effect/check.h"
#include "analytics/effect/measure.h"
#include "analytics/numbers/distribution.h"
#include "analytics/numbers/random.h"
#include "tests/analytics/incidents.h"
#include "tests/analytics/labelled.h"

namespace debrief::analytics {
namespace {

const ExposureOf by_days = [](Window w) { return static_cast<double>(w.until - w.from) / base::day_ms; };

EffectMeasure events_at(std::vector<base::Ms> times) {
  EffectMeasure m;
  m.sample = [times = std::move(times)](Window w) {
    EffectSample s;
    for (const base::Ms t : times) {
      if (t >= w.from && t < w.until) s.events.push_back(t);
    }
    return s;
  };
  return m;
}

/// Events evenly over days [from, until).
std::vector<base::Ms> evenly(int n, double from, double until) {
  std::vector<base::Ms> out;
  for (int i = 0; i < n; ++i) out.push_back(day(from + (until - from) * (i + 0.5) / n));
  return out;
}

std::vector<base::Ms> joined(std::vector<base::Ms> a, const std::vector<base::Ms>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

EffectMeasure shares(std::int64_t bad_before, std::int64_t n_before, std::int64_t bad_after, std::int64_t n_after) {
  EffectMeasure m;
  m.kind = EffectKind::share;
  m.sample = [=](Window w) {
    EffectSample s;
    s.bad = w.from < day(100) ? bad_before : bad_after;
    s.n = w.from < day(100) ? n_before : n_after;
    return s;
  };
  return m;
}

const Window first_year{day(0), day(100)};
const Window then{day(100), day(200)};

TEST(Compare, GivesTheExactIntervalOfTwoRates) {
  // 20 events against 10 in as much time: 10 of 30, Clopper-Pearson 0.17287 to 0.52812 (scipy.stats.beta), as odds.
  const auto c = compare(events_at(joined(evenly(20, 0, 100), evenly(10, 100, 200))), by_days, first_year, then, 0.5);
  EXPECT_EQ(c.method, EffectMethod::exact);
  EXPECT_DOUBLE_EQ(*c.ratio, 0.5);
  EXPECT_NEAR(*c.low, 0.17287 / (1 - 0.17287), 1e-4);
  EXPECT_NEAR(*c.high, 0.52812 / (1 - 0.52812), 1e-4);
  EXPECT_EQ(c.verdict, Verdict::cannot_tell_yet);
  EXPECT_FALSE(c.upper_rate.has_value());
}

TEST(Compare, SaysOfSilenceWhatItMayHide) {
  const auto c = compare(events_at(evenly(12, 0, 100)), by_days, first_year, then, 0.5);
  EXPECT_EQ(c.cases_after, 0);
  EXPECT_DOUBLE_EQ(*c.ratio, 0);
  EXPECT_NEAR(*c.upper_rate, 2.9957 / 100, 1e-5) << "the rule of three";
  const auto none = compare(events_at({}), by_days, first_year, then, 0.5);
  EXPECT_FALSE(none.ratio.has_value());
  EXPECT_EQ(none.verdict, Verdict::cannot_tell_yet);
  EXPECT_EQ(compare(events_at(evenly(12, 100, 200)), by_days, first_year, then, 0.5).verdict, Verdict::worse)
      << "nothing before and plenty after needs no ratio";
}

TEST(Compare, TakesTheSharesOfNewcombesExample) {
  // Newcombe 1998b, example (a): 56 of 70 against 48 of 80, difference 0.2000, method 10: 0.0524 to 0.3339.
  const auto c = compare(shares(48, 80, 56, 70), by_days, first_year, then, 0.5);
  EXPECT_NEAR(*c.difference, 0.2, 1e-12);
  EXPECT_NEAR(*c.difference_low, 0.0524, 5e-5);
  EXPECT_NEAR(*c.difference_high, 0.3339, 5e-5);
  EXPECT_EQ(c.verdict, Verdict::worse);
  EXPECT_EQ(compare(shares(56, 70, 20, 70), by_days, first_year, then, 0.5).verdict, Verdict::worked);
  EXPECT_EQ(compare(shares(56, 70, 40, 70), by_days, first_year, then, 0.5).verdict, Verdict::worked_in_part);
  EXPECT_EQ(compare(shares(0, 0, 5, 9), by_days, first_year, then, 0.5).verdict, Verdict::cannot_tell_yet);
  EXPECT_EQ(compare(shares(4, 7, 0, 7), by_days, first_year, then, 0.5).verdict, Verdict::cannot_tell_yet)
      << "too few cases, whatever the interval";
}

TEST(Compare, TakesTimesWithThoseStillRunning) {
  EffectMeasure m;
  m.kind = EffectKind::duration;
  m.sample = [](Window w) {
    EffectSample s;
    for (int i = 1; i <= 60; ++i) s.spans.push_back({(w.from < day(100) ? 100.0 : 40.0) * (i % 20 + 1), i % 10 != 0});
    return s;
  };
  const auto c = compare(m, by_days, first_year, then, 0.5);
  EXPECT_EQ(c.method, EffectMethod::restricted_mean);
  EXPECT_LT(*c.ratio, 0.75);
  EXPECT_LT(*c.high, 1);
  EXPECT_LT(*c.p, 0.001);
  m.sample = [](Window) {
    EffectSample s;
    for (int i = 0; i < 50; ++i) s.spans.push_back({100.0 + i, false});
    return s;
  };
  const auto open = compare(m, by_days, first_year, then, 0.5);
  EXPECT_EQ(open.verdict, Verdict::cannot_tell_yet) << "all still open: nothing has ended whose time could be compared";
}

TEST(Compare, WantsMoreWhereMoreIsBetter) {
  EffectMeasure m = events_at(joined(evenly(20, 0, 100), evenly(80, 100, 200)));
  EXPECT_EQ(compare(m, by_days, first_year, then, 0.5).verdict, Verdict::worse);
  m.more_is_better = true;
  EXPECT_EQ(compare(m, by_days, first_year, then, 0.5).verdict, Verdict::worked);
}

TEST(Promise, NamesTheWindowThatTheTableOfPowersHas) {
  const Window year{day(0), day(365)};
  const auto window = [&](int per_month, double cut) {
    return promise(events_at(evenly(12 * per_month, 0, 365)), by_days, year, cut).window_days;
  };
  // 80 % power after 12 months before: 4 a month 70 % cut 4 months; 8 a month 50 % cut 6 months; 4 a month 50 % cut 18.
  EXPECT_NEAR(static_cast<double>(*window(4, 0.7)), 4 * 30.4, 16);
  EXPECT_GT(*window(8, 0.5), 4 * 30.4) << "the table goes by 4, 6, 12 and 18 months";
  EXPECT_LE(*window(8, 0.5), 6 * 30.4);
  EXPECT_FALSE(window(4, 0.5).has_value()) << "not within 12 months";
  EXPECT_FALSE(window(1, 0.5).has_value());
  EXPECT_FALSE(promise(events_at({}), by_days, year, 0.5).window_days.has_value());
}

EffectQuestion question(EffectMeasure m, std::int64_t window_days, double done = 365,
                        double data_until = 365 + 14 + 122) {
  EffectQuestion q;
  q.measure = std::move(m);
  q.exposure = by_days;
  q.before = {day(0), day(365)};
  q.done = day(done);
  q.window_days = window_days;
  q.data_until = day(data_until);
  return q;
}

std::vector<base::Ms> poisson_process(Random& random, double per_day, double from, double until) {
  std::vector<base::Ms> out;
  for (double t = from - std::log(1 - random.uniform()) / per_day; t < until;
       t -= std::log(1 - random.uniform()) / per_day)
    out.push_back(day(t));
  return out;
}

TEST(Check, SaysNothingBeforeTheWindowIsOverAndWhenToLookAgain) {
  const auto m = events_at(evenly(480, 0, 365));
  const auto early = check_effect(question(m, 120, 365, 400));
  EXPECT_EQ(early.verdict, Verdict::cannot_tell_yet);
  EXPECT_EQ(early.by_interval, Verdict::worked);
  EXPECT_FALSE(early.window_over);
  EXPECT_EQ(*early.next_look, day(365 + 14 + 120));
  EXPECT_EQ(check_effect(question(m, 120)).verdict, Verdict::worked);
  const auto ahead = check_effect(question(m, 120, 900, 400));
  EXPECT_EQ(ahead.verdict, Verdict::cannot_tell_yet);
  EXPECT_NE(std::find(ahead.remarks.begin(), ahead.remarks.end(), "action-ahead"), ahead.remarks.end());
  EXPECT_EQ(ahead.found.cases_before, 480);
  auto contacts = question(m, 120);
  contacts.exposure = [](Window w) { return w.from >= day(365) ? 0.0 : 1000.0; };
  EXPECT_EQ(check_effect(contacts).verdict, Verdict::cannot_tell_yet) << "nobody called: silence is no evidence";
}

TEST(Check, UnderNoEffectRarelySaysWorkedAndFindsACutBySeventyPercent) {
  Random random(41);
  constexpr int runs = 400;
  int wrong = 0, seen = 0, held = 0;
  for (int run = 0; run < runs; ++run) {
    const auto before = poisson_process(random, 48 / 365.0, 0, 365);
    const auto other = events_at(poisson_process(random, 480 / 365.0, 0, 520));
    auto none = question(events_at(joined(before, poisson_process(random, 48 / 365.0, 365, 520))), 122);
    none.rest = other;
    none.cut = 0.7;
    wrong += check_effect(none).verdict == Verdict::worked ? 1 : 0;
    auto cut = question(events_at(joined(before, poisson_process(random, 0.3 * 48 / 365.0, 365, 520))), 122);
    cut.rest = other;
    const auto found = check_effect(cut);
    seen += found.verdict == Verdict::worked ? 1 : 0;
    held += found.general_trend ? 1 : 0;
  }
  std::printf("no effect: %d of %d \"worked\"; 70 %% cut: %d found, %d held back as a trend\n", wrong, runs, seen,
              held);
  EXPECT_LE(wrong, 0.025 * runs);
  EXPECT_GE(seen, 0.78 * runs) << "80 % by the exact test, less what the earlier dates hold back";
}

TEST(Check, KeepsAnAnswerOfAnUnchangedLogAndNeverLooksBack) {
  int reversed = 0, answered = 0;
  constexpr int runs = 40;
  for (int run = 0; run < runs; ++run) {
    Random random(static_cast<std::uint64_t>(100 + run));
    const auto m = events_at(poisson_process(random, 1.5, 0, 800));
    bool had = false;
    for (const double now : {540.0, 600.0, 640.0, 700.0, 780.0, 860.0}) {
      auto q = question(m, 84, 365, std::min(now, 730.0));
      q.now = day(now);
      const auto found = check_effect(q);
      if (found.next_look) {
        EXPECT_GE(*found.next_look, day(now) + 28 * base::day_ms);
      }
      if (found.verdict == Verdict::cannot_tell_yet) {
        EXPECT_NE(found.next_look.has_value(),
                  std::find(found.remarks.begin(), found.remarks.end(), "no-date") != found.remarks.end());
        reversed += had ? 1 : 0;
      }
      had = found.verdict == Verdict::no_relevant_change;
      answered += had ? 1 : 0;
      if (found.found.method == EffectMethod::exact && found.found.other) {
        EXPECT_EQ(found.found.other->method, EffectMethod::series);
        EXPECT_GT(*found.found.trend_p, 0.05);
      }
    }
  }
  std::printf("unchanged: %d answers at 6 dates of %d logs, %d lost again\n", answered, runs, reversed);
  EXPECT_GT(answered, 2 * runs);
  EXPECT_LE(reversed, 0.1 * runs) << "lost by chance only: a trend at 5 %, or a ratio at the edge";
}

TEST(Check, SaysThePowerOfTheMethodUsed) {
  // 12 events a month and a trend: the series' interval is far wider than the exact one, and so the power is less.
  Random random(3);
  std::vector<base::Ms> times;
  for (int d = 0; d < 730; ++d) {
    const auto n = random.poisson(0.4 * std::exp(-0.002 * d));
    for (int i = 0; i < n; ++i) times.push_back(day(d + (i + 0.5) / static_cast<double>(n)));
  }
  const auto c = compare(events_at(times), by_days, {day(0), day(365)}, {day(379), day(730)}, 0.5);
  ASSERT_EQ(c.method, EffectMethod::series);
  ASSERT_TRUE(c.other.has_value());
  const double half = std::log(*c.high / *c.low) / 2;
  EXPECT_NEAR(*c.power, 1 - normal_upper((std::log(2) - half) / (half / 2.09)), 0.05)
      << "chance beyond the interval's half width, Student's t of some 18 degrees";
}

TEST(Check, OfAWindowOverAndALogBehindSaysSo) {
  auto q = question(events_at(evenly(480, 0, 365)), 120, 365, 400);
  q.now = day(600);
  const auto found = check_effect(q);
  EXPECT_FALSE(found.window_over);
  EXPECT_EQ(*found.next_look, day(628));
  EXPECT_NE(std::find(found.remarks.begin(), found.remarks.end(), "log-behind"), found.remarks.end());
}

TEST(Check, HoldsBackWhereEverythingFellAlikeOrTheFallCameFirst) {
  auto q = question(events_at(joined(evenly(240, 0, 365), evenly(24, 379, 501))), 122);
  q.rest = events_at(joined(evenly(2400, 0, 365), evenly(240, 379, 501)));
  const auto shared = check_effect(q);
  EXPECT_TRUE(shared.general_trend);
  EXPECT_EQ(shared.by_interval, Verdict::worked);
  EXPECT_EQ(shared.verdict, Verdict::cannot_tell_yet);
  q.rest = events_at(joined(evenly(2400, 0, 365), evenly(700, 379, 501)));
  EXPECT_EQ(check_effect(q).verdict, Verdict::worked) << "the rest fell a little, this fell far more";
  q.rest.reset();
  q.measure = events_at(joined(joined(evenly(200, 0, 180), evenly(60, 180, 365)), evenly(20, 379, 501)));
  const auto before = check_effect(q);
  EXPECT_TRUE(before.general_trend) << "half a year before the action it had fallen as far";
}

TEST(Check, TimesThatAreSkewedAndUnchangedRarelyWork) {
  Random random(7);
  constexpr int runs = 400;
  int wrong = 0;
  for (int run = 0; run < runs; ++run) {
    EffectMeasure m;
    m.kind = EffectKind::duration;
    std::vector<Lifetime> before, after;
    for (int i = 0; i < 120; ++i) {
      (i < 80 ? before : after).push_back({std::exp(8 + 1.4 * random.normal()), random.uniform() > 0.1});
    }
    m.sample = [&](Window w) {
      EffectSample s;
      s.spans = w.from < day(365) ? before : after;
      return s;
    };
    const auto v = compare(m, by_days, {day(0), day(365)}, {day(379), day(501)}, 0.2).verdict;
    wrong += v == Verdict::worked || v == Verdict::worked_in_part ? 1 : 0;
  }
  std::printf("skewed times, nothing changed: %d of %d for the better\n", wrong, runs);
  EXPECT_LE(wrong, 0.045 * runs);
}

review::IncidentClass reviewed(std::string title, std::vector<std::string> sample = {}) {
  review::IncidentClass c;
  c.incident_id = 1;
  c.source = "log";
  c.ref = "INC0001";
  c.kind = "incident";
  c.title = std::move(title);
  c.category = "Telephony";
  c.opened = day(10);
  c.ended = day(10) + 6 * base::hour_ms;
  weigh_words(c, sample);
  return c;
}

review::RecurrenceView incident(std::int64_t id, std::string_view title) {
  review::RecurrenceView v;
  v.id = id;
  v.source = "log";
  v.kind = "incident";
  v.title = title;
  v.opened = day(40);
  return v;
}

TEST(Repeats, AreCertainByParentProblemReferenceAndTemplate) {
  auto c = reviewed("Node srv-04 disk at 91 percent");
  c.problem = "PRB7";
  ClassMatcher matcher({c}, ScoreChance());
  auto child = incident(2, "Something else");
  child.parent = "INC0001";
  EXPECT_EQ(matcher.match(child).why, "same-parent");
  auto problem = incident(3, "Something else");
  problem.problem = "prb7";
  EXPECT_EQ(matcher.match(problem).why, "same-problem");
  EXPECT_EQ(matcher.match(incident(4, "As in INC0001, again")).why, "names-it");
  EXPECT_NE(matcher.match(incident(5, "As in INC00012, again")).why, "names-it") << "another reference";
  EXPECT_EQ(matcher.match(incident(6, "Node srv-17 disk at 99 percent")).why, "same-template");
  EXPECT_EQ(matcher.match(incident(1, "Node srv-04 disk at 91 percent")).band, Band::none)
      << "it is no repeat of itself";
  auto request = incident(7, "Node srv-17 disk at 99 percent");
  request.kind = "request";
  EXPECT_EQ(matcher.match(request).band, Band::none);
}

TEST(Repeats, OfShortWordsOfPeopleAreNoTemplate) {
  EXPECT_EQ(template_of("Password reset"), "");
  EXPECT_EQ(template_of("Cannot log in"), "");
  EXPECT_EQ(template_of("Trunk 31 lost registration"), "trunk * lost registration");
  EXPECT_EQ(template_of(""), "");
}

TEST(Repeats, AChanceFollowsWhatPeopleConfirmAndReject) {
  const ScoreChance before;
  EXPECT_NEAR(before.of(0.5), 0.5, 0.05);
  std::vector<std::pair<double, bool>> decided;
  for (int i = 0; i < 60; ++i) decided.emplace_back(0.5, true);
  const ScoreChance after(decided);
  EXPECT_GT(after.of(0.5), 0.85);
  double last = 0;
  for (int i = 0; i <= 100; ++i) {
    EXPECT_GE(after.of(i / 100.0), last - 1e-12) << "a higher score is never worth less";
    last = after.of(i / 100.0);
  }
}

TEST(Outages, CountOnceByParentAndByTime) {
  const auto at = [](std::int64_t id, double hours, double lasts, std::string parent = {}) {
    return OutageRecord{id, hour(hours), hour(hours + lasts), std::move(parent)};
  };
  const std::vector<OutageRecord> records{at(1, 0, 6),         at(2, 7.5, 1),         at(3, 10.9, 1),
                                          at(4, 100, 1, "P1"), at(5, 300, 1, "P1"),   at(6, 500, 2000),
                                          at(7, 540, 1),       at(8, 900, 1, "INC1"), at(9, 950, 1, "INC1")};
  const std::vector<std::string> own{"INC1"};
  const auto found = outages(records, own);
  ASSERT_EQ(found.size(), 7U);
  EXPECT_EQ(found[0], (std::vector<std::size_t>{0, 1})) << "7:30 is within two hours of the end, 10:54 is not of 8:30";
  EXPECT_EQ(found[2], (std::vector<std::size_t>{3, 4})) << "one parent, however far apart";
  EXPECT_EQ(found[4], (std::vector<std::size_t>{6})) << "a record open for months makes no outage of months";
  EXPECT_EQ(found[6].size(), 1U) << "the reviewed one as the parent says nothing about which outage";
  EXPECT_TRUE(of_reviewed_outage(reviewed("x"), day(10) + 7 * base::hour_ms));
  EXPECT_FALSE(of_reviewed_outage(reviewed("x"), day(10) + 9 * base::hour_ms));
  EXPECT_FALSE(of_reviewed_outage(reviewed("x"), day(9)));
  EXPECT_TRUE(outages({}).empty());
}

/// Repeats in a log of others, told in other words each time; the share that goes unseen is printed.
TEST(Repeats, PlantedInALogAreCaughtAndTheMissRateIsKnown) {
  const std::vector<std::string> subject{"trunk", "trunk line", "SIP trunk", "voice trunk"};
  const std::vector<std::string> what{"lost registration", "registration lost", "registration failed",
                                      "dropped registration"};
  const std::vector<std::string> where{"with the carrier", "at the carrier", "towards the carrier", "carrier side"};
  const std::vector<std::string> extra{"", "since this morning", "calls fail", "all queues silent", "north site"};
  const std::vector<std::string> others{"printer jams",
                                        "password expired",
                                        "invoice wrong",
                                        "headset crackles",
                                        "screen dark",
                                        "chat closes",
                                        "record doubled",
                                        "permit missing",
                                        "carrier invoice late",
                                        "line manager away",
                                        "trunk of the car left open"};
  Random random(9);
  const auto pick = [&](const std::vector<std::string>& v) {
    return v[std::min(v.size() - 1, static_cast<std::size_t>(random.uniform() * static_cast<double>(v.size())))];
  };
  std::vector<std::string> titles;
  std::vector<bool> planted;
  for (int i = 0; i < 2000; ++i) {
    planted.push_back(i % 20 == 0);
    titles.push_back(planted.back() ? pick(subject) + " " + pick(what) + " " + pick(where) + " " + pick(extra)
                                    : pick(others) + " " + pick(extra) + " " +
                                          pick({"desk", "floor", "today", "again", "please"}));
  }
  // By the words alone; where the log has a category that half of the others share; and once people have decided about
  // what was listed in the first half of the log.
  std::vector<std::pair<double, bool>> decided;
  for (const int round : {0, 1, 2}) {
    const bool labelled_log = round > 0;
    auto c = reviewed("SIP trunk lost registration with the carrier", titles);
    if (!labelled_log) c.category.clear();
    ClassMatcher matcher({c}, ScoreChance(decided));
    int caught = 0, listed = 0, all = 0, false_alarms = 0;
    for (std::size_t i = 0; i < titles.size(); ++i) {
      if (round == 2 && i < titles.size() / 2) continue;
      auto v = incident(static_cast<std::int64_t>(i) + 10, titles[i]);
      if (labelled_log) v.category = planted[i] || i % 2 == 0 ? "Telephony" : "Desk";
      const Alikeness alike = matcher.match(v);
      const Band band = alike.band;
      if (round == 1 && i < titles.size() / 2 && band >= Band::possible) decided.emplace_back(alike.score, planted[i]);
      all += planted[i] ? 1 : 0;
      caught += planted[i] && band >= Band::likely ? 1 : 0;
      listed += planted[i] && band >= Band::possible ? 1 : 0;
      false_alarms += !planted[i] && band >= Band::likely ? 1 : 0;
    }
    std::printf("planted %d, %s: %d likely or certain, %d listed; missed %.1f %%; false alarms %d of %zu\n", all,
                round == 0   ? "words alone"
                : round == 1 ? "with categories"
                             : "after decisions",
                caught, listed, 100.0 * (all - caught) / all, false_alarms,
                titles.size() / (round == 2 ? 2 : 1) - static_cast<std::size_t>(all));
    EXPECT_GE(caught, (round == 2 ? 0.85 : 0.6) * all);
    EXPECT_GE(listed, (labelled_log ? 0.95 : 0.75) * all);
    EXPECT_LE(false_alarms, 4);
  }
}

/// With one short text to go by, the rule is careful: what it calls likely mostly is.
TEST(Repeats, CalledLikelyAreMostlyRightOnLabelledTexts) {
  for (const auto& [file, column] : {std::pair{"banking77/banking77.csv", 2}, {"clinc150/clinc150.csv", 3}}) {
    const Labelled set = labelled(file, static_cast<std::size_t>(column), "test");
    if (set.texts.empty()) GTEST_SKIP() << "the shared samples are not here";
    std::vector<std::string> sample;
    for (const auto& t : set.texts) sample.push_back(t.title);
    int likely = 0, right = 0, relevant = 0;
    for (std::size_t c = 0; c < set.texts.size(); c += 61) {
      auto k = reviewed(set.texts[c].title, sample);
      k.category.clear();
      ClassMatcher matcher({k}, ScoreChance());
      for (std::size_t i = 0; i < set.texts.size(); ++i) {
        if (i == c) continue;
        const bool same = set.truth[i] == set.truth[c];
        relevant += same ? 1 : 0;
        if (matcher.match(incident(static_cast<std::int64_t>(i) + 10, set.texts[i].title)).band < Band::likely)
          continue;
        ++likely;
        right += same ? 1 : 0;
      }
    }
    std::printf("%s: likely %d, right %.2f, of its kind found %.2f\n", file, likely,
                static_cast<double>(right) / likely, static_cast<double>(right) / relevant);
    EXPECT_GE(static_cast<double>(right), 0.7 * likely) << file;
  }
}

TEST(Measure, ReadsItsNameAndKnowsWhatHasNoTest) {
  EXPECT_EQ(measure_named("recurrence")->kpi, nullptr);
  EXPECT_EQ(measure_named(" incidents  category=Billing ")->value, "Billing");
  EXPECT_FALSE(measure_named("fewer calls").has_value());
  EXPECT_FALSE(measure_named("incidents colour=red").has_value());
  EXPECT_FALSE(testable(*kpi_named("backlog")));
  EXPECT_TRUE(testable(*kpi_named("sla_met")));
  EXPECT_EQ(wanted_direction(*measure_named("sla_met")), "higher");
  EXPECT_EQ(wanted_direction(*measure_named("recurrence")), "lower");
}

TEST(Measure, ExposureIsDaysOrContactsWhicheverIsKept) {
  auto t = incidents_made({{.opened = day(1), .category = "A"}});
  EXPECT_DOUBLE_EQ(exposure_over(t, "days")({day(0), day(10)}), 10);
  EXPECT_DOUBLE_EQ(exposure_over(t, "contacts")({day(0), day(10)}), 0);
  EXPECT_FALSE(knows_contacts(t));
  t.intervals.from = {day(1), day(2), day(20)};
  t.intervals.offered = {100, absent, 70};
  t.intervals.answered = {90, 40, 60};
  t.intervals.abandoned = {10, 5, 10};
  EXPECT_DOUBLE_EQ(exposure_over(t, "contacts")({day(0), day(10)}), 145) << "answered and abandoned where not offered";
  t.contacts.started = {day(1), day(2), day(3)};
  EXPECT_DOUBLE_EQ(exposure_over(t, "contacts")({day(2), day(10)}), 2) << "single contacts count, reports then do not";
}

TEST(Compare, IsWiderWhereWeeksVaryMoreThanChance) {
  // 10 events in every fourth week and none between, against the same at half the rate: no clear sign of a cut.
  std::vector<base::Ms> bursts;
  for (int week = 0; week < 60; week += 4) {
    for (int i = 0; i < (week < 40 ? 10 : 5); ++i) bursts.push_back(day(week * 7 + i * 0.3));
  }
  const auto c = compare(events_at(bursts), by_days, {day(0), day(280)}, {day(280), day(420)}, 0.5);
  EXPECT_EQ(c.method, EffectMethod::exact_widened);
  EXPECT_GT(c.spread, 5);
  EXPECT_EQ(c.verdict, Verdict::cannot_tell_yet);
  EXPECT_LT(*c.power, 0.5);
}

TEST(Measure, LeavesTheReviewedOutAndKeepsTheRestApart) {
  const auto t = incidents_made({{.opened = day(1), .resolved = day(2), .category = "A"},
                                 {.opened = day(2), .category = "B"},
                                 {.opened = day(3), .resolved = day(5), .category = "A"},
                                 {.opened = day(4), .resolved = day(6), .category = "C"}});
  const auto name = *measure_named("incidents category=A");
  const std::vector<std::int64_t> out{t.id[0]};
  const auto over = over_log(t, name, false, out, base::Zone());
  EXPECT_EQ(over->measure.sample({day(0), day(10)}).events, std::vector<base::Ms>{day(3)});
  EXPECT_EQ(over->rest->sample({day(0), day(10)}).events.size(), 2U);
  EXPECT_EQ(over->untouched.size(), 2U);
  const auto times = over_log(t, *measure_named("time_to_resolve"), false, {}, base::Zone());
  const auto spans = times->measure.sample({day(0), day(10)}).spans;
  ASSERT_EQ(spans.size(), 4U);
  EXPECT_FALSE(spans[1].ended) << "still open at the end of the log";
  EXPECT_DOUBLE_EQ(spans[1].t, 4 * 86400.0);
}

}  // namespace
}  // namespace debrief::analytics
