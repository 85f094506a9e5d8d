"""From an original, whatever it is, to pages for a packet; what gives no pages gets a slip sheet, never silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.evidence.contents.mails import mail_in
from frkit.evidence.contents.part import Part
from frkit.evidence.contents.parts import Contents, contents_of
from frkit.evidence.conversion.images import image_pages, small_picture
from frkit.evidence.conversion.made_lists import Listed, joined, listed_pages, notes_pages, web_pages
from frkit.evidence.conversion.made_pages import Setting, slip_sheet, text_pages
from frkit.evidence.conversion.mail_pages import mail_pages
from frkit.evidence.conversion.media import playing_time
from frkit.evidence.office.converting import OfficeFile, OfficePages, office_pages
from frkit.evidence.opening.passwords import passwords_of
from frkit.evidence.opening.unlocking import lock_on, unlocked
from frkit.evidence.opening.what_is import Opened, text_encoding, what_is
from frkit.evidence.pdf.copy import packet_copy
from frkit.evidence.pdf.destinations import Bookmark
from frkit.evidence.sheets.csv_tables import as_workbook, csv_table
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.folder import CampaignFolder

DEEPEST = 4
"""Files within files within files: deeper ones get a slip sheet."""
LARGEST = 1 << 30
"""Bytes of a file that is opened."""
MOST_PARTS = 500
"""Files out of one file that are shown; the list names the others."""
_NO_PAGES = {
    "empty": "it is empty (0 bytes)",
    "media": "it is a recording, which paper cannot show",
    "unknown": "frkit does not know this kind of file",
}
_HOLDERS = ("pdf", "mail", "outlook", "archive")
LOCKED = "it is encrypted, and its password is not known"


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
class File:
    """A file on its way to pages: an original, or one that came inside it."""

    name: str
    data: bytes
    sha256: str
    part: str
    kept_in: Path
    depth: int = 0
    passwords: Mapping[str, str] = field(default_factory=dict)
    unconverted: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of office files that LibreOffice was given before, in vain -> the reason."""
    content: bytes | None = None
    """The bytes without encryption, where a password opened it."""

    @property
    def open(self) -> bytes:
        """The bytes to look at."""
        return self.data if self.content is None else self.content

    def inner(self, part: Part) -> File:
        """A file that came inside this one."""
        number = f"{self.part}/{part.number}" if self.part else part.number
        return replace(
            self, name=part.name, data=part.data, sha256=part.sha256, part=number, depth=self.depth + 1, content=None
        )


def pages_of(
    original: Path, folder: CampaignFolder, request_folder: Path, *, setting: Setting, name: str | None = None
) -> Pages:
    """The pages of an original and of the files inside it. The original is only read.

    ``name`` is the sender's own name for the file. Conversions by outside programs are kept below the request, those
    of a private original below ``private/``. Nothing here is done in a process apart; see ``many_pages``.
    """
    kept_in = kept_below(original, folder.root, request_folder)
    return pages_of_file(original, kept_in, setting, name or original.name, passwords_of(folder.root))


def kept_below(original: Path, root: Path, request_folder: Path) -> Path:
    """The folder that keeps what outside programs make of an original."""
    private = original.resolve().is_relative_to((root / "private").resolve())
    return root / "private" / "derived" if private else request_folder / "derived"


def pages_of_file(
    original: Path,
    kept_in: Path,
    setting: Setting,
    name: str,
    passwords: Mapping[str, str],
    unconverted: Mapping[str, str] | None = None,
) -> Pages:
    """The pages of a file on disk; one that is too large to be opened gets a slip sheet."""
    size = original.stat().st_size
    if size > LARGEST:
        reason = f"it is larger than {LARGEST >> 30} GB"
        return slip_pages(Pages(name, sha256_of(original), size, "unknown", b"", 0), "large file", reason, setting)
    return pages_in(file_on_disk(original, kept_in, name, passwords, unconverted), setting)


def file_on_disk(
    original: Path,
    kept_in: Path,
    name: str,
    passwords: Mapping[str, str],
    unconverted: Mapping[str, str] | None = None,
) -> File:
    """A file on disk as it is read to be turned into pages."""
    data = original.read_bytes()
    return File(name, data, sha256_of_bytes(data), "", kept_in, 0, dict(passwords), dict(unconverted or {}))


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


