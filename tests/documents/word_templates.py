"""Word templates made for the tests: each a few things that go wrong elsewhere. Used by word.py.

Every maker returns a python-docx document; CASES pairs it with the data it is filled with. What docxtpl cannot do, or
garbles, stands in OURS, with the text that must come out.
"""
import copy

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

DATA = {
    "title": "Telephones down & customers waiting",
    "ref": "INC-0042",
    "team": "Desk <North> & \"South\"",
    "name": "Zoë O'Brien",
    "severity": 2,
    "open": False,
    "minutes": 217.5,
    "note": "First line\nsecond line\twith a tab\nthird & last",
    "empty": [],
    "labels": {"owner": "Duty manager", "due date": "2026-05-01"},
    "names": ["Ελένη Παπαδοπούλου", "Дмитрий Ѝванов", "محمد العربي", "שרה לוי", "山田太郎", "🙂 Ann",
              "W" * 300],
    "actions": [
        {"what": "Replace the trunk & test it", "owner": "Carrier <ops>", "due": "2026-05-01", "done": True,
         "steps": ["order", "fit", "test"]},
        {"what": "Write a call plan", "owner": "Desk", "due": "2026-06-15", "done": False, "steps": []},
        {"what": "Tell 'everyone'", "owner": "Press", "due": "2026-06-20", "done": False, "steps": ["draft"]},
    ],
    "parts": [
        {"name": "Causes", "lines": ["Power & cooling", "No spare"]},
        {"name": "Lessons", "lines": ["Test the spare <monthly>"]},
        {"name": "Nothing", "lines": []},
    ],
    "months": ["Jan", "Feb", "Mar"],
    "rows": [{"kpi": "Calls", "values": [10, 20, 30]}, {"kpi": "Lost & found", "values": [1, 2, 3]}],
}


def paragraphs(*texts):
    d = docx.Document()
    for text in texts:
        d.add_paragraph(text)
    return d


def table(d, *rows, style="Table Grid"):
    t = d.add_table(rows=0, cols=len(rows[0]))
    t.style = style
    for row in rows:
        cells = t.add_row().cells
        for cell, text in zip(cells, row):
            lines = text if isinstance(text, list) else [text]
            cell.paragraphs[0].text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    return t


def letter():
    return paragraphs("Review of {{ ref }}", "Dear {{ name }},", "{{ title }} was handled by {{ team }}.",
                      "It lasted {{ minutes }} minutes; twice that is {{ minutes * 2 }}.")


def split_runs():
    d = docx.Document()
    p = d.add_paragraph()
    for i, piece in enumerate(["Title: {", "{ ti", "tle ", "}", "} and {{", " ref }", "} end, ", "{{ labels[", "'owner'",
                               "] }}"]):
        run = p.add_run(piece)
        run.bold = i % 2 == 0
        run.font.color.rgb = RGBColor(i * 20, 0, 0)
        if i % 3 == 0:
            run._r.addnext(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))
    p = d.add_paragraph("A ")
    for piece in ["{", "% if severity ", "== 2 %", "}", "high", "{% e", "lse %}", "low", "{% endif %", "}", " B"]:
        p.add_run(piece)
    return d


def curly_quotes():
    return paragraphs("Due {{ labels[“due date”] }} by {{ labels[‘owner’] }}",
                      "{% if title == “nothing” %}no{% else %}yes{% endif %}")


def paragraph_loop():
    return paragraphs("Before", "{%p for a in actions %}", "{{ loop.index }}. {{ a.what }} ({{ a.owner }})",
                      "{%p endfor %}", "After")


def row_loop():
    d = paragraphs("Actions")
    table(d, ["What", "Who", "When"], ["{%tr for a in actions %}", "", ""],
          ["{{ a.what }}", "{{ a.owner }}", "{{ a.due }}"], ["{%tr endfor %}", "", ""], ["Total", "", "{{ actions|length }}"])
    d.add_paragraph("End")
    return d


def nested():
    d = paragraphs("{%p for p in parts %}", "Part {{ p.name }}")
    table(d, ["Line", "No"], ["{%tr for l in p.lines %}", ""], ["{{ l }}", "{{ loop.index }}"], ["{%tr endfor %}", ""])
    d.add_paragraph("{%p endfor %}")
    return d


def choices():
    return paragraphs("{%p if severity == 1 %}", "Worst", "{%p elif severity == 2 %}", "Bad: {{ title }}", "{%p else %}",
                      "Mild", "{%p endif %}", "{%p if open %}", "Still open", "{%p endif %}", "Done")


def inline():
    return paragraphs("Steps: {% for a in actions %}{% if not loop.first %}; {% endif %}{{ a.what }}{% endfor %}.",
                      "{{ name }} is {% if open %}waiting{% else %}served{% endif %} and {{ 'busy' if open else 'free' }}",
                      "None: {% for x in empty %}{{ x }}{% else %}nobody{% endfor %}")


