"""What the tests of documents share: the program in a workspace of its own."""
import json
import os
import subprocess

PROBLEMS = []


def problem(text):
    PROBLEMS.append(text)
    print("FAULT", text)


def expect(holds, text):
    if not holds:
        problem(text)


class Workspace:
    """The program on one workspace file, by a fixed clock."""

    def __init__(self, program, file, now="2026-06-30T12:00:00Z"):
        self.program, self.file, self.now = program, file, now

    def run(self, *arguments, now=None, allowed=(0,), environment=None, folder=None):
        """Standard output; a fault where the status is none of `allowed`."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DEBRIEF_")}
        kept.update(environment or {})
        done = subprocess.run([self.program, *map(str, arguments), "--workspace", str(self.file), "--now",
                               now or self.now], capture_output=True, text=True, env=kept, cwd=folder)
        if done.returncode not in allowed:
            problem(f"debrief {' '.join(map(str, arguments))}: status {done.returncode}: {done.stderr[:400]}")
        return done.stdout

    def json(self, *arguments, **more):
        return json.loads(self.run(*arguments, "--json", **more) or "null")
