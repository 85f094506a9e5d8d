"""Outlook messages and winmail.dat: read as the mails they are, with every file, in whatever code page."""

from __future__ import annotations

import email
import io
import random
import shutil
import struct
import subprocess
from email import policy
from pathlib import Path

import olefile
import pytest
from outlook_files import SENT, attribute, message, msg, packed_rtf, properties, winmail

from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents.mails import mail_in
from frkit.evidence.contents.ole_copy import Storage, ole_file
from frkit.evidence.contents.parts import contents_of, part_at, parts_of
from frkit.evidence.contents.rtf_packing import unpacked_rtf
from frkit.evidence.contents.rtf_words import words_of_rtf
from frkit.evidence.mail.types import Mail
from frkit.evidence.opening.what_is import what_is

PDF = b"%PDF-1.7\n" + random.Random(3).randbytes(20_000)
WHO = {0x0042: "Records Unit", 0x0065: "records@city.example", 0x0064: "SMTP"}
WORDS = {
    0x001A: "IPM.Note",
    0x0037: "Your request – Überprüfung",
    0x1000: "Dear Requester,\r\n5 £ are due.\r\n",
    0x0039: SENT,
}
TO = {0x3001: "Paper, The", 0x3002: "EX", 0x3003: "/O=X/CN=Y", 0x39FE: "desk@paper.example", 0x0C15: 1}
COPY = {0x3001: "Clerk", 0x3002: "SMTP", 0x3003: "clerk@city.example", 0x0C15: 2}
HIDDEN = {0x3001: "boss@city.example", 0x3002: "SMTP", 0x3003: "boss@city.example", 0x0C15: 3}


def read(data: bytes) -> Mail:
    mail = mail_in(data)
    assert mail is not None
    return mail


def file(name: str, data: bytes, more: dict | None = None) -> dict:
    return {0x3705: 1, 0x3707: name, 0x3704: "SHORT~1.PDF", 0x3701: data, **(more or {})}


def test_a_message_that_was_never_sent_has_the_headers_of_its_properties() -> None:
    mail = read(msg({**WHO, **WORDS, 0x1035: "<1@city.example>", 0x1042: "<0@paper.example>"}, [TO, COPY, HIDDEN]))
    assert mail.headers == (
        ("From", "Records Unit <records@city.example>"),
        ("To", '"Paper, The" <desk@paper.example>'),
        ("Cc", "Clerk <clerk@city.example>"),
        ("Bcc", "boss@city.example"),
        ("Date", "Mon, 02 Mar 2026 18:00:00 +0000"),
        ("Subject", "Your request – Überprüfung"),
        ("Message-ID", "<1@city.example>"),
        ("In-Reply-To", "<0@paper.example>"),
    )
    assert mail.text == "Dear Requester,\n5 £ are due.\n" and not mail.warnings


def test_headers_that_came_over_the_network_win_and_are_all_kept() -> None:
    came = (
        "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a by b; Mon, 2 Mar 2026 18:00:05 +0000\r\n"
        "Authentication-Results: b; dkim=pass\r\nFrom: =?utf-8?q?R=C3=A9cords?= <r@city.example>\r\n"
        "Subject: As it came\r\n\r\n"
    )
    mail = read(msg({**WHO, **WORDS, 0x007D: came}, [TO]))
    assert mail.header("From") == "Récords <r@city.example>" and mail.header("Subject") == "As it came"
    assert mail.all_of("Received") == ("from a by b; Mon, 2 Mar 2026 18:00:05 +0000",)
    assert mail.header("Authentication-Results") == "b; dkim=pass"
    assert mail.header("To") == '"Paper, The" <desk@paper.example>'


def test_somebody_who_sent_it_for_another_is_named() -> None:
    mail = read(msg({**WHO, **WORDS, 0x0C1A: "Pat Clerk", 0x5D01: "pat@city.example"}))
    assert mail.header("Sender") == "Pat Clerk <pat@city.example>"


