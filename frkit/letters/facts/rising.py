"""How far a reminder has risen, and what the law gives next if no answer comes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from frkit.letters.facts.limits import ANSWERS, most_late
from frkit.letters.facts.our_letters import written_about
from frkit.letters.matter import Matter
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import on_one_line, without_stop
from frkit.tracking.remedy_steps import about_fee, open_steps

HIGHEST = 3
NOT_PROMISED = ("none",)
"""Effects of silence of which no letter speaks."""


def rising_facts(matter: Matter, due: date | None) -> dict[str, Any]:
    """The tone, the reminders that went out since the limit fell, and at the highest tone what the law gives next."""
    since = written_about(matter.stand, "overdue", due)
    tone = matter.said.tone or min(HIGHEST, 1 + len(since))
    told = tone == HIGHEST
    return {
        "tone": tone,
        "reminded_on": since,
        "silence": silence_facts(matter) if told else [],
        "steps": steps_facts(matter) if told else [],
    }


def silence_facts(matter: Matter) -> list[dict[str, str]]:
    """What the law makes of it that the limit to answer passed; nothing for a mere target or a limit of practice."""
    late = most_late(matter.stand, ANSWERS)
    if late is None or not matter.stand.law_confirmed:
        return []
    clock = late.clock
    if clock.binding != "hard" or clock.basis not in ("statute", "regulation"):
        return []
    found = [one for one in matter.file.law.silence_after(clock) if one.effect not in NOT_PROMISED and one.citation]
    return [{"effect": one.effect, "citation": on_one_line(one.citation or "")} for one in found]


def steps_facts(matter: Matter) -> list[dict[str, str]]:
    """The steps that are open now and rest on nothing unknown, each with its body and citation.

    A step against a fee is named only where a fee was asked for.
    """
    found = open_steps(matter.stand.remedies, matter.file.law, silence=True)
    sure = [one.remedy for one in found if one.remedy.citation and not one.why]
    if not matter.stand.fees:
        sure = [one for one in sure if not about_fee(one)]
    country = matter.file.law.code[:2]
    return [
        {"kind": one.kind, "body": _named(one.body, country), "citation": on_one_line(one.citation or "")}
        for one in sure
    ]


def _named(body: str, country: str) -> str:
    """The body of a step inside a sentence, spelled as its country spells."""
    return spelled_for(country, re.sub(r"^The ", "the ", without_stop(on_one_line(body))))
