"""What stands in an OpenDocument workbook: sheets, filled cells, what is hidden, comments. Read to lay it out anew."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from frkit.evidence.sheets.measures import Type
from frkit.evidence.sheets.names import CALCEXT, DC, FO, OFFICE, STYLE, TABLE, TEXT, address
from frkit.evidence.sheets.saved_values import MOST_ROWS
from frkit.evidence.unreadable import Unreadable

MOST_CELLS = 400_000
"""Filled cells of a workbook that are set as pages."""
_VOLATILE = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT|WEBSERVICE|DDE)\(")


@dataclass
class Cell:
    """A filled cell: where it stands, the paragraphs that it shows, and how it is set."""

    element: Any
    row: int
    column: int
    paragraphs: tuple[str, ...]
    is_text: bool
    type: Type
    columns: int = 1
    rows: int = 1


@dataclass
class Sheet:
    """One sheet with its filled cells."""

    element: Any
    name: str
    hidden: bool
    cells: list[Cell] = field(default_factory=list)
    rows: int = 0
    """Rows down to the last filled one."""
    columns: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    filtered_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    """Inches of each column as the sender left it."""
    comments: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    """Cells whose value the sender's format does not show."""
    volatile: list[str] = field(default_factory=list)
    more_rows: bool = False
    """True where the sheet goes on after the last row that can be set."""
    drawings: bool = False


class Styles:
    """The cell, column and table styles of a workbook, each with what it takes over."""

    def __init__(self, *trees: Any) -> None:
        self.by_name: dict[tuple[str, str], Any] = {}
        for tree in trees:
            for style in tree.iter(f"{STYLE}style"):
                self.by_name[(style.get(f"{STYLE}family"), style.get(f"{STYLE}name"))] = style
            for style in tree.iter(f"{STYLE}default-style"):
                self.by_name[(style.get(f"{STYLE}family"), "")] = style
        self._types: dict[str, Type] = {}
        self._pale: dict[str, bool] = {}

    def type_of(self, name: str) -> Type:
        """Size and weight of the type of a cell style."""
        if name not in self._types:
            size = _points(self._property(name, "text-properties", f"{FO}font-size"))
            bold = self._property(name, "text-properties", f"{FO}font-weight") in ("bold", "600", "700", "800", "900")
            self._types[name] = Type(min(max(size, 4.0), 96.0), bold)
        return self._types[name]

    def white_on_white(self, name: str) -> bool:
        """Whether a cell style sets words that nobody sees on paper."""
        if name not in self._pale:
            colour = (self._property(name, "text-properties", f"{FO}color") or "").lower()
            back = (self._property(name, "table-cell-properties", f"{FO}background-color") or "").lower()
            self._pale[name] = colour == "#ffffff" and back in ("", "transparent", "#ffffff")
        return self._pale[name]

    def column_width(self, name: str) -> float:
        """Inches of a column style."""
        style = self.by_name.get(("table-column", name))
        found = style.find(f"{STYLE}table-column-properties") if style is not None else None
        return inches(found.get(f"{STYLE}column-width")) if found is not None else 0.9

    def table_shown(self, name: str) -> bool:
        """Whether the sheets of a table style are shown."""
        style = self.by_name.get(("table", name))
        found = style.find(f"{STYLE}table-properties") if style is not None else None
        return found is None or found.get(f"{TABLE}display") != "false"

    def _property(self, name: str, group: str, key: str) -> str | None:
        for _ in range(20):
            style = self.by_name.get(("table-cell", name))
            if style is None:
                style, name = self.by_name.get(("table-cell", "")), ""
            if style is None:
                return None
            for properties in style.findall(f"{STYLE}{group}"):
                if properties.get(key) is not None:
                    return str(properties.get(key))
            if name == "":
                return None
            name = style.get(f"{STYLE}parent-style-name", "")
        return None


