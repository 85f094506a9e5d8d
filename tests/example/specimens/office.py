"""Office files as agencies send them, and their conversions by LibreOffice; the same bytes for the same LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from frkit.evidence.office.converting import find_program
from specimens.words import SPECIMEN

TABLE_WIDTHS = (14, 70, 76)
"""Millimetres of the columns of a letter's table: number, what, decision."""
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_XML_TIME = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def word_letter(
    head: tuple[str, str],
    paragraphs: Sequence[str | list[list[str]]],
    *,
    when: datetime,
    paper: str = "Letter",
    font: str = "Carlito",
    title: str = "Letter",
) -> bytes:
    """A .docx letter: a head, then paragraphs; ``# `` opens a heading, a list of rows makes a table."""
    from docx import Document
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(210), Mm(297)) if paper == "A4" else (Mm(215.9), Mm(279.4))
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(24)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(11)
    for part in (section.header, section.footer):
        line = part.paragraphs[0].add_run(SPECIMEN)
        line.bold, line.font.size = True, Pt(8.5)
    name, unit = head
    run = document.add_paragraph().add_run(name)
    run.bold, run.font.size = True, Pt(16)
    document.add_paragraph(unit)
    for paragraph in paragraphs:
        _add(document, paragraph)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Public Records Unit (specimen)", title, SPECIMEN
    properties.created = properties.modified = when.replace(tzinfo=None)
    properties.last_modified_by = "specimen"
    kept = io.BytesIO()
    document.save(kept)
    return _rezipped(kept.getvalue())


def ledger(sheets: dict[str, tuple[list[str], list[list[str | float]]]], *, when: datetime) -> bytes:
    """An .xlsx workbook: each sheet with the specimen words in its first row and in the printed head and foot."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for name, (columns, rows) in sheets.items():
        sheet: Any = book.create_sheet(name)
        sheet.append([SPECIMEN])
        sheet.append(["All figures in this sheet are specimen figures."])
        sheet.append(columns)
        for row in rows:
            sheet.append(row)
        sheet["A1"].font = Font(name="Calibri", bold=True, size=12)
        for place in range(1, len(columns) + 1):
            cell = sheet.cell(3, place)
            cell.font, cell.fill = Font(name="Calibri", bold=True), PatternFill("solid", fgColor="DDDDDD")
        for place in range(1, len(columns) + 1):
            cells = [columns[place - 1], *(str(row[place - 1]) for row in rows)]
            sheet.column_dimensions[get_column_letter(place)].width = min(44, max(map(len, cells)) + 3)
        for amounts in sheet.iter_rows(min_row=4):
            for cell in amounts:
                if isinstance(cell.value, float):
                    cell.number_format = "#,##0.00"
        sheet.freeze_panes = "A4"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 1
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddHeader.center.text = sheet.oddFooter.center.text = SPECIMEN
    book.properties.creator, book.properties.title = "County finance (specimen)", "Ledger extract (specimen)"
    book.properties.created = book.properties.modified = when.replace(tzinfo=None)
    kept = io.BytesIO()
    book.save(kept)
    return _rezipped(kept.getvalue())


def to_pdf(data: bytes, name: str) -> bytes:
    """The PDF that LibreOffice makes of an office file, with its times and identifier fixed."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / name
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        program = find_program()
        assert program is not None
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=180)
        return _without_times(source.with_suffix(".pdf").read_bytes())


def _add(document: object, paragraph: str | list[list[str]]) -> None:
    from docx.shared import Mm

    if isinstance(paragraph, list):
        made = document.add_table(rows=0, cols=len(paragraph[0]), style="Table Grid")  # type: ignore[attr-defined]
        made.autofit = False
        for column, width in zip(made.columns, TABLE_WIDTHS, strict=True):
            column.width = Mm(width)
        for number, row in enumerate(paragraph):
            cells = made.add_row().cells
            for cell, text, width in zip(cells, row, TABLE_WIDTHS, strict=True):
                cell.width = Mm(width)
                cell.paragraphs[0].add_run(text).bold = number == 0
        document.add_paragraph()  # type: ignore[attr-defined]
    elif paragraph.startswith("# "):
        run = document.add_paragraph().add_run(paragraph[2:])  # type: ignore[attr-defined]
        run.bold = True
    else:
        document.add_paragraph(paragraph)  # type: ignore[attr-defined]


def _rezipped(data: bytes) -> bytes:
    """The same archive with one fixed time on every member."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, _XML_TIME.sub(rb"\g<1>2026-01-01T00:00:00Z", source.read(name)))
    return kept.getvalue()


def _without_times(pdf: bytes) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.docinfo["/CreationDate"] = "D:20260101000000Z"
        for key in ("/ID", "/DocChecksum"):
            if key in document.trailer:
                del document.trailer[key]
        kept = io.BytesIO()
        document.save(kept, deterministic_id=True)
    return kept.getvalue()
