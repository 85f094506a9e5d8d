"""Pledges and records: each dated exhibit beside public words, in one of four states; it accuses nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from frkit.evidence.pledges.comparison import STATES, State
from frkit.packet.parts.made_part import FrontFacts, MadePart
from frkit.packet.parts.pledge_chart import Chart, charts
from frkit.packet.parts.pledge_rows import STATE_WORDS, Promise, dated_exhibits, promises
from frkit.pages.wording import without_stop

_MEANING: dict[State, str] = {
    "before": "the document’s date surely lies before the pledge or the law",
    "after_in_scope": "surely after it, and the words cover what the document shows",
    "after_outside": "surely after it, and the words leave it out, an exception applies, or the pledge had ended",
    "cannot_tell": "the dates overlap, or the state would hang on something that nobody said",
}


def _chart_of(found: Sequence[Promise]) -> tuple[Chart, ...]:
    """The line of time of all pledges and laws, and of every document that is set beside one of them."""
    facts = [(f"{one.shown}: {one.vendor or without_stop(one.title)}", one.date) for one in found]
    documents: dict[tuple[str, str, int], tuple[str, str, tuple[State, ...]]] = {}
    for promise in found:
        for row in promise.rows:
            dated = row.exhibit.record.confirmed.dated
            key = (row.agency, dated, row.exhibit.piece.offset)
            before = documents.get(key, (row.agency, dated, ()))[2]
            documents[key] = (row.agency, dated, (*before, row.state))
    return charts(facts, list(documents.values()))


def _facts(front: FrontFacts) -> dict[str, Any]:
    exhibits, elsewhere = dated_exhibits(front)
    found = promises(front, exhibits)
    compared = {id(row.exhibit) for promise in found for row in promise.rows}
    return {
        "promises": found,
        "pledge_charts": _chart_of(found),
        "pledge_states": [(state, STATE_WORDS[state], _MEANING[state]) for state in STATES],
        "pledges_dated": len(exhibits),
        "pledges_alone": [one for one in exhibits if id(one) not in compared],
        "pledges_elsewhere": elsewhere,
    }


PART = MadePart("pledges", "Pledges and records", _facts)
