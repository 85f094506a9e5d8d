"""What lies inside a signature (S/MIME, RFC 8551): words in the clear, wrapped so that many programs show none."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNED = bytes.fromhex("2a864886f70d010702")
_ENCRYPTED = {bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117")}
_COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
_MOST_BYTES = 256 * 1024 * 1024
_DEEPEST = 20


@dataclass(frozen=True)
class Wrapped:
    """What a wrapping is (signed, encrypted, compressed or unknown), and its content where that is in the clear."""

    kind: str
    content: bytes | None
    signers: tuple[str, ...] = ()


def unwrapped(data: bytes) -> Wrapped:
    """The content of an ``application/pkcs7-mime`` part; never fails. No signature is checked."""
    try:
        outer = list(_elements(data))
        if not outer or outer[0][0] != 0x30:
            return Wrapped("unknown", None)
        inner = list(_elements(outer[0][1]))
        kind = inner[0][1] if inner and inner[0][0] == 0x06 else b""
        if kind in _ENCRYPTED:
            return Wrapped("encrypted", None)
        if kind not in (_SIGNED, _COMPRESSED) or len(inner) < 2:
            return Wrapped("unknown", None)
        fields = list(_elements(next(_elements(inner[1][1]))[1]))
        held = next(list(_elements(value)) for tag, value in fields if tag == 0x30)
        content = _octets(held[1][1]) if len(held) > 1 else None
        if kind == _COMPRESSED:
            return Wrapped("compressed", _inflated(content) if content else None)
        return Wrapped("signed", content, signers(data))
    except (ValueError, IndexError, StopIteration, zlib.error, RecursionError):
        return Wrapped("unknown", None)


def signers(data: bytes) -> tuple[str, ...]:
    """Names in the certificates that a signature brings with it; anybody can write any name into one."""
    try:
        from cryptography.hazmat.primitives.serialization import pkcs7

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pkcs7.load_der_pkcs7_certificates(data)
        return tuple(dict.fromkeys(one.subject.rfc4514_string()[:200] for one in found))
    except Exception:  # the library raises many kinds of error for damaged input; a name that is not there is no fault
        return ()


def _inflated(data: bytes) -> bytes:
    worker = zlib.decompressobj()
    return worker.decompress(data, _MOST_BYTES)


def _octets(data: bytes) -> bytes:
    """The bytes of an OCTET STRING within its explicit tag, put together where it was written in pieces."""
    return b"".join(_pieces(data, 0))


def _pieces(data: bytes, depth: int) -> Iterator[bytes]:
    if depth > _DEEPEST:
        raise ValueError
    for tag, value in _elements(data):
        if tag == 0x04:
            yield value
        elif tag == 0x24:
            yield from _pieces(value, depth + 1)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each element of a row (BER, with definite and indefinite lengths)."""
    at = 0
    while at < len(data):
        tag, start, end, following = _element(data, at, 0)
        if tag == 0 and start == end:
            return
        yield tag, data[start:end]
        at = following


def _element(data: bytes, at: int, depth: int) -> tuple[int, int, int, int]:
    """Tag of the element at ``at``, where its content begins and ends, and where the next element begins."""
    if depth > _DEEPEST or at + 2 > len(data):
        raise ValueError("no element")
    tag, length = data[at], data[at + 1]
    at += 2
    if tag & 0x1F == 0x1F:
        raise ValueError("a tag of many bytes")
    if length < 0x80:
        return tag, at, min(at + length, len(data)), at + length
    if length == 0x80:
        end = at
        while end < len(data) and data[end : end + 2] != b"\x00\x00":
            end = _element(data, end, depth + 1)[3]
        return tag, at, min(end, len(data)), end + 2
    size = length & 0x7F
    if size > 8:
        raise ValueError("a length of too many bytes")
    length = int.from_bytes(data[at : at + size], "big")
    at += size
    return tag, at, min(at + length, len(data)), at + length
