// The parts of a Word file that do not depend on its text.

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "base/time.h"
#include "reports/docx/inserts.h"
#include "reports/markup.h"

namespace debrief::reports {

std::span<const base::Embedded> docx_files();

namespace {

constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

}  // namespace

std::string docx_part(std::string_view name) {
  for (const base::Embedded& file : docx_files()) {
    if (file.name == name) return std::string(file.bytes);
  }
  return {};
}

std::string our_docx_styles() { return docx_part("styles.xml"); }

std::string docx_core(const templates::Meta& meta, std::string_view title) {
  const std::string at = base::rfc3339(meta.created_ms);
  std::string x(head);
  x += "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
       "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
       "xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) x += fmt::format("<{0}>{1}</{0}>", name, escaped(one_line(value)));
  };
  add("dc:title", title);
  add("dc:subject", meta.subject);
  add("dc:creator", meta.author);
  add("cp:keywords", meta.reference);
  add("dc:language", meta.language);
  add("cp:lastModifiedBy", meta.author);
  add("cp:category", meta.classification);
  for (const std::string_view name : {"created", "modified"})
    x += fmt::format("<dcterms:{0} xsi:type=\"dcterms:W3CDTF\">{1}</dcterms:{0}>", name, at);
  return x + "</cp:coreProperties>\n";
}

std::string docx_app(const templates::Meta& meta) {
  return std::string(head) +
         "<Properties "
         "xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Debrief</"
         "Application><Company>" +
         escaped(one_line(meta.author)) + "</Company></Properties>\n";
}

std::string docx_custom(const templates::Meta& meta) {
  std::string x(head);
  x += "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" "
       "xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">";
  if (!meta.id.empty()) {
    x += fmt::format("<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"document\">"
                     "<vt:lpwstr>{}</vt:lpwstr></property>",
                     escaped(meta.id));
  }
  return x + "</Properties>\n";
}

}  // namespace debrief::reports
