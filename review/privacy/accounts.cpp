// Numbers of payment cards, bank accounts, patients and customers.

#include <algorithm>
#include <optional>

#include "review/privacy/check_digits.h"
#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

/// Digit words from `i` that read as one number, with the digits so far.
struct Run {
  std::string digits;
  std::size_t last = 0;
};
std::vector<Run> runs_from(const Reading& r, std::size_t i, std::string_view gaps, std::size_t most) {
  std::vector<Run> out;
  std::string digits;
  for (std::size_t k = i; k < r.size(); ++k) {
    if (!r[k].digits || r[k].temporal || (k > i && !r.gap_is(k, gaps))) break;
    digits += r[k].plain;
    if (digits.size() > most) break;
    out.push_back({digits, k});
  }
  return out;
}

/// Words that may stand between a cue and what it announces, beside the fillers.
bool between(const Reading& r, std::ptrdiff_t k) {
  return r.is(k, filler) ||
         listed("code codes digits given taken read out as number numbers account details bank and", r.word(k));
}

/// True if one of `cues` announces what stands at `i`.
bool announced(const Reading& r, std::size_t i, std::string_view cues, int reach = 5) {
  for (std::size_t k = i; k > 0 && reach > 0 && !r.breaks(k); --reach) {
    --k;
    if (listed(cues, r[k].plain)) return true;
    if (!between(r, static_cast<std::ptrdiff_t>(k))) return false;
  }
  return false;
}

bool slashed(const Reading& r, std::size_t i, std::string_view first, std::string_view second) {
  for (std::size_t k = i; k > 1 && i - k < 4 && !r.breaks(k); --k) {
    if (r[k - 1].plain == second && r[k - 2].plain == first && (r.gap(k - 1) == "/" || r.gap(k - 1) == "."))
      return true;
    if (!between(r, static_cast<std::ptrdiff_t>(k) - 1)) return false;
  }
  return false;
}

bool sort_cue(const Reading& r, std::size_t i) {
  return announced(r, i, "sort sortcode sc sorts") || slashed(r, i, "s", "c");
}
bool account_number_cue(const Reading& r, std::size_t i) {
  return announced(r, i, "account acc acct accno acctno") || slashed(r, i, "a", "c");
}

bool card_cue(const Reading& r, std::size_t i) {
  return r.word_before(i, "card cards pan visa mastercard amex maestro debit ccno cardno cardnumber", 5) &&
         !r.word_before(i, "sim id swipe access network line graphics sd", 2);
}

void card(const Reading& r, std::size_t i, Finds& out) {
  if (r[i].size() > 19 || glued(r, i)) return;
  const auto runs = runs_from(r, i, " -", 19);
  const bool cue = card_cue(r, i);
  std::optional<Run> best, by_cue;
  for (const Run& run : runs) {
    const bool group = run.last == i || r[i].size() >= 4;
    if (group && card_issuer(run.digits) && luhn_holds(run.digits)) best = run;
    const bool near_length = run.digits.size() >= 13 && run.digits.size() <= 19;
    if (cue && near_length && (!by_cue || run.digits.size() <= 16)) by_cue = run;
  }
  if (!best) best = by_cue;
  if (!best) {
    // A cue and twelve digits: one was lost in typing.
    if (cue && !runs.empty() && runs.back().digits.size() == 12 && r[i].size() >= 4) best = runs.back();
    if (!best) return;
  }
  out.push_back({"CARD", r[i].begin, r[best->last].end, cue || !(best->last == i && announced_as_reference(r, i))});
  // The expiry date of a card is the card holder's too.
  for (std::size_t k = best->last + 1; k + 1 < r.size() && k <= best->last + 4; ++k) {
    if (listed("exp expiry expires expiring valid", r[k - 1].plain) && r[k].digits && r[k].size() == 2 &&
        r.gap(k + 1) == "/" && r[k + 1].digits && (r[k + 1].size() == 2 || r[k + 1].size() == 4)) {
      out.push_back({"CARD", r[k].begin, r[k + 1].end});
    }
  }
}

