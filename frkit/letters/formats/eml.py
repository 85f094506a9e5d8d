"""A letter as a mail that waits to be sent: Internet Message Format (RFC 5322) with the whole letter as plain text.

It has neither Date nor Message-ID, which the mail program sets when the mail goes out; ``X-Unsent`` makes programs open
it as a draft.
"""

from __future__ import annotations

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from frkit.base.errors import MissingProgram
from frkit.letters.document import Document, document
from frkit.letters.formats.made import Made
from frkit.letters.formats.pdf import pdf_letter
from frkit.letters.formats.sheet import Sheet, addresses_in
from frkit.letters.letter import Letter
from frkit.pages.wording import on_one_line

_UNFOLDED = SMTP.clone(max_line_length=998)
"""The longest line that mail may have (RFC 5322): a folded subject begins with an empty line in some programs."""


def eml_letter(letter: Letter, sheet: Sheet, masked: bool) -> Made:
    """The mail; its body is the whole letter, and a PDF of it goes along where the law allows one."""
    parts = document(letter.masked_marked if masked else letter.marked, sheet.day_in_words)
    text = letter.masked_text if masked else letter.text
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    sender = None if masked else _sender(parts, sheet)
    if sender is not None:
        message["From"] = sender
    if sheet.to:
        message["To"] = [Address(addr_spec=one) for one in sheet.to]
    message["Subject"] = on_one_line(" ".join(parts.lines_of("subject"))) or sheet.title
    message.set_content(text, cte="7bit" if text.isascii() else "quoted-printable")
    warnings = _attached(message, letter, sheet, masked) if sheet.attach_pdf else ()
    return Made(message.as_bytes(policy=_UNFOLDED if _is_plain(message) else SMTP), warnings)


def _is_plain(message: EmailMessage) -> bool:
    """Whether no header needs encoded words, which lines of 75 signs at most must hold (RFC 2047)."""
    return all(str(value).isascii() for value in message.values())


def _sender(parts: Document, sheet: Sheet) -> Address | None:
    """The requester with the address that is on file; None where there is none that mail could come from."""
    found = addresses_in((sheet.sender or "",))
    if not found or found[0] != sheet.sender:
        return None
    return Address(on_one_line("".join(parts.lines_of("sender")[:1])), addr_spec=found[0])


def _attached(message: EmailMessage, letter: Letter, sheet: Sheet, masked: bool) -> tuple[str, ...]:
    """Put the PDF beside the text; without the library that makes it the mail stays whole and a sentence says so."""
    try:
        made = pdf_letter(letter, sheet, masked)
    except MissingProgram as error:
        return (f"The mail has no PDF with it. {error.fact}",)
    name = f"{sheet.day.isoformat()}-{letter.kind}.pdf"
    message.add_attachment(made.data, maintype="application", subtype="pdf", filename=name)
    message.set_boundary(f"frkit-{hashlib.sha256(made.data).hexdigest()[:32]}")
    return made.warnings
