"""Forms as programs fill them: what was filled in is on the packet's page, whoever was meant to draw it."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from frkit.evidence.pdf.copy import PdfCopy, packet_copy

MULTILINE, PASSWORD, COMB = 1 << 12, 1 << 13, 1 << 24
HIDDEN = 2
TITLE = "Vendor name"


def form(value: str | list[str], **field: object) -> bytes:
    """A page with one field that holds a value and has no look; keys of the field and of the form as given."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(612, 792))
    of_form = {key: field.pop(key) for key in ("NeedAppearances", "DA", "DR") if key in field}
    kept = Array([String(one) for one in value]) if isinstance(value, list) else String(value)
    keys = {"FT": Name.Tx, "T": String(TITLE), "V": kept, "Rect": Array([72, 600, 372, 630]), "F": 4, **field}
    widget = made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, **keys))
    page.obj.Annots = Array([widget])
    made.Root.AcroForm = Dictionary(Fields=Array([widget]), **of_form)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def words(pdf: bytes, folder: Path) -> str:
    (folder / "page.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", folder / "page.pdf", "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def ink(pdf: bytes) -> int:
    """Dark dots in the place of the field."""
    seen = pypdfium2.PdfDocument(pdf)[0].render().to_pil().convert("L").crop((72, 792 - 630, 372, 792 - 600))
    return sum(seen.histogram()[:128])


def steps(copy: PdfCopy) -> str:
    return "; ".join(copy.steps)


@pytest.mark.parametrize(
    "field",
    [
        {"DA": String("/Helv 12 Tf 0 g")},
        {"DA": String("/Helv 0 Tf 0 g")},
        {},
        {"DA": String("/Unheard 9 Tf 0 g")},
        {"DA": String("/Helv 0 Tf 0 g"), "Ff": MULTILINE},
        {"FT": Name.Ch, "DA": String("/Helv 10 Tf 0 g"), "Opt": Array([String("Clearview AI"), String("NEC")])},
    ],
    ids=["of a size", "of any size", "without a font", "in a font that is not there", "several lines", "a choice"],
)
def test_a_value_without_a_look_is_drawn_in_its_place(field: dict[str, object], tmp_path: Path) -> None:
    copy = packet_copy(form("Clearview AI", **field))
    assert words(copy.pdf, tmp_path).startswith("Clearview AI"), "a list shows what else there is to choose, below"
    assert ink(copy.pdf) > 50, "it can be seen, too"
    assert "no look of their own, drawn in their places: 1" in steps(copy) and not copy.warnings


def test_one_letter_a_box_is_drawn_as_such(tmp_path: Path) -> None:
    copy = packet_copy(form("90210", DA=String("/Helv 10 Tf 0 g"), Ff=COMB, MaxLen=10))
    assert "".join(words(copy.pdf, tmp_path).split()) == "90210"


def test_a_long_answer_is_there_to_its_last_word(tmp_path: Path) -> None:
    text = "We searched (twice) for it.\n\nNothing \\ was found.  " + " ".join(f"word{number}" for number in range(150))
    copy = packet_copy(form(text, DA=String("/Helv 0 Tf 0 g"), Ff=MULTILINE, Rect=Array([72, 400, 372, 630])))
    assert words(copy.pdf, tmp_path) == " ".join(text.split())
    below = pypdfium2.PdfDocument(copy.pdf)[0].render().to_pil().convert("L").crop((0, 792 - 399, 612, 792))
    assert sum(below.histogram()[:128]) == 0, "it keeps to its field"


@pytest.mark.parametrize("asks", [{}, {"NeedAppearances": True}], ids=["plain", "the form asks to be drawn"])
def test_letters_that_cannot_be_drawn_are_not_replaced_but_named(asks: dict[str, object], tmp_path: Path) -> None:
    copy = packet_copy(form("СУВОРОВ", DA=String("/Helv 10 Tf 0 g"), **asks))
    assert words(copy.pdf, tmp_path) == ""
    (warning,) = copy.warnings
    assert warning == "page 1 does not show what was filled in at the form field 'Vendor name'"
    assert "СУВОРОВ" not in f"{copy.steps}{copy.warnings}", "a value may be private; the name of a field is not"


def test_an_empty_look_is_none(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(form("Clearview AI", DA=String("/Helv 12 Tf 0 g")))) as made:
        blank = made.make_stream(b"/Tx BMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 30]))
        made.pages[0].Annots[0].AP = Dictionary(N=blank)
        out = io.BytesIO()
        made.save(out)
    assert words(packet_copy(out.getvalue()).pdf, tmp_path) == "Clearview AI"


def test_a_list_that_has_a_look_keeps_all_its_lines(tmp_path: Path) -> None:
    """Forms of LibreOffice ask to be drawn anew; a list drawn anew shows a bar in place of its last line."""
    options = [f"choice{number}" for number in range(1, 5)]
    keys = {"FT": Name.Ch, "DA": String("/Helv 10 Tf 0 g"), "Opt": Array([String(one) for one in options])}
    with pikepdf.open(io.BytesIO(form("", NeedAppearances=True, Rect=Array([72, 600, 372, 642]), **keys))) as made:
        lines = b"".join(b"1 0 0 1 2 %d Tm (%s) Tj\n" % (30 - 10 * at, one.encode()) for at, one in enumerate(options))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        look = made.make_stream(
            b"/Tx BMC BT /F 10 Tf\n" + lines + b"ET EMC", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 300, 42]), Resources=Dictionary(Font=Dictionary(F=font)),
        )  # fmt: skip
        made.pages[0].Annots[0].AP = Dictionary(N=look)
        out = io.BytesIO()
        made.save(out)
    assert words(packet_copy(out.getvalue()).pdf, tmp_path).split() == options