void security_code(const Reading& r, std::size_t i, Finds& out) {
  if (r[i].size() < 3 || r[i].size() > 4 || r[i].temporal) return;
  const bool cue = announced(r, i, "cvv cvv2 cvc cvc2 cv2 csc cvn", 6) ||
                   (announced(r, i, "security") && r.word_before(i, "code number digits", 4)) ||
                   (announced(r, i, "back") && r.word_before(i, "digits three code", 6));
  if (cue) out.push_back({"CVV", r[i].begin, r[i].end});
}

void nhs_number(const Reading& r, std::size_t i, Finds& out) {
  for (const Run& run : runs_from(r, i, " -", 10)) {
    if (run.digits.size() != 10) continue;
    const bool cue = r.word_before(i, "nhs", 4);
    const bool holds = nhs_number_holds(run.digits);
    const bool grouped = run.last == i + 2 && r[i].size() == 3 && r[i + 1].size() == 3;
    if (cue || (holds && grouped && run.digits[0] != '0')) {
      out.push_back({"NHS", r[i].begin, r[run.last].end});
    } else if (holds && run.last == i && !glued(r, i) && !announced_as_reference(r, i) && run.digits[0] != '0' &&
               !(run.digits >= "1000000000" && run.digits <= "2100000000")) {
      // One in eleven random numbers holds, and every second since 2001 is a ten-digit number: for a person to say.
      out.push_back({"NHS", r[i].begin, r[i].end, false});
    }
  }
}

/// "12-34-56", "12 34 56", "123456"; sort codes look like dates, so only a cue or an account number beside it tells.
void bank(const Reading& r, std::size_t i, Finds& out) {
  std::optional<std::size_t> last;
  if (r[i].size() == 6) last = i;
  if (r[i].size() == 2 && i + 2 < r.size() && r[i + 1].digits && r[i + 2].digits && r[i + 1].size() == 2 &&
      r[i + 2].size() == 2 && r.gap_is(i + 1, " -./") && r.gap_is(i + 2, " -./")) {
    last = i + 2;
  }
  if (last) {
    const bool cue = sort_cue(r, i);
    std::optional<std::size_t> account;
    for (std::size_t k = *last + 1; k < r.size() && k <= *last + 6 && !r.breaks(k); ++k) {
      if (r[k].digits && !r[k].temporal && (r[k].size() == 8 || (cue && r[k].size() == 7))) {
        account = k;
        break;
      }
      if (!between(r, static_cast<std::ptrdiff_t>(k)) && !r[k].is(account_cue) && !listed("a c acc", r[k].plain)) break;
    }
    const bool pair = account && *last == i + 2 &&
                      (r.gap(i + 1) == "-" ? *account == *last + 1 || !r[i].temporal : account_number_cue(r, *account));
    if (cue || pair) {
      out.push_back({"SORT_CODE", r[i].begin, r[*last].end});
      if (account) out.push_back({"ACCOUNT", r[*account].begin, r[*account].end});
    }
  }
  if (r[i].temporal || !account_number_cue(r, i) || glued(r, i)) return;
  if (r[i].size() == 8 || r[i].size() == 7) out.push_back({"ACCOUNT", r[i].begin, r[i].end});
  if (r[i].size() == 4 && i + 1 < r.size() && r[i + 1].digits && r[i + 1].size() == 4 && r.gap_is(i + 1, " -") &&
      !r[i + 1].temporal) {
    out.push_back({"ACCOUNT", r[i].begin, r[i + 1].end});
  }
}

