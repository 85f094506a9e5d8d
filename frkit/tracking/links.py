"""Requests that hang together: passed on, split, or joined by an agency. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from frkit.tracking.events import Consolidated, Event, Split, Transferred
from frkit.tracking.order import Logged, uncorrected
from frkit.tracking.types import RequestFile

LINKING = ("transferred", "split", "consolidated")


@dataclass(frozen=True)
class Link:
    """One request that another led to, as an event of one of the two says."""

    kind: Literal["transferred", "split", "consolidated"]
    other: str
    """Id of the other request, or a name of the agency's that no request here bears."""
    items: tuple[int, ...]
    """Item numbers that went with it, in the request of the event; empty for all, or where none is named."""
    direction: Literal["to", "from"]
    """``to`` the other from this one, or ``from`` the other to this one."""
    event_id: str
    date: date


@dataclass(frozen=True)
class LinkDoubt:
    """A link that leads nowhere, or back: which request, which event, and what is wrong."""

    request: str
    event_id: str
    message: str


def links_from(events: Iterable[Logged]) -> tuple[Link, ...]:
    """The requests that the events of one request name as its continuations, in order; the events are uncorrected."""
    return tuple(link for logged in events if logged[1].kind in LINKING for link in _links(*logged))


def links_of(files: Iterable[RequestFile]) -> dict[str, tuple[Link, ...]]:
    """The links of every request of a campaign, both ways: those it names, then those that name it."""
    known = list(files)
    own = {file.id: links_from(uncorrected(file.events)) for file in known}
    back: dict[str, list[Link]] = {file.id: [] for file in known}
    for request, links in own.items():
        for one in links:
            if one.other in back and one.other != request:
                back[one.other].append(Link(one.kind, request, one.items, "from", one.event_id, one.date))
    return {request: (*links, *back[request]) for request, links in own.items()}


def link_doubts(files: Iterable[RequestFile]) -> Iterator[LinkDoubt]:
    """Each link that names no request of the campaign, the request itself, or leads in a circle."""
    own = {file.id: links_from(uncorrected(file.events)) for file in files}
    for request, links in own.items():
        for one in links:
            if one.other == request:
                yield LinkDoubt(request, one.event_id, "it names its own request as the other one")
            elif one.other not in own:
                message = (
                    f"no request here is called '{one.other}'; if there is one, correct the event and name its folder"
                )
                yield LinkDoubt(request, one.event_id, message)
            elif path := _way_back(one.other, request, own):
                message = f"the requests lead in a circle: {' to '.join((request, *path))}; one of these links is wrong"
                yield LinkDoubt(request, one.event_id, message)


def named_request(text: str, known: Iterable[str]) -> str | None:
    """The one request whose name is, or holds, a text; None where there is none, or more than one."""
    names = list(known)
    holding = [name for name in names if text.lower() in name] if text else []
    return text if text in names else holding[0] if len(holding) == 1 else None


def moved_items(event: Event) -> tuple[int, ...] | None:
    """The items that an event takes out of a request; empty for all of them, None where it takes none out."""
    if isinstance(event, Transferred):
        return event.items
    if isinstance(event, Split):
        return event.items or None
    return None


def _links(event_id: str, event: Event) -> Iterator[Link]:
    if isinstance(event, Transferred) and event.request:
        yield Link("transferred", event.request, event.items, "to", event_id, event.date)
    elif isinstance(event, Split):
        for other in event.into:
            yield Link("split", other, event.items, "to", event_id, event.date)
    elif isinstance(event, Consolidated):
        yield Link("consolidated", event.into, (), "to", event_id, event.date)


def _way_back(start: str, goal: str, own: Mapping[str, tuple[Link, ...]]) -> tuple[str, ...]:
    """The requests on the way from one to another along their links, both named; empty where there is no way."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while waiting:
        path = waiting.pop(0)
        if path[-1] == goal:
            return path
        for one in own.get(path[-1], ()):
            if one.other not in seen:
                seen.add(one.other)
                waiting.append((*path, one.other))
    return ()
