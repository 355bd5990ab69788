#!/usr/bin/python3
"""What people wrote survives every refresh.

usage: refresh.py PROGRAM [--with-office]

A review is written, edited in Markdown and in Word, and made anew ten times while its facts change: no word is lost, what
changed beside a text is said beside it in all four formats with what it was and is, and goes when somebody confirms or
edits. Edits on both sides of a passage are a conflict, named and not stored. With --with-office the Word file is saved by
LibreOffice in between, which drops the tags of content controls. Ends with a line a person can read; status 1 names each
fault.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

import docx

from workspace import PROBLEMS, Workspace, expect

HEAD = "Ref,Title,Opened,Resolved,Priority,Category,Team,Customers affected\n"


def log(minutes, affected):
    return HEAD + (f"R-1,Line silent,2026-05-01 09:00,2026-05-01 {9 + minutes // 60:02}:{minutes % 60:02},P1,Telephony,"
                   f"Ops,{affected}\n")


def plain(path):
    """The words of a document in any of the four formats."""
    if path.suffix == ".docx":
        return " ".join("".join(t.text or "" for t in p.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))
                        for p in docx.Document(str(path)).element.body.iter(
                            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"))
    if path.suffix == ".pdf":
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=False)
        return done.stdout
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"<(style|script)[^>]*>.*?</\1>", "", text, flags=re.S)
        return re.sub(r"<[^>]+>", " ", text)
    return text.replace("\\", "")


def squeezed(text):
    return re.sub(r"\s+", "", text)


def by_office(path, folder):
    """The .docx as LibreOffice saves it."""
    out = folder / "office"
    out.mkdir(exist_ok=True)
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to",
                    "docx:MS Word 2007 XML", "--outdir", str(out), str(path)], check=False, timeout=300,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = out / path.name
    expect(made.exists(), f"LibreOffice saved no {path.name}")
    return made


def edit_word(path, before, after):
    """Replaces a paragraph's text, as somebody typing over it would."""
    document = docx.Document(str(path))
    for p in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        paragraph = docx.text.paragraph.Paragraph(p, None)
        if before in paragraph.text:
            for run in paragraph.runs[1:]:
                run.text = ""
            paragraph.runs[0].text = after
            document.save(str(path))
            return True
    return False


def main():
    program, office = sys.argv[1], "--with-office" in sys.argv
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        w = Workspace(program, top / "w.db", now="2026-06-01T12:00:00Z")
        (top / "log.csv").write_text(log(120, 40))
        w.run("import", top / "log.csv", "--zone", "Europe/London")
        w.run("review", "draft", "R-1")
        w.run("review", "edit", "1", "--passage", "impact.narrative", "--text",
              "Callers **waited**.\n\n- Some gave up\n- Some wrote\n\nSee [the page](https://example.org/a_b).")

        def write(out, *more):
            w.run("report", "pir", "1", "--as", "docx,pdf,html,md", "--out", top / out, *more)
            return {p.suffix[1:]: p for p in (top / out).iterdir() if p.name != "manifest.json"}

        # A document that nobody touched changes nothing, whichever program saved it.
        files = write("first")
        for path in [files["md"], files["docx"]] + ([by_office(files["docx"], top)] if office else []):
            answer = w.json("review", "import", path)
            expect(answer and not answer["changed"] and not answer["conflicts"] and not answer["missing"],
                   f"{path}: untouched, and yet {answer}")

        # Edited in Markdown, then in Word.
        text = files["md"].read_text().replace("Callers **waited**.", "Callers **waited long**, up to an hour.")
        text = re.sub(r"(<!-- passage: detection\.sooner -->\n\n).*?(\n\n<!-- /passage -->)", r"\1A test call.\2", text,
                      flags=re.S)
        files["md"].write_text(text)
        answer = w.json("review", "import", files["md"])
        expect(answer["changed"] == ["detection.sooner", "impact.narrative"] or
               sorted(answer["changed"]) == ["detection.sooner", "impact.narrative"], f"Markdown: {answer}")
        files = write("second")
        word = by_office(files["docx"], top) if office else files["docx"]
        expect(edit_word(word, "A test call.", "A test call every five minutes & more <soon>."), "no paragraph to edit")
        answer = w.json("review", "import", word)
        expect(answer["changed"] == ["detection.sooner"], f"Word: {answer}")
        shown = {p["key"]: p["text"] for p in w.json("review", "show", "1")["passages"]}
        expect("every five minutes" in shown["detection.sooner"], f"not taken from Word: {shown}")

        # Both sides: a conflict, and nothing is lost.
        files = write("third")
        w.run("review", "edit", "1", "--passage", "detection.sooner", "--text", "Ours, written here.")
        expect(edit_word(files["docx"], "A test call every", "Theirs, written in Word."), "no paragraph for the conflict")
        answer = w.json("review", "import", files["docx"], allowed=(1,))
        expect(answer and [c["key"] for c in answer["conflicts"]] == ["detection.sooner"] and not answer["changed"],
               f"conflict: {answer}")
        if answer and answer["conflicts"]:
            c = answer["conflicts"][0]
            expect("Theirs" in c["theirs"] and "Ours" in c["ours"] and "five minutes" in c["base"], f"texts: {c}")

        # Ten refreshes.
        words = ["Callers waited long, up to an hour.", "Some gave up", "Ours, written here."]
        flagged = 0
        for n in range(10):
            (top / "log.csv").write_text(log(130 + 10 * n, 41 + n))
            w.run("import", top / "log.csv", "--zone", "Europe/London", allowed=(0, 1))
            files = write(f"refresh-{n}")
            for form, path in files.items():
                have = plain(path)
                for sentence in words:
                    expect(squeezed(sentence) in squeezed(have).replace("**", ""), f"refresh {n}, {form}: lost {sentence!r}")
                seen = squeezed(have)
                flag = f"then {40 if n == 0 else 40 + n}; now {41 + n}"
                expect("Readthisagain" in seen and squeezed(flag) in seen, f"refresh {n}, {form}: no flag {flag!r}")
                flagged += "Readthisagain" in seen
            outside = write(f"outside-{n}", "--audience", "external")
            expect("Readthisagain" not in squeezed(plain(outside["md"])), "a flag for readers outside")
            if n % 2 == 0:
                w.run("review", "confirm", "1", "impact.narrative")
            else:
                words[0] = f"Callers waited long, the {n}th time."
                w.run("review", "edit", "1", "--passage", "impact.narrative", "--text",
                      words[0] + "\n\n- Some gave up\n- Some wrote")
            w.run("review", "confirm", "1", "--all")
            expect("Readthisagain" not in squeezed(plain(write("after")["md"])), f"refresh {n}: the flag stays")
    print(f"10 refreshes, {flagged} documents with their flag, {len(PROBLEMS)} faults")
    sys.exit(1 if PROBLEMS else 0)


if __name__ == "__main__":
    main()
