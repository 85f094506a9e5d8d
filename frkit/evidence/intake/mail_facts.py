"""What a mail says that tells to which request it belongs, when it came, and what sort of mail it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from frkit.evidence.mail.addresses import addresses
from frkit.evidence.mail.automatic import automatic
from frkit.evidence.mail.dates import delivered, doubts, written
from frkit.evidence.mail.reports import in_words
from frkit.evidence.mail.types import Mail
from frkit.evidence.mail.words import own_and_quoted

_MOST_WORDS = 40_000
_MOST_IDS = 100
_LONGEST = 320
_HEAD = 65_536
_ID = re.compile(r"<[^<>\s]{3,298}>")
_INNER_ID = re.compile(r"(?im)^message-id:\s*(<[^<>\s]{3,298}>)")
_NOT_AN_ANSWER = ("reply", "receipt", "delay")
"""Sorts of mail that a machine sends and that wait for nobody; a bounce, or a notice of a portal, does."""


@dataclass(frozen=True)
class MailFacts:
    """Facts of one mail as its headers and words give them."""

    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    subject: str = ""
    message_id: str | None = None
    answers: tuple[str, ...] = ()
    """Message-IDs that it answers (In-Reply-To, References)."""
    inner_ids: tuple[str, ...] = ()
    """Message-IDs of the mails that it reports on, returns or forwards."""
    about: tuple[str, ...] = ()
    """Addresses that a report of a mail system is about."""
    written: datetime | None = None
    """When it was written, as its sender says."""
    delivered: datetime | None = None
    """When the last mail system on its way got it, as that system says."""
    date_doubts: tuple[str, ...] = ()
    """What speaks against the mail's own date, in words."""
    machine: str = ""
    """How one can tell that a machine sent it; nothing for a person's mail."""
    automatic: bool = False
    """Whether it is an answer of a machine that waits for nobody: out of office, a receipt."""
    report: str = ""
    """``bounce``, ``delay``, ``delivered``, ``receipt`` ...; nothing for all other mails."""
    report_says: str = ""
    """The report in a sentence."""
    status: str = ""
    """Code and reason of a report, as the mail system gave them."""
    own_words: str = ""
    quoted: str = ""


def mail_facts(mail: Mail, *, words: bool = True) -> MailFacts:
    """The facts of a mail as read; without ``words`` only those of its headers and reports."""
    sender = next(iter(addresses(mail.header("From"))), None)
    reply_to = next(iter(addresses(mail.header("Reply-To"))), None)
    machine = automatic(mail)
    said = own_and_quoted(mail) if words else None
    own, arrived = written(mail), delivered(mail)
    reports = mail.reports
    ids = f"{mail.header('In-Reply-To')} {mail.header('References')}"
    found = _ID.search(mail.header("Message-ID"))
    return MailFacts(
        sender=(sender.address if sender else "")[:_LONGEST],
        sender_name=(sender.name if sender else "")[:_LONGEST],
        reply_to=(reply_to.address if reply_to else "")[:_LONGEST],
        subject=mail.header("Subject")[:1000],
        message_id=found[0] if found else mail.header("Message-ID").strip()[:300] or None,
        answers=_once(_ID.findall(ids))[-_MOST_IDS:],
        inner_ids=_once(_inner_ids(mail))[:_MOST_IDS],
        about=_once(one.address for report in reports for one in report.recipients)[:_MOST_IDS],
        written=own.at if own else None,
        delivered=arrived.at if arrived else None,
        date_doubts=doubts(mail),
        machine=machine.reason if machine else "",
        automatic=machine is not None and machine.kind in _NOT_AN_ANSWER,
        report=reports[0].kind if reports else machine.kind if machine and machine.kind == "receipt" else "",
        report_says=in_words(reports[0]) if reports else "",
        status=_status(mail),
        own_words=said.own[:_MOST_WORDS] if said else "",
        quoted=said.quoted[:_MOST_WORDS] if said else "",
    )


def _inner_ids(mail: Mail) -> Iterator[str]:
    yield from (report.message_id for report in mail.reports if report.message_id)
    for part in mail.parts:
        if part.name.lower().endswith((".eml", ".txt", ".msg")) or "rfc822" in part.name.lower():
            yield from _INNER_ID.findall(part.data[:_HEAD].decode("utf-8", "replace"))


def _status(mail: Mail) -> str:
    failed = [one for report in mail.reports for one in report.recipients if one.status or one.reason]
    return " ".join(f"{failed[0].status} {failed[0].reason}".split())[:_LONGEST] if failed else ""


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
