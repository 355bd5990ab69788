// Pages being drawn by Cairo.

#include "reports/pdf/canvas.h"

#include <cairo-pdf.h>

#include "base/error.h"

namespace debrief::reports {

namespace {

cairo_status_t take(void* to, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

/// The name a marked sequence carries in the page. Cairo would make links of its own from "Link".
std::string mark_name(std::string_view type) { return std::string(type == "Link" ? "Span" : type); }

}  // namespace

Canvas::Canvas(double width, double height) : width_(width), height_(height) {
  surface_ = cairo_pdf_surface_create_for_stream(take, &bytes_, width, height);
  cairo_pdf_surface_restrict_to_version(surface_, CAIRO_PDF_VERSION_1_5);
  cairo_ = cairo_create(surface_);
}

Canvas::~Canvas() {
  if (cairo_ != nullptr) cairo_destroy(cairo_);
  if (surface_ != nullptr) cairo_surface_destroy(surface_);
}

void Canvas::close() {
  if (current_ != nullptr) cairo_tag_end(cairo_, tag_.c_str());
  current_ = nullptr;
}

void Canvas::belongs_to(Element* e) {
  if (e == current_) return;
  close();
  if (e == nullptr) return;
  Structure::attach(e);
  tag_ = mark_name(e->type);
  cairo_tag_begin(cairo_, tag_.c_str(), "");
  e->kids.emplace_back(ContentMark{page_, marks_.back()++});
  current_ = e;
}

void Canvas::next_page() {
  close();
  cairo_show_page(cairo_);
  ++page_;
  marks_.push_back(0);
}

void Canvas::use(Colour colour) {
  cairo_set_source_rgb(cairo_, static_cast<double>((colour >> 16U) & 0xFFU) / 255,
                       static_cast<double>((colour >> 8U) & 0xFFU) / 255, static_cast<double>(colour & 0xFFU) / 255);
}

void Canvas::fill(const Area& area, Colour colour) {
  use(colour);
  cairo_rectangle(cairo_, area.x, area.y, area.width, area.height);
  cairo_fill(cairo_);
}

void Canvas::frame(const Area& area, Colour colour, double line, bool dashed) {
  static constexpr double dashes[] = {3, 2};
  use(colour);
  cairo_set_line_width(cairo_, line);
  cairo_set_dash(cairo_, dashes, dashed ? 2 : 0, 0);
  cairo_rectangle(cairo_, area.x, area.y, area.width, area.height);
  cairo_stroke(cairo_);
  cairo_set_dash(cairo_, nullptr, 0, 0);
}

std::string Canvas::finish() {
  close();
  cairo_show_page(cairo_);
  cairo_surface_finish(surface_);
  cairo_status_t status = cairo_status(cairo_);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface_);
  if (status != CAIRO_STATUS_SUCCESS) {
    throw base::Error(base::Status::world, "cannot-draw",
                      std::string("cannot draw a page: ") + cairo_status_to_string(status));
  }
  return std::move(bytes_);
}

}  // namespace debrief::reports
