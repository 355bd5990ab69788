// The parts of a workbook's zip, read one at a time and never written to disk.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "import/source.h"
#include "import/xml/sax.h"

namespace debrief::import {

/// An .xlsx as a set of named parts. Throws base::Error (status 5): zip-damaged, not-a-workbook, unpacks-too-large.
///
/// What counts are bytes really inflated: at most 512 MiB a part, and 200 times its packed size once over 10 MB.
class Package {
 public:
  explicit Package(const Source& source);
  ~Package();
  Package(const Package&) = delete;
  Package& operator=(const Package&) = delete;

  bool has(const std::string& part) const;

  /// A part being read, from its start.
  class Part {
   public:
    ~Part();
    Part(Part&&) noexcept;
    /// The next bytes, "" at the end; valid until the next call.
    std::string_view read();
    std::uint64_t bytes_in() const;  // packed bytes so far, about

   private:
    friend class Package;
    struct State;
    explicit Part(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
  };
  Part open(const std::string& part) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// SAX parsing of one part, in pieces, by the rules of XmlSax.
class XmlPart {
 public:
  /// part  its name, for messages
  XmlPart(const Package& package, const std::string& part, const std::string& file, XmlListener listener);
  XmlPart(const XmlPart&) = delete;
  XmlPart& operator=(const XmlPart&) = delete;

  /// Parses the next piece; false after the last. Throws base::Error xml-malformed, xml-refused (status 5).
  bool step() { return sax_.step(); }
  void all() {
    while (step()) {
    }
  }

 private:
  Package::Part part_;
  XmlSax sax_;
};

}  // namespace debrief::import
