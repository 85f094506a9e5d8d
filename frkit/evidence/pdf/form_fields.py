"""Form fields become part of their pages as a reader saw them; a value that no look shows is drawn, or else named.

Programs that fill forms often store a value (/V) and leave it to the viewer to draw it: such a field has no look
(/AP, ISO 32000-1 12.7.3.3). What was filled in must not be missing from the packet because of that.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import Any

from pikepdf import Annotation, Array, Dictionary, Name, Object, Pdf, PdfError, Stream

_TEXT, _CHOICE = "/Tx", "/Ch"
_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24
"""Flags of a text field (ISO 32000-1 table 228)."""
_COMBO = 1 << 17
"""Flag of a choice of which only the chosen one is shown (table 230)."""
_NOT_SHOWN = 1 << 1 | 1 << 5
"""Flags of an annotation that is hidden or has no view (table 165)."""
_DEEPEST = 30
_SIZE_OF_FONT = re.compile(rb"(/[^\s/]+)\s+([\d.]+)\s+Tf")
_SHOWS = re.compile(rb"""(?:^|[\s\])>])(?:Tj|TJ|['"]|Do|EI|sh|[fFSsBb]\*?)(?=\s|$)""")
"""What draws anything: words, pictures, areas, lines."""
_LARGEST, _SMALLEST, _SHARE = 12.0, 4.0, 0.7
"""Type of a field that leaves its size open: so much of the field's height, within bounds, in points."""
_TYPED, _SPACING, _ASIDE = 0.6, 1.15, 2.0
"""A typewriter's letter: its width, and the height of its line, in its own size; space beside them in points."""


@dataclass(frozen=True)
class Flattened:
    """What was done to the form of a PDF, and what its pages do not show."""

    steps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def flatten_form(pdf: Pdf, pages: list[Object]) -> Flattened:
    """Make form fields part of their pages as they show; comments and links stay what they are."""
    if not isinstance(pdf.Root.get("/AcroForm"), Dictionary):
        if not _widgets(pages):
            return Flattened()
        # A page that was taken out of a form still shows its fields.
        pdf.Root.AcroForm = Dictionary(Fields=Array())
    others: list[list[Object]] = []
    for page in pages:
        annotations = [one for one in page.get("/Annots", ()) if isinstance(one, Dictionary)]
        fields = [one for one in annotations if one.get("/Subtype") == Name.Widget]
        others.append([one for one in annotations if one.get("/Subtype") != Name.Widget])
        if annotations:
            page.Annots = Array(fields)
    if pdf.Root.AcroForm.get("/NeedAppearances", False):
        _draw_anew(pdf, pages)
    drawn, left = _draw_values(pdf, pages)
    pdf.flatten_annotations("screen")
    for page, kept in zip(pages, others, strict=True):
        if kept:
            page.Annots = Array(kept)
        elif "/Annots" in page:
            del page["/Annots"]
    steps = ["form fields made part of the page, as shown"]
    if drawn:
        steps.append(f"values of form fields that had no look of their own, drawn in their places: {drawn}")
    return Flattened(tuple(steps), tuple(left))


def _widgets(pages: list[Object]) -> list[Object]:
    """The fields that stand on pages."""
    lists = [listed for page in pages if isinstance(listed := page.get("/Annots"), Array)]
    found = [one for listed in lists for one in listed if isinstance(one, Dictionary)]
    return [one for one in found if one.get("/Subtype") == Name.Widget]


def _draw_anew(pdf: Pdf, pages: list[Object]) -> None:
    """Draw all values, as the form asks for.

    One in letters that the standard fonts lack keeps the look that it has, and so does a list of choices: drawn anew it
    would lose its last lines.
    """
    kept = [page.get("/Annots") for page in pages]
    for page in pages:
        if "/Annots" in page:
            page.Annots = Array([widget for widget in page.Annots if _to_be_drawn(widget)])
    pdf.generate_appearance_streams()
    for page, fields in zip(pages, kept, strict=True):
        if fields is not None:
            page.Annots = fields


def _to_be_drawn(widget: Object) -> bool:
    return _in_standard_letters(_text(_inherited(widget, "/V"))) and not (_is_list(widget) and _has_look(widget))


def _is_list(widget: Object) -> bool:
    return str(_inherited(widget, "/FT")) == _CHOICE and not _flags(widget) & _COMBO


def _in_standard_letters(value: str) -> bool:
    try:
        value.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _draw_values(pdf: Pdf, pages: list[Object]) -> tuple[int, list[str]]:
    """Give a look to every field that has a value and none; how many got one, and a warning for each that did not."""
    drawn, left = 0, []
    for number, page in enumerate(pages, start=1):
        for widget in page.get("/Annots", ()):
            if not _value_without_look(widget):
                continue
            if "/AP" in widget:
                del widget["/AP"]  # an empty one lacks the fonts, too
            if _drawn(pdf, widget):
                drawn += 1
            else:
                if "/AP" in widget:
                    del widget["/AP"]
                name = _text(_inherited(widget, "/T"))
                left.append(f"page {number} does not show what was filled in at the form field '{name}'")
    return drawn, left


def _value_without_look(widget: Object) -> bool:
    """Whether a field holds a text or a choice that a viewer would have to draw."""
    if str(_inherited(widget, "/FT")) not in (_TEXT, _CHOICE) or _number(widget.get("/F")) & _NOT_SHOWN:
        return False
    if str(_inherited(widget, "/FT")) == _TEXT and _flags(widget) & _PASSWORD:
        return False
    return bool(_text(_inherited(widget, "/V")).strip()) and not _has_look(widget)


def _has_look(widget: Object) -> bool:
    """Whether a field's own look shows anything; some programs store an empty one."""
    appearance = widget.get("/AP")
    shown = appearance.get("/N") if isinstance(appearance, Dictionary) else None
    if not isinstance(shown, Stream):
        return False
    try:
        return _SHOWS.search(shown.read_bytes()) is not None
    except PdfError:
        return True


def _drawn(pdf: Pdf, widget: Object) -> bool:
    """Draw a field's value as viewers do, in letters that the standard fonts have; whether that was possible."""
    if not _in_standard_letters(_text(_inherited(widget, "/V"))):
        return False
    try:
        if str(_inherited(widget, "/FT")) == _TEXT and _flags(widget) & (_MULTILINE | _COMB):
            widget.AP = Dictionary(N=_typed(pdf, widget))
        else:
            _with_a_font(pdf, widget)
            pdf.acroform.get_field_for_annotation(Annotation(widget)).generate_appearance(Annotation(widget))
    except (PdfError, ValueError, TypeError, RuntimeError, AttributeError, KeyError, ArithmeticError):
        return False
    return _has_look(widget)


def _typed(pdf: Pdf, widget: Object) -> Object:
    """Several lines, or one letter a box, in the letters of a typewriter: all as wide as each other."""
    box = [float(one) for one in widget.Rect]
    wide, high = abs(box[2] - box[0]), abs(box[3] - box[1])
    value, boxes = _text(_inherited(widget, "/V")), _number(_inherited(widget, "/MaxLen"))
    if _flags(widget) & _COMB and boxes:
        size = max(_SMALLEST, min(_LARGEST, high * _SHARE))
        cell = wide / boxes
        begin = (cell - _TYPED * size) / 2
        places = [(begin + at * cell, (high - size * _SHARE) / 2, letter) for at, letter in enumerate(value)]
    else:
        size, lines = _lines(value, wide - 2 * _ASIDE, high - 2 * _ASIDE)
        places = [(_ASIDE, high - _ASIDE - size - at * size * _SPACING, line) for at, line in enumerate(lines)]
    drawn = b"".join(b"1 0 0 1 %.2f %.2f Tm (%s) Tj\n" % (left, up, _escaped(text)) for left, up, text in places)
    font: dict[str, Any] = {
        "Type": Name.Font,
        "Subtype": Name.Type1,
        "BaseFont": Name.Courier,
        "Encoding": Name.WinAnsiEncoding,
    }
    return pdf.make_stream(
        b"/Tx BMC q BT /F %.2f Tf 0 g\n" % size + drawn + b"ET Q EMC\n",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, wide, high]),
        Resources=Dictionary(Font=Dictionary(F=pdf.make_indirect(Dictionary(**font)))),
    )


