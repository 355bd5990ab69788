// Filters of Jinja2 that work on text.

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "templates/engine/machine.h"
#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

/// The subject as text that keeps its mark.
Value soft(const Value& v, Machine& m) { return v.is(Type::text) ? v : Value::text(str(v, m.meter)); }

std::string html(const Value& v, Machine& m) {
  return escaped_value(v, m.escape == Escape::none ? Escape::html : m.escape, m.meter);
}

template <std::string (*change)(std::string_view)>
Value changed(Machine& m, const Bound& b, Arguments&) {
  const Value s = soft(b.subject(), m);
  m.meter.text(s.as_text().size());
  return Value::text(change(s.as_text()), s.markup());
}

Value trim(Machine& m, const Bound& b, Arguments&) {
  const Value s = soft(b.subject(), m);
  m.meter.text(s.as_text().size());
  if (b.at(0) == nullptr || b.at(0)->is(Type::none)) return Value::text(std::string(stripped(s.as_text())), s.markup());
  return Value::text(std::string(stripped_of(s.as_text(), b.text(0, "", m.meter), true, true)), s.markup());
}

std::string replaced(const std::string& s, const std::string& from, const std::string& to, std::int64_t most,
                     Machine& m) {
  std::string out;
  std::int64_t n = 0;
  if (from.empty()) {
    for (std::size_t i = 0; i <= s.size();) {
      if (most < 0 || n++ < most) out += to;
      if (i == s.size()) break;
      const std::size_t size = point_size(s, i);
      out += s.substr(i, size);
      i += size;
      if (out.size() > m.meter.limits().output) m.meter.text(out.size());
    }
    m.meter.text(out.size());
    return out;
  }
  std::size_t at = 0;
  while (most < 0 || n < most) {
    const std::size_t hit = found_at(s, from, at);
    if (hit == std::string::npos) break;
    out.append(s, at, hit - at);
    out += to;
    at = hit + from.size();
    ++n;
    m.meter.steps(1);
    if (out.size() > m.meter.limits().output) m.meter.text(out.size());
  }
  out.append(s, at);
  m.meter.text(out.size());
  return out;
}

Value replace(Machine& m, const Bound& b, Arguments&) {
  if (b.at(0) == nullptr || b.at(1) == nullptr) type_trouble("replace needs what to look for and what to put there");
  const std::int64_t most = b.at(2) == nullptr || b.at(2)->is(Type::none) ? -1 : b.integer(2, -1);
  Value s = b.subject();
  if (m.escape == Escape::none) {
    return Value::text(replaced(str(s, m.meter), str(*b.at(0), m.meter), str(*b.at(1), m.meter), most, m));
  }
  if (b.at(0)->markup() || (b.at(1)->markup() && !s.markup()))
    s = Value::text(html(s, m), true);
  else
    s = soft(s, m);
  if (!s.markup()) return Value::text(replaced(s.as_text(), str(*b.at(0), m.meter), str(*b.at(1), m.meter), most, m));
  return Value::text(replaced(s.as_text(), html(*b.at(0), m), html(*b.at(1), m), most, m), true);
}

Value indent(Machine& m, const Bound& b, Arguments&) {
  const Value s = b.subject();
  if (s.is(Type::undefined)) undefined_trouble(s);
  if (!s.is(Type::text)) type_trouble(fmt::format("indent needs a text, not a {}", type_name(s)));
  std::string in;
  if (b.at(0) != nullptr && b.at(0)->is(Type::text)) {
    in = b.at(0)->as_text();
  } else {
    const auto n = static_cast<std::size_t>(std::max<std::int64_t>(0, b.integer(0, 4)));
    m.meter.text(n);
    in = std::string(n, ' ');
  }
  const bool first = b.flag(1, false);
  const bool blank = b.flag(2, false);
  const std::string with_end = s.as_text() + "\n";
  const auto lines = lines_of(with_end);
  std::string out = first ? in : "";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += "\n" + (blank || !lines[i].empty() ? in : "");
    out += lines[i];
    if (out.size() > m.meter.limits().output) m.meter.text(out.size());
  }
  m.meter.text(out.size());
  return Value::text(std::move(out), s.markup());
}

