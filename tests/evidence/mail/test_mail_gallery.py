"""Mails as real offices write them, broken in one way each (people and places are invented), and what must be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from frkit.evidence.mail.automatic import automatic
from frkit.evidence.mail.reading import read_mail

GALLERY = Path(__file__).parent / "gallery"
PDF = b"%PDF-1.4\n"
BYTES = bytes(range(256))


@dataclass(frozen=True)
class Must:
    """What has to come out of one mail of the gallery."""

    text: str | None = None
    subject: str | None = None
    sender: str | None = None
    files: tuple[tuple[str, bytes | None], ...] = ()
    """(name, bytes) of every file; None for bytes that do not matter."""
    warns: tuple[str, ...] = ()
    """A few words of each warning, of which there are no others."""
    html: str | None = None
    machine: str | None = None
    """Kind of machine that sent it."""


SEEN = Must("The contract is attached.", files=(("contract.pdf", PDF),))
ONE_FILE = "see file"


def one(name: str, data: bytes | None = PDF, *warns: str) -> Must:
    """A mail with a word and one file."""
    return Must(ONE_FILE, files=((name, data),), warns=warns)


EXPECTED = {
    "address-in-the-name": Must(sender="Chief <chief@police.example> <someone@else.example>"),
    "ascii-is-windows": Must("Coût – 12 €, l’accès", warns=("does not say how its characters are coded",)),
    "away-by-header": Must(machine="reply"),
    "away-by-old-header": Must(machine="reply"),
    "away-french": Must(subject="Réponse automatique : demande", machine="reply"),
    "away-german": Must(subject="Automatische Antwort: Anfrage", machine="reply"),
    "away-japanese": Must(subject="自動返信：開示請求", machine="reply"),
    "bare-cr": Must("line one\nline two", warns=("bare carriage return",)),
    "base64-cut-off": one("a.bin", b"hello wor", "ends in the middle"),
    "base64-that-is-none": one("a.txt", b"These are just words, not base64 at all.\r\n", "and is not"),
    "base64-with-junk": one("a.bin", b"hello world"),
    "base64-with-words-behind": Must(
        ONE_FILE,
        files=(("a.bin", b"hello world"), ("words after an attached file.txt", None)),
        warns=("words outside its parts",),
    ),
    "bounce": Must(
        files=(("delivery report.txt", None), ("headers of the returned mail.txt", None)), machine="bounce"
    ),
    "bounce-in-words": Must(machine="bounce"),
    "bounce-late": Must(
        files=(("delivery report.txt", None), ("headers of the returned mail.txt", None)), machine="delay"
    ),
    "boundary-never-used": Must("Just words.\n-- \nPat", warns=("none begins anywhere",)),
    "boundary-not-named": Must(SEEN.text, files=SEEN.files, warns=("not the one it names",)),
    "boundary-wrong": Must(SEEN.text, files=SEEN.files, warns=("not the one it names",)),
    "coding-unknown": one("a.txt", b"plain words", "a coding that does not exist"),
    "content-type-lost": Must(SEEN.text, files=SEEN.files, warns=("does not say that it has parts",)),
    "cr-cr-lf": Must("line one\nline two", warns=("two carriage returns",)),
    "date-of-no-kind": Must("words"),
    "dates-that-do-not-fit": Must("words"),
    "delivered": Must(
        files=(("delivery report.txt", None), ("headers of the returned mail.txt", None)), machine="receipt"
    ),
    "digest": Must("", files=(("First.eml", None), ("Second.eml", None))),
    "eight-bit-headers": Must(subject="Gebühren", sender="Jürgen Möller <jm@stadt.example>"),
    "empty-file": one("empty.pdf", b""),
    "encoded-word-cut-in-a-character": Must(subject="開示請求について回答"),
    "encoded-word-cut-in-base64": Must(subject="開示請求について回答"),
    "encoded-word-in-quotes": Must(subject="Gebü hren für Akten", sender='"Müller, Jürgen" <jm@stadt.example>'),
    "encrypted-pgp": Must(
        "", files=(("attached file.asc", b"Version: 1"), ("encrypted.asc", None)), warns=("it is encrypted",)
    ),
    "encrypted-smime": Must("", files=(("smime.p7m", None),), warns=("encrypted (S/MIME)",)),
    "file-elsewhere": Must("", files=(("contract.pdf", None),), warns=("lies elsewhere",)),
    "flowed": Must("This para graph goes on to its end.\n> quoted too\n-- \nPat"),
    "forwarded": Must(),
    "gb2312-is-gb18030": Must("合同镕㐀见附件"),
    "header-line-not-folded": Must(
        "words", subject="a subject that a gateway broke in two", warns=("is no header",)
    ),
    "html-names-its-set": Must(html="Договор", warns=("windows-1251",)),
    "inner-never-ends": Must("plain words", files=(("late.pdf", PDF),), html="<p>plain words</p>"),
    "invitation": Must(
        "Invitation:\n  What: Call about request 26-17\n  From: 2026-03-09 10:00 (America/Los_Angeles)\n"
        "  Until: 2026-03-09 18:30 UTC\n  Where: Room 3, City Hall\n  Called by: Clerk: Pat <pat@city.example>",
        files=(("invitation.ics", None),),
    ),
    "iso-2022-jp-with-signs-of-windows": Must("開示請求①② 26-17\nｶﾅ"),
    "last-boundary-missing": Must(SEEN.text, files=SEEN.files, warns=("may be cut off",)),
    "latin-is-utf8": Must("Gebühr für Akten: 12 € – fällig", warns=("coded as UTF-8",)),
    "lf-cr": Must("line one\nline two", warns=("in wrong order",)),
    "mailbox-line-first": Must("words", subject="Your request"),
    "name-in-content-type-only": one("Verträge.pdf"),
    "name-in-eight-bits": one("Verträge.pdf"),
    "name-in-pieces": one("Verträge.pdf"),
    "name-with-path": one("C:\\Users\\pat\\contract.pdf"),
    "name-without-quotes": one("Final contract (signed).pdf"),
    "no-empty-line": Must(
        "Dear requester, we have your request.\n\nPat", subject="No line", warns=("no empty line",)
    ),
    "no-machine": Must("I am away."),
    "no-set-named": Must("Réponse à votre demande", subject="Réponse", warns=("does not say how",)),
    "nuls": Must("wo\0rds", subject="Your request"),
    "part-behind-the-end": Must("first", files=(("after.pdf", PDF),)),
    "picture-of-its-own": Must("", files=(("seal.png", None),), html="Seal:"),
    "piece-of-a-mail": Must("", files=(("attached file.eml", None),), warns=("piece 2 of 5",)),
    "quoted-between": Must(),
    "quoted-by-gmail": Must("", html="gmail_quote"),
    "quoted-printable-damaged": Must("Gebühr 12 €, =ZZ stays, last"),
    "read-receipt": Must("Your message was read.", files=(("receipt.txt", None),), machine="receipt"),
    "saved-as-utf-16": Must("Gebühr 12 €", warns=("saved as UTF-16",)),
    "signed-beside": Must(
        "Signed words.",
        files=(("signed.pdf", PDF), ("smime.p7s", None)),
        warns=("certificates of O=City of Example,CN=Pat Clerk); the signature was not checked",),
    ),
    "signed-opaque": Must("Signed words.", files=(("signed.pdf", PDF),), warns=("no signature was checked",)),
    "signed-opaque-in-pieces": Must(
        "Signed words.", files=(("signed.pdf", PDF),), warns=("no signature was checked",)
    ),
    "two-forms-differ": Must("The fee is $12.00.", html="<p>The fee is <b>$1,200.00</b>.</p>"),
    "two-sets-in-one": Must("Ihre Anfrage für Akten. > früher: Gebühr", warns=("do not fit",)),
    "unknown-set-cyrillic": Must("Договор на систему распознавания лиц приложен к письму", warns=("does not exist",)),
    "unknown-set-japanese": Must(
        "顔認証システムの契約書をお送りします。よろしくお願いします。", warns=("does not exist",)
    ),
    "utf-7": Must("Gebühr: 12 €"),
    "uuencoded-in-the-words": Must(
        "See below.\n\n[attached file: Letter to requester.bin]\n\nRegards",
        files=(("Letter to requester.bin", BYTES),),
    ),
    "words-behind-the-last-part": Must(
        "seen",
        files=(("words after the last part.txt", b"Added by a gateway: never seen by anybody.\r\n"),),
        warns=("words outside its parts",),
    ),
    "yenc-in-the-words": Must(
        "See below.\n[attached file: letter.bin]\nRegards", files=(("letter.bin", BYTES),)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_what_must_be_read_from_it(name: str) -> None:
    must = EXPECTED[name]
    mail = read_mail((GALLERY / f"{name}.eml").read_bytes())
    if must.text is not None:
        assert mail.text.replace("\r\n", "\n").strip() == must.text.strip()
    assert must.subject is None or mail.header("Subject") == must.subject
    assert must.sender is None or mail.header("From") == must.sender
    assert [part.name for part in mail.parts] == [wanted for wanted, _ in must.files]
    for part, (_, data) in zip(mail.parts, must.files, strict=True):
        assert data is None or part.data == data
    assert must.html is None or must.html in mail.html
    assert len(mail.warnings) == len(must.warns), mail.warnings
    for said, words in zip(mail.warnings, must.warns, strict=True):
        assert words in said
    found = automatic(mail)
    assert (found.kind if found else None) == must.machine


def test_every_mail_of_the_gallery_is_expected() -> None:
    assert {path.stem for path in GALLERY.glob("*.eml")} == set(EXPECTED)


def test_a_bounce_says_which_mail_did_not_arrive_and_why() -> None:
    (report,) = read_mail((GALLERY / "bounce.eml").read_bytes()).reports
    assert (report.kind, report.message_id, report.by) == ("bounce", "<ours-1@kit.example>", "mx.city.example")
    (person,) = report.recipients
    assert (person.address, person.status, person.reason) == (
        "records@city.example",
        "5.1.1",
        "550 5.1.1 User unknown",
    )
    (in_words,) = read_mail((GALLERY / "bounce-in-words.eml").read_bytes()).reports
    assert in_words.message_id == "<ours-1@kit.example>"
    assert in_words.recipients[0].reason == "Sorry, no mailbox here by that name. (#5.1.1)"


def test_a_receipt_says_who_opened_which_mail() -> None:
    (report,) = read_mail((GALLERY / "read-receipt.eml").read_bytes()).reports
    assert (report.kind, report.message_id) == ("receipt", "<ours-1@kit.example>")
    assert report.recipients[0].address == "pat@city.example"


def test_a_picture_of_the_mail_itself_is_known_as_such() -> None:
    mail = read_mail((GALLERY / "picture-of-its-own.eml").read_bytes())
    assert mail.parts[0].embedded
    assert mail.pictures == (("cid:seal@1", "1"),)
