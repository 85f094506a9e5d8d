"""What a file is, is told by its bytes; its name may say anything."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from frkit.evidence.opening.what_is import what_is


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, form)
    return out.getvalue()


def archive(*names: str, **content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"x")
        for name, data in content.items():
            package.writestr(name, data)
    return out.getvalue()


MAIL = b"Received: from a by b\r\nFrom: Records <r@city.example>\r\nSubject: Your request\r\n\r\nDear Requester"


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"%PDF-1.7\n...", "pdf", "PDF"),
        (b"\n\n junk %PDF-1.4\n1 0 obj\n after a mail server's banner", "pdf", "PDF after other bytes"),
        (b"A PDF begins with %PDF-1.4, says the standard.", "text", "plain text"),
        (b"From: a@b.example\nSubject: x\n\n%PDF-1.4\n1 0 obj", "mail", "e-mail"),
        (archive(scan=b"%PDF-1.4\n1 0 obj"), "archive", "ZIP"),
        (MAIL, "mail", "e-mail"),
        (b"From r@city.example Mon Mar  2 10:00:00 2026\n" + MAIL, "mail", "e-mail"),
        (b"Subject: the agenda\nThis line is no header, so this is a memo.", "text", "plain text"),
        (b"Dear Sir: thank you\nTo: whom it may concern\n", "text", "plain text"),
        (picture("PNG"), "image", "PNG"),
        (picture("JPEG"), "image", "JPEG"),
        (picture("TIFF"), "image", "TIFF"),
        (picture("WEBP"), "image", "WebP"),
        (archive("[Content_Types].xml", "word/document.xml"), "office", "Word"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "office", "Excel"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "office", "OpenDocument"),
        (archive("scan1.pdf"), "archive", "ZIP"),
        (b"{\\rtf1 Hello}", "office", "Rich Text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"), "outlook", "Outlook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "office", "Word"),
        (b"<!DOCTYPE html><html><body>Hi</body></html>", "html", "web page"),
        (b"  <!-- made by a portal -->\n<HTML>", "html", "web page"),
        ("Straße, 5 £".encode(), "text", "plain text"),
        ("Straße, 5 £".encode("cp1252"), "text", "plain text"),
        ("\ufeffStraße".encode("utf-16-le"), "text", "plain text"),
        (b"\x00\x00\x00\x18ftypmp42", "media", "MP4"),
        (b"", "empty", "empty"),
        (b"\x00\x01\x02\x03\xff\xfe", "unknown", "unknown"),
    ],
)
def test_kind_by_content(data: bytes, kind: str, words: str) -> None:
    opened = what_is(data)
    assert opened.kind == kind
    assert words.lower() in opened.detail.lower()


def test_a_name_convinces_nobody(tmp_path) -> None:
    path = tmp_path / "contract.pdf"
    path.write_bytes(picture("PNG"))
    assert what_is(path).kind == "image"


def test_a_damaged_archive_is_no_error() -> None:
    assert "damaged ZIP" in what_is(archive("a.txt")[:40]).detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_the_encoding_found_reads_the_text(encoding: str) -> None:
    data = "Prüfung: 20 £".encode(encoding)
    assert data.decode(what_is(data).encoding or "ascii").lstrip("\ufeff") == "Prüfung: 20 £"
