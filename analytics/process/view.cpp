// The process as the log shows it.

#include "analytics/process/view.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "analytics/cohort.h"
#include "analytics/ended.h"
#include "analytics/numbers/interval.h"
#include "analytics/numbers/quantile.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

using base::Ms;

constexpr std::size_t longest_list = 20;
constexpr std::string_view event_log = "house definition over the entries of the log";
constexpr std::string_view volvo = "BPI Challenge 2013 (Volvo IT)";

double ms_to_s(Ms ms) { return static_cast<double>(ms) / 1000.0; }

/// Lengths of time by row, as a duration KPI has them.
struct Lengths {
  Sample s;
  void add(std::uint32_t row, double value) {
    s.rows.push_back(row);
    s.values.push_back(value);
  }
  Sample sample() && {
    s.n = static_cast<std::int64_t>(s.values.size());
    std::vector<double> values = s.values;
    if (const auto f = summary(values)) {
      s.value = s.median = f->median;
      s.q1 = f->q1;
      s.q3 = f->q3;
      s.p90 = f->p90;
      s.mean = f->mean;
    }
    if (const auto interval = median_interval(values)) {
      s.ci_low = interval->low;
      s.ci_high = interval->high;
    }
    return std::move(s);
  }
};

class Looking {
 public:
  Looking(const review::IncidentColumns& t, const review::EventColumns& e, const ProcessRequest& request)
      : t_(t), request_(request) {
    names_ = state_names(e, request.service != nullptr ? &request.service->calendar() : nullptr);
    team_codes_ = team_codes(e, teams_);
    std::vector<std::size_t> starts(t.size() + 1, 0);
    for (const std::uint32_t row : e.incident) ++starts[row + 1];
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    for (const std::uint32_t row : request.rows) {
      if (!in(request.window, t.opened[row])) continue;
      all_.push_back(history_of(t, e, names_, team_codes_, row, starts[row], starts[row + 1]));
    }
  }

  ProcessView view() {
    ProcessView v;
    v.window = request_.window;
    v.incidents = static_cast<std::int64_t>(all_.size());
    v.with_history = std::count_if(all_.begin(), all_.end(), [](const IncidentHistory& h) { return h.any_event; });
    v.service_clock = request_.service != nullptr;
    v.states_by = names_.by;
    v.figures.push_back(first_touch());
    v.figures.push_back(hand_offs());
    v.figures.push_back(handed_over());
    v.figures.push_back(ping_pong(v.returns));
    v.figures.push_back(solved_first_line());
    v.figures.push_back(time_to_escalate());
    v.delay = delay();
    v.figures.push_back(waiting());
    v.figures.push_back(waits_before_due());
    v.figures.push_back(rework());
    v.figures.push_back(people());
    v.states = states();
    v.handovers = handovers();
    v.steps = steps();
    return v;
  }

 private:
  double length(Ms from, Ms until) const {
    return ms_to_s(request_.service != nullptr ? request_.service->between(from, until) : until - from);
  }
  /// How the log tells teams: by changes, or at least by the record's own.
  bool team_known(const IncidentHistory& h) const { return !h.teams.empty() || t_.team.codes[h.row] != 0; }
  bool any_team_change() const {
    return std::any_of(all_.begin(), all_.end(), [](const IncidentHistory& h) { return h.teams.size() > 1; });
  }

  ProcessFigure first_touch() const {
    Lengths lengths;
    for (const IncidentHistory& h : all_) {
      if (h.touched) {
        lengths.add(h.row, length(h.opened, *h.touched));
      } else if (is_open(t_, h.row)) {
        ++lengths.s.open;
      } else {
        ++lengths.s.missing;
      }
    }
    return {"first_touch",
            "Time to first touch",
            "Median time from opening to the first entry that does something about it: any but logging it and passing "
            "it on. "
            "Ended without one: missing.",
            volvo,
            Unit::seconds,
            Better::lower,
            std::move(lengths).sample()};
  }

  ProcessFigure hand_offs() const {
    Sample s;
    double sum = 0;
    const bool known = any_team_change();
    for (const IncidentHistory& h : all_) {
      if (!known || !team_known(h)) {
        ++s.missing;
        continue;
      }
      s.rows.push_back(h.row);
      sum += h.teams.empty() ? 0 : static_cast<double>(h.teams.size() - 1);
    }
    s.n = static_cast<std::int64_t>(s.rows.size());
    if (s.n > 0) s.value = s.mean = sum / static_cast<double>(s.n);
    return {"hand_offs",
            "Hand-overs an incident",
            "Changes of team / incidents whose team is known. A log that shows no change of team at all does not keep "
            "them: "
            "missing.",
            volvo,
            Unit::score,
            Better::lower,
            std::move(s)};
  }

