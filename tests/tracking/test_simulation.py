"""Random but lawful histories under every law: after each event the standing holds together.

FRKIT_HISTORIES says how many (500 if unset). Each place has a seed of its own, so that the choice is the same in every
run and another one for every law; hypothesis prints the shortest history that fails.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from zlib import crc32

import click
import pytest
from click.testing import CliRunner
from histories import ITEMS, histories, told_on
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from frkit.cli.main import frkit
from frkit.cli.status.standing_data import clock_as_data, standing_as_data
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction
from frkit.tracking.flags import first_to_end
from frkit.tracking.folder import init_campaign
from frkit.tracking.next_steps import LONG_BEFORE
from frkit.tracking.outcomes import DECISIONS, MOVED
from frkit.tracking.standing import standing
from frkit.tracking.steps import FILINGS
from frkit.tracking.types import Item, Request

CODES = all_codes()
HISTORIES = int(os.environ.get("FRKIT_HISTORIES", "500"))
EACH = -(-HISTORIES // len(CODES)) + 1
"""Histories a place; the first one of hypothesis is always the plainest, and is not counted."""
DEMANDS = {
    "law_unconfirmed",
    "undelivered",
    "answer_unknown",
    "question_open",
    "clarify_wait",
    "identity_wait",
    "fee_wait",
    "unread",
    "contradictory",
    "order_unclear",
    "no_exemption_named",
    "fee_with_request",
    "promise_passed",
    "overpaid",
    "demanded_back",
    "may_be_closed",
    "decision_late",
}
"""Flags that ask for something, whatever else there is."""
FOLLOWED = ("appeal", "pre_suit", "complaint", "withdrawal")
"""Roles of limits of ours that are to be acted upon as soon as they run; a suit only when its limit is near."""
_LAST = re.compile(r"(?:Last day(?: with the extension)?:|.* more(?: from \w{3} [\d-]+)?, to) \w{3} (\d{4}-\d\d-\d\d)")

days_of, law_of = cache(load_closed_days), cache(load_jurisdiction)
fast = settings(
    max_examples=EACH,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)


def told(stand):
    """Everything that a standing says, with its events by name only."""
    names = [event_id for event_id, _ in stand.events]
    return {**{name: value for name, value in vars(stand).items() if name != "events"}, "events": names}


@pytest.mark.parametrize("code", CODES)
def test_every_history_holds_together_after_each_event(code, case):
    made = case(code, law=law_of(code))
    answers = [{key: sorted(one.answers)[-1] for key, one in law_of(code).given.items()}, {}]

    @seed(crc32(code.encode()))
    @fast
    @given(histories(), st.sampled_from(answers), st.randoms(use_true_random=False), st.integers(0, 400))
    def simulate(history, said, chance, later):
        file = replace(made, request=made.request.model_copy(update={"given": said}), events=())
        before = None
        mixed = mixed_up(history.events, chance)
        for number, (_, event) in enumerate(history.events, 1):
            now = replace(file, events=history.events[:number])
            stand = standing(now, event.date)
            holds_together(now, stand, event.date)
            known = {event_id for event_id, _ in now.events}
            other = replace(now, events=tuple(one for one in mixed if one[0] in known))
            assert told(standing(other, event.date)) == told(stand)
            changes_only_what_it_names(before, stand, event)
            before = stand
        assert json.dumps(standing_as_data(now, stand), default=str)
        end = history.events[-1][1].date + timedelta(days=later)
        holds_together(now, standing(now, end), end)
        nothing_undoes_a_withdrawal(now, end)
        if history.pinned and not any(event.kind == "corrected" for _, event in history.events):
            plain = standing(now, end)
            assert not plain.flag("contradictory"), plain.flag("contradictory")
            assert not plain.flag("order_unclear"), plain.flag("order_unclear")

    simulate()


def holds_together(file, stand, today):
    names = {flag.name for flag in stand.flags}
    text = " ".join(step.text for step in stand.next_steps)
    assert set(stand.item_outcomes) == set(ITEMS)
    assert stand.ball in ("agency", "us", "closed")
    withdrawn = any(event.kind == "withdrawn" for _, event in stand.counted)
    assert (stand.closed_as == "withdrawn") == withdrawn
    assert (stand.ball == "closed") == (stand.closed_as is not None)
    if stand.ball == "closed":
        assert {one.letter for one in stand.next_steps} <= {"clawback"} and "request" not in stand.tracks
        assert not names & {"overdue", "fee_wait", "clarify_wait", "promise_passed", "stale"}
    else:
        assert ("request" in stand.tracks) == (stand.sent_on is not None)
        for flag in stand.flags:
            assert flag.name not in DEMANDS or flag.message in text, flag
    if stand.ball == "us":
        assert stand.next_steps or not stand.law_confirmed
    ours_are_followed(stand, today)
    ours_are_met_by_what_is_against_all(stand)
    dates_are_derived(stand, today)
    for step in stand.next_steps:
        can_be_typed(step.command)


def nothing_undoes_a_withdrawal(file, today):
    """However the history went on: taken back, it stays so, whatever is logged after that."""
    later = [
        ("withdrawn", 1, {}),
        ("reopened", 2, {}),
        ("sent", 3, {"method": "post"}),
        ("produced", 4, {"final": True}),
    ]
    for kind, days, fields in later:
        day = today + timedelta(days=days)
        file = replace(file, events=(*file.events, told_on(day, kind, 1000 + days, **fields)))
        stand = standing(file, day)
        assert (stand.ball, stand.closed_as) == ("closed", "withdrawn")
        assert {one.letter for one in stand.next_steps} <= {"clawback"}, "only a demand to give back outlives it"


def ours_are_met_by_what_is_against_all(stand):
    """A limit of ours that is met was met by filings that, together, are about each of its items."""
    for one in stand.clocks:
        if one.clock.role != "appeal" or one.state not in ("met", "met_late"):
            continue
        filed = [event for _, event in stand.counted if event.kind in FILINGS and event.date <= one.satisfied_on]
        about = [
            set(getattr(event, "items", ())) or set(ITEMS)
            for event in filed
            if event.date >= one.due.start.day - timedelta(days=2)
        ]
        assert set(one.items or ITEMS) <= set().union(*about) or not filed, one.clock.id


def ours_are_followed(stand, today):
    """Each limit of ours that runs stands among the steps, the first of several for the same items."""
    if stand.ball == "closed" or not stand.law_confirmed:
        return
    wanted = {step.by for step in stand.next_steps}
    for one in first_to_end(stand.clocks).values():
        near = one.clock.role == "court" and (one.due.cautious - today).days <= LONG_BEFORE
        if one.clock.role in FOLLOWED or near:
            assert one.due.cautious in wanted, one.clock.id
    lapsed = {flag.name for flag in stand.flags} & {"appeal_lapsed", "complaint_lapsed", "court_lapsed"}
    assert not lapsed or any(one.state == "lapsed" and one.clock.binds == "requester" for one in stand.clocks)


def dates_are_derived(stand, today):
    """As ``frkit why`` tells it: the date is the last one of the derivation, and the state is that of the date."""
    for one in stand.clocks:
        data = clock_as_data(one)
        named = [match[1] for line in data["derivation"] if (match := _LAST.match(line))]
        assert (date.fromisoformat(named[-1]) if named else None) == data["date"], data
        assert data["state"] != "running" or data["date"] >= today
        assert data["state"] != "lapsed" or (today - data["date"]).days == data["days_late"] > 0
        assert data["state"] != "met_late" or (data["met_on"] - data["date"]).days == data["days_late"] > 0
        assert data["date"] is None or data["cautious"] <= data["date"]
        assert data["met_by"] is None or data["met_by"] in {event_id for event_id, _ in stand.counted}
        assert set(data["items"]) <= set(ITEMS)


def mixed_up(events, chance):
    """The same events as if made in another order, by somebody else, at other moments."""
    mixed = [
        (event_id, event.model_copy(update={"entered": f"20{chance.randrange(10, 99)}-01-01T00:00:00Z", "by": "other"}))
        for event_id, event in events
    ]
    chance.shuffle(mixed)
    return mixed


def changes_only_what_it_names(before, after, event):
    """An event changes the outcome of the items it names; without any, of all; corrections of what they undo."""
    if before is None:
        assert set(after.item_outcomes.values()) == {"pending"}
        return
    changed = {number for number in ITEMS if before.item_outcomes[number] != after.item_outcomes[number]}
    if event.kind == "corrected":
        undone = next(one for event_id, one in after.events if event_id == event.event)
        allowed = set(getattr(undone, "items", ())) or set(ITEMS)
        assert changed <= allowed or before.corrected
    elif event.kind in (*DECISIONS, *MOVED):
        assert changed <= (set(event.items) or set(ITEMS))
    else:
        assert not changed or (event.kind == "received_by_agency" and event.competent)


# Commands

VALUES = {"DATE": "2026-03-02", "AMOUNT": "45.00", "SHA256": "0" * 64, "WHERE": "page", "ID": "x", "FILE": "/dev/null"}


@cache
def can_be_typed(command):
    """Parse a proposed command with click, as a terminal would; an option or a kind that is not there fails."""
    if not command:
        return
    program, *words = shlex.split(command)
    assert program == "frkit"
    words = [VALUES.get(word, word) for word in words]
    group, context = frkit, None
    while isinstance(group, click.Group):
        context = group.make_context(group.name or "frkit", words, parent=context, resilient_parsing=False)
        name, group, words = group.resolve_command(context, [*context._protected_args, *context.args])
    assert group.make_context(name, words, parent=context)


# Through the command line and the disk


@pytest.mark.parametrize("code", CODES[:: max(1, len(CODES) // 20)])
def test_why_says_of_a_folder_what_the_standing_says(code, tmp_path):
    """Twenty places through real files: written in any order, with any moment of typing, and read by the command."""

    @seed(crc32(code.encode()))
    @settings(fast, max_examples=2)
    @given(histories(), st.randoms(use_true_random=False))
    def tell(history, chance):
        folder = init_campaign(tmp_path / f"c{chance.getrandbits(64)}", "Test")
        asked = tuple(Item(number=number, category="contracts") for number in ITEMS)
        request = folder.create_request(Request(agency="some-agency", law=code, items=asked), "x", date(2026, 1, 5))
        written = {}
        for event_id, event in history.events:  # ids follow from the bytes, so names of others are put in as written
            named = {key: written[value] for key in ("event", "of") if (value := getattr(event, key, None)) in written}
            if event.after:
                named["after"] = tuple(written[one] for one in event.after)
            entered = {"entered": f"20{chance.randrange(10, 99)}-01-01T00:00:00Z"}
            written[event_id], _ = folder.add_event(request, event.model_copy(update={**named, **entered}))
        today = history.events[-1][1].date + timedelta(days=20)
        stand = standing(folder.load(request), today)
        typed = ["why", request, "--today", today.isoformat(), "--json", "--campaign", str(folder.root)]
        result = CliRunner().invoke(frkit, typed)
        assert result.exit_code == 0, result.output
        said = json.loads(result.output)
        wanted = [(one.clock.id, one.due.date, one.state, list(one.items)) for one in stand.clocks]
        found = [(one["id"], one["date"], one["state"], one["items"]) for one in said["clocks"]]
        assert found == [(name, day and day.isoformat(), state, items) for name, day, state, items in wanted]

    tell()
