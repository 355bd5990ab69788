// JSON: an array of objects, an object around one, or objects one after another.

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/catalogue.h"
#include "import/issues.h"
#include "import/json/script.h"
#include "import/json/tokens.h"
#include "import/readers/reader.h"
#include "import/sniff/encoding.h"

namespace debrief::import {

namespace {

constexpr std::size_t most_columns = 4000;
constexpr char below = '\x1F';  // joins the keys of a path; stands in no key

// Members that usually hold the records, the likeliest first.
constexpr std::array<std::string_view, 22> containers{
    "incidents", "tickets",       "result",   "results", "records", "requests", "issues", "cases",
    "alerts",    "conversations", "contacts", "calls",   "entries", "items",    "data",   "value",
    "values",    "rows",          "Ticket",   "Tickets", "list",    "objects"};

/// Columns in the order in which their keys were first met.
struct Columns {
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> index;
  std::vector<std::string> lists;
  std::int64_t objects = 0;
  bool too_many = false;

  std::size_t of(const std::string& name) {
    const auto it = index.find(name);
    if (it != index.end()) return it->second;
    if (names.size() >= most_columns) {
      too_many = true;
      return most_columns;
    }
    names.push_back(name);
    index[name] = names.size() - 1;
    return names.size() - 1;
  }
  void list(const std::string& name) {
    if (std::find(lists.begin(), lists.end(), name) == lists.end()) lists.push_back(name);
  }
};

/// One object as flat keys and texts. Numbers and words of JSON keep their spelling; null is empty.
struct Flat {
  struct Cell {
    std::string key;
    std::string text;
    CellIs kind = CellIs::text;
  };
  std::vector<Cell> cells;
  std::vector<NestedList> lists;
  std::optional<std::string> repeated_key;
  std::vector<std::pair<std::uint64_t, std::string>> starts;  // where each key of the record stands
  std::unordered_map<std::string, std::size_t> index;         // of cells, once there are many

  Cell& cell(const std::string& key) {
    constexpr std::size_t many = 64;
    if (cells.size() < many) {
      const auto it = std::find_if(cells.begin(), cells.end(), [&](const Cell& c) { return c.key == key; });
      return it != cells.end() ? *it : cells.emplace_back(Cell{key, {}, CellIs::text});
    }
    if (index.empty()) {
      for (std::size_t k = 0; k < cells.size(); ++k) index.emplace(cells[k].key, k);
    }
    const auto [it, fresh] = index.try_emplace(key, cells.size());
    return fresh ? cells.emplace_back(Cell{key, {}, CellIs::text}) : cells[it->second];
  }
};

class Flattening {
 public:
  /// keep_starts  for telling in which member a place of the text lies
  explicit Flattening(JsonTokens& tokens, bool keep_starts = false) : tokens_(tokens), keep_starts_(keep_starts) {}

  /// The object just begun, to its end.
  void object(const std::string& prefix, Flat& out) {
    std::set<std::string> keys;
    while (true) {
      const JsonIs t = tokens_.next();
      if (t == JsonIs::end_object) return;
      const std::string key(tokens_.text());
      const std::string dotted = prefix.empty() ? key : prefix + "." + key;
      if (!keys.insert(key).second && !out.repeated_key) out.repeated_key = dotted;
      if (keep_starts_) out.starts.emplace_back(tokens_.offset(), dotted);
      value(dotted, tokens_.next(), out);
    }
  }

 private:
  void value(const std::string& key, JsonIs t, Flat& out) {
    switch (t) {
      case JsonIs::object:
        object(key, out);
        break;
      case JsonIs::array:
        array(key, out);
        break;
      default:
        put(key, scalar(t),
            t == JsonIs::number                   ? CellIs::number
            : t == JsonIs::yes || t == JsonIs::no ? CellIs::boolean
                                                  : CellIs::text,
            out);
    }
  }

  std::string scalar(JsonIs t) const {
    switch (t) {
      case JsonIs::string:
      case JsonIs::number:
        return std::string(tokens_.text());
      case JsonIs::yes:
        return "true";
      case JsonIs::no:
        return "false";
      default:
        return {};
    }
  }

  static void put(const std::string& key, std::string text, CellIs kind, Flat& out) {
    Flat::Cell& c = out.cell(key);
    c.text = std::move(text);  // a key given twice: the last one counts, as everywhere
    c.kind = kind;
  }