def slip_pages(blank: Pages, detail: str, reason: str, setting: Setting) -> Pages:
    """The slip sheet of a file that is here and cannot be shown."""
    sheet = slip_sheet(blank.name, detail, blank.size, blank.sha256, reason, setting)
    return _final(replace(blank, pdf=sheet, slip=reason, warnings=(f"shown as a slip sheet: {reason}",)))


def lasting_slip(made: Pages) -> bool:
    """Whether a slip sheet would be the same on any day and computer, whatever programs are there."""
    return made.kind == "missing" or made.slip in (LOCKED, *_NO_PAGES.values())


def pages_in(file: File, setting: Setting) -> Pages:
    """The pages of a file and of all that came inside it."""
    made, inside = own_pages(file, setting)
    return replace(made, parts=tuple(pages_in(one, setting) for one in inside))


def own_pages(file: File, setting: Setting) -> tuple[Pages, tuple[File, ...]]:
    """The pages of a file itself, and the files inside it that are shown after it."""
    opened = what_is(file.data)
    blank = Pages(file.name, file.sha256, len(file.data), opened.kind, b"", 0, part=file.part)
    try:
        if file.depth > DEEPEST:
            raise Unreadable("it lies too deep in files within files")
        file, steps = without_lock(file)
        if file.content is not None:
            opened = what_is(file.open)
            blank = replace(blank, kind=opened.kind)
        made, inside = _MAKERS.get(opened.kind, _no_pages)(file, opened, blank, setting)
        return _final(replace(made, how=(*steps, *made.how))), inside
    except Unreadable as problem:
        detail = ", ".join(filter(None, (opened.detail, playing_time(file.data) if opened.kind == "media" else "")))
        return slip_pages(blank, detail, str(problem), setting), ()


def without_lock(file: File) -> tuple[File, tuple[str, ...]]:
    """An encrypted file opened with its password; raises Unreadable where that is not known."""
    if lock_on(file.data) is None:
        return file, ()
    password = file.passwords.get(file.sha256)
    if password is None:
        raise Unreadable(LOCKED)
    return replace(file, content=unlocked(file.data, password)), ("opened with the password that was given",)


def office_file(file: File, opened: Opened) -> OfficeFile | None:
    """What LibreOffice is to convert for a file: an office file, or a table in plain text; None for all else."""
    if opened.kind == "office":
        return OfficeFile(file.data, file.kept_in, file.content)
    if opened.kind == "text":
        table = csv_table(file.open.decode(opened.encoding or "utf-8", "replace"), file.name)
        return None if table is None else OfficeFile(file.data, file.kept_in, as_workbook(table, file.name))
    return None


def files_inside(file: File, opened: Opened) -> tuple[File, ...]:
    """The files that came inside one, so far as they are shown."""
    return () if opened.kind not in _HOLDERS else tuple(map(file.inner, _shown(_contents(file).parts)))


def _contents(file: File) -> Contents:
    password = file.passwords.get(file.sha256)
    return contents_of(file.open, passwords=(password,) if password else ())


def _shown(parts: Iterable[Part]) -> Iterator[Part]:
    """Parts that get pages of their own: no logos, none that would be too many."""
    seen = 0
    for part in parts:
        if seen < MOST_PARTS and not (part.embedded and small_picture(part.data)):
            seen += 1
            yield part


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


_Made = tuple[Pages, tuple[File, ...]]


def _from_pdf(file: File, opened: Opened, blank: Pages, setting: Setting) -> _Made:
    found = _contents(file)
    inside = tuple(map(file.inner, _shown(found.parts)))
    made = replace(blank, pdf=file.open, how=("pages of the PDF as received",), warnings=found.warnings)
    if found.parts and "portfolio" in opened.detail.lower():
        cover = packet_copy(file.open).pdf
        made = replace(made, pdf=joined(cover, _list_of("What is in the PDF portfolio", file, found, inside, setting)))
    return made, inside


def _from_image(file: File, opened: Opened, blank: Pages, setting: Setting) -> _Made:
    made = image_pages(file.open, setting.paper)
    return replace(blank, pdf=made.pdf, how=made.steps, warnings=made.warnings), ()


def _from_text(file: File, opened: Opened, blank: Pages, setting: Setting) -> _Made:
    text = file.open.decode(opened.encoding or "utf-8", "replace")
    table = office_file(file, opened)
    if table is not None:
        try:
            return _from_libreoffice(file, table, blank, setting, _how_table(file, text)), ()
        except Unreadable:
            pass  # line for line then, as any text
    pdf, how = text_pages(text, file.name, setting)
    return replace(blank, pdf=pdf, how=how), ()


