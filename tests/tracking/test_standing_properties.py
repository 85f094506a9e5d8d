"""What holds for every history of a request, under every law on file."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from frkit.cli.status.standing_data import standing_as_data
from frkit.cli.status.standing_words import due_in_short, due_words, outstanding
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.law.triggers import WAITS
from frkit.tracking.case import Case
from frkit.tracking.events import BY_KIND
from frkit.tracking.order import effective
from frkit.tracking.running import run_all
from frkit.tracking.standing import standing
from frkit.tracking.summaries import summary_of

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy computer is no reason to fail."""
SENT = ("sent", "2026-03-02", {"method": "email"})
FIRST, LAST = date(2026, 2, 20), date(2026, 7, 9)
LATER = date(2026, 7, 10)
ONE_DAY = timedelta(days=1)

FROM_THE_AGENCY = [
    ("received_by_agency", {}),
    ("received_by_agency", {"competent": True}),
    ("registered", {}),
    ("acknowledged", {}),
    ("acknowledged", {"promised": "2026-05-20"}),
    ("acknowledged", {"automatic": True}),
    ("extension_claimed", {}),
    ("extension_claimed", {"until": "2026-05-10"}),
    ("extension_claimed", {"days": 10}),
    ("extension_claimed", {"days": 30, "unit": "calendar", "items": [1]}),
    ("extension_claimed", {"days": 60, "approved_by": "requester"}),
    ("extension_claimed", {"until": "2026-07-10", "approved_by": "reviewer", "items": [2, 3]}),
    ("clarification_asked", {}),
    ("identity_asked", {}),
    ("consultation_started", {}),
    ("consultation_ended", {}),
    ("consultation_started", {"about": "leave"}),
    ("consultation_ended", {"about": "leave"}),
    ("referred", {}),
    ("fee_estimated", {"amount": "10"}),
    ("fee_estimated", {"amount": "100", "deposit": "50"}),
    ("fee_refunded", {"amount": "5"}),
    ("waiver_granted", {}),
    ("waiver_denied", {}),
    ("granted", {}),
    ("granted", {"items": [1]}),
    ("produced", {}),
    ("produced", {"items": [1]}),
    ("produced", {"items": [2], "partial": True}),
    ("produced", {"final": True}),
    ("denied", {"items": [2]}),
    ("denied", {"items": [3], "received": "2026-06-01"}),
    ("denied", {"final": True}),
    ("no_records", {}),
    ("not_custodian", {}),
    ("neither_confirm_nor_deny", {"items": [3]}),
    ("transferred", {"to": "another body"}),
    ("split", {}),
    ("consolidated", {"into": "another request"}),
    ("appeal_decided", {"result": "upheld"}),
    ("appeal_decided", {"result": "remanded"}),
    ("complaint_decided", {}),
    ("court_event", {"what": "a hearing"}),
    ("court_event", {"what": "judgment", "closes": True}),
    ("office_closed", {"days": ["2026-03-10", "2026-03-11"], "reason": "snow"}),
]
FROM_US = [
    ("sent", {"method": "post"}),
    ("delivery_failed", {}),
    ("clarified", {}),
    ("scope_narrowed", {}),
    ("identity_proved", {}),
    ("fee_agreed", {}),
    ("fee_paid", {"amount": "10"}),
    ("fee_disputed", {}),
    ("waiver_requested", {}),
    ("decision_requested", {}),
    ("notice_given", {}),
    ("appeal_sent", {}),
    ("complaint_filed", {"body": "the ombuds"}),
    ("suit_filed", {"court": "the court"}),
    ("law_confirmed", {"source": "the statute"}),
    ("retention_learned", {"kept": "90 days", "basis": "policy"}),
    ("retention_learned", {"kept": "at_once", "basis": "statement", "items": [1]}),
    ("retention_learned", {"kept": "on_hold", "basis": "statement"}),
    ("followed_up", {"about": "preservation"}),
    ("refrozen", {"law_file": "x", "law_sha256": "0" * 64, "reason": "the law changed"}),
    ("accepted", {}),
    ("abandoned", {}),
    ("reopened", {}),
    ("withdrawn", {}),
]
FOR_THE_FILE = [
    ("arrived", {}),
    ("followed_up", {}),
    ("call", {"said": "soon"}),
    ("note", {"text": "look again"}),
    ("contact_learned", {"purpose": "appeal", "address": "1 City Hall", "found_where": "its letter"}),
    ("retention_learned", {"records": "search logs", "kept": "90 days", "basis": "policy"}),
    ("evidence_added", {"title": "minutes"}),
    ("date_confirmed", {"of": "0" * 64, "dated": "2021-06", "words": "June 2021"}),
    ("figure_confirmed", {"of": "0" * 64, "figure": "price", "amount": "1", "words": "$1"}),
    ("withholding_noted", {"items": [1], "cited": "5 U.S.C. 552(b)(5)", "extent": "whole"}),
    ("forgotten", {"sha256": "0" * 64, "reason": "asked to"}),
    ("clawback_demanded", {"of": "0" * 64}),
    ("cleared_by_counsel", {"of": "0" * 64}),
]
"""Kinds that are kept and shown, and start, stop or meet no limit; an automatic reply does neither."""
BY_ITSELF = ("acknowledged", {"automatic": True})
CODES = st.sampled_from(all_codes())
KINDS = st.sampled_from([*FROM_THE_AGENCY, *FROM_US, *FOR_THE_FILE])
HISTORIES = st.lists(st.tuples(KINDS, st.dates(FIRST, LAST)), max_size=8)
DAYS = st.dates(FIRST, date(2027, 3, 31))

