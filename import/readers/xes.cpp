// XES event logs (IEEE 1849): one row per event, its case beside it.

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/issues.h"
#include "import/readers/reader.h"
#include "import/xml/sax.h"

namespace debrief::import {

namespace {

constexpr std::size_t most_columns = 4000;
constexpr std::size_t largest_case = 256U << 20U;  // bytes of one case held at a time

struct Attribute {
  std::string key;
  std::string value;
};
using Attributes = std::vector<Attribute>;

struct Event {
  Attributes attributes;
  std::int64_t line = 0;
};

/// One case as it comes out of the file. The first text of a key counts, as keys are unique by the standard.
struct Trace {
  Attributes attributes;
  std::vector<Event> events;
};

bool is_attribute(std::string_view element) {
  static constexpr std::array<std::string_view, 8> kinds{"string",  "date", "int",  "float",
                                                         "boolean", "id",   "list", "container"};
  return std::find(kinds.begin(), kinds.end(), element) != kinds.end();
}

/// Listens to a log and keeps the cases it hears. What stands beside the cases (extensions, classifiers, the log's
/// own attributes with all that is nested in them) is passed over, but for the defaults of `global`.
class Cases {
 public:
  Cases(const Source& source, std::string_view encoding) : file_(source, encoding, listener()) {}

  /// The next case with its events; false after the last.
  bool next(Trace& trace) {
    while (ready_.empty() && file_.step()) {
    }
    if (ready_.empty()) return false;
    trace = std::move(ready_.front());
    ready_.pop_front();
    return true;
  }
  const XmlFile& file() const { return file_; }
  const Attributes& trace_defaults() const { return trace_defaults_; }
  const Attributes& event_defaults() const { return event_defaults_; }

 private:
  enum class Within : std::uint8_t { log, global_trace, global_event, trace, event };

  XmlListener listener() {
    XmlListener l;
    l.begin = [this](std::string_view name, const char** attributes) { begin(name, attributes); };
    l.end = [this](std::string_view name) { end(name); };
    return l;
  }

  void begin(std::string_view name, const char** attributes) {
    if (is_attribute(name)) {
      std::string key(attribute(attributes, "key"));
      if (!keys_.empty()) key = keys_.back() + "." + key;
      if (within_ != Within::log) keep(key, attribute(attributes, "value"));
      keys_.push_back(std::move(key));
    } else if (name == "global") {
      within_ = attribute(attributes, "scope") == "trace" ? Within::global_trace : Within::global_event;
    } else if (name == "trace") {
      within_ = Within::trace;
      trace_ = {};
      size_ = 0;
    } else if (name == "event") {
      if (within_ == Within::log) trace_ = {};
      loose_ = within_ == Within::log;
      within_ = Within::event;
      trace_.events.push_back({{}, file_.line()});
    }
  }

  void end(std::string_view name) {
    if (is_attribute(name)) {
      if (!keys_.empty()) keys_.pop_back();
    } else if (name == "global") {
      within_ = Within::log;
    } else if (name == "event") {
      within_ = loose_ ? Within::log : Within::trace;
      if (loose_) ready_.push_back(std::move(trace_));
    } else if (name == "trace") {
      within_ = Within::log;
      ready_.push_back(std::move(trace_));
      trace_ = {};
    }
  }

  void keep(const std::string& key, std::string_view value) {
    Attributes* to = nullptr;
    switch (within_) {
      case Within::global_trace:
        if (key == "concept:name") return;  // a key all nameless cases would share
        to = &trace_defaults_;
        break;
      case Within::global_event:
        if (key == "time:timestamp") return;  // the standard wants a value there; nobody means it
        to = &event_defaults_;
        break;
      case Within::trace:
        to = &trace_.attributes;
        break;
      case Within::event:
        to = &trace_.events.back().attributes;
        break;
      case Within::log:
        return;
    }
    size_ += key.size() + value.size() + sizeof(Attribute);
    if (size_ > largest_case) {
      throw base::Error(base::Status::refused, "unpacks-too-large",
                        fmt::format("a case of the log takes more than {} MB", largest_case >> 20U),
                        "look at what the file holds; a case is one incident with its events");
    }
    to->push_back({key, std::string(value)});
  }

