"""Pictures as pages: upright, without loss, and without the place and camera data that a photo may carry."""

from __future__ import annotations

import contextlib
import io
import logging
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from frkit.evidence.conversion.jpeg import cleaned, without_camera_data
from frkit.evidence.unreadable import Unreadable

Paper = Literal["Letter", "A4"]
SIZES = {"Letter": (612.0, 792.0), "A4": (595.276, 841.89)}
MARGIN = 40.0
"""Points left free on all sides, so that stamps never touch the picture."""
MOST_FRAMES = 500
MOST_PIXELS = 250_000_000
"""A larger picture would take more memory than a separate process may have; it is refused before it is unpacked."""
_FINEST, _COARSEST = 600.0, 36.0
"""Dots per inch that are believed; some programs write nonsense, and a page of the size of a stamp shows nothing."""
_USUAL = 96.0
_TURN = {1: "0", 3: "180", 6: "90", 8: "270"}
_ORIENTATION = 0x0112
_BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError, struct.error,
    AttributeError, AssertionError,
)  # fmt: skip
"""What Pillow raises for pictures that are damaged."""

# What they say about damaged pictures stands on the slip sheet; it does not belong on the terminal.
for _name in ("img2pdf", "PIL"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


@dataclass(frozen=True)
class ImagePages:
    """The pages of a picture, what was done to make them, and what to look at."""

    pdf: bytes
    steps: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass
class _Picture:
    """A picture opened, and what is learned of it on the way."""

    data: bytes
    form: str
    frames: int
    shown: int
    """Frames that become pages: all of a TIFF, the first of an animation."""
    resolutions: list[tuple[float, float]]
    turns: list[int]
    steps: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def image_pages(data: bytes, paper: Paper) -> ImagePages:
    """A picture as pages, each frame of a TIFF one page, never enlarged; raises Unreadable with the reason."""
    import img2pdf

    picture = _looked_at(data)
    if picture.shown > MOST_FRAMES:
        raise Unreadable(f"it holds {picture.shown:,} pictures, more than can be shown")
    source, turn = _source(picture)
    try:
        pdf = _converted(source, turn, picture, paper)
    except Exception as error:  # img2pdf raises its own and Pillow's errors, which have no common base
        if not isinstance(source, bytes):
            raise Unreadable(f"it is a picture that cannot be read ({_short(error)})") from error
        picture.steps.append("re-coded without loss")
        pdf = _converted_anew(picture, paper, error)
    first = f"picture set as a page by img2pdf {img2pdf.__version__}, without loss"
    return ImagePages(pdf, (first, *dict.fromkeys(picture.steps)), tuple(picture.warnings))


def small_picture(data: bytes, below: int = 200) -> bool:
    """Whether a picture is no more than a logo or a tracking dot: narrower and lower than so many pixels."""
    with _quietly(), contextlib.suppress(*_BROKEN), _opened(data) as picture:
        return bool(min(picture.size) < below)
    return False


def _looked_at(data: bytes) -> _Picture:
    """The picture's form, frames and resolutions, none of them unpacked."""
    try:
        with _quietly(), _opened(data) as picture:
            form, frames = picture.format or "", getattr(picture, "n_frames", 1)
            shown = frames if form == "TIFF" else 1
            seen = _Picture(data, form, frames, shown, [], [])
            for number in range(min(shown, MOST_FRAMES)):
                if number:
                    picture.seek(number)
                _refuse_huge(picture.size)
                seen.resolutions.append(_resolution(picture))
                seen.turns.append(picture.getexif().get(_ORIENTATION, 1))
    except Unreadable:
        raise
    except _BROKEN as error:
        raise Unreadable(_why_not(data, error)) from error
    if frames > 1 and form == "MPO":
        seen.steps.append("the camera's further versions of the picture are in the original only")
    elif frames > 1 and form != "TIFF":
        seen.steps.append(f"a moving picture of {frames:,} frames: the first is shown")
        seen.warnings.append(f"a moving picture: only the first of {frames:,} frames is shown")
    return seen


def _why_not(data: bytes, error: BaseException) -> str:
    if data[4:8] == b"ftyp":
        return "it is a picture in the form of newer telephones (HEIC), which frkit cannot show"
    return f"it is a picture that cannot be read ({_short(error)})"


def _refuse_huge(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        most = f"more than {MOST_PIXELS // 1_000_000} million are not shown"
        raise Unreadable(f"it is a picture of {size[0]:,} x {size[1]:,} pixels; {most}")


def _source(picture: _Picture) -> tuple[bytes | list[bytes], str]:
    """What is put on the pages: the picture's own bytes where they can stay as they are, else new ones; the turn."""
    turn = _TURN.get(picture.turns[0])
    alike = turn is not None and len(set(picture.turns)) == 1
    if picture.form in ("JPEG", "MPO"):
        jpeg = cleaned(picture.data)
        if jpeg.stripped:
            picture.steps.append("camera and place data left out of the copy")
        if not jpeg.whole:
            return _recoded(picture), "0"
        picture.data = jpeg.data if alike else picture.data
    if alike and (picture.form in ("JPEG", "MPO", "TIFF") or (picture.form == "PNG" and picture.frames == 1)):
        return picture.data, turn or "0"
    picture.steps.append(
        "re-coded without loss" if alike and turn == "0" else "turned upright and re-coded without loss"
    )
    return _recoded(picture), "0"


def _converted(source: bytes | list[bytes], turn: str, picture: _Picture, paper: Paper) -> bytes:
    import img2pdf

    resolutions = iter(picture.resolutions)
    swapped = not isinstance(source, bytes)

    def layout(wide: int, high: int, _: Any) -> tuple[float, float, float, float]:
        across, down = next(resolutions, (_USUAL, _USUAL))
        if swapped and picture.turns[0] in (5, 6, 7, 8):
            across, down = down, across
        return _page(72 * wide / across, 72 * high / down, paper)

    with _quietly():
        made = img2pdf.convert(source, layout_fun=layout, nodate=True, rotation=img2pdf.Rotation[turn])
    if not isinstance(made, bytes):
        raise ValueError("no pages came of it")
    return made


def _page(wide: float, high: float, paper: Paper) -> tuple[float, float, float, float]:
    """Width and height of the page and of the picture on it, in points: upright or lying as the picture is."""
    short, long = SIZES[paper]
    across, down = (long, short) if wide > high else (short, long)
    scale = min(1.0, (across - 2 * MARGIN) / wide, (down - 2 * MARGIN) / high)
    return across, down, wide * scale, high * scale


def _converted_anew(picture: _Picture, paper: Paper, first: Exception) -> bytes:
    """The picture through Pillow, where img2pdf could not take it as it is."""
    try:
        return _converted(_recoded(picture), "0", picture, paper)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"it is a picture that cannot be read ({_short(first)})") from error


def _recoded(picture: _Picture) -> list[bytes]:
    """The frames that are shown, upright, on white, each coded without loss."""
    made: list[bytes] = []
    try:
        with _quietly(), _opened(picture.data) as opened:
            for number in range(picture.shown):
                if number:
                    opened.seek(number)
                made.append(_frame(opened, picture))
    except Unreadable:
        raise
    except (*_BROKEN, MemoryError) as error:
        if not made:
            raise Unreadable(f"it is a picture that cannot be read ({_short(error)})") from error
        lost = picture.shown - len(made)
        picture.warnings.append(f"damaged: {lost:,} of {picture.shown:,} pages of it cannot be read")
    return made


def _frame(opened: Any, picture: _Picture) -> bytes:
    from PIL import ImageFile, ImageOps

    try:
        opened.load()
    except OSError:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            opened.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        picture.warnings.append("damaged: its end is missing; the pages show what there is")
    out = io.BytesIO()
    frame = ImageOps.exif_transpose(opened.copy())
    _plain(frame, picture).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _plain(frame: Any, picture: _Picture) -> Any:
    """A frame in a form that every program shows alike: grey or colours of 8 bits, nothing transparent."""
    from PIL import Image

    frame.info.pop("exif", None)
    if frame.mode in ("1", "L", "RGB"):
        if frame.info.get("transparency") is None:
            return frame
    elif frame.mode in ("CMYK", "YCbCr", "LAB", "HSV"):
        picture.steps.append("colours converted for the screen")
        return frame.convert("RGB")
    elif frame.mode in ("I", "F") or frame.mode.startswith("I;16"):
        picture.steps.append("shades brought down to 256; all of them are in the original")
        return _in_256_shades(frame)
    picture.steps.append("transparent parts shown white")
    layered = frame.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


def _in_256_shades(frame: Any) -> Any:
    """A picture of 16 bits or of numbers, from its own darkest to its lightest shade."""
    if frame.mode.startswith("I;16"):
        return frame.convert("I").point(lambda shade: shade * (1 / 256)).convert("L")
    low, high = frame.getextrema()
    spread = (high - low) or 1
    return frame.point(lambda shade: shade * (255 / spread) - low * (255 / spread)).convert("L")


def _resolution(picture: Any) -> tuple[float, float]:
    """Dots per inch across and down, in the picture's own proportion; a fax has 204 by 98."""
    for key in ("dpi", "resolution", "jfif_density"):
        found = picture.info.get(key)
        with contextlib.suppress(TypeError, ValueError, ZeroDivisionError):
            across, down = (float(one) for one in found)
            if across > 0 and down > 0 and 0.2 < across / down < 5:
                finest = max(across, down)
                believed = min(max(finest, _COARSEST), _FINEST) if key == "dpi" else _USUAL
                return across / finest * believed, down / finest * believed
    return _USUAL, _USUAL


def _opened(data: bytes) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(data))


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Without Pillow's warnings and without its own limit: ours is looked at before anything is unpacked.

    img2pdf tells Pillow to pass over what is missing, which would hide that a picture is damaged.
    """
    from PIL import Image, ImageFile

    before, passed_over = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = None, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = before, passed_over


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


__all__ = ["ImagePages", "image_pages", "small_picture", "without_camera_data"]