void iban(const Reading& r, std::size_t i, Finds& out) {
  const std::string_view w = r[i].plain;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool split = w.size() == 2 && i + 1 < r.size() && digit(r[i + 1].plain[0]);  // "GB 29 NWBK …"
  if (!split && (w.size() < 4 || !digit(w[2]) || !digit(w[3]))) return;
  if (w[0] < 'a' || w[0] > 'z' || w[1] < 'a' || w[1] > 'z') return;
  const bool cue = r.word_before(i, "iban", 4);
  const Joined* best = nullptr;
  const auto joined = joined_from(r, i, 12, 34, " -");
  for (const Joined& j : joined) {
    if (j.text.size() < 15 || iban_length(j.text.substr(0, 2)) == 0 || j.text[2] < '0' || j.text[2] > '9' ||
        j.text[3] < '0' || j.text[3] > '9') {
      continue;
    }
    if (iban_holds(j.text)) {
      best = &j;
      break;
    }
    if (cue && static_cast<int>(j.text.size()) <= iban_length(j.text.substr(0, 2)) + 1) best = &j;
  }
  if (best != nullptr) out.push_back({"IBAN", r[i].begin, r[best->last].end});
}

/// "CUS-884213", "customer ref 12345", "policy no AB/99120".
void customer(const Reading& r, std::size_t i, Finds& out) {
  constexpr std::string_view prefixes =
      "cus cust customer acc acct account pol policy mem memb member client cli crn mbr";
  const Word& w = r[i];
  // A code may be letters and digits glued by hyphens or slashes; it begins at `from` and ends at `to`.
  std::size_t from = i, to = i;
  while (from > 0 && (r.gap(from) == "-" || r.gap(from) == "/" || r.gap(from) == "_") && !r[from - 1].temporal) --from;
  while (to + 1 < r.size() && (r.gap(to + 1) == "-" || r.gap(to + 1) == "/" || r.gap(to + 1) == "_") &&
         !r[to + 1].temporal)
    ++to;
  std::size_t digits = 0;
  for (std::size_t k = from; k <= to; ++k) {
    digits += static_cast<std::size_t>(
        std::count_if(r[k].plain.begin(), r[k].plain.end(), [](char c) { return c >= '0' && c <= '9'; }));
  }
  if (digits < 4 || w.temporal) return;
  std::size_t letters = 0;
  while (letters < r[from].plain.size() && r[from].plain[letters] >= 'a' && r[from].plain[letters] <= 'z') ++letters;
  if (listed(prefixes, r[from].plain.substr(0, letters)) && (from < to || r[from].mixed()) &&
      r.gap(from + 1 <= to ? from + 1 : from) != "/") {
    out.push_back({"CUSTOMER_REF", r[from].begin, r[to].end});
    return;
  }
  // "customer reference number 884213", "policy: 99120 55"
  bool explicit_reference = false;
  for (std::size_t k = from, reach = 5; k > 0 && reach > 0 && !r.breaks(k); --reach) {
    --k;
    const Word& cue = r[k];
    const bool slashed_account = cue.plain == "c" && k > 0 && r[k - 1].plain == "a" && r.gap(k) == "/";
    if ((cue.is(account_cue) && cue.plain != "customers" && cue.plain != "accounts") || slashed_account) {
      if (digits >= 5 || (explicit_reference && digits >= 4)) out.push_back({"CUSTOMER_REF", r[from].begin, r[to].end});
      return;
    }
    if (listed("ref reference number no id num nr", cue.plain)) explicit_reference = true;
    if (!cue.is(filler) && !listed("ref reference", cue.plain)) return;
  }
}

}  // namespace

void find_accounts(const Reading& r, Finds& out) {
  if (!r.has_digits()) return;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const Word& w = r[i];
    if (w.digits) {
      bank(r, i, out);
      if (!w.temporal) {
        // Not in the middle of a longer number: "4111 1111 …" is read from its first group.
        const bool inside = i > 0 && r[i - 1].digits && !r[i - 1].temporal && r.gap_is(i, " -") && r[i].size() >= 3 &&
                            r[i - 1].size() >= 3;
        if (!inside || w.size() >= 13) card(r, i, out);
        if (!inside || r[i - 1].size() != 3) nhs_number(r, i, out);
        security_code(r, i, out);
        customer(r, i, out);
      }
    } else {
      iban(r, i, out);
      if (w.mixed()) customer(r, i, out);
    }
  }
}

}  // namespace debrief::review::privacy
