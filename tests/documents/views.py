#!/usr/bin/python3
"""Every view against its JSON Schema, both ways.

usage: views.py PROGRAM

Builds workspaces: the demo, one of two bare incidents, an empty one, and one whose records hold what the demo lacks. The
view of every kind in each, for each reader, must be valid by `debrief template schema`, which allows no field it does not
describe; and every field that it describes must occur in one of them. Ends with a line a person can read; status 1 names
each fault.
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

PROBLEMS = []
SMALL = """ref,title,opened_at,resolved_at,priority,category,team
INC-1,Phones down,2026-05-01 09:00,2026-05-01 11:00,P1,Telephony,Ops
INC-2,CRM slow,2026-05-02 09:00,,P3,CRM,Ops
"""
UNITS = ["--unit", "NOS-INSCC011", "--unit", "IQ-PHI"]


def problem(text):
    PROBLEMS.append(text)
    print("FAULT", text)


class Workspace:
    def __init__(self, program, file):
        self.program, self.file = program, file

    def __call__(self, *arguments, now="2026-06-30T12:00:00Z"):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DEBRIEF_")}
        done = subprocess.run([self.program, *map(str, arguments), "--workspace", str(self.file), "--now", now],
                              capture_output=True, text=True, env=environment)
        if done.returncode not in (0, 1):
            problem(f"debrief {' '.join(map(str, arguments))}: status {done.returncode}: {done.stderr[:300]}")
        return done.stdout

    def view(self, *arguments):
        return json.loads(self("template", "data", *arguments) or "null")


def occurring(value, schema, seen, path=""):
    """Notes every described path that has a value here; null counts where null is all the description allows."""
    if isinstance(value, dict):
        for name, inner in value.items():
            described = schema.get("properties", {}).get(name)
            if described is None:
                continue
            at = f"{path}.{name}" if path else name
            seen.add(at)
            occurring(inner, described, seen, at)
    elif isinstance(value, list):
        for inner in value:
            occurring(inner, schema.get("items", {}), seen, path + "[]")


def described(schema, path=""):
    for name, inner in schema.get("properties", {}).items():
        at = f"{path}.{name}" if path else name
        yield at
        yield from described(inner, at)
        if "items" in inner:
            yield from described(inner["items"], at + "[]")


def rich(w, folder):
    """What the demo has no case of: estimates that changed, all kinds of finding, an answer on an action's effect, a signed
    review, an action after an incident like it, and a whole that moved against its parts."""
    lines = ["Ref,Title,Opened,Resolved,Priority,Category,Team,Customers affected,Change,Parent\n",
             "R-2,Line silent,2025-06-20 09:00,2025-06-20 10:00,P1,Telephony,Ops,,,\n"
             "R-1,Line silent,2025-07-01 09:00,2025-07-01 11:00,P1,Telephony,Ops,438,CHG-9,R-0\n"]
    # Within each category things get faster; in all they get slower, for the slower category has grown.
    for half, sizes in enumerate(((180, 20), (20, 180))):
        for category, count, minutes in zip(("Billing", "Telephony"), sizes, ((20, 200), (10, 100))[half]):
            for i in range(count):
                opened = datetime.datetime(2025, 1, 1, 9) + datetime.timedelta(days=half * 182 + i * 180 // count)
                resolved = opened + datetime.timedelta(minutes=minutes + i % 3)
                lines.append(f"{category[0]}{half}-{i},Query {i % 7},{opened:%Y-%m-%d %H:%M},"
                             f"{resolved:%Y-%m-%d %H:%M},P3,{category},Ops,,,\n")
    history = ("Ref,Changed at,Field,Old value,New value,By\n"
               "R-1,2025-07-01 09:30,customers_affected,40,60,Sam Lee\n"
               "R-1,2025-07-01 10:00,customers_affected,60,438,Sam Lee\n")
    for name, text in (("rich.csv", "".join(lines)), ("history.csv", history)):
        (folder / name).write_text(text)
        w("import", folder / name, "--zone", "Europe/London")
    review = json.loads(w("review", "draft", "R-1", "--json"))["id"]
    for kind in ("root", "went_wrong", "immediate"):
        w("review", "finding", "add", review, f"The {kind} of it", "--kind", kind)
    action = json.loads(w("action", "add", "--review", review, "--title", "Test both lines from outside every day",
                          "--owner", "Sam Lee", "--due", "2025-06-01", "--measure", "incidents", "--direction", "lower",
                          "--json", now="2025-05-20T12:00:00Z"))["id"]
    w("action", "update", action, "window_days=60", "wash_in_days=0", now="2025-05-20T12:00:00Z")
    w("action", "update", action, "status=in_progress", now="2025-05-21T12:00:00Z")
    w("action", "update", action, "status=implemented", "done=2025-06-01", "evidence=a record", "--note", "done",
      now="2025-06-01T12:00:00Z")
    w("action", "verify", action, "--by", "Ada Quist")
    w("lesson", "add", "Test from outside", "--review", review, "--to", "training")
    before = json.loads(w("review", "draft", "R-2", "--json"))["id"]
    w("action", "add", "--review", before, "--title", "Ask the supplier for a second line", "--owner", "Sam Lee")
    w("review", "sign", review, "--name", "Sam Lee", "--reason", "a test")


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([program, "demo", str(folder / "demo")], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        (folder / "small.csv").write_text(SMALL)
        demo = Workspace(program, folder / "demo" / "demo.db")
        small, empty, more = (Workspace(program, folder / f"{n}.db") for n in ("small", "empty", "rich"))
        small("import", folder / "small.csv", "--zone", "Europe/London")
        small("review", "draft", "INC-1")
        small("review", "draft", "INC-2", "--method", "after_action")
        empty("learner", "add", "Zed")
        rich(more, folder)
        asked = {"pir": [(demo, ["1"]), (small, ["1"]), (small, ["2"]), (more, ["1"])],
                 "actions": [(demo, []), (demo, ["1"]), (small, []), (empty, []), (more, ["1"])],
                 "portfolio": [(demo, ["1", *UNITS]), (demo, ["2", *UNITS]), (empty, ["1", *UNITS])]}
        kinds = [k["id"] for k in json.loads(demo("report", "list", "--json"))["items"]]
        views = 0
        for kind in kinds:
            schema = json.loads(demo("template", "schema", kind))
            jsonschema.Draft202012Validator.check_schema(schema)
            judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
            seen = set()
            for w, arguments in asked.get(kind, [(demo, []), (small, []), (empty, []), (more, [])]):
                for audience in ("internal", "manager", "external", "assessor", "share"):
                    view = w.view(kind, *arguments, "--audience", audience)
                    views += 1
                    for fault in judge.iter_errors(view):
                        where = ".".join(map(str, fault.absolute_path))
                        problem(f"{kind} {arguments} in {w.file.name} for {audience}: {where}: {fault.message[:200]}")
                    occurring(view, schema, seen)
            for path in described(schema):
                if path not in seen:
                    problem(f"{kind}: the described field {path} occurs in no view")
    print(f"{views} views of {len(kinds)} kinds against their schemas, {len(PROBLEMS)} faults")
    sys.exit(1 if PROBLEMS else 0)


if __name__ == "__main__":
    main()
