"""Every word of a workbook stands on its pages or in its notes: nothing cut off, no ###, nothing calculated anew."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pypdfium2
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font

from frkit.evidence.office.libreoffice import Task, convert, find_program, install_line
from frkit.evidence.sheets.converting import Printed, print_workbooks

pytestmark = pytest.mark.skipif(find_program() is None, reason=f"LibreOffice is missing; {install_line()}")


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printed(data: bytes) -> Printed:
    (made,) = print_workbooks(find_program() or "", [data], "Letter")
    assert isinstance(made, Printed), made
    return made


def letters(text: str) -> str:
    """Words without what the breaking of lines adds or takes away."""
    return re.sub(r"[\s\ufffe\u00ad\x02]+", "", text)


def words_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def crowded() -> openpyxl.Workbook:
    """What a records office's own list looks like: narrow columns, long notes, merged titles, dates, sums."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Contracts 2024"
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "Register of agreements on biometric software and of everything that belongs to it " * 4
    sheet["A1"].font = Font(size=14, bold=True)
    sheet.append(["Number", "Vendor", "Amount", "Remark"])
    for number in range(60):
        sheet.append([f"C-{number:04}", f"Vendor{number} Limited Partnership", 98765432.1 * number,
                      f"remark{number} " + "as discussed with the office of the chief " * (number % 9)])  # fmt: skip
        sheet.cell(sheet.max_row, 3).number_format = '"$"#,##0.00'
    for column, wide in (("A", 2), ("B", 3), ("C", 2), ("D", 6)):
        sheet.column_dimensions[column].width = wide
    sheet.row_dimensions[5].height = 4
    sheet["F3"], sheet["F4"] = date(2024, 3, 9), datetime(2024, 3, 9, 14, 30)
    sheet["G3"] = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    sheet["G4"], sheet["G5"] = "turned", "zweite\nZeile\nhier"
    sheet["G4"].alignment = Alignment(text_rotation=90)
    sheet["H3"] = "顔認識ソフトウェアの契約書" * 3
    sheet.print_area = "A1:B4"
    return book


def shown_cells(book: openpyxl.Workbook) -> list[str]:
    """The cells' words as a person reads them, for those whose form is not in doubt."""
    found = []
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    found.append(cell.value)
                elif isinstance(cell.value, float) and "$" in cell.number_format:
                    found.append(f"${cell.value:,.2f}")
    return found


@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_every_cell_is_there_whole(form: str) -> None:
    book = crowded()
    data = saved(book)
    if form != "xlsx":
        (made,) = convert(find_program() or "", [Task(data, form)])
        assert isinstance(made, bytes)
        data = made
    result = printed(data)
    pages = words_of(result.pdf)
    everything = letters("".join(pages)) + letters(" ".join(result.notes))
    missing = [cell for cell in shown_cells(book) if letters(cell) not in everything]
    assert missing == []
    assert "###" not in everything
    assert all(f"Sheet: Contracts 2024 - page {number} of {len(pages)}" in text for number, text in enumerate(pages, 1))


def test_a_hundred_columns_are_spread_over_pages_side_by_side() -> None:
    book = openpyxl.Workbook()
    for row in range(1, 31):
        for column in range(1, 101):
            book.active.cell(row, column, f"r{row}c{column}.")
    result = printed(saved(book))
    everything = "".join(map(letters, words_of(result.pdf)))
    assert [one for one in shown_cells(book) if one not in everything] == []
    sizes = {page.get_size() for page in pypdfium2.PdfDocument(result.pdf)}
    assert sizes == {(792.0, 612.0)}


def test_a_text_longer_than_a_page_stands_in_the_notes() -> None:
    book = openpyxl.Workbook()
    long = " ".join(f"word{number}" for number in range(3000))
    book.active["B2"] = long
    result = printed(saved(book))
    assert "thewholetextofB2standsinthenotes" in letters("".join(words_of(result.pdf)))
    assert any(letters(long) in letters(note) and "B2" in note for note in result.notes)


def test_what_is_hidden_is_named_and_not_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Shown"
    for row in range(1, 8):
        sheet.append([f"a{row}", f"secret{row}", f"c{row}"])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet["A1"].comment = Comment("ask the vendor first", "J. Clerk")
    sheet["C7"].number_format = ";;;"
    sheet["C7"] = 4711
    sheet["C6"].font = Font(color="FFFFFFFF")
    other = book.create_sheet("Drafts")
    other["A1"] = "unsent"
    other.sheet_state = "hidden"
    book.create_sheet("Nothing")
    result = printed(saved(book))
    notes = "\n".join(result.notes)
    words = "".join(words_of(result.pdf))
    assert "secret1" not in words and "a3" not in words and "unsent" not in words
    for expected in (
        "Sheet 'Shown': column B is hidden",
        "Sheet 'Shown': rows 3-4 are hidden",
        "Sheet 'Shown', comment on A1: ask the vendor first",
        "Sheet 'Drafts' is hidden (1 row, 1 column)",
        "Sheet 'Nothing' is empty",
    ):
        assert expected in notes
    assert "C6" in notes and "C7" in notes


def with_results(book: openpyxl.Workbook, results: dict[str, str]) -> bytes:
    """The workbook as Excel saves it: each formula with its result."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry).decode() if entry.filename.endswith(".xml") else old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                for cell, value in results.items():
                    data = re.sub(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v ?/?>(</v>)?', rf"\1<v>{value}</v>", data)
            new.writestr(entry, data)
    return out.getvalue()


def test_formulas_show_what_the_sender_saw() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = "=TODAY()", "=1+1", "=[1]Other!A1"
    sheet["A1"].number_format = "yyyy-mm-dd"
    sheet["A4"] = '=WEBSERVICE("http://127.0.0.1:9/x")'
    result = printed(with_results(book, {"A1": "45000", "A2": "7", "A3": "12345", "A4": "99"}))
    words = letters("".join(words_of(result.pdf)))
    assert "2023-03-1571234599" in words
    assert any("results that were saved with them" in note for note in result.notes)


def test_a_formula_without_a_saved_result_is_calculated_and_that_is_said() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["A3"] = "=DATE(2024,5,17)", "=1/0", "=TODAY()"
    result = printed(saved(book))
    words = letters("".join(words_of(result.pdf)))
    assert "05/17/24" in words and "#DIV/0!" in words
    notes = "\n".join(result.notes)
    assert "LibreOffice calculated them" in notes and "Cell A3" in notes


def test_more_rows_than_can_be_set_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from frkit.evidence.sheets import notes, saved_values, workbook

    for module in (saved_values, workbook, notes):
        monkeypatch.setattr(module, "MOST_ROWS", 50)
    book = openpyxl.Workbook()
    for row in range(1, 201):
        book.active.append([f"row{row}."])
    result = printed(saved(book))
    words = letters("".join(words_of(result.pdf)))
    assert "row50." in words and "row51." not in words
    assert any("only the first 50 rows are shown" in note for note in result.notes)


def test_one_broken_workbook_does_not_stop_the_others() -> None:
    good = openpyxl.Workbook()
    good.active["A1"] = "good"
    data = saved(good)
    made: Callable[..., list] = print_workbooks
    first, second, third = made(find_program() or "", [data, data[:2000], data], "A4")
    assert isinstance(first, Printed) and isinstance(third, Printed)
    assert not isinstance(second, Printed) and str(second)
