"""Whose law a citation names, so that a copied file does not cite the place it was copied from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from frkit.base.models import Data
from frkit.law.faults import Fault, Location
from frkit.law.types import Jurisdiction

SHARED = ("us", "eu")
"""Places whose law is rightly cited elsewhere: federal law in the states, Union law in its members."""
_CITED = (
    "clocks",
    "extension",
    "tolling",
    "silence",
    "remedies",
    "exemptions",
    "fees",
    "requester",
    "form",
    "expedited",
)


def foreign_citations(law: Jurisdiction, marks: Mapping[str, str]) -> Iterator[Fault]:
    """Citations that begin with the mark of another place's law; ``marks`` has code -> how its law is cited."""
    family = {law.code, law.same_as, law.code.partition("-")[0], *SHARED}
    others = {mark: code for code, mark in marks.items() if code not in family and not _kin(code, law.code)}
    own = [mark for code, mark in marks.items() if code in family]
    for location, citation in _citations(law):
        for mark, code in others.items():
            if citation.startswith(mark) and not any(citation.startswith(one) for one in own):
                yield Fault(location, f"'{citation}' cites the law of {code}, not that of {law.code}")


def mark_of(citation: str) -> str | None:
    """How a law is cited, without the numbers behind it: ``Cal. Gov. Code``; None where too little is left."""
    match = re.match(r"(?:\d+ )?[^\d§:,;(]*", citation)
    mark = re.sub(r"(\s(ss?|secs?|arts?|tit|title|ch|chapter)\.?)?\s*$", "", match[0]) if match else ""
    return mark if len(re.sub(r"[\W\d]", "", mark)) >= 2 and len(mark) >= 3 else None


def marks_by_code(citations: Mapping[str, str]) -> dict[str, str]:
    """Code -> mark, for the marks that belong to one place alone.

    The states of the United States cite their codes in a way of their own; elsewhere acts share their names, so that
    only the whole citation is a mark.
    """
    states = {code: mark_of(citation) for code, citation in citations.items() if code.startswith("us")}
    marks = {code: mark for code, mark in states.items() if mark}
    marks |= {code: text for code, text in citations.items() if not code.startswith("us") and len(text) >= 12}
    seen = list(marks.values())
    return {code: mark for code, mark in marks.items() if sum(other.startswith(mark) for other in seen) == 1}


def _kin(first: str, second: str) -> bool:
    """Places of one country outside the United States share acts: procedure, interpretation, courts."""
    return (first[:2] == second[:2] and first[:2] != "us") or first.startswith(second) or second.startswith(first)


def _citations(law: Jurisdiction) -> Iterator[tuple[Location, str]]:
    for name in _CITED:
        part = getattr(law, name)
        entries: Iterable[tuple[Location, Data]] = (
            [((name, number), one) for number, one in enumerate(part)] if isinstance(part, tuple) else [((name,), part)]
        )
        for location, one in entries:
            citation = getattr(one, "citation", None)
            if citation:
                yield (*location, "citation"), citation
