"""The words of a header in plain characters: RFC 2047, and what programs make of it."""

from __future__ import annotations

import binascii
import re

from frkit.evidence.mail.charsets import decoded

_WORD = re.compile(rb"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,3})\?=")
_LONGEST = 200_000
"""Bytes of one header that are read; a list of ten thousand addresses is shorter."""


def header_text(raw: bytes | str, charset: str | None = None) -> str:
    """A header's words in plain characters, on one line, however they were coded.

    ``charset`` is what the mail's body is written in, for headers with bytes beyond ASCII that say nothing themselves.
    """
    data = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else raw
    data = data[:_LONGEST].replace(b"\x00", b"")
    out: list[str] = []
    at = 0
    run: list[tuple[str, str, bytes]] = []
    for found in _WORD.finditer(data):
        between = data[at : found.start()]
        if run and between.strip():
            out.append(_of_run(run))
            run = []
        if between.strip() or not run:
            out.append(decoded(between, charset)[0])
        run.append((found[1].decode("latin-1").split("*")[0].lower(), found[2].decode("ascii").lower(), found[3]))
        at = found.end()
    out.append(_of_run(run))
    out.append(decoded(data[at:], charset)[0])
    return " ".join("".join(out).split())


def _of_run(run: list[tuple[str, str, bytes]]) -> str:
    """Neighbouring encoded words; those of one set are one row of bytes, since programs cut within characters."""
    out: list[str] = []
    for number, (charset, _, _) in enumerate(run):
        if number and run[number - 1][0] == charset:
            continue
        same: list[tuple[str, bytes]] = []
        for other, form, data in run[number:]:
            if other != charset:
                break
            same.append((form, data))
        out.append(decoded(_bytes_of(same), charset)[0])
    return "".join(out)


def _bytes_of(words: list[tuple[str, bytes]]) -> bytes:
    out: list[bytes] = []
    pending = b""
    for form, data in words:
        if form == "q":
            out += [_from_base64(pending), _from_q(data)]
            pending = b""
            continue
        pending += re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        if data.rstrip().endswith(b"=") or len(pending) % 4 == 0:
            out.append(_from_base64(pending))
            pending = b""
    return b"".join([*out, _from_base64(pending)])


def _from_base64(data: bytes) -> bytes:
    if not data:
        return b""
    if len(data) % 4 == 1:
        data = data[:-1]
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))


def _from_q(data: bytes) -> bytes:
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), data.replace(b"_", b" "))
