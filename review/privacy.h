// Finding and replacing what gives a person away, in text from logs.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

/// category  NAME PHONE EMAIL POSTCODE ADDRESS DOB NINO NHS CARD CVV IBAN SORT_CODE ACCOUNT PASSPORT DRIVING_LICENCE
///           VEHICLE IP HANDLE CUSTOMER_REF; facts: HEALTH UNION RELIGION ORIGIN SEXUALITY POLITICS OFFENCE
/// start, end  Unicode code points, half-open; a stray continuation byte of ill-formed text counts with what precedes
/// it certain   false: for a person to look at person, role  the known person a NAME belongs to, as given to the
/// Redactor; "" when it is nobody known, or when
///           several known people share it
struct Span {
  std::string category;
  std::size_t start = 0;
  std::size_t end = 0;
  std::string text;
  bool certain = true;
  std::string person;
  std::string role;
};

/// What is known of people before reading: values of the person columns.
/// role  caller | colleague
struct KnownPerson {
  std::string name;
  std::string role;
};

/// Finds identifiers: the dictionary of known people (whole names, parts, initials, possessives), patterns with
/// check digits, cue words, spoken forms. References, times, targets, versions and codes are left alone.
class Redactor {
 public:
  /// keep: references and names that must stay (incident refs; the learner in their own pack)
  Redactor(std::vector<KnownPerson> people, std::vector<std::string> keep);
  ~Redactor();
  Redactor(Redactor&&) noexcept;
  Redactor& operator=(Redactor&&) noexcept;

  /// Spans do not overlap and are in order.
  std::vector<Span> find(std::string_view text) const;

 private:
  struct Working;
  std::unique_ptr<Working> working_;
};

/// Stable names for people within one document: CALLER-03, AGENT-07. Numbers come from a random order drawn with
/// `salt`, so they say nothing without it; the same person has one pseudonym throughout.
class Pseudonyms {
 public:
  /// salt  secret text of this pack or document; another salt gives unrelated numbers
  Pseudonyms(std::vector<KnownPerson> people, std::string salt);
  /// The pseudonym of a known name (any spelling that folds alike), else a new one of that role.
  std::string of(std::string_view name, std::string_view role);
  /// name -> pseudonym of all that were asked for: what a key file holds.
  const std::map<std::string, std::string>& given() const { return given_; }

 private:
  std::map<std::string, std::string> known_;  // folded name -> pseudonym
  std::map<std::string, std::string> given_;
  std::map<std::string, int> next_;
};

/// `text` with each span replaced: a known person by their pseudonym, anything else by [PHONE], [EMAIL], …
/// counts: per category, how many were taken out.
std::string redacted(std::string_view text, const Redactor& redactor, Pseudonyms& pseudonyms,
                     std::map<std::string, int>& counts);

}  // namespace debrief::review
