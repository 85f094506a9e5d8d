"""Quotation marks are a promise: the words stand on the page that is cited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from packet_story import photo, tell

from frkit.base.files import sha256_of_bytes
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.text.ocr_records import OcrRecord, keep_reading
from frkit.evidence.text.quotations import standing_on
from frkit.packet.assembly.exhibits import make_exhibits
from frkit.packet.assembly.kept import PageStore
from frkit.packet.numbers.registry import Registry
from frkit.packet.parts.quotes import Quotes
from frkit.packet.parts.refs import Book
from frkit.packet.plan.dossiers import load_dossier
from frkit.packet.plan.proposing import propose

PAGES = [
    "The City\u2019s answer: we hold no re-\nsponsive records at this time. Dated 13 July 2020.",
    "It is a long-\nterm con\xad\ntract , as \u201cwe\u201d said, and",
    "it ends here with 500 faces.",
]


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("we hold no responsive records at this time", 0),
        ("WE HOLD NO RESPONSIVE RECORDS", 0),
        ("The City's answer", 0),
        ("long-term contract, as 'we' said", None),
        ('long-term contract, as "we" said', 1),
        ("longterm contract", 1),
        ("we hold ... records", 0),
        ("we hold [\u2026] at this time. . . . Dated 13 July", 0),
        ("said, and it ends here", 1),
        ("500 faces", 2),
    ],
)
def test_words_are_found_as_a_reader_sees_them(words: str, page: int | None) -> None:
    assert standing_on(PAGES, words) == page


@pytest.mark.parametrize(
    "words",
    [
        "3 July 2020",  # the page says 13 July
        "00 faces",
        "we hold responsive records",
        "we hold [all] responsive records",  # a word in brackets is no gap
        "we hold no records ... responsive",  # the other way round
        "\u2026",
        "[...]",
        ".",
        "",
        "(?:.*)",
    ],
)
def test_what_does_not_stand_there_is_not_found(words: str) -> None:
    assert standing_on(PAGES, words) is None


def test_scripts_without_spaces_and_with_marks_of_direction_are_read_too() -> None:
    japanese = "\u8b66\u5bdf\u306f\u8a18\n\u9332\u3092\u6301\u305f\u306a\u3044"
    assert standing_on([japanese], "\u8a18\u9332\u3092\u6301") == 0
    hebrew = "\u200f\u05dc\u05d0 \u05e0\u05de\u05e6\u05d0\u05d5\u200e"
    assert standing_on([hebrew], "\u05dc\u05d0 \u05e0\u05de\u05e6\u05d0\u05d5") == 0


def test_a_long_page_and_a_long_quotation_take_no_time(tmp_path: Path) -> None:
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    page = "aaaa-\naaaa " * 20_000
    assert standing_on([page] * 3, "a" * 2_000 + " ... " + "aaaa aaaab") is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 5


def quotes_of(root: Path) -> tuple[Quotes, Book]:
    """The exhibits of a campaign's proposed packet, and what looks words up on their pages."""
    campaign = tell(root)
    packet = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    dossiers = {one: load_dossier(campaign, one, "packet", packet.as_of) for one in packet.requests}
    registry = Registry.load(campaign.root, "FRK")
    setting = Setting(campaign.root, packet.as_of, packet.paper)
    store = PageStore(setting, "", {})
    exhibits = make_exhibits(packet, dossiers, setting, registry, store, lambda *_: None)
    return Quotes(exhibits, registry), Book(packet, exhibits, registry)


def test_a_quotation_leads_to_the_very_page(tmp_path: Path) -> None:
    quotes, book = quotes_of(tmp_path / "campaign")
    answer = book.ref(book.exhibits[2])
    assert (answer.bates, answer.start, answer.end) == ("FRK-000003 \N{EN DASH} 000006", 3, 6)
    found = quotes.look_up([answer], "Contract 2")
    assert found.state == "stands" and found.ref is not None
    assert (found.ref.bates, found.ref.start, found.ref.end) == ("FRK-000005", 5, 5)
    assert quotes.look_up([answer], "Please find the records attached").ref.bates == "FRK-000003"  # type: ignore[union-attr]
    assert not quotes.doubts


def test_what_is_not_on_the_cited_page_is_told_by_the_build(tmp_path: Path) -> None:
    quotes, book = quotes_of(tmp_path / "campaign")
    first, third = book.ref(book.exhibits[0]), book.ref(book.exhibits[2])
    assert quotes.look_up([first], "Contract 2").state == "missing", "it stands in another exhibit only"
    assert quotes.look_up([third], "we hold none").state == "missing"
    assert quotes.look_up([], "we hold none").state == "missing", "nothing is cited, so there is no page to warn of"
    told = list(quotes.doubts)
    assert len(told) == 2
    assert "Exhibit 1 (FRK-000001)" in told[0] and "Contract 2" in told[0]
    assert "Exhibit 3 (FRK-000003 to FRK-000005)" in told[1], "the last page is a slip sheet, and no words of theirs"


def test_a_picture_without_words_is_called_unread_until_ocr_has_read_it(tmp_path: Path) -> None:
    quotes, book = quotes_of(tmp_path / "campaign")
    made = book.exhibits[3]
    assert made.document.name == "IMG_0412.jpg"
    assert quotes.look_up([book.ref(made)], "invoice").state == "unread"
    assert "frkit ocr" in next(iter(quotes.doubts))
    table = b"5\t1\t1\t1\t1\t1\t10\t10\t50\t20\t91\tInvoice\n"
    record = OcrRecord(
        version="5.3.0",
        languages="eng",
        input_sha256=sha256_of_bytes(photo()),
        page=1,
        image_sha256="0" * 64,
        width=300,
        height=400,
        dpi=300,
        output_sha256=sha256_of_bytes(table),
        words=1,
        confidence=91,
        when="2026-04-01T00:00:00Z",
    )
    below = made.dossier.file.folder / "derived" / made.document.sha256
    below.mkdir(parents=True)
    keep_reading(below, record, table)
    again = Quotes(quotes.exhibits, quotes.registry)
    assert again.look_up([book.ref(made)], "Invoice").state == "stands"
    assert not again.doubts


def test_a_slip_sheet_shows_nothing_that_could_be_quoted(tmp_path: Path) -> None:
    quotes, book = quotes_of(tmp_path / "campaign")
    locked = book.exhibits[4]
    assert locked.pieces[0].pages.slip
    assert quotes.look_up([book.ref(locked)], "encrypted").state == "missing"