Value truncate(Machine& m, const Bound& b, Arguments&) {
  const Value s = b.subject();
  if (s.is(Type::undefined)) undefined_trouble(s);
  if (!s.is(Type::text) && !s.is_sequence() && !s.is(Type::dict)) {
    type_trouble(fmt::format("truncate needs a text, not a {}", type_name(s)));
  }
  const std::int64_t length_wanted = b.integer(0, 255);
  const bool kill = b.flag(1, false);
  const std::string end = b.text(2, "...", m.meter);
  const std::int64_t leeway = b.at(3) == nullptr || b.at(3)->is(Type::none) ? 5 : b.integer(3, 5);
  const auto end_length = static_cast<std::int64_t>(point_count(end));
  if (length_wanted < end_length) type_trouble(fmt::format("truncate needs a length of at least {}", end_length));
  if (leeway < 0) type_trouble("truncate needs a leeway of 0 or more");
  if (!s.is(Type::text)) {  // Python measures anything that has a length, and cuts only text
    if (length(s) <= length_wanted + leeway) return s;
    type_trouble(fmt::format("truncate needs a text, not a {}", type_name(s)));
  }
  const std::string& text = s.as_text();
  m.meter.text(text.size());
  if (static_cast<std::int64_t>(point_count(text)) <= length_wanted + leeway) return s;
  std::string cut = text.substr(0, bytes_of_points(text, static_cast<std::size_t>(length_wanted - end_length)));
  if (!kill) {
    const std::size_t blank = cut.rfind(' ');
    if (blank != std::string::npos) cut = cut.substr(0, blank);
  }
  if (s.markup() && b.at(2) != nullptr) return Value::text(cut + html(*b.at(2), m), true);
  return Value::text(cut + end, s.markup());
}

Value wordwrap(Machine& m, const Bound& b, Arguments&) {
  const Value s = b.subject();
  if (s.is(Type::undefined)) undefined_trouble(s);
  if (!s.is(Type::text)) type_trouble(fmt::format("wordwrap needs a text, not a {}", type_name(s)));
  const std::int64_t width = b.integer(0, 79);
  if (width <= 0) type_trouble("wordwrap needs a width above 0");
  const std::string newline = b.at(2) == nullptr || b.at(2)->is(Type::none) ? "\n" : b.text(2, "\n", m.meter);
  m.meter.steps(s.as_text().size() / 2);
  std::string out;
  bool first = true;
  for (const std::string_view line : lines_of(s.as_text())) {
    if (!first) out += newline;
    first = false;
    bool inner = true;
    for (const std::string& part : wrapped(line, static_cast<std::size_t>(width), b.flag(1, true), b.flag(3, true))) {
      if (!inner) out += newline;
      inner = false;
      out += part;
      if (out.size() > m.meter.limits().output) m.meter.text(out.size());
    }
  }
  return Value::text(std::move(out));
}

Value center(Machine& m, const Bound& b, Arguments&) {
  const Value s = soft(b.subject(), m);
  const std::int64_t width = b.integer(0, 80);
  const auto n = static_cast<std::int64_t>(point_count(s.as_text()));
  if (width <= n) return s;
  m.meter.text(static_cast<std::size_t>(width));
  const std::int64_t missing = width - n;
  const std::int64_t left = missing / 2 + (missing & width & 1);
  return Value::text(std::string(static_cast<std::size_t>(left), ' ') + s.as_text() +
                         std::string(static_cast<std::size_t>(missing - left), ' '),
                     s.markup());
}

Value escape_filter(Machine& m, const Bound& b, Arguments&) {
  if (m.escape == Escape::word) return soft(b.subject(), m);  // printing does it
  if (b.subject().markup()) return b.subject();
  return Value::text(html(b.subject(), m), true);
}
Value force_escape(Machine& m, const Bound& b, Arguments&) {
  if (m.escape == Escape::word) return soft(b.subject(), m);
  return Value::text(html(Value::text(str(b.subject(), m.meter)), m), true);
}
Value safe(Machine& m, const Bound& b, Arguments&) {
  return Value::text(str(b.subject(), m.meter), m.escape != Escape::word);
}
Value string(Machine& m, const Bound& b, Arguments&) { return soft(b.subject(), m); }

Value word_count_filter(Machine& m, const Bound& b, Arguments&) {
  const Value s = soft(b.subject(), m);
  m.meter.text(s.as_text().size());
  return Value::integer(static_cast<std::int64_t>(word_count(s.as_text())));
}