@pytest.mark.filterwarnings("ignore::pikepdf.exceptions.PageCopyWarning")
def test_a_page_taken_out_of_a_form_keeps_its_fields(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(form("Clearview AI", DA=String("/Helv 12 Tf 0 g")))) as made:
        del made.Root.AcroForm
        out = io.BytesIO()
        made.save(out)
    assert words(packet_copy(out.getvalue()).pdf, tmp_path) == "Clearview AI"


@pytest.mark.parametrize("field", [{"Ff": PASSWORD}, {"F": HIDDEN}], ids=["password", "hidden"])
def test_what_no_viewer_shows_is_not_shown(field: dict[str, object], tmp_path: Path) -> None:
    copy = packet_copy(form("walrus", DA=String("/Helv 12 Tf 0 g"), **field))
    assert words(copy.pdf, tmp_path) == "" and not copy.warnings


@pytest.mark.parametrize("value", ["", "  ", []])
def test_an_empty_field_is_nothing_to_speak_of(value: str | list[str]) -> None:
    copy = packet_copy(form(value))
    assert not copy.warnings and "no look" not in steps(copy)


def test_a_field_above_itself_does_not_stop_anything(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(form("Clearview AI", DA=String("/Helv 12 Tf 0 g")))) as made:
        widget = made.pages[0].Annots[0]
        del widget["/V"]
        widget.Parent = widget
        out = io.BytesIO()
        made.save(out)
    assert packet_copy(out.getvalue()).count == 1


@pytest.mark.parametrize("listed", [5, "no list", Dictionary(), Array([1, Name.No, Array([])])], ids=repr)
def test_what_stands_in_place_of_a_list_of_fields_takes_no_page_away(listed: object) -> None:
    with pikepdf.open(io.BytesIO(form("Clearview AI"))) as made:
        del made.Root.AcroForm
        made.pages[0].obj.Annots = listed
        out = io.BytesIO()
        made.save(out)
    assert packet_copy(out.getvalue()).count == 1
