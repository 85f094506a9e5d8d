"""Rows onto pages: what belongs together stays together, and each page repeats the heading of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from frkit.pages.flow import looks
from frkit.pages.flow.lines import Line, lines_of
from frkit.pages.flow.reading import Band, Row


class SetCell(NamedTuple):
    """A cell's lines and where they stand."""

    x: float
    width: float
    lines: list[Line]
    space: looks.Space


class SetRow(NamedTuple):
    """A row with its lines and its height."""

    cells: tuple[SetCell, ...]
    height: float
    keep: bool


class Placed(NamedTuple):
    """A row on its page; ``top`` is measured from the upper edge of the paper, in points."""

    row: SetRow
    top: float


def pages_of(bands: Sequence[Band], first_top: float, top: float, low: float) -> list[list[Placed]]:
    """All rows on pages: the first page begins at ``first_top``, the others at ``top``, and all end at ``low``."""
    pages: list[list[Placed]] = [[]]
    at = first_top
    waiting: list[tuple[float, list[SetRow], SetRow | None]] = []
    for band in bands:
        head = _set(band.head, band.columns) if band.head else None
        bunches = list(_bunches([_set(row, row.columns or band.columns) for row in band.rows], low - top))
        above = band.above
        for number, bunch in enumerate(bunches):
            lead = [head] if head is not None and number == 0 else []
            rows = [*lead, *bunch]
            waiting.append((above, rows, head))
            above = 0.0
            if band.keep and number == len(bunches) - 1:
                waiting.append((band.below, [], None))
                break
            at = _place(waiting, pages, at, top, low, fresh=head if number else None)
            waiting = []
        else:
            at += band.below
    if waiting:
        _place(waiting, pages, at, top, low, fresh=None)
    return pages


def _place(
    waiting: list[tuple[float, list[SetRow], SetRow | None]],
    pages: list[list[Placed]],
    at: float,
    top: float,
    low: float,
    *,
    fresh: SetRow | None,
) -> float:
    """Put rows that stay together on the page, or on a new one; gives where the next ones begin."""
    height = sum(space + sum(row.height for row in rows) for space, rows, _ in waiting)
    if at + height > low + 0.01 and pages[-1]:
        pages.append([])
        at = top
        if fresh is not None:
            pages[-1].append(Placed(fresh, at))
            at += fresh.height
    for space, rows, _ in waiting:
        at += space if pages[-1] else 0.0
        for row in rows:
            if at + row.height > low + 0.01 and pages[-1]:
                pages.append([])
                at = top
            pages[-1].append(Placed(row, at))
            at += row.height
    return at


def _bunches(rows: Sequence[SetRow], room: float) -> Iterator[list[SetRow]]:
    """Rows that stay together; a row that is higher than a page goes over several."""
    bunch: list[SetRow] = []
    for row in rows:
        if row.height > room * 0.9:
            if bunch:
                yield bunch
                bunch = []
            yield from ([part] for part in _parted(row, room * 0.9))
            continue
        bunch.append(row)
        if not row.keep:
            yield bunch
            bunch = []
    if bunch:
        yield bunch


def _parted(row: SetRow, room: float) -> Iterator[SetRow]:
    """A row that is higher than a page in parts that fit."""
    rest = row
    while True:
        cut = [_fitting(cell, room) for cell in rest.cells]
        done = all(count >= len(cell.lines) for count, cell in zip(cut, rest.cells, strict=True))
        space = 0.0 if not done else None
        cells = tuple(
            cell._replace(lines=cell.lines[:count], space=_open(cell.space) if space == 0.0 else cell.space)
            for count, cell in zip(cut, rest.cells, strict=True)
        )
        yield SetRow(cells, _height(cells), keep=False)
        if done:
            return
        rest = rest._replace(
            cells=tuple(cell._replace(lines=cell.lines[count:]) for count, cell in zip(cut, rest.cells, strict=True)),
        )


def _open(space: looks.Space) -> looks.Space:
    return replace(space, rule=0.0)


def _fitting(cell: SetCell, room: float) -> int:
    used = cell.space.top + cell.space.bottom
    for count, line in enumerate(cell.lines):
        used += line.height
        if used > room and count:
            return count
    return len(cell.lines)


def _set(row: Row, columns: Sequence[float]) -> SetRow:
    cells, x, column = [], 0.0, 0
    for cell in row.cells:
        width = sum(columns[column : column + cell.columns])
        space = cell.space
        lines = lines_of(cell.paragraphs, max(8.0, width - space.left - space.right))
        cells.append(SetCell(x, width, lines, space))
        x += width
        column += cell.columns
    return SetRow(tuple(cells), _height(cells), row.keep)


def _height(cells: Sequence[SetCell]) -> float:
    return max(
        (
            cell.space.top + sum(line.height for line in cell.lines) + cell.space.bottom + cell.space.rule
            for cell in cells
        ),
        default=0.0,
    )
