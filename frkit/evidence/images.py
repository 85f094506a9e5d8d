"""Pictures as pages: upright, without loss, and without the place and camera data that a photo may carry."""

from __future__ import annotations

import io
import logging
import struct
from dataclasses import dataclass
from typing import Any, Literal

from frkit.evidence.unreadable import Unreadable

Paper = Literal["Letter", "A4"]
SIZES = {"Letter": (612.0, 792.0), "A4": (595.276, 841.89)}
MARGIN = 40.0
"""Points left free on all sides, so that stamps never touch the picture."""
MOST_FRAMES = 500
_TURN = {1: "0", 3: "180", 6: "90", 8: "270"}
_ORIENTATION = 0x0112
_BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError, struct.error
)  # fmt: skip
"""What Pillow raises for pictures that are damaged."""

# What they say about damaged pictures stands on the slip sheet; it does not belong on the terminal.
for _name in ("img2pdf", "PIL"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


@dataclass(frozen=True)
class ImagePages:
    """The pages of a picture, and what was done to make them."""

    pdf: bytes
    steps: tuple[str, ...]


def image_pages(data: bytes, paper: Paper) -> ImagePages:
    """A picture as pages, each frame one page, never enlarged; raises Unreadable with the reason."""
    import img2pdf
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            form, frames = picture.format or "", getattr(picture, "n_frames", 1)
            turn = _TURN.get(picture.getexif().get(_ORIENTATION, 1))
            direct = form in ("JPEG", "PNG", "TIFF") and turn is not None
            steps = [] if direct else ["turned and re-coded without loss"]
            source, turn = (data, turn) if direct else (_recoded(picture), "0")
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise Unreadable(f"it is a picture that cannot be read ({_short(error)})") from error
    if form == "JPEG" and direct:
        source, stripped = without_camera_data(source)
        steps += ["camera and place data left out of the copy"] if stripped else []
    if frames > MOST_FRAMES:
        raise Unreadable(f"it holds {frames} pictures, more than can be shown")
    try:
        pdf = _converted(source, turn or "0", paper)
    except Exception as error:  # img2pdf raises its own and Pillow's errors, which have no common base
        pdf = _converted_anew(data, paper, error)
        steps.append("transparent parts shown white; re-coded without loss")
    return ImagePages(pdf, (f"picture set as a page by img2pdf {img2pdf.__version__}, without loss", *steps))


def without_camera_data(jpeg: bytes) -> tuple[bytes, bool]:
    """A JPEG without the segments that hold place, camera, thumbnail and comments; the picture itself is untouched."""
    kept, at, stripped = [jpeg[:2]], 2, False
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] in (0xE1, 0xED, 0xFE):
            stripped = True
        else:
            kept.append(jpeg[at : at + length])
        at += length
    return b"".join([*kept, jpeg[at:]]), stripped


def small_picture(data: bytes, below: int = 200) -> bool:
    """Whether a picture is no more than a logo or a tracking dot: narrower and lower than so many pixels."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return min(picture.size) < below
    except (*_BROKEN, Image.DecompressionBombError):
        return False


def _converted(data: bytes, turn: str, paper: Paper) -> bytes:
    import img2pdf

    layout = img2pdf.get_layout_fun(SIZES[paper], None, (MARGIN, MARGIN), img2pdf.FitMode.shrink, True)
    made = img2pdf.convert(data, layout_fun=layout, nodate=True, rotation=img2pdf.Rotation[turn])
    if not isinstance(made, bytes):
        raise ValueError("no pages came of it")
    return made


def _converted_anew(data: bytes, paper: Paper, first: Exception) -> bytes:
    """The picture through Pillow, where img2pdf could not take it as it is."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return _converted(_recoded(picture), "0", paper)
    except Exception as error:
        raise Unreadable(f"it is a picture that cannot be read ({_short(first)})") from error


def _recoded(picture: Any) -> bytes:
    """All frames of a picture (of an animation the first), upright, on white, coded without loss."""
    from PIL import ImageOps, ImageSequence

    frames = [_on_white(ImageOps.exif_transpose(frame.copy())) for frame in ImageSequence.Iterator(picture)]
    out = io.BytesIO()
    if len(frames) > 1 and picture.format == "TIFF":
        frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_adobe_deflate")
    else:
        frames[0].save(out, "PNG")
    return out.getvalue()


def _on_white(frame: Any) -> Any:
    from PIL import Image

    if frame.mode in ("1", "L", "RGB", "CMYK"):
        return frame.convert("RGB") if frame.mode == "CMYK" else frame
    layered = frame.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
