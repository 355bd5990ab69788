// A scene drawn by Cairo.

#include "reports/charts/cairo.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <numbers>
#include <vector>

#include <pango/pangocairo.h>

#include "base/error.h"
#include "reports/charts/png.h"
#include "reports/markup.h"

namespace debrief::reports {

namespace {

void use(cairo_t* c, Ink ink) {
  const std::string_view hex = colour_of(ink);
  const auto part = [&](std::size_t at) {
    return static_cast<double>(std::strtol(std::string(hex.substr(at, 2)).c_str(), nullptr, 16)) / 255;
  };
  cairo_set_source_rgb(c, part(1), part(3), part(5));
}

void trace(cairo_t* c, const std::vector<Point>& points, bool closed) {
  cairo_new_path(c);
  for (const Point& p : points) cairo_line_to(c, p.x, p.y);
  if (closed) cairo_close_path(c);
}

void hatch(cairo_t* c, const Box& b) {
  cairo_save(c);
  cairo_rectangle(c, b.x, b.y, b.width, b.height);
  cairo_clip(c);
  use(c, b.ink);
  cairo_set_line_width(c, 1.8);
  for (double x = b.x - b.height; x < b.x + b.width + b.height; x += 6) {
    cairo_move_to(c, x, b.y + b.height);
    cairo_line_to(c, x + b.height, b.y);
  }
  cairo_stroke(c);
  cairo_restore(c);
  use(c, b.ink);
  cairo_set_line_width(c, 1);
  cairo_rectangle(c, b.x + 0.5, b.y + 0.5, std::max(b.width - 1, 0.5), std::max(b.height - 1, 0.5));
  cairo_stroke(c);
}

void outline(cairo_t* c, const Box& b) {
  cairo_new_path(c);
  const double r = std::min({b.corner, b.width / 2, b.height / 2});
  if (r <= 0) {
    cairo_rectangle(c, b.x, b.y, b.width, b.height);
    return;
  }
  const double quarter = std::numbers::pi / 2;
  cairo_arc(c, b.x + b.width - r, b.y + r, r, -quarter, 0);
  cairo_arc(c, b.x + b.width - r, b.y + b.height - r, r, 0, quarter);
  cairo_arc(c, b.x + r, b.y + b.height - r, r, quarter, 2 * quarter);
  cairo_arc(c, b.x + r, b.y + r, r, 2 * quarter, 3 * quarter);
  cairo_close_path(c);
}

void marker(cairo_t* c, const Marker& m) {
  const double x = m.at.x;
  const double y = m.at.y;
  const double r = m.radius;
  use(c, m.ink);
  switch (m.shape) {
    case Shape::circle:
    case Shape::hollow_circle:
      cairo_new_path(c);
      cairo_arc(c, x, y, r, 0, 2 * std::numbers::pi);
      if (m.shape == Shape::hollow_circle) {
        use(c, Ink::paper);
        cairo_fill_preserve(c);
        use(c, m.ink);
        cairo_set_line_width(c, 2);
        cairo_stroke(c);
        return;
      }
      break;
    case Shape::diamond:
      trace(c, {{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}, true);
      break;
    case Shape::square:
      trace(c, {{x - r, y - r}, {x + r, y - r}, {x + r, y + r}, {x - r, y + r}}, true);
      break;
    case Shape::triangle:
      trace(c, {{x, y - r}, {x + r, y + r * 0.8}, {x - r, y + r * 0.8}}, true);
      break;
    case Shape::triangle_down:
      trace(c, {{x, y + r}, {x + r, y - r * 0.8}, {x - r, y - r * 0.8}}, true);
      break;
  }
  cairo_fill(c);
}

void label(cairo_t* c, PangoLayout* layout, const Label& l) {
  PangoFontDescription* font = pango_font_description_from_string("Arial, Liberation Sans, DejaVu Sans, Sans");
  pango_font_description_set_absolute_size(font, l.size * PANGO_SCALE);
  pango_font_description_set_weight(font, l.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  const std::string text = one_line(l.text);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  int width = 0;
  pango_layout_get_size(layout, &width, nullptr);
  const double wide = static_cast<double>(width) / PANGO_SCALE;
  const double up = static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
  cairo_save(c);
  use(c, l.ink);
  cairo_translate(c, l.at.x, l.at.y);
  if (l.turned != 0) cairo_rotate(c, l.turned * std::numbers::pi / 180);
  cairo_move_to(c, l.anchor == Anchor::start ? 0 : l.anchor == Anchor::middle ? -wide / 2 : -wide, -up);
  pango_cairo_show_layout(c, layout);
  cairo_restore(c);
}

}  // namespace

void draw(const Scene& scene, cairo_t* context) {
  cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
  const auto box = [&](const Box& b) {
    if (b.hatched) {
      hatch(context, b);
    } else {
      use(context, b.ink);
      outline(context, b);
      if (b.hollow) {
        const double dash[] = {5, 3};
        cairo_set_dash(context, dash, b.dashed ? 2 : 0, 0);
        cairo_set_line_width(context, b.line);
        cairo_stroke(context);
        cairo_set_dash(context, nullptr, 0, 0);
      } else {
        cairo_fill(context);
      }
    }
  };
  const auto line = [&](const Stroke& s) {
    use(context, s.ink);
    trace(context, s.points, s.closed);
    cairo_set_line_width(context, s.width);
    cairo_set_dash(context, s.dash.data(), static_cast<int>(s.dash.size()), 0);
    s.filled ? cairo_fill(context) : cairo_stroke(context);
  };
  in_order(scene, box, line);
  cairo_set_dash(context, nullptr, 0, 0);
  for (const Marker& m : scene.markers) marker(context, m);
  PangoLayout* layout = pango_cairo_create_layout(context);
  // Unhinted advances scale: the same line is as wide at 300 dots as at 96.
  pango_cairo_context_set_resolution(pango_layout_get_context(layout), 96);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
  cairo_font_options_destroy(options);
  for (const Label& l : scene.labels) label(context, layout, l);
  g_object_unref(layout);
}

std::string png(const Scene& scene, double inches, double dots) {
  const double scale = inches * dots / scene.width;
  const int width = static_cast<int>(std::lround(scene.width * scale));
  const int height = static_cast<int>(std::lround(scene.height * scale));
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t* context = cairo_create(surface);
  use(context, Ink::paper);
  cairo_paint(context);
  cairo_scale(context, scale, scale);
  draw(scene, context);
  cairo_destroy(context);
  const cairo_status_t status = cairo_surface_status(surface);
  std::string out;
  if (status == CAIRO_STATUS_SUCCESS) {
    cairo_surface_flush(surface);
    out = png_of(reinterpret_cast<const std::uint32_t*>(cairo_image_surface_get_data(surface)),
                 static_cast<std::size_t>(width), static_cast<std::size_t>(height),
                 static_cast<std::size_t>(cairo_image_surface_get_stride(surface)) / sizeof(std::uint32_t), dots);
  }
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    throw base::Error(base::Status::world, "cannot-draw",
                      std::string("cannot draw a chart: ") + cairo_status_to_string(status));
  }
  return out;
}

}  // namespace debrief::reports
