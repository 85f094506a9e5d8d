"""A file of a letter, and what a person should know of it before it goes out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Made:
    """The bytes of a file, with a sentence for each thing that is not as it should be."""

    data: bytes
    warnings: tuple[str, ...] = ()
