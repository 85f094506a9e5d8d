"""The files that a file brought with it, such as the attachments of a mail, each with its own hash."""

from __future__ import annotations

from pathlib import Path

from frkit.evidence.mail.reading import Part, read_mail
from frkit.evidence.opening import what_is


def parts_of(source: Path | bytes) -> tuple[Part, ...]:
    """The files attached to a mail, in its order; other files bring none."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    return read_mail(data).parts if what_is(data).kind == "mail" else ()


def part_at(source: Path | bytes, number: str) -> Part | None:
    """The attached file of that number; ``2/1`` is the first file of the mail that is attached as the second."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    found: Part | None = None
    for step in number.split("/"):
        found = next((part for part in parts_of(data) if part.number == step), None)
        if found is None:
            return None
        data = found.data
    return found


__all__ = ["Part", "part_at", "parts_of"]
