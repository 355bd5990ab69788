// One ::: directive of the document language. Each file in templates/directives/ registers one.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "templates/document.h"
#include "templates/markdown.h"

namespace debrief::templates {

/// An attribute a directive takes: `name="value"`.
/// choices  the only values allowed; empty: any
struct DirectiveAttribute {
  std::string_view name;
  std::string_view meaning;
  bool required = false;
  std::vector<std::string_view> choices = {};
};

/// A directive as it stands in a document.
///
/// attributes  checked already: known, required ones present, values allowed
/// body        what stands between its fences, parsed
/// place       "NAME:LINE", for messages
struct DirectiveUse {
  std::string_view name;
  std::map<std::string, std::string, std::less<>> attributes;
  Blocks body;
  std::string place;
  const DirectiveData& data;
  const MarkdownLimits& limits;

  /// The attribute's value, or `otherwise`.
  std::string value(std::string_view attribute, std::string_view otherwise = {}) const;
  /// Throws base::Error(Status::refused, "document-directive", "NAME:LINE: …").
  [[noreturn]] void refuse(const std::string& message, const std::string& hint = {}) const;
};

enum class DirectiveBody : std::uint8_t { none, blocks };

/// name     after the colons
/// purpose  one sentence, for `help`
/// example  a complete use
/// build    gives the blocks that take its place; their ids are made afterwards where left empty
struct Directive {
  std::string_view name;
  std::string_view purpose;
  std::string_view example;
  std::vector<DirectiveAttribute> attributes;
  DirectiveBody body = DirectiveBody::none;
  Blocks (*build)(DirectiveUse& use) = nullptr;
};

/// All of templates/directives/, by file name.
std::span<const Directive* const> all_directives();

/// A Callout of the directive's own name, for note, warning, data, learner, withheld.
Blocks build_callout(DirectiveUse& use);

}  // namespace debrief::templates
