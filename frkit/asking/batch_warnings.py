"""The warnings before sending, for all requests of a batch: each told once, with the bodies that it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from frkit.asking.batch_consistency import MOST_NAMED
from frkit.asking.batch_types import Grade, Noticed, Planned
from frkit.asking.before_sending import before_sending
from frkit.asking.together import Other
from frkit.asking.warned import Warned
from frkit.tracking.folder import CampaignFolder

_TOLD_OTHERWISE = ("residency", "twice", "requester")
"""What a batch says itself, of all its rows together."""
_GRADES: dict[str, Grade] = {"stop": "doubt", "look": "look", "know": "know"}
_WEB = ("https://", "http://", "www.")


def sending_notices(
    rows: Sequence[Planned], others: Sequence[Other], folder: CampaignFolder, day: date
) -> Iterator[Noticed]:
    """Each warning with the rows that it concerns, the gravest first; ``others`` are requests made before."""
    found: dict[Warned, list[Planned]] = {}
    near = _Near(rows, others)
    for row in rows:
        for warned in before_sending(row.request, folder, day, others=near.of(row)):
            if warned.about not in _TOLD_OTHERWISE:
                found.setdefault(warned, []).append(row)
    yield from _about_requesters(rows, folder)
    yield from _portals(rows)
    for warned, theirs in found.items():
        numbers = tuple(row.number for row in theirs)
        yield Noticed(_GRADES[warned.grade], f"{_whom(theirs)}: {warned.text}", numbers)


class _Near:
    """For each row the other requests that a law may look at together with it."""

    def __init__(self, rows: Sequence[Planned], others: Sequence[Other]) -> None:
        self._by_agency: dict[str, list[Other]] = {}
        self._by_law: dict[str, list[Other]] = {}
        self._own = {row.number: Other(row.wanted.called, row.request, None) for row in rows}
        for one in (*others, *self._own.values()):
            self._by_agency.setdefault(one.request.agency, []).append(one)
            self._by_law.setdefault(one.request.law, []).append(one)

    def of(self, row: Planned) -> list[Other]:
        in_series = row.law.limits is not None and bool(row.law.limits.series_rule)
        near = self._by_law[row.law.code] if in_series else self._by_agency[row.agency.id]
        return [one for one in near if one is not self._own[row.number]]


def _about_requesters(rows: Sequence[Planned], folder: CampaignFolder) -> Iterator[Noticed]:
    by_signer: dict[str | None, list[int]] = {}
    for row in rows:
        by_signer.setdefault(row.request.requester, []).append(row.number)
    for signer, numbers in by_signer.items():
        if signer is None:
            message = f"No requester is set for {len(numbers)} of {len(rows)} requests."
            remedy = "add --requester ID, with a file private/requesters/ID.yaml"
            yield Noticed("doubt", message, tuple(numbers), remedy)
        elif folder.requester(signer) is None:
            gaps = "one letter" if len(numbers) == 1 else f"{len(numbers)} letters"
            message = f"private/requesters/{signer}.yaml is missing; {gaps} will show gaps."
            remedy = "write the keys name, address, email, telephone into it; it stays on this computer"
            yield Noticed("doubt", message, tuple(numbers), remedy)


def _portals(rows: Sequence[Planned]) -> Iterator[Noticed]:
    """Bodies of which only web addresses are known: a letter cannot be mailed there."""
    found = [row for row in rows if _web_only(row)]
    if found:
        message = f"{_whom(found)}: only a web address is on file; the text must be pasted into its form."
        yield Noticed("look", message, tuple(row.number for row in found))


def _web_only(row: Planned) -> bool:
    lines = [line.strip().lower() for contact in row.agency.contacts for line in contact.address]
    return bool(lines) and all(line.startswith(_WEB) for line in lines)


def _whom(rows: Sequence[Planned]) -> str:
    """The bodies by name if there are few, else how many in which places."""
    if len(rows) <= 2:
        return " and ".join(row.agency.id for row in rows)
    places = list(dict.fromkeys(row.law.code for row in rows))
    if len(places) == 1:
        return f"{len(rows)} bodies in {places[0]}"
    shown = ", ".join(places) if len(places) <= MOST_NAMED else f"{len(places)} places"
    return f"{len(rows)} bodies in {shown}"
