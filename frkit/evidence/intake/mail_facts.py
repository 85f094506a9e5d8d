"""What a mail says that tells to which request it belongs, when it came, and what sort of mail it is."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime

from frkit.evidence.mail.reading import Mail, header_text

_MOST_WORDS = 40_000
_MOST_IDS = 100
_LONGEST_ID = 300
_DOUBTFUL = timedelta(days=2)
_ID = re.compile(r"<[^<>\s]{3,298}>")
_INNER_ID = re.compile(r"(?im)^message-id:\s*(<[^<>\s]{3,298}>)")
_RECIPIENT = re.compile(r"(?im)^(?:final|original)-recipient:\s*[^;\r\n]*;\s*<?([^\s<>]+@[^\s<>]+)")
_QUOTED_FROM = re.compile(
    r"(?im)^[ \t]*(?:>|-{3,}[ ]*(?:original|forwarded|urspr|message d'origine|mensaje original)|_{10,}[ \t]*$|"
    r"(?:on|le|am|el|op|den)\b.{5,200}(?:wrote|écrit|schrieb|escribió|schreef|skrev)\s?:)"
)
_TAGS = re.compile(r"(?is)<(script|style|head)\b.*?</\1\s*>|<[^>]{0,2000}>")
_AUTOMATIC = re.compile(
    r"(?i)\b(out of (the )?office|automatic reply|auto(matic)?[- ]?response|autoreply|abwesenheits|autosvar|"
    r"automatische antwort|réponse automatique|absence du bureau|respuesta automática|risposta automatica|"
    r"automatisch antwoord)"
)
_BOUNCE = re.compile(
    r"(?i)^(undeliver(able|ed)|mail delivery (failed|failure|status)|delivery status notification|returned mail|"
    r"failure notice|delivery has failed|unzustellbar|nicht zustellbar|non remis|mensaje no entregado)"
)


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
    """Message-IDs of the mails that it returns or forwards."""
    about: tuple[str, ...] = ()
    """Addresses that a report of a mail system is about."""
    written: datetime | None = None
    """When it was written, as its sender says."""
    delivered: datetime | None = None
    """When the last mail system on its way got it, as that system says."""
    automatic: str = ""
    """Why it was sent by a machine; nothing for a person's mail."""
    report: str = ""
    """``bounce``, ``delay``, ``receipt`` and the like; nothing for all other mails."""
    report_says: str = ""
    own_words: str = ""
    quoted: str = ""

    @property
    def day_of(self) -> datetime | None:
        """What it is dated by: its own date, else the day on which a mail system got it."""
        return self.written or self.delivered

    @property
    def date_doubt(self) -> str:
        """What speaks against the mail's own date, in words."""
        if self.written is None or self.delivered is None:
            return ""
        pair = (self.written, self.delivered)
        if any(one.tzinfo is None for one in pair) or abs(self.delivered - self.written) <= _DOUBTFUL:
            return ""
        return (
            f"the mail is dated {self.written.date()}, but the last mail system on its way got it on "
            f"{self.delivered.date()}"
        )