  void array(const std::string& key, Flat& out) {
    std::string joined;
    NestedList list{key, {}};
    while (true) {
      const JsonIs t = tokens_.next();
      if (t == JsonIs::end_array) break;
      if (t == JsonIs::object) {
        Flat inner;
        object("", inner);
        for (auto& deeper : inner.lists) inner_list(key, inner, std::move(deeper), out);
        NestedItem item;
        for (auto& c : inner.cells) item.emplace_back(std::move(c.key), std::move(c.text));
        list.items.push_back(std::move(item));
      } else if (t == JsonIs::array) {
        Flat inner;
        array("", inner);
        for (const auto& c : inner.cells) joined += (joined.empty() ? "" : "; ") + c.text;
      } else if (t != JsonIs::null) {
        joined += (joined.empty() ? "" : "; ") + scalar(t);
      }
    }
    if (!list.items.empty()) {
      out.lists.push_back(std::move(list));
      if (joined.empty()) return;
    }
    put(key, std::move(joined), CellIs::text, out);
  }

  /// A list inside an item of a list: its items know the fields of the item they stand in.
  static void inner_list(const std::string& key, const Flat& around, NestedList deeper, Flat& out) {
    const std::string name = key + "." + deeper.name;
    auto it = std::find_if(out.lists.begin(), out.lists.end(), [&](const NestedList& l) { return l.name == name; });
    if (it == out.lists.end()) it = out.lists.insert(out.lists.end(), NestedList{name, {}});
    for (auto& item : deeper.items) {
      for (const auto& c : around.cells) item.emplace_back(key + "." + c.key, c.text);
      it->items.push_back(std::move(item));
    }
  }

  JsonTokens& tokens_;
  bool keep_starts_;
};

class JsonReader final : public Reader {
 public:
  JsonReader(const Source& source, const Options& options)
      : source_(source), encoding_(encoding_of(source, options.encoding)) {
    script_ = script_before_json(decoded(source.head().substr(0, 4096), encoding_));
    try {
      survey();
    } catch (const JsonFault& f) {
      refuse(f);
    }
  }

  const Table& table() const override { return table_; }
  std::uint64_t bytes_done() const override { return stream_ ? stream_->bytes_read() : 0; }

  void rewind() override {
    number_ = 0;
    inside_ = false;
    done_ = false;
    repairs_.clear();
    start();
  }

  bool next(Row& row) override {
    row.clear();
    try {
      return advance(row);
    } catch (const JsonFault& f) {
      refuse(f);
    }
  }

 private:
  /// One record a line: as all records so far show, or by the name of the file and what follows the first.
  bool one_a_line() const {
    const std::string name = base::ascii_lower(source_.name());
    const bool named = name.ends_with(".jsonl") || name.ends_with(".ndjson");
    return tokens_->one_a_line() || (named && tokens_->next_line_is_object());
  }

  [[noreturn]] void refuse(const JsonFault& f) const {
    std::int64_t line = f.line;
    std::uint64_t offset = f.offset;
    std::string what = f.what();
    // A record that is not whole at the end of its line breaks there, wherever the scanner stumbles then.
    if (tokens_ && tokens_->outer_line() > 0 && tokens_->outer_line() < line && tokens_->outer_line_end() > 0 &&
        one_a_line()) {
      line = tokens_->outer_line();
      offset = tokens_->outer_line_end();
      what = "the record breaks off at the end of this line";
    }
    std::string where = fmt::format("{}:{}", source_.name(), line);
    if (stream_ && stream_->keeps_offsets()) where += fmt::format(", byte {}", offset + encoding_.bom);
    throw base::Error(base::Status::refused, "json-malformed", fmt::format("{}: {}", where, what),
                      "correct the file at this place or export it again; nothing was imported");
  }

  void start() {
    stream_.emplace(source_.path(), encoding_);
    const std::size_t script = script_;
    bool first = true;
    tokens_.emplace([this, script, first](std::string& out) mutable {
      const std::size_t before = out.size();
      const bool more = stream_->read(out);
      // What stands before the JSON is blanked, not cut, so that places stay true.
      if (first && script > 0) {
        const std::size_t until = std::min(out.size(), before + script);
        for (std::size_t i = before; i < until; ++i) out[i] = out[i] == '\n' ? '\n' : ' ';
      }
      first = false;
      return more;
    });
    if (script > 0) tokens_->expect_script();
  }

