// JSON: shapes, strictness, places.

#include <gtest/gtest.h>

#include "import/json/tokens.h"
#include "tests/import/collect.h"

namespace debrief::import {
namespace {

using testing::collect_text;
using ::testing::ElementsAre;
using testing::error_of;
using testing::printed_text;

TEST(Json, ReadsHalfAPairBeforeAnEscapeAlikeWhereverAPieceOfTheTextEnds) {
  const std::string text = R"(["\ud83d\n", "\ud83d\ud83d\u00e9", 7])";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    std::size_t at = 0;
    JsonTokens tokens([&](std::string& out) {
      const std::size_t n = std::min(piece, text.size() - at);
      out.append(text, at, n);
      at += n;
      return n > 0;
    });
    EXPECT_EQ(tokens.next(), JsonIs::array);
    EXPECT_EQ(tokens.next(), JsonIs::string);
    EXPECT_EQ(tokens.text(), "\xEF\xBF\xBD\n") << piece;
    EXPECT_EQ(tokens.next(), JsonIs::string);
    EXPECT_EQ(tokens.text(), "\xEF\xBF\xBD\xEF\xBF\xBD\xC3\xA9") << piece;
    EXPECT_EQ(tokens.next(), JsonIs::number) << piece;
  }
}

TEST(Json, SetsAsideWhatIsNoRecordAndNamesTheMemberThatHoldsABadByte) {
  const auto out = collect_text(
      "[{\"id\": 1, \"title\": \"Caf\xC3\xA9 na\xC3\xAFve\", \"created_at\": \"2026-03-01T09:15:22Z\"},\n"
      "null,\n"
      "{\"id\": 2, \"title\": \"Caf\xE9\", \"created_at\": \"2026-03-02T09:15:22Z\", \"id\": 3}]",
      {}, "tickets.json");
  ASSERT_EQ(out.quarantined.size(), 1U);
  EXPECT_EQ(out.quarantined[0].first, 2);
  EXPECT_EQ(out.quarantined[0].second.code, "not-a-record");
  EXPECT_EQ(out.quarantined[0].second.place.line, 2);
  std::map<std::string, std::string> columns;
  for (const auto& i : out.issues) {
    if (i.place.row == 3) columns[i.code] = i.place.column;
  }
  EXPECT_EQ(columns["bad-byte"], "title");
  EXPECT_EQ(columns["key-repeated"], "id");
}

TEST(Json, FindsTheRecordsWhereverTheyAre) {
  const std::string a = R"({"id": 1, "title": "One", "created_at": "2024-03-01T09:15:22Z"})";
  const std::string b = R"({"id": 2, "title": "Two", "created_at": "2024-03-02T09:15:22Z"})";
  struct Case {
    std::string text;
    const char* format;
    const char* why;
  };
  const std::vector<Case> cases{
      {"[" + a + "," + b + "]", "json", "array"},
      {"{\"count\": 2, \"next\": null, \"tickets\": [" + a + ", " + b + "]}", "json", "wrapped"},
      {"{\"meta\": {\"page\": 1}, \"data\": {\"incidents\": [" + a + "," + b + "]}}", "json", "wrapped twice"},
      {"{\"users\": [{\"id\": 9}, {\"id\": 8}, {\"id\": 7}], \"result\": [" + a + "," + b + "]}", "json",
       "beside a longer list"},
      {a + "\n" + b + "\n", "ndjson", "one a line"},
      {a + b, "ndjson", "with nothing between"}};
  for (const auto& c : cases) {
    const auto out = collect_text(c.text, {}, "tickets.json");
    EXPECT_EQ(out.reading.format, c.format) << c.why;
    EXPECT_EQ(out.reading.header_row, 0) << c.why;
    ASSERT_EQ(out.drafts.size(), 2U) << c.why;
    EXPECT_EQ(out.drafts[1].incident.ref, "2") << c.why;
    EXPECT_EQ(out.drafts[1].incident[review::TextField::title], "Two") << c.why;
  }
}

TEST(Json, FlattensObjectsAndJoinsPlainLists) {
  const auto out = printed_text(
      R"([{"id": 1, "via": {"channel": "web"}, "tags": ["a", "b"], "ok": true, "n": 1.50, "none": null}, {"id": 2, "late": 7}])",
      {}, "x.json");
  EXPECT_THAT(out.head["columns"].get<std::vector<std::string>>(),
              ElementsAre("id", "via.channel", "tags", "ok", "n", "none", "late"));
  ASSERT_EQ(out.rows.size(), 2U);
  EXPECT_THAT(out.rows[0].second, ElementsAre("1", "web", "a; b", "true", "1.50", "", ""));
  EXPECT_THAT(out.rows[1].second, ElementsAre("2", "", "", "", "", "", "7"));
}

TEST(Json, SaysWhereTheSyntaxBreaks) {
  try {
    collect_text("[\n{\"id\": 1},\n{\"id\": 2,}\n]", {}, "x.json");
    FAIL() << "a trailing comma is no JSON";
  } catch (const base::Error& e) {
    EXPECT_EQ(e.code(), "json-malformed");
    EXPECT_EQ(e.status(), base::Status::refused);
    EXPECT_NE(std::string(e.what()).find("x.json:3, byte 22"), std::string::npos) << e.what();
  }
}

TEST(Json, RefusesWhatHoldsNoRecords) {
  for (const char* text : {"[]", "{}", "[1, 2]", "\"text\"", "42", "{\"tickets\": []}", "[[1], [2]]", "[{}, {}]"}) {
    EXPECT_EQ(error_of([&] { collect_text(text, {}, "x.json"); }), "no-rows") << text;
  }
}

TEST(Json, RefusesDeepNesting) {
  EXPECT_EQ(error_of([&] { collect_text(std::string(100'000, '['), {}, "x.json"); }), "json-malformed");
}

TEST(Json, PassesTheParsingSuite) {
  const std::string folder = testing::samples() + "nasty-json/test_parsing";
  NEEDS_SAMPLE(folder);
  int accepted = 0;
  int rejected = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const std::string code = error_of([&] { testing::printed(entry.path().string()); });
    if (name.starts_with("y_")) {
      EXPECT_TRUE(code.empty() || code == "no-rows") << name << " " << code;
      ++accepted;
    } else if (name.starts_with("n_")) {
      EXPECT_TRUE(code == "json-malformed" || (code == "empty-file" && entry.file_size() == 0)) << name << " " << code;
      ++rejected;
    }
  }
  EXPECT_EQ(accepted, 95);
  EXPECT_EQ(rejected, 188);
}

TEST(Json, TakesListsOfUpdatesAsHistoryOldestFirst) {
  const auto out = collect_text(
      R"({"page": {"id": "p"}, "incidents": [{"id": "i1", "name": "Outage", "status": "resolved", "impact": "major", "shortlink": "x", "created_at": "2024-03-01T10:00:00Z",
          "resolved_at": "2024-03-01T11:00:00Z", "incident_updates": [
            {"status": "resolved", "body": "Fixed", "display_at": "2024-03-01T11:00:00Z"},
            {"status": "investigating", "body": "Looking", "created_at": "2024-03-01T10:01:00Z"}]}]})",
      {}, "status.json");
  EXPECT_EQ(out.reading.source, "statuspage");
  ASSERT_EQ(out.drafts.size(), 1U);
  const auto& events = out.drafts[0].events;
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].text, "Looking");
  EXPECT_EQ(events[0].kind, review::EventKind::logged);
  EXPECT_EQ(events[1].kind, review::EventKind::resolved);
  EXPECT_EQ(events[1].audience, "Public");
}

