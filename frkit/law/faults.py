"""What is wrong with a law file, and where in its record."""

from __future__ import annotations

from dataclasses import dataclass

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """A mistake, or a warning, at a location in a law file."""

    location: Location
    message: str
    warn: bool = False
