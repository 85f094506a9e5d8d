"""Agencies number their pages, too: those numbers are kept, and what is missing in them is told, with the reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from packet_story import Story, tell

from frkit.evidence.text.documents import Document, documents
from frkit.packet.numbers.agency_numbers import Found, agency_numbers
from frkit.packet.numbers.margins import Line, Margins, margins_of
from frkit.tracking.events import FileRecord
from frkit.tracking.folder import CampaignFolder, init_campaign

LOWER_RIGHT, LOWER_LEFT, UPPER_RIGHT = (430, 24), (40, 24), (430, 760)


def produced(
    marks: list[str], *, at: tuple[int, int] = LOWER_RIGHT, body: str = "Contract", turned: int = 0, more: str = ""
) -> bytes:
    """A PDF with a page for each mark, which stands at the margin; an empty mark leaves the page without one."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    font = made.make_indirect(font)
    for number, mark in enumerate(marks, 1):
        made.add_blank_page(page_size=(612, 792))
        page = made.pages[-1].obj
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=font))
        text = f"BT /F0 12 Tf 72 500 Td ({body} {number} of 1998, item {4711 + number}) Tj ET {more}"
        stamp = f"BT /F0 9 Tf {at[0]} {at[1]} Td ({mark}) Tj ET"
        page.Contents = made.make_stream(f"{text} {stamp}".encode("latin-1"))
        if turned:
            page.Rotate = turned
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.fixture
def desk(tmp_path: Path) -> Story:
    """One request to the Los Angeles police, to which files may come."""
    return Story(init_campaign(tmp_path / "campaign", "Who searches faces?", requester="me"))


def found_in(desk: Story) -> Found:
    folder = CampaignFolder.find(desk.folder.root)
    return agency_numbers(margins_of(folder, list(documents(folder, with_parts=True))))


def margins(name: str, *marks: str, agency: str = "us-ca-lapd") -> Margins:
    """A file as it is read: the line at the lower margin of each page."""
    digest = (name.encode().hex() + "0" * 64)[:64]
    record = FileRecord(file=f"received/{name}", sha256=digest, size=1, name=name)
    document = Document(
        "2026-03-lapd", agency, "us-ca", (), (), "e", date(2026, 3, 10), record, Path(name), "", name, digest, 1, "pdf",
        "reply", "packet", False, False,
    )  # fmt: skip
    return Margins(document, tuple((Line("bottom", mark),) if mark else () for mark in marks), frozenset())


def running(first: int, last: int, form: str = "LAPD-{:06d}") -> list[str]:
    return [form.format(number) for number in range(first, last + 1)]


def test_numbers_that_go_up_page_by_page_are_the_agencys_own(desk: Story) -> None:
    desk.receive("contract.pdf", produced(running(123, 127)), "2026-03-10")
    (series,) = found_in(desk).series
    assert [one.shown for one in series.stamped] == running(123, 127)
    assert [one.page for one in series.stamped] == [1, 2, 3, 4, 5]
    assert series.prefix == "LAPD-"
    assert series.gaps == ()
    assert series.why == "it goes up by one from page to page, 4 times"


def test_pages_left_out_of_a_file_are_a_gap_with_its_neighbours(desk: Story) -> None:
    desk.receive("contract.pdf", produced([*running(123, 125), *running(129, 131)]), "2026-03-10")
    (series,) = found_in(desk).series
    (gap,) = series.gaps
    assert (gap.first, gap.last, gap.count) == ("LAPD-000126", "LAPD-000128", 3)
    assert gap.reason == ("page 3 of contract.pdf bears LAPD-000125, page 4 of contract.pdf bears LAPD-000129")


def test_a_whole_document_left_out_between_two_files_is_a_gap(desk: Story) -> None:
    desk.receive("one.pdf", produced(running(1, 4)), "2026-03-10")
    desk.receive("two.pdf", produced(running(11, 12)), "2026-04-10")
    (series,) = found_in(desk).series
    (gap,) = series.gaps
    assert (gap.first, gap.last, gap.count, gap.unnumbered) == ("LAPD-000005", "LAPD-000010", 6, 0)


def test_a_page_whose_number_cannot_be_read_is_no_gap_but_three_missing_for_one_are() -> None:
    whole = margins("one.pdf", "X-0001", "X-0002", "", "X-0004", "X-0005")
    assert agency_numbers([whole]).series[0].gaps == ()
    (gap,) = agency_numbers([margins("two.pdf", "Y-0001", "Y-0002", "", "Y-0006")]).series[0].gaps
    assert (gap.first, gap.last, gap.count, gap.unnumbered) == ("Y-0003", "Y-0005", 3, 1)
    assert gap.reason.endswith("on 1 page between them no such number can be read")


def test_the_number_is_found_in_any_corner_of_a_page_turned_any_way(desk: Story) -> None:
    for corner, at in enumerate((LOWER_RIGHT, LOWER_LEFT, UPPER_RIGHT)):
        for turned in (0, 90, 180, 270):
            marks = running(7, 9, f"{chr(65 + corner)}{chr(65 + turned // 90)}-{{:06d}}")
            desk.receive("contract.pdf", produced(marks, at=at, turned=turned), "2026-03-10")
    found = found_in(desk)
    assert len(found.series) == 12
    assert {tuple(one.number for one in series.stamped) for series in found.series} == {(7, 8, 9)}


