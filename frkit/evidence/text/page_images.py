"""The pictures of pages as OCR sees them: upright, in grey, within limits of size. Runs in a process of its own."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from frkit.base.files import sha256_of_bytes
from frkit.evidence.text.pdf_text import opened_pdf
from frkit.evidence.text.scanned_pages import scanned_page
from frkit.evidence.unreadable import Unreadable

DPI = 300
MOST_PIXELS = 40_000_000
"""A larger page is drawn smaller: A0 at 300 dots an inch would need three times as many."""
LARGEST_PICTURE = 250_000_000
"""Pixels beyond which a picture is not opened: a page at 1,800 dots an inch."""
MOST_FRAMES = 10_000
_SHORT_SIDE = 8.27
"""Inches: the width of A4, which is taken for that of a picture that does not say how large it is."""
_ENOUGH_DPI = 250
_ORIENTATION = 0x0112
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError)


@dataclass(frozen=True)
class PageImage:
    """A page in grey, a byte a pixel, line by line from the top."""

    width: int
    height: int
    dpi: int
    grey: bytes

    @property
    def sha256(self) -> str:
        """By which the same picture is known again, wherever it comes from."""
        return sha256_of_bytes(b"%d %d " % (self.width, self.height) + self.grey)

    @property
    def file(self) -> bytes:
        """As a PGM file, the plainest form that every program reads."""
        return b"P5\n%d %d\n255\n" % (self.width, self.height) + self.grey


def pdf_page_image(source: str | bytes, page: int, password: str = "") -> PageImage:
    """A page of a PDF, counted from 1, as its reader sees it; raises Unreadable where it cannot be drawn."""
    import pypdfium2

    document = opened_pdf(source, password)
    try:
        one = document[page - 1]
        scanned = scanned_page(one, MOST_PIXELS)
        if scanned is not None:
            own, dpi = scanned
            return PageImage(own.width, own.height, dpi, own.tobytes())
        width, height = one.get_size()
        dpi = _dpi_for(width / 72, height / 72)
        drawn = one.render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_pil().convert("L")
        return PageImage(drawn.width, drawn.height, dpi, drawn.tobytes())
    except (pypdfium2.PdfiumError, IndexError, *_BROKEN) as error:
        raise Unreadable(f"the page cannot be drawn ({_short(error)})") from error
    finally:
        document.close()


def picture_image(source: str | bytes, frame: int) -> PageImage:
    """A frame of a picture, counted from 1, upright and on white, enlarged where it is too coarse to be read."""
    with _opened(source) as picture:
        picture.seek(frame - 1)
        across, down = _stated_dpi(picture)
        upright = _on_white(picture)
        if picture.getexif().get(_ORIENTATION, 1) >= 5:
            across, down = down, across
        width, height = upright.size
        if across and down and not 0.95 < across / down < 1.05:  # a fax: twice as many dots across as down
            width, height = (width, round(height * across / down)) if across > down else (
                round(width * down / across), height)  # fmt: skip
        dpi = max(across, down) or round(min(width, height) / _SHORT_SIDE)
        times = DPI / dpi if 0 < dpi < _ENOUGH_DPI else 1.0
        times = min(times, 4.0, math.sqrt(MOST_PIXELS / (width * height)))
        width, height = max(1, int(width * times)), max(1, int(height * times))
        if (width, height) != upright.size:
            upright = upright.resize((width, height))
        return PageImage(width, height, max(70, min(2400, round(dpi * times))), upright.tobytes())


def frames_of(source: str | bytes) -> int:
    """How many pages a picture has: the frames of a TIFF; one for all others, animations too."""
    with _opened(source) as picture:
        return min(int(getattr(picture, "n_frames", 1)), MOST_FRAMES) if picture.format == "TIFF" else 1


@contextmanager
def _opened(source: str | bytes) -> Iterator[Any]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the limit below says the size; Pillow's own only warns at first
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise Unreadable(f"it is a picture of {picture.width:,} by {picture.height:,} dots, too large to read")
            yield picture
    except Unreadable:
        raise
    except _BROKEN as error:
        raise Unreadable(f"it is a picture that cannot be read ({_short(error)})") from error


def _stated_dpi(picture: Any) -> tuple[float, float]:
    stated = picture.info.get("dpi", (0, 0))
    across, down = (float(stated[0]), float(stated[1])) if len(stated) == 2 else (0.0, 0.0)
    return (across, down) if 70 <= across <= 2400 and 70 <= down <= 2400 else (0.0, 0.0)


def _on_white(picture: Any) -> Any:
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layered = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    if upright.mode.startswith("I;16") or upright.mode == "I":
        upright = upright.point(lambda value: value / 256).convert("L")
    return upright.convert("L")


def _dpi_for(width: float, height: float) -> int:
    """300, or as many as fit the limit; width and height in inches."""
    area = max(width, 0.01) * max(height, 0.01)
    return max(10, min(DPI, int(math.sqrt(MOST_PIXELS / area))))


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
