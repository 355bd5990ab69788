#!/usr/bin/python3
"""Writes random templates with what Debian's Jinja2 makes of them, one JSON object per line.

usage: jinja_cases.py COUNT SEED
Each line: {"templates": {"main": …}, "data": {…}, "escape": "none"|"html", "text": …} or {…, "error": …}.
"""

import json
import random
import sys

import jinja2

TEXTS = ["", "a", "Ada", "bob", "O'Neil", "x < y & z", 'say "hi"', "naïve café", "ÉCOLE straße", "two  blanks", "line one\nline two",
         "tab\there", "well-known (rare) words", "The quick brown fox jumps over the lazy dog", "12", "-3.5", "0x1f", "日本語 text",
         "back\\slash", "{{ no }}", "<b>bold</b>", "a,b;c", "ends with blank ", "Ωmega ﬁn", "it's-a-hyphenated-well-done-word -- dash"]
NUMBERS = [0, 1, -1, 2, 7, 10, 255, -17, 1000000, 0.0, 0.5, 1.5, 2.5, -2.5, 3.14159, 1e16, 1e-5, 123456789.125, 2.675, 1e22, 100.0, -0.0]


def value(r, depth=0):
    k = r.random()
    if depth > 2 or k < 0.35:
        return r.choice(TEXTS)
    if k < 0.6:
        return r.choice(NUMBERS)
    if k < 0.68:
        return r.choice([True, False, None])
    if k < 0.85:
        return [value(r, depth + 1) for _ in range(r.randint(0, 4))]
    return {r.choice(["id", "name", "due", "n", "état", "x y"]): value(r, depth + 1) for _ in range(r.randint(0, 3))}


def make_data(r):
    people = [{"name": r.choice(TEXTS[1:9]), "n": r.choice([1, 2, 3, 5, 8]), "team": r.choice(["Red", "red", "blue", "Green"]),
               "open": r.choice([True, False]), "tags": r.sample(["a", "b", "c", "d"], r.randint(0, 3))} for _ in range(r.randint(0, 6))]
    return {"s": r.choice(TEXTS), "t": r.choice(TEXTS), "i": r.choice([0, 1, 2, 3, 5, -4, 12]), "f": r.choice(NUMBERS),
            "b": r.choice([True, False]), "z": None, "xs": [r.choice(NUMBERS[:16]) for _ in range(r.randint(0, 6))],
            "ws": [r.choice(TEXTS) for _ in range(r.randint(0, 5))], "d": {"k": r.choice(TEXTS), "n": r.choice(NUMBERS), "deep": {"er": r.choice(TEXTS)}},
            "people": people, "mix": [value(r) for _ in range(r.randint(0, 4))], "any": value(r)}


def literal(r):
    return r.choice(["1", "2", "3", "0", "10", "1.5", "2.0", "1_000", "0x10", "1e3", "'q'", '"x\\ty"', "'it\\'s'", "'é\\u00e9'", "true", "False", "none",
                     "[1, 2, 3]", "['a', 'B', 'c']", "{'k': 1, 'l': 'm'}", "(1, 'two')", "[]", "{}", "()", "(3,)", "'a' 'b'"])


def name(r, scope):
    return r.choice(["s", "t", "i", "f", "b", "z", "xs", "ws", "d.k", "d.n", "d.deep.er", "d['k']", "people", "mix", "any", "ws[0]", "xs[-1]", "s[1]",
                     "people[0].name", "d", "missing", "d.missing"] * 2 + scope * 6)


TEXT_FILTERS = ["upper", "lower", "title", "capitalize", "trim", "length", "string", "e", "escape", "reverse", "wordcount", "first", "last", "list",
                "trim('aeiou ')", "replace('a', 'AA')", "replace('e', '<i>', 1)", "replace('', '-')", "center(20)", "center(7)", "indent", "indent(2, true)", "indent('> ', first=True, blank=True)",
                "truncate(10)", "truncate(9, true)", "truncate(8, False, '…', 0)", "truncate(20, end='!')", "wordwrap(10)", "wordwrap(7, false)", "wordwrap(12, true, '|')", "wordwrap(9, break_on_hyphens=False)",
                "int", "float", "int(7)", "int(0, 16)", "default('dd')", "default('dd', true)", "d('x')", "safe", "striptags", "urlencode", "tojson", "upper|lower", "unique|join('-')", "format(1)", "forceescape"]
