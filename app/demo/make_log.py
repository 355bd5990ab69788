#!/usr/bin/env python3
"""Writes the demo log of an invented contact centre, and what was planted in it.

    python3 make_log.py            writes beside this file
    python3 make_log.py FOLDER     writes into FOLDER

Same script, same bytes: every choice comes from one seeded generator, and British summer time is computed here rather
than taken from the machine. Inside, times are UTC; on paper they are the wall clock of Europe/London.
"""

import csv
import io
import json
import math
import random
import re
import statistics
import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True
import wording as w

HERE = Path(__file__).resolve().parent
NAME = "contact-centre-log"
COLUMNS = ["Ref", "Entry", "Entry time", "Entry type", "By", "Role", "System", "Audience", "Direction", "Text", "Title",
           "Description", "Kind", "Opened", "Acknowledged", "Resolved", "Closed", "Priority", "Impact", "Urgency",
           "Category", "Subcategory", "Channel", "Team", "Assignee", "Caller", "Caller number", "Customers affected",
           "Status", "Due", "SLA met", "Reopened", "CSAT", "Closure code", "Parent", "Occurred", "Detected by"]
TOTAL = 1500
FIRST_DAY, LAST_DAY = datetime(2025, 8, 1), datetime(2026, 9, 30)
PORTAL_CHANGE, BILLING_SHIFT, BILLING_FACTOR = datetime(2026, 3, 2), datetime(2026, 1, 12), 1.6
RESETS_BEFORE, RESETS_AFTER = 126, 38
LEARNERS = ["Amara Osei", "Tom Pryce"]
SLA_HOURS = {"P1": 4, "P2": 8, "P3": 48, "P4": 96}
MEDIAN_HOURS = {"P1": 1.9, "P2": 4.3, "P3": 19, "P4": 40}
SPREAD = {"P1": 0.75, "P2": 0.65, "P3": 0.8, "P4": 0.8}
MATRIX = {"P1": [("High", "High")], "P2": [("High", "Medium"), ("Medium", "High")],
          "P3": [("Medium", "Medium"), ("High", "Low"), ("Low", "High")],
          "P4": [("Medium", "Low"), ("Low", "Medium"), ("Low", "Low")]}
WEEKDAY = [1.55, 1.15, 1.0, 1.0, 1.05, 0.55, 0.3]
HOUR = {7: 2, 8: 5, 9: 11, 10: 11, 11: 7, 12: 5, 13: 5, 14: 5, 15: 5, 16: 6, 17: 10, 18: 10, 19: 5, 20: 3, 22: 0.4, 2: 0.3}
SHIFTS = {"early": (7, 15), "mid": (9, 17.5), "late": (12, 20.75), "night": (20.75, 31)}
INTERNAL = {"headset", "desktop_slow", "login_lock", "ivr_route", "article_old", "wrong_script"}
CHILDREN = {"telephone_outage": 25, "crm_slowness": 5, "wrong_bill_mailing": 10, "chat_outage_clock_change": 3,
            "router_batch": 14}
STATUS = {"Logged": "New", "Acknowledged": "In progress", "Assigned": "In progress", "Escalated": "Escalated",
          "Resolved": "Resolved", "Closed": "Closed", "Reopened": "Reopened"}
BY_CHANNEL = {"Phone": "ACD", "Email": "Email", "Chat": "Chat", "Social": "Social desk", "In person": "CRM", "Radio": "Radio"}

rng = random.Random(20417)
drawn = {}         # where each group of durations stands on its curve
personal = []      # [incident key, entry, kind, value] of each person or number written into free text


# --- time -------------------------------------------------------------------------------------------------------------

def summer(utc):
    """Whether British summer time is in force: last Sunday of March to last Sunday of October, changing at 01:00 UTC."""
    def last_sunday(month):
        day = datetime(utc.year, month, 31, 1)
        return day - timedelta(days=(day.weekday() + 1) % 7)
    return last_sunday(3) <= utc < last_sunday(10)


def local(utc):
    """The wall clock in London."""
    return utc + timedelta(hours=1) if summer(utc) else utc


def to_utc(clock, second=False):
    """The instant a wall clock means; of a time that came twice, the first unless told otherwise."""
    earlier = clock - timedelta(hours=1)
    return earlier if summer(earlier) and not second else clock


def stamp(utc):
    return local(utc).strftime("%d/%m/%Y %H:%M:%S")


END = to_utc(datetime(2026, 9, 30, 23, 59, 59))


