// Native charts of a Word document: the chart, and a workbook of its figures that Word opens to edit it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/package.h"
#include "templates/chart.h"

namespace debrief::reports {

/// The parts of one chart in a package.
///
/// target  of the relationship "chart" from word/document.xml
/// height  over width
struct DocxChart {
  std::vector<Part> parts;
  std::string target;
  double height = 0.5;
};

/// nullopt for kinds Word does not have, which go in as pictures. The workbook inside holds the plotted names and
/// numbers and nothing else: what the chart hides must not travel with it.
/// name  of the parts, unique in the package: "chart3"
std::optional<DocxChart> docx_chart(const templates::Chart& chart, std::string_view name);

/// The run that shows it. wide, high: English Metric Units; alt: not yet escaped.
std::string docx_chart_run(std::string_view relation, long wide, long high, int id, std::string_view alt);

/// The content type of a part of a chart, by its name; "" for other parts.
std::string_view docx_chart_type(std::string_view part);

}  // namespace debrief::reports