law_of = cache(load_jurisdiction)


@st.composite
def requests(draw, histories=HISTORIES):
    """A place, what was said of the request, and what happened to it."""
    code = draw(CODES)
    asked = {key: sorted(question.answers) for key, question in law_of(code).given.items()}
    said = {key: draw(st.sampled_from(answers)) for key, answers in asked.items() if draw(st.booleans())}
    if draw(st.integers(0, 9)) == 0:
        said["component"] = "wrong"
    return code, said, draw(histories)


def typed(history):
    return [(kind, day.isoformat(), fields) for (kind, fields), day in history]


def made(case, request, *more):
    code, said, history = request
    return case(code, SENT, *typed(history), *more, law=law_of(code), given=said)


def told(stand):
    """What a standing says of its limits."""
    return [(one.clock.id, one.items, one.due.date, one.due.cautious, one.state, one.days_late) for one in stand.clocks]


def test_the_histories_hold_every_kind_of_event():
    held = {kind for kind, _ in (*FROM_THE_AGENCY, *FROM_US, *FOR_THE_FILE)}
    assert held == set(BY_KIND) - {"corrected"}


# Every history has an answer


@calm
@given(requests(), DAYS)
def test_every_history_has_a_standing_that_can_be_told(case, request, today):
    file = made(case, request)
    stand = standing(file, today)
    assert json.dumps(standing_as_data(file, stand), default=str)
    short = summary_of(file, stand)
    assert due_words(short) and 0 < len(due_in_short(short)) <= 14 and outstanding(short)
    assert short.since is None or short.since <= today
    for one in stand.clocks:
        if one.state == "running":
            assert one.due.date >= today and one.days_left == (one.due.cautious - today).days
        if one.state == "lapsed":
            assert one.days_late == (today - one.due.date).days > 0
        if one.state == "met_late":
            assert one.days_late == (one.satisfied_on - one.due.date).days > 0
        if one.due.date is not None:
            assert one.due.cautious <= one.due.date if one.clock.binds == "requester" else one.due.cautious


@calm
@given(requests(), st.randoms())
def test_the_order_of_the_files_does_not_matter(case, request, chance):
    file = made(case, request)
    shuffled = list(file.events)
    chance.shuffle(shuffled)
    assert standing(replace(file, events=tuple(shuffled)), LATER) == standing(file, LATER)


@calm
@given(requests(), DAYS)
def test_what_happens_later_is_not_known_before(case, request, today):
    file = made(case, request)
    known = tuple(logged for logged in file.events if logged[1].date <= today)
    assert standing(file, today) == standing(replace(file, events=known), today)


