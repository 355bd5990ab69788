// Templates of one's own: in the place of the shipped ones, beside them, and after an upgrade.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "program.h"

namespace debrief::test {

namespace {

using base::Json;
using ::testing::HasSubstr;
using ::testing::Not;

/// A workspace with a draft review, and the words that write it as Markdown into the folder `name`.
Outcome written_to(const Folder& folder, const std::string& name, std::vector<std::string> more = {}) {
  std::vector<std::string> words{"report", "pir", "1", "--as", "md", "--out", name, "--now", "2026-06-01T12:00:00Z"};
  words.insert(words.end(), more.begin(), more.end());
  return debrief(words, {.folder = folder.path()});
}

void draft(const Folder& folder) {
  small_workspace(folder);
  EXPECT_EQ(debrief({"review", "draft", "INC001"}, {.folder = folder.path()}).status, 0);
}

Json listed(const Folder& folder, const std::string& name, const std::string& owner) {
  const auto answer = base::parse_json(debrief({"template", "list", "--json"}, {.folder = folder.path()}).out);
  for (const Json& item : (*answer)["items"]) {
    if (item["name"] == name && item["owner"] == owner) return item;
  }
  return nullptr;
}

TEST(OwnTemplates, ACopyGivesTheSameDocumentUntilItIsChanged) {
  const Folder folder;
  draft(folder);
  written_to(folder, "before");
  EXPECT_EQ(debrief({"template", "copy", "pir"}, {.folder = folder.path()}).status, 0);
  written_to(folder, "after");
  EXPECT_EQ(bytes_of(folder / "before/pir-1.md"), bytes_of(folder / "after/pir-1.md"));
  const Json copy = listed(folder, "pir.md.jinja", "yours");
  EXPECT_EQ(copy["hides_shipped"], true);
  EXPECT_EQ(copy["shipped_changed"], false);
  EXPECT_EQ(debrief({"template", "copy", "pir"}, {.folder = folder.path()}).status, 6) << "it is not written over";
}

TEST(OwnTemplates, ACopyOfAnOlderShippedOneIsNamed) {
  const Folder folder;
  small_workspace(folder);
  std::filesystem::create_directories(folder / "templates");
  folder.put("templates/pir.md.jinja", "{# debrief:copy pir.md.jinja version=0.1.0 sha256=00ff #}\n# {{ control.title }}\n");
  folder.put("templates/house.jinja", "Ours\n");
  EXPECT_EQ(listed(folder, "pir.md.jinja", "yours")["shipped_changed"], true);
  EXPECT_EQ(listed(folder, "house.jinja", "yours")["hides_shipped"], false);
  EXPECT_THAT(debrief({"template", "list"}, {.folder = folder.path()}).out,
              HasSubstr("the shipped one has changed since you copied it"));
}

TEST(OwnTemplates, APartOfAShippedOneIsReplacedByExtendingIt) {
  const Folder folder;
  draft(folder);
  std::filesystem::create_directories(folder / "templates");
  folder.put("templates/pir.md.jinja",
             "{% extends \"shipped/pir.md.jinja\" %}\n{% block impact %}\n## What it cost us\n\nOurs.\n{% endblock %}\n");
  EXPECT_EQ(written_to(folder, "out").status, 0);
  const std::string text = bytes_of(folder / "out/pir-1.md");
  EXPECT_THAT(text, HasSubstr("## What it cost us"));
  EXPECT_THAT(text, Not(HasSubstr("## Impact")));
  EXPECT_THAT(text, HasSubstr("## Timeline"));
}

TEST(OwnTemplates, AFaultyOneNamesItsPlaceAndWritesNothing) {
  const Folder folder;
  draft(folder);
  std::filesystem::create_directories(folder / "templates");
  folder.put("templates/pir.md.jinja", "# {{ control.title }}\n\n{{ control.oner }}\n");
  const Outcome check = debrief({"template", "check"}, {.folder = folder.path()});
  EXPECT_EQ(check.status, 1);
  EXPECT_THAT(check.out, HasSubstr("pir.md.jinja:3:"));
  EXPECT_THAT(check.out, HasSubstr("control.owner"));
  const Outcome failed = written_to(folder, "out");
  EXPECT_EQ(failed.status, 5);
  EXPECT_THAT(failed.err, HasSubstr("pir.md.jinja:3:"));
  EXPECT_FALSE(std::filesystem::exists(folder / "out/pir-1.md"));
  EXPECT_EQ(written_to(folder, "plain", {"--templates", "."}).status, 0) << "another folder, without the fault";
}

TEST(OwnTemplates, AFieldThatNoNearNameExplainsIsAFaultWhereTheKindIsKnown) {
  const Folder folder;
  folder.put("mine.jinja", "{{ control.title }} {{ control.weather }}\n");
  EXPECT_EQ(debrief({"template", "check", "mine.jinja"}, {.folder = folder.path()}).status, 0);
  const Outcome told = debrief({"template", "check", "mine.jinja", "--kind", "pir"}, {.folder = folder.path()});
  EXPECT_EQ(told.status, 1);
  EXPECT_THAT(told.out, HasSubstr("control.weather"));
}

TEST(OwnTemplates, EveryKindHasItsFieldsAndSchema) {
  const Folder folder;
  for (const std::string kind : {"pir", "actions", "trends", "portfolio", "register", "system-review",
                                 "service-improvement-plan"}) {
    const auto fields = base::parse_json(debrief({"template", "fields", kind, "--json"}, {.folder = folder.path()}).out);
    ASSERT_TRUE(fields.ok()) << kind;
    EXPECT_EQ((*fields)["schema"], kind + "/1");
    for (const Json& f : (*fields)["items"]) EXPECT_NE(f["meaning"], "") << kind << " " << f["path"];
    const auto schema = base::parse_json(debrief({"template", "schema", kind}, {.folder = folder.path()}).out);
    ASSERT_TRUE(schema.ok()) << kind;
    EXPECT_EQ((*schema)["$schema"], "https://json-schema.org/draft/2020-12/schema");
    EXPECT_THAT(debrief({"template", "fields", kind, "--markdown"}, {.folder = folder.path()}).out,
                HasSubstr("| `schema` | text |"));
  }
}

TEST(OwnTemplates, ShippedOnesUseOnlyDescribedFields) {
  const Folder folder;
  for (const std::string kind : {"pir", "actions", "trends", "portfolio", "register", "system-review",
                                 "service-improvement-plan"}) {
    const Outcome text = debrief({"template", "show", kind, "--shipped"}, {.folder = folder.path()});
    folder.put(kind + ".md.jinja", text.out);
    const Outcome check = debrief({"template", "check", kind + ".md.jinja"}, {.folder = folder.path()});
    EXPECT_EQ(check.status, 0) << check.out;
  }
}

}  // namespace

}  // namespace debrief::test
