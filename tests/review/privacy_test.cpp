// What is found in log lines and what is left, line by line.

#include "review/privacy.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "base/text.h"
#include "review/privacy/firms.h"

namespace debrief::review {
namespace {

std::vector<KnownPerson> people() {
  return {{"Priya Patel", "caller"},    {"Mrs O'Neill", "caller"},
          {"Okonkwo, Chidi", "caller"}, {"Maria Szczepanska-Ngo", "caller"},
          {"José Álvarez", "caller"},   {"van der Berg, Anneke", "caller"},
          {"April May", "caller"},      {"Caller 2403", "caller"},
          {"Mark Webb", "colleague"},   {"Grace Field", "colleague"},
          {"Tom Price", "colleague"},   {"Tom Pryce", "colleague"},
          {"Will Smith", "colleague"},  {"Service Desk", "colleague"},
          {"Duty Manager", "colleague"}};
}

const Redactor& redactor() {
  static const Redactor r(people(), {"INC0012345"});
  return r;
}

/// Byte offset of a code point.
std::size_t byte_at(std::string_view text, std::size_t point) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    if (seen++ == point) break;
  }
  return at;
}

std::string listed_spans(const std::vector<Span>& spans) {
  std::string out;
  for (const Span& s : spans) out += (s.certain ? " " : " ?") + s.category + "[" + s.text + "]";
  return out.empty() ? " nothing" : out;
}

enum class Expect { gone, review, kept };
struct Case {
  std::string_view why;
  std::string_view text;
  std::string_view span;
  Expect expect;
  std::string_view category = "";  // "" any
};

void check(const Case& c) {
  const auto spans = redactor().find(c.text);
  const std::size_t from = c.text.find(c.span), to = from + c.span.size();
  ASSERT_NE(from, std::string_view::npos) << c.text;
  bool covered = false, touched = false, certain = false;
  std::string category;
  for (const Span& s : spans) {
    const std::size_t begin = byte_at(c.text, s.start), end = byte_at(c.text, s.end);
    EXPECT_EQ(c.text.substr(begin, end - begin), s.text) << c.text;
    if (begin < to && from < end) touched = true;
    if (begin <= from && to <= end) {
      covered = true;
      certain = s.certain;
      category = s.category;
    }
  }
  if (c.expect == Expect::kept) {
    EXPECT_FALSE(touched) << c.why << ": " << c.text << " gave" << listed_spans(spans);
    return;
  }
  EXPECT_TRUE(covered) << c.why << ": " << c.text << " gave" << listed_spans(spans);
  EXPECT_EQ(certain, c.expect == Expect::gone) << c.why << ": " << c.text << " gave" << listed_spans(spans);
  if (!c.category.empty()) {
    EXPECT_EQ(category, c.category) << c.why << ": " << c.text;
  }
}