def _how_table(file: File, text: str) -> str:
    table = csv_table(text, file.name)
    return table.how if table else "table"


def _from_html(file: File, opened: Opened, blank: Pages, setting: Setting) -> _Made:
    pdf, how = web_pages(file.name, file.open.decode(opened.encoding or "utf-8", "replace"), setting)
    return replace(blank, pdf=pdf, how=how), ()


def _from_office(file: File, opened: Opened, blank: Pages, setting: Setting) -> _Made:
    office = office_file(file, opened) or OfficeFile(file.data, file.kept_in, file.content)
    return _from_libreoffice(file, office, blank, setting), ()


def _from_libreoffice(file: File, office: OfficeFile, blank: Pages, setting: Setting, table: str = "") -> Pages:
    if file.sha256 in file.unconverted:
        raise Unreadable(file.unconverted[file.sha256])
    made: OfficePages = office_pages(office, setting.paper)
    notes = made.record.notes or ()
    unseen = "formulas, hidden cells, comments" if made.record.notes is None else "formulas"
    said = table or f"{unseen} and earlier versions are in the original only"
    pdf = joined(made.pdf, notes_pages(file.name, notes, setting)) if notes else made.pdf
    listed = (f"a page of notes added: {len(notes):,} on what the pages do not show",) if notes else ()
    derived = (("office.pdf", made.record.output_sha256),)
    cut = tuple(note for note in notes if "only the first" in note)
    return replace(blank, pdf=pdf, how=(made.step, said, *listed), derivatives=derived, warnings=cut)


def _from_mail(file: File, opened: Opened, blank: Pages, setting: Setting) -> _Made:
    mail = mail_in(file.open, opened)
    if mail is None:
        raise Unreadable("it is an Outlook message that cannot be read; ask for it as .eml or PDF")
    shown = list(_shown(mail.parts))
    inside = tuple(file.inner(part) for part in shown)
    try:
        pdf, how = mail_pages(mail, shown, setting, file.data if opened.kind == "mail" else b"")
    except Unreadable as problem:
        return slip_pages(blank, opened.detail, str(problem), setting), inside
    return replace(blank, pdf=pdf, how=how, warnings=mail.warnings), inside


def _from_container(file: File, opened: Opened, blank: Pages, setting: Setting) -> _Made:
    found = _contents(file)
    if not found.parts and not found.left_out:
        raise Unreadable(next(iter(found.warnings), "no file in it can be taken out"))
    inside = tuple(map(file.inner, _shown(found.parts)))
    pdf = _list_of(f"What is in the {_plain_kind(opened)}", file, found, inside, setting)
    how = "list of the files in it set as pages; those that can be taken out follow"
    return replace(blank, pdf=pdf, how=(how,), warnings=found.warnings), inside


def _plain_kind(opened: Opened) -> str:
    return opened.detail.split(" (")[0]


def _list_of(title: str, file: File, found: Contents, inside: tuple[File, ...], setting: Setting) -> bytes:
    shown = {one.part.rsplit("/", 1)[-1] for one in inside}
    files = [
        Listed(one.number, one.name, what_is(one).detail, one.size, one.sha256, shown=one.number in shown)
        for one in found.parts
    ] + [Listed(one.number, one.name, one.reason, one.size, "", shown=False) for one in found.left_out]
    files.sort(key=lambda one: int(one.number) if one.number.isdigit() else 0)
    about = {"name": file.name, "kind": found.detail, "size": len(file.data), "sha256": file.sha256}
    return listed_pages(title, about, files, found.warnings, setting)


def _no_pages(file: File, opened: Opened, blank: Pages, setting: Setting) -> _Made:
    if opened.detail.startswith("damaged"):
        raise Unreadable("it is damaged or cut off, and nothing in it can be shown; ask for it again")
    raise Unreadable(_NO_PAGES.get(opened.kind, _NO_PAGES["unknown"]))


_Maker = Callable[[File, Opened, Pages, Setting], _Made]
_MAKERS: dict[str, _Maker] = {
    "pdf": _from_pdf,
    "image": _from_image,
    "text": _from_text,
    "html": _from_html,
    "office": _from_office,
    "mail": _from_mail,
    "archive": _from_container,
    "outlook": _from_mail,
}
