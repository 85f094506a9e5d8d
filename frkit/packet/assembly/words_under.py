"""Words that OCR read, laid unseen under the picture of their page, so that a search in the packet finds them.

A word that stands where the page has text of its own is not laid: a search would find it twice.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import bidirectional

from pikepdf import Array, Name, Object, Pdf

from frkit.evidence.text.ocr_records import OcrRecord, Word, best_records, table_of, words_in
from frkit.packet.assembly.geometry import Frame, frame_of
from frkit.packet.assembly.stamp_font import code_of, natural_width
from frkit.packet.assembly.stamping import FONT, MARK, contents_of, matrix_of, number

_BELOW = 0.2
"""Share of a word's box that lies below its line of writing."""
_OTHER_SHAPE = 0.02
"""Share by which the shape of a page may differ from that of the picture that was read, before it is another page."""
_NUMBER_OR_LATIN = re.compile(
    r"[0-9A-Za-z\u00c0-\u024f\u0660-\u0669]+(?:[.,:/'’-][0-9A-Za-z\u00c0-\u024f\u0660-\u0669]+)*"
)
"""What runs from left to right within a word that does not."""
_WHOLE_PAGES = ("pdf", "office")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Reading:
    """What OCR read on one page."""

    record: OcrRecord
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words, with a space between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Laid:
    """A PDF with words under its pages, and how that was done; the text by the index of its page."""

    pdf: bytes
    how: tuple[str, ...] = ()
    text: Mapping[int, str] | None = None


def readings_of(kept: Path) -> dict[int, Reading]:
    """Index of a page -> what was read on it, from the records that lie in a folder."""
    found = {}
    for page, (path, record) in sorted(best_records(sorted(kept.glob("ocr-*.yaml"))).items()):
        table = table_of(path, record)
        words = tuple(words_in(table)) if table is not None else ()
        if words:
            found[page - 1] = Reading(record, words)
    return found


def lay_words(pdf: bytes, kind: str, readings: Mapping[int, Reading]) -> Laid:
    """Put the words under the pages of a packet's copy; pages that are not those that were read get none."""
    if not readings:
        return Laid(pdf)
    own = _own_text(pdf, readings)
    places = _picture_places(pdf) if kind == "image" else {}
    laid: dict[int, Reading] = {}
    with Pdf.open(io.BytesIO(pdf)) as opened:
        for index, page in enumerate(opened.pages):
            reading = readings.get(index)
            if reading is None:
                continue
            frame = frame_of(page.obj)
            box = (0.0, 0.0, frame.width, frame.height) if kind in _WHOLE_PAGES else _as_seen(frame, places.get(index))
            if box is not None and _same_shape(box, reading.record):
                seen = [one for edges in own.get(index, ()) if (one := _as_seen(frame, edges))]
                reading = _without_own(reading, box, seen)
                if not reading.words:
                    continue
                _lay(opened, page.obj, frame, box, reading)
                laid[index] = reading
        if not laid:
            return Laid(pdf)
        out = _saved(opened)
    tools = sorted({f"{one.record.tool} {one.record.version}" for one in laid.values()})
    pages = f"{len(laid):,} {'page' if len(laid) == 1 else 'pages'}"
    how = f"words by {' and '.join(tools)} laid unseen under {pages}, for search only"
    return Laid(out, (how,), {index: one.text for index, one in laid.items()})


def _own_text(pdf: bytes, wanted: Iterable[int]) -> dict[int, list[Box]]:
    """Where pages have text of their own: edges in the page's own coordinates."""
    import pypdfium2

    found: dict[int, list[Box]] = {}
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return found
    with document:
        for index in wanted:
            try:
                text = document[index].get_textpage()
                found[index] = [text.get_rect(one) for one in range(text.count_rects())]
            except (pypdfium2.PdfiumError, IndexError):
                continue
    return found


def _without_own(reading: Reading, box: Box, own: Sequence[Box]) -> Reading:
    """What was read where the page as seen has no text of its own."""
    if not own:
        return reading
    across, up = box[2] / reading.record.width, box[3] / reading.record.height

    def is_own(word: Word) -> bool:
        x = box[0] + (word.left + word.width / 2) * across
        y = box[1] + box[3] - (word.top + word.height / 2) * up
        return any(left <= x <= left + wide and low <= y <= low + high for left, low, wide, high in own)

    return replace(reading, words=tuple(word for word in reading.words if not is_own(word)))


def _saved(pdf: Pdf) -> bytes:
    from frkit.evidence.pdf.copy import save

    return save(pdf)


def _lay(pdf: Pdf, page: Object, frame: Frame, box: Box, reading: Reading) -> None:
    content = "\n".join([f"q {matrix_of(frame)} cm BT 3 Tr", *_lines(reading, box), "ET Q\n"])
    stream = pdf.make_stream(zlib.compress(content.encode("ascii"), 9), Filter=Name.FlateDecode)
    stream[MARK] = True
    page["/Contents"] = Array([stream, *contents_of(page)])


def _lines(reading: Reading, box: Box) -> Iterator[str]:
    """Each word with its size, its place, and its width."""
    across, up = box[2] / reading.record.width, box[3] / reading.record.height
    for word in reading.words:
        size, wide = word.height * up, word.width * across
        natural = natural_width(word.text) * size / 1000
        if size <= 0 or wide <= 0 or natural <= 0:
            continue
        left = box[0] + word.left * across
        line = box[1] + box[3] - (word.top + word.height * (1 - _BELOW)) * up
        yield (
            f"{FONT} {number(size)} Tf {number(100 * wide / natural)} Tz "
            f"1 0 0 1 {number(left)} {number(line)} Tm <{code_of(_from_left(word.text) + ' ')}> Tj"
        )


def _from_left(word: str) -> str:
    """The letters of a word from left to right: readers of PDFs turn Hebrew and Arabic round, as pages show them."""
    if word.isascii() or not any(bidirectional(one) in ("R", "AL") for one in word):
        return word
    return _NUMBER_OR_LATIN.sub(lambda found: found[0][::-1], word[::-1])


def _same_shape(box: Box, record: OcrRecord) -> bool:
    wanted = record.width / record.height
    return abs(box[2] / box[3] - wanted) <= _OTHER_SHAPE * wanted + 2 / min(record.width, record.height)


def _picture_places(pdf: bytes) -> dict[int, Box]:
    """Where the picture stands on each page of a picture that was set as pages: edges in the page's own coordinates."""
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    found: dict[int, Box] = {}
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:  # no words are laid where nobody can say where the picture is
        return found
    with document:
        for index, page in enumerate(document):
            pictures = list(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))
            if len(pictures) == 1:
                left, bottom, right, top = pictures[0].get_bounds()
                found[index] = (left, bottom, right, top)
    return found


def _as_seen(frame: Frame, edges: Box | None) -> Box | None:
    """A rectangle of the page's own coordinates on the page as seen: left, lower edge, width, height."""
    if edges is None:
        return None
    left, bottom, right, top = edges
    near = {
        0: (left - frame.left, bottom - frame.bottom, right - left, top - bottom),
        90: (bottom - frame.bottom, frame.right - right, top - bottom, right - left),
        180: (frame.right - right, frame.top - top, right - left, top - bottom),
        270: (frame.top - top, left - frame.left, top - bottom, right - left),
    }[frame.turn]
    return tuple(one * frame.unit for one in near)  # type: ignore[return-value]
