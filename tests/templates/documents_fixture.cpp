// Workspaces for tests of documents.

#include "documents_fixture.h"

#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "base/hash.h"
#include "base/text.h"
#include "review/intake.h"

namespace debrief::tests {

namespace fs = std::filesystem;
using namespace debrief::review;

Folder::Folder() : path_(fs::temp_directory_path() / ("debrief-documents-" + base::random_hex(8))) {
  fs::create_directories(path_);
}
Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

namespace {

/// RFC 4180: quotes double inside quotes, line breaks allowed.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else if (c == '"')
        quoted = false;
      else
        cell += c;
    } else if (c == '"')
      quoted = true;
    else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      row.push_back(std::move(cell));
      cell.clear();
      rows.push_back(std::move(row));
      row.clear();
    } else if (c != '\r')
      cell += c;
  }
  if (!cell.empty() || !row.empty()) {
    row.push_back(std::move(cell));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<base::Stamp> stamp(const std::string& text, const base::Zone& zone) {
  base::Civil c;
  if (std::sscanf(text.c_str(), "%d/%d/%d %d:%d:%d", &c.day, &c.month, &c.year, &c.hour, &c.minute, &c.second) < 5 ||
      !base::valid(c))
    return std::nullopt;
  return base::Stamp{zone.instant(c).at, base::Precision::second, zone.name(), text};
}

EventKind kind_of(const std::string& word) {
  const auto found = event_kind_named(base::ascii_lower(word));
  return found.value_or(EventKind::note);
}

}  // namespace

fs::path demo_log() { return fs::path(DEBRIEF_TOP) / "app/demo/contact-centre-log.csv"; }

review::Store log_workspace(const Folder& folder, const fs::path& csv) {
  std::ifstream in(csv, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  const auto rows = csv_rows(bytes.str());
  auto store = Store::open(folder.path() / "debrief.db", Store::Mode::write, base::Clock(test_now), "tester");
  const auto zone = *base::Zone::named("Europe/London");
  store.set_zone(zone);
  FileReading file;
  file.file = csv.filename().string();
  file.sha256 = base::sha256(bytes.str());
  file.bytes = bytes.str().size();
  file.format = "csv";
  file.source = "generic";
  file.encoding = "utf-8";
  file.delimiter = ",";
  file.header_row = 1;
  file.zone = zone.name();
  file.zone_from = "flag";
  file.row_is = RowIs::event;
  Intake intake(store, file, Intake::Mode::real);
  std::map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < rows[0].size(); ++i) at[rows[0][i]] = i;
  static const std::vector<std::pair<const char*, TextField>> texts = {
      {"Title", TextField::title},
      {"Description", TextField::description},
      {"Priority", TextField::priority},
      {"Impact", TextField::impact},
      {"Urgency", TextField::urgency},
      {"Category", TextField::category},
      {"Subcategory", TextField::subcategory},
      {"Channel", TextField::channel},
      {"Team", TextField::team},
      {"Assignee", TextField::assignee},
      {"Caller", TextField::caller},
      {"Caller number", TextField::caller_contact},
      {"Customers affected", TextField::customers_affected},
      {"Status", TextField::status},
      {"Closure code", TextField::closure_code},
      {"Parent", TextField::parent},
      {"Detected by", TextField::detected_by}};
  static const std::vector<std::pair<const char*, TimeField>> times = {
      {"Opened", TimeField::opened}, {"Acknowledged", TimeField::acknowledged}, {"Resolved", TimeField::resolved},
      {"Closed", TimeField::closed}, {"Occurred", TimeField::occurred},         {"Due", TimeField::sla_due}};
  static const std::vector<TextField> watched = {TextField::priority, TextField::team, TextField::assignee,
                                                 TextField::customers_affected, TextField::status};
  std::map<std::string, Incident> last;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    const auto& row = rows[r];
    if (row.size() != rows[0].size()) continue;
    const auto cell = [&](const char* name) -> const std::string& { return row[at.at(name)]; };
    if (cell("Ref").empty()) continue;
    IncidentDraft d;
    d.row = static_cast<std::int64_t>(r + 1);
    Incident& i = d.incident;
    i.source = "generic";
    i.ref = cell("Ref");
    std::string kind = base::ascii_lower(cell("Kind"));
    if (kind == "near miss") kind = "near_miss";
    i.kind = kind_named(kind).value_or(Kind::incident);
    for (const auto& [name, field] : texts) {
      if (!cell(name).empty()) i[field] = cell(name);
    }
    for (const auto& [name, field] : times) i[field] = stamp(cell(name), zone);
    if (!cell("SLA met").empty()) i[NumberField::sla_met] = cell("SLA met") == "Yes" ? 1 : 0;
    if (!cell("CSAT").empty()) i[NumberField::csat] = std::stod(cell("CSAT"));
    if (!cell("Reopened").empty()) i[NumberField::reopen_count] = std::stod(cell("Reopened"));
    Event e;
    e.kind = kind_of(cell("Entry type"));
    e.at = stamp(cell("Entry time"), zone);
    e.actor = cell("By");
    e.actor_role = cell("Role");
    e.system = cell("System");
    e.audience = cell("Audience");
    e.direction = cell("Direction");
    e.text = cell("Text");
    e.row = d.row;
    const auto before = last.find(i.ref);
    if (before != last.end()) {
      for (const TextField f : watched) {
        const std::string was = before->second[f].value_or(""), now = i[f].value_or("");
        if (was == now || now.empty()) continue;
        if (!e.changes.empty()) e.changes += '\n';
        e.changes += json_key(f) + ": " + was + " -> " + now;
      }
    }
    last[i.ref] = i;
    d.events.push_back(std::move(e));
    d.digest = std::hash<std::string>{}(base::joined(row, "\x1f"));
    intake.take(std::move(d));
  }
  intake.finish(csv);
  return store;
}

