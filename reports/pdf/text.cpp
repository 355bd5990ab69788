// Text set in lines by Pango.

#include "reports/pdf/text.h"

#include <algorithm>
#include <set>
#include <utility>

#include <hb-ot.h>
#include <pango/pangocairo.h>

#include "base/text.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

// Fonts are named in the order in which a letter is looked for; fontconfig goes on with whatever else has it.
constexpr const char* text_fonts = "Liberation Sans, Arial, DejaVu Sans, Noto Sans, Droid Sans Fallback, Sans";
constexpr const char* code_fonts = "Liberation Mono, Courier New, DejaVu Sans Mono, Noto Mono, Monospace";

/// All text is set at this size and drawn larger or smaller: fontconfig looks for fonts anew for each size, a millisecond
/// each time, and without hinting letters of one size are those of another, scaled.
constexpr double set_size = 10;

constexpr Colour link_colour = 0x1A5A96;
constexpr Colour prompt_colour = 0x5C4400;
constexpr Colour prompt_tint = 0xFFF6D6;
constexpr Colour code_tint = 0xF3F5F6;

/// Whether a part may end between two letters: not where they make one sign together.
bool parts(std::string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return true;
  if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) return false;
  std::size_t i = at;
  const char32_t next = next_code_point(text, i);
  constexpr char32_t joiner = 0x200D;
  const bool skin_tone = next >= 0x1F3FB && next <= 0x1F3FF;
  if (next == joiner || skin_tone || g_unichar_ismark(next) != 0) return false;
  return at < 3 || text.substr(at - 3, 3) != "\u200D";
}

/// Where the part of `text` ends that begins at `at` and that Pango sets in one. Its work on a paragraph grows with the
/// square of its size, and it shapes a word anew for each letter it might be broken at, so that a part holds four pages
/// of words, or six hundred bytes of a word that has no end.
std::size_t part_end(std::string_view text, std::size_t at) {
  constexpr std::size_t most = 12'000;
  constexpr std::size_t most_of_a_word = 600;
  std::size_t word = at;
  for (std::size_t i = at; i < text.size(); ++i) {
    if (i >= at + most && word > at) return word;
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto second = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    // Chinese, Japanese, Korean, Thai and Lao are written without blanks, and have places to break a line.
    if (byte == ' ') word = i + 1;
    if ((byte >= 0xE3 && byte <= 0xED) || (byte == 0xE0 && second >= 0xB8 && second <= 0xBB)) word = i;
    if (i >= word + most_of_a_word && parts(text, i)) return word > at ? word : i;
  }
  return text.size();
}

/// Text with the spans and attributes that Pango is given.
struct Draft {
  std::string text;
  std::vector<TextSpan> spans;
  PangoAttrList* attributes = pango_attr_list_new();

  Draft() = default;
  ~Draft() { pango_attr_list_unref(attributes); }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void attribute(PangoAttribute* a, std::size_t from, std::size_t to) {
    a->start_index = static_cast<guint>(from);
    a->end_index = static_cast<guint>(to);
    pango_attr_list_insert(attributes, a);
  }

  void add(std::string_view words, TextSpan span, const TextStyle& style, bool mono_already) {
    if (words.empty()) return;
    span.from = text.size();
    text += words;
    span.to = text.size();
    span.struck = style.strike;
    if (style.code && span.fill == 0 && !mono_already) span.fill = code_tint;
    // The colour is set when drawing; here it makes Pango part the runs where spans meet.
    attribute(pango_attr_foreground_new(static_cast<guint16>(spans.size() & 0xFFFFU), 0, 0), span.from, span.to);
    if (style.strong) attribute(pango_attr_weight_new(PANGO_WEIGHT_BOLD), span.from, span.to);
    if (style.emphasis) attribute(pango_attr_style_new(PANGO_STYLE_ITALIC), span.from, span.to);
    if (style.code && !mono_already) {
      attribute(pango_attr_family_new(code_fonts), span.from, span.to);
      attribute(pango_attr_size_new_absolute(static_cast<int>(set_size * 0.93 * PANGO_SCALE)), span.from, span.to);
    }
    spans.push_back(span);
  }
};

