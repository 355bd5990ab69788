// PDF: the standards kept, the same content as the other formats, pages cut where a reader would cut them.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pugixml.hpp>
#include <qpdf/Pl_Discard.hh>
#include <qpdf/QPDFJob.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <unistd.h>

#include "base/text.h"
#include "pdf_reader.h"
#include "reports/writer.h"
#include "sample.h"

namespace {

using debrief::pdf::File;
using debrief::pdf::Node;
using namespace debrief::templates;
using Handle = QPDFObjectHandle;

std::string written(const char* format, const Document& d) {
  return debrief::reports::writer_named(format)->document(d, {});
}

std::string listed(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& l : lines) out += l + "\n";
  return out;
}

Block block(std::string id, decltype(Block::value) value) { return {std::move(id), std::move(value)}; }
Inlines words(std::string s) { return {{Text{std::move(s), {}}}}; }

std::string sentence(int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += "Word" + std::to_string(i) + " stands here. ";
  return out;
}

/// Headings, paragraphs of many lengths and a table of `rows` rows.
Document long_document(int rows) {
  Document d;
  d.meta.title = "Long";
  d.blocks.push_back(block("contents", Contents{}));
  for (int i = 0; i < 40; ++i) {
    d.blocks.push_back(block("h" + std::to_string(i), Heading{i % 3 == 0 ? 2 : 3, words("Part " + std::to_string(i))}));
    d.blocks.push_back(block("p" + std::to_string(i), Paragraph{words(sentence(i * 7 % 83 + 3))}));
  }
  Table t;
  t.caption = "Rows";
  t.head = {{{{words("Key"), false, 1}, {words("What was said"), false, 1}}, ""}};
  for (int i = 0; i < rows; ++i) {
    t.body.push_back({{{words("K-" + std::to_string(i)), true, 1}, {words(sentence(i % 11 * 4 + 1)), false, 1}}, ""});
  }
  d.blocks.push_back(block("table", t));
  return d;
}

TEST(Pdf, KeepsTheRulesOfPdfUa1AndPdfA2a) {
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile(), long_document(120), Document{}}) {
    EXPECT_EQ(listed(debrief::pdf::faults(written("pdf", d))), "") << d.meta.title;
  }
}

TEST(Pdf, IsSoundToQpdf) {
  const auto path = std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "sound.pdf");
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile()}) {
    std::ofstream(path, std::ios::binary) << written("pdf", d);
    const std::string name = path.string();
    const char* arguments[] = {"qpdf", "--check", name.c_str(), nullptr};
    QPDFJob job;
    const auto quiet = QPDFLogger::create();
    quiet->setInfo(std::make_shared<Pl_Discard>());
    job.setLogger(quiet);
    job.initializeFromArgv(arguments);
    job.run();
    EXPECT_EQ(job.getExitCode(), 0);
  }
  std::filesystem::remove(path);
}

Handle first(QPDF& pdf, const std::string& type) {
  for (Handle o : pdf.getAllObjects()) {
    if (o.isDictionary() && o.getKey("/S").isNameAndEquals(type) && o.hasKey("/P")) return o;
  }
  ADD_FAILURE() << "no " << type;
  return Handle::newNull();
}

Handle page(QPDF& pdf, std::size_t n = 0) { return QPDFPageDocumentHelper(pdf).getAllPages().at(n).getObjectHandle(); }

void contents(QPDF& pdf, const std::string& before, const std::string& after = "") {
  Handle p = page(pdf);
  p.replaceKey("/Contents", Handle::newArray({Handle::newStream(&pdf, before + "\n"), p.getKey("/Contents"),
                                              Handle::newStream(&pdf, "\n" + after)}));
}