  ProcessFigure handed_over() const {
    ShareOf share(all_.size());
    const bool known = any_team_change();
    for (const IncidentHistory& h : all_) {
      share.add(h.row, !known || !team_known(h) ? Answer::missing : h.teams.size() > 1 ? Answer::yes : Answer::no);
    }
    return {"handed_over",
            "Handed over at least once",
            "Incidents whose team changed at least once / incidents whose team is known. A log that shows no change of "
            "team at "
            "all does not keep them: missing.",
            volvo,
            Unit::share,
            Better::lower,
            std::move(share).sample()};
  }

  ProcessFigure ping_pong(std::vector<Passing>& returns) const {
    ShareOf share(all_.size());
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> pairs;
    const bool known = any_team_change();
    for (const IncidentHistory& h : all_) {
      bool any = false;
      for (std::size_t i = 2; i < h.teams.size(); ++i) {
        if (h.teams[i].what != h.teams[i - 2].what) continue;
        any = true;
        const auto [a, b] = std::minmax(h.teams[i].what, h.teams[i - 1].what);
        ++pairs[{a, b}];
      }
      share.add(h.row, !known || !team_known(h) ? Answer::missing : any ? Answer::yes : Answer::no);
    }
    for (const auto& [pair, n] : pairs) returns.push_back({teams_[pair.first], teams_[pair.second], n});
    shorten(returns);
    return {"ping_pong",
            "Ping-pong",
            "Incidents that went back to the team that had them before last / incidents whose team is known. A log "
            "that shows "
            "no change of team at all does not keep them: missing.",
            volvo,
            Unit::share,
            Better::lower,
            std::move(share).sample()};
  }

  ProcessFigure solved_first_line() const {
    ShareOf share(all_.size());
    std::set<std::string> lines;
    for (const std::string& line : request_.first_lines) lines.insert(base::folded(base::squeezed(line)));
    const bool known = any_team_change();
    for (const IncidentHistory& h : all_) {
      if (!h.ended) {
        if (is_open(t_, h.row)) share.add(h.row, Answer::open);
        continue;
      }
      if (!team_known(h) || (!known && lines.empty())) {
        share.add(h.row, Answer::missing);
        continue;
      }
      const std::string& first = h.teams.empty() ? t_.team.values[t_.team.codes[h.row]] : teams_[h.teams.front().what];
      const bool line = lines.empty() || lines.contains(base::folded(first));
      const bool stayed = h.teams.size() < 2 && t_.escalated[h.row] == review::no_time;
      share.add(h.row, line && stayed ? Answer::yes : Answer::no);
    }
    return {"solved_first_line",
            "Solved in the first line",
            "Ended in the team it began with, without a hand-over or an escalation (and that team being one of the "
            "first line, "
            "where these are named) / ended incidents whose team is known (push-to-front).",
            volvo,
            Unit::share,
            Better::higher,
            std::move(share).sample()};
  }

  ProcessFigure time_to_escalate() const {
    Lengths lengths;
    std::int64_t late = 0, with_due = 0;
    for (const IncidentHistory& h : all_) {
      const Ms at = t_.escalated[h.row];
      if (at == review::no_time) continue;
      if (at < h.opened) {
        ++lengths.s.invalid;
        continue;
      }
      lengths.add(h.row, length(h.opened, at));
      const auto due = due_of(h.row);
      if (!due) continue;
      ++with_due;
      late += at > *due ? 1 : 0;
    }
    Sample s = std::move(lengths).sample();
    if (with_due > 0) {
      s.notes.push_back(fmt::format("{} of {} were escalated after the target had run out", base::grouped(late),
                                    base::grouped(with_due)));
    }
    return {"time_to_escalate",
            "Time to escalate",
            "Median time from opening to the first escalation, of the incidents escalated.",
            event_log,
            Unit::seconds,
            Better::neither,
            std::move(s)};
  }

