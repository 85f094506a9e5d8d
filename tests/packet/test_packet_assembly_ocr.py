"""Words that OCR read lie unseen under their picture: a search finds them in their place, and no pixel changes."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from assembled import assembled, document
from packet_story import small_pdf
from pikepdf import Array
from PIL import Image, ImageChops, ImageDraw

from frkit.base.files import sha256_of_bytes
from frkit.evidence.conversion.images import image_pages
from frkit.evidence.pdf.copy import packet_copy
from frkit.evidence.text.ocr_records import OcrRecord, keep_reading
from frkit.packet.assembly.kept import Keeping
from frkit.packet.assembly.stamping import Stamp
from frkit.packet.assembly.words_under import lay_words, readings_of
from frkit.packet.verify.digests import page_digests

WIDTH, HEIGHT = 1275, 1650
"""Of the picture of a Letter page at 150 dots an inch."""
WORDS = {"Überwachung": (200, 300, 260, 40), "camera": (480, 300, 150, 40), "договор": (200, 900, 180, 36)}
"""Each with left and upper edge, width and height in dots."""


def table(words: dict[str, tuple[int, int, int, int]]) -> bytes:
    """Tesseract's table of some words."""
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = [f"5\t1\t1\t1\t{top}\t1\t{left}\t{top}\t{wide}\t{high}\t91\t{word}"
            for word, (left, top, wide, high) in words.items()]  # fmt: skip
    return "\n".join([head, *rows, ""]).encode()


def read(
    folder: Path,
    data: bytes,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    page: int = 1,
    seen: dict[str, tuple[int, int, int, int]] = WORDS,
) -> Path:
    """Keep a reading of a page of a file; gives the folder that it lies in."""
    below = folder / sha256_of_bytes(data)
    below.mkdir(exist_ok=True, parents=True)
    words = table(seen)
    record = OcrRecord(
        version="5.3.0",
        languages="eng",
        input_sha256=below.name,
        page=page,
        image_sha256="0" * 64,
        width=size[0],
        height=size[1],
        dpi=150,
        output_sha256=sha256_of_bytes(words),
        words=len(seen),
        confidence=90,
        when="2026-05-01T10:00:00Z",
    )
    keep_reading(below, record, words)
    return below