void in_metadata(QPDF& pdf, const std::string& what, const std::string& with) {
  Handle metadata = pdf.getRoot().getKey("/Metadata");
  const auto data = metadata.getStreamData(qpdf_dl_generalized);
  std::string xml(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
  const std::size_t at = xml.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  xml.replace(at, what.size(), with);
  metadata.replaceStreamData(xml, Handle::newNull(), Handle::newNull());
}

Handle annotation(QPDF& pdf) {
  for (Handle o : pdf.getAllObjects()) {
    if (o.isDictionaryOfType("/Annot")) return o;
  }
  return Handle::newNull();
}

Handle font(QPDF& pdf, const std::string& kind) {
  for (Handle o : pdf.getAllObjects()) {
    if (o.isDictionaryOfType("/Font", kind)) return o;
  }
  ADD_FAILURE() << "no " << kind;
  return Handle::newNull();
}

/// A picture on the first page with `entry` in its dictionary.
void picture(QPDF& pdf, const char* entry, const Handle& value) {
  Handle image = Handle::newStream(&pdf, std::string(1, '\0'));
  image.replaceDict(Handle::parse("<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
                                  "/ColorSpace /DeviceGray >>"));
  image.getDict().replaceKey(entry, value);
  page(pdf).getKey("/Resources").replaceKey("/XObject", Handle::parse("<< >>"));
  page(pdf).getKey("/Resources").getKey("/XObject").replaceKey("/Odd", image);
}

TEST(PdfRules, FindWhatIsBroken) {
  const std::string good = written("pdf", debrief::sample::review());
  ASSERT_EQ(listed(debrief::pdf::faults(good)), "");
  const struct {
    const char* fault;
    std::function<void(QPDF&)> breaking;
  } cases[] = {
      {"ua 5-1", [](QPDF& p) { in_metadata(p, "<pdfuaid:part>1<", "<pdfuaid:part>2<"); }},
      {"ua 6.2-1", [](QPDF& p) { p.getRoot().removeKey("/MarkInfo"); }},
      {"ua 7.1-1 ", [](QPDF& p) { contents(p, "/Span << /MCID 999 >> BDC /Artifact BMC EMC EMC"); }},
      {"ua 7.1-2 ", [](QPDF& p) { contents(p, "/Artifact BMC /Span << /MCID 999 >> BDC EMC EMC"); }},
      {"ua 7.1-3 content", [](QPDF& p) { contents(p, "0 0 9 9 re f"); }},
      {"ua 7.1-3 marked content", [](QPDF& p) { contents(p, "/P << /MCID 999 >> BDC 0 0 9 9 re f EMC"); }},
      {"ua 7.1-5", [](QPDF& p) { first(p, "/P").replaceKey("/S", Handle::newName("/Heading")); }},
      {"ua 7.1-8", [](QPDF& p) { p.getRoot().removeKey("/Metadata"); }},
      {"ua 7.1-9", [](QPDF& p) { in_metadata(p, "dc:title", "dc:name"), in_metadata(p, "/dc:title", "/dc:name"); }},
      {"ua 7.1-10", [](QPDF& p) { p.getRoot().removeKey("/ViewerPreferences"); }},
      {"ua 7.1-11 no", [](QPDF& p) { p.getRoot().removeKey("/StructTreeRoot"); }},
      {"ua 7.1-11 structure",
       [](QPDF& p) { p.getRoot().getKey("/StructTreeRoot").replaceKey("/ParentTree", Handle::newDictionary()); }},
      {"ua 7.2-3 ", [](QPDF& p) { first(p, "/THead").replaceKey("/S", Handle::newName("/Div")); }},
      {"ua 7.2-4 ", [](QPDF& p) { first(p, "/TH").replaceKey("/S", Handle::newName("/P")); }},
      {"ua 7.2-43", [](QPDF& p) { first(p, "/TD").replaceKey("/A", Handle::parse("<< /O /Table /ColSpan 2 >>")); }},
      {"ua 7.2-20", [](QPDF& p) { first(p, "/Lbl").replaceKey("/S", Handle::newName("/P")); }},
      {"ua 7.2-26", [](QPDF& p) { first(p, "/TOCI").replaceKey("/S", Handle::newName("/P")); }},
      {"ua 7.2-33", [](QPDF& p) { p.getRoot().removeKey("/Lang"); }},
      {"ua 7.3-1", [](QPDF& p) { first(p, "/Figure").removeKey("/Alt"); }},
      {"ua 7.4.2-1", [](QPDF& p) { first(p, "/H2").replaceKey("/S", Handle::newName("/H4")); }},
      {"ua 7.5-1", [](QPDF& p) { first(p, "/TH").removeKey("/A"); }},
      {"ua 7.6 ", [](QPDF& p) { first(p, "/L").removeKey("/A"); }},
      {"ua 7.18.3-1", [](QPDF& p) { page(p).removeKey("/Tabs"); }},
      {"ua 7.18.5-1", [](QPDF& p) { first(p, "/Link").replaceKey("/K", Handle::newArray()); }},
      {"ua 7.18.5-2", [](QPDF& p) { annotation(p).removeKey("/Contents"); }},
      {"ua 7.21.3.2-1", [](QPDF& p) { font(p, "/CIDFontType2").removeKey("/CIDToGIDMap"); }},
      {"ua 7.21.4.1-1", [](QPDF& p) { font(p, "/TrueType").getKey("/FontDescriptor").removeKey("/FontFile2"); }},
      {"ua 7.21.7-1", [](QPDF& p) { font(p, "/Type0").removeKey("/ToUnicode"); }},
      {"ua 7.21.8-1",
       [](QPDF& p) {
         Handle fonts = page(p).getKey("/Resources").getKey("/Font");
         fonts.replaceKey("/Odd", font(p, "/Type0"));
         contents(p, "/Artifact BMC BT /Odd 9 Tf <0000> Tj ET EMC");
       }},
      {"a 6.1.2", [](QPDF& p) { p.getRoot().replaceKey("/Extensions", Handle::newDictionary()); }},
      {"a 6.2.3", [](QPDF& p) { p.getRoot().removeKey("/OutputIntents"); }},
      {"a 6.2.4.3", [](QPDF& p) { contents(p, "0 1 0 0 k"); }},
      {"a 6.2.8-1", [](QPDF& p) { picture(p, "/Alternates", Handle::newArray()); }},
      {"a 6.2.8-3", [](QPDF& p) { picture(p, "/Interpolate", Handle::newBool(true)); }},
      {"a 6.3.2", [](QPDF& p) { annotation(p).replaceKey("/F", Handle::newInteger(0)); }},
      {"a 6.5.1",
       [](QPDF& p) { annotation(p).replaceKey("/A", Handle::parse("<< /S /JavaScript /JS (app.beep\\(1\\)) >>")); }},
      {"a 6.5.2", [](QPDF& p) { p.getRoot().replaceKey("/OpenAction", Handle::parse("<< /S /Named /N /Print >>")); }},
      {"a 6.6.2.3", [](QPDF& p) { in_metadata(p, "pdfua/ns/id/</pdfaSchema", "pdfua/ns/</pdfaSchema"); }},
      {"a 6.6.3", [](QPDF& p) { p.getTrailer().getKey("/Info").replaceKey("/Title", Handle::newString("Other")); }},
      {"a 6.6.4", [](QPDF& p) { in_metadata(p, "<pdfaid:part>2<", "<pdfaid:part>1<"); }},
  };
  for (const auto& c : cases) {
    std::string bad = debrief::pdf::changed(good, c.breaking);
    if (std::string(c.fault) == "a 6.1.2") bad[7] = '4';
    EXPECT_THAT(debrief::pdf::faults(bad), testing::Contains(testing::StartsWith(c.fault))) << c.fault;
  }
}

/// Letters and digits only, in lower case, without those written from the right, whose order on the page is that of the
/// eye.
std::string letters(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto b = static_cast<unsigned char>(text[i]);
    // Joiners and the like have no glyph of their own.
    if (text.compare(i, 3, "\u200D") == 0) {
      i += 2;
      continue;
    }
    const bool right_to_left = b >= 0xD6 && b <= 0xDB && i + 1 < text.size();
    if (right_to_left) {
      ++i;
    } else if (b == 0xC2 && static_cast<unsigned char>(text[i + 1]) == 0xA0) {
      ++i;
    } else if (b >= 0x80 || std::isalnum(b) != 0) {
      out += static_cast<char>(std::tolower(b));
    }
  }
  return out;
}

