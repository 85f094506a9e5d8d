"""What a recording says of itself at its beginning: how long it plays. Nothing of it is decoded."""

from __future__ import annotations

import contextlib
import struct


def playing_time(data: bytes) -> str:
    """``plays 1 h 02 min 03 s``, or nothing where the file does not say so plainly."""
    seconds = None
    with contextlib.suppress(struct.error, IndexError, ZeroDivisionError, ValueError, OverflowError):
        seconds = _seconds(data)
    return f"plays {_spelt(seconds)}" if seconds is not None and 0 < seconds < 1_000_000 else ""


def _seconds(data: bytes) -> float | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return _wav(data)
    if data[:4] == b"RIFF" and data[8:12] == b"AVI ":
        at = data.find(b"avih", 0, 1 << 16)
        micro, frames = struct.unpack_from("<I", data, at + 8)[0], struct.unpack_from("<I", data, at + 24)[0]
        return float(micro) * frames / 1e6 if at > 0 else None
    if data[4:8] == b"ftyp":
        return _mp4(data)
    if data[:4] == b"fLaC":
        packed = int.from_bytes(data[18:26], "big")
        return (packed & ((1 << 36) - 1)) / (packed >> 44)
    if data[:4] == b"OggS":
        return _ogg(data)
    return None


def _wav(data: bytes) -> float | None:
    at, rate = 12, 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"fmt ":
            rate = struct.unpack_from("<I", data, at + 16)[0]
        if name == b"data":
            return float(min(size, len(data) - at - 8)) / rate
        at += 8 + size + size % 2
    return None


def _mp4(data: bytes) -> float | None:
    """The duration in the movie header (ISO 14496-12, 8.2.2)."""
    at = data.find(b"mvhd")
    if at < 0:
        return None
    if data[at + 4] == 1:
        scale, length = struct.unpack_from(">IQ", data, at + 24)
    else:
        scale, length = struct.unpack_from(">II", data, at + 16)
    return float(length / scale)


def _ogg(data: bytes) -> float | None:
    """The place of the last page, over the rate that the first one names."""
    last = data.rfind(b"OggS")
    place = float(struct.unpack_from("<q", data, last + 6)[0])
    if b"OpusHead" in data[:200]:
        return place / 48_000
    at = data.find(b"\x01vorbis", 0, 200)
    return place / float(struct.unpack_from("<I", data, at + 12)[0]) if at > 0 else None


def _spelt(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours} h {minutes:02} min {rest:02} s"
    return f"{minutes} min {rest:02} s" if minutes else f"{max(1, rest)} s"
