"""The events of a request for somebody outside: the same days and the same clocks, other names, new ids. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, Literal, get_args, get_origin

from frkit.base.errors import FrkitError
from frkit.exchange.share_words import Words
from frkit.tracking.event_files import event_id_of, event_text
from frkit.tracking.events import Audience, Event, FileRecord
from frkit.tracking.order import Logged, in_order
from frkit.tracking.reference_checks import event_targets

SEES: dict[Audience, frozenset[str]] = {
    "packet": frozenset({"packet"}),
    "team": frozenset({"packet", "team"}),
    "counsel": frozenset({"packet", "team", "counsel"}),
}
"""For whom a copy is made -> the events that it holds whole."""
_SILENT = (
    "note",
    "call",
    "clawback_demanded",
    "cleared_by_counsel",
    "contact_learned",
    "date_confirmed",
    "figure_confirmed",
    "withholding_noted",
    "evidence_added",
    "retention_learned",
)
"""Kinds that move no clock: of these, what others should not see is left out, not only its words."""
_AS_IT_IS = frozenset({
    "kind", "date", "time", "zone", "entered", "audience", "currency", "remedy", "kept", "dated", "sha256", "parts",
    "categories", "law_sha256", "first", "last", "length",
})  # fmt: skip
_GONE = frozenset({"message_id", "imported", "letter_sha256", "number"})
_POINTERS = ("reply_to", "of", "event", "by_event")
_TELLING = {
    "extension_claimed": ("reason",),
    "transferred": ("request",),
    "split": ("into",),
    "consolidated": ("into",),
}
"""Texts that a clock looks at, or that link requests; they stay in an event of which else only the fact is kept."""
LEFT_OUT = "[left out]"


@dataclass(frozen=True)
class Names:
    """What other things are called in the copy."""

    words: Words
    requests: Mapping[str, str]
    letters: Mapping[str, str]
    """SHA-256 of a letter's kept text -> that of its text in the copy."""
    letter_files: Mapping[str, str]
    law: Mapping[str, tuple[str, str]]
    """Frozen law -> its file and SHA-256 in the copy."""
    record: Callable[[FileRecord], FileRecord]


@dataclass
class History:
    """The events of the copy, and what became of those of the original."""

    events: list[Logged] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    """Id in the original -> id in the copy."""
    gone: frozenset[str] = frozenset()
    """Ids of the events that are left out."""
    bare: int = 0
    """Events of which only the fact is kept, since dates hang on them."""


def whole(event: Event, audience: Audience) -> bool:
    """Whether a copy for an audience holds an event with its words and documents."""
    return event.audience in SEES[audience]


def shared_history(events: Iterable[Logged], audience: Audience, names: Names) -> History:
    """The history as the audience may have it; events keep their order, and references lead where they led."""
    ordered = in_order(events)
    gone = _left_out(ordered, audience)
    kept = [logged for logged in ordered if logged[0] not in gone]
    wanted = [event_id for event_id, _ in kept]
    made = _rewritten(kept, gone, audience, names, {})
    if [event_id for event_id, _ in in_order(made.events)] != [made.ids[one] for one in wanted]:
        made = _rewritten(kept, gone, audience, names, _behind(kept))
    made.gone = frozenset(gone)
    made.bare = sum(not whole(event, audience) for _, event in kept)
    return made


def _left_out(ordered: list[Logged], audience: Audience) -> dict[str, Event]:
    """Events that others should not see and no clock needs; corrections of such an event with it."""
    gone = {event_id: event for event_id, event in ordered if event.kind in _SILENT and not whole(event, audience)}
    while True:
        more = {
            event_id: event
            for event_id, event in ordered
            if event_id not in gone and event.kind == "corrected" and getattr(event, "event", None) in gone
        }
        if not more:
            return gone
        gone |= more


def _behind(kept: list[Logged]) -> dict[str, list[str]]:
    """For each event the one before it on its day, so that new ids and missing events change no order."""
    points = {event_id: set(event_targets(event)) for event_id, event in kept}
    behind: dict[str, list[str]] = {}
    for _, day in groupby(kept, key=lambda logged: logged[1].date):
        for (first, _), (second, _) in pairwise(list(day)):
            if not _leads(first, second, points):
                behind[second] = [first]
                points[second].add(first)
    return behind


def _leads(start: str, goal: str, points: Mapping[str, set[str]]) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        for target in points.get(waiting.pop(), ()):
            if target == goal:
                return True
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return False


