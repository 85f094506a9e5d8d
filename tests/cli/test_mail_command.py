"""frkit mail: what a mail shows of its own date and way, in words and as JSON, whether it came or is any file."""

from __future__ import annotations

import json
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

MAIL = (
    b"Received: from out.city.example (out.city.example [192.0.2.7]) by mail.kit.example with ESMTPS;\r\n"
    b"\tMon, 09 Mar 2026 19:00:09 +0100\r\n"
    b"Received: from desk by out.city.example; Mon, 02 Mar 2026 10:00:01 -0800\r\n"
    b"Authentication-Results: mail.kit.example; dkim=pass header.d=city.example\r\n"
    b"From: Records <records@city.example>\r\nTo: kit@kit.example\r\nSubject: Your request\r\n"
    b"Date: Mon, 02 Mar 2026 10:00:00 -0800\r\nMessage-ID: <a1@city.example>\r\n"
    b"In-Reply-To: <ours-1@kit.example>\r\n\r\nThe contract follows.\r\n"
)


@pytest.fixture
def typed(frkit, tmp_path: Path):
    """``frkit`` in a new campaign with one request, beside which a signed mail and its key lie."""
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "reply.eml").write_bytes(dkim.sign(MAIL, b"s1", b"city.example", pem) + MAIL)
    (tmp_path / "key.pem").write_bytes(public)
    frkit("request new --agency us-ca-lapd --pack first-contact --today 2026-03-02")
    return frkit


def test_any_mail_can_be_looked_at(typed, tmp_path: Path) -> None:
    said = typed(f"mail {tmp_path}/reply.eml").out
    assert "2026-03-02 10:00:00 -0800, as its sender's program says" in said
    assert "2026-03-09 19:00:09 +0100, as mail.kit.example says" in said
    assert "it arrived 7 days after the date it bears" in " ".join(said.split())
    assert "Answers:    <ours-1@kit.example>" in said
    assert "the signature itself was not checked" in " ".join(said.split())
    assert "Authentication-Results: mail.kit.example; dkim=pass" in said
    assert max(map(len, said.replace(str(tmp_path), "").splitlines())) <= 80


def test_with_the_key_the_signature_is_checked(typed, tmp_path: Path) -> None:
    said = " ".join(typed(f"mail {tmp_path}/reply.eml --key {tmp_path}/key.pem").out.split())
    assert "the signature holds with the key that was given" in said


def test_a_mail_that_came_is_found_by_its_request(typed, tmp_path: Path) -> None:
    typed(f"receive lapd {tmp_path}/reply.eml")
    told = json.loads(typed("mail lapd --json").out)
    assert told["file"].endswith("reply.eml") and len(told["sha256"]) == 64
    assert told["written"] == {
        "said": "Mon, 02 Mar 2026 10:00:00 -0800",
        "time": "2026-03-02T10:00:00-08:00",
        "utc": "2026-03-02T18:00:00+00:00",
    }
    assert [hop["by"] for hop in told["hops"]] == ["out.city.example", "mail.kit.example"]
    assert told["dkim"][0]["body"] == "fits" and told["dkim"][0]["signature"] == "not checked"
    assert told["answers"] == ["<ours-1@kit.example>"]
    assert set(told) == {
        "file", "sha256", "headers", "written", "delivered", "hops", "doubts", "message_id", "answers",
        "checked_on_the_way", "dkim", "automatic", "reports", "files", "warnings",
    }  # fmt: skip


def test_a_mail_within_a_mailbox_by_its_number(typed, tmp_path: Path) -> None:
    mark = b"From records@city.example Mon Mar  2 10:00:00 2026\n"
    second = MAIL.replace(b"Your request", b"The second one")
    (tmp_path / "all.mbox").write_bytes(mark + MAIL + b"\n" + mark + second + b"\n")
    assert "The second one" in typed(f"mail {tmp_path}/all.mbox --part 2").out


def test_signs_that_fool_a_terminal_are_not_printed(typed, tmp_path: Path) -> None:
    (tmp_path / "bad.eml").write_bytes(
        b"From: a@b.example\r\nSubject: \x1b[2J\xe2\x80\xaegnp.exe\r\nDate: \x1b]0;x\x07\r\n\r\nx"
    )
    said = typed(f"mail {tmp_path}/bad.eml").out
    assert "\x1b" not in said and "\u202e" not in said and "\x07" not in said


def test_a_request_without_mails_or_with_several_asks_for_a_name(typed, tmp_path: Path) -> None:
    assert "No mail came for this request yet" in typed("mail lapd", expect=1).err
    (tmp_path / "other.eml").write_bytes(MAIL.replace(b"a1@", b"a2@"))
    typed(f"receive lapd {tmp_path}/reply.eml {tmp_path}/other.eml")
    said = typed("mail lapd", expect=1).err
    assert "2 mails came for this request" in said and "reply.eml" in said and "other.eml" in said
