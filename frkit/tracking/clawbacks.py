"""Documents that the agency demanded back, and whether counsel has cleared them since. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frkit.tracking.events import ClawbackDemanded, ClearedByCounsel
from frkit.tracking.order import Logged, uncorrected


def kept_back(events: Iterable[Logged]) -> frozenset[str]:
    """Hashes of the documents that no packet and no letter may take, as of the whole log.

    A demand blocks from whatever day it is; only a clearance that comes after the last demand lifts it. What was
    corrected counts for nothing, on either side.
    """
    blocked: set[str] = set()
    for _, event in uncorrected(events):
        if isinstance(event, ClawbackDemanded):
            blocked |= set(event.of)
        elif isinstance(event, ClearedByCounsel):
            blocked -= set(event.of)
    return frozenset(blocked)


def demanded_and_cleared(events: Iterable[Logged]) -> Iterator[tuple[str, str | None]]:
    """Each clearance without a demand before it, and the later demand for the same document, if there is one."""
    history = list(events)
    demanded: set[str] = set()
    for number, (event_id, event) in enumerate(history):
        if isinstance(event, ClawbackDemanded):
            demanded |= set(event.of)
        elif isinstance(event, ClearedByCounsel) and set(event.of) - demanded:
            unasked = set(event.of) - demanded
            later = (
                one
                for one, other in history[number + 1 :]
                if isinstance(other, ClawbackDemanded) and unasked & {*other.of}
            )
            yield event_id, next(later, None)
