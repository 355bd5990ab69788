// Whose exports the fault files are like: headings and words of several systems and languages.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace debrief::import::testing {

/// What a column of a made file holds. The order is that of Profile::headings.
enum class Holds {
  key,
  title,
  priority,
  status,
  category,
  team,
  agent,
  channel,
  opened,
  acknowledged,
  resolved,
  closed,
  customers,
  reopened,
  csat
};
inline constexpr std::size_t holds_count = 15;

/// Ways to write a time.
enum class Writes { iso, iso_t, dmy, dotted, mdy, named, jira };

/// headings   "" where exports of this system have no such column
/// legacy     encoding its spreadsheets write, "" none but UTF-8
/// key        what keys begin with
struct Profile {
  std::string_view name;
  std::array<std::string_view, holds_count> headings;
  std::span<const std::string_view> titles;
  std::span<const std::string_view> categories;
  std::span<const std::string_view> teams;
  std::span<const std::string_view> agents;
  std::span<const std::string_view> channels;
  std::span<const std::string_view> statuses;
  std::span<const Writes> writes;
  std::string_view delimiters;
  std::string_view legacy;
  std::string_view key;
};

std::span<const Profile> profiles();

}  // namespace debrief::import::testing
