"""The files that a file brought with it: attachments of mails, files in archives, mailboxes and PDFs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from frkit.evidence.contents.gathering import Enough, Gathering, LeftOut
from frkit.evidence.contents.mailboxes import read_mailbox
from frkit.evidence.contents.mails import mail_in
from frkit.evidence.contents.packed import read_packed
from frkit.evidence.contents.part import Part, Source, opened, size_of
from frkit.evidence.contents.pdf_files import read_pdf
from frkit.evidence.contents.seven_zip import read_seven_zip
from frkit.evidence.contents.tar_files import read_tar
from frkit.evidence.contents.zip_files import read_zip
from frkit.evidence.opening.what_is import Opened, what_is

LARGEST_MAIL = 512 << 20
_NOT_OPENED = {
    "RAR archive": "frkit cannot open it; unpack it with a program of your own and take in what is in it",
    "Outlook data file (pst or ost)": "frkit cannot open it; save the mails in it as .msg, .eml or .mbox",
}
_READERS: tuple[tuple[str, Callable[[BinaryIO, Gathering], None]], ...] = (
    ("ZIP archive", read_zip),
    ("damaged ZIP archive", read_zip),
    ("electronic book", read_zip),
    ("7-Zip archive", read_seven_zip),
    ("tar archive", read_tar),
    ("mailbox", read_mailbox),
    ("file packed by gzip", read_packed),
    ("file packed by bzip2", read_packed),
    ("file packed by xz", read_packed),
    ("PDF", read_pdf),
)


@dataclass(frozen=True)
class Contents:
    """What is in a file: its parts, those that were not taken out, and what has to be said of it."""

    opened: Opened
    parts: tuple[Part, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    detail: str = ""
    """What the file is, in words."""

    @property
    def locked(self) -> bool:
        """Whether something in it needs a password that was not given."""
        return any(one.encrypted for one in self.left_out)


def contents_of(source: Source, *, passwords: tuple[str, ...] = (), only: str = "") -> Contents:
    """What is in a file; never fails for what is in it: what cannot be taken out is named with the reason.

    ``only`` is the number of the one part that is wanted; those after it are not looked at.
    """
    kind = what_is(source)
    if kind.kind in ("mail", "outlook"):
        return _of_mail(source, kind)
    reader = _reader_of(kind)
    if reader is None:
        why = next((why for words, why in _NOT_OPENED.items() if kind.detail.startswith(words)), "")
        if kind.kind == "archive" and not why:
            why = "frkit cannot open archives of this kind; unpack it yourself and take in what is in it"
        return Contents(kind, warnings=(why,) if why else (), detail=kind.detail)
    found = Gathering(size_of(source), passwords, only=only)
    with opened(source) as file:
        _gather(reader, file, found)
    return Contents(kind, tuple(found.parts), tuple(found.left_out), tuple(found.warnings), found.detail or kind.detail)


def parts_of(source: Source, *, passwords: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """The files in a file, in its order; most files bring none."""
    return contents_of(source, passwords=passwords).parts


def part_at(source: Source, number: str, *, passwords: tuple[str, ...] = ()) -> Part | None:
    """The part of that number, or None; ``2/1`` is the first file in the second part."""
    found: Part | None = None
    for step in number.split("/"):
        parts = contents_of(source, passwords=passwords, only=step).parts
        found = next((part for part in parts if part.number == step), None)
        if found is None:
            return None
        source = found
    return found


def _reader_of(kind: Opened) -> Callable[[BinaryIO, Gathering], None] | None:
    if kind.kind not in ("archive", "pdf"):
        return None
    return next((reader for words, reader in _READERS if kind.detail.startswith(words)), None)


def _gather(reader: Callable[[BinaryIO, Gathering], None], file: BinaryIO, found: Gathering) -> None:
    try:
        reader(file, found)
    except Enough:
        pass
    except MemoryError:
        found.warn("opening it takes too much memory; the rest is only in the original")
    except Exception as error:
        rest = "the rest" if found.parts else "it"
        found.warn(f"damaged: {rest} cannot be read ({_short(error)})")


def _short(error: Exception) -> str:
    """What went wrong, without the name of the stream that libraries put before it: that holds folders of ours."""
    return " ".join(str(error).rpartition(">: ")[2].split())[:80] or type(error).__name__


def _of_mail(source: Source, kind: Opened) -> Contents:
    if size_of(source) > LARGEST_MAIL:
        why = f"a mail of more than {LARGEST_MAIL >> 20} MB; its attached files are only in the original"
        return Contents(kind, warnings=(why,), detail=kind.detail)
    mail = mail_in(source, kind)
    if mail is None:
        return Contents(kind, detail=kind.detail)
    return Contents(kind, mail.parts, (), mail.warnings, kind.detail)


__all__ = ["Contents", "LeftOut", "Part", "contents_of", "part_at", "parts_of"]
