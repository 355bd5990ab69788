// Keys of a file: found again whether they are held in memory or in the temporary table.

#include "review/store/key_table.h"

#include <string>

#include "workspace.h"

namespace debrief::review {
namespace {

using KeyTableTest = Workspace;

TEST_F(KeyTableTest, FindsEachKeyAndItsStateBeyondWhatMemoryHolds) {
  auto store = open();
  KeyTable keys(store.db(), 3000);
  const auto hash = [](int i) { return key_hash("servicenow", "INC" + std::to_string(i)); };
  for (int i = 1; i <= 10000; ++i) keys.add({hash(i), i, 0});
  for (int i = 1; i <= 10000; i += 2) keys.set_state({hash(i), i, 0}, 2);
  for (int i = 1; i <= 10000; ++i) {
    const auto found = keys.find(hash(i), [&](const KeyEntry& e) { return e.id == i; });
    ASSERT_TRUE(found) << i;
    ASSERT_EQ(found->state, i % 2 == 1 ? 2U : 0U) << i;
  }
  EXPECT_FALSE(keys.find(hash(10001), [](const KeyEntry&) { return true; }));
}

TEST_F(KeyTableTest, TellsKeysApartThatShareAHash) {
  auto store = open();
  KeyTable keys(store.db(), 3);
  for (int id = 1; id <= 6; ++id) keys.add({42, id, static_cast<unsigned>(id % 3)});
  for (int id = 1; id <= 6; ++id) {
    const auto found = keys.find(42, [&](const KeyEntry& e) { return e.id == id; });
    ASSERT_TRUE(found) << id;
    EXPECT_EQ(found->state, static_cast<unsigned>(id % 3));
  }
}

}  // namespace
}  // namespace debrief::review