review::Store small_workspace(const Folder& folder) {
  const std::string head =
      "Ref,Entry,Entry time,Entry "
      "type,By,Role,System,Audience,Direction,Text,Title,Description,Kind,Opened,Acknowledged,Resolved,Closed,Priority,"
      "Impact,Urgency,"
      "Category,Subcategory,Channel,Team,Assignee,Caller,Caller number,Customers affected,Status,Due,SLA "
      "met,Reopened,CSAT,Closure code,Parent,Occurred,Detected by\n";
  std::string csv = head;
  const auto add = [&](const std::string& entry, const std::string& state) { csv += entry + "," + state + "\n"; };
  const std::string zero =
      "Lines quiet,,Incident,01/04/2026 10:00:00,01/04/2026 10:05:00,01/04/2026 12:00:00,01/04/2026 "
      "13:00:00,P2,Medium,High,Telephony,No calls,Phone,Frontline,"
      "Helen Marchetti,,,20,Closed,01/04/2026 18:00:00,Yes,0,4,Supplier,,,Agent";
  add("INC-0,1,01/04/2026 10:00:00,Logged,Helen Marchetti,Incident manager,CRM,,,No calls on the lines", zero);
  add("INC-0,2,01/04/2026 12:00:00,Resolved,Helen Marchetti,Incident manager,CRM,,,Supplier reset", zero);
  const auto one = [](const std::string& priority, const std::string& impact, const std::string& assignee,
                      const std::string& affected, const std::string& resolved, const std::string& closed) {
    return "Callers hear silence,\"Agents sit ready, no calls. Deirdre Onyango rang the desk mobile on 07700 "
           "900933\",Incident,12/05/2026 14:17:32,12/05/2026 14:19:05," +
           resolved + "," + closed + "," + priority + "," + impact + ",High,Telephony,No calls,Phone,Frontline," +
           assignee + ",Deirdre Onyango,07700 900933," + affected +
           ",Open,12/05/2026 18:17:32,,0,,,,12/05/2026 14:05:10,Agent";
  };
  add("INC-1,1,12/05/2026 14:17:32,Logged,Amara Osei,Senior agent,ACD,,,\"Queue empty, 31 agents free. Deirdre Onyango "
      "rang the desk mobile\"",
      one("P2", "Medium", "Amara Osei", "~400", "", ""));
  add("INC-1,2,12/05/2026 14:19:05,Acknowledged,Helen Marchetti,Incident manager,CRM,,,Taken on",
      one("P2", "Medium", "Helen Marchetti", "~400", "", ""));
  add("INC-1,3,12/05/2026 14:20:00,Communication,Amara Osei,Senior agent,Email,Team leaders,Outbound,Inbound is down. "
      "Next update 14:40.",
      one("P2", "Medium", "Helen Marchetti", "~400", "", ""));
  add("INC-1,4,12/05/2026 14:31:05,Decision,Amara Osei,Senior agent,CRM,,,Raised P2 to P1: the priority line is on the "
      "same platform",
      one("P1", "High", "Helen Marchetti", "318", "", ""));
  add("INC-1,5,12/05/2026 14:44:00,Communication,Joanna Whitcombe,Communications lead,Status "
      "page,Customers,Outbound,There is trouble with the lines. Next update here by 15:00.",
      one("P1", "High", "Helen Marchetti", "318", "", ""));
  add("INC-1,6,12/05/2026 14:50:00,Escalated,Helen Marchetti,Incident manager,Phone,,,To the supplier under CHG-4471",
      one("P1", "High", "Helen Marchetti", "318", "", ""));
  add("INC-1,7,12/05/2026 15:05:00,Communication,Amara Osei,Senior agent,Email,Team leaders,Outbound,Half the lines "
      "are back.",
      one("P1", "High", "Helen Marchetti", "438", "", ""));
  add("INC-1,8,12/05/2026 15:29:00,Communication,Joanna Whitcombe,Communications lead,Status "
      "page,Customers,Outbound,Some calls are getting through again.",
      one("P1", "High", "Helen Marchetti", "438", "", ""));
  add("INC-1,9,12/05/2026 15:44:00,Action,Helen Marchetti,Incident manager,ACD,,,20 test calls through",
      one("P1", "High", "Helen Marchetti", "438", "", ""));
  add("INC-1,10,12/05/2026 15:47:00,Resolved,Helen Marchetti,Incident manager,CRM,,,All lines in use",
      one("P1", "High", "Helen Marchetti", "438", "12/05/2026 15:47:00", ""));
  add("INC-1,11,18/05/2026 10:15:00,Closed,Helen Marchetti,Incident manager,CRM,,,Closing",
      one("P1", "High", "Helen Marchetti", "438", "12/05/2026 15:47:00", "18/05/2026 10:15:00"));
  add("INC-2,1,12/05/2026 15:00:00,Logged,Amara Osei,Senior agent,CRM,,,Could not get through for an hour",
      "Waited an hour,,Complaint,12/05/2026 15:00:00,,12/05/2026 16:00:00,,P4,Low,Low,Telephony,No "
      "calls,Phone,Frontline,Amara Osei,Norma Blakeney,07700 900111,1,Resolved,,,0,2,,INC-1,,Customer");
  const fs::path path = folder.path() / "small.csv";
  std::ofstream(path, std::ios::binary) << csv;
  return log_workspace(folder, path);
}

