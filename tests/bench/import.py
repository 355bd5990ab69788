#!/usr/bin/env python3
"""Times `debrief import` beside what others use on the same CSV, as whole processes, in turn.

usage: tests/bench/import.py [--program build/debrief] [--rounds 3] [--rows 25000,100000,1000000] [FILE.csv]

Peers: the sqlite3 shell's plain `.import` (untyped, no index); the sqlite3 shell staged, typed and indexed
(import_sqlite.sql); DuckDB typed with a primary key on one thread (import_duckdb.mjs, where NODE_PEERS names a folder
with `npm install @duckdb/node-api`). Without FILE the logs are made by ../shared/bench/gen_incidents.py, seed 1.

For each size it prints the median CPU seconds and peak memory of ours and of each peer with the ratio, the second
import of the same file as a share of the first, and what the receipt counted beside what the generator planted; then
CPU and memory per row between the smallest and the largest size, which is 1 where cost is linear. It judges nothing:
figures are for the reader.
"""
import argparse
import collections
import csv
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
BENCH = pathlib.Path(__file__).resolve().parent


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
        sys.exit(f"{' '.join(map(str, command))} ended with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, text


def ours(program, file, folder):
    """The first import and the second, each with its receipt."""
    workspace = folder / "ours.db"
    for left in folder.glob("ours.db*"):
        left.unlink()
    command = [program, "--workspace", str(workspace), "import", str(file), "--json"]
    first = run(command)
    second = run(command)
    return (*first[:3], json.loads(first[3])), (*second[:3], json.loads(second[3])), workspace.stat().st_size


def peers(folder):
    def plain(file):
        return run(["sqlite3", str(folder / "peer.db"), ".mode csv", f".import '{file}' t"])

    def typed(file):
        script = folder / "typed.sql"
        script.write_text((BENCH / "import_sqlite.sql").read_text().replace("@CSV@", str(file)))
        with open(script, "rb") as text:
            return run(["sqlite3", str(folder / "peer.db")], stdin=text)

    def duck(file):
        return run(["node", str(BENCH / "import_duckdb.mjs"), str(file), str(folder / "peer.db")])

    found = {}
    if shutil.which("sqlite3"):
        found["sqlite3 .import"] = plain
        found["sqlite3 typed, indexed"] = typed
    if os.environ.get("NODE_PEERS") and shutil.which("node"):
        found["duckdb typed, 1 thread"] = duck
    return found


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


def planted(file):
    """What the generator says it planted: number of each kind of defect and duplicate."""
    truth = pathlib.Path(f"{file}.truth.csv")
    if not truth.exists():
        return None
    with open(truth, newline="") as rows:
        reader = csv.DictReader(rows)
        columns = [c for c in reader.fieldnames or [] if "defect" in c or "dup" in c]
        counts = collections.Counter()
        for row in reader:
            for c in columns:
                if row[c] not in ("", "0", "none", "None"):
                    counts[row[c] if "defect" in c else c] += 1
    return dict(counts)


def measure(options, file, folder, others):
    mine, again, theirs = [], [], collections.defaultdict(list)
    for _ in range(options.rounds):  # in turn, so that all meet the same machine
        first, second, size = ours(options.program, file, folder)
        mine.append(first)
        again.append(second)
        for name, peer in others.items():
            for left in folder.glob("peer.db*"):
                left.unlink()
            theirs[name].append(peer(file))
    receipt = mine[0][3]
    counts = receipt["rows"]
    assert counts["read"] == sum(counts[k] for k in ("added", "changed", "unchanged", "merged", "quarantined"))
    second = again[0][3]["rows"]
    assert second["added"] == 0 and second["changed"] == 0
    cpu = statistics.median(m[0] for m in mine)
    peak = max(m[2] for m in mine)
    print(f"\n{counts['read']} rows, {file.stat().st_size / 1e6:.0f} MB: {cpu:.2f} s cpu, "
          f"{statistics.median(m[1] for m in mine):.2f} s wall, peak {peak:.0f} MiB, "
          f"workspace {size / file.stat().st_size:.2f} of the file")
    for name, runs in theirs.items():
        ratio = statistics.median(m[0] / t[0] for m, t in zip(mine, runs))
        print(f"  {name:<26} {statistics.median(t[0] for t in runs):>7.2f} s cpu, peak {max(t[2] for t in runs):>5.0f} MiB: "
              f"ours x {ratio:.2f}")
    print(f"  the same file again        {statistics.median(a[0] for a in again):>7.2f} s cpu: "
          f"x {statistics.median(a[0] / m[0] for a, m in zip(again, mine)):.2f} of the first")
    print(f"  rows {counts}")
    print(f"  issues {receipt['issues_by_code']}")
    if (truth := planted(file)) is not None:
        print(f"  planted {truth}")
    return counts["read"], cpu, peak


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(TOP / "build" / "debrief"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", default="25000,50000,100000")
    parser.add_argument("file", nargs="?")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        files = []
        if options.file:
            files.append(pathlib.Path(options.file).resolve())
        else:
            generator = TOP.parent / "shared" / "bench" / "gen_incidents.py"
            if not generator.exists():
                sys.exit("give a CSV file: the generator of ../shared/bench is not here")
            for rows in (int(r) for r in options.rows.split(",")):
                files.append(folder / f"i{rows}.csv")
                subprocess.run([sys.executable, str(generator), "--rows", str(rows), "--seed", "1", "--format", "csv",
                                "--out", str(files[-1])], check=True, stdout=subprocess.DEVNULL)
        base = ours(options.program, first_row(files[0], folder), folder)[0][2]
        print(f"base: {base:.0f} MiB (an import of one row)")
        others = peers(folder)
        figures = [measure(options, file, folder, others) for file in files]
        if len(figures) > 1:
            (n0, c0, m0), (n1, c1, m1) = figures[0], figures[-1]
            print(f"\nfrom {n0} to {n1} rows: cpu per row x {c1 / n1 / (c0 / n0):.2f}; peak {m0:.0f} -> {m1:.0f} MiB")


if __name__ == "__main__":
    main()
