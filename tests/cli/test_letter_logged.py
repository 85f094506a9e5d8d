"""What went out is kept as it went out, in any format, and what others read of it is masked text."""

from __future__ import annotations

import hashlib
import shutil
import zipfile

import pytest

from frkit.cli.letter.commands import FORMATS
from frkit.letters.sent_file import sent_file

DAY = "--today 2026-03-02"
LATER = "--today 2026-03-09"
PRIVATE = ("Robin", "Hidden Lane", "secret.example")


@pytest.fixture(scope="module")
def written_once(read_only_campaign):
    """A campaign with a request, and its letter in every format."""
    read_only_campaign(f"request new --agency us-ca-lapd --pack first-contact {DAY}")
    for name in FORMATS:
        read_only_campaign(f"letter lapd --out private/letter.{name} {DAY}")
    return read_only_campaign.root


@pytest.fixture
def lapd(frkit, written_once):
    shutil.copytree(written_once, frkit.root, dirs_exist_ok=True)
    return frkit


def kept(frkit):
    """The letters as sent and their masked texts."""
    masked = sorted(frkit.root.glob("requests/*/letters/*.txt"))
    return sorted((frkit.root / "private" / "sent").iterdir()), [path.read_text() for path in masked]


@pytest.mark.parametrize("name", FORMATS)
def test_a_letter_of_ours_is_known_in_every_format_also_when_it_goes_out_later(lapd, name):
    file = lapd.root / "private" / f"letter.{name}"
    lapd(f"log sent lapd --date 2026-03-06 --method email --letter private/letter.{name} {LATER}")
    [sent], [masked] = kept(lapd)
    assert sent.read_bytes() == file.read_bytes()
    assert sent.name == f"{hashlib.sha256(file.read_bytes()).hexdigest()}.{name}"
    assert masked == lapd(f"letter lapd request --masked {DAY}").out
    assert "1 request: no mistakes" in lapd("check").out


def test_a_text_that_was_changed_is_masked_as_it_is(lapd):
    path = lapd.root / "private" / "letter.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"\r\nP.S. Write to Robin   Requester.\r\n")
    lapd(f"log sent lapd --date 2026-03-02 --method email --letter private/letter.txt {DAY}")
    [sent], [masked] = kept(lapd)
    assert sent.read_bytes() == path.read_bytes()
    assert masked.endswith("\n\nP.S. Write to [name of requester].\n") and "\r" not in masked
    assert not any(word in masked for word in PRIVATE)


@pytest.mark.parametrize("name", [one for one in FORMATS if one != "txt"])
def test_of_a_file_that_frkit_did_not_write_so_the_text_that_it_shows_is_masked(lapd, name):
    words = "--text 'In answer to your question: years 2020 to 2024.'"
    lapd("log sent lapd --date 2026-03-02 --method email --today 2026-03-03")
    lapd("log clarification-asked lapd --date 2026-03-04 --question 'Which years?' --today 2026-03-05")
    lapd(f"letter lapd clarification {words} --out private/answer.{name} --today 2026-03-05")
    lapd(f"log clarified lapd --date 2026-03-06 --letter private/answer.{name} --today 2026-03-06")
    masked = next(lapd.root.glob("requests/*/letters/*clarif*.txt")).read_text()
    assert "In answer to your question: years 2020 to 2024." in " ".join(masked.split())
    assert "[name of requester]" in masked and not any(word in masked for word in PRIVATE)
    assert "Los Angeles Police Department" in masked
    assert "1 request: no mistakes" in lapd("check").out


@pytest.mark.parametrize("name", ["pdf", "docx", "html"])
def test_numbers_of_items_stand_before_their_texts(written_once, name):
    lines = sent_file(written_once / "private" / f"letter.{name}").text.split("\n")
    plain = sent_file(written_once / "private" / "letter.txt").text.split("\n")
    numbers = [line.split()[0] for line in plain if line[:2] in ("1.", "2.", "3.", "4.", "5.", "6.")]
    assert [line.split()[0] for line in lines if line[:2] in numbers] == numbers
    assert [line[:12] for line in lines if line[:2] in numbers] == [line[:12] for line in plain if line[:2] in numbers]


