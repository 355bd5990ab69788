// What a document says that comes from the log: each statement with the rows or the definition it rests on.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace debrief::templates {

/// label   what is stated: "Priority when logged"
/// text    as printed: "P2"
/// source  rows of the log, or the definition of a figure: "row 7803", "resolved minus opened; rows 7803 and 7861"
struct Fact {
  std::string label;
  std::string text;
  std::string source;
  bool operator==(const Fact&) const = default;
};

/// Collects the facts of one document, each once.
class Ledger {
 public:
  /// Adds a fact and gives its text. Empty texts are not facts.
  std::string note(std::string_view label, std::string text, std::string_view source);

  /// The same as an object for templates: {"label", "text", "source", "value"}; value is null where the fact is no
  /// number. null when `text` is empty.
  nlohmann::ordered_json figure(std::string_view label, const std::string& text, std::string_view source,
                                std::optional<double> value = {});

  const std::vector<Fact>& facts() const { return facts_; }

  /// SHA-256 over all facts in order: changes exactly when one of them does.
  std::string digest() const;

 private:
  std::vector<Fact> facts_;
  std::set<std::string, std::less<>> seen_;
};

}  // namespace debrief::templates
