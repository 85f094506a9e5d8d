"""JPEG pictures as bytes: what a camera added is left out, the picture itself stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_CAMERA = (0xE1, 0xED, 0xFE)
"""Place and camera (EXIF, XMP), captions (Photoshop), comments."""


@dataclass(frozen=True)
class Jpeg:
    """A JPEG without what its camera added: its bytes, whether there was anything, whether it is whole."""

    data: bytes
    stripped: bool
    whole: bool


def without_camera_data(jpeg: bytes) -> tuple[bytes, bool]:
    """A JPEG without the segments that hold place, camera, thumbnail and comments; the picture itself is untouched."""
    made = cleaned(jpeg)
    return made.data, made.stripped


def cleaned(jpeg: bytes) -> Jpeg:
    """A JPEG without camera data and without what follows its end, such as a second picture with data of its own."""
    kept, at, stripped = [jpeg[:2]], 2, False
    while at + 1 < len(jpeg):
        if jpeg[at] != 0xFF:
            return Jpeg(b"".join([*kept, jpeg[at:]]), stripped, False)
        marker = jpeg[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            after = len(jpeg) > at + 2
            return Jpeg(b"".join([*kept, jpeg[at : at + 2]]), stripped or after, True)
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(jpeg):
            return Jpeg(b"".join(kept), stripped, False)
        if marker == _SCAN:
            end = _end_of_scan(jpeg, end)
        if marker in _CAMERA or (marker == 0xE2 and jpeg[at + 4 : at + 8] == b"MPF\x00"):
            stripped = True
        else:
            kept.append(jpeg[at:end])
        at = end
    return Jpeg(b"".join(kept), stripped, False)


def _end_of_scan(jpeg: bytes, at: int) -> int:
    """Where the picture's data ends that begins here: before the next marker that is none of its own."""
    while True:
        at = jpeg.find(b"\xff", at)
        if at < 0 or at + 1 >= len(jpeg):
            return len(jpeg)
        if jpeg[at + 1] == 0 or 0xD0 <= jpeg[at + 1] <= 0xD7:
            at += 2
        elif jpeg[at + 1] == 0xFF:
            at += 1
        else:
            return at