  Delay delay() const {
    Delay d;
    std::array<std::vector<double>, parts> each;
    d.parts.resize(parts);
    for (const IncidentHistory& h : all_) {
      if (!h.ended) {
        ++(is_open(t_, h.row) ? d.open : d.missing);
        continue;
      }
      if (!h.any_event) {
        ++d.missing;
        continue;
      }
      ++d.n;
      std::array<double, parts> spent{};
      for (const Leg& leg : h.legs) spent[static_cast<std::size_t>(leg.part)] += length(leg.from, leg.until);
      for (std::size_t p = 0; p < parts; ++p) {
        d.parts[p].seconds += spent[p];
        if (spent[p] > 0) each[p].push_back(spent[p]);
      }
    }
    for (const DelayPart& p : d.parts) d.seconds += p.seconds;
    for (std::size_t p = 0; p < parts; ++p) {
      DelayPart& part = d.parts[p];
      part.part = static_cast<Part>(p);
      part.n = static_cast<std::int64_t>(each[p].size());
      part.share = d.seconds > 0 ? part.seconds / d.seconds : 0;
      if (const auto f = summary(each[p])) {
        part.median = f->median;
        part.p90 = f->p90;
      }
    }
    return d;
  }

  ProcessFigure waiting() const {
    Lengths lengths;
    double waited = 0, all = 0;
    // A log that never uses a waiting status does not keep waits, which is not the same as never waiting.
    const bool waits = std::find(names_.waits.begin(), names_.waits.end(), 1) != names_.waits.end();
    for (const IncidentHistory& h : all_) {
      if (!h.ended || !h.any_event || !waits) {
        ++(is_open(t_, h.row) ? lengths.s.open : lengths.s.missing);
        continue;
      }
      double mine = 0, whole = 0;
      for (const Leg& leg : h.legs) {
        const double took = length(leg.from, leg.until);
        whole += took;
        mine += leg.part == Part::waiting ? took : 0;
      }
      waited += mine;
      all += whole;
      if (whole > 0) lengths.add(h.row, mine / whole);
    }
    Sample s;
    s.open = lengths.s.open;
    s.missing = lengths.s.missing;
    s.rows = std::move(lengths.s.rows);
    s.n = static_cast<std::int64_t>(s.rows.size());
    if (all > 0) s.value = waited / all;
    if (const auto f = summary(lengths.s.values)) {
      s.q1 = f->q1;
      s.median = f->median;
      s.q3 = f->q3;
      s.p90 = f->p90;
    }
    return {
        "waiting_share",
        "Time spent waiting for others",
        "Time in a status that waits (awaiting, pending, on hold) / all time from opening to the end, over all ended "
        "incidents together; median and quartiles are of the single incidents. A log without any such status: missing.",
        volvo,
        Unit::share,
        Better::neither,
        std::move(s)};
  }

  ProcessFigure waits_before_due() const {
    ShareOf share(all_.size());
    for (const IncidentHistory& h : all_) {
      const auto due = due_of(h.row);
      bool any = false, late = false;
      for (const Visit& v : h.states) {
        if (names_.waits[v.what] == 0) continue;
        any = true;
        late = late || (due && *due > h.opened && v.at <= *due && (*due - v.at) * 10 <= *due - h.opened);
      }
      if (any) share.add(h.row, !due ? Answer::missing : late ? Answer::yes : Answer::no);
    }
    return {"waits_before_due",
            "Set to wait shortly before the target",
            "Incidents set to a waiting status within the last tenth of the time to their target / incidents ever set "
            "to wait "
            "that have a target. A clock stopped in time is a question, not a finding.",
            volvo,
            Unit::share,
            Better::lower,
            std::move(share).sample()};
  }

  ProcessFigure rework() const {
    ShareOf share(all_.size());
    for (const IncidentHistory& h : all_) {
      if (h.states.empty()) {
        share.add(h.row, Answer::missing);
        continue;
      }
      std::set<std::uint32_t> seen;
      bool again = false;
      for (const Visit& v : h.states) again = !seen.insert(v.what).second || again;
      share.add(h.row, again ? Answer::yes : Answer::no);
    }
    return {"rework",
            "Came back to an earlier state",
            "Incidents that came back to a state they had left / incidents whose states are known.",
            "van der Aalst, Process Mining, 2016",
            Unit::share,
            Better::lower,
            std::move(share).sample()};
  }