def opening_time(first=FIRST_DAY, last=LAST_DAY):
    """A moment within the days given, by the centre's week and day."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    day = rng.choices(days, [WEEKDAY[d.weekday()] * (1.12 if d.month in (11, 12, 1) else 1) for d in days])[0]
    hour = rng.choices(list(HOUR), list(HOUR.values()))[0]
    return to_utc(day + timedelta(hours=hour, seconds=rng.randrange(3600)))


def manned(utc):
    """The moment itself by day, else the next morning: only urgent work goes on at night."""
    clock = local(utc)
    if 7 <= clock.hour < 21:
        return utc
    morning = clock.replace(hour=7, minute=0, second=0) + timedelta(days=1 if clock.hour >= 21 else 0)
    return to_utc(morning + timedelta(seconds=int(rng.triangular(300, 21600, 7200))))


# --- people -----------------------------------------------------------------------------------------------------------

def role(name):
    """The role a name stands for in the log; the monitor has none."""
    if name in w.INCIDENT_MANAGERS: return "Incident manager"
    if name in w.COMMS: return "Comms lead"
    if name in w.IT: return "IT support"
    if name in w.SUPPLIERS: return "Supplier"
    if name in w.SUPERVISORS.values(): return "Supervisor"
    if name == "Telephony monitor": return ""
    return "Senior agent" if name in w.SENIOR else "Agent"


def on_shift(index, utc):
    clock = local(utc)
    start, end = SHIFTS[w.AGENTS[index][2]]
    hour = clock.hour + clock.minute / 60
    weekday = clock.weekday()
    if hour < 7:                       # the night began the day before
        hour, weekday = hour + 24, (weekday - 1) % 7
    off = (5, 6) if index % 5 < 3 else (index % 7, (index + 1) % 7)
    return start <= hour < end and (weekday not in off or w.AGENTS[index][2] == "night")


def someone(team, utc):
    """Who of a team takes the next piece of work at this moment."""
    if team == "IT service desk": return rng.choice(w.IT)
    if team == "Data protection": return rng.choice(w.INCIDENT_MANAGERS[1:])
    there = [i for i in range(len(w.AGENTS)) if on_shift(i, utc)]
    own = [i for i in there if w.AGENTS[i][1] == team]
    own = own or [i for i in there if w.AGENTS[i][1].startswith("Frontline")] or there or [42]
    weights = [{0: 1.1, 1: 1.4, 2: 0.5}.get(i, 1) for i in own]
    return w.AGENTS[rng.choices(own, weights)[0]][0]


def present(name, utc):
    """Whether a person may be writing now; those outside the agents' rota keep office hours."""
    for i, (agent, _, _) in enumerate(w.AGENTS):
        if agent == name: return on_shift(i, utc)
    return 8 <= local(utc).hour < 19


def customer():
    return f"{rng.choice(w.FIRST)} {rng.choice(w.LAST)}"


def phone():
    kind = rng.random()
    if kind < 0.6: return f"07700 900{rng.randrange(1000):03}"
    return f"01632 960{rng.randrange(1000):03}" if kind < 0.85 else f"020 7946 0{rng.randrange(1000):03}"


# --- words ------------------------------------------------------------------------------------------------------------

def spoil(text):
    """Now and then two letters the wrong way round, or the house's short forms."""
    if rng.random() < 0.22:
        for long, short in w.SHORT.items():
            if rng.random() < 0.6: text = re.sub(rf"\b{long}\b", short, text)
    words = [m for m in re.finditer(r"\b[a-z]{6,}\b", text)]
    if words and rng.random() < 0.035:
        at = rng.choice(words).start() + rng.randrange(1, 4)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2:]
    return text


class Incident:
    """One incident while it is being written: its fields as they stand, and the rows so far."""

    def __init__(self, cause, opened, **fields):
        self.cause, self.opened, self.rows, self.utc, self.story = cause, opened, [], [], None
        self.row = dict.fromkeys(COLUMNS, "")
        self.row.update(Kind="Incident", Opened=stamp(opened), Status="New", Reopened="0")
        self.row["Customers affected"] = "1"
        self.row.update(fields)
        self.parent = None
        self.title = rng.choice(["Mr", "Mrs", "Ms"])       # one caller, one form of address throughout
        self.words = w.CUST + ["gentleman" if self.title == "Mr" else "lady"]
        self.used = set()
        self.town, self.amount = rng.choice(w.TOWNS), rng.randrange(48, 390)

    def say(self, name):
        """A phrase of the kind asked for, not one this incident already has; our own people are spoken of differently."""
        if self.wide() and hasattr(w, name + "_WIDE"): return self.fresh(getattr(w, name + "_WIDE"))
        phrases = getattr(w, name + "_INSIDE") if self.inside() and hasattr(w, name + "_INSIDE") else getattr(w, name)
        if name == "DECIDE" and self.row["Category"] in ("Engineers", "Faults"): phrases = phrases + w.DECIDE_VISIT
        if self.row["Channel"] != "Chat" and not self.inside(): phrases = [p for p in phrases if p[1] != "Chat"]
        return self.fresh(phrases)

    def fresh(self, phrases):
        phrase = rng.choice([p for p in phrases if p not in self.used] or phrases)
        self.used.add(phrase)
        return phrase

    def wide(self):
        """Whether many customers are affected at once."""
        return self.row["Customers affected"].isdigit() and int(self.row["Customers affected"]) >= 12

    def inside(self):
        return self.cause in INTERNAL or self.row["Kind"] == "Near miss" or self.row["Caller"] in AGENT_NAMES

    def fill(self, text, who=""):
        """Puts words into the slots of a phrase, and remembers those that name a person."""
        def slot(match):
            name = match.group(1)
            if name == "mate":
                mate = rng.choice([a[0] for a in w.AGENTS if a[0] not in LEARNERS and a[0] != who])
                mate = mate if rng.random() < 0.4 else mate.split()[0]
                personal.append([self, len(self.rows) + 1, "colleague", mate])
                return mate
            if name == "caller":
                if not self.row["Caller"]: return "the caller"
                value = self.row["Caller"].split()[-1]
                value = value if self.row["Caller"] in AGENT_NAMES else f"{self.title} {value}"
                personal.append([self, len(self.rows) + 1, "caller", value])
                return value
            return {"cust": lambda: rng.choice(self.words), "town": lambda: self.town, "n": lambda: str(rng.randrange(2, 7)),
                    "amt": lambda: f"£{rng.choice([15, 20, 25, 40, 50])}" if self.rows else f"£{self.amount}.{(self.amount * 7) % 100:02}", "chan": lambda: self.row["Channel"].lower(),
                    "day": lambda: rng.choice("Monday Tuesday Wednesday Thursday Friday".split()), "team": lambda: self.row["Team"],
                    "who": lambda: who, "sup": lambda: w.SUPERVISORS.get(self.row["Team"], "Marcus Oyelaran"),
                    "L": lambda: who}[name]()
        text = spoil(re.sub(r"\{(\w+)\}", slot, text))
        return text[:1].upper() + text[1:]

    def add(self, utc, kind, by, text, system="CRM", audience="", direction="", **changes):
        """One log entry; `changes` are the incident's fields that it changes."""
        due = changes.get("Priority", self.row["Priority"])
        self.row["Due"] = stamp(self.opened + timedelta(hours=SLA_HOURS[due]))
        self.row["Status"] = STATUS.get(kind, "In progress" if self.row["Status"] in ("Escalated", "Reopened") else self.row["Status"])
        if kind == "Acknowledged": self.row["Acknowledged"] = stamp(utc)
        if kind == "Closed": self.row["Closed"] = stamp(utc)
        if kind == "Reopened":
            self.row.update({"Resolved": "", "Closed": "", "SLA met": "", "Reopened": str(int(self.row["Reopened"]) + 1)})
        self.row.update(changes)
        if kind == "Resolved":
            self.resolved = utc
            met = utc <= self.opened + timedelta(hours=SLA_HOURS[self.row["Priority"]])
            self.row.update({"Resolved": stamp(utc), "SLA met": "Yes" if met else "No"})
        row = dict(self.row)
        row.update({"Entry": str(len(self.rows) + 1), "Entry time": stamp(utc), "Entry type": kind, "By": by, "Role": role(by),
                    "System": system, "Audience": audience, "Direction": direction, "Text": text})
        if self.rows: row["Description"] = ""
        self.rows.append(row)
        self.utc.append(utc)


