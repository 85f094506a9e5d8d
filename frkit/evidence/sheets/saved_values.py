"""A workbook with the values that its sender saw: formulas give way to the results that were saved with them.

A formula such as TODAY() would show the day of the conversion, and one that looks into another file would show nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from frkit.evidence.unreadable import Unreadable

MOST_ROWS = 20_000
"""Rows of a sheet that are set as pages, some 400 pages; the rest stays in the original, and the notes say so."""
MOST_BYTES = 600 << 20
_FORMULA = rb"<((?:\w+:)?)f\b[^>]*?(?:/>|>[^<]*</\1f>)"
_SAVED = re.compile(_FORMULA + rb"(?=\s*<\1v\b[^>]*>[^<])")
_SAVED_EMPTY = re.compile(rb"(<(?:\w+:)?c\b[^>]*\bt=\"str\"[^>]*>)\s*" + _FORMULA.replace(rb"\1", rb"\2"))
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*TargetMode=\"External\"[^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)")
_ODF_CELL = re.compile(rb"<table:table-cell\b[^>]*>")
_ODF_FORMULA = re.compile(rb"\s(?:table:formula|office:string-value)=(?:\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True)
class SavedValues:
    """The workbook to convert in place of the original, and what has to be said of it."""

    data: bytes
    notes: tuple[str, ...] = ()


def with_saved_values(data: bytes) -> SavedValues:
    """A workbook without the formulas whose results are saved in it; forms that cannot be changed stay as they are.

    Raises Unreadable for one that would take too much room.
    """
    if not data.startswith(b"PK"):
        return SavedValues(data)
    notes: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MOST_BYTES:
                raise Unreadable(f"it unpacks to more than {MOST_BYTES >> 20} MB")
            return SavedValues(_rewritten(package, notes), tuple(notes))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return SavedValues(data)


def _rewritten(package: zipfile.ZipFile, notes: list[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in package.infolist():
            content = package.read(entry)
            change = _change_for(entry.filename)
            if change is not None:
                content = change(content, notes)
            stored = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(entry.filename), content, stored)
    return out.getvalue()


def _change_for(name: str) -> Callable[[bytes, list[str]], bytes] | None:
    if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
        return _sheet
    if name.endswith(".rels"):
        return lambda content, _: _OUTSIDE.sub(_kept_if_hyperlink, content)
    return _open_document if name == "content.xml" else None


def _kept_if_hyperlink(match: re.Match[bytes]) -> bytes:
    """Links to click on stay; pictures and data that lie elsewhere would be fetched."""
    return match[0] if b"/hyperlink" in match[0] else b""


def _sheet(content: bytes, notes: list[str]) -> bytes:
    """One sheet of an Excel workbook."""
    if _ANY_FORMULA.search(content):
        without = _SAVED_EMPTY.sub(rb"\1", _SAVED.sub(b"", content))
        if _ANY_FORMULA.search(without):
            notes.append("formulas were saved without results; LibreOffice calculated them")
        else:
            content = without
            notes.append("formulas show the results that were saved with them")
    return _first_rows(content)


def _first_rows(content: bytes) -> bytes:
    """The sheet with no more rows than can be set, and one more, by which it is seen that there were more."""
    for number, match in enumerate(_ROW.finditer(content)):
        if number == MOST_ROWS + 1:
            end = re.search(rb"</(?:\w+:)?sheetData>", content)
            return content[: match.start()] + content[end.start() :] if end else content
    return content


def _open_document(content: bytes, notes: list[str]) -> bytes:
    """The cells of an OpenDocument sheet."""

    def saved(match: re.Match[bytes]) -> bytes:
        if b"table:formula=" not in match[0] or b"office:value-type=" not in match[0]:
            return match[0]
        return _ODF_FORMULA.sub(b"", match[0])

    changed = _ODF_CELL.sub(saved, content)
    if changed != content:
        notes.append("formulas show the results that were saved with them")
    return changed
