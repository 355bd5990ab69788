// Reviews: what they are about, what people wrote into them, what they found.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace debrief::review {

class Store;

struct Review {
  std::int64_t id = 0;
  std::string title;
  std::string status;      // draft | in_review | final
  std::string method;      // after_action | swarm | round_table | thematic | full (review/method.h)
  int version = 1;
  std::string zone;
  std::int64_t created_ms = 0;
  std::optional<std::string> owner, facilitator, signed_by, signed_digest;
  std::optional<std::int64_t> due_ms, signed_ms;
  std::vector<std::int64_t> incidents;   // ids, the one it is named for first
};

/// Makes a draft about these incidents (refs). Throws no-such-incident; review-exists (5) if the first already
/// has one that is not final, naming it. Where the first has a signed review, the draft is its next version and starts
/// from its passages and findings.
Review draft_review(Store& store, const std::vector<std::string>& refs, std::string_view method = "full");
std::vector<Review> list_reviews(Store& store);
/// Throws Error no-such-review (3).
Review review_by_id(Store& store, std::int64_t id);

/// What a person wrote. Keys come from the template.
struct PassageText {
  std::string key;
  int version = 1;
  std::string text;   // Markdown
  std::string author;
  std::int64_t at_ms = 0;
  std::string facts;  // what stood beside it when it was written, as JSON or a digest of it; "" unknown
};
/// Newest version per key.
std::map<std::string, PassageText> passages_of(Store& store, std::int64_t review_id);
std::vector<PassageText> passage_history(Store& store, std::int64_t review_id);
/// Adds a version when the text differs from the newest; true if it did. A final review refuses (review-final, 5).
bool write_passage(Store& store, std::int64_t review_id, std::string_view key, std::string_view text,
                   std::string_view facts = {});
/// Adds a version of the same text, read again beside what stands there now. Throws Error no-such-passage (3) where nobody
/// has written under that key; a final review refuses (review-final, 5).
void confirm_passage(Store& store, std::int64_t review_id, std::string_view key, std::string_view facts);

/// parent   of a cause: the cause it explains, one answer to "why was that so?"; of a control: the cause or consequence
///          it guards. 0: the incident itself
/// outcome  of a control: what became of it
struct Finding {
  std::int64_t id = 0;
  std::int64_t review_id = 0;
  // immediate | underlying | root | contributing | control | consequence | went_well | went_wrong | lucky
  std::string kind;
  std::string text;
  std::string cause;     // people | tasks | tools | environment | organisation | external, "" none
  std::string confidence;
  std::int64_t at_ms = 0;
  struct Link {
    std::int64_t incident_id = 0;
    std::int64_t seq = 0;
  };
  std::vector<Link> evidence;   // empty: a hypothesis
  std::int64_t parent = 0;
  std::string outcome;          // held | failed | missing, "" not known
};
/// Whether a finding of this kind is a cause: immediate, underlying, root, contributing.
bool is_cause(std::string_view kind);
/// evidence: events as (incident ref, row or seq resolved by the caller). Throws bad-finding-kind (2), no-such-finding
/// (3) for a parent that is not of this review, bad-parent (2) for one of a kind that does not fit, and
/// cause-names-person (5): a chain of causes may pass through what somebody did, but must not end in a name.
std::int64_t add_finding(Store& store, Finding finding);
std::vector<Finding> findings_of(Store& store, std::int64_t review_id);

/// Signs the newest passages: version frozen, status final. Throws review-incomplete (5) naming what is missing
/// (R38: causes linked to evidence, and an action or a reasoned "none") unless `force_reason` is given.
Review sign_review(Store& store, std::int64_t id, std::string_view name, std::string_view force_reason = {});

/// Incidents that meet the review rule (major flag, priority 1, 3 or more linked incidents, or reopened twice) and have
/// no review, oldest first, each with the reason.
struct Candidate {
  std::int64_t incident_id = 0;
  std::string ref;
  std::string title;
  std::string why;
  std::int64_t opened_ms = 0;
  std::int64_t children = 0;
};
std::vector<Candidate> review_candidates(Store& store);

struct Lesson {
  std::int64_t id = 0;
  std::optional<std::int64_t> review_id;
  std::string text;
  std::string destination;   // training | procedure | system | knowledge_article
  std::optional<std::string> owner;
  std::optional<std::int64_t> delivered_ms;
  std::int64_t created_ms = 0;
};
std::int64_t add_lesson(Store& store, const Lesson& lesson);
std::vector<Lesson> list_lessons(Store& store, std::optional<std::int64_t> review_id = {});

}  // namespace debrief::review