AGENT_NAMES = [a[0] for a in w.AGENTS]


def with_number(incident, text):
    """Sometimes a caller's number, address or account ends up in the text."""
    if rng.random() > 0.055: return text
    name = incident.row["Caller"] or customer()
    kind, value = rng.choice([("phone", phone()), ("email", ".".join(re.sub(r"[^a-z ]", "", name.lower()).split()) + rng.choice(["@example.com", "@example.org"])),
                              ("account", f"{rng.randrange(4020, 4990)} {rng.randrange(1000, 9999)}"), ("caller", name)])
    if kind == "phone" and rng.random() < 0.4: value = value.replace(" ", "")
    personal.append([incident, len(incident.rows) + 1, kind, value])
    text += "" if text[-1] in ".!?" else "."
    return text + {"phone": " Best number ", "email": " Write to ", "account": " A/c ", "caller": " Spoke to "}[kind] + value + "."


# --- ordinary incidents -----------------------------------------------------------------------------------------------

def describe(cause, opened, kind, priority):
    """The incident with its first fields: title, description, caller, channel, owner."""
    category, sub, team, _, _, _, titles, said, _, _ = w.CAUSES[cause]
    inside = cause in INTERNAL
    channel = (rng.choices(["Phone", "In person", "Email"], [5, 3, 2]) if inside else
               rng.choices(["Phone", "Email", "Chat", "Social", "In person", "Radio"], [62, 15, 14, 4, 1, 2 if category in ("Engineers", "Faults") else 0]))[0]
    if cause == "voice_certificate": channel = rng.choices(["Chat", "Email", "Social", "Phone"], [10, 5, 5, 5])[0]
    caller = rng.choice([a for a in AGENT_NAMES if a not in LEARNERS]) if inside else customer()
    impact, urgency = rng.choice(MATRIX[priority])
    which = rng.randrange(min(len(titles), len(said)))
    it = Incident(cause, opened, Kind=kind, Priority=priority, Impact=impact, Urgency=urgency, Category=category, Subcategory=sub,
                  Channel=channel, Team=team, Caller=caller)
    it.row["Caller number"] = phone() if channel == "Phone" and not inside else ""
    if priority in ("P1", "P2") and cause != "vulnerable":
        it.row["Customers affected"] = str(rng.randrange(60, 700) if priority == "P1" else rng.choice([1, 1, 4, 12, 18, 35, 60, 110]))
    it.row["Detected by"] = "Agent" if inside else rng.choices(["Customer", "Agent"], [9, 1])[0]
    if rng.random() < 0.22:
        it.row["Occurred"] = stamp(opened - timedelta(seconds=60 * rng.randrange(5, 600)))
    it.row["Title"] = it.fill(titles[which])
    if kind == "Complaint": it.row["Title"] = "Complaint: " + it.row["Title"]
    words = said[which] if rng.random() < 0.85 else said[-1]
    if rng.random() < 0.3: words = rng.choice(["{cust} says ", "Says ", "Reported: ", "Told me "]) + words
    if rng.random() < 0.12: words += ", also " + rng.choice([s for s in said if s not in words] or said)
    tail = rng.choice(w.TAILS_INSIDE if inside else w.TAILS)
    if it.wide(): tail = rng.choice(w.TAILS_WIDE).replace("{many}", it.row["Customers affected"])
    if w.CAUSES[cause][5] > 2: tail = tail.replace(" No rush.", "")
    it.row["Description"] = with_number(it, it.fill(words + "." + tail))
    return it


