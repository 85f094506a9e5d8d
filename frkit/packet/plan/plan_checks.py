"""Mistakes of a plan that show in the plan alone: names that lead nowhere, parts and numbers that cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import get_args

from frkit.base.errors import FrkitError
from frkit.base.findings import did_you_mean
from frkit.catalogue.loading import EVENTS, VENDORS
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.misses import Miss, severity_of
from frkit.packet.plan.profiles import CheckName, Profile, load_profile, profile_names
from frkit.packet.plan.types import Packet, Part, Volumes
from frkit.tracking.folder import CampaignFolder

_LONGEST_DEFAULT = 6
"""Digits of a Bates number where the plan names none."""
_DRAFTS: tuple[Part, ...] = ("declaration", "certification")


def plan_misses(campaign: CampaignFolder, packet: Packet, known: Collection[str]) -> Iterator[Miss]:
    """Every mistake in a plan; ``known`` are the names of all requests of the campaign."""
    yield from _profile(campaign, packet)
    yield from _parts(packet)
    yield from _numbers(packet)
    yield from _names(packet, known)


def refuse_faults(folder: PacketFolder, packet: Packet) -> None:
    """Raise FrkitError with every mistake of the plan itself for which no packet can be built from it."""
    known = folder.campaign.request_ids()
    wrong = [miss for miss in plan_misses(folder.campaign, packet, known) if miss.stops]
    if not wrong:
        return
    if len(wrong) == 1:
        raise FrkitError(wrong[0].fact, place=folder.place_of(wrong[0].key), remedy=wrong[0].remedy)
    lines = "\n".join(f"  {folder.place_of(miss.key)}: {miss.fact} To do: {miss.remedy}" for miss in wrong)
    raise FrkitError(
        f"The plan has {len(wrong)} mistakes:\n{lines}",
        remedy=f"mend these lines; frkit packet check {folder.name} names all that is missing",
    )


def profile_of(campaign: CampaignFolder, packet: Packet) -> Profile:
    """The profile that a plan names; the plain one where there is none of that name, which is a mistake of the plan."""
    name = packet.profile if packet.profile in profile_names(campaign.overlay) else "plain"
    return load_profile(name, campaign.overlay)


def profile_misses(packet: Packet, profile: Profile) -> Iterator[Miss]:
    """What the plan has otherwise than its profile wants."""
    rule = profile.rule_for("parts")
    for part in profile.defaults.parts if rule is not None else ():
        if part in _DRAFTS and part not in packet.parts:
            yield Miss(
                "parts",
                severity_of(profile, "parts"),
                f"The plan leaves out the part '{part}'.",
                f"add '- {part}' to parts, or hand in a paper of your own",
                rule=rule,
                key=("parts",),
            )
    limit, wanted = profile.limits, packet.volumes or Volumes()
    yield from _volume(profile, "file_size", "megabytes", limit.megabytes, wanted.megabytes)
    yield from _volume(profile, "file_pages", "pages", limit.pages, wanted.pages)


def _volume(profile: Profile, check: CheckName, unit: str, allowed: int | None, wanted: int | None) -> Iterator[Miss]:
    if allowed is not None and wanted is not None and wanted > allowed:
        yield Miss(
            check,
            severity_of(profile, check),
            f"Volumes may have {wanted} {unit}, and the limit is {allowed}.",
            f"set volumes: {unit}: to {allowed} or less",
            rule=profile.rule_for(check),
            key=("volumes", unit),
        )


def _profile(campaign: CampaignFolder, packet: Packet) -> Iterator[Miss]:
    try:
        load_profile(packet.profile, campaign.overlay)
    except FrkitError as error:
        yield Miss("profile", "fault", error.fact, error.remedy, key=("profile",), stops=True)


def _parts(packet: Packet) -> Iterator[Miss]:
    if not packet.parts and not packet.exhibits:
        fact = "The plan has neither parts nor exhibits, so there is nothing to build."
        yield Miss("plan", "fault", fact, "name parts or exhibits", key=("parts",), stops=True)
    elif not packet.exhibits:
        yield Miss("plan", "look", "The plan has no exhibits.", "see if the file was cut off, or name them")
    there = list(get_args(Part))
    for number, part in enumerate(packet.parts):
        if part not in there:
            remedy = f"take it out; there are {', '.join(there)}"
            yield Miss(
                "plan", "fault", f"This frkit makes no part '{part}'.", remedy, key=("parts", number), stops=True
            )
        elif part in packet.parts[:number]:
            fact = f"The part '{part}' is named twice."
            yield Miss("plan", "fault", fact, "take one of the two out", key=("parts", number), stops=True)
    for part in packet.wording:
        if part not in packet.parts:
            fact = f"The part '{part}' is worded anew, and is not in the packet."
            yield Miss("plan", "look", fact, f"add '- {part}' to parts", key=("wording", part))


def _numbers(packet: Packet) -> Iterator[Miss]:
    numbering = packet.numbering
    digits = numbering.digits or _LONGEST_DEFAULT
    if numbering.start is not None and len(str(numbering.start)) > digits:
        yield Miss(
            "plan",
            "fault",
            f"The numbers start with {numbering.start}, and have {digits} digits.",
            "start lower, or give numbering more digits",
            key=("numbering", "start"),
            stops=True,
        )


def _names(packet: Packet, known: Collection[str]) -> Iterator[Miss]:
    for number, request_id in enumerate(packet.requests):
        if request_id not in known:
            yield _no_request(request_id, known, ("requests", number))
        elif request_id in packet.requests[:number]:
            fact = f"The request '{request_id}' is named twice."
            yield Miss("plan", "fault", fact, "take one of the two out", key=("requests", number), stops=True)
    for number, exhibit in enumerate(packet.exhibits):
        if exhibit.request not in known:
            yield _no_request(exhibit.request, known, ("exhibits", number, "request"), exhibit.label)
        elif exhibit.request not in packet.requests:
            fact = f"Its request '{exhibit.request}' is not among the packet's requests, so no log tells of it."
            remedy = "add it to requests, or take the exhibit out"
            yield Miss("plan", "look", fact, remedy, exhibit=exhibit.label, key=("exhibits", number, "request"))
    shelves = (("vendors", packet.vendors, VENDORS), ("public_events", packet.public_events, EVENTS))
    for key, names, shelf in shelves:
        there = shelf.paths() if names else {}
        for number, name in enumerate(names):
            if name not in there:
                fact = f"The catalogue has no {shelf.called} with the id '{name}'{did_you_mean(name, there) or '.'}"
                yield Miss("plan", "fault", fact, shelf.remedy, key=(key, number), stops=True)


def _no_request(request_id: str, known: Collection[str], key: tuple[str | int, ...], label: str = "") -> Miss:
    near = did_you_mean(request_id, known) or "."
    fact = f"The plan names the request '{request_id}', which the campaign does not have{near}"
    remedy = "write the request's whole folder name; frkit request list shows the names"
    return Miss("plan", "fault", fact, remedy, exhibit=label, key=key, stops=True)
