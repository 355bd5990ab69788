// One cell, read as a time, a number, a flag and a length of time.

#include <cmath>

#include "base/text.h"
#include "import/sniff/dates.h"
#include "import/sniff/types.h"
#include "import/stamps.h"
#include "tests/fuzz/harness.h"

namespace debrief::fuzz {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace import;
  static const base::Zone london = *base::Zone::named("Europe/London");
  static StampReader stamps(london);
  if (size < 1) return 0;
  const unsigned how = data[size - 1];
  const std::string text = base::repaired_utf8({reinterpret_cast<const char*>(data), size - 1});
  const TimeStyle style{static_cast<DayOrder>(1 + (how & 3U) % 3U), static_cast<NumberIs>((how >> 2U) % 5U)};

  const WrittenTime t = read_time(text, style);
  if (t.state == TimeRead::read) {
    must_hold(base::valid(t.civil), "a time that was read is one the calendar knows");
    must_hold(t.zone.empty() || base::Zone::named(t.zone).has_value(), "a zone that was read is one that exists");
    const std::string iso = base::rfc3339(base::civil_as_utc(t.civil));
    must_hold(base::utc_civil(base::civil_as_utc(t.civil)) == t.civil || t.civil.hour == 24,
              "a time survives the way to the instant and back");
    if (t.civil.year >= 0 && t.civil.year <= 9999) {
      const WrittenTime again = read_time(iso, {});
      must_hold(again.state == TimeRead::read, "what we write ourselves can be read");
      must_hold(base::civil_as_utc(again.civil) == base::civil_as_utc(t.civil), "and says the same");
    }
    if (!t.order_matters && style.order != DayOrder::ymd) {
      const WrittenTime other =
          read_time(text, {style.order == DayOrder::dmy ? DayOrder::mdy : DayOrder::dmy, style.number});
      must_hold(other.state == TimeRead::read && other.civil == t.civil,
                "the day order changes nothing where it does not matter");
    }
  }
  const StampRead s = stamps.read(text, style);
  must_hold(s.stamp.has_value() == (s.state == TimeRead::read), "a stamp stands for a time that was read");
  if (s.repeated) must_hold(s.later > s.stamp->at, "the later reading is later");

  const Number n = read_number(text);
  must_hold(n.state != NumberRead::read || std::isfinite(n.value), "a number is finite");
  const auto length = read_duration(text, 60);
  must_hold(!length || std::isfinite(*length), "a length of time is finite");
  (void)read_flag(text);
  must_hold(!is_placeholder(text) || n.state != NumberRead::read, "a stand-in is no number");
  return 0;
}

}  // namespace debrief::fuzz