/// What the web page's main part says: without pictures, figures to unfold, contents and words for the ear only.
std::string html_words(std::string html) {
  html = std::regex_replace(html, std::regex("<!DOCTYPE html>"), "");
  html = std::regex_replace(html, std::regex("<(meta|br|hr|col)( [^>]*)?>"), "<$1$2/>");
  pugi::xml_document xml;
  EXPECT_TRUE(xml.load_buffer(html.data(), html.size(), pugi::parse_default | pugi::parse_ws_pcdata));
  std::string out;
  const std::function<void(const pugi::xml_node&)> walk = [&](const pugi::xml_node& n) {
    const std::string name = n.name();
    const std::string look = n.attribute("class").value();
    const bool sign = name == "caption" && std::string(n.parent().attribute("class").value()).starts_with("sign");
    if (name == "svg" || name == "details" || name == "nav" || look == "vh" || sign) return;
    if (n.type() == pugi::node_pcdata) out += n.value();
    for (const auto& kid : n.children()) walk(kid);
  };
  walk(xml.child("html").child("body").child("main"));
  return out;
}

TEST(Pdf, SaysWhatTheWebPageSaysInTheSameOrder) {
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile(), long_document(60)}) {
    const File pdf(written("pdf", d));
    ASSERT_NE(pdf.tree(), nullptr);
    const std::string ours = letters(debrief::pdf::spoken(*pdf.tree(), {"Figure", "TOC", "Lbl"}));
    const std::string theirs = letters(html_words(written("html", d)));
    const auto [a, b] = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
    const auto at = static_cast<std::size_t>(a - ours.begin());
    const std::size_t from = at < 60 ? 0 : at - 60;
    EXPECT_TRUE(ours == theirs) << "the page: " << ours.substr(from, 120) << "\nthe web:  " << theirs.substr(from, 120);
  }
}

