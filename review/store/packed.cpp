// Columns as bytes, little end first.

#include "review/store/packed.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "review/columns.h"

namespace debrief::review {

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

/// Stands before the numbers. form: 'w' whole, 'r' raw, 't' by a table of `least` entries, which follows.
struct Head {
  char form = 'w';
  std::uint8_t width = 0;   // bytes each
  std::uint8_t absent = 0;  // 1: the highest code means no_time
  std::uint8_t none = 0;
  std::uint32_t n = 0;
  std::int64_t least = 0;
  std::int64_t unit = 1;
};
static_assert(sizeof(Head) == 24);

std::string started(const Head& head, std::size_t room) {
  std::string out;
  out.reserve(sizeof head + room);
  out.append(reinterpret_cast<const char*>(&head), sizeof head);
  return out;
}

std::uint64_t highest_code(unsigned width) {
  return width == 8 ? std::numeric_limits<std::uint64_t>::max() : (1ULL << (8 * width)) - 1;
}

template <typename Code>
void append_codes(std::string& out, std::span<const std::int64_t> values, const Head& head) {
  for (const std::int64_t v : values) {
    const bool absent = head.absent != 0 && v == no_time;
    const std::uint64_t above = static_cast<std::uint64_t>(v) - static_cast<std::uint64_t>(head.least);
    const auto code =
        absent ? std::numeric_limits<Code>::max() : static_cast<Code>(above / static_cast<std::uint64_t>(head.unit));
    out.append(reinterpret_cast<const char*>(&code), sizeof code);
  }
}

bool head_of(std::string_view bytes, Head& head) {
  if (bytes.size() < sizeof head) return false;
  std::memcpy(&head, bytes.data(), sizeof head);
  return head.n <= piece_rows;
}

/// `take(i, whole number)` for each; false where bytes are missing or over.
template <typename Code, typename Take>
bool each_code(std::string_view bytes, const Head& head, Take take) {
  if (bytes.size() != std::size_t{head.n} * sizeof(Code)) return false;
  const char* at = bytes.data();
  const auto least = static_cast<std::uint64_t>(head.least);
  const auto unit = static_cast<std::uint64_t>(head.unit);
  const bool may_be_absent = head.absent != 0;
  for (std::size_t i = 0; i < head.n; ++i) {
    Code code;
    std::memcpy(&code, at + i * sizeof code, sizeof code);
    const auto value = static_cast<std::int64_t>(least + unit * code);
    take(i, may_be_absent && code == std::numeric_limits<Code>::max() ? no_time : value);
  }
  return true;
}

template <typename Number>
bool unpack_whole(std::string_view bytes, std::vector<Number>& out, Number& together) {
  Head head;
  if (!head_of(bytes, head) || head.form != 'w') return false;
  bytes.remove_prefix(sizeof head);
  if (head.width > 0 && bytes.size() / head.width < head.n) return false;
  const std::size_t before = out.size();
  if (head.width == 0) {
    const std::int64_t only = head.absent != 0 ? no_time : head.least;
    out.resize(before + head.n, static_cast<Number>(only));
    together = static_cast<Number>(together | static_cast<Number>(only));
    return bytes.empty() && std::int64_t{static_cast<Number>(only)} == only;
  }
  out.resize(before + head.n);
  Number* to = out.data() + before;
  bool fits = true;
  const auto take = [&](std::size_t i, std::int64_t value) {
    to[i] = static_cast<Number>(value);
    if constexpr (sizeof(Number) < sizeof value) fits = fits && std::int64_t{to[i]} == value;
    together = static_cast<Number>(together | to[i]);
  };
  const bool whole = head.width == 1   ? each_code<std::uint8_t>(bytes, head, take)
                     : head.width == 2 ? each_code<std::uint16_t>(bytes, head, take)
                     : head.width == 4 ? each_code<std::uint32_t>(bytes, head, take)
                     : head.width == 8 ? each_code<std::uint64_t>(bytes, head, take)
                                       : false;
  return whole && fits;
}

template <typename Number>
bool unpack_below(std::string_view bytes, std::vector<Number>& out, std::uint64_t end) {
  const std::size_t before = out.size();
  Number together = 0;
  if (!unpack_whole(bytes, out, together)) return false;
  // All bits of all numbers in one: below `end`, so is each of them. Else they are looked at.
  if (together < end) return true;
  return std::all_of(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(), [&](Number v) { return v < end; });
}

}  // namespace

