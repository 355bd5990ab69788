// Addresses of machines.

#include <algorithm>
#include <charconv>

#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

bool hex(std::string_view w, std::size_t most) {
  return !w.empty() && w.size() <= most &&
         std::all_of(w.begin(), w.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool octet(const Word& w) {
  if (!w.digits || w.size() > 3) return false;
  int n = 0;
  std::from_chars(w.plain.data(), w.plain.data() + w.plain.size(), n);
  return n <= 255;
}

/// Four octets are a version where a build, or the name of a product, stands before them and nothing says "address".
bool version(const Reading& r, std::size_t i) {
  if (r.word_before(i, "ip ipv4 address addr host gateway subnet ping pinged dns dhcp wan vpn endpoint workstation", 3))
    return false;
  for (std::size_t k = i, reach = 4; k > 0 && reach > 0 && !r.breaks(k); --reach) {
    --k;
    if (r[k].is(version_cue | organisation)) return true;
  }
  return false;
}

}  // namespace

void find_devices(const Reading& r, Finds& out) {
  if (!r.has_digits()) return;
  std::size_t after_version = 0;  // the word after the newest version number: "10.2.14.3 vs 10.2.14.2"
  for (std::size_t i = 0; i < r.size(); ++i) {
    std::size_t last = i;
    while (last + 1 < r.size() && r.gap(last + 1) == ".") ++last;
    if (last == i + 3 && octet(r[i]) && octet(r[i + 1]) && octet(r[i + 2]) && octet(r[i + 3])) {
      if (version(r, i) || (after_version > 0 && i <= after_version + 2)) {
        after_version = last + 1;
      } else if (!r[i].temporal) {
        out.push_back({"IP", r[i].begin, r[last].end});
      }
      i = last;
      continue;
    }
    if (last > i) {
      i = last;
      continue;
    }
    // IPv6 and hardware addresses: groups of hexadecimal digits
    std::size_t groups = 1, doubles = 0;
    std::size_t k = i;
    while (k + 1 < r.size() && hex(r[k].plain, 4) &&
           (r.gap(k + 1) == ":" || r.gap(k + 1) == "::" || r.gap(k + 1) == "-") && hex(r[k + 1].plain, 4)) {
      doubles += r.gap(k + 1) == "::" ? 1U : 0U;
      ++k;
      ++groups;
    }
    if (k == i) continue;
    bool pairs = groups == 6, letters = false;
    for (std::size_t g = i; g <= k; ++g) {
      pairs = pairs && r[g].size() == 2;
      letters = letters || !r[g].digits;
    }
    const bool colons = r.gap(i + 1) != "-";
    if ((colons && (groups == 8 || (doubles == 1 && groups >= 2 && letters))) ||
        (pairs && (letters || r.word_before(i, "mac", 3)))) {
      out.push_back({"IP", r[i].begin, r[k].end});
    }
    i = k;
  }
}

}  // namespace debrief::review::privacy