TEST(Pdf, HasTheSameHeadingsTablesAndFiguresAsTheWebPage) {
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile()}) {
    const File pdf(written("pdf", d));
    std::string html = written("html", d);
    // The contents list of the web page has a heading and lists of its own.
    html.erase(html.find("<nav"), html.find("</nav>") - html.find("<nav"));
    const auto count = [&](std::string_view what) {
      std::size_t n = 0;
      for (std::size_t at = 0; (at = html.find(what, at)) != std::string::npos; at += what.size()) ++n;
      return n;
    };
    EXPECT_EQ(pdf.all("H1").size(), 1U);
    EXPECT_EQ(pdf.all("H2").size(), count("<h2"));
    EXPECT_EQ(pdf.all("H3").size(), count("<h3"));
    EXPECT_EQ(pdf.all("H4").size(), count("<h4"));
    EXPECT_EQ(pdf.all("Figure").size(), count("<figure "));
    std::size_t captions = 0;
    for (const Node* t : pdf.all("Table")) captions += t->kids.front()->type == "Caption" ? 1 : 0;
    EXPECT_EQ(captions, count("<caption id="));
    EXPECT_EQ(pdf.all("L").size(), count("<ol") + count("<ul"));
  }
}

TEST(Pdf, ShowsATablesHeaderOnEachPageButHasItOnce) {
  const File pdf(written("pdf", long_document(150)));
  ASSERT_EQ(pdf.all("Table").size(), 1U);
  EXPECT_EQ(pdf.all("TR").size(), 151U);
  EXPECT_EQ(pdf.all("THead").size(), 1U);
  const Node* table = pdf.all("Table")[0];
  const std::set<std::size_t> pages = debrief::pdf::pages_of(*table);
  ASSERT_GT(pages.size(), 3U);
  for (const std::size_t n : pages) {
    const bool begins = n == *pages.begin();
    EXPECT_EQ(pdf.pages()[n].loose.find("What was said") == std::string::npos, begins) << n;
  }
}

TEST(Pdf, PartsNoRowAndNoHeadingFromWhatFollows) {
  const File pdf(written("pdf", long_document(150)));
  for (const Node* row : pdf.all("TR")) EXPECT_EQ(debrief::pdf::pages_of(*row).size(), 1U);
  const auto& kids = pdf.tree()->kids;
  for (std::size_t i = 0; i + 1 < kids.size(); ++i) {
    if (kids[i]->type[0] != 'H') continue;
    EXPECT_EQ(debrief::pdf::pages_of(*kids[i]), std::set<std::size_t>{*debrief::pdf::pages_of(*kids[i + 1]).begin()})
        << debrief::pdf::spoken(*kids[i]);
  }
}

