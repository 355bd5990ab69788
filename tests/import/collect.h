// What the import tests share: a sink that keeps everything, and files made on the spot.
#pragma once

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <zip.h>

#include "base/error.h"
#include "base/json.h"
#include "import/importer.h"
#include "import/table.h"

namespace debrief::import::testing {

struct Collected : Sink {
  review::FileReading reading;
  std::vector<review::IncidentDraft> drafts;
  std::vector<review::Contact> contacts;
  std::vector<review::Interval> intervals;
  std::vector<std::pair<std::int64_t, base::Issue>> quarantined;
  std::vector<base::Issue> issues;
  int passed_over = 0;

  void take(review::IncidentDraft&& draft) override { drafts.push_back(std::move(draft)); }
  void take(review::Contact contact, std::int64_t) override { contacts.push_back(std::move(contact)); }
  void take(review::Interval interval, std::int64_t) override { intervals.push_back(std::move(interval)); }
  void quarantine(std::int64_t row, std::vector<std::string>, base::Issue why) override {
    quarantined.emplace_back(row, std::move(why));
  }
  void pass_over() override { ++passed_over; }
  void report(base::Issue issue) override { issues.push_back(std::move(issue)); }

  std::size_t incidents() const {
    std::set<std::string> refs;
    for (const auto& d : drafts) refs.insert(d.incident.ref);
    return refs.size();
  }
  std::size_t events() const {
    std::size_t n = 0;
    for (const auto& d : drafts) n += d.events.size();
    return n;
  }
  std::size_t count(std::string_view code) const {
    std::size_t n = 0;
    for (const auto& i : issues) n += i.code == code ? 1 : 0;
    return n;
  }
  std::string role(std::string_view column) const {
    for (const auto& c : reading.columns) {
      if (c.name == column) return c.role;
    }
    return "no such column";
  }
};

inline Collected collect(const std::string& path, const Options& options = {}) {
  Collected out;
  const Source source = Source::open(path);
  read_into(source, options, [&](const review::FileReading& r) -> Sink* {
    out.reading = r;
    return &out;
  });
  return out;
}

/// A file in a folder of its own, removed at the end of the test.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, std::string_view bytes) {
    static std::atomic<int> n{0};
    folder_ = std::filesystem::temp_directory_path() /
              ("debrief-import-test-" + std::to_string(::getpid()) + "-" + std::to_string(n++));
    std::filesystem::create_directories(folder_);
    path_ = (folder_ / name).string();
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::filesystem::remove_all(folder_); }
  const std::string& path() const { return path_; }

 private:
  std::filesystem::path folder_;
  std::string path_;
};

inline Collected collect_text(std::string_view text, const Options& options = {}, const std::string& name = "log.csv") {
  const TemporaryFile file(name, text);
  return collect(file.path(), options);
}

struct Printed {
  base::Json head;
  std::vector<std::pair<int, std::vector<std::string>>> rows;
  std::vector<base::Issue> faults;
};

inline Printed printed(const std::string& path, const Options& options = {}) {
  Printed out;
  print_table(
      Source::open(path), options,
      [&](std::string_view line) {
        const auto json = base::parse_json(line).value();
        if (json.contains("columns")) {
          out.head = json;
        } else {
          out.rows.emplace_back(json["row"].get<int>(), json["cells"].get<std::vector<std::string>>());
        }
      },
      [&](const base::Issue& i) { out.faults.push_back(i); });
  return out;
}

inline Printed printed_text(std::string_view text, const Options& options = {}, const std::string& name = "log.csv") {
  const TemporaryFile file(name, text);
  return printed(file.path(), options);
}

/// The code of the Error that `work` throws, "" when it throws none.
template <typename Work>
std::string error_of(const Work& work) {
  try {
    work();
  } catch (const base::Error& e) {
    return e.code();
  }
  return "";
}

/// A zip of the given parts.
inline std::string zipped(const std::vector<std::pair<std::string, std::string>>& parts) {
  const TemporaryFile file("parts.zip", "");
  int fault = 0;
  zip_t* zip = zip_open(file.path().c_str(), ZIP_CREATE | ZIP_TRUNCATE, &fault);
  for (const auto& [name, bytes] : parts) {
    zip_source_t* source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
    zip_file_add(zip, name.c_str(), source, ZIP_FL_OVERWRITE);
  }
  zip_close(zip);
  std::ifstream in(file.path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The parts every workbook has, around the given sheets (name, extra attributes, rows as XML).
struct SheetOf {
  std::string name;
  std::string rows;
  std::string attributes;
};
inline std::string workbook(const std::vector<SheetOf>& sheets, const std::string& shared = {},
                            bool epoch_1904 = false) {
  const std::string relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  std::vector<std::pair<std::string, std::string>> parts;
  parts.emplace_back("_rels/.rels", "<Relationships><Relationship Id=\"r1\" Type=\"" + relation +
                                        "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
  std::string list;
  std::string relations;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    list += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + n + "\" r:id=\"s" + n + "\" " + sheets[i].attributes +
            "/>";
    relations +=
        "<Relationship Id=\"s" + n + "\" Type=\"" + relation + "worksheet\" Target=\"worksheets/sheet" + n + ".xml\"/>";
    parts.emplace_back("xl/worksheets/sheet" + n + ".xml",
                       "<worksheet><sheetData>" + sheets[i].rows + "</sheetData></worksheet>");
  }
  parts.emplace_back("xl/workbook.xml", "<workbook xmlns:r=\"r\"><workbookPr date1904=\"" +
                                            std::string(epoch_1904 ? "1" : "0") + "\"/><sheets>" + list +
                                            "</sheets></workbook>");
  relations += "<Relationship Id=\"t\" Type=\"" + relation + "styles\" Target=\"styles.xml\"/>";
  if (!shared.empty())
    relations += "<Relationship Id=\"u\" Type=\"" + relation + "sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>";
  parts.emplace_back("xl/_rels/workbook.xml.rels", "<Relationships>" + relations + "</Relationships>");
  // Style 1 is a date, 2 a time of day, 3 a length [h]:mm.
  parts.emplace_back("xl/styles.xml",
                     "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"165\" "
                     "formatCode=\"dd&quot;m&quot;/mm/yyyy\"/></numFmts>"
                     "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"165\"/><xf numFmtId=\"20\"/><xf "
                     "numFmtId=\"164\"/></cellXfs></styleSheet>");
  if (!shared.empty()) parts.emplace_back("xl/sharedStrings.xml", shared);
  return zipped(parts);
}

inline std::string samples() { return std::string(DEBRIEF_SHARED) + "/samples/"; }

}  // namespace debrief::import::testing

/// Leaves the test, and says so, where the shared samples are not there.
#define NEEDS_SAMPLE(path) \
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the shared samples are not here: " << (path)
