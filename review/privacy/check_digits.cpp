// Check digits, lengths and ranges.

#include "review/privacy/check_digits.h"

#include <algorithm>
#include <string>
#include <utility>

#include "review/privacy/reading.h"

namespace debrief::review::privacy {

namespace {

bool all_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
  int n = 0;
  for (const char c : digits) n = n * 10 + (c - '0');
  return n;
}

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::string_view areas =
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY "
    "G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR "
    "NW "
    "OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC "
    "WD "
    "WF WN WR WS WV YO ZE";

constexpr std::string_view iban_lengths =
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 "
    "FO18 "
    "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 "
    "LV21 "
    "LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 "
    "SM27 "
    "ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

}  // namespace

bool luhn_holds(std::string_view digits) {
  if (!all_digits(digits)) return false;
  int sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0;) {
    int d = digits[i] - '0';
    if (twice && (d *= 2) > 9) d -= 9;
    sum += d;
    twice = !twice;
  }
  return sum % 10 == 0;
}

bool card_issuer(std::string_view d) {
  if (!all_digits(d) || d.size() < 13 || d.size() > 19) return false;
  const int two = number(d.substr(0, 2)), three = number(d.substr(0, 3)), four = number(d.substr(0, 4));
  if (d[0] == '4') return d.size() == 13 || d.size() == 16 || d.size() == 19;
  if (two == 34 || two == 37) return d.size() == 15;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return d.size() == 16;
  if (two == 36 || two == 38 || two == 39 || (three >= 300 && three <= 305)) return d.size() == 14 || d.size() == 16;
  if (four >= 3528 && four <= 3589) return d.size() == 16;
  if (four == 6011 || two == 65 || (three >= 644 && three <= 649) || two == 62) return d.size() >= 16;
  constexpr std::string_view maestro = "5018 5020 5038 5893 6304 6333 6759 6761 6762 6763 6767 4903 4905 4911 4936";
  return listed(maestro, d.substr(0, 4)) && d.size() >= 16;
}

bool nhs_number_holds(std::string_view d) {
  if (!all_digits(d) || d.size() != 10) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (d[i] - '0') * static_cast<int>(10 - i);
  const int check = 11 - sum % 11;
  return check != 10 && (check == 11 ? 0 : check) == d[9] - '0';
}

int iban_length(std::string_view country) {
  if (country.size() != 2) return 0;
  for (std::size_t i = 0; i < iban_lengths.size(); i += 5) {
    if (iban_lengths.substr(i, 2) == country) return number(iban_lengths.substr(i + 2, 2));
  }
  return 0;
}

bool iban_holds(std::string_view text) {
  if (text.size() < 15 || static_cast<int>(text.size()) != iban_length(text.substr(0, 2))) return false;
  const std::string turned = std::string(text.substr(4)) + std::string(text.substr(0, 4));
  int rest = 0;
  for (const char c : turned) {
    if (is_digit(c)) {
      rest = (rest * 10 + (c - '0')) % 97;
    } else if (upper(c)) {
      rest = (rest * 100 + (c - 'A' + 10)) % 97;
    } else {
      return false;
    }
  }
  return rest == 1;
}

bool postcode_area(std::string_view o) {
  if (o.size() < 2 || o.size() > 4) return false;
  const std::size_t letters = o.size() > 1 && upper(o[1]) ? 2 : 1;
  if (!upper(o[0]) || !listed(areas, o.substr(0, letters))) return false;
  const std::string_view district = o.substr(letters);
  if (district.empty() || district.size() > 2 || !is_digit(district[0])) return false;
  return district.size() == 1 || is_digit(district[1]) || upper(district[1]);
}

bool postcode_inward(std::string_view i) {
  constexpr std::string_view never = "CIKMOV";
  return i.size() == 3 && is_digit(i[0]) && upper(i[1]) && upper(i[2]) && never.find(i[1]) == std::string_view::npos &&
         never.find(i[2]) == std::string_view::npos;
}

bool nino_prefix(std::string_view l) {
  constexpr std::string_view never = "DFIQUV", unused = "BG GB KN NK NT TN ZZ";
  return l.size() == 2 && upper(l[0]) && upper(l[1]) && never.find(l[0]) == std::string_view::npos &&
         never.find(l[1]) == std::string_view::npos && l[1] != 'O' && !listed(unused, l);
}

bool driver_number_holds(std::string_view t) {
  if (t.size() != 16) return false;
  for (std::size_t i = 0; i < 5; ++i) {
    if (!upper(t[i]) && t[i] != '9') return false;
  }
  if (!upper(t[0]) || !all_digits(t.substr(5, 6))) return false;
  const int month = number(t.substr(6, 2)) % 50, day = number(t.substr(8, 2));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const auto sign = [](char c) { return upper(c) || is_digit(c); };
  return (upper(t[11]) || t[11] == '9') && (upper(t[12]) || t[12] == '9') && sign(t[13]) && upper(t[14]) &&
         upper(t[15]);
}

}  // namespace debrief::review::privacy
