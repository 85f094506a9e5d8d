"""Whether a place on a page is clear, so that a stamp never covers anything."""

from __future__ import annotations

from types import TracebackType

from frkit.packet.geometry import Frame

Region = tuple[float, float, float, float]
"""Left, lower, right and upper edge, in points of the page as seen."""
SPREAD = 24
"""Grey levels (of 255) that paper of one tone may differ by, as in a scan."""
DARKEST = 170
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
                shades = self._shades(page, frame, region)
            finally:
                page.close()
        except (pypdfium2.PdfiumError, ValueError, OSError):
            return False
        return shades is not None and shades[1] - shades[0] <= SPREAD and shades[0] >= DARKEST

    def _shades(self, page: object, frame: Frame, region: Region) -> tuple[int, int] | None:
        """Darkest and lightest grey in a region; PDFium measures pages in units, whatever their length."""
        width, height = page.get_size()  # type: ignore[attr-defined]
        left, lower, right, upper = (edge / frame.unit for edge in region)
        crop = (max(0.0, left), max(0.0, lower), max(0.0, width - right), max(0.0, height - upper))
        picture = page.render(scale=frame.unit, crop=crop, grayscale=True).to_pil()  # type: ignore[attr-defined]
        return picture.convert("L").getextrema()  # type: ignore[no-any-return]
