// People nobody told us of: found by what is said around them, and left for a person to confirm.

#include "review/privacy/find.h"
#include "review/privacy/firms.h"

namespace debrief::review::privacy {

namespace {

constexpr Flags no_name =
    ordinary | role | place | month | weekday | organisation | site | street | street_weak | filler | reference_cue;

bool apostrophe_or_hyphen(std::string_view g) {
  return g == "'" || g == "-" || g == "\xE2\x80\x99" || g == "\xE2\x80\x98" || g == "\xE2\x80\x91" || g == "`";
}

/// Could be a name by its looks: a capital, letters, not a word of the log's own.
bool name_like(const Reading& r, std::size_t i) {
  return i < r.size() && r[i].letters && r[i].size() >= 2 && r.proper(i) && !r[i].is(no_name) &&
         !(r[i].all_caps && r[i].size() <= 4);
}

/// Last word of the name that starts at `i`, with "O'Neill", "Anne-Marie", "J. Patel", "van der Berg".
std::size_t name_end(const Reading& r, std::size_t i) {
  std::size_t k = i;
  while (k + 1 < r.size() && k < i + 5) {
    const std::string_view g = r.gap(k + 1);
    const Word& next = r[k + 1];
    if (apostrophe_or_hyphen(g) && next.letters && next.plain != "s" && (r.proper(k + 1) || !r[i].capital)) {
      ++k;
    } else if ((g == " " || (g == ". " && r[k].size() == 1)) && next.letters && r.proper(k + 1) && next.size() >= 2 &&
               (!next.is(no_name) || (r[k].size() == 1 && !next.is(role))) && !(next.all_caps && next.size() <= 4)) {
      ++k;
    } else if (g == " " && next.is(particle) && k + 2 < r.size() && (name_like(r, k + 2) || r[k + 2].is(particle))) {
      ++k;
    } else {
      break;
    }
  }
  while (k > i && r[k].is(particle) && !r[k].capital) --k;
  return k;
}

constexpr std::string_view firm_words =
    "telecom telecoms telecommunications broadband networks energy insurance holdings ltd limited plc inc llp gmbh ag sarl "
    "srl bv oy ab";

void add(const Reading& r, std::size_t first, std::size_t last, Finds& out) {
  out.push_back({"NAME", r[first].begin, r[last].end, false});
}

/// "D'Souza", "O'Brien", with "M." or another initial before it.
void by_prefix(const Reading& r, std::size_t i, Finds& out) {
  const bool prefix = r[i].size() == 1 && r[i].all_caps && !r.shouted() && listed("o d", r[i].plain);
  if (!prefix || i + 1 >= r.size() || !apostrophe_or_hyphen(r.gap(i + 1)) || r.gap(i + 1) == "-") return;
  if (!r[i + 1].letters || !r.proper(i + 1) || r[i + 1].size() < 3 || r[i + 1].all_caps || r[i + 1].plain == "clock")
    return;
  const bool initial = i > 0 && r[i - 1].size() == 1 && r[i - 1].all_caps && r[i - 1].letters && r.gap(i) == ". ";
  add(r, initial ? i - 1 : i, name_end(r, i), out);
}

/// "M. Dupont" at the start of a sentence or after a word that people stand behind; "Plan B. Northline" is none.
void by_initial(const Reading& r, std::size_t i, Finds& out) {
  if (r[i].size() != 1 || !r[i].all_caps || r.shouted() || i + 1 >= r.size() || r.gap(i + 1) != ". ") return;
  if (!name_like(r, i + 1)) return;
  const bool cued = i > 0 && r.gap(i) == " " &&
                    listed("to by from with for and of via told asked called rang et de par mit von", r[i - 1].plain);
  if (cued || (r[i].plain == "m" && (i == 0 || r.breaks(i)))) add(r, i, name_end(r, i + 1), out);
}

/// "Northline Telecom": a word for a firm ends what looks like a name.
bool is_firm(const Reading& r, std::size_t first, std::size_t last) {
  for (std::size_t k = first; k <= last + 1 && k < r.size(); ++k) {
    if (listed(firm_words, r[k].plain) && (k == first || r.gap(k) == " ")) return true;
  }
  return false;
}

void after_title(const Reading& r, std::size_t i, Finds& out) {
  if (i + 1 >= r.size() || !(r.gap(i + 1) == " " || r.gap(i + 1) == ". " || r.gap(i + 1) == ".")) return;
  // "miss" is a verb, "fr" and "ms" are units: those need their capital.
  if (listed("sr sra miss fr ms dame lord sir lady prof rev", r[i].plain) && !r[i].capital) return;
  if (r[i].all_caps && !r.shouted()) return;  // "MS Teams", "DR site"
  std::size_t k = i + 1;
  while (k + 1 < r.size() &&
         (r[k].is(title) || (r[k].plain == "and" || (r[k].size() == 1 && r.gap(k + 1).size() == 0))))
    ++k;
  if (!r[k].letters || r[k].is(role | organisation | filler)) return;
  const bool capital = r.proper(k);
  // "Lady calmer now", "madam said": words for a person as well as titles
  if (!capital && listed("miss ms dame lord sir lady madam rev fr", r[i].plain)) return;
  if (!capital && (r[k].is(no_name) || r[k].size() < 3)) return;
  add(r, k, name_end(r, k), out);
}

bool spoken_to(const Reading& r, std::size_t i) {
  const auto k = static_cast<std::ptrdiff_t>(i);
  const std::string_view one = r.word(k - 1), two = r.word(k - 2);
  if (listed("spoke spoken speaking speak talked talking spk chatted chatting", two) && listed("to with w", one))
    return true;
  if (listed("call contact email message text voicemail complaint", two) && one == "from") return true;
  if (listed("passed handed transferred returned attn fao", two) && one == "to") return true;
  if (listed("called rung phoned raised reported answered logged handled requested", two) && one == "by") return true;
  if (one == "of" && two == "behalf") return true;
  if (one == "o" && two == "c" && r.gap(i - 1) == "/") return true;
  if (one == "is" && listed("name caller customer", two)) return true;
  return listed("attn fao name named spokew c/o", one);
}

}  // namespace

void find_cued_names(const Reading& r, Finds& out) {
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (!r[i].letters) continue;
    by_prefix(r, i, out);
    by_initial(r, i, out);
    if (r[i].is(title)) after_title(r, i, out);
    if (i == 0 || r.breaks(i)) {
      if (name_like(r, i) && r[i].is(first_name) && i + 1 < r.size() && r[i + 1].is(said)) add(r, i, i, out);
      if (!(name_like(r, i) && r[i].is(first_name))) continue;
    }
    const bool known_first = r[i].is(first_name) && !r[i].is(no_name);
    const bool cued = i > 0 && spoken_to(r, i);
    const bool told = i > 0 && r.is(static_cast<std::ptrdiff_t>(i) - 1, tells | kin) && r.gap(i) == " ";
    const bool role_before =
        i > 0 && r.gap(i) == " " &&
        listed(
            "caller customer cust client agent colleague manager advisor engineer user patient tenant mgr supervisor",
            r[i - 1].plain);
    if (name_like(r, i) && (cued || told || (role_before && !r[i - 1].capital))) {
      if (!is_firm(r, i, name_end(r, i))) add(r, i, name_end(r, i), out);
    } else if (known_first && cued) {  // "spoke to dorothy"
      add(r, i, name_end(r, i), out);
    } else if (known_first && name_like(r, i) && i + 1 < r.size() && r.gap(i + 1) == " ") {
      // A common first name and a surname: "Priya Nair", "Tom O'Neill"
      const std::size_t last = name_end(r, i);
      if (last > i)
        add(r, i, last, out);
      else if (r[i + 1].is(said))
        add(r, i, i, out);
      else if (!r.is(static_cast<std::ptrdiff_t>(i) + 1, site | organisation | street) && !r[i].all_caps)
        add(r, i, i, out);
    } else if (known_first && name_like(r, i) && !r[i].all_caps) {
      add(r, i, name_end(r, i), out);  // "regards, Steve"
    }
  }
}

}  // namespace debrief::review::privacy

namespace debrief::review {

std::vector<std::string> firms_in(std::string_view text) {
  using namespace privacy;
  const Reading r(text);
  std::vector<std::string> out;
  for (std::size_t i = 1; i < r.size(); ++i) {
    if (!listed(firm_words, r[i].plain) || r.gap(i) != " " || !name_like(r, i - 1) || r[i - 1].is(first_name)) continue;
    // Two words before it may be a person's: "Sarah Webb Limited" is left to the dictionary of people.
    if (i > 1 && r.gap(i - 1) == " " && r.is(static_cast<std::ptrdiff_t>(i) - 2, title | first_name)) continue;
    out.emplace_back(text.substr(r[i - 1].begin, r[i].end - r[i - 1].begin));
  }
  return out;
}

}  // namespace debrief::review
