// Whom a text names, of all the persons in the log.

#include "review/person_names.h"

#include <algorithm>

#include "base/text.h"
#include "review/incidents.h"
#include "review/privacy.h"

namespace debrief::review {

PersonNames::PersonNames(Store& store) {
  for (PersonValue& value : person_values(store)) {
    if (value.field != "caller_contact") values_.push_back(std::move(value.value));
  }
}

std::string PersonNames::in(std::string_view text) const {
  const std::string lower = base::ascii_lower(text);
  // Reading all the names of a log takes longer than the whole review; most share no beginning of a word with the text.
  const auto may_be_named = [&](const std::string& name) {
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!plain) return true;
    const auto words = base::split(base::ascii_lower(name), ' ');
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return word.size() > 1 && lower.find(word.substr(0, 3)) != std::string::npos;
    });
  };
  std::vector<KnownPerson> people;
  for (const std::string& name : values_) {
    if (may_be_named(name)) people.push_back({name, "colleague"});
  }
  if (people.empty()) return {};
  // The redactor knows which values of a person column are no person: a desk, a team, a system.
  for (const Span& span : Redactor(std::move(people), {}).find(text)) {
    if (span.category == "NAME" && span.certain && !span.person.empty() && span.text.find(' ') != std::string::npos)
      return span.text;
  }
  return {};
}

}  // namespace debrief::review