Value striptags(Machine& m, const Bound& b, Arguments&) {
  const std::string s = str(b.subject(), m.meter);
  std::string bare;
  for (std::size_t i = 0; i < s.size();) {
    const bool comment = s.compare(i, 4, "<!--") == 0;
    const std::size_t end = comment ? s.find("-->", i) : (s[i] == '<' ? s.find('>', i) : std::string::npos);
    if (end != std::string::npos) {
      i = end + (comment ? 3 : 1);
    } else {
      if (s[i] == '<') {  // nothing closes it, nor any after it
        bare += s.substr(i);
        break;
      }
      bare += s[i++];
    }
  }
  std::string out;
  for (const std::string_view w : words_of(bare)) {
    if (!out.empty()) out += ' ';
    out += w;
  }
  static constexpr std::pair<std::string_view, std::string_view> entities[] = {
      {"&lt;", "<"},    {"&gt;", ">"},          {"&#39;", "'"}, {"&#34;", "\""},
      {"&quot;", "\""}, {"&nbsp;", "\xC2\xA0"}, {"&amp;", "&"}};
  std::string plain;
  for (std::size_t i = 0; i < out.size();) {
    const auto* hit = std::find_if(std::begin(entities), std::end(entities),
                                   [&](const auto& e) { return out.compare(i, e.first.size(), e.first) == 0; });
    if (hit == std::end(entities)) {
      plain += out[i++];
    } else {
      plain += hit->second;
      i += hit->first.size();
    }
  }
  return Value::text(std::move(plain));
}

Value format(Machine& m, const Bound& b, Arguments& a) {
  if (a.positional.size() > 1 && !a.named.empty()) type_trouble("format takes either values or name=value, not both");
  std::vector<std::pair<Value, Value>> named;
  for (const auto& [name, value] : a.named) named.emplace_back(Value::text(name), value);
  const Value fields = Value::dict(std::move(named));
  return formatted(soft(b.subject(), m), {a.positional.begin() + 1, a.positional.end()},
                   a.named.empty() ? nullptr : &fields, m);
}

Value urlencode(Machine& m, const Bound& b, Arguments&) {
  const auto coded = [&](const Value& v, bool slash) {
    std::string out;
    for (const char c : str(v, m.meter)) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                         c == '.' || c == '-' || c == '~' || (c == '/' && slash);
      if (plain)
        out += c;
      else if (c == ' ' && !slash)
        out += '+';
      else
        out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return out;
  };
  const Value& v = b.subject();
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (!v.is_sequence() && !v.is(Type::dict)) return Value::text(coded(v, true));
  std::string out;
  const auto pair = [&](const Value& key, const Value& value) {
    if (!out.empty()) out += '&';
    out += coded(key, false) + "=" + coded(value, false);
  };
  if (v.is(Type::dict)) {
    for (const auto& [key, value] : v.pairs()) pair(key, value);
  } else {
    for (const Value& item : v.items()) {
      if (!item.is_sequence() || item.items().size() != 2) type_trouble("urlencode needs pairs of name and value");
      pair(item.items()[0], item.items()[1]);
    }
  }
  return Value::text(std::move(out));
}

Value xmlattr(Machine& m, const Bound& b, Arguments&) {
  const Value& v = b.subject();
  if (v.is(Type::undefined)) undefined_trouble(v);
  if (!v.is(Type::dict)) type_trouble("xmlattr needs a set of fields");
  std::string out;
  const auto safe_html = [&](const Value& x) { return escaped_value(x, Escape::html, m.meter); };
  for (const auto& [key, value] : v.pairs()) {
    if (value.is(Type::none) || value.is(Type::undefined)) continue;
    const std::string name = str(key, m.meter);
    if (name.find_first_of(" \t\n\r\f\v/>=") != std::string::npos) {
      type_trouble(fmt::format("{} cannot be an attribute's name", base::quoted(name)));
    }
    if (!out.empty()) out += ' ';
    out += safe_html(key) + "=\"" + safe_html(value) + "\"";
  }
  if (b.flag(0, true) && !out.empty()) out.insert(0, " ");
  return Value::text(std::move(out), m.escape != Escape::none);
}

