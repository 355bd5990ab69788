#!/usr/bin/python3
"""The same headings, tables and figures in all four formats of every document, for each of its readers.

usage: same.py PROGRAM TOOLS_FOLDER [--with-axe]

Word files are read by python-docx, web pages by html.parser, PDFs by pdf.js through their structure tree, Markdown line by
line. Headings and captions must be the same in the same order, so the tree reads in order too; the cells of each table with a
caption must be the same in Word, HTML and Markdown, and all stand in the PDF's tree. The program's own look through each
Office file passed. With --with-axe axe-core finds no violation in any page under 40 kB, light or dark. Ends with a line a person can read; status 1 names
each fault.
"""
import collections
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import docx

from validate import tools
from workspace import PROBLEMS, Workspace, expect, problem

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENTS = {"pir": ["1"], "actions": [], "trends": [], "portfolio": ["1", "--unit", "IQ-PHI", "--unit", "NOS-INSCC011"],
             "register": [], "system-review": [], "service-improvement-plan": []}
AUDIENCES = {"portfolio": ["assessor", "share"]}
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squeezed(text):
    return re.sub(r"[\s\u00ad\u200b\u200e\u200f\u2066-\u2069\ufeff]+", "", text).replace("\u2011", "-")


class Contents:
    """headings and captions in order; tables: caption -> cells in order, without white space"""

    def __init__(self):
        self.headings, self.captions, self.tables = [], [], collections.OrderedDict()

    def caption(self, text):
        text = squeezed(text)
        if re.match(r"(Table|Figure)\d+:", text):
            self.captions.append(text)
            return text
        return None


def from_docx(path):
    out = Contents()
    document = docx.Document(str(path))
    names = {s.style_id: s.name.lower() for s in document.styles}
    waiting = None
    text_of = lambda node: "".join(t.text or "" for t in node.iter(f"{WORDS}t"))

    def walk(parent):
        nonlocal waiting
        for node in parent:
            if node.tag == f"{WORDS}p":
                style = node.find(f"{WORDS}pPr/{WORDS}pStyle")
                name = names.get(style.get(f"{WORDS}val"), "") if style is not None else ""
                text = text_of(node)
                if (name.startswith("heading") or name == "title") and text.strip():
                    out.headings.append(squeezed(text))
                elif name == "caption":
                    waiting = out.caption(text)
            elif node.tag == f"{WORDS}tbl":
                if waiting and waiting.startswith("Table"):
                    out.tables[waiting] = [squeezed(" ".join(text_of(p) for p in cell.iter(f"{WORDS}p")))
                                           for cell in node.iter(f"{WORDS}tc")]
                waiting = None
            elif node.tag in (f"{WORDS}sdt", f"{WORDS}sdtContent"):
                walk(node)

    walk(document.element.body)
    return out


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.out, self.stack, self.text, self.cells, self.current = Contents(), [], "", None, None
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.text += " "
        if tag in ("style", "script", "svg", "head"):
            self.hidden += 1
        if re.fullmatch(r"h[1-6]|caption|figcaption|t[hd]", tag):
            self.text = ""
        if tag == "table":
            self.cells, self.current = [], None

    def handle_endtag(self, tag):
        if tag in ("style", "script", "svg", "head"):
            self.hidden -= 1
        if re.fullmatch(r"h[1-6]", tag) and squeezed(self.text) != "Contents":  # of the list of links, on pages only
            self.out.headings.append(squeezed(self.text))
        elif tag in ("caption", "figcaption"):
            self.current = self.out.caption(self.text)
        elif tag in ("th", "td") and self.cells is not None:
            self.cells.append(squeezed(self.text))
        elif tag == "table":
            if self.current and self.current.startswith("Table"):
                self.out.tables[self.current] = self.cells
            self.cells, self.current = None, None

    def handle_data(self, data):
        if not self.hidden:
            self.text += data


def from_html(path):
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page.out


def from_markdown(path):
    out = Contents()
    waiting = None
    plain = lambda s: squeezed(re.sub(r"\\(.)", r"\1", re.sub(r"<br>|(?<!\\)\*\*|<a id=[^>]*></a>|(?<!\\)~~", "", s)))
    for line in path.read_text(encoding="utf-8").split("\n"):
        line = re.sub(r"^(> ?)+", "", line)
        if heading := re.match(r"#{1,6} (.*)", line):
            out.headings.append(plain(re.sub(r"(?<!\\)\*", "", heading.group(1))))
        elif line.startswith("**Table ") or line.startswith("**Figure "):
            waiting = out.caption(plain(line))
        elif line.startswith("|") and waiting:
            if re.fullmatch(r"\|( :?-+:? \|)+", line):
                continue
            if waiting.startswith("Table"):
                cells = re.split(r"(?<!\\)\|", line)[1:-1]
                out.tables.setdefault(waiting, []).extend(plain(c) for c in cells)
        elif line.strip():
            waiting = None
    return out


