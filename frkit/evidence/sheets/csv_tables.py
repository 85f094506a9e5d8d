"""A table in plain text (CSV) as a workbook: every cell the text that it is, nothing taken for a number or a date."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from frkit.evidence.sheets.saved_values import MOST_ROWS

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
MOST_COLUMNS = 1024
_LOOKED_AT = 200
_ALIKE = 0.8
"""Share of rows that must have the usual number of cells for a text to be a table."""
csv.field_size_limit(1 << 30)

_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"'
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class CsvTable:
    """The rows of a table in plain text, and how its cells are parted."""

    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    columns: int
    total: int
    """Number of rows in the file; ``rows`` holds the first of them."""

    @property
    def how(self) -> str:
        """What was found, for the custody table."""
        return f"table of {self.total:,} rows and {self.columns:,} columns, parted by {DELIMITERS[self.delimiter]}"


def csv_table(text: str, name: str = "") -> CsvTable | None:
    """The table that a text is, or None where its lines are no rows of cells. A name like x.csv makes it likely."""
    text = text.removeprefix("\ufeff")
    named = name.lower().endswith((".csv", ".tsv", ".tab"))
    told = re.match(r"(?i)sep=(.)\r?\n", text)
    if told and told[1] in DELIMITERS:
        return _read(text[told.end() :], told[1])
    best = max(DELIMITERS, key=lambda one: _likeness(text, one))
    share = _likeness(text, best)
    if share >= _ALIKE and (named or (best in "\t;|" and text.count("\n") > 2)):
        return _read(text, best)
    return _read(text, best) if named and share > 0.3 else None


def as_workbook(table: CsvTable, title: str) -> bytes:
    """The table as an OpenDocument workbook of one sheet, all cells text."""
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in table.rows[: MOST_ROWS + 1]
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES}><office:automatic-styles/>'
        f'<office:body><office:spreadsheet><table:table table:name="{_attribute(title)}">'
        f'<table:table-column table:number-columns-repeated="{max(1, table.columns)}"/>{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    styles = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {_NAMESPACES}><office:styles>'
        '<style:style style:name="Default" style:family="table-cell">'
        '<style:text-properties style:font-name="Liberation Sans" fo:font-size="10pt"/></style:style></office:styles>'
        "<office:automatic-styles/><office:master-styles/></office:document-styles>"
    )
    return packed({"content.xml": content.encode(), "styles.xml": styles.encode()})


def packed(files: dict[str, bytes]) -> bytes:
    """An OpenDocument package of some files."""
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in files
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_MIME}"/>{listed}'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), _MIME, zipfile.ZIP_STORED)
        for name, data in {**files, "META-INF/manifest.xml": manifest.encode()}.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _likeness(text: str, delimiter: str) -> float:
    """The share of the first rows that have the commonest number of cells, if that is two or more."""
    lines = []
    try:
        for row in csv.reader(io.StringIO(text[: 1 << 20], newline=""), delimiter=delimiter):
            if row:
                lines.append(len(row))
            if len(lines) >= _LOOKED_AT:
                break
    except csv.Error:
        return 0.0
    if not lines:
        return 0.0
    usual = max(set(lines), key=lines.count)
    return lines.count(usual) / len(lines) if usual > 1 else 0.0


def _read(text: str, delimiter: str) -> CsvTable | None:
    rows: list[tuple[str, ...]] = []
    total = columns = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            total += 1
            columns = max(columns, len(row))
            if len(rows) <= MOST_ROWS:
                rows.append(tuple(row))
    except csv.Error:
        return None
    return CsvTable(tuple(rows), delimiter, columns, total) if columns <= MOST_COLUMNS else None


def _cell(value: str) -> str:
    if not value:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{_kept_spaces(_characters(line))}</text:p>" for line in value.splitlines() or [""])
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _characters(text: str) -> str:
    """Text as XML can hold it."""
    return escape(re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text))


def _kept_spaces(text: str) -> str:
    return re.sub(r" {2,}", lambda match: f' <text:s text:c="{len(match[0]) - 1}"/>', text).replace("\t", "<text:tab/>")


def _attribute(text: str) -> str:
    """A sheet's name: no signs that a sheet's name may not have, at most 31 characters."""
    return escape(re.sub(r"[\[\]*?:/\\'\"\x00-\x1f]", " ", text).strip()[:31] or "Table", {'"': "&quot;"})
