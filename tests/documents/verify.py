#!/usr/bin/python3
"""Documents held against the workspace: the same bytes again, and what no longer holds.

usage: verify.py PROGRAM

Every kind in every format and for its readers: written twice by two processes in different folders, zones and languages,
the bytes are the same. `report verify` finds each, also renamed and copied away from its manifest, and after LibreOffice or
openpyxl would have kept only some of its properties; all hold. Then the log changes: each kind of document whose facts moved
is told from what to what, and why. Ends with a line a person can read; status 1 names each fault.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

from workspace import PROBLEMS, Workspace, expect

KINDS = {"pir": ["1"], "actions": [], "trends": [], "portfolio": ["1", "--unit", "IQ-PHI"], "register": [],
         "system-review": [], "service-improvement-plan": []}
AUDIENCES = {"pir": ["internal", "manager", "external"], "actions": ["internal", "external"],
             "trends": ["manager", "external"], "portfolio": ["assessor", "share"], "register": ["internal", "external"],
             "system-review": ["internal", "external"], "service-improvement-plan": ["internal", "external"]}
HERE_AND_THERE = ({"TZ": "UTC", "LANG": "C"}, {"TZ": "Pacific/Auckland", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"})


def files_of(folder):
    return {p.name: p for p in sorted(folder.iterdir()) if p.name != "manifest.json"}


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        subprocess.run([program, "demo", str(top / "demo")], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        w = Workspace(program, top / "demo" / "demo.db", now="2026-10-02T09:00:00Z")
        written, checked = 0, 0
        for kind, arguments in KINDS.items():
            for audience in AUDIENCES[kind]:
                folders = []
                for i, environment in enumerate(HERE_AND_THERE):
                    out = top / f"{'a' if i == 0 else 'another folder'}" / f"{kind}-{audience}"
                    out.parent.mkdir(exist_ok=True)
                    w.run("report", kind, *arguments, "--audience", audience, "--out", out, environment=environment,
                          folder=out.parent)
                    folders.append(out)
                first, second = map(files_of, folders)
                expect(first.keys() == second.keys() and first, f"{kind} for {audience}: not the same files twice")
                for file, path in first.items():
                    written += 1
                    expect(path.read_bytes() == second[file].read_bytes(), f"{kind} for {audience}: {file} differs")
                    away = top / "away" / f"renamed {kind} {audience}{path.suffix}"
                    away.parent.mkdir(exist_ok=True)
                    shutil.copy(path, away)
                    for place in (path, away):
                        verdict = w.json("report", "verify", place)
                        checked += 1
                        expect(verdict and verdict["ok"] and verdict["reproduced"],
                               f"{kind} for {audience}: {place.name} does not verify: {verdict}")
                    with open(away, "ab") as changed:
                        changed.write(b"\n")
                    verdict = w.json("report", "verify", away, allowed=(1, 3))
                    expect(not verdict or not verdict.get("unchanged"), f"{away.name}: a byte more is not seen")
                manifest = w.json("report", "list") and (folders[0] / "manifest.json").read_bytes()
                expect(manifest == (folders[1] / "manifest.json").read_bytes(), f"{kind} for {audience}: manifest differs")
        # The log goes on: figures move, and each document that shows them says so.
        more = top / "more.csv"
        more.write_text("ref,title,opened_at,resolved_at,priority,category,team\n" + "".join(
            f"NEW-{i},Phones silent again,2026-09-0{1 + i % 9} 09:00,2026-09-0{1 + i % 9} 19:00,P1,Telephony,Ops\n"
            for i in range(40)))
        w.run("import", more, "--zone", "Europe/London", allowed=(0, 1))
        w.run("action", "update", "1", "title=List every certificate twice", allowed=(0,))
        told = {}
        for kind, file in (("trends-manager", "trends.docx"), ("system-review-internal", "system-review.md"),
                           ("service-improvement-plan-internal", "service-improvement-plan.html"),
                           ("actions-internal", "actions.pdf"), ("register-internal", "register.csv")):
            verdict = w.json("report", "verify", top / "a" / kind / file, allowed=(1,))
            told[kind] = verdict
            if kind.startswith("register"):
                continue
            expect(verdict["unchanged"] and not verdict["holds"] and verdict["changes"], f"{kind}: {str(verdict)[:300]}")
            for change in verdict["changes"]:
                expect(change["says"] != change["now"] and change["why"], f"{kind}: no reason: {change}")
        expect(any(c["cause"] == "import" and "more.csv" in c["why"] for c in told["trends-manager"]["changes"]),
               "the import is not named as the reason")
        expect(any(c["cause"] == "record" for c in told["actions-internal"]["changes"]), "the record is not the reason")
        # A register whose record was changed by a later import names the cell.
        changed = top / "changed.csv"
        changed.write_text("ref,title,opened_at,resolved_at,priority,category,team\n"
                           "NEW-1,Phones silent again,2026-09-02 09:00,2026-09-02 19:00,P3,Telephony,Ops\n")
        w.run("report", "register", "--as", "xlsx,csv", "--out", top / "register")
        w.run("import", changed, "--zone", "Europe/London", allowed=(0, 1))
        for file in ("register.xlsx", "register.csv"):
            verdict = w.json("report", "verify", top / "register" / file, allowed=(1,))
            cells = {c["label"]: (c["says"], c["now"]) for c in verdict["changes"]}
            expect(any("NEW-1" in k and "Priority" in k and v == ("P1", "P3") for k, v in cells.items()),
                   f"{file}: the changed cell is not named: {str(cells)[:300]}")
    print(f"{written} files written twice with the same bytes, {checked} verified, {len(PROBLEMS)} faults")
    sys.exit(1 if PROBLEMS else 0)


if __name__ == "__main__":
    main()
