// Metadata as XML: the document's facts once more, and the standards that the file keeps.

#include <fmt/format.h>

#include "base/time.h"
#include "reports/markup.h"
#include "reports/pdf/finish.h"

namespace debrief::reports {

std::string xmp(const templates::Meta& meta, const std::string& title) {
  const std::string at = base::rfc3339(meta.created_ms);
  std::string x =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
      "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
      "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n<pdfuaid:part>1</pdfuaid:part>\n"
      "<dc:format>application/pdf</dc:format>\n";
  const auto alternative = [&](std::string_view name, const std::string& value) {
    if (!value.empty())
      x += fmt::format("<dc:{0}><rdf:Alt><rdf:li xml:lang=\"x-default\">{1}</rdf:li></rdf:Alt></dc:{0}>\n", name,
                       escaped(one_line(value)));
  };
  alternative("title", title);
  alternative("description", meta.subject);
  if (!meta.author.empty())
    x += "<dc:creator><rdf:Seq><rdf:li>" + escaped(one_line(meta.author)) + "</rdf:li></rdf:Seq></dc:creator>\n";
  x += "<dc:language><rdf:Bag><rdf:li>" + escaped(meta.language) + "</rdf:li></rdf:Bag></dc:language>\n";
  if (!meta.id.empty()) x += "<dc:identifier>" + escaped(meta.id) + "</dc:identifier>\n";
  if (!meta.reference.empty()) x += "<pdf:Keywords>" + escaped(one_line(meta.reference)) + "</pdf:Keywords>\n";
  x += "<pdf:Producer>Debrief</pdf:Producer>\n<xmp:CreatorTool>Debrief</xmp:CreatorTool>\n";
  for (const std::string_view name : {"CreateDate", "ModifyDate", "MetadataDate"})
    x += fmt::format("<xmp:{0}>{1}</xmp:{0}>\n", name, at);
  x += "</rdf:Description>\n";
  // PDF/A wants every property outside its own list described; pdfuaid is one.
  x += "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
       "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
       "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n<pdfaExtension:schemas><rdf:Bag>"
       "<rdf:li rdf:parseType=\"Resource\">\n<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
       "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
       "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n<pdfaSchema:property><rdf:Seq>"
       "<rdf:li rdf:parseType=\"Resource\">\n<pdfaProperty:name>part</pdfaProperty:name>\n"
       "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
       "<pdfaProperty:category>internal</pdfaProperty:category>\n"
       "<pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>\n"
       "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n";
  return x + "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
}

}  // namespace debrief::reports
