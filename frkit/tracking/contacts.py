"""Whom to write to for what, with where and when that was found, and which addresses came back. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from frkit.catalogue.types import Agency
from frkit.tracking.events import ContactLearned
from frkit.tracking.order import Logged, failures, uncorrected


@dataclass(frozen=True)
class KnownContact:
    """An address for a purpose, where and when somebody found it, and since when it is known to be dead."""

    purpose: str
    address: tuple[str, ...]
    found_where: str
    found_when: date
    event_id: str | None = None
    """The event in which it was learned; None where it stands in the campaign's ``agencies`` folder."""
    came_back: date | None = None
    """The day on which something sent there came back, if nothing says since that it works."""


def contacts_of(
    agency: Agency | None, events: Iterable[Logged], purpose: str | None = None
) -> tuple[KnownContact, ...]:
    """Every known contact, or those for one purpose: the latest found first, dead ones last.

    What was learned for this request goes before what the campaign has on file of the same day.
    """
    history = list(events)
    learned = [
        KnownContact(event.purpose, event.address, event.found_where, event.date, event_id)
        for event_id, event in uncorrected(history)
        if isinstance(event, ContactLearned)
    ]
    on_file = [
        KnownContact(one.purpose, one.address, one.found_where, one.found_when)
        for one in (agency.contacts if agency is not None else ())
    ]
    dead = _came_back(history)
    found = [_marked(one, dead) for one in (*reversed(learned), *on_file)]
    wanted = [one for one in found if purpose is None or one.purpose.casefold().startswith(purpose.casefold())]
    latest_first = sorted(wanted, key=lambda one: one.found_when, reverse=True)
    return tuple(sorted(latest_first, key=lambda one: one.came_back is not None))


def _came_back(events: list[Logged]) -> dict[str, date]:
    """Address -> the day on which what went there came back; a later sending there that did not fail clears it."""
    counted = uncorrected(events)
    by_sending = failures(counted)
    dead: dict[str, date] = {}
    for event_id, event in counted:
        to = _plain(str(getattr(event, "to", None) or ""))
        if not to or not hasattr(event, "method"):
            continue
        if event_id in by_sending:
            dead[to] = by_sending[event_id][1].date
        else:
            dead.pop(to, None)
    return dead


def _marked(one: KnownContact, dead: dict[str, date]) -> KnownContact:
    lines = {_plain(line) for line in one.address} | {_plain(" ".join(one.address)), _plain(", ".join(one.address))}
    since = max((day for to, day in dead.items() if to in lines), default=None)
    if since is None or (since < one.found_when and one.event_id is not None):
        return one
    return KnownContact(one.purpose, one.address, one.found_where, one.found_when, one.event_id, since)


def _plain(text: str) -> str:
    return " ".join(text.removeprefix("mailto:").casefold().split())
