"""Headers of the form ``value; name=value``, such as Content-Type, with RFC 2231 names and the usual mistakes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from frkit.evidence.mail.charsets import decoded
from frkit.evidence.mail.encoded_words import header_text

_MOST = 400
"""Parameters of one header; a mail has two or three."""
_NAMED = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?$")


@dataclass(frozen=True)
class Parameters:
    """A header's value in small letters, and its parameters as they came, names in small letters."""

    value: str
    given: dict[str, str]

    def get(self, name: str) -> str:
        """A parameter as it stands there, or nothing."""
        return self.given.get(name, "")

    def words(self, name: str) -> str:
        """A parameter for people, such as a file name, put together and decoded; or nothing."""
        return _put_together(self.given, name)


def parameters(raw: bytes) -> Parameters:
    """The parameters of a header; never fails. Bytes beyond ASCII stand as the characters of Latin-1."""
    text = " ".join(raw.decode("latin-1").split("\n")).replace("\r", " ").replace("\x00", "")
    start = re.match(r"[\s;]*([^\s;,\"]*)[\s;,]*", text)
    value = start[1].lower() if start else ""
    at = start.end() if start else 0
    if "=" in value:
        value, at = "", 0
    given: dict[str, str] = {}
    while at < len(text) and len(given) < _MOST:
        name, said, at = _next(text, at)
        if name and name not in given:
            given[name] = said
    return Parameters(value, given)


def _next(text: str, at: int) -> tuple[str, str, int]:
    """One parameter from ``at`` on, and where the next begins."""
    end = len(text)
    while at < end and text[at] in " \t;,":
        at += 1
    start = at
    while at < end and text[at] not in "=;":
        at += 1
    name = text[start:at].strip().lower().split(" ")[-1]
    if at >= end or text[at] == ";":
        return "", "", at + 1
    at += 1
    while at < end and text[at] in " \t":
        at += 1
    if at < end and text[at] == '"':
        said, at = _quoted(text, at + 1)
        stop = text.find(";", at)
        return name, said, end if stop < 0 else stop + 1
    stop = text.find(";", at)
    stop = end if stop < 0 else stop
    return name, text[at:stop].strip(), stop + 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    """What stands within quotation marks; a backslash counts only before a mark or a backslash."""
    out: list[str] = []
    for piece in re.compile(r'[^"\\]+|\\["\\]|\\|"').finditer(text, at):
        if piece[0] == '"':
            return "".join(out), piece.end()
        out.append(piece[0][1:] if len(piece[0]) == 2 and piece[0][0] == "\\" else piece[0])
    return "".join(out), len(text)


def _put_together(given: dict[str, str], base: str) -> str:
    pieces: list[tuple[int, bool, str]] = []
    for name, said in given.items():
        found = _NAMED.match(name)
        if found and found[1] == base and name != base:
            pieces.append((int(found[2] or 0), bool(found[3]), said))
    if not pieces:
        return _plain(given.get(base, ""))
    pieces.sort(key=lambda piece: piece[0])
    charset, raw = "", b""
    chunks: list[bytes] = []
    for number, (_, coded, said) in enumerate(pieces):
        if number == 0 and coded and said.count("'") >= 2:
            charset, _, said = said.split("'", 2)
        raw = said.encode("latin-1", "replace")
        chunks.append(unquote_to_bytes(raw) if coded else raw)
    data = b"".join(chunks)
    return header_text(data) if not charset and b"=?" in data else decoded(data, charset or "utf-8")[0]


def _plain(said: str) -> str:
    return header_text(said.encode("latin-1", "replace")) if said else ""