def middle(it, utc, owner):
    """One entry between acknowledging and resolving."""
    by = owner if present(owner, utc) else someone(it.row["Team"], utc)
    kind = rng.choices(["Action", "Communication", "Note", "Escalated", "Decision", "Support"],
                       [28, 34, 12, 20, 8, 1] if by in LEARNERS else [40, 26, 20, 9, 4, 1])[0]
    if kind == "Escalated":
        boss = w.SUPERVISORS.get(it.row["Team"], rng.choice(list(w.SUPERVISORS.values())))
        if present("Amara Osei", utc) and by != "Amara Osei" and rng.random() < 0.55: boss = "Amara Osei"
        it.add(utc, kind, by, it.fill(it.say("ESCALATE"), boss), rng.choice(["Phone", "CRM", ""]))
        after = utc + timedelta(seconds=rng.randrange(240, 2400))
        if rng.random() < 0.7 and present(boss, after):
            it.add(after, "Decision", boss, it.fill(it.say("DECIDE")))
    elif kind == "Communication":
        inbound = rng.random() < 0.2
        phrase, channel = it.say("INBOUND" if inbound else "CHASE")
        it.add(utc, kind, by, with_number(it, it.fill(phrase)), channel,
               "Agents" if it.inside() else rng.choice(["Customers", "Team leaders", "Agents", "Management"]) if it.wide() and not inbound else "Customers", "Inbound" if inbound else "Outbound")
    elif kind == "Support":
        it.add(utc, "Note", floor_lead(by, utc), it.fill(rng.choice(w.SUPPORT), by), "In person")
    elif kind == "Decision":
        it.add(utc, kind, by if role(by) != "Agent" else floor_lead(by, utc), it.fill(it.say("DECIDE")))
    else:
        text = it.fresh(w.CAUSES[it.cause][8]) if kind == "Action" else it.say("NOTE")
        it.add(utc, kind, by, with_number(it, it.fill(text)), rng.choice(["CRM", "CRM", ""]))


def floor_lead(by, utc):
    """Who looks after agents now: often the senior agent who stands in as team leader."""
    if by != "Amara Osei" and present("Amara Osei", utc) and rng.random() < 0.6: return "Amara Osei"
    return rng.choice(list(w.SUPERVISORS.values()))


def duration(priority, slower):
    """Hours to resolve, log-normal; spread evenly over the curve, so that the planted medians are also the measured ones."""
    drawn[priority, slower] = drawn.get((priority, slower), rng.random()) + 0.6180339887498949
    at = min(max(drawn[priority, slower] % 1, 0.002), 0.998)
    return MEDIAN_HOURS[priority] * slower * math.exp(SPREAD[priority] * statistics.NormalDist().inv_cdf(at))


def live(it, traits):
    """Takes an incident through its life, up to the end of the log."""
    urgent = it.row["Priority"] in ("P1", "P2")
    billing = it.row["Category"] == "Billing"
    slower = BILLING_FACTOR if billing and local(it.opened) >= BILLING_SHIFT else 1.0 if billing else 0.999
    hours = duration(it.row["Priority"], slower)
    if "open" in traits: hours = 9e4
    front = "Digital" if it.row["Channel"] in ("Email", "Chat", "Social") else rng.choice(["Frontline A", "Frontline B"])
    logger = someone(front, it.opened)
    if "shared login" in traits: logger = "Shift desk"
    if "monitor" in traits:
        logger = "Telephony monitor"
        it.row.update({"Caller": "Telephony monitor", "Caller number": "", "Detected by": "Monitor"})
        it.row["Description"] = f"Alarm 40{rng.randrange(10, 99)} trunk {rng.randrange(1, 4)}: packet loss over 5 %, {rng.randrange(3, 30)} calls lost in 10 min."
    kept = bool(it.parent) or not urgent and role(logger) != "" and logger != "Shift desk" and it.row["Team"] not in ("IT service desk", "Data protection") and rng.random() < 0.5
    if kept: it.row["Team"] = next(a[1] for a in w.AGENTS if a[0] == logger)
    if "no description" in traits: it.row["Description"] = ""
    if "no caller" in traits: it.row.update({"Caller": "", "Caller number": ""})
    text = "Automatic entry." if "monitor" in traits else with_number(it, it.fill(it.say("LOGGED")))
    it.add(it.opened, "Logged", logger, text, BY_CHANNEL[it.row["Channel"]], Assignee=logger if kept else "")

    done = it.opened + timedelta(hours=hours)
    at = it.opened + timedelta(seconds=min(hours * 900, math.exp(rng.gauss(math.log({"P1": 300, "P2": 700, "P3": 2100, "P4": 4800}[it.row["Priority"]]), 0.8))))
    if not urgent: at = manned(at)
    at = max(at, it.opened + timedelta(seconds=150)).replace(microsecond=0)
    owner = logger if kept else someone(it.row["Team"], at)
    steps = rng.choices([0, 1, 2, 3, 4], [27, 45, 18, 7, 3])[0] + (3 if it.row["Priority"] == "P1" else 1 if urgent else 0)
    if it.parent: steps = min(steps, 1)
    waits = sorted(rng.random() ** 1.3 for _ in range(steps))
    if "open" in traits:
        waits = [x / 400 for x in waits]
    if not kept and rng.random() < 0.28 and at < END:
        given = min(at - timedelta(seconds=40), it.opened + timedelta(seconds=rng.randrange(60, 900)))
        it.add(given, "Assigned", owner if "monitor" in traits else logger, it.fill(it.say("ASSIGN"), owner), Assignee=owner)
    if at < END and "no ack" not in traits:
        it.add(at, "Acknowledged", owner, it.fill("Have it." if it.inside() else rng.choice(w.ACK)), Assignee=owner)
    for part in waits:
        step = at + (done - at) * part
        step = max(step if urgent else manned(step), it.utc[-1] + timedelta(seconds=rng.randrange(60, 1500) / (3 if urgent else 1)))
        if step < END: middle(it, step.replace(microsecond=0), owner)
    if "open" in traits:
        last = manned(it.utc[-1] + timedelta(hours=rng.uniform(4, 40))).replace(microsecond=0)
        status, text = rng.choice(w.WAITING[:2] if it.inside() else w.WAITING)
        if last < END: it.add(last, "Note", owner if present(owner, last) else someone(it.row["Team"], last), it.fill(text), Status=status)
    finish(it, done, owner, urgent)
    if "reopened" in traits and it.row["Status"] == "Closed":
        again = manned(it.utc[-1] + timedelta(hours=rng.uniform(20, 130)))
        if again < END: it.add(again, "Reopened", someone(front, again), it.fill(it.say("REOPEN")))
        middle_at = manned(again + timedelta(hours=rng.uniform(1, 6)))
        if middle_at < END: middle(it, middle_at, owner)
        finish(it, again + timedelta(hours=rng.uniform(7, 40)), owner, urgent)
    if "late note" in traits and it.row["Status"] == "Closed":
        late = manned(it.utc[-1] + timedelta(hours=rng.uniform(5, 90)))
        if late < END: it.add(late, "Note", someone(front, late), it.fill("Added afterwards: {cust} was told on {day}, I did not write it down then."))