  /// Reads the whole file once: which arrays hold objects, and what keys those have.
  void survey() {
    start();
    std::int64_t top = 0;
    std::int64_t top_objects = 0;
    std::map<std::string, Columns> arrays;
    Columns stream;
    while (true) {
      const JsonIs t = tokens_->next();
      if (t == JsonIs::end) break;
      ++top;
      if (top > 1 && (t != JsonIs::object || top_objects == 0)) {
        throw JsonFault("a second value follows; only objects may stand one after another", tokens_->line(),
                        tokens_->offset());
      }
      if (t == JsonIs::array) {
        elements(std::string(), arrays);
      } else if (t == JsonIs::object) {
        ++top_objects;
        wrapper(std::string(), top == 1 ? &arrays : nullptr, stream);
      }
    }
    if (top == 0) throw JsonFault("there is no JSON value", 1, 0);
    choose(top, top_objects, arrays, stream);
  }

  static void gather(const Flat& flat, Columns& columns) {
    ++columns.objects;
    for (const auto& c : flat.cells) columns.of(c.key);
    for (const auto& l : flat.lists) columns.list(l.name);
  }

  void elements(const std::string& path, std::map<std::string, Columns>& arrays) {
    Columns& columns = arrays[path];
    Flattening flattening(*tokens_);
    while (true) {
      const JsonIs t = tokens_->next();
      if (t == JsonIs::end_array) return;
      if (t == JsonIs::object) {
        Flat flat;
        flattening.object("", flat);
        gather(flat, columns);
        if (encoding_.mixed) stream_->take_repairs();  // told when the rows are read
      } else if (t == JsonIs::array) {
        tokens_->skip();
      }
    }
  }

  /// An object at the top: may be a record of its own, or stand around the array of records. Both are noted.
  void wrapper(const std::string& path, std::map<std::string, Columns>* arrays, Columns& as_record,
               const std::string& prefix = {}) {
    Flattening flattening(*tokens_);
    if (path.empty()) ++as_record.objects;
    while (true) {
      JsonIs t = tokens_->next();
      if (t == JsonIs::end_object) return;
      const std::string key(tokens_.value().text());
      const std::string dotted = prefix.empty() ? key : prefix + "." + key;
      const std::string here = path.empty() ? key : path + below + key;
      t = tokens_->next();
      if (t == JsonIs::object) {
        wrapper(here, arrays, as_record, dotted);
      } else if (t == JsonIs::array) {
        std::map<std::string, Columns> own;
        elements(here, arrays != nullptr ? *arrays : own);
        const Columns& found = (arrays != nullptr ? *arrays : own)[here];
        if (found.objects > 0) {
          as_record.list(dotted);
        } else {
          as_record.of(dotted);
        }
      } else {
        as_record.of(dotted);
      }
    }
  }

  static bool is_history(const std::string& name) {
    for (const auto& s : all_sources()) {
      if (std::find(s.entries.lists.begin(), s.entries.lists.end(), name) != s.entries.lists.end()) return true;
    }
    return false;
  }