/// What stands for a letter that no font has: a box, with the letter kept as its text.
constexpr std::string_view stand_in = "\u25A1";

void missing_letters(PangoLayout* layout, std::set<char32_t>& out) {
  if (pango_layout_get_unknown_glyphs_count(layout) == 0) return;
  for (GSList* l = pango_layout_get_lines_readonly(layout); l != nullptr; l = l->next) {
    for (GSList* r = static_cast<PangoLayoutLine*>(l->data)->runs; r != nullptr; r = r->next) {
      const PangoGlyphString* glyphs = static_cast<PangoGlyphItem*>(r->data)->glyphs;
      for (int i = 0; i < glyphs->num_glyphs; ++i) {
        const PangoGlyph g = glyphs->glyphs[i].glyph;
        if ((g & PANGO_GLYPH_UNKNOWN_FLAG) != 0 && g != PANGO_GLYPH_EMPTY)
          out.insert(static_cast<char32_t>(g & ~PANGO_GLYPH_UNKNOWN_FLAG));
      }
    }
  }
}

/// Adds the bytes of the layout's text, which begins at `start`, that are drawn as pictures, from a font of coloured
/// ones: nothing of them is left to read.
void pictured(PangoLayout* layout, std::size_t start, std::vector<std::pair<std::size_t, std::size_t>>& out) {
  const std::string_view text = pango_layout_get_text(layout);
  // Emoji, and the signs that make emoji of digits, stand at U+2000 and above.
  if (std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE2; })) return;
  for (GSList* l = pango_layout_get_lines_readonly(layout); l != nullptr; l = l->next) {
    for (GSList* r = static_cast<PangoLayoutLine*>(l->data)->runs; r != nullptr; r = r->next) {
      const PangoItem* item = static_cast<PangoGlyphItem*>(r->data)->item;
      hb_face_t* face = hb_font_get_face(pango_font_get_hb_font(item->analysis.font));
      if (hb_ot_color_has_png(face) == 0 && hb_ot_color_has_layers(face) == 0 && hb_ot_color_has_svg(face) == 0) continue;
      const auto from = start + static_cast<std::size_t>(item->offset);
      out.emplace_back(from, from + static_cast<std::size_t>(item->length));
    }
  }
}

/// "2.4 %" stays on one line.
void keep_percents(Draft& draft) {
  for (std::size_t at = 0; (at = draft.text.find(" %", at)) != std::string::npos; at += 2) {
    std::size_t from = at;
    while (from > 0 && (draft.text[from - 1] == '.' || (draft.text[from - 1] >= '0' && draft.text[from - 1] <= '9')))
      --from;
    if (from < at) draft.attribute(pango_attr_allow_breaks_new(FALSE), from, at + 2);
  }
}

double points(int pango) { return static_cast<double>(pango) / PANGO_SCALE; }

/// A blank that Pango took from the end of a line, so that words on two lines are not read as one.
void closing_blank(Canvas& canvas, PangoFont* of) {
  hb_codepoint_t glyph = 0;
  if (hb_font_get_nominal_glyph(pango_font_get_hb_font(of), ' ', &glyph) == 0) return;
  cairo_scaled_font_t* font = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(of));
  if (font == nullptr) return;
  cairo_set_scaled_font(canvas.cairo(), font);
  const cairo_glyph_t drawn{glyph, 0, 0};
  const cairo_text_cluster_t cluster{1, 1};
  cairo_show_text_glyphs(canvas.cairo(), " ", 1, &drawn, 1, &cluster, 1, static_cast<cairo_text_cluster_flags_t>(0));
}

}  // namespace

