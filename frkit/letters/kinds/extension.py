"""Objects to an extension that goes beyond what the law allows."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.letters.facts.extension_claims import claim_facts
from frkit.letters.facts.fitting import must_be_open
from frkit.letters.facts.our_letters import written_about
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter


def _facts(matter: Matter) -> Facts:
    must_be_open(matter, "there is nothing to object to")
    claim = claim_facts(matter)
    return {"claim": {**claim, "objected_on": written_about(matter.stand, "extension", claim["claimed_on"])}}


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    claim = facts["claim"]
    if not claim["certain"]:
        yield (
            f"The limit is counted from the day of sending: if the agency had the request later, log that first "
            f"(frkit log received-by-agency {matter.file.id} --date DATE); the extension may then be lawful."
        )
    if not claim["reason"]:
        yield "No reason is logged for the extension: if the notice gave one, look whether the law allows it."
    if claim["objected_on"]:
        yield f"You objected on {claim['objected_on'][-1]} already."


KIND = LetterKind(
    name="extension",
    purpose="objects to an extension that the law does not allow",
    logged_as="followed_up",
    about="extension",
    facts=_facts,
    to_do=_to_do,
)
