// Charts of every kind: legible in any script, told by more than colour, and whole in every writer.

#include <algorithm>
#include <cmath>
#include <set>

#include <pango/pangocairo.h>
#include <pugixml.hpp>

#include "charts_sample.h"
#include "reports/charts/cairo.h"
#include "reports/charts/scene.h"
#include "reports/writer.h"
#include "sample.h"

namespace debrief::reports {

using templates::Chart;
using templates::ChartKind;

namespace {

std::vector<Chart> all_charts() {
  std::vector<Chart> out = sample::every_chart();
  for (Chart& c : sample::hostile_charts()) out.push_back(std::move(c));
  return out;
}

bool overlap(const Box& a, const Box& b) {
  // Half a unit is what rounding takes.
  constexpr double less = 0.5;
  return a.x + less < b.x + b.width && b.x + less < a.x + a.width && a.y + less < b.y + b.height &&
         b.y + less < a.y + a.height;
}

bool says(const Scene& scene, std::string_view words) {
  return std::any_of(scene.labels.begin(), scene.labels.end(),
                     [&](const Label& l) { return l.text.find(words) != std::string::npos; });
}

double luminance(std::string_view hex) {
  const auto part = [&](std::size_t at) {
    const double c = std::stoi(std::string(hex.substr(at, 2)), nullptr, 16) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

double contrast(std::string_view a, std::string_view b) {
  const double x = luminance(a) + 0.05;
  const double y = luminance(b) + 0.05;
  return x > y ? x / y : y / x;
}

}  // namespace

TEST(Charts, HaveLabelsThatNeverTouchWhateverTheySay) {
  for (const Chart& c : all_charts()) {
    const Scene scene = scene_of(c);
    for (std::size_t i = 0; i < scene.labels.size(); ++i) {
      const Label& a = scene.labels[i];
      if (a.turned != 0) continue;  // slanted names run beside one another; their boxes are larger than they are
      for (std::size_t k = i + 1; k < scene.labels.size(); ++k) {
        const Label& b = scene.labels[k];
        if (b.turned != 0) continue;
        EXPECT_FALSE(overlap(extent_of(a), extent_of(b)))
            << "kind " << static_cast<int>(c.kind) << ": \"" << a.text << "\" and \"" << b.text << "\"";
      }
    }
  }
}

TEST(Charts, KeepEveryLabelWithinThePicture) {
  for (const Chart& c : all_charts()) {
    const Scene scene = scene_of(c);
    for (const Label& l : scene.labels) {
      const Box box = extent_of(l);
      EXPECT_GE(box.x, -0.5) << static_cast<int>(c.kind) << l.text;
      EXPECT_LE(box.x + box.width, scene.width + 0.5) << static_cast<int>(c.kind) << " " << l.text;
      EXPECT_LE(box.y + box.height, scene.height + 0.5) << static_cast<int>(c.kind) << " " << l.text;
    }
  }
}

TEST(Charts, CountOnWidthsNoFontOfThisMachineExceeds) {
  PangoFontMap* map = pango_cairo_font_map_get_default();
  PangoContext* context = pango_font_map_create_context(map);
  pango_cairo_context_set_resolution(context, 96);
  PangoLayout* layout = pango_layout_new(context);
  for (const bool bold : {false, true}) {
    for (const std::string& words : sample::hard_words()) {
      PangoFontDescription* font = pango_font_description_from_string("Arial, Liberation Sans, DejaVu Sans, Sans");
      pango_font_description_set_absolute_size(font, 12 * PANGO_SCALE);
      pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
      pango_layout_set_font_description(layout, font);
      pango_font_description_free(font);
      pango_layout_set_text(layout, words.data(), static_cast<int>(words.size()));
      // A script this machine has no font for is drawn as boxes with numbers, which is nobody's width.
      if (pango_layout_get_unknown_glyphs_count(layout) > 0) continue;
      int wide = 0;
      pango_layout_get_size(layout, &wide, nullptr);
      EXPECT_LE(static_cast<double>(wide) / PANGO_SCALE, text_width(words, 12, bold) + 0.5) << words;
    }
  }
  g_object_unref(layout);
  g_object_unref(context);
}

TEST(Charts, AreSoundPicturesWithNameAndDescription) {
  int n = 0;
  for (const Chart& c : all_charts()) {
    const std::string drawn = svg(scene_of(c), "c" + std::to_string(++n), c.title, c.alt);
    pugi::xml_document xml;
    ASSERT_TRUE(xml.load_buffer(drawn.data(), drawn.size())) << drawn.substr(0, 300);
    const pugi::xml_node root = xml.child("svg");
    EXPECT_STREQ(root.attribute("role").value(), "img");
    EXPECT_TRUE(root.child("title"));
    EXPECT_STREQ(root.child("desc").text().get(), c.alt.c_str());
    const Scene scene = scene_of(c);
    EXPECT_TRUE(png(scene, 2, 60).starts_with("\x89PNG"));
    EXPECT_EQ(png(scene, 2, 60), png(scene_of(c), 2, 60));
  }
}

TEST(Charts, OfEachKindAreATableToo) {
  for (const Chart& c : sample::every_chart()) {
    const ChartFigures f = figures_of(c);
    ASSERT_FALSE(f.rows.empty()) << static_cast<int>(c.kind);
    EXPECT_EQ(f.header.size(), f.numeric.size());
    for (const auto& row : f.rows) EXPECT_EQ(row.size(), f.header.size()) << static_cast<int>(c.kind);
  }
}

TEST(Charts, WithoutDataSaySo) {
  for (int kind = 0; kind <= static_cast<int>(ChartKind::effect); ++kind) {
    Chart c;
    c.kind = static_cast<ChartKind>(kind);
    c.title = "Nothing";
    const Scene scene = scene_of(c);
    EXPECT_TRUE(says(scene, "No ") || says(scene, "Nothing is")) << kind;
    EXPECT_TRUE(figures_of(c).rows.empty()) << kind;
  }
}

// WCAG 2.2, 1.4.3 and 1.4.11, against the paper and the shade that lanes and rows stand on.
TEST(Charts, AreDrawnInInksThatStandOut) {
  for (const Ink paper : {Ink::paper, Ink::shade}) {
    for (const Ink ink : {Ink::text, Ink::muted, Ink::data, Ink::bar, Ink::centre, Ink::limit, Ink::target,
                          Ink::outside, Ink::pattern})
      EXPECT_GE(contrast(colour_of(ink), colour_of(paper)), 4.5) << colour_of(ink);
    EXPECT_GE(contrast(colour_of(Ink::axis), colour_of(paper)), 3) << "lines";
  }
}

TEST(CauseCharts, HoldTheSameRecordsInAllThreeDrawings) {
  for (const auto& chart : {sample::causes_chart, sample::hostile_causes_chart}) {
    const auto fishbone = figures_of(chart(ChartKind::fishbone));
    EXPECT_EQ(fishbone.rows, figures_of(chart(ChartKind::whys)).rows);
    EXPECT_EQ(fishbone.rows, figures_of(chart(ChartKind::bowtie)).rows);
  }
}

TEST(CauseCharts, MarkAHypothesisByADashedLineAndByTheWord) {
  for (const ChartKind kind : {ChartKind::fishbone, ChartKind::whys, ChartKind::bowtie}) {
    Chart c = sample::causes_chart(kind);
    EXPECT_TRUE(says(scene_of(c), "hypothesis"));
    const auto dashed = [&] {
      const Scene scene = scene_of(c);
      return std::any_of(scene.strokes.begin(), scene.strokes.end(),
                         [](const Stroke& s) { return s.ink == Ink::pattern && !s.dash.empty(); });
    };
    EXPECT_TRUE(dashed()) << static_cast<int>(kind);
    for (auto& cause : c.causes) cause.hypothesis = false;
    EXPECT_FALSE(dashed()) << static_cast<int>(kind);
    EXPECT_FALSE(says(scene_of(c), "hypothesis"));
  }
}

TEST(CauseCharts, AskOnWhereAChainEndsInAPerson) {
  Chart c = sample::causes_chart(ChartKind::whys);
  EXPECT_FALSE(says(scene_of(c), "ask why again"));
  c.causes.front().names_person = true;
  EXPECT_TRUE(says(scene_of(c), "ask why again"));
}

TEST(CauseCharts, SayWhatBecameOfEachControlInWords) {
  const Scene scene = scene_of(sample::causes_chart(ChartKind::bowtie));
  for (const char* words : {"failed", "held", "missing", "no control named", "What followed"})
    EXPECT_TRUE(says(scene, words)) << words;
}

TEST(CauseCharts, OfChainsOfAThousandWhysAreDrawn) {
  Chart c = sample::causes_chart(ChartKind::whys);
  c.causes.clear();
  for (int i = 0; i < 1000; ++i)
    c.causes.push_back({"F", "because", "cause", "", "", i - 1, "", false, false, "", ""});
  for (const ChartKind kind : {ChartKind::fishbone, ChartKind::whys, ChartKind::bowtie}) {
    c.kind = kind;
    EXPECT_GT(scene_of(c).height, 1000);
  }
}

TEST(CauseCharts, TakeAParentThatComesLaterForNone) {
  Chart c = sample::causes_chart(ChartKind::whys);
  c.causes[0].parent = 1;
  c.causes[1].parent = 0;
  EXPECT_GT(scene_of(c).height, 100) << "a ring would never end";
}

TEST(Timeline, NamesTheMinutesOfASilenceAndShowsWhatWasWrittenLater) {
  const Scene scene = scene_of(sample::course_chart());
  for (const char* words : {"37 min without a message", "17 min before it was logged", "written 22 min later",
                            "no message", "happened, and written down later"})
    EXPECT_TRUE(says(scene, words)) << words;
  EXPECT_EQ(std::count_if(scene.boxes.begin(), scene.boxes.end(), [](const Box& b) { return b.hatched; }), 3)
      << "two silences, and one in the legend";
}

TEST(Timeline, OfManyEntriesTakesTwoThirdsOfAPageAndStillNamesWhatMatters) {
  Chart chart = sample::course_chart();
  const auto began = chart.moments.front().from_ms;
  // Three entries a minute for two hours, none of which has room for its time beside the next.
  for (int n = 0; n < 360; ++n) {
    const auto at = began + n * 20'000;
    chart.moments.push_back({at, at, "Notes", "14:" + std::to_string(n), ""});
  }
  const Scene scene = scene_of(chart);
  EXPECT_LE(scene.height, scene.width) << "a page of text is 1.48 times as high as it is wide";
  EXPECT_TRUE(says(scene, "37 min without a message"));
}

TEST(ControlChart, WithItsMovingRangesHasASecondPanelOnTheSameTimes) {
  const Scene one = scene_of(sample::xmr_chart());
  const Scene two = scene_of(sample::ranges_chart());
  EXPECT_GT(two.height, one.height + 90);
  EXPECT_TRUE(says(two, "Moving range"));
  EXPECT_FALSE(says(one, "Moving range"));
}

// Wheeler, Understanding Variation: ranges 3, 1, 4 have the mean 2.67, their upper limit is 3.268 times it.
TEST(ControlChart, TakesRangesWithinAStretchOfLimitsOnly) {
  Chart c;
  c.kind = ChartKind::xmr;
  for (const double v : {1.0, 4.0, 5.0, 1.0, 100.0, 101.0, 102.0}) c.points.push_back({"p", v, ""});
  c.limits = {{0, 4, 3, 0, 9, false}, {4, 7, 101, 99, 103, false}};
  const Chart ranges = templates::moving_range_of(c);
  EXPECT_TRUE(std::isnan(ranges.points[0].value));
  EXPECT_DOUBLE_EQ(ranges.points[3].value, 4);
  EXPECT_TRUE(std::isnan(ranges.points[4].value)) << "the step between two stretches is no range";
  ASSERT_EQ(ranges.limits.size(), 2U);
  EXPECT_NEAR(ranges.limits[0].centre, 8.0 / 3, 1e-9);
  EXPECT_NEAR(*ranges.limits[0].upper, 3.268 * 8 / 3, 1e-9);
}

TEST(ControlChart, NamesItsLimitsThoughTheLastPeriodIsNotComplete) {
  Chart c;
  c.kind = ChartKind::xmr;
  for (const double v : {1.0, 4.0, 5.0, 1.0}) c.points.push_back({"p", v, ""});
  c.points.push_back({"p", 2, "partial"});
  c.limits = {{0, 4, 3, 0.5, 9, false}};
  EXPECT_TRUE(says(scene_of(c), "Average 3"));
  EXPECT_TRUE(says(scene_of(c), "Upper 9"));
}

TEST(Ageing, TellsEachDateInWords) {
  const Scene scene = scene_of(sample::ageing_chart());
  for (const char* words : {"24 days overdue", "due in 15 days", "no date", "done 8 days late", "done in time"})
    EXPECT_TRUE(says(scene, words)) << words;
}

TEST(StackedBars, TellPartsByPatternAndNumber) {
  const Scene scene = scene_of(sample::stacked_chart());
  EXPECT_TRUE(std::any_of(scene.boxes.begin(), scene.boxes.end(), [](const Box& b) { return b.hatched; }));
  EXPECT_TRUE(std::any_of(scene.boxes.begin(), scene.boxes.end(), [](const Box& b) { return b.hollow; }));
  const ChartFigures f = figures_of(sample::stacked_chart());
  EXPECT_EQ(f.rows[1], (std::vector<std::string>{"30 to 89 days", "4", "2", "1"}));
}

TEST(BoxPlot, PutsMedianAndQuartersInOrderOnItsScale) {
  const Scene scene = scene_of(sample::box_chart());
  EXPECT_TRUE(says(scene, "log scale")) << "from 12 minutes to 140 hours";
  std::vector<double> medians;
  for (const Stroke& s : scene.strokes) {
    if (s.ink == Ink::centre) medians.push_back(s.points[0].x);
  }
  ASSERT_EQ(medians.size(), 4U);
  EXPECT_LT(medians[2], medians[0]);
  EXPECT_LT(medians[0], medians[1]);
  EXPECT_LT(medians[1], medians[3]);
}

}  // namespace debrief::reports
