"""One file looked into before it is taken in: what it is, what is inside, what tells to which request it belongs.

:func:`look` opens files of strangers: in bulk it runs in a process of its own (:mod:`frkit.evidence.apart.running`).
"""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from frkit.base.foreign_files import FileState, state_of
from frkit.evidence.contents.mails import mail_in
from frkit.evidence.contents.parts import LARGEST_MAIL
from frkit.evidence.contents.walking import Walk
from frkit.evidence.intake.mail_facts import MailFacts, mail_facts
from frkit.evidence.intake.private_in_reply import NOTHING, PrivateLook, private_look
from frkit.evidence.intake.private_inside import PrivateInside
from frkit.evidence.mail.types import Mail
from frkit.evidence.opening.what_is import what_is
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.file_texts import LARGEST_LOOKED_INTO

_MOST_WORDS = 60_000
_PAGES = 20
_LISTED = 500
MOST_LISTED = 20_000
"""Files inside one file that are named when it is taken in."""
_MOST_WARNINGS = 20
_BRINGS = ("mail", "outlook", "archive", "pdf")
_TEXTS = (".xml", ".txt", ".html", ".csv", ".json", ".eml")
_LARGEST_TEXT = 4 << 20
_XML = re.compile(r"<[^>]{0,2000}>")


@dataclass(frozen=True)
class Inside:
    """A file within a file."""

    number: str
    name: str
    size: int
    sha256: str
    warning: str = ""


@dataclass(frozen=True)
class Question:
    """Which file to look into, and for which of the requester's own data."""

    path: Path
    values: dict[str, str]
    words: bool = True
    """Whether its words are wanted, to find its request."""


@dataclass(frozen=True)
class Look:
    """What was seen in one file."""

    state: FileState
    """The file as it was when it was looked into; it must be the same when it is copied."""
    kind: str = "unknown"
    detail: str = "file of an unknown kind"
    mail: MailFacts | None = None
    words: str = ""
    """Words of the document, and of what is inside it."""
    inside: tuple[Inside, ...] = ()
    private: PrivateLook = NOTHING
    warnings: tuple[str, ...] = ()
    opened: bool = True
    """False where it could not be looked into, so that nobody knows what it holds."""


def look(question: Question) -> Look:
    """All that intake wants to know of one file; raises Unreadable where it cannot be opened at all."""
    path = question.path
    try:
        state = state_of(os.stat(path))
        opened = what_is(path)
        mail = mail_in(path, opened) if path.stat().st_size <= LARGEST_MAIL else None
        private = private_look(path, path.name, opened.kind, question.values)
        deeper = PrivateInside(opened, question.values, partly=private.partly)
        if mail is not None:
            deeper.see_mail(mail)
        inside, warnings = _inside(path, mail, deeper) if opened.kind in _BRINGS else ([], [])
        private = deeper.added_to(private, whole=bool(inside) and not warnings)
        words = _words(path, opened.kind) if question.words else ""
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from None
    facts = mail_facts(mail, words=question.words) if mail is not None else None
    return Look(state, opened.kind, opened.detail, facts, words, tuple(inside), private, tuple(warnings))


def _inside(path: Path, mail: Mail | None, deeper: PrivateInside) -> tuple[list[Inside], list[str]]:
    """The files inside a file, and those inside them; with what has to be said of it."""
    walk = Walk(path)
    found: list[Inside] = []
    for one in walk:
        deeper.see(one)
        if len(found) >= MOST_LISTED:
            walk.warnings.append(f"more than {MOST_LISTED:,} files are inside; frkit parts lists them all")
            break
        found.append(Inside(one.number, one.part.name, one.part.size, one.part.sha256, one.warning or one.part.warning))
    said = [*(mail.warnings if mail is not None else walk.contents.warnings), *walk.warnings]
    said += [f"not taken out: {one.name} ({one.reason})" for one in walk.contents.left_out[:_MOST_WARNINGS]]
    return found, list(dict.fromkeys(said))[:_MOST_WARNINGS]


def _words(path: Path, kind: str) -> str:
    """Some words of a document."""
    if path.stat().st_size > LARGEST_LOOKED_INTO and kind != "pdf":
        return ""
    reader = {"pdf": _of_pdf, "office": _of_zip, "archive": _of_zip, "text": _of_text, "html": _of_text}.get(kind)
    return reader(path)[:_MOST_WORDS] if reader else ""


def _of_pdf(path: Path) -> str:
    import pypdfium2

    found: list[str] = []
    with contextlib.suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path) as document:
        for number in range(min(len(document), _PAGES)):
            page = document[number]
            found.append(page.get_textpage().get_text_bounded())
            page.close()
            if sum(map(len, found)) > _MOST_WORDS:
                break
    return "\n".join(found)


def _of_zip(path: Path) -> str:
    found: list[str] = []
    broken = (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError, ValueError)
    with contextlib.suppress(*broken), zipfile.ZipFile(path) as archive:
        texts = [one for one in archive.infolist()[:_LISTED] if one.filename.lower().endswith(_TEXTS)]
        for info in texts:
            if info.file_size < _LARGEST_TEXT and sum(map(len, found)) < _MOST_WORDS:
                found.append(_XML.sub(" ", archive.read(info).decode("utf-8", "replace")))
    return "\n".join(found)


def _of_text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(4 * _MOST_WORDS)
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    return _XML.sub(" ", text) if "<" in text else text
