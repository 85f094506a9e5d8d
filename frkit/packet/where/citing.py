"""Citations of pages of built packets: exhibit, Bates number, packet page, document, date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from frkit.base.errors import FrkitError
from frkit.packet.parts.event_words import Style as Dates
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.verify.manifest import ExhibitEntry, FileEntry, pages_of_file
from frkit.packet.where.built import BuiltPacket
from frkit.pages.wording import on_one_line
from frkit.tracking.folder import CampaignFolder

Style = Literal["full", "short", "page", "markdown"]
STYLES: tuple[Style, ...] = ("full", "short", "page", "markdown")
_SHORTEST_HASH = 6


@dataclass(frozen=True)
class Cited:
    """One page, or pages in a row, of a file as they stand in a built packet."""

    built: BuiltPacket
    exhibit: ExhibitEntry
    file: FileEntry
    first: int
    """First packet page."""
    last: int
    surely: bool = True
    """False where the words stand in the file, but nobody can tell on which of these pages."""
    snippet: str = ""

    @property
    def bates(self) -> tuple[str, str]:
        """First and last Bates number."""
        pages = self.built.manifest.pages
        return pages[self.first - 1].bates or "", pages[self.last - 1].bates or ""

    @property
    def pages_of_file(self) -> tuple[int, int] | None:
        """First and last page within the file; None for a slip sheet."""
        if self.file.slip_sheet is not None:
            return None
        numbers = dict(pages_of_file(self.built.manifest, self.file))
        return numbers[self.first], numbers[self.last]


def cited(one: Cited, style: Style, dates: Dates) -> str:
    """The citation as it can be pasted, on one line."""
    bates = _range(*one.bates)
    pages = f"pp. {one.first}–{one.last}" if one.last > one.first else f"p. {one.first}"
    if style == "short":
        return f"Ex. {one.exhibit.label}, {bates}"
    if style == "page":
        return f"{pages} ({bates})"
    if style == "markdown":
        volume = one.built.volume(one.first)
        at = f"{volume.file}#page={one.first - volume.first_page + 1}" if volume else ""
        return f"[Exhibit {_escaped(one.exhibit.label)}, {bates}]({at})"
    parts = [f"Exhibit {one.exhibit.label} ({on_one_line(one.exhibit.title)})"]
    inner = one.pages_of_file
    if inner is None:
        parts.append(f"{on_one_line(one.file.name)}, slip sheet")
    elif inner != (1, 1) or one.file.first_page != one.file.last_page:
        own = f"pp. {inner[0]}–{inner[1]}" if inner[1] > inner[0] else f"p. {inner[0]}"
        parts.append(f"{on_one_line(one.file.name)}, {own}" if one.file.part else own)
    elif one.file.part:
        parts.append(on_one_line(one.file.name))
    parts.append(_day(one.exhibit.date, dates))
    return ", ".join([*parts, bates, f"packet {pages}"])


def dates_of(campaign: CampaignFolder, packet: str) -> Dates:
    """How a packet writes dates: as is usual on its paper; day first where its plan is not here."""
    try:
        return Dates(month_first=PacketFolder(campaign, packet).load()[0].paper == "Letter")
    except (FrkitError, OSError):
        return Dates(month_first=False)


@dataclass(frozen=True)
class FilePage:
    """``contract.pdf:2-4`` as typed."""

    file: str
    first: int
    last: int


def file_page(typed: str) -> FilePage | None:
    """A file and its pages, where that is what was typed."""
    found = re.fullmatch(r"(.+):([0-9]{1,7})(?:[-–]([0-9]{1,7}))?", typed.strip(), re.DOTALL)
    if found is None:
        return None
    first = int(found[2])
    return FilePage(found[1].strip(), first, int(found[3] or first))


def pages_of_files(built: Sequence[BuiltPacket], wanted: FilePage) -> Iterator[tuple[Cited | None, int]]:
    """The pages of every file that is called so, by its name, path or hash; None for a file with fewer pages. With
    each how many pages the file has.
    """
    for one in built:
        for exhibit in one.manifest.exhibits:
            for file in exhibit.files:
                if _is_called(wanted.file, exhibit, file):
                    pages = {number: page for page, number in pages_of_file(one.manifest, file)}
                    there = wanted.first in pages and wanted.last in pages and wanted.first <= wanted.last
                    found = Cited(one, exhibit, file, pages[wanted.first], pages[wanted.last]) if there else None
                    yield found, len(pages)


def _is_called(typed: str, exhibit: ExhibitEntry, file: FileEntry) -> bool:
    wanted = typed.casefold().removeprefix("./")
    names = {file.name.casefold()}
    if not file.part:
        whole = f"requests/{exhibit.request}/{exhibit.original}".casefold()
        names |= {whole, exhibit.original.casefold(), exhibit.original.rsplit("/", 1)[-1].casefold()}
    return wanted in names or (len(wanted) >= _SHORTEST_HASH and file.sha256.startswith(wanted))


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last.rsplit('-', 1)[-1]}"


def _day(day: str, dates: Dates) -> str:
    try:
        return dates.day(date.fromisoformat(day))
    except ValueError:
        return day


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]()*_\\])", r"\\\1", text)


__all__ = ["STYLES", "Cited", "FilePage", "Style", "cited", "dates_of", "file_page", "pages_of_files"]
