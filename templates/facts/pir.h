// The facts of a post-incident review, view model pir/1.
//
// Read from the workspace once; each figure with its rows or definition in the ledger. Every key is always there; what
// the log does not say is null. Texts are ready to print, times on `control.zone`.
//
// schema          "pir/1"
// form            "short" (after-action review, swarm huddle: two pages) | "medium" (round table: no appendices) | "full"
// audience        internal | manager | external | assessor | share
// control         id, reference, title, status, version, draft (true until signed), method, method_why, classification,
//                 prepared (date), zone, owner, facilitator, due, signed_by, signed_on, incidents[{ref, title, kind,
//                 status, opened, rows}], sources[{file, sha256, rows, set_aside, imported, zone}], entries, related[],
//                 fields{} by name (review/review_fields.h; null where not entered, "named internally" where the reader
//                 must not see people), unset[] names of those nobody entered, unset_said the same in
//                 words, versions[] {version, date, by, what} newest first; line,
//                 dates, people: the same as sentences for the short form
// incident        every field of the incident by its JSON key as text, null where absent; `ref`, `kind`, `row`
// summary         sentences[]: generated from recorded facts only, brief[]: fewer of them; actions[]: titles of the most
//                 urgent, of actions_n
// impact          figures[] {label, text, source, value}; estimates[] {time, by, text, row} of customers affected;
//                 linked: a sentence about linked records, or null; children {n, kinds, channels, first, last, complaints, closed, satisfaction}
// detection       figures[], said[] as sentences; known: whether the log says when it began; mentions[] {reference, rows}; first_entries[] {time, role, text, row}
// timeline        [] {time, at (RFC 3339), date, logged, kind, role, name (null where the reader must not see it),
//                 system, what, text, marks[], row, ref}; `timeline_note` says what is in it
// response        priority_lines[], escalation_lines[], move_lines[], stages_said: the same as sentences; stages[] {name, text, share, definition, source, seconds}; whole {text, seconds}; priorities[];
//                 hand_overs[]; escalations[]; roles[]; systems[]; teams[]; matrix (sentence or null); target{}
// communications  late_lines[]: announced messages that came late, as sentences; to_customers[]; audiences[] {audience, outbound, inbound, first, channels, silence, rows}; promises[] {audience,
// said,
//                 promised, came, late_seconds, text, source}; totals (sentence)
// decisions       [] {key, time, role, text, row}: one prompt each under "expected"
// causes          findings[] {kind, text, standing: "Supported"|"Hypothesis", evidence, confidence, cause}; by_kind{}
// assessment      breaches[]: what was set and not kept, rule first; lifecycle[] {step, evidence, source, missing}; gaps (sentence); observations[] {text, source}
// lessons, actions, effects, context  lists as printed
// similar         [] {ref, title, opened, took, why, followed, closure_code, actions[] {key, title, status, verdict}}
// outside         what readers outside are told: opening, happened[], messages[] {time, text}, late (how many announced
//                 messages to customers came late), done[], planned[] {title, due}, kept_inside[]: titles of what is not
// organisation    whose review it is, or null
// passages        key -> true where somebody has written
// stale           keys of passages written beside facts that have changed since
// facts           [] {label, text, source}: the ledger
// glossary        [] {term, meaning}
// tables          names of the tables that exist, for `::: table`; charts likewise
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/time.h"
#include "templates/audience.h"
#include "templates/facts/ledger.h"
#include "templates/markdown.h"

namespace debrief::review {
class Store;
}

namespace debrief::templates {

struct FactsFor {
  Audience audience = Audience::internal;
  base::Zone zone;
  base::Ms now = 0;
};

/// shown  gets the tables, charts and passages that the document refers to
nlohmann::ordered_json pir_facts(review::Store& store, std::int64_t review_id, const FactsFor& reader, Ledger& ledger,
                                 DirectiveData& shown);

}  // namespace debrief::templates
