"""Long tables of a packet, drawn by frkit, beside the same tables set by WeasyPrint: processor time of both.

    python tests/bench/packet_tables.py [ROWS] [ROWS_FOR_WEASYPRINT]

WeasyPrint takes so long that it gets fewer rows; both times are given for 10,000 rows. Everything counts: template,
layout, fonts, drawing and the bytes of the PDF; only the start of the program and its libraries does not.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from frkit.evidence.pledges.comparison import STATES
from frkit.packet.parts import long_tables
from frkit.packet.parts.chronology import Entry
from frkit.packet.parts.comparison_rows import BodyRow, Cell, OutcomeTable
from frkit.packet.parts.custody import CustodyLine
from frkit.packet.parts.front import ContentsLine
from frkit.packet.parts.pledge_rows import BesideRow, Promise
from frkit.packet.parts.refs import Citation, Ref
from frkit.packet.parts.requests_log import ItemLine, RequestSection
from frkit.packet.parts.withheld import NotHeld, Silent, WithheldSection
from frkit.packet.parts.withheld_rows import Said, WithheldRow
from frkit.pages.environment import environment, render
from frkit.pages.typeset import typeset

MOST_SECONDS = 5.0
"""For 10,000 rows, of whichever part."""
BODIES = ("Los Angeles Police Department", "Metropolitan Police Service", "Office of the Sheriff of Orange County")
WORDS = ("contract", "invoice", "search", "training", "audit", "policy", "licence", "camera", "database", "officer")


def some_words(number: int, count: int) -> str:
    """A sentence that differs from row to row."""
    return " ".join(f"{WORDS[(number * 7 + at * 3) % 10]} {number * at % 997}" for at in range(count)) + "."


def ref(number: int) -> Ref:
    """A reference to three pages."""
    return Ref(f"Exhibit {number}", f"FRK-{number:06d} – {number + 2:06d}", number, number + 2)


def chronology(rows: int) -> dict[str, Any]:
    """Events, each ninth of them a public fact."""
    lines = []
    for at in range(rows):
        day = f"{2019 + at * 7 // rows}-{1 + at % 12:02d}-{1 + at % 28:02d}"
        who, words = BODIES[at % 3], some_words(at, 9)
        if at % 9 == 4:
            sources = (f"A newspaper, https://example.org/{at}/face-recognition-in-the-city",)
            lines.append(Entry(day, day, words, "other", "pledge", public=True, sources=sources, caution="Disputed."))
        else:
            lines.append(Entry(day, day, words, "agency", who, lane="bodies", cited=Citation((ref(at),))))
    return {"chronology": lines, "has_public": True, "line_of_time": Markup("")}


def contents(rows: int) -> dict[str, Any]:
    """Exhibits in groups of fifty, some of them attached files."""
    groups = []
    for first in range(0, rows, 50):
        made = [
            ContentsLine(str(at), some_words(at, 3), "March 2, 2026", ref(at), at, at % 5 == 4, at % 11 == 0)
            for at in range(first, min(first + 49, rows))
        ]
        groups.append({"id": str(first), "name": BODIES[first % 3], "lines": made})
    return {"parts": [], "groups": groups, "front": 12}


def requests(rows: int) -> dict[str, Any]:
    """Requests with twenty items each."""
    facts = (("Law", "Public Records Act"), ("Sent", "March 2, 2026."), ("As of June 15, 2026", "Open."))
    sections = []
    for first in range(0, rows, 25):
        items = tuple(
            ItemLine(
                at, some_words(first + at, 3), "refused", ((some_words(first + at, 5), Citation((ref(first + at),))),)
            )
            for at in range(1, 21)
        )
        name = BODIES[first % 3]
        sections.append(RequestSection(str(first), name, f"request-{first}", facts, items, (), (), (), False))
    return {"requests": sections}


def custody(rows: int) -> dict[str, Any]:
    """Files with their hashes."""
    lines = [
        CustodyLine(
            ref(at),
            at % 4 != 3,
            f"file-{at}.pdf",
            f"{at * 977:,} bytes",
            f"{at:064x}",
            "arrived March 25, 2026 by e-mail; logged 2026-03-25 20:00 UTC",
            ("pages of the PDF as received",),
            (),
        )
        for at in range(rows)
    ]
    return {"own_numbers": [], "absent_numbers": [], "custody": lines, "slip_words": "none here", "made_with": []}


def withheld(rows: int) -> dict[str, Any]:
    """Withheld records, each with what is told of it; twenty a request, and two of them said not to be held."""
    nothing, sections = Said("not noted in the log"), []
    for first in range(0, rows, 20):
        told = tuple(
            WithheldRow(
                items=(at % 20 + 1,),
                titles=(some_words(at, 3),),
                record=f"Contract {at}, page {at % 9} (1 page)",
                extent="withheld in part",
                ground="Gov. Code 7922.000",
                on_file="other statute or balancing test (Cal. Gov. Code § 7922.000)",
                test="the public interest in withholding clearly outweighs that in disclosure",
                harm=Said(some_words(at, 6), quoted=True, cited=Citation((ref(at),))),
                segregability=nothing,
                answers=(("Answer from the law on file", some_words(at, 9)),) if at % 2 else (),
                decided="Refusal, April 10, 2026",
                cited=Citation((ref(at),)),
                later=(),
            )
            for at in range(first, min(first + 20, rows))
        )
        name = BODIES[first % 3]
        not_held = (NotHeld("21", ("Audits",), "said to hold none, March 2, 2026", nothing, Citation((ref(first),))),)
        silent = (Silent("22", ("Training",), "no answer on file, 40 days after the request was sent"),)
        sections.append(WithheldSection(name, "Public Records Act", told, not_held, silent, (), (), False))
    return {"withheld": sections, "withheld_nothing": [], "withheld_answers": True}


def pledges(rows: int) -> dict[str, Any]:
    """Pledges with fifty documents beside each."""
    promises = []
    for first in range(0, rows, 50):
        beside = []
        for at in range(first, min(first + 50, rows)):
            exhibit = SimpleNamespace(
                name=f"Contract {at}", quoted=True, words=some_words(at, 3), how="", cited=Citation((ref(at),))
            )
            state = STATES[at % 4]
            beside.append(BesideRow("March 2, 2021", BODIES[at % 3], exhibit, state, (some_words(at, 8),)))  # type: ignore[arg-type]
        promises.append(Promise("Vendor", "2020-06-10", "June 10, 2020", some_words(first, 9), ("Said by: them.",), "",
                                ("A newspaper, https://example.org/",), tuple(beside)))  # fmt: skip
    return {
        "promises": promises, "pledge_charts": (), "pledge_states": [], "pledges_dated": rows, "pledges_alone": [],
        "pledges_elsewhere": [],
    }  # fmt: skip


def comparison(rows: int) -> dict[str, Any]:
    """Six records at each of many bodies, on pages that lie on their side."""
    bodies = [
        BodyRow(
            f"{BODIES[at % 3]} {at}",
            tuple((Cell("withheld", "kept", 1, Citation((ref(at + one),))),) for one in range(6)),
        )
        for at in range(rows)
    ]
    columns = tuple(some_words(one, 3) for one in range(6))
    table = OutcomeTable(columns, tuple(bodies), tuple((f"{rows:,} withheld",) for _ in columns), wide=True)
    return {"outcome_tables": (table,), "compared_bodies": rows, "vendor_figures": [], "figures_elsewhere": 0}


PARTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "contents": contents,
    "chronology": chronology,
    "requests": requests,
    "custody": custody,
    "withheld": withheld,
    "pledges": pledges,
    "comparison": comparison,
}


def seconds(part: str, rows: int, folder: Path, *, drawn: bool) -> float:
    """Processor time for the pages of a part with so many rows."""
    facts = PARTS[part](rows)
    here = [{"id": part, "title": part.capitalize(), "lead": None}]
    common = {"title": "Bench", "language": "en", "day": date(2026, 6, 15), "paper": "Letter", "here": here}
    common |= {"as_of": "June 15, 2026", "specimen": False, "not_here": "", "volumes": ()}
    long_tables.LONG = 0 if drawn else 10**9
    began = time.process_time()
    html = render(environment(folder, html=True), "packet/front.html.j2", {**facts, **common})
    rest = long_tables.without_long_tables(html, "Letter", folder)
    rest.put_in(typeset(rest.html, folder=folder, day=date(2026, 6, 15)))
    return time.process_time() - began


def main() -> int:
    """Print a table; 1 if a part takes longer than it may."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    fewer = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    good = True
    with tempfile.TemporaryDirectory() as folder:
        seconds("contents", 20, Path(folder), drawn=False)  # loads libraries and fonts
        seconds("contents", 20, Path(folder), drawn=True)
        print(f"{'processor seconds for 10,000 rows':<36}{'frkit':>8}{'WeasyPrint':>12}{'ratio':>8}")
        for part in PARTS:
            own = seconds(part, rows, Path(folder), drawn=True) * 10_000 / rows
            other = seconds(part, fewer, Path(folder), drawn=False) * 10_000 / fewer
            good = good and own <= MOST_SECONDS
            late = "" if own <= MOST_SECONDS else "  TOO LONG"
            print(f"  {part:<34}{own:>8.2f}{other:>12.1f}{other / own:>7.0f}x{late}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
