"""The text of a seal: lines as ``sha256sum`` writes and checks them, so that frkit is not needed to check one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

_LINE = re.compile(rb"(\\?)([0-9a-fA-F]{64}) [ *](.+)", re.DOTALL)
_ESCAPED = {b"\\\\": b"\\", b"\\n": b"\n", b"\\r": b"\r"}


def written(entries: Mapping[str, str]) -> bytes:
    """The lines for files (path below the campaign -> SHA-256), sorted by the bytes of the path.

    A path with a backslash or a line end is escaped and its line begins with a backslash, as GNU sha256sum does. A name
    that is no UTF-8 stands there in its own bytes.
    """
    lines = sorted((os.fsencode(path), digest.encode()) for path, digest in entries.items())
    return b"".join(_line(path, digest) for path, digest in lines)


def read(data: bytes) -> tuple[dict[str, str], list[str]]:
    """The entries of a seal, and what is wrong with it: each line that cannot be taken, with its number."""
    entries: dict[str, str] = {}
    faults: list[str] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip() or line.startswith(b"#"):
            continue
        found = _LINE.fullmatch(line.removesuffix(b"\r"))
        path = _path(found[3], escaped=bool(found[1])) if found else None
        if found is None or path is None:
            faults.append(f"line {number} is not that of a seal")
        elif not _stays_inside(path):
            faults.append(f"line {number} names a file outside of the campaign")
        elif path in entries:
            faults.append(f"line {number} names a file for the second time")
        else:
            entries[path] = found[2].decode().lower()
    return entries, faults


def _line(path: bytes, digest: bytes) -> bytes:
    if not re.search(rb"[\\\r\n]", path):
        return digest + b"  " + path + b"\n"
    escaped = path.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
    return b"\\" + digest + b"  " + escaped + b"\n"


def _path(raw: bytes, *, escaped: bool) -> str | None:
    """The path that stands in a line; None where an escape is none that sha256sum knows."""
    if escaped:
        if re.sub(rb"\\[\\nr]", b"", raw).count(b"\\"):
            return None
        raw = re.sub(rb"\\[\\nr]", lambda found: _ESCAPED[found[0]], raw)
    return os.fsdecode(raw)


def _stays_inside(path: str) -> bool:
    parts = path.split("/")
    return "\0" not in path and not any(part in ("", ".", "..") for part in parts)
