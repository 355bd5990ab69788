// Reading names out of the person columns, and finding them again in every spelling.

#include "review/privacy/people.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace debrief::review::privacy {

namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  const Reading r(text);
  for (std::size_t i = 0; i < r.size(); ++i) out.emplace_back(r[i].plain);
  return out;
}

/// The parts with ä, ö, ü, ø and å written out; empty when there is nothing to write out.
std::vector<std::string> written_out(const std::vector<std::string>& parts) {
  std::vector<std::string> out;
  bool differs = false;
  for (const std::string& part : parts) {
    out.push_back(privacy::written_out(part));
    differs = differs || out.back() != plain(part);
  }
  if (!differs) out.clear();
  return out;
}

/// Whether the word before a surname is a forename nobody told us of: a known one, or a capital within a sentence that
/// is no other word.
bool unknown_forename(const Reading& r, std::size_t i) {
  const Word& w = r[i];
  if (!w.letters || w.size() < 2 || !r.proper(i) || (w.all_caps && w.size() <= 4)) return false;
  if (w.is(title | role | said | tells | filler | place | organisation | weekday | month | kin)) return false;
  return w.is(first_name) || (w.flags == 0 && !r.sentence_start(i));
}

std::string glued_together(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += w;
  return out;
}

void append(std::vector<std::string>& to, const std::vector<std::string>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// A value of a person column that is a number or an address rather than a name.
bool contact_value(std::string_view value) {
  const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  return value.find('@') != std::string_view::npos || digits >= 5;
}

std::string_view contact_category(std::string_view found) {
  if (found.find('@') != std::string_view::npos) return "EMAIL";
  const auto digits = std::count_if(found.begin(), found.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 9 && (found[0] == '0' || found[0] == '4') ? "PHONE" : "CUSTOMER_REF";
}

constexpr std::string_view nobody =
    "unknown none null nil na unassigned withheld anonymous test tbc tbd various nobody system auto automatic "
    "automated";

}  // namespace

std::vector<std::string> name_parts(std::string_view value) {
  std::string text = base::squeezed(value);
  // "Priya Nair (Billing)", "Priya Nair <priya@…>", "Priya Nair - Team 4"
  for (const std::string_view mark : {" (", " <", " [", " - ", " / ", " | "}) {
    if (const auto at = text.find(mark); at != std::string::npos && at > 0) text.resize(at);
  }
  if (const auto comma = text.find(','); comma != std::string::npos) {
    const std::string first(base::trimmed(std::string_view(text).substr(comma + 1)));
    const std::string last(base::trimmed(std::string_view(text).substr(0, comma)));
    text = first + " " + last;
  }
  // Logins in a person column: "priya.nair", "p_nair"
  if (text.find(' ') == std::string::npos)
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '.' || c == '_'; }, ' ');
  std::vector<std::string> parts;
  for (const std::string& piece : base::split(text, ' ')) {
    const auto words = words_of(piece);
    if (words.empty() ||
        (parts.empty() && words.size() == 1 && (flags_of(words[0]) & title) != 0 && words[0] != "lord"))
      continue;
    parts.push_back(piece);
  }
  bool person = false;
  for (const std::string& p : parts) {
    for (const std::string& w : words_of(p)) {
      const bool has_letter = std::any_of(w.begin(), w.end(), [](char c) { return c < '0' || c > '9'; });
      person = person || (has_letter && w.size() > 1 && (flags_of(w) & (role | organisation | weekday)) == 0 &&
                          !listed(nobody, w));
    }
  }
  // "Caller 2403" and "Resolver 12" are names of a kind: somebody took the real ones away, the numbers still single
  // out.
  if (!person && parts.size() == 2) {
    const auto number = words_of(parts[1]);
    const auto word = words_of(parts[0]);
    person =
        number.size() == 1 && number[0].size() >= 2 && number[0].find_first_not_of("0123456789") == std::string::npos &&
        listed("caller user customer client agent resolver employee person opened operator analyst technician handler",
               word[0]);
  }
  if (!person) parts.clear();
  return parts;
}

