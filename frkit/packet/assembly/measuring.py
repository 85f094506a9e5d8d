"""What is found out once about the pages of a file, and kept with them, so that a build need not look again."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from pikepdf import Pdf

from frkit.packet.assembly.geometry import Frame, frame_of
from frkit.packet.assembly.ink import NOTHING_CLEAR, InkMap
from frkit.packet.assembly.linkage import Linkage, linkage_of
from frkit.packet.assembly.places import Clear
from frkit.packet.verify.digests import page_digests
from frkit.tracking.privacy import found_in_text


@dataclass(frozen=True)
class Measured:
    """The pages of one PDF with slots."""

    frames: tuple[Frame, ...]
    """Of each page: what of it is seen."""
    clear: tuple[Clear, ...]
    """Of each page: where a stamp would cover nothing."""
    bodies: tuple[str, ...]
    """Of each page: the hash of what it draws."""
    letters: tuple[int, ...]
    """Of each page: how many characters of text it has; none on a scan."""
    private: tuple[tuple[int, str], ...]
    """(index of a page, private data of the requester that its text shows)."""
    linkage: Linkage
    """Where its objects lie in the file."""


def measure(pdf: bytes, values: Mapping[str, str] | None = None, read: Mapping[int, str] | None = None) -> Measured:
    """Look at every page once. ``values`` are private data by what they are called, ``read`` words that OCR read."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        frames = tuple(frame_of(page.obj) for page in opened.pages)
        bodies = tuple(one.body for one in page_digests(opened))
        linkage = linkage_of(pdf, opened)
    clear: list[Clear] = []
    letters: list[int] = []
    private: list[tuple[int, str]] = []
    try:
        ink = InkMap(pdf)
    except (ValueError, OSError, RuntimeError):  # PDFium cannot open it: every page gets a band
        return Measured(frames, (NOTHING_CLEAR,) * len(frames), bodies, (0,) * len(frames), (), linkage)
    with ink:
        for index, frame in enumerate(frames):
            clear.append(ink.clear(index, frame))
            words = f"{ink.words(index)} {(read or {}).get(index, '')}"
            letters.append(len(words.strip()))
            found = found_in_text(words, dict(values)) if values else []
            if found:
                private.append((index, " and the ".join(found)))
    return Measured(frames, tuple(clear), bodies, tuple(letters), tuple(private), linkage)
