"""A workbook laid out for paper: columns as wide as their numbers, words wrapped, sheets named on every page."""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from frkit.evidence.sheets.csv_tables import packed
from frkit.evidence.sheets.measures import FONT, PADDING, height, width
from frkit.evidence.sheets.names import DRAW, FO, OFFICE, STYLE, TABLE, TEXT, XLINK, address
from frkit.evidence.sheets.notes import notes_of
from frkit.evidence.sheets.workbook import Cell, Sheet, Styles, columns_in, parsed, sheets_of
from frkit.evidence.unreadable import Unreadable

Paper = Literal["Letter", "A4"]
_SIDES = {"Letter": (8.5, 11.0), "A4": (8.268, 11.693)}
MARGIN = 0.6
_ROW_NUMBERS = 0.5
"""Inches that the numbers of the rows take."""
WIDEST_TEXT = 2.8
"""Inches of a column of words; longer ones are wrapped."""
WIDEST = 7.0
TALLEST = 4.2
"""Inches of a cell; the rest of a longer text stands in the notes, since no row can go over two pages."""
_LOWEST = 0.2
_SMALLEST = 0.62
"""A page is scaled down no further than that, so that it can be read; a wider sheet takes pages side by side."""


@dataclass(frozen=True)
class LaidOut:
    """A workbook ready to be printed, its shown sheets, and what its pages do not show."""

    data: bytes
    sheets: tuple[str, ...]
    notes: tuple[str, ...]


def laid_out(ods: bytes, paper: Paper) -> LaidOut:
    """The workbook with its pages set up; raises Unreadable where it is no workbook."""
    try:
        return _laid_out(ods, paper)
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        raise Unreadable("its sheets cannot be laid out") from error


def _laid_out(ods: bytes, paper: Paper) -> LaidOut:
    files = _files(ods)
    content, styles_tree = parsed(files["content.xml"]), parsed(files["styles.xml"])
    styles = Styles(styles_tree, content)
    sheets = sheets_of(content, styles)
    _drop_outside(content)
    for tree in (content, styles_tree):
        _set_cell_styles(tree)
    long_texts: dict[str, list[str]] = {}
    shown = [sheet for sheet in sheets if not sheet.hidden]
    if not shown:
        raise Unreadable("it is a workbook whose sheets are all hidden")
    for number, sheet in enumerate(shown, 1):
        long_texts[sheet.name] = _lay_out(sheet, number, content, styles_tree, paper)
    notes = notes_of(sheets, long_texts)
    files |= {"content.xml": _text(content), "styles.xml": _text(styles_tree)}
    return LaidOut(packed(files), tuple(one.name for one in shown if one.cells or one.drawings), notes)


def numbered(laid: bytes, pages: Mapping[str, int]) -> bytes:
    """The workbook with the number of each sheet's pages in its header."""
    files = _files(laid)
    styles = parsed(files["styles.xml"])
    for head in styles.iter(f"{STYLE}header"):
        for paragraph in head.findall(f"{TEXT}p"):
            name = paragraph.findtext(f"{TEXT}sheet-name") or ""
            if name in pages:
                paragraph[-1].tail = f" of {pages[name]}"
    files["styles.xml"] = _text(styles)
    return packed(files)


def _files(ods: bytes) -> dict[str, bytes]:
    """The files of a package that a layout needs; previews, settings and macros stay out."""
    try:
        with zipfile.ZipFile(io.BytesIO(ods)) as package:
            names = [one for one in package.namelist() if one in ("content.xml", "styles.xml") or _object(one)]
            files = {one: package.read(one) for one in names}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise Unreadable("its sheets cannot be read") from error
    if not {"content.xml", "styles.xml"} <= files.keys():
        raise Unreadable("it is no workbook")
    return files


def _object(name: str) -> bool:
    """Whether a file of the package is a picture or a chart."""
    return name.startswith(("Pictures/", "Object", "ObjectReplacements/")) and not name.endswith("/")


def _text(tree: Any) -> bytes:
    from lxml import etree

    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
    return made


def _drop_outside(content: Any) -> None:
    """Take out all that lies elsewhere: tables of other files, data links, pictures that would be fetched."""
    gone = (f"{TABLE}table-source", f"{OFFICE}dde-source", f"{TABLE}dde-links", f"{TABLE}cell-range-source",
            f"{TABLE}content-validations", f"{TABLE}consolidation", f"{OFFICE}event-listeners")  # fmt: skip
    for element in [one for one in content.iter(*gone) if one.getparent() is not None]:
        element.getparent().remove(element)
    for table in [one for one in content.iter(f"{TABLE}table") if one.get(f"{TABLE}name", "").startswith("'file:")]:
        table.getparent().remove(table)
    for element in content.iter(f"{DRAW}image", f"{DRAW}object", f"{DRAW}object-ole", f"{DRAW}plugin"):
        if not element.get(f"{XLINK}href", "").startswith(("./", "Pictures/", "Object")):
            element.attrib.pop(f"{XLINK}href", None)


