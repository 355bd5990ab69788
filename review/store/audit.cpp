// The audit chain in the store.

#include "review/audit.h"

#include "base/hash.h"
#include "review/store.h"

namespace debrief::review {

namespace {

/// The bytes a row's hash covers. Fields are joined by 0x1F, which none of them holds.
std::string sealed(const AuditEntry& e) {
  std::string s = std::to_string(e.id);
  for (const std::string& part : {std::to_string(e.at_ms), e.by, e.act, e.subject, e.commitment, e.before}) {
    s += '\x1f';
    s += part;
  }
  return base::sha256(s);
}

AuditEntry read(const base::Statement& s) {
  AuditEntry e;
  e.id = s.integer(0);
  e.at_ms = s.integer(1);
  e.by = s.text(2);
  e.act = s.text(3);
  e.subject = s.text(4);
  e.commitment = s.text(5);
  e.before = s.text(6);
  e.hash = s.text(7);
  e.value = s.maybe_text(9);
  return e;
}

constexpr const char* select_rows =
    "SELECT a.id, a.at_ms, a.by, a.act, a.subject, a.commitment, a.before, a.hash, v.salt, v.value "
    "FROM audit a LEFT JOIN audit_value v ON v.audit_id = a.id ";

}  // namespace

void audit(Store& store, std::string_view act, std::string_view subject, std::string_view value) {
  store.transaction([&] {
    auto& db = store.db();
    AuditEntry e;
    e.id = db.integer("SELECT max(id) FROM audit").value_or(0) + 1;
    e.at_ms = store.now();
    e.by = store.by();
    e.act = act;
    e.subject = subject;
    const std::string salt = base::random_hex(32);
    e.commitment = base::commitment(salt, value);
    e.before = db.text("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").value_or("");
    e.hash = sealed(e);
    db.prepare("INSERT INTO audit (id, at_ms, by, act, subject, commitment, before, hash) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(1, e.id)
        .bind(2, e.at_ms)
        .bind(3, e.by)
        .bind(4, e.act)
        .bind(5, e.subject)
        .bind(6, e.commitment)
        .bind(7, e.before)
        .bind(8, e.hash)
        .run();
    db.prepare("INSERT INTO audit_value (audit_id, salt, value) VALUES (?1, ?2, ?3)")
        .bind(1, e.id)
        .bind(2, salt)
        .bind(3, value)
        .run();
    // A cut at the end of the chain shows because the last hash also stands apart from it.
    store.set_setting("audit_head", e.hash);
  });
}

std::vector<AuditEntry> audit_entries(Store& store, std::size_t limit) {
  auto s = store.db().prepare(std::string(select_rows) + "ORDER BY a.id DESC LIMIT ?1");
  s.bind(1, static_cast<std::int64_t>(limit));
  std::vector<AuditEntry> entries;
  while (s.step()) entries.push_back(read(s));
  return entries;
}

AuditVerdict verify_audit(Store& store) {
  AuditVerdict v;
  auto s = store.db().prepare(std::string(select_rows) + "ORDER BY a.id");
  std::string before;
  const auto bad = [&](std::int64_t id, std::string why) {
    if (v.first_bad) return;
    v.first_bad = id;
    v.why = std::move(why);
  };
  while (s.step()) {
    const AuditEntry e = read(s);
    ++v.entries;
    if (e.id != v.entries) bad(v.entries, "an entry is missing here");
    if (e.before != before) bad(e.id, "it does not follow the entry before it");
    if (sealed(e) != e.hash) bad(e.id, "it was changed after it was written");
    if (!e.value) {
      ++v.erased;
    } else if (base::commitment(s.text(8), *e.value) != e.commitment) {
      bad(e.id, "its values are not the ones it was written with");
    }
    before = e.hash;
    v.head = e.hash;
  }
  if (store.setting("audit_head").value_or("") != v.head) bad(v.entries + 1, "entries at the end are missing");
  return v;
}

void erase_audit_value(Store& store, std::int64_t audit_id) {
  store.db().prepare("DELETE FROM audit_value WHERE audit_id = ?1").bind(1, audit_id).run();
}

}  // namespace debrief::review