def _lines(value: str, wide: float, high: float) -> tuple[float, list[str]]:
    """The largest type in which a text fits into a box, or the smallest, and its lines."""
    size = _LARGEST
    while True:
        fit = max(1, int(wide / (_TYPED * size)))
        lines = [line for one in re.split(r"\r\n?|\n", value) for line in textwrap.wrap(one, fit) or [""]]
        if len(lines) * size * _SPACING <= high or size <= _SMALLEST:
            return size, lines
        size -= 0.5


def _escaped(text: str) -> bytes:
    """A literal string's inside (ISO 32000-1 7.3.4.2)."""
    return re.sub(rb"([\\()])", rb"\\\1", text.encode("cp1252"))


def _with_a_font(pdf: Pdf, widget: Object) -> None:
    """See to it that the field names a font that is there, and a size."""
    form = pdf.Root.AcroForm
    said = _inherited(widget, "/DA")
    written = bytes(said) if said is not None else bytes(form.get("/DA", b""))
    found = _SIZE_OF_FONT.search(written)
    name, size = (found[1].decode("latin-1"), float(found[2])) if found else ("/Helv", 0.0)
    if size <= 0:
        box = [float(one) for one in widget.Rect]
        high = _LARGEST if _flags(widget) & _MULTILINE else abs(box[3] - box[1]) * _SHARE
        size = min(max(high, _SMALLEST), _LARGEST)
    font = f"{name} {size:g} Tf".encode("latin-1")
    widget.DA = _SIZE_OF_FONT.sub(lambda _: font, written) if found else font + b" 0 g"
    resources = form.get("/DR")
    if not isinstance(resources, Dictionary):
        form.DR = resources = Dictionary()
    if not isinstance(resources.get("/Font"), Dictionary):
        resources.Font = Dictionary()
    if name not in resources.Font:
        plain: dict[str, Any] = {
            "Type": Name.Font,
            "Subtype": Name.Type1,
            "BaseFont": Name.Helvetica,
            "Encoding": Name.WinAnsiEncoding,
        }
        resources.Font[name] = pdf.make_indirect(Dictionary(**plain))


def _inherited(widget: Object, key: str) -> Object | None:
    """What a field says itself, or else the field above it."""
    one: Object | None = widget
    for _ in range(_DEEPEST):
        if not isinstance(one, Dictionary):
            return None
        if key in one:
            return one[key]
        one = one.get("/Parent")
    return None


def _flags(widget: Object) -> int:
    return _number(_inherited(widget, "/Ff"))


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0


def _text(value: object) -> str:
    """A text string, or the texts of a list of choices; nothing for anything else."""
    if isinstance(value, Array):
        return ", ".join(filter(None, (_text(one) for one in value)))
    if isinstance(value, Stream):
        return bytes(value.read_bytes()).decode("latin-1")
    return "" if value is None or isinstance(value, (Dictionary, Name)) else str(value)
