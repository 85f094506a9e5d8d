"""Choosing bodies for a batch: by place, by kind, by vendor, by name; what cannot be asked is told, not hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.catalogue.body_kinds import kinds_of
from frkit.catalogue.loading import all_agencies, load_vendor
from frkit.catalogue.naming import AgencyNames
from frkit.catalogue.search import in_place
from frkit.catalogue.types import Agency
from frkit.law.loading import all_codes, load_jurisdiction, place_names
from frkit.law.place_names import ALSO_CALLED, near_code


@dataclass(frozen=True)
class Wish:
    """How a person describes the bodies to ask; places, kinds and vendors narrow each other, names are added."""

    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    """Ids of vendors of whom the body has, or had, a system."""
    named: tuple[str, ...] = ()
    """Ids or names of bodies that are wanted besides."""
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.places or self.kinds or self.vendors or self.named)


@dataclass(frozen=True)
class Picked:
    """The bodies to ask, and those that fit and cannot be asked, each with why."""

    agencies: tuple[Agency, ...]
    left_out: tuple[tuple[Agency, str], ...] = ()


def picked(wish: Wish, overlay: Path | None) -> Picked:
    """The bodies that a person wants; raises WrongUsage where a name is unknown or nothing fits."""
    bodies = all_agencies(overlay)
    names = AgencyNames(bodies)
    by_name = [names.meant(one) for one in wish.named]
    without = {names.meant(one).id for one in wish.without}
    fitting = _fitting(bodies, wish, overlay) if wish.places or wish.kinds or wish.vendors else []
    kept, left_out = [], []
    for agency in fitting:
        if agency.id in without or agency in by_name:
            continue
        why = cannot_be_asked(agency, overlay)
        if why:
            left_out.append((agency, why))
        else:
            kept.append(agency)
    chosen = [*kept, *(agency for agency in dict.fromkeys(by_name) if agency.id not in without)]
    if not chosen:
        raise _nothing(wish, left_out)
    return Picked(tuple(chosen), tuple(left_out))


def cannot_be_asked(agency: Agency, overlay: Path | None) -> str | None:
    """Why no request can go to a body, as words; None where one can."""
    if not agency.addressee:
        return "it stands for a body that is not settled"
    if agency.outside_law:
        return agency.outside_law
    if agency.law not in all_codes(overlay):
        return f"no law is on file for {agency.law}"
    law = load_jurisdiction(agency.law, overlay)
    if law.coverage.police == "no":
        return f"{law.law.name} does not reach police bodies"
    return None


def _fitting(bodies: Sequence[Agency], wish: Wish, overlay: Path | None) -> list[Agency]:
    places = [_place(one, bodies, overlay) for one in wish.places]
    vendors = {load_vendor(one).id for one in wish.vendors}
    return [
        agency
        for agency in bodies
        if not places or any(in_place(code, place) for place in places for code in (agency.law, *agency.places))
        if not wish.kinds or kinds_of(agency) & set(wish.kinds)
        if not vendors or any(vendors & set(system.vendors) for system in agency.systems)
    ]


def _place(typed: str, bodies: Sequence[Agency], overlay: Path | None) -> str:
    """The code of a place that some body lies in; raises WrongUsage for one that frkit does not know at all."""
    head, *rest = typed.strip().lower().split("-")
    code = "-".join([ALSO_CALLED.get(head, head), *rest])
    known = {place for agency in bodies for place in (agency.law, *agency.places)}
    if any(in_place(one, code) for one in known):
        return code
    names = {one: name for one, name in place_names(overlay).items() if any(in_place(body, one) for body in known)}
    near = near_code(code, names)
    hint = f"; did you mean '{near}'?" if near else did_you_mean(code, known)
    raise WrongUsage(
        f"No body is on file in '{typed}'{hint or '.'}",
        place="--place",
        remedy="frkit agencies list shows the bodies on file; frkit agencies new adds one of your own",
    )


def _nothing(wish: Wish, left_out: Sequence[tuple[Agency, str]]) -> WrongUsage:
    said = [f"--place {one}" for one in wish.places] + [f"--kind {one}" for one in wish.kinds]
    said += [f"--vendor-of {one}" for one in wish.vendors] + [f"--except {one}" for one in wish.without]
    why = "".join(f"\n  {agency.id}: {reason}" for agency, reason in left_out)
    return WrongUsage(
        f"No body fits {' '.join(said)}{' that can be asked:' if why else '.'}{why}",
        remedy="leave out or change one of these; frkit agencies list shows the bodies on file",
    )