TEST(Privacy, FindsIdentifiersWrittenAndSpoken) {
  constexpr Case cases[] = {
      {"spoken digits", "ring me on oh seven seven double oh nine hundred one two three",
       "oh seven seven double oh nine hundred one two three", Expect::gone, "PHONE"},
      {"spoken, with commas", "mobile is zero seven seven zero zero, nine zero zero, one two three",
       "zero seven seven zero zero, nine zero zero, one two three", Expect::gone, "PHONE"},
      {"area in brackets", "(0161) 496 0123 tried twice", "0161) 496 0123", Expect::gone, "PHONE"},
      {"dots", "mob 07700.900.321 no answer", "07700.900.321", Expect::gone, "PHONE"},
      {"glued to its cue", "cb07700900123", "07700900123", Expect::gone, "PHONE"},
      {"country code without plus", "phoned 447700900123", "447700900123", Expect::gone, "PHONE"},
      {"abroad", "international +1 202 555 0147 left vm", "+1 202 555 0147", Expect::gone, "PHONE"},
      {"the second of two", "07700 900123, 07700 900456", "07700 900456", Expect::gone, "PHONE"},
      {"a digit short", "number 07700 900 12 incomplete", "07700 900 12", Expect::review, "PHONE"},
      {"spoken address", "email sarah underscore jones at outlook dot co dot uk",
       "sarah underscore jones at outlook dot co dot uk", Expect::gone, "EMAIL"},
      {"at and dot in brackets", "j.patel (at) example (dot) com", "j.patel (at) example (dot) com", Expect::gone,
       "EMAIL"},
      {"blanks about the sign", "write to j.patel @ example.com", "j.patel @ example.com", Expect::gone, "EMAIL"},
      {"handle", "DM @sam_k88 replied", "@sam_k88", Expect::gone, "HANDLE"},
      {"handle by cue", "twitter handle sam_k88", "sam_k88", Expect::gone, "HANDLE"},
      {"small letters", "deliver to sw1a 1aa", "sw1a 1aa", Expect::gone, "POSTCODE"},
      {"no blank", "site SW1A1AA", "SW1A1AA", Expect::gone, "POSTCODE"},
      {"priority-like but with a cue", "postcode S1 4HR", "S1 4HR", Expect::gone, "POSTCODE"},
      {"invalid prefix with a cue", "national insurance QQ 12 34 56 C", "QQ 12 34 56 C", Expect::gone, "NINO"},
      {"invalid prefix without", "QQ123456C read back", "QQ123456C", Expect::review, "NINO"},
      {"hyphens", "nino JG-10-37-59-A", "JG-10-37-59-A", Expect::gone, "NINO"},
      {"three groups", "NHS no. 943 476 5919", "943 476 5919", Expect::gone, "NHS"},
      {"wrong check digit, right cue", "nhs number 943 476 5918", "943 476 5918", Expect::gone, "NHS"},
      {"holds, nothing says so", "quoted 9434765919 twice", "9434765919", Expect::review, "NHS"},
      {"American Express groups", "amex 3782 822463 10005", "3782 822463 10005", Expect::gone, "CARD"},
      {"Luhn holds in a session number", "session 4012888888881881", "4012888888881881", Expect::review, "CARD"},
      {"expiry goes with its card", "visa 4012 8888 8888 1881 cvv 123 exp 01/27", "01/27", Expect::gone, "CARD"},
      {"code beside it", "visa 4012 8888 8888 1881 cvv 123 exp 01/27", "123", Expect::gone, "CVV"},
      {"in words", "security code was 456", "456", Expect::gone, "CVV"},
      {"small letters, groups", "iban: de89 3704 0044 0532 0130 00", "de89 3704 0044 0532 0130 00", Expect::gone,
       "IBAN"},
      {"one digit wrong, with a cue", "IBAN GB82 WEST 1234 5698 7654 33", "GB82 WEST 1234 5698 7654 33", Expect::gone,
       "IBAN"},
      {"pair without a cue", "20-00-00 12345678", "20-00-00", Expect::gone, "SORT_CODE"},
      {"pair with a slash", "20-45-77/87654321", "87654321", Expect::gone, "ACCOUNT"},
      {"groups of four", "acc no 1234 5678", "1234 5678", Expect::gone, "ACCOUNT"},
      {"sort code like a date", "sort code 20-11-24 checked", "20-11-24", Expect::gone, "SORT_CODE"},
      {"policy with slashes", "policy POL/2024/88123 lapsed", "POL/2024/88123", Expect::gone, "CUSTOMER_REF"},
      {"customer number", "customer number 100200300", "100200300", Expect::gone, "CUSTOMER_REF"},
      {"prefix alone", "see CUST-00912", "CUST-00912", Expect::gone, "CUSTOMER_REF"},
      {"nine digits", "passport no 123456789", "123456789", Expect::gone, "PASSPORT"},
      {"licence in groups", "driving licence no JONES 710238 HA5AB", "JONES 710238 HA5AB", Expect::gone,
       "DRIVING_LICENCE"},
      {"old plate by cue", "reg: A123 ABC", "A123 ABC", Expect::gone, "VEHICLE"},
      {"new plate without cue", "KN65 VXY left outside", "KN65 VXY", Expect::review, "VEHICLE"},
      {"IPv6", "2001:db8::ff00:42:8329 unreachable", "2001:db8::ff00:42:8329", Expect::gone, "IP"},
      {"with a port", "timeout to 192.0.2.10:8080", "192.0.2.10", Expect::gone, "IP"},
      {"month in words", "dob: 3rd July 1965", "3rd July 1965", Expect::gone, "DOB"},
      {"six digits", "DOB 030765", "030765", Expect::gone, "DOB"},
      {"dotted cue", "d.o.b. 3/7/65", "3/7/65", Expect::gone, "DOB"},
      {"house letter, town", "lives at 14B Station Road, Leeds LS1 4AP", "14B Station Road, Leeds", Expect::gone,
       "ADDRESS"},
      {"flat before it", "sent to Flat 3, 27 Acacia Avenue", "Flat 3, 27 Acacia Avenue", Expect::gone, "ADDRESS"},
      {"named house", "Rose Cottage, Mill Lane", "Rose Cottage, Mill Lane", Expect::gone, "ADDRESS"},
      {"weak word with a cue", "home address 5 Elm Close", "5 Elm Close", Expect::gone, "ADDRESS"},
      {"box", "post to PO Box 112", "PO Box 112", Expect::gone, "ADDRESS"},
      {"illness with what leads up to it", "caller is 7 months pregnant", "7 months pregnant", Expect::gone, "HEALTH"},
      {"membership", "trade union member complained", "trade union member", Expect::gone, "UNION"},
      {"offence", "has a criminal record", "criminal record", Expect::gone, "OFFENCE"},
  };
  for (const Case& c : cases) check(c);
}

