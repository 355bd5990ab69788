// Source files in pieces of 1 MiB, each a zstd frame of its own (level 1 packs a CSV to 0.21 of its size).

#include "review/store/source_pieces.h"

#include <cerrno>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include "review/store.h"

namespace debrief::review {

namespace {
constexpr std::size_t piece_bytes = 1024 * 1024;
constexpr int level = 1;

/// Workspaces of the first schema hold zlib streams, which never start as a zstd frame does.
bool is_zstd(std::string_view packed) { return packed.starts_with("\x28\xB5\x2F\xFD"); }

bool unpack(std::string_view packed, std::string& out) {
  if (is_zstd(packed)) return ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size()) == out.size();
  uLongf size = out.size();
  return uncompress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(packed.data()),
                    packed.size()) == Z_OK &&
         size == out.size();
}
}  // namespace

std::int64_t claim_source(Store& store, std::string_view sha256, bool& fresh) {
  auto& db = store.db();
  auto s = db.prepare("SELECT id FROM source_file WHERE sha256 = ?1");
  s.bind(1, sha256);
  fresh = !s.step();
  if (!fresh) return s.integer(0);
  db.prepare("INSERT INTO source_file (sha256, bytes) VALUES (?1, 0)").bind(1, sha256).run();
  return db.last_id();
}

void keep_source(Store& store, std::int64_t file_id, const base::Path& path) {
  auto& db = store.db();
  std::ifstream in(path, std::ios::binary);
  if (!in) throw base::file_error(errno, path, "read");
  auto insert = db.prepare("INSERT INTO source_piece (file_id, number, bytes, packed) VALUES (?1, ?2, ?3, ?4)");
  std::string piece(piece_bytes, '\0');
  std::string packed(ZSTD_compressBound(piece_bytes), '\0');
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> packer(ZSTD_createCCtx(), ZSTD_freeCCtx);
  std::int64_t total = 0;
  for (int number = 0; in; ++number) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto n = static_cast<std::size_t>(in.gcount());
    if (n == 0) break;
    const std::size_t size = ZSTD_compressCCtx(packer.get(), packed.data(), packed.size(), piece.data(), n, level);
    DEBRIEF_CHECK(!ZSTD_isError(size), "a buffer of compressBound bytes holds any packed piece");
    insert.bind(1, file_id)
        .bind(2, number)
        .bind(3, static_cast<std::int64_t>(n))
        .bind_blob(4, std::string_view(packed.data(), size))
        .run();
    total += static_cast<std::int64_t>(n);
  }
  if (in.bad()) throw base::file_error(EIO, path, "read");
  db.prepare("UPDATE source_file SET bytes = ?2 WHERE id = ?1").bind(1, file_id).bind(2, total).run();
}

void read_source(Store& store, std::int64_t file_id, const std::function<void(std::string_view)>& piece) {
  auto s = store.db().prepare("SELECT bytes, packed FROM source_piece WHERE file_id = ?1 ORDER BY number");
  s.bind(1, file_id);
  std::string out;
  while (s.step()) {
    out.resize(static_cast<std::size_t>(s.integer(0)));
    if (!unpack(s.text(1), out)) {
      throw base::Error(base::Status::refused, "workspace-damaged", "a kept source file cannot be read back",
                        "restore the last backup of the workspace");
    }
    piece(out);
  }
}

}  // namespace debrief::review