std::string packed(std::span<const std::int64_t> values) {
  Head head;
  head.n = static_cast<std::uint32_t>(values.size());
  std::int64_t most = std::numeric_limits<std::int64_t>::min();
  head.least = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t v : values) {
    if (v == no_time) {
      head.absent = 1;
      continue;
    }
    head.least = std::min(head.least, v);
    most = std::max(most, v);
  }
  if (most == no_time) {  // none present
    head.least = 0;
    return started(head, 0);
  }
  const auto above = [&](std::int64_t v) {
    return static_cast<std::uint64_t>(v) - static_cast<std::uint64_t>(head.least);
  };
  for (const std::int64_t unit : {std::int64_t{60'000}, std::int64_t{1000}}) {
    const bool divides = std::all_of(values.begin(), values.end(), [&](std::int64_t v) {
      return v == no_time || above(v) % static_cast<std::uint64_t>(unit) == 0;
    });
    if (divides) {
      head.unit = unit;
      break;
    }
  }
  const std::uint64_t range = above(most) / static_cast<std::uint64_t>(head.unit);
  if (range == 0 && head.absent == 0) return started(head, 0);
  head.width = 1;
  // The highest code is left for the absent; a range of all 64 bits leaves none, and has no absent value either.
  while (head.width < 8 && range >= highest_code(head.width)) head.width = static_cast<std::uint8_t>(head.width * 2);
  std::string out = started(head, values.size() * head.width);
  switch (head.width) {
    case 1:
      append_codes<std::uint8_t>(out, values, head);
      break;
    case 2:
      append_codes<std::uint16_t>(out, values, head);
      break;
    case 4:
      append_codes<std::uint32_t>(out, values, head);
      break;
    default:
      append_codes<std::uint64_t>(out, values, head);
  }
  return out;
}

std::string packed(std::span<const double> values) {
  std::vector<double> table;
  std::unordered_map<std::uint64_t, std::uint8_t> code_of;
  std::string codes;
  codes.reserve(values.size());
  for (const double v : values) {
    const auto it = code_of.find(std::bit_cast<std::uint64_t>(v));
    if (it != code_of.end()) {
      codes.push_back(static_cast<char>(it->second));
      continue;
    }
    if (table.size() == 255) break;
    code_of.emplace(std::bit_cast<std::uint64_t>(v), static_cast<std::uint8_t>(table.size()));
    codes.push_back(static_cast<char>(table.size()));
    table.push_back(v);
  }
  Head head;
  head.n = static_cast<std::uint32_t>(values.size());
  const auto append = [](std::string& out, std::span<const double> numbers) {
    out.append(reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes());
  };
  if (codes.size() < values.size()) {
    head.form = 'r';
    std::string out = started(head, values.size_bytes());
    append(out, values);
    return out;
  }
  head.form = 't';
  head.least = static_cast<std::int64_t>(table.size());
  std::string out = started(head, table.size() * sizeof(double) + codes.size());
  append(out, table);
  if (table.size() > 1) out += codes;
  return out;
}

std::string packed(std::span<const std::string> values) {
  std::vector<std::int64_t> lengths;
  lengths.reserve(values.size());
  std::size_t bytes = 0;
  for (const std::string& v : values) {
    lengths.push_back(static_cast<std::int64_t>(v.size()));
    bytes += v.size();
  }
  const std::string head = packed(std::span<const std::int64_t>(lengths));
  const std::uint64_t head_size = head.size();
  std::string out(reinterpret_cast<const char*>(&head_size), sizeof head_size);
  out.reserve(sizeof head_size + head.size() + bytes);
  out += head;
  for (const std::string& v : values) out += v;
  return out;
}

bool unpack(std::string_view bytes, std::vector<std::int64_t>& out) {
  std::int64_t together = 0;
  return unpack_whole(bytes, out, together);
}

bool unpack(std::string_view bytes, std::vector<std::uint32_t>& out, std::uint64_t end) {
  return unpack_below(bytes, out, end);
}

bool unpack(std::string_view bytes, std::vector<std::uint8_t>& out, std::uint64_t end) {
  return unpack_below(bytes, out, end);
}

bool unpack(std::string_view bytes, std::vector<double>& out) {
  Head head;
  if (!head_of(bytes, head)) return false;
  bytes.remove_prefix(sizeof head);
  const std::size_t before = out.size();
  if (head.form == 'r') {
    if (bytes.size() != head.n * sizeof(double)) return false;
    out.resize(before + head.n);
    if (head.n > 0) std::memcpy(out.data() + before, bytes.data(), bytes.size());
    return true;
  }
  if (head.form != 't' || head.least < 0 || head.least > 255) return false;
  const auto entries = static_cast<std::size_t>(head.least);
  const std::size_t coded = entries > 1 ? head.n : 0;
  if (bytes.size() != entries * sizeof(double) + coded || (entries == 0) != (head.n == 0)) return false;
  double table[256] = {};
  std::memcpy(table, bytes.data(), entries * sizeof(double));
  out.resize(before + head.n, table[0]);
  if (coded == 0) return true;
  const char* codes = bytes.data() + entries * sizeof(double);
  double* to = out.data() + before;
  for (std::size_t i = 0; i < head.n; ++i) to[i] = table[static_cast<std::uint8_t>(codes[i])];
  return true;
}

bool unpack(std::string_view bytes, std::vector<std::string>& out) {
  std::uint64_t head_size = 0;
  if (bytes.size() < sizeof head_size) return false;
  std::memcpy(&head_size, bytes.data(), sizeof head_size);
  bytes.remove_prefix(sizeof head_size);
  std::vector<std::int64_t> lengths;
  if (head_size > bytes.size() || !unpack(bytes.substr(0, head_size), lengths)) return false;
  bytes.remove_prefix(head_size);
  for (const std::int64_t length : lengths) {
    if (length < 0 || static_cast<std::uint64_t>(length) > bytes.size()) return false;
    out.emplace_back(bytes.substr(0, static_cast<std::size_t>(length)));
    bytes.remove_prefix(static_cast<std::size_t>(length));
  }
  return bytes.empty();
}

}  // namespace debrief::review