TEST(Privacy, LeavesWhatALogLivesOn) {
  constexpr Case cases[] = {
      {"there is no area P", "P1 2HR clock started", "P1 2HR", Expect::kept},
      {"severity and target shaped like Sheffield", "S1 4HR, SEV2 30MIN", "S1 4HR", Expect::kept},
      {"memory, not Birmingham", "fitted B1 8GB module", "B1 8GB", Expect::kept},
      {"error code", "error E1 2AB on screen", "E1 2AB", Expect::kept},
      {"reference to keep", "cust ref INC0012345", "INC0012345", Expect::kept},
      {"references", "INC0099887 REQ0098765 CHG0030012 JIRA-1234", "INC0099887 REQ0098765 CHG0030012 JIRA-1234",
       Expect::kept},
      {"order number like a telephone", "order 01234567890 raised", "01234567890", Expect::kept},
      {"fourteen digits", "order 07700900123456 delayed", "07700900123456", Expect::kept},
      {"freephone", "dialled 0800 1111 and 03001231234", "0800 1111 and 03001231234", Expect::kept},
      {"emergency", "called 999 and 101", "999 and 101", Expect::kept},
      {"a site on the web", "looked at example.com and it was down", "example.com", Expect::kept},
      {"team mentions", "@all please check the bridge", "@all", Expect::kept},
      {"team code with a plate's shape", "team QA12 NET took over", "QA12 NET", Expect::kept},
      {"rack", "rack AB12 CDE rebooted", "AB12 CDE", Expect::kept},
      {"change, not insurance", "CR123456 raised for change", "CR123456", Expect::kept},
      {"version by product", "Avaya 8.1.3.4 patch applied", "8.1.3.4", Expect::kept},
      {"two versions", "upgraded from 10.2.14.2 to 10.2.14.3", "10.2.14.2 to 10.2.14.3", Expect::kept},
      {"date", "meeting on 03/07/2025 at 14:00", "03/07/2025 at 14:00", Expect::kept},
      {"timestamp with zone", "at 2024-11-05T14:32:10Z by IVR", "2024-11-05T14:32:10Z", Expect::kept},
      {"dates in a row", "due 20-11-24, 11-12-24 and 01/02/2024", "20-11-24, 11-12-24 and 01/02/2024", Expect::kept},
      {"figures", "SLA 95/5, AHT 00:06:12, ASA 20s, CSAT 4.2", "95/5, AHT 00:06:12, ASA 20s, CSAT 4.2", Expect::kept},
      {"counting", "1 2 3 4 5 6 7 8 9 10 callers", "1 2 3 4 5 6 7 8 9 10", Expect::kept},
      {"time since 1970 in milliseconds", "epoch 1730817130442", "1730817130442", Expect::kept},
      {"device number", "imei 490154203237518", "490154203237518", Expect::kept},
      {"road that is none", "12 calls on hold on the road to recovery", "12 calls on hold on the road", Expect::kept},
      {"drive that is none", "2 hard drive failures", "2 hard drive", Expect::kept},
      {"close that is none", "4 users close together", "4 users close", Expect::kept},
      {"transfer", "blind transfer failed; account is disabled; terminal server",
       "blind transfer failed; account is disabled; terminal server", Expect::kept},
      {"finding a fault", "fault diagnosed, diagnosis shared", "diagnosed, diagnosis", Expect::kept},
      {"desks are no people", "passed from Service Desk to Duty Manager", "Service Desk to Duty Manager", Expect::kept},
      {"teams are no people", "spoke with billing who confirmed", "billing", Expect::kept},
      {"makers are no people", "call from Openreach", "Openreach", Expect::kept},
      {"a verb at the start", "Mark the call as urgent", "Mark", Expect::kept},
      {"a verb", "please mark as resolved, will call back", "mark as resolved, will", Expect::kept},
      {"a lady without a name", "Lady calmer after we talked", "calmer", Expect::kept},
      {"a month", "as agreed in April", "April", Expect::kept},
      {"a word", "within the grace period, field engineer, price list", "grace period, field engineer, price",
       Expect::kept},
      {"possessive and a surname that is a word", "customer's price went up", "s price", Expect::kept},
  };
  for (const Case& c : cases) check(c);
}

