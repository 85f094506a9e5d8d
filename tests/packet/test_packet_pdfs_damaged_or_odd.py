"""PDFs that samples of other programs taught us: odd drawing, encryption of other kinds, forms within forms."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from assembled import assembled, document
from packet_story import small_pdf
from pikepdf import Array, Dictionary, Name

from frkit.evidence.pdf.copy import packet_copy
from frkit.evidence.unreadable import Unreadable
from frkit.packet.assembly.stamping import Stamp
from frkit.packet.verify.digests import page_digests

Change = Callable[[pikepdf.Pdf], None]


def in_a_packet(original: bytes, legend: str | None = None) -> bytes:
    """What the packet holds of a document of any length, stamped."""
    copy = packet_copy(original)
    stamps = tuple(Stamp(at, f"FRK-{at:06d}", "Exhibit 1", legend) for at in range(1, copy.count + 1))
    return assembled([document(copy.pdf, stamps)], [], "As it exists").pdf


def text_of(pdf: bytes, page: int = 0) -> str:
    return str(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded())


def raw_streams(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tables = (Name.XRef, Name.ObjStm)
        streams = [one for one in opened.objects if isinstance(one, pikepdf.Stream) and one.get("/Type") not in tables]
        return {hashlib.sha256(one.read_raw_bytes()).hexdigest() for one in streams}


def form(made: pikepdf.Pdf, drawn: bytes, **inner: pikepdf.Object) -> pikepdf.Object:
    box = Array([0, 0, 612, 792])
    resources = Dictionary(XObject=Dictionary(**inner)) if inner else Dictionary()
    return made.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources)


def test_pictures_in_forms_in_forms_are_all_there() -> None:
    """As programs that lay out pages write them: nothing that lies deep is lost, and every byte is its own."""

    def nest(made: pikepdf.Pdf) -> None:
        for page in made.pages:
            picture = made.make_stream(
                bytes(range(256)) * 48, Type=Name.XObject, Subtype=Name.Image, Width=128, Height=96,
                ColorSpace=Name.DeviceGray, BitsPerComponent=8,
            )  # fmt: skip
            inner: pikepdf.Object = picture
            for deep in range(6):
                size = b"200 0 0 200 100 300 cm " if deep == 0 else b""
                inner = form(made, b"%% %d\nq %s/In Do Q " % (deep, size) + b"% filler\n" * 600, In=inner)
            page.obj.Resources.XObject = Dictionary(Fm0=inner)
            page.obj.Contents = made.make_stream(b"q /Fm0 Do Q")

    original = small_pdf("Nested", 2, nest)
    packet = in_a_packet(original)
    assert raw_streams(packet_copy(original).pdf) <= raw_streams(packet)
    before, after = (pypdfium2.PdfDocument(one)[1].render().to_pil().convert("L") for one in (original, packet))
    middle = (100, 300, 300, 490)
    assert before.crop(middle).tobytes() == after.crop(middle).tobytes()
    darkest, lightest = before.crop(middle).getextrema()
    assert darkest < 10 and lightest > 245, "the picture is not shown at all"


def bad_fields(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=5)


def odd_drawing(made: pikepdf.Pdf) -> None:
    page = made.pages[0].obj
    page.Contents = made.make_stream(page.Contents.read_bytes() + b"\nquack 1 2 ID (( << quack\nq")


def a_page_for_a_list(made: pikepdf.Pdf) -> None:
    """The catalog leads to a page, not to a list of pages."""
    page = made.pages[0].obj
    del page["/Parent"]
    made.Root.Pages = page


def same_page_twice(made: pikepdf.Pdf) -> None:
    kids = made.Root.Pages.Kids
    kids.append(kids[0])
    made.Root.Pages.Count = len(kids)


ODD: dict[str, Change] = {
    "a list of fields that is none": bad_fields,
    "drawing with words that are none": odd_drawing,
    "a page in place of the list": a_page_for_a_list,
    "the same page twice": same_page_twice,
}


@pytest.mark.parametrize("name", ODD)
def test_a_damaged_part_takes_no_page_away(name: str) -> None:
    made = in_a_packet(small_pdf("Shown", 1, ODD[name]))
    assert "Shown 1" in text_of(made) and "FRK-000001" in text_of(made)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) == (2 if name == "the same page twice" else 1)
        assert len(page_digests(opened)) == len(opened.pages)
        assert opened.check_pdf_syntax() == [] or name == "drawing with words that are none"


def test_a_file_without_pages_has_a_slip_sheet_and_its_reason() -> None:
    with pytest.raises(Unreadable, match="it has no pages"):
        packet_copy(small_pdf("None", 0))


def locked_for_a_certificate() -> bytes:
    """A PDF of which only holders of a key can read the pages: what it draws is noise to all others."""

    def noise(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.Contents = made.make_stream(bytes((7 * at) % 251 for at in range(400)))
        made.trailer.Encrypt = made.make_indirect(Dictionary(Filter=Name("/Adobe.PubSec"), V=4))

    data = small_pdf("Locked", 1, noise, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    if b"/Encrypt" in data:
        return data
    lock = b"trailer << /Encrypt << /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >> "
    return data.replace(b"trailer <<", lock)


def test_noise_that_only_a_key_could_read_is_not_shown_as_a_page() -> None:
    with pytest.raises(Unreadable, match="it is encrypted in a way that cannot be opened"):
        packet_copy(locked_for_a_certificate())


def test_what_only_has_a_locked_attachment_is_shown() -> None:
    """A portfolio's cover opens without a password; the file inside stays what it was, and is named."""

    def attach(made: pikepdf.Pdf) -> None:
        made.attachments["records.xlsx"] = b"PK\x03\x04 rows"
        made.Root.Collection = Dictionary(View=Name.D)

    copy = packet_copy(small_pdf("Cover of a portfolio", 1, attach))
    digest = hashlib.sha256(b"PK\x03\x04 rows").hexdigest()
    assert any("records.xlsx" in step and digest in step for step in copy.steps)
    with pikepdf.open(io.BytesIO(in_a_packet(small_pdf("Cover", 1, attach)))) as opened:
        assert "/Collection" not in opened.Root and not opened.attachments


