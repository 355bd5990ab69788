// Passages out of documents, merged.

#include "app/passage_merge.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <fmt/format.h>

#include "app/document_id.h"
#include "app/passage_slots.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "reports/docx/passages.h"
#include "reports/package.h"
#include "reports/writer.h"
#include "review/documents.h"
#include "review/reviews.h"
#include "templates/build.h"
#include "templates/markdown.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;
using Texts = std::map<std::string, std::string>;

constexpr std::string_view open_mark = "<!-- passage: ", close_mark = "<!-- /passage -->";

/// What stands before a mark in a box: "> " once for each box around it.
std::string quote_before(std::string_view line) {
  std::size_t at = 0;
  while (line.substr(at).starts_with("> ")) at += 2;
  return line.substr(at).starts_with(open_mark) ? std::string(line.substr(0, at)) : std::string();
}

/// The line without the marks of the boxes around its passage.
std::string without_quote(std::string line, const std::string& quote) {
  if (line.starts_with(quote)) return line.substr(quote.size());
  return base::trimmed(line) == base::trimmed(quote) ? std::string() : line;
}

/// The texts between the marks of a Markdown report, by key.
Texts in_markdown(std::string_view text, const std::string& name) {
  Texts out;
  std::string key, quote;
  std::vector<std::string> body;
  std::size_t number = 0;
  for (std::string line : base::split(text, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (key.empty()) quote = quote_before(line);
    if (!quote.empty()) line = without_quote(std::move(line), quote);
    if (line.starts_with(open_mark)) {
      if (!key.empty()) {
        throw Error(Status::refused, "bad-passage-file",
                    fmt::format("{}:{}: the passage {} has no end line before this one", name, number, base::quoted(key)),
                    "each passage ends with <!-- /passage -->; debrief report writes a fresh file");
      }
      const std::string_view rest = std::string_view(line).substr(open_mark.size());
      key = std::string(base::trimmed(rest.substr(0, rest.find("-->"))));
      body.clear();
    } else if (line.starts_with(close_mark) && !key.empty()) {
      out[key] = std::string(base::trimmed(base::joined(body, "\n")));
      key.clear();
    } else if (!key.empty()) {
      body.push_back(std::move(line));
    }
  }
  if (!key.empty()) {
    throw Error(Status::refused, "bad-passage-file",
                fmt::format("{}: the passage {} has no end line", name, base::quoted(key)),
                "each passage ends with <!-- /passage -->; debrief report writes a fresh file");
  }
  return out;
}

std::string as_markdown(const templates::Document& document) {
  return reports::writer_named("md")->document(document, {});
}

/// Blocks of each passage as Markdown, all in one form.
Texts in_one_form(std::map<std::string, templates::Blocks> passages) {
  templates::Document document;
  document.meta.title = "Passages";
  for (auto& [key, blocks] : passages) {
    templates::Passage p;
    p.key = key;
    p.empty = false;
    p.blocks = std::move(blocks);
    document.blocks.push_back({"passage-" + templates::slug(key), std::move(p)});
  }
  return in_markdown(as_markdown(document), "passages");
}

/// The title above a passage is none of its text.
void without_title(templates::Blocks& blocks, const std::string& title) {
  if (blocks.empty()) return;
  const auto* first = std::get_if<templates::Paragraph>(&blocks.front().value);
  if (first == nullptr) return;
  const std::string text = base::squeezed(templates::plain(first->text));
  const std::string wanted = base::squeezed(title);
  if (text == "To be written" || (!wanted.empty() && (text == wanted || text == wanted + " (to be written)")))
    blocks.erase(blocks.begin());
}

/// One way of writing a document down and reading its passages back.
class Form {
 public:
  Form(bool word, std::map<std::string, std::string> titles) : word_(word), titles_(std::move(titles)) {}

  Texts read(std::string_view bytes, const std::string& name, std::vector<std::string>* unknown = nullptr) const {
    if (!word_) return in_markdown(bytes, name);
    std::map<std::string, templates::Blocks> by_key;
    std::map<std::string, templates::Blocks> found = reports::docx_passages(bytes);
    for (const auto& [key, title] : titles_) {
      auto it = found.find(reports::passage_bookmark(key));
      if (it == found.end()) it = found.find(key);
      if (it == found.end()) continue;
      without_title(it->second, title);
      by_key[key] = std::move(it->second);
      found.erase(it);
      found.erase(key);
    }
    if (unknown != nullptr) {
      for (const auto& [key, blocks] : found) unknown->push_back(key);
    }
    return in_one_form(std::move(by_key));
  }

  Texts through(const templates::Document& document) const {
    return read(reports::writer_named(word_ ? "docx" : "md")->document(document, {}), "document");
  }

  /// `text` as a document would give it back.
  std::string through(const std::string& key, const std::string& text) const {
    templates::Document document;
    document.meta.title = "Passages";
    templates::Passage p;
    p.key = key;
    p.title = titles_.contains(key) ? titles_.at(key) : std::string();
    p.empty = false;
    p.blocks = templates::parse_markdown(text, "passage");
    document.blocks.push_back({"passage-" + templates::slug(key), std::move(p)});
    const Texts back = through(document);
    const auto it = back.find(key);
    return it == back.end() ? std::string() : it->second;
  }

 private:
  bool word_;
  std::map<std::string, std::string> titles_;
};

/// "PIR-3 version 2" -> 3; 0 where no such reference stands in the file's own properties or below its title.
std::int64_t review_in(std::string_view bytes, bool word) {
  std::string text(bytes.substr(0, 4000));
  if (word) {
    text.clear();
    for (const auto& [name, part] : reports::unpacked(bytes)) {
      if (name == "docProps/core.xml") text = part;
    }
  }
  const auto at = text.find("PIR-");
  if (at == std::string::npos) return 0;
  std::int64_t id = 0;
  std::from_chars(text.data() + at + 4, text.data() + text.size(), id);
  return id;
}

/// A question that was left standing above or below an answer is no part of it.
std::string without_prompt(std::string text, const std::string& prompt) {
  if (prompt.empty()) return text;
  if (text.starts_with(prompt)) text.erase(0, prompt.size());
  if (text.ends_with(prompt)) text.resize(text.size() - prompt.size());
  return std::string(base::trimmed(text));
}

void collect_titles(const templates::Blocks& blocks, std::map<std::string, std::string>& titles,
                    std::set<std::string>& empty) {
  for (const templates::Block& b : blocks) {
    if (const auto* p = std::get_if<templates::Passage>(&b.value)) {
      titles[p->key] = p->title;
      if (p->empty) empty.insert(p->key);
      continue;
    }
    for (const templates::Blocks* inside : templates::inner(b)) collect_titles(*inside, titles, empty);
  }
}

}  // namespace

