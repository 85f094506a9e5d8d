"""Specimen replies in the name of the Orlando Police, Florida: an automatic reply, a letter by post, then nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from html import escape

from specimens.mail import mail
from specimens.paper import letterhead, reference_lines, typeset
from specimens.raster import photographed
from specimens.words import SPECIMEN, reference

EST = timezone(timedelta(hours=-5))
NUMBER = reference(207)
SENDER = "City of Orlando Records Desk (no reply) <no-reply@orlando-records.example>"


def documents() -> dict[str, bytes]:
    """File name as sent -> bytes."""
    return {"orlando/Automatic reply.eml": _automatic(), "orlando/IMG_0412.jpg": _photo()}


def _automatic() -> bytes:
    text = """
Thank you for contacting the Public Records Unit.

This is an automatic message: your e-mail of February 11, 2026 has reached our mailbox. Please do not reply to it.
You will receive a number for your request separately.
"""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.strip().split("\n\n"))
    html = f"<html><body><p><b>{SPECIMEN}</b></p>{paragraphs}<hr><p><small>{SPECIMEN}</small></p></body></html>"
    return mail(
        text, sender=SENDER, subject="Automatic reply: public records request", number=NUMBER, html=html,
        when=datetime(2026, 2, 11, 10, 3, 52, tzinfo=EST), automatic=True,
    )  # fmt: skip


def _photo() -> bytes:
    body = (
        letterhead("Orlando Police Department", "Public Records Unit", "Orlando, Florida")
        + reference_lines("February 18, 2026", NUMBER, "Your public records request")
        + "<p>Dear Requester:</p>"
        "<p>The Public Records Unit has received your public records request of February 11, 2026 under Chapter 119, "
        "Florida Statutes. It has been given the number above.</p>"
        "<p>Requests are handled in the order in which they are received. You will be contacted when records are "
        "ready, or if there is a charge, or if we need more information.</p>"
        "<p>Please keep this letter and quote the number if you write to us.</p>"
        "<p>Sincerely,</p><p><br>Public Records Unit</p>"
        f"<p class=small style='margin-top:30mm'>{SPECIMEN}</p>"
    )
    letter = typeset(body, day=date(2026, 2, 18), family="Liberation Serif", points=12.5, foot=NUMBER, title=NUMBER)
    return photographed(letter, seed=412)