def running_heads():
    d = paragraphs("Body {{ ref }}")
    section = d.sections[0]
    section.header.paragraphs[0].text = "{{ title }}\t{{ ref }}"
    section.footer.paragraphs[0].text = "{% if open %}Draft{% else %}Final{% endif %} of {{ team }}"
    other = d.add_section(WD_SECTION.NEW_PAGE)
    other.orientation = WD_ORIENT.LANDSCAPE
    other.page_width, other.page_height = section.page_height, section.page_width
    other.header.is_linked_to_previous = False
    other.header.paragraphs[0].text = "Landscape for {{ name }}"
    d.add_paragraph("Second section: {{ title }}")
    return d


def expressions():
    return paragraphs("{{ title|upper }} / {{ title|length }} / {{ team|lower|replace('north', 'east') }}",
                      "{{ actions|map(attribute='owner')|join(', ') }}", "{% set n = actions|length %}Count: {{ n + 1 }}",
                      "{{ actions|selectattr('done')|list|length }} done, {{ labels.owner ~ ' (' ~ ref ~ ')' }}",
                      "{{ months[-1] }} {{ months|first }} {{ nothing|default('—') }} {{ 7 // 2 }} {{ 'a' in 'cat' }}")


def many_lines():
    d = paragraphs("Note: {{ note }} .")
    t = table(d, ["{{ note }}", "{{ note|upper }}"])
    t.cell(0, 0).paragraphs[0].runs[0].font.size = Pt(8)
    return d


TEXT_BOX = """
<w:p {w}><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wps"><w:drawing>
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="2880000" cy="720000"/><wp:docPr id="77" name="Box" descr="box"/><wp:cNvGraphicFramePr/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2880000" cy="720000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>
</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="box1" style="width:227pt;height:57pt">
<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
"""


def text_box():
    d = paragraphs("Before the box {{ ref }}")
    inside = "".join(f'<w:p><w:r><w:t xml:space="preserve">{t}</w:t></w:r></w:p>'
                     for t in ("Box of {{ name }}", "{%p for m in months %}", "{{ m }}", "{%p endfor %}"))
    box = parse_xml(TEXT_BOX.format(w=nsdecls("w"), inside=inside).replace("\n", ""))
    d.element.body.insert(1, box)
    return d


def nested_rows():
    d = paragraphs("Plan")
    table(d, ["Action", "Step"], ["{%tr for a in actions %}", ""], ["{{ a.what }}", "{{ a.owner }}"],
          ["{%tr for s in a.steps %}", ""], ["", "{{ s }} of {{ a.due }}"], ["{%tr endfor %}", ""],
          ["{%tr if a.done %}", ""], ["done", "yes"], ["{%tr endif %}", ""], ["{%tr endfor %}", ""])
    return d


def columns():
    d = paragraphs("Figures")
    table(d, ["KPI", "{%tc for m in months %}", "{{ m }}", "{%tc endfor %}"])
    table(d, ["{%tr for r in rows %}", "", "", ""],
          ["{{ r.kpi }}", "{%tc for v in r['values'] %}", "{{ v }}", "{%tc endfor %}"], ["{%tr endfor %}", "", "", ""])
    d.element.body.insert(2, copy.deepcopy(d.paragraphs[0]._p))
    return d


def scripts():
    return paragraphs("{%p for n in names %}", "Dear {{ n }}!", "{%p endfor %}", "{{ names|join(' / ') }}")


def bare_tags():
    d = paragraphs("Before", "{% for p in parts %}", "{{ p.name }}", "{% for l in p.lines %}", "- {{ l }}", "{% endfor %}",
                   "{% endfor %}", "{% if open %}", "Open", "{% else %}", "Closed", "{% endif %}")
    table(d, ["{% for m in months %}{{ m }} {% endfor %}", ["{% if open %}", "never", "{% endif %}", "always"]])
    return d


def cells_with_blocks():
    d = paragraphs("Cells")
    table(d, ["Part", "Lines"], ["{%tr for p in parts %}", ""],
          ["{{ p.name }}", ["{%p if p.lines %}", "{% for l in p.lines %}{{ l }}{% if not loop.last %}, {% endif %}{% endfor %}",
                            "{%p else %}", "none", "{%p endif %}"]], ["{%tr endfor %}", ""])
    return d


