"""PDFs as programs really write them go through a packet: every page, looking as before, hashed as it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from assembled import assembled, kept
from packet_story import small_pdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops

from frkit.evidence.pdf.copy import packet_copy
from frkit.packet.assembly.assembling import Section
from frkit.packet.assembly.stamping import Stamp
from frkit.packet.verify.digests import page_digests

LIBRARIES = Path(pikepdf.__file__).resolve().parents[1]
FOUND = sorted(LIBRARIES.glob("matplotlib/mpl-data/images/*.pdf"))


def indirect_names(made: pikepdf.Pdf) -> None:
    """Names and strings as objects of their own, as Word and ImageMagick write them."""
    font = made.pages[0].obj.Resources.Font.F0
    font.BaseFont = made.make_indirect(Name.Helvetica)
    font.Note = made.make_indirect(String("Identity"))


def inherited(made: pikepdf.Pdf) -> None:
    root = made.Root.Pages
    root.Resources = made.pages[0].obj.Resources
    root.MediaBox = Array([0, 0, 500, 600])
    root.Rotate = 90
    for page in made.pages:
        for key in ("/Resources", "/MediaBox"):
            del page.obj[key]


def field(value: str) -> Callable[[pikepdf.Pdf], None]:
    """A filled-in field of the same name in every document."""

    def fill(made: pikepdf.Pdf) -> None:
        looks = made.make_stream(
            f"BT /F0 12 Tf 2 4 Td ({value}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 200, 20]), Resources=made.pages[0].obj.Resources,
        )  # fmt: skip
        one = made.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(value),
                       Rect=[72, 400, 272, 420], AP=Dictionary(N=looks))
        )  # fmt: skip
        made.pages[0].obj.Annots = Array([one])
        made.Root.AcroForm = Dictionary(Fields=Array([one]))

    return fill


MADE: dict[str, Callable[[], bytes]] = {
    "names as objects of their own": lambda: small_pdf("Indirect", 2, indirect_names),
    "attributes inherited": lambda: small_pdf("Inherited", 3, inherited),
    "object streams": lambda: small_pdf("Packed", 3, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "for the web": lambda: small_pdf("Linear", 3, linearize=True),
    "encrypted, opens without a password": lambda: small_pdf(
        "Owner", 2, encryption=pikepdf.Encryption(owner="secret", user="")
    ),
    "cut off at its end": lambda: small_pdf("Damaged", 3)[:-180],
    "bytes before its head": lambda: b"HTTP/1.1 200 OK\r\n\r\n" + small_pdf("Late", 2),
    "a large font": lambda: small_pdf(
        "Large", 1, lambda made: made.pages[0].obj.Resources.Font.F0.__setitem__(
            "/FontDescriptor", Dictionary(Type=Name.FontDescriptor, FontFile2=made.make_stream(bytes(10 << 20))))
    ),
}  # fmt: skip
SAMPLES = {**MADE, **{path.name: path.read_bytes for path in FOUND}}


def picture(pdf: bytes, page: int) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[page].render(scale=0.5).to_pil().convert("L")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_comes_out_as_it_went_in(name: str, tmp_path: Path) -> None:
    copy = packet_copy(SAMPLES[name]())
    file = kept(copy.pdf, tmp_path)
    stamps = tuple(Stamp(number + 1, f"FRK-{number + 1:06d}", "Exhibit 1") for number in range(copy.count))
    made = assembled([Section(file, stamps)], [], "As it exists")
    with pikepdf.open(io.BytesIO(made.pdf)) as opened, pikepdf.open(io.BytesIO(copy.pdf)) as before:
        assert len(opened.pages) == copy.count
        assert tuple(one.body for one in page_digests(opened)) == file.measured.bodies
        for page, old in zip(opened.pages, before.pages, strict=True):
            contents = old.obj.Contents
            own = list(contents) if isinstance(contents, Array) else [contents]
            raw = [stream.read_raw_bytes() for stream in page.obj.Contents]
            assert raw[1:-1] == [stream.read_raw_bytes() for stream in own]
    for number in range(copy.count):
        plain, marked = picture(copy.pdf, number), picture(made.pdf, number)
        if made.placements[number] == "corner":  # nothing but the strip of the stamps may differ
            above = (0, 0, plain.width, max(1, plain.height - 18))
            changed = ImageChops.difference(plain.crop(above), marked.crop(above))
            assert changed.point(lambda tone: 255 * (tone > 40)).getbbox() is None


def test_fields_of_one_name_in_two_exhibits_keep_their_own_words(tmp_path: Path) -> None:
    files = [kept(packet_copy(small_pdf("Form", 1, field(one))).pdf, tmp_path, one) for one in ("Alice", "Bob")]
    sections = [Section(file, (Stamp(at, f"FRK-{at:06d}"),)) for at, file in enumerate(files, start=1)]
    made = assembled(sections, [], "Forms").pdf
    said = [pypdfium2.PdfDocument(made)[at].get_textpage().get_text_range() for at in (0, 1)]
    assert "Alice" in said[0] and "Bob" in said[1] and "Alice" not in said[1]
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert "/AcroForm" not in opened.Root


def test_no_stream_can_pose_as_one_that_is_put_in_later(tmp_path: Path) -> None:
    """What a stranger writes into a page is never taken for a mark of the assembly."""
    posing = b"BT /F0 9 Tf 72 500 Td (" + b"0" * 58 + b") Tj ET"

    def pose(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.Contents = made.make_stream(posing)

    file = kept(packet_copy(small_pdf("Posing", 1, pose)).pdf, tmp_path)
    made = assembled([Section(file, (Stamp(1, "FRK-000001"),))], [], "x").pdf
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.pages[0].obj.Contents[1].read_bytes() == posing