TEST(Privacy, FindsKnownPeopleInEverySpelling) {
  constexpr Case cases[] = {
      {"small letters", "priya rang", "priya", Expect::gone, "NAME"},
      {"possessive", "Priya's line is dead", "Priya", Expect::gone},
      {"possessive without apostrophe", "priyas line is dead", "priyas", Expect::gone},
      {"surname first", "PATEL, PRIYA", "PATEL, PRIYA", Expect::gone},
      {"initial", "P. Patel", "P. Patel", Expect::gone},
      {"initial after", "Patel P", "Patel P", Expect::gone},
      {"first name and initial", "Priya P closed it", "Priya P", Expect::gone},
      {"login", "reset for ppatel", "ppatel", Expect::gone},
      {"dotted login with a number", "user mark.webb01 locked", "mark.webb01", Expect::gone},
      {"apostrophe left out", "oneill upset", "oneill", Expect::gone},
      {"typographic apostrophe", "Mrs O’Neill upset", "O’Neill", Expect::gone},
      {"column said surname first", "chidi okonkwo called", "chidi okonkwo", Expect::gone},
      {"accents in the text", "Szczepańska-Ngo rang", "Szczepańska-Ngo", Expect::gone},
      {"accents in the column", "jose alvarez rang", "jose alvarez", Expect::gone},
      {"particles", "A. van der Berg's phone", "A. van der Berg", Expect::gone},
      {"numbered stand-in", "asked Caller 2403 again", "Caller 2403", Expect::gone},
      {"a word, in company", "spoke to mark about it", "mark", Expect::gone},
      {"a word, capital in the middle", "passed to Will at nine", "Will", Expect::gone},
      {"a word, as subject", "Grace confirmed the fix", "Grace", Expect::review},
      {"a word, away", "Grace is off until Tuesday", "Grace", Expect::review},
      {"a month, in full", "April May rang in May", "April May", Expect::gone},
      {"initials, dotted", "agreed per T.P. at desk", "T.P", Expect::gone},
      {"initials as signature", "resolved - MW", "MW", Expect::review},
      {"unknown, by title", "Mr Adeyemi-Cole rang", "Adeyemi-Cole", Expect::review},
      {"unknown, by what was done", "spoke to Mr. J. Smithson about it", "J. Smithson", Expect::review},
      {"unknown, in care of", "c/o Jane Whitfield", "Jane Whitfield", Expect::review},
      {"unknown, by relation", "spoke to the customer's wife Helen", "Helen", Expect::review},
      {"unknown, first name in small letters", "spoke to dorothy who agreed", "dorothy", Expect::review},
  };
  for (const Case& c : cases) check(c);
}