  void choose(std::int64_t top, std::int64_t top_objects, std::map<std::string, Columns>& arrays, Columns& stream) {
    table_.encoding = encoding_.label;
    table_.format = top > 1 ? "ndjson" : "json";
    if (encoding_.mixed) table_.findings.push_back(bad_encoding(source_));
    const Columns* chosen = nullptr;
    if (top_objects > 1) {
      chosen = &stream;
    } else if (top_objects == 0) {
      if (const auto it = arrays.find(""); it != arrays.end() && it->second.objects > 0) chosen = &it->second;
    } else {
      // One object: the array under the likeliest name, else the longest; a record's own history is neither.
      int best_rank = -1;
      for (const auto& [path, columns] : arrays) {
        if (columns.objects == 0) continue;
        const std::string last = path.substr(path.rfind(below) == std::string::npos ? 0 : path.rfind(below) + 1);
        if (is_history(last) && stream.names.size() >= 3) continue;
        const auto at = std::find(containers.begin(), containers.end(), last);
        const int rank = at == containers.end() ? 0 : static_cast<int>(containers.end() - at);
        if (chosen == nullptr || rank > best_rank || (rank == best_rank && columns.objects > chosen->objects)) {
          chosen = &columns;
          best_rank = rank;
          container_ = path;
        }
      }
      // An empty list under a usual name: an answer without records, not a record.
      const bool empty_answer = chosen == nullptr && std::any_of(arrays.begin(), arrays.end(), [](const auto& a) {
                                  const std::string last = a.first.substr(
                                      a.first.rfind(below) == std::string::npos ? 0 : a.first.rfind(below) + 1);
                                  return std::find(containers.begin(), containers.end(), last) != containers.end();
                                });
      // Members of an unknown name beside many plain ones belong to the record.
      if (chosen != nullptr && best_rank == 0 && stream.names.size() >= 8 && chosen->objects < 2) chosen = nullptr;
      if (chosen == nullptr && !stream.names.empty() && !empty_answer) {
        container_.clear();
        chosen = &stream;
      } else if (chosen != nullptr) {
        wrapped_ = true;
      }
    }
    if (chosen == nullptr || chosen->names.empty()) {
      throw base::Error(base::Status::refused, "no-rows",
                        fmt::format("{}: this is JSON, but it holds no list of records", source_.name()),
                        "records are objects in an array, or one object a line");
    }
    in_array_ = top_objects == 0 || wrapped_;
    columns_ = *chosen;
    table_.columns = columns_.names;
    table_.lists = columns_.lists;
    if (columns_.too_many) {
      table_.findings.push_back(
          warning("too-many-columns",
                  fmt::format("the records have more than {} different keys; the rest is left out", most_columns), {},
                  place_of(source_.name())));
    }
    rewind();
  }

  /// What the reader came to: a record's opening bracket, something else in its place, or the end.
  enum class Found : std::uint8_t { record, no_record, end };

  Found to_record() {
    if (done_) return Found::end;
    if (!in_array_) {
      while (true) {
        const JsonIs t = tokens_->next();
        if (t == JsonIs::end) return Found::end;
        if (t == JsonIs::object) return Found::record;
        if (t == JsonIs::array) tokens_->skip();
      }
    }
    if (!inside_ && !to_container()) {
      done_ = true;
      return Found::end;
    }
    inside_ = true;
    while (true) {
      const JsonIs t = tokens_->next();
      if (t == JsonIs::object) return Found::record;
      if (t == JsonIs::array) {
        tokens_->skip();
        return Found::no_record;
      }
      if (t == JsonIs::end_array) {
        inside_ = false;
        if (wrapped_ || !to_container()) {
          done_ = true;
          return Found::end;
        }
        inside_ = true;
      } else if (t == JsonIs::end) {
        done_ = true;
        return Found::end;
      } else {
        return Found::no_record;
      }
    }
  }

  /// To the bracket of the array that holds the records.
  bool to_container() {
    if (!wrapped_) {
      while (true) {
        const JsonIs t = tokens_->next();
        if (t == JsonIs::array) return true;
        if (t == JsonIs::end) return false;
        if (t == JsonIs::object) tokens_->skip();
      }
    }
    std::string left = container_;
    tokens_->next();
    while (true) {
      const auto cut = left.find(below);
      const std::string want = left.substr(0, cut);
      bool found = false;
      while (!found) {
        const JsonIs t = tokens_->next();
        if (t != JsonIs::key) return false;
        found = tokens_->text() == want;
        const JsonIs v = tokens_->next();
        if (found) {
          if (cut == std::string::npos) return v == JsonIs::array;
          if (v != JsonIs::object) return false;
        } else if (v == JsonIs::object || v == JsonIs::array) {
          tokens_->skip();
        }
      }
      left = left.substr(cut + 1);
    }
  }

