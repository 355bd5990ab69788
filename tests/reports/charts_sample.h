// Charts of every kind with ordinary content, and with content meant to break a layout.
#pragma once

#include <string>
#include <vector>

#include "templates/chart.h"

namespace debrief::sample {

/// A review's causes, controls and consequences, some of them hypotheses.
templates::Chart causes_chart(templates::ChartKind kind);
/// Forty causes, chains ten deep, words of 300 letters, Arabic, Hebrew, Chinese, emoji, no text at all.
templates::Chart hostile_causes_chart(templates::ChartKind kind);
templates::Chart box_chart();
templates::Chart ageing_chart();
templates::Chart effect_chart();
templates::Chart stacked_chart();
templates::Chart ranges_chart();
/// A timeline with silences between messages and entries written down later.
templates::Chart course_chart();

/// One of each kind.
std::vector<templates::Chart> every_chart();
/// Each kind with its labels replaced by what breaks layouts.
std::vector<templates::Chart> hostile_charts();

/// Texts of other scripts, very long ones, and none.
const std::vector<std::string>& hard_words();

}  // namespace debrief::sample
