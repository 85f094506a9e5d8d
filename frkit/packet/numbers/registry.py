"""Bates numbers: once a page has one it keeps it for ever, and no number is given to two pages.

The registry is a folder of files that are only ever created, ``numbers/<PREFIX>/<first>-<last>-<8 hex>.yaml``. Before
a range is written it is claimed by a file named after the next free number alone, so that of two builds that run at
the same moment one must take the next range. A claim holds the whole range: whoever finds one that was not written yet,
because the other build is slow or was killed, writes it. Claims lie in ``.frkit``, for they matter on one disk only.

How many digits a series prints is written down with its first range and holds for ever: a number that was printed once
is never printed otherwise. A range may start above the next free number where the plan asked for it; it says so, and
the numbers that were passed over stay free.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from frkit.base.errors import AlreadyThere, FrkitError
from frkit.base.files import create, sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.base.models import Data, check_model
from frkit.base.yaml_places import dump_yaml, parse_yaml, read_yaml
from frkit.pages.wording import plural
from frkit.tracking.events import Sha256

FORMAT = 1
DIGITS = 6
SLIP = 0
"""Page number of a slip sheet: when the file can be shown one day, its pages are other pages."""
NAME = re.compile(r"(\d{6,})-(\d{6,})-([0-9a-f]{8})\.yaml")
"""Name of a file of the registry: first number, last number, start of its own hash."""


def shown_number(prefix: str, number: int, digits: int = DIGITS) -> str:
    """A number as it is printed: FRK-000012."""
    return f"{prefix}-{number:0{digits}d}"


@dataclass(frozen=True)
class Key:
    """One page for ever: the hash of the original, the place of an attached file in it, and the page, from 1."""

    sha256: str
    part: str
    page: int


class Range(Data):
    """Pages of one file with the numbers they have."""

    sha256: Sha256
    part: str | None = None
    page: int = Field(ge=0)
    """First page; 0 for a slip sheet."""
    count: int = Field(gt=0)
    first: int = Field(gt=0)

    def numbered(self) -> Iterable[tuple[int, Key]]:
        """Each number with its page."""
        for step in range(self.count):
            yield self.first + step, Key(self.sha256, self.part or "", self.page + step)


class NumberFile(Data):
    """One file of the registry: the numbers that one build handed out."""

    format: int = FORMAT
    prefix: str
    first: int = Field(gt=0)
    last: int = Field(gt=0)
    digits: int | None = Field(default=None, ge=4, le=9)
    """How many digits the series prints; left out: six. Those of the file with the lowest numbers hold."""
    start: int | None = Field(default=None, gt=0)
    """Where the plan asked to start: numbers below, down to the range before, are free by its wish."""
    pages: tuple[Range, ...]

    @property
    def printed(self) -> int:
        """Digits of the numbers of this file."""
        return self.digits or DIGITS


@dataclass
class Registry:
    """All numbers of one prefix in a campaign."""

    root: Path
    prefix: str
    numbers: dict[Key, int] = field(default_factory=dict)
    ranges: list[tuple[int, int, str]] = field(default_factory=list)
    """First number, last number and file name of each file, in order."""
    digits: int = DIGITS
    """How many digits a number of this series has where it is printed."""
    free: list[tuple[int, int]] = field(default_factory=list)
    """Numbers that no page has because a plan asked to start above them."""
    start: int = 1
    """The lowest number that a page without one may get."""
    wanted_digits: int | None = None
    """How many digits a plan asks for; a series that has numbers keeps its own."""
    notes: tuple[str, ...] = ()
    """What a plan asks for that numbers given before do not allow; told after numbering."""
    _said: dict[int, NumberFile] = field(default_factory=dict, repr=False)
    """First number -> the file as read."""

    @classmethod
    def load(cls, root: Path, prefix: str) -> Registry:
        """The registry of a campaign; raises FrkitError if files overlap or were altered."""
        registry = cls(root, prefix)
        for path in sorted(registry.folder.glob("*.yaml")):
            if not path.name.startswith("."):
                registry._take(path)
        registry.ranges.sort()
        registry._refuse_overlap()
        registry._settle()
        return registry

    @property
    def folder(self) -> Path:
        """Where the files of this prefix lie."""
        return self.root / "numbers" / self.prefix

    @property
    def _claims(self) -> Path:
        return self.root / ".frkit" / "numbers" / self.prefix

    def shown(self, number: int) -> str:
        """A number as it is printed: FRK-000012."""
        return shown_number(self.prefix, number, self.digits)

    @property
    def highest(self) -> int:
        """The highest number that a page has; 0 where none has one."""
        return self.ranges[-1][1] if self.ranges else 0

    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Ranges up to the highest number that no page has."""
        gaps, expected = [], 1
        for first, last, _ in self.ranges:
            if first > expected:
                gaps.append((expected, first - 1))
            expected = max(expected, last + 1)
        return tuple(gaps)

    def number_all(self, keys: Sequence[Key]) -> dict[Key, int]:
        """The number of every page; pages without one get the next free numbers, in the order given."""
        new: list[Key] = []
        while True:
            claimed = self._finish_claims()
            registry = Registry.load(self.root, self.prefix)
            missing = [key for key in dict.fromkeys(keys) if key not in registry.numbers]
            if not missing:
                self.numbers, self.ranges = registry.numbers, registry.ranges
                self.digits, self.free = registry.digits, registry.free
                given = {key: self.numbers[key] for key in keys}
                self.notes = tuple(self._notes(given, new))
                return given
            new = new or missing
            # Every range below this number is in the registry just read, so no page in it is numbered again.
            free = max(claimed, registry.highest) + 1
            digits = registry.digits if registry.ranges else self.wanted_digits or DIGITS
            registry._claim(missing, free, self.start, digits)

    def _notes(self, given: Mapping[Key, int], new: Sequence[Key]) -> Iterable[str]:
        """Where the plan's numbering could not be had, for numbers that were given once stay."""
        if self.ranges and self.wanted_digits not in (None, self.digits):
            yield (
                f"numbering.digits is {self.wanted_digits}, but the series {self.prefix} prints {self.digits} since "
                f"its first packet ({self.shown(self.ranges[0][0])}); to have others, choose another numbering.prefix"
            )
        older = [number for key, number in given.items() if number < self.start and key not in new]
        if older:
            yield (
                f"numbering.start is {self.start}, but {plural(len(older), 'page')} of this packet got lower numbers "
                f"before (from {self.shown(min(older))}) and {'keeps it' if len(older) == 1 else 'keep them'}"
            )
        first = min((given[key] for key in new), default=self.start)
        if self.start > 1 and first > self.start:
            yield (
                f"numbering.start is {self.start}, but numbers up to {self.shown(first - 1)} were taken: the new pages "
                f"begin with {self.shown(first)}"
            )

    def _claim(self, keys: Sequence[Key], free: int, start: int = 1, digits: int = DIGITS) -> None:
        """Claim a range for some pages; does nothing if another build was quicker.

        The name is the next free number whatever the plans ask for, so that only one build can have it.
        """
        first = max(free, start)
        pages = [one.model_dump(exclude_none=True) for one in _ranges(keys, first)]
        record = {"format": FORMAT, "prefix": self.prefix, "first": first, "last": first + len(keys) - 1}
        record |= {"digits": digits} if digits != DIGITS else {}
        record |= {"start": start} if start > free else {}
        with contextlib.suppress(AlreadyThere):
            create(self._claims / f"{free:0{DIGITS}d}.claim", dump_yaml({**record, "pages": pages}).encode())

    def _finish_claims(self) -> int:
        """Write the range of every claim that has none yet, whoever made it. Gives the highest number claimed."""
        highest = 0
        for path in sorted(self._claims.glob("*.claim")):
            data = path.read_bytes()
            record, _ = check_model(NumberFile, parse_yaml(data.decode(), path))
            if record is None or record.prefix != self.prefix:
                continue
            highest = max(highest, record.last)
            done = path.with_suffix(".done")
            if not done.exists():
                stem = f"{record.first:0{DIGITS}d}-{record.last:0{DIGITS}d}"
                create(self.folder / f"{stem}-{sha256_of_bytes(data)[:8]}.yaml", data)
                create(done, b"written\n")
        return highest

    def _take(self, path: Path) -> None:
        named = NAME.fullmatch(path.name)
        record, findings = check_model(NumberFile, read_yaml(path), lenient=True)
        if named is None or record is None or sha256_of_bytes(path.read_bytes())[:8] != named[3]:
            why = str(findings[0]) if record is None and findings else "its content is not what its name says"
            raise FrkitError(
                f"A file of the number registry is damaged: {why}.",
                place=shown_path(path),
                remedy="restore it from a copy or from git; without it a page could get a second number",
            )
        self.ranges.append((record.first, record.last, path.name))
        self._said[record.first] = record
        for one in record.pages:
            for number, key in one.numbered():
                self.numbers[key] = min(number, self.numbers.get(key, number))

    def _settle(self) -> None:
        """How the series is printed, and which gaps a plan asked for."""
        expected = 1
        for first, last, _ in self.ranges:
            if first > expected and self._said[first].start == first:
                self.free.append((expected, first - 1))
            expected = last + 1
        if self.ranges:
            self.digits = self._said[self.ranges[0][0]].printed

    def _refuse_overlap(self) -> None:
        for (_, last, name), (first, _, other) in zip(self.ranges, self.ranges[1:], strict=False):
            if first <= last:
                raise FrkitError(
                    f"Two files of the number registry hand out number {self.shown(first)}: {name} and {other}.",
                    place=shown_path(self.folder),
                    remedy="two people numbered pages apart and then merged; keep the file of the packet that has been "
                    "handed out, move the other away, and build its packet again: its pages then get new numbers",
                )


def _ranges(keys: Sequence[Key], first: int) -> list[Range]:
    """Pages in a row of one file as one range."""
    made: list[Range] = []
    for number, key in enumerate(keys, start=first):
        last = made[-1] if made else None
        if last and (last.sha256, last.part or "", last.page + last.count) == (key.sha256, key.part, key.page):
            made[-1] = last.model_copy(update={"count": last.count + 1})
        else:
            made.append(Range(sha256=key.sha256, part=key.part or None, page=key.page, count=1, first=number))
    return made


__all__ = ["NAME", "SLIP", "Key", "NumberFile", "Range", "Registry", "shown_number"]