@pytest.mark.parametrize("subtype", ["FileAttachment", "Screen", "RichMedia", "Sound"])
def test_of_an_attached_file_or_film_the_picture_on_the_page_stays(subtype: str) -> None:
    """What a reader of the original sees on the page is there; what it would open or play is not."""

    def attach(made: pikepdf.Pdf) -> None:
        drawn = form(made, b"1 0 0 rg 0 0 612 792 re f")
        spec = pikepdf.AttachedFileSpec(made, b"secret words", filename="terms.txt")
        made.pages[0].Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([100, 500, 200, 600]), F=4,
                    Contents="listen", AP=Dictionary(N=drawn, D=drawn), FS=spec.obj, Sound=made.make_stream(b"la la"),
                    A=Dictionary(S=Name.Launch, F="terms.txt"), RichMediaContent=Dictionary(),
                )
            ]
        )  # fmt: skip

    built = in_a_packet(small_pdf("Page", 1, attach))
    assert b"secret words" not in built and b"la la" not in built
    seen = pypdfium2.PdfDocument(built)[0].render().to_pil().convert("RGB")
    assert seen.getpixel((150, 792 - 550)) == (255, 0, 0)
    with pikepdf.open(io.BytesIO(built)) as opened:
        (shown,) = opened.pages[0].Annots
        assert set(shown.keys()) == {"/Type", "/Subtype", "/Rect", "/AP", "/F"} and set(shown.AP.keys()) == {"/N"}
        streams = [one.read_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream)]
        assert not any(b"secret words" in one or b"la la" in one for one in streams)


def test_a_form_that_a_program_draws_is_said_to_show_a_notice() -> None:
    def xfa(made: pikepdf.Pdf) -> None:
        made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp/>"))

    copy = packet_copy(small_pdf("Please wait", 1, xfa))
    assert any("Adobe form (XFA)" in warning for warning in copy.warnings)
    assert b"<xdp/>" not in in_a_packet(small_pdf("Please wait", 1, xfa))


def test_a_signature_is_noted_and_its_picture_kept() -> None:
    def sign(made: pikepdf.Pdf) -> None:
        look = form(made, b"1 0 0 rg 0 0 200 40 re f")
        look.BBox = Array([0, 0, 200, 40])
        field = made.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=pikepdf.String("s"), F=4,
                       V=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite")), Rect=[72, 300, 272, 340],
                       AP=Dictionary(N=look))
        )  # fmt: skip
        made.pages[0].obj.Annots = Array([field])
        made.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)

    original = small_pdf("Signed", 1, sign)
    assert any("digital signature: holds for the original only" in step for step in packet_copy(original).steps)
    seen = pypdfium2.PdfDocument(in_a_packet(original))[0].render().to_pil().convert("RGB")
    assert seen.getpixel((150, 792 - 320)) == (255, 0, 0)


def test_a_legend_on_a_page_of_larger_units_is_as_large_as_on_any_other() -> None:
    """Ten points a unit: PDFium measures units, so a tenth of the size of a stamp is what it must tell."""

    def units(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        page.UserUnit, page.MediaBox = 10, Array([0, 0, 61.2, 79.2])
        page.Contents = made.make_stream(b"BT /F0 2.4 Tf 7 60 Td (Large) Tj ET")

    page = pypdfium2.PdfDocument(in_a_packet(small_pdf("x", 1, units), "CONFIDENTIAL"))[0]
    text = page.get_textpage()
    at, count = text.search("CONFIDENTIAL").get_next()
    left, _, right, _ = text.get_charbox(at)[0], 0, text.get_charbox(at + count - 1)[2], 0
    assert 5 < right - left < 9 and left == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize("words", ["監視カメラ 契約", "מצלמות מעקב", "كاميرات المراقبة"])
def test_text_in_other_scripts_is_still_found(words: str) -> None:
    """A text layer written with codes of its own and a table of what they mean, as browsers write it."""

    def write(made: pikepdf.Pdf) -> None:
        rows = "\n".join(f"<{at:04X}> <{ord(one):04X}>" for at, one in enumerate(words, start=1))
        table = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def 1 begincodespacerange\n"
            f"<0000> <FFFF>\nendcodespacerange\n{len(words)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
        )
        descendant = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Other, DW=1000,
            CIDSystemInfo=Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
        )  # fmt: skip
        page = made.pages[0].obj
        page.Resources.Font.F1 = made.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Other, Encoding=Name("/Identity-H"),
                       DescendantFonts=Array([descendant]), ToUnicode=made.make_stream(table.encode()))
        )  # fmt: skip
        codes = "".join(f"{at:04X}" for at in range(1, len(words) + 1))
        page.Contents = made.make_stream(f"BT /F1 20 Tf 72 500 Td <{codes}> Tj ET".encode())

    original = small_pdf("x", 1, write)
    assert text_of(original).split() and set(text_of(original).split()) <= set(text_of(in_a_packet(original)).split())