std::string name_key(std::string_view value) {
  std::string key;
  for (const std::string& part : name_parts(value)) {
    for (const std::string& w : words_of(part)) key += (key.empty() ? "" : " ") + w;
  }
  return key;
}

std::uint32_t People::word(std::string_view text) {
  if (const auto found = words_.find(text); found != words_.end()) return found->second;
  const auto id = static_cast<std::uint32_t>(words_.size() + 1);
  words_.emplace(text, id);
  return id;
}

void People::add(const std::vector<std::string>& words, int person, Form form) {
  if (words.empty()) return;
  std::uint32_t node = 0;
  for (const std::string& w : words) {
    const std::uint64_t step = (static_cast<std::uint64_t>(node) << 32U) | word(w);
    const auto [found, fresh] = steps_.emplace(step, static_cast<std::uint32_t>(ends_.size()));
    if (fresh) ends_.emplace_back();
    node = found->second;
  }
  End& end = ends_[node];
  if (!end.set) {
    end = {person, form, false, true};
    return;
  }
  if (end.form == Form::kept || end.form == Form::reference) return;
  if (form == Form::kept || form == Form::reference) {
    end = {person, form, false, true};
    return;
  }
  if (end.form == Form::kept_part || form == Form::kept_part) {
    // The learner's first name that is also a colleague's: nobody can say which is meant. It is hidden where the form
    // that hides it stands as a name: a caller's initials "DO" that are a colleague's as well leave "do" in the text.
    if (end.form != form) end = {-1, end.form == Form::kept_part ? form : end.form, true, true};
    return;
  }
  if (end.person != person) end.shared = true;
  if (form < end.form) end = {person, form, end.shared, true};
  if (end.shared) end.person = -1;
}

void People::add_literal(std::string_view text, int person, Form form) { add(words_of(text), person, form); }

void People::add_person(int index, const std::vector<std::string>& parts, bool stays) {
  const Form whole = stays ? Form::kept : Form::whole;
  const Form login = stays ? Form::kept_part : Form::login;
  std::vector<std::vector<std::string>> names;  // words of each part
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto words = words_of(parts[i]);
    // "van der Berg": the particles belong to the surname
    if (!names.empty() && i > 0) {
      const auto& before = names.back();
      const bool particles =
          std::all_of(before.begin(), before.end(), [](const auto& w) { return (flags_of(w) & particle) != 0; });
      if (particles && names.size() > 1) {
        std::vector<std::string> both = before;
        append(both, words);
        names.back() = std::move(both);
        continue;
      }
    }
    names.push_back(std::move(words));
  }
  const auto one = [](const std::vector<std::string>& w) {
    return w.size() == 1 && (w[0].size() == 1 || (flags_of(w[0]) & role) != 0);
  };
  std::vector<std::string> all, surname_first;
  for (const auto& n : names) append(all, n);
  if (all.size() > 1) {
    add(all, index, whole);
  }
  const auto& last = names.back();
  if (names.size() > 1) {
    surname_first = last;
    for (std::size_t i = 0; i + 1 < names.size(); ++i) append(surname_first, names[i]);
    add(surname_first, index, whole);
    const auto& first = names.front();
    const std::string initial(1, first.front().front());
    const bool ascii = static_cast<unsigned char>(initial[0]) < 0x80;
    if (names.size() > 2) {
      std::vector<std::string> two = first;
      append(two, last);
      add(two, index, whole);
      std::vector<std::string> initials;
      for (std::size_t i = 0; i + 1 < names.size(); ++i) initials.emplace_back(1, names[i].front().front());
      append(initials, last);
      add(initials, index, whole);
      std::vector<std::string> reversed = last;
      append(reversed, first);
      add(reversed, index, whole);
    }
    if (ascii && !one(last) && !one(first)) {
      std::vector<std::string> with_initial{initial};
      append(with_initial, last);
      add(with_initial, index, whole);
      std::vector<std::string> after = last;
      after.push_back(initial);
      add(after, index, whole);
      // "Priya N": with the initial of the surname
      std::vector<std::string> short_name = first;
      short_name.emplace_back(1, last.front().front());
      add(short_name, index, whole);
      std::vector<std::string> initials;
      for (const auto& n : names) initials.emplace_back(1, n.front().front());
      add(initials, index, stays ? Form::kept_part : Form::initials);
      std::string run;
      for (const auto& i : initials) run += i;
      if (run.size() >= 2 && run.size() <= 4 && flags_of(run) == 0)
        add({run}, index, stays ? Form::kept_part : Form::initials);
      // As a login: priyanair, pnair, nairp
      const std::string f = glued_together(first), l = glued_together(last);
      if (f.size() + l.size() >= 6) add({f + l}, index, login);
      if (f.size() + l.size() >= 6) add({l + f}, index, login);
      if (l.size() >= 4 && (flags_of(l) & ordinary) == 0) {
        if (flags_of(initial + l) == 0) add({initial + l}, index, login);
        if (flags_of(l + initial) == 0) add({l + initial}, index, login);
      }
    }
  }
  const auto add_part = [&](const std::vector<std::string>& words) {
    const std::string together = glued_together(words);
    if (together.size() < 2 || together.find_first_not_of("0123456789") == std::string::npos) return;
    if (base::code_points(together) < 3) {
      // "Jo", "Li": names in company only; in other scripts two signs are a whole name
      if ((flags_of(together) & (role | filler)) == 0) {
        add(words, index, stays ? Form::kept_part : together.size() == 2 ? Form::weak_part : Form::part);
      }
      return;
    }
    const Flags f = words.size() == 1 ? flags_of(words[0]) : 0;
    if ((f & (role | title | particle)) != 0 && (f & first_name) == 0) return;
    const bool weak = (f & (ordinary | place | month | weekday | organisation)) != 0;
    add(words, index, stays ? Form::kept_part : weak ? Form::weak_part : Form::part);
    if (words.size() > 1 && flags_of(together) == 0) add({together}, index, stays ? Form::kept_part : Form::part);
    // "priyas phone": possessives written without their apostrophe
    if (!weak && words.size() == 1 && together.size() >= 4 && !together.ends_with('s') &&
        flags_of(together + "s") == 0) {
      add({together + "s"}, index, stays ? Form::kept_part : Form::part);
    }
  };
  for (const auto& n : names) {
    add_part(n);
    if (n.size() > 1) {
      for (const std::string& w : n) add_part({w});
    }
  }
}

