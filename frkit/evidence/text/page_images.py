"""The pictures of pages, as OCR sees them: upright, in grey, within limits of size. Runs in a process of its own."""

from __future__ import annotations

import io
import os
from typing import Any

from frkit.evidence.images import MOST_FRAMES
from frkit.evidence.unreadable import Unreadable

DPI = 300
MOST_PIXELS = 40_000_000
"""A larger page is drawn smaller: A0 at 300 dots an inch would need four times as many."""
LARGEST_PICTURE = 400_000_000
"""Pixels beyond which a picture is not opened at all."""
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError)


def frames_of(source: str | bytes) -> int:
    """How many pages a picture has: the frames of a TIFF; one for all others, animations too."""
    from PIL import Image

    try:
        with Image.open(_file(source)) as picture:
            if picture.format != "TIFF":
                return 1
            return min(int(getattr(picture, "n_frames", 1)), MOST_FRAMES)
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise Unreadable(f"it is a picture that cannot be read ({_short(error)})") from error


def _file(source: str | bytes) -> Any:
    return io.BytesIO(source) if isinstance(source, bytes) else os.fspath(source)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