/// json.dumps() of Python with sorted keys and ASCII only, then made safe inside HTML.
void add_json(std::string& out, const Value& v, std::int64_t indent, int level, Machine& m) {
  m.meter.steps(1);
  if (out.size() > m.meter.limits().output) m.meter.text(out.size());
  const auto text = [&](std::string_view s) {
    out += '"';
    for (const std::string_view p : points(s)) {
      const unsigned c = point_code(p);
      if (c == '"')
        out += "\\\"";
      else if (c == '\\')
        out += "\\\\";
      else if (c == '\n')
        out += "\\n";
      else if (c == '\r')
        out += "\\r";
      else if (c == '\t')
        out += "\\t";
      else if (c == '\b')
        out += "\\b";
      else if (c == '\f')
        out += "\\f";
      else if (c == '<' || c == '>' || c == '&' || c == '\'')
        out += fmt::format("\\u{:04x}", c);
      else if (c >= 0x20 && c < 0x7F)
        out += static_cast<char>(c);
      else if (c < 0x10000)
        out += fmt::format("\\u{:04x}", c);
      else
        out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((c - 0x10000) >> 10U), 0xDC00 + ((c - 0x10000) & 0x3FFU));
    }
    out += '"';
  };
  const auto line = [&](int depth) {
    if (indent < 0) return;
    out += '\n';
    m.meter.text(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth));
    out += std::string(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth), ' ');
  };
  const std::string_view comma = indent < 0 ? ", " : ",";
  switch (v.type()) {
    case Type::none:
      out += "null";
      return;
    case Type::boolean:
      out += v.as_int() != 0 ? "true" : "false";
      return;
    case Type::integer:
      out += std::to_string(v.as_int());
      return;
    case Type::real: {
      const double d = v.as_real();
      out += std::isnan(d) ? "NaN" : std::isinf(d) ? (d < 0 ? "-Infinity" : "Infinity") : float_text(d);
      return;
    }
    case Type::text:
      text(v.as_text());
      return;
    case Type::list:
    case Type::tuple: {
      if (v.items().empty()) {
        out += "[]";
        return;
      }
      out += '[';
      bool first = true;
      for (const Value& item : v.items()) {
        if (!first) out += comma;
        first = false;
        line(level + 1);
        add_json(out, item, indent, level + 1, m);
      }
      line(level);
      out += ']';
      return;
    }
    case Type::dict: {
      if (v.pairs().empty()) {
        out += "{}";
        return;
      }
      std::vector<const std::pair<Value, Value>*> sorted;
      for (const auto& p : v.pairs()) sorted.push_back(&p);
      std::stable_sort(sorted.begin(), sorted.end(),
                       [&](const auto* a, const auto* b) { return compare(a->first, b->first, m.meter) < 0; });
      out += '{';
      bool first = true;
      for (const auto* p : sorted) {
        if (!first) out += comma;
        first = false;
        line(level + 1);
        const Value& k = p->first;
        if (k.is(Type::text))
          text(k.as_text());
        else if (k.is(Type::none))
          text("null");
        else if (k.is(Type::boolean))
          text(k.as_int() != 0 ? "true" : "false");
        else
          text(str(k, m.meter));
        out += ": ";
        add_json(out, p->second, indent, level + 1, m);
      }
      line(level);
      out += '}';
      return;
    }
    case Type::undefined:
      undefined_trouble(v);
    default:
      type_trouble(fmt::format("a {} has no form in JSON", type_name(v)));
  }
}

Value tojson(Machine& m, const Bound& b, Arguments&) {
  std::string out;
  const std::int64_t indent_by = b.at(0) == nullptr || b.at(0)->is(Type::none) ? -1 : b.integer(0, -1);
  add_json(out, b.subject(), indent_by, 0, m);
  return Value::text(std::move(out), true);
}

Value default_value(Machine&, const Bound& b, Arguments&) {
  const Value& v = b.subject();
  if (v.is(Type::undefined) || (b.flag(1, false) && !truth(v))) return b.value(0, Value::text(""));
  return v;
}

Value pprint(Machine& m, const Bound& b, Arguments&) { return Value::text(repr(b.subject(), m.meter)); }

constexpr Filter all[] = {
    {"upper", "", changed<upper>},
    {"lower", "", changed<lower>},
    {"title", "", changed<title_of_words>},
    {"capitalize", "", changed<capitalized>},
    {"trim", "chars", trim},
    {"replace", "old new count", replace},
    {"indent", "width first blank", indent},
    {"truncate", "length killwords end leeway", truncate},
    {"wordwrap", "width break_long_words wrapstring break_on_hyphens", wordwrap},
    {"wrap", "width break_long_words wrapstring break_on_hyphens", wordwrap,
     "wrap(width=79): lines of at most so many characters"},
    {"center", "width", center},
    {"escape", "", escape_filter},
    {"e", "", escape_filter},
    {"forceescape", "", force_escape},
    {"safe", "", safe},
    {"string", "", string},
    {"wordcount", "", word_count_filter},
    {"striptags", "", striptags},
    {"format", "*", format},
    {"urlencode", "", urlencode},
    {"xmlattr", "autospace", xmlattr},
    {"tojson", "indent", tojson},
    {"default", "default_value boolean", default_value},
    {"d", "default_value boolean", default_value},
    {"pprint", "", pprint},
};

}  // namespace

std::span<const Filter> text_filters() { return all; }

}  // namespace debrief::templates::engine