def scan(turn: int = 0, box: tuple[float, ...] = (0, 0, 612, 792)) -> bytes:
    """A page that is one picture, turned so that it reads upright."""
    seen = Image.new("L", (WIDTH, HEIGHT), 255)
    for left, top, wide, high in WORDS.values():
        ImageDraw.Draw(seen).rectangle((left, top, left + wide, top + high), fill=0)
    drawn = seen.rotate(turn, expand=True)
    out = io.BytesIO()
    drawn.save(out, "JPEG")
    across, up = (box[3] - box[1], box[2] - box[0]) if turn in (90, 270) else (box[2] - box[0], box[3] - box[1])

    def picture(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        image = made.make_stream(
            out.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=drawn.width,
            Height=drawn.height, ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        page.MediaBox = Array([box[0], box[1], box[0] + across, box[1] + up])
        # A matrix is left behind, as some scanners do.
        page.Contents = made.make_stream(f"{across} 0 0 {up} {box[0]} {box[1]} cm /Im Do 2 0 0 2 5 5 cm".encode())
        page.Rotate = turn

    return small_pdf("scan", 1, picture)


def found_words(pdf: bytes) -> dict[str, tuple[float, float, float, float]]:
    """The words that pdftotext finds, each with left, upper, right and lower edge in points of the page as seen."""
    said = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', said)
    return {word: (float(a), float(b), float(c), float(d)) for a, b, c, d, word in rows}


def in_a_packet(pdf: bytes) -> bytes:
    return assembled([document(pdf, (Stamp(1, "FRK-000001", "Exhibit 1"),))], [], "Scan").pdf


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [(0, 0, 612, 792), (-100, 50, 512, 842)])
def test_a_search_finds_each_word_where_it_is_seen(tmp_path: Path, turn: int, box: tuple[float, ...]) -> None:
    original = scan(turn, box)
    copy = packet_copy(original).pdf
    laid = lay_words(copy, "pdf", readings_of(read(tmp_path, original)))
    packet = in_a_packet(laid.pdf)
    words = found_words(packet)
    for word, (left, top, wide, high) in WORDS.items():
        x0, y0, x1, y1 = (edge * 72 / 150 for edge in (left, top, left + wide, top + high))
        found = words[word]
        assert found[0] == pytest.approx(x0, abs=1.5) and found[2] == pytest.approx(x1, abs=1.5)
        assert y0 - 8 <= found[1] <= found[3] <= y1 + 8, "not on its line"
    assert laid.how == ("words by tesseract 5.3.0 laid unseen under 1 page, for search only",)


@pytest.mark.parametrize(
    ("first", "second"),
    [("מצלמות", "מעקב"), ("كاميرات", "المراقبة"), ("בשנת", "2026")],
    ids=["Hebrew", "Arabic", "a year"],
)
def test_words_that_run_from_right_to_left_are_found_as_they_are_read(tmp_path: Path, first: str, second: str) -> None:
    original = scan()
    seen = {first: (600, 300, 200, 40), second: (300, 300, 260, 40)}
    laid = lay_words(packet_copy(original).pdf, "pdf", readings_of(read(tmp_path, original, seen=seen)))
    packet = in_a_packet(laid.pdf)
    poppler = subprocess.run(["pdftotext", "-", "-"], input=packet, capture_output=True, check=True).stdout.decode()
    pdfium = pypdfium2.PdfDocument(packet)[0].get_textpage().get_text_bounded()
    for said in (poppler, pdfium):
        plain = "".join(one for one in said if one not in "\u202a\u202b\u202c")
        assert first in plain and second in plain


def test_only_the_letters_of_such_a_word_are_turned_round(tmp_path: Path) -> None:
    original = scan()
    seen = {"ב-15.6.2026": (600, 300, 300, 40), "NEC": (200, 900, 100, 40)}
    laid = lay_words(packet_copy(original).pdf, "pdf", readings_of(read(tmp_path, original, seen=seen)))
    text = pypdfium2.PdfDocument(in_a_packet(laid.pdf))[0].get_textpage().get_text_bounded()
    assert "15.6.2026" in text and "NEC" in text


@pytest.mark.parametrize("aside", [0, 12], ids=["in its place", "a little aside"])
def test_a_word_that_the_page_has_itself_is_found_once(tmp_path: Path, aside: int) -> None:
    """A scan that bears the text of another program, and was read all the same."""
    left, top, wide, high = WORDS["camera"]

    def write(made: pikepdf.Pdf) -> None:
        up = 792 - (top + high) * 72 / 150 + 3
        said = f"BT /F0 17 Tf 3 Tr 1 0 0 1 {left * 72 / 150} {up} Tm (camera) Tj ET"
        made.pages[0].obj.Contents = made.make_stream(said.encode())

    original = small_pdf("x", 1, write)
    seen = {"camera": (left + aside, top, wide, high), "договор": WORDS["договор"]}
    laid = lay_words(packet_copy(original).pdf, "pdf", readings_of(read(tmp_path, original, seen=seen)))
    packet = in_a_packet(laid.pdf)
    said = subprocess.run(["pdftotext", "-", "-"], input=packet, capture_output=True, check=True).stdout.decode()
    assert said.count("camera") == 1 and "договор" in said


def test_no_pixel_of_the_page_changes_and_neither_do_its_own_bytes(tmp_path: Path) -> None:
    original = scan()
    copy = packet_copy(original).pdf
    laid = lay_words(copy, "pdf", readings_of(read(tmp_path, original)))
    seen = [
        pypdfium2.PdfDocument(one)[0].render(scale=1).to_pil().convert("RGB")
        for one in (in_a_packet(copy), in_a_packet(laid.pdf))
    ]
    assert ImageChops.difference(*seen).getbbox() is None
    with pikepdf.open(io.BytesIO(copy)) as before, pikepdf.open(io.BytesIO(laid.pdf)) as after:
        assert [one.body for one in page_digests(before)] == [one.body for one in page_digests(after)]
        pictures = [one.pages[0].Resources.XObject.Im.read_raw_bytes() for one in (before, after)]
        assert pictures[0] == pictures[1]


def test_the_same_reading_gives_the_same_bytes(tmp_path: Path) -> None:
    original = scan()
    readings = readings_of(read(tmp_path, original))
    copy = packet_copy(original).pdf
    assert lay_words(copy, "pdf", readings).pdf == lay_words(copy, "pdf", readings).pdf


def test_a_photograph_set_as_a_page_can_be_searched_too(tmp_path: Path) -> None:
    """The picture has a margin on its page, so words stand where the picture does."""
    out = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), "white").save(out, "JPEG", dpi=(150, 150))
    original = out.getvalue()
    copy = packet_copy(image_pages(original, "Letter").pdf).pdf
    laid = lay_words(copy, "image", readings_of(read(tmp_path, original)))
    found = found_words(in_a_packet(laid.pdf))["camera"]
    scale = min((612 - 80) / 612, (792 - 80) / 792)
    left = (612 - 612 * scale) / 2 + WORDS["camera"][0] * 72 / 150 * scale
    assert found[0] == pytest.approx(left, abs=2)


def test_a_reading_of_a_page_of_another_shape_is_not_used(tmp_path: Path) -> None:
    original = scan()
    copy = packet_copy(original).pdf
    laid = lay_words(copy, "pdf", readings_of(read(tmp_path, original, size=(HEIGHT, WIDTH))))
    assert laid.pdf == copy and laid.how == ()


def test_a_table_that_was_altered_is_not_used(tmp_path: Path) -> None:
    original = scan()
    below = read(tmp_path, original)
    (path,) = below.glob("*.tsv")
    path.write_bytes(path.read_bytes().replace(b"camera", b"camels"))
    assert readings_of(below) == {}


def test_private_data_is_found_among_words_that_only_ocr_read(tmp_path: Path) -> None:
    original = scan()
    read(tmp_path, original)
    from frkit.evidence.conversion.one_file import Pages

    copy = packet_copy(original)
    pages = Pages("scan.pdf", sha256_of_bytes(original), len(original), "pdf", copy.pdf, copy.count)
    kept = Keeping(str(tmp_path / "kept"), {"Überwachung camera": "address of requester"}, tmp_path)(pages)
    assert kept.files[0].measured.private == ((0, "address of requester"),)
    assert kept.files[0].measured.letters[0] > 20
    assert "laid unseen under 1 page" in kept.pages.how[-1]
