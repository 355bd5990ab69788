#!/usr/bin/python3
"""Every cell of the awkward workbooks, as `debrief table` reads it and as openpyxl does.

usage: against_openpyxl.py PROGRAM FOLDER

Status 77 (skipped) where openpyxl or the folder is missing.
"""
import datetime
import glob
import json
import os
import subprocess
import sys
import warnings

try:
    import openpyxl
    from openpyxl.utils.datetime import to_excel
except ImportError:
    print("openpyxl is not here")
    sys.exit(77)

warnings.filterwarnings("ignore")

# Excel keeps 29 February 1900, which never was; openpyxl moves the days before it by one.
LEAP = datetime.datetime(1900, 3, 1)


def same(ours, theirs, epoch):
    if theirs is None:
        return ours == ""
    if isinstance(theirs, bool):
        return ours == ("TRUE" if theirs else "FALSE")
    if isinstance(theirs, (int, float)):
        try:
            return abs(float(ours) - theirs) <= 1e-9 * max(1, abs(theirs))
        except ValueError:
            return False
    if isinstance(theirs, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        try:
            gap = abs(float(ours) - to_excel(theirs, epoch))
            early = isinstance(theirs, datetime.datetime) and theirs < LEAP
            return gap < 2e-5 or (early and abs(gap - 1) < 2e-5)
        except ValueError:
            return ours.replace("T", " ")[:10] in str(theirs) or ours in str(theirs)  # ISO text in the file
    # Excel's _x000D_ stands for the character, _x005F_x000D_ for those seven letters; openpyxl gives both as the letters.
    return ours.replace("\r", "_x000D_") == str(theirs).replace("\r", "_x000D_")


def main(program, folder):
    books = sorted(glob.glob(os.path.join(folder, "*", "*.xls*")))
    if not books:
        print("the workbooks are not here:", folder)
        return 77
    faults = 0
    cells = 0
    for path in books:
        name = os.path.relpath(path, folder)
        plain = subprocess.run([program, "table", path, "--json-lines"], capture_output=True, timeout=60, check=False)
        if plain.returncode not in (0, 1, 5) or (plain.returncode == 5 and not plain.stderr.strip()):
            print(f"{name}: status {plain.returncode}: {plain.stderr[:200]}")
            faults += 1
        try:
            book = openpyxl.load_workbook(path, data_only=True)
        except Exception:  # what openpyxl cannot open has been judged by its status above
            continue
        for sheet in book.worksheets:
            run = subprocess.run([program, "table", path, "--json-lines", "--sheet", sheet.title],
                                 capture_output=True, timeout=60, check=False)
            if run.returncode not in (0, 1):
                if run.returncode != 5 or any(str(c.value or "").strip() for c in sheet._cells.values()):
                    print(f"{name}, {sheet.title}: status {run.returncode}")
                    faults += 1
                continue
            for line in run.stdout.decode().splitlines()[1:]:
                row = json.loads(line)
                for column, ours in enumerate(row["cells"], 1):
                    theirs = sheet._cells.get((row["row"], column))
                    theirs = None if theirs is None else theirs.value
                    cells += 1
                    if not same(ours, theirs, book.epoch):
                        print(f"{name}, {sheet.title}, row {row['row']} column {column}: {ours!r} against {theirs!r}")
                        faults += 1
    print(f"{len(books)} workbooks, {cells} cells, {faults} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
