"""The mails in a mailbox file (mbox), whichever way it marks lines that begin with ``From``."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from typing import BinaryIO

from frkit.evidence.contents.gathering import Gathering
from frkit.evidence.contents.part import BLOCK
from frkit.evidence.mail.encoded_words import header_text

LONGEST_LINE = 1 << 20
_BEGINS = re.compile(rb"From (?:\S.*)?\b(?:19|20)\d\d\b[^:]*$")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:|>?From ")
_QUOTED = re.compile(rb">+From ")


def read_mailbox(file: BinaryIO, found: Gathering) -> None:
    """Take the mails out of a mailbox, each as it was before its ``From`` lines were marked with ``>``."""
    mails = _Mails(file)
    while mails.more:
        lines = mails.lines()
        head = _head(lines)
        found.add(_name(head), _whole(head, lines))
        deque(lines, maxlen=0)  # what a limit left unread


def is_mailbox(file: BinaryIO) -> bool:
    """Whether a file that begins like a mailbox holds more than one mail."""
    mails = _Mails(file)
    for _ in mails.lines():
        pass
    return mails.more


class _Mails:
    """A mailbox, read line by line."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        self._file = file
        self._next = file.readline(LONGEST_LINE)
        if self._next.startswith(b"From "):
            self._next = file.readline(LONGEST_LINE)
        self.more = bool(self._next)

    def lines(self) -> Iterator[bytes]:
        """The lines of the next mail, up to the mark of the one after it."""
        while line := self._next:
            after = self._file.readline(LONGEST_LINE)
            if not line.strip(b"\r\n") and after.startswith(b"From ") and _BEGINS.match(after.rstrip()):
                second = self._file.readline(LONGEST_LINE)
                if not second or _HEADER.match(second):
                    self._next = second
                    self.more = bool(second)
                    return
                yield line
                line, after = after, second
            self._next = after
            yield line[1:] if _QUOTED.match(line) else line
        self.more = False


def _head(lines: Iterator[bytes]) -> bytes:
    """The lines up to the first empty one, with which a mail can be named."""
    taken = bytearray()
    for line in lines:
        taken += line
        if not line.strip(b"\r\n") or len(taken) > 1 << 16:
            break
    return bytes(taken)


def _whole(head: bytes, lines: Iterator[bytes]) -> Iterator[bytes]:
    block = bytearray(head)
    for line in lines:
        block += line
        if len(block) > BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def _name(head: bytes) -> str:
    """A mail's own subject as the name of its file."""
    try:
        subject = header_text(str(BytesHeaderParser().parsebytes(head).get("Subject", "")))
    except Exception:
        subject = ""
    return f"{subject[:100]}.eml" if subject else "message.eml"
