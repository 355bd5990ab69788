// The rules of taking a sheet back.

#include "review/sheet_merge.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"

namespace debrief::review {

namespace {

constexpr std::array<std::string_view, 4> fixed_fields{"review", "incidents", "first_due", "created"};
constexpr std::array<std::string_view, 3> verdict_fields{"verified", "verdict", "verdict_note"};
constexpr std::array<std::string_view, 3> number_fields{"baseline", "target", "window_days"};

template <typename List>
bool among(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string text_of(const SheetFields& fields, const std::string& field) {
  const auto found = fields.find(field);
  return found == fields.end() ? std::string() : found->second;
}

// A cell holds 32,767 characters; longer texts go out cut, and a cut one must not come back as an edit.
constexpr std::size_t longest_whole_text = 32'000;
constexpr std::size_t cut_text = longest_whole_text / 4;

bool says(std::string_view field, std::string_view theirs, std::string_view text) {
  if (sheet_value(field, text) == sheet_value(field, theirs)) return true;
  return text.size() > longest_whole_text && sheet_text(theirs) == sheet_text(base::cut(text, cut_text));
}

class Planning {
 public:
  Planning(const ReturnedSheet& sheet, const SheetKnowledge& known) : sheet_(sheet), known_(known) {}

  SheetPlan plan() {
    plan_.notes = sheet_.notes;
    for (const ReturnedRow& row : sheet_.rows) {
      if (row.action) ++seen_[*row.action];
    }
    for (const ReturnedRow& row : sheet_.rows) one(row);
    return std::move(plan_);
  }

 private:
  static SheetFault fault(const ReturnedRow& row, std::string code, std::string detail) {
    return {row.row, row.key, row.key_header, "", row.key_cell, row.key, std::move(code), std::move(detail), ""};
  }
  static SheetFault fault(const ReturnedRow& row, const ReturnedCell& cell, std::string code, std::string detail,
                          std::string ours) {
    return {cell.row,   row.key,         cell.header,       cell.field,     cell.cell,
            cell.value, std::move(code), std::move(detail), std::move(ours)};
  }

  void refuse(const ReturnedRow& row, std::string code, std::string detail) {
    PlannedRow out;
    out.row = row.row;
    out.key = row.key;
    out.faults.push_back(fault(row, std::move(code), std::move(detail)));
    plan_.rows.push_back(std::move(out));
  }

  void one(const ReturnedRow& row) {
    if (!row.code.empty()) return refuse(row, row.code, row.detail);
    if (!row.key.empty() && !row.action) {
      return refuse(row, "unknown-key",
                    fmt::format("{} is no key of an action; keys look like A-3", base::quoted(row.key)));
    }
    ReturnedRow mine = row;
    if (!mine.action && mine.said_key && seen_.count(*mine.said_key) == 0 && known_.ours(*mine.said_key)) {
      // The key was emptied, and no other row has it.
      mine.action = mine.said_key;
      mine.key = fmt::format("A-{}", *mine.said_key);
      seen_[*mine.said_key] = 1;
      plan_.notes.push_back(
          {"key-restored",
           fmt::format("row {} had lost its key; its hidden base says that it is {}", row.row, mine.key),
           row.key_cell});
    }
    if (!mine.action) return without_key(mine);
    if (seen_[*mine.action] > 1) {
      return refuse(mine, "duplicate-key",
                    fmt::format("{} stands in {} rows; none of them was taken, as it cannot be known which counts",
                                mine.key, seen_[*mine.action]));
    }
    if (mine.said_key && *mine.said_key != *mine.action) {
      return refuse(
          mine, "key-changed",
          fmt::format("this row was written for A-{}, and now says {}: its key was changed, or columns were sorted "
                      "apart from each other",
                      *mine.said_key, mine.key));
    }
    const auto ours = known_.ours(*mine.action);
    if (!ours) return refuse(mine, "unknown-key", fmt::format("this workspace has no action {}", mine.key));
    auto stored = known_.stored(mine.sheet, *mine.action);
    if (stored && mine.base && !mine.handed_back && *stored != *mine.base) {
      plan_.notes.push_back(
          {"base-changed",
           fmt::format("the hidden base of row {} was changed; what was kept of the sheet counts", row.row),
           row.key_cell});
    }
    compare(mine, *ours, stored ? stored : mine.base, *mine.action, "");
  }

  void without_key(const ReturnedRow& row) {
    const auto title =
        std::find_if(row.cells.begin(), row.cells.end(), [](const auto& c) { return c.field == "title"; });
    if (title == row.cells.end() || title->text.empty()) {
      const bool any = std::any_of(row.cells.begin(), row.cells.end(),
                                   [](const auto& c) { return !c.value.empty() || !c.code.empty(); });
      if (any) refuse(row, "title-missing", "a row without a key is a new action, and a new action needs a title");
      return;
    }
    const std::string fingerprint = row_fingerprint(row);
    if (!fingerprints_.insert(fingerprint).second) {
      return refuse(row, "duplicate-row",
                    fmt::format("another new row has the title {} too", base::quoted(title->text)));
    }
    if (const auto before = known_.added(fingerprint)) {
      const auto ours = known_.ours(before->first);
      if (ours && seen_.count(before->first) == 0) {
        ReturnedRow known = row;
        known.key = fmt::format("A-{}", before->first);
        compare(known, *ours, before->second, before->first, fingerprint);
        return;
      }
      return refuse(
          row, "duplicate-row",
          fmt::format("this row was taken before as A-{}, which stands in the sheet by its key too", before->first));
    }
    PlannedRow out;
    out.row = row.row;
    out.fingerprint = fingerprint;
    for (const ReturnedCell& cell : row.cells) {
      if (!cell.code.empty()) {
        out.faults.push_back(fault(row, cell, cell.code, cell.detail, ""));
      } else if (cell.text.empty() || (among(fixed_fields, cell.field) && cell.field != "review")) {
        continue;
      } else if (among(verdict_fields, cell.field)) {
        out.faults.push_back(fault(row, cell, "not-verified", verdict_words, ""));
      } else {
        out.cells.push_back({cell, std::string(), "", MergeResult::take});
      }
    }
    plan_.rows.push_back(std::move(out));
  }

  void compare(const ReturnedRow& row, const SheetFields& ours, const std::optional<SheetFields>& base,
               std::int64_t action, std::string fingerprint) {
    PlannedRow out;
    out.row = row.row;
    out.action = action;
    out.key = row.key;
    out.fingerprint = std::move(fingerprint);
    for (const ReturnedCell& cell : row.cells) {
      CellMerge m{cell, cell.base, text_of(ours, cell.field), MergeResult::unchanged};
      if (!m.base && base) m.base = text_of(*base, cell.field);
      if (!cell.code.empty()) {
        // What could not be read is no edit where it is what went out.
        const bool as_it_was = cell.code != "formula-in-cell" && cell.code != "undecided" && m.base &&
                               says(cell.field, cell.value, *m.base);
        if (!as_it_was) out.faults.push_back(fault(row, cell, cell.code, cell.detail, m.ours));
        continue;
      }
      if (m.base && says(cell.field, cell.text, *m.base)) {
        m.result = says(cell.field, *m.base, m.ours) ? MergeResult::unchanged : MergeResult::keep;
      } else if (says(cell.field, cell.text, m.ours)) {
        m.result = MergeResult::unchanged;
      } else if (is_shown_only(cell.field)) {
        const bool verdict = among(verdict_fields, cell.field);
        // What was not known to be changed here may have moved on in the workspace.
        if (m.base || verdict) {
          out.faults.push_back(fault(row, cell, verdict ? "not-verified" : "fixed-column",
                                     verdict ? verdict_words : std::string(fixed_words), m.ours));
        }
        continue;
      } else if (cell.text.size() > longest_whole_text || m.ours.size() > longest_whole_text) {
        out.faults.push_back(fault(row, cell, "text-cut",
                                   "the text is longer than a cell can hold, so what was edited here is not all of it",
                                   m.ours));
        continue;
      } else {
        m.result = merged(m.base ? std::optional(sheet_value(cell.field, *m.base)) : std::nullopt,
                          sheet_value(cell.field, cell.text), sheet_value(cell.field, m.ours));
      }
      out.cells.push_back(std::move(m));
    }
    plan_.rows.push_back(std::move(out));
  }

  static constexpr const char* verdict_words = "a verdict is recorded with debrief action verify, never from a sheet";
  static constexpr std::string_view fixed_words = "this column only shows what is known and is not taken from a sheet";

  const ReturnedSheet& sheet_;
  const SheetKnowledge& known_;
  SheetPlan plan_;
  std::map<std::int64_t, int> seen_;
  std::set<std::string> fingerprints_;
};

}  // namespace

MergeResult merged(const std::optional<std::string>& base, std::string_view theirs, std::string_view ours) {
  if (theirs == ours) return MergeResult::unchanged;
  if (!base) return MergeResult::conflict;
  if (theirs == *base) return MergeResult::keep;
  return ours == *base ? MergeResult::take : MergeResult::conflict;
}

SheetPlan plan_sheet(const ReturnedSheet& sheet, const SheetKnowledge& known) { return Planning(sheet, known).plan(); }

bool is_shown_only(std::string_view field) { return among(fixed_fields, field) || among(verdict_fields, field); }

std::string sheet_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\r') {
      if (i + 1 >= text.size() || text[i + 1] != '\n') out += '\n';
    } else if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xA0) {
      out += ' ';
      ++i;
    } else if (c >= 0x20 || c == '\n' || c == '\t') {
      out += text[i];
    }
  }
  return std::string(base::trimmed(out));
}

