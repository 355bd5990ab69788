// A scene as SVG: real text, a name and a description for those who do not see it.

#include <cmath>
#include <set>

#include <fmt/format.h>

#include "reports/charts/scene.h"
#include "reports/markup.h"

namespace debrief::reports {

namespace {

constexpr std::string_view ink_class(Ink ink) {
  switch (ink) {
    case Ink::paper:
      return "kp";
    case Ink::text:
      return "kt";
    case Ink::muted:
      return "km";
    case Ink::grid:
      return "kg";
    case Ink::axis:
      return "kx";
    case Ink::data:
      return "kd";
    case Ink::bar:
      return "kb";
    case Ink::centre:
      return "kc";
    case Ink::limit:
      return "kl";
    case Ink::target:
      return "kr";
    case Ink::outside:
      return "ko";
    case Ink::pattern:
      return "kn";
    case Ink::shade:
      return "ks";
  }
  return "kt";
}

/// At most one decimal: a tenth of a pixel is less than can be seen.
std::string number(double v) {
  const double rounded = std::round(v * 10) / 10;
  std::string s = fmt::format("{:.1f}", rounded == 0 ? 0.0 : rounded);
  if (s.ends_with(".0")) s.resize(s.size() - 2);
  return s;
}

std::string path_of(const std::vector<Point>& points, bool closed) {
  std::string d;
  for (std::size_t i = 0; i < points.size(); ++i) {
    d += (i == 0 ? "M" : "L") + number(points[i].x) + " " + number(points[i].y);
  }
  return closed ? d + "Z" : d;
}

// The class comes after the attribute in rank: a style sheet wins over fill="…", which is for viewers without one.
std::string filled(Ink ink) { return fmt::format(" class=\"{}f\" fill=\"{}\"", ink_class(ink), colour_of(ink)); }
std::string stroked(Ink ink, double width) {
  return fmt::format(" class=\"{}s\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"", ink_class(ink), colour_of(ink),
                     number(width));
}

std::string marker(const Marker& m) {
  const double x = m.at.x;
  const double y = m.at.y;
  const double r = m.radius;
  switch (m.shape) {
    case Shape::circle:
      return fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>", number(x), number(y), number(r), filled(m.ink));
    case Shape::hollow_circle:
      return fmt::format(
          "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{}h\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>",
          number(x), number(y), number(r), ink_class(m.ink), colour_of(Ink::paper), colour_of(m.ink));
    case Shape::diamond:
      return fmt::format("<path d=\"{}\"{}/>", path_of({{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}, true),
                         filled(m.ink));
    case Shape::square:
      return fmt::format("<path d=\"{}\"{}/>",
                         path_of({{x - r, y - r}, {x + r, y - r}, {x + r, y + r}, {x - r, y + r}}, true),
                         filled(m.ink));
    case Shape::triangle:
      return fmt::format("<path d=\"{}\"{}/>", path_of({{x, y - r}, {x + r, y + r * 0.8}, {x - r, y + r * 0.8}}, true),
                         filled(m.ink));
    case Shape::triangle_down:
      return fmt::format("<path d=\"{}\"{}/>", path_of({{x, y + r}, {x + r, y - r * 0.8}, {x - r, y - r * 0.8}}, true),
                         filled(m.ink));
  }
  return {};
}

std::string label(const Label& l) {
  std::string out =
      fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\"", number(l.at.x), number(l.at.y), number(l.size));
  if (l.anchor != Anchor::start) out += l.anchor == Anchor::middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
  if (l.bold) out += " font-weight=\"600\"";
  if (l.turned != 0)
    out += fmt::format(" transform=\"rotate({} {} {})\"", number(l.turned), number(l.at.x), number(l.at.y));
  return out + filled(l.ink) + ">" + escaped(one_line(l.text)) + "</text>";
}

}  // namespace

std::string_view colour_of(Ink ink) {
  switch (ink) {
    case Ink::paper:
      return "#ffffff";
    case Ink::text:
      return "#0b0c0c";
    case Ink::muted:
      return "#484e54";
    case Ink::grid:
      return "#d8dde0";
    case Ink::axis:
      return "#6b7276";
    case Ink::data:
      return "#1d5c96";
    case Ink::bar:
      return "#1d5c96";
    case Ink::centre:
      return "#0b0c0c";
    case Ink::limit:
      return "#5b5e62";
    case Ink::target:
      return "#00664a";
    case Ink::outside:
      return "#b0220e";
    case Ink::pattern:
      return "#8a4a00";
    case Ink::shade:
      return "#f3f5f6";
  }
  return "#000000";
}

std::string svg(const Scene& scene, std::string_view id, std::string_view title, std::string_view description,
                SvgUse use) {
  const std::string prefix = escaped(id);
  std::string out = "<svg";
  if (use == SvgUse::own_file)
    out += " xmlns=\"http://www.w3.org/2000/svg\" font-family=\"Arial, Helvetica, 'Liberation Sans', sans-serif\"";
  out += fmt::format(
      " viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"img\" aria-labelledby=\"{}_t\" "
      "aria-describedby=\"{}_d\">\n",
      number(scene.width), number(scene.height), number(scene.width), number(scene.height), prefix, prefix);
  out += "<title id=\"" + prefix + "_t\">" + escaped(one_line(title)) + "</title><desc id=\"" + prefix + "_d\">" +
         escaped(one_line(description)) + "</desc>\n";
  std::set<Ink> hatched;
  for (const Box& b : scene.boxes) {
    if (b.hatched) hatched.insert(b.ink);
  }
  for (const Ink ink : hatched) {
    out += fmt::format(
        "<defs><pattern id=\"{}_h{}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\">"
        "<path d=\"M0 0V6\"{}/></pattern></defs>\n",
        prefix, ink_class(ink), stroked(ink, 3));
  }
  const auto box = [&](const Box& b) {
    out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(b.x), number(b.y), number(b.width),
                       number(b.height));
    if (b.corner > 0) out += " rx=\"" + number(b.corner) + "\"";
    if (b.hollow) {
      out += stroked(b.ink, b.line) + (b.dashed ? " stroke-dasharray=\"5 3\"/>\n" : "/>\n");
    } else if (b.hatched) {
      out += fmt::format(" fill=\"url(#{}_h{})\" class=\"{}s\" stroke=\"{}\"/>\n", prefix, ink_class(b.ink), ink_class(b.ink),
                         colour_of(b.ink));
    } else {
      out += filled(b.ink) + "/>\n";
    }
  };
  const auto line = [&](const Stroke& s) {
    out += "<path d=\"" + path_of(s.points, s.closed) + "\"" + (s.filled ? filled(s.ink) : stroked(s.ink, s.width));
    if (!s.dash.empty()) {
      out += " stroke-dasharray=\"";
      for (std::size_t i = 0; i < s.dash.size(); ++i) out += (i == 0 ? "" : " ") + number(s.dash[i]);
      out += "\"";
    }
    out += "/>\n";
  };
  in_order(scene, box, line);
  for (const Marker& m : scene.markers) out += marker(m) + "\n";
  for (const Label& l : scene.labels) out += label(l) + "\n";
  return out + "</svg>";
}

}  // namespace debrief::reports