NUMBER_FILTERS = ["abs", "round", "round(1)", "round(2, 'floor')", "round(1, 'ceil')", "round(-1)", "int", "float", "string", "tojson", "filesizeformat", "filesizeformat(true)", "default(3)", "round|int", "string|length"]
LIST_FILTERS = ["length", "count", "first", "last", "join", "join(', ')", "join('<')", "sort", "sort(true)", "sort(reverse=true, case_sensitive=true)", "reverse|list", "list", "unique|list", "min", "max", "sum", "sum(start=10)",
                "batch(2)|list", "batch(3, 'x')|list", "slice(2)|list", "slice(3, 0)|list", "map('string')|list", "map('upper')|join(' ')", "select|list", "reject|list", "select('odd')|list", "select('gt', 1)|list",
                "reject('equalto', 2)|list", "map('default', 'q')|list", "tojson", "string", "select('string')|list", "select('number')|map('abs')|list", "map('round', 1)|list", "tojson(indent=2)", "map('length')|list"]
PEOPLE_FILTERS = ["map(attribute='name')|join(', ')", "sort(attribute='name')|map(attribute='n')|list", "sort(attribute='team,name')|map(attribute='name')|list", "selectattr('open')|list|length", "rejectattr('open')|map(attribute='name')|list",
                  "selectattr('n', 'gt', 2)|map(attribute='name')|join('|')", "sum(attribute='n')", "groupby('team')", "groupby('team', case_sensitive=true)|length", "map(attribute='tags')|map('join', '+')|list", "unique(attribute='team')|map(attribute='team')|list",
                  "max(attribute='n')", "min(attribute='name')|string", "map(attribute='zip', default='-')|join", "first", "map(attribute='tags.0', default='none')|list", "selectattr('team', 'in', ['Red', 'blue'])|list|count"]
TESTS = ["defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "mapping", "sequence", "iterable", "true", "false", "odd", "even", "divisibleby(3)", "divisibleby 2", "eq(1)", "equalto 'a'", "gt 2", "lt(5)",
         "in [1, 2, 'a']", "lower", "upper", "sameas none", "ne 3", "not none", "not defined", "not string", "escaped", "callable", "ge 1", "!= 2" if False else "le 3"]
METHODS = ["upper()", "lower()", "title()", "strip()", "split()", "split(',')", "startswith('a')", "endswith(('d', 'n'))", "replace('a', 'o')", "capitalize()", "isdigit()", "isalpha()", "isupper()", "islower()", "isspace()", "splitlines()", "count('a')", "find('b')", "zfill(6)",
           "ljust(5)", "rjust(6, '*')", "center(8)", "join(['x', 'y'])", "lstrip('ab')", "rstrip()", "format(1, 2)", "isalnum()", "split(' ', 1)"]