def _set_cell_styles(tree: Any) -> None:
    """Words wrap, rows are as high as they need, and no cell is left out, turned or shrunk."""
    for style in tree.iter(f"{STYLE}style", f"{STYLE}default-style"):
        family = style.get(f"{STYLE}family")
        if family == "table-cell":
            properties = _child(style, f"{STYLE}table-cell-properties", first=True)
            properties.set(f"{FO}wrap-option", "wrap")
            properties.set(f"{STYLE}print-content", "true")
            properties.set(f"{FO}padding", "0.03in")
            words = _child(style, f"{STYLE}text-properties")
            for key in ("font-name", "font-family-generic", "font-style-name", "font-pitch"):
                words.attrib.pop(f"{STYLE}{key}", None)
            words.set(f"{FO}font-family", FONT)
            for side in ("left", "right", "top", "bottom"):
                properties.attrib.pop(f"{FO}padding-{side}", None)
            for key in ("shrink-to-fit", "rotation-angle", "rotation-align", "direction", "cell-protect"):
                properties.attrib.pop(f"{STYLE}{key}", None)
            if properties.get(f"{STYLE}repeat-content"):
                properties.set(f"{STYLE}repeat-content", "false")
        elif family == "table-row":
            _child(style, f"{STYLE}table-row-properties").set(f"{STYLE}use-optimal-row-height", "true")


def _child(parent: Any, tag: str, *, first: bool = False) -> Any:
    from lxml import etree

    found = parent.find(tag)
    if found is None:
        found = etree.SubElement(parent, tag)
        if first:
            parent.insert(0, found)
    return found


def _lay_out(sheet: Sheet, number: int, content: Any, styles: Any, paper: Paper) -> list[str]:
    """Set widths, heights and pages of one sheet; gives the texts that were too long for a cell, with their places."""
    widths = _widths(sheet)
    sheet.element.attrib.pop(f"{TABLE}print-ranges", None)
    sheet.element.attrib.pop(f"{TABLE}print", None)
    for protected in ("protected", "protection-key", "protection-key-digest-algorithm"):
        sheet.element.attrib.pop(f"{TABLE}{protected}", None)
    long_texts = _shorten(sheet, widths)
    _set_heights(sheet, widths, content, number)
    _set_columns(sheet, widths, content, number)
    hidden = set(sheet.hidden_columns)
    total = sum(one for column, one in enumerate(widths) if column not in hidden)
    _set_page(sheet, number, total, content, styles, paper)
    return long_texts


def _widths(sheet: Sheet) -> list[float]:
    """Inches of each column: numbers stand on one line, words wrap after some length, none is wider than needed."""
    needed = [0.3] * sheet.columns
    for cell in sheet.cells:
        if cell.columns > 1 or cell.column >= sheet.columns:
            continue
        longest = max(width(one, cell.type) for one in cell.paragraphs) + PADDING
        most = WIDEST_TEXT if cell.is_text else WIDEST
        needed[cell.column] = max(needed[cell.column], min(longest, most))
    kept = sheet.widths[: sheet.columns] + [0.0] * (sheet.columns - len(sheet.widths))
    return [max(need, min(own, 1.0, need * 1.5)) for need, own in zip(needed, kept, strict=True)]


def _room(cell: Cell, widths: list[float]) -> float:
    return sum(widths[cell.column : cell.column + cell.columns]) - PADDING


def _shorten(sheet: Sheet, widths: list[float]) -> list[str]:
    found = []
    for cell in sheet.cells:
        if not cell.is_text or height(cell.paragraphs, cell.type, _room(cell, widths)) <= TALLEST:
            continue
        here = address(cell.row, cell.column)
        found.append(f"{here}: " + "\n".join(cell.paragraphs))
        _cut(cell, widths, here)
    return found


def _cut(cell: Cell, widths: list[float], here: str) -> None:
    """Leave of a long text what a cell can show, and say where the rest stands."""
    from lxml import etree

    share = TALLEST * 0.6 / height(cell.paragraphs, cell.type, _room(cell, widths))
    words = " / ".join(cell.paragraphs)
    kept = f"{words[: max(40, int(len(words) * share))]} [... the whole text of {here} stands in the notes]"
    for paragraph in cell.element.findall(f"{TEXT}p"):
        cell.element.remove(paragraph)
    etree.SubElement(cell.element, f"{TEXT}p").text = kept
    cell.element.attrib.pop(f"{OFFICE}string-value", None)
    cell.paragraphs = (kept,)


def _set_heights(sheet: Sheet, widths: list[float], content: Any, number: int) -> None:
    """Rows are as high as their words need. LibreOffice's own reckoning is a line short where it scales a page."""
    needed: dict[int, tuple[Any, float]] = {}
    for cell in sheet.cells:
        row = cell.element.getparent()
        tall = min(height(cell.paragraphs, cell.type, _room(cell, widths)), TALLEST * 1.3)
        needed[cell.row] = (row, max(tall, needed.get(cell.row, (row, _LOWEST))[1]))
    made: dict[str, str] = {}
    for row, tall in needed.values():
        shown = f"{tall:.2f}in"
        if shown not in made:
            made[shown] = f"FkRow{number}x{len(made)}"
            properties = _child(_new_style(content, made[shown], "table-row"), f"{STYLE}table-row-properties")
            properties.set(f"{STYLE}row-height", shown)
            properties.set(f"{STYLE}use-optimal-row-height", "false")
        row.set(f"{TABLE}style-name", made[shown])


