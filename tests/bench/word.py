#!/usr/bin/python3
"""Word documents against docxtpl, in one run on one machine.

usage: word.py WORD_FILL [TIMES]

WORD_FILL is the built tests/bench/word_fill.cpp. A review of six to seven pages (timeline, sections, actions) is filled
TIMES times, 100 unless told: by docxtpl into a template, by us into the same template, and by our own writer. Files are
kept in memory; each docxtpl filling opens its template anew, as ours does. Prints seconds and ratios of CPU time.
"""
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import docx
import docxtpl

WORDS = ("the telephone lines at the northern desk were lost when the certificate of the carrier ran out and nobody "
         "had been told of it before so that callers heard a tone and hung up while the second desk took what it "
         "could until the divert was in place and the first calls came through again").split()


def text(seed, n):
    return " ".join(WORDS[(seed * 7 + i * (1 + seed % 3)) % len(WORDS)] for i in range(n)).capitalize() + " & more."


DATA = {
    "title": "Telephones down at the northern desk", "ref": "INC-0042", "summary": text(1, 90),
    "timeline": [{"at": f"{9 + i // 4:02d}:{i % 4 * 15:02d}", "who": ("Desk", "Carrier", "Duty manager")[i % 3],
                  "what": text(i, 18)} for i in range(24)],
    "sections": [{"title": f"Part {i + 1}", "paragraphs": [text(i * 4 + k, 75) for k in range(3)]} for i in range(6)],
    "actions": [{"no": i + 1, "what": text(i, 12), "owner": ("Desk", "Carrier")[i % 2], "due": f"2026-06-{i + 1:02d}"}
                for i in range(14)],
}


def template():
    d = docx.Document()
    d.sections[0].header.paragraphs[0].text = "{{ title }}\t{{ ref }}"
    d.add_heading("{{ title }}", 0)
    d.add_paragraph("{{ summary }}")
    d.add_heading("Timeline", 1)

    def table(*rows):
        t = d.add_table(rows=0, cols=len(rows[0]))
        t.style = "Table Grid"
        for row in rows:
            for cell, words in zip(t.add_row().cells, row):
                cell.text = words

    table(["Time", "Who", "What"], ["{%tr for e in timeline %}", "", ""], ["{{ e.at }}", "{{ e.who }}", "{{ e.what }}"],
          ["{%tr endfor %}", "", ""])
    d.add_paragraph("{%p for s in sections %}")
    d.add_heading("{{ s.title }}", 1)
    for words in ("{%p for p in s.paragraphs %}", "{{ p }}", "{%p endfor %}", "{%p endfor %}"):
        d.add_paragraph(words)
    d.add_heading("Actions", 1)
    table(["No", "What", "Who", "Due"], ["{%tr for a in actions %}", "", "", ""],
          ["{{ a.no }}", "{{ a.what }}", "{{ a.owner }}", "{{ a.due }}"], ["{%tr endfor %}", "", "", ""])
    return d


def markdown():
    lines = [DATA["summary"], "", "## Timeline", "", "| Time | Who | What |", "|---|---|---|"]
    lines += [f"| {e['at']} | {e['who']} | {e['what']} |" for e in DATA["timeline"]]
    for s in DATA["sections"]:
        lines += ["", "## " + s["title"], ""] + [p + "\n" for p in s["paragraphs"]]
    lines += ["## Actions", "", "| No | What | Who | Due |", "|---|---|---|---|"]
    lines += [f"| {a['no']} | {a['what']} | {a['owner']} | {a['due']} |" for a in DATA["actions"]]
    return "\n".join(lines) + "\n"


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        template().save(folder / "t.docx")
        (folder / "d.json").write_text(json.dumps(DATA))
        (folder / "r.md").write_text(markdown())
        ours = subprocess.run([str(program), str(folder / "t.docx"), str(folder / "d.json"), str(folder / "r.md"), str(times)],
                              capture_output=True, text=True, check=True).stdout.split()
        own, filled = float(ours[1]), float(ours[3])
        begin = time.process_time()
        for _ in range(times):
            t = docxtpl.DocxTemplate(folder / "t.docx")
            t.render(DATA, autoescape=True)
            t.save(io.BytesIO())
        theirs = time.process_time() - begin
    print(f"docxtpl            {theirs:8.3f} s CPU for {times}")
    print(f"own writer         {own:8.3f} s CPU, {own / theirs:.3f} x (bar 0.10, stretch 0.03)")
    print(f"into the template  {filled:8.3f} s CPU, {filled / theirs:.3f} x (bar 0.35)")
    return 0 if own / theirs <= 0.10 and filled / theirs <= 0.35 else 1


sys.exit(main())