TEST(Privacy, FindsAddressesNumbersAndNamesOfOtherCountries) {
  constexpr Case cases[] = {
      {"German street, postcode, town", "wohnt Müllerstraße 12, 13353 Berlin", "Müllerstraße 12, 13353 Berlin",
       Expect::gone, "ADDRESS"},
      {"name in parts", "Karl-Marx-Allee 5b is the site", "Karl-Marx-Allee 5b", Expect::gone, "ADDRESS"},
      {"short form", "at Berliner Str. 7 since May", "Berliner Str. 7", Expect::gone, "ADDRESS"},
      {"French", "habite 12 rue de la Paix, 75002 Paris", "12 rue de la Paix, 75002 Paris", Expect::gone, "ADDRESS"},
      {"Dutch", "lives Keizersgracht 123, 1015 CJ Amsterdam", "Keizersgracht 123, 1015 CJ Amsterdam", Expect::gone,
       "ADDRESS"},
      {"Spanish", "vive en Calle Mayor 5, 28013 Madrid", "Calle Mayor 5, 28013 Madrid", Expect::gone, "ADDRESS"},
      {"Italian", "sent to Via Roma 10, 00184 Roma", "Via Roma 10, 00184 Roma", Expect::review, "ADDRESS"},
      {"Polish", "adres ul. Marszałkowska 10, 00-590 Warszawa", "ul. Marszałkowska 10, 00-590 Warszawa", Expect::gone,
       "ADDRESS"},
      {"Swedish", "post to Storgatan 5, 111 22 Stockholm", "Storgatan 5, 111 22 Stockholm", Expect::gone, "ADDRESS"},
      {"American postcode", "12 High Road, Springfield, IL 62704", "IL 62704", Expect::gone, "POSTCODE"},
      {"French number in pairs", "Mme X (06 12 34 56 78) rang", "06 12 34 56 78", Expect::gone, "PHONE"},
      {"pairs with dots", "rappeler 01.42.68.53.00 demain", "01.42.68.53.00", Expect::gone, "PHONE"},
      {"Japanese mobile", "call 090-1234-5678 back", "090-1234-5678", Expect::gone, "PHONE"},
      {"Tokyo", "desk 03-1234-5678 busy", "03-1234-5678", Expect::gone, "PHONE"},
      {"German", "von 030 1234567 angerufen", "030 1234567", Expect::gone, "PHONE"},
      {"Australian mobile", "left 0412 345 678 with us", "0412 345 678", Expect::gone, "PHONE"},
      {"North American", "rang from 202-555-0147 twice", "202-555-0147", Expect::gone, "PHONE"},
      {"North American, bracket", "rang from (202) 555-0147 twice", "(202) 555-0147", Expect::gone, "PHONE"},
      {"two zeros for abroad", "left 0033 6 12 34 56 78", "0033 6 12 34 56 78", Expect::gone, "PHONE"},
      {"Indian mobile", "left 98765 43210", "98765 43210", Expect::review, "PHONE"},
      {"compound forename", "Son mari Jean-Pierre aussi", "Jean-Pierre", Expect::review, "NAME"},
      {"initial and prefix", "passed on. M. D'Souza agreed", "M. D'Souza", Expect::review, "NAME"},
      {"typographic apostrophe", "noted, O’Brien away", "O’Brien", Expect::review, "NAME"},
      {"foreign title", "Frau Schmidt rang", "Schmidt", Expect::review, "NAME"},
      {"the family of somebody known", "asked Anna Patel as well", "Anna Patel", Expect::gone, "NAME"},
      {"Japanese honorific", "passed to 田中さん today", "田中さん", Expect::review, "NAME"},
      {"Chinese in a Latin text", "李伟 called back", "李伟", Expect::review, "NAME"},
      {"Korean honorific", "김민수 씨 called", "김민수", Expect::review, "NAME"},
      {"Russian", "Вызвал Иван Петров вчера", "Иван Петров", Expect::review, "NAME"},
      {"Russian, initials", "передано Сидоровой, затем Петров И. В. ответил", "Петров И. В", Expect::review, "NAME"},
      {"Ukrainian surname", "дзвонив Тарас Шевченко", "Шевченко", Expect::review, "NAME"},
      {"Greek", "μίλησα με Γιώργος Παπαδόπουλος", "Γιώργος Παπαδόπουλος", Expect::review, "NAME"},
      {"Arabic title", "اتصل السيد أحمد", "أحمد", Expect::review, "NAME"},
      {"Indian title", "श्री शर्मा ने कहा", "शर्मा", Expect::review, "NAME"},
  };
  for (const Case& c : cases) check(c);
  const Redactor german({{"Jürgen Müller", "caller"}, {"Mueller-Lüdenscheidt, Anke", "colleague"}}, {});
  for (const std::string_view text : {"Muellers wife rang", "Mueller rang", "MÜLLER rang", "Juergen rang", "jmueller rang",
                                      "Müller-Luedenscheidt rang"}) {
    const auto spans = german.find(text);
    ASSERT_EQ(spans.size(), 1U) << text << " gave" << listed_spans(spans);
    EXPECT_TRUE(spans[0].certain) << text;
    EXPECT_EQ(spans[0].text, text.substr(0, text.find(' '))) << text;
  }
}