def finish(it, done, owner, urgent):
    """Resolved, and some days later closed, if the log lasts that long."""
    done = max(done if urgent else manned(done), it.utc[-1] + timedelta(seconds=rng.randrange(90, 1200))).replace(microsecond=0)
    if done >= END: return
    by = owner if present(owner, done) or urgent else someone(it.row["Team"], done)
    it.add(done, "Resolved", by, it.fill(it.fresh(w.CAUSES[it.cause][9])), **{"Closure code": w.CAUSES[it.cause][3]})
    shut = manned(done + timedelta(hours=math.exp(rng.gauss(3.2, 0.7)))).replace(microsecond=0)
    if shut >= END: return
    rating = ""
    if rng.random() < 0.205 and it.cause not in INTERNAL:
        rating = str(rng.choices([1, 2, 3, 4, 5], [6, 8, 18, 38, 30] if it.row["SLA met"] == "Yes" else [28, 24, 22, 17, 9])[0])
    it.add(shut, "Closed", someone(it.row["Team"], shut) if not present(owner, shut) else owner, it.fill(it.say("CLOSED")), CSAT=rating)


# --- incidents told in full -------------------------------------------------------------------------------------------

def stories():
    """The blocks of stories.txt as incidents, by name."""
    found = {}
    text = "\n".join(l for l in (HERE / "stories.txt").read_text("utf-8").splitlines() if not l.startswith("#"))
    for block in re.split(r"\n(?=story: )", text.strip()):
        lines = [line for line in block.splitlines() if line.strip()]
        head = dict(line.split(": ", 1) for line in lines if " | " not in line)
        entries = [line for line in lines if " | " in line]
        day = datetime.strptime(head["date"], "%Y-%m-%d")

        def when(text):
            days, clock = re.fullmatch(r"(?:([+-]\d+) )?(\S+)", text.strip()).groups()
            hour = datetime.strptime(clock.rstrip("b"), "%H:%M:%S")
            return to_utc(day + timedelta(days=int(days or 0), hours=hour.hour, minutes=hour.minute, seconds=hour.second), clock.endswith("b"))
        it = Incident(head["cause"], when(entries[0].split(" | ")[0]))
        it.story = head["story"]
        names = {"title": "Title", "description": "Description", "channel": "Channel", "caller": "Caller", "category": "Category", "assignee": "Assignee",
                 "subcategory": "Subcategory", "detected": "Detected by", "priority": "Priority", "impact": "Impact", "status": "Status",
                 "urgency": "Urgency", "affected": "Customers affected", "team": "Team"}
        it.row.update({names[k]: v for k, v in head.items() if k in names})
        it.row["Occurred"] = stamp(when(head["occurred"]))
        for line in entries:
            at, kind, by, system, to, words, changes = [part.strip() for part in (line + " ").split(" |", 6)]
            change = {names[k.strip()]: v.strip() for k, v in (c.split("=", 1) for c in changes.split(";") if c.strip())}
            if kind == "Resolved": change["Closure code"] = head["code"]
            it.add(when(at), kind, by, words.replace("\\n", "\n"), system, to.rstrip("<>"),
                   {">": "Outbound", "<": "Inbound"}.get(to[-1:], ""), **change)
        found[it.story] = it
    return found


# --- the whole log ----------------------------------------------------------------------------------------------------

