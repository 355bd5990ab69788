#!/usr/bin/python3
"""Word templates filled by debrief and by docxtpl: the same words; and what docxtpl lets pass is refused.

usage: word.py PROGRAM [TOOLS_FOLDER]

PROGRAM is the built debrief. With TOOLS_FOLDER, where the npm packages of package.json are installed, Microsoft's
OpenXmlValidator reads every filled file and every marked copy, and LibreOffice must find the same words in both fillings.
Status 77 where docxtpl is not installed; 1 names each fault.
"""
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
try:
    import docxtpl
    from docx.oxml.ns import qn
    from lxml import etree
except ImportError as missing:
    print("skipped:", missing)
    sys.exit(77)
import word_templates as made  # noqa: E402

PROBLEMS = []


def problem(text):
    PROBLEMS.append(text)
    print("FAULT", text)


def lines_of(file):
    """The words of every paragraph of the text, headers and footers, in order, without empty ones."""
    out = []
    with zipfile.ZipFile(file) as package:
        names = sorted(n for n in package.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", n))
        for name in names:
            root = etree.fromstring(package.read(name))
            for p in root.iter(qn("w:p")):
                words = []
                for e in p.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:cr")):
                    if next(e.iterancestors(qn("w:p"))) is not p or e.getparent().tag != qn("w:r"):
                        continue
                    words.append(e.text or "" if e.tag == qn("w:t") else "\t" if e.tag == qn("w:tab") else "\n")
                text = "".join(words).strip()
                if text:
                    out.append(text)
    return out


def run(program, *args):
    return subprocess.run([str(program), *map(str, args)], capture_output=True, text=True, timeout=60)


def office_texts(files, folder):
    out = folder / "office"
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to",
                    "txt:Text (encoded):UTF8", "--outdir", str(out), *map(str, files)], check=False, timeout=600,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    texts = {}
    for f in files:
        made_of = out / (f.stem + ".txt")
        texts[f.stem] = None
        if made_of.exists():   # its exit status says 0 either way
            texts[f.stem] = [line.strip() for line in made_of.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    return texts


def broken_files(program, folder):
    """Files that are no sound templates are refused with a reason, and quickly."""
    made.letter().save(folder / "sound.docx")
    sound = (folder / "sound.docx").read_bytes()

    def changed(part, content):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for n in old.namelist():
                new.writestr(n, content if n == part else old.read(n))
        return out.getvalue()

    document = zipfile.ZipFile(io.BytesIO(sound)).read("word/document.xml")
    cases = {
        "no zip": b"{{ hello }}",
        "half a zip": sound[: len(sound) // 2],
        "broken XML": changed("word/document.xml", document[: len(document) // 2]),
        "no XML": changed("word/document.xml", b"{{ name }}"),
        "a DTD": changed("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + document[document.index(b"<w:document"):]),
        "deep": changed("word/document.xml", b"<w:document>" + b"<w:p>" * 200000 + b"{{ a }}" + b"</w:p>" * 200000 +
                        b"</w:document>"),
        "a bomb": changed("word/document.xml", b"<w:document>{{ a }}" + b" " * (300 << 20) + b"</w:document>"),
    }
    (folder / "data.json").write_text(json.dumps(made.DATA))
    for name, content in cases.items():
        file = folder / "broken.docx"
        file.write_bytes(content)
        begin = time.monotonic()
        for verb in (["render", file, "--data", folder / "data.json", "--out", folder / "none.docx"], ["check", file]):
            done = run(program, "template", *verb)
            if done.returncode not in (3, 5) or not done.stderr.strip():
                problem(f"{name}: {verb[0]}: status {done.returncode}: {done.stderr[:200]}")
        if time.monotonic() - begin > 4:
            problem(f"{name}: took {time.monotonic() - begin:.1f} s")
        if (folder / "none.docx").exists():
            problem(f"{name}: a file was written")


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    tools = pathlib.Path(sys.argv[2]).resolve() / "node_modules" / ".bin" if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        data = folder / "data.json"
        written = []
        for case, maker in made.CASES.items():
            data.write_text(json.dumps(made.DATA))
            maker().save(folder / f"{case}.docx")
            ours, theirs = folder / f"{case}-ours.docx", folder / f"{case}-theirs.docx"
            done = run(program, "template", "render", folder / f"{case}.docx", "--data", data, "--out", ours)
            if done.returncode != 0:
                problem(f"{case}: {done.stderr}")
                continue
            template = docxtpl.DocxTemplate(folder / f"{case}.docx")
            template.render(json.loads(data.read_text()), autoescape=True)
            template.save(theirs)
            a, b = lines_of(ours), lines_of(theirs)
            if a != b:
                problem(f"{case}: other words than docxtpl\n  ours   {a}\n  theirs {b}")
            written.append((case, ours, theirs))
        for case, (maker, values, expected) in made.OURS.items():
            data.write_text(json.dumps(values))
            maker().save(folder / f"{case}.docx")
            ours = folder / f"{case}-ours.docx"
            done = run(program, "template", "render", folder / f"{case}.docx", "--data", data, "--out", ours)
            if done.returncode != 0:
                problem(f"{case}: {done.stderr}")
                continue
            if lines_of(ours) != expected:
                problem(f"{case}: other words than expected\n  ours     {lines_of(ours)}\n  expected {expected}")
            written.append((case, ours, None))
        data.write_text(json.dumps(made.DATA))
        marked = []
        for case, (maker, said) in made.REFUSED.items():
            file = folder / (re.sub(r"\W+", "-", case) + ".docx")
            maker().save(file)
            out = folder / "refused-out.docx"
            begin = time.monotonic()
            done = run(program, "template", "render", file, "--data", data, "--out", out)
            if time.monotonic() - begin > 3:
                problem(f"{case}: refused after {time.monotonic() - begin:.1f} s only")
            if done.returncode != 5 or out.exists():
                problem(f"{case}: status {done.returncode}, must be refused: {done.stderr}")
            for part in said:
                if part not in done.stderr:
                    problem(f"{case}: the message does not say {part!r}: {done.stderr}")
            if "word/document.xml" not in done.stderr and "tracked" not in case:
                problem(f"{case}: the message does not name the part: {done.stderr}")
            if said[0] == "template-limit":
                continue
            copy = folder / (file.stem + "-marked.docx")
            done = run(program, "template", "check", file, "--data", data, "--out", copy)
            if done.returncode != 1:
                problem(f"{case}: check gives status {done.returncode}: {done.stdout} {done.stderr}")
            comments = zipfile.ZipFile(copy).read("word/comments.xml").decode()
            if 'w:author="Debrief"' not in comments:
                problem(f"{case}: the marked copy has no comment of ours")
            marked.append(copy)
        broken_files(program, folder)
        if tools:
            for file in [w[1] for w in written] + marked:
                result = subprocess.run([str(tools / "ooxml-validator"), str(file)], capture_output=True, text=True)
                if result.returncode != 0:
                    problem(f"{file.name}: ooxml-validator: {result.stdout[:600]}")
            pairs = [(ours, theirs) for _, ours, theirs in written if theirs]
            texts = office_texts([f for pair in pairs for f in pair], folder)
            for ours, theirs in pairs:
                if texts[ours.stem] is None or texts[ours.stem] != texts[theirs.stem]:
                    problem(f"{ours.name}: LibreOffice reads other words than in docxtpl's\n  {texts[ours.stem]}\n  {texts[theirs.stem]}")
        print(f"{len(made.CASES)} templates as docxtpl fills them, {len(made.OURS)} it cannot, {len(made.REFUSED)} refused: "
              f"{len(PROBLEMS)} faults")
    return 1 if PROBLEMS else 0


sys.exit(main())
