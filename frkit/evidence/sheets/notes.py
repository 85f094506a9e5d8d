"""What the pages of a workbook do not show: hidden sheets, rows and columns, comments, long texts. Said, never lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frkit.evidence.sheets.names import ranges
from frkit.evidence.sheets.saved_values import MOST_ROWS
from frkit.evidence.sheets.workbook import Sheet

_NAMED = 40
"""Places that a note names; the rest are counted."""


def notes_of(sheets: Sequence[Sheet], long_texts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A line for each thing, first what concerns a whole sheet."""
    notes: list[str] = []
    for sheet in sheets:
        called = f"Sheet '{sheet.name}'"
        if sheet.hidden:
            size = f"{_counted(sheet.rows, 'row')}, {_counted(sheet.columns, 'column')}" if sheet.cells else "empty"
            notes.append(f"{called} is hidden ({size}); it is in the original only.")
        elif not sheet.cells and not sheet.drawings:
            notes.append(f"{called} is empty.")
        if not sheet.hidden:
            notes += [f"{called}: {one}" for one in _hidden_in(sheet)]
        notes += [f"{called}, comment on {one}" for one in sheet.comments]
    for name, texts in long_texts.items():
        notes += [f"Sheet '{name}', the whole text of {one}" for one in texts]
    return tuple(notes)


def _hidden_in(sheet: Sheet) -> list[str]:
    said = []
    if sheet.more_rows:
        said.append(f"only the first {sheet.rows:,} rows are shown (of a sheet at most {MOST_ROWS:,}); "
                    "the rest is in the original only.")  # fmt: skip
    filled = [one for one in sheet.hidden_columns if one < sheet.columns]
    for how, shown, places in (
        ("", "column", filled),
        ("", "row", sheet.hidden_rows),
        (" by a filter", "row", sheet.filtered_rows),
    ):
        if places:
            subject = (
                f"{shown}s {ranges(places, shown)} are" if len(places) > 1 else f"{shown} {ranges(places, shown)} is"
            )
            said.append(f"{subject} hidden{how}; what stands there is in the original only.")
    if sheet.unseen:
        said.append(f"{_places(sheet.unseen)} hold what the sender's format does not show.")
    if sheet.volatile:
        said.append(f"{_places(sheet.volatile)} depend on the day of the conversion; the original holds the formula.")
    return said


def _places(cells: Sequence[str]) -> str:
    more = f" and {len(cells) - _NAMED:,} more" if len(cells) > _NAMED else ""
    return f"Cells {', '.join(cells[:_NAMED])}{more}" if len(cells) > 1 else f"Cell {cells[0]}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"