def plan(tales):
    """What is to happen: (cause, opened, kind, parent story) of every incident but the tales."""
    jobs = []
    for _ in range(RESETS_BEFORE): jobs.append(["password_reset", opening_time(last=PORTAL_CHANGE - timedelta(days=1)), "Incident", None])
    for _ in range(RESETS_AFTER): jobs.append(["password_reset", opening_time(first=PORTAL_CHANGE), "Incident", None])
    for _ in range(30): jobs.append(["wrong_bill", opening_time(datetime(2026, 2, 9), datetime(2026, 2, 28)), "Incident", None])
    for i in range(20):
        day = datetime(2025, 11, 14) if i < 12 else datetime(2026, 1, 24)
        jobs.append(["storm", opening_time(day, day + timedelta(days=1)), "Incident", None])
    for _ in range(20): jobs.append(["router_batch", opening_time(datetime(2026, 6, 8), datetime(2026, 7, 10)), "Incident", None])
    for story, count in CHILDREN.items():
        start, end = tales[story].utc[0], tales[story].resolved
        for _ in range(count):
            at = start + (end - start) * (rng.random() * 1.1 - 0.05)
            if story in ("wrong_bill_mailing", "router_batch"):
                at = opening_time(local(start).replace(hour=0, minute=0, second=0), local(end).replace(hour=0, minute=0, second=0))
            jobs.append([tales[story].cause, at.replace(microsecond=0), "Incident", story])
    for _ in range(30): jobs.append([rng.choice(["no_show", "no_show", "wrong_bill", "dd_twice", "final_bill", "wrong_script"]), opening_time(), "Complaint", None])
    for _ in range(40): jobs.append(["login_lock", opening_time(), "Request", None])
    for _ in range(20): jobs.append(["wrong_recipient", opening_time(), "Near miss", None])
    left = TOTAL - len(tales) - len(jobs)
    weights = {cause: c[4] for cause, c in w.CAUSES.items() if c[4]}
    for cause in rng.choices(list(weights), list(weights.values()), k=left): jobs.append([cause, opening_time(), "Incident", None])
    return sorted(jobs, key=lambda job: (job[1], job[0]))


def priorities(jobs):
    """P1 about 1 %, P2 8 %, P3 55 %, the rest P4; grave causes first in line for the upper two."""
    result = rng.choices(["P3", "P4"], [59, 41], k=len(jobs))
    grave = [i for i, job in enumerate(jobs) if w.CAUSES[job[0]][5] and job[2] == "Incident" and not job[3]]
    order = sorted(grave, key=lambda i: rng.random() ** (1 / w.CAUSES[jobs[i][0]][5] ** 1.5), reverse=True)
    severe = [i for i in order if w.CAUSES[jobs[i][0]][5] >= 2]
    for i in severe[:13]: result[i] = "P1"
    for i in [i for i in order if result[i] != "P1"][:112]: result[i] = "P2"
    for i, job in enumerate(jobs):
        if job[0] in ("vulnerable", "no_supply") and result[i] == "P4": result[i] = "P3"
        if job[2] in ("Request", "Near miss"): result[i] = rng.choice(["P3", "P4", "P4"])
    return result


def traits_for(jobs, prio):
    """Who gets which defect or oddity: a set of words for each job."""
    traits = [set() for _ in jobs]
    plain = [i for i, job in enumerate(jobs) if job[2] == "Incident" and not job[3]]
    rng.shuffle(plain)
    early = [i for i in plain if jobs[i][1] < datetime(2026, 8, 20)]
    take = iter(early)
    for word, count in [("reopened", 60), ("no ack", 6), ("no description", 4), ("no caller", 4), ("resolved early", 5), ("late note", 10), ("shared login", 25)]:
        for _ in range(count): traits[next(take)].add(word)
    for i in plain[:]:
        if jobs[i][0] == "voice_drop" and not traits[i] and rng.random() < 0.35: traits[i].add("monitor")
    for i in rng.sample(early[150:], 60): traits[i].add("misfiled")
    for i in rng.sample(early[150:], 25): traits[i].add("override")
    return traits


def ordinary(job, prio, words):
    """Builds one incident from its job."""
    cause, opened, kind, parent = job
    near = rng.choice(w.NEAR_MISSES)
    if kind == "Near miss": cause = near[0]
    it = describe(cause, opened, kind, prio)
    it.parent = parent
    if kind == "Request":
        category, sub, team, title, text = rng.choice(w.REQUESTS)
        it.row.update({"Category": category, "Subcategory": sub, "Team": team, "Title": title, "Description": it.fill(text)})
        it.cause = "request"
    if kind == "Near miss":
        it.row.update({"Title": near[1], "Description": it.fill(near[2]), "Detected by": "Agent", "Customers affected": "0", "Channel": "In person",
                       "Caller": rng.choice([a for a in AGENT_NAMES if a not in LEARNERS]), "Caller number": ""})
    if "misfiled" in words:
        other = rng.choice([c for c in w.CAUSES.values() if c[0] and c[0] != it.row["Category"]])
        it.row.update({"Category": other[0], "Subcategory": other[1]})
    if "override" in words:
        it.row["Impact"], it.row["Urgency"] = rng.choice(MATRIX["P4" if prio == "P3" else "P3"])
    live(it, words)
    return it


def mention(all_of_them, learner, count):
    """Notes in which somebody else names a learner."""
    spots = [(it, i) for it in all_of_them if not it.story for i, r in enumerate(it.rows) if r["Entry type"] == "Note" and r["By"] != learner and it.utc[i] < END]
    spots = rng.sample(spots, count)
    for it, i in spots:
        it.rows[i]["Text"] = it.fill(rng.choice(w.PRAISE), learner)
        personal[:] = [p for p in personal if not (p[0] is it and p[1] == i + 1)] + [[it, i + 1, "colleague", learner]]
    return spots


def support(all_of_them, count):
    """Notes in which the acting team leader writes down how a colleague was helped."""
    spots = [(it, i) for it in all_of_them if not it.story for i, r in enumerate(it.rows)
             if r["Entry type"] == "Note" and r["By"] != LEARNERS[0] and role(r["By"]) == "Agent" and present(LEARNERS[0], it.utc[i])]
    for it, i in rng.sample(spots, count):
        personal[:] = [p for p in personal if not (p[0] is it and p[1] == i + 1)]
        mate = it.rows[i]["By"]
        text = rng.choice(w.SUPPORT).replace("{mate}", mate.split()[0])
        it.rows[i].update({"By": LEARNERS[0], "Role": role(LEARNERS[0]), "System": "In person", "Text": it.fill(text)})
        personal.append([it, i + 1, "colleague", mate.split()[0]])


