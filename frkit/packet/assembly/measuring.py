"""What is found out once about the pages of a file, and kept with them, so that a build need not look again."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Object, Pdf, Stream

from frkit.evidence.pdf.layout import layout_of, stream_within
from frkit.evidence.pdf.opening import BROKEN
from frkit.packet.assembly.geometry import Frame, frame_of
from frkit.packet.assembly.ink import NOTHING_CLEAR, InkMap
from frkit.packet.assembly.places import Clear
from frkit.packet.assembly.splicing import Stretch
from frkit.packet.assembly.stamping import is_own
from frkit.packet.verify.digests import page_digests
from frkit.tracking.privacy import found_in_text

SMALLEST = 4096
"""Bytes from which a stream is taken from its file; a smaller one goes through memory."""
_LEFT_OUT = ("/Parent", "/P", "/StructParent")


@dataclass(frozen=True)
class Measured:
    """The pages of one PDF as frkit saved it."""

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
    streams: tuple[Stretch, ...]
    """Where its larger streams lie in the file, but for those that notes use."""


def measure(pdf: bytes, values: Mapping[str, str] | None = None, read: Mapping[int, str] | None = None) -> Measured:
    """Look at every page once. ``values`` are private data by what they are called, ``read`` words that OCR read."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        frames = tuple(frame_of(page.obj) for page in opened.pages)
        bodies = tuple(one.body for one in page_digests(opened))
        streams = tuple(_streams(pdf, opened))
    clear: list[Clear] = []
    letters: list[int] = []
    private: list[tuple[int, str]] = []
    try:
        ink = InkMap(pdf)
    except (ValueError, OSError, RuntimeError):  # PDFium cannot open it: every page gets a band
        return Measured(frames, (NOTHING_CLEAR,) * len(frames), bodies, (0,) * len(frames), (), streams)
    with ink:
        for index, frame in enumerate(frames):
            clear.append(ink.clear(index, frame))
            words = f"{ink.words(index)} {(read or {}).get(index, '')}"
            letters.append(len(words.strip()))
            found = found_in_text(words, dict(values)) if values else []
            if found:
                private.append((index, " and the ".join(found)))
    return Measured(frames, tuple(clear), bodies, tuple(letters), tuple(private), streams)


def _streams(data: bytes, pdf: Pdf) -> Iterator[Stretch]:
    """The streams that a build need not look into: not those that frkit added, or that notes use."""
    try:
        layout, with_notes = layout_of(data), _used_by_notes(pdf)
    except (*BROKEN, ValueError):
        return
    for number, first, last in layout.plain():
        found = stream_within(data, first, last)
        if found is None or found[1] < SMALLEST or number in with_notes:
            continue
        one = pdf.get_object((number, 0))
        if isinstance(one, Stream) and not is_own(one) and one.read_raw_bytes() == data[found[0] : sum(found)]:
            yield (number, *found)


def _used_by_notes(pdf: Pdf) -> set[int]:
    """Numbers of the objects that notes and links lead to: a build hashes them where they lead to a page."""
    pages = {page.obj.objgen for page in pdf.pages}
    seen: set[int] = set()
    todo: list[Any] = [page.obj.get("/Annots") for page in pdf.pages]
    while todo:
        one = todo.pop()
        if not isinstance(one, Object):
            continue
        if one.is_indirect:
            if one.objgen in pages or one.objgen[0] in seen:
                continue
            seen.add(one.objgen[0])
        if isinstance(one, Array):
            todo += list(one)
        elif isinstance(one, Dictionary | Stream):
            todo += [item for key, item in one.items() if key not in _LEFT_OUT]
    return seen
