"""The letter that asks to keep records which would be destroyed."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.letters.facts.preserving import preservation_facts
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import listed


def _facts(matter: Matter) -> Facts:
    return {"preservation": preservation_facts(matter.file, matter.stand, matter.overlay, matter.language)}


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    preservation = facts["preservation"]
    days = [one["first"] for one in preservation["rules"] if one["state"] == "soon" and one["first"]]
    if days:
        yield f"Send it so that it is there before {min(days)}: then the first records go."
    for one in preservation["rules"]:
        if one["unsure"]:
            what = one["records"] or f"item {listed(one['numbers'])}"
            yield f"How long they are kept ({what}) is not certain: look it up before the letter says it."
    for duty in preservation["duties"]:
        if duty["recalled"]:
            yield f"Open {duty['citation']} before the letter cites it: it was written from memory, not read."


KIND = LetterKind(
    name="preservation",
    purpose="asks to keep records that would be destroyed",
    logged_as="followed_up",
    about="preservation",
    facts=_facts,
    to_do=_to_do,
)
