// The finders: each reads one text and adds what it recognises. None looks at what another found.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "review/privacy/reading.h"

namespace debrief::review::privacy {

/// begin, end  bytes of the text
/// person      place in the list of known people, -1 unknown or shared by several
struct Found {
  std::string_view category;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool certain = true;
  int person = -1;
};
using Finds = std::vector<Found>;

/// Marks words that are part of a date or a time of day as `temporal`; dates announced as birth dates are found.
void find_dates(Reading& r, Finds& out);
/// PHONE, spoken forms too; numbers of firms (0800, 03…) are left.
void find_phones(const Reading& r, Finds& out);
/// Digits said as words ("oh seven double seven …"): PHONE, or what the cue before them says.
void find_spoken(const Reading& r, Finds& out);
/// CARD, CVV, SORT_CODE, ACCOUNT, IBAN, NHS, CUSTOMER_REF.
void find_accounts(const Reading& r, Finds& out);
/// NINO, PASSPORT, DRIVING_LICENCE, VEHICLE.
void find_documents(const Reading& r, Finds& out);
/// IP (IPv6 and hardware addresses too).
void find_devices(const Reading& r, Finds& out);
/// EMAIL, spoken forms too, and HANDLE.
void find_online(const Reading& r, Finds& out);
/// POSTCODE and ADDRESS.
void find_addresses(const Reading& r, Finds& out);
/// POSTCODE and ADDRESS as other countries write them.
void find_addresses_abroad(const Reading& r, Finds& out);
/// NAME in Greek, Cyrillic, Hebrew, Arabic, Indian and East Asian script, never certain: by titles, honorifics, common
/// forenames and the endings of surnames.
void find_names_in_other_scripts(const Reading& r, Finds& out);
/// HEALTH, UNION, RELIGION, ORIGIN, SEXUALITY, POLITICS, OFFENCE.
void find_special(const Reading& r, Finds& out);
/// NAME, never certain: titles, "spoke to", "c/o", relations, a common first name with a surname.
void find_cued_names(const Reading& r, Finds& out);

/// Consecutive words from `i`, as long as each gap is one to three of `allowed`, joined without the gaps.
/// One entry per number of words taken, at most `words` of them and `letters` characters long.
struct Joined {
  std::string text;      // upper case
  std::size_t last = 0;  // index of the last word taken
};
std::vector<Joined> joined_from(const Reading& r, std::size_t i, std::size_t words, std::size_t letters,
                                std::string_view allowed);

/// True if what stands at `i` is announced as something other than a person's number: "order no 12…", "epoch 12…".
bool announced_as_reference(const Reading& r, std::size_t i);

/// "12", "12b": what may be the number of a house.
bool house_number(const Word& w);

/// True if a word is glued to the one before it by a hyphen, underscore, slash or hash: part of a code.
bool glued(const Reading& r, std::size_t i);

}  // namespace debrief::review::privacy
