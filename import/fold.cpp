// Folding rows of one incident.

#include "import/fold.h"

#include <algorithm>

namespace debrief::import {

namespace {

using review::EventKind;
using review::TextField;

constexpr std::array<TextField, 12> fields{TextField::status,       TextField::priority, TextField::severity,
                                           TextField::impact,       TextField::urgency,  TextField::category,
                                           TextField::subcategory,  TextField::team,     TextField::assignee,
                                           TextField::closure_code, TextField::service,  TextField::location};
constexpr std::size_t status_at = 0;
constexpr std::size_t team_at = 7;
constexpr std::size_t assignee_at = 8;

}  // namespace

std::uint32_t Fold::number_of(std::string_view value) {
  const auto [it, fresh] = numbers_.try_emplace(std::string(value), static_cast<std::uint32_t>(numbers_.size() + 1));
  if (fresh) values_[it->second] = &it->first;
  return it->second;
}

std::optional<base::Ms> Fold::last_at(const std::string& ref) const {
  const auto it = states_.find(ref);
  if (it == states_.end() || !it->second.timed) return std::nullopt;
  return it->second.last_at;
}

bool Fold::earliest(const std::string& ref, base::Ms at) {
  State& s = states_[ref];
  if (s.begun && at >= s.first_at) return false;
  s.begun = true;
  s.first_at = at;
  return true;
}

Fold::Turn Fold::turn(const std::string& ref, review::EventKind kind) {
  State& s = states_[ref];
  Turn turn;
  const bool work = kind == EventKind::acknowledged || kind == EventKind::assigned || kind == EventKind::escalated ||
                    kind == EventKind::logged;
  if (kind == EventKind::reopened || (s.over && work)) {
    turn.reopened = true;
    s.over = false;
    turn.reopenings = ++s.reopened;
  }
  if (kind == EventKind::acknowledged && !s.taken_up) {
    turn.acknowledged_first = true;
    s.taken_up = true;
  }
  if (kind == EventKind::resolved || kind == EventKind::closed) s.over = true;
  return turn;
}

Fold::Step Fold::add(const review::Incident& row, std::optional<base::Ms> at, std::uint64_t digest) {
  Step step;
  auto [it, fresh] = states_.try_emplace(row.ref);
  State& s = it->second;
  step.first = fresh;
  if (!fresh && std::find(s.digests.begin(), s.digests.end(), digest) != s.digests.end()) {
    step.duplicate = true;
    return step;
  }
  s.digests[s.next_digest] = digest;
  s.next_digest = static_cast<std::uint8_t>((s.next_digest + 1) % s.digests.size());
  if (s.timed) step.last_at = s.last_at;

  std::array<bool, watched> changed{};
  for (std::size_t k = 0; k < watched; ++k) {
    const auto& value = row[fields[k]];
    if (!value) continue;  // an empty cell says nothing new
    const std::uint32_t n = number_of(*value);
    if (n == s.values[k]) continue;
    if (!fresh) {
      changed[k] = true;
      if (!step.changes.empty()) step.changes += '\n';
      step.changes +=
          review::json_key(fields[k]) + ": " + (s.values[k] == 0 ? "(empty)" : *values_[s.values[k]]) + " -> " + *value;
    }
    s.values[k] = n;
  }

  const auto& status = row[fields[status_at]];
  const Phase phase = status ? phase_of(*status) : s.phase;
  const double reopened = row[review::NumberField::reopen_count].value_or(s.reopened);
  const bool back = s.phase >= Phase::resolved && phase < Phase::resolved;
  if (fresh) {
    step.kind = EventKind::logged;
  } else if (reopened > s.reopened || back) {
    step.kind = EventKind::reopened;
  } else if (phase == Phase::closed && s.phase != Phase::closed) {
    step.kind = EventKind::closed;
  } else if (phase == Phase::resolved && s.phase < Phase::resolved) {
    step.kind = EventKind::resolved;
  } else if (phase == Phase::working && !s.acknowledged) {
    step.kind = EventKind::acknowledged;
  } else if (changed[team_at] || changed[assignee_at]) {
    step.kind = EventKind::assigned;
  } else {
    step.kind = EventKind::updated;
  }
  if (phase >= Phase::working) s.acknowledged = true;
  s.phase = phase;
  s.reopened = std::max(s.reopened, reopened);
  if (at && (!s.timed || *at > s.last_at)) {
    s.last_at = *at;
    s.timed = true;
  }
  return step;
}

}  // namespace debrief::import