def expression(r, scope, depth=0):
    k = r.random()
    if depth > 3 or k < 0.22:
        return name(r, scope)
    if k < 0.32:
        return literal(r)
    e = lambda: expression(r, scope, depth + 1)
    if k < 0.42:
        return f"{e()} {r.choice(['+', '-', '*', '/', '//', '%', '~', '**' if depth > 2 else '~'])} {e()}"
    if k < 0.47:
        return f"({e()} {r.choice(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'])} {e()})"
    if k < 0.52:
        return f"({e()} {r.choice(['and', 'or'])} {e()})"
    if k < 0.54:
        return f"not {e()}"
    if k < 0.58:
        return r.choice([f"({e()} if {e()} else {e()})", f"({e()} if {e()})"])
    if k < 0.62:
        return f"{name(r, scope)} is {r.choice(TESTS)}"
    if k < 0.70:
        return f"{r.choice(['s', 't', 'd.k', 'ws[0]', '(i|string)'] + scope)}|{r.choice(TEXT_FILTERS)}"
    if k < 0.76:
        return f"{r.choice(['i', 'f', 'd.n', '3.75', '(xs|first)'])}|{r.choice(NUMBER_FILTERS)}"
    if k < 0.83:
        return f"{r.choice(['xs', 'ws', 'mix', '[3, 1, 2]', '(range(5)|list)', 'd', 's'])}|{r.choice(LIST_FILTERS)}"
    if k < 0.88:
        return f"people|{r.choice(PEOPLE_FILTERS)}"
    if k < 0.92:
        return f"{r.choice(['s', 't', 'd.k'])}.{r.choice(METHODS)}"
    if k < 0.95:
        return f"{r.choice(['s', 'xs', 'ws', 't'])}[{r.choice(['1:', ':2', '-2:', '::2', '::-1', '1:3', ':-1', '5:1:-2', '-9:2'])}]"
    if k < 0.97:
        return r.choice(["'%s is %d' % (s, i)", "'%5.2f|%-6s|%05d' % (f, t, i)", "'%x %r' % (i, t)", "'%(k)s' % d", "'{}-{:>5}'.format(i, s)", "'%s'|format(s)", "'%.1f%%'|format(f)"])
    return r.choice(["d|dictsort", "d|length", "dict(a=1, b=s)", "range(2, 9, 3)|list", "d.items()|list", "d|items|list", "d.keys()|list", "d.get('q', 5)", "d.get('k')", "{'a': s, 1: t}", "[s, i, f, z, b]", "(s, t)", "-i", "+f", "- f|abs", "i ** 2", "2 ** 3 ** 2",
                     "1 < i < 9", "cycler('a', 'b').next()", "d|xmlattr", "'a' < 'b'", "[1, 2] + [3]", "'ab' * 3", "d.k|length + 1"])


def space(r):
    return r.choice(["", "", "", "\n", "\n", " ", "  ", "\n  ", "\n\n", "\t", "text", "text\n", "<p>", "\r\n", "é ", "{ # } %", "\n    "])


def tag(r, body):
    a = r.choice(["", "", "", "", "-", "+"])
    b = r.choice(["", "", "", "", "-", "+"])
    return "{%" + a + " " + body + " " + b + "%}"


def out(r, scope):
    a, b = r.choice(["", "", "", "-"]), r.choice(["", "", "", "-"])
    return "{{" + a + " " + expression(r, scope) + " " + b + "}}"


