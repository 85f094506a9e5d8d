"""Names and addresses in a header such as From or To (RFC 5322), the address read before the name is decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frkit.evidence.mail.encoded_words import header_text

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|<([^<>]*)>|([,;:])|\(([^()]*)\)|([^",;:<>()]+|["<>()])', re.DOTALL)
_MOST = 2000
_LONGEST = 200_000


@dataclass(frozen=True)
class Address:
    """A name as its owner wrote it, and the address that counts."""

    name: str
    address: str


def addresses(raw: bytes | str, charset: str | None = None) -> tuple[Address, ...]:
    """The addresses of a header as it came, undecoded: an address hidden in somebody's name is only a name."""
    text = raw.decode("latin-1") if isinstance(raw, bytes) else raw.encode("utf-8", "surrogateescape").decode("latin-1")
    found: list[Address] = []
    words: list[str] = []
    angle: str | None = None
    comment = ""
    for token in _TOKEN.finditer(" ".join(text[:_LONGEST].split())):
        quoted, bracketed, mark, aside, word = token.groups()
        if mark in (",", ";") and len(found) < _MOST:
            found += _address(words, angle, comment, charset)
            words, angle, comment = [], None, ""
        elif mark == ":" and angle is None:
            words = []
        elif bracketed is not None:
            angle = bracketed
        elif aside is not None:
            comment = aside
        elif quoted is not None:
            words.append(re.sub(r"\\(.)", r"\1", quoted))
        elif word and word.strip():
            words.append(word.strip())
    return tuple([*found, *_address(words, angle, comment, charset)])


def _address(words: list[str], angle: str | None, comment: str, charset: str | None) -> list[Address]:
    said = " ".join(words)
    if angle is not None:
        return [Address(_plain(said, charset), angle.replace(" ", ""))] if "@" in angle or said else []
    bare = next((piece for piece in said.split() if "@" in piece), "")
    if not bare:
        return []
    rest = said.replace(bare, "", 1).strip() or comment
    return [Address(_plain(rest, charset), bare.strip("'\""))]


def _plain(said: str, charset: str | None) -> str:
    return header_text(said.encode("latin-1", "replace"), charset)
