#!/usr/bin/env python3
"""Times and scores `debrief cluster text` beside scikit-learn on the same column, as whole processes, in turn.

usage: tests/bench/themes.py [--program build/debrief] [--rounds 1] [--rows 10000,100000] [--k 60] [FILE.csv]

Peers: TF-IDF with MiniBatchKMeans ("mbk", the fastest), TF-IDF with TruncatedSVD(100) and KMeans ("svd", the usual
recipe). They need python3 with scikit-learn; without it only ours is timed. Without FILE the logs are made by
../shared/bench/gen_incidents.py, seed 1; FILE.truth.csv says what was planted, and texts that do not name their cause
and defective records are left out of the score.

For each size it prints CPU seconds, peak memory, NMI and ARI of ours and of each peer, ours as a ratio of the peer's
CPU, and CPU per row between the sizes. It judges nothing: figures are for the reader.
"""
import argparse
import collections
import csv
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
csv.field_size_limit(1 << 30)


def texts(file):
    with open(file, newline="", encoding="utf-8") as f:
        return [row["description"] for row in csv.DictReader(f)]


def peer(method, file, k):
    """Runs in a process of its own: one theme per line."""
    from sklearn.cluster import KMeans, MiniBatchKMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    x = TfidfVectorizer(min_df=5, max_df=0.5, sublinear_tf=True, stop_words="english").fit_transform(texts(file))
    if method == "svd":
        x = normalize(TruncatedSVD(100, random_state=1).fit_transform(x))
        model = KMeans(k, n_init=3, random_state=1)
    else:
        model = MiniBatchKMeans(k, n_init=3, batch_size=4096, random_state=1)
    print("\n".join(map(str, model.fit_predict(x))))


def run(command):
    """CPU seconds, peak MiB, standard output of one process."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        out.seek(0)
        text = out.read().decode()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} ended with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


def score(truth, found):
    """NMI (arithmetic) and ARI; a text in no theme counts as in one of their own."""
    pairs = [(t, c) for t, c in zip(truth, found) if t]
    n = len(pairs)
    cells, rows, columns = (collections.Counter(x) for x in (pairs, (t for t, _ in pairs), (c for _, c in pairs)))

    def entropy(counts):
        return -sum(c / n * math.log(c / n) for c in counts.values())

    def two(counts):
        return sum(c * (c - 1) / 2 for c in counts.values())

    shared = sum(c / n * math.log(n * c / (rows[t] * columns[u])) for (t, u), c in cells.items())
    nmi = 2 * shared / (entropy(rows) + entropy(columns))
    chance = two(rows) * two(columns) / (n * (n - 1) / 2)
    return nmi, (two(cells) - chance) / ((two(rows) + two(columns)) / 2 - chance)


def planted(file):
    with open(f"{file}.truth.csv", newline="", encoding="utf-8") as f:
        return [r["root_cause"] if r["informative"] == "1" and not r["defect"] else "" for r in csv.DictReader(f)]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("file", nargs="?")
    options.add_argument("--program", default=TOP / "build/debrief")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--rows", default="10000,100000")
    options.add_argument("--k", type=int, default=60)
    options.add_argument("--peer", help=argparse.SUPPRESS)
    a = options.parse_args()
    if a.peer:
        return peer(a.peer, a.file, a.k)
    there = subprocess.run([sys.executable, "-c", "import sklearn"], capture_output=True).returncode == 0
    if not there:
        print("scikit-learn is not installed for this python3: only ours is timed (Debian: python3-sklearn)")
    per_row = {}
    with tempfile.TemporaryDirectory() as folder:
        for rows in [0] if a.file else [int(n) for n in a.rows.split(",")]:
            file = a.file
            if not file:
                file = pathlib.Path(folder) / f"log{rows}.csv"
                generator = TOP.parent / "shared/bench/gen_incidents.py"
                subprocess.run([sys.executable, generator, "--rows", str(rows), "--seed", "1", "--format", "csv",
                                "--out", file, "--jobs", "1"], check=True, stdout=subprocess.DEVNULL)
            truth = planted(file)
            ours = [a.program, "cluster", "text", file, "--column", "description", "--k", str(a.k), "--json-lines"]
            commands = {"ours": ours}
            for method in ("mbk", "svd") if there else ():
                commands[method] = [sys.executable, __file__, file, "--k", str(a.k), "--peer", method]
            got = {label: [] for label in commands}
            for _ in range(a.rounds):
                for label, command in commands.items():
                    got[label].append(run(list(map(str, command))))
            print(f"{len(truth)} texts, {a.k} themes")
            base = statistics.median(g[0] for g in got["ours"])
            per_row[len(truth)] = base / len(truth)
            for label, rounds in got.items():
                cpu = statistics.median(g[0] for g in rounds)
                lines = rounds[-1][2].splitlines()
                if label == "ours":
                    lines = [str(d["cluster"]) for d in map(json.loads, lines) if "row" in d]
                nmi, ari = score(truth, lines)
                print(f"  {label:5} cpu {cpu:7.1f} s  peak {max(g[1] for g in rounds):6.0f} MiB  NMI {nmi:.3f}  "
                      f"ARI {ari:.3f}  ours / this {base / cpu:.2f}")
    if len(per_row) > 1:
        print(f"CPU per row, largest / smallest: {per_row[max(per_row)] / per_row[min(per_row)]:.2f}")


if __name__ == "__main__":
    main()
