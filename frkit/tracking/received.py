"""What a mail's own headers say: when it was written, its id, who sent it, and whether a machine did."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

HEAD = 512 * 1024
"""Bytes of a file in which a mail's headers end."""
_OWN = {
    b"from", b"to", b"cc", b"date", b"subject", b"received", b"return-path", b"message-id", b"mime-version",
    b"delivered-to", b"reply-to", b"sender", b"content-type", b"content-transfer-encoding", b"dkim-signature",
    b"in-reply-to", b"references",
}  # fmt: skip
_NAME = re.compile(rb"([!-9;-~]{1,120})[ \t]*:")


@dataclass(frozen=True)
class MailFacts:
    """Facts from the headers of one mail, as its sender set them."""

    written: datetime | None
    message_id: str | None
    automatic: bool


def facts_of_mail(path: Path) -> MailFacts | None:
    """The facts of a mail file, or None for a file that is no mail."""
    headers = _headers(path)
    if headers is None:
        return None
    automatic = str(headers.get("Auto-Submitted", "no")).split(";")[0].strip().lower() not in ("", "no")
    message_id = str(headers.get("Message-ID", "")).strip()[:300]
    return MailFacts(_written(str(headers.get("Date", ""))), message_id or None, automatic)


def day_in_mail(path: Path) -> date | None:
    """The local day in a mail's date header, as its sender wrote it, or None."""
    facts = facts_of_mail(path)
    return facts.written.date() if facts and facts.written else None


def source_in_mail(path: Path) -> str | None:
    """``mail from ADDRESS``, as the mail's own header names its sender, or None for a file that is no mail."""
    headers = _headers(path)
    if headers is None:
        return None
    _, address = parseaddr(str(headers.get("From", "")))
    return f"mail from {address[:200]}" if "@" in address else None


def _headers(path: Path) -> Message | None:
    """The headers of a file that begins as mails do, whatever its name; a web archive begins so, too."""
    with path.open("rb") as file:
        start = file.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _begins_like_mail(start[:32_768]):
        return None
    return BytesHeaderParser(policy=policy.compat32).parsebytes(_head(start))


def _head(start: bytes) -> bytes:
    found = re.search(rb"\r?\n[ \t]*\r?\n|\r\r", start)
    return start[: found.end()] if found else start


def _begins_like_mail(start: bytes) -> bool:
    """True where the first lines are headers and at least two of them are a mail's own."""
    names: set[bytes] = set()
    for number, line in enumerate(start.splitlines()):
        if number == 0 and line.startswith(b"From "):
            continue
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        found = _NAME.match(line)
        if not found:
            break
        names.add(found[1].lower())
    return len(names & _OWN) >= 2


def _written(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return None