  ProcessFigure people() const {
    Sample s;
    double sum = 0;
    for (const IncidentHistory& h : all_) {
      if (h.people.empty()) {
        ++s.missing;
        continue;
      }
      s.rows.push_back(h.row);
      sum += static_cast<double>(h.people.size() - 1);
    }
    s.n = static_cast<std::int64_t>(s.rows.size());
    if (s.n > 0) s.value = s.mean = sum / static_cast<double>(s.n);
    return {"people_handovers",
            "Changes of person an incident",
            "Times an entry was written by somebody else than the one before / incidents whose entries name anybody. "
            "Whoever "
            "writes is not always whoever is in charge.",
            event_log,
            Unit::score,
            Better::neither,
            std::move(s)};
  }

  std::vector<StateTime> states() const {
    std::vector<StateTime> out(names_.names.size());
    std::vector<std::vector<double>> visits(out.size());
    double all = 0;
    for (const IncidentHistory& h : all_) {
      std::map<std::uint32_t, std::int64_t> times;
      for (const Visit& v : h.states) ++times[v.what];
      for (const auto& [state, n] : times) out[state].again += n > 1 ? 1 : 0;
      std::set<std::uint32_t> here;
      for (std::size_t i = 0; i < h.legs.size();) {
        const std::uint32_t state = h.legs[i].state;
        double took = 0;
        for (; i < h.legs.size() && h.legs[i].state == state; ++i) took += length(h.legs[i].from, h.legs[i].until);
        visits[state].push_back(took);
        out[state].seconds += took;
        here.insert(state);
        all += took;
      }
      for (const std::uint32_t state : here) ++out[state].incidents;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i].state = i == 0 ? "(not known)" : names_.names[i];
      out[i].waits = names_.waits[i] != 0;
      out[i].visits = static_cast<std::int64_t>(visits[i].size());
      out[i].share = all > 0 ? out[i].seconds / all : 0;
      if (const auto f = summary(visits[i])) {
        out[i].median = f->median;
        out[i].p90 = f->p90;
      }
    }
    std::erase_if(out, [](const StateTime& s) { return s.visits == 0; });
    std::stable_sort(out.begin(), out.end(),
                     [](const StateTime& a, const StateTime& b) { return a.seconds > b.seconds; });
    if (out.size() > longest_list) out.resize(longest_list);
    return out;
  }

  /// How long the one who passes it on had held it.
  std::vector<Passing> handovers() const {
    return passings([](const IncidentHistory& h) -> const std::vector<Visit>& { return h.teams; }, teams_);
  }
  std::vector<Passing> steps() const {
    return passings([](const IncidentHistory& h) -> const std::vector<Visit>& { return h.states; }, names_.names);
  }

  template <typename Visits>
  std::vector<Passing> passings(Visits visits, const std::vector<std::string>& names) const {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<double>> took;
    for (const IncidentHistory& h : all_) {
      const std::vector<Visit>& list = visits(h);
      for (std::size_t i = 1; i < list.size(); ++i) {
        took[{list[i - 1].what, list[i].what}].push_back(length(list[i - 1].at, list[i].at));
      }
    }
    std::vector<Passing> out;
    for (auto& [pair, seconds] : took) {
      const auto n = static_cast<std::int64_t>(seconds.size());
      const auto f = summary(seconds);
      out.push_back({names[pair.first], names[pair.second], n, f->median, f->p90});
    }
    shorten(out);
    return out;
  }

  static void shorten(std::vector<Passing>& list) {
    std::stable_sort(list.begin(), list.end(), [](const Passing& a, const Passing& b) {
      if (a.n != b.n) return a.n > b.n;
      return a.from != b.from ? a.from < b.from : a.to < b.to;
    });
    if (list.size() > longest_list) list.resize(longest_list);
  }

  std::optional<Ms> due_of(std::uint32_t row) const {
    if (request_.service != nullptr && request_.service->due[row] != review::no_time) return request_.service->due[row];
    if (t_.sla_due[row] != review::no_time) return t_.sla_due[row];
    return std::nullopt;
  }

  const review::IncidentColumns& t_;
  const ProcessRequest& request_;
  StateNames names_;
  std::vector<std::string> teams_;
  std::vector<std::uint32_t> team_codes_;
  std::vector<IncidentHistory> all_;
};

}  // namespace

ProcessView process_view(const review::IncidentColumns& t, const review::EventColumns& e,
                         const ProcessRequest& request) {
  return Looking(t, e, request).view();
}

}  // namespace debrief::analytics
