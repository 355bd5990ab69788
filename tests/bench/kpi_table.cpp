// The KPI table of a workspace in a running process: what a figure costs once the columns are in memory.
//
//   kpi_table WORKSPACE [ROUNDS]
//
// Prints processor seconds of reading the columns, then of one table (time to resolve, SLA attainment and reopen rate
// by month and priority) per round, and the sum of the medians for comparison with a peer.

#include <cstdio>
#include <cstdlib>

#include <sys/resource.h>

#include "analytics/figures.h"
#include "review/incidents.h"
#include "review/store.h"

namespace {

using namespace debrief;

double seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: kpi_table WORKSPACE [ROUNDS]\n", stderr);
    return 2;
  }
  review::Store store = review::Store::open(argv[1], review::Store::Mode::read, base::Clock(), "bench");
  double before = seconds();
  const review::IncidentColumns columns = review::incident_columns(store);
  std::printf("read %zu rows  %.3f s\n", columns.size(), seconds() - before);
  analytics::FigureRequest request;
  request.ids = {"time_to_resolve", "sla_met", "reopen_rate"};
  request.by = analytics::GroupBy::priority;
  request.period = base::Period::month;
  request.zone = store.zone();
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  for (int round = 0; round < rounds; ++round) {
    before = seconds();
    const analytics::Figures figures = analytics::compute_figures(columns, request);
    const double took = seconds() - before;
    double medians = 0;
    std::size_t points = 0;
    for (const auto& figure : figures.figures) {
      if (figure.kpi->id != "time_to_resolve" || !figure.series) continue;
      for (const auto& point : figure.series->points) {
        medians += point.sample.median.value_or(0);
        points += point.sample.median ? 1 : 0;
      }
    }
    std::printf("table  %.4f s  %zu medians, sum %.0f\n", took, points, medians);
  }
  return 0;
}
