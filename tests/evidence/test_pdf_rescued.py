"""Damaged PDFs give the pages that are left; what they could do is named and gone."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from frkit.evidence.pdf.copy import packet_copy
from frkit.evidence.unreadable import Unreadable


def words_of(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def in_circles(made: pikepdf.Pdf) -> None:
    made.Root.Pages.Kids.append(made.Root.Pages)


def deep(made: pikepdf.Pdf) -> None:
    leaf, node = made.Root.Pages.Kids[0], made.Root.Pages
    for _ in range(1500):
        below = made.make_indirect(Dictionary(Type=Name.Pages, Count=1, Kids=Array([leaf]), Parent=node))
        node.Kids = Array([below])
        node = below


@pytest.mark.parametrize("damage", [in_circles, deep])
def test_a_list_of_pages_that_leads_nowhere(pdf, damage) -> None:
    copy = packet_copy(pdf(change=damage))
    assert "Hello 1" in words_of(copy.pdf)[0]
    assert any("damaged" in warning for warning in copy.warnings)


def test_pages_that_the_list_has_lost_are_found_in_the_file(pdf) -> None:
    data = pdf(pages=3)
    lost = data.replace(b"/Kids [", b"/Kidz [")
    assert lost != data
    copy = packet_copy(lost)
    assert [words.strip() for words in words_of(copy.pdf)] == ["Hello 1", "Hello 2", "Hello 3"]
    assert copy.warnings and "damaged" in copy.warnings[0]


@pytest.mark.parametrize("share", [0.97, 0.9])
def test_a_pdf_cut_short_gives_the_pages_it_still_holds(pdf, share: float) -> None:
    data = pdf(pages=4, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    copy = packet_copy(data[: int(len(data) * share)])
    assert copy.count >= 1 and any("damaged" in warning for warning in copy.warnings)


def test_a_hundred_thousand_pages_are_refused_in_words() -> None:
    made = pikepdf.new()
    made.add_blank_page()
    page = made.pages[0].obj
    made.Root.Pages.Kids = Array([page] * 10)
    tens = [made.make_indirect(Dictionary(Type=Name.Pages, Count=10, Kids=Array([page] * 10))) for _ in range(5001)]
    made.Root.Pages.Kids, made.Root.Pages.Count = Array(tens), 50_010
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(Unreadable, match="50,010 pages, more than the 50,000"):
        packet_copy(out.getvalue())


ACTIONS = {
    "URI": "1 web link", "GoToR": "1 link to another file", "GoToE": "1 link into an attached file",
    "SubmitForm": "1 command that sends the form", "ImportData": "1 command that reads another file",
    "Movie": "1 film", "Rendition": "1 film or sound", "Launch": "1 command that starts a program",
    "Sound": "1 sound", "JavaScript": "1 script", "GoTo3DView": "1 three-dimensional drawing",
    "Named": "1 command of another kind", "FromTheFuture": "1 command of another kind",
}  # fmt: skip


def raw(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return b"\n".join(one.unparse(resolved=True) for one in opened.objects if not isinstance(one, pikepdf.Stream))


@pytest.mark.parametrize("where", ["link", "page", "catalog", "field", "open"])
@pytest.mark.parametrize("kind", ACTIONS)
def test_no_command_is_left_wherever_it_hides(pdf, kind: str, where: str) -> None:
    action = Dictionary(S=Name(f"/{kind}"), JS=String("evil()"), F=String("evil.exe"), Win=Dictionary(F=String("evil")))

    def hide(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        box = {"Type": Name.Annot, "Rect": Array([0, 0, 9, 9])}
        if where == "link":
            page.Annots = Array([made.make_indirect(Dictionary(Subtype=Name.Link, A=action, **box))])
        elif where == "page":
            page.AA = Dictionary(O=action)
        elif where == "catalog":
            made.Root.AA = Dictionary(WP=action)
        elif where == "open":
            made.Root.OpenAction = action
        else:
            field = made.make_indirect(
                Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("f"), AA=Dictionary(K=action), **box)
            )
            page.Annots = Array([field])
            made.Root.AcroForm = Dictionary(Fields=Array([field]))

    copy = packet_copy(pdf(change=hide))
    assert b"evil" not in raw(copy.pdf)
    if where != "field":
        assert ACTIONS[kind] in " ".join(copy.steps)


def test_a_form_that_a_program_would_draw_is_warned_of(pdf) -> None:
    def xfa(made: pikepdf.Pdf) -> None:
        made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp/>"))

    copy = packet_copy(pdf(change=xfa))
    assert any("XFA" in warning for warning in copy.warnings)
    assert any("1 form program (XFA)" in step for step in copy.steps)


def test_a_picture_that_lies_in_another_file_is_not_asked_for(pdf) -> None:
    def elsewhere(made: pikepdf.Pdf) -> None:
        stream = made.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
        stream.F = Dictionary(FS=Name.URL, F=String("http://spy.example/x"))
        made.pages[0].obj.Resources.XObject = Dictionary(X=stream)

    copy = packet_copy(pdf(change=elsewhere))
    assert b"spy.example" not in raw(copy.pdf) and b"spy.example" not in copy.pdf
    assert any("1 reference to another file" in step for step in copy.steps)


def test_a_page_that_claims_to_have_pages_below_it_is_a_page_all_the_same() -> None:
    pages = b"".join(
        b"%d 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] /Resources << >> /Contents 9 0 R %b >>\nendobj\n" % (at, more)
        for at, more in ((3, b"/Kids [99 0 R]"), (4, b""), (5, b"/Kids [1 0 R] /Count 7"))
    )
    stream = b"9 0 obj\n<< /Length 22 >>\nstream\nq 0 0 m 100 100 l S Q \nendstream\nendobj\n"
    copy = packet_copy(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + pages + stream)
    assert copy.count == len(pypdfium2.PdfDocument(copy.pdf)) == 3
