"""``[ITEM=]WORDS``: what is said of all items of a request, or of one, by its number or its record type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from frkit.base.errors import WrongUsage
from frkit.base.models import day_from
from frkit.tracking.types import Period

_ITEM = re.compile(r"([0-9]+|[a-z][a-z0-9-]*)=(.*)", re.DOTALL)


def parted(said: str) -> tuple[str | None, str]:
    """An item and the words, or None and the words; words that begin with ``=`` are for all, whatever follows."""
    found = _ITEM.fullmatch(said)
    if found is not None:
        return found[1], found[2].strip()
    return None, said.removeprefix("=").strip()


def shared_and_own(said: Iterable[str], option: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Words for all items, and words for single ones; raises WrongUsage for empty words."""
    shared: list[str] = []
    own: dict[str, tuple[str, ...]] = {}
    for one in said:
        item, words = parted(one)
        if not words:
            raise WrongUsage(f"'{one}' has no words.", place=option, remedy=f'like {option} "2=legal department"')
        if item is None:
            shared.append(words)
        else:
            own[item] = (*own.get(item, ()), words)
    return tuple(shared), own


def narrower_of(said: Iterable[str]) -> dict[str, str]:
    """The smaller version of single items; raises WrongUsage where no item is named, or one twice."""
    found: dict[str, str] = {}
    for one in said:
        item, words = parted(one)
        if item is None or not words:
            remedy = 'like --narrower "contracts=final signed documents only"'
            raise WrongUsage(f"'{one}' is not ITEM=WORDS.", place="--narrower", remedy=remedy)
        if item in found:
            raise WrongUsage(f"Item '{item}' has two smaller versions.", place="--narrower", remedy="say one")
        found[item] = words
    return found


def periods_of(said: Iterable[str]) -> tuple[Period | None, dict[str, Period]]:
    """The period of all items, and those of single ones; raises WrongUsage for what is no period."""
    shared: Period | None = None
    own: dict[str, Period] = {}
    for one in said:
        item, words = parted(one)
        if (item is None and shared is not None) or item in own:
            raise WrongUsage(f"'{one}' is a second period.", place="--period", remedy="one for all, one for each item")
        if item is None:
            shared = _period(words)
        else:
            own[item] = _period(words)
    return shared, own


def _period(words: str) -> Period:
    first, dots, last = (part.strip() for part in words.partition(".."))
    if not dots or not (first or last):
        remedy = "like 2020-06-10..2021-06-10, 2020-06-10.. or ..2021-06-10"
        raise WrongUsage(f"'{words}' is no period.", place="--period", remedy=remedy)
    since, until = _day(first), _day(last)
    if since and until and until < since:
        raise WrongUsage(f"The period ends on {until}, before it begins on {since}.", remedy="swap the two dates")
    return Period(since=since, until=until)


def _day(text: str) -> date | None:
    try:
        return day_from(text) if text else None
    except ValueError as error:
        raise WrongUsage(f"{error}.", place="--period", remedy="write a day as 2020-06-10") from None