def mail_facts(data: bytes, mail: Mail) -> MailFacts:
    """The facts of a mail: its bytes for the headers, and the mail as read for its words."""
    headers = BytesHeaderParser(policy=policy.compat32).parsebytes(data[: 1 << 20].lstrip(b"\xef\xbb\xbf\r\n"))
    name, sender = parseaddr(mail.header("From"))
    subject = mail.header("Subject")
    text = mail.text if mail.text.strip() else _shown(mail.html)
    own, quoted = _parted(text[: 4 * _MOST_WORDS])
    reports = "\n".join(_report_texts(mail))
    status = re.search(r"(?im)^(?:status|diagnostic-code):\s*(.{1,200})$", reports)
    kind = _report_kind(headers, subject, reports)
    return MailFacts(
        sender=sender[:320],
        sender_name=name[:200],
        reply_to=parseaddr(mail.header("Reply-To"))[1][:320],
        subject=subject[:1000],
        message_id=_one(headers, "Message-ID")[:_LONGEST_ID] or None,
        answers=tuple(dict.fromkeys(_ID.findall(f"{_one(headers, 'In-Reply-To')} {_one(headers, 'References')}")))[
            -_MOST_IDS:
        ],
        inner_ids=tuple(dict.fromkeys(_INNER_ID.findall(f"{reports}\n{_inner_heads(mail)}")))[:_MOST_IDS],
        about=tuple(re.findall(r"(?im)^(?:final|original)-recipient:\s*[^;\r\n]*;\s*<?([^\s<>]+@[^\s<>]+)", reports))[
            :20
        ],
        written=_moment(_one(headers, "Date")),
        delivered=_moment(_one(headers, "Received").rpartition(";")[2]),
        automatic=_why_automatic(headers, subject, kind),
        report=kind,
        report_says=" ".join(status[1].split()) if status else "",
        own_words=own[:_MOST_WORDS],
        quoted=quoted[:_MOST_WORDS],
    )


def _one(headers: Message, name: str) -> str:
    """The first header of that name on one line, however it was coded."""
    value = next((value for key, value in headers.raw_items() if key.lower() == name.lower()), "")
    return header_text(str(value)[:20_000])


def _once(found: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text.strip())
    except (TypeError, ValueError, OverflowError):
        return None
    return found if 1970 <= found.year <= 9000 else None


def _shown(markup: str) -> str:
    """The words of a web page, as far as matching needs them."""
    return html.unescape(_TAGS.sub(" ", markup[: 20 * _MOST_WORDS]))


def _parted(text: str) -> tuple[str, str]:
    """What the writer wrote, and what was quoted below or between it."""
    start = _QUOTED_FROM.search(text)
    return (text[: start.start()], text[start.start() :]) if start else (text, "")


def _report_texts(mail: Mail) -> list[str]:
    """The parts of a report of a mail system that are made for machines."""
    small = (part.data for part in mail.parts if len(part.data) < 1 << 18)
    texts = (data.decode("utf-8", "replace") for data in small if re.match(rb"(?i)[\s]*[a-z-]{2,40}:", data[:200]))
    return [text for text in texts if re.search(r"(?im)^(final-recipient|disposition|reporting-mta|message-id):", text)]


def _inner_heads(mail: Mail) -> str:
    return "\n".join(part.data[:65_536].decode("utf-8", "replace") for part in mail.parts if part.name.endswith(".eml"))


def _report_kind(headers: Message, subject: str, reports: str) -> str:
    content = _one(headers, "Content-Type").lower()
    if "disposition-notification" in content or re.search(r"(?im)^disposition:.*displayed", reports):
        return "receipt"
    if "delivery-status" in content or re.search(r"(?im)^final-recipient:", reports):
        action = re.search(r"(?im)^action:\s*(\w+)", reports)
        return {"delayed": "delay", "delivered": "delivered", "relayed": "delivered"}.get(
            action[1].lower() if action else "", "bounce"
        )
    from_machine = re.match(r"(?i)(mailer-daemon|postmaster)@", parseaddr(_one(headers, "From"))[1])
    return "bounce" if from_machine and _BOUNCE.match(subject) else ""


def _why_automatic(headers: Message, subject: str, report: str) -> str:
    if report:
        return "a report of a mail system"
    submitted = _one(headers, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return f"its header Auto-Submitted says {submitted[:40]}"
    for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"):
        if name != "X-Auto-Response-Suppress" and _one(headers, name):
            return f"it has the header {name}"
    if _one(headers, "Precedence").strip().lower() == "auto_reply":
        return "its header Precedence says auto_reply"
    found = _AUTOMATIC.search(subject)
    return f"its subject says '{found[0]}'" if found else ""
