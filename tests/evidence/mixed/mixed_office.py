"""Office files by real programs: LibreOffice, openpyxl, python-docx, msoffcrypto."""

from __future__ import annotations

import csv
import html
import io
import subprocess
import tempfile
from pathlib import Path

from mixed_words import OTHER_TONGUES, body_of, paragraphs

PASSWORD = "Sesame 2026"
_ODP = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>
%s</office:presentation></office:body></office:document>"""
_SLIDE = """<draw:page draw:name="p%d"><draw:frame svg:width="22cm" svg:height="8cm" svg:x="2cm" svg:y="2cm">
<draw:text-box>%s</draw:text-box></draw:frame></draw:page>"""


def libreoffice(sources: dict[str, bytes], wanted: str, *, read_as: str = "") -> dict[str, bytes]:
    """Each source converted to a format, in one start of LibreOffice; by the source's stem."""
    with tempfile.TemporaryDirectory() as scratch:
        place, out = Path(scratch) / "in", Path(scratch) / "out"
        place.mkdir()
        for name, data in sources.items():
            (place / name).write_bytes(data)
        profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
        reading = [f"--infilter={read_as}"] if read_as else []
        command = ["soffice", profile, "--headless", *reading, "--convert-to", wanted, "--outdir", str(out)]
        subprocess.run([*command, *map(str, sorted(place.iterdir()))], check=True, capture_output=True, timeout=300)
        return {path.stem: path.read_bytes() for path in out.iterdir()}


def web_text(number: int, count: int = 8) -> bytes:
    """A letter as HTML, for LibreOffice Writer."""
    body = body_of(number)
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in paragraphs(number, body, count))
    other = "".join(f"<p>{line}</p>" for line in list(OTHER_TONGUES.values())[number % 4 : number % 4 + 3])
    table = "<table border=1><tr><th>Vendor</th><th>Paid</th></tr><tr><td>Cognitec</td><td>$12,400</td></tr></table>"
    return f"<html><meta charset=utf-8><body><h1>Record {number}</h1>{lines}{table}{other}</body></html>".encode()


def slides(number: int) -> bytes:
    """A flat presentation of three slides."""
    texts = paragraphs(number, body_of(number), 3)
    pages = "".join(_SLIDE % (at, f"<text:p>{html.escape(line)}</text:p>") for at, line in enumerate(texts[:3]))
    return (_ODP % pages).encode()


def rows(number: int, count: int = 40, wide: int = 8) -> list[list[str]]:
    """A table of purchases."""
    body = body_of(number)
    head = ["Date", "Order", "Vendor", "Amount", "Body", "Note", *[f"Column {at}" for at in range(7, wide + 1)]]
    vendors = ("Clearview AI", "NEC", "Cognitec", "BriefCam", "DataWorks Plus", "Flock Safety")
    made = [head[:wide]]
    for at in range(count):
        row = [f"2020-{at % 12 + 1:02}-{at % 28 + 1:02}", f"PO-{number:03}{at:04}", vendors[at % 6],
               f"{at * 1234.5:.2f}", body.name, f"Row {at} of {number}, {body.number}"]  # fmt: skip
        made.append((row + [f"c{number}-{at}-{column}" for column in range(7, wide + 1)])[:wide])
    return made


def table_text(number: int, *, mark: str = ",", encoding: str = "utf-8", **size: int) -> bytes:
    """The same as text."""
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows(number, **size))
    return out.getvalue().encode(encoding)


def workbook(number: int, *, wide: int = 8, count: int = 40) -> bytes:
    """A workbook with three sheets, one of them hidden, a formula, a merged cell and a comment."""
    import openpyxl
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    first = book.active
    first.title = "Purchases"
    for row in rows(number, count, wide):
        first.append(row)
    first["D1"].comment = Comment("Ask Finance", "Clerk")
    second = book.create_sheet("Searches 2019-20")
    second.append(["Month", "Searches"])
    for month in range(1, 13):
        second.append([f"2019-{month:02}", month * 17])
    second["B14"] = "=SUM(B2:B13)"
    second.merge_cells("A16:C16")
    second["A16"] = "Numbers before June 2019 are estimates."
    hidden = book.create_sheet("Not for release")
    hidden["A1"] = "Hidden words: trial with PimEyes"
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(number: int, *, words: int = 6) -> bytes:
    """A Word document by python-docx with a header, a table and a picture."""
    import docx
    from mixed_pictures import picture

    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = f"RELEASED {body_of(number).number}"
    made.add_heading(f"Memo {number}")
    for line in paragraphs(number, body_of(number), words):
        made.add_paragraph(line)
    table = made.add_table(rows=0, cols=3)
    for row in rows(number, 5, 3):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.add_picture(io.BytesIO(picture(number, "PNG", (200, 120))))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def locked_document(number: int) -> bytes:
    """A Word document under a password."""
    import msoffcrypto.format.ooxml as ooxml

    out = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(document(number))).encrypt(PASSWORD, out)
    return out.getvalue()


def office_files(each: int) -> dict[str, bytes]:
    """Files of all kinds of office, so many of each kind, and a few special ones."""
    made: dict[str, bytes] = {}
    texts = {f"letter-{number}.html": web_text(number) for number in range(each)}
    tables = {f"table-{number}.csv": table_text(number) for number in range(each)}
    shows = {f"slides-{number}.fodp": slides(number) for number in range(max(1, each // 2))}
    # Straight from HTML Writer would write the web form of a document.
    kinds = (
        (texts, ("odt", "doc", "docx", "rtf"), "HTML (StarWriter)"),
        (shows, ("odp", "ppt", "pptx"), ""),
        (tables, ("ods", "xls", "xlsx"), ""),
    )
    for sources, endings, read_as in kinds:
        for ending in endings:
            converted = libreoffice(sources, ending, read_as=read_as)
            made.update({f"office/{stem}.{ending}": data for stem, data in converted.items()})
    for number in range(each):
        made[f"office/book {number}.xlsx"] = workbook(number)
        made[f"office/memo {number}.docx"] = document(number)
        marks = ((",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), (";", "utf-8-sig"))[number % 4]
        made[f"office/list {number}.csv"] = table_text(number, mark=marks[0], encoding=marks[1])
    made["office/wide.xlsx"] = workbook(90, wide=60)
    made["office/long.xlsx"] = workbook(91, count=2500)
    made["office/locked memo.docx"] = locked_document(92)
    return made