def _rewritten(
    kept: list[Logged], gone: Mapping[str, Event], audience: Audience, names: Names, behind: Mapping[str, list[str]]
) -> History:
    """Every kept event with its new id, those first that others point at: an id is a hash of what it points at, too."""
    made = History()
    waiting = [(event_id, _without_gone(event, gone, behind.get(event_id, ()))) for event_id, event in kept]
    ids_waiting, given = {event_id for event_id, _ in waiting}, set[str]()
    while waiting:
        ready = [one for one in waiting if not any(target in ids_waiting for target in event_targets(one[1]))]
        if not ready:
            circle = " and ".join(event_id for event_id, _ in waiting[:2])
            raise FrkitError(
                f"The events {circle} point at each other, so they were edited by hand.",
                remedy="correct one of them; frkit check names it",
            )
        for event_id, event in ready:
            fresh = _masked(event, names, made.ids, bare=not whole(event, audience))
            new_id = event_id_of(fresh, event_text(fresh).encode())
            if new_id in given:  # alike now that names and notes are gone
                fresh = fresh.model_copy(update={"after": (*fresh.after, new_id)})
                new_id = event_id_of(fresh, event_text(fresh).encode())
            given.add(new_id)
            made.ids[event_id] = new_id
            made.events.append((new_id, fresh))
        ids_waiting -= {event_id for event_id, _ in ready}
        waiting = [one for one in waiting if one[0] in ids_waiting]
    return made


def _without_gone(event: Event, gone: Mapping[str, Event], behind: Iterable[str]) -> Event:
    """An event that points at nothing left out; what came after such an event comes after what that came after."""
    waiting, seen, after = [*event.after, *behind], set[str](), list[str]()
    while waiting:
        one = waiting.pop(0)
        if one in gone and one not in seen:
            waiting += gone[one].after
        elif one not in seen:
            after.append(one)
        seen.add(one)
    update: dict[str, Any] = {"after": tuple(after)}
    for name in _POINTERS:
        if name in type(event).model_fields and getattr(event, name) in gone:
            update[name] = None
    return event.model_copy(update=update)


def _masked(event: Event, names: Names, ids: Mapping[str, str], *, bare: bool) -> Event:
    update: dict[str, Any] = {}
    for name, info in type(event).model_fields.items():
        value = getattr(event, name)
        if value is None or name in _AS_IT_IS:
            continue
        if name == "after":
            update[name] = tuple(ids.get(one, one) for one in value)
        elif name in _POINTERS and isinstance(value, str):
            update[name] = ids.get(value, value)
        elif name in ("by", "counsel"):
            update[name] = names.words.people.get(value) or names.words.pseudonyms.of("person", value)
        elif _chosen(info.annotation):
            continue
        elif bare and name not in (*_TELLING.get(event.kind, ()), "law_file"):
            update[name] = _emptied(value, required=info.is_required())
        else:
            update[name] = _field(event, name, value, names)
    law_file = getattr(event, "law_file", None)
    if isinstance(law_file, str) and law_file in names.law:
        update["law_sha256"] = names.law[law_file][1]
    return event.model_copy(update=update)


def _chosen(annotation: Any) -> bool:
    """Whether a field holds one of a few fixed words."""
    return get_origin(annotation) is Literal or any(_chosen(part) for part in get_args(annotation))


def _field(event: Event, name: str, value: Any, names: Names) -> Any:
    words = names.words
    if name in _GONE or (name == "note" and event.audience == "packet"):
        return None
    if name == "of":
        return value
    if name == "documents":
        return tuple(names.record(one) for one in value)
    if name in ("masked_sha256", "letter_file"):
        return (names.letters if name == "masked_sha256" else names.letter_files).get(value)
    if name == "law_file":
        return names.law[value][0] if value in names.law else value
    if name in ("request", "into"):
        return names.requests.get(value, words.text(value)) if isinstance(value, str) else _each(value, names)
    if name in ("person", "sender"):
        return words.contact(value)
    if name == "address" and getattr(event, "purpose", "") == "officer":
        return tuple(dict.fromkeys(words.contact(line) for line in value))
    return _texts(value, words)


def _each(value: tuple[str, ...], names: Names) -> tuple[str, ...]:
    return tuple(names.requests.get(one, names.words.text(one)) for one in value)


def _texts(value: Any, words: Words) -> Any:
    """Texts masked, in records inside the event too; whatever is no text as it is."""
    if isinstance(value, str):
        return words.text(value)
    if isinstance(value, tuple):
        return tuple(_texts(one, words) for one in value)
    if hasattr(type(value), "model_fields"):
        return value.model_copy(update={name: _texts(one, words) for name, one in vars(value).items() if name != "id"})
    return value


def _emptied(value: Any, *, required: bool) -> Any:
    """A text, or a list of texts or documents, of which others should know nothing; numbers and days as they are."""
    if isinstance(value, str):
        return LEFT_OUT if required else None
    if isinstance(value, tuple) and value and not isinstance(value[0], int) and not hasattr(value[0], "year"):
        return (LEFT_OUT,) if required else ()
    return value
