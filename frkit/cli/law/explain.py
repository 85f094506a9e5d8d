"""``frkit law explain``: when an answer is due under a law, with every step of the count, without a campaign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from frkit.base.errors import WrongUsage
from frkit.base.models import LATEST
from frkit.cli.common import (
    DAY,
    campaign_option,
    clean,
    console,
    given_option,
    json_option,
    own_files,
    print_json,
    say,
)
from frkit.cli.law.given import given_answers
from frkit.cli.law.text import WHO, silence_words, start_words
from frkit.cli.status.standing_data import remedy_as_data
from frkit.cli.status.standing_words import UNREVIEWED, remedy_words
from frkit.law import loading
from frkit.law.explaining import basis_words, long_day
from frkit.law.rule_types import Silence
from frkit.law.types import Jurisdiction
from frkit.law.variants import RESERVED
from frkit.tracking.case import Case
from frkit.tracking.events import Event
from frkit.tracking.hypothetical import Explained, explained, hypothetical_case, not_started, supposed_event
from frkit.tracking.remedies import RemedyStanding, before_it_passed, remedies_of

UNCONFIRMED = "law_confirmed"
RESERVED_WORDS = {
    "channel": "How was the request sent?",
    "answer": "What does the agency answer?",
    "component": "Did it reach the body that must answer?",
    "deposit": "Did the agency ask for a deposit?",
}
LOW = (
    "The law on file has low confidence: no date is given until a person has read it. "
    "If you have, say so with --event law_confirmed:DATE."
)
NO_POLICE = "This law does not reach the police: frkit computes no limit under it."


@click.command("explain")
@click.argument("code")
@click.option("--received", type=DAY, help="The day on which the agency received the request.")
@click.option(
    "--event",
    "events",
    multiple=True,
    metavar="KIND:DATE[:KEY=VALUE,...]",
    help="What happened: denied:2026-04-01, or extension_claimed:2026-03-10:until=2026-03-30. Repeatable.",
)
@given_option
@campaign_option
@click.option("--today", type=DAY, help="See it as of this day (default: after everything has passed unanswered).")
@json_option
def explain(
    code: str,
    received: date | None,
    events: tuple[str, ...],
    given: tuple[str, ...],
    campaign_dir: str | None,
    today: date | None,
    as_json: bool,
) -> None:
    """When each limit of the law of CODE ends, and how that is counted.

    Nothing is stored. What does not happen by an --event is taken not to happen, so that what follows from silence is
    shown too.
    """
    overlay = own_files(campaign_dir)
    law = loading.load_jurisdiction(code, overlay)
    answers = given_answers(law, given)
    happened = [_event(text) for text in events]
    if received is not None:
        happened.insert(0, supposed_event("received_by_agency", received, {}))
    elif not any(event.kind in ("sent", "received_by_agency") for event in happened):
        raise WrongUsage("From which day shall it count?", remedy="add --received DATE, or --event sent:DATE")
    case = hypothetical_case(law, loading.load_closed_days(law.code, overlay), happened, answers, today)
    if as_json:
        print_json(_record(law, case, received))
    else:
        _print(law, case)


def _event(text: str) -> Event:
    kind, _, rest = text.partition(":")
    day, _, more = rest.partition(":")
    pairs = [pair.partition("=") for pair in more.split(",")] if more else []
    fields: dict[str, Any] = {key.strip(): value.strip() for key, equals, value in pairs if equals}
    if len(fields) != len(pairs):
        raise WrongUsage(f"'{text}' is no event.", remedy="write it like extension_claimed:2026-03-10:until=2026-03-30")
    return supposed_event(kind, DAY.convert(day, None, None), fields)


def _confirmed(law: Jurisdiction, case: Case) -> bool:
    return law.confidence != "low" or bool(case.of_kind(UNCONFIRMED))


def _record(law: Jurisdiction, case: Case, received: date | None) -> dict[str, Any]:
    told = _confirmed(law, case)
    return {
        "code": law.code,
        "name": law.name,
        "law_name": law.law.name,
        "received": received,
        "given": dict(case.given.known),
        "police": law.coverage.police,
        "use_instead": law.coverage.use_instead,
        "confidence": law.confidence,
        "clocks": [_clock(one, told) for one in explained(case)],
        "as_of": None if case.today == LATEST else case.today,
        "not_started": [clock.id for clock in not_started(case)],
        "questions": {key: question.model_dump(mode="json") for key, question in law.given.items()},
        "remedies": [remedy_as_data(one) for one in _steps(case)] if told else [],
        "silence": [silence.model_dump(mode="json") for silence in law.silence],
        "unsure": list(law.unsure),
        "coverage_note": law.coverage.note,
        "closed_days_reviewed": case.days.reviewed,
    }


def _clock(one: Explained, told: bool) -> dict[str, Any]:
    running, due, clock = one.running, one.running.due, one.running.clock
    return {
        "id": one.id,
        "variant": one.variant,
        "role": clock.role,
        "binds": clock.binds,
        "date": due.date if told else None,
        "unrolled": due.unrolled if told else None,
        "cautious": due.cautious if told else None,
        "basis": clock.basis,
        "binding": clock.binding,
        "unit": "business" if clock.length.unit == "working week" else clock.length.unit,
        "days": (clock.length.number or 0) * 5 if clock.length.unit == "working week" else clock.length.number,
        "length": str(clock.length),
        "citation": clock.citation,
        "confirmed": due.confirmed and told,
        "start": {"date": due.start.day, "kind": due.start.kind},
        "met_on": running.satisfied_on,
        "skipped": [{"date": day, "why": name} for day, name in due.skipped] if told else [],
        "derivation": list(due.derivation) if told else [LOW],
        "warnings": list(due.warnings),
        "needs": [*running.needs, *([] if told else [UNCONFIRMED])],
        "note": clock.note,
    }


def _print(law: Jurisdiction, case: Case) -> None:
    out = console()
    say(out, f"{law.name} ({law.code}): {law.law.name}, {law.law.citation}", style="bold", hang=2)
    told = _confirmed(law, case)
    if law.coverage.police == "no":
        instead = f" Use {law.coverage.use_instead} instead." if law.coverage.use_instead else ""
        cited = f" ({law.coverage.citation})" if law.coverage.citation else ""
        say(out, f"{NO_POLICE}{instead}{cited}")
        if law.coverage.note:
            say(out, f"Note: {law.coverage.note}", hang=2)
        _print_doubts(out, law, [])
        return
    if law.coverage.police == "partly":
        say(out, f"It reaches the police in part only. {law.coverage.note or ''}", hang=2)
    if not told:
        say(out, LOW)
    clocks = explained(case)
    for one in clocks:
        _print_clock(out, one, told)
    _print_rest(out, law, case, {need for one in clocks for need in one.running.needs})


def _silences(law: Jurisdiction, case: Case) -> Iterator[Silence]:
    """What silence means in this case: without the limits of other cases, and what it means only after those."""
    for one in law.silence:
        clocks = [clock for clock in law.clocks if clock.id in one.after]
        after = tuple(clock.id for clock in clocks if case.done.get(clock.id) or clock in not_started(case))
        if after or not one.after:
            yield one.model_copy(update={"after": after})


def _steps(case: Case) -> list[RemedyStanding]:
    """The steps as they will stand; without a day to look from, one whose time will pass is open until then."""
    steps = list(remedies_of(case))
    if case.today != LATEST:
        return steps
    return [before_it_passed(one, case) for one in steps]


def _print_clock(out: Any, one: Explained, told: bool) -> None:
    due, clock = one.running.due, one.running.clock
    name = (one.variant or one.id).replace("_", " ")
    out.print()
    say(out, f"{name} ({WHO[clock.binds]}): {_end(one, told)}", style="bold", hang=2)
    if told:
        for line in (*due.derivation, *due.warnings):
            say(out, line, indent=2, hang=2)
        if due.cautious is not None and due.cautious != due.date:
            say(out, f"Safe day to act by: {long_day(due.cautious)}.", indent=2)
    else:
        say(out, f"{clock.length}; {clock.citation} ({basis_words(clock.basis, clock.binding)})", indent=2, hang=2)
    if clock.note:
        say(out, f"Note: {clock.note}", indent=2, hang=2)


def _end(one: Explained, told: bool) -> str:
    running = one.running
    if running.satisfied_on is not None:
        return f"met on {long_day(running.satisfied_on)}"
    if not told:
        return "no date until the law is confirmed"
    doubt = f" (depends on: {', '.join(need.replace('_', ' ') for need in running.needs)})" if running.needs else ""
    if running.due.date is None:
        return "stands still" if running.due.stopped_since else f"no date: {running.clock.length}{doubt}"
    return long_day(running.due.date) + doubt


def _print_rest(out: Any, law: Jurisdiction, case: Case, needs: set[str]) -> None:
    _print_questions(out, law, needs)
    silences = list(_silences(law, case))
    _head(out, "What silence means:", silences)
    for silence in silences:
        say(out, silence_words(silence), indent=2, hang=4)
        if silence.note:
            say(out, silence.note, indent=6)
    steps = [one for one in _steps(case) if one.state != "not_yet"] if _confirmed(law, case) else []
    _head(out, "Steps, in order:", steps)
    for step in steps:
        say(out, remedy_words(step), indent=2, hang=4)
        if step.remedy.note:
            say(out, step.remedy.note, indent=6)
    waiting = not_started(case)
    _head(out, "Not started:", waiting)
    for clock in waiting:
        starts = "; or ".join(start_words(start, clock) for start in clock.starts)
        name = f"{clock.id.replace('_', ' ')}, {clock.length} ({WHO[clock.binds]})"
        say(out, f"{name}; starts: {starts}", indent=2, hang=4)
    _print_doubts(out, law, [UNREVIEWED] if case.days.reviewed is None else [])


def _print_doubts(out: Any, law: Jurisdiction, first: list[str]) -> None:
    for doubt in [*first, *(f"Unsure: {one}" for one in law.unsure)]:
        out.print()
        say(out, clean(doubt), hang=2)


def _print_questions(out: Any, law: Jurisdiction, needs: set[str]) -> None:
    for key in sorted(needs - {UNCONFIRMED}):
        question = law.given.get(key)
        out.print()
        say(out, f"To choose: {question.ask if question else RESERVED_WORDS.get(key, key)}", style="bold")
        answers = question.answers if question else dict.fromkeys(RESERVED.get(key, ()), "")
        for answer, words in answers.items():
            say(out, f"--given {key}={answer}  {words}", indent=2, hang=4)


def _head(out: Any, title: str, below: Sequence[Any]) -> None:
    """A title above what follows, if anything does."""
    if below:
        out.print()
        say(out, title, style="bold")
