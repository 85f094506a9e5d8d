"""The words of one page."""

from __future__ import annotations

from dataclasses import dataclass

TEXT, OCR, MAIL, FILE, LETTER, EVENT = "text", "ocr", "words of the mail", "words of the file", "letter", "event"


@dataclass(frozen=True)
class PageText:
    """What stands on a page, as far as it is known in characters."""

    page: int | None
    """From 1, as in a packet; None where frkit itself sets the type, so that nobody knows the page yet."""
    text: str
    how: str
    """Where the words come from: ``text`` (the file's own text layer), ``ocr``, ``words of the mail``, ``words of the
    file``, ``letter``, ``event``."""
    lacks: str = ""
    """Why the words are not all that stands on the page, so that it needs OCR; empty where they are."""
    beside: str = ""
    """Words of the file's own text layer where ``text`` was read by OCR: a stamp, or garbled signs."""
