// Names in other scripts than the Latin one. No dictionary of a log's own people is needed for them, and none is
// trusted: what is found is left for a person to confirm.

#include <array>
#include <string>

#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

enum class Script { other, greek, cyrillic, hebrew, arabic, devanagari, kana, han, hangul };

/// Script of the first letter of a word; the text is well-formed there, or the word would not be one.
Script script_of(const Reading& r, std::size_t i) {
  const auto b = [&](std::size_t k) {
    return k < r[i].size() ? static_cast<unsigned>(static_cast<unsigned char>(r.text()[r[i].begin + k])) : 0U;
  };
  unsigned c = b(0);
  if (c >= 0xF0 || c < 0xC2) return Script::other;
  c = c < 0xE0 ? ((c & 0x1FU) << 6) | (b(1) & 0x3FU) : ((c & 0x0FU) << 12) | ((b(1) & 0x3FU) << 6) | (b(2) & 0x3FU);
  struct Range {
    unsigned first, last;
    Script script;
  };
  static constexpr std::array<Range, 8> ranges{{{0x0370, 0x03FF, Script::greek},
                                                {0x0400, 0x04FF, Script::cyrillic},
                                                {0x0590, 0x05FF, Script::hebrew},
                                                {0x0600, 0x06FF, Script::arabic},
                                                {0x0900, 0x097F, Script::devanagari},
                                                {0x3040, 0x30FF, Script::kana},
                                                {0x4E00, 0x9FFF, Script::han},
                                                {0xAC00, 0xD7A3, Script::hangul}}};
  for (const Range& range : ranges) {
    if (c >= range.first && c <= range.last) return range.script;
  }
  return Script::other;
}

/// Lists are folded as the words of a text are: accents off.
bool named(const std::string& list, std::string_view word) { return listed(list, word); }

template <std::size_t N>
bool ends_as(const std::array<std::string, N>& endings, std::string_view word) {
  for (const std::string& e : endings) {
    if (word.size() > e.size() + 3 && word.ends_with(e)) return true;
  }
  return false;
}

void add(const Reading& r, std::size_t first, std::size_t last, Finds& out) {
  out.push_back({"NAME", r[first].begin, r[last].end, false});
}

/// The capitals of one script that go on from `i`, at most three, with initials: "Петров И. И."
std::size_t capitals_from(const Reading& r, std::size_t i, Script script) {
  std::size_t last = i;
  while (last + 1 < r.size() && last < i + 3 && r.proper(last + 1) && r[last + 1].letters &&
         script_of(r, last + 1) == script &&
         (r.gap(last + 1) == " " || r.gap(last + 1) == "-" ||
          (r[last].size() <= 2 && (r.gap(last + 1) == ". " || r.gap(last + 1) == "."))))
    ++last;
  return last;
}

void cyrillic(const Reading& r, std::size_t& i, Finds& out) {
  static const std::string forenames = plain(
      "иван пётр петр александр алексей андрей сергей дмитрий михаил николай владимир виктор игорь юрий олег павел роман "
      "максим артём артем евгений константин станислав григорий василий анатолий вячеслав денис кирилл никита илья антон "
      "анна мария елена ольга наталья татьяна ирина светлана екатерина юлия анастасия людмила галина нина валентина "
      "дарья ксения виктория алина марина оксана тетяна олександр володимир микола сергій андрій олена ганна георги "
      "димитър ивана марко никола милан јован јелена");
  static const std::array<std::string, 13> surnames{
      plain("ова"), plain("ева"), plain("ов"), plain("ев"), plain("ёв"), plain("ский"), plain("ская"), plain("цкий"),
      plain("цкая"), plain("енко"), plain("чук"), plain("ович"), plain("ић")};
  static const std::array<std::string, 5> patronymics{plain("ович"), plain("евич"), plain("овна"), plain("евна"),
                                                       plain("ична")};
  static const std::string titles = plain("господин госпожа гн гжа пан пані гражданин гражданка клиент клиентка");
  if (!r.proper(i)) {
    if (named(titles, r[i].plain) && i + 1 < r.size() && r.gap(i + 1) == " " && r.proper(i + 1) &&
        script_of(r, i + 1) == Script::cyrillic) {
      const std::size_t last = capitals_from(r, i + 1, Script::cyrillic);
      add(r, i + 1, last, out);
      i = last;
    }
    return;
  }
  const std::size_t last = capitals_from(r, i, Script::cyrillic);
  for (std::size_t k = i; k <= last; ++k) {
    // A surname ending alone proves little ("Вызов", a call); beside another capital or an initial it is a name.
    const bool in_company = last > i && ends_as(surnames, r[k].plain);
    const bool forename = named(forenames, r[k].plain);
    if (!forename && !in_company && !ends_as(patronymics, r[k].plain)) continue;
    std::size_t first = k;
    if (k > i && (ends_as(surnames, r[k - 1].plain) || (!forename && in_company))) first = k - 1;
    add(r, first, last, out);
    i = last;
    return;
  }
}

