"""The requester's address is found in packed archives and in Outlook's mails, before git could see it."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import py7zr
import pytest
from outlook_files import SENT, attribute, msg, packed_rtf, winmail

from frkit.evidence.intake.looking import Question, look
from frkit.evidence.intake.private_in_reply import NOTHING

VALUES = {"12 Hidden Lane, Oakland": "address of requester", "robin@secret.example": "e-mail of requester"}
RICH = rb"{\rtf1\fromhtml1 12 Hid{\b den} Lane, Oakland}"
LETTER = b"We mailed it to 12 Hidden Lane, Oakland."


def seven_zip() -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(LETTER, "letter.txt")
    return out.getvalue()


def tar_gz() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("letter.txt")
        info.size = len(LETTER)
        archive.addfile(info, io.BytesIO(LETTER))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (seven_zip(), "address of requester"),
        (tar_gz(), "address of requester"),
        (gzip.compress(LETTER), "address of requester"),
        (msg({0x0037: "x", 0x0039: SENT, 0x1009: packed_rtf(RICH)}), "address of requester"),
        (msg({0x0037: "x", 0x0039: SENT}, [{0x3003: "robin@secret.example", 0x3002: "SMTP"}]), "e-mail of requester"),
        (winmail(attribute(2, 0x9002, bytes(14)), attribute(2, 0x800F, gzip.compress(LETTER))), "address of requester"),
    ],
    ids=["7z", "tar.gz", "gz", "msg body", "msg recipient", "winmail with a packed file"],
)  # fmt: skip
def test_it_is_found(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "reply.bin"
    path.write_bytes(data)
    assert look(Question(path, VALUES)).private.found == (what,)


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "reply.gz"
    path.write_bytes(gzip.compress(b"Dear Requester"))
    assert look(Question(path, VALUES)).private == NOTHING
