"""The facts of the letter that asks an agency to keep records: which, how long they are kept, what goes when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.law.retention_loading import law_with_retention
from frkit.law.retention_types import AT_ONCE, DutyToPreserve
from frkit.law.types import Jurisdiction
from frkit.letters.facts.limits import never_sent
from frkit.letters.language import Language, language
from frkit.letters.lookup import ENGLISH
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import on_one_line, without_stop
from frkit.tracking.events import FollowedUp
from frkit.tracking.order import effective
from frkit.tracking.retention import AtRisk
from frkit.tracking.retention_words import FLAG
from frkit.tracking.standing import Standing
from frkit.tracking.types import RequestFile

_NAMED = ("soon", "going", "gone", "unknown")
"""States of records that a letter names; what goes only in years, or never, needs no word."""


def preservation_facts(file: RequestFile, stand: Standing, overlay: Path | None, code: str = ENGLISH) -> dict[str, Any]:
    """What is asked to be kept, lengths in the words of the language ``code``.

    Raises FrkitError before the request was sent, or where nothing is left to keep.
    """
    if stand.sent_on is None:
        raise never_sent(file, stand, "no letter can follow it")
    numbers = [number for number, outcome in stand.item_outcomes.items() if outcome != "granted"]
    if stand.ball == "closed" or not numbers:
        raise FrkitError(
            "Nothing is left to be kept: the request is closed, or all of it came.",
            remedy=f"to see where it stands: frkit status {file.id}",
        )
    named = [one for one in stand.at_risk if one.state in _NAMED and not one.rule.private]
    return {
        "numbers": numbers,
        "all_items": len(numbers) == len(stand.item_outcomes),
        "rules": [_rule(one, file.law.code[:2], language(code, overlay)) for one in named],
        "asked_on": asked_on(stand),
        "duties": [_duty(one, file.law) for one in duties_of(file.law, overlay) if one.kind == "duty"],
    }


def asked_on(stand: Standing) -> list[Any]:
    """The days on which we asked the agency to keep records."""
    events = [event for _, event in effective(stand.events)]
    return [event.date for event in events if isinstance(event, FollowedUp) and event.about == "preservation"]


def duties_of(law: Jurisdiction, overlay: Path | None) -> tuple[DutyToPreserve, ...]:
    """What forbids destroying requested records: as on file today, else as frozen."""
    try:
        today = law_with_retention(law.code, overlay)
    except FrkitError:
        today = None
    return today.duty_to_preserve if today is not None else law.duty_to_preserve


def preservation_comes_first(stand: Standing) -> bool:
    """Whether the most urgent step is to save records that go soon, so that it goes before every other letter."""
    first = next(iter(stand.next_steps), None)
    live = stand.flag(FLAG) is not None and any(one.live for one in stand.at_risk)
    return first is not None and live and first.rank == 0 and first.command.endswith(" preservation")


def _rule(one: AtRisk, country: str, words: Language) -> dict[str, Any]:
    rule = one.rule
    records = without_stop(on_one_line(rule.records or ""))
    return {
        "numbers": list(one.items),
        "records": records if rule.learned else spelled_for(country, records),
        "kept": "" if rule.kept == AT_ONCE else words.kept(rule.kept, rule.means, roughly=rule.roughly),
        "counted_from": rule.counted_from,
        "means": rule.means,
        "citation": on_one_line(rule.citation or ""),
        "told_on": rule.learned if rule.basis == "statement" else None,
        "unsure": rule.recalled or rule.confidence == "low" or rule.basis == "practice",
        "state": one.state,
        "first": one.first if one.since else None,
        "last": one.last,
        "left_from": one.left_from,
        "one_day": one.since is not None and one.since == one.until,
        "until_known": one.until is not None,
    }


def _duty(one: DutyToPreserve, law: Jurisdiction) -> dict[str, Any]:
    return {
        "text": without_stop(on_one_line(spelled_for(law.code[:2], one.text))),
        "citation": on_one_line(one.citation),
        "recalled": bool(one.source) and all(_is_recalled(law, source) for source in one.source),
    }


def _is_recalled(law: Jurisdiction, source_id: str) -> bool:
    source = law.source(source_id)
    return source is not None and source.kind == "recalled"
