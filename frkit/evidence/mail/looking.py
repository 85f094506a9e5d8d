"""One mail looked into for ``frkit mail``: what it says of its own date and way. For use in a process apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents.mails import mail_in
from frkit.evidence.contents.part import bytes_of
from frkit.evidence.contents.parts import part_at
from frkit.evidence.mail.dkim import Key
from frkit.evidence.mail.proof import Proof, proof_of
from frkit.evidence.opening.what_is import what_is
from frkit.evidence.unreadable import Unreadable


@dataclass(frozen=True)
class MailLook:
    """What is told of a mail: headers for a reader, its proof, its files as (number, name, size, SHA-256), warnings."""

    sha256: str
    headers: tuple[tuple[str, str], ...]
    proof: Proof
    files: tuple[tuple[str, str, int, str], ...]
    warnings: tuple[str, ...]


def look_into_mail(path: Path, number: str, keys: tuple[Key, ...]) -> MailLook:
    """The mail in a file, or in the part of that number; raises Unreadable where it is no mail."""
    part = part_at(path, number) if number else None
    if number and part is None:
        raise Unreadable(f"there is no part {number} in it")
    source = part or path
    opened = what_is(source)
    mail = mail_in(source, opened)
    if mail is None:
        raise Unreadable(f"it is no mail, but: {opened.detail}")
    data = bytes_of(source)
    proof = proof_of(mail, data if opened.kind == "mail" else b"", keys)
    files = tuple((one.number, one.name, one.size, one.sha256) for one in mail.parts)
    return MailLook(sha256_of_bytes(data), mail.headers, proof, files, mail.warnings)
