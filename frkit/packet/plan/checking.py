"""Whether a packet can go out: its plan, its exhibits, their pages, its size, and, once it was built, its PDFs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from frkit.base.errors import FrkitError
from frkit.base.findings import Finding
from frkit.evidence.text.gathering import Progress
from frkit.packet.plan.dossiers import Dossier, load_dossier
from frkit.packet.plan.exhibit_checks import exhibit_misses
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.inputs import inputs_hash
from frkit.packet.plan.misses import Miss
from frkit.packet.plan.page_checks import ReadByOcr, page_misses
from frkit.packet.plan.plan_checks import plan_misses, profile_misses, profile_of
from frkit.packet.plan.profiles import Profile
from frkit.packet.plan.size_checks import Size, reckoned, size_misses
from frkit.packet.plan.types import Packet

_OF_A_BUILD = ("date", "own_date", "unread")
"""What a build does not say by itself."""
_LABELS = 12
"""Exhibits that one line names."""
State = Literal["not built", "changed since", "built"]


@dataclass(frozen=True)
class Checked:
    """What a packet misses: first what is at fault, each in the order of the exhibits."""

    packet: Packet
    profile: Profile
    misses: tuple[Miss, ...]
    state: State
    """Whether a build lies there, and whether it was made from the files as they are now."""
    sizes: tuple[Size, ...]
    """Of each PDF as built; one that is reckoned, without a name, where none was."""

    @property
    def faults(self) -> int:
        """How many things must be mended."""
        return sum(miss.severity == "fault" for miss in self.misses)


def check(folder: PacketFolder, progress: Progress | None = None) -> Checked:
    """Everything that a packet misses; raises FrkitError only for a plan that cannot be read."""
    packet, findings = folder.load()
    profile = profile_of(folder.campaign, packet)
    dossiers, broken = _dossiers(folder, packet)
    state, sizes = _built(folder, packet, dossiers)
    read: list[ReadByOcr] = []
    misses = [
        *(_of_finding(one) for one in findings),
        *plan_misses(folder.campaign, packet, folder.campaign.request_ids()),
        *broken,
        *profile_misses(packet, profile),
        *exhibit_misses(packet, dossiers),
        *page_misses(packet, dossiers, profile, progress, read),
        *hidden_misses(dossiers),
        *size_misses(packet, profile, sizes),
    ]
    if state == "built":
        misses += _of_build(folder, profile, read)
    places = {exhibit.label: number for number, exhibit in enumerate(packet.exhibits)}
    ordered = sorted(misses, key=lambda miss: (miss.severity != "fault", places.get(miss.exhibit, -1)))
    return Checked(packet, profile, tuple(ordered), state, tuple(sizes))


def build_warnings(folder: PacketFolder, sizes: Sequence[Size]) -> list[str]:
    """What is quickly seen and matters to whoever has just built a packet, a line each."""
    packet, _ = folder.load()
    profile = profile_of(folder.campaign, packet)
    dossiers, _ = _dossiers(folder, packet)
    cheap = (miss for miss in exhibit_misses(packet, dossiers, hashes=False) if miss.check in _OF_A_BUILD)
    whole = (*profile_misses(packet, profile), *size_misses(packet, profile, sizes))
    return [f"{miss.fact} To do: {miss.remedy}" for miss in whole] + _together(cheap, folder.name)


def _together(misses: Iterable[Miss], name: str) -> list[str]:
    """Exhibits that miss the same, in one line; a single one with what to do."""
    same: dict[str, list[Miss]] = {}
    for miss in misses:
        same.setdefault(miss.fact, []).append(miss)
    lines = []
    for fact, found in same.items():
        labels = [miss.exhibit for miss in found[:_LABELS]]
        more = f" and {len(found) - _LABELS} more" if len(found) > _LABELS else ""
        which = f"Exhibit {labels[0]}" if len(found) == 1 else f"Exhibits {', '.join(labels)}{more}"
        remedy = found[0].remedy if len(found) == 1 else f"frkit packet check {name} names each"
        lines.append(f"{which}: {fact} To do: {remedy}")
    return lines


def hidden_misses(dossiers: Mapping[str, Dossier]) -> Iterator[Miss]:
    """Entries that move dates or outcomes, and that the audience does not see."""
    for dossier in dossiers.values():
        for event_id, event in dossier.hidden_but_counted:
            fact = f"{dossier.id}: {event_id}, logged for {event.audience}, counts for dates, and the packet hides it."
            yield Miss("hidden", "look", fact, "log it anew for everybody, if everybody may know of it")


def _of_finding(one: Finding) -> Miss:
    """A key of the plan that this frkit does not know."""
    place = f"{one.path}:{one.line}:{one.column}"
    return Miss("plan", "look", f"{one.message}.", "mend the line, or take it out", file=place)


def _dossiers(folder: PacketFolder, packet: Packet) -> tuple[dict[str, Dossier], list[Miss]]:
    """The requests of a plan that can be read, and what is wrong with the others."""
    known = folder.campaign.request_ids()
    found: dict[str, Dossier] = {}
    broken: list[Miss] = []
    for request_id in dict.fromkeys([*packet.requests, *(exhibit.request for exhibit in packet.exhibits)]):
        if request_id not in known:
            continue
        try:
            found[request_id] = load_dossier(folder.campaign, request_id, packet.audience, packet.as_of)
        except FrkitError as error:
            fact = f"{request_id}: {error.fact}"
            broken.append(Miss("request", "fault", fact, error.remedy, file=error.place, stops=True))
            continue
        broken += _too_early(found[request_id], packet)
    return found, broken


def _too_early(dossier: Dossier, packet: Packet) -> Iterator[Miss]:
    """A request that begins after the packet ends."""
    first = min((event.date for _, event in dossier.file.events), default=None)
    if first is not None and first > packet.as_of:
        fact = (
            f"The packet ends before the request starts: as_of is {packet.as_of.isoformat()}, and "
            f"'{dossier.id}' begins on {first.isoformat()}."
        )
        key = ("requests", packet.requests.index(dossier.id)) if dossier.id in packet.requests else ()
        yield Miss("as_of", "fault", fact, "choose a later as_of, or take the request out", key=key)


def _built(folder: PacketFolder, packet: Packet, dossiers: Mapping[str, Dossier]) -> tuple[State, list[Size]]:
    """Whether it was built from the files as they are, and how large it is; reckoned where it was not."""
    from frkit.packet.plan.built_checks import sizes_of
    from frkit.packet.verify.manifest import NAME, read_manifest

    guess = [Size("", reckoned(packet, dossiers))]
    if not (folder.build / NAME).is_file():
        return "not built", guess
    try:
        manifest = read_manifest(folder.build / NAME)
    except FrkitError:
        return "changed since", guess
    if manifest.inputs_sha256 != inputs_hash(folder, dossiers.values()):
        return "changed since", guess
    return "built", sizes_of(folder.build, manifest)


def _of_build(folder: PacketFolder, profile: Profile, read: Sequence[ReadByOcr]) -> list[Miss]:
    from frkit.packet.plan.built_checks import built_misses, words_misses
    from frkit.packet.verify.manifest import NAME, read_manifest

    manifest = read_manifest(folder.build / NAME)
    return [*built_misses(folder.build, manifest, profile), *words_misses(folder.build, manifest, profile, read)]