People::People(const std::vector<KnownPerson>& people, const std::vector<std::string>& keep) {
  std::set<std::string> staying;
  for (const std::string& k : keep) {
    if (const std::string key = name_key(k); !key.empty()) staying.insert(key);
  }
  std::unordered_map<std::string, int> seen;
  for (const KnownPerson& p : people) {
    const auto at = p.name.find('@');
    if (at != std::string::npos || (contact_value(p.name) && name_key(p.name).empty())) {
      people_.push_back(p);
      add_literal(p.name, static_cast<int>(people_.size()) - 1, Form::contact);
      // "priya.nair@example.com" gives the name away as well
      const std::string local = p.name.substr(0, at == std::string::npos ? 0 : at);
      const auto parts = name_parts(local);
      if (parts.size() > 1) add_person(static_cast<int>(people_.size()) - 1, parts, staying.contains(name_key(local)));
      continue;
    }
    const auto parts = name_parts(p.name);
    if (parts.empty()) continue;
    const auto [found, fresh] = seen.emplace(name_key(p.name), static_cast<int>(people_.size()));
    if (fresh) {
      people_.push_back(p);
    } else if (p.role == "colleague") {
      people_[static_cast<std::size_t>(found->second)].role = p.role;  // somebody who also called stays a colleague
    }
    const bool stays = staying.contains(name_key(p.name));
    add_person(found->second, parts, stays);
    // "Jürgen Müller" of the column is "Juergen Mueller" in an address or on a keyboard without the marks.
    if (const auto spelled = written_out(parts); !spelled.empty()) add_person(found->second, spelled, stays);
  }
  for (const std::string& k : keep) {
    const std::string key = name_key(k);
    const bool digits = std::any_of(k.begin(), k.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits) {
      if (base::trimmed(k).size() >= 4) add_literal(k, -1, Form::reference);
    } else if (!key.empty() && !seen.contains(key)) {
      people_.push_back({k, ""});
      add_person(static_cast<int>(people_.size()) - 1, name_parts(k), true);
    }
  }
}

