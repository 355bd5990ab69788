// A document and a workbook with everything in them, hostile text included.
#pragma once

#include <string>

#include "templates/document.h"
#include "templates/workbook.h"

namespace debrief::sample {

/// A review with every kind of block and chart.
templates::Document review();

/// Text meant to break writers: markup, control characters, right-to-left, emoji, a word of 300 letters, no points,
/// gaps, empty tables, ragged rows, marks nobody knows.
templates::Document hostile();

/// An action tracker with drop-down lists, dates, highlights, charts of every kind and a hidden sheet.
templates::Workbook tracker();

templates::Chart xmr_chart();
templates::Chart run_chart();
templates::Chart pareto_chart();
templates::Chart timeline_chart();
templates::Chart bar_chart();
templates::Chart heatmap_chart();

}  // namespace debrief::sample
