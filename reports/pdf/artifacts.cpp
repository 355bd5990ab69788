// Marks as decoration what a page draws for nobody.
//
// libqpdf's token filter does the same at five times the cost: it makes an object of each number of each glyph.

#include "reports/pdf/artifacts.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/error.h"

namespace debrief::reports {

namespace {

bool blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0'; }
bool closes_word(char c) { return blank(c) || std::string_view("()<>[]{}/%").find(c) != std::string_view::npos; }

/// Goes through the operators of a content stream (ISO 32000-1, 7.8.2).
class Filter {
 public:
  explicit Filter(std::string_view content) : content_(content) { out_.reserve(content.size() + 512); }

  std::string all(int sequences) {
    while (at_ < content_.size()) {
      const char c = content_[at_];
      if (c == '(') {
        string();
      } else if (c == '%') {
        at_ = std::min(content_.find('\n', at_), content_.size());
      } else if (closes_word(c)) {
        ++at_;
        // A name is an operand.
        if (c == '/') word();
      } else {
        const std::string_view w = word();
        const bool number = (w[0] >= '0' && w[0] <= '9') || w[0] == '-' || w[0] == '+' || w[0] == '.';
        if (!number) operation(w);
      }
    }
    out_ += content_.substr(copied_);
    DEBRIEF_CHECK(in_order_ && seen_ == sequences, "Cairo numbers the marked sequences of a page as they are drawn");
    return std::move(out_);
  }

 private:
  std::string_view word() {
    const std::size_t from = at_;
    while (at_ < content_.size() && !closes_word(content_[at_])) ++at_;
    return content_.substr(from, at_ - from);
  }

  void string() {
    int depth = 0;
    do {
      const char c = content_[at_++];
      if (c == '\\') ++at_;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    } while (depth > 0 && at_ < content_.size());
    at_ = std::min(at_, content_.size());
  }

  void operation(std::string_view op) {
    static constexpr std::string_view begins[] = {"m", "re", "BT", "Do", "sh", "BI"};
    static constexpr std::string_view ends[] = {"S",  "s",  "f", "F",  "f*", "B",  "B*",
                                                "b", "b*", "n", "ET", "Do", "sh", "EI"};
    const auto one_of = [op](const auto& words) {
      return std::find(std::begin(words), std::end(words), op) != std::end(words);
    };
    if (op == "BDC" || op == "BMC") {
      ++depth_;
      count(content_.substr(operands_, at_ - operands_));
    } else if (op == "EMC") {
      --depth_;
    } else if (depth_ == 0 && !open_ && one_of(begins)) {
      copy(operands_);
      out_ += "\n/Artifact BMC\n";
      open_ = true;
    }
    if (op == "ID") at_ = std::min(content_.find("\nEI", at_), content_.size());  // a small picture's bytes
    if (open_ && one_of(ends)) {
      copy(at_);
      out_ += "\nEMC";
      open_ = false;
    }
    operands_ = at_;
  }

  /// The number of a marked sequence, in the operands of its beginning.
  void count(std::string_view operands) {
    constexpr std::string_view key = "/MCID";
    const std::size_t at = operands.find(key);
    if (at == std::string_view::npos) return;
    const std::size_t digits = operands.find_first_of("0123456789", at);
    int number = -1;
    if (digits != std::string_view::npos)
      std::from_chars(operands.data() + digits, operands.data() + operands.size(), number);
    in_order_ = in_order_ && number == seen_;
    ++seen_;
  }

  void copy(std::size_t until) {
    out_ += content_.substr(copied_, until - copied_);
    copied_ = until;
  }

  std::string_view content_;
  std::string out_;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;
  std::size_t operands_ = 0;  // where those of the next operator begin
  int depth_ = 0;
  int seen_ = 0;
  bool in_order_ = true;
  bool open_ = false;
};

}  // namespace

std::string with_artifacts(std::string_view content, int sequences) { return Filter(content).all(sequences); }

}  // namespace debrief::reports