TEST(Privacy, LeavesWhatOnlyLooksForeign) {
  constexpr Case cases[] = {
      {"counting in pairs", "slots 01 02 03 04 05 free", "01 02 03 04 05", Expect::kept},
      {"date and time in pairs", "due 06.12.24 at 10:15", "06.12.24 at 10:15", Expect::kept},
      {"freephone in groups", "dialled 0800 123 4567 and 0345 600 1000", "0800 123 4567 and 0345 600 1000",
       Expect::kept},
      {"a year in the middle", "minute 05-2024-1200 kept", "05-2024-1200", Expect::kept},
      {"grouped figures", "12 345 678 calls, 612 345 678 bytes", "12 345 678 calls, 612 345 678", Expect::kept},
      {"reference", "ref 03-1234-5678 open", "03-1234-5678", Expect::kept},
      {"English word", "sent via Zoom 5 times", "via Zoom 5", Expect::kept},
      {"place that is none", "in 2 place holders, 3 route changes", "2 place holders, 3 route changes", Expect::kept},
      {"brigade", "Fire Brigade 5 units", "Brigade 5", Expect::kept},
      {"customers in general", "お客様 called", "お客様", Expect::kept},
      {"Russian words", "Вызов принят. Магазин закрыт", "Вызов принят. Магазин закрыт", Expect::kept},
      {"time of day", "at ten O'Clock", "O'Clock", Expect::kept},
      {"step", "Plan B. Northline called", "B. Northline", Expect::kept},
      {"firm", "rang Northline Telecom priority line", "Northline Telecom", Expect::kept},
      {"before a known name", "Genesys Priya", "Genesys", Expect::kept},
  };
  for (const Case& c : cases) check(c);
  EXPECT_EQ(firms_in("rang Northline Telecom; Priya Patel Ltd; told Anna Telecom"),
            std::vector<std::string>{"Northline Telecom"});
  const Redactor keeps({{"Priya Patel", "caller"}}, {"Northline Telecom"});
  EXPECT_TRUE(keeps.find("Told Northline to go ahead").empty());
}