def test_a_word_that_a_line_end_breaks_is_not_passed_on(lapd):
    path = lapd.root / "private" / "own.txt"
    path.write_text("Please answer to robin@secret.-\nexample or to 12 Hid-\nden Lane.\n")
    said = lapd(f"log sent lapd --date 2026-03-02 --method post --letter private/own.txt {DAY}", expect=1).err
    assert "would still show [address of requester], [e-mail of requester]" in said
    assert kept(lapd) == ([], []) and not list(lapd.root.glob("requests/*/events"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("scan.pdf", b"%PDF-1.4\n% nothing in it", "This PDF file cannot be read"),
        ("broken.docx", b"PK\x03\x04 and no more", "This .docx file cannot be read"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\xff\xfe", "neither UTF-8 text nor a PDF"),
        ("empty.txt", b"", "shows no text"),
        ("blank.html", b"<html><head><title>A letter</title></head></html>", "shows no text"),
    ],
)
def test_what_is_no_letter_is_refused_with_what_to_do(lapd, name, data, said):
    (lapd.root / "private" / name).write_bytes(data)
    ran = lapd(f"log sent lapd --date 2026-03-02 --method email --letter private/{name} {DAY}", expect=2)
    assert said in ran.err and "--letter" in ran.err and kept(lapd) == ([], [])


def test_a_word_file_cannot_fill_the_memory(lapd):
    path = lapd.root / "private" / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>')
    assert (
        "cannot be read" in lapd(f"log sent lapd --date 2026-03-02 --method email --letter {path} {DAY}", expect=2).err
    )


def test_the_same_file_twice_is_one_letter(lapd):
    line = f"log sent lapd --date 2026-03-02 --method email --letter private/letter.pdf {DAY}"
    lapd(line)
    assert "logged already" in lapd(line, expect=1).err and len(kept(lapd)[0]) == 1


def test_a_letter_in_any_format_can_be_forgotten_by_its_hash(lapd):
    lapd(f"log sent lapd --date 2026-03-02 --method email --letter private/letter.pdf {DAY}")
    (lapd.root / "private" / "letter.pdf").unlink()
    [sent], _ = kept(lapd)
    lapd(f"forget {sent.stem[:16]} --reason 'a court ordered it' --yes")
    assert not sent.exists()


def test_a_letter_that_was_changed_afterwards_is_found(lapd):
    lapd(f"log sent lapd --date 2026-03-02 --method email --letter private/letter.docx {DAY}")
    lapd("seal")
    [sent], _ = kept(lapd)
    sent.chmod(0o600)
    sent.write_bytes(sent.read_bytes() + b"!")
    ran = lapd("verify", expect=1)
    assert sent.name in ran.out + ran.err


def test_mail_that_goes_out_by_another_program_is_read_with_its_parts(lapd):
    path = lapd.root / "private" / "mail.eml"
    path.write_bytes(
        b"From: =?utf-8?q?Robin_Requester?= <robin@secret.example>\r\nTo: records@lapd.example\r\n"
        b"Subject: =?utf-8?q?Request_=E2=80=93_contracts?=\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"PG9sIHN0YXJ0PSIyIj48bGk+QWxsIGNvbnRyYWN0czxsaT5BbGwgcG9saWNpZXM8L29sPjxwPlJvYmluIFJlcXVlc3Rlcgo8cD4xMiBIaWRkZW4gTGFuZQ==\r\n"
    )
    lapd(f"log sent lapd --date 2026-03-02 --method email --letter private/mail.eml {DAY}")
    _, [masked] = kept(lapd)
    assert "Subject: Request \N{EN DASH} contracts" in masked and "To: records@lapd.example" in masked
    assert "2. All contracts" in masked and "3. All policies" in masked
    assert masked.count("[name of requester]") == 2 and "[address of requester]" in masked


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("100 West First Street", "post"),
        ("https://portal.example/requests", "portal"),
        ("records@police.example", "email"),
    ],
)
def test_the_line_that_logs_it_says_how_it_can_go_out(lapd, address, way):
    found = "--found-where 'the body’s own page' --found-when 2026-03-01"
    lapd(f"agencies contact us-ca-lapd --purpose request --address '{address}' {found}")
    assert f"--method {way}" in lapd(f"letter lapd {DAY}").err
