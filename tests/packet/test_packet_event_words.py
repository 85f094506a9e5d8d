"""Every kind of event has one neutral sentence; the agency's words stand in quotation marks, notes nowhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from frkit.packet.event_words import HEADLINES, Style, headline, sentence, side
from frkit.tracking.events import BY_KIND, Event, event_from

NEEDED = {
    "amount": "45.00", "method": "email", "result": "upheld", "to": "City Attorney", "into": "2026-01-other",
    "body": "the ombuds", "court": "Superior Court", "what": "Hearing held.", "said": "We are working on it.",
    "text": "x", "of": "0" * 64, "title": "Council minutes", "source": "https://x.example", "days": "2026-01-02",
    "reason": "storm", "law_file": "law/x.yaml", "law_sha256": "0" * 64, "sha256": "0" * 64,
    "event": "2026-01-01-sent-00000000", "about": "overdue",
}  # fmt: skip
COMMON = {"date": "2026-03-02", "entered": "2026-03-02T10:00:00Z", "by": "HIDDEN PERSON", "note": "HIDDEN NOTE"}


def event(kind: str, **fields: object) -> Event:
    required = [info.alias or name for name, info in BY_KIND[kind].model_fields.items() if info.is_required()]
    given = {name: NEEDED[name] for name in required if name not in (*COMMON, "kind")}
    return event_from({"kind": kind, **COMMON, **given, **fields})


@pytest.mark.parametrize("kind", BY_KIND)
def test_every_kind_has_its_words(kind: str) -> None:
    one = event(kind)
    words = sentence(one, Style())
    assert words.endswith((".", "”", "!")) and "None" not in words and "{" not in words
    assert "HIDDEN" not in words + headline(one)
    assert kind in HEADLINES and side(one) in ("requester", "agency", "other")


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("extension_claimed", {"days": 14, "unit": "calendar", "reason": "voluminous"},
         "The agency claimed an extension of 14 calendar days: “voluminous”."),
        ("extension_claimed", {}, "The agency claimed an extension without naming a date."),
        ("extension_claimed", {"until": "2026-04-24"}, "The agency claimed an extension until April 24, 2026."),
        ("fee_estimated", {"amount": "1382", "for": [2, 4]},
         "The agency estimated a fee of $1,382.00 for items 2 and 4."),
        ("fee_estimated", {"amount": "20", "currency": "GBP"}, "The agency estimated a fee of £20.00."),
        ("no_records", {"items": [1], "wording": "We searched.\nNothing."},
         "The agency said that it holds no responsive records for item 1: “We searched. Nothing.”"),
        ("denied", {"items": [2], "exemptions": [{"cited": "§ 7923.600"}]},
         "The agency refused records for item 2, citing § 7923.600."),
        ("denied", {}, "The agency refused records, naming no exemption."),
        ("produced", {"items": [1, 2], "partial": True, "pages": 1, "final": True},
         "The agency produced records for items 1 and 2 (1 page) and withheld parts. It called this its final answer."),
        ("sent", {"method": "portal"}, "The request was sent through the portal."),
        ("appeal_sent", {"remedy": "review", "method": "post"}, "The requester asked for an internal review by post."),
        ("appeal_sent", {"remedy": "other"}, "The requester appealed by e-mail."),
        ("withdrawn", {"reason": "HIDDEN REASON"}, "The requester withdrew the request."),
    ],
)  # fmt: skip
def test_sentences(kind: str, fields: dict, words: str) -> None:
    assert sentence(event(kind, **fields), Style(currency="USD", remedies={"review": "internal_review"})) == words


def test_hidden_characters_of_a_quote_are_not_printed() -> None:
    said = sentence(event("no_records", wording="none\u202eevil\x07"), Style())
    assert "\u202e" not in said and "\x07" not in said


def test_dates_and_sums_in_both_styles() -> None:
    assert Style(month_first=False).day(date(2026, 3, 2)) == "2 March 2026"
    assert Style().partial("2020-06") == "June 2020"
    assert Style(currency="GBP").money(Decimal("20")) == "£20.00"
