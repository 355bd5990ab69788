// Columns as bytes and back.

#include "review/store/packed.h"

#include <bit>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "review/columns.h"

namespace debrief::review {
namespace {

TEST(Packed, WholeNumbersTakeTheBytesOfTheWidest) {
  struct Case {
    const char* why;
    std::vector<std::int64_t> values;
    std::size_t bytes_each;
  };
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const std::vector<Case> cases{
      {"nothing", {}, 0},
      {"all absent", {no_time, no_time}, 0},
      {"all the same", {7, 7, 7}, 0},
      {"one of them absent", {7, no_time}, 1},
      {"254 apart", {0, 254}, 1},
      {"255 apart: that code is the absent's", {0, 255}, 2},
      {"seconds", {1'700'000'000'000, 1'700'000'100'000, no_time}, 1},
      {"minutes", {1'700'000'040'000, 1'700'006'040'000}, 1},
      {"ms of a week", {1'700'000'000'001, 1'700'600'000'000}, 4},
      {"as far apart as they go", {least + 1, most, 0, no_time}, 8},
      {"below zero", {-5000, 3000}, 1},
  };
  for (const Case& c : cases) {
    const std::string bytes = packed(c.values);
    EXPECT_EQ(bytes.size(), 24 + c.bytes_each * c.values.size()) << c.why;
    std::vector<std::int64_t> back;
    EXPECT_TRUE(unpack(bytes, back)) << c.why;
    EXPECT_EQ(back, c.values) << c.why;
  }
}

TEST(Packed, OtherNumbersComeBackBitByBit) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> many;
  for (int i = 0; i < 300; ++i) many.push_back(i / 7.0);
  const auto edge = std::vector<double>(many.begin(), many.begin() + 255);
  for (const std::vector<double>& values : {std::vector<double>{},
                                            {nan, nan},
                                            {0.0, -0.0, nan, 1.0},
                                            {-std::numeric_limits<double>::infinity()},
                                            many,
                                            edge}) {
    std::vector<double> back;
    ASSERT_TRUE(unpack(packed(values), back));
    ASSERT_EQ(back.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      EXPECT_EQ(std::bit_cast<std::uint64_t>(back[i]), std::bit_cast<std::uint64_t>(values[i]));
  }
  EXPECT_EQ(packed(edge).size(), 24U + 255 * 8 + 255);
}

TEST(Packed, TextsComeBack) {
  const std::vector<std::string> values{"", "INC1", std::string(3, '\0'), "Größe", std::string(70'000, 'x')};
  std::vector<std::string> back;
  ASSERT_TRUE(unpack(packed(values), back));
  EXPECT_EQ(back, values);
}

TEST(Packed, CodesBeyondTheirListAreRefused) {
  const std::vector<std::int64_t> codes{0, 5, 4};
  std::vector<std::uint32_t> wide;
  EXPECT_TRUE(unpack(packed(codes), wide, 6));
  EXPECT_EQ(wide, (std::vector<std::uint32_t>{0, 5, 4}));
  wide.clear();
  EXPECT_FALSE(unpack(packed(codes), wide, 5));
  std::vector<std::uint8_t> narrow;
  EXPECT_FALSE(unpack(packed(std::vector<std::int64_t>{256, 0}), narrow, 5)) << "256 would be 0 in a byte";
  EXPECT_FALSE(unpack(packed(std::vector<std::int64_t>{256, 256}), narrow, 5));
  EXPECT_FALSE(unpack(packed(std::vector<std::int64_t>{1, no_time}), wide, 5));
}

TEST(Packed, OtherBytesAreRefusedOrReadButNeverPastTheirEnd) {
  std::mt19937 chance(3);
  const std::vector<std::string> whole{packed(std::vector<std::int64_t>{1, 200, 70'000, no_time}),
                                       packed(std::vector<double>{1, 2, 3.5}),
                                       packed(std::vector<std::string>{"a", "bc"})};
  int refused = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string bytes = whole[chance() % whole.size()];
    for (unsigned k = 1 + chance() % 3; k > 0; --k) {
      if (chance() % 4 == 0) bytes.resize(chance() % (bytes.size() + 1));
      if (!bytes.empty()) bytes[chance() % bytes.size()] = static_cast<char>(chance());
    }
    std::vector<std::int64_t> a;
    std::vector<double> b;
    std::vector<std::string> c;
    std::vector<std::uint32_t> d;
    refused += unpack(bytes, a) ? 0 : 1;
    refused += unpack(bytes, b) ? 0 : 1;
    refused += unpack(bytes, c) ? 0 : 1;
    refused += unpack(bytes, d, 100) ? 0 : 1;
    EXPECT_LE(std::max({a.size(), b.size(), d.size()}), piece_rows);
  }
  EXPECT_GT(refused, 50'000);
}

}  // namespace
}  // namespace debrief::review