@calm
@given(requests(), KINDS, st.dates(FIRST, LAST))
def test_a_corrected_event_counts_for_nothing(case, request, wrong, day):
    kind, fields = wrong
    event_id = f"{day}-{kind.replace('_', '-')}-{len(request[2]) + 1:08x}"
    mended = [(kind, day.isoformat(), fields), ("corrected", LATER.isoformat(), {"event": event_id, "reason": "wrong"})]
    assert told(standing(made(case, request, *mended), LATER)) == told(standing(made(case, request), LATER))


@calm
@given(requests(), st.one_of(st.just(BY_ITSELF), st.sampled_from(FOR_THE_FILE)), st.dates(FIRST, LAST))
def test_what_is_only_noted_moves_no_limit(case, request, noted, day):
    assume("delivery_failed" not in [kind for (kind, _), _ in request[2]])  # a letter of ours may be what came back
    kind, fields = noted
    after = standing(made(case, request, (kind, day.isoformat(), fields)), LATER)
    assert told(after) == told(standing(made(case, request), LATER))


# Nothing revives what has passed

REWRITES_THE_PAST = ("delivery_failed", "received_by_agency", "office_closed", "corrected")
"""What is logged late and yet says how it was before: a letter never came, came later, the office was shut."""
CLOSES = ("accepted", "abandoned", "consolidated", "withdrawn")
"""A closed request is late with nothing."""


def from_silence(one):
    """Whether a limit of ours, or of a reviewer, runs only while nobody answers: a late decision gives its own."""
    silent = one.due.start.event_id is None or any(start.if_lapsed for start in one.clock.starts)
    return one.clock.binds != "agency" and silent


def passed(stand):
    """Each limit of one start, whether it has passed, and the days on which it ended."""
    ends, open_still = {}, set()
    for one in stand.clocks:
        if one.needs or from_silence(one):
            continue
        key = (one.clock.id, one.due.start.event_id)
        ends.setdefault(key, set()).add(one.due.date)
        if one.state not in ("lapsed", "met_late"):
            open_still.add(key)
    return {key: days for key, days in ends.items() if key not in open_still}


LATE = [
    [("clarification_asked", {}), ("clarified", {})],
    [("identity_asked", {}), ("identity_proved", {})],
    [("fee_estimated", {"amount": "10"}), ("fee_paid", {"amount": "10"})],
    [("fee_estimated", {"amount": "100", "deposit": "50"}), ("fee_paid", {"amount": "50"})],
    [("consultation_started", {}), ("consultation_ended", {})],
    [("consultation_started", {"about": "leave"}), ("consultation_ended", {"about": "leave"})],
    [("acknowledged", {"promised": "2026-09-30"})],
    [("extension_claimed", {"until": "2026-09-30"})],
    [("extension_claimed", {"days": 30, "approved_by": "requester"})],
    [("extension_claimed", {"days": 30, "approved_by": "reviewer", "items": [1]})],
    *([one] for one in (*FROM_THE_AGENCY, *FROM_US) if one[0] not in (*REWRITES_THE_PAST, *CLOSES)),
]
"""What may come when a limit has passed: a question with its answer, a bill and its payment, a promise, a decision."""


@calm
@given(requests(st.lists(st.tuples(KINDS, st.dates(FIRST, LAST)), max_size=3)), st.data())
def test_what_comes_later_never_changes_a_limit_that_had_passed(case, request, data):
    before = passed(standing(made(case, request), LAST))
    for late in data.draw(st.lists(st.sampled_from(LATE), min_size=4, max_size=4)):
        days = [LATER + timedelta(days=7 * number) for number in range(len(late))]
        more = typed(zip(late, days, strict=True))
        after = passed(standing(made(case, request, *more), days[-1] + ONE_DAY))
        assert {key: after.get(key) for key in before} == before, more


@calm
@given(requests(), st.integers(1, 300))
def test_days_without_an_event_move_no_date_of_the_agency(case, request, wait):
    file = made(case, request)
    now, later = (
        [(one.clock.id, one.due.date, one.items) for one in standing(file, day).clocks if one.clock.binds == "agency"]
        for day in (LAST, LAST + timedelta(days=wait))
    )
    assert now == later


