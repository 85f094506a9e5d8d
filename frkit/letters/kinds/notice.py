"""The written notice that a law wants before its next step: of default, or before a suit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.types import Remedy
from frkit.letters.facts.account import account_facts
from frkit.letters.facts.law_steps import about_step, deadline_facts, needed_step, remedy_option, step_facts
from frkit.letters.facts.limits import clock_facts, never_sent
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import on_one_line
from frkit.tracking.our_events import NoticeGiven
from frkit.tracking.standing import standing

_NEXT = ("court", "tribunal")


def _step(matter: Matter) -> Remedy:
    return needed_step(matter, "notice", "written notice that must come before another step", ("notice",))


def _facts(matter: Matter) -> Facts:
    file, stand = matter.file, matter.stand
    remedy = _step(matter)
    if stand.sent_on is None:
        raise never_sent(file, stand, "there is nothing to give notice of")
    account = account_facts(matter)
    if not (account["answers"] or account["delay"]):
        raise FrkitError(
            "There is nothing to give notice of: no refusal is on file, and no limit has passed.",
            remedy=f"to see who must act: frkit status {file.id}",
        )
    return {
        "notice": {
            **account,
            "remedy": step_facts(remedy, stand, file.law.code[:2]),
            "deadline": deadline_facts(stand, remedy),
            "waits": _waits(matter, remedy),
            "court": _court(matter, remedy),
        }
    }


def _waits(matter: Matter, remedy: Remedy) -> list[dict[str, Any]]:
    """Each time that the law leaves after the notice, and its last day if it arrives today; the longest first."""
    if not matter.stand.law_confirmed:
        return []
    after = standing(replace(matter.file, events=(*matter.file.events, _given(matter, remedy))), matter.today)
    found = [one for one in after.clocks if one.clock.id in remedy.clocks and one.clock.role == "pre_suit"]
    waits = [
        {**clock_facts(one.clock), "until": _day(one.due.date, matter)} for one in found if one.clock.length.number
    ]
    return sorted(waits, key=lambda wait: wait["until"] or date.max, reverse=True)


def _given(matter: Matter, remedy: Remedy) -> tuple[str, NoticeGiven]:
    """The notice as if it were given today: it is never kept."""
    event = NoticeGiven.model_validate(
        {
            "kind": "notice_given",
            "date": matter.today.isoformat(),
            "entered": f"{matter.today.isoformat()}T00:00:00Z",
            "by": "frkit",
            "remedy": remedy.id,
        }
    )
    return f"{matter.today.isoformat()}-notice-given-00000000", event


def _day(day: date | None, matter: Matter) -> date | None:
    return day if day is not None and day >= matter.today else None


def _court(matter: Matter, remedy: Remedy) -> str:
    """The court before which the matter can come after the notice, where the law file names one."""
    steps = list(matter.file.law.remedies)
    later = [step for step in steps[steps.index(remedy) + 1 :] if step.kind in _NEXT]
    return on_one_line(later[0].body) if later else ""


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    notice = facts["notice"]
    yield from about_step(matter, _step(matter), notice["remedy"], notice["deadline"], address=True)
    for wait in notice["waits"][1:]:
        yield f"A shorter time, {wait['length']}, may hold ({wait['citation']}): the letter names the longer one."
    yield "Send it so that you can prove the day of receipt: the time runs from there."
    yield "Talk to a lawyer before the time has passed: this letter only prepares the next step."


def _log_options(matter: Matter) -> Mapping[str, str]:
    return remedy_option(matter.file.law, _step(matter))


KIND = LetterKind(
    name="notice",
    purpose="gives the written notice that the law wants before the next step",
    logged_as="notice_given",
    facts=_facts,
    to_do=_to_do,
    log_options=_log_options,
)