TEST(Json, ReadsZendeskTickets) {
  const auto out = collect_text(
      R"({"tickets": [{"id": 35436, "subject": "Help", "raw_subject": "Help", "description": "The fire is very colorful.", "created_at": "2009-07-20T22:55:29Z",
          "updated_at": "2011-05-05T10:38:52Z", "priority": "high", "status": "open", "type": "question", "requester_id": 20978392, "assignee_id": 235323, "group_id": 98738,
          "via": {"channel": "web"}, "satisfaction_rating": {"score": "good"}, "metric_set": {"reopens": 2}, "has_incidents": false, "tags": ["other_tag"]}]})",
      {}, "tickets.json");
  EXPECT_EQ(out.reading.source, "zendesk");
  ASSERT_EQ(out.drafts.size(), 1U);
  const auto& i = out.drafts[0].incident;
  EXPECT_EQ(i.ref, "35436");
  EXPECT_EQ(i.kind, review::Kind::request);
  EXPECT_EQ(i[review::TextField::channel], "web");
  EXPECT_EQ(i[review::NumberField::csat], 1);
  EXPECT_EQ(i[review::NumberField::csat_scale], 1);
  EXPECT_EQ(i[review::NumberField::reopen_count], 2);
}

}  // namespace
}  // namespace debrief::import