GlyphRun::GlyphRun(const PangoGlyphItem* run, std::size_t start)
    : font_(static_cast<PangoFont*>(g_object_ref(run->item->analysis.font)), [](PangoFont* f) { g_object_unref(f); }),
      start_(static_cast<std::uint32_t>(start)),
      offset_(static_cast<std::uint32_t>(run->item->offset)),
      length_(static_cast<std::uint32_t>(run->item->length)),
      whole_(nullptr, pango_glyph_item_free) {
  const PangoGlyphString* glyphs = run->glyphs;
  bool simple = glyphs->num_glyphs == run->item->length && run->item->analysis.level == 0;
  for (int i = 0; simple && i < glyphs->num_glyphs; ++i) {
    const PangoGlyphInfo& g = glyphs->glyphs[i];
    simple = g.glyph <= 0xFFFF && g.geometry.width >= 0 && g.geometry.width <= 0xFFFF && g.geometry.x_offset == 0 &&
             g.geometry.y_offset == 0 && glyphs->log_clusters[i] == i;
  }
  if (simple) {
    plain_ = std::make_unique<Plain[]>(length_);
    for (std::uint32_t i = 0; i < length_; ++i)
      plain_[i] = {static_cast<std::uint16_t>(glyphs->glyphs[i].glyph),
                   static_cast<std::uint16_t>(glyphs->glyphs[i].geometry.width)};
    return;
  }
  whole_.reset(pango_glyph_item_copy(const_cast<PangoGlyphItem*>(run)));
  // Attributes have done their work.
  PangoAnalysis& analysis = whole_->item->analysis;
  g_slist_free_full(analysis.extra_attrs, [](gpointer a) { pango_attribute_destroy(static_cast<PangoAttribute*>(a)); });
  analysis.extra_attrs = nullptr;
}

double GlyphRun::width() const {
  if (whole_ != nullptr) return points(pango_glyph_string_get_width(whole_->glyphs));
  int sum = 0;
  for (std::uint32_t i = 0; i < length_; ++i) sum += plain_[i].width;
  return points(sum);
}

void GlyphRun::show(Canvas& canvas, const std::string& text) const {
  if (whole_ != nullptr) {
    pango_cairo_show_glyph_item(canvas.cairo(), text.c_str() + start_, whole_.get());
    return;
  }
  const std::unique_ptr<PangoGlyphString, void (*)(PangoGlyphString*)> glyphs(pango_glyph_string_new(),
                                                                             pango_glyph_string_free);
  pango_glyph_string_set_size(glyphs.get(), static_cast<int>(length_));
  for (std::uint32_t i = 0; i < length_; ++i) {
    glyphs->glyphs[i].glyph = plain_[i].glyph;
    glyphs->glyphs[i].geometry = {plain_[i].width, 0, 0};
    glyphs->glyphs[i].attr.is_cluster_start = 1;
    glyphs->log_clusters[i] = static_cast<int>(i);
  }
  PangoItem item{};
  item.offset = static_cast<int>(offset_);
  item.length = static_cast<int>(length_);
  item.num_chars = item.length;
  item.analysis.font = font_.get();
  PangoGlyphItem run{};
  run.item = &item;
  run.glyphs = glyphs.get();
  pango_cairo_show_glyph_item(canvas.cairo(), text.c_str() + start_, &run);
}

Typesetter::Typesetter(Structure& structure, const Outline& outline, const std::string& language)
    : structure_(structure), outline_(outline) {
  context_ = pango_font_map_create_context(pango_cairo_font_map_get_default());
  pango_cairo_context_set_resolution(context_, 72);  // a point is a unit
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options(context_, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context_, FALSE);
  pango_context_set_language(context_, pango_language_from_string(language.c_str()));
}

Typesetter::~Typesetter() { g_object_unref(context_); }

