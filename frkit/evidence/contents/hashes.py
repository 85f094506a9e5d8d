"""What a file carries inside: the hashes of all files in it, however deep."""

from __future__ import annotations

from pathlib import Path

from frkit.evidence.contents.walking import Walk


def hashes_inside(source: Path | bytes) -> dict[str, str]:
    """SHA-256 of each file within a mail, an archive, a mailbox or a PDF -> its name there; else nothing."""
    found: dict[str, str] = {}
    for one in Walk(source):
        found.setdefault(one.part.sha256, one.part.name)
    return found
