// The one gate between templates and reports: a document or workbook made fit for its reader.
//
// | audience | sees |
// |---|---|
// | internal | everything, on one's own machine |
// | manager  | names of colleagues; callers as CALLER-03, identifiers (telephone, mail, …) replaced by their category |
// | assessor | the learner's name; everybody else by pseudonym; identifiers replaced; internal parts kept |
// | external | roles and pseudonyms without numbers; identifiers replaced; parts marked internal left out |
// | share    | as external, and the learner as LEARNER |
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "review/privacy.h"
#include "templates/document.h"
#include "templates/workbook.h"

namespace debrief::review {
class Store;
}

namespace debrief::templates {

enum class Audience : std::uint8_t { internal, manager, external, assessor, share };
/// nullopt for a word that is none.
std::optional<Audience> audience_named(std::string_view word);
std::string_view name(Audience audience);
/// As above, or Error bad-audience (2).
Audience audience_or_throw(std::string_view word);

/// Whether names of colleagues may stand in what is written.
bool sees_colleagues(Audience audience);
/// Whether parts marked internal are kept.
bool sees_internal(Audience audience);

/// Who is known, and what must stay.
///
/// people         everybody in the person columns, callers and colleagues
/// learner        name and aliases, when the document is about one
/// keep           references and words that are never taken for a person: incident refs, teams
struct GatePeople {
  std::vector<review::KnownPerson> people;
  std::vector<std::string> learner;
  std::vector<std::string> keep;
};
/// From the workspace's person columns. Who acted in the log or was assigned is a colleague, even if they also called.
GatePeople people_of(review::Store& store);

/// Replaces, counts, and checks. One gate serves one document and its workbook, so that pseudonyms agree.
class Gate {
 public:
  /// salt  of the pseudonyms
  Gate(Audience audience, GatePeople people, std::string salt);

  /// Both throw Error leak-found (5), naming category and place but not the value, when something that must not
  /// be seen is still there afterwards: nothing is written then.
  void apply(Document& document);
  void apply(Workbook& workbook);
  /// A chart or table that is to stand in somebody's own template; what comes out of that is searched for leaks.
  void apply(Chart& chart);
  void apply(Table& table);
  /// A text that travels alone: a file name, a cell of a list.
  std::string apply(std::string_view text);

  /// What a text would show that this audience may not see: the value, folded, and what it is in words.
  struct Leak {
    std::string value;
    std::string what;
  };
  std::vector<Leak> leaks(std::string_view text) const;
  /// Whether its readers are of the centre.
  bool inside() const { return sees_internal(audience_); }
  /// Throws the Error leak-found.
  [[noreturn]] void leaked(const Leak& leak, std::string_view place) const;

  /// category -> how many were taken out. SECTION counts parts left out.
  const std::map<std::string, int>& withheld() const { return withheld_; }
  /// Titles of the parts left out, in their order, each once.
  const std::vector<std::string>& parts_withheld() const { return parts_; }
  const std::map<std::string, std::string>& pseudonyms() const;

 private:
  void clean(std::string& text);
  void clean(Inlines& inlines);
  void clean(Blocks& blocks);
  void clean(Block& block);
  void clean(Table& table);
  void clean(Chart& chart);
  void check(std::string_view text, std::string_view place) const;
  void check(const Blocks& blocks) const;
  std::string learner_hidden(std::string_view text);

  Audience audience_;
  GatePeople people_;
  bool open_ = false;  // internal: nothing to do
  std::multimap<std::string, std::string, std::less<>>
      banned_;  // folded values that must not be left, by their first word
  std::optional<review::Redactor> redactor_;
  review::Pseudonyms pseudonyms_;
  std::map<std::string, int> withheld_;
  std::vector<std::string> parts_;
};

/// Takes out of a document for readers outside what only those inside can act on: questions still open, then headings
/// and page breaks that have nothing left under them.
void without_open_questions(Blocks& blocks);

/// The list of what this version leaves out, as the document's last block: how often each category was replaced and
/// which parts are missing. Nothing is added for internal readers, who see everything.
void list_withheld(Document& document, const Gate& gate, Audience audience);

/// "12 names, 3 telephone numbers and 2 parts marked internal"; "" when nothing was.
std::string withheld_said(const std::map<std::string, int>& withheld);

}  // namespace debrief::templates
