"""Letters during the course of a request, as they were read and approved: compared word for word.

Each tells a story under a real law with a made-up police body; the approved letters lie in tests/golden/letters/course.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from letters.wholeness import is_calm_whole_and_narrow

from frkit.letters.matter import Said

SENT = ("sent", "2026-03-02", {"method": "email"})
RECEIVED = ("received_by_agency", "2026-03-03")
KNOWN = ("acknowledged", "2026-03-05", {"reference": "R-26-118"})
BILL = ("fee_estimated", "2026-03-12", {"amount": "1250.00", "deposit": "500.00"})
PART_BILL = ("fee_estimated", "2026-03-12", {"amount": "340.00", "for": [2, 3], "basis": "search in three offices"})
LATE_BILL = ("fee_estimated", "2026-04-14", {"amount": "350.00"})
ASKED = ("clarification_asked", "2026-03-10", {"question": "Which units do you mean?"})
TOO_LONG = ("extension_claimed", "2026-03-09", {"until": "2026-09-30", "reason": "a large number of records"})
TOO_LATE = ("extension_claimed", "2026-05-12", {"days": 14, "unit": "calendar"})
ANSWER = "Please search the units for investigation and for procurement.\n\nOther units can be left out."
HOW = "I write a free newsletter on police technology and publish there what I learn."
VOTE = "The council votes on the contract on the first Tuesday of May. After that day it cannot be changed."


def reminded(*days):
    return [("followed_up", day, {"about": "overdue"}) for day in days]


STORIES = {
    "us-expedited": ("expedited", "us", "2026-03-06", [SENT, KNOWN], Said(text=VOTE)),
    "us-expedited-without-reasons": ("expedited", "us", "2026-03-06", [SENT], Said()),
    "us-ut-expedited": ("expedited", "us-ut", "2026-03-04", [SENT], Said(text=VOTE)),
    "in-expedited": ("expedited", "in", "2026-03-04", [SENT], Said()),
    "us-fee-waiver": ("fee-waiver", "us", "2026-03-16", [SENT, KNOWN, BILL], Said(text=HOW)),
    "us-or-fee-waiver": ("fee-waiver", "us-or", "2026-03-04", [SENT], Said()),
    "us-il-fee-waiver": ("fee-waiver", "us-il", "2026-03-16", [SENT, BILL], Said(text=HOW)),
    "us-nj-fee-waiver-without-a-provision": ("fee-waiver", "us-nj", "2026-03-16", [SENT], Said(text=HOW)),
    "au-nsw-fee-waiver": ("fee-waiver", "au-nsw", "2026-03-16", [SENT, BILL], Said(text=HOW)),
    "us-tx-fee": ("fee", "us-tx", "2026-03-16", [SENT, KNOWN, BILL], Said()),
    "us-ny-fee": ("fee", "us-ny", "2026-03-16", [SENT, KNOWN, PART_BILL], Said()),
    "us-mi-fee-after-the-limit": ("fee", "us-mi", "2026-04-20", [SENT, RECEIVED, LATE_BILL], Said()),
    "in-fee-after-the-limit": ("fee", "in", "2026-04-20", [SENT, RECEIVED, LATE_BILL], Said()),
    "gb-sct-fee": ("fee", "gb-sct", "2026-03-16", [SENT, BILL], Said(text="Your own page says that counts are free.")),
    "ie-fee": ("fee", "ie", "2026-03-16", [SENT, BILL], Said()),
    "us-extension": ("extension", "us", "2026-03-10", [SENT, RECEIVED, TOO_LONG], Said()),
    "us-ca-extension-too-late": ("extension", "us-ca", "2026-05-14", [SENT, TOO_LATE], Said()),
    "us-il-extension-too-late": ("extension", "us-il", "2026-05-14", [SENT, RECEIVED, TOO_LATE], Said()),
    "ie-extension": ("extension", "ie", "2026-03-10", [SENT, RECEIVED, TOO_LONG], Said()),
    "us-clarification": ("clarification", "us", "2026-03-16", [SENT, KNOWN, ASKED], Said(text=ANSWER, items=(1, 3))),
    "gb-clarification": ("clarification", "gb", "2026-03-16", [SENT, ASKED], Said()),
    "us-tx-clarification": ("clarification", "us-tx", "2026-03-16", [SENT, ASKED, BILL], Said(text=ANSWER)),
    "us-or-narrowing": ("narrowing", "us-or", "2026-03-16", [SENT, KNOWN, BILL], Said(items=(1, 3))),
    "gb-narrowing": ("narrowing", "gb", "2026-03-16", [SENT, ASKED], Said()),
    "ca-narrowing-in-own-words": (
        "narrowing",
        "ca",
        "2026-03-16",
        [SENT],
        Said(text="I would take the contracts of the last two years only.", items=(3,)),
    ),
    "us-or-unacknowledged": ("unacknowledged", "us-or", "2026-03-12", [SENT], Said()),
    "us-ny-unacknowledged": ("unacknowledged", "us-ny", "2026-03-12", [SENT], Said()),
    "gb-unacknowledged": ("unacknowledged", "gb", "2026-03-16", [SENT], Said()),
    "us-fl-unacknowledged": (
        "unacknowledged",
        "us-fl",
        "2026-03-16",
        [SENT, ("acknowledged", "2026-03-02", {"automatic": True})],
        Said(),
    ),
    "us-overdue-second": ("overdue", "us", "2026-05-12", [SENT, KNOWN, *reminded("2026-04-14")], Said()),
    "us-overdue-third": ("overdue", "us", "2026-06-02", [SENT, *reminded("2026-04-14", "2026-05-12")], Said()),
    "us-ca-overdue-third": ("overdue", "us-ca", "2026-05-12", [SENT, *reminded("2026-03-20", "2026-04-14")], Said()),
    "us-tx-overdue-third": ("overdue", "us-tx", "2026-05-12", [SENT, *reminded("2026-04-01", "2026-04-14")], Said()),
    "us-fl-overdue-third": ("overdue", "us-fl", "2026-05-12", [SENT, *reminded("2026-04-01", "2026-04-14")], Said()),
    "gb-overdue-second": ("overdue", "gb", "2026-05-12", [SENT, RECEIVED, *reminded("2026-04-14")], Said()),
    "gb-overdue-third": ("overdue", "gb", "2026-06-02", [SENT, *reminded("2026-04-14", "2026-05-12")], Said()),
    "ie-overdue-third": ("overdue", "ie", "2026-06-02", [SENT, *reminded("2026-04-14", "2026-05-12")], Said()),
    "fr-overdue-third": ("overdue", "fr", "2026-06-02", [SENT, *reminded("2026-04-14", "2026-05-12")], Said()),
}
FOLDER = Path(__file__).parents[1] / "golden" / "letters" / "course"


@pytest.mark.parametrize("name", STORIES)
def test_the_letter_is_as_it_was_approved(name, letter_under, golden):
    kind, code, day, events, said = STORIES[name]
    golden(f"letters/course/{name}.txt", letter_under(kind, code, day, *events, said=said).text)


def test_every_approved_letter_belongs_to_a_story():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(STORIES)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_letter_is_calm_whole_and_narrow(path):
    is_calm_whole_and_narrow(path.read_text(encoding="utf-8"))