TEST(Privacy, InitialsOfACallerThatAreAColleaguesLeaveTheWordInTheText) {
  const Redactor r({{"Dora Olsen", "caller"}, {"Dan Okoro", "colleague"}, {"Will Smith", "caller"}, {"Will Webb", "colleague"}},
                   {"Dan Okoro", "Will Webb"});
  for (const std::string_view text :
       {"anything else is what chance would do", "Do not restart your PC", "the rules do not apply",
        "it will not happen", "DO NOT announce all clear"}) {
    EXPECT_TRUE(r.find(text).empty()) << text << " gave" << listed_spans(r.find(text));
  }
  EXPECT_EQ(r.find("passed to Will at nine").size(), 1U);
}

TEST(Privacy, TellsWhoseNameItIsUnlessSeveralShareIt) {
  const auto spans = redactor().find("p.patel asked Tom; Tom Pryce answered");
  ASSERT_EQ(spans.size(), 3U) << listed_spans(spans);
  EXPECT_EQ(spans[0].person, "Priya Patel");
  EXPECT_EQ(spans[0].role, "caller");
  EXPECT_EQ(spans[1].person, "") << "two colleagues are called Tom";
  EXPECT_EQ(spans[2].person, "Tom Pryce");
}

TEST(Privacy, TheLearnerStaysInTheirOwnPackAndANamesakeDoesNot) {
  const Redactor r(people(), {"Tom Pryce"});
  const auto spans = r.find("Tom Pryce took over from Tom Price; Tom said so");
  ASSERT_EQ(spans.size(), 2U) << listed_spans(spans);
  EXPECT_EQ(spans[0].text, "Tom Price");
  EXPECT_EQ(spans[1].text, "Tom") << "nobody can say which Tom is meant";
}

TEST(Privacy, CountsCodePoints) {
  const auto spans = redactor().find("émile – cb 07700 900123 ✓");
  ASSERT_EQ(spans.size(), 1U) << listed_spans(spans);
  EXPECT_EQ(spans[0].start, 11U);
  EXPECT_EQ(spans[0].end, 23U);
}

TEST(Privacy, TakesIllFormedTextAndOddLines) {
  for (const std::string_view text :
       {std::string_view(""), std::string_view("\xFF\xFE 07700 900123 \xC3"), std::string_view("@"),
        std::string_view("at"), std::string_view("- - -"), std::string_view("0"), std::string_view("\0 a\0b", 5),
        std::string_view("Mr"), std::string_view("dob")}) {
    for (const Span& s : redactor().find(text)) {
      EXPECT_LE(s.end, text.size());
      EXPECT_LT(s.start, s.end);
    }
  }
}

TEST(Privacy, SpansAreInOrderAndDoNotOverlap) {
  const std::string text =
      "spoke to Mrs O'Neill, 12 High Road, Leeds LS1 4AP, email o.neill at example dot com, dob 3/7/65, card 4111 1111 "
      "1111 1111 "
      "exp 09/29 cvv 123, sort code 12-34-56 account 12345678, cust ref CUS-884213, pregnant";
  const auto spans = redactor().find(text);
  EXPECT_GE(spans.size(), 12U) << listed_spans(spans);
  for (std::size_t i = 1; i < spans.size(); ++i) EXPECT_GE(spans[i].start, spans[i - 1].end) << listed_spans(spans);
}

TEST(Privacy, ReplacesPeopleByPseudonymsAndTheRestByItsKind) {
  Pseudonyms pseudonyms(people(), "salt of this pack");
  std::map<std::string, int> counts;
  const std::string priya = pseudonyms.of("Priya Patel", "caller");
  const std::string text = redacted("Priya rang Mark Webb from 07700 900123 – again", redactor(), pseudonyms, counts);
  EXPECT_EQ(text, priya + " rang " + pseudonyms.of("Mark Webb", "colleague") + " from [PHONE] – again");
  EXPECT_EQ(counts, (std::map<std::string, int>{{"NAME", 2}, {"PHONE", 1}}));
  EXPECT_TRUE(priya.starts_with("CALLER-"));
}

