// XML as a stream of begins, texts and ends, in constant memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "import/source.h"

namespace debrief::import {

/// What a listener hears. Names come without namespace prefix.
struct XmlListener {
  std::function<void(std::string_view name, const char** attributes)> begin;
  std::function<void(std::string_view name)> end;
  std::function<void(std::string_view text)> text;
};

/// The value of an attribute (matched without prefix), "" when it is not there.
std::string_view attribute(const char** attributes, std::string_view name);
/// A name without its namespace prefix.
std::string_view local_name(std::string_view name);

/// SAX parsing of XML that comes in pieces. A document type declaration (and with it every entity but the five of
/// XML itself) and more than 64 levels are refused.
class XmlSax {
 public:
  /// Gives the next piece, "" at the end; it must hold until the next call.
  using More = std::function<std::string_view()>;

  enum class Bytes : std::uint8_t { as_declared, utf8 };

  /// subject  what messages speak of: "incidents.xml", "log.xlsx: its part xl/workbook.xml"
  /// bytes    utf8: whatever the declaration says, for text already decoded
  XmlSax(std::string subject, Bytes bytes, More more, XmlListener listener);
  ~XmlSax();
  XmlSax(const XmlSax&) = delete;
  XmlSax& operator=(const XmlSax&) = delete;

  /// Parses the next piece; false after the last. Throws base::Error xml-malformed, xml-refused (status 5).
  bool step();
  /// Where the parser stands, from 1.
  std::int64_t line() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The XML of a whole file, decoded by what a person said, its byte order mark or its own declaration.
class XmlFile {
 public:
  XmlFile(const Source& source, std::string_view asked_encoding, XmlListener listener);
  ~XmlFile();
  XmlFile(const XmlFile&) = delete;
  XmlFile& operator=(const XmlFile&) = delete;

  bool step();
  std::int64_t line() const;
  std::uint64_t bytes_read() const;
  /// As receipts show it.
  const std::string& encoding() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// 0 to 100 that the file is XML, by its first bytes.
int xml_likelihood(const Source& source);
/// The first 4,096 bytes as UTF-8.
std::string xml_head(const Source& source);

}  // namespace debrief::import
