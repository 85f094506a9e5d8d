"""Text PDFs as agencies make them: letters, invoices, tables; set by WeasyPrint, the same bytes every time."""

from __future__ import annotations

import os
from datetime import date, datetime, timezone
from html import escape
from typing import Literal

from specimens.words import SPECIMEN

Size = Literal["Letter", "A4", "Letter landscape", "A4 landscape"]

_STYLE = """
@page {{
  size: {size}; margin: {margin};
  @top-center {{ content: "{specimen}"; font: bold 9pt {family}; color: #333; border-bottom: 0.5pt solid #999;
                 width: 100%; vertical-align: middle; padding-bottom: 1mm; }}
  @bottom-left {{ content: "{foot}"; font: 7.5pt {family}; color: #555; }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages); font: 7.5pt {family}; color: #555; }}
}}
html {{ font: {points}pt/{leading} {family}; color: #111; }}
body {{ margin: 0; }}
p {{ margin: 0 0 0.75em; }}
h1 {{ font-size: 1.5em; margin: 0 0 0.4em; }}
h2 {{ font-size: 1.08em; margin: 1.1em 0 0.35em; }}
table {{ border-collapse: collapse; width: 100%; margin: 0.6em 0 1em; font-size: 0.92em; }}
th, td {{ border: 0.5pt solid #777; padding: 1.3mm 2mm; text-align: left; vertical-align: top; }}
th {{ background: #ececec; }}
td.n, th.n {{ text-align: right; white-space: nowrap; }}
tr.sum td {{ font-weight: bold; }}
.head {{ border-bottom: 1.5pt solid #222; padding-bottom: 3mm; margin-bottom: 7mm; }}
.head b {{ display: block; font-size: 1.45em; letter-spacing: 0.02em; }}
.head span {{ color: #444; }}
.ref {{ margin: 0 0 6mm; }}
.small {{ font-size: 0.85em; color: #333; }}
.box {{ border: 1pt solid #222; padding: 3mm; margin: 4mm 0; }}
.mask {{ display: inline-block; background: #000; width: 26mm; height: 0.95em; vertical-align: -0.1em; }}
{more}
"""


def typeset(
    body: str,
    *,
    day: date,
    size: Size = "Letter",
    family: str = "Liberation Serif",
    points: float = 11,
    leading: float = 1.35,
    margin: str = "24mm 23mm 22mm",
    foot: str = "",
    title: str = "",
    more: str = "",
) -> bytes:
    """A PDF of some HTML, with the specimen words at the head of every page."""
    from weasyprint import HTML

    style = _STYLE.format(
        size=size, margin=margin, family=f"'{family}'", points=points, leading=leading, foot=foot,
        specimen=SPECIMEN, more=more,
    )  # fmt: skip
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title><style>{style}</style>{body}"
    )
    noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc).timestamp())
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(noon)
    try:
        made = HTML(string=page).write_pdf()
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
    assert made is not None
    return bytes(made)


def letterhead(name: str, unit: str, place: str) -> str:
    """The head of an agency's letter: names only, no seal, no address."""
    return f"<div class=head><b>{escape(name)}</b><span>{escape(unit)} · {escape(place)}</span></div>"


def reference_lines(day: str, number: str, subject: str) -> str:
    """Date, reference and subject as they stand above a letter."""
    return f"<p class=ref>{escape(day)}<br>Reference: <b>{escape(number)}</b><br>Subject: {escape(subject)}</p>"


def table(columns: list[str], rows: list[list[str]], *, numbers: tuple[int, ...] = (), total: bool = False) -> str:
    """A ruled table; ``numbers`` are the columns set flush right; with ``total`` the last row is bold."""
    head = "".join(f"<th{_n(place, numbers)}>{escape(text)}</th>" for place, text in enumerate(columns))
    lines = []
    for number, row in enumerate(rows):
        mark = " class=sum" if total and number == len(rows) - 1 else ""
        cells = "".join(f"<td{_n(place, numbers)}>{escape(text)}</td>" for place, text in enumerate(row))
        lines.append(f"<tr{mark}>{cells}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _n(place: int, numbers: tuple[int, ...]) -> str:
    return " class=n" if place in numbers else ""