SetText::SetText(const Typesetter& setter, const Inlines& inlines, const TextLook& look, double width, Element* element,
                 std::string_view badge, Colour badge_colour)
    : scale_(look.size / set_size), element_(element) {
  std::set<char32_t> missing;
  std::vector<std::pair<std::size_t, std::size_t>> pictures;  // bytes of what is given
  // Twice at most: the second time with stand-ins for the letters that no font has, and pictures as elements that say
  // what they show.
  for (int round = 0; round < 2; ++round) {
    Draft draft;
    spans_.clear();
    std::size_t given = 0;
    const auto add_special = [&](std::string_view drawn, std::string_view said, TextSpan span, const TextStyle& style) {
      if (element != nullptr) {
        span.element = setter.structure().add("Span", span.element != nullptr ? span.element : element);
        span.element->more().actual = said;
      }
      draft.add(drawn, span, style, look.mono);
    };
    const auto add = [&](std::string_view words, const TextSpan& span, const TextStyle& style) {
      const std::size_t start = std::exchange(given, given + words.size());
      std::size_t plain_from = 0;
      const auto flush = [&](std::size_t until) {
        draft.add(words.substr(plain_from, until - plain_from), span, style, look.mono);
      };
      for (std::size_t i = 0; (!missing.empty() || !pictures.empty()) && i < words.size();) {
        const std::size_t at = i;
        const bool absent = missing.count(next_code_point(words, i)) != 0;
        const auto after = std::upper_bound(pictures.begin(), pictures.end(), start + at,
                                            [](std::size_t n, const auto& p) { return n < p.first; });
        const std::size_t picture_end = after == pictures.begin() ? 0 : std::prev(after)->second;
        if (!absent && picture_end <= start + at) continue;
        flush(at);
        if (!absent) i = std::min(words.size(), picture_end - start);
        const std::string_view said = words.substr(at, i - at);
        add_special(absent ? stand_in : said, said, span, style);
        plain_from = i;
      }
      flush(words.size());
    };
    for (const Inline& i : inlines) {
      TextSpan span;
      span.colour = look.colour;
      if (const auto* t = std::get_if<Text>(&i.value)) {
        add(look.mono ? clean(t->text) : one_line(t->text), span, t->style);
      } else if (const auto* l = std::get_if<Link>(&i.value)) {
        const std::string shown = one_line(l->text.empty() ? l->target : l->text);
        if (setter.outline().leads(l->target)) {
          span.colour = link_colour;
          span.underlined = true;
          if (element != nullptr) {
            span.element = setter.structure().add("Link", element);
            span.element->more().target = l->target;
            span.element->more().words = shown;
          }
        }
        add(shown, span, l->style);
      } else if (const auto* p = std::get_if<Prompt>(&i.value)) {
        span.colour = prompt_colour;
        span.fill = prompt_tint;
        add("[" + one_line(p->question) + "]", span, {});
      } else {
        add("\u2028", span, {});
      }
    }
    if (!badge.empty()) {
      TextSpan span;
      span.colour = badge_colour;
      const std::size_t from = draft.text.size();
      add((draft.text.empty() ? "" : " ") + std::string(badge), span, {.strong = true});
      draft.attribute(pango_attr_size_new_absolute(static_cast<int>(set_size * 0.9 * PANGO_SCALE)), from,
                      draft.text.size());
    }
    // Words broken for want of room get no hyphen: it would be read, and searched, as part of the word.
    draft.attribute(pango_attr_insert_hyphens_new(FALSE), 0, draft.text.size());
    keep_percents(draft);

    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, look.mono ? code_fonts : text_fonts);
    pango_font_description_set_absolute_size(font, set_size * PANGO_SCALE);
    pango_font_description_set_weight(font, look.strong ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    const std::unique_ptr<PangoFontDescription, void (*)(PangoFontDescription*)> held(font,
                                                                                     pango_font_description_free);
    spans_ = std::move(draft.spans);
    lines_.clear();
    std::size_t from = 0;
    do {
      const std::size_t until = part_end(draft.text, from);
      const std::unique_ptr<PangoLayout, void (*)(gpointer)> layout(pango_layout_new(setter.pango()), g_object_unref);
      pango_layout_set_font_description(layout.get(), font);
      pango_layout_set_width(layout.get(), static_cast<int>(std::max(width, 1.0) / scale_ * PANGO_SCALE));
      pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
      pango_layout_set_text(layout.get(), draft.text.data() + from, static_cast<int>(until - from));
      const bool whole = from == 0 && until == draft.text.size();
      const std::unique_ptr<PangoAttrList, void (*)(PangoAttrList*)> part(
          whole ? pango_attr_list_ref(draft.attributes) : pango_attr_list_copy(draft.attributes), pango_attr_list_unref);
      if (!whole) pango_attr_list_update(part.get(), 0, static_cast<int>(from), 0);
      pango_layout_set_attributes(layout.get(), part.get());
      if (round == 0) {
        missing_letters(layout.get(), missing);
        pictured(layout.get(), from, pictures);
      }
      set(layout.get(), look, width, from);
      from = until;
    } while (from < draft.text.size());
    text_ = std::move(draft.text);
    if (missing.empty() && pictures.empty()) break;
    std::sort(pictures.begin(), pictures.end());
  }
}

