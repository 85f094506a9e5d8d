"""Whether the numbers of a manifest are in order: packet pages, Bates numbers, and the pages of files and exhibits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frkit.packet.verify.manifest import FileEntry, Manifest


def sequence_faults(manifest: Manifest) -> Iterator[str]:
    """Faults of the manifest's own numbers, whatever its PDFs hold."""
    yield from _pages(manifest)
    yield from _files(manifest)
    yield from _exhibits(manifest)


def _pages(manifest: Manifest) -> Iterator[str]:
    seen: dict[str, int] = {}
    for position, page in enumerate(manifest.pages, start=1):
        if page.page != position:
            yield f"The manifest's pages are out of order: page {page.page} stands in place {position}."
        number = page.bates
        if number in seen:
            yield f"The Bates number {number} stands on pages {seen[number]} and {position}."
        elif number:
            seen[number] = position
            if not re.fullmatch(rf"{re.escape(manifest.bates.prefix)}-\d{{4,}}", number):
                yield f"Page {position} bears {number}, which is no number of the series {manifest.bates.prefix}."


def _files(manifest: Manifest) -> Iterator[str]:
    """PDFs that leave out pages, or hold some twice."""
    last = 0
    for file in manifest.files:
        if file.first_page != last + 1 or file.last_page - file.first_page + 1 != file.pages:
            yield f"{file.file} is listed with pages {file.first_page} to {file.last_page}, where {last + 1} is next."
        last = file.last_page
    if last != len(manifest.pages):
        yield f"The manifest lists {len(manifest.pages)} pages for files that have {last}."


def _exhibits(manifest: Manifest) -> Iterator[str]:
    """Exhibits beyond the packet, over another, or with other Bates numbers than their pages."""
    last = max((part.last_page for part in manifest.parts), default=0)
    openings = openings_of(manifest)
    for exhibit in manifest.exhibits:
        named = f"Exhibit {exhibit.label}"
        if max(file.last_page for file in exhibit.files) > len(manifest.pages):
            yield f"{named} is listed beyond the last page."
            return
        last += last + 1 in openings
        first = exhibit.sheet_page or exhibit.first_page
        if first != last + 1 or exhibit.first_page - first != bool(exhibit.sheet_page):
            yield f"{named} is listed from page {first}, where page {last + 1} is next."
        last = exhibit.first_page - 1
        for file in exhibit.files:
            last += last + 1 in openings
            if file.first_page != last + 1 or file.last_page < file.first_page:
                yield f"{named}: {file.name!r} is listed from page {file.first_page}, where page {last + 1} is next."
            yield from _numbers(named, file, manifest, openings)
            last = file.last_page
        if last != exhibit.last_page:
            yield f"{named} is listed to page {exhibit.last_page}, but its files end on page {last}."
    without = [page.page for page in manifest.pages if page.bates is None]
    made = sum(part.last_page - part.first_page + 1 for part in manifest.parts)
    if last != len(manifest.pages):
        yield f"Pages {last + 1} to {len(manifest.pages)} belong to no exhibit."
    elif len(without) != made + len(openings) + sum(exhibit.sheet_page is not None for exhibit in manifest.exhibits):
        yield "A page of an exhibit has no Bates number, or a made page has one."


def openings_of(manifest: Manifest) -> set[int]:
    """Pages with which later volumes open: made pages that belong to no exhibit."""
    firsts = {file.first_page for file in manifest.files[1:] if file.first_page <= len(manifest.pages)}
    return {page for page in firsts if manifest.pages[page - 1].bates is None} - {
        exhibit.sheet_page for exhibit in manifest.exhibits
    }


def _numbers(named: str, file: FileEntry, manifest: Manifest, openings: set[int]) -> Iterator[str]:
    """Whether the pages of a file have the numbers that it is listed with, and one after the other if that is said."""
    pages = manifest.pages[file.first_page - 1 : file.last_page]
    bates = [page.bates or "" for page in pages if page.page not in openings]
    if not bates or [file.bates_first, file.bates_last] != [bates[0], bates[-1]]:
        yield f"{named}: {file.name!r} is listed as {file.bates_first} to {file.bates_last}; its pages bear others."
        return
    endings = [number.rpartition("-")[2] for number in bates]
    counted = [int(one) for one in endings if one.isdecimal()]
    if file.bates_in_a_row and counted != list(range(counted[0], counted[0] + len(bates)) if counted else []):
        yield f"{named}: the numbers of {file.name!r} do not follow one another: {bates[0]} to {bates[-1]}."
