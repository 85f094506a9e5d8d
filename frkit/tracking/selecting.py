"""Choosing requests by what they are and where they stand. Pure.

Different filters narrow each other; several values of one filter widen it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Generic, TypeVar

from frkit.base.findings import did_you_mean
from frkit.law.place_names import ALSO_CALLED
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

Placed = tuple[RequestFile, Standing]
"""A request with where it stands."""
T = TypeVar("T")
R = TypeVar("R")
"""A request, whole or in short: what has its ``request``."""
S = TypeVar("S")
"""Where it stands, whole or in short: what has its ``ball``, ``flags``, ``tracks``, ``outcome`` and ``sent_on``."""
BALLS = ("draft", "ready", "agency", "us", "closed", "newer_frkit")
TRACKS = ("request", "appeal", "complaint", "lawsuit")
_NAMED = 8
"""How many of the values on file a message names."""


@dataclass(frozen=True)
class Filters:
    """What the wanted requests have in common; a field that is empty asks for nothing.

    ``place``, ``agency``, ``law``, ``vendor``, ``item``, ``wave`` and ``requester`` look at the request as written;
    the others at its standing on a day.
    """

    place: tuple[str, ...] = ()
    """Codes: a place means everything below it too, so ``us-ca`` holds its cities."""
    agency: tuple[str, ...] = ()
    """Ids, or parts of ids where no request has the whole."""
    law: tuple[str, ...] = ()
    """Codes of the access law, meant exactly."""
    vendor: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    """Ids of record types; a request that asks for one of them fits."""
    wave: tuple[str, ...] = ()
    requester: tuple[str, ...] = ()
    ball: tuple[str, ...] = ()
    """Who must act."""
    flag: tuple[str, ...] = ()
    track: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    """A word for the whole request or for any of its items."""
    sent_since: date | None = None
    sent_until: date | None = None
    is_open: bool | None = None
    """False: closed ones only; None: both."""

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) not in ((), None) for one in fields(self))


@dataclass(frozen=True)
class Narrowed(Generic[R, S]):
    """The requests that fit, and how many each filter left, in the order in which they were applied."""

    kept: tuple[tuple[R, S], ...]
    of: int
    left: tuple[tuple[str, int], ...] = ()
    hint: str = ""
    """Where none is left: what the requests before the last filter have instead."""

    def sentence(self) -> str:
        """How the filters narrowed the campaign down, as one sentence."""
        steps = "".join(f"; {words} leaves {count or 'none'}" for words, count in self.left)
        return f"Of {self.of} request{'s' * (self.of != 1)} here{steps}.{self.hint}"


@dataclass(frozen=True)
class _Rule:
    """One filter: its field, and what a request has to be compared with the values asked for."""

    name: str
    values: Callable[[Any], Iterable[str | None]]
    fits: Callable[[str, str], bool] = field(default=lambda asked, has: asked == has)

    def of(self, one: Any) -> list[str]:
        """What a request, or a standing, has of this."""
        return [value for value in self.values(one) if value]


def _within(asked: str, has: str) -> bool:
    return has == asked or has.startswith(f"{asked}-")


_OF_REQUESTS = (
    _Rule("place", lambda file: (file.request.law, *file.request.places, file.request.agency), _within),
    _Rule("agency", lambda file: (file.request.agency,)),
    _Rule("law", lambda file: (file.request.law,)),
    _Rule("vendor", lambda file: file.request.vendors),
    _Rule("item", lambda file: [item.category for item in file.request.items]),
    _Rule("wave", lambda file: (file.request.wave,)),
    _Rule("requester", lambda file: (file.request.requester,)),
)
_OF_STANDINGS = (
    _Rule("ball", lambda stand: (stand.ball,)),
    _Rule("flag", lambda stand: [flag.name for flag in stand.flags]),
    _Rule("track", lambda stand: stand.tracks),
    _Rule("outcome", lambda stand: (stand.outcome, *stand.item_outcomes.values())),
)


def narrowed(files: Sequence[R], filters: Filters, stand: Callable[[R], S]) -> Narrowed[R, S]:
    """The requests that fit every filter; ``stand`` is asked only about those that fit as written."""
    able, left, hint = _applied(_OF_REQUESTS, filters, list(files), lambda file: file)
    placed = [(file, stand(file)) for file in able]
    kept, more, later = _applied(_OF_STANDINGS, filters, placed, lambda one: one[1])
    left += more
    for words, fits in _plain_rules(filters):
        kept = [one for one in kept if fits(one[1])]
        left.append((words, len(kept)))
    return Narrowed(tuple(kept), len(files), tuple(left), hint or later)


def _applied(
    rules: Iterable[_Rule], filters: Filters, requests: list[T], looked_at: Callable[[T], Any]
) -> tuple[list[T], list[tuple[str, int]], str]:
    """The requests that fit these rules, how many each left, and the hint for the first that left none."""
    left: list[tuple[str, int]] = []
    hint = ""
    for rule in rules:
        asked = _asked(rule.name, getattr(filters, rule.name))
        if not asked or (left and not requests):
            continue
        has = [[value.casefold() for value in rule.of(looked_at(one))] for one in requests]
        wanted = [_fits(rule, asked, values, has) for values in has]
        left.append((" ".join(f"--{rule.name} {value}" for value in asked), sum(wanted)))
        if requests and not any(wanted):
            hint = _hint(rule.name, asked, {value for values in has for value in values})
        requests = [one for one, fits in zip(requests, wanted, strict=True) if fits]
    return requests, left, hint


def _fits(rule: _Rule, asked: tuple[str, ...], values: list[str], all_values: list[list[str]]) -> bool:
    """Whether one of the values is asked for; an agency may be named in part, where none has the whole name."""
    for value in asked:
        if any(rule.fits(value, has) for has in values):
            return True
        if rule.name == "agency" and value and any(value in has for has in values) and [value] not in all_values:
            return True
    return False


def _asked(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """The values as they stand in files: lower case, underscores in names, a country by its code."""
    plain = tuple(value.strip().casefold() for value in values)
    if name in ("flag", "ball", "outcome", "track"):
        return tuple(value.replace("-", "_") for value in plain)
    if name in ("place", "law"):
        return tuple(
            "-".join([ALSO_CALLED.get(head, head), *rest]) for head, *rest in (one.split("-") for one in plain)
        )
    return plain


def _plain_rules(filters: Filters) -> list[tuple[str, Callable[[Any], bool]]]:
    rules: list[tuple[str, Callable[[Any], bool]]] = []
    since, until, is_open = filters.sent_since, filters.sent_until, filters.is_open
    if since is not None:
        rules.append((f"--sent-since {since}", lambda stand: stand.sent_on is not None and stand.sent_on >= since))
    if until is not None:
        rules.append((f"--sent-until {until}", lambda stand: stand.sent_on is not None and stand.sent_on <= until))
    if is_open is not None:
        rules.append(("--open" if is_open else "--closed", lambda stand: (stand.ball != "closed") is is_open))
    return rules


def _hint(name: str, asked: tuple[str, ...], there: set[str]) -> str:
    """What the requests have that were left before this filter, so that a slip is seen at once."""
    has = sorted(there)
    if not has:
        return f" None of them has any {name}."
    near = did_you_mean(asked[0], has)
    more = f" and {len(has) - _NAMED} more" if len(has) > _NAMED else ""
    return f" --{name} there: {', '.join(has[:_NAMED])}{more}{near or '.'}"
