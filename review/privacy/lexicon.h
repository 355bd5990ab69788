// What a word may be, before its neighbours are looked at.
#pragma once

#include <cstdint>
#include <string_view>

namespace debrief::review::privacy {

using Flags = std::uint32_t;

enum Flag : Flags {
  ordinary = 1U << 0,  // an everyday word, even if it is somebody's name: mark, will, price
  role = 1U << 1,      // a job, a desk, a group of people: manager, engineer, helpdesk
  place = 1U << 2,     // a town, county or region: victoria, leeds
  month = 1U << 3,
  weekday = 1U << 4,
  title = 1U << 5,           // mr, mrs, dr
  first_name = 1U << 6,      // common first names; only for finding people nobody told us of
  organisation = 1U << 7,    // systems, makers, firms: genesys, openreach
  street = 1U << 8,          // road, avenue: says a street by itself
  street_weak = 1U << 9,     // drive, park, way: says a street only in company
  house = 1U << 10,          // cottage, farm
  phone_cue = 1U << 11,      // tel, mob, cb
  reference_cue = 1U << 12,  // order, batch, epoch: the number that follows is no person's
  said = 1U << 13,           // rang, confirmed: what stands before it is a caller
  particle = 1U << 14,       // van, de, bin
  filler = 1U << 15,         // no, number, is: stands between a cue and what it announces
  site = 1U << 16,           // site, depot: what stands before it is a place
  tells = 1U << 17,          // told, asked, emailed: what follows is somebody
  kin = 1U << 18,            // wife, neighbour, carer
  digit_word = 1U << 19,     // oh, seven, double
  version_cue = 1U << 20,    // build, firmware
  address_cue = 1U << 21,    // address, lives
  vehicle_cue = 1U << 22,    // reg, van
  account_cue = 1U << 23,    // account, customer, policy
};

/// Flags of a folded word without accents; 0 for a word nobody listed.
Flags flags_of(std::string_view word);

}  // namespace debrief::review::privacy
