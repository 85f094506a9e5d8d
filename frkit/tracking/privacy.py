"""What must not leave ``private/``: the requester's name, address, e-mail and telephone, and where they turn up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from frkit.tracking.file_texts import LARGEST_LOOKED_INTO, Room, texts_of

if TYPE_CHECKING:
    from frkit.tracking.types import Requester

_LOCAL_DIGITS = 8
"""Digits at the end of a long telephone number that give a person away, with or without country and area."""
_SHORTEST_IN_BYTES = 7
"""Shorter ones stand by chance in any large file."""
_SMALL = bytes(range(256)).lower()
_NO_LETTERS = bytes(code for code in range(256) if not (code < 128 and chr(code).isalnum()))


def private_values(requesters: Iterable[Requester]) -> dict[str, str]:
    """Each private text -> what it is: address, e-mail or telephone of requester. Names are masked apart."""
    values: dict[str, str] = {}
    for requester in requesters:
        for line in identifying_lines(requester.address):
            values[line] = "address of requester"
        if requester.email:
            values[requester.email] = "e-mail of requester"
        if requester.telephone:
            values[requester.telephone] = "telephone of requester"
    return {text: what for text, what in values.items() if len(_squeezed(text)) >= 5}


def identifying_lines(address: Sequence[str]) -> list[str]:
    """The lines of an address that lead to a person: the first, and any with a number; a town alone does not."""
    return [line for number, line in enumerate(address) if number == 0 or re.search(r"\d", line)]


def found_in_text(text: str, values: dict[str, str]) -> list[str]:
    """What of the private values a text holds, whatever its case, spacing, accents and form of characters.

    A telephone number is found without its country, an e-mail address with a mark (``robin+foia@``).
    """
    if not values:
        return []
    squeezed = _squeezed(text)
    if "+" in text and "@" in text:
        squeezed += "\n" + _squeezed(re.sub(r"\+[\w.+-]*@", "@", text))
    return sorted({what for value, what in values.items() if any(one in squeezed for one in _needles(value, what))})


def found_in_file(path: Path, values: dict[str, str], room: Room | None = None) -> list[str]:
    """What of the private values a file holds, looking into mails, office files and the text of PDFs.

    A scan has no text: that a person must see. ``room`` bounds the work for a file of a stranger.
    """
    if not values or path.stat().st_size > LARGEST_LOOKED_INTO:
        return []
    found: set[str] = set()
    for text in texts_of(path.read_bytes(), room=room):
        found.update(found_in_text(text, values))
    return sorted(found)


def found_in_bytes(blocks: Iterable[bytes], values: dict[str, str]) -> list[str]:
    """What of the private values stands in plain letters in bytes that are no text, such as what a camera notes.

    A hundred times as fast as reading them as text; what a file keeps compressed is not seen.
    """
    wanted = _wanted_in_bytes(tuple(values.items()))
    longest = max(map(len, wanted), default=0)
    found: set[str] = set()
    rest = b""
    for block in blocks:
        plain = rest + block.translate(_SMALL, _NO_LETTERS)
        found |= {what for needle, what in wanted.items() if needle in plain}
        rest = plain[-longest:]
    return sorted(found)


@lru_cache(maxsize=64)
def _wanted_in_bytes(values: tuple[tuple[str, str], ...]) -> dict[bytes, str]:
    return {needle: what for value, what in values for needle in _byte_needles(value, what)}


def _byte_needles(value: str, what: str) -> Iterator[bytes]:
    """A value in plain letters and digits; spelled with others, they are left out on both sides."""
    spelled = {needle.encode("ascii", "ignore") for needle in _needles(value, what)}
    spelled.add(value.encode().translate(_SMALL, _NO_LETTERS))
    yield from (needle for needle in spelled if len(needle) >= _SHORTEST_IN_BYTES)


@lru_cache(maxsize=1024)
def _needles(value: str, what: str) -> tuple[str, ...]:
    digits = re.sub(r"\D", "", value)
    local = (digits[-_LOCAL_DIGITS:],) if what.startswith("telephone") and len(digits) >= 10 else ()
    return (_squeezed(value), *local)


def _squeezed(text: str) -> str:
    """Letters and digits alone, without accents; full-width and joined ones as the plain ones that they stand for."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", text).casefold()
