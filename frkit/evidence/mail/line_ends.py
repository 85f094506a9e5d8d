"""The bytes of a mail with lines that end in the usual way, whatever program saved them."""

from __future__ import annotations

import codecs
import re

_COUNT = re.compile(rb"(\d{1,10})[ \t]*\r?\n(?=[!-9;-~]+:)")
_HEAD = 65_536
"""Bytes in which the way lines end is looked for."""


def usual_lines(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A mail's bytes from its first header on, each line ended with LF or CRLF, and what was changed for it."""
    data, said = _from_utf16(data.removeprefix(codecs.BOM_UTF8))
    data = _without_envelope(data.lstrip(b"\r\n"))
    head = data[:_HEAD]
    feeds = head.count(b"\n")
    if not feeds and head.count(b"\r"):
        return data.replace(b"\r", b"\r\n"), (*said, "its lines end with a bare carriage return")
    if feeds and head.count(b"\r\r\n") > feeds // 2:
        return data.replace(b"\r\r\n", b"\r\n"), (*said, "its lines end with two carriage returns")
    if feeds and head.count(b"\n\r") > feeds // 2 > head.count(b"\r\n"):
        return data.replace(b"\n\r", b"\r\n"), (
            *said,
            "its lines end with line feed and carriage return in wrong order",
        )
    return data, said


def _from_utf16(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data, ()
    text = data.decode("utf-16", "replace")
    return text.encode("utf-8", "replace"), ("it was saved as UTF-16 by another program",)


def _without_envelope(data: bytes) -> bytes:
    """The bytes without the line ``From somebody`` of mailboxes, or the count that Apple Mail puts before a mail."""
    counted = _COUNT.match(data[:40])
    if counted:
        size = int(counted[1])
        return data[counted.end() : counted.end() + size] if size else data[counted.end() :]
    if data.startswith((b"From ", b">From ")) and b"\n" in data:
        return data.split(b"\n", 1)[1]
    return data
