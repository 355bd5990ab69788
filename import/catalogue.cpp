// Reading the embedded mapping files, once.

#include "import/catalogue.h"

#include <algorithm>
#include <set>

#include "base/embedded.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "import/sniff/header.h"
#include "import/sniff/time_of_day.h"

namespace debrief::import {

std::span<const base::Embedded> mapping_files();

namespace {

using base::Json;

double seconds_of(const std::string& unit) {
  if (unit == "milliseconds") return 0.001;
  if (unit == "minutes") return 60;
  if (unit == "hours") return 3600;
  if (unit == "days") return 86400;
  return 1;
}

std::vector<std::string> alternatives(const Json& j, const char* key) {
  if (!j.contains(key)) return {};
  return base::split(j.at(key).get<std::string>(), '|');
}

review::Kind kind_of(const Json& j) {
  const auto kind = review::kind_named(j.get<std::string>());
  DEBRIEF_CHECK(kind.has_value(), "a mapping file names a kind that exists");
  return *kind;
}

review::EventKind event_of(const Json& j) {
  const auto kind = review::event_kind_named(j.get<std::string>());
  DEBRIEF_CHECK(kind.has_value(), "a mapping file names an event kind that exists");
  return *kind;
}

KnownColumn column_of(const Json& j) {
  KnownColumn c;
  if (j.is_null()) return c;
  c.role = role_named(j.is_string() ? j.get<std::string>() : j.at("role").get<std::string>());
  DEBRIEF_CHECK(c.role != nullptr, "a mapping file names a role that exists");
  if (j.is_object()) {
    c.weight = j.value("weight", 1.0);
    if (j.contains("unit")) c.unit_seconds = seconds_of(j.at("unit").get<std::string>());
  }
  return c;
}

std::string word_of(const Json& j) { return j.is_string() ? j.get<std::string>() : j.dump(); }

Gathered::Take take_of(const std::string& word) {
  using Take = Gathered::Take;
  static const std::map<std::string, Take> words{
      {"first", Take::first}, {"last", Take::last},     {"earliest", Take::earliest}, {"latest", Take::latest},
      {"sum", Take::sum},     {"joined", Take::joined}, {"count", Take::count},       {"any", Take::any}};
  const auto it = words.find(word);
  DEBRIEF_CHECK(it != words.end(), "a mapping file names a way of gathering that exists");
  return it->second;
}

Gathered gathered_of(const Json& j) {
  Gathered g;
  g.column = j.at("column").get<std::string>();
  g.list = j.at("list").get<std::string>();
  g.key = j.value("key", "");
  g.take = take_of(j.at("take").get<std::string>());
  if (j.contains("where")) {
    for (const auto& [key, values] : j.at("where").items())
      g.where.emplace_back(key, base::split(values.get<std::string>(), '|'));
  }
  return g;
}

SourceSpec spec_of(const Json& j) {
  SourceSpec s;
  s.id = j.at("id").get<std::string>();
  s.title = j.at("title").get<std::string>();
  std::set<std::string> signs;
  for (const auto& sign : j.at("signs")) signs.insert(base::heading_key(sign.get<std::string>()));
  s.signs.assign(signs.begin(), signs.end());
  s.enough = j.at("enough").get<int>();
  for (const auto& [heading, meaning] : j.at("columns").items())
    s.columns[base::heading_key(heading)] = column_of(meaning);
  s.zone = j.value("zone", "");
  if (j.contains("zone_formats")) s.zone_formats = j.at("zone_formats").get<std::vector<std::string>>();
  s.day_order = j.value("day_order", "");
  if (j.contains("values")) {
    for (const auto& [role, words] : j.at("values").items()) {
      for (const auto& [word, value] : words.items()) {
        s.values[role][base::folded(word)] =
            value.is_null() ? std::nullopt : std::optional<std::string>(word_of(value));
      }
    }
  }
  if (j.contains("kinds")) {
    for (const auto& [word, kind] : j.at("kinds").items()) s.kinds[base::folded(word)] = kind_of(kind);
  }
  if (j.contains("kind")) s.kind = kind_of(j.at("kind"));
  if (j.contains("kind_from")) {
    for (const auto& [role, words] : j.at("kind_from").items()) {
      for (const auto& [word, kind] : words.items()) s.kind_from[role][base::folded(word)] = kind_of(kind);
    }
  }
  if (j.contains("keep")) s.keep = j.at("keep").get<std::vector<std::string>>();
  s.csat_scale_of_words = j.value("csat_scale_of_words", 0.0);
  s.by_update = j.value("by_update", false);
  s.comment_cells = j.value("comment_cells", false);
  if (j.contains("gather")) {
    for (const auto& g : j.at("gather")) s.gather.push_back(gathered_of(g));
  }
  for (const auto& [name, list] : {std::pair("answered_if", &s.answered_if), std::pair("queued_if", &s.queued_if),
                                   std::pair("ref_with", &s.ref_with)}) {
    if (!j.contains(name)) continue;
    for (const auto& heading : j.at(name)) list->push_back(base::heading_key(heading.get<std::string>()));
  }
  s.times_from_given = j.value("times_from_given", false);
  if (j.contains("row_is")) {
    const std::string is = j.at("row_is").get<std::string>();
    for (const auto r :
         {review::RowIs::incident, review::RowIs::event, review::RowIs::contact, review::RowIs::interval}) {
      if (review::name(r) == is) s.row_is = r;
    }
    DEBRIEF_CHECK(s.row_is.has_value(), "a mapping file names a kind of row that exists");
  }
  if (j.contains("entries")) {
    const Json& e = j.at("entries");
    s.entries.lists = e.at("lists").get<std::vector<std::string>>();
    s.entries.at = alternatives(e, "at");
    s.entries.type = alternatives(e, "type");
    s.entries.text = alternatives(e, "text");
    s.entries.by = alternatives(e, "by");
    s.entries.audience = e.value("audience", "");
    s.entries.direction = e.value("direction", "");
    s.entries.system = e.value("system", "");
    if (e.contains("kind")) s.entries.kind = event_of(e.at("kind"));
    if (e.contains("types")) {
      for (const auto& [word, kind] : e.at("types").items()) s.entries.types[base::folded(word)] = event_of(kind);
    }
  }
  return s;
}

struct Catalogue {
  std::vector<SourceSpec> sources;
  std::unordered_map<std::string, std::vector<HeadingHint>> hints;
  std::unordered_map<std::string, std::vector<HeadingHint>> time_hints;

