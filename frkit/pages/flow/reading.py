"""The markup of tables as rows, cells and runs of words, ready to be laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from frkit.pages.flow import looks
from frkit.pages.flow.looks import Look, Space

_BLOCKS = {"div", "p", "li", "ul", "ol", "h2"}


class Run(NamedTuple):
    """Some words of one look, and the address that they lead to."""

    text: str
    look: Look
    link: str = ""


class Paragraph(NamedTuple):
    """Runs that follow each other, and the look that gives its lines their height; a line's end begins a new one."""

    runs: tuple[Run, ...]
    look: Look


class Cell(NamedTuple):
    """What stands in one cell, and over how many columns."""

    paragraphs: tuple[Paragraph, ...]
    space: Space
    columns: int = 1


class Row(NamedTuple):
    """Cells beside each other; ``keep`` holds it on one page with the row that follows."""

    cells: tuple[Cell, ...]
    keep: bool = False
    columns: tuple[float, ...] = ()
    """Widths of its own, in points, where they are not those of its table."""


@dataclass(frozen=True)
class Band:
    """Rows with the same columns, under a heading that every page repeats."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    head: Row | None = None
    above: float = 0.0
    below: float = looks.BELOW
    keep: bool = False
    """Whether it stands on one page with the first rows of what follows."""
    section: bool = False
    """Whether it is a heading between tables."""


def bands_of(markup: str, wide: float) -> list[Band]:
    """The tables of some markup, with headings and notes between them, for pages of that width between margins."""
    import lxml.html

    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    bands = list(_bands(root, wide))
    return [replace(one, above=looks.BEFORE_SECTION) if one.section and at else one for at, one in enumerate(bands)]


def _bands(element: Any, wide: float) -> Iterator[Band]:
    for child in element:
        if child.tag == "table":
            yield _table(child, wide)
        elif child.tag in ("h2", "h3"):
            yield _headline(child, wide)
        elif child.tag == "div" and "note" in _classes(child):
            cell = Cell(_paragraphs(child, looks.NOTE), looks.NOTE_SPACE)
            yield Band((wide,), (Row((cell,)),))
        elif child.tag == "div" and "promise" in _classes(child):
            cell = Cell(_paragraphs(child, looks.PROMISE), looks.PROMISE_SPACE)
            yield Band((wide,), (Row((cell,)),), below=2 * looks.MM, keep=True)
        elif child.tag == "p":
            look = looks.worded(looks.SMALL, "", _classes(child))
            cell = Cell(_paragraphs(child, look), looks.BARE)
            yield Band((wide,), (Row((cell,)),), below=0, keep="law" in _classes(child))
        elif child.tag == "ul":
            rows = tuple(
                Row((Cell(_paragraphs(one, looks.LISTED), looks.LISTED_SPACE),)) for one in child.findall("li")
            )
            yield Band((wide,), rows, below=3 * looks.MM)
        elif isinstance(child.tag, str):
            yield from _bands(child, wide)


def _headline(element: Any, wide: float) -> Band:
    """A heading between tables; one of the second rank within a request has a line below it."""
    if element.tag == "h3":
        return Band(
            (wide,), (Row((Cell(_paragraphs(element, looks.SUBHEAD), looks.BARE),)),), below=looks.MM, keep=True
        )
    ruled = any("request" in _classes(one) for one in element.iterancestors())
    cell = Cell(_paragraphs(element, looks.SECTION), looks.SECTION_SPACE if ruled else looks.BARE)
    return Band((wide,), (Row((cell,)),), below=2 * looks.MM, keep=True, section=True)


def _table(table: Any, wide: float) -> Band:
    classes = _classes(table)
    rows = [*table.findall("tr"), *table.findall("tbody/tr")]
    heads = table.findall("thead/tr")
    columns = _columns(heads[0] if heads else rows[0] if rows else None, classes, wide)
    head = Row(tuple(_heading(cell) for cell in heads[0])) if heads else None
    last, tall = len(rows) - 1, bool(classes & {"withheld", "beside"})
    made: list[Row] = []
    for at, row in enumerate(rows):
        ends = at in (0, last - 1) and not tall
        keep = at < last and (ends or bool(_classes(row) & {"group", "year", "counted"}) or "facts" in classes)
        inner = row.find("td/table")
        made += [_row(row, classes)._replace(keep=keep)] if inner is None else _said(inner, columns, keep=keep)
    return Band(columns, tuple(made), head, keep="facts" in classes)


def _said(table: Any, columns: tuple[float, ...], *, keep: bool) -> Iterator[Row]:
    """The rows of a table that stands in a row of another, below its second column; they stay together."""
    widths = (columns[0], looks.SAID_WIDTH, sum(columns[1:]) - looks.SAID_WIDTH)
    rows = table.findall("tr")
    for at, (name, words) in enumerate(rows):
        ends = at == len(rows) - 1
        head = Cell(_paragraphs(name, looks.SAID_HEAD), looks.SAID_NAME[ends])
        told = Cell(_paragraphs(words, looks.SAID), looks.SAID_WORDS[ends])
        yield Row((Cell((), looks.SAID_LAST if ends else looks.SAID_SPACE), head, told), keep or not ends, widths)


def _columns(first: Any, classes: frozenset[str], wide: float) -> tuple[float, ...]:
    """Widths in points: those that the style sheet names, and the rest in equal parts."""
    if first is None:
        return (wide,)
    known = looks.column_widths()
    named = [_width(_classes(cell), classes, known) for cell in first]
    if "facts" in classes:
        named[0] = known["facts"]
    free = wide - sum(named)
    rest = free / max(1, named.count(0.0))
    return tuple(width or rest for width in named)


def _width(cell: frozenset[str], table: frozenset[str], known: Mapping[str, float]) -> float:
    """The width that the style sheet names for a column, the table's own first; 0 where it names none."""
    names = [*(f"{one} {name}" for one in table for name in cell), *cell]
    return next((known[one] for one in names if one in known), 0.0)


