// Workbooks. Bytes that begin like a zip are a file as they stand; of all others the parts of a workbook are made:
// sheet, shared texts, styles and inventory, parted by lines "%%", in a zip without compression.

#include <array>
#include <vector>

#include <zlib.h>

#include "tests/fuzz/harness.h"

namespace debrief::fuzz {

namespace {

void little(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

struct Part {
  std::string name;
  std::string_view bytes;
};

std::string zipped(const std::vector<Part>& parts) {
  std::string out;
  std::string directory;
  for (const Part& p : parts) {
    const auto at = static_cast<std::uint32_t>(out.size());
    const auto length = static_cast<std::uint32_t>(p.bytes.size());
    const auto crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const unsigned char*>(p.bytes.data()), static_cast<unsigned>(p.bytes.size())));
    std::string common;
    little(common, 20, 2);
    little(common, 0, 4);  // no flags, stored
    little(common, 0x58210000U, 4);
    little(common, crc, 4);
    little(common, length, 4);
    little(common, length, 4);
    little(common, static_cast<std::uint32_t>(p.name.size()), 2);
    little(common, 0, 2);
    out += "PK\x03\x04" + common + p.name;
    out += p.bytes;
    directory += "PK\x01\x02";
    little(directory, 20, 2);
    directory += common;
    little(directory, 0, 2);
    little(directory, 0, 4);
    little(directory, 0, 4);
    little(directory, at, 4);
    directory += p.name;
  }
  const auto at = static_cast<std::uint32_t>(out.size());
  const auto size = static_cast<std::uint32_t>(directory.size());
  out += directory + std::string("PK\x05\x06\0\0\0\0", 8);
  little(out, static_cast<std::uint32_t>(parts.size()), 2);
  little(out, static_cast<std::uint32_t>(parts.size()), 2);
  little(out, size, 4);
  little(out, at, 4);
  little(out, 0, 2);
  return out;
}

constexpr std::string_view relations =
    R"(<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
constexpr std::string_view inventory_relations =
    R"(<Relationships><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="u" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>)";
constexpr std::string_view inventory =
    R"(<workbook xmlns:r="r"><sheets><sheet name="Log" sheetId="1" r:id="s1"/></sheets></workbook>)";
constexpr std::string_view texts = R"(<sst><si><t>Opened</t></si><si><t>Number</t></si><si><t>INC1</t></si></sst>)";
constexpr std::string_view styles =
    R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>)";

std::string made_of(std::string_view text) {
  std::array<std::string_view, 4> given{{{}, texts, styles, inventory}};
  for (auto& part : given) {
    if (text.empty()) break;
    const auto cut = text.find("\n%%\n");
    part = text.substr(0, cut);
    text = cut == std::string_view::npos ? std::string_view() : text.substr(cut + 4);
  }
  return zipped({{"_rels/.rels", relations},
                 {"xl/workbook.xml", given[3]},
                 {"xl/_rels/workbook.xml.rels", inventory_relations},
                 {"xl/worksheets/sheet1.xml", given[0]},
                 {"xl/sharedStrings.xml", given[1]},
                 {"xl/styles.xml", given[2]}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static MemoryFile file;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  file.fill(text.starts_with("PK") ? std::string(text) : made_of(text));
  import_anything(file.path(), {}, size % 4 == 0 ? Depth::whole_import : Depth::reading);
  return 0;
}

}  // namespace debrief::fuzz
