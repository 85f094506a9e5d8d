"""Bates numbers as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"(?P<prefix>.*?)[\s_–—-]*(?P<digits>[0-9]{1,12})", re.DOTALL)
_SIGNS = re.compile(r"[\s_–—-]+")


@dataclass(frozen=True)
class Typed:
    """A number as typed: of which series, or of none that is known."""

    prefix: str | None
    """A prefix of the campaign; None where what was typed is none of them."""
    number: int


def read_number(text: str, prefixes: Iterable[str], own: str) -> Typed | None:
    """``FRK-000012``, ``frk 12``, ``FRK12`` or ``12`` (of the campaign's own series); None for what is no number."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    number = int(found["digits"])
    wanted = _plain(found["prefix"])
    if not wanted:
        return Typed(own, number)
    # A prefix may end in digits (CASE26): of FRK2 and FRK, the longer one that fits is meant.
    for prefix in sorted({*prefixes, own}, key=len, reverse=True):
        if wanted == _plain(prefix):
            return Typed(prefix, number)
    for prefix in sorted({*prefixes, own}, key=len, reverse=True):
        rest = _after(text.strip(), prefix)
        if rest is not None:
            return Typed(prefix, rest)
    return Typed(None, number)


def _after(text: str, prefix: str) -> int | None:
    """The number behind a prefix that itself ends in digits."""
    plain, begin = _plain(text), _plain(prefix)
    rest = plain.removeprefix(begin)
    return int(rest) if rest != plain and rest.isascii() and rest.isdigit() else None


def _plain(text: str) -> str:
    return _SIGNS.sub("", text).upper()


def plain_number(text: str) -> tuple[str, int] | None:
    """What stands before the digits, without spaces, dashes and capitals, and the digits' value: to compare two ways
    of typing a number; None for what does not end in digits.
    """
    found = _NUMBER.fullmatch(text.strip())
    return (_plain(found["prefix"]), int(found["digits"])) if found else None
