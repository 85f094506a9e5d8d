"""What differs between two builds, from their manifests alone: pages moved, added, removed, numbered or drawn anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from frkit.packet.numbers.registry import Key
from frkit.packet.verify.manifest import ExhibitEntry, Manifest, PartEntry, pages_of_file
from frkit.packet.where.built import key_of

Change = Literal["moved", "added", "removed", "renumbered", "redrawn"]


@dataclass(frozen=True)
class Run:
    """Pages that share a change: of one file; or, where they moved by as much, of files that follow each other."""

    change: Change
    exhibits: tuple[str, str]
    """Labels of the first and the last in the new build; of removed pages in the old one."""
    names: tuple[str, str]
    """Names of the first and the last file."""
    count: int
    """How many pages of exhibits; sheets between them are none."""
    old: tuple[int, int] | None
    """First and last packet page in the old build; None for what was not there."""
    new: tuple[int, int] | None
    old_bates: tuple[str, str] | None
    new_bates: tuple[str, str] | None


@dataclass(frozen=True)
class ExhibitChange:
    """An exhibit that came, went, or is called otherwise; the original says which exhibit it is."""

    original: str
    """SHA-256 of its document."""
    old: tuple[str, str] | None
    """Label and title in the old build; None for one that was not there."""
    new: tuple[str, str] | None


@dataclass(frozen=True)
class Field:
    """Something about the packet as a whole, such as its title or its day."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """All that differs."""

    packet: tuple[Field, ...]
    exhibits: tuple[ExhibitChange, ...]
    parts: tuple[Field, ...]
    """Made parts: the pages on which they stand, or that their content is another one."""
    runs: tuple[Run, ...]
    same: int
    """Pages of exhibits that are where they were, with the same number and content."""
    comparable: bool
    """Whether the two hashed pages in the same way, so that their contents can be compared."""

    def of(self, change: Change) -> list[Run]:
        """The runs of one kind."""
        return [one for one in self.runs if one.change == change]

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.packet or self.exhibits or self.parts or self.runs)


@dataclass(frozen=True)
class _Page:
    """One page of an exhibit, as a manifest has it."""

    page: int
    bates: str
    content: str
    exhibit: str
    name: str


Pair = tuple["_Page | None", "_Page | None"]
"""A page in the old build and in the new one."""


def difference(old: Manifest, new: Manifest) -> Difference:
    """What differs in the new build of a packet, or between two packets. Nothing is read but the manifests."""
    comparable = bool(old.page_digest) and old.page_digest == new.page_digest
    before, after = _pages(old), _pages(new)
    runs = [
        *_runs("removed", [(before[key], None) for key in before if key not in after]),
        *_runs("added", [(None, after[key]) for key in after if key not in before]),
    ]
    both = [(before[key], after[key]) for key in after if key in before]
    renumbered = [(a, b) for a, b in both if a.bates != b.bates]
    redrawn = [(a, b) for a, b in both if comparable and a.content != b.content]
    runs += [*_moved(both), *_runs("renumbered", renumbered), *_runs("redrawn", redrawn)]
    same = [a for a, b in both if (a.page, a.bates) == (b.page, b.bates) and (not comparable or a.content == b.content)]
    return Difference(
        packet=tuple(_about(old, new)),
        exhibits=tuple(_exhibits(old.exhibits, new.exhibits)),
        parts=tuple(_parts(old, new, comparable=comparable)),
        runs=tuple(runs),
        same=len(same),
        comparable=comparable,
    )


def _pages(manifest: Manifest) -> dict[Key, _Page]:
    """Every page of every exhibit by its key, in the order of the packet."""
    found: dict[Key, _Page] = {}
    for exhibit in manifest.exhibits:
        for file in exhibit.files:
            for page, number in pages_of_file(manifest, file):
                entry = manifest.pages[page - 1]
                key = key_of(exhibit, file, number)
                found.setdefault(key, _Page(page, entry.bates or "", entry.content, exhibit.label, file.name))
    return found


def _moved(both: Sequence[tuple[_Page, _Page]]) -> Iterator[Run]:
    """Pages in a row, in the new build, that moved by as much."""
    for by, pairs in groupby(sorted(both, key=_place), key=lambda pair: pair[1].page - pair[0].page):
        if by:
            yield _run("moved", list(pairs))


def _runs(change: Change, pairs: Sequence[Pair]) -> Iterator[Run]:
    """Pages that follow each other in both builds as one run."""
    begun: list[Pair] = []
    for pair in sorted(pairs, key=_place):
        if begun and not _follows(begun[-1], pair):
            yield _run(change, begun)
            begun = []
        begun.append(pair)
    if begun:
        yield _run(change, begun)


def _place(pair: Pair) -> int:
    page = pair[1] or pair[0]
    return page.page if page else 0


def _follows(last: Pair, pair: Pair) -> bool:
    for one, other in zip(last, pair, strict=True):
        if (one is None) != (other is None):
            return False
        if one and other and (other.page != one.page + 1 or (one.exhibit, one.name) != (other.exhibit, other.name)):
            return False
    return True


def _run(change: Change, pairs: Sequence[Pair]) -> Run:
    (first_old, first_new), (last_old, last_new) = pairs[0], pairs[-1]
    shown, last = first_new or first_old, last_new or last_old
    assert shown is not None and last is not None
    return Run(
        change=change,
        exhibits=(shown.exhibit, last.exhibit),
        names=(shown.name, last.name),
        count=len(pairs),
        old=(first_old.page, last_old.page) if first_old and last_old else None,
        new=(first_new.page, last_new.page) if first_new and last_new else None,
        old_bates=(first_old.bates, last_old.bates) if first_old and last_old else None,
        new_bates=(first_new.bates, last_new.bates) if first_new and last_new else None,
    )


def _about(old: Manifest, new: Manifest) -> Iterator[Field]:
    names = ("name", "title", "matter", "audience", "as_of")
    for name in names:
        yield from _field(name, getattr(old.packet, name), getattr(new.packet, name))
    yield from _field("requests", ", ".join(old.packet.requests), ", ".join(new.packet.requests))
    yield from _field("bates prefix", old.bates.prefix, new.bates.prefix)
    yield from _field("pages", len(old.pages), len(new.pages))
    for tool in sorted({*old.made_with, *new.made_with}):
        yield from _field(f"made with {tool}", old.made_with.get(tool), new.made_with.get(tool))


def _field(name: str, old: object, new: object) -> Iterator[Field]:
    if old != new:
        yield Field(name, "" if old is None else str(old), "" if new is None else str(new))


def _exhibits(old: Sequence[ExhibitEntry], new: Sequence[ExhibitEntry]) -> Iterator[ExhibitChange]:
    before = {one.files[0].sha256: (one.label, one.title) for one in old}
    after = {one.files[0].sha256: (one.label, one.title) for one in new}
    for digest in dict.fromkeys((*after, *before)):
        if before.get(digest) != after.get(digest):
            yield ExhibitChange(digest, before.get(digest), after.get(digest))


def _parts(old: Manifest, new: Manifest, *, comparable: bool) -> Iterator[Field]:
    before, after = ({part.part: part for part in one.parts} for one in (old, new))
    for name in dict.fromkeys((*after, *before)):
        spans = [_span(before.get(name)), _span(after.get(name))]
        title = (after.get(name) or before[name]).title
        if spans[0] != spans[1]:
            yield Field(title, *spans)
        elif comparable and _contents(old, before[name]) != _contents(new, after[name]):
            yield Field(title, spans[0], "says something else")


def _span(part: PartEntry | None) -> str:
    if part is None:
        return ""
    one = part.first_page == part.last_page
    return f"page {part.first_page}" if one else f"pages {part.first_page} to {part.last_page}"


def _contents(manifest: Manifest, part: PartEntry) -> list[str]:
    return [page.content for page in manifest.pages[part.first_page - 1 : part.last_page]]
