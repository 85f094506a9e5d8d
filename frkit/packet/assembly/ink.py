"""How much of the strips in which stamps may stand is clear, so that a stamp never covers anything."""

from __future__ import annotations

import math
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from frkit.packet.assembly.geometry import Frame
from frkit.packet.assembly.places import LOWER, Clear, edge, strip

SPREAD = 24
"""Levels (of 255) of red, green or blue that paper of one tone may differ by, as in a scan."""
DARKEST = 150
"""Paper darker than this would make a dark stamp hard to read."""
WIDEST = 60_000.0
"""Points; on a page that is wider nothing is looked for, and it gets a band."""
NOTHING_CLEAR: Clear = ((0.0, 0.0),) * len(LOWER)
_CHANNELS = 3


class InkMap:
    """Looks at the pages of one PDF through a rendering of the strips, a dot for each point."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self._document: Any = pypdfium2.PdfDocument(pdf)

    def __enter__(self) -> InkMap:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    def clear(self, index: int, frame: Frame) -> Clear:
        """What is clear on the page of that index; nothing where that cannot be told."""
        import pypdfium2

        if frame.width > WIDEST:
            return NOTHING_CLEAR
        try:
            page = self._document[index]
            try:
                return self._strips(page, frame)
            finally:
                page.close()
        except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
            return NOTHING_CLEAR

    def words(self, index: int) -> str:
        """The text of a page; empty where none can be read."""
        import pypdfium2

        try:
            page = self._document[index]
            try:
                return str(page.get_textpage().get_text_bounded())
            finally:
                page.close()
        except (pypdfium2.PdfiumError, ValueError, OSError, UnicodeError):
            return ""

    def _strips(self, page: Any, frame: Frame) -> Clear:
        found: list[tuple[float, float]] = []
        for lower in LOWER:
            edges = strip(frame, lower)
            found.append(_runs(_drawn(page, frame, *edges), frame) if edges else (0.0, 0.0))
            if found[0] == _whole(frame):  # then no stamp looks for another place
                return (found[0],) * len(LOWER)
        return tuple(found)


def _drawn(page: Any, frame: Frame, bottom: float, top: float) -> Any:
    """A strip over the whole width of the page; PDFium measures pages in units, whatever their length."""
    height = page.get_size()[1]
    crop = (0, max(0.0, bottom / frame.unit), 0, max(0.0, height - top / frame.unit))
    return page.render(scale=frame.unit, crop=crop).to_pil().convert("RGB")


def _whole(frame: Frame) -> tuple[float, float]:
    """The runs of a strip that is clear from end to end."""
    run = frame.width - edge(frame)
    return run, run


def _runs(picture: Any, frame: Frame) -> tuple[float, float]:
    """How far the strip is clear from near its right end to the left, and from near its left end to the right."""
    if all(_paper(*tones) for tones in picture.getextrema()):
        return _whole(frame)
    data, across = picture.tobytes(), picture.width * _CHANNELS
    rows = [data[at : at + across] for at in range(0, len(data), across)]
    least, most = [bytes(map(choose, *rows)) if len(rows) > 1 else rows[0] for choose in (min, max)]
    dots = picture.width / frame.width
    columns = list(zip(_triples(least), _triples(most), strict=True))
    skipped = math.floor(edge(frame) * dots)
    inner = (columns[: len(columns) - skipped][::-1], columns[skipped:])
    right, left = (max(0, _clear_columns(side) - 1) / dots for side in inner)
    return right, left


def _triples(data: bytes) -> Iterable[bytes]:
    return (data[at : at + _CHANNELS] for at in range(0, len(data), _CHANNELS))


def _clear_columns(columns: Iterable[tuple[bytes, bytes]]) -> int:
    """How many columns of dots, from the first on, are paper of one tone."""
    least, most, count = [255] * _CHANNELS, [0] * _CHANNELS, 0
    for low, high in columns:
        least = list(map(min, least, low))
        most = list(map(max, most, high))
        if not all(map(_paper, least, most)):
            break
        count += 1
    return count


def _paper(least: int, most: int) -> bool:
    return most - least <= SPREAD and least >= DARKEST
