// A document as a value: blocks, inlines, charts and tables. What the writers turn into bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "templates/chart.h"

namespace debrief::templates {

/// Styles of a run of text; combined freely.
struct TextStyle {
  bool strong = false;
  bool emphasis = false;
  bool code = false;
  bool strike = false;
  bool operator==(const TextStyle&) const = default;
};

struct Inline;
using Inlines = std::vector<Inline>;

/// A run of text.
struct Text {
  std::string text;
  TextStyle style;
};
/// A link. `target` is a URL (http, https, mailto) or "#id" of a block in this document.
struct Link {
  std::string target;
  std::string text;
  TextStyle style;
};
/// A forced line break.
struct LineBreak {};
/// A place a person has to fill in: shown clearly as empty, with the question.
struct Prompt {
  std::string question;
};
struct Inline {
  std::variant<Text, Link, LineBreak, Prompt> value;
};

struct Block;
using Blocks = std::vector<Block>;

/// Heading of level 1 to 6; level 1 is the title of the document and stands once. `id` is its anchor.
struct Heading {
  int level = 2;
  Inlines text;
};
struct Paragraph {
  Inlines text;
};
struct List {
  bool ordered = false;
  int start = 1;
  std::vector<Blocks> items;
};
enum class Align : std::uint8_t { left, right, centre };
struct Column {
  Align align = Align::left;
  double width = 0;   // share of the table's width, 0 = by content; shares sum to at most 1
};
struct Cell {
  Inlines text;
  bool header = false;   // row header
  int span = 1;          // columns covered
};
struct Row {
  std::vector<Cell> cells;
  std::string mark;      // "" | "learner" | "overdue" | "total" | "gap": shown by more than colour
};
/// A table. `head` rows are repeated over pages and are column headers.
struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<Row> head;
  std::vector<Row> body;
};
/// A chart with its sentence; alt text inside the spec.
struct Figure {
  Chart chart;
  std::string caption;
};
/// A boxed remark. kind: note | warning | data | learner | withheld.
struct Callout {
  std::string kind;
  std::string title;
  Blocks blocks;
};
/// What a person wrote, or will write: survives regeneration, found again by its key.
/// empty     nobody has written yet: `blocks` then hold the prompt
struct Passage {
  std::string key;        // stable within the document type: "causes.why"
  std::string title;
  bool empty = true;
  Blocks blocks;
};
struct Quote {
  Blocks blocks;
};
struct CodeBlock {
  std::string language;
  std::string text;
};
/// Contents list, made from the headings of level 2 and 3.
struct Contents {};
struct PageBreak {};
/// Lines for signing: role, then name, date, signature left blank unless given.
struct SignOff {
  struct Line {
    std::string role;
    std::string name;
    std::string date;
    std::string decision;
  };
  std::vector<Line> lines;
};
/// Rule between parts.
struct Rule {};

/// id: stable from run to run, unique in the document, [a-z0-9-]; every block has one.
struct Block {
  std::string id;
  std::variant<Heading, Paragraph, List, Table, Figure, Callout, Passage, Quote, CodeBlock, Contents, PageBreak, SignOff,
               Rule>
      value;
};

/// Facts about the document, for its properties and running heads.
struct Meta {
  std::string title;
  std::string subject;
  std::string language = "en-GB";
  std::string author;          // organisation or role, never the computer's user
  std::string classification;  // "Internal", "Draft"; printed in the footer
  std::string reference;       // "PIR-3 version 2"
  std::int64_t created_ms = 0; // the clock passed in; ms since 1970 UTC
  std::string id;              // "urn:debrief:document:…" by which a copy is known again; "" none
};

struct Document {
  Meta meta;
  Blocks blocks;
};

/// The text of inlines without marks; a prompt gives its question in square brackets.
std::string plain(const Inlines& inlines);

/// The blocks directly inside a block (list items, callout, passage, quote), in reading order.
std::vector<Blocks*> inner(Block& block);
std::vector<const Blocks*> inner(const Block& block);

}  // namespace debrief::templates
