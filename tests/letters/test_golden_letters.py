"""Each kind of letter, for each of the six places, as it was read and approved.

Every letter is compared word for word. A change of wording or law shows here as a change of the letter.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from letters.wholeness import is_calm_whole_and_narrow

from frkit.law.loading import load_jurisdiction
from frkit.pages.plain_text import letter_pages
from frkit.tracking.types import Period

SENT = ("sent", "2026-03-02", {"method": "email"})
FEE = ("fee_estimated", "2026-03-16", {"amount": "1250.00", "deposit": "500.00"})
PORTAL = ("sent", "2026-03-02", {"method": "portal"})

WASHINGTON = ("us-or-washington-county-sheriff", {"vendors": ("amazon",)})
ORLANDO = ("us-fl-orlando-pd", {"vendors": ("amazon",)})
NYPD = ("us-ny-nypd", {"vendors": ("ibm", "dataworks-plus")})
DEA = ("us-dea", {"vendors": ("microsoft",)})
LAPD = ("us-ca-lapd", {"vendors": ("dataworks-plus", "clearview")})
MET = ("gb-met", {"vendors": ("nec",)})
PLACES = {"us-or": WASHINGTON, "us-fl": ORLANDO, "us-ny": NYPD, "us": DEA, "us-ca": LAPD, "gb": MET}

OVERDUE = {
    "us-or-overdue": (WASHINGTON, "2026-04-10", [SENT, ("acknowledged", "2026-03-05", {"reference": "PRR-118"})]),
    "us-fl-overdue": (ORLANDO, "2026-04-10", [SENT, ("acknowledged", "2026-03-04", {"reference": "R012345"})]),
    "us-fl-overdue-again": (ORLANDO, "2026-05-11", [SENT, ("followed_up", "2026-04-10", {"about": "overdue"})]),
    "us-ny-overdue": (
        NYPD,
        "2026-07-20",
        [PORTAL, ("acknowledged", "2026-03-06", {"reference": "FOIL-2026-056-00118", "promised": "2026-07-10"})],
    ),
    "us-overdue": (
        DEA,
        "2026-05-12",
        [
            PORTAL,
            ("received_by_agency", "2026-03-03"),
            ("acknowledged", "2026-03-10", {"reference": "26-00412-F"}),
            ("extension_claimed", "2026-03-24", {"days": 10, "unit": "business", "reason": "consultation"}),
        ],
    ),
    "us-overdue-extension-too-long": (
        DEA,
        "2026-05-12",
        [PORTAL, ("received_by_agency", "2026-03-03"), ("extension_claimed", "2026-03-24", {"until": "2026-09-30"})],
    ),
    "us-ca-overdue": (
        LAPD,
        "2026-04-10",
        [SENT, ("extension_claimed", "2026-03-12", {"days": 14, "unit": "calendar", "reason": "voluminous records"})],
    ),
    "gb-overdue": (MET, "2026-04-20", [SENT, ("received_by_agency", "2026-03-02")]),
    "us-fl-overdue-fee": (ORLANDO, "2026-03-18", [SENT, FEE]),
    "us-ca-overdue-late-extension-and-fee": (
        LAPD,
        "2026-04-20",
        [
            SENT,
            ("extension_claimed", "2026-03-20", {"days": 14, "unit": "calendar", "reason": "voluminous records"}),
            ("fee_estimated", "2026-03-22", {"amount": "90.00", "for": [1]}),
        ],
    ),
    "gb-overdue-part": (
        MET,
        "2026-04-20",
        [SENT, ("received_by_agency", "2026-03-02"), ("produced", "2026-03-20", {"items": [1, 2]})],
    ),
}

APPEALS = {
    "us-or-appeal": (
        WASHINGTON,
        "2026-04-10",
        [
            SENT,
            ("acknowledged", "2026-03-05", {"reference": "PRR-118"}),
            (
                "denied",
                "2026-03-20",
                {
                    "items": [3, 4],
                    "exemptions": [
                        {"cited": "ORS 192.345(2)", "items": [3]},
                        {"cited": "ORS 192.345(18)", "items": [4]},
                    ],
                },
            ),
        ],
    ),
    "us-or-appeal-silence": (WASHINGTON, "2026-04-10", [SENT]),
    "us-fl-appeal": (
        ORLANDO,
        "2026-04-10",
        [
            SENT,
            (
                "denied",
                "2026-03-20",
                {"items": [3], "exemptions": [{"cited": "119.0715, F.S."}, {"cited": "119.071(2)(d), F.S."}]},
            ),
        ],
    ),
    "us-ny-appeal": (
        NYPD,
        "2026-05-12",
        [
            PORTAL,
            ("acknowledged", "2026-03-06", {"reference": "FOIL-2026-056-00118"}),
            (
                "denied",
                "2026-05-01",
                {
                    "items": [2, 3],
                    "received": "2026-05-04",
                    "exemptions": [
                        {"cited": "Public Officers Law section 87(2)(e)(iv)", "items": [2, 3]},
                        {"cited": "Public Officers Law section 87(2)(d)", "items": [3]},
                    ],
                },
            ),
            ("no_records", "2026-05-01", {"items": [5], "wording": "A diligent search located no responsive records."}),
        ],
    ),
    "us-ny-appeal-silence": (
        NYPD,
        "2026-07-20",
        [PORTAL, ("acknowledged", "2026-03-06", {"reference": "FOIL-2026-056-00118", "promised": "2026-07-10"})],
    ),
    "us-appeal": (
        DEA,
        "2026-05-12",
        [
            PORTAL,
            ("received_by_agency", "2026-03-03"),
            ("acknowledged", "2026-03-10", {"reference": "26-00412-F"}),
            ("produced", "2026-04-20", {"items": [3], "partial": True}),
            (
                "denied",
                "2026-04-20",
                {"items": [3], "exemptions": [{"cited": "Exemption 4"}, {"cited": "(b)(7)(E)"}, {"cited": "(k)(2)"}]},
            ),
        ],
    ),
    "us-appeal-neither-confirm-nor-deny": (
        DEA,
        "2026-05-12",
        [PORTAL, ("neither_confirm_nor_deny", "2026-04-20", {"exemptions": [{"cited": "Exemption 7(E)"}]})],
    ),
    "us-ca-appeal": (
        LAPD,
        "2026-03-20",
        [
            SENT,
            ("no_records", "2026-03-11", {"wording": "We have no facial recognition system and no such records."}),
        ],
    ),
    "us-or-appeal-left-out": (
        WASHINGTON,
        "2026-04-10",
        [
            SENT,
            ("delivery_failed", "2026-03-03"),
            ("sent", "2026-03-06", {"method": "post"}),
            ("produced", "2026-03-25", {"items": [1, 2, 3], "final": True}),
        ],
    ),
    "gb-appeal-security": (
        MET,
        "2026-04-20",
        [
            SENT,
            (
                "denied",
                "2026-03-30",
                {
                    "items": [1, 3, 4],
                    "exemptions": [
                        {"cited": "s.23(5)", "items": [1]},
                        {"cited": "s.24(1)", "items": [1]},
                        {"cited": "s.41", "items": [3]},
                        {"cited": "s.40(2)", "items": [4]},
                        {"cited": "s.44 of that Act", "items": [4]},
                    ],
                },
            ),
        ],
    ),
    "us-ca-appeal-no-exemption-named": (LAPD, "2026-03-20", [SENT, ("denied", "2026-03-11", {"items": [1]})]),
    "gb-appeal": (
        MET,
        "2026-04-20",
        [
            SENT,
            ("received_by_agency", "2026-03-02"),
            ("produced", "2026-03-30", {"items": [1, 2]}),
            (
                "denied",
                "2026-03-30",
                {
                    "items": [3, 4, 6],
                    "exemptions": [
                        {"cited": "section 43(2)", "items": [3, 6]},
                        {"cited": "section 31(1)(a)", "items": [3]},
                        {"cited": "section 12", "items": [4]},
                    ],
                },
            ),
            ("not_custodian", "2026-03-30", {"items": [5], "names": "the Home Office"}),
        ],
    ),
}
LOGS = {"records": "search logs", "kept": "90 days", "citation": "Retention Schedule 2024, line 12", "basis": "policy"}
PRESERVATION = {
    "us-or-preservation": (
        WASHINGTON,
        "2026-03-10",
        [
            SENT,
            ("acknowledged", "2026-03-05", {"reference": "PRR-118"}),
            ("retention_learned", "2026-03-09", {**LOGS, "items": [1]}),
            (
                "retention_learned",
                "2026-03-09",
                {"items": [4], "records": "trial accounts", "kept": "3 years", "means": "at_least", "basis": "policy"}
                | {"citation": "Retention Schedule 2024, line 30"},
            ),
        ],
    ),
    "us-fl-preservation-again": (
        ORLANDO,
        "2026-04-10",
        [
            SENT,
            ("produced", "2026-03-20", {"items": [1, 2, 3, 4, 5]}),
            ("retention_learned", "2026-03-09", {"items": [6], "kept": "1 year", "basis": "statement"}),
            ("followed_up", "2026-03-10", {"about": "preservation"}),
        ],
    ),
    "us-ny-preservation-nothing-known": (NYPD, "2026-03-12", [PORTAL]),
    "us-preservation": (
        DEA,
        "2026-03-16",
        [
            PORTAL,
            ("retention_learned", "2026-03-12", {**LOGS, "items": [1], "kept": "2 weeks", "means": "at_most"}),
            (
                "retention_learned",
                "2026-03-12",
                {"items": [3, 5], "records": "e-mails", "kept": "180 days", "roughly": True, "basis": "practice"}
                | {"from": "last_use"},
            ),
        ],
    ),
    "us-ca-preservation-fee": (
        LAPD,
        "2026-03-18",
        [SENT, FEE, ("retention_learned", "2026-03-09", {**LOGS, "items": [1], "kept": "at_once"})],
    ),
    "gb-preservation": (
        MET,
        "2026-03-20",
        [SENT, ("received_by_agency", "2026-03-02"), ("retention_learned", "2026-03-19", {**LOGS, "items": [2]})],
    ),
}
"""Requests from 1 June 2020 on, so that most of what is kept for a short time is gone and more goes each day."""
# Words that have no place in a calm letter, and words that only the maker of a letter should see.


@pytest.mark.parametrize("place", PLACES)
def test_the_first_letter(place, asked, written, golden):
    agency, more = PLACES[place]
    golden(f"letters/{place}-request.txt", written("request", asked(agency, **more)).text)


@pytest.mark.parametrize("place", ["us-or", "us", "gb"])
def test_the_letter_of_the_pledge_check(place, asked, written, golden):
    agency, more = PLACES[place]
    golden(
        f"letters/{place}-request-pledge-check.txt", written("request", asked(agency, pack="pledge-check", **more)).text
    )


@pytest.mark.parametrize("name", OVERDUE)
def test_the_reminder(name, asked, written, golden):
    (agency, more), today, events = OVERDUE[name]
    golden(f"letters/{name}.txt", written("overdue", asked(agency, *events, **more), today).text)


@pytest.mark.parametrize("name", APPEALS)
def test_the_appeal(name, asked, written, golden):
    (agency, more), today, events = APPEALS[name]
    golden(f"letters/{name}.txt", written("appeal", asked(agency, *events, **more), today).text)


@pytest.mark.parametrize("name", PRESERVATION)
def test_the_letter_that_asks_to_keep_records(name, asked, written, golden):
    (agency, more), today, events = PRESERVATION[name]
    golden(f"letters/{name}.txt", written("preservation", asked(agency, *events, **more), today).text)


def test_the_letter_before_the_first_of_them_go(asked, written, golden):
    since = Period(since=date(2026, 2, 1))
    learned = [("retention_learned", "2026-03-09", {**LOGS, "items": [number]}) for number in (1, 3)]
    file = asked("us-or-washington-county-sheriff", SENT, *learned, period=since)
    golden("letters/us-or-preservation-in-time.txt", written("preservation", file, "2026-03-10").text)


def test_the_letter_where_a_law_obliges_to_keep_them(asked, written, golden):
    file = asked("us-ca-lapd", SENT, law=load_jurisdiction("za"))
    golden("letters/za-preservation-duty.txt", written("preservation", file, "2026-03-10").text)


def test_the_first_letter_without_a_period(asked, written, golden):
    agency, more = PLACES["us"]
    golden("letters/us-request-no-period.txt", written("request", asked(agency, period=None, **more)).text)


def approved_letters() -> list[Path]:
    folder = Path(__file__).parents[1] / "golden" / "letters"
    return sorted(path for path in folder.glob("*.txt") if path.stem != "not-fitting")


def test_every_approved_letter_belongs_to_a_case():
    names = {path.stem for path in approved_letters()}
    requests = (
        {"us-request-no-period"}
        | {f"{place}-request" for place in PLACES}
        | {f"{place}-request-pledge-check" for place in ("us-or", "us", "gb")}
    )
    kept = {"us-or-preservation-in-time", "za-preservation-duty"}
    assert names == requests | set(OVERDUE) | set(APPEALS) | set(PRESERVATION) | kept


@pytest.mark.parametrize("path", approved_letters(), ids=lambda path: path.stem)
def test_every_letter_is_calm_whole_and_narrow(path):
    is_calm_whole_and_narrow(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("pack", ["first-contact", "pledge-check"])
@pytest.mark.parametrize("place", PLACES)
def test_a_first_letter_fits_two_pages(place, pack, asked, written, tmp_path):
    agency, more = PLACES[place]
    file = asked(agency, pack=pack, period=None, **more)
    letter = written("request", file)
    pdf = letter_pages(
        letter.text, title=letter.subject, paper=file.law.paper, day=letter.facts["today"], folder=tmp_path
    )
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) <= 2
