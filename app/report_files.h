// A report of any kind, written to a folder in the formats asked for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/documents.h"
#include "app/manifest.h"

namespace debrief::app {

/// What to write.
///
/// kind      pir | actions | trends | portfolio | register | system-review
/// id        of a review or learner, "" where none is needed
/// units     for a portfolio
/// formats   empty: all that this kind has
struct ReportRequest {
  std::string kind;
  std::string id;
  std::vector<std::string> units;
  std::vector<std::string> formats;
  templates::BuildOptions options;
  reports::WriteOptions write;
};

struct ReportAnswer {
  std::vector<WrittenFile> files;
  std::map<std::string, int> withheld;
  templates::Built built;
};

/// The Built of a request. Throws unknown-report (2), missing-argument (2), and what the builders throw.
templates::Built build(review::Store& store, const ReportRequest& request);

/// Builds, renders every format before the first file is written, writes the files and the manifest.
ReportAnswer write_report(Session& session, const ReportRequest& request, const base::Path& folder);

/// What the manifest says was asked for, as JSON text.
std::string settings_of(const ReportRequest& request);

/// The salt of a document's pseudonyms: the workspace's secret, the subject and the audience. "" without a secret.
std::string salt_of(Session& session, std::string_view subject, const std::string& audience);

/// The request that an entry's settings tell of, with the salt of its pseudonyms.
ReportRequest request_from(Session& session, const nlohmann::ordered_json& settings, base::Ms made_at);

}  // namespace debrief::app
