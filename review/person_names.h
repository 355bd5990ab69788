// Whom a text names, of all the persons in the log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

class Store;

/// The persons of the log's columns, read once.
class PersonNames {
 public:
  explicit PersonNames(Store& store);

  /// The first person whom `text` names by two words or more, as it names them; "" for none. A single word is passed over,
  /// as Grace, May and Will are words too.
  std::string in(std::string_view text) const;

 private:
  std::vector<std::string> values_;
};

}  // namespace debrief::review