  bool advance(Row& row) {
    const Found found = to_record();
    if (found == Found::end) return false;
    row.number = ++number_;
    row.line = tokens_->line();
    if (found == Found::no_record) {
      base::Issue issue = fault("not-a-record", "a record should stand here, an object with keys; this is none", {},
                                place_of(source_.name(), row.number, row.line));
      issue.place.byte = stream_->keeps_offsets() ? static_cast<std::int64_t>(tokens_->offset() + encoding_.bom) : -1;
      row.set_aside = std::move(issue);
      return true;
    }
    flat_ = {};
    Flattening flattening(*tokens_, encoding_.mixed);
    flattening.object("", flat_);
    if (encoding_.mixed) bad_bytes(row);
    row.cells.assign(columns_.names.size(), std::string_view());
    row.kinds.assign(columns_.names.size(), CellIs::text);
    for (const auto& c : flat_.cells) {
      const auto it = columns_.index.find(c.key);
      if (it == columns_.index.end()) continue;
      row.cells[it->second] = c.text;
      row.kinds[it->second] = c.kind;
    }
    row.lists = std::move(flat_.lists);
    if (flat_.repeated_key) {
      row.remarks.push_back(warning("key-repeated", "an object has the same key twice; the last one counts", {},
                                    place_of(source_.name(), row.number, row.line, *flat_.repeated_key)));
    }
    return true;
  }

  /// One remark for each member of the record that holds bytes which were mended.
  void bad_bytes(Row& row) {
    for (const auto at : stream_->take_repairs()) repairs_.push_back(at);
    const auto& starts = flat_.starts;
    std::size_t behind = 0;  // starts at or before the byte
    std::size_t told = 0;
    for (; !repairs_.empty() && repairs_.front() <= tokens_->offset(); repairs_.pop_front()) {
      while (behind < starts.size() && starts[behind].first <= repairs_.front()) ++behind;
      if (behind == told) continue;
      told = behind;
      row.remarks.push_back(warning("bad-byte", "a byte is not UTF-8; it was read as Windows-1252", {},
                                    place_of(source_.name(), row.number, row.line, starts[behind - 1].second)));
    }
  }

  const Source& source_;
  Encoding encoding_;
  Table table_;
  Columns columns_;
  std::optional<TextStream> stream_;
  std::optional<JsonTokens> tokens_;
  std::size_t script_ = 0;
  std::string container_;
  bool wrapped_ = false;
  bool in_array_ = false;
  bool inside_ = false;
  bool done_ = false;
  std::int64_t number_ = 0;
  Flat flat_;
  std::deque<std::uint64_t> repairs_;
};

/// Whether the start of the file is JSON as far as it goes.
bool parses(const std::string& head) {
  bool given = false;
  JsonTokens tokens([&](std::string& out) {
    if (given) return false;
    given = true;
    out = head;
    return true;
  });
  try {
    while (tokens.next() != JsonIs::end) {
    }
  } catch (const JsonFault& f) {
    return f.offset + 64 > head.size();  // the sample was cut there
  }
  return true;
}

int likelihood(const Source& source) {
  if (source.container() == Container::workbook) return 0;
  const Encoding encoding = encoding_of(source, "");
  const std::string head = decoded(source.head().substr(0, 4096), encoding);
  const std::string_view text = base::trimmed(head);
  const std::string name = base::ascii_lower(source.name());
  const bool named = name.ends_with(".json") || name.ends_with(".ndjson") || name.ends_with(".jsonl");
  if (!named && name.ends_with(".csv") && !parses(head)) return 0;
  if (text.size() > 1 && (text[0] == '{' || text[0] == '[')) {
    const std::string_view inner = base::trimmed(text.substr(1));
    const bool fits = inner.empty() || (text[0] == '{' ? inner[0] == '"' || inner[0] == '}'
                                                       : std::string_view("{[\"]-0123456789tfn").find(inner[0]) !=
                                                             std::string_view::npos);
    // "[1],[2]" may be a heading of a table; braces hardly ever are.
    if (fits && (text[0] == '{' || inner.empty() || inner[0] == '{' || inner[0] == '[' || inner[0] == ']')) return 95;
    if (fits) return named ? 95 : 25;
  }
  if (script_before_json(head) > 0) return name.ends_with(".csv") ? 0 : 70;
  return named ? 80 : 0;
}

std::unique_ptr<Reader> open(const Source& source, const Options& options) {
  return std::make_unique<JsonReader>(source, options);
}

constexpr std::array<std::string_view, 3> formats{"json", "ndjson", "jsonl"};

}  // namespace

extern const ReaderKind json{
    .id = "json",
    .title = "JSON and NDJSON",
    .formats = formats,
    .likelihood = likelihood,
    .open = open,
};

}  // namespace debrief::import
