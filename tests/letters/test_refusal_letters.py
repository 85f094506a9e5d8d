"""Letters after a refusal, as they were read and approved: compared word for word.

Each tells a story under a real law with a made-up police body; they lie in tests/golden/letters/refusals.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from letters.wholeness import is_calm_whole_and_narrow

from frkit.letters.matter import Said

SENT = ("sent", "2026-03-02", {"method": "email"})
RECEIVED = ("received_by_agency", "2026-03-03")
KNOWN = ("acknowledged", "2026-03-05", {"reference": "R-26-118"})
NONE = ("no_records", "2026-03-11", {"wording": "No responsive records were found."})
NOT_OURS = ("no_records", "2026-03-11", {"items": [1, 3], "wording": "We don’t own or operate such a system."})
NOT_COUNTED = ("no_records", "2026-03-20", {"items": [1], "wording": "The force does not keep statistics on searches."})
GONE = ("no_records", "2026-03-20", {"items": [1], "wording": "The logs were purged under our retention schedule."})
SHERIFF = ("not_custodian", "2026-03-20", {"items": [5], "names": "the county sheriff"})
PROOF = ("identity_asked", "2026-03-05", {"question": "Please send a copy of a driver's licence with your address."})
WHY = ("identity_asked", "2026-03-05", {"question": "For what purpose will you use the records, and how old are you?"})
REMINDED = ("followed_up", "2026-04-20", {"about": "overdue"})


FORMAL = Said(remedy="formal_decision")


def denied(day, *cited, **fields):
    return ("denied", day, {"items": [2, 3], "exemptions": [{"cited": text} for text in cited], **fields})


def neither(*cited, **fields):
    return ("neither_confirm_nor_deny", "2026-03-16", {"exemptions": [{"cited": text} for text in cited], **fields})


def reviewed(remedy):
    filed = ("appeal_sent", "2026-03-25", {"remedy": remedy})
    return filed, ("appeal_decided", "2026-04-22", {"result": "upheld", "remedy": remedy})


STORIES = {
    "us-no-records": ("no-records", "us", "2026-03-16", [SENT, KNOWN, NONE], Said()),
    "us-ca-no-records-not-owned": ("no-records", "us-ca", "2026-03-16", [SENT, NOT_OURS], Said()),
    "gb-no-records-not-counted": ("no-records", "gb", "2026-03-23", [SENT, NOT_COUNTED], Said()),
    "us-il-no-records-destroyed": ("no-records", "us-il", "2026-03-23", [SENT, GONE], Said()),
    "nz-no-records-elsewhere": ("no-records", "nz", "2026-03-23", [SENT, SHERIFF], Said(text="The sheriff says no.")),
    "us-neither": ("neither", "us", "2026-03-23", [SENT, neither("Exemption 7(E)")], Said()),
    "gb-neither-no-provision": ("neither", "gb", "2026-03-23", [SENT, neither(items=[1, 2])], Said(items=(2,))),
    "ie-neither": ("neither", "ie", "2026-03-23", [SENT, neither("section 32(1)(a)", items=[1])], Said()),
    "us-tn-identity": ("identity", "us-tn", "2026-03-09", [SENT, PROOF], Said()),
    "us-ca-identity": ("identity", "us-ca", "2026-03-09", [SENT, KNOWN, WHY], Said()),
    "gb-identity": ("identity", "gb", "2026-03-09", [SENT, PROOF], Said()),
    "se-identity": ("identity", "se", "2026-03-09", [SENT, WHY], Said()),
    "us-in-complaint": ("complaint", "us-in", "2026-03-23", [SENT, KNOWN, denied("2026-03-16", "4(b)(1)")], Said()),
    "gb-complaint-after-a-review": (
        "complaint",
        "gb",
        "2026-05-04",
        [SENT, RECEIVED, denied("2026-03-20", "section 31(1)(a)", "section 43(2)"), *reviewed("internal_review")],
        Said(text="The force publishes the price of the same product on its own page."),
    ),
    "nz-complaint-silence": ("complaint", "nz", "2026-05-04", [SENT, RECEIVED, REMINDED], Said()),
    "fr-complaint": ("complaint", "fr", "2026-04-20", [SENT, RECEIVED], Said()),
    "us-complaint-mediation": ("complaint", "us", "2026-05-04", [SENT, RECEIVED, NONE], Said()),
    "us-tx-complaint-comments": (
        "complaint",
        "us-tx",
        "2026-03-23",
        [SENT, denied("2026-03-16", "552.108(b)(1)"), ("referred", "2026-03-16", {"to": "the attorney general"})],
        Said(remedy="attorney_general_ruling"),
    ),
    "se-decision": ("decision", "se", "2026-03-23", [SENT, denied("2026-03-16", "18 kap. 1 §")], FORMAL),
    "at-decision-silence": ("decision", "at", "2026-05-20", [SENT, RECEIVED], FORMAL),
    "us-mo-decision-no-ground": ("decision", "us-mo", "2026-03-23", [SENT, denied("2026-03-16")], Said()),
    "us-co-notice": ("notice", "us-co", "2026-03-23", [SENT, denied("2026-03-16", "24-72-204(2)(a)(I)")], Said()),
    "us-fl-notice-silence": ("notice", "us-fl", "2026-05-04", [SENT, KNOWN, REMINDED], Said()),
    "nl-notice": ("notice", "nl", "2026-04-20", [SENT, RECEIVED], Said()),
    "gb-sct-appeal-silence": ("appeal", "gb-sct", "2026-04-20", [SENT, RECEIVED, REMINDED], Said()),
    "ie-appeal": ("appeal", "ie", "2026-03-23", [SENT, denied("2026-03-16", "section 36(1)(b)")], Said(items=(3,))),
    "au-appeal-after-a-review": (
        "appeal",
        "au",
        "2026-05-04",
        [SENT, RECEIVED, denied("2026-03-16", "s.47G", "s.37(2)(b)"), *reviewed("internal-review")],
        Said(),
    ),
    "us-il-appeal": ("appeal", "us-il", "2026-03-23", [SENT, denied("2026-03-16", "7(1)(d)(v)", "7(1)(g)")], Said()),
    "us-tx-appeal-none-in-the-law": ("appeal", "us-tx", "2026-03-23", [SENT, KNOWN, NONE], Said()),
    "ca-on-appeal": ("appeal", "ca-on", "2026-04-20", [SENT, denied("2026-03-30", "s.8(1)(c)", "s.10")], Said()),
}
FOLDER = Path(__file__).parents[1] / "golden" / "letters" / "refusals"


@pytest.mark.parametrize("name", STORIES)
def test_the_letter_is_as_it_was_approved(name, letter_under, golden):
    kind, code, day, events, said = STORIES[name]
    golden(f"letters/refusals/{name}.txt", letter_under(kind, code, day, *events, said=said).text)


def test_every_approved_letter_belongs_to_a_story():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(STORIES)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_letter_is_calm_whole_and_narrow(path):
    is_calm_whole_and_narrow(path.read_text(encoding="utf-8"))
