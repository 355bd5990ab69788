#!/usr/bin/env python3
"""Times `debrief import` beside `sqlite3 .import` on the same CSV, as whole processes.

usage: tests/bench/import.py [--program build/debrief] [--rounds 3] [--rows 25000,50000,100000] [FILE.csv]

Without FILE the log is made by ../shared/bench/gen_incidents.py, seed 1. For each size it prints the median CPU
seconds and the peak memory of both, their ratio, and what our receipt counted; then CPU and memory per row between
the smallest and the largest size, which is 1 where cost is linear. The file-independent base of memory is the peak
of an import of the file's first row alone. It judges nothing: figures are for the reader.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]


def run(command, stdin=None):
    """CPU seconds, wall seconds, peak MiB, standard output of one process."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        out.seek(0)
        text = out.read().decode()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, text


def ours(program, file, folder):
    workspace = folder / "ours.db"
    for left in folder.glob("ours.db*"):
        left.unlink()
    cpu, wall, peak, text = run([program, "--workspace", str(workspace), "import", str(file), "--json"])
    return cpu, wall, peak, json.loads(text)


def peer(file, folder):
    store = folder / "peer.db"
    store.unlink(missing_ok=True)
    cpu, wall, peak, _ = run(["sqlite3", str(store), ".mode csv", f".import '{file}' t"])
    return cpu, wall, peak


def first_row(file, folder):
    short = folder / "first.csv"
    with open(file, "rb") as source, open(short, "wb") as out:
        text = source.read(1 << 16)
        head, _, rest = text.partition(b"\n")
        quotes = 0
        for end, byte in enumerate(rest):
            quotes += byte == 0x22
            if byte == 0x0A and quotes % 2 == 0:
                break
        out.write(head + b"\n" + rest[: end + 1])
    return short


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(TOP / "build" / "debrief"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", default="25000,50000,100000")
    parser.add_argument("file", nargs="?")
    options = parser.parse_args()
    if shutil.which("sqlite3") is None:
        sys.exit("sqlite3 is not installed: apt-get install sqlite3")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        files = {}
        if options.file:
            files[None] = pathlib.Path(options.file).resolve()
        else:
            generator = TOP.parent / "shared" / "bench" / "gen_incidents.py"
            if not generator.exists():
                sys.exit("give a CSV file: the generator of ../shared/bench is not here")
            for rows in (int(r) for r in options.rows.split(",")):
                files[rows] = folder / f"i{rows}.csv"
                subprocess.run([sys.executable, str(generator), "--rows", str(rows), "--seed", "1", "--format", "csv",
                                "--out", str(files[rows])], check=True, stdout=subprocess.DEVNULL)
        some = next(iter(files.values()))
        base = ours(options.program, first_row(some, folder), folder)[2]
        print(f"base: {base:.0f} MiB (an import of one row)")
        print(f"{'rows':>9} {'ours cpu s':>11} {'wall s':>7} {'peak MiB':>9} {'over base':>10} "
              f"{'sqlite3 cpu s':>14} {'cpu ratio':>10}  receipt")
        per_row = []
        for rows, file in files.items():
            mine, theirs = [], []
            for _ in range(options.rounds):   # in turn, so that both meet the same machine
                mine.append(ours(options.program, file, folder))
                theirs.append(peer(file, folder))
            cpu = statistics.median(m[0] for m in mine)
            wall = statistics.median(m[1] for m in mine)
            peak = max(m[2] for m in mine)
            other = statistics.median(t[0] for t in theirs)
            ratio = statistics.median(m[0] / t[0] for m, t in zip(mine, theirs))
            counts = mine[0][3]["rows"]
            assert counts["read"] == sum(counts[k] for k in ("added", "changed", "unchanged", "merged", "quarantined"))
            print(f"{counts['read']:>9} {cpu:>11.2f} {wall:>7.2f} {peak:>9.0f} {peak - base:>10.0f} {other:>14.2f} "
                  f"{ratio:>10.2f}  {counts}")
            per_row.append((counts["read"], cpu, peak - base))
        if len(per_row) > 1:
            (n0, c0, m0), (n1, c1, m1) = per_row[0], per_row[-1]
            print(f"from {n0} to {n1} rows: cpu per row x {c1 / n1 / (c0 / n0):.2f}; memory over base {m0:.0f} -> {m1:.0f} MiB")


if __name__ == "__main__":
    main()