/// "J.P.", and "JP" where somebody signs: "per JP", "(JP)", "resolved - JP".
bool People::stands_as_initials(const Reading& r, std::size_t first, std::size_t last, bool& certain) {
  for (std::size_t k = first; k <= last; ++k) {
    if (!r[k].all_caps || r.shouted()) return false;
    if (k > first && r.gap(k) != "." && r.gap(k) != ". ") return false;
  }
  const bool dotted = last > first && last + 1 <= r.size() && r.gap(last + 1).starts_with('.');
  if (dotted) return true;
  if (last > first || listed("am pm uk us eu gb mb kb tb ok", r[first].plain)) return false;
  certain = false;
  const std::string_view before = r.gap(first);
  const std::string_view after = r.gap(last + 1);
  const bool signs =
      last + 1 == r.size() && (before.ends_with("- ") || before == "-" || before == " -" || before.ends_with('/'));
  const bool bracketed = last + 1 == r.size() && before.ends_with('(') && after.starts_with(')');
  return signs || bracketed ||
         listed("per initials signed cc init inits", r.word(static_cast<std::ptrdiff_t>(first) - 1));
}

bool People::stands_as_name(const Reading& r, std::size_t first, std::size_t last, Form form, bool& certain) {
  const Word& w = r[first];
  const auto here = static_cast<std::ptrdiff_t>(first);
  if (form == Form::initials) return stands_as_initials(r, first, last, certain);
  if (form != Form::weak_part) return true;
  // The word has another meaning: it is a name in the company of people.
  const std::string_view before = r.word(here - 1), two = r.word(here - 2);
  const bool follows = r.gap(first) == " " || r.gap(first) == ". " || r.gap(first) == ": " || r.gap(first) == "/";
  const bool spoken =
      (listed("to with by w", before) && listed("spoke spoken speaking speak talked talking chatted listened", two)) ||
      (before == "o" && two == "c") || (before == "of" && two == "behalf");
  const bool named = r.is(here - 1, title) || listed("attn fao named", before) || (before == "is" && two == "name");
  if (follows && (spoken || named)) return true;
  const bool told = follows && r.is(here - 1, tells);
  const bool says = r.is(static_cast<std::ptrdiff_t>(last) + 1, said) && r.gap(last + 1) == " ";
  const bool proper = r.proper(first);
  if (proper) {
    const std::string_view after = last + 1 < r.size() ? r.gap(last + 1) : std::string_view();
    const bool possessive =
        (after == "'" || after == "\xE2\x80\x99") && r.word(static_cast<std::ptrdiff_t>(last) + 1) == "s";
    const bool start = r.sentence_start(first);
    if (told) return true;
    if (r.is(static_cast<std::ptrdiff_t>(last) + 1, site | role) ||
        (last + 1 < r.size() && r.proper(last + 1) && !says && r[last + 1].is(ordinary)))
      return false;
    if (w.is(place) && listed("in at near via around across between over throughout outside the", before)) return false;
    if (w.is(place) && before == "to" &&
        listed("over moved diverted rerouted routed back sent delivered travelled relocated", two))
      return false;
    if (w.is(month | weekday) && !possessive && !says) return false;
    if (w.is(organisation) && !w.is(first_name)) return false;
    if (says) {
      certain = !start;
      return true;
    }
    const auto next = static_cast<std::ptrdiff_t>(last);
    if (listed("is was", r.word(next + 1)) &&
        listed("off away covering leaving dealing looking handling aware", r.word(next + 2))) {
      certain = false;  // "Grace is off until Tuesday"
      return true;
    }
    if (possessive && !w.is(place)) return true;
    if (start) return false;
    if (!w.is(place | role | filler | said)) return !w.all_caps;
    certain = false;
    return !w.is(filler) || w.is(first_name);
  }
  if (told && w.is(first_name)) {
    certain = false;
    return true;
  }
  return r.shouted() && says && w.is(first_name);
}

