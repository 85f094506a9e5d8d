"""The requester's address is found in packed archives and in Outlook's mails, before git could see it."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import py7zr
import pytest
from outlook_files import SENT, attribute, msg, packed_rtf, winmail

from frkit.evidence.intake.looking import Question, look
from frkit.evidence.intake.private_in_reply import NOTHING

VALUES = {"12 Hidden Lane, Oakland": "address of requester", "robin@secret.example": "e-mail of requester"}
RICH = rb"{\rtf1\fromhtml1 12 Hid{\b den} Lane, Oakland}"
LETTER = b"We mailed it to 12 Hidden Lane, Oakland."
PACKED = gzip.compress(LETTER, mtime=0)


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
        (PACKED, "address of requester"),
        (msg({0x0037: "x", 0x0039: SENT, 0x1009: packed_rtf(RICH)}), "address of requester"),
        (msg({0x0037: "x", 0x0039: SENT}, [{0x3003: "robin@secret.example", 0x3002: "SMTP"}]), "e-mail of requester"),
        (winmail(attribute(2, 0x9002, bytes(14)), attribute(2, 0x800F, PACKED)), "address of requester"),
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


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def attached(data: bytes, name: str) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "records@lapd.example", "x"
    made.set_content("words")
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


@pytest.mark.parametrize(
    "data",
    [
        attached(seven_zip(), "a.7z"),
        attached(tar_gz(), "a.tgz"),
        attached(attached(PACKED, "a.gz"), "fwd.eml"),
        zipped(("a.7z", seven_zip())),
        zipped(("deep.zip", zipped(("a.tgz", tar_gz())))),
        zipped(*((f"{number}.txt", b"words") for number in range(1200)), ("last.txt", LETTER)),
    ],
    ids=[
        "7z in a mail",
        "tgz in a mail",
        "gz in a mail in a mail",
        "7z in a ZIP",
        "tgz in a ZIP in a ZIP",
        "the 1201st",
    ],
)
def test_it_is_found_however_it_is_wrapped(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "reply.bin"
    path.write_bytes(data)
    assert look(Question(path, VALUES)).private.found == ("address of requester",)


def test_a_bomb_in_bombs_is_looked_into_in_seconds_and_what_was_passed_over_is_said(tmp_path: Path) -> None:
    inner = zipped(("x.txt", bytes(50 << 20)))
    for _ in range(2):
        inner = zipped(*((f"{number}.zip", inner + bytes([number])) for number in range(16)))
    path = tmp_path / "bomb.zip"
    path.write_bytes(inner)
    began = time.process_time()
    seen = look(Question(path, VALUES))
    assert time.process_time() - began < 25
    assert seen.private.unseen == "not all that is in it was looked into" and seen.private.found == ()


def test_a_file_that_calls_itself_a_bomb_is_believed_early(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("huge.txt", "w", force_zip64=True) as file:
            for _ in range(700):
                file.write(bytes(1 << 20))
        archive.writestr("letter.txt", LETTER)
    began = time.process_time()
    seen = look(Question(path, VALUES))
    assert time.process_time() - began < 6
    assert any("huge.txt" in one and "as a bomb does" in one for one in seen.warnings)
    assert [one.name for one in seen.inside] == ["letter.txt"] and seen.private.found == ("address of requester",)
