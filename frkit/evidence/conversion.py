"""From an original, whatever it is, to pages for a packet; what gives no pages gets a slip sheet, never silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from frkit.base.files import sha256_of_bytes
from frkit.evidence.destinations import Bookmark
from frkit.evidence.images import image_pages, small_picture
from frkit.evidence.made_pages import Setting, mail_pages, slip_sheet, text_pages
from frkit.evidence.mail.reading import Part, read_mail
from frkit.evidence.office import office_pages
from frkit.evidence.opening import Opened, text_encoding, what_is
from frkit.evidence.pdf_copy import packet_copy
from frkit.evidence.safe_html import safe_html
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder

DEEPEST = 4
"""Mails within mails within mails: deeper ones get a slip sheet."""
_NO_PAGES = {
    "empty": "it is empty (0 bytes)",
    "archive": "it is an archive; the files in it have to be taken in one by one",
    "media": "it is a recording, which paper cannot show",
    "outlook": "it is an Outlook message; it has to be saved as .eml to be shown",
    "unknown": "frkit does not know this kind of file",
}


@dataclass(frozen=True)
class Pages:
    """The pages that stand for one file in a packet, with the path that led from the original to them."""

    name: str
    sha256: str
    size: int
    kind: str
    pdf: bytes
    count: int
    part: str = ""
    """Place in the mail that brought it: ``2``, or ``2/1`` for a mail within; empty for the file itself."""
    slip: str | None = None
    """Why the file is not shown; then ``pdf`` is its slip sheet."""
    how: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    derivatives: tuple[tuple[str, str], ...] = ()
    """(what, SHA-256) of conversions between the original and the pages."""
    bookmarks: tuple[Bookmark, ...] = ()
    parts: tuple[Pages, ...] = ()

    def every(self) -> tuple[Pages, ...]:
        """These pages and those of all parts, in the order of the packet."""
        return (self, *(one for part in self.parts for one in part.every()))


@dataclass(frozen=True)
class _File:
    name: str
    data: bytes
    sha256: str
    part: str
    kept_in: Path
    depth: int = 0


def pages_of(
    original: Path, folder: CampaignFolder, request_folder: Path, *, setting: Setting, name: str | None = None
) -> Pages:
    """The pages of an original and of the files attached to it. The original is only read.

    ``name`` is the sender's own name for the file. Conversions by outside programs are kept below the request, those
    of a private original below ``private/``.
    """
    data = original.read_bytes()
    private = original.resolve().is_relative_to((folder.root / "private").resolve())
    kept_in = folder.root / "private" / "derived" if private else request_folder / "derived"
    return _pages(_File(name or original.name, data, sha256_of_bytes(data), "", kept_in), setting)


def letter_pages_of(letter: Path, title: str, setting: Setting) -> Pages:
    """The pages of the kept text of a letter as it was sent, private data already masked in it."""
    data = letter.read_bytes()
    text = data.decode(text_encoding(data) or "utf-8", "replace")
    pdf, how = text_pages(text, title, setting)
    return _final(Pages(letter.name, sha256_of_bytes(data), len(data), "letter", pdf, 0, how=how))


def pages_without(name: str, sha256: str, size: int, reason: str, setting: Setting) -> Pages:
    """The slip sheet of a file whose bytes are no longer there, though an event names it."""
    sheet = slip_sheet(name, "not known", size, sha256, reason, setting, kept=False)
    return _final(Pages(name, sha256, size, "missing", sheet, 1, slip=reason))


def _pages(file: _File, setting: Setting) -> Pages:
    opened = what_is(file.data)
    blank = Pages(file.name, file.sha256, len(file.data), opened.kind, b"", 0, part=file.part)
    try:
        if file.depth > DEEPEST:
            raise Unreadable("it lies too deep in mails within mails")
        return _final(_MAKERS.get(opened.kind, _no_pages)(file, opened, blank, setting))
    except Unreadable as problem:
        sheet = slip_sheet(file.name, opened.detail, len(file.data), file.sha256, str(problem), setting)
        return _final(replace(blank, pdf=sheet, slip=str(problem), warnings=(f"shown as a slip sheet: {problem}",)))


def _final(made: Pages) -> Pages:
    """Pages as a cleaned copy with their number, whatever made them."""
    copy = packet_copy(made.pdf)
    return replace(
        made,
        pdf=copy.pdf,
        count=copy.count,
        how=(*made.how, *copy.steps),
        warnings=(*made.warnings, *copy.warnings),
        bookmarks=copy.bookmarks if made.kind in ("pdf", "office") else (),
    )


def _from_pdf(file: _File, opened: Opened, blank: Pages, setting: Setting) -> Pages:
    return replace(blank, pdf=file.data, how=("pages of the PDF as received",))


def _from_image(file: _File, opened: Opened, blank: Pages, setting: Setting) -> Pages:
    made = image_pages(file.data, setting.paper)
    return replace(blank, pdf=made.pdf, how=made.steps)


def _from_text(file: _File, opened: Opened, blank: Pages, setting: Setting) -> Pages:
    text = file.data.decode(opened.encoding or "utf-8", "replace")
    pdf, how = text_pages(text, file.name, setting)
    return replace(blank, pdf=pdf, how=how)


def _from_html(file: _File, opened: Opened, blank: Pages, setting: Setting) -> Pages:
    from frkit.evidence.mail.reading import Mail

    words = safe_html(file.data.decode(opened.encoding or "utf-8", "replace"))
    if not words.strip():
        raise Unreadable("it is a web page without words")
    pdf, how = mail_pages(Mail((("File", file.name),), "", words, ()), (), setting)
    return replace(blank, pdf=pdf, how=(how[0].replace("mail", "web page", 1), *how[1:]))


def _from_office(file: _File, opened: Opened, blank: Pages, setting: Setting) -> Pages:
    made = office_pages(file.data, file.kept_in)
    hidden = "formulas, hidden cells, comments and earlier versions are in the original only"
    derived = (("office.pdf", made.record.output_sha256),)
    return replace(blank, pdf=made.pdf, how=(made.step, hidden), derivatives=derived)


def _from_mail(file: _File, opened: Opened, blank: Pages, setting: Setting) -> Pages:
    mail = read_mail(file.data)
    shown = [part for part in mail.parts if not (part.embedded and small_picture(part.data))]
    try:
        pdf, how = mail_pages(mail, shown, setting)
        made = replace(blank, pdf=pdf, how=how, warnings=mail.warnings)
    except Unreadable as problem:
        sheet = slip_sheet(file.name, opened.detail, len(file.data), file.sha256, str(problem), setting)
        made = replace(blank, pdf=sheet, slip=str(problem))
    return replace(made, parts=tuple(_pages(_attached(part, file), setting) for part in shown))


def _attached(part: Part, mail: _File) -> _File:
    number = f"{mail.part}/{part.number}" if mail.part else part.number
    return _File(part.name, part.data, part.sha256, number, mail.kept_in, mail.depth + 1)


def _no_pages(file: _File, opened: Opened, blank: Pages, setting: Setting) -> Pages:
    raise Unreadable(_NO_PAGES[opened.kind])


_Maker = Callable[[_File, Opened, Pages, Setting], Pages]
_MAKERS: dict[str, _Maker] = {
    "pdf": _from_pdf,
    "image": _from_image,
    "text": _from_text,
    "html": _from_html,
    "office": _from_office,
    "mail": _from_mail,
}