std::string sheet_value(std::string_view field, std::string_view text) {
  std::string plain = sheet_text(text);
  if (!among(number_fields, field)) return plain;
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size() || !std::isfinite(value)) return plain;
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value == 0 ? 0 : value).ptr};
}

std::optional<std::int64_t> action_of_key(std::string_view key) {
  std::string plain;
  for (const char c : base::folded(sheet_text(key))) {
    if (c != ' ') plain += c;
  }
  if (plain.starts_with('a')) plain.erase(0, 1);
  // Hyphens, dashes and minus signs, as programs put them in each other's place.
  for (const std::string_view dash :
       {"-", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93", "\xE2\x88\x92"}) {
    if (plain.starts_with(dash)) {
      plain.erase(0, dash.size());
      break;
    }
  }
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), id);
  if (error != std::errc() || end != plain.data() + plain.size() || id <= 0) return std::nullopt;
  return id;
}

std::string row_fingerprint(const ReturnedRow& row) {
  std::string title, review;
  for (const ReturnedCell& cell : row.cells) {
    if (cell.field == "title") title = base::folded(base::squeezed(cell.text));
    if (cell.field == "review") review = base::folded(base::squeezed(cell.text));
  }
  return base::sha256(fmt::format("{}\n{}\n{}", row.sheet, review, title));
}

}  // namespace debrief::review
