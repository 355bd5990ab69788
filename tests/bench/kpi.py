#!/usr/bin/env python3
"""Times the KPI table (time to resolve, SLA attainment, reopen rate by month and priority) beside DuckDB.

usage: tests/bench/kpi.py [--program build/debrief] [--table build/kpi_table] [--rounds 5] FILE.csv

In a running process: build/kpi_table (ninja -C build kpi_table), columns in memory, beside the same table in DuckDB on
one thread, its store open. Cold: `debrief kpi` as a whole process beside a whole process that asks DuckDB. Both stores
are made beforehand from FILE.csv, untimed. Needs node and `npm install @duckdb/node-api` in the folder NODE_PEERS names.
Prints median CPU seconds and the ratios; it judges nothing.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BENCH = pathlib.Path(__file__).resolve().parent


def cold(command, rounds):
    """Median CPU seconds of the whole process, after one run that warms the file cache and has ours keep its columns."""
    took = []
    for _ in range(rounds + 1):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(map(str, command))} ended with status {os.waitstatus_to_exitcode(status)}")
        took.append(usage.ru_utime + usage.ru_stime)
    return statistics.median(took[1:])


def running(command, rounds):
    """Median of the seconds a process printed for each table, the first left out."""
    lines = subprocess.run([*command, str(rounds + 1)], check=True, capture_output=True, text=True).stdout.splitlines()
    tables = [line for line in lines if line.startswith("table")]
    return statistics.median(float(line.split()[1]) for line in tables[1:]), tables[-1].split("s  ")[-1]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--program", default=TOP / "build/debrief")
    p.add_argument("--table", default=TOP / "build/kpi_table")
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("file")
    a = p.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace, store = f"{folder}/ours.db", f"{folder}/duck.db"
        # Status 1: imported, with faults to look at.
        if subprocess.run([a.program, "--workspace", workspace, "import", a.file, "--json"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode not in (0, 1):
            sys.exit(f"{a.file} was not imported")
        subprocess.run(["node", BENCH / "import_duckdb.mjs", a.file, store], check=True, stdout=subprocess.DEVNULL)
        duck = ["node", BENCH / "kpi_duckdb.mjs", store]
        ask = [a.program, "--workspace", workspace, "kpi", "time_to_resolve", "sla_met", "reopen_rate", "--period",
               "month", "--by", "priority", "--json"]
        ours, our_answer = running([a.table, workspace], a.rounds)
        theirs, their_answer = running(duck, a.rounds)
        print(f"running process  ours {ours:.3f} s ({our_answer})  DuckDB {theirs:.3f} s ({their_answer})  "
              f"x {ours / theirs:.2f}")
        ours, theirs = cold(ask, a.rounds), cold(duck, a.rounds)
        print(f"cold             ours {ours:.3f} s  DuckDB {theirs:.3f} s  x {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
