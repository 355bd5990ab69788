// Heat maps: drawn by area, marked by shape, and told as a table.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "reports/charts/scene.h"
#include "sample.h"

namespace debrief::reports {

namespace {

std::vector<Box> squares(const Scene& scene) {
  std::vector<Box> out;
  for (const Box& b : scene.boxes) {
    if (b.ink == Ink::bar) out.push_back(b);
  }
  return out;
}

}  // namespace

TEST(HeatMap, DrawsEachValueAsASquareOfItsArea) {
  templates::Chart c;
  c.kind = templates::ChartKind::heatmap;
  c.rows = {"a", "b"};
  c.points = {{"1", 4, ""}, {"2", 1, ""}, {"1", 0, ""}, {"2", std::nan(""), ""}};
  const auto drawn = squares(scene_of(c));
  ASSERT_EQ(drawn.size(), 2U) << "nothing is drawn for 0 and for what is not known";
  EXPECT_NEAR(drawn[0].width * drawn[0].height, 4 * drawn[1].width * drawn[1].height, 1e-9);
}

TEST(HeatMap, MarksCellsByShapeAndSaysWhatTheShapesMean) {
  const Scene scene = scene_of(sample::heatmap_chart());
  const auto shapes = [&](Shape shape) {
    return std::count_if(scene.markers.begin(), scene.markers.end(), [&](const Marker& m) { return m.shape == shape; });
  };
  EXPECT_EQ(shapes(Shape::triangle), 2) << "the cell and the legend";
  EXPECT_EQ(shapes(Shape::triangle_down), 2);
  for (const char* words : {"more than expected", "fewer than expected", "Monday", "Area: the number"}) {
    EXPECT_TRUE(std::any_of(scene.labels.begin(), scene.labels.end(), [&](const Label& l) {
      return l.text.find(words) != std::string::npos;
    })) << words;
  }
  for (const Label& l : scene.labels) EXPECT_LE(l.at.y, scene.height) << l.text;
  for (const Box& b : scene.boxes) EXPECT_LE(b.x + b.width, scene.width + 1e-9);
}

TEST(HeatMap, IsATableForThoseWhoWantFigures) {
  const ChartFigures f = figures_of(sample::heatmap_chart());
  ASSERT_EQ(f.rows.size(), 3U);
  ASSERT_EQ(f.header.size(), 25U);
  EXPECT_EQ(f.header[0], "Weekday / Hour");
  EXPECT_EQ(f.rows[0][0], "Monday");
  EXPECT_EQ(f.rows[0][10], "31 +");
  EXPECT_TRUE(f.rows[2][11].ends_with(" -"));
}

TEST(HeatMap, WhoseValuesMakeNoWholeRowsIsNotDrawn) {
  templates::Chart c;
  c.kind = templates::ChartKind::heatmap;
  c.rows = {"a", "b"};
  c.points = {{"1", 4, ""}};
  EXPECT_TRUE(squares(scene_of(c)).empty());
  c.rows.clear();
  EXPECT_TRUE(squares(scene_of(c)).empty());
  EXPECT_TRUE(figures_of(c).rows.empty());
}

}  // namespace debrief::reports
