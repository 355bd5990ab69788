// Conditions on incidents: read from a line, turned into SQL with parameters.

#include "review/store/where.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"
#include "base/text.h"

namespace debrief::review {

namespace {

enum class Type { text, time, number };
struct Known {
  std::string name;
  std::string column;
  Type type;
};

const std::vector<Known>& known_fields() {
  static const std::vector<Known> table = [] {
    std::vector<Known> t{{"ref", "i.ref", Type::text},
                         {"source", "i.source", Type::text},
                         {"kind", "i.kind", Type::text},
                         {"completeness", "i.completeness", Type::number},
                         {"cluster", "", Type::number},
                         {"import", "i.import_id", Type::number}};
    for (const auto& f : text_field_table()) t.push_back({std::string(f.role), fmt::format("i.{}", f.role), Type::text});
    for (const auto& f : time_field_table()) {
      t.push_back({std::string(f.role), fmt::format("i.{}_ms", f.role), Type::time});
      t.push_back({std::string(f.role) + "_at", fmt::format("i.{}_ms", f.role), Type::time});
    }
    for (const auto& f : number_field_table()) {
      t.push_back({std::string(f.role), fmt::format("i.{}", f.role), Type::number});
    }
    return t;
  }();
  return table;
}

const Known& known(const std::string& field) {
  const auto& table = known_fields();
  const auto it = std::find_if(table.begin(), table.end(), [&](const Known& k) { return k.name == field; });
  if (it != table.end()) return *it;
  std::vector<std::string> names;
  for (const auto& k : table) names.push_back(k.name);
  const std::string near = base::nearest(field, names);
  throw base::Error(base::Status::usage, "unknown-field",
                    fmt::format("--where knows no field {}", base::quoted(field)),
                    near.empty() ? "fields are those of \"debrief incident list --json\""
                                 : fmt::format("did you mean \"{}\"?", near));
}

double number(const Condition& c) {
  double v = 0;
  const auto [end, fault] = std::from_chars(c.value.data(), c.value.data() + c.value.size(), v);
  if (fault == std::errc() && end == c.value.data() + c.value.size()) return v;
  if (base::equal_ascii_nocase(c.value, "true") || base::equal_ascii_nocase(c.value, "yes")) return 1;
  if (base::equal_ascii_nocase(c.value, "false") || base::equal_ascii_nocase(c.value, "no")) return 0;
  throw base::Error(base::Status::usage, "bad-value",
                    fmt::format("--where {}: {} is not a number", c.field, base::quoted(c.value)),
                    fmt::format("write for example \"{}>=2\"", c.field));
}

/// LIKE pattern that finds `text` anywhere; \ escapes.
std::string like(std::string_view text) {
  std::string p = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') p += '\\';
    p += c;
  }
  return p + "%";
}

}  // namespace

std::vector<Condition> parse_where(std::string_view text) {
  std::vector<Condition> out;
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == ',' || text[i + 1] == '\\')) {
      parts.back() += text[++i];
    } else if (text[i] == ',') {
      parts.emplace_back();
    } else {
      parts.back() += text[i];
    }
  }
  for (const std::string& part : parts) {
    const std::string_view p = base::trimmed(part);
    if (p.empty()) continue;
    const auto at = p.find_first_of("=!<>~");
    Condition c;
    if (at != std::string_view::npos) {
      c.field = base::ascii_lower(base::trimmed(p.substr(0, at)));
      std::size_t n = 1;
      if ((p[at] == '!' || p[at] == '<' || p[at] == '>') && at + 1 < p.size() && p[at + 1] == '=') n = 2;
      c.op = p.substr(at, n);
      c.value = base::trimmed(p.substr(at + n));
    }
    // "priority==P1" and "title~" ask for something nobody can have meant.
    const bool doubled = !c.value.empty() && (c.value[0] == '=' || c.value[0] == '<' || c.value[0] == '>' || c.value[0] == '~');
    const bool nothing = c.value.empty() && c.op != "=" && c.op != "!=";
    if (c.op.empty() || c.op == "!" || c.field.empty() || doubled || nothing) {
      throw base::Error(base::Status::usage, "bad-where", fmt::format("--where cannot read {}", base::quoted(p)),
                        "write FIELD, an operator (= != ~ < <= > >=) and a value: priority=P1,opened>=2026-01-01");
    }
    (void)known(c.field);
    out.push_back(std::move(c));
  }
  return out;
}

Filter filter_sql(const std::vector<Condition>& where, const base::Zone& zone) {
  Filter f;
  f.sql = "1";
  for (const Condition& c : where) {
    const Known& k = known(c.field);
    f.sql += " AND ";
    if (c.field == "cluster") {
      f.sql += fmt::format("i.id IN (SELECT incident_id FROM cluster_member WHERE run_id = (SELECT max(id) FROM cluster_run)"
                           " AND number {} ?)", c.op == "~" ? "=" : c.op);
      f.values.emplace_back(number(c));
      continue;
    }
    if (c.value.empty() && (c.op == "=" || c.op == "!=")) {
      f.sql += fmt::format("{} IS {}NULL", k.column, c.op == "=" ? "" : "NOT ");
      continue;
    }
    switch (k.type) {
      case Type::text:
        if (c.op == "~") {
          f.sql += fmt::format("{} LIKE ? ESCAPE '\\'", k.column);
          f.values.emplace_back(like(c.value));
        } else {
          f.sql += c.op == "!=" ? fmt::format("({0} IS NULL OR {0} <> ? COLLATE NOCASE)", k.column)
                                : fmt::format("{} {} ? COLLATE NOCASE", k.column, c.op);
          f.values.emplace_back(c.value);
        }
        break;
      case Type::number:
        f.sql += fmt::format("{} {} ?", k.column, c.op == "~" ? "=" : c.op);
        f.values.emplace_back(number(c));
        break;
      case Type::time: {
        auto at = base::parse_rfc3339(c.value);
        if (!at) {
          throw base::Error(base::Status::usage, "bad-date",
                            fmt::format("--where {}: {} is not a date", c.field, base::quoted(c.value)),
                            "write it as 2026-05-12 or 2026-05-12T13:05:00Z");
        }
        const bool day = c.value.size() == 10;
        base::Ms from = *at;
        base::Ms until = *at + 1;
        if (day) {   // a date means that day on the workspace's clock
          const base::Civil civil = base::utc_civil(*at);
          from = zone.instant(civil).at;
          until = base::period_end(from, base::Period::day, zone);
        }
        const auto bound = [&](const char* op, base::Ms v) {
          f.sql += fmt::format("{} {} ?", k.column, op);
          f.values.emplace_back(v);
        };
        if (c.op == "=" || c.op == "~") {
          f.sql += fmt::format("({0} >= ? AND {0} < ?)", k.column);
          f.values.emplace_back(from);
          f.values.emplace_back(until);
        } else if (c.op == "!=") {
          f.sql += fmt::format("({0} IS NULL OR {0} < ? OR {0} >= ?)", k.column);
          f.values.emplace_back(from);
          f.values.emplace_back(until);
        } else if (c.op == "<") {
          bound("<", from);
        } else if (c.op == "<=") {
          bound("<", until);
        } else if (c.op == ">") {
          bound(">=", until);
        } else {
          bound(">=", from);
        }
        break;
      }
    }
  }
  return f;
}

int bind_filter(base::Statement& s, int from, const Filter& f) {
  for (const auto& v : f.values) {
    std::visit([&](const auto& value) { s.bind(from++, value); }, v);
  }
  return from;
}

}  // namespace debrief::review
