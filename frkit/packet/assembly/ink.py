"""Whether a place on a page is clear, so that a stamp never covers anything."""

from __future__ import annotations

from types import TracebackType

from frkit.packet.assembly.geometry import Frame

Region = tuple[float, float, float, float]
"""Left, lower, right and upper edge, in points of the page as seen."""
SPREAD = 24
"""Levels (of 255) of red, green or blue that paper of one tone may differ by, as in a scan."""
DARKEST = 150
"""Paper darker than this would make a dark stamp hard to read."""


class InkMap:
    """Looks at places of one PDF's pages through a low-resolution rendering."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self._document = pypdfium2.PdfDocument(pdf)

    def __enter__(self) -> InkMap:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    def clear(self, index: int, frame: Frame, region: Region) -> bool:
        """Whether nothing is drawn in a region of the page of that index; False where that cannot be told."""
        import pypdfium2

        if region[0] < 0 or region[1] < 0 or region[2] > frame.width or region[3] > frame.height:
            return False
        try:
            page = self._document[index]
            try:
                tones = self._tones(page, frame, region)
            finally:
                page.close()
        except (pypdfium2.PdfiumError, ValueError, OSError):
            return False
        return all(most - least <= SPREAD and least >= DARKEST for least, most in tones)

    def _tones(self, page: object, frame: Frame, region: Region) -> tuple[tuple[int, int], ...]:
        """The least and most red, green and blue in a region; PDFium measures pages in units, whatever their length."""
        width, height = page.get_size()  # type: ignore[attr-defined]
        left, lower, right, upper = (edge / frame.unit for edge in region)
        crop = (max(0.0, left), max(0.0, lower), max(0.0, width - right), max(0.0, height - upper))
        picture = page.render(scale=frame.unit, crop=crop).to_pil()  # type: ignore[attr-defined]
        return picture.convert("RGB").getextrema()  # type: ignore[no-any-return]