void SetText::set(PangoLayout* layout, const TextLook& look, double width, std::size_t start) {
  const std::string_view text = pango_layout_get_text(layout);
  for (GSList* l = pango_layout_get_lines_readonly(layout); l != nullptr; l = l->next) {
    auto* line = static_cast<PangoLayoutLine*>(l->data);
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    Line out;
    const double natural = points(logical.height) * scale_;
    out.height = std::max(look.size * look.leading, natural);
    out.baseline = (out.height - natural) / 2 + points(PANGO_ASCENT(logical)) * scale_;
    out.width = points(logical.width) * scale_;
    const bool rtl = pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL;
    if (look.align == Align::centre) {
      out.x = (width - out.width) / 2;
    } else if ((look.align == Align::right) != (rtl && look.align == Align::left)) {
      out.x = width - out.width;
    }
    const auto end = static_cast<std::size_t>(line->start_index + line->length);
    out.blank_end = l->next != nullptr && end > 0 && end <= text.size() && text[end - 1] == ' ';
    for (GSList* r = line->runs; r != nullptr; r = r->next) {
      out.runs.emplace_back(static_cast<PangoGlyphItem*>(r->data), start);
    }
    lines_.push_back(std::move(out));
  }
}

double SetText::height() const {
  double sum = 0;
  for (const Line& l : lines_) sum += l.height;
  return sum;
}

double SetText::extent() const {
  double most = 0;
  for (const Line& l : lines_) most = std::max(most, l.width);
  return most;
}

void SetText::draw(Canvas& canvas, Structure& structure, double x, double y, std::size_t from, std::size_t until,
                   bool artifact) const {
  struct Piece {
    const GlyphRun* run = nullptr;
    double x = 0;
    double width = 0;
  };
  cairo_t* c = canvas.cairo();
  for (std::size_t i = from; i < until && i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    std::vector<Piece> pieces;
    double at = x + line.x;
    for (const auto& run : line.runs) {
      const double wide = run.width() * scale_;
      pieces.push_back({&run, at, wide});
      at += wide;
    }
    // Runs stand in the order of the eye; they are marked in the order of reading.
    std::stable_sort(pieces.begin(), pieces.end(),
                     [](const Piece& a, const Piece& b) { return a.run->offset() < b.run->offset(); });
    const double baseline = y + line.baseline;
    for (const Piece& p : pieces) {
      const auto after = std::upper_bound(spans_.begin(), spans_.end(), p.run->offset(),
                                          [](std::size_t o, const TextSpan& s) { return o < s.from; });
      if (after == spans_.begin()) continue;
      const TextSpan& span = *std::prev(after);
      Element* element = artifact ? nullptr : span.element != nullptr ? span.element : element_;
      canvas.belongs_to(element);
      if (span.fill != 0) canvas.fill({p.x, y + 1, p.width, line.height - 2}, span.fill);
      canvas.use(span.colour);
      cairo_save(c);
      cairo_translate(c, p.x, baseline);
      cairo_scale(c, scale_, scale_);
      cairo_move_to(c, 0, 0);
      p.run->show(canvas, text_);
      cairo_new_path(c);
      cairo_restore(c);
      if (span.underlined) canvas.fill({p.x, baseline + 1.3, p.width, 0.6}, span.colour);
      if (span.struck) canvas.fill({p.x, baseline - 3, p.width, 0.7}, span.colour);
      Element* link = span.element;
      while (link != nullptr && link->type != "Link") link = link == element_ ? nullptr : link->parent;
      if (!artifact && link != nullptr && link->details != nullptr && !link->details->target.empty())
        structure.link_at(link, canvas.page(), {p.x, y, p.width, line.height});
    }
    if (i + 1 < lines_.size() && !pieces.empty() && line.blank_end) {
      cairo_save(c);
      cairo_translate(c, pieces.back().x + pieces.back().width, baseline);
      cairo_scale(c, scale_, scale_);
      closing_blank(canvas, pieces.back().run->font());
      cairo_restore(c);
    }
    y += line.height;
  }
}

}  // namespace debrief::reports
