"""Who signs each request of a batch: whoever lives where the law answers residents only, else the usual one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from frkit.asking.batch_types import Noticed, Planned
from frkit.asking.new_request import Asked
from frkit.base.findings import did_you_mean
from frkit.catalogue.search import in_place
from frkit.law.types import Jurisdiction
from frkit.tracking.types import Requester

RESIDENT = "resident"
"""The input of laws that ask where the requester lives."""


def asks_residence(law: Jurisdiction) -> bool:
    """Whether the law answers only who lives there, or has some standing there."""
    return law.requester is not None and law.requester.residency_required is True


def lives_there(person: Requester | None, law: Jurisdiction) -> bool:
    """Whether a person's own file says so, of the place of the law or of one in it."""
    return person is not None and any(in_place(place, _home(law.code)) for place in person.resident_of)


def _home(code: str) -> str:
    """The country, or the state in it, that a place lies in."""
    return "-".join(code.split("-")[:2])


def signed(
    asked: Asked, law: Jurisdiction, people: Mapping[str, Requester], usual: str | None, *, fixed: bool
) -> Asked:
    """What was asked, with who signs, and whether that person lives there where the law wants to know.

    Nothing is said of a person whose file does not say where they live.
    """
    chosen = asked.requester or usual
    if asks_residence(law) and not fixed and not lives_there(people.get(chosen or ""), law):
        chosen = next((one for one in sorted(people) if lives_there(people[one], law)), chosen)
    person = people.get(chosen or "")
    answer = _residence(person, law)
    given = dict(asked.given)
    if answer is not None:
        given.setdefault(RESIDENT, answer)
    return replace(asked, requester=chosen, given=given)


def _residence(person: Requester | None, law: Jurisdiction) -> str | None:
    question = law.given.get(RESIDENT)
    if person is None or not person.resident_of or (question is None and not asks_residence(law)):
        return None
    answer = "yes" if lives_there(person, law) else "no"
    return answer if question is None or answer in question.answers else None


def residence_notices(rows: Iterable[Planned], people: Mapping[str, Requester]) -> Iterator[Noticed]:
    """Whom the bodies that answer residents only get as a requester, and those for which nobody is there."""
    asking = [row for row in rows if asks_residence(row.law)]
    by_signer: dict[str, list[Planned]] = {}
    for row in asking:
        if lives_there(people.get(row.request.requester or ""), row.law):
            by_signer.setdefault(str(row.request.requester), []).append(row)
    for signer, theirs in sorted(by_signer.items()):
        message = f"{_count(theirs)} for residency: {signer} signs, who lives there."
        yield Noticed("look", message, tuple(row.number for row in theirs))
    yield from _in_two_places(asking, people)
    told = [row for row in asking if row.request.given.get(RESIDENT) == "yes"]
    nobody = [row for row in asking if row not in told and all(row not in theirs for theirs in by_signer.values())]
    if nobody:
        places = ", ".join(dict.fromkeys(row.law.code for row in nobody))
        yield Noticed(
            "doubt",
            f"{_count(nobody)} for residency, and may refuse whoever lives elsewhere: {places}. "
            "No requester here is known to live there.",
            tuple(row.number for row in nobody),
            remedy=f"write resident_of: [{nobody[0].law.code}] into the file in private/requesters of who lives there, "
            "or leave these out with --except; some bodies answer others all the same",
        )


def unknown_homes(people: Mapping[str, Requester], known: Collection[str]) -> Iterator[Noticed]:
    """Places in the requesters' files that frkit has never heard of: nobody would be found to live there."""
    for person, requester in people.items():
        for place in requester.resident_of:
            if not {place, _home(place)} & set(known):
                message = f"private/requesters/{person}.yaml: resident_of names '{place}', a place that is not on file"
                yield Noticed("doubt", f"{message}{did_you_mean(place, known) or '.'}")


def _in_two_places(asking: list[Planned], people: Mapping[str, Requester]) -> Iterator[Noticed]:
    """One person who would tell two places, against what the person's own file says, that they live there."""
    said: dict[str | None, list[Planned]] = {}
    for row in asking:
        if row.request.given.get(RESIDENT) == "yes" and not lives_there(
            people.get(row.request.requester or ""), row.law
        ):
            said.setdefault(row.request.requester, []).append(row)
    for signer, rows in said.items():
        places = list(dict.fromkeys(row.law.code for row in rows))
        if len(places) > 1:
            message = f"{signer or 'The requester'} would say to be a resident of {len(places)} places: "
            remedy = (
                "say it where it is true: resident_of in the requester's file, or a column given.resident in a table"
            )
            yield Noticed("doubt", f"{message}{', '.join(places)}.", tuple(row.number for row in rows), remedy)


def _count(rows: list[Planned]) -> str:
    places = len({row.law.code for row in rows})
    where = f"{places} places" if places > 1 else rows[0].law.code
    return f"1 body in {where} asks" if len(rows) == 1 else f"{len(rows)} bodies in {where} ask"
