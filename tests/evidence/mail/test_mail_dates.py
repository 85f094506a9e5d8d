"""When a mail was written and came: every program's way to write a date, and a way that does not add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from frkit.evidence.mail.dates import delivered, doubts, hops, moment, written
from frkit.evidence.mail.reading import read_mail

GALLERY = Path(__file__).parent / "gallery"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Mon, 02 Mar 2026 10:00:00 -0800", "2026-03-02T10:00:00-08:00"),
        ("2 Mar 26 10:00 EST", "2026-03-02T10:00:00-05:00"),
        ("Mon Mar  2 10:00:00 PST 2026", "2026-03-02T10:00:00-08:00"),
        ("Monday, March 2, 2026 10:00 PM", "2026-03-02T22:00:00"),
        ("2026-03-02T10:00:00Z", "2026-03-02T10:00:00+00:00"),
        ("Mon, 2 Mar 2026 10:00:00 GMT+0100", "2026-03-02T10:00:00+01:00"),
        ("Mon, 02 Mar 2026 10.00.00 +0100 (CET)", "2026-03-02T10:00:00+01:00"),
        ("Mo, 2 März 2026 10:00:00 +0100", "2026-03-02T10:00:00+01:00"),
        ("Mon, 2 Mar 102 10:00:00 +0000", "2002-03-02T10:00:00+00:00"),
        ("Mon, 2 Mar 2026 10:00:00 IST", "2026-03-02T10:00:00"),
        ("31 Feb 2026 10:00 +0000", None),
        ("Mon, 2 Mar 2026 25:00:00 +0000", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_it_stands_or_not_at_all(said: str, read: str | None) -> None:
    found = moment(said).at
    assert (found.isoformat() if found else None) == read


def test_each_system_on_the_way_with_what_does_not_fit() -> None:
    mail = read_mail((GALLERY / "dates-that-do-not-fit.eml").read_bytes())
    assert [(hop.by, hop.note) for hop in hops(mail)] == [
        ("out.city.example", "its time cannot be read"),
        ("mx.kit.example", ""),
        ("mail.kit.example", "earlier than the one before it, by 2 hours"),
    ]
    own, came = written(mail), delivered(mail)
    assert own and own.universal and own.universal.isoformat() == "2026-03-02T18:00:00+00:00"
    assert came and came.at and came.at.isoformat() == "2026-03-09T10:00:00+00:00"
    assert doubts(mail) == ("it arrived 6 days after the date it bears",)


def test_a_date_that_is_none_is_said_and_not_guessed() -> None:
    mail = read_mail((GALLERY / "date-of-no-kind.eml").read_bytes())
    assert doubts(mail) == ("its own date cannot be read ('31 Feb 2026 10:00')",)
    assert doubts(read_mail(b"From: a@b.example\r\n\r\nx")) == ("it names no date of its own",)
