// What the library that writes charts leaves out.

#include <initializer_list>
#include <sstream>
#include <string_view>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "reports/charts/scene.h"
#include "reports/xlsx/native.h"

namespace debrief::reports {

namespace {

constexpr std::string_view running_share = "Running share";

/// The child of that name; where it is missing, made before the first of `later`, or at the end.
pugi::xml_node ensured(pugi::xml_node parent, const char* name, std::initializer_list<std::string_view> later) {
  if (const pugi::xml_node found = parent.child(name)) return found;
  for (const pugi::xml_node child : parent.children()) {
    for (const std::string_view next : later) {
      if (next == child.name()) return parent.insert_child_before(name, child);
    }
  }
  return parent.append_child(name);
}

/// Puts a value where none is stated. What is left out is read as true by Word and LibreOffice, and as false by the
/// Excel of 2007 that the library writes for.
void stated(pugi::xml_node parent, const char* name, const char* value, std::initializer_list<std::string_view> later) {
  if (!parent || parent.child(name)) return;
  ensured(parent, name, later).append_attribute("val") = value;
}

void state_labels(pugi::xml_node labels) {
  if (!labels || labels.child("c:delete")) return;
  static constexpr const char* shows[] = {"c:showLegendKey", "c:showVal",     "c:showCatName",
                                          "c:showSerName",   "c:showPercent", "c:showBubbleSize"};
  bool given[6];
  for (int i = 0; i < 6; ++i) {
    const pugi::xml_node node = labels.child(shows[i]);
    given[i] = node && std::string_view(node.attribute("val").as_string("1")) != "0";
    labels.remove_child(shows[i]);
  }
  pugi::xml_node before;
  for (const char* later : {"c:separator", "c:showLeaderLines", "c:leaderLines", "c:extLst"}) {
    if (!before) before = labels.child(later);
  }
  for (int i = 0; i < 6; ++i) {
    pugi::xml_node node = before ? labels.insert_child_before(shows[i], before) : labels.append_child(shows[i]);
    node.append_attribute("val") = given[i] ? "1" : "0";
  }
}

void state_series(pugi::xml_node plot) {
  for (pugi::xml_node kind : {plot.child("c:barChart"), plot.child("c:lineChart")}) {
    stated(kind, "c:varyColors", "0", {"c:ser"});
    const bool line = std::string_view(kind.name()) == "c:lineChart";
    for (pugi::xml_node series : kind.children("c:ser")) {
      if (line)
        stated(series, "c:smooth", "0", {});
      else
        stated(series, "c:invertIfNegative", "0",
               {"c:pictureOptions", "c:dPt", "c:dLbls", "c:trendline", "c:errBars", "c:cat", "c:val"});
      for (pugi::xml_node point : series.children("c:dPt"))
        stated(point, "c:invertIfNegative", "0", {"c:marker", "c:bubble3D", "c:explosion", "c:spPr"});
      pugi::xml_node labels = series.child("c:dLbls");
      for (pugi::xml_node one : labels.children("c:dLbl")) state_labels(one);
      state_labels(labels);
    }
  }
}

void state_axes(pugi::xml_node plot) {
  const bool lying = std::string_view(plot.child("c:barChart").child("c:barDir").attribute("val").value()) == "bar";
  for (pugi::xml_node axis : plot.children()) {
    const std::string_view name = axis.name();
    if (name != "c:catAx" && name != "c:valAx") continue;
    stated(axis, "c:delete", "0", {"c:axPos"});
    if (pugi::xml_node title = axis.child("c:title")) stated(title, "c:overlay", "0", {"c:spPr", "c:txPr"});
    stated(axis, "c:majorTickMark", name == "c:catAx" ? "out" : "none", {"c:minorTickMark", "c:tickLblPos"});
    stated(axis, "c:minorTickMark", "none", {"c:tickLblPos"});
    // Bars run from top to bottom, which would take the axis of values to the top.
    if (lying && name == "c:valAx") axis.child("c:crosses").attribute("val") = "max";
  }
}

/// Room at the right of a plot for the words at the ends of its lines: shares of the chart's width and height.
void make_room(pugi::xml_node chart) {
  pugi::xml_node plot = chart.child("c:plotArea");
  bool words = false;
  for (const pugi::xml_node series : plot.child("c:lineChart").children("c:ser"))
    words = words || series.child("c:dLbls").child("c:dLbl");
  pugi::xml_node layout = plot.child("c:layout");
  if (!words || !layout) return;
  pugi::xml_node manual = layout.append_child("c:manualLayout");
  const auto set = [&](const char* name, const char* value) {
    manual.append_child(name).append_attribute("val") = value;
  };
  set("c:layoutTarget", "inner");
  set("c:xMode", "edge");
  set("c:yMode", "edge");
  set("c:x", "0.085");
  set("c:y", "0.13");
  set("c:w", "0.725");
  set("c:h", chart.child("c:legend") ? "0.5" : "0.62");
}

/// The series of the running share goes to a line chart with axes of its own.
void take_share_apart(pugi::xml_node plot) {
  const pugi::xml_node bars = plot.child("c:barChart");
  pugi::xml_node share;
  for (const pugi::xml_node series : bars.children("c:ser")) {
    const pugi::xml_node cache = series.child("c:tx").child("c:strRef").child("c:strCache");
    if (cache.child("c:pt").child("c:v").text().get() == running_share) share = series;
  }
  if (!share) return;
  pugi::xml_node lines = plot.insert_child_after("c:lineChart", bars);
  lines.append_child("c:grouping").append_attribute("val") = "standard";
  lines.append_move(share);
  lines.append_child("c:marker").append_attribute("val") = "1";
  constexpr const char* category = "70010001";
  constexpr const char* value = "70010002";
  lines.append_child("c:axId").append_attribute("val") = category;
  lines.append_child("c:axId").append_attribute("val") = value;
  // The second pair of axes: categories hidden, shares to the right from 0 to 100%.
  pugi::xml_node last;
  for (const pugi::xml_node axis : plot.children()) {
    if (std::string_view(axis.name()) == "c:valAx" || std::string_view(axis.name()) == "c:catAx") last = axis;
  }
  pugi::xml_document axes;
  axes.load_string(fmt::format(
                       "<c:valAx><c:axId val=\"70010002\"/><c:scaling><c:orientation val=\"minMax\"/><c:max val=\"1\"/>"
                       "<c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"r\"/>"
                       "<c:numFmt formatCode=\"0%\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:tickLblPos "
                       "val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/>"
                       "<a:p><a:pPr><a:defRPr sz=\"900\" b=\"0\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill>"
                       "</a:defRPr></a:pPr><a:endParaRPr lang=\"en-GB\"/></a:p></c:txPr><c:crossAx val=\"70010001\"/>"
                       "<c:crosses val=\"max\"/><c:crossBetween val=\"between\"/><c:majorUnit val=\"0.25\"/></c:valAx>"
                       "<c:catAx><c:axId val=\"70010001\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling>"
                       "<c:delete val=\"1\"/><c:axPos val=\"b\"/><c:majorTickMark val=\"out\"/>"
                       "<c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"70010002\"/><c:crosses val=\"autoZero\"/>"
                       "</c:catAx>",
                       colour_of(Ink::outside).substr(1))
                       .c_str());
  for (const pugi::xml_node axis : axes.children()) last = plot.insert_copy_after(axis, last);
}

}  // namespace

std::string finished_chart(const std::string& chart_xml) {
  pugi::xml_document xml;
  if (!xml.load_buffer(chart_xml.data(), chart_xml.size(), pugi::parse_default | pugi::parse_declaration))
    return chart_xml;
  pugi::xml_node space = xml.child("c:chartSpace");
  pugi::xml_node chart = space.child("c:chart");
  pugi::xml_node plot = chart.child("c:plotArea");
  make_room(chart);
  take_share_apart(plot);
  stated(space, "c:roundedCorners", "0", {"mc:AlternateContent", "c:style", "c:clrMapOvr", "c:protection", "c:chart"});
  if (pugi::xml_node title = chart.child("c:title")) stated(title, "c:overlay", "0", {"c:spPr", "c:txPr"});
  if (pugi::xml_node legend = chart.child("c:legend")) stated(legend, "c:overlay", "0", {"c:spPr", "c:txPr"});
  stated(chart, "c:autoTitleDeleted", "0", {"c:pivotFmts", "c:view3D", "c:plotArea"});
  state_series(plot);
  state_axes(plot);
  stated(chart, "c:plotVisOnly", "1", {"c:dispBlanksAs"});
  stated(chart, "c:dispBlanksAs", "gap", {"c:extLst"});
  std::ostringstream out;
  xml.save(out, "", pugi::format_raw);
  return out.str();
}

}  // namespace debrief::reports
