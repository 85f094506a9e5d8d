"""Whether two events say the same, so that nothing is logged twice by mistake. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from frkit.tracking.events import Event, ExemptionClaim
from frkit.tracking.order import Logged

_COMPUTED = {"letter_sha256", "masked_sha256", "law_file", "law_sha256"}
"""What frkit adds when it writes an event; nobody types it."""
_OFTEN = (
    "arrived",
    "call",
    "note",
    "evidence_added",
    "contact_learned",
    "date_confirmed",
    "figure_confirmed",
    "withholding_noted",
    "court_event",
    "followed_up",
    "delivery_failed",
    "corrected",
)
"""Kinds of which a day may well have several."""


def the_same(new: Event, known: Iterable[Logged], brings: Collection[str] = ()) -> str | None:
    """Id of an event that says all that a new one would say, or None; ``brings`` are the hashes of its files."""
    return next((event_id for event_id, old in known if says_the_same(new, old, brings)), None)


def says_the_same(new: Event, old: Event, brings: Collection[str] = ()) -> bool:
    """Whether an event adds nothing to one on file: kind, day and content; who typed it, when and why do not count.

    A time, or the reply that it is about, tells two events apart only where both name one.
    """
    if (new.kind, new.date) != (old.kind, old.date) or _content(new) != _content(old):
        return False
    letters = getattr(new, "letter_sha256", None), getattr(old, "letter_sha256", None)
    pairs = ((new.time, old.time), (new.reply_to, old.reply_to), letters)
    if any(one and other and one != other for one, other in pairs):
        return False
    return set(brings) <= {record.sha256 for record in old.documents}


def alike(new: Event, known: Iterable[Logged]) -> str | None:
    """Id of an event of the same kind and day, where a day seldom has two; or None."""
    if new.kind in _OFTEN:
        return None
    return next((event_id for event_id, old in known if _like(new, old)), None)


def _like(new: Event, old: Event) -> bool:
    items = set(getattr(new, "items", ())), set(getattr(old, "items", ()))
    apart = all(items) and items[0].isdisjoint(items[1])
    return (new.kind, new.date) == (old.kind, old.date) and not apart


def _content(event: Event) -> dict[str, Any]:
    own = (name for name in type(event).model_fields if name not in Event.model_fields and name not in _COMPUTED)
    return {name: _plain(getattr(event, name)) for name in own}


def _plain(value: Any) -> Any:
    """A value as it was typed: the law's id of a ground is found by frkit, and the order of items says nothing."""
    if isinstance(value, tuple):
        return sorted((_plain(one) for one in value), key=repr)
    if isinstance(value, ExemptionClaim):
        return (value.cited, sorted(value.items))
    return value
