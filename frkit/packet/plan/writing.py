"""A plan as text: every key with a line that says what it is, and those that are not used as examples to fill in."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from frkit.base.yaml_places import dump_yaml
from frkit.packet.plan.leaving_out import LeftOut
from frkit.packet.plan.types import Exhibit, Packet
from frkit.pages.wording import on_one_line

WIDTH = 110
_HEAD = """\
# The plan of a packet. Edit it: order, titles and labels of exhibits, what is left out, what stands on the cover.
# A line that begins with # is a remark, or an example of a key: take the # away to use it.
# 'frkit packet check {name}' says what is missing; 'frkit packet build {name}' makes the PDF as of the day below,
# whatever day it is built on.
"""
_KEYS: tuple[tuple[str, str, str], ...] = (
    ("format", "", ""),
    ("title", "Title on the cover.", ""),
    ("matter", "The case or hearing that it is for; stands on the cover.", "matter: 'Case or hearing, docket number'"),
    ("court", "The court, council or office that it goes to.", "court: Name of the court or council"),
    (
        "audience",
        "packet: for everybody; team or counsel: events logged for them are printed, too. Only an edition for counsel "
        "shows the requester's own data.",
        "",
    ),
    ("as_of", "The day whose standing it tells; nothing later is shown.", ""),
    ("profile", "Whose rules it has to meet; 'frkit packet profiles' lists them.", ""),
    ("paper", "Letter or A4, for the pages that frkit makes.", ""),
    (
        "parts",
        "What frkit makes, in this order. Take out what you do not want. There are: cover, contents, chronology, "
        "requests, withheld, pledges, comparison, custody, declaration, certification.",
        "",
    ),
    (
        "wording",
        "A part in your own words: its title, and the sentences below it.",
        "wording:\n  chronology:\n    title: What happened\n    lead: From the first request to the last answer.",
    ),
    (
        "numbering",
        "Bates numbers: prefix (else that of campaign.yaml), lowest number, digits; exhibits: numbers or letters is "
        "what new labels were made of.",
        "  prefix: FRK\n  start: 1\n  digits: 6",
    ),
    ("legend", "Words stamped on every exhibit that has none of its own.", "legend: CONFIDENTIAL"),
    ("exhibit_sheets", "Whether a sheet with label and title stands before each exhibit: true or false.", ""),
    (
        "volumes",
        "The most that one PDF may hold; what is larger becomes several volumes, numbered through.",
        "volumes:\n  pages: 300\n  megabytes: 25",
    ),
    ("requests", "The requests, in the order of the requests log.", ""),
    (
        "vendors",
        "Vendors whose public pledges stand beside the records, visibly apart from them.",
        "vendors:\n  - amazon",
    ),
    (
        "public_events",
        "Public events that stand there too, by the ids that 'frkit events list' shows.",
        "public_events:\n  - an-event-id",
    ),
    (
        "exhibits",
        "The exhibits, in order. Each: label, title, request, and 'file' or 'letter' as the log names it; sha256 pins "
        "the document; date and event say what brought it; legend, if it has its own.",
        "",
    ),
)
"""Key, what it is, and what stands commented out where the plan does not use it."""


def plan_text(name: str, packet: Packet, left_out: Sequence[LeftOut] = ()) -> str:
    """``packet.yaml`` with its remarks; it reads back to the same plan."""
    data = packet.model_dump(mode="json", by_alias=True, exclude_none=True)
    blocks = [_HEAD.format(name=name)]
    for key, remark, example in _KEYS:
        write = _WRITERS.get(key, _plainly)
        blocks.append("".join((*_remark(remark), *write(key, data, packet, example))))
    return "\n".join([*blocks, *_left_out(left_out)])


def _plainly(key: str, data: dict[str, Any], _packet: Packet, example: str) -> Iterator[str]:
    """A key with its value; its example where it has none."""
    if key in data and not (example and data[key] in ([], {}, None)):
        yield dump_yaml({key: data[key]})
    else:
        yield _commented(example) if example else f"{key}: []\n"


def _numbering(key: str, data: dict[str, Any], _packet: Packet, example: str) -> Iterator[str]:
    """The numbering, with an example of each key that is not used."""
    yield dump_yaml({key: data[key]})
    for line in example.splitlines():
        if line.split(":")[0].strip() not in data[key]:
            yield _commented(line)


def _exhibits(key: str, _data: dict[str, Any], packet: Packet, _example: str) -> Iterator[str]:
    """The exhibits, with the request above each run of them."""
    if not packet.exhibits:
        yield f"{key}: []\n"
        return
    yield f"{key}:\n"
    for request_id, run in groupby(packet.exhibits, key=lambda one: one.request):
        yield f"  # {_safe(request_id)}\n"
        for exhibit in run:
            yield textwrap.indent(_entry(exhibit), "  ")


def _entry(exhibit: Exhibit) -> str:
    """One exhibit as an entry of a list."""
    data = exhibit.model_dump(mode="json", exclude_none=True)
    return dump_yaml({"x": [data]}).split("\n", 1)[1].removeprefix("  ").replace("\n  ", "\n")


_WRITERS: dict[str, Callable[[str, dict[str, Any], Packet, str], Iterator[str]]] = {
    "numbering": _numbering,
    "exhibits": _exhibits,
}


def _remark(text: str) -> Iterator[str]:
    for line in textwrap.wrap(text, WIDTH - 2, break_long_words=False):
        yield f"# {line}\n"


def _commented(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines())


def _left_out(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """What is not in the plan and why; what may be put in stands there as an exhibit to uncomment."""
    lines: list[str] = []
    for one in left_out:
        lines += _remark(_safe(f"{one.request}: {one.document.path}: {one.why}; {one.remedy}"))
        if one.exhibit is not None:
            lines.append(_commented(textwrap.indent(_entry(one.exhibit), "  ")))
    if lines:
        yield "".join([*_remark("Left out when the plan was made, and why:"), *lines])


def _safe(text: str) -> str:
    """A text that ends no remark and shows no other words than it holds."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in on_one_line(text))
