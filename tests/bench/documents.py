#!/usr/bin/env python3
"""Times the writers on a review of six to seven pages beside LibreOffice, WeasyPrint and pandoc.

usage: tests/bench/documents.py [--bench build/documents_bench] [--rounds 3]

The same content goes to each as it takes it: Markdown to ours and to pandoc, a page of HTML to WeasyPrint, a Word file to
LibreOffice. "Cold" is one copy by one process, starting included; "batch" one process that makes many, per copy. CPU
seconds of the process and what it starts, median of the rounds, and ours as a ratio of the peer's. It judges nothing.
Needs ninja -C build documents_bench, and Debian's pandoc, weasyprint and libreoffice-writer-nogui; a peer that is not
there is left out.
"""
import argparse
import html
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
WORDS = ("caller queue voicemail handset roster supplier certificate gateway fallback notice duty manager shift team "
         "update bridge ticket outage routing prompt refund letter branch training record review owner clock").split()

WEASYPRINT_BATCH = """
import sys, weasyprint
for _ in range(int(sys.argv[3])):
    weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])
"""


def sentence(seed, words):
    picked = [WORDS[(seed * 11 + i * i * 3 + i) % len(WORDS)] for i in range(words)]
    return " ".join(picked).capitalize() + "."


def content():
    """Headings with paragraphs, and three tables: about six and a half pages of A4."""
    sections = [(name, [" ".join(sentence(13 * i + 5 * j + k, 12) for k in range(7)) for j in range(3)])
                for i, name in enumerate(["Summary", "Impact", "Detection", "Course", "Causes", "Response",
                                          "What went well", "What went less well"])]
    tables = [
        ("Timeline", ["Time", "Role", "Entry"],
         [[f"{9 + i // 12:02}:{i * 5 % 60:02}", f"Team {i % 4 + 1}", sentence(i, 10)] for i in range(28)]),
        ("Actions", ["Key", "Action", "Owner", "Due", "State"],
         [[f"A{i + 1}", sentence(i + 3, 11), f"Lead {i % 5 + 1}", f"2026-07-{i + 1:02}", ("open", "done", "overdue")[i % 3]]
          for i in range(12)]),
        ("Measures", ["Measure", "Before", "After"],
         [[f"Measure {i + 1}", f"{80 - i}.{i % 10}", f"{84 - i}.{i * 7 % 10}"] for i in range(14)]),
    ]
    return sections, tables


def as_markdown(sections, tables):
    out = ["# Review", ""]
    for name, paragraphs in sections:
        out += [f"## {name}", ""]
        for text in paragraphs:
            out += [text, ""]
    for name, head, rows in tables:
        out += [f"## {name}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        out += ["| " + " | ".join(row) + " |" for row in rows] + [""]
    return "\n".join(out)


def as_html(sections, tables):
    def cells(tag, values):
        return "".join(f"<{tag}>{html.escape(v)}</{tag}>" for v in values)
    out = ["<!doctype html><html lang=en-GB><title>Review</title><style>@page{size:A4;margin:2cm;@bottom-right{content:"
           "counter(page)}}body{font:10.5pt/1.36 'Liberation Sans'}table{width:100%;border-collapse:collapse;"
           "font-size:9.5pt}td,th{border-bottom:1px solid #ccc;padding:3pt;text-align:left}</style><h1>Review</h1>"]
    for name, paragraphs in sections:
        out.append(f"<h2>{name}</h2>" + "".join(f"<p>{text}</p>" for text in paragraphs))
    for name, head, rows in tables:
        out.append(f"<h2>{name}</h2><table><thead><tr>{cells('th', head)}</tr></thead>"
                   + "".join(f"<tr>{cells('td', row)}</tr>" for row in rows) + "</table>")
    return "".join(out)


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{command[0]} ended with status {done.returncode}: {done.stderr.decode()[-400:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--bench", default=TOP / "build/documents_bench")
    p.add_argument("--rounds", type=int, default=3)
    a = p.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "review.md").write_text(as_markdown(*content()), encoding="utf-8")
        (folder / "review.html").write_text(as_html(*content()), encoding="utf-8")

        def ours(kind, copies):
            return [a.bench, kind, folder / "review.md", str(copies), folder / "ours"]

        cpu(ours("docx", 1))
        for i in range(10):
            shutil.copy(folder / "ours.docx", folder / f"word{i}.docx")
        office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                  "--outdir", folder / "office"]
        peers = {
            "LibreOffice, docx to pdf": ("pdf", 10, lambda n: [*office, *[folder / f"word{i}.docx" for i in range(n)]]),
            "WeasyPrint, html to pdf": ("pdf", 5, lambda n: ["/usr/bin/python3", "-c", WEASYPRINT_BATCH,
                                                             folder / "review.html", folder / "w.pdf", n]),
            "pandoc, md to html": ("html", 1, lambda n: ["pandoc", "-s", "--metadata", "title=Review",
                                                         folder / "review.md", "-o", folder / "p.html"]),
            "pandoc, md to docx": ("docx", 1, lambda n: ["pandoc", folder / "review.md", "-o", folder / "p.docx"]),
        }
        tools = {"LibreOffice": "soffice", "WeasyPrint": "weasyprint", "pandoc": "pandoc"}
        copies = 100
        for kind in ("pdf", "html", "docx", "md"):
            cold = statistics.median(cpu(ours(kind, 1)) for _ in range(a.rounds))
            batch = statistics.median(cpu(ours(kind, copies)) for _ in range(a.rounds)) / copies
            size = (folder / f"ours.{kind}").stat().st_size
            print(f"ours, {kind:<5} cold {cold:.4f} s  batch {batch:.4f} s each  {size:,} bytes")
            for peer, (their_kind, many, command) in peers.items():
                if their_kind != kind:
                    continue
                if shutil.which(tools[peer.split(",")[0]]) is None:
                    print(f"  {peer}: not installed")
                    continue
                cpu(command(1))
                their_cold = statistics.median(cpu(command(1)) for _ in range(a.rounds))
                line = f"  {peer:<26} cold {their_cold:.3f} s  x {cold / their_cold:.3f}"
                if many > 1:
                    their_batch = statistics.median(cpu(command(many)) for _ in range(a.rounds)) / many
                    line += f"   batch {their_batch:.3f} s each  x {batch / their_batch:.3f}"
                print(line)


if __name__ == "__main__":
    main()