def silences(it):
    """For each audience the outbound messages until restoration, and the longest gap between two of them in minutes."""
    result = {}
    for audience in sorted({r["Audience"] for r in it.rows if r["Audience"]}):
        sent = [(at, r["Entry"]) for at, r in zip(it.utc, it.rows) if r["Audience"] == audience and r["Direction"] == "Outbound"]
        gaps = [((b[0] - a[0]).total_seconds() / 60, int(a[1]), int(b[1])) for a, b in zip(sent, sent[1:])
                if a[0] <= it.resolved]
        longest = max(gaps, default=(None, None, None))
        result[audience] = {"messages": len(sent), "first_after_opened_minutes": round((sent[0][0] - it.opened).total_seconds() / 60, 2) if sent else None,
                            "longest_silence_minutes": longest[0] and round(longest[0], 2), "between_entries": list(longest[1:])}
    return result


def planted(everything, refs, traits_of, defects, mentions):
    """The contents of the truth file."""
    def with_trait(word): return sorted(refs[it] for it in everything if word in traits_of.get(it, ()))
    def billing(after):
        return [(it.resolved - it.opened).total_seconds() for it in everything if it.row["Category"] == "Billing" and it.row["Kind"] == "Incident"
                and not it.story and it.row["Resolved"] and "resolved early" not in traits_of.get(it, ()) and (local(it.opened) >= BILLING_SHIFT) == after]
    tales = {it.story: it for it in everything if it.story}
    ratio = statistics.median(billing(True)) / statistics.median(billing(False))
    plain = [it for it in everything if it.row["Kind"] == "Incident"]
    return {
        "centre": "Harbour Home Services (invented)", "zone": "Europe/London", "from": "2025-08-01", "to": "2026-09-30",
        "incidents": len(everything), "rows": sum(len(it.rows) for it in everything) + len(defects["duplicated_rows"]),
        "kinds": {k: sum(it.row["Kind"] == k for it in everything) for k in ["Incident", "Complaint", "Request", "Near miss"]},
        "priorities": {p: sum(it.row["Priority"] == p for it in everything) for p in SLA_HOURS},
        "sla_hours": SLA_HOURS,
        "learners": {name: {"rows": sum(r["By"] == name for it in everything for r in it.rows),
                            "incidents": sum(any(r["By"] == name for r in it.rows) for it in everything),
                            "by_type": {t: n for t in ["Logged", "Acknowledged", "Assigned", "Escalated", "Communication", "Decision", "Action", "Note", "Resolved", "Closed", "Reopened"]
                                        if (n := sum(r["By"] == name and r["Entry type"] == t for it in everything for r in it.rows))},
                            "named_by_others": sorted([refs[it], i + 1] for it, i in mentions[name])} for name in LEARNERS},
        "decoys": {"similar_name": "Tom Price", "shared_login": "Shift desk", "monitor": "Telephony monitor"},
        "major_incidents": {name: {"ref": refs[it], "rows": len(it.rows), "occurred": it.row["Occurred"], "opened": it.row["Opened"], "resolved": it.row["Resolved"],
                                   "priority_first": it.rows[0]["Priority"], "priority_last": it.row["Priority"],
                                   "minutes_opened_to_resolved": round((it.resolved - it.opened).total_seconds() / 60, 2),
                                   "communications": sum(r["Entry type"] == "Communication" for r in it.rows),
                                   "audiences": silences(it), "children": sorted(refs[c] for c in everything if c.parent == name)} for name, it in tales.items()},
        "telephone_outage": {"ref": refs[tales["telephone_outage"]], "raised_p2_to_p1": "12/05/2026 14:31:05",
                             "longest_silence": {"audience": "Customers", "minutes": 37, "from": "12/05/2026 14:52:10", "to": "12/05/2026 15:29:10"},
                             "wrong_diagnosis": ["12/05/2026 14:25:02", "12/05/2026 14:37:40"], "workaround": "12/05/2026 15:16:40",
                             "restoration_check": "12/05/2026 15:44:30", "cause": "expired certificate on the second border controller at the supplier",
                             "teams": ["Frontline A", "Frontline B", "Digital", "IT service desk"]},
        "recurrences": {"of": refs[tales["crm_slowness"]], "reviewed": "2025-09-30", "refs": [refs[tales["crm_recurrence_1"]], refs[tales["crm_recurrence_2"]]]},
        "improvement": {"what": "password resets", "from": "2026-03-02", "days_each_side": 213,
                        "before": RESETS_BEFORE, "after": RESETS_AFTER, "fall": round(1 - RESETS_AFTER / RESETS_BEFORE, 3)},
        "shift": {"what": "time to resolve, category Billing, kind Incident, stories left out", "from": "2026-01-12", "planted_factor": BILLING_FACTOR,
                  "measured_median_ratio": round(ratio, 2), "median_hours_before": round(statistics.median(billing(False)) / 3600, 1),
                  "median_hours_after": round(statistics.median(billing(True)) / 3600, 1), "n": [len(billing(False)), len(billing(True))]},
        "wrong_bill_cluster": {"month": "2026-02", "by_month": {m: n for m in [f"{y}-{k:02}" for y, k in [(2025, k) for k in range(8, 13)] + [(2026, k) for k in range(1, 10)]]
                               for n in [sum(it.cause == "wrong_bill" and local(it.opened).strftime("%Y-%m") == m for it in plain)]}},
        "season": {"weekday_weights_from_monday": WEEKDAY, "hour_weights": {str(k): v for k, v in sorted(HOUR.items())}},
        "clock_change": {"ref": refs[tales["chat_outage_clock_change"]], "second_hour_entries": [18, 19, 20, 21, 22],
                         "note": "entries 14 to 17 are before and 18 to 22 after the clocks went back; their written times overlap",
                         "minutes_elapsed": round((tales["chat_outage_clock_change"].resolved - tales["chat_outage_clock_change"].opened).total_seconds() / 60, 2)},
        "defects": {**defects, "never_acknowledged": with_trait("no ack"), "no_description": with_trait("no description"), "no_caller": with_trait("no caller"),
                    "note_after_closure": sorted(refs[it] for it in everything if it.rows[-1]["Entry type"] == "Note" and it.row["Closed"])},
        "open_at_end": sorted(refs[it] for it in everything if not it.row["Resolved"]),
        "reopened": sorted(refs[it] for it in everything if it.row["Reopened"] != "0"),
        "wrong_category": {refs[it]: w.CAUSES[it.cause][0] for it in everything if "misfiled" in traits_of.get(it, ()) and it.cause in w.CAUSES},
        "priority_not_by_matrix": with_trait("override"), "logged_by_monitor": with_trait("monitor"), "logged_by_shared_login": with_trait("shared login"),
        "root_cause": {refs[it]: it.cause for it in everything},
        "personal_data_in_text": sorted([refs[it], entry, kind, value] for it, entry, kind, value in personal if entry <= len(it.rows) and any(value in it.rows[entry - 1][f] for f in ("Text", "Description", "Title"))),
    }