def _heading(cell: Any) -> Cell:
    space = replace(looks.HEAD_SPACE, at_right="number" in _classes(cell))
    return Cell(_paragraphs(cell, looks.HEAD), space)


def _row(row: Any, table: frozenset[str]) -> Row:
    classes = _classes(row)
    cells = []
    for at, cell in enumerate(row):
        if cell.tag == "th":
            cells.append(Cell(_paragraphs(cell, looks.HEAD), Space()))
            continue
        look, space = looks.celled(table, classes, _classes(cell), at)
        sign = cell.find("svg")
        if sign is not None:
            space = replace(space, left=space.left + looks.MARK, mark=sign.get("class") or "")
        cells.append(Cell(_paragraphs(cell, look), space, int(cell.get("colspan", 1))))
    return Row(tuple(cells))


@dataclass
class _Collected:
    done: list[Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def add(self, text: str | None, look: Look, link: str) -> None:
        """Words that go on where the last ones ended."""
        if text:
            self.runs.append(Run(text.upper() if look.capitals else text, look, link))

    def end(self, look: Look) -> None:
        """The words after this stand in a new line; those before it stand in lines of that look."""
        if look.ruled or any(not run.text.isspace() for run in self.runs):
            self.done.append(Paragraph(tuple(self.runs), look))
        self.runs = []


def _paragraphs(cell: Any, look: Look) -> tuple[Paragraph, ...]:
    collected = _Collected()
    _collect(cell, look, "", collected)
    collected.end(look)
    return tuple(collected.done)


def _collect(element: Any, look: Look, link: str, into: _Collected) -> None:
    into.add(element.text, look, link)
    for child in element:
        if child.tag == "br":
            into.end(look)
        elif isinstance(child.tag, str):
            classes = _classes(child)
            block = child.tag in _BLOCKS or "line" in classes
            inner = looks.worded(look, child.tag, classes)
            if block:
                into.end(look)
            _collect(child, inner, child.get("href", link), into)
            if block:
                into.end(inner)
        into.add(child.tail, look, link)


def _classes(element: Any) -> frozenset[str]:
    return _named(element.get("class") or "")


@lru_cache(maxsize=4096)
def _named(classes: str) -> frozenset[str]:
    return frozenset(classes.split())


def words_by_font(bands: Sequence[Band]) -> dict[str, set[str]]:
    """Font -> the characters that some tables need of it."""
    found: dict[str, set[str]] = {}
    for band in bands:
        for row in (*((band.head,) if band.head else ()), *band.rows):
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        found.setdefault(run.look.font, set()).update(run.text)
    return found
