"""Files of every kind, damaged at random, through the whole way to pages: each file in is pages or a slip sheet.

Twenty-four seconds by default, shared among the kinds of files; FRKIT_FUZZ_SECONDS=3600 for an hour.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import time
import wave
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from frkit.base.files import sha256_of_bytes
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.one_file import File, Pages, pages_in
from frkit.evidence.sheets.csv_tables import as_workbook, csv_table
from frkit.evidence.sheets.layout import laid_out
from frkit.evidence.sheets.saved_values import with_saved_values
from frkit.evidence.unreadable import Unreadable

SECONDS = float(os.environ.get("FRKIT_FUZZ_SECONDS", "24"))
PIECES = (
    b"<<", b">>", b"/Kids [1 0 R]", b" 0 R", b"/Rotate 45", b"/Count 99999", b"endobj", b"\xff\xd8", b"\xff\xd9",
    b"PK\x03\x04",
    b"\x00\x00\xff\xff", b"=?utf-8?B?", b"\r\n\r\n", b"boundary=", b"<table:table-row>", b"99999999", b"-1", b"IHDR",
)  # fmt: skip


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((60, 40), 70).convert("RGB").save(out, form)
    return out.getvalue()


def document() -> bytes:
    made = pikepdf.new()
    for _ in range(3):
        made.add_blank_page(page_size=(200, 200))
        made.pages[-1].obj.Contents = made.make_stream(b"q 0 0 m 100 100 l S Q")
    made.attachments["inside.txt"] = b"attached words"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.png", picture("PNG"))
        made.writestr("b.txt", b"words")
        made.writestr("c.pdf", document())
    return out.getvalue()


def mail() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@b.example", "c@d.example", "Records"
    made.set_content("Attached.")
    made.add_attachment(picture("JPEG"), maintype="image", subtype="jpeg", filename="photo.jpg")
    made.add_attachment(archive(), maintype="application", subtype="zip", filename="all.zip")
    return made.as_bytes()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(bytes(800))
    return out.getvalue()


def seeds() -> dict[str, bytes]:
    """One small file of each kind."""
    return {
        "a.pdf": document(), "a.jpg": picture("JPEG"), "a.png": picture("PNG"), "a.tif": picture("TIFF"),
        "a.gif": picture("GIF"), "a.webp": picture("WEBP"), "a.zip": archive(), "a.eml": mail(), "a.wav": sound(),
        "a.html": b"<html><body><p>words <b>bold</b></p><table><tr><td>1</td></tr></table></body></html>",
        "a.txt": "Füße\n".encode("cp1252") * 20,
    }  # fmt: skip


def damaged(data: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(spoilt) + 1)
        choice = dice.random()
        if choice < 0.3:
            spoilt[at : at + dice.randint(0, 40)] = dice.choice(PIECES)
        elif choice < 0.6:
            spoilt[at : at + dice.randint(1, 4)] = dice.randbytes(dice.randint(0, 4))
        elif choice < 0.7:
            del spoilt[at:]
        else:
            spoilt[at:at] = spoilt[at : at + dice.randint(1, 200)]
    return bytes(spoilt)


def well_made(made: Pages) -> None:
    """Every file is there: as pages that open, or as a slip sheet with a reason."""
    for one in made.every():
        assert one.count >= 1 and (one.slip is None or one.slip)
        opened = pypdfium2.PdfDocument(one.pdf)
        assert len(opened) == one.count
        opened.close()
        assert len(one.sha256) == 64


@pytest.mark.parametrize("name", seeds())
def test_anything_in_pages_out(name: str, tmp_path: Path) -> None:
    setting = Setting(tmp_path, date(2026, 3, 2), "Letter")
    dice, until = random.Random(name + os.environ.get("FRKIT_FUZZ_SEED", "")), time.monotonic() + SECONDS / 11
    original, tried = seeds()[name], 0
    while time.monotonic() < until or tried < 3:
        data = damaged(original, dice)
        tried += 1
        try:
            well_made(pages_in(File(name, data, sha256_of_bytes(data), "", tmp_path / "derived"), setting))
        except Exception:
            (Path(os.environ.get("TMPDIR", "/tmp")) / f"frkit-fuzz-{sha256_of_bytes(data)[:12]}-{name}").write_bytes(
                data
            )
            raise


def test_workbooks_are_laid_out_or_refused_in_words() -> None:
    book = openpyxl.Workbook()
    for row in range(20):
        book.active.append([f"cell {row}", row, "=A1"])
    out = io.BytesIO()
    book.save(out)
    table = csv_table("a;b\n1;2\n3;4\n", "x.csv")
    assert table is not None
    ods = as_workbook(table, "x")
    dice, until = random.Random(7), time.monotonic() + SECONDS / 5
    while time.monotonic() < until:
        with contextlib.suppress(Unreadable):
            with_saved_values(damaged(out.getvalue(), dice))
        for inner in ("content.xml", "styles.xml"):
            try:
                laid_out(with_spoilt(ods, inner, dice), "A4")
            except Unreadable as problem:
                assert str(problem)


def with_spoilt(package: bytes, name: str, dice: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, damaged(data, dice) if entry.filename == name else data)
    return out.getvalue()
