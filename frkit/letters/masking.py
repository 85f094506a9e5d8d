"""The requester in a letter: the real values, or what stands for them where others may read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from frkit.base.errors import FrkitError
from frkit.pages.wording import on_one_line
from frkit.tracking.privacy import identifying_lines
from frkit.tracking.types import Requester

NAME = "[name of requester]"
ORGANISATION = "[organisation of requester]"
ADDRESS = "[address of requester]"
EMAIL = "[e-mail of requester]"
TELEPHONE = "[telephone of requester]"
_LOCAL = 7
"""Digits of a telephone number that give a person away even without country and area."""
_NO_DIGIT = bytes(set(range(256)) - set(b"0123456789"))
PLACEHOLDERS = (NAME, ORGANISATION, ADDRESS, EMAIL, TELEPHONE)
NOBODY = Requester(name=NAME, address=(ADDRESS,), email=EMAIL)
"""Stands in a letter for a requester who is not on file on this computer."""


def on_file(requester: Requester | None) -> Requester:
    """The requester with every value on one line, or the placeholders where none is on file."""
    if requester is None:
        return NOBODY
    person = Requester(
        name=on_one_line(requester.name),
        organisation=on_one_line(requester.organisation or "") or None,
        address=tuple(line for line in map(on_one_line, requester.address) if line),
        email=on_one_line(requester.email or "") or None,
        telephone=on_one_line(requester.telephone or "") or None,
    )
    if not person.name:
        raise FrkitError(
            "The requester's file has no name in it.", remedy="write the name that signs the letter, after 'name:'"
        )
    return person


def placeholders(requester: Requester) -> Requester:
    """The same requester with each value replaced by what it is; what is absent stays absent."""
    return Requester(
        name=NAME,
        organisation=ORGANISATION if requester.organisation else None,
        address=(ADDRESS,) if requester.address else (),
        email=EMAIL if requester.email else None,
        telephone=TELEPHONE if requester.telephone else None,
    )


def mask(text: str, requester: Requester) -> str:
    """A text in which no private value of the requester stands any more, whatever its case and spacing."""
    for one in _perhaps_in(text, requester):
        text = one.pattern.sub(one.placeholder, text)
    return text


def mask_all(value: Any, requester: Requester) -> Any:
    """Plain data with every text in it masked."""
    # Mostly nothing is found, and one long text is searched sooner than hundreds of short ones.
    whole = "\n\n".join(_texts_in(value))
    return _masked(value, requester) if still_private(whole, requester) else value


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(item)


def _masked(value: Any, requester: Requester) -> Any:
    if isinstance(value, str):
        return mask(value, requester)
    if isinstance(value, dict):
        return {key: _masked(item, requester) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item, requester) for item in value]
    return value


def still_private(text: str, requester: Requester) -> list[str]:
    """The placeholders whose values still stand in a text; empty after :func:`mask`."""
    return sorted({one.placeholder for one in _perhaps_in(text, requester) if one.pattern.search(text)})


class _Sought(NamedTuple):
    """A private value, as it may be typed elsewhere."""

    pattern: re.Pattern[str]
    placeholder: str
    words: tuple[str, ...]
    """Each in every text in which the pattern is found, as :func:`_folded` writes them; none where that is not said."""
    digits: str
    """The same of the digits of a text alone."""


def _perhaps_in(text: str, requester: Requester) -> list[_Sought]:
    """What may stand in a text: to look for the words of each value first takes a hundredth of the time."""
    folded, digits = _folded(text), _digits(text)
    found = (one for one in _sought(requester) if one.digits in digits)
    return [one for one in found if all(word in folded for word in one.words)]


def _digits(text: str) -> str:
    return text.encode().translate(None, _NO_DIGIT).decode() if text.isascii() else re.sub(r"\D+", "", text)


def _folded(text: str) -> str:
    """Small letters; those that regular expressions take for an ASCII letter when case does not matter are that one."""
    folded = text if text.isascii() else text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i")
    return folded.casefold().replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")


@lru_cache(maxsize=32)
def _sought(requester: Requester) -> tuple[_Sought, ...]:
    """What to look for, the longest first, so that no part of a longer value is left over."""
    found = sorted(_values(requester), key=lambda one: len(one[0]), reverse=True)
    return tuple(_to_seek(value, placeholder) for value, placeholder in found)


def _values(requester: Requester) -> Iterator[tuple[str, str]]:
    for value, placeholder in (
        (requester.name, NAME),
        (requester.organisation, ORGANISATION),
        (requester.email, EMAIL),
        (requester.telephone, TELEPHONE),
    ):
        if value and value not in PLACEHOLDERS:
            yield value, placeholder
    for line in (" ".join(requester.address), *identifying_lines(requester.address)):
        if line and line not in PLACEHOLDERS:
            yield line, ADDRESS


def _number(digits: str) -> str:
    """A telephone number with any signs between its digits, with or without what stands before its local part."""
    between = r"[\s().\-/]*"
    before = "".join(f"(?:{digit}{between})?" for digit in f"0{digits[:-_LOCAL]}")
    return rf"(?<!\d)\+?\(?{before}{between.join(digits[-_LOCAL:])}(?!\d)"


def _to_seek(value: str, placeholder: str) -> _Sought:
    """A value as it may be typed elsewhere: other spaces, other case; a number with other signs between its digits."""
    if placeholder == TELEPHONE:
        digits = re.sub(r"\D", "", value)
        if len(digits) >= 5:
            return _Sought(re.compile(_number(digits)), placeholder, (), digits[-_LOCAL:])
    words = value.split()
    loose = r"\s+".join(re.escape(word) for word in words)
    # A name of one word may be a word of the language: then its capital tells.
    flags = re.IGNORECASE if len(words) > 1 or placeholder == EMAIL else 0
    plain = sorted((word.casefold() for word in words if word.isascii()), key=len, reverse=True)
    return _Sought(re.compile(rf"(?<!\w){loose}(?!\w)", flags), placeholder, tuple(plain), "")
