// Source files in pieces of 256 KiB, deflated at the fastest level (0.21 of a CSV's size in the measurements).

#include "review/store/source_pieces.h"

#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <fstream>
#include <string>

#include "review/store.h"

namespace debrief::review {

namespace {
constexpr std::size_t piece_bytes = 256 * 1024;
}

std::int64_t keep_source(Store& store, const base::Path& path, std::string_view sha256) {
  auto& db = store.db();
  {
    auto s = db.prepare("SELECT id FROM source_file WHERE sha256 = ?1");
    s.bind(1, sha256);
    if (s.step()) return s.integer(0);
  }
  db.prepare("INSERT INTO source_file (sha256, bytes) VALUES (?1, 0)").bind(1, sha256).run();
  const std::int64_t id = db.last_id();
  std::ifstream in(path, std::ios::binary);
  if (!in) throw base::file_error(errno, path, "read");
  auto insert = db.prepare("INSERT INTO source_piece (file_id, number, bytes, deflated) VALUES (?1, ?2, ?3, ?4)");
  std::string piece(piece_bytes, '\0');
  std::string deflated(compressBound(piece_bytes), '\0');
  std::int64_t total = 0;
  for (int number = 0; in; ++number) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto n = static_cast<std::size_t>(in.gcount());
    if (n == 0) break;
    uLongf size = deflated.size();
    const int status = compress2(reinterpret_cast<Bytef*>(deflated.data()), &size,
                                 reinterpret_cast<const Bytef*>(piece.data()), n, Z_BEST_SPEED);
    DEBRIEF_CHECK(status == Z_OK, "a buffer of compressBound bytes holds any deflated piece");
    insert.bind(1, id)
        .bind(2, number)
        .bind(3, static_cast<std::int64_t>(n))
        .bind_blob(4, std::string_view(deflated.data(), size))
        .run();
    total += static_cast<std::int64_t>(n);
  }
  if (in.bad()) throw base::file_error(EIO, path, "read");
  db.prepare("UPDATE source_file SET bytes = ?2 WHERE id = ?1").bind(1, id).bind(2, total).run();
  return id;
}

void read_source(Store& store, std::int64_t file_id, const std::function<void(std::string_view)>& piece) {
  auto s = store.db().prepare("SELECT bytes, deflated FROM source_piece WHERE file_id = ?1 ORDER BY number");
  s.bind(1, file_id);
  std::string out;
  while (s.step()) {
    out.resize(static_cast<std::size_t>(s.integer(0)));
    uLongf size = out.size();
    const std::string_view deflated = s.text(1);
    if (uncompress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(deflated.data()),
                   deflated.size()) != Z_OK ||
        size != out.size()) {
      throw base::Error(base::Status::refused, "workspace-damaged", "a kept source file cannot be read back",
                        "restore the last backup of the workspace");
    }
    piece(out);
  }
}

}  // namespace debrief::review
