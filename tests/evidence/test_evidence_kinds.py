"""Every kind of file that agencies and computers make is known by its content, and nothing is read that need not be."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
import time
import tracemalloc
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from frkit.evidence.contents.ole_copy import Storage, ole_file
from frkit.evidence.contents.part import Part
from frkit.evidence.opening.what_is import what_is

NUL = bytes(600)
MAIL = b"From: a@city.example\r\nTo: b@paper.example\r\nSubject: Reply\r\n\r\nDear Requester\r\n"
MARK = b"From a@city.example Mon Mar  2 10:00:00 2026\n"
BOOK = b"\x09\x08\4\0\0\6\5\0"
LOCKED = ", protected by a password"
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"


def ole(**streams: bytes) -> bytes:
    return ole_file(
        Storage({name.replace("_", " ") if name != "Book" else name: data for name, data in streams.items()})
    )


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_iwa", ".iwa"), data)
    return out.getvalue()


def tiff(compression: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (16, 16)).save(out, "TIFF", compression={3: "group3", 4: "group4", 5: "tiff_lzw"}[compression])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (tiff(3), "image", "TIFF image (fax, Group 3)"),
        (tiff(4), "image", "TIFF image (fax, Group 4)"),
        (tiff(5), "image", "TIFF image"),
        (b"\x97JB2\r\n\x1a\n" + NUL, "image", "JBIG2 image"),
        (b"\0\0\0\x18ftypheic" + NUL, "image", "HEIC or AVIF image"),
        (b"\0\0\0\x18ftypavif" + NUL, "image", "HEIC or AVIF image"),
        (b"\0\0\0\x14ftypqt  " + NUL, "media", "QuickTime video (mov)"),
        (b"\0\0\0\x14ftypM4A " + NUL, "media", "MP4 sound (m4a)"),
        (b"\0\0\0\x14ftyp3gp5" + NUL, "media", "3GP sound or video"),
        (b"\0\0\x01\0moov" + NUL, "media", "QuickTime video (mov)"),
        (b"#!AMR\n\x3c" + NUL, "media", "AMR sound"),
        (b"\x02dss\1" + NUL, "media", "DSS dictation"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + NUL, "media", "Windows Media sound or video"),
        (b"DHAV\xfd\0" + NUL, "media", "surveillance video (dav)"),
        (b"\xff\xfb\x90\x64" + NUL, "media", "MP3 sound"),
        (b"\xff\xf1\x50\x80" + NUL, "media", "AAC sound"),
        ((b"\x47" + bytes(187)) * 5, "media", "MPEG video (transport stream)"),
        (b"FORM\0\0\1\0AIFF" + NUL, "media", "AIFF sound"),
        (b"RIFF\0\0\1\0WAVEfmt " + NUL, "media", "WAV sound"),
        (b"\xcf\xad\x12\xfe" + NUL, "archive", "Outlook Express mailbox (dbx)"),
        (b"!BDN" + NUL, "archive", "Outlook data file (pst or ost)"),
        (b"\x78\x9f\x3e\x22\1\0", "outlook", "Outlook attachment bundle (winmail.dat)"),
        (b"\0\5\x16\7\0\2\0\0" + NUL, "unknown", "macOS side file (AppleDouble), which holds no document"),
        (b"Rar!\x1a\7\1\0" + NUL, "archive", "RAR archive"),
        (b"MSCF\0\0\0\0" + NUL, "archive", "cabinet archive (cab)"),
        (gzip.compress(b"x", mtime=0), "archive", "file packed by gzip"),
        (b"MZ\x90\0" + NUL, "unknown", "Windows program"),
        (b"\x7fELF\2\1" + NUL, "unknown", "program"),
        (b"SQLite format 3\0" + NUL, "unknown", "SQLite database"),
        (b"%!PS-Adobe-3.0\n%%EOF", "unknown", "PostScript document"),
        (b"\xffWPC" + NUL, "office", "WordPerfect document (wpd)"),
        (b"{\\rtf1\\ansi words}", "office", "Rich Text document (rtf)"),
        (ole(WordDocument=NUL), "office", "Word document (doc)"),
        (ole(WordDocument=bytes(11) + b"\1" + NUL), "office", "Word document (doc), protected by a password"),
        (ole(Workbook=BOOK + b"\x2f\0\6\0" + NUL), "office", "Excel workbook (xls)" + LOCKED),
        (ole(Workbook=BOOK + b"\x42\0\2\0\xb0\4\x0a\0\0\0"), "office", "Excel workbook (xls)"),
        (ole(EncryptedPackage=NUL, EncryptionInfo=b"x"), "office", "Word, Excel or PowerPoint file" + LOCKED),
        (ole(PowerPoint_Document=NUL), "office", "PowerPoint slides (ppt)"),
        (ole(Catalog=NUL), "unknown", "Windows picture cache (Thumbs.db), which holds no document"),
        (zipped(Index__Document_iwa=b"x"), "office", "Apple Pages, Numbers or Keynote file"),
        (zipped(mimetype=b"application/epub+zip", a=b"x"), "archive", "electronic book (epub)"),
        (zipped(**{"[Content_Types]_xml": b"x", "FixedDocSeq.fdseq": b"x"}), "unknown", "XPS document"),
        (
            zipped(mimetype=OPEN_TEXT, **{"META-INF__manifest_xml": b"<encryption-data>"}),
            "office",
            "OpenDocument text (odt), protected by a password",
        ),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "text", "calendar entries (ics)"),
        (b"\xef\xbb\xbfBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", "text", "address cards (vcf)"),
        (b'date,camera,"plate, read"\n2026-03-02,7,"a,b"\n2026-03-03,8,c\n', "text", "table as text (csv)"),
        (b"date;camera\n2026-03-02;7\n2026-03-03;8\n", "text", "table as text (csv)"),
        (b"Dear Requester, here,\nis the answer, at last,\nas you asked.\n", "text", "plain text"),
        (b"MAC addresses of the cameras are listed below.\n", "text", "plain text"),
        (b"MZ is the name of the unit.\n", "text", "plain text"),
        (b"BMW, 2 doors\n", "text", "plain text"),
        (b"ID3 is a kind of tag.\n", "text", "plain text"),
        (b'{"requests": [1, 2]}', "text", "JSON data"),
        (b"[1] See the contract.\n", "text", "plain text"),
        (b'<?xml version="1.0"?><log/>', "text", "XML data"),
        (b'<?xml version="1.0"?><svg xmlns="x"/>', "image", "SVG drawing"),
        (b"1234\n" + MAIL + b"<?xml version='1.0'?><plist/>", "mail", "e-mail message of Apple Mail (emlx)"),
        (b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n", "mail", "saved web page (mhtml)"),
        (MARK + MAIL + b"\n" + MARK + MAIL, "archive", "mailbox (mbox)"),
    ],
)  # fmt: skip
def test_kinds(data: bytes, kind: str, words: str) -> None:
    opened = what_is(data)
    assert (opened.kind, opened.detail) == (kind, words)
    assert opened.locked == ("password" in words)


def test_a_pdf_that_needs_a_password_says_so() -> None:
    made = pikepdf.new()
    made.add_blank_page()
    for user, locked in (("secret", True), ("", False)):
        out = io.BytesIO()
        made.save(out, encryption=pikepdf.Encryption(owner="owner", user=user))
        assert what_is(out.getvalue()).locked is locked


def test_a_real_workbook_with_a_password(tmp_path: Path) -> None:
    if not shutil.which("7z"):
        pytest.skip("7z makes the archive for this test")
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "b.txt").write_bytes(b"words")
    subprocess.run(["7z", "a", "-tzip", "-px", "a.zip", "a.txt"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    assert what_is(tmp_path / "a.zip").detail == "ZIP archive, protected by a password"
    subprocess.run(["7z", "a", "-tzip", "a.zip", "b.txt"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    assert what_is(tmp_path / "a.zip").detail == "ZIP archive, in part protected by a password"


@pytest.mark.parametrize("begins", [b"", b"%PDF-1.7\n", b"PK\3\4", b"\xff\xd8\xff", b"From a Mon Mar  2 2026\n", b"\0"])
def test_a_huge_sparse_file_is_never_read_into_memory(tmp_path: Path, begins: bytes) -> None:
    path = tmp_path / "huge.bin"
    with path.open("wb") as file:
        file.write(begins)
        file.truncate(4 << 30)
    tracemalloc.start()
    began = time.process_time()
    opened = what_is(path)
    assert time.process_time() - began < 10
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()
    if not begins:
        assert opened.detail == "file without content (only zero bytes)"


def test_a_long_text_is_read_block_by_block(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        for _ in range(60):
            file.write(b"words of the log\n" * 60_000)
        file.write("Straße".encode("cp1252"))
    tracemalloc.start()
    assert (what_is(path).detail, what_is(path).encoding) == ("plain text", "cp1252")
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


def test_characters_cut_by_a_block_are_whole_again() -> None:
    data = b"x" * ((1 << 20) - 1) + "ß".encode() * 10
    assert what_is(data).encoding == "utf-8-sig"


def test_a_part_is_looked_at_like_a_file() -> None:
    assert what_is(Part("1", "a.txt", b"words", "0" * 64)).kind == "text"
