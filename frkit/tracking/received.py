"""What a mail's own headers say: when it was written, its id, and whether a machine sent it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from email import policy
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True)
class MailFacts:
    """Facts from the headers of one mail, as its sender set them."""

    written: datetime | None
    message_id: str | None
    automatic: bool


def facts_of_mail(path: Path) -> MailFacts | None:
    """The facts of a mail file, or None for a file that is no mail."""
    if not _named_like_mail(path):
        return None
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=policy.compat32).parse(file)
    if not headers.keys():
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
    if not _named_like_mail(path):
        return None
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=policy.compat32).parse(file)
    _, address = parseaddr(str(headers.get("From", "")))
    return f"mail from {address[:200]}" if "@" in address else None


def _named_like_mail(path: Path) -> bool:
    return path.suffix.lower() in (".eml", ".mht", ".msg.eml")


def _written(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
