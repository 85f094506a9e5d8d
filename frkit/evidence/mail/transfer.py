"""Bytes as they were before they were coded for the way: base64, quoted-printable, uuencode, yEnc, however damaged."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from frkit.evidence.mail.charsets import decoded

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_TOO_SHORT_TO_JUDGE = 8
_WORDS_AFTER = re.compile(rb"=[ \t]*\r?\n(?:[ \t]*\r?\n)*(?=[^\n]{0,300}[A-Za-z0-9][ ,.:;!?'()_-]{1,5}[A-Za-z0-9])")


@dataclass(frozen=True)
class Uncoded:
    """The bytes, what stood behind them without being part of them, and what was wrong."""

    data: bytes
    behind: bytes = b""
    warning: str = ""


def uncoded(body: bytes, coding: str) -> Uncoded:
    """A body without its transfer coding; never fails."""
    name = coding.strip().strip("\"'").lower()
    if name == "base64":
        return _from_base64(body)
    if name in ("quoted-printable", "quoted_printable", "quotedprintable"):
        return Uncoded(from_quoted_printable(body))
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        found = first_uuencoded(body)
        return Uncoded(found[1]) if found else Uncoded(body, warning="it should be uuencoded, and is not")
    if name in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "x-yencode"):
        return Uncoded(body)
    return Uncoded(body, warning=f"the mail names a coding that does not exist ('{name[:40]}')")


def _from_base64(body: bytes) -> Uncoded:
    behind = b""
    found = _WORDS_AFTER.search(body)
    if found:
        body, behind = body[: found.start() + 1], body[found.end() :]
    kept = body.translate(None, _NOT_BASE64)
    pieces = [piece for piece in kept.split(b"=") if piece]
    data = b"".join(_of_piece(piece) for piece in pieces)
    if body.strip() and _is_no_base64(body, kept):
        return Uncoded(body, behind, "it should be base64, and is not; kept as it stands")
    cut = len(pieces) == 1 and len(pieces[0]) % 4 == 1
    return Uncoded(data, behind, "its base64 ends in the middle; the end of it is missing" if cut else "")


def _of_piece(piece: bytes) -> bytes:
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))


def _is_no_base64(body: bytes, kept: bytes) -> bool:
    """True for a text that only says it is base64: spaces between words, or a quarter of other signs."""
    visible = body.translate(None, bytes(range(33)))
    if len(visible) <= _TOO_SHORT_TO_JUDGE:
        return False
    few = len(visible) // 30
    spaced = body.count(b" ") > few and len(re.findall(rb"\S +\S", body)) > few
    return spaced or len(kept) < 0.75 * len(visible)


def from_quoted_printable(body: bytes) -> bytes:
    """Quoted-printable as bytes; a damaged code stays as it stands."""
    body = re.sub(rb"=[ \t]{0,80}\r{0,2}\n", b"", body)
    body = re.sub(rb"=[ \t]{0,80}\Z", b"", body)
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), body)


@dataclass(frozen=True)
class Block:
    """A file that stands coded within a text: from where to where, its name and its bytes."""

    start: int
    end: int
    name: str
    data: bytes


_MARKS = re.compile(
    rb"^(?:(?P<uu>begin(?P<mime>-base64)? [0-7]{3,4} (?P<name>[^\r\n]{1,300}?)[ \t]*\r?$)"
    rb"|(?P<y>=ybegin [^\r\n]{0,200}?name=(?P<yname>[^\r\n]{1,300})\r?\n(?:=ypart [^\r\n]{0,200}$)?)"
    rb"|(?P<uuend>(?:end|====)[ \t]*\r?$)|(?P<yend>=yend[^\r\n]{0,300}))",
    re.MULTILINE,
)


def files_in_text(body: bytes) -> tuple[Block, ...]:
    """Files that stand uuencoded or yEncoded within a text, in their order."""
    found: list[Block] = []
    begun: re.Match[bytes] | None = None
    for mark in _MARKS.finditer(body):
        if mark["uu"] or mark["y"]:
            begun = mark
        elif begun and bool(begun["uu"]) == bool(mark["uuend"]):
            inner = body[begun.end() : mark.start()].lstrip(b"\r\n")
            data = _from_yenc(inner) if begun["y"] else _from_base64(inner).data if begun["mime"] else _from_uu(inner)
            if data is not None:
                name = (begun["name"] or begun["yname"]).strip()
                found.append(Block(begun.start(), mark.end(), decoded(name, None)[0], data))
            begun = None
    return tuple(found)


def first_uuencoded(body: bytes) -> tuple[str, bytes] | None:
    """The first uuencoded file of a body with its name, or None."""
    blocks = [block for block in files_in_text(body) if body[block.start : block.start + 5] == b"begin"]
    return (blocks[0].name, blocks[0].data) if blocks else None


def _from_uu(body: bytes) -> bytes | None:
    """The bytes of uuencoded lines, or None for lines that are something else."""
    out: list[bytes] = []
    wrong = 0
    lines = body.splitlines()
    for line in lines:
        if line in (b"", b"`", b" "):
            continue
        need = (((line[0] - 32) & 63) + 2) // 3 * 4
        try:
            if not 32 <= line[0] <= 96 or len(line) - 1 > need + 2:
                raise binascii.Error
            out.append(binascii.a2b_uu(line[:1] + (line[1 : need + 1] + b" " * need)[:need]))
        except binascii.Error:
            wrong += 1
    return b"".join(out) if out and wrong <= len(lines) // 20 else None


def _from_yenc(body: bytes) -> bytes:
    body = re.sub(rb"[\r\n]", b"", body)
    body = re.sub(rb"=(.)", lambda found: bytes([(found[1][0] - 64) & 255]), body, flags=re.DOTALL)
    return body.translate(bytes((byte - 42) & 255 for byte in range(256)))
