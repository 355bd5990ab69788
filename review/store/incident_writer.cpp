// Inserting incidents.

#include "review/store/incident_writer.h"

#include <fmt/format.h>

#include "review/store/rows.h"

namespace debrief::review {

namespace {

static_assert(text_fields + time_fields + number_fields <= 64, "a bit for each field");

constexpr std::uint64_t bit(std::size_t i) { return std::uint64_t{1} << i; }

std::uint64_t fields_of(const Incident& in) {
  std::uint64_t bits = 0;
  std::size_t i = 0;
  for (const auto& text : in.texts) bits |= text ? bit(i++) : (++i, 0);
  for (const auto& time : in.times) bits |= time ? bit(i++) : (++i, 0);
  for (const auto& number : in.numbers) bits |= number ? bit(i++) : (++i, 0);
  return bits;
}

}  // namespace

void IncidentWriter::prepare() {
  std::string columns = "source, ref, kind, stamps, id, completeness, import_id, row, rows, digest";
  int marks = 10;
  std::size_t i = 0;
  const auto add = [&](const std::string& column) {
    if ((met_ & bit(i++)) == 0) return;
    columns += ", " + column;
    ++marks;
  };
  for (const auto& f : text_field_table()) add(std::string(f.role));
  for (const auto& f : time_field_table()) add(std::string(f.role) + "_ms");
  for (const auto& f : number_field_table()) add(std::string(f.role));
  std::string values;
  for (int k = 1; k <= marks; ++k) values += fmt::format("{}?{}", k == 1 ? "" : ", ", k);
  statement_ = db_.prepare(fmt::format("INSERT INTO incident ({}) VALUES ({})", columns, values));
}

void IncidentWriter::insert(const Incident& in, const IncidentRecord& record) {
  const std::uint64_t here = fields_of(in);
  if (!statement_ || (here & ~met_) != 0) {
    met_ |= here;
    prepare();
  }
  stamps_.clear();
  add_stamps(in, stamps_);
  base::Statement& s = *statement_;
  s.bind_kept(1, in.source).bind_kept(2, in.ref).bind_kept(3, name(in.kind)).bind_kept(4, stamps_);
  s.bind(5, record.id)
      .bind(6, record.completeness)
      .bind(7, record.import_id)
      .bind(8, record.row)
      .bind(9, record.rows)
      .bind(10, static_cast<std::int64_t>(record.digest));
  int p = 11;
  std::size_t i = 0;
  for (const auto& text : in.texts) {
    if ((met_ & bit(i++)) == 0) continue;
    if (text) {
      s.bind_kept(p++, *text);
    } else {
      s.bind_null(p++);
    }
  }
  for (const auto& time : in.times) {
    if ((met_ & bit(i++)) == 0) continue;
    if (time) {
      s.bind(p++, time->at);
    } else {
      s.bind_null(p++);
    }
  }
  for (const auto& number : in.numbers) {
    if ((met_ & bit(i++)) != 0) s.bind(p++, number);
  }
  s.run();
}

}  // namespace debrief::review