def spread_open(jobs, traits):
    """Forty incidents are still open at the end: those near it, and some that have waited for weeks."""
    late = [i for i, job in enumerate(jobs) if datetime(2026, 8, 24) < job[1] < datetime(2026, 9, 28) and not traits[i] and job[2] == "Incident"]
    return rng.sample(late, 60)


def main(folder):
    tales = stories()
    jobs = plan(tales)
    prio = priorities(jobs)
    traits = traits_for(jobs, prio)
    spare = spread_open(jobs, traits)
    built = [ordinary(job, p, t) for job, p, t in zip(jobs, prio, traits)]
    natural = sum(not it.row["Resolved"] for it in built)
    for i in spare:                                   # rewrite some late ones as never resolved
        if natural >= 40: break
        if built[i].row["Resolved"] and prio[i] in ("P3", "P4"):
            personal[:] = [p for p in personal if p[0] is not built[i]]
            traits[i].add("open")
            built[i] = ordinary(jobs[i], prio[i], traits[i])
            natural += 1
    everything = sorted(built + list(tales.values()), key=lambda it: (it.opened, it.row["Title"]))
    traits_of = {it: t for it, t in zip(built, traits)}
    mentions = {name: mention(everything, name, 8) for name in LEARNERS}
    support(everything, 18)

    refs, number = {}, 20000
    for it in everything:
        number += rng.choice([1, 1, 1, 2, 3])
        refs[it] = f"HHS-{number}"
    for it in everything:
        for row in it.rows:
            row["Ref"] = refs[it]
            row["Text"] = re.sub(r"\{(crm_\w+)\}", lambda m: refs[tales[m.group(1)]][4:], row["Text"])
            if it.parent and row["Entry type"] != "Logged": row["Parent"] = refs[tales[it.parent]]

    defects = {"impossible_dates": [], "resolved_before_opened": [], "duplicated_rows": []}
    for it in everything:
        if "resolved early" in traits_of.get(it, ()) and it.row["Resolved"]:
            typed = stamp(it.opened - timedelta(days=rng.choice([1, 3, 30, 31]), minutes=rng.randrange(5, 200)))
            for row in it.rows:
                if row["Resolved"]: row["Resolved"] = typed
            defects["resolved_before_opened"].append(refs[it])
    calm = [it for it in everything if not it.story and not traits_of.get(it) and len(it.rows) > 4 and it.row["Kind"] == "Incident" and not it.parent]
    for it, bad in zip(rng.sample(calm, 3), ["31/02/2026", "30/02/2026", "31/06/2026"]):
        spot = next(i for i, r in enumerate(it.rows) if i >= 2 and r["Entry type"] not in ("Resolved", "Closed"))\
            if any(i >= 2 and r["Entry type"] not in ("Resolved", "Closed") for i, r in enumerate(it.rows)) else 1
        it.rows[spot]["Entry time"] = bad + it.rows[spot]["Entry time"][10:]
        defects["impossible_dates"].append([refs[it], spot + 1, it.rows[spot]["Entry time"]])
    twice = rng.sample([it for it in calm if refs[it] not in [d[0] for d in defects["impossible_dates"]]], 2)
    defects["duplicated_rows"] = [[refs[it], 3] for it in twice]

    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for it in everything:
        for i, row in enumerate(it.rows):
            for _ in range(2 if it in twice and i == 2 else 1): writer.writerow(row)
    (folder / f"{NAME}.csv").write_bytes(out.getvalue().encode("utf-8"))
    truth = json.dumps(planted(everything, refs, traits_of, defects, mentions), ensure_ascii=False, indent=1)
    truth = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m.group(1)) + "]", truth)
    (folder / f"{NAME}.truth.json").write_bytes((truth + "\n").encode("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
