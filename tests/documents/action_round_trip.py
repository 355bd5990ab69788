#!/usr/bin/python3
"""Action sheets through other programs and other hands, and back.

usage: action_round_trip.py PROGRAM [EDITS] [SEED]

Writes a sheet of 24 actions, has it saved by openpyxl and by LibreOffice (.xlsx, .ods, .csv), and takes each back: the
change set must be empty. Then makes at least EDITS (200) random edits, round by round, each round on a fresh copy of the
workspace: cells changed, emptied, pasted as text, misspelt, given formulas; rows sorted, copied, deleted, added, given
other keys; columns moved, renamed, inserted, their hidden carriers taken out; headings repeated; and some fields changed
in the workspace meanwhile. What was done is written down as it is done, and gives what must come of it: each cell is
taken, kept, in conflict or refused, by name. Anything else, a value lost or written without being asked for among it, is
a fault. Status 1 names each; 77 where openpyxl is not there, and without LibreOffice only openpyxl's part is run.
"""
import csv
import datetime
import io
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

try:
    import openpyxl
except ImportError:
    print("python3-openpyxl is not installed")
    sys.exit(77)

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
EDITS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FAULTS = []
CAME = {"taken": 0, "added": 0, "kept": 0, "conflicts": 0, "refused": 0}
NAMES = ["Ann Lee", "Bo Chan", "Ελένη Παπά", "Ольга Ким", "محمد علي", "דנה כהן", "山田 太郎", "O'Brien, Kit", "Zoë 🙂"]
# Heading of a column, and the key under which `action list` gives it.
FIELD = {"Action": "title", "Owner": "owner", "Team": "team", "Priority": "priority", "Status": "status", "Due": "due",
         "Evidence that it was done": "evidence", "Reason": "reason", "Baseline": "baseline", "Target": "target"}


def fault(text):
    FAULTS.append(text)
    print("FAULT", text)


def debrief(folder, *words, status=(0, 1)):
    done = subprocess.run([PROGRAM, *words, "--json"], cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "DEBRIEF_NOW": "2026-03-10T08:00:00Z", "TZ": "UTC"})
    if done.returncode not in status:
        raise SystemExit(f"debrief {' '.join(map(str, words))}: status {done.returncode}\n{done.stderr}{done.stdout}")
    return json.loads(done.stdout)