  Catalogue() {
    for (const auto& file : mapping_files()) {
      const auto parsed = base::parse_json(file.bytes);
      DEBRIEF_CHECK(parsed.ok(), "the mapping files in the program are JSON");
      const Json& j = *parsed;
      if (j.contains("roles")) {
        add_hints(j.at("roles"));
        add_spellings();
      } else {
        sources.push_back(spec_of(j));
      }
    }
  }

  void add_hints(const Json& roles) {
    for (const auto& [id, lists] : roles.items()) {
      const Role* role = role_named(id);
      DEBRIEF_CHECK(role != nullptr, "generic.json names roles that exist");
      for (const auto& [list, weight] : {std::pair("strong", 0.9), std::pair("weak", 0.55)}) {
        // Names come with the likeliest first: "status" is one before "state" may be, which is also part of an address.
        double step = 0;
        for (const auto& heading : lists.at(list)) {
          const double rank = std::min(step, 0.04);
          step += 0.002;
          const std::string key = base::heading_key(heading.get<std::string>());
          if (key.empty()) continue;  // signs such as № leave nothing to compare
          auto& known = hints[key];
          const bool there =
              std::any_of(known.begin(), known.end(), [&](const HeadingHint& h) { return h.role == role; });
          if (there) continue;
          known.push_back({role, weight - rank});
          if (role->slot == Slot::time) add_time_hint(without_time_words(key), {role, weight - rank});
        }
      }
    }
  }

  /// "prioritaet" and "loesung" are found as "priorität" and "lösung" are.
  void add_spellings() {
    std::vector<std::pair<std::string, std::string>> spellings;
    for (const auto& [key, known] : hints) {
      std::string spelt = key;
      for (const auto& [letter, plain] :
           {std::pair("ä", "ae"), std::pair("ö", "oe"), std::pair("ü", "ue"), std::pair("ß", "ss")}) {
        for (auto at = spelt.find(letter); at != std::string::npos; at = spelt.find(letter))
          spelt.replace(at, 2, plain);
      }
      if (spelt != key && !hints.contains(spelt)) spellings.emplace_back(key, std::move(spelt));
    }
    for (const auto& [key, spelt] : spellings) {
      const std::vector<HeadingHint> same = hints.at(key);
      auto& known = hints[spelt];
      for (const auto& hint : same) {
        known.push_back(hint);
        if (hint.role->slot == Slot::time) add_time_hint(without_time_words(spelt), hint);
      }
    }
  }