def from_pdf(answer):
    out = Contents()
    cells = collections.Counter()
    for role, text, _ in answer["parts"]:
        if re.fullmatch(r"H[1-6]", role) and text:
            out.headings.append(squeezed(text))
        elif role == "Caption":
            out.caption(text)
        elif role in ("TH", "TD"):
            cells[squeezed(text)] += 1
    out.cells = cells
    return out


def without_signs(texts):
    """Each format has signs of its own for a status."""
    return [re.sub("[()\u25a0-\u25ff\u2600-\u27bf]", "", t) for t in texts]


def differ(where, what, one, other):
    if one == other:
        return
    for i, pair in enumerate(zip(one + ["(none)"], other + ["(none)"])):
        if pair[0] != pair[1]:
            problem(f"{where}: {what} {i + 1} differ: {pair[0][:90]!r} and {pair[1][:90]!r}")
            return
    problem(f"{where}: {len(one)} and {len(other)} {what}")


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    tools(folder)
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        subprocess.run([program, "demo", str(top / "demo")], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        w = Workspace(program, top / "demo" / "demo.db", now="2026-10-02T09:00:00Z")
        written = []
        for kind, arguments in DOCUMENTS.items():
            for audience in AUDIENCES.get(kind, ["internal", "manager", "external"]):
                out = top / f"{kind}-{audience}"
                w.run("report", kind, *arguments, "--as", "docx,pdf,html,md", "--audience", audience, "--out", out)
                if not (out / "manifest.json").exists():
                    continue
                written.append(out)
                entry = json.loads((out / "manifest.json").read_text())["documents"][0]
                for check in entry["conformance"]:
                    expect(check["result"] == "passed", f"{out.name}: {check}")
        for kind in ("register", "actions", "trends", "pir"):
            out = top / f"book-{kind}"
            w.run("report", kind, *DOCUMENTS.get(kind, []), "--as", "xlsx", "--out", out)
            for check in json.loads((out / "manifest.json").read_text())["documents"][0]["conformance"]:
                counts["workbooks"] += 1
                expect(check["result"] == "passed", f"{out.name}: {check}")
        print(f"{len(written)} documents written", flush=True)
        # A page of 300 kB takes axe-core a minute; every kind of block stands in a smaller one too.
        axe = 40_000 if "--with-axe" in sys.argv else 0
        files = [str(p) for out in written for p in sorted(out.iterdir())
                 if p.suffix == ".pdf" or (p.suffix == ".html" and p.stat().st_size < axe)]
        done = subprocess.run(["node", str(HERE / "browser.mjs"), str(folder)], input=json.dumps(files), text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            problem(f"browser.mjs: {done.stderr[-500:]}")
        answers = [line for line in done.stdout.splitlines() if line.startswith("{")]  # pdf.js remarks on what it lacks
        seen = json.loads(answers[-1] if answers else "{}")
        for out in written:
            paths = {p.suffix[1:]: p for p in out.iterdir() if p.name != "manifest.json"}
            word, page, text = from_docx(paths["docx"]), from_html(paths["html"]), from_markdown(paths["md"])
            for form, other in (("docx", word), ("md", text)):
                differ(f"{out.name}: html and {form}", "headings", page.headings, other.headings)
                differ(f"{out.name}: html and {form}", "captions", page.captions, other.captions)
                for caption, cells in page.tables.items():
                    differ(f"{out.name}: html and {form}: {caption[:40]}", "cells", without_signs(cells),
                           without_signs(other.tables.get(caption, [])))
            answer = seen.get(str(paths["pdf"]), {"parts": [], "untold": 0})
            pdf = from_pdf(answer)
            differ(f"{out.name}: html and pdf", "headings", page.headings, pdf.headings)
            differ(f"{out.name}: html and pdf", "captions", page.captions, pdf.captions)
            lost = [c for cells in page.tables.values() for c in cells if c and c not in pdf.cells]
            expect(not lost, f"{out.name}: {len(lost)} cells are not in the PDF's tree, first {lost[:1]}")
            expect(answer["untold"] == 0, f"{out.name}: {answer['untold']} texts of the PDF stand outside its tree")
            for scheme, found in seen.get(str(paths["html"]), {}).items():
                for violation in found:
                    problem(f"{out.name}, {scheme}: axe-core: {violation}")
            expect(page.headings, f"{out.name}: no heading found")
            counts["documents"] += 1
            counts["headings"] += len(page.headings)
            counts["captions"] += len(page.captions)
            counts["cells"] += sum(map(len, page.tables.values()))
    print(", ".join(f"{n} {what}" for what, n in counts.items()) + f" the same, {len(PROBLEMS)} faults")
    sys.exit(1 if PROBLEMS else 0)


if __name__ == "__main__":
    main()