TEST(Pdf, PartsARowThatIsHigherThanAPage) {
  Document d;
  Table t;
  t.head = {{{{words("Key"), false, 1}, {words("Text"), false, 1}}, ""}};
  t.body = {{{{words("long"), true, 1}, {words(sentence(900)), false, 1}}, ""}};
  d.blocks.push_back(block("table", t));
  const std::string bytes = written("pdf", d);
  EXPECT_EQ(listed(debrief::pdf::faults(bytes)), "");
  const File pdf(bytes);
  EXPECT_GT(pdf.pages().size(), 1U);
  EXPECT_NE(debrief::pdf::spoken(*pdf.tree()).find("Word899 stands"), std::string::npos);
}

TEST(Pdf, KeepsAPictureOnItsPageHoweverHigh) {
  Chart chart;
  chart.kind = ChartKind::timeline;
  chart.title = "Long";
  chart.alt = "Many groups.";
  for (int i = 0; i < 70; ++i) {
    const std::int64_t at = 1'778'590'800'000 + i * 60'000;
    chart.moments.push_back({at, at, "Group " + std::to_string(i), "Entry", ""});
  }
  Document d;
  d.blocks.push_back(block("h", Heading{2, words("Course")}));
  d.blocks.push_back(block("f", Figure{chart, "Everything"}));
  const File pdf(written("pdf", d));
  Handle box = Handle(pdf.all("Figure").at(0)->object).getKey("/A").getKey("/BBox");
  EXPECT_GT(box.getArrayItem(1).getNumericValue(), 60);
  EXPECT_LT(box.getArrayItem(3).getNumericValue(), 842 - 60);
  EXPECT_LT(box.getArrayItem(2).getNumericValue() - box.getArrayItem(0).getNumericValue(), 400);  // made smaller
  EXPECT_EQ(debrief::pdf::pages_of(*pdf.all("Caption").at(0)), debrief::pdf::pages_of(*pdf.all("Figure").at(0)));
}

TEST(Pdf, LeavesRoomForWordsHoweverDeepTheyStand) {
  Blocks inner{block("", Paragraph{words(sentence(40))})};
  for (int i = 0; i < 60; ++i) {
    Blocks outer;
    if (i % 3 == 0) outer.push_back(block("", List{false, 1, {inner}}));
    if (i % 3 == 1) outer.push_back(block("", Callout{"note", "Deep", inner}));
    if (i % 3 == 2) outer.push_back(block("", Quote{inner}));
    inner = outer;
  }
  Document d;
  d.blocks = inner;
  const std::string bytes = written("pdf", d);
  EXPECT_EQ(listed(debrief::pdf::faults(bytes)), "");
  EXPECT_LT(File(bytes).pages().size(), 4U);
}

TEST(Pdf, NamesTheRightPagesInItsContentsList) {
  const File pdf(written("pdf", long_document(10)));
  std::map<std::string, std::size_t> page_of;
  for (const char* level : {"H2", "H3"}) {
    for (const Node* h : pdf.all(level)) page_of[debrief::pdf::spoken(*h)] = *debrief::pdf::pages_of(*h).begin() + 1;
  }
  std::size_t entries = 0;
  for (const Node* link : pdf.all("Link")) {
    const std::string text = debrief::pdf::spoken(*link);
    for (const auto& [heading, number] : page_of) {
      if (text == heading + std::to_string(number)) ++entries;
    }
  }
  EXPECT_EQ(page_of.size(), 40U);
  EXPECT_EQ(entries, 40U);
}

TEST(Pdf, LeavesNoLineAloneOnALastPage) {
  for (int n = 20; n < 60; ++n) {
    Document d;
    for (int i = 0; i < n; ++i) d.blocks.push_back(block("", Paragraph{words("One line " + std::to_string(i))}));
    const File pdf(written("pdf", d));
    std::size_t last = 0;
    for (const Node* p : pdf.all("P")) last += debrief::pdf::pages_of(*p).count(pdf.pages().size() - 1);
    EXPECT_GE(last, pdf.pages().size() > 1 ? 2U : 1U) << n;
  }
}

