#!/usr/bin/python3
"""Every document of the demo, through other people's validators and readers.

usage: validate.py PROGRAM TOOLS_FOLDER

PROGRAM is the built debrief. TOOLS_FOLDER is where the npm packages beside this file are installed (and is filled
when it is empty). For each file of `debrief demo`: DOCX and XLSX pass Microsoft's OpenXmlValidator, HTML passes
html-validate, and LibreOffice opens each DOCX and XLSX and keeps every heading and cell text that python-docx or
openpyxl finds in it; it also makes a PDF of each, whose pages are counted. Poppler reads each PDF without complaint, finds
its fonts embedded, and gives every heading and cell text of the DOCX beside it. Ends with a line a person can read; status 1 names each fault.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROBLEMS = []


def problem(text):
    PROBLEMS.append(text)
    print("FAULT", text)


def tools(folder):
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "package.json", folder / "package.json")
    if not all((folder / "node_modules" / ".bin" / tool).exists() for tool in ("ooxml-validator", "html-validate")) or \
            not all((folder / "node_modules" / module).exists() for module in ("axe-core", "pdfjs-dist", "puppeteer-core")):
        # No lock file: the validator lists a package per platform, and a registry need not hold those of others.
        subprocess.run(["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
    return folder / "node_modules" / ".bin"


def words(text):
    """Text without white space and soft marks, so that line breaks of a layout do not count."""
    return re.sub(r"[\s\u00ad\u200b\u2011\ufeff]+", "", text).replace("\u2011", "-")


def office(file, folder, form, suffix):
    """The file as LibreOffice writes it in another form; None, and a fault, when it writes none."""
    out = folder / "office"
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", form,
                    "--outdir", str(out), str(file)], check=False, timeout=300, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    made = out / (file.stem + suffix)
    if not made.exists():   # its exit status says 0 either way
        problem(f"{file.name}: LibreOffice made no {suffix} of it")
        return None
    return made


def read_by_office(file, folder):
    """All text of the file after LibreOffice has opened it and written it anew."""
    if file.suffix == ".docx":
        made = office(file, folder, "txt:Text (encoded):UTF8", ".txt")
        return made and made.read_text(encoding="utf-8")
    made = office(file, folder, "xlsx:Calc MS Excel 2007 XML", ".xlsx")
    return made and "\n".join(text for _, text in xlsx_texts(made))


def pages(file, folder):
    made = office(file, folder, "pdf", ".pdf")
    if made is None:
        return 0
    info = subprocess.run(["pdfinfo", str(made)], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", info).group(1))


def docx_texts(file):
    import docx

    document = docx.Document(str(file))
    for paragraph in document.paragraphs:
        if paragraph.style.name.startswith(("Heading", "Title")) and paragraph.text.strip():
            yield "heading", paragraph.text
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    if paragraph.text.strip():
                        yield "cell", paragraph.text


def xlsx_texts(file):
    import openpyxl

    book = openpyxl.load_workbook(str(file))
    for sheet in book:
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if isinstance(value, str) and value.strip():
                    yield "cell", value


def poppler(tool, file):
    result = subprocess.run([tool, str(file)] + (["-"] if tool == "pdftotext" else []), capture_output=True, text=True)
    if result.returncode != 0 or result.stderr.strip():
        problem(f"{file.name}: {tool}: {result.stderr[:300]}")
    return result.stdout


def check_pdf(file, where):
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True)
    if checked.returncode != 0:
        problem(f"{where}: qpdf --check: {(checked.stdout + checked.stderr)[-300:]}")
    info = poppler("pdfinfo", file)
    if not re.search(r"Tagged:\s+yes", info):
        problem(f"{where}: not tagged")
    for line in poppler("pdffonts", file).splitlines()[2:]:
        if not re.search(r"\syes\s+(yes|no)\s+yes\s", line):
            problem(f"{where}: a font is not embedded, or has no letters: {line}")
    # Neighbouring cells come line by line, so texts are looked for by what no line parts: words, up to a hyphen.
    have = words(poppler("pdftotext", file))
    texts = [t for _, t in docx_texts(file.with_suffix(".docx"))] if file.with_suffix(".docx").exists() else []
    lost = [t for t in texts if any(words(w) not in have for w in re.split(r"[\s/-]+", t))]
    if lost:
        problem(f"{where}: {len(lost)} of {len(texts)} texts of the Word file are not in it, first: {lost[0][:80]!r}")
    count = re.search(r"Pages:\s+(\d+)", info).group(1)
    print(f"{where}: {count} pages, {len(texts)} texts found")


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    binaries = tools(folder)
    counts = {"docx": 0, "xlsx": 0, "html": 0, "pdf": 0}
    with tempfile.TemporaryDirectory() as name:
        out = pathlib.Path(name) / "demo-out"
        subprocess.run([program, "demo", str(out)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for file in sorted(out.rglob("*")):
            kind = file.suffix[1:]
            if kind not in counts:
                continue
            counts[kind] += 1
            where = file.relative_to(out)
            if kind == "pdf":
                check_pdf(file, where)
                continue
            if kind == "html":
                result = subprocess.run([str(binaries / "html-validate"), "--config", str(HERE / "htmlvalidate.json"),
                                         "--formatter", "json", str(file)], capture_output=True, text=True)
                for report in json.loads(result.stdout or "[]"):
                    for m in report["messages"][:10]:
                        problem(f"{where}:{m['line']}:{m['column']} {m['ruleId']}: {m['message']}")
                if result.returncode != 0 and not result.stdout.strip():
                    problem(f"{where}: html-validate failed: {result.stderr[:300]}")
                continue
            result = subprocess.run([str(binaries / "ooxml-validator"), str(file)], capture_output=True, text=True)
            if result.returncode != 0:
                problem(f"{where}: OpenXmlValidator: {(result.stdout + result.stderr)[:1500]}")
            text = read_by_office(file, pathlib.Path(name))
            if text is None:
                continue
            have = words(text)
            texts = list(docx_texts(file) if kind == "docx" else xlsx_texts(file))
            if not texts:
                problem(f"{where}: no text found in it")
            lost = [t for _, t in texts if words(t) not in have]
            if lost:
                problem(f"{where}: LibreOffice lost {len(lost)} of {len(texts)} texts, first: {lost[0][:80]!r}")
            print(f"{where}: {pages(file, pathlib.Path(name))} pages, {len(texts)} texts kept")
    for kind, n in counts.items():
        if n == 0:
            problem(f"the demo wrote no {kind}")
    print(f"{counts['docx']} docx, {counts['xlsx']} xlsx, {counts['html']} html and {counts['pdf']} pdf files checked, "
          f"{len(PROBLEMS)} faults")
    sys.exit(1 if PROBLEMS else 0)


if __name__ == "__main__":
    main()