bool holds_document_passages(std::string_view bytes) {
  return bytes.starts_with("PK") || bytes.find("\n<!-- passage: ") != std::string_view::npos ||
         bytes.find("\n> <!-- passage: ") != std::string_view::npos;
}

PassageMerge merge_document(Session& session, std::string_view bytes, const std::string& name, std::int64_t review_id,
                            Merge how) {
  review::Store& store = session.existing_writer();
  const bool word = bytes.starts_with("PK");
  Json kept = Json::object();
  if (const std::string id = document_id_in(bytes); !id.empty()) {
    if (const auto document = review::kept_document(store, id)) kept = *base::parse_json(document->entry);
  }
  const Json settings = kept.value("settings", Json::object());
  const std::string audience = settings.value("audience", "internal");
  if (audience != "internal") {
    throw Error(Status::refused, "bad-passage-file",
                fmt::format("{} was made for {} readers, so names in its passages are hidden", base::quoted(name), audience),
                "edit the internal document; debrief report pir ID --as docx writes it");
  }
  PassageMerge merge;
  merge.review_id = review_id;
  if (merge.review_id == 0 && settings.contains("id") && settings["id"].is_string())
    std::from_chars(settings["id"].get_ref<const std::string&>().data(),
                    settings["id"].get_ref<const std::string&>().data() + settings["id"].get_ref<const std::string&>().size(),
                    merge.review_id);
  if (merge.review_id == 0) merge.review_id = review_in(bytes, word);
  if (merge.review_id == 0) {
    throw Error(Status::refused, "bad-passage-file",
                fmt::format("{} does not say which review it belongs to", base::quoted(name)),
                "debrief review edit ID FILE says it");
  }
  review::review_by_id(store, merge.review_id);

  const templates::Built now = templates::build_pir(store, merge.review_id);
  std::map<std::string, std::string> titles;
  std::set<std::string> empty;
  collect_titles(now.document->blocks, titles, empty);
  const Form form(word, titles);
  const Texts theirs = form.read(bytes, name, &merge.unknown);
  const Texts ours = form.through(*now.document);
  const auto written = review::passages_of(store, merge.review_id);
  std::map<std::string, std::vector<review::PassageText>> history;
  for (auto& p : review::passage_history(store, merge.review_id)) history[p.key].push_back(p);

  std::map<std::string, std::string> take;
  for (const auto& [key, title] : titles) {
    const auto their = theirs.find(key);
    if (their == theirs.end()) {
      merge.missing.push_back(key);
      continue;
    }
    const std::string& our = ours.at(key);
    const bool unwritten = empty.contains(key);
    if (their->second == our) {
      ++merge.unchanged;
      continue;
    }
    // An empty passage shows its question; that, or nothing at all, is what an unwritten one reads as.
    const auto versions = history.find(key);
    bool old = false;
    if (versions != history.end()) {
      for (const auto& v : versions->second) old = old || form.through(key, v.text) == their->second;
    }
    const std::string text = unwritten ? without_prompt(their->second, our) : their->second;
    if (old || (unwritten && text.empty())) {
      ++merge.unchanged;  // the text of an earlier day, untouched: what was written since stays
      continue;
    }
    const int version_now = written.contains(key) ? written.at(key).version : 0;
    const int version_then = kept.contains("passages") ? kept["passages"].value(key, 0) : -1;
    std::string base;
    if (version_then > 0 && versions != history.end()) {
      for (const auto& v : versions->second) base = v.version == version_then ? v.text : base;
    }
    // A version that only confirms an earlier one says the same.
    const bool same = version_then == version_now || (version_then > 0 && written.contains(key) && written.at(key).text == base) ||
                      (version_then == -1 && version_now <= 1);
    if (same) {
      take[key] = text;
      merge.changed.push_back(key);
    } else {
      merge.conflicts.push_back({key, base, text, written.contains(key) ? written.at(key).text : std::string()});
    }
  }
  for (const auto& [key, text] : theirs) {
    if (!titles.contains(key)) merge.unknown.push_back(key);
  }
  if (how == Merge::store && !take.empty()) {
    store.transaction([&] {
      for (const auto& [key, text] : take) {
        // It was written beside what the document showed, which may be older than what is known now.
        const auto beside = now.beside.find(key);
        std::string facts = beside == now.beside.end() ? std::string() : beside->second;
        if (kept.contains("beside")) facts = kept["beside"].value(key, facts);
        review::write_passage(store, merge.review_id, key, text, facts);
      }
    });
  }
  return merge;
}

}  // namespace debrief::app
