"""One PDF from many: pages in order, labels, bookmarks and links that lead where they say, hidden layers hidden."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from assembled import assembled, document
from packet_story import small_pdf
from pikepdf import Array, Dictionary, Name, String

from frkit.evidence.pdf.copy import packet_copy
from frkit.packet.assembly.assembling import PAGES_A_NODE, Section
from frkit.packet.assembly.outline import Entry
from frkit.packet.assembly.stamping import Stamp


def section(pdf: bytes, first: int, made: bool = False) -> Section:
    copy = packet_copy(pdf)
    stamps = tuple(Stamp(first + at, f"FRK-{first + at:06d}") for at in range(copy.count))
    return Section(copy.pdf, stamps) if made else document(copy.pdf, stamps)


def two_documents() -> bytes:
    sections = [section(small_pdf("First", 2), 1), section(small_pdf("Second", 70), 3)]
    entries = [
        Entry(0, "Exhibit 1", 1),
        Entry(0, "Exhibit 2", 3),
        Entry(1, "Chapter", 40),
        Entry(3, "deep", 41),
        Entry(0, "End", 72),
    ]
    return assembled(sections, entries, "A packet (with \\ brackets)").pdf


def checked(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "packet.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout


def test_pages_are_in_order_and_qpdf_finds_nothing(tmp_path: Path) -> None:
    pdf = two_documents()
    assert "No syntax or stream encoding errors" in checked(pdf, tmp_path)
    document = pypdfium2.PdfDocument(pdf)
    words = [document[at].get_textpage().get_text_range() for at in (0, 1, 2, 71)]
    assert [text.split("\r")[0].split("\n")[0] for text in words] == ["First 1", "First 2", "Second 1", "Second 70"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tree = opened.Root.Pages
        assert tree.Count == 72 and [int(node.Count) for node in tree.Kids] == [PAGES_A_NODE, 72 - PAGES_A_NODE]


def test_the_readers_page_counter_equals_the_stamps() -> None:
    pdf = two_documents()
    document = pypdfium2.PdfDocument(pdf)
    assert [document.get_page_label(at) for at in (0, 40, 71)] == ["1", "41", "72"]
    later = assembled([section(small_pdf("x", 2), 301)], [], "Volume 2", first_page=301).pdf
    assert pypdfium2.PdfDocument(later).get_page_label(1) == "302"


def test_bookmarks_open_their_pages() -> None:
    marks = list(pypdfium2.PdfDocument(two_documents()).get_toc())
    found = [(mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in marks]
    assert found == [(0, "Exhibit 1", 1), (0, "Exhibit 2", 3), (1, "Chapter", 40), (2, "deep", 41), (0, "End", 72)]


def test_it_opens_at_full_size_with_title_and_without_names_or_dates() -> None:
    with pikepdf.open(io.BytesIO(two_documents())) as opened:
        assert list(opened.Root.OpenAction)[1:] == [Name.XYZ, None, None, 1]
        assert str(opened.docinfo.Title) == "A packet (with \\ brackets)"
        assert set(opened.docinfo.keys()) == {"/Title", "/Producer"}
        with opened.open_metadata() as metadata:
            assert not any("date" in key.lower() for key in metadata)
        assert opened.Root.PageMode == Name.UseOutlines


def linked_pdf() -> bytes:
    def link(made: pikepdf.Pdf) -> None:
        here = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[72, 590, 200, 620])
        here.Dest = Array([made.pages[2].obj, Name.XYZ, 0, 700, 0])
        made.pages[0].obj.Annots = Array([here])

    return small_pdf("Linked", 3, link)


def test_a_documents_own_links_stay_inside_it() -> None:
    pdf = assembled([section(small_pdf("Before", 4), 1), section(linked_pdf(), 5)], [], "Links").pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = [page.objgen for page in opened.pages]
        (link,) = opened.pages[4].Annots
        assert pages.index(link.Dest[0].objgen) == 6


def test_links_of_made_pages_lead_into_any_exhibit() -> None:
    def link(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.Annots = Array(
            [
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=Array([at, Name.XYZ, 0, 0, 0]))
                for at in (3, 99)
            ]
        )

    made = Section(small_pdf("Contents", 1, link), (Stamp(1),))
    pdf = assembled([made, section(small_pdf("Exhibit", 4), 2)], [], "Links").pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (inside,) = opened.pages[0].Annots
        assert inside.Dest[0].objgen == opened.pages[3].obj.objgen, "a link that leads beyond the last page is left out"


@pytest.mark.parametrize("base", [Name.ON, Name.OFF])
def test_hidden_layers_of_every_document_stay_hidden(base: Name) -> None:
    def layered(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        groups = [made.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("shown", "hidden")]
        page.Resources.Properties = Dictionary(A=groups[0], B=groups[1])
        page.Contents = made.make_stream(
            b"/OC /A BDC 0 1 0 rg 100 300 50 50 re f EMC /OC /B BDC 1 0 0 rg 300 300 50 50 re f EMC"
        )
        state = (
            Dictionary(OFF=Array([groups[1]])) if base == Name.ON else Dictionary(BaseState=base, ON=Array([groups[0]]))
        )
        made.Root.OCProperties = Dictionary(OCGs=Array(groups), D=state)

    parts = [
        section(small_pdf("Plain"), 1),
        section(small_pdf("One", 1, layered), 2),
        section(small_pdf("Two", 1, layered), 3),
    ]
    document = pypdfium2.PdfDocument(assembled(parts, [], "Layers").pdf)
    for index in (1, 2):
        picture = document[index].render(scale=1).to_pil().convert("RGB")
        assert picture.getpixel((125, 792 - 325)) == (0, 255, 0)
        assert picture.getpixel((325, 792 - 325)) == (255, 255, 255)


def test_the_same_sections_give_the_same_bytes() -> None:
    assert two_documents() == two_documents()


def test_a_wrong_count_of_numbers_stops_the_build() -> None:
    with pytest.raises(AssertionError, match="2 pages, but numbers for 1"):
        assembled([document(small_pdf("x", 2), (Stamp(1),), "Exhibit 1")], [], "x")


def test_every_stream_of_an_exhibit_is_in_the_packet_byte_for_byte() -> None:
    source = small_pdf("Proof", 5)
    with pikepdf.open(io.BytesIO(source)) as opened:
        wanted = [page.Contents.read_raw_bytes() for page in opened.pages]
    with pikepdf.open(io.BytesIO(assembled([section(source, 1)], [], "x").pdf)) as opened:
        found = [[stream.read_raw_bytes() for stream in page.Contents] for page in opened.pages]
    assert all(one in streams for one, streams in zip(wanted, found, strict=True))