namespace {

using namespace debrief::templates;

void add(std::string& out, const Blocks& blocks);

void add(std::string& out, const Block& block) {
  struct Visit {
    std::string& out;
    void operator()(const Heading& h) const { out += plain(h.text) + "\n"; }
    void operator()(const Paragraph& p) const { out += plain(p.text) + "\n"; }
    void operator()(const List& l) const {
      for (const auto& item : l.items) add(out, item);
    }
    void operator()(const Table& t) const {
      out += t.caption + "\n";
      for (const auto* rows : {&t.head, &t.body}) {
        for (const auto& r : *rows) {
          for (const auto& c : r.cells) out += plain(c.text) + "\t";
          out += "\n";
        }
      }
    }
    void operator()(const Figure& f) const {
      out += f.caption + "\n" + f.chart.title + "\n" + f.chart.finding + "\n" + f.chart.alt + "\n";
      for (const auto& m : f.chart.moments) out += m.lane + ": " + m.label + "\n";
      for (const auto& p : f.chart.points) out += p.label + "\n";
    }
    void operator()(const Callout& c) const {
      out += c.title + "\n";
      add(out, c.blocks);
    }
    void operator()(const Passage& p) const {
      out += p.title + "\n";
      add(out, p.blocks);
    }
    void operator()(const Quote& q) const { add(out, q.blocks); }
    void operator()(const CodeBlock& c) const { out += c.text + "\n"; }
    void operator()(const SignOff& s) const {
      for (const auto& line : s.lines)
        out += line.role + " " + line.name + " " + line.date + " " + line.decision + "\n";
    }
    void operator()(const Contents&) const {}
    void operator()(const PageBreak&) const {}
    void operator()(const Rule&) const {}
  };
  std::visit(Visit{out}, block.value);
}

void add(std::string& out, const Blocks& blocks) {
  for (const Block& b : blocks) add(out, b);
}

const Table* find_table(const Blocks& blocks, std::string_view begins) {
  for (const Block& b : blocks) {
    if (const auto* t = std::get_if<Table>(&b.value); t != nullptr && t->caption.starts_with(begins)) return t;
    for (const Blocks* inside : inner(b)) {
      if (const auto* found = find_table(*inside, begins)) return found;
    }
  }
  return nullptr;
}

}  // namespace

std::string all_text(const templates::Document& document) {
  std::string out = document.meta.title + "\n" + document.meta.subject + "\n" + document.meta.author + "\n" +
                    document.meta.reference + "\n";
  add(out, document.blocks);
  return out;
}

std::string all_text(const templates::Workbook& workbook) {
  std::string out = workbook.title + "\n" + workbook.subject + "\n";
  for (const auto& sheet : workbook.sheets) {
    out += sheet.name + "\n" + sheet.title + "\n";
    for (const auto& note : sheet.notes) out += note + "\n";
    for (const auto& row : sheet.rows) {
      for (const auto& value : row) {
        if (const auto* text = std::get_if<std::string>(&value)) out += *text + "\t";
      }
      out += "\n";
    }
  }
  return out;
}

const templates::Table* table_captioned(const templates::Document& document, std::string_view begins) {
  return find_table(document.blocks, begins);
}

}  // namespace debrief::tests
