"""Specimen replies in the name of the Los Angeles Police, California: fourteen days more, then "no records"."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email import policy
from email.parser import BytesParser

from specimens.mail import DOCX, mail
from specimens.office import word_letter
from specimens.words import reference

PDT = timezone(timedelta(hours=-7))
NUMBER = reference(533)
SENDER = "Public Records Unit <public-records@lapd-records.example>"
WORDING = (
    "The Department has searched its contract and procurement files and has located no responsive records of a facial "
    "recognition system owned or purchased by the Department."
)


def documents() -> dict[str, bytes]:
    """File name as sent -> bytes."""
    return {"los-angeles/Extension.eml": _extension(), "los-angeles/Determination.eml": _determination()}


def attached_letter(mail: bytes) -> bytes:
    """The .docx inside the determination mail."""
    message = BytesParser(policy=policy.default).parsebytes(mail)
    content = next(message.iter_attachments()).get_content()
    assert isinstance(content, bytes)
    return content


def policy_letter() -> bytes:
    """The .docx that is attached to the determination."""
    paragraphs: list[str | list[list[str]]] = [
        "March 25, 2026",
        f"Reference: {NUMBER}\nRe: California Public Records Act request",
        "Dear Requester:",
        "This letter is the determination on your request of March 2, 2026 (Gov. Code § 7922.535).",
        "# Items 1, 3, 4, 5 and 6",
        WORDING,
        "# Item 2 (policy)",
        "The policy of the Department is enclosed with this letter.",
        [
            ["Item", "Records asked for", "Determination"],
            ["1", "Counts by month", "No responsive records"],
            ["2", "Policies and procedures", "Enclosed"],
            ["3", "Contracts and licenses", "No responsive records"],
            ["4", "Trials, pilots, proofs of concept", "No responsive records"],
            ["5", "Access to another body's system", "No responsive records"],
            ["6", "Purchase orders, invoices, payments", "No responsive records"],
        ],
        "Your request is now considered closed.",
        "Public Records Unit",
        "# Enclosure: policy",
        "[The text of the policy would stand here. It is not reproduced in this specimen.]",
    ]
    return word_letter(
        ("Los Angeles Police Department", "Public Records Unit · City of Los Angeles"), paragraphs,
        when=datetime(2026, 3, 25, 9, 10), font="Carlito", title=f"Determination {NUMBER}",
    )  # fmt: skip


def _extension() -> bytes:
    text = f"""
Public records request {NUMBER}

Dear Requester:

We received your request under the California Public Records Act on March 2, 2026.

The time to notify you of our determination is extended by fourteen (14) days, to March 26, 2026, because of the need
to consult with another agency that has a substantial interest in the determination (Gov. Code § 7922.535(b)–(c)).

Public Records Unit
Los Angeles Police Department
"""
    when = datetime(2026, 3, 11, 13, 27, 45, tzinfo=PDT)
    subject = f"Request {NUMBER}: 14-day extension"
    return mail(text, sender=SENDER, subject=subject, when=when, number=NUMBER)


def _determination() -> bytes:
    text = f"""
Public records request {NUMBER}

Dear Requester:

Please find attached the determination on your request.

Public Records Unit
Los Angeles Police Department
"""
    return mail(
        text, sender=SENDER, subject=f"Request {NUMBER}: determination – no responsive records", number=NUMBER,
        when=datetime(2026, 3, 25, 16, 51, 20, tzinfo=PDT),
        attachments=((f"Determination {NUMBER}.docx", DOCX, policy_letter()),),
    )  # fmt: skip
