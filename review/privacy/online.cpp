// E-mail addresses, written and spoken, and names people go by online.

#include <algorithm>

#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

bool letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool local_sign(char c) {
  return letter_or_digit(c) || std::string_view("._%+-'/=&").find(c) != std::string_view::npos;
}

bool top_level(std::string_view label) {
  return label.size() >= 2 && label.size() <= 18 && std::all_of(label.begin(), label.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
         });
}

/// End of a host name with at least one dot that starts at `from`, `from` if there is none.
std::size_t host_end(std::string_view t, std::size_t from) {
  std::size_t k = from, dot = from;
  std::size_t label = from;
  std::size_t end = from;
  for (; k <= t.size(); ++k) {
    const bool inside = k < t.size() && (letter_or_digit(t[k]) || t[k] == '-');
    if (inside) continue;
    if (k == label) break;
    if (dot > from && top_level(t.substr(label, k - label))) end = k;
    if (k == t.size() || t[k] != '.') break;
    dot = label = k + 1;
  }
  return end;
}

/// Host told in words from word `i` ("example dot co dot uk"): index of its last word, `i` - 1 if there is none.
std::size_t spoken_host(const Reading& r, std::size_t i) {
  std::size_t k = i, dots = 0;
  const auto dot = [&](std::size_t d) {
    return d + 1 < r.size() && listed("dot point", r[d].plain) && !r.breaks(d) && r.gap(d + 1).size() <= 3;
  };
  while (k + 1 < r.size()) {
    if (dot(k + 1) && k + 2 < r.size()) {
      k += 2;
      ++dots;
    } else if (r.gap(k + 1) == "." || r.gap(k + 1) == "-") {
      dots += r.gap(k + 1) == "." ? 1U : 0U;
      ++k;
    } else {
      break;
    }
  }
  while (k > i && !top_level(r[k].plain)) --k;
  return dots == 0 || k == i ? i - 1 : k;
}

/// First word of a local part that ends before word `at`.
std::size_t spoken_local(const Reading& r, std::size_t at, bool cue, bool& joined) {
  std::size_t k = at - 1;
  while (k > 0) {
    const std::string_view g = r.gap(k);
    if (g == "." || g == "_" || g == "-" || g == "+") {
      joined = true;
      --k;
    } else if (k > 1 && listed("dot underscore hyphen dash plus point", r[k - 1].plain) && !r.breaks(k) &&
               !r.breaks(k - 1)) {
      joined = true;
      k -= 2;
    } else if (cue && g == " " && r[k - 1].size() == 1 && r[k - 1].letters) {
      --k;  // "j p patel at …"
    } else {
      break;
    }
  }
  return k;
}

void spoken_email(const Reading& r, std::size_t at, Finds& out) {
  if (at == 0 || at + 1 >= r.size() || r.breaks(at) || r.breaks(at + 1)) return;
  const std::size_t last = spoken_host(r, at + 1);
  if (last == at) return;
  const bool cue = r.word_before(at, "email emails emailed mail address eaddress gmail", 6);
  bool joined = false;
  const std::size_t first = spoken_local(r, at, cue, joined);
  bool said_dot = false;
  for (std::size_t k = at + 1; k <= last; ++k) said_dot = said_dot || r[k].plain == "dot";
  const bool bracketed = r.gap(at).ends_with('(') || r.gap(at).ends_with('[') || r.gap(at).ends_with('{');
  if (!cue && !joined && !said_dot && !bracketed) return;  // "looked at example.com"
  out.push_back({"EMAIL", r[first].begin, r[last].end});
}

void handle(const Reading& r, std::size_t i, Finds& out) {
  const std::string_view t = r.text();
  std::size_t end = r[i].begin;
  while (end < t.size() && (letter_or_digit(t[end]) || t[end] == '_' || t[end] == '.')) ++end;
  while (end > r[i].begin && t[end - 1] == '.') --end;
  const std::string_view name = t.substr(r[i].begin, end - r[i].begin);
  if (std::none_of(name.begin(), name.end(), [](char c) { return letter_or_digit(c) && (c < '0' || c > '9'); })) return;
  if (listed("all here channel everyone team online home work support desk oncall", r[i].plain) && end == r[i].end)
    return;
  if (r[i].is(weekday | month) && end == r[i].end) return;
  out.push_back({"HANDLE", r[i].begin - 1, end});
}

/// "twitter handle jpatel_leeds", "skype: jpatel.88": a name announced as one.
void announced_handle(const Reading& r, std::size_t i, Finds& out) {
  const auto here = static_cast<std::ptrdiff_t>(i);
  if (!listed("handle username skype insta instagram twitter tiktok snapchat telegram facebook fb", r[i].plain)) return;
  std::size_t k = i + 1;
  while (k < r.size() && k < i + 4 &&
         (r.is(static_cast<std::ptrdiff_t>(k), filler) || listed("handle username name user account id", r[k].plain)))
    ++k;
  if (k >= r.size() || r.breaks(k)) return;
  std::size_t last = k;
  while (last + 1 < r.size() && (r.gap(last + 1) == "_" || r.gap(last + 1) == ".")) ++last;
  const bool made_up = last > k || r[k].mixed();
  const bool said = listed("handle username", r[i].plain) || listed("handle username", r.word(here + 1));
  if (made_up || (said && k > i && !r[k].is(ordinary) && r[k].letters && r[k].size() >= 5)) {
    out.push_back({"HANDLE", r[k].begin, r[last].end, made_up});
  }
}

}  // namespace

void find_online(const Reading& r, Finds& out) {
  const std::string_view t = r.text();
  for (std::size_t at = t.find('@'); at != std::string_view::npos; at = t.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && local_sign(t[begin - 1])) --begin;
    while (begin < at && !letter_or_digit(t[begin])) ++begin;
    std::size_t end = host_end(t, at + 1);
    if (begin < at && end > at + 1) {
      out.push_back({"EMAIL", begin, end});
      continue;
    }
    // The word after the sign
    std::size_t i = 0;
    while (i < r.size() && r[i].begin < at) ++i;
    if (i >= r.size()) continue;
    const bool touches = r[i].begin == at + 1;
    if (begin < at && touches) {
      const std::size_t last = spoken_host(r, i);
      if (last + 1 > i) {
        out.push_back({"EMAIL", begin, r[last].end});
      } else {
        const bool cue = r.word_before(i, "email emails emailed mail address", 6);
        out.push_back({"EMAIL", begin, r[i].end, cue});
      }
    } else if (begin == at && i > 0 && !touches && host_end(t, r[i].begin) > r[i].begin && !r[i - 1].digits) {
      // "j.patel @ example.com"
      bool joined = false;
      const std::size_t first = spoken_local(r, i, false, joined);
      out.push_back({"EMAIL", r[first].begin, host_end(t, r[i].begin)});
    } else if (touches && (at == 0 || !letter_or_digit(t[at - 1]))) {
      handle(r, i, out);
    }
  }
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (r[i].plain == "at") spoken_email(r, i, out);
    if (r[i].letters) announced_handle(r, i, out);
  }
}

}  // namespace debrief::review::privacy
