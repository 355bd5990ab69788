// Documents as files: built, written in each format asked for, with a manifest beside them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.h"
#include "app/session.h"
#include "base/file.h"
#include "reports/writer.h"
#include "templates/build.h"

namespace debrief::app {

/// What the command line says about a document: audience, template, window, zone. The salt of pseudonyms comes from the
/// workspace's secret and `subject`, so that the same document reads the same again.
/// Throws bad-audience (2), unknown-zone (2), the file codes.
templates::BuildOptions build_options(Session& session, const Arguments& a, std::string_view subject);

/// The bytes of a document in one format. Throws usage Error unknown-format for a format that does not exist, or that
/// this kind of document does not have, naming those it has. A document without a workbook is JSON by the facts its
/// template saw, made fit for the same reader.
std::string written(const templates::Built& built, const std::string& format, const reports::WriteOptions& options);

/// Formats a document is written in unless others are asked for; JSON of one without a workbook is not among them.
std::vector<std::string> formats_of(const templates::Built& built);

/// One file of an answer. path: relative to the folder
struct WrittenFile {
  std::string path;
  std::string format;
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// Writes `bytes` as folder/path and tells about it.
WrittenFile write_into(const base::Path& folder, const std::string& path, const std::string& format,
                       const std::string& bytes);

/// Names of what was withheld, as the answer has them: NAME -> names.
std::map<std::string, int> withheld_counts(const templates::Built& built);

/// "docx,pdf" and repeated --as, each once, in the order given; `otherwise` when none was given.
std::vector<std::string> formats_asked(const Arguments& a, std::string_view otherwise);

}  // namespace debrief::app