@pytest.mark.parametrize(
    ("form", "prefix"),
    [
        ("LAPD000{:03d}", "LAPD"),
        ("LAPD_CPRA_{:06d}", "LAPD_CPRA_"),
        ("SAN DIEGO {:06d}", "SAN DIEGO "),
        ("24-cv-0815-{:05d}", "24-cv-0815-"),
        ("000{:04d}", ""),
        ("Bates No. {:05d}", "No. "),
    ],
)
def test_numbers_of_many_forms(form: str, prefix: str) -> None:
    (series,) = agency_numbers([margins("contract.pdf", *running(101, 104, form))]).series
    assert (series.prefix, [one.number for one in series.stamped]) == (prefix, [101, 102, 103, 104])


@pytest.mark.parametrize(
    "marks",
    [
        ["Page 1", "Page 2", "Page 3"],
        ["Page 001", "Page 002", "Page 003"],
        ["Form 4120", "Form 4120", "Form 4120"],
        ["Case 2024-00123"] * 3,
        ["March 2024", "April 2024", "May 2024"],
        ["$100,000", "$100,001", "$100,002"],
        ["(213) 555-0142"] * 3,
        ["CX-1999", "CX-1742", "CX-1830"],
    ],
)
def test_what_is_no_running_number_is_not_taken_for_one(marks: list[str]) -> None:
    assert agency_numbers([margins("contract.pdf", *marks)]).series == ()


def test_numbers_in_the_middle_of_a_page_are_not_looked_at(desk: Story) -> None:
    desk.receive("contract.pdf", produced(running(1, 4), at=(200, 400)), "2026-03-10")
    assert found_in(desk).series == ()


def test_files_of_one_page_are_taken_together_and_a_number_given_twice_is_told() -> None:
    files = [margins(f"{number}.pdf", f"OPD-{number:05d}") for number in (31, 32, 34, 35)]
    (series,) = agency_numbers(files).series
    assert [one.number for one in series.stamped] == [31, 32, 34, 35]
    assert [(gap.first, gap.count) for gap in series.gaps] == [("OPD-00033", 1)]
    assert series.why == "4 files of one page each bear numbers that lie close together"
    (series,) = agency_numbers([*files, margins("again.pdf", "OPD-00034", "OPD-00035")]).series
    assert [one.shown for one, _ in series.repeated] == ["OPD-00034", "OPD-00035"]


def test_a_file_that_counts_its_own_pages_and_lacks_some_is_told() -> None:
    file = margins("manual.pdf", *(f"Page {number} of 12" for number in (1, 2, 3, 4, 7, 8, 9)))
    (short,) = agency_numbers([file]).short
    assert (short.count, short.missing) == (12, (5, 6, 10, 11, 12))
    assert short.reason == "pages 1 to 7 of the file count themselves as pages of 12"


@pytest.mark.parametrize(
    "marks",
    [
        [f"Page {n} of 3" for n in (1, 2, 3)],
        ["1/2", "2/2", "1/4", "2/4", "3/4", "4/4"],
        ["", "Seite 2 von 4", "Seite 3 von 4", ""],
        ["Page 1 of 3", "", "Page 3 of 3"],
        ["3 of 10"],
        ["12/24", "12/24", "12/24"],
    ],
)
def test_whole_files_covers_and_dates_are_not_short(marks: list[str]) -> None:
    assert agency_numbers([margins("manual.pdf", *marks)]).short == ()


def test_scans_are_counted_as_unread_and_our_own_letters_are_not_looked_at(tmp_path: Path) -> None:
    folder = tell(tmp_path / "told")
    found = agency_numbers(margins_of(folder, list(documents(folder, with_parts=True))))
    assert found.series == ()
    assert found.short == ()


def test_a_damaged_file_hides_no_other_and_a_second_look_reads_nothing_again(
    desk: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.receive("broken.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 500, "2026-03-09")
    desk.receive("contract.pdf", produced(running(1, 3)), "2026-03-10")
    first = found_in(desk)
    assert len(first.series[0].stamped) == 3
    read: list[object] = []
    real: Callable[..., object] = __import__("frkit.packet.numbers.margins", fromlist=["each_apart"]).each_apart

    def counted(work: object, items: list[object], **more: object) -> object:
        read.extend(items)
        return real(work, items, **more)

    monkeypatch.setattr("frkit.packet.numbers.margins.each_apart", counted)
    assert [one.shown for one in found_in(desk).series[0].stamped] == [one.shown for one in first.series[0].stamped]
    assert all("broken" in str(one) for one in read)


def test_numbers_of_two_agencies_are_never_counted_together() -> None:
    files = [margins("a.pdf", *running(1, 3)), margins("b.pdf", *running(40, 42), agency="us-ca-oakland-pd")]
    assert [(one.agency, len(one.stamped), one.gaps) for one in agency_numbers(files).series] == [
        ("us-ca-lapd", 3, ()),
        ("us-ca-oakland-pd", 3, ()),
    ]


def test_a_page_with_two_numbers_and_a_gap_as_wide_as_a_phone_book_end_well() -> None:
    twice = margins("a.pdf", "DOJ-0009 LAPD-0001", "LAPD-0002 DOJ-0010", "LAPD-0003 DOJ-0011")
    assert [series.prefix for series in agency_numbers([twice]).series] == ["DOJ-", "LAPD-"]
    far = margins("b.pdf", "Z-000001", "Z-000002", "Z-900000", "Z-900001")
    assert agency_numbers([far]).series[0].gaps == ()
    assert agency_numbers([margins("c.pdf", *["A-" * 70 + "1"] * 3)]).series == ()