void People::find(const Reading& r, Finds& out, Finds& kept) const {
  if (ends_.size() == 1) return;
  const auto id_of = [&](const Word& w) -> std::uint32_t {
    if (const auto found = words_.find(w.plain); found != words_.end()) return found->second;
    // "Müller" of the text is "Mueller" of the column
    if (w.letters && w.size() != w.plain.size()) {
      if (const auto found = words_.find(written_out(r.text().substr(w.begin, w.size()))); found != words_.end())
        return found->second;
    }
    // "priya.nair2", "pnair01"
    if (!w.mixed()) return 0;
    const std::size_t letters = w.plain.find_first_of("0123456789");
    if (letters < 4 || letters == std::string_view::npos ||
        w.plain.find_first_not_of("0123456789", letters) != std::string_view::npos)
      return 0;
    const auto found = words_.find(w.plain.substr(0, letters));
    return found == words_.end() ? 0 : found->second;
  };
  for (std::size_t i = 0; i < r.size(); ++i) {
    std::uint32_t node = 0;
    std::size_t last = i;
    const End* best = nullptr;
    for (std::size_t k = i; k < r.size(); ++k) {
      if (k > i && !r.gap_is(k, " .,'-_/@+`") && r.gap(k) != "\xE2\x80\x99" && r.gap(k) != "\xE2\x80\x98") break;
      const std::uint32_t id = id_of(r[k]);
      if (id == 0) break;
      const auto step = steps_.find((static_cast<std::uint64_t>(node) << 32U) | id);
      if (step == steps_.end()) break;
      node = step->second;
      const End& end = ends_[node];
      if (!end.set) continue;
      // "a Nair", "customer's price", "mark a call": a small letter is an initial only where it is written as one.
      const bool letter_first = k > i && r[i].size() == 1 && !r[i].capital &&
                                (r[i + 1].is(ordinary) || listed("a i o s t", r[i].plain)) && r.gap(i + 1) == " ";
      const bool letter_last = k > i && r[k].size() == 1 && (!r[k].capital || r.shouted());
      const bool article = letter_first || letter_last;
      if (article && end.form == Form::whole) continue;
      best = &end;
      last = k;
    }
    if (best == nullptr) continue;
    switch (best->form) {
      case Form::kept:
      case Form::kept_part:
        kept.push_back({"NAME", r[i].begin, r[last].end});
        break;
      case Form::reference:
        kept.push_back({"REFERENCE", r[i].begin, r[last].end});
        continue;  // a reference may be a number within a longer one: go on from the next word
      case Form::contact:
        out.push_back(
            {contact_category(r.text().substr(r[i].begin, r[last].end - r[i].begin)), r[i].begin, r[last].end});
        break;
      default: {
        bool certain = true;
        if (!stands_as_name(r, i, last, best->form, certain)) continue;
        Found f{"NAME", r[i].begin, r[last].end, certain, best->person};
        // "O'Neill-Jones": what is glued to a name belongs to it, except the s of a possessive.
        while (last + 1 < r.size() &&
               (r.gap(last + 1) == "-" || r.gap(last + 1) == "'" || r.gap(last + 1) == "\xE2\x80\x99") &&
               r[last + 1].letters && r.proper(last + 1) && r[last + 1].size() > 1) {
          f.end = r[++last].end;
        }
        // "Anna Müller", "Jean-Pierre Lefèvre", where only another of the family is known
        const bool part_of_name = best->form == Form::part || best->form == Form::weak_part;
        std::size_t first = i;
        if (part_of_name && i > 0 && r.gap(i) == " " && unknown_forename(r, i - 1) &&
            (kept.empty() || kept.back().end <= r[i - 1].begin) && (out.empty() || out.back().end <= r[i - 1].begin)) {
          first = i - 1;
          while (first > 0 && r.gap(first) == "-" && r[first - 1].letters && r.proper(first - 1)) --first;
          f.begin = r[first].begin;
          f.person = -1;
        }
        out.push_back(f);
      }
    }
    i = last;
  }
}

}  // namespace debrief::review::privacy
