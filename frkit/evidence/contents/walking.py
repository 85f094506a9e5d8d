"""All that is in a file, however deep: parts, and parts of parts, within limits for the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frkit.evidence.contents.part import Part, Source, size_of
from frkit.evidence.contents.parts import Contents, contents_of
from frkit.evidence.opening.what_is import what_is

DEEPEST = 30
MOST_FOUND = 50_000
MOST_BYTES = 16 << 30
_FREE = 2 << 30
_RATIO = 50


@dataclass(frozen=True)
class Found:
    """One file within: its whole number such as ``2/1/3``, and what is in it."""

    number: str
    part: Part
    contents: Contents | None
    """None where it lies too deep, or is the same as one that was opened before, or the limits are reached."""
    warning: str = ""

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return self.contents.detail if self.contents is not None else what_is(self.part).detail

    @property
    def depth(self) -> int:
        """How deep it lies: 1 for a part of the file itself."""
        return self.number.count("/") + 1


class Walk:
    """A walk through everything in a file; ``contents`` is the file's own, ``warnings`` is full once it is over."""

    def __init__(self, source: Source, *, passwords: tuple[str, ...] = ()) -> None:
        self.contents = contents_of(source, passwords=passwords)
        self.warnings: list[str] = []
        self._passwords = passwords
        self._opened: dict[str, str] = {}
        self._count = 0
        self._bytes = 0
        self._most = min(MOST_BYTES, max(_FREE, size_of(source) * _RATIO))

    def __iter__(self) -> Iterator[Found]:
        """Every part, each before those in it."""
        yield from self._in(self.contents, "")

    def _in(self, contents: Contents, above: str) -> Iterator[Found]:
        for part in contents.parts:
            number = f"{above}/{part.number}" if above else part.number
            self._count += 1
            self._bytes += part.size
            if self._count > MOST_FOUND or self._bytes > self._most:
                self._say_too_much()
                return
            inner, warning = self._opened_or_not(part, number)
            yield Found(number, part, inner, warning)
            if inner is not None:
                yield from self._in(inner, number)

    def _opened_or_not(self, part: Part, number: str) -> tuple[Contents | None, str]:
        same = self._opened.get(part.sha256)
        if same is not None:
            return None, f"the same file as part {same}, which see"
        if number.count("/") + 1 >= DEEPEST:
            self._say_once(f"parts lie more than {DEEPEST} levels deep; what is in those is only in the original")
            return None, f"lies {DEEPEST} levels deep and was not opened"
        inner = contents_of(part, passwords=self._passwords)
        if inner.parts or inner.left_out:
            self._opened[part.sha256] = number
        return inner, ""

    def _say_too_much(self) -> None:
        if self._count > MOST_FOUND:
            self._say_once(f"holds more than {MOST_FOUND:,} files in all; the rest is only in the original")
        else:
            shown = f"{self._most >> 30} GB"
            self._say_once(f"unpacks to more than {shown} in all; the rest is only in the original")

    def _say_once(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)