@pytest.mark.parametrize(("page", "coding"), [(1252, "cp1252"), (932, "cp932"), (1251, "cp1251"), (65001, "utf-8")])
def test_texts_in_eight_bits_are_read_by_their_code_page(page: int, coding: str) -> None:
    words = {"cp1252": "Straße", "cp932": "顔認証の契約", "cp1251": "Договор", "utf-8": "Straße 顔"}[coding]
    mail = read(
        msg({0x0037: words, 0x1000: words, 0x3FFD: page}, attachments=[file(f"{words}.pdf", PDF)], narrow=coding)
    )
    assert mail.header("Subject") == words and mail.text == words
    assert mail.parts[0].name == f"{words}.pdf" and mail.parts[0].sha256 == sha256_of_bytes(PDF)


def test_files_in_their_order_with_the_best_name_there_is() -> None:
    files = [
        file("contract.pdf", PDF),
        {0x3705: 1, 0x3704: "SCAN.PDF", 0x3701: b"two"},
        {0x3705: 1, 0x3001: "shown name", 0x370E: "image/jpeg", 0x3701: b"three"},
        {0x3705: 1, 0x3701: b"four"},
        file("C:\\Users\\pat\\five.txt", b"five"),
        file("empty.txt", b""),
    ]
    mail = read(msg(WORDS, attachments=files))
    assert [part.name for part in mail.parts] == [
        "contract.pdf", "SCAN.PDF", "shown name.jpg", "attached file", "five.txt", "empty.txt"
    ]  # fmt: skip
    assert [part.data for part in mail.parts] == [PDF, b"two", b"three", b"four", b"five", b""]


def test_pictures_that_the_body_shows() -> None:
    html = b'<html><meta charset="utf-8"><p>F\xc3\xa9e</p><img src="cid:logo@1"></html>'
    files = [file("logo.png", b"\x89PNG", {0x3712: "logo@1"}), file("map.png", b"\x89PNGmap")]
    mail = read(msg({**WORDS, 0x1013: html, 0x3FDE: 65001}, attachments=files))
    assert "Fée" in mail.html and mail.pictures == (("cid:logo@1", "1"),)
    assert [part.embedded for part in mail.parts] == [True, False]


def test_a_mail_within_a_mail_is_a_message_of_its_own() -> None:
    deep = message({**WORDS, 0x0037: "deepest"}, attachments=[file("deep.txt", b"deep")], head=24)
    inner = message(
        {**WHO, **WORDS, 0x0037: "inner"}, [TO], [file("in.pdf", PDF), ({0x3705: 5, 0x3001: "deepest"}, deep)], head=24
    )
    data = msg(WORDS, attachments=[({0x3705: 5, 0x3001: "Forwarded: inner"}, inner), file("after.txt", b"after")])
    first, second = parts_of(data)
    assert first.name == "Forwarded: inner.msg" and what_is(first).kind == "outlook" and second.data == b"after"
    with olefile.OleFileIO(io.BytesIO(first.data), raise_defects=olefile.DEFECT_INCORRECT) as opened:
        assert opened.exists("__properties_version1.0")
    mail = read(first.data)
    assert mail.header("Subject") == "inner" and mail.header("Date").startswith("Mon, 02 Mar 2026")
    part = part_at(data, "1/2/1")
    assert part is not None and (part.name, part.data) == ("deep.txt", b"deep")
    assert [one.sha256 for one in parts_of(data)] == [one.sha256 for one in parts_of(data)]


def test_an_object_of_another_program_is_taken_out_as_its_own_file() -> None:
    word = Storage({"WordDocument": bytes(12) + b"words", "\x01CompObj": b"x"})
    (part,) = parts_of(msg(WORDS, attachments=[({0x3705: 6, 0x3001: "Document"}, word)]))
    assert what_is(part).detail == "Word document (doc)"


def test_a_file_that_is_only_linked_is_said() -> None:
    linked = {0x3705: 7, 0x3707: "plan.pdf", 0x370D: "https://share.example/plan.pdf"}
    mail = read(msg(WORDS, attachments=[linked, file("b.txt", b"b")]))
    assert [(part.number, part.name) for part in mail.parts] == [("2", "b.txt")]
    assert "https://share.example/plan.pdf" in mail.warnings[0] and "not in the mail" in mail.warnings[0]


