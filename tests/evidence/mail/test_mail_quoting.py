"""Own words and quoted words, as the mail programs of several countries part them."""

from __future__ import annotations

from pathlib import Path

import pytest

from frkit.evidence.mail.quoting import own_words, quoted_words, stretches
from frkit.evidence.mail.reading import read_mail
from frkit.evidence.mail.types import Mail
from frkit.evidence.mail.words import every_word, own_and_quoted

GALLERY = Path(__file__).parent / "gallery"


def gallery(name: str):
    return read_mail((GALLERY / f"{name}.eml").read_bytes())


@pytest.mark.parametrize(
    ("text", "own", "quoted"),
    [
        ("Yes.\n\nOn Mon, 2 Mar 2026 at 10:00, Ann <a@b.example> wrote:\n> q1\n>\n> q2\n", "Yes.", "q2"),
        ("Yes.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Ann\n<a@b.example> wrote:\n\n> q\n", "Yes.", "a@b.example"),
        ("Oui.\n\nLe lun. 2 mars 2026 à 10:00, Ann <a@b.example> a écrit :\n> q\n", "Oui.", "a écrit"),
        ("Hi\n\nFrom: A <a@b.example>\nSent: Monday\nTo: B\nSubject: x\n\nold words\n", "Hi", "old words"),
        ("Hi\n\nVon: A <a@b.example>\nGesendet: Montag\nAn: B\nBetreff: x\n\nalt\n", "Hi", "alt"),
        ("Hi\n\n________________________________\nFrom: A\nSent: Monday\nTo: B\n\nold\n", "Hi", "old"),
        ("Hi\n\nOn 3/3/26, 10:00 AM, X <x@y.example> wrote:\n\nunmarked", "Hi", "unmarked"),
        ("On March 3 the Chief wrote:\nThis is mine.", "On March 3 the Chief wrote:\nThis is mine.", ""),
        ("From: here on we charge.\nDate: unknown\n", "From: here on we charge.\nDate: unknown", ""),
    ],
)
def test_what_is_own_and_what_is_quoted(text: str, own: str, quoted: str) -> None:
    assert own_words(text) == own
    assert quoted in quoted_words(text)
    assert quoted == "" or quoted not in own_words(text)


def test_no_line_is_lost_or_doubled() -> None:
    for path in GALLERY.glob("*.eml"):
        text = read_mail(path.read_bytes()).text.replace("\r\n", "\n")
        assert "\n".join(one.text for one in stretches(text)) == text


def test_answers_between_quoted_lines_are_own_words() -> None:
    words = own_and_quoted(gallery("quoted-between"))
    assert words.own.split() == ["Hier.", "Folgt.", "--", "Pat"]
    assert "Wo ist die Akte?" in words.quoted and "schrieb Robin" in words.quoted


def test_web_mails_are_parted_as_well() -> None:
    words = own_and_quoted(gallery("quoted-by-gmail"))
    assert words.own == "Attached."
    assert "> Where is it?" in words.quoted


def test_a_forwarded_mail_is_not_its_senders_own_word() -> None:
    words = own_and_quoted(gallery("forwarded"))
    assert words.own == "FYI, this came today."
    assert "Your licence ends." in words.quoted


def test_words_of_one_form_only_can_be_found() -> None:
    words = every_word(gallery("two-forms-differ"))
    assert "$12.00" in words and "$1,200.00" in words


def a_mail(web: str, plain: str = "") -> Mail:
    return Mail((("Subject", "x"),), plain, web, ())


def test_where_a_link_leads_can_be_found_unless_its_words_say_so() -> None:
    web = (
        '<p>Get it <a href="https://portal.example/r/7">here</a> from <a href="mailto:a@b.example">a@b.example</a></p>'
    )
    assert every_word(a_mail(web)) == "Get it here <https://portal.example/r/7> from a@b.example"
    assert "https://portal.example/r/7" in every_word(a_mail(web, "Get it here from a@b.example"))
    assert "portal.example" not in own_and_quoted(a_mail(web)).own, "what its writer wrote is no more than the words"


def test_words_behind_a_picture_and_at_the_end_of_a_very_long_mail_can_be_found() -> None:
    web = f'<p>first</p><img src="data:image/png;base64,{"A" * 5_000_000}"><p>second</p>'
    assert every_word(a_mail(web)).split() == own_and_quoted(a_mail(web)).own.split() == ["first", "second"]
    assert every_word(a_mail(f"<p>{'word ' * 2000}</p>" * 400 + "<p>the <b>l&auml;st</b></p>")).endswith("the  läst")
