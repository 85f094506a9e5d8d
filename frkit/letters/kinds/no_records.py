"""The answer to "no records", where no appeal is wanted yet: use and access, the search, the other body."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.letters.facts.no_records import advice_of, hosts_of, is_for_us, no_records_facts
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter


def _facts(matter: Matter) -> Facts:
    return {"no_records": no_records_facts(matter)}


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    found = facts["no_records"]
    appeal = found["appeal"]
    if appeal and appeal["until"]:
        what = appeal["kind"].replace("_", " ")
        command = f"frkit letter {matter.file.id} appeal"
        yield f"This letter stops no time: the {what} has to be there by {appeal['until']}: {command}."
    if any(one["kind"] == "no_records" and not one["wording"] for one in found["answers"]):
        yield "Log the agency's own words with --wording: the letter answers them and quotes them."
    for name in hosts_of(matter):
        yield f"Send the same request to {name}, which may run the search for them."
    for item in matter.file.request.items:
        if item.number in found["numbers"] and is_for_us(item.category):
            yield f"For item {item.number} the record type says: {advice_of(item.category)}"


KIND = LetterKind(
    name="no-records",
    purpose="answers 'no records': asks about use and access, the search, and who else has them",
    logged_as="followed_up",
    about="no_records",
    facts=_facts,
    to_do=_to_do,
)
