"""Under every law, after every history told here: the letter that is proposed is that of 'next', and it can be written.

No step leads only to 'frkit why', and every letter that a step names composes.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from letters.scenes.staging import ROBIN, codes, file_of, write_agencies

from frkit.base.errors import FrkitError
from frkit.law.loading import load_jurisdiction
from frkit.letters.composing import compose
from frkit.letters.kinds.registry import NAMES
from frkit.letters.proposing import propose_kind
from frkit.tracking.standing import standing

SENT = ("sent", "2026-03-02", {"method": "email"})
HEARD = ("acknowledged", "2026-03-05")
EXEMPT = {"exemptions": [{"cited": "x"}]}
REMINDERS = [("followed_up", f"2026-{month:02}-20", {"about": "overdue"}) for month in range(7, 11)]
HISTORIES = {
    "silence": [SENT],
    "receipt, then silence": [SENT, HEARD],
    "unread": [SENT, ("arrived", "2026-03-20")],
    "reminded for months": [SENT, HEARD, *REMINDERS],
    "came back": [SENT, ("delivery_failed", "2026-03-03")],
    "question": [SENT, ("clarification_asked", "2026-03-10", {"question": "Which unit?"})],
    "who asks": [SENT, ("identity_asked", "2026-03-10")],
    "fee": [SENT, HEARD, ("fee_estimated", "2026-03-10", {"amount": "1200"})],
    "fee after a waiver was refused": [
        SENT,
        ("fee_estimated", "2026-03-10", {"amount": "1200"}),
        ("waiver_requested", "2026-03-11"),
        ("waiver_denied", "2026-03-20"),
    ],
    "put off for long": [
        SENT,
        ("received_by_agency", "2026-03-02", {"proof": "receipt.pdf"}),
        ("extension_claimed", "2026-03-04", {"until": "2027-06-30", "reason": "busy"}),
    ],
    "refused": [SENT, ("denied", "2026-03-20", EXEMPT)],
    "refused in part": [SENT, ("denied", "2026-03-20", {"items": [1], **EXEMPT})],
    "kept back": [SENT, ("produced", "2026-03-20", {"items": [1, 2], "partial": True})],
    "left out": [SENT, ("produced", "2026-03-20", {"items": [1, 2], "final": True})],
    "no records": [SENT, ("no_records", "2026-03-20", {"wording": "We hold nothing."})],
    "no records, asked again": [
        SENT,
        ("no_records", "2026-03-20"),
        ("followed_up", "2026-03-25", {"about": "no_records"}),
    ],
    "somebody else's": [SENT, ("not_custodian", "2026-03-20", {"names": "the county"})],
    "neither": [SENT, ("neither_confirm_nor_deny", "2026-03-20", EXEMPT)],
    "appealed": [SENT, ("denied", "2026-03-20", EXEMPT), ("appeal_sent", "2026-03-25")],
    "appeal lost": [
        SENT,
        ("denied", "2026-03-20", EXEMPT),
        ("appeal_sent", "2026-03-25"),
        ("appeal_decided", "2026-04-20", {"result": "upheld"}),
    ],
    "passed on": [SENT, ("transferred", "2026-03-10", {"to": "the county"})],
    "passed on in part": [SENT, ("transferred", "2026-03-10", {"to": "the county", "items": [2]})],
    "received by another body": [
        SENT,
        ("transferred", "2026-03-10", {"to": "the county"}),
        ("received_by_agency", "2026-03-12", {"competent": True}),
    ],
    "all came": [SENT, ("produced", "2026-03-20", {"final": True})],
    "demanded back": [
        SENT,
        ("produced", "2026-03-20", {"items": [1]}),
        ("clawback_demanded", "2026-04-01", {"of": ["a" * 64]}),
    ],
    "closed": [SENT, ("produced", "2026-03-20", {"final": True}), ("accepted", "2026-03-25")],
    "demanded back after the end": [
        SENT,
        ("produced", "2026-03-20", {"final": True}),
        ("accepted", "2026-03-25"),
        ("clawback_demanded", "2026-04-01", {"of": ["a" * 64]}),
    ],
}
WAITS = (0, 10, 45, 150, 400)
"""Days after the last event for which each history is judged: three of them at every other place, two at the rest."""


@pytest.fixture(scope="session")
def everywhere(tmp_path_factory):
    """A campaign that knows a police body under each law."""
    return write_agencies(tmp_path_factory.mktemp("proposals") / "campaign")


@pytest.mark.parametrize("name", HISTORIES)
def test_the_proposed_letter_is_that_of_next_and_can_be_written(name, everywhere):
    faults = []
    for number, code in enumerate(codes()):
        file = file_of(load_jurisdiction(code), *HISTORIES[name])
        last = max(event.date for _, event in file.events)
        for days in WAITS[number % 2 :: 2]:
            faults += [f"{code}, {days} days: {fault}" for fault in faults_of(file, last + timedelta(days), everywhere)]
    assert not faults, "\n".join(faults)


def faults_of(file, today: date, campaign) -> list[str]:
    stand = standing(file, today)
    named = [step.letter for step in stand.next_steps if step.letter is not None and not step.can_wait]
    faults = [f"'{step.text}' only points to why" for step in stand.next_steps if step.command.startswith("frkit why")]
    faults += [f"there is no letter '{kind}'" for kind in named if kind not in NAMES]
    try:
        kind, why = propose_kind(stand, file)
    except FrkitError as error:
        return [*faults, *([f"'next' names {named[0]}, but: {error}"] if named and stand.sent_on else [])]
    if stand.sent_on and named and kind != named[0]:
        faults.append(f"'next' names {named[0]}, proposed is {kind}")
    for one in dict.fromkeys([kind, *named]):
        try:
            compose(one, file, stand, ROBIN, today=today, overlay=campaign)
        except FrkitError as error:
            faults.append(f"{one} is named ({why}), but: {error}")
    return faults
