"""Every kind of event has one neutral sentence; only words logged as the agency's own stand in quotation marks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from frkit.packet.parts.event_words import HEADLINES, Style, cited_for, headline, sentence, side, stopped
from frkit.tracking.events import BY_KIND, Event, event_from

NEEDED = {
    "kept": "90 days", "basis": "policy",
    "amount": "45.00", "method": "email", "result": "upheld", "to": "City Attorney", "into": "2026-01-other",
    "body": "the ombuds", "court": "Superior Court", "what": "Hearing held.", "said": "We are working on it.",
    "text": "x", "of": "0" * 64, "title": "Council minutes", "source": "https://x.example", "days": "2026-01-02",
    "reason": "storm", "law_file": "law/x.yaml", "law_sha256": "0" * 64, "sha256": "0" * 64,
    "event": "2026-01-01-sent-00000000", "about": "overdue",
    "dated": "2021-06", "words": "June 2021", "figure": "price",
    "purpose": "appeal", "address": "1 City Hall", "found_where": "its letter",
}  # fmt: skip
COMMON = {"date": "2026-03-02", "entered": "2026-03-02T10:00:00Z", "by": "HIDDEN PERSON", "note": "HIDDEN NOTE"}


def event(kind: str, **fields: object) -> Event:
    required = [info.alias or name for name, info in BY_KIND[kind].model_fields.items() if info.is_required()]
    given = {name: NEEDED[name] for name in required if name not in (*COMMON, "kind")}
    given |= {"amount": "1.00"} if kind == "figure_confirmed" else {}
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
         "The agency claimed an extension of 14 calendar days; reason noted: voluminous."),
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
        ("denied", {"items": [2, 3, 4], "exemptions": [{"cited": "section 31(1)(a)-(b)", "items": [2, 3]},
                                                       {"cited": "section 40(2)", "items": [4]}]},
         "The agency refused records for items 2, 3 and 4, citing section 31(1)(a)-(b) (items 2 and 3) "
         "and section 40(2) (item 4)."),
        ("denied", {"items": [6, 7], "exemptions": [{"cited": "section 43(2)", "items": [7, 6]}]},
         "The agency refused records for items 6 and 7, citing section 43(2)."),
        ("clarification_asked", {"question": "Which years?"},
         "The agency asked a question; noted: Which years?"),
        ("complaint_decided", {"result": "upheld."}, "The body complained to decided; result noted: upheld."),
        ("waiver_denied", {"reason": "commercial use"},
         "The agency refused to waive its fee; reason noted: commercial use."),
        ("call", {"person": "the clerk", "said": "Soon"}, "Telephone call with the clerk; noted: Soon."),
        ("fee_estimated", {"amount": "20", "basis": "10 hours"},
         "The agency estimated a fee of $20.00; basis noted: 10 hours."),
        ("received_by_agency", {}, "The agency received the request."),
        ("received_by_agency", {"of": "2026-06-08-appeal-sent-1a2b3c4d"}, "The appeal was received."),
        ("followed_up", {"about": "overdue", "method": "post"},
         "The requester wrote again by post about the overdue answer."),
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


def test_only_words_logged_as_the_agencys_own_stand_in_quotation_marks() -> None:
    for kind, model in BY_KIND.items():
        told = {
            name: "NOTED" for name in ("reason", "question", "result", "basis", "said") if name in model.model_fields
        }
        if kind == "appeal_decided":
            continue  # its result is one of four words
        if kind == "retention_learned":
            told = {}  # what it rests on is one of four words
        assert "“" not in sentence(event(kind, **told), Style()), kind


def test_the_grounds_of_one_item_are_those_cited_for_it() -> None:
    refusal = event("denied", items=[2, 4], exemptions=[{"cited": "a", "items": [2]}, {"cited": "b", "items": [4]}])
    assert (cited_for(refusal, 2), cited_for(refusal, 4)) == (["a"], ["b"])
    assert cited_for(event("denied", items=[2, 4], exemptions=[{"cited": "for all"}]), 4) == ["for all"]


@pytest.mark.parametrize(
    ("text", "ended"),
    [("so", "so."), ("so.", "so."), ("so..", "so."), ("“so.”.", "“so.”"), ("“so.”", "“so.”"), ("so?.", "so?"),
     ("(so)", "(so)."), ("“so”", "“so”.")],
)  # fmt: skip
def test_a_sentence_ends_once(text: str, ended: str) -> None:
    assert stopped(text) == ended


def test_days_of_a_reckoning_are_written_as_everywhere_else() -> None:
    text = "it claims Tue 2026-05-05, 28 calendar days more than Tue 2026-04-07"
    assert Style().days_in(text) == "it claims May 5, 2026, 28 calendar days more than April 7, 2026"
    assert Style(month_first=False).days_in("On 2026-05-05 it came") == "On 5 May 2026 it came"


def test_hidden_characters_of_a_quote_are_not_printed() -> None:
    said = sentence(event("no_records", wording="none\u202eevil\x07"), Style())
    assert "\u202e" not in said and "\x07" not in said


def test_dates_and_sums_in_both_styles() -> None:
    assert Style(month_first=False).day(date(2026, 3, 2)) == "2 March 2026"
    assert Style().partial("2020-06") == "June 2020"
    assert Style(currency="GBP").money(Decimal("20")) == "£20.00"
