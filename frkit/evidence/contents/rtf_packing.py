"""The packing of Rich Text in Outlook's files ([MS-OXRTFCP], known as LZFu)."""

from __future__ import annotations

import struct

from frkit.evidence.contents.zip_packing import Damaged

_PACKED, _PLAIN = b"LZFu", b"MELA"
_SIZE = 4096
_LARGEST = 256 << 20
_FIRST = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpacked_rtf(data: bytes) -> bytes:
    """The Rich Text in packed bytes, as far as they go; raises Damaged if they do not begin as they must."""
    if len(data) < 16:
        raise Damaged("its Rich Text is cut off")
    _, size, kind = struct.unpack_from("<II4s", data)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _PACKED:
        raise Damaged("its Rich Text is packed in an unknown way")
    return _unpacked(data, min(size, _LARGEST))


def _unpacked(data: bytes, size: int) -> bytes:
    window = bytearray(_FIRST.ljust(_SIZE, b"\0"))
    write = len(_FIRST)
    out = bytearray()
    at, end = 16, len(data)
    while at < end and len(out) < size:
        bits = data[at]
        at += 1
        for _ in range(8):
            if bits & 1:
                if at + 2 > end:
                    return bytes(out)
                reference = data[at] << 8 | data[at + 1]
                at += 2
                read, length = reference >> 4, (reference & 15) + 2
                if read == write:
                    return bytes(out)
                for _ in range(length):
                    byte = window[read]
                    out.append(byte)
                    window[write] = byte
                    read, write = (read + 1) % _SIZE, (write + 1) % _SIZE
            else:
                if at >= end:
                    return bytes(out)
                byte = data[at]
                at += 1
                out.append(byte)
                window[write] = byte
                write = (write + 1) % _SIZE
            bits >>= 1
    return bytes(out)