def parsed(data: bytes) -> Any:
    """The tree of an XML file of the package; nothing outside of it is looked at."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
    try:
        return etree.parse(io.BytesIO(data), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"its sheets cannot be read ({str(error)[:80]})") from error


def sheets_of(content: Any, styles: Styles) -> list[Sheet]:
    """All sheets in their order. Rows after those that can be set are taken out of the tree."""
    found, room = [], MOST_CELLS
    for table in content.iter(f"{TABLE}table"):
        if table.getparent().tag != f"{OFFICE}spreadsheet":
            continue
        shown = styles.table_shown(table.get(f"{TABLE}style-name", ""))
        sheet = Sheet(table, table.get(f"{TABLE}name", ""), not shown)
        _read_columns(sheet, styles)
        _read_rows(sheet, styles, room)
        room -= len(sheet.cells)
        sheet.drawings = any(True for _ in table.iter(f"{TABLE}shapes"))
        found.append(sheet)
    return found


def inches(length: str | None) -> float:
    """A length such as ``2.26cm`` in inches; 0 for none."""
    match = re.fullmatch(r"(-?[\d.]+)(in|cm|mm|pt|pc)", length or "")
    if match is None:
        return 0.0
    return float(match[1]) / {"in": 1, "cm": 2.54, "mm": 25.4, "pt": 72, "pc": 6}[match[2]]


def _points(length: str | None) -> float:
    return inches(length) * 72 or 10.0


def columns_in(sheet: Any) -> Iterator[Any]:
    """The column elements of a sheet, in groups or not."""
    return (one for one in sheet.iter(f"{TABLE}table-column"))


def _read_columns(sheet: Sheet, styles: Styles) -> None:
    number = 0
    for column in columns_in(sheet.element):
        count = min(int(column.get(f"{TABLE}number-columns-repeated", "1")), 16384)
        if column.get(f"{TABLE}visibility") in ("collapse", "filter") and count < 16000:
            sheet.hidden_columns += range(number, number + min(count, 1024))
        if number < 1024:
            sheet.widths += [styles.column_width(column.get(f"{TABLE}style-name", ""))] * min(count, 1024 - number)
        number += count


def _read_rows(sheet: Sheet, styles: Styles, room: int) -> None:
    """Fill in the cells; rows beyond the limits leave the tree, and so do empty ones at the end."""
    number, last, beyond = 0, -1, False
    defaults = [column.get(f"{TABLE}default-cell-style-name", "") for column in _spread(sheet.element)]
    empty_since: list[Any] = []
    for row in list(sheet.element.iter(f"{TABLE}table-row")):
        count = int(row.get(f"{TABLE}number-rows-repeated", "1"))
        cells = [] if beyond else list(_cells(row, number, styles, defaults, sheet))
        filled = bool(cells) or (beyond and row_has_words(row))
        if beyond or number >= MOST_ROWS or len(sheet.cells) + len(cells) > room:
            beyond = True
            sheet.more_rows = sheet.more_rows or filled
            row.getparent().remove(row)
            continue
        if filled and count > 1:
            count = min(count, MOST_ROWS - number)
            row.set(f"{TABLE}number-rows-repeated", str(count))
        hidden = row.get(f"{TABLE}visibility")
        if hidden in ("collapse", "filter") and (filled or count < 1000):
            (sheet.hidden_rows if hidden == "collapse" else sheet.filtered_rows).extend(range(number, number + count))
        sheet.cells += cells
        if filled:
            last, empty_since = number + count - 1, []
        else:
            empty_since.append(row)
        number += count
    for row in empty_since if last >= 0 else ():
        row.getparent().remove(row)
    sheet.rows = last + 1
    sheet.hidden_rows = [one for one in sheet.hidden_rows if one <= last]
    sheet.columns = max((cell.column + cell.columns for cell in sheet.cells), default=0)


def row_has_words(row: Any) -> bool:
    """Whether anything stands in a row."""
    return any(True for _ in row.iter(f"{TEXT}p"))


def _spread(table: Any) -> Iterator[Any]:
    for column in columns_in(table):
        for _ in range(min(int(column.get(f"{TABLE}number-columns-repeated", "1")), 1024)):
            yield column


def _cells(row: Any, number: int, styles: Styles, defaults: list[str], sheet: Sheet) -> Iterator[Cell]:
    column = 0
    usual = row.get(f"{TABLE}default-cell-style-name")
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        count = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        style = cell.get(f"{TABLE}style-name") or usual or (defaults[column] if column < len(defaults) else "")
        for note in cell.findall(f"{OFFICE}annotation"):
            sheet.comments.append(f"{address(number, column)}: {_comment(note)}")
            cell.remove(note)
        paragraphs = tuple(shown_words(one) for one in cell.findall(f"{TEXT}p"))
        here = address(number, column)
        value = cell.get(f"{OFFICE}value-type")
        if value and not any(paragraphs) and (value != "string" or cell.get(f"{OFFICE}string-value")):
            sheet.unseen.append(here)
        formula = cell.get(f"{TABLE}formula", "")
        if _VOLATILE.search(formula):
            sheet.volatile.append(here)
        _keep_result(cell)
        if any(paragraphs):
            if styles.white_on_white(style):
                sheet.unseen.append(here)
            yield Cell(
                cell,
                number,
                column,
                paragraphs,
                value in (None, "string") and cell.get(f"{CALCEXT}value-type") != "error",
                styles.type_of(style),
                min(max(int(cell.get(f"{TABLE}number-columns-spanned", "1")), count), 1024),
                int(cell.get(f"{TABLE}number-rows-spanned", "1")),
            )
        column += count


def _keep_result(cell: Any) -> None:
    """Take the formula out of a cell, so that its words stay what they are."""
    had_formula = f"{TABLE}formula" in cell.attrib
    for key in (f"{TABLE}formula", f"{TABLE}number-matrix-columns-spanned", f"{TABLE}number-matrix-rows-spanned"):
        cell.attrib.pop(key, None)
    if cell.get(f"{CALCEXT}value-type") == "error":
        cell.attrib.pop(f"{OFFICE}string-value", None)
    if had_formula and not _same_number(cell):
        for key in [one for one in cell.attrib if one.startswith(OFFICE) or one == f"{CALCEXT}value-type"]:
            del cell.attrib[key]
        cell.set(f"{OFFICE}value-type", "string")


def _same_number(cell: Any) -> bool:
    """Whether a cell shows its value as a bare number; a date that only the formula made one would lose its form."""
    shown = "".join(shown_words(one) for one in cell.findall(f"{TEXT}p"))
    try:
        return abs(float(cell.get(f"{OFFICE}value", "x")) - float(shown.replace(",", ""))) < 1e-6
    except ValueError:
        return False


def shown_words(paragraph: Any) -> str:
    """The words of a paragraph, spaces and tabs written out."""
    said = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == f"{TEXT}s":
            said.append(" " * min(int(child.get(f"{TEXT}c", "1")), 1000))
        elif child.tag == f"{TEXT}tab":
            said.append("\t")
        elif child.tag == f"{TEXT}line-break":
            said.append("\n")
        elif isinstance(child.tag, str):
            said.append(shown_words(child))
        said.append(child.tail or "")
    return "".join(said)


def _comment(note: Any) -> str:
    by = " ".join(one.text or "" for one in note.findall(f"{DC}creator"))
    said = " / ".join(words for one in note.findall(f"{TEXT}p") if (words := shown_words(one).strip()))
    return f"{by}: {said}" if by and not said.startswith(by) else said