def test_a_signed_message_is_read_as_it_was_sent() -> None:
    signed = (
        b'Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"\r\n\r\n--b\r\n'
        b"Content-Type: text/plain\r\n\r\nSigned words\r\n--b\r\n"
        b"Content-Type: application/pgp-signature; name=s.asc\r\n\r\nproof\r\n--b--\r\n"
    )
    mail = read(
        msg(
            {**WHO, **WORDS, 0x001A: "IPM.Note.SMIME.MultipartSigned", 0x1000: ""},
            attachments=[file("smime.p7m", signed)],
        )
    )
    assert mail.text.strip() == "Signed words" and mail.header("From").startswith("Records Unit")
    assert [part.name for part in mail.parts] == ["s.asc"]


PAGE = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fmodern\fcharset128 Gothic;}}"
    rb"{\*\htmltag19 <html>}{\*\htmltag2 \par}{\*\htmltag64 <p class=\'22a\'22>}\htmlrtf {\htmlrtf0 "
    rb"Caf\'e9 \{x\} \u8364?5 {\f1 \'8a\'e7}{\*\htmltag84 <br>}\htmlrtf \par\htmlrtf0 {\*\mhtmltag5 hidden}end"
    rb"\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag27 </html>}}"
)


def test_a_web_page_hidden_in_rich_text_comes_out() -> None:
    page = '<html>\r\n<p class="a">Café {x} €5 顔<br>end</p></html>'
    assert words_of_rtf(PAGE).html == page
    for packed in (packed_rtf(PAGE), packed_rtf(PAGE, plain=True)):
        mail = read(msg({0x0037: "x", 0x1009: packed}))
        assert mail.html == page and mail.bodies[0].html == page


def test_rich_text_alone_gives_its_words() -> None:
    rich = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0;}{\*\generator X;}"
        rb"{\info{\title hidden}}\pard Dear \b Requester\b0 ,\par fee:\tab \'80 5 \f1 \'c4\'e0\f0 \par"
        rb"{\pict\pngblip 89504e}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}} \u-10179?\u-8704? end\bin3 }}}}"
    )
    words = words_of_rtf(rich)
    assert words.text == "Dear Requester,\r\nfee:\t€ 5 Да\r\nlink 😀 end"
    assert read(msg({0x0037: "x", 0x1009: packed_rtf(rich)})).text.startswith("Dear Requester,\nfee:")


def test_packed_rich_text_as_the_standard_shows_it() -> None:
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c0900206277 05b06c647d0a800fa0".replace(
            " ", ""
        )
    )
    assert unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_a_message_with_a_broken_chain_gives_all_the_rest() -> None:
    data = bytearray(msg({**WHO, **WORDS}, [TO], [file("contract.pdf", PDF), file("after.txt", b"after")]))
    sector = (data.index(PDF[:64]) - 512) // 512 + 10
    (table,) = struct.unpack_from("<I", data, 76)
    struct.pack_into("<I", data, 512 + table * 512 + 4 * sector, 0xFFFFFFFE)
    mail = read(bytes(data))
    assert mail.header("From").startswith("Records Unit") and "5 £" in mail.text
    assert [(part.number, part.name) for part in mail.parts][-1] == ("2", "after.txt")
    assert "cut off within it" in mail.parts[0].warning and PDF.startswith(mail.parts[0].data)


