// Putting the finders together: what must stay is set aside, overlaps are settled, places are counted in code points.

#include "review/privacy.h"

#include <algorithm>
#include <array>
#include <utility>

#include "review/privacy/find.h"
#include "review/privacy/people.h"

namespace debrief::review {

namespace {

using privacy::Finds;
using privacy::Found;

/// Where two finders claim the same letters, the earlier category here names the span.
int rank(std::string_view category) {
  static constexpr std::array order{
      "EMAIL",    "IBAN",  "CARD",     "CVV",    "NINO",      "NHS",      "SORT_CODE", "ACCOUNT", "DRIVING_LICENCE",
      "PASSPORT", "DOB",   "PHONE",    "IP",     "POSTCODE",  "ADDRESS",  "VEHICLE",   "HANDLE",  "CUSTOMER_REF",
      "HEALTH",   "UNION", "RELIGION", "ORIGIN", "SEXUALITY", "POLITICS", "OFFENCE",   "NAME"};
  return static_cast<int>(std::find(order.begin(), order.end(), category) - order.begin());
}

bool inside(const Found& f, const Finds& kept) {
  return std::any_of(kept.begin(), kept.end(), [&](const Found& k) {
    const bool contained = f.begin >= k.begin && f.end <= k.end;
    const bool guess_about_kept_name =
        !f.certain && f.category == "NAME" && k.category == "NAME" && f.begin < k.end && k.begin < f.end;
    return contained || guess_about_kept_name;
  });
}

/// Overlapping finds become one that covers them all, named after the longest.
Finds merged(Finds finds) {
  std::sort(finds.begin(), finds.end(),
            [](const Found& a, const Found& b) { return std::pair(a.begin, b.end) < std::pair(b.begin, a.end); });
  Finds out;
  std::size_t longest = 0;
  for (const Found& f : finds) {
    if (out.empty() || f.begin >= out.back().end) {
      out.push_back(f);
      longest = f.end - f.begin;
      continue;
    }
    Found& last = out.back();
    const std::size_t length = f.end - f.begin;
    if (length > longest || (length == longest && (rank(f.category) < rank(last.category) ||
                                                   (f.category == last.category && f.person >= 0)))) {
      last.category = f.category;
      last.person = f.person;
      longest = length;
    }
    last.end = std::max(last.end, f.end);
  }
  return out;
}

bool letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// What is left of an uncertain find beside the certain ones.
void add_rest(Found f, const Finds& certain, std::string_view text, Finds& out) {
  std::size_t from = f.begin;
  const auto add = [&](std::size_t begin, std::size_t end) {
    while (begin < end && !letter_or_digit(text[begin])) ++begin;
    while (end > begin && !letter_or_digit(text[end - 1])) --end;
    if (end - begin >= 2 || (begin == f.begin && end == f.end && end > begin)) {
      Found rest = f;
      rest.begin = begin;
      rest.end = end;
      out.push_back(rest);
    }
  };
  for (const Found& c : certain) {
    if (c.end <= from || c.begin >= f.end) continue;
    if (c.begin > from) add(from, c.begin);
    from = std::max(from, c.end);
  }
  if (from < f.end) add(from, f.end);
}

/// "Priya" "K." "Nair": names of one person with nothing but blanks, dots and an initial between become one.
Finds names_joined(const Finds& finds, std::string_view text) {
  Finds out;
  for (const Found& f : finds) {
    if (!out.empty() && f.category == "NAME" && out.back().category == "NAME") {
      Found& last = out.back();
      const std::string_view between = text.substr(last.end, f.begin - last.end);
      const auto letters = std::count_if(between.begin(), between.end(), letter_or_digit);
      // A full stop belongs to the name after an initial only: "Thanks Tom. Tom Price updated" are two.
      const bool initial = letters == 1 || (last.end >= 2 && !letter_or_digit(text[last.end - 2])) || last.end == 1;
      const bool quiet = between.size() <= 4 && between.find_first_of(",;:/&|\n()") == std::string_view::npos &&
                         letters <= 1 && (initial || between.find('.') == std::string_view::npos);
      if (quiet && (last.person == f.person || last.person < 0 || f.person < 0) && last.certain == f.certain) {
        last.end = f.end;
        if (last.person < 0) last.person = f.person;
        continue;
      }
    }
    out.push_back(f);
  }
  return out;
}

}  // namespace

struct Redactor::Working {
  privacy::People people;
};

Redactor::Redactor(std::vector<KnownPerson> people, std::vector<std::string> keep)
    : working_(std::make_unique<Working>(Working{privacy::People(people, keep)})) {}
Redactor::~Redactor() = default;
Redactor::Redactor(Redactor&&) noexcept = default;
Redactor& Redactor::operator=(Redactor&&) noexcept = default;

std::vector<Span> Redactor::find(std::string_view text) const {
  privacy::Reading reading(text);
  Finds all, kept;
  privacy::find_dates(reading, all);
  working_->people.find(reading, all, kept);
  privacy::find_phones(reading, all);
  privacy::find_spoken(reading, all);
  privacy::find_accounts(reading, all);
  privacy::find_documents(reading, all);
  privacy::find_devices(reading, all);
  privacy::find_online(reading, all);
  privacy::find_addresses(reading, all);
  privacy::find_addresses_abroad(reading, all);
  privacy::find_special(reading, all);
  privacy::find_cued_names(reading, all);
  privacy::find_names_in_other_scripts(reading, all);

  Finds certain, uncertain;
  for (const Found& f : all) {
    if (!inside(f, kept)) (f.certain ? certain : uncertain).push_back(f);
  }
  certain = merged(std::move(certain));
  Finds finds = certain;
  for (const Found& f : merged(std::move(uncertain))) add_rest(f, certain, text, finds);
  std::sort(finds.begin(), finds.end(), [](const Found& a, const Found& b) { return a.begin < b.begin; });
  finds = names_joined(finds, text);

  std::vector<Span> spans;
  spans.reserve(finds.size());
  std::size_t at = 0, points = 0;
  const auto points_to = [&](std::size_t byte) {
    for (; at < byte; ++at) points += (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U ? 1U : 0U;
    return points;
  };
  for (const Found& f : finds) {
    Span s;
    s.category = f.category;
    s.start = points_to(f.begin);
    s.end = points_to(f.end);
    s.text = text.substr(f.begin, f.end - f.begin);
    s.certain = f.certain;
    if (f.category == "NAME" && f.person >= 0) {
      s.person = working_->people.person(f.person).name;
      s.role = working_->people.person(f.person).role;
    }
    spans.push_back(std::move(s));
  }
  return spans;
}

std::string redacted(std::string_view text, const Redactor& redactor, Pseudonyms& pseudonyms,
                     std::map<std::string, int>& counts) {
  std::string out;
  std::size_t at = 0, points = 0;
  const auto copy_to = [&](std::size_t point, bool keep) {
    while (at < text.size() && (points < point || (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)) {
      points += (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U ? 1U : 0U;
      if (keep) out += text[at];
      ++at;
    }
  };
  for (const Span& s : redactor.find(text)) {
    copy_to(s.start, true);
    copy_to(s.end, false);
    out += s.person.empty() ? "[" + s.category + "]" : pseudonyms.of(s.person, s.role);
    ++counts[s.category];
  }
  out += text.substr(at);
  return out;
}

}  // namespace debrief::review
