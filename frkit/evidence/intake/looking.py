"""One file looked into before it is taken in: what it is, what is inside, what tells to which request it belongs.

:func:`look` opens files of strangers: in bulk it runs in a process of its own (:mod:`frkit.evidence.apart`).
"""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from frkit.base.foreign_files import FileState, state_of
from frkit.evidence.contents.parts import parts_of
from frkit.evidence.intake.mail_facts import MailFacts, mail_facts
from frkit.evidence.intake.private_in_reply import NOTHING, PrivateLook, private_look
from frkit.evidence.mail.reading import read_mail
from frkit.evidence.opening import what_is
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.file_texts import LARGEST_LOOKED_INTO

_MOST_WORDS = 60_000
_PAGES = 20
_LISTED = 500
_DEEPEST = 5
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


def look(question: Question) -> Look:
    """All that intake wants to know of one file; raises Unreadable where it cannot be opened at all."""
    path = question.path
    try:
        state = state_of(os.stat(path))
        opened = what_is(path)
        private = private_look(path, path.name, opened.kind, question.values)
        mail = data = None
        if opened.kind == "mail" and path.stat().st_size <= LARGEST_LOOKED_INTO:
            data = path.read_bytes()
            mail = read_mail(data)
        inside = tuple(_inside(path)) if opened.kind in ("mail", "outlook", "archive", "pdf") else ()
        words = _words(path, opened.kind, [one.name for one in inside]) if question.words else ""
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from None
    facts = mail_facts(data, mail) if data is not None and mail is not None else None
    if facts is not None and not question.words:
        facts = replace(facts, own_words="", quoted="")
    return Look(
        state,
        opened.kind,
        opened.detail,
        facts,
        words,
        inside,
        private,
        mail.warnings if mail is not None else (),
    )


def _inside(source: Path | bytes, before: str = "", depth: int = 0) -> Iterator[Inside]:
    """The files inside a file, and those inside them."""
    for count, part in enumerate(parts_of(source)):
        if count >= _LISTED:
            return
        yield Inside(before + part.number, part.name, part.size, part.sha256)
        if depth < _DEEPEST:
            yield from _inside(part.data, f"{before}{part.number}/", depth + 1)


def _words(path: Path, kind: str, names: list[str]) -> str:
    """Some words of a document, and the names of the files inside it."""
    told = "\n".join(names[:_LISTED])
    if path.stat().st_size > LARGEST_LOOKED_INTO and kind != "pdf":
        return told
    reader = {"pdf": _of_pdf, "office": _of_zip, "archive": _of_zip, "text": _of_text, "html": _of_text}.get(kind)
    return f"{told}\n{reader(path)}"[:_MOST_WORDS] if reader else told


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
