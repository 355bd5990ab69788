// Documents as files.

#include "app/documents.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/report_files.h"
#include "app/template_folder.h"
#include "app/word_template.h"
#include "app/words.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace debrief::app {

using base::Error;
using base::Status;

templates::BuildOptions build_options(Session& session, const Arguments& a, std::string_view subject) {
  templates::BuildOptions options;
  options.audience = a.value("audience", "internal");
  // Whole seconds, as documents and manifests write them, so that one made anew from what they say is the same.
  options.now = session.now() / 1000 * 1000;
  if (a.has("zone")) options.zone = zone_named(a.value("zone"));
  const base::Zone zone = options.zone.value_or(session.reader().zone());
  options.from = a.time("from", zone);
  options.until = a.time("to", zone);
  if (a.has("period")) options.period = period_named(a.value("period"));
  if (const auto file = a.maybe("template"); file && !is_word_file(*file)) {
    options.template_text = base::read_file(*file, 16U << 20U);
    options.template_name = base::Path(*file).filename().string();
  }
  options.template_folders = template_folders(session, a);
  options.pseudonym_salt = salt_of(session, subject, options.audience);
  return options;
}

std::string salt_of(Session& session, std::string_view subject, const std::string& audience) {
  const std::string secret = session.reader().setting("pseudonym_salt").value_or("");
  return secret.empty() ? std::string() : base::commitment(secret, fmt::format("{}|{}", subject, audience));
}

std::vector<std::string> formats_of(const templates::Built& built) {
  std::vector<std::string> formats;
  for (const reports::Writer* writer : reports::all_writers()) {
    if ((writer->document && built.document) || (writer->workbook && built.workbook)) {
      formats.emplace_back(writer->format);
    }
  }
  std::sort(formats.begin(), formats.end());
  return formats;
}

std::string written(const templates::Built& built, const std::string& format, const reports::WriteOptions& options) {
  const reports::Writer* writer = reports::writer_named(format);
  if (writer && format == "docx" && built.document && !options.house_style.empty()) {
    std::string filled = word_report(built, options.house_style);
    if (!filled.empty()) return filled;
  }
  if (writer && writer->document && built.document) return writer->document(*built.document, options);
  if (writer && writer->workbook && built.workbook) return writer->workbook(*built.workbook);
  // What has no workbook is handed out as JSON by its facts, as the template saw them and fit for the same reader.
  const bool facts = built.document && !built.workbook && !built.view.empty();
  if (facts && format == "json") return built.view + "\n";
  auto possible = formats_of(built);
  if (facts) possible.emplace_back("json");
  const std::string near = base::nearest(base::ascii_lower(format), possible);
  const std::string what = writer ? fmt::format("{} cannot be written as {}", built.kind, base::quoted(format))
                                  : fmt::format("unknown format {}", base::quoted(format));
  throw Error(Status::usage, "unknown-format",
              near.empty() ? what : fmt::format("{}. Did you mean \"{}\"?", what, near),
              fmt::format("{} can be written as {}", built.kind, base::joined(possible, ", ")));
}

WrittenFile write_into(const base::Path& folder, const std::string& path, const std::string& format,
                       const std::string& bytes) {
  base::write_file(folder / path, bytes);
  return {path, format, bytes.size(), base::sha256(bytes)};
}

std::map<std::string, int> withheld_counts(const templates::Built& built) {
  std::map<std::string, int> counts;
  for (const auto& [category, count] : built.withheld) {
    if (count == 0) continue;
    std::string name = base::ascii_lower(category);
    name += name.ends_with('s') ? "es" : "s";
    counts[name] += count;
  }
  return counts;
}

std::vector<std::string> formats_asked(const Arguments& a, std::string_view otherwise) {
  std::vector<std::string> formats;
  std::vector<std::string> given = a.all("as");
  if (given.empty()) given.emplace_back(otherwise);
  for (const std::string& list : given) {
    for (const std::string& part : base::split(list, ',')) {
      const std::string format = base::ascii_lower(base::trimmed(part));
      if (!format.empty() && std::find(formats.begin(), formats.end(), format) == formats.end())
        formats.push_back(format);
    }
  }
  return formats;
}

}  // namespace debrief::app