def _set_columns(sheet: Sheet, widths: list[float], content: Any, number: int) -> None:
    from lxml import etree

    old = list(columns_in(sheet.element))
    default = [one.get(f"{TABLE}default-cell-style-name", "Default") for one in old for _ in range(_count(one))]
    first = next((index for index, one in enumerate(sheet.element) if _holds_columns(one)), 0)
    for one in [one for one in sheet.element if _holds_columns(one)]:
        sheet.element.remove(one)
    for column, wide in enumerate(widths or [0.9]):
        name = f"FkCol{number}x{column}"
        style = _new_style(content, name, "table-column")
        _child(style, f"{STYLE}table-column-properties").set(f"{STYLE}column-width", f"{wide:.3f}in")
        made = etree.Element(f"{TABLE}table-column")
        made.set(f"{TABLE}style-name", name)
        made.set(f"{TABLE}default-cell-style-name", default[column] if column < len(default) else "Default")
        if column in sheet.hidden_columns:
            made.set(f"{TABLE}visibility", "collapse")
        sheet.element.insert(first + column, made)


def _count(column: Any) -> int:
    return min(int(column.get(f"{TABLE}number-columns-repeated", "1")), 1024)


def _holds_columns(element: Any) -> bool:
    return element.tag in (
        f"{TABLE}table-column", f"{TABLE}table-columns", f"{TABLE}table-column-group", f"{TABLE}table-header-columns"
    )  # fmt: skip


def _new_style(tree: Any, name: str, family: str) -> Any:
    from lxml import etree

    place = tree.find(f"{OFFICE}automatic-styles")
    style = etree.SubElement(place, f"{STYLE}style")
    style.set(f"{STYLE}name", name)
    style.set(f"{STYLE}family", family)
    return style


def _set_page(sheet: Sheet, number: int, total: float, content: Any, styles: Any, paper: Paper) -> None:
    """The sheet's own page: upright or lying, scaled to its width or spread over pages side by side."""
    from lxml import etree

    short, long = _SIDES[paper]
    upright, lying = (side - 2 * MARGIN - _ROW_NUMBERS for side in (short, long))
    landscape = total > upright / 0.8
    across = 1 if not landscape else max(1, math.ceil(total * _SMALLEST / lying))
    layout = etree.SubElement(styles.find(f"{OFFICE}automatic-styles"), f"{STYLE}page-layout")
    layout.set(f"{STYLE}name", f"FkPage{number}")
    properties = etree.SubElement(layout, f"{STYLE}page-layout-properties")
    wide, high = (long, short) if landscape else (short, long)
    for key, value in {
        f"{FO}page-width": f"{wide}in", f"{FO}page-height": f"{high}in", f"{FO}margin": f"{MARGIN}in",
        f"{STYLE}print-orientation": "landscape" if landscape else "portrait", f"{STYLE}first-page-number": "1",
        f"{STYLE}print-page-order": "ltr", f"{STYLE}scale-to-X": str(across), f"{STYLE}scale-to-Y": "0",
        f"{STYLE}print": "headers grid charts drawings objects zero-values", f"{STYLE}num-format": "1",
    }.items():  # fmt: skip
        properties.set(key, value)
    head_style = etree.SubElement(etree.SubElement(layout, f"{STYLE}header-style"), f"{STYLE}header-footer-properties")
    head_style.set(f"{FO}margin-bottom", "0.08in")
    head_style.set(f"{FO}min-height", "0.25in")
    _set_master(sheet, number, styles)
    table_style = _new_style(content, f"FkTable{number}", "table")
    table_style.set(f"{STYLE}master-page-name", f"FkMaster{number}")
    _child(table_style, f"{STYLE}table-properties").set(f"{TABLE}display", "true")
    sheet.element.set(f"{TABLE}style-name", f"FkTable{number}")


def _set_master(sheet: Sheet, number: int, styles: Any) -> None:
    """The header of every page: the sheet's name, and the page's number within the sheet."""
    from lxml import etree

    master = etree.SubElement(styles.find(f"{OFFICE}master-styles"), f"{STYLE}master-page")
    master.set(f"{STYLE}name", f"FkMaster{number}")
    master.set(f"{STYLE}page-layout-name", f"FkPage{number}")
    paragraph = etree.SubElement(etree.SubElement(master, f"{STYLE}header"), f"{TEXT}p")
    paragraph.text = "Sheet: "
    name = etree.SubElement(paragraph, f"{TEXT}sheet-name")
    name.text, name.tail = sheet.name, " - page "
    page = etree.SubElement(paragraph, f"{TEXT}page-number")
    page.text = "1"
    etree.SubElement(master, f"{STYLE}footer").set(f"{STYLE}display", "false")
