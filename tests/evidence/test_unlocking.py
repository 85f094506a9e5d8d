"""Encrypted files open with their password alone, and a wrong one is told apart from a damaged file."""

from __future__ import annotations

import io
import tarfile
import zipfile

import msoffcrypto
import openpyxl
import pikepdf
import pytest

from frkit.evidence.opening.unlocking import WrongPassword, is_locked, lock_on, opens, unlocked
from frkit.evidence.unreadable import Unreadable


def workbook() -> bytes:
    made = openpyxl.Workbook()
    made.active["A1"] = "inside"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def locked_workbook(password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook())).encrypt(password, out)
    return out.getvalue()


def test_a_workbook(pdf) -> None:
    data = locked_workbook("Ä b 1")
    assert lock_on(data) == "office" and is_locked(data)
    assert msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted()
    assert openpyxl.load_workbook(io.BytesIO(unlocked(data, "Ä b 1"))).active["A1"].value == "inside"
    with pytest.raises(WrongPassword):
        unlocked(data, "A b 1")
    assert lock_on(workbook()) is None


def test_a_pdf_that_only_its_owner_may_change_opens_as_it_is(pdf) -> None:
    assert lock_on(pdf(encryption=pikepdf.Encryption(owner="boss", user=""))) is None


@pytest.mark.parametrize("strength", [2, 3, 4, 6])
def test_a_pdf(pdf, strength: int) -> None:
    allowed = {"aes": False, "metadata": False} if strength < 4 else {}
    data = pdf("Secret", encryption=pikepdf.Encryption(owner="boss", user="me", R=strength, **allowed))
    assert lock_on(data) == "pdf"
    for password in ("me", "boss"):
        with pikepdf.open(io.BytesIO(unlocked(data, password))) as opened:
            assert not opened.is_encrypted and len(opened.pages) == 1
    assert not opens(data, "you")


def test_a_damaged_locked_file_is_a_reason_and_no_traceback() -> None:
    data = locked_workbook("x")
    for share in (0.3, 0.6, 0.9):
        cut = data[: int(len(data) * share)]
        if lock_on(cut) is not None:
            with pytest.raises(Unreadable):
                unlocked(cut, "x")


@pytest.mark.parametrize("form", ["zip", "tar"])
def test_an_archive_that_begins_with_a_locked_pdf_is_not_locked_itself(pdf, form: str) -> None:
    inner = pdf("Secret", encryption=pikepdf.Encryption(owner="boss", user="me"))
    out = io.BytesIO()
    if form == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("a.pdf", inner)
    else:
        with tarfile.open(fileobj=out, mode="w") as made:
            info = tarfile.TarInfo("a.pdf")
            info.size = len(inner)
            made.addfile(info, io.BytesIO(inner))
    assert b"%PDF-" in out.getvalue()[:1024], "where a PDF may begin"
    assert lock_on(inner) == "pdf" and lock_on(out.getvalue()) is None and not is_locked(out.getvalue())
