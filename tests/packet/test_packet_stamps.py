"""Stamps stand upright at the lower right of the page as a reader sees it, over nothing, and change nothing else."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from itertools import product

import pikepdf
import pypdfium2
import pytest
from assembled import Made, assembled, document
from hypothesis import given, settings
from hypothesis import strategies as st
from packet_story import small_pdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from frkit.evidence.pdf.copy import packet_copy
from frkit.packet.assembly.geometry import Frame
from frkit.packet.assembly.stamp_font import stamp_font
from frkit.packet.assembly.stamping import Stamp

MARKS = b"0 0 1 rg 20 400 30 30 re f 1 0 0 rg 300 250 40 10 re f "


def odd(change: Callable[[pikepdf.Object], None], content: bytes = MARKS) -> bytes:
    """A page with marks by which its rotation shows, and whatever ``change`` does to it."""

    def spoil(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        page.Contents = made.make_stream(page.Contents.read_bytes() + b" " + content)
        change(page)

    return packet_copy(small_pdf("Turned", change=spoil)).pdf


def stamped(pdf: bytes, exhibit: str = "Exhibit 1") -> Made:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        count = len(opened.pages)
    stamps = tuple(Stamp(41 + number, f"FRK-{number + 1:06d}", exhibit) for number in range(count))
    return assembled([document(pdf, stamps)], [], "Test")


def picture(pdf: bytes, scale: float = 2, index: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[index].render(scale=scale).to_pil().convert("RGB")


def stamp_box(before: bytes, after: bytes, scale: float = 2) -> tuple[int, int, int, int]:
    """What a stamp changed on the page as seen: left, upper, right, lower, in pixels of its picture."""
    plain, marked = picture(before, scale), picture(after, scale)
    changed = ImageChops.difference(plain, marked.crop((0, 0, *plain.size))).getbbox()
    assert changed is not None, "no stamp is seen"
    return changed


def reference() -> Image.Image:
    """The stamp as it looks on a plain page."""
    before = odd(lambda page: None)
    after = stamped(before).pdf
    return picture(after).crop(stamp_box(before, after))


def crop(page: pikepdf.Object) -> None:
    page.CropBox = Array([15, 100, 500, 700])


def shift(page: pikepdf.Object) -> None:
    page.MediaBox = Array([-100, 50, 512, 842])


ODD: dict[str, Callable[[pikepdf.Object], None]] = {
    "plain": lambda page: None,
    "cropped": crop,
    "shifted": shift,
    "corners the wrong way round": lambda page: page.__setitem__("/MediaBox", Array([612, 792, 0, 0])),
    "crop box larger than the sheet": lambda page: page.__setitem__("/CropBox", Array([-50, -50, 700, 900])),
    "crop box outside the sheet": lambda page: page.__setitem__("/CropBox", Array([900, 900, 950, 950])),
}


@pytest.mark.parametrize(("turn", "kind"), list(product([0, 90, 180, 270, -90, 450], ODD)))
def test_upright_at_the_lower_right_and_nothing_else_changed(turn: int, kind: str) -> None:
    def change(page: pikepdf.Object) -> None:
        ODD[kind](page)
        page.Rotate = turn

    before = odd(change)
    after = stamped(before)
    assert after.placements == ("corner",)
    plain, marked = picture(before), picture(after.pdf)
    assert plain.size == marked.size
    x0, y0, x1, y1 = stamp_box(before, after.pdf)
    assert (plain.width - x1, plain.height - y1) == (40, 26), "not at its distance from the lower right corner"
    wanted = reference()
    assert marked.crop((x0, y0, x1, y1)).size == wanted.size, "not upright, or not of its size"
    assert max(ImageChops.difference(marked.crop((x0, y0, x1, y1)), wanted).convert("L").getextrema()) < 90


LEFT_OPEN = {
    "a state never given back": MARKS + b"q 0.3 0 0 0.3 300 300 cm",
    "a matrix at the end": MARKS + b"0.3 0 0 0.3 300 300 cm",
    "more given back than taken": MARKS + b"Q Q 3 0 0 3 0 0 cm",
    "a text never ended": MARKS + b"BT /F0 9 Tf 5 5 Td",
    "a clip": MARKS + b"0 0 10 10 re W n",
    "a hidden layer": MARKS + b"/OC /Hidden BDC",
}


@pytest.mark.parametrize("kind", LEFT_OPEN)
def test_a_page_that_leaves_its_drawing_open_moves_no_stamp(kind: str) -> None:
    def hide(page: pikepdf.Object) -> None:
        group = Dictionary(Type=Name.OCG, Name=pikepdf.String("hidden"))
        page.Resources.Properties = Dictionary(Hidden=group)

    def spoil(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        page.Contents = made.make_stream(page.Contents.read_bytes() + b" " + LEFT_OPEN[kind])
        hide(page)
        group = made.make_indirect(page.Resources.Properties.Hidden)
        page.Resources.Properties.Hidden = group
        made.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))

    before = packet_copy(small_pdf("Open", change=spoil)).pdf
    after = stamped(before).pdf
    x0, y0, x1, y1 = stamp_box(before, after)
    assert (1224 - x1, 1584 - y1) == (40, 26)
    assert picture(after).crop((x0, y0, x1, y1)).size == reference().size


def test_a_unit_longer_than_a_point_makes_the_stamp_no_larger() -> None:
    before = odd(lambda page: page.__setitem__("/UserUnit", 1.4))
    x0, y0, x1, y1 = stamp_box(before, stamped(before).pdf, 4)
    # PDFium draws a unit as a point, so what it shows is smaller by the unit.
    width, height = reference().size
    assert (x1 - x0) * 1.4 == pytest.approx(2 * width, abs=4) and (y1 - y0) * 1.4 == pytest.approx(2 * height, abs=4)


FULL = b"0 g 0 0 3000 3000 re f"


@pytest.mark.parametrize(("turn", "cropped"), list(product([0, 90, 180, 270], [False, True])))
def test_where_the_corner_is_not_clear_a_white_band_is_added_below(turn: int, cropped: bool) -> None:
    def change(page: pikepdf.Object) -> None:
        page.Rotate = turn
        if cropped:
            crop(page)

    before = odd(change, FULL)
    after = stamped(before)
    assert after.placements == ("band",)
    plain, marked = picture(before), picture(after.pdf)
    assert marked.width == plain.width and marked.height > plain.height
    assert ImageChops.difference(plain, marked.crop((0, 0, plain.width, plain.height))).getbbox() is None
    band = marked.crop((0, plain.height, plain.width, marked.height))
    assert band.getpixel((3, band.height // 2)) == (255, 255, 255)
    inked = ImageChops.invert(band.convert("L")).getbbox()
    assert inked is not None and (band.width - inked[2], band.height - inked[3]) == (40, 26)
    assert band.crop(inked).size == reference().size


def test_a_note_that_was_cropped_away_does_not_come_back_with_the_band() -> None:
    def change(page: pikepdf.Object) -> None:
        crop(page)
        page.Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[400, 65, 480, 95], C=[1, 0, 0], IC=[1, 0, 0])]
        )

    after = stamped(odd(change, FULL))
    assert after.placements == ("band",)
    colours = picture(after.pdf).getcolors(1 << 20) or []
    assert not [colour for _, colour in colours if colour[0] > 200 and colour[1] < 60]


INK = {
    "hairline": b"0.5 w 450 20 m 600 20 l S",
    "grey line": b"0.25 w 0.6 G 560 0 m 560 40 l S",
    "small print": b"BT /F0 6 Tf 500 18 Td (p. 3) Tj ET",
    "a pale highlight": b"1 1 0.8 rg 560 14 8 8 re f",
    "white on a dark foot": b"0 g 0 0 612 60 re f 1 g BT /F0 8 Tf 500 20 Td (p. 3) Tj ET",
}


@pytest.mark.parametrize("kind", INK)
def test_even_a_little_ink_is_never_covered(kind: str) -> None:
    before = odd(lambda page: None, INK[kind])
    after = stamped(before)
    plain = picture(before, 4)
    assert after.placements == ("band",)
    assert ImageChops.difference(plain, picture(after.pdf, 4).crop((0, 0, *plain.size))).getbbox() is None


def test_a_page_number_just_above_lets_the_stamp_stand_a_little_lower() -> None:
    before = odd(lambda page: None, b"BT /F0 9 Tf 500 26 Td (Page 3) Tj ET")
    after = stamped(before)
    assert after.placements == ("corner",)
    inked = ImageChops.invert(picture(before, 4).convert("L")).getbbox()
    assert inked is not None and stamp_box(before, after.pdf, 4)[1] > inked[3]


def test_paper_of_one_light_tone_is_clear_and_dark_paper_is_not() -> None:
    assert stamped(odd(lambda page: None, b"0.93 g 0 0 612 100 re f")).placements == ("corner",)
    assert stamped(odd(lambda page: None, b"1 1 0.8 rg 0 0 612 100 re f")).placements == ("corner",)
    assert stamped(odd(lambda page: None, b"0.3 g 0 0 612 100 re f")).placements == ("band",)


@pytest.mark.parametrize("size", [(80, 50), (150, 400), (300, 40), (2384, 3370)])
def test_tiny_and_huge_sheets(size: tuple[int, int]) -> None:
    after = stamped(odd(lambda page: page.__setitem__("/MediaBox", Array([0, 0, *size])), b""), exhibit="Exhibit B-12")
    words = pypdfium2.PdfDocument(after.pdf)[0].get_textpage().get_text_range()
    assert "FRK-000001" in words and "Exhibit B-12" in words and "41" in words
    seen = picture(after.pdf, 1)
    box = ImageChops.difference(seen, Image.new("RGB", seen.size, "white")).getbbox()
    assert box is not None and box[0] > 0 and box[1] > 0 and box[2] < seen.width and box[3] < seen.height


def test_numbers_can_be_searched_and_the_font_is_embedded_once() -> None:
    after = stamped(packet_copy(small_pdf(pages=3)).pdf)
    with pikepdf.open(io.BytesIO(after.pdf)) as opened:
        fonts = {page.Resources.Font["/FrkStampFont"].objgen for page in opened.pages}
        font = opened.get_object(fonts.pop())
        assert not fonts
        assert font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() == stamp_font().data
        assert "/ToUnicode" in font
    said = subprocess.run(["pdftotext", "-", "-"], input=after.pdf, capture_output=True, check=True).stdout.decode()
    assert re.findall(r"FRK-\d{6}", said) == ["FRK-000001", "FRK-000002", "FRK-000003"]


@given(
    st.floats(-500, 500), st.floats(-500, 500), st.floats(50, 900), st.floats(50, 900),
    st.sampled_from([0, 90, 180, 270]), st.sampled_from([0.5, 1.0, 2.0]), st.floats(0, 1), st.floats(0, 1),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_a_place_on_the_page_as_seen_lies_inside_the_page(left, bottom, across, along, turn, unit, x, y) -> None:
    frame = Frame(left, bottom, left + across, bottom + along, turn, unit)
    a, b, c, d, e, f = frame.matrix
    at = (x * frame.width, y * frame.height)
    own = (a * at[0] + c * at[1] + e, b * at[0] + d * at[1] + f)
    assert left - 1e-6 <= own[0] <= left + across + 1e-6 and bottom - 1e-6 <= own[1] <= bottom + along + 1e-6
    assert a * d - b * c == pytest.approx(1 / unit**2), "mirrored or stretched"
    grown = frame.grown(30)
    assert grown.height == pytest.approx(frame.height + 30) and grown.width == pytest.approx(frame.width)


def test_an_exhibit_that_is_itself_a_packet_keeps_its_old_stamps_and_gets_new_ones() -> None:
    """Its stamps are part of its pages: they are hashed with them, and no new font draws them."""
    once = assembled(
        [document(odd(lambda page: None), (Stamp(7, "OLD-000003", "Exhibit 9", "GEHEIM Ä"),))], [], "Old"
    ).pdf
    copy = packet_copy(once)
    assert copy.steps == ("stamps of an earlier packet on 1 page kept as they were",)
    with pikepdf.open(io.BytesIO(copy.pdf)) as opened:
        page = opened.pages[0].obj
        assert "/Font" not in page.Resources and "/FrkStamp" not in page.Contents
        assert "/FrkStampFont" in page.Resources.XObject.FrkPage.Resources.Font
    again = stamped(copy.pdf)
    assert again.placements == ("band",), "the old stamp stands where the new one would"
    words = pypdfium2.PdfDocument(again.pdf)[0].get_textpage().get_text_range()
    assert all(one in words for one in ("OLD-000003", "GEHEIM Ä", "FRK-000001"))
    before, after = picture(once), picture(again.pdf)
    assert ImageChops.difference(before, after.crop((0, 0, *before.size))).getbbox() is None


LEGENDS = [
    "CONFIDENTIAL",
    "Attorneys’ eyes only – Protective Order ¶ 4",
    "ΕΜΠΙΣΤΕΥΤΙΚΟ",
    "КОНФИДЕНЦИАЛЬНО",
    "VERTRAULICH: ÄÖÜß",
]


@pytest.mark.parametrize("legend", LEGENDS)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_legend_stands_opposite_the_number_and_can_be_searched(legend: str, turn: int) -> None:
    before = odd(lambda page: page.__setitem__("/Rotate", turn))
    after = assembled([document(before, (Stamp(41, "FRK-000001", "Exhibit 1", legend),))], [], "Test")
    assert after.placements == ("corner",)
    x0, _, x1, y1 = stamp_box(before, after.pdf)
    plain = picture(before)
    assert abs(x0 - 40) <= 3 and plain.width - x1 == 40 and plain.height - y1 == 26
    assert legend in pypdfium2.PdfDocument(after.pdf)[0].get_textpage().get_text_range()


def test_ink_under_either_end_gives_a_band_for_both() -> None:
    for ink in (b"0 g 25 12 30 14 re f", b"0 g 560 12 30 14 re f"):
        before = odd(lambda page: None, ink)
        after = assembled([document(before, (Stamp(41, "FRK-000001", None, "SECRET"),))], [], "Test")
        assert after.placements == ("band",)
        plain = picture(before)
        assert ImageChops.difference(plain, picture(after.pdf).crop((0, 0, *plain.size))).getbbox() is None
    middle = odd(lambda page: None, b"0 g 290 12 30 14 re f")
    assert assembled([document(middle, (Stamp(41, "FRK-000001", None, "SECRET"),))], [], "x").placements == ("corner",)


@pytest.mark.parametrize("size", [(80, 50), (200, 200), (14400, 14400), (14400, 30)])
def test_a_legend_and_a_number_never_meet(size: tuple[int, int]) -> None:
    before = odd(lambda page: page.__setitem__("/MediaBox", Array([0, 0, *size])), b"")
    legend = "CONFIDENTIAL – SUBJECT TO PROTECTIVE ORDER"
    after = assembled([document(before, (Stamp(41, "FRK-000001", "Exhibit 1", legend),))], [], "Test")
    page = pypdfium2.PdfDocument(after.pdf)[0]
    text = page.get_textpage()
    found = text.search(legend, match_case=True).get_next()
    number = text.search("Exhibit 1", match_case=True).get_next()
    assert found and number
    assert text.get_charbox(found[0] + found[1] - 1)[2] < text.get_charbox(number[0])[0]
    assert text.get_charbox(found[0])[0] >= page.get_cropbox()[0]
