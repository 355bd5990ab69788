// The ledger of facts behind a document.

#include "templates/facts/ledger.h"

#include "base/hash.h"
#include "base/json.h"

namespace debrief::templates {

std::string Ledger::note(std::string_view label, std::string text, std::string_view source) {
  if (text.empty()) return text;
  std::string key = std::string(label) + '\x1f' + text + '\x1f' + std::string(source);
  if (seen_.insert(std::move(key)).second) facts_.push_back({std::string(label), text, std::string(source)});
  return text;
}

nlohmann::ordered_json Ledger::figure(std::string_view label, const std::string& text, std::string_view source,
                                      std::optional<double> value) {
  if (text.empty()) return nullptr;
  note(label, text, source);
  return base::Json{
      {"label", label}, {"text", text}, {"source", source}, {"value", value ? base::Json(*value) : base::Json()}};
}

std::string Ledger::digest() const {
  base::Sha256 sum;
  for (const Fact& f : facts_) {
    for (const std::string* part : {&f.label, &f.text, &f.source}) {
      sum.add(*part);
      sum.add("\x1f");
    }
  }
  return sum.hex();
}

}  // namespace debrief::templates