  Within within_ = Within::log;
  bool loose_ = false;  // the event at hand stands in the log itself, in no case
  std::vector<std::string> keys_;
  Trace trace_;
  std::size_t size_ = 0;
  std::deque<Trace> ready_;
  Attributes trace_defaults_;
  Attributes event_defaults_;
  XmlFile file_;
};

class XesReader final : public Reader {
 public:
  XesReader(const Source& source, const Options& options) : source_(source), asked_encoding_(options.encoding) {
    survey();
    rewind();
  }

  const Table& table() const override { return table_; }
  std::uint64_t bytes_done() const override { return cases_ ? cases_->file().bytes_read() : 0; }

  void rewind() override {
    cases_ = std::make_unique<Cases>(source_, asked_encoding_);
    trace_ = {};
    at_ = 0;
    number_ = 0;
    case_number_ = 0;
  }

  bool next(Row& row) override {
    row.clear();
    while (at_ >= trace_.events.size()) {
      if (!cases_->next(trace_)) return false;
      at_ = 0;
      ++case_number_;
    }
    const Event& event = trace_.events[at_++];
    row.number = ++number_;
    row.line = event.line;
    row.cells.assign(table_.columns.size(), std::string_view());
    // Later wins, so the defaults go first.
    fill(row, cases_->trace_defaults(), case_index_);
    fill(row, cases_->event_defaults(), event_index_);
    fill(row, trace_.attributes, case_index_);
    fill(row, event.attributes, event_index_);
    if (row.cells[0].empty()) {
      nameless_ = fmt::format("case {}", case_number_);
      row.cells[0] = nameless_;
    }
    return true;
  }

 private:
  using Index = std::unordered_map<std::string, std::size_t>;

  void column(const Attribute& a, std::string_view prefix, Index& index) {
    if (index.contains(a.key)) return;
    if (table_.columns.size() >= most_columns) {
      too_many_ = true;
      return;
    }
    index.emplace(a.key, table_.columns.size());
    table_.columns.push_back(std::string(prefix) + a.key);
  }

  static void fill(Row& row, const Attributes& attributes, const Index& index) {
    for (const auto& a : attributes) {
      const auto it = index.find(a.key);
      if (it != index.end()) row.cells[it->second] = a.value;
    }
  }

  /// Once through the file: which keys there are, cases first.
  void survey() {
    Cases cases(source_, asked_encoding_);
    table_.format = "xes";
    case_index_.emplace("concept:name", 0);
    table_.columns.emplace_back("case:concept:name");
    Trace trace;
    std::int64_t events = 0;
    while (cases.next(trace)) {
      for (const auto& a : trace.attributes) column(a, "case:", case_index_);
      for (const auto& e : trace.events) {
        ++events;
        for (const auto& a : e.attributes) column(a, "", event_index_);
      }
    }
    for (const auto& a : cases.event_defaults()) column(a, "", event_index_);
    table_.encoding = cases.file().encoding();
    if (events == 0) {
      throw base::Error(base::Status::refused, "no-rows",
                        fmt::format("{}: this event log holds no event", source_.name()),
                        "export it again with its traces and their events");
    }
    if (too_many_) {
      table_.findings.push_back(
          warning("too-many-columns",
                  fmt::format("the events have more than {} different keys; the rest is left out", most_columns), {},
                  place_of(source_.name())));
    }
  }

  const Source& source_;
  std::string asked_encoding_;
  Table table_;
  Index case_index_;
  Index event_index_;
  bool too_many_ = false;
  std::unique_ptr<Cases> cases_;
  Trace trace_;
  std::size_t at_ = 0;
  std::int64_t number_ = 0;
  std::int64_t case_number_ = 0;
  std::string nameless_;
};

int likelihood(const Source& source) {
  if (xml_likelihood(source) == 0) return 0;
  const std::string head = xml_head(source);
  const auto log = head.find("<log");
  if (log == std::string::npos) return 0;
  return head.find("xes", log) != std::string::npos || head.find("<trace", log) != std::string::npos ? 98 : 0;
}

std::unique_ptr<Reader> open(const Source& source, const Options& options) {
  return std::make_unique<XesReader>(source, options);
}

constexpr std::array<std::string_view, 1> formats{"xes"};

}  // namespace

extern const ReaderKind xes{
    .id = "xes",
    .title = "XES event log",
    .formats = formats,
    .likelihood = likelihood,
    .open = open,
};

}  // namespace debrief::import
