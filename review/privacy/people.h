// The dictionary of people known before reading, and of references that must stay.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "review/privacy.h"
#include "review/privacy/find.h"

namespace debrief::review::privacy {

/// A name as the columns hold it, in parts: titles off, "Nair, Priya" turned round.
/// Empty for what is no person: "Service Desk", "unknown", "-".
std::vector<std::string> name_parts(std::string_view value);

/// What two spellings of one name have in common: plain parts with blanks between. "" for what is no person.
std::string name_key(std::string_view value);

/// Names and references as sequences of words, looked up word by word while a text is read.
class People {
 public:
  People(const std::vector<KnownPerson>& people, const std::vector<std::string>& keep);

  /// Adds the names found; `kept` takes what must stay (references, the learner).
  void find(const Reading& r, Finds& out, Finds& kept) const;
  const KnownPerson& person(int index) const { return people_[static_cast<std::size_t>(index)]; }

 private:
  enum class Form : std::uint8_t { whole, login, part, weak_part, initials, kept, kept_part, reference, contact };
  struct End {
    int person = -1;
    Form form = Form::part;
    bool shared = false;
    bool set = false;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };

  std::uint32_t word(std::string_view text);
  void add(const std::vector<std::string>& words, int person, Form form);
  void add_person(int index, const std::vector<std::string>& parts, bool stays);
  void add_literal(std::string_view text, int person, Form form);
  static bool stands_as_initials(const Reading& r, std::size_t first, std::size_t last, bool& certain);
  static bool stands_as_name(const Reading& r, std::size_t first, std::size_t last, Form form, bool& certain);

  std::vector<KnownPerson> people_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> words_;
  std::unordered_map<std::uint64_t, std::uint32_t> steps_;  // node and word -> node
  std::vector<End> ends_{1};
};

}  // namespace debrief::review::privacy
