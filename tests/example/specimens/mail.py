"""Mails as they lie in a mailbox: real MIME with transport headers, quoted-printable text and attachments."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from specimens.words import PROJECT_MAILBOX, SPECIMEN

DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
PDF = ("application", "pdf")
LONG_LINE = 80
"""Only a line this long was broken because the page was full."""


def mail(
    text: str,
    *,
    sender: str,
    subject: str,
    when: datetime,
    number: str,
    attachments: tuple[tuple[str, tuple[str, str], bytes], ...] = (),
    html: str | None = None,
    automatic: bool = False,
) -> bytes:
    """The bytes of a mail; ``when`` carries its zone. The specimen words open and close the text."""
    message = EmailMessage(policy=SMTP)
    domain = sender.rstrip(">").rpartition("@")[2]
    message["Return-Path"] = f"<bounces@{domain}>"
    message["Received"] = (
        f"from mx.{domain} (mx.{domain} [192.0.2.25]) by mail.example.org with ESMTPS id specimen{when:%d%H%M} "
        f"for <{PROJECT_MAILBOX}>; {format_datetime(when.replace(second=(when.second + 7) % 60))}"
    )
    message["Received"] = (
        f"from desk.{domain} ([198.51.100.14]) by mx.{domain} with ESMTP id specimen{when:%H%M%S}; "
        f"{format_datetime(when)}"
    )
    message["From"] = sender
    message["To"] = PROJECT_MAILBOX
    message["Subject"] = subject
    message["Date"] = when
    message["Message-ID"] = f"<{number.lower()}.{when:%Y%m%d%H%M}@{domain}>"
    message["X-Specimen"] = SPECIMEN
    if automatic:
        message["Auto-Submitted"] = "auto-replied"
    message.set_content(f"{SPECIMEN}\n\n{_flowed(text.strip())}\n\n-- \n{SPECIMEN}\n", cte="quoted-printable")
    if html is not None:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    for name, (main, sub), data in attachments:
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    _fix_boundaries(message, number)
    return message.as_bytes()


def _flowed(text: str) -> str:
    """Each paragraph on one line, as mail programs send it; short lines and indented ones stay as they are."""
    lines: list[str] = []
    joins = False
    for line in text.splitlines():
        if joins and line.strip() and not line.startswith(" "):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        joins = len(line) >= LONG_LINE and not line.startswith(" ")
    return "\n".join(lines)


def _fix_boundaries(message: EmailMessage, number: str) -> None:
    """Boundaries are random by default; a specimen must come out the same every time."""
    for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number.lower()}_{place}")
