"""What an event says in words, so that notes, calls and numbers are found too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frkit.tracking.events import Event

_NOT_WORDS = {
    "kind", "date", "time", "zone", "entered", "by", "audience", "documents", "after", "reply_to", "in", "imported",
    "letter_sha256", "masked_sha256", "law_file", "law_sha256", "event", "by_event", "of", "items", "sha256", "parts",
}  # fmt: skip
"""Fields that hold ids, hashes and choices, or what is found in its own right."""


def words_of_event(event: Event) -> str:
    """The words of an event, a line for each field: ``said: ...``; empty where it has none."""
    dumped = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    lines = []
    for name, value in dumped.items():
        said = "; ".join(_texts(value)) if name not in _NOT_WORDS else ""
        if said:
            lines.append(f"{name.replace('_', ' ')}: {said}")
    return "\n".join(lines)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
