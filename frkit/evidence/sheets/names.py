"""Names and places in OpenDocument sheets, as LibreOffice writes them."""

from __future__ import annotations

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DC = "{http://purl.org/dc/elements/1.1/}"
CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def letters(column: int) -> str:
    """The letters of a column, counted from 0: A, B, ... Z, AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def address(row: int, column: int) -> str:
    """The address of a cell, both counted from 0: ``C14``."""
    return f"{letters(column)}{row + 1}"


def ranges(numbers: list[int], shown: str = "row") -> str:
    """Rows or columns counted from 0, neighbours together: ``3, 7-9``, or ``B, D-F``."""
    said: list[str] = []
    start = last = None
    for number in [*sorted(set(numbers)), None]:
        if last is not None and number is not None and number == last + 1:
            last = number
            continue
        if start is not None and last is not None:
            first, end = (letters(start), letters(last)) if shown == "column" else (f"{start + 1:,}", f"{last + 1:,}")
            said.append(first if start == last else f"{first}-{end}")
        start = last = number
    return ", ".join(said)
