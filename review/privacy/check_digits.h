// Sums that tell an identifier from any other row of digits.
#pragma once

#include <string_view>

namespace debrief::review::privacy {

/// Luhn's sum (ISO/IEC 7812-1 annex B) over digits only.
bool luhn_holds(std::string_view digits);

/// A number range and length that a payment card may have (Visa, Mastercard, American Express, Discover, JCB,
/// Diners Club, UnionPay, Maestro).
bool card_issuer(std::string_view digits);

/// NHS number: ten digits, weights 10 to 2, check digit 11 minus the remainder; 11 stands for 0, 10 is never issued.
/// Source: NHS Data Dictionary, NHS NUMBER.
bool nhs_number_holds(std::string_view digits);

/// Upper-case letters and digits without blanks: the country's length, and remainder 1 modulo 97 (ISO 13616).
bool iban_holds(std::string_view text);
/// Length of a country's IBAN, 0 for a country without.
int iban_length(std::string_view country);

/// Upper-case outward and inward part of a UK postcode: one of the 124 areas, and an inward part that can be.
bool postcode_area(std::string_view outward);
bool postcode_inward(std::string_view inward);

/// Two upper-case letters a National Insurance number may begin with (HMRC NIM39110).
bool nino_prefix(std::string_view letters);

/// Upper-case, 16 characters: a driver number of Great Britain (DVLA): five of the surname padded with 9, decade,
/// month (plus 50 for women), day, year, initials, tie-breakers.
bool driver_number_holds(std::string_view text);

}  // namespace debrief::review::privacy
