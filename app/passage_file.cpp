// What people write into a review, as a file.

#include "app/passage_file.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "review/store.h"
#include "templates/beside.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Status;

constexpr std::string_view review_marker = "<!-- debrief:review ";
constexpr std::string_view passage_marker = "<!-- debrief:passage ";
constexpr std::string_view facts_marker = "<!-- debrief:facts ";
constexpr std::string_view end_marker = "<!-- debrief:end -->";
constexpr std::string_view marker_close = "-->";

void put_passage(std::string& out, const PassageSlot& slot, const review::PassageText* written,
                 const std::map<std::string, std::string>& beside) {
  out += fmt::format("## {}\n\n", slot.title.empty() ? slot.key : slot.title);
  if (!slot.prompt.empty()) out += fmt::format("> {}\n\n", base::squeezed(slot.prompt));
  if (const auto facts = beside.find(slot.key); facts != beside.end())
    out += fmt::format("{}{} {} -->\n", facts_marker, slot.key, templates::beside_digest(facts->second));
  out += fmt::format("{}{} version={} -->\n", passage_marker, slot.key, written ? written->version : 0);
  if (written && !written->text.empty()) out += written->text + "\n";
  out += fmt::format("{}\n\n", end_marker);
}

std::int64_t number_after(std::string_view text, std::string_view before) {
  const auto at = text.find(before);
  if (at == std::string_view::npos) return 0;
  std::int64_t value = 0;
  const std::string_view digits = text.substr(at + before.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Error fault(const std::string& name, std::size_t line, const std::string& what) {
  return {Status::refused, "bad-passage-file", fmt::format("{}:{}: {}", name, line, what),
          "keep the lines that start with <!-- debrief as they were; debrief review export writes a fresh file"};
}

std::string without_cr(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace

std::string passage_file(const review::Review& review, const std::vector<PassageSlot>& slots,
                         const std::map<std::string, review::PassageText>& written,
                         const std::map<std::string, std::string>& beside) {
  std::string out = fmt::format("# {}\n\n{}{} -->\n\n", review.title, review_marker, review.id);
  out += "Write between the marker lines; leave those lines as they are. What stands elsewhere is not read back.\n\n";
  std::set<std::string> known;
  for (const PassageSlot& slot : slots) {
    known.insert(slot.key);
    const auto found = written.find(slot.key);
    put_passage(out, slot, found == written.end() ? nullptr : &found->second, beside);
  }
  for (const auto& [key, passage] : written) {
    if (!known.contains(key)) put_passage(out, {key, {}, {}}, &passage, beside);
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

PassageFile read_passage_file(std::string_view text, const std::string& name) {
  PassageFile file;
  std::optional<PassageEdit> open;
  std::map<std::string, std::string> beside;
  std::vector<std::string> body;
  std::size_t opened_at = 0;
  std::size_t number = 0;
  for (std::string line : base::split(text, '\n')) {
    ++number;
    line = without_cr(std::move(line));
    if (line.starts_with(review_marker)) {
      file.review_id = number_after(line, review_marker);
    } else if (line.starts_with(facts_marker) && !open) {
      const auto words = base::split(line.substr(facts_marker.size()), ' ');
      if (words.size() >= 2) beside[words[0]] = words[1];
    } else if (line.starts_with(passage_marker)) {
      if (open) throw fault(name, opened_at, fmt::format("the passage {} has no end line", base::quoted(open->key)));
      const std::string_view rest = std::string_view(line).substr(passage_marker.size());
      PassageEdit edit;
      edit.key = std::string(base::trimmed(rest.substr(0, rest.find(' '))));
      edit.version = static_cast<int>(number_after(rest, "version="));
      if (const auto mark = beside.find(edit.key); mark != beside.end()) edit.beside = mark->second;
      const bool twice =
          std::any_of(file.edits.begin(), file.edits.end(), [&](const auto& e) { return e.key == edit.key; });
      if (twice) throw fault(name, number, fmt::format("the passage {} stands twice", base::quoted(edit.key)));
      if (edit.key.empty() || edit.key == marker_close) throw fault(name, number, "this passage line names no passage");
      open = std::move(edit);
      opened_at = number;
      body.clear();
    } else if (line == end_marker) {
      if (!open) throw fault(name, number, "an end line without a passage before it");
      while (!body.empty() && base::trimmed(body.back()).empty()) body.pop_back();
      const auto first =
          std::find_if(body.begin(), body.end(), [](const auto& l) { return !base::trimmed(l).empty(); });
      body.erase(body.begin(), first);
      open->text = base::joined(body, "\n");
      file.edits.push_back(std::move(*open));
      open.reset();
    } else if (open) {
      body.push_back(std::move(line));
    }
  }
  if (open) throw fault(name, opened_at, fmt::format("the passage {} has no end line", base::quoted(open->key)));
  if (file.edits.empty()) throw fault(name, 1, "there is no passage in this file");
  return file;
}

std::vector<std::string> store_passages(review::Store& store, std::int64_t review_id, const PassageFile& file,
                                        const std::map<std::string, std::string>& beside) {
  std::vector<std::string> changed;
  store.transaction([&] {
    const auto written = review::passages_of(store, review_id);
    for (const PassageEdit& edit : file.edits) {
      const auto found = written.find(edit.key);
      const int version = found == written.end() ? 0 : found->second.version;
      const std::string& before = found == written.end() ? std::string() : found->second.text;
      if (edit.text == before) continue;
      if (version != edit.version) {
        throw Error(
            Status::conflict, "passage-changed",
            fmt::format("the passage {} of review {} was changed by {} since this file was written",
                        base::quoted(edit.key), review_id, found == written.end() ? "somebody" : found->second.author),
            "export the review again, carry your text over, and import that; nothing was changed");
      }
      const auto now = beside.find(edit.key);
      std::string facts = now == beside.end() ? std::string() : now->second;
      // Written beside facts that have changed since: only their mark is known.
      if (!edit.beside.empty() && edit.beside != templates::beside_digest(facts)) facts = edit.beside;
      if (review::write_passage(store, review_id, edit.key, edit.text, facts)) changed.push_back(edit.key);
    }
  });
  return changed;
}

}  // namespace debrief::app