  void add_time_hint(const std::string& stem, HeadingHint hint) {
    if (stem.empty()) return;
    auto& known = time_hints[stem];
    const auto there =
        std::find_if(known.begin(), known.end(), [&](const HeadingHint& h) { return h.role == hint.role; });
    if (there == known.end()) {
      known.push_back(hint);
    } else {
      there->weight = std::max(there->weight, hint.weight);
    }
  }
};

const Catalogue& catalogue() {
  static const Catalogue c;
  return c;
}

}  // namespace

const std::vector<SourceSpec>& all_sources() { return catalogue().sources; }

const SourceSpec* source_named(std::string_view id) {
  for (const auto& s : all_sources()) {
    if (s.id == id) return &s;
  }
  return nullptr;
}

std::span<const HeadingHint> hints_for(const std::string& key) {
  const auto& hints = catalogue().hints;
  const auto it = hints.find(key);
  return it == hints.end() ? std::span<const HeadingHint>() : std::span<const HeadingHint>(it->second);
}

std::span<const HeadingHint> time_hints_for(const std::string& stem) {
  const auto& hints = catalogue().time_hints;
  const auto it = hints.find(stem);
  return it == hints.end() ? std::span<const HeadingHint>() : std::span<const HeadingHint>(it->second);
}

namespace {

/// Whether one letter changed, added or left out, or two neighbours swapped, makes the one of the other; equal texts
/// too.
bool one_slip_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  if (same == a.size()) return true;
  if (a.size() < b.size()) return a.substr(same) == b.substr(same + 1);
  if (a.substr(same + 1) == b.substr(same + 1)) return true;
  return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
         a.substr(same + 2) == b.substr(same + 2);
}

}  // namespace

std::vector<HeadingHint> loose_hints_for(const std::string& key) {
  std::vector<HeadingHint> out;
  const auto words = base::split(key, ' ');
  if (words.size() > 8 || key.size() > 60 || key.empty()) return out;
  const auto add = [&](std::span<const HeadingHint> hints, double factor) {
    for (const auto& h : hints) {
      const double weight = h.weight * factor;
      const auto there = std::find_if(out.begin(), out.end(), [&](const HeadingHint& o) { return o.role == h.role; });
      if (there == out.end()) {
        out.push_back({h.role, weight});
      } else {
        there->weight = std::max(there->weight, weight);
      }
    }
  };
  // Every run of words inside the heading: "customer ticket number (new)" holds "ticket number".
  for (std::size_t from = 0; from < words.size(); ++from) {
    std::string run;
    for (std::size_t to = from; to < words.size(); ++to) {
      run += (run.empty() ? "" : " ") + words[to];
      const std::size_t n = to - from + 1;
      if (n == words.size()) continue;
      const double cover = static_cast<double>(n) / static_cast<double>(words.size());
      add(hints_for(run), 0.45 + 0.45 * cover);
    }
  }
  if (out.empty() && key.size() >= 6) {
    // By length, as one slip changes it by one at most.
    static const auto by_length = [] {
      std::vector<std::vector<const std::string*>> lengths;
      for (const auto& [known, hints] : catalogue().hints) {
        if (known.size() < 6) continue;
        if (lengths.size() <= known.size()) lengths.resize(known.size() + 1);
        lengths[known.size()].push_back(&known);
      }
      return lengths;
    }();
    for (std::size_t n = key.size() - 1; n <= key.size() + 1 && n < by_length.size(); ++n) {
      for (const std::string* known : by_length[n]) {
        if (one_slip_apart(key, *known)) add(hints_for(*known), 0.8);
      }
    }
  }
  return out;
}

int signs_in(const SourceSpec& spec, std::span<const std::string> keys) {
  return static_cast<int>(std::count_if(spec.signs.begin(), spec.signs.end(), [&](const std::string& sign) {
    return std::find(keys.begin(), keys.end(), sign) != keys.end();
  }));
}

bool is_known_heading(const std::string& heading) {
  if (heading.size() > 80) return false;
  const std::string key = base::heading_key(heading);
  if (key.empty()) return false;
  if (!hints_for(key).empty()) return true;
  return std::any_of(all_sources().begin(), all_sources().end(),
                     [&](const SourceSpec& s) { return s.columns.contains(key); });
}

}  // namespace debrief::import
