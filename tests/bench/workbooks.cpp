// Register of 100,000 rows of 15 columns against the bare library that writes it, and a tracker of 1,000 actions.
//
// workbooks [ROWS]      prints CPU seconds of both, their ratio, and the peak of memory; status 1 past 1.1

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <sys/resource.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/time.h"
#include "reports/writer.h"
#include "review/actions.h"
#include "review/store.h"
#include "templates/sheets/sheets.h"

namespace {

using namespace debrief;  // NOLINT(google-build-using-namespace)

double cpu_seconds() {
  rusage u{};
  getrusage(RUSAGE_SELF, &u);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(u.ru_utime) + seconds(u.ru_stime);
}

long peak_mb() {
  rusage u{};
  getrusage(RUSAGE_SELF, &u);
  return u.ru_maxrss / 1024;
}

template <typename Work>
double cpu_of(const Work& work) {
  const double before = cpu_seconds();
  work();
  return cpu_seconds() - before;
}

constexpr int columns = 15;

/// As a register has them: a reference, texts of some words, three times, two numbers.
templates::Workbook register_of(int rows) {
  templates::Workbook book;
  book.title = "Incident register";
  book.created_ms = 1'750'000'000'000;
  templates::Sheet s;
  s.name = "Incidents";
  s.table = "Incidents";
  s.columns.push_back({"Reference", templates::SheetType::key, 16, {}, false, ""});
  for (int c = 1; c < 10; ++c)
    s.columns.push_back({fmt::format("Text {}", c), templates::SheetType::text, 18, {}, false, ""});
  for (int c = 0; c < 3; ++c)
    s.columns.push_back({fmt::format("Time {}", c), templates::SheetType::date_time, 18, {}, false, ""});
  for (int c = 0; c < 2; ++c)
    s.columns.push_back({fmt::format("Number {}", c), templates::SheetType::number, 12, {}, false, ""});
  for (int r = 0; r < rows; ++r) {
    std::vector<templates::SheetValue> row{fmt::format("INC{:07}", r)};
    for (int c = 1; c < 10; ++c) row.emplace_back(fmt::format("Value {} of column {}", r % (97 * c), c));
    for (int c = 0; c < 3; ++c)
      row.emplace_back(templates::SheetDate{1'700'000'000'000 + r * 61'000LL + c * 3'600'000LL});
    for (int c = 0; c < 2; ++c) row.emplace_back(static_cast<double>((r * 7 + c) % 1000));
    s.rows.push_back(std::move(row));
  }
  book.sheets.push_back(std::move(s));
  return book;
}

/// The same cells by the library alone, in its own constant memory.
void bare(const templates::Workbook& book, const std::string& path) {
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  lxw_workbook* w = workbook_new_opt(path.c_str(), &options);
  lxw_worksheet* ws = workbook_add_worksheet(w, "Incidents");
  lxw_format* date = workbook_add_format(w);
  format_set_num_format(date, "dd mmm yyyy hh:mm");
  lxw_format* wrap = workbook_add_format(w);
  format_set_text_wrap(wrap);
  const templates::Sheet& s = book.sheets.front();
  for (std::size_t c = 0; c < s.columns.size(); ++c)
    worksheet_write_string(ws, 0, static_cast<lxw_col_t>(c), s.columns[c].header.c_str(), nullptr);
  for (std::size_t r = 0; r < s.rows.size(); ++r) {
    const auto row = static_cast<lxw_row_t>(r + 1);
    for (std::size_t c = 0; c < s.columns.size(); ++c) {
      const auto column = static_cast<lxw_col_t>(c);
      const templates::SheetValue& v = s.rows[r][c];
      if (const auto* text = std::get_if<std::string>(&v)) {
        worksheet_write_string(ws, row, column, text->c_str(), wrap);
      } else if (const auto* n = std::get_if<double>(&v)) {
        worksheet_write_number(ws, row, column, *n, nullptr);
      } else if (const auto* d = std::get_if<templates::SheetDate>(&v)) {
        worksheet_write_number(ws, row, column, static_cast<double>(d->wall_ms) / 86'400'000.0 + 25569, date);
      }
    }
  }
  workbook_close(w);
}

}  // namespace

int main(int count, char** words) {
  const int rows = count > 1 ? std::atoi(words[1]) : 100'000;
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("debrief-bench-{}", getpid());
  std::filesystem::create_directories(folder);
  const auto& writer = *reports::writer_named("xlsx");

  const templates::Workbook book = register_of(rows);
  const long model = peak_mb();
  double ours = 1e9, theirs = 1e9;
  std::size_t bytes = 0;
  for (int k = 0; k < 3; ++k) {
    ours = std::min(ours, cpu_of([&] {
                      const std::string file = writer.workbook(book);
                      bytes = file.size();
                      base::write_file(folder / "ours.xlsx", file);
                    }));
    theirs = std::min(theirs, cpu_of([&] { bare(book, (folder / "bare.xlsx").string()); }));
  }
  const double ratio = ours / theirs;
  std::printf(
      "register %d x %d: %.2f s CPU, bare libxlsxwriter %.2f s, ratio %.2f; %.1f MB file; the rows take %ld MB, "
      "writing "
      "them %ld MB more\n",
      rows, columns, ours, theirs, ratio, static_cast<double>(bytes) / 1e6, model, peak_mb() - model);

  auto store =
      review::Store::open(folder / "w.db", review::Store::Mode::write, base::Clock(1'750'000'000'000), "bench");
  // Words in an order that repeats as little as what people write.
  const char* words_of_actions[] = {
      "test",     "the failover", "every month", "agree",   "limits",     "with the supplier",
      "write",    "a script for", "priority",    "callers", "show",       "an alarm",
      "when two", "transfers",    "fail",        "name",    "the deputy", "for certificates",
      "train",    "both sites",   "in handing",  "over",    "at night",   "and record it"};
  std::uint32_t state = 7;
  const auto sentence = [&](int n) {
    std::string out;
    for (int k = 0; k < n; ++k) {
      state = state * 1664525U + 1013904223U;
      out += fmt::format("{}{}", k == 0 ? "" : " ", words_of_actions[(state >> 16U) % std::size(words_of_actions)]);
    }
    return out;
  };
  store.transaction([&] {
    for (int i = 0; i < 1000; ++i) {
      review::Action a;
      a.title = sentence(9);
      a.owner = fmt::format("Owner {}", (i * 37) % 40);
      a.priority = i % 3 == 0 ? "high" : "medium";
      a.due_ms = 1'750'000'000'000 + i * base::day_ms / 7;
      a.evidence = sentence(5);
      review::add_action(store, a);
    }
  });
  double model_ms = 1e9, write_ms = 1e9, cpu_ms = 1e9;
  for (int k = 0; k < 7; ++k) {
    using clock = std::chrono::steady_clock;
    const double cpu = cpu_seconds();
    const auto start = clock::now();
    const auto tracker =
        templates::action_workbook(store, {}, {templates::Audience::internal, base::Zone(), 1'750'000'000'000});
    const auto made = clock::now();
    bytes = writer.workbook(tracker).size();
    const auto done = clock::now();
    const auto ms = [](auto d) { return std::chrono::duration<double, std::milli>(d).count(); };
    model_ms = std::min(model_ms, ms(made - start));
    write_ms = std::min(write_ms, ms(done - made));
    cpu_ms = std::min(cpu_ms, 1e3 * (cpu_seconds() - cpu));
  }
  std::printf("tracker of 1,000 actions: %.0f ms (model %.0f, file %.0f), %.0f ms CPU; %.0f kB\n", model_ms + write_ms,
              model_ms, write_ms, cpu_ms, static_cast<double>(bytes) / 1e3);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return ratio > 1.1 ? 1 : 0;
}