void greek(const Reading& r, std::size_t& i, Finds& out) {
  static const std::array<std::string, 7> surnames{plain("όπουλος"), plain("οπούλου"), plain("ίδης"), plain("ίδου"),
                                                   plain("άκης"),    plain("άκη"),     plain("όγλου")};
  static const std::string before = plain("κ κος κα κύριος κυρία κύριο");
  if (!r.proper(i)) {
    if (!named(before, r[i].plain) || i + 1 >= r.size() || !r.proper(i + 1)) return;
    const std::size_t last = capitals_from(r, i + 1, Script::greek);
    add(r, i + 1, last, out);
    i = last;
    return;
  }
  const std::size_t last = capitals_from(r, i, Script::greek);
  for (std::size_t k = i; k <= last; ++k) {
    if (!ends_as(surnames, r[k].plain)) continue;
    add(r, k > i ? k - 1 : k, last, out);
    i = last;
    return;
  }
}

/// Scripts without capitals, where a title says that a name follows: one word after it, two where they go on.
void after_title(const Reading& r, std::size_t& i, Script script, const std::string& titles, Finds& out) {
  if (!named(titles, r[i].plain) || i + 1 >= r.size() || r.gap(i + 1).size() > 2 || script_of(r, i + 1) != script)
    return;
  std::size_t last = i + 1;
  if (last + 1 < r.size() && r.gap(last + 1) == " " && script_of(r, last + 1) == script) ++last;
  add(r, i + 1, last, out);
  i = last;
}

/// "田中さん", "王先生", "김민수님": the honorific is the end of the word.
bool honoured(std::string_view word) {
  static constexpr std::string_view nobody[] = {"お客", "皆", "奥", "患者", "お母", "お父", "会員", "顾客", "고객", "선생"};
  static constexpr std::string_view honorifics[] = {"さん", "様", "さま", "くん", "ちゃん", "氏", "先生", "女士", "小姐", "님", "씨"};
  for (const std::string_view h : honorifics) {
    if (!word.ends_with(h)) continue;
    const std::string_view name = word.substr(0, word.size() - h.size());
    if (name.size() < 3 || name.size() > 24) return false;  // one to eight signs of three bytes
    for (const std::string_view n : nobody) {
      if (name.starts_with(n)) return false;
    }
    return true;
  }
  return false;
}

/// Two or three signs that begin with one of the commonest surnames, and nothing else of that script beside them.
bool lone_name(const Reading& r, std::size_t i) {
  static constexpr std::string_view surnames =
      "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧程曹袁邓鄧许許傅沈曾彭吕苏蘇卢蒋蔡贾丁魏薛叶葉"
      "田佐鈴渡伊山中小加吉清森池橋石金김이박최정강조윤장임한";
  const std::string_view word = r.text().substr(r[i].begin, r[i].size());
  if (word.size() != 6 && word.size() != 9) return false;
  const std::size_t at = surnames.find(word.substr(0, 3));
  if (at == std::string_view::npos || at % 3 != 0) return false;
  const auto latin = [&](std::size_t k) { return script_of(r, k) == Script::other; };
  return (i == 0 || latin(i - 1)) && (i + 1 == r.size() || latin(i + 1)) && r.size() > 1;
}

void east_asian(const Reading& r, std::size_t i, Finds& out) {
  const std::string_view word = r.text().substr(r[i].begin, r[i].size());
  static constexpr std::string_view alone = "さん 様 氏 씨 님";
  const bool next = i + 1 < r.size() && r.gap(i + 1) == " " &&
                    listed(alone, r.text().substr(r[i + 1].begin, r[i + 1].size())) && word.size() <= 15;
  if (r[i].letters && (honoured(word) || next || lone_name(r, i))) add(r, i, i, out);
}

}  // namespace

void find_names_in_other_scripts(const Reading& r, Finds& out) {
  static const std::string arabic =
      plain("السيد السيدة الآنسة الأستاذ الأستاذة الدكتور الدكتورة الحاج العميل");
  static const std::string hebrew = plain("מר גב גברת דר");
  static const std::string devanagari = plain("श्री श्रीमती सुश्री डॉ");
  for (std::size_t i = 0; i < r.size(); ++i) {
    switch (script_of(r, i)) {
      case Script::cyrillic:
        cyrillic(r, i, out);
        break;
      case Script::greek:
        greek(r, i, out);
        break;
      case Script::arabic:
        after_title(r, i, Script::arabic, arabic, out);
        break;
      case Script::hebrew:
        after_title(r, i, Script::hebrew, hebrew, out);
        break;
      case Script::devanagari:
        after_title(r, i, Script::devanagari, devanagari, out);
        break;
      case Script::kana:
      case Script::han:
      case Script::hangul:
        east_asian(r, i, out);
        break;
      case Script::other:
        break;
    }
  }
}

}  // namespace debrief::review::privacy
