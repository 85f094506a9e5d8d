"""The packet's copy of a PDF looks the same and can do nothing; what was left out is named."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from frkit.base.files import sha256_of_bytes
from frkit.evidence.pdf.copy import packet_copy
from frkit.evidence.unreadable import Unreadable


def render(pdf: bytes, index: int = 0) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    return document[index].render(scale=1).to_pil().convert("RGB").tobytes()


def link(made: pikepdf.Pdf, **keys) -> pikepdf.Object:
    return made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[72, 590, 200, 620], **keys))


def everything_active(made: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    page = made.pages[0].obj
    page.AA = Dictionary(O=script)
    page.Annots = Array(
        [
            link(made, A=Dictionary(S=Name.URI, URI=String("https://spy.example"))),
            link(made, A=Dictionary(S=Name.Launch, F=String("calc.exe"))),
            link(made, A=Dictionary(S=Name.GoTo, D=Array([made.pages[1].obj, Name.Fit]), Next=script)),
            link(made, Dest=String("there")),
            link(made, Dest=String("nowhere")),
        ]
    )
    made.Root.OpenAction = script
    made.Root.AA = Dictionary(WC=script)
    made.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("x"), script])),
        Dests=Dictionary(Names=Array([String("there"), Array([made.pages[2].obj, Name.XYZ, 0, 700, 0])])),
    )
    made.attachments["native.xlsx"] = b"numbers"


def test_what_acts_is_gone_and_named(pdf) -> None:
    copy = packet_copy(pdf(pages=3, change=everything_active))
    said = " ".join(copy.steps)
    for expected in (
        "script",
        "1 web link",
        "command that starts a program",
        "native.xlsx",
        sha256_of_bytes(b"numbers"),
    ):
        assert expected in said
    assert not any(word in copy.pdf for word in (b"JavaScript", b"spy.example", b"calc.exe", b"EmbeddedFile"))
    with pikepdf.open(io.BytesIO(copy.pdf)) as opened:
        assert set(opened.Root.keys()) == {"/Type", "/Pages"}
        assert [int(one.Dest[0]) for one in opened.pages[0].Annots] == [1, 2]


def test_it_looks_the_same(pdf) -> None:
    data = pdf(pages=3, change=everything_active)
    assert render(packet_copy(data).pdf) == render(data)


def test_form_fields_stay_as_they_show(pdf) -> None:
    def form(made: pikepdf.Pdf) -> None:
        def field(name: str, at: int, flags: int) -> pikepdf.Object:
            box = made.make_stream(
                b"0 0.5 0 rg 0 0 50 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 20]
            )
            keys = {
                "FT": Name.Tx,
                "T": String(name),
                "V": String("x"),
                "Rect": Array([at, 300, at + 50, 320]),
                "F": flags,
            }
            return made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, AP=Dictionary(N=box), **keys))

        note = made.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[300, 300, 320, 320], Contents=String("a comment"))
        )
        fields = [field("shown", 100, 4), field("hidden", 200, 2)]
        made.pages[0].obj.Annots = Array([*fields, note])
        made.Root.AcroForm = Dictionary(Fields=Array(fields))

    copy = packet_copy(pdf(change=form))
    picture = pypdfium2.PdfDocument(copy.pdf)[0].render(scale=1, may_draw_forms=False).to_pil().convert("RGB")
    assert picture.getpixel((125, 792 - 310)) == (0, 128, 0)
    assert picture.getpixel((225, 792 - 310)) == (255, 255, 255)
    with pikepdf.open(io.BytesIO(copy.pdf)) as opened:
        assert [str(one.Subtype) for one in opened.pages[0].Annots] == ["/Text"]
        assert "/AcroForm" not in opened.Root
    assert any("form fields" in step for step in copy.steps)


def test_attributes_of_nodes_above_a_page_are_kept(pdf) -> None:
    def inherit(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        parent = page.Parent
        for key in ("/Resources", "/MediaBox"):
            parent[key] = page[key]
            del page[key]
        parent.Rotate = 90

    data = pdf(change=inherit)
    with pikepdf.open(io.BytesIO(packet_copy(data).pdf)) as opened:
        page = opened.pages[0].obj
        assert page.Rotate == 90 and "/F0" in page.Resources.Font and "/MediaBox" in page
    assert render(packet_copy(data).pdf) == render(data)


@pytest.mark.parametrize(
    "content",
    [
        b"q 0.5 0 0 0.5 0 0 cm 1 0 0 rg 50 50 100 100 re f",
        b"q q 0.5 0 0 0.5 0 0 cm 1 0 0 rg 50 50 100 100 re f Q",
        b"Q Q 0.5 0 0 0.5 0 0 cm Q 1 0 0 rg 50 50 100 100 re f",
        b"BT /F0 20 Tf 72 300 Td (open) Tj",
        b"1 0 0 rg 50 50 100 100 re f /OC /MC0 BDC",
    ],
)
def test_drawing_left_open_is_closed_and_looks_the_same(pdf, content: bytes) -> None:
    def leave_open(made: pikepdf.Pdf) -> None:
        made.pages[0].Contents = made.make_stream(content)

    data = pdf(change=leave_open)
    copy = packet_copy(data)
    assert render(copy.pdf) == render(data)
    assert any("left open on 1 page" in step for step in copy.steps)


def test_a_file_in_order_keeps_its_streams_byte_for_byte(pdf) -> None:
    def bytes_of(data: bytes) -> list[bytes]:
        with pikepdf.open(io.BytesIO(data)) as opened:
            return [page.Contents.read_raw_bytes() for page in opened.pages]

    data = pdf(pages=4, compress_streams=False)
    assert bytes_of(packet_copy(data).pdf) == bytes_of(data)


def test_bookmarks_are_kept_as_data(pdf) -> None:
    def mark(made: pikepdf.Pdf) -> None:
        with made.open_outline() as outline:
            first = pikepdf.OutlineItem("Terms", 0)
            first.children.append(pikepdf.OutlineItem("Prices", 2))
            outline.root.append(first)

    marks = packet_copy(pdf(pages=3, change=mark)).bookmarks
    assert [(one.level, one.title, one.page) for one in marks] == [(0, "Terms", 0), (1, "Prices", 2)]


def test_a_circle_of_bookmarks_ends(pdf) -> None:
    def circle(made: pikepdf.Pdf) -> None:
        item = made.make_indirect(Dictionary(Title=String("again"), Dest=Array([made.pages[0].obj, Name.Fit])))
        item.Next = item
        item.First = item
        made.Root.Outlines = made.make_indirect(Dictionary(First=item))

    assert len(packet_copy(pdf(change=circle)).bookmarks) == 1


def test_encrypted_with_an_empty_password_opens(pdf) -> None:
    data = pdf(encryption=pikepdf.Encryption(owner="secret", user=""))
    copy = packet_copy(data)
    assert copy.count == 1 and any("without a password" in step for step in copy.steps)


def test_a_damaged_file_that_can_be_read_says_so(pdf) -> None:
    data = pdf(pages=2)
    copy = packet_copy(data[: data.rindex(b"startxref")])
    assert copy.count == 2
    assert any("damaged" in warning for warning in copy.warnings)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda pdf: pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "password"),
        (lambda pdf: b"%PDF-1.7\nthis is none", "damaged"),
        (lambda pdf: pdf()[:200], "damaged"),
        (lambda pdf: pdf(pages=0), "no pages"),
    ],
)
def test_what_gives_no_pages_gives_the_reason(pdf, spoil, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        packet_copy(spoil(pdf))


def test_the_same_file_gives_the_same_copy(pdf) -> None:
    data = pdf(pages=3, change=everything_active)
    assert packet_copy(data).pdf == packet_copy(data).pdf