def body(r, scope, depth):
    parts = []
    scope = list(scope)
    for _ in range(r.randint(1, 4)):
        parts.append(space(r))
        k = r.random()
        if depth > 2 or k < 0.45:
            parts.append(out(r, scope))
        elif k < 0.55:
            parts.append(tag(r, f"if {expression(r, scope)}") + body(r, scope, depth + 1))
            if r.random() < 0.3:
                parts.append(tag(r, f"elif {expression(r, scope)}") + body(r, scope, depth + 1))
            if r.random() < 0.5:
                parts.append(tag(r, "else") + body(r, scope, depth + 1))
            parts.append(tag(r, "endif"))
        elif k < 0.75:
            which = r.random()
            if which < 0.5:
                target, over, names = "x", r.choice(["xs", "ws", "[1, 2, 3]", "range(3)", "mix", "s", "d", "people|map(attribute='name')", "ws|sort", "xs|batch(2)"]), ["x"]
            elif which < 0.7:
                target, over, names = "k, v", r.choice(["d.items()", "d|items", "d|dictsort", "people|groupby('team')", "[(1, 2), ('a', 'b')]"]), ["k", "v"]
            else:
                target, over, names = "p", "people", ["p.name", "p.n", "p['team']", "p.tags", "p.open"]
            test = r.choice(["", "", "", f" if {names[0]}", f" if {names[0]} is string", " if i > 1"])
            loop = ["loop.index", "loop.index0", "loop.first", "loop.last", "loop.length", "loop.revindex", "loop.revindex0", "loop.cycle('odd', 'even')",
                    "loop.previtem|default('-')", "loop.nextitem is defined", f"loop.changed({names[0]})", "loop.depth"]
            parts.append(tag(r, f"for {target} in {over}{test}") + body(r, scope + names + r.sample(loop, 3), depth + 1))
            if r.random() < 0.3:
                parts.append(tag(r, "else") + body(r, scope, depth + 1))
            parts.append(tag(r, "endfor"))
        elif k < 0.83:
            n = r.choice(["u", "w"])
            if r.random() < 0.6:
                parts.append(tag(r, f"set {n} = {expression(r, scope)}"))
            else:
                parts.append(tag(r, f"set {n}" + r.choice(["", " | upper", " | trim | title"])) + body(r, scope, depth + 1) + tag(r, "endset"))
            scope.append(n)
        elif k < 0.86:
            parts.append(r.choice(["{# note #}", "{#- a -#}", "{#\n more\n#}\n", "  {# x #}\n", "{#+ y +#}\n"]))
        elif k < 0.89:
            parts.append(r.choice(["{% raw %}{{ x }}{% endraw %}", "{% raw -%}\n {% if %} {%- endraw +%}\n", "  {% raw %}\n{#\n  {% endraw %}\n", "{%- raw %} a{% endraw -%} "]))
        elif k < 0.92:
            parts.append(tag(r, f"with y = {expression(r, scope)}") + body(r, scope + ["y"], depth + 1) + tag(r, "endwith"))
        elif k < 0.94:
            parts.append(tag(r, "filter " + r.choice(["upper", "indent(2)", "replace('a', 'b')|trim", "title"])) + body(r, scope, depth + 1) + tag(r, "endfilter"))
        elif k < 0.97:
            m = r.choice(["m", "box"])
            parts.append(tag(r, f"macro {m}(a, c='dflt')") + body(r, ["a", "c", "s"], depth + 2) + tag(r, "endmacro"))
            parts.append(r.choice(["{{ %s(s) }}", "{{ %s(i, c=t) }}", "{{ %s('<', '>') ~ s }}", "{{ %s(a=1)|upper }}"]) % m)
        else:
            parts.append(r.choice(["{% include 'part' %}", "{% include ['nope', 'part'] %}", "{% include 'nope' ignore missing %}", "{% from 'macros' import em %}{{ em(s) }}", "{% import 'macros' as lib %}{{ lib.em(i) }}{{ lib.word }}",
                                   "{% set ns = namespace(n=0) %}{% for x in xs %}{% set ns.n = ns.n + loop.index %}{% endfor %}{{ ns.n }}",
                                   "{% from 'macros' import wrap %}{% call wrap('t') %}in {{ s }}{% endcall %}"]))
    parts.append(space(r))
    return "".join(parts)


def case(r):
    templates = {"part": "[{{ s }}{% if x is defined %}:{{ x }}{% endif %}]\n",
                 "macros": "{% macro em(v) %}<em>{{ v }}</em>{% endmacro %}{% set word = 'w&w' %}{% macro wrap(title) %}<{{ title }}>{{ caller() }}{% endmacro %}"}
    if r.random() < 0.12:
        templates["base"] = "A {% block one %}" + body(r, [], 2) + "{% endblock %}\n{% block two %}two{% endblock two %} Z" + r.choice(["", "{{ self.one() }}", "\n"])
        templates["main"] = ("{% extends 'base' %}\n" + r.choice(["", "{% set u = 5 %}", "junk {{ s }}"]) + "{% block one %}" + r.choice(["", "{{ super() }}"]) + body(r, [], 1) + "{% endblock %}" +
                             r.choice(["", "\n{% block two %}{{ super()|upper }}{{ u|default('?') }}{% endblock %}\n"]))
    else:
        templates["main"] = body(r, [], 0)
    return {"templates": templates, "data": make_data(r), "escape": r.choice(["none", "none", "html"])}


def main():
    r = random.Random(int(sys.argv[2]))
    for _ in range(int(sys.argv[1])):
        c = case(r)
        env = jinja2.Environment(loader=jinja2.DictLoader(c["templates"]), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
                                 undefined=jinja2.StrictUndefined, autoescape=c["escape"] == "html")
        try:
            c["text"] = env.get_template("main").render(json.loads(json.dumps(c["data"])))
            if any(w in c["text"] for w in ("generator object", "<Macro", "built-in", "<function", "object at 0x", "dict_", "range(", "LoopContext", "generator", "<bound method", "Cycler")):
                continue  # addresses of Python's own objects
        except Exception as e:  # every way Python refuses a template counts as one
            c["error"] = f"{type(e).__name__}: {e}"
        print(json.dumps(c))


main()
