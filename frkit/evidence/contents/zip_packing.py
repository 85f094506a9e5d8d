"""How the bytes of a file in a ZIP archive are packed and encrypted (APPNOTE 6.3.10; AES after WinZip's AE-1, AE-2)."""

from __future__ import annotations

import bz2
import hashlib
import hmac
import lzma
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from frkit.evidence.contents.gathering import Locked
from frkit.evidence.contents.part import BLOCK

_STEP = 1 << 16


class Damaged(Exception):
    """The packed bytes are not what they should be; the message says what is wrong."""


def unpacked(packed: Iterable[bytes], method: int) -> Iterator[bytes]:
    """The bytes of a file as they were before they were packed; raises Damaged, or what its method raises."""
    if method == 0:
        yield from packed
    elif method == 8:
        yield from inflated(packed, zlib.decompressobj(-zlib.MAX_WBITS))
    elif method == 9:
        yield from _inflated64(packed)
    elif method == 12:
        yield from _by_steps(packed, bz2.BZ2Decompressor())
    elif method == 14:
        yield from _from_lzma(packed)
    elif method == 95:
        yield from _by_steps(packed, lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=1 << 30))
    else:
        raise Damaged(f"packed by method {method}, which frkit does not know")


def decrypted(packed: Iterable[bytes], password: bytes, check: int) -> Iterator[bytes]:
    """What the old ZIP encryption hid; raises Locked for a wrong password, as far as its check byte tells."""
    keys = _OldKeys(password)
    head, rest = _split(iter(packed), 12)
    if len(head) < 12 or keys.decrypt(head)[-1] != check:
        raise Locked("encrypted, and the password is not the right one")
    for block in rest:
        yield keys.decrypt(block)


def decrypted_aes(packed: Iterable[bytes], size: int, password: bytes, strength: int) -> Iterator[bytes]:
    """What AES encryption hid in so many bytes; raises Locked for a wrong password and Damaged for altered bytes."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if strength not in (1, 2, 3):
        raise Damaged("encrypted in a way that frkit does not know")
    long = 8 + 8 * strength
    head, rest = _split(iter(packed), long // 2 + 2)
    keys = hashlib.pbkdf2_hmac("sha1", password, head[: long // 2], 1000, 2 * long + 2)
    if len(head) < long // 2 + 2 or keys[-2:] != head[-2:]:
        raise Locked("encrypted, and the password is not the right one")
    # The counter runs with its lowest byte first, which no library's counter mode does.
    encrypt = Cipher(algorithms.AES(keys[:long]), modes.ECB()).encryptor()
    proof = hmac.new(keys[long : 2 * long], digestmod="sha1")
    left, counter = size - len(head) - 10, 0
    waiting = b""
    for block in rest:
        waiting += block
        while len(waiting) >= 16 and left > 0:
            now = waiting[: min(left, len(waiting) // 16 * 16, BLOCK)]
            waiting, left = waiting[len(now) :], left - len(now)
            yield _crossed(now, encrypt, counter, proof)
            counter += len(now) // 16
    if left > 0:
        now, waiting = waiting[:left], waiting[left:]
        yield _crossed(now, encrypt, counter, proof)
    if proof.digest()[:10] != waiting[:10]:
        raise Damaged("its bytes were altered after they were encrypted")


def _crossed(data: bytes, encrypt: Any, counter: int, proof: Any) -> bytes:
    proof.update(data)
    count = -(-len(data) // 16)
    stream = encrypt.update(b"".join((counter + one).to_bytes(16, "little") for one in range(1, count + 1)))
    crossed = int.from_bytes(data, "little") ^ int.from_bytes(stream[: len(data)], "little")
    return crossed.to_bytes(len(data), "little")


def checked(content: Iterable[bytes], crc: int | None) -> Iterator[bytes]:
    """The same bytes; raises Damaged at their end if they do not have the check sum that was written of them."""
    found = 0
    for block in content:
        found = zlib.crc32(block, found)
        yield block
    if crc is not None and found != crc:
        raise Damaged("its check sum is wrong")


def inflated(packed: Iterable[bytes], unpacker: Any) -> Iterator[bytes]:
    """What was packed, block by block; raises Damaged where it ends too early."""
    for block in packed:
        waiting = block
        while waiting and not unpacker.eof:
            yield unpacker.decompress(waiting, BLOCK)
            waiting = unpacker.unconsumed_tail
    if not unpacker.eof:
        yield unpacker.flush()
    if not unpacker.eof:
        raise Damaged("it ends too early")


def _inflated64(packed: Iterable[bytes]) -> Iterator[bytes]:
    import inflate64

    unpacker = inflate64.Inflater()
    for block in packed:
        for at in range(0, len(block), _STEP):
            yield unpacker.inflate(block[at : at + _STEP])
    if not unpacker.eof:
        raise Damaged("it ends too early")


def _by_steps(packed: Iterable[bytes], unpacker: Any) -> Iterator[bytes]:
    for block in packed:
        waiting = block
        while not unpacker.eof:
            data = unpacker.decompress(waiting, BLOCK)
            waiting = b""
            yield data
            if unpacker.needs_input:
                break
    if not unpacker.eof:
        raise Damaged("it ends too early")


def _from_lzma(packed: Iterable[bytes]) -> Iterator[bytes]:
    head, rest = _split(iter(packed), 9)
    if len(head) < 9 or head[2:4] != b"\x05\x00" or head[4] >= 225:
        raise Damaged("its LZMA settings are damaged")
    settings, dictionary = head[4], int.from_bytes(head[5:9], "little")
    if dictionary > 1 << 30:
        raise Damaged("unpacking it takes too much memory")
    packing = {"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), "lc": settings % 9,
               "lp": settings // 9 % 5, "pb": settings // 45}  # fmt: skip
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[packing])
    for block in rest:
        waiting = block
        while not unpacker.eof:
            yield unpacker.decompress(waiting, BLOCK)
            waiting = b""
            if unpacker.needs_input:
                break


def _split(content: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, and the blocks after them."""
    head = b""
    for block in content:
        head += block
        if len(head) >= size:
            break

    def rest() -> Iterator[bytes]:
        if len(head) > size:
            yield head[size:]
        yield from content

    return head[:size], rest()


class _OldKeys:
    """The three keys of the old ZIP encryption."""

    _table: tuple[int, ...] = ()

    def __init__(self, password: bytes) -> None:
        if not _OldKeys._table:
            _OldKeys._table = tuple(_crc_entry(number) for number in range(256))
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        self._pass(password)

    def decrypt(self, data: bytes) -> bytes:
        first, second, third = self._keys
        table = self._table
        out = bytearray(len(data))
        for at, value in enumerate(data):
            turn = third | 2
            value ^= (turn * (turn ^ 1)) >> 8 & 0xFF
            first = first >> 8 ^ table[(first ^ value) & 0xFF]
            second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            third = third >> 8 ^ table[(third ^ second >> 24) & 0xFF]
            out[at] = value
        self._keys = (first, second, third)
        return bytes(out)

    def _pass(self, data: bytes) -> None:
        first, second, third = self._keys
        for value in data:
            first = first >> 8 ^ self._table[(first ^ value) & 0xFF]
            second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            third = third >> 8 ^ self._table[(third ^ second >> 24) & 0xFF]
        self._keys = (first, second, third)


def _crc_entry(number: int) -> int:
    for _ in range(8):
        number = number >> 1 ^ 0xEDB88320 if number & 1 else number >> 1
    return number
