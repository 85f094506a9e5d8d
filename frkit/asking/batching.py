"""Planning a batch: every row made into a request, or told why not, and what stands out among them all.

Nothing is written here. A second plan of the same batch finds what the first one made, so that an interrupted run can
be given again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from frkit.asking.batch_answers import answered, unfitting, unused
from frkit.asking.batch_consistency import consistency_notices, repeated
from frkit.asking.batch_existing import OnFile, asked_already, made_before, on_file, others_of_batch
from frkit.asking.batch_fees import cap_notices, refuse_other_money
from frkit.asking.batch_names import refuse_wave, usual_wave
from frkit.asking.batch_requesters import residence_notices, signed, unknown_homes
from frkit.asking.batch_types import Batch, Noticed, Planned, Wanted
from frkit.asking.batch_warnings import sending_notices
from frkit.asking.batch_waves import cut, in_order_of_risk, wave_names
from frkit.asking.new_request import agency_and_law, request_from
from frkit.base.errors import FrkitError
from frkit.law.loading import place_names
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Requester


@dataclass(frozen=True)
class Waves:
    """How a batch is cut into waves."""

    name: str | None = None
    """None: made from the day and the content."""
    count: int | None = None
    at_most: int | None = None
    """Requests in each."""


def plan_batch(
    wanted: Sequence[Wanted], folder: CampaignFolder, day: date, waves: Waves, *, again: bool = False
) -> Batch:
    """Every row as a request, in waves; rows that cannot be made are told as errors, all of them at once.

    With ``again`` a body is asked anew for what the campaign asks it for already.
    """
    if waves.name is not None:
        refuse_wave(waves.name)
    people = people_by_id(folder)
    made, faults = _made(wanted, folder, people)
    noticed = [*faults, *unused(made, wanted), *repeated(made)]
    if noticed:
        return Batch(tuple(made), tuple(noticed))
    known = on_file(folder)
    stands_out = [
        *unknown_homes(people, place_names(folder.overlay)),
        *residence_notices(made, people),
        *unfitting(made),
        *consistency_notices(made),
        *cap_notices(made),
        *sending_notices(made, others_of_batch(made, known, folder), folder, day),
    ]
    doubted = {number for one in stands_out if one.grade == "doubt" for number in one.rows}
    in_waves, names = _in_waves(made, waves, doubted, day)
    rows, told = _against_campaign(in_waves, known, folder, day, again=again)
    there = {row.number for row in rows if row.same is not None}
    concerning = [one for one in stands_out if not one.rows or set(one.rows) - there]
    return Batch(tuple(rows), (*told, *concerning), names)


def people_by_id(folder: CampaignFolder) -> dict[str, Requester]:
    """Everybody in ``private/requesters`` on this computer, by id."""
    ids = sorted(path.stem for path in (folder.root / "private" / "requesters").glob("[!.]*.yaml"))
    return {one: person for one in ids if (person := folder.requester(one)) is not None}


def _made(
    wanted: Sequence[Wanted], folder: CampaignFolder, people: Mapping[str, Requester]
) -> tuple[list[Planned], list[Noticed]]:
    made: list[Planned] = []
    faults: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, row in enumerate(wanted, 1):
        try:
            made.append(_planned(number, row, folder, people))
        except FrkitError as error:
            faults.setdefault((error.fact, error.remedy), []).append((number, row.called))
    return made, list(_faults(faults))


def _faults(faults: Mapping[tuple[str, str], list[tuple[int, str]]]) -> Iterator[Noticed]:
    for (fact, remedy), rows in faults.items():
        names = ", ".join(called for _, called in rows[:8]) + (f" and {len(rows) - 8} more" if len(rows) > 8 else "")
        yield Noticed("error", f"{names}: {fact}", tuple(number for number, _ in rows), remedy)


def _planned(number: int, row: Wanted, folder: CampaignFolder, people: Mapping[str, Requester]) -> Planned:
    agency, law = agency_and_law(row.asked.agency, folder.overlay, row.asked.law)
    refuse_other_money(law, row.cap_currency)
    usual = folder.campaign.requester or (next(iter(people)) if len(people) == 1 else None)
    asked = signed(answered(row, law), law, people, usual, fixed=row.fixed_requester)
    return Planned(number, row, agency, law, request_from(asked, folder))


def _in_waves(
    made: Sequence[Planned], waves: Waves, doubted: set[int], day: date
) -> tuple[list[Planned], tuple[str, ...]]:
    name = waves.name or usual_wave((row.request for row in made), day)
    whole = waves.count is None and waves.at_most is None
    parts = cut(made if whole else in_order_of_risk(made, doubted), waves=waves.count, per_wave=waves.at_most)
    names = wave_names(name, len(parts))
    rows = [
        replace(row, request=row.request.model_copy(update={"wave": wave}))
        for wave, part in zip(names, parts, strict=True)
        for row in part
    ]
    return rows, names


def _against_campaign(
    rows: Sequence[Planned], known: Mapping[str, list[OnFile]], folder: CampaignFolder, day: date, *, again: bool
) -> tuple[list[Planned], list[Noticed]]:
    held = [_held_against(row, known.get(row.agency.id, ()), folder, day, again=again) for row in rows]
    told = [notice for _, notices in held for notice in notices]
    return [row for row, _ in held], _joined(told)


def _held_against(
    row: Planned, known: Iterable[OnFile], folder: CampaignFolder, day: date, *, again: bool
) -> tuple[Planned, list[Noticed]]:
    before = list(known)
    same = made_before(row.request, before)
    if same is not None:
        return replace(row, same=same), []
    earlier = asked_already(row.request, before, folder, day)
    if earlier is None:
        return row, []
    if earlier.whole and not again:
        message = f"Asked for already, so not made again (--again makes it all the same): {earlier.id}."
        return replace(row, same=earlier.id), [Noticed("look", message, (row.number,))]
    what = "all of this" if earlier.whole else "some of the same records"
    message = f"{earlier.id} asks {row.agency.name} for {what} already."
    return row, [Noticed("doubt", message, (row.number,))]


def _joined(told: Sequence[Noticed]) -> list[Noticed]:
    """One notice in place of many of a kind that differ in the name alone."""
    over = [one for one in told if one.grade == "look"]
    if len(over) < 2:
        return list(told)
    ids = [one.message.rpartition(": ")[2].rstrip(".") for one in over]
    shown = ", ".join(ids[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")
    message = f"{len(over)} bodies are asked for this already, so not again (--again makes them all the same): {shown}."
    numbers = tuple(number for one in over for number in one.rows)
    return [Noticed("look", message, numbers), *(one for one in told if one.grade != "look")]
