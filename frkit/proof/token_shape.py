"""The bytes of a time-stamp answer in strict DER, whatever order its certificates came in.

RFC 5652 calls the certificates of a signature a SET, which DER sorts. Servers that run OpenSSL send them unsorted, and
a strict reader then refuses the whole answer. The certificates are not signed over, so sorting a copy changes nothing
that is proved; what is kept on disk are the bytes as they came.
"""

from __future__ import annotations

from collections.abc import Iterable

_SEQUENCE, _CERTIFICATES = 0x30, 0xA0


def sorted_certificates(answer: bytes) -> bytes:
    """A TimeStampResp (RFC 3161, 2.4.2) with its certificates in DER order; raises ValueError where it is none."""
    status, *token = _children(answer, _SEQUENCE)
    if not token:
        return answer
    content_type, wrapped = _children(token[0], _SEQUENCE)
    (signed,) = _children(wrapped, _CERTIFICATES)
    version, algorithms, content, *rest = _children(signed, _SEQUENCE)
    if rest and rest[0][0] == _CERTIFICATES:
        rest[0] = _made(_CERTIFICATES, sorted(set(_children(rest[0], _CERTIFICATES))))
    signed = _made(_SEQUENCE, [version, algorithms, content, *rest])
    return _made(_SEQUENCE, [status, _made(_SEQUENCE, [content_type, _made(_CERTIFICATES, [signed])])])


def _children(data: bytes, tag: int) -> list[bytes]:
    """The elements within one element of that tag, each with its own tag and length."""
    if data[:1] != bytes([tag]):
        raise ValueError("it is not built like the answer of a time-stamp server")
    start, end = _span(data, 0)
    if end != len(data):
        raise ValueError("bytes follow its end")
    found = []
    while start < end:
        _, until = _span(data, start)
        if until > end:
            raise ValueError("it is cut short")
        found.append(data[start:until])
        start = until
    return found


def _span(data: bytes, at: int) -> tuple[int, int]:
    """Where the content of the element at a place begins and ends."""
    if at + 2 > len(data):
        raise ValueError("it is cut short")
    first, start = data[at + 1], at + 2
    if first < 0x80:
        length = first
    else:
        count = first & 0x7F
        if not 0 < count <= 4 or start + count > len(data):
            raise ValueError("a length in it cannot be read")
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    if start + length > len(data):
        raise ValueError("it is cut short")
    return start, start + length


def _made(tag: int, parts: Iterable[bytes]) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content
