"""What vanishing records mean for a request: the flags, and the step that saves what can be saved. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from frkit.law.explaining import long_day
from frkit.law.retention_types import AT_ONCE
from frkit.tracking.flags import Flag
from frkit.tracking.next_steps import SOON, NextStep, rank_of
from frkit.tracking.retention import AHEAD, AtRisk

CONFIRM_AFTER = 14
"""Days after which a word from the agency that the records are kept is missed."""
FLAG = "records_at_risk"
_CALM = {"held": "records_held", "gone": "records_gone"}
"""State -> the name of a flag that asks for nothing at once; ``preservation_asked`` is the third."""
_SHOWN = ("soon", "going", "gone", "unknown", "held")


def risk_flags(at_risk: Iterable[AtRisk], today: date) -> Iterator[Flag]:
    """One flag for each rule under which records go: ``records_at_risk`` until somebody asks to keep them."""
    shown = [one for one in at_risk if one.state in _SHOWN]
    for one in sorted(shown, key=lambda one: (not one.live, one.state == "held")):
        name = _CALM.get(one.state) or ("preservation_asked" if one.asked_on else FLAG)
        since = one.held_on or (min(one.asked_on) if one.asked_on else one.last if one.state == "gone" else one.first)
        yield Flag(name, risk_words(one, today), since)


def risk_words(one: AtRisk, today: date) -> str:
    """What is at stake, in a sentence or two: ``search logs (item 3): kept 90 days ...``."""
    what = one.rule.records or "records"
    named = f"{what[0].upper()}{what[1:]} ({_items(one.items)}): {one.rule.period}."
    if one.state == "held":
        return f"{named} Destruction is stopped, as learned on {long_day(one.held_on or today)}."
    if one.state == "permanent":
        return named
    asked = f" Asked to preserve on {long_day(min(one.asked_on))}." if one.asked_on else ""
    return f"{named}{asked} {_how_far(one, today)}"


def short_risk(one: AtRisk) -> str:
    """How far it has come, in a few words: ``records of item 1 go on Sun 2026-08-30``."""
    what = f"records of {_items(one.items)}"
    if one.asked_on and one.state not in ("held", "permanent"):
        return f"{what}: asked to keep them"
    words = {
        "going": "go day by day",
        "gone": "are gone by the rule",
        "unknown": "go on a day that is not known",
        "held": "are on hold",
        "permanent": "are kept for good",
    }
    on = f"go on {long_day(one.first)}" if one.first else "stay for longer than is counted"
    return f"{what} {words.get(one.state, on)}"


def with_risks(
    request_id: str, steps: tuple[NextStep, ...], at_risk: tuple[AtRisk, ...], today: date, *, sent: bool
) -> tuple[NextStep, ...]:
    """The next steps with the one against the loss of records in its place; while nothing is sent, that is to send."""
    if not sent:
        made = (_sooner(step, at_risk, today) for step in steps)
        return tuple(sorted(made, key=lambda step: (*step.urgency, step.text)))
    added = tuple(_steps(request_id, at_risk, today))
    return tuple(sorted((*steps, *added), key=lambda step: (*step.urgency, step.text)))


def _how_far(one: AtRisk, today: date) -> str:
    if one.state == "gone":
        return _gone(one)
    if one.state == "unknown":
        return "The day of the incident is not on file: set 'period' of the item to it, and the count begins."
    verb = {"at_least": "may be destroyed from", "at_most": "are gone, at the latest,"}.get(one.rule.means, "go")
    if one.state == "going":
        return _going(one)
    if one.first is None:
        return "The day on which they go lies beyond what is counted."
    left = (one.first - today).days
    which = "They" if one.since == one.until else "The first that were asked for"
    on = "on " if one.rule.means != "at_least" else ""
    ends = {"at_most": ", perhaps sooner", "at_least": ""}.get(one.rule.means, "")
    if one.rule.counted_from == "last_use":
        ends += ", if they were never used again"
    return f"{which} {verb} {on}{long_day(one.first)}{ends}: {left} day{'s' * (left != 1)} left."


def _gone(one: AtRisk) -> str:
    if one.rule.kept == AT_ONCE:
        return "They are gone by that rule, unless they were kept for another reason: ask."
    if one.last is not None and _asked_in_time(one):
        return f"By that rule the last would have gone on {long_day(one.last)}: ask for word that they are kept."
    by = "The rule lets them go" if one.rule.means == "at_least" else "By that rule they are gone"
    since = f" since {long_day(one.last)}" if one.last else ""
    return f"{by}{since}, unless they were kept for another reason: ask."


def _asked_in_time(one: AtRisk) -> bool:
    """Whether we asked while some were left by the rule."""
    return bool(one.asked_on) and one.last is not None and min(one.asked_on) < one.last


def _going(one: AtRisk) -> str:
    may = "may be" if one.rule.means == "at_least" else "are"
    ends = f"; the last go on {long_day(one.last)}" if one.last else ""
    if one.asked_on and one.first is not None and one.first > min(one.asked_on):
        return f"By that rule the first would have gone on {long_day(one.first)}: ask for word that they are kept."
    if one.rule.counted_from == "last_use":
        return f"Those that were never used again may be gone since {long_day(one.first)}." if one.first else ""
    if one.left_from is None:
        return f"By that rule some {may} gone{ends}."
    before = long_day(one.left_from)
    if one.asked_on:
        were = "may have been" if may == "may be" else "were"
        return f"Those made before {before} {were} gone by then, by that rule{ends}."
    return f"Those made before {before} {may} gone by that rule, and each day takes more{ends}."


def _steps(request_id: str, at_risk: tuple[AtRisk, ...], today: date) -> Iterator[NextStep]:
    letter = f"frkit letter {request_id} preservation"
    live = [one for one in at_risk if one.live]
    if live:
        gravest, by, urgent = _gravest(live, today)
        numbers = tuple(sorted({number for one in live for number in one.items}))
        text = f"Ask the agency to keep the records of {_items(numbers)}. {risk_words(gravest, today)}"
        yield NextStep(text, letter, by, rank_of("lapsing" if urgent else "refused"))
        return
    asked = [one for one in at_risk if one.asked_on and (one.state in ("soon", "going") or _asked_in_time(one))]
    asked = [one for one in asked if one.held_on is None]
    if asked and (today - max(asked[0].asked_on)).days > CONFIRM_AFTER:
        day = long_day(max(asked[0].asked_on))
        text = f"No answer is logged to our letter of {day} that asked to keep records: ask for it, or log what came."
        yield NextStep(text, letter, None, rank_of("look"))
        return
    gone = [one for one in at_risk if one.state in ("gone", "unknown") and not one.asked_on]
    if gone:
        yield NextStep(f"Ask what was kept. {risk_words(gone[0], today)}", letter, None, rank_of("look"))


def _sooner(step: NextStep, at_risk: tuple[AtRisk, ...], today: date) -> NextStep:
    """The sending of a request, with the day before which it saves records."""
    live = [one for one in at_risk if one.live]
    if not live or not step.command.startswith(("frkit letter ", "frkit log sent ")):
        return step
    gravest, by, urgent = _gravest(live, today)
    text = f"{step.text} {risk_words(gravest, today)}"
    return replace(step, text=text, by=by, rank=rank_of("lapsing") if urgent else step.rank)


def _gravest(live: list[AtRisk], today: date) -> tuple[AtRisk, date | None, bool]:
    """What goes first, by when writing saves it, and whether that is urgent: within days, or going already."""

    def urgency(one: AtRisk) -> tuple[int, date]:
        by = _by(one, today)
        if by is None:
            return 1, date.max
        return (0 if (by - today).days <= SOON else 2), by

    first = min(live, key=urgency)
    return first, _by(first, today), urgency(first)[0] < 2


def _by(one: AtRisk, today: date) -> date | None:
    """The last day on which writing saves what the next takes; None where each day takes some and no end is near."""
    if one.state == "soon" and one.first is not None:
        return one.first - timedelta(days=1)
    if one.last is not None and (one.last - today).days <= AHEAD and one.rule.kept != AT_ONCE:
        return one.last - timedelta(days=1)
    return None


def _items(numbers: tuple[int, ...]) -> str:
    return f"item{'s' * (len(numbers) != 1)} {', '.join(map(str, numbers))}"
