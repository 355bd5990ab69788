// A scene drawn by Cairo: pictures for Word, vectors for PDF.
#pragma once

#include <string>

#include "reports/charts/scene.h"

using cairo_t = struct _cairo;  // as Cairo declares it, so that its headers stay in .cpp files

namespace debrief::reports {

/// Draws with the scene's top left corner at the current origin, a scene unit being a unit of `context`.
void draw(const Scene& scene, cairo_t* context);

/// The scene on white paper as PNG, `dots` pixels to the inch where the scene is `inches` wide.
std::string png(const Scene& scene, double inches, double dots = 300);

}  // namespace debrief::reports