TEST(Pdf, HoldsTheLettersOfManyScripts) {
  for (const char* text :
       {"\u0141\u00F3d\u017A", "\u0395\u03BB\u03BB\u03B7\u03BD\u03B9\u03BA\u03AC", "\u041A\u0438\u0457\u0432",
        "\u65E5\u672C\u8A9E", "\U0001F4DE", "\uE123", "e\u0301", "\uFB01"}) {
    Document d;
    d.blocks.push_back(block("", Paragraph{words(std::string("Name: ") + text + " end")}));
    const std::string bytes = written("pdf", d);
    EXPECT_EQ(listed(debrief::pdf::faults(bytes)), "") << text;
    const File pdf(bytes);
    EXPECT_EQ(debrief::pdf::spoken(*pdf.all("P").at(0)), std::string("Name: ") + text + " end");
  }
  // Written from the right: the letters are there, in the order of the eye.
  for (const char* text : {"\u05E9\u05DC\u05D5\u05DD", "\u0645\u0631\u062D\u0628\u0627"}) {
    Document d;
    d.blocks.push_back(block("", Paragraph{words(text)}));
    const File pdf(written("pdf", d));
    EXPECT_EQ(debrief::pdf::spoken(*pdf.all("P").at(0)).size(), std::string(text).size());
  }
}

/// Emoji are pictures where a coloured font has them; Cairo 1.16 refuses pages that begin with a marked one.
TEST(Pdf, ReadsOutEmojiOverManyPages) {
  const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
  std::string text;
  for (int i = 0; i < 3000; ++i) text += family + " ";
  Document d;
  d.blocks.push_back(block("", Paragraph{words(text + "end")}));
  const std::string bytes = written("pdf", d);
  EXPECT_EQ(listed(debrief::pdf::faults(bytes)), "");
  const File pdf(bytes);
  EXPECT_GT(pdf.pages().size(), 1U);
  EXPECT_TRUE(debrief::pdf::spoken(*pdf.all("P").at(0)) == text + "end");
}

TEST(Pdf, HoldsWordsLongerThanPagesAndTextWithoutBlanks) {
  for (const std::string& letter : {std::string("a"), std::string("\u6F22"), std::string("e\u0301")}) {
    std::string word;
    for (int i = 0; i < 20'000; ++i) word += letter;
    Document d;
    d.blocks.push_back(block("", Paragraph{words("Before " + word + " after")}));
    const std::string bytes = written("pdf", d);
    EXPECT_EQ(listed(debrief::pdf::faults(bytes)), "");
    EXPECT_TRUE(debrief::pdf::spoken(*File(bytes).all("P").at(0)) == "Before " + word + " after") << letter;
  }
}

/// Six hundred bytes of Chinese are not a word that must be parted from what follows.
TEST(Pdf, FillsTheLinesOfTextWithoutBlanks) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "\u6F22";
  Document d;
  d.blocks.push_back(block("", Paragraph{words(text)}));
  const File pdf(written("pdf", d));
  EXPECT_EQ(pdf.pages().size(), 1U);
}

TEST(Pdf, SaysItsLanguageTitleAndBookmarks) {
  Document d = debrief::sample::review();
  d.meta.language = "cy";
  File pdf(written("pdf", d));
  EXPECT_EQ(pdf.root().getKey("/Lang").getUTF8Value(), "cy");
  EXPECT_EQ(pdf.qpdf().getTrailer().getKey("/Info").getKey("/Title").getUTF8Value(),
            "Post-incident review: calls could not be transferred");
  Handle at = pdf.root().getKey("/Outlines").getKey("/First");
  std::vector<std::string> titles;
  for (; at.isDictionary(); at = at.getKey("/Next")) titles.push_back(at.getKey("/Title").getUTF8Value());
  EXPECT_THAT(titles, testing::ElementsAre("Key facts", "What happened", "What caused it", "Actions",
                                           "Is it part of a pattern?", "Sign-off"));
}

TEST(Pdf, LinksToPlacesAndAddressesAndNothingElse) {
  File pdf(written("pdf", debrief::sample::hostile()));
  std::set<std::string> addresses;
  for (Handle o : pdf.qpdf().getAllObjects()) {
    if (o.isDictionaryOfType("/Annot") && o.hasKey("/A"))
      addresses.insert(o.getKey("/A").getKey("/URI").getStringValue());
  }
  EXPECT_EQ(addresses,
            (std::set<std::string>{"https://example.org/?a=1&b=%222%22%3C3%3E(4)%7C5", "mailto:a@example.org"}));
}

}  // namespace
