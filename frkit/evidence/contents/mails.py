"""Mails in whatever form they come: as they were sent (eml), or as Outlook stores them (msg, winmail.dat)."""

from __future__ import annotations

from frkit.evidence.contents.msg import read_msg
from frkit.evidence.contents.part import Source, bytes_of, opened
from frkit.evidence.contents.tnef import MARK, read_tnef
from frkit.evidence.mail.reading import read_mail
from frkit.evidence.mail.types import Mail
from frkit.evidence.opening.what_is import Opened, what_is


def mail_in(source: Source, kind: Opened | None = None) -> Mail | None:
    """The mail that a file is, or None where it is none; never fails: what cannot be read is a warning."""
    kind = kind or what_is(source)
    if kind.kind == "mail":
        return read_mail(bytes_of(source))
    if kind.kind == "outlook":
        with opened(source) as file:
            if file.read(len(MARK)) == MARK:
                return read_tnef(bytes_of(source))
            return read_msg(file)
    return None
