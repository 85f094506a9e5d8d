"""What a file carries inside: the hashes of all files attached to a mail, however deep."""

from __future__ import annotations

from pathlib import Path

from frkit.evidence.contents.parts import parts_of
from frkit.evidence.mail.reading import DEEPEST


def hashes_inside(source: Path | bytes) -> dict[str, str]:
    """SHA-256 of each file within a mail -> the sender's name for it; nothing for other files."""
    found: dict[str, str] = {}
    _gather(source if isinstance(source, bytes) else source.read_bytes(), found, 0)
    return found


def _gather(data: bytes, found: dict[str, str], depth: int) -> None:
    if depth > DEEPEST:
        return
    for part in parts_of(data):
        if part.sha256 not in found:
            found[part.sha256] = part.name
            _gather(part.data, found, depth + 1)