def converted(path, kind, folder):
    """`path` saved by LibreOffice as xlsx, ods or csv."""
    filters = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods:calc8",
               "csv": 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1'}
    out = folder / "office"
    out.mkdir(exist_ok=True)
    for old in out.iterdir():
        old.unlink()
    subprocess.run([OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", filters[kind],
                    "--outdir", str(out), str(path)], check=True, timeout=180, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    made = sorted(out.glob(f"*.{kind}"), key=lambda p: ("Actions" not in p.name, p.name))
    if not made:
        raise SystemExit(f"LibreOffice made no {kind} of {path}")
    return made[0]


def make_workspace(folder):
    (folder / "log.csv").write_text("Number,Opened,Resolved,Priority,Short description\n"
                                    "INC001,2026-03-02 09:00:00,2026-03-02 11:00:00,1,Calls drop after the menu\n")
    debrief(folder, "import", "log.csv", "--zone", "UTC")
    debrief(folder, "review", "draft", "INC001")
    rows = io.StringIO()
    out = csv.writer(rows)
    out.writerow(["Key", "Action", "Owner", "Team", "Priority", "Status", "Due", "Evidence that it was done", "Reason",
                  "Baseline", "Target", "Review"])
    for i in range(24):
        title = [f"Agree limit {i} with the supplier", f"Zurückrufen nach Störung {i}", f"'=Test {i} & <b> \"quoted\"",
                 f"Write two lines {i}\nand the second"][i % 4]
        out.writerow(["", title, NAMES[i % len(NAMES)], ["", "Voice", "Back office"][i % 3],
                      ["high", "medium", "low"][i % 3], ["proposed", "accepted", "in progress"][i % 3],
                      f"2026-{i % 9 + 3:02}-{i % 28 + 1:02}", ["", f"Register of {i}"][i % 2],
                      ["", "-", f"Because of {i}"][i % 3], ["", "12.5", "1000000"][i % 3], ["", "7"][i % 2],
                      ["PIR-1", ""][i % 2]])
    (folder / "first.csv").write_text(rows.getvalue())
    answer = debrief(folder, "action", "import", "first.csv")
    if answer["added"] != 24 or answer["refused"]:
        raise SystemExit(f"the first sheet was not taken whole: {answer['refused']}")


def is_empty(answer, what):
    if answer["updated"] or answer["added"] or answer["conflicts"] or answer["refused"] or answer["unchanged"] != 24:
        fault(f"{what}: a sheet nobody touched gives {json.dumps({k: answer[k] for k in ('unchanged', 'updated', 'added', 'conflicts', 'refused', 'changes')}, ensure_ascii=False)[:1500]}")
    else:
        print(f"{what}: empty change set")


def saved_once(folder):
    sheet = folder / "sheet.xlsx"
    is_empty(debrief(folder, "action", "import", "sheet.xlsx"), "as written")
    openpyxl.load_workbook(sheet).save(folder / "openpyxl.xlsx")
    is_empty(debrief(folder, "action", "import", "openpyxl.xlsx"), "saved by openpyxl")
    debrief(folder, "action", "export", "--out", "own.csv")
    is_empty(debrief(folder, "action", "import", "own.csv"), "our own CSV")
    if OFFICE:
        for kind in ("xlsx", "ods", "csv"):
            path = converted(sheet, kind, folder)
            is_empty(debrief(folder, "action", "import", path), f"saved by LibreOffice as {kind}")


def awkward(folder):
    """What people and programs do to a sheet without meaning to change it, and what cannot be known."""
    def saved(change):
        book = openpyxl.load_workbook(folder / "sheet.xlsx")
        sheet = book["Actions"]
        for name in list(sheet.tables):
            del sheet.tables[name]
        change(book, sheet)
        book.save(folder / "awkward.xlsx")
        return debrief(folder, "action", "import", "awkward.xlsx", "--dry-run")

    def since_1904(book, sheet):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    def line_ends(book, sheet):
        for row in sheet.iter_rows(min_row=5):
            for cell in row:
                if isinstance(cell.value, str) and "\n" in cell.value:
                    cell.value = cell.value.replace("\n", "_x000D_\n")

    def blanks(book, sheet):
        for row in sheet.iter_rows(min_row=5, max_col=10):
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    cell.value = "\u00a0" + cell.value + " "

    def no_title(book, sheet):
        sheet.delete_rows(1, 3)
        sheet.insert_rows(6, 2)

    def other_sheets(book, sheet):
        book.create_sheet("Key", 0)["A1"] = "Key"
        sheet.title = "Copy of it"

    for what in (since_1904, line_ends, blanks, no_title, other_sheets):
        is_empty(saved(what), what.__name__.replace("_", " "))

    def merged(book, sheet):
        sheet.merge_cells("C5:C6")      # two owners
        sheet.merge_cells("B8:C8")      # action and owner of one row

    def bare(book, sheet):
        sheet.delete_cols(26, 2)
        del book["_meta"]
        sheet["C5"] = "Somebody else"

    answer = saved(merged)
    told = sorted((f["key"], f["field"], f["code"]) for f in answer["refused"])
    if told != [("A-2", "owner", "merged-cells"), ("A-4", "owner", "merged-cells")] or answer["updated"]:
        fault(f"merged cells: {told}, updated {answer['updated']}")
    answer = saved(bare)
    told = [(c["key"], c["field"], c["base_known"]) for c in answer["conflicts"]]
    if told != [("A-1", "owner", False)] or answer["unchanged"] != 23:
        fault(f"without any carrier: {told}, unchanged {answer['unchanged']}")


class Round:
    """One sheet, edited, and what must come of it."""

    def __init__(self, folder, number):
        self.folder, self.r = folder, random.Random(SEED * 1000 + number)
        self.kind = ["openpyxl", "openpyxl", "openpyxl", "xlsx", "ods", "csv"][number % 6] if OFFICE else "openpyxl"
        self.edits = 0
        for name in ("debrief.db", "debrief.db-wal", "debrief.db-shm"):
            (folder / name).unlink(missing_ok=True)
        shutil.copy(folder / "kept.db", folder / "debrief.db")
        self.book = openpyxl.load_workbook(folder / "sheet.xlsx")
        ws = self.book["Actions"]
        self.head = next(r for r in range(1, 12) if ws.cell(r, 1).value == "Key")
        self.columns = [c.value for c in ws[self.head]]
        self.rows = [{h: ws.cell(r, i + 1).value for i, h in enumerate(self.columns)}
                     for r in range(self.head + 1, ws.max_row + 1) if ws.cell(r, 1).value]
        self.ours = {f"A-{a['id']}": a for a in debrief(folder, "action", "list")["items"]}
        self.expect = {k: {f: a[f] for f in FIELD.values()} for k, a in self.ours.items()}
        self.refused, self.conflicts, self.new = [], [], []
        self.dead = set()       # keys of rows of which nothing may be taken
        self.touched = set()    # (key, heading) that were edited
        self.here = {}          # (key, heading) -> value given in the workspace

    def change_here(self):
        """Fields that move on in the workspace while the sheet is out."""
        for _ in range(3):
            row, h = self.r.choice(self.rows), self.r.choice(["Owner", "Team", "Reason", "Due"])
            value = f"2027-01-{self.r.randint(1, 28):02}" if h == "Due" else f"Here {self.r.randint(1, 9999)}"
            if (row["Key"], h) in self.here:
                continue
            debrief(self.folder, "action", "update", row["Key"][2:], f"{FIELD[h]}={value}")
            self.here[row["Key"], h] = value
            self.expect[row["Key"]][FIELD[h]] = value

    def new_value(self, h):
        """A cell and what it must be read as; None for what cannot be."""
        r, n = self.r, self.r.randint(1, 99999)
        if h == "Due":
            day = datetime.date(2027, r.randint(1, 12), r.randint(13, 28))
            iso = day.isoformat()
            return r.choice([(datetime.datetime(day.year, day.month, day.day), iso), (iso, iso),
                             (day.strftime("%d/%m/%Y"), iso), (f"{day.day} {day:%B %Y}", iso), (f"{day.day} {day:%b %y}", iso),
                             ((day - datetime.date(1899, 12, 30)).days, iso), ("31/02/2027", None), ("soon", None)])
        if h == "Priority":
            return r.choice([("High", "high"), (" low ", "low"), ("MEDIUM", "medium"), ("urgent", None)])
        if h == "Status":
            return r.choice([("Blocked", "blocked"), ("deferred", "deferred"), ("In Progress", "in_progress"),
                             ("accepted", "accepted"), ("verified", None), ("nearly", None)])
        if h in ("Baseline", "Target"):
            return r.choice([(n, float(n)), (n / 8, n / 8), ("12.75", 12.75), ("twelve", None)])
        text = r.choice([f"Neu {n}", f"“Quoted” & <b> {n}", f"Zeile {n}\nzwei", f"{NAMES[n % len(NAMES)]} {n}", f"'-{n}"[1:]])
        return text, text

    def edit_cell(self):
        row, h = self.r.choice(self.rows), self.r.choice(list(FIELD))
        if self.here and self.r.random() < 0.2:    # where the workspace moved on too
            key, h = self.r.choice(sorted(self.here))
            row = next(x for x in self.rows if x["Key"] == key)
        key = row["Key"]
        if (key, h) in self.touched:
            return
        field, before = FIELD[h], self.ours[key][FIELD[h]]
        what = self.r.random()
        if what < 0.12 and row[h] is not None:
            cell, value = None, ""                                   # emptied
        elif what < 0.18 and self.kind != "csv":
            cell, value = "=1+1", None                               # a formula in place of a value
        else:
            cell, value = self.new_value(h)
        if value is not None and value != "" and value == before:
            return
        self.touched.add((key, h))
        self.edits += 1
        row[h] = cell
        here = self.here.get((key, h))
        if value is None or (value == "" and h in ("Action", "Status")):
            # What nobody can take is refused, but an emptied title that also moved on here is a conflict.
            (self.conflicts if value == "" and here is not None else self.refused).append((key, field))
        elif here is not None:
            if here != value:
                self.conflicts.append((key, field))
        else:
            self.expect[key][field] = value if value != "" else None

    def kill(self, key, code):
        """A row of which nothing is taken: what was edited in it is undone in what is expected."""
        self.dead.add(key)
        self.refused = [x for x in self.refused if x[0] != key] + [(key, code)]
        self.conflicts = [x for x in self.conflicts if x[0] != key]
        for h, field in FIELD.items():
            self.expect[key][field] = self.here.get((key, h), self.ours[key][field])

    def edit_rows(self):
        r = self.r
        free = lambda: r.choice([x for x in self.rows if x["Key"] in self.ours and x["Key"] not in self.dead])
        if r.random() < 0.4:
            row = free()
            self.rows.append(dict(row))
            self.kill(row["Key"], "duplicate-key")
            self.refused.append((row["Key"], "duplicate-key"))
            self.edits += 1
        if r.random() < 0.4:
            a, b = free(), free()
            if a is not b:
                self.kill(a["Key"], "key-changed")
                self.kill(b["Key"], "key-changed")
                a["Key"], b["Key"] = b["Key"], a["Key"]
                self.edits += 1
        if r.random() < 0.6:
            row = free()
            self.rows.remove(row)
            key = row["Key"]
            self.refused = [x for x in self.refused if x[0] != key]
            self.conflicts = [x for x in self.conflicts if x[0] != key]
            for h, field in FIELD.items():
                self.expect[key][field] = self.here.get((key, h), self.ours[key][field])
            self.dead.add(key)
            self.edits += 1
        for _ in range(r.randint(0, 2)):
            title = f"New action {r.randint(1, 10**6)}"
            row = dict.fromkeys(self.columns)
            row.update({"Action": title, "Owner": "Neu Mann", "Due": "1 March 2027", "Priority": "Low"})
            self.rows.append(row)
            self.new.append(title)
            self.edits += 1
        if r.random() < 0.3:
            row = dict.fromkeys(self.columns)
            row.update({"Owner": "Nobody", "Status": "proposed"})
            self.rows.append(row)
            self.refused.append((None, "title-missing"))
            self.edits += 1
        if r.random() < 0.3:
            row = dict.fromkeys(self.columns)
            row.update({"Key": "A-999", "Action": "Of another workspace", "Owner": "X"})
            self.rows.append(row)
            self.refused.append(("A-999", "unknown-key"))
            self.edits += 1
        if r.random() < 0.4:
            row = next((x for x in self.rows if x["Key"] in self.ours and x["Key"] not in self.dead), None)
            if row:
                row["Verdict"] = "worked"
                self.refused.append((row["Key"], "verdict"))
                self.edits += 1

    def rearranged(self):
        """The grid as it is saved: headings, then rows."""
        r, columns, names = self.r, list(self.columns), {}
        if r.random() < 0.6:
            r.shuffle(columns)
            self.edits += 1
        if r.random() < 0.6:
            h = r.choice(["Action", "Owner", "Priority", "Status", "Due", "Key"])
            names[h] = r.choice([f"Spalte {r.randint(1, 99)}", {"Action": "Title", "Owner": "Responsible", "Priority": "Prio",
                                                              "Status": "State", "Due": "Deadline", "Key": "ID"}[h]])
            self.edits += 1
        if r.random() < 0.5:
            columns.insert(r.randint(0, len(columns)), "My notes")
            self.edits += 1
        if r.random() < 0.3 and not self.dead:
            columns.remove("Base")      # what the workspace kept of the sheet stands in for it
            self.edits += 1
        if r.random() < 0.6:
            r.shuffle(self.rows)
            self.edits += 1
        grid = [[names.get(h, h) for h in columns]]
        grid += [[f"note {i}" if h == "My notes" else row.get(h) for h in columns] for i, row in enumerate(self.rows)]
        if r.random() < 0.3:
            grid.insert(r.randint(2, len(grid) - 1), list(grid[0]))
            self.edits += 1
        return grid

    def save(self, grid):
        ws = self.book["Actions"]
        for name in list(ws.tables):
            del ws.tables[name]
        ws.delete_rows(self.head, ws.max_row)
        # A column that is moved takes its look along; left behind, it would make dates of another column's numbers.
        ws.column_dimensions.clear()
        for i, line in enumerate(grid):
            for c, value in enumerate(line):
                cell = ws.cell(self.head + i, c + 1)
                cell.number_format = "General"
                cell.value = value
                if isinstance(value, str) and not value.startswith("=1+"):
                    cell.data_type = "s"
                if isinstance(value, datetime.datetime):
                    cell.number_format = self.r.choice(["dd mmm yyyy", "yyyy-mm-dd", "dd/mm/yyyy"])
        ws.conditional_formatting = type(ws.conditional_formatting)()
        ws.data_validations.dataValidation = []
        if self.r.random() < 0.3 and "_meta" in self.book.sheetnames:
            del self.book["_meta"]
        path = self.folder / "edited.xlsx"
        self.book.save(path)
        return path if self.kind == "openpyxl" else converted(path, self.kind, self.folder)

    def run(self):
        self.change_here()
        for _ in range(self.r.randint(6, 10)):
            self.edit_cell()
        self.edit_rows()
        path = self.save(self.rearranged())
        trial = debrief(self.folder, "action", "import", path, "--dry-run")
        answer = debrief(self.folder, "action", "import", path)
        for k in ("updated", "added", "unchanged", "open"):
            if trial[k] != answer[k]:
                self.fault(f"the trial said {k} {trial[k]}, the import {answer[k]}")
        self.compare(answer)
        again = debrief(self.folder, "action", "import", path)
        if again["added"] or again["updated"]:
            self.fault(f"a second time it took {again['changes']}")

    def fault(self, text):
        fault(f"round {self.r_name}: {text}")

    def compare(self, answer):
        rows = answer["rows"]
        CAME["taken"] += sum(1 for c in answer["changes"] if c["key"] in self.ours)
        CAME["added"] += answer["added"]
        CAME["kept"] += answer["kept"]
        CAME["conflicts"] += len(answer["conflicts"])
        CAME["refused"] += len(answer["refused"])
        if answer["unchanged"] + answer["updated"] + answer["added"] + answer["open"] != rows:
            self.fault(f"the counts do not add up to {rows} rows")
        # A row by its code, a cell by its field.
        told = sorted(str((f["key"], f["field"] or f["code"])) for f in answer["refused"])
        wanted = sorted(str(x) for x in self.refused)
        if told != wanted:
            self.fault(f"refused {told}, wanted {wanted}")
        told = sorted((c["key"], c["field"]) for c in answer["conflicts"])
        if told != sorted(self.conflicts):
            self.fault(f"conflicts {told}, wanted {sorted(self.conflicts)}")
        now = {f"A-{a['id']}": a for a in debrief(self.folder, "action", "list")["items"]}
        for key, fields in self.expect.items():
            for field, value in fields.items():
                if (now[key][field] or None) != (value or None):
                    self.fault(f"{key} {field} is {now[key][field]!r}, should be {value!r}")
        added = sorted(a["title"] for k, a in now.items() if k not in self.ours)
        if added != sorted(self.new):
            self.fault(f"added {added}, wanted {sorted(self.new)}")
        for a in now.values():
            if a["title"] in self.new and (a["owner"], a["due"], a["priority"]) != ("Neu Mann", "2027-03-01", "low"):
                self.fault(f"a new row lost something: {a}")


def main():
    with tempfile.TemporaryDirectory(prefix="debrief-sheets-") as name:
        folder = pathlib.Path(name)
        make_workspace(folder)
        debrief(folder, "action", "export", "--out", "sheet.xlsx")
        saved_once(folder)
        awkward(folder)
        # One file without its log beside it, to be copied for each round.
        subprocess.run([sys.executable, "-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('VACUUM INTO ?', (sys.argv[2],))",
                        str(folder / "debrief.db"), str(folder / "kept.db")], check=True)
        edits = number = 0
        while edits < EDITS:
            one = Round(folder, number)
            one.r_name = f"{number} ({one.kind})"
            one.run()
            edits += one.edits
            number += 1
            if len(FAULTS) > 20:
                break
        print(f"{edits} edits in {number} rounds: cells {', '.join(f'{n} {k}' for k, n in CAME.items())}; {len(FAULTS)} faults")
        # A run in which something never came up would prove little.
        if EDITS >= 200 and not all(CAME.values()):
            fault("not every outcome came up")
    return 1 if FAULTS else 0


sys.exit(main())
