"""A mail is known by its headers, whatever its file is called; and what those headers say."""

from __future__ import annotations

from pathlib import Path

import pytest

from frkit.tracking.received import day_in_mail, facts_of_mail, source_in_mail

MAIL = (
    b"From: Records <records@city.example>\r\nTo: kit@kit.example\r\nDate: Mon, 02 Mar 2026 22:00:00 -0800\r\n"
    b"Message-ID: <a1@city.example>\r\n\r\nDate: Tue, 03 Mar 2020 10:00:00 +0000\r\nwords\r\n"
)


@pytest.fixture
def file(tmp_path: Path):
    def make(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return make


@pytest.mark.parametrize("name", ["reply.eml", "reply", "reply.txt", "reply.pdf", "REPLY.EML.download"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"From a@b.example Mon Mar  2 10:00:00 2026\n"])
def test_by_its_content_whatever_its_name(file, name: str, before: bytes) -> None:
    path = file(name, before + MAIL)
    found = facts_of_mail(path)
    assert found and found.message_id == "<a1@city.example>" and not found.automatic
    assert str(day_in_mail(path)) == "2026-03-02"
    assert source_in_mail(path) == "mail from records@city.example"


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", b"From: here on we charge.\nWords\n", b"Subject: minutes\n\nText\n", bytes(range(256)) * 50],
)
def test_what_is_no_mail_has_no_such_facts(file, data: bytes) -> None:
    path = file("reply.eml", data)
    assert facts_of_mail(path) is None and source_in_mail(path) is None and day_in_mail(path) is None


def test_a_machine_says_so_in_its_header(file) -> None:
    said = b"Auto-Submitted: auto-replied (vacation)\r\n"
    assert facts_of_mail(file("a.eml", said + MAIL)).automatic
    assert not facts_of_mail(file("b.eml", b"Auto-Submitted: no\r\n" + MAIL)).automatic


def test_only_the_beginning_of_a_large_file_is_read(file) -> None:
    path = file("large.eml", MAIL)
    with path.open("r+b") as large:
        large.truncate(5 << 30)
    assert facts_of_mail(path).message_id == "<a1@city.example>"