def test_a_message_cut_in_half_is_named_and_no_error() -> None:
    data = msg({**WHO, **WORDS}, [TO], [file("contract.pdf", PDF)])
    assert contents_of(data[: len(data) // 2]).opened.kind in ("outlook", "unknown")


def test_another_program_reads_what_the_tests_build(tmp_path: Path) -> None:
    """Or the tests would only show that frkit agrees with itself."""
    if not shutil.which("msgconvert"):
        pytest.skip("msgconvert reads the message for this test")
    (tmp_path / "a.msg").write_bytes(
        msg({**WHO, **WORDS, 0x0E04: "Paper, The"}, [TO, COPY], [file("contract.pdf", PDF)])
    )
    subprocess.run(["msgconvert", "--outfile", "a.eml", "a.msg"], cwd=tmp_path, check=True)
    theirs = email.message_from_bytes((tmp_path / "a.eml").read_bytes(), policy=policy.default)
    ours = read((tmp_path / "a.msg").read_bytes())
    assert theirs["Subject"] == ours.header("Subject") and "Paper" in theirs["To"]
    assert theirs["Date"].datetime == SENT
    (attached,) = theirs.iter_attachments()
    assert attached.get_payload(decode=True) == PDF == ours.parts[0].data
    body = theirs.get_body()
    assert body is not None and "Dear Requester" in body.get_content()


def test_a_storage_of_any_size_survives_being_copied() -> None:
    for size in (0, 63, 64, 4095, 4096, 9_000_000):
        data = random.Random(size).randbytes(size)
        made = ole_file(
            Storage({"a": data, "b": b"x"}, {"in": Storage({f"s{number}": b"y" * number for number in range(40)})})
        )
        with olefile.OleFileIO(io.BytesIO(made), raise_defects=olefile.DEFECT_INCORRECT) as opened:
            assert opened.openstream("a").read() == data and opened.openstream("in/s39").read() == b"y" * 39


def test_winmail_with_properties_files_and_a_mail_within() -> None:
    inner = winmail(attribute(1, 0x9003, properties({0x0037: "inner", 0x1000: "within"})))
    embedded = (
        struct.pack("<IHHII", 1, 0x000D, 0x3701, 1, len(inner) + 16) + bytes.fromhex("07030200") + bytes(12) + inner
    )
    embedded += bytes(-(len(inner) + 16) % 4)
    data = winmail(
        attribute(1, 0x9007, struct.pack("<II", 1252, 0)),
        attribute(1, 0x8004, b"Short subject\0"),
        attribute(1, 0x9003, properties({0x0037: "Überprüfung", 0x0039: SENT, 0x1009: packed_rtf(PAGE), **WHO})),
        attribute(1, 0x9004, struct.pack("<I", 1) + properties(TO)),
        attribute(2, 0x9002, bytes(14)),
        attribute(2, 0x8010, b"CONTRA~1.PDF\0"),
        attribute(2, 0x800F, PDF),
        attribute(2, 0x9005, properties({0x3707: "contract – final.pdf"})),
        attribute(2, 0x9002, bytes(14)),
        attribute(2, 0x8010, "Prüfung.txt\0".encode("cp1252")),
        attribute(2, 0x800F, b"two"),
        attribute(2, 0x9002, bytes(14)),
        attribute(2, 0x9005, embedded),
    )
    mail = read(data)
    assert mail.header("Subject") == "Überprüfung" and mail.header("To") == '"Paper, The" <desk@paper.example>'
    assert mail.header("Date") == "Mon, 02 Mar 2026 18:00:00 +0000" and "Café" in mail.html and not mail.warnings
    assert [(part.name, part.data) for part in mail.parts[:2]] == [
        ("contract – final.pdf", PDF),
        ("Prüfung.txt", b"two"),
    ]
    within = read(mail.parts[2].data)
    assert within.header("Subject") == "inner" and within.text == "within"


def test_a_winmail_of_old_says_that_its_time_has_no_zone() -> None:
    data = winmail(attribute(1, 0x8005, struct.pack("<7H", 2026, 3, 2, 10, 0, 0, 1)), attribute(1, 0x800C, b"words\0"))
    mail = read(data)
    assert mail.text == "words" and mail.header("Date").startswith("Mon, 02 Mar 2026 10:00:00")
    assert "time zone" in mail.warnings[0]


def test_a_winmail_cut_off_gives_what_came_before() -> None:
    data = winmail(attribute(1, 0x800C, b"words\0"), attribute(2, 0x9002, bytes(14)), attribute(2, 0x800F, PDF))
    mail = read(data[:-5000])
    assert mail.text == "words" and PDF.startswith(mail.parts[0].data)
    assert any("cut off" in warning for warning in mail.warnings)


def test_a_winmail_in_a_mail_is_opened_like_any_container() -> None:
    made = email.message.EmailMessage()
    made["From"], made["Subject"] = "a@city.example", "x"
    made.set_content("see attached")
    bundle = winmail(attribute(2, 0x9002, bytes(14)), attribute(2, 0x8010, b"a.pdf\0"), attribute(2, 0x800F, PDF))
    made.add_attachment(bundle, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    part = part_at(made.as_bytes(), "1/1")
    assert part is not None and (part.name, part.data) == ("a.pdf", PDF)
