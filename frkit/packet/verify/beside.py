"""The files beside a packet's PDFs: the table, the program that checks, what to read first; and its originals."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from frkit.base.files import inside, sha256_of, sha256_of_bytes
from frkit.packet.verify.manifest import Manifest
from frkit.packet.verify.page_table import COLUMNS, NAME, page_table
from frkit.pages.wording import plural

ORIGINALS = "originals"
"""The folder of originals in a packet that was handed over with them: below it the request, then the file."""


def beside_faults(folder: Path, manifest: Manifest) -> tuple[list[str], list[str]]:
    """Faults, and notes on what is not there though nothing is proven by it."""
    faults, notes = [], []
    table = page_table(manifest)
    for one in manifest.beside:
        path = inside(folder, one.file)
        if not path.is_file():
            notes.append(f"{one.file} is not there; the packet is whole without it.")
        elif one.file == NAME and path.read_bytes() != table:
            faults.append(f"{NAME} does not say what manifest.json says: {_first_difference(path, table)}.")
        elif sha256_of(path) != one.sha256:
            faults.append(f"{one.file} is not the file that was built.")
    listed = {one.file for one in manifest.files}
    strays = sorted(path.name for path in folder.glob("*.pdf") if path.name not in listed)
    notes += [f"{name} lies here, but is no part of this packet." for name in strays]
    if _of_this_form(folder / NAME) and sha256_of_bytes(table) not in {one.sha256 for one in manifest.beside}:
        faults.append(f"The manifest's hash of {NAME} is not that of the table which its pages give.")
    return faults, notes


def originals_faults(folder: Path, manifest: Manifest) -> tuple[list[str], list[str]]:
    """What was looked at in ``originals/``, if it is there; and originals with other bytes, or that are none."""
    place = folder / ORIGINALS
    if not place.is_dir():
        return [], []
    known = {f"{one.request}/{one.original}": one for one in manifest.exhibits}
    found = sorted(path for path in place.rglob("*") if path.is_file())
    faults = list(_wrong(place, found, {name: one.files[0].sha256 for name, one in known.items()}))
    said = f"{ORIGINALS}/: {plural(len(found), 'file')} of {len(known)} exhibits, compared by SHA-256"
    return [said], faults


def _wrong(place: Path, found: Sequence[Path], known: dict[str, str]) -> Iterator[str]:
    for path in found:
        name = path.relative_to(place).as_posix()
        if name not in known:
            yield f"{ORIGINALS}/{name} is no original of this packet."
        elif sha256_of(path) != known[name]:
            yield f"{ORIGINALS}/{name} is not the original that was exported: its SHA-256 is another."


def _of_this_form(path: Path) -> bool:
    """Whether a table has the columns that are written today; an older frkit's may be another and right."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return file.readline().rstrip("\r\n") == ",".join(COLUMNS)


def _first_difference(path: Path, table: bytes) -> str:
    """Where a table first differs from what it should be."""
    there = list(csv.reader(path.read_text(encoding="utf-8-sig", errors="replace").splitlines()))
    right = list(csv.reader(table.decode("utf-8-sig").splitlines()))
    for line, (row, wanted) in enumerate(zip(there, right, strict=False), start=1):
        if row != wanted:
            names = [name for name, cell, other in zip(COLUMNS, row, wanted, strict=False) if cell != other]
            return f"line {line}, {', '.join(names) or 'number of columns'}"
    if len(there) != len(right):
        return f"it has {plural(len(there), 'line')}, not {len(right)}"
    return "the same cells, written in another way"