# Words, days left out, and dates

_LAST = re.compile(r"(?:Last day(?: with the extension)?:|.* more(?: from \w{3} [\d-]+)?, to) \w{3} (\d{4}-\d\d-\d\d)")


def judged(file, today):
    """A request with its limits run: where the closed days of each can be asked for."""
    case = Case(file.law, file.request, tuple(effective(file.events)), file.closed, today, closed=False)
    return case, run_all(case)


@calm
@given(requests())
def test_the_last_day_in_words_is_the_date(case, request):
    for one in standing(made(case, request), LAST).clocks:
        named = [match[1] for line in one.due.derivation if (match := _LAST.match(line))]
        assert (date.fromisoformat(named[-1]) if named else None) == one.due.date
        assert one.due.date or one.due.stopped_since or one.clock.length.soft


@calm
@given(requests())
def test_each_day_left_out_is_closed_or_was_waited_through_and_lies_before_the_end(case, request):
    waits = tuple(wait.words for wait in WAITS.values())
    judging, clocks = judged(made(case, request), LAST)
    for one in clocks:
        days = [day for day, _ in one.due.skipped]
        assert len(days) == len(set(days)) and all(day <= one.due.date for day in days)
        calendar = judging.calendar(one.clock)
        for day, reason in one.due.skipped:
            assert calendar.why_closed(day) == reason or reason.startswith(waits)


# Waits


def suspending():
    """Each rule by which a question stops a count, with its place."""
    for code in all_codes():
        law = law_of(code)
        for rule in law.tolling:
            if rule.effect == "suspend" and rule.trigger != "transfer":
                yield code, rule


SUSPENDING = st.sampled_from(list(suspending()))
ASKED = {
    "deposit": {"amount": "100", "deposit": "50"},
    "fee": {"amount": "100"},
    "third_party": {"about": "third_party"},
    "leave": {"about": "leave"},
}
ANSWERED = {"fee_paid": {"amount": "100"}, "consultation_ended": {}}


@calm
@given(SUSPENDING, st.integers(0, 60), st.data())
def test_a_question_gives_back_no_more_days_than_we_took_to_answer(case, place, took, data):
    code, rule = place
    kind = WAITS[rule.trigger]
    said = {key: wanted.removeprefix("not ").split("|")[0] for key, wanted in rule.when.items() if "not " not in wanted}

    def limits(*events):
        return judged(case(code, SENT, *events, law=law_of(code), given=said), date(2027, 3, 1))

    before = {one.clock.id: one for one in limits()[1] if one.clock.binds == "agency"}
    last_days = sorted({one.due.date for one in before.values() if one.due.date})
    asked_on = data.draw(st.one_of(st.dates(date(2026, 3, 3), date(2026, 4, 30)), *map(st.just, last_days)))
    answer = data.draw(st.sampled_from(rule.ended_by or kind.answered))
    about = ASKED.get(rule.trigger, {})
    answered = asked_on + timedelta(days=took)
    asked = (kind.asked, asked_on.isoformat(), about)
    answering = (answer, answered.isoformat(), ANSWERED.get(answer, {}) | (about if "consult" in answer else {}))
    judging, clocks = limits(asked, answering)
    for one in clocks:
        other = before.get(one.clock.id)
        if other is None or one.due.start != other.due.start or one.due.unrolled is None or other.due.unrolled is None:
            continue
        taken = between(asked_on - ONE_DAY if rule.first_day_out else asked_on, answered)
        given_back = between(other.due.unrolled, one.due.unrolled)
        assert one.due.unrolled >= other.due.unrolled
        if one.clock.length.unit in ("business", "working week"):
            open_on = judging.calendar(one.clock).why_closed
            taken, given_back = ([day for day in days if open_on(day) is None] for days in (taken, given_back))
        assert len(given_back) <= len(taken)


def between(first, last):
    """The days after the first, up to the last."""
    return [first + timedelta(days=number + 1) for number in range((last - first).days)]
