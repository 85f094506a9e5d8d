"""The reminder that an answer is late, in three tones that rise with the reminders sent before."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.letters.facts.limits import ANSWERS, late_facts
from frkit.letters.facts.rising import rising_facts
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter


def _facts(matter: Matter) -> Facts:
    late = late_facts(matter.file, matter.stand, ANSWERS)
    return {"late": {**late, **rising_facts(matter, late["due"])}}


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    late = facts["late"]
    if late["tone"] > 1 and not late["reminded_on"]:
        yield "No reminder is logged since the limit passed: log the earlier ones, or take a lower --tone."
    if late["tone"] == 3 and late["steps"]:
        yield f"The next step may serve you better than another reminder: frkit next, frkit why {matter.file.id}."


KIND = LetterKind(
    name="overdue",
    purpose="reminds of an answer that is late, more firmly each time",
    logged_as="followed_up",
    about="overdue",
    facts=_facts,
    to_do=_to_do,
)