def with_bookmarks():
    d = paragraphs("{%p for a in actions %}")
    p = d.add_paragraph()
    for element in (parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="5" w:name="action"/>'),):
        p._p.append(element)
    p.add_run("{{ a.what }}")
    p._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="5"/>'))
    p._p.set(qn("w14:paraId") if "w14" in docx.oxml.ns.nsmap else
             "{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "1A2B3C4D")
    d.add_paragraph("{%p endfor %}")
    return d


CASES = {f.__name__: f for f in (letter, split_runs, curly_quotes, paragraph_loop, row_loop, nested, choices, inline,
                                 running_heads, expressions, many_lines, text_box, nested_rows, columns, scripts,
                                 bare_tags, cells_with_blocks, with_bookmarks)}


# --- what docxtpl cannot do: maker and the lines that must come out

def first_to_last_cell():
    d = paragraphs("Loop in a row")
    table(d, ["What", "Who"], ["{% for a in actions %}{{ a.what }}", "{{ a.owner }}{% endfor %}"])
    return d


def over_two_rows():
    d = paragraphs("Loop over two rows")
    table(d, ["{% for a in actions %}{{ a.what }}", "{{ a.owner }}"], ["due", "{{ a.due }}{% endfor %}"])
    return d


def no_rows_left():
    d = paragraphs("Before")
    table(d, ["{% for x in empty %}", ""], ["{{ x }}", "x"], ["{% endfor %}", ""])
    d.add_paragraph("After")
    return d


def markdown():
    d = paragraphs("Words", "{{ text|md }}", "{% for a in actions %}", "{{ a.list|md }}", "{% endfor %}", "End")
    return d


MARKDOWN = {
    "text": "# Head\n\nSome **bold** & <plain>.\n\n1. one\n2. two\n\n- dot\n\n| A | B |\n|---|---|\n| 1 | 2 & 3 |\n",
    "actions": [{"list": "1. first\n2. second"}, {"list": "1. again first\n2. again second"}],
}


def hidden_markup():
    return paragraphs("{{ bad }}", "{{ bad|safe }}", "{{ bad|e }}", "{% if true %}{{ bad ~ '<w:p/>' }}{% endif %}")


OURS = {
    "first_to_last_cell": (first_to_last_cell, DATA,
                           ["Loop in a row", "What", "Who", "Replace the trunk & test it", "Carrier <ops>",
                            "Write a call plan", "Desk", "Tell 'everyone'", "Press"]),
    "over_two_rows": (over_two_rows, DATA,
                      ["Loop over two rows", "Replace the trunk & test it", "Carrier <ops>", "due", "2026-05-01",
                       "Write a call plan", "Desk", "due", "2026-06-15", "Tell 'everyone'", "Press", "due", "2026-06-20"]),
    "no_rows_left": (no_rows_left, DATA, ["Before", "After"]),
    "markdown": (markdown, MARKDOWN,
                 ["Words", "Head", "Some bold & <plain>.", "one", "two", "dot", "A", "B", "1", "2 & 3", "first", "second",
                  "again first", "again second", "End"]),
    "hidden_markup": (hidden_markup, {"bad": "</w:t></w:r><w:evil/>\x07&amp;"},
                      ["</w:t></w:r><w:evil/>&amp;"] * 3 + ["</w:t></w:r><w:evil/>&amp;<w:p/>"]),
}

# --- what must be refused: the texts, and what the message must say

REFUSED = {
    "loop closed elsewhere": (lambda: paragraphs("Items: {% for x in actions %}{{ x.what }}", "{{ x.what }}", "{% endfor %}"),
                              ["word-block-apart", "Items: ", "{% for x in actions %}"]),
    "loop never closed": (lambda: paragraphs("One", "{% for x in actions %}", "{{ x.what }}"),
                          ["word-block-open", "{% for x in actions %}"]),
    "end without loop": (lambda: paragraphs("One", "text {% endfor %}"), ["word-block-open", "text {% endfor %}"]),
    "wrong end": (lambda: paragraphs("{% for x in actions %}", "{% endif %}"), ["word-block-open", "{% endif %}"]),
    "tag over two paragraphs": (lambda: paragraphs("{{ title", "}}"), ["word-tag-open", "{{ title"]),
    "unknown field": (lambda: paragraphs("Dear {{ nam }}"), ["template-undefined", "Dear {{ nam }}", "\"name\""]),
    "unknown part of a field": (lambda: paragraphs("{% for a in actions %}", "By {{ a.ownr }}", "{% endfor %}"),
                                ["template-undefined", "By {{ a.ownr }}", "\"owner\""]),
    "unknown filter": (lambda: paragraphs("{{ title|uper }}"), ["template-unknown", "{{ title|uper }}"]),
    "include": (lambda: paragraphs("{% include 'x' %}"), ["word-tag-unknown", "{% include 'x' %}"]),
    "billions of steps": (lambda: paragraphs("{% for a in range(100000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}"),
                          ["template-limit"]),
    "markdown in a line": (lambda: paragraphs("See {{ title|md }}"), ["word-tag-not-alone", "See {{ title|md }}"]),
}


def cell_and_outside():
    d = paragraphs("Before")
    table(d, ["{% for a in actions %}{{ a.what }}", "x"])
    d.add_paragraph("{% endfor %}")
    return d


def tracked():
    d = paragraphs("Dear {{ name }}")
    d.paragraphs[0]._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="9" w:author="A" w:date="2026-01-01T00:00:00Z">'
                                        '<w:r><w:t>new</w:t></w:r></w:ins>'))
    return d


def deleted():
    d = paragraphs("Dear ")
    d.paragraphs[0]._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="A" w:date="2026-01-01T00:00:00Z">'
                                        '<w:r><w:delText>{{ name }}</w:delText></w:r></w:del>'))
    return d


REFUSED["from a cell to the text"] = (cell_and_outside, ["word-block-apart", "{% for a in actions %}"])
REFUSED["tracked changes"] = (tracked, ["word-tracked-changes"])
REFUSED["tag in deleted text"] = (deleted, ["word-tracked-changes"])