TEST(Pseudonyms, OnePersonHasOneWhateverTheSpelling) {
  Pseudonyms p(people(), "salt");
  const std::string one = p.of("Chidi Okonkwo", "caller");
  EXPECT_EQ(p.of("Okonkwo, Chidi", "caller"), one);
  EXPECT_EQ(p.of("  chidi  OKONKWO ", "caller"), one);
  EXPECT_NE(p.of("Priya Patel", "caller"), one);
  EXPECT_NE(p.of("Somebody New", "caller"), one);
  EXPECT_EQ(p.given().at("Chidi Okonkwo"), one);
}

TEST(Pseudonyms, AnotherSaltGivesAnotherOrder) {
  std::vector<KnownPerson> many;
  for (int i = 0; i < 60; ++i)
    many.push_back({"Person" + std::string(1, static_cast<char>('a' + i % 26)) +
                        std::string(1, static_cast<char>('a' + i / 26)) + " Example",
                    "caller"});
  Pseudonyms a(many, "one"), again(many, "one"), b(many, "two");
  int same = 0;
  for (const auto& m : many) {
    EXPECT_EQ(a.of(m.name, m.role), again.of(m.name, m.role));
    same += a.of(m.name, m.role) == b.of(m.name, m.role) ? 1 : 0;
  }
  EXPECT_LT(same, 10);
}

/// Fields of a line of comma-separated values with quoted fields.
std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      out.emplace_back();
    } else {
      out.back() += line[i];
    }
  }
  return out;
}

TEST(Privacy, MeetsTheBarOnTheSharedCases) {
  const std::filesystem::path file = std::filesystem::path(DEBRIEF_SHARED) / "reference/pii/uk_pii_cases.csv";
  std::ifstream in(file);
  if (!in) GTEST_SKIP() << "the shared cases are not here: " << file;
  std::string line;
  std::getline(in, line);
  int found = 0, to_find = 0, damaged = 0, to_keep = 0;
  while (std::getline(in, line)) {
    const auto f = fields(line);
    ASSERT_GE(f.size(), 5U) << line;
    const std::string &text = f[3], &span = f[4];
    const std::size_t from = text.find(span), to = from + span.size();
    bool gone = false, touched = false;
    const auto spans = redactor().find(text);
    for (const Span& s : spans) {
      const std::size_t begin = byte_at(text, s.start), end = byte_at(text, s.end);
      gone = gone || (s.certain && begin <= from && to <= end);
      touched = touched || (begin < to && from < end);
    }
    if (f[1] == "redact") {
      ++to_find;
      found += gone ? 1 : 0;
      if (!gone) std::cout << "not found: " << text << " gave" << listed_spans(spans) << "\n";
    } else {
      ++to_keep;
      damaged += touched ? 1 : 0;
      EXPECT_FALSE(touched) << text << " gave" << listed_spans(spans);
    }
  }
  EXPECT_EQ(to_find, 40);
  EXPECT_GE(found, 38);
  EXPECT_EQ(to_keep, 17);
  EXPECT_EQ(damaged, 0);
}

TEST(Privacy, TheTimeGrowsWithTheTextAndNotWithItsKind) {
  // A long run of one sign is where a scanner that starts over at every place gives itself away.
  for (const char* piece :
       {"0", "1 ", "a", "a@", "12-", "Mr ", "one ", "A.", "(", "at a dot ", "GB29 ", "Flat 1, ", "::"}) {
    std::string text;
    while (text.size() < 20000) text += piece;
    const auto start = std::chrono::steady_clock::now();
    redactor().find(text);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << piece;
  }
}

}  // namespace
}  // namespace debrief::review
