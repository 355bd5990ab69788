// What is left of a text when everything is gone that says nothing about its topic.

#include "analytics/text/words.h"

#include "base/text.h"
#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

std::string surfaces(std::string_view text) {
  std::vector<std::string> out;
  for (const Word& w : words_of(text)) out.push_back(w.surface);
  return base::joined(out, " ");
}

TEST(WordsOf, LeavesOutWhatIsNotLanguage) {
  struct Case {
    const char* why;
    const char* text;
    const char* words;
  };
  const std::vector<Case> cases{
      {"ids and numbers", "INC0012345 printer 4711 jammed, see REQ98", "printer jammed see"},
      {"dates and times", "since 2024-03-01 10:30 and 12th March", "since march"},
      {"addresses and links", "mail jo@example.org or https://example.org/x?y=1 www.example.org", "mail"},
      {"telephone numbers", "call +44 20 7946 0018 back", "call back"},
      {"hashes", "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 broke login", "commit broke login"},
      {"greetings", "Dear Sir, hello, thanks", ""},
      {"a signature", "VPN drops\nKind regards\nJane Doe\nSenior Engineer", "vpn drops"},
      {"mail headers", "From: Jane Doe\nSent: Monday\nVPN drops", "vpn drops"},
      {"a quoted mail", "VPN drops\n> old words", "vpn drops"},
      {"product names with a digit stay", "Office365 and mp3", "office365 mp3"},
      {"negations and questions stay", "I can't log in, why? It does not work", "cant log why not work"},
      {"typographic apostrophes", "can\xE2\x80\x99t log", "cant log"},
      {"case and width", "VPN \xEF\xBC\xB6\xEF\xBC\xB0\xEF\xBC\xAE", "vpn vpn"},
      {"nothing", "", ""},
      {"marks only", "?!... --- 12", ""}};
  for (const Case& c : cases) EXPECT_EQ(surfaces(c.text), c.words) << c.why;
}

TEST(WordsOf, StemsByTheLanguageOfTheText) {
  const auto stem = [](std::string_view text) { return words_of(text).back().stem; };
  EXPECT_EQ(stem("the printers"), stem("a printer"));
  EXPECT_EQ(stem("Der Zugang ist nicht da und die Verbindungen"), stem("Der Zugang ist nicht da und die Verbindung"));
  EXPECT_EQ(language_of("der drucker ist nicht da und ich warte"), "de");
  EXPECT_EQ(language_of("je ne peux pas ouvrir le fichier et les pages"), "fr");
  EXPECT_EQ(language_of("printer jam"), "en");
}

TEST(WordsOf, HoldsOutAgainstBrokenAndEndlessText) {
  EXPECT_NO_THROW(words_of("\xff\xfe broken \xc3"));
  std::string endless;
  for (int i = 0; i < 50000; ++i) endless += "word ";
  EXPECT_LE(words_of(endless).size(), 2000U);
}

}  // namespace
}  // namespace debrief::analytics
