"""What a clerk sees on the pages that frkit makes: all words in the margins, none over a stamp, no page near empty."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from packet_story import tell
from pikepdf import pdfa
from PIL import ImageCms
from pypdfium2 import raw

from frkit.packet.assembly.stamping import MARK
from frkit.packet.building import build
from frkit.packet.parts.registry import ALL
from frkit.packet.plan.folder import new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.verify.manifest import read_manifest

MM = 72 / 25.4
SIDE, TOP, BOTTOM = 22 * MM, 22 * MM, 24 * MM
STAMPS = 13 * MM
"""Below this height stand stamps and nothing else."""
FEWEST_LINES = 7
SMALLEST = 6.2
"""Points; the words under a line to fill in, and those of a chart, are the smallest."""
ONE_LINE_PARTS = {"pledges"}
"""A part that has nothing to tell here, and says so."""


@dataclass(frozen=True)
class Words:
    """Some words in one line: where they stand, in points from the lower left of the page as seen."""

    text: str
    left: float
    low: float
    right: float
    high: float


@dataclass
class Look:
    """A packet as it was built, and which of its pages frkit made."""

    path: Path
    document: pypdfium2.PdfDocument
    made: dict[int, str]
    """Packet page -> the part that it belongs to; ``sheet`` for the sheet before an exhibit."""

    def words(self, page: int) -> list[Words]:
        """What stands on a packet page, line by line."""
        text = self.document[page - 1].get_textpage()
        found = []
        for index in range(text.count_rects()):
            left, low, right, high = text.get_rect(index)
            words = text.get_text_bounded(left, low, right, high).strip()
            if words:
                found.append(Words(words, left, low, right, high))
        return found


@pytest.fixture(scope="module", params=["Letter", "A4"])
def look(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Look]:
    """A packet with all parts and a sheet before each exhibit."""
    campaign = tell(tmp_path_factory.mktemp("look") / "campaign")
    folder = new_packet_folder(campaign, "look")
    plan = propose(campaign, (), title="Who searches faces?", as_of=date(2026, 6, 15))
    parts = ("cover", "contents", *(one.name for one in ALL))
    keys = {"parts": parts, "paper": request.param, "exhibit_sheets": True, "profile": "us-federal"}
    keys["public_events"] = plan.public_events[:4]
    folder.write(plan.model_copy(update=keys))
    build(folder)
    manifest = read_manifest(folder.build / "manifest.json")
    made = {page: one.part for one in manifest.parts for page in range(one.first_page, one.last_page + 1)}
    made |= {one.sheet_page: "sheet" for one in manifest.exhibits if one.sheet_page}
    document = pypdfium2.PdfDocument(folder.pdf)
    yield Look(folder.pdf, document, made)
    document.close()


def test_words_keep_to_the_margins_and_leave_the_stamps_alone(look: Look) -> None:
    for page in look.made:
        width, height = look.document[page - 1].get_size()
        for one in look.words(page):
            if one.low < STAMPS:
                assert one.text == str(page), f"page {page} has {one.text!r} where its number stands"
            else:
                assert one.left > SIDE - 1.5 and one.right < width - SIDE + 1.5, f"page {page}: {one}"
                assert one.high < height - 10 * MM, f"page {page}: {one}"
                if one.low < BOTTOM - 1:
                    assert one.right < width * 0.75, f"the foot of page {page} comes near its number: {one}"


def test_no_page_holds_a_few_lines(look: Look) -> None:
    for page, part in look.made.items():
        height = look.document[page - 1].get_size()[1]
        lines = {round(one.low / 4) for one in look.words(page) if one.low > BOTTOM and one.high < height - TOP + 2}
        assert len(lines) >= (2 if part in ONE_LINE_PARTS else FEWEST_LINES), f"page {page} ({part}): {len(lines)}"


def test_nothing_is_too_small_to_read(look: Look) -> None:
    for page in look.made:
        text = look.document[page - 1].get_textpage()
        matrix = raw.FS_MATRIX()
        for index in range(text.count_chars()):
            if not text.get_text_range(index, 1).strip():
                continue
            raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
            size = raw.FPDFText_GetFontSize(text, index) * (matrix.c**2 + matrix.d**2) ** 0.5
            assert size >= SMALLEST, f"page {page}: {text.get_text_range(max(0, index - 10), 30)!r} has {size:.1f} pt"


def test_fonts_are_embedded_and_free(look: Look) -> None:
    names = set()
    with pikepdf.open(look.path) as pdf:
        for page in look.made:
            for font in pdf.pages[page - 1].obj.Resources.get("/Font", {}).values():
                inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                about = inner.FontDescriptor
                assert any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3")), f"page {page}"
                names.add(re.sub(r"^/(?:[A-Z]{6}\+)?", "", str(about.FontName)))
    assert names and all(re.match(r"(?:Frkit|Source)-?(?:Sans|Serif|Mono|Code)", name) for name in names), sorted(names)


def test_the_contents_lead_where_their_numbers_say(look: Look) -> None:
    followed = 0
    with pikepdf.open(look.path) as pdf:
        at = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        for page in (page for page, part in look.made.items() if part == "contents"):
            text = look.document[page - 1].get_textpage()
            for link in pdf.pages[page - 1].obj.Annots:
                words = text.get_text_bounded(*(float(edge) for edge in link.Rect)).strip()
                number = re.fullmatch(r"(\d+)(?:\D\d+)?", words)
                if number and float(link.Rect[0]) > look.document[page - 1].get_size()[0] / 2:
                    assert at[link.Dest[0].objgen] == int(number[1]), words
                    followed += 1
    assert followed > 12


def test_made_pages_could_go_into_an_archive(look: Look) -> None:
    """Of PDF/A-2b they lack only what a whole packet cannot claim for its exhibits; pikepdf checks what it knows."""
    with pikepdf.open(look.path) as packet, pikepdf.new() as pdf:
        pdf.pages.extend(packet.pages[page - 1] for page in sorted(look.made))
        profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
        intent = {"/S": pikepdf.Name.GTS_PDFA1, "/OutputConditionIdentifier": "sRGB", "/DestOutputProfile": profile}
        pdf.Root.OutputIntents = pikepdf.Array([pikepdf.Dictionary({"/Type": pikepdf.Name.OutputIntent, **intent})])
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "2", "B"
        for annotation in (one for page in pdf.pages for one in page.obj.get("/Annots", ())):
            del annotation["/Dest"]  # links lead to pages that were left behind
        found = pdfa.check(pdf, "2b").findings
    assert [str(one) for one in found if f"key(s) {MARK} are not checked" not in str(one)] == []
