"""Where a result stands in the packets: its Bates number and its exhibits; and which results are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import did_you_mean, shown_path
from frkit.cli.common import clean
from frkit.evidence.text.sources import Source, Wanted, code_of
from frkit.tracking.folder import CampaignFolder

if TYPE_CHECKING:
    from frkit.packet.plan.types import Packet


@dataclass(frozen=True)
class ExhibitPlace:
    """One exhibit of a plan, and the document that it shows."""

    packet: str
    label: str
    request: str
    path: str


class Places:
    """The numbers and plans of a campaign, read when the first result asks."""

    def __init__(self, folder: CampaignFolder) -> None:
        self._folder = folder

    def bates(self, source: Source, page: int | None) -> str:
        """The Bates number of a page, or of the first and last page of what has none of its own; empty without one."""
        numbers = self._numbers.get((source.original_sha256, source.part), {})
        if page is not None:
            return numbers.get(page, "")
        shown = [numbers[one] for one in sorted(numbers) if one > 0]
        return "" if not shown else shown[0] if len(shown) == 1 else f"{shown[0]} – {shown[-1].rpartition('-')[2]}"

    def exhibits(self, source: Source) -> list[ExhibitPlace]:
        """The exhibits that show a document."""
        return [one for one in self._exhibits if (one.request, one.path) == (source.request, source.path)]

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], dict[int, str]]:
        """(SHA-256 of the original, part) -> page -> number; where two prefixes number a page, the campaign's own."""
        from frkit.packet.numbers.registry import Registry

        own = self._folder.campaign.bates_prefix
        below = self._folder.root / "numbers"
        prefixes = sorted((path.name for path in below.glob("*") if path.is_dir()), key=lambda name: name == own)
        found: dict[tuple[str, str], dict[int, str]] = {}
        for prefix in prefixes:
            try:
                registry = Registry.load(self._folder.root, prefix)
            except FrkitError as error:
                click.echo(f"frkit: no numbers {clean(prefix)}: {clean(error.fact)}", err=True)
                continue
            for key, number in registry.numbers.items():
                found.setdefault((key.sha256, key.part), {})[key.page] = registry.shown(number)
        return found

    @cached_property
    def _exhibits(self) -> list[ExhibitPlace]:
        return list(all_exhibits(self._folder))


def all_exhibits(folder: CampaignFolder) -> Iterable[ExhibitPlace]:
    """Every exhibit of every plan that can be read; the others are named on stderr."""
    from frkit.packet.plan.folder import PacketFolder, packet_names

    for name in packet_names(folder):
        try:
            packet: Packet = PacketFolder(folder, name).load()[0]
        except FrkitError as error:
            click.echo(f"frkit: left out: the packet {clean(name)}: {clean(error.fact)}", err=True)
            continue
        for one in packet.exhibits:
            yield ExhibitPlace(name, one.label, one.request, one.path)


def wanted_from(
    folder: CampaignFolder,
    place: tuple[str, ...],
    agency: tuple[str, ...],
    requests: tuple[str, ...],
    since: date | None,
    until: date | None,
    exhibit: tuple[str, ...],
    ours: bool | None,
) -> Wanted:
    """The filters as typed; raises WrongUsage for a request or an exhibit that is none."""
    if since is not None and until is not None and since > until:
        raise WrongUsage("--from is a later day than --to.", place=f"{since} to {until}", remedy="exchange them")
    return Wanted(
        places=tuple(map(code_of, place)),
        agencies=tuple(one.strip().casefold() for one in agency),
        requests=tuple(folder.find_request(one) for one in requests),
        since=since,
        until=until,
        ours=ours,
        papers=_papers_of(folder, exhibit) if exhibit else None,
    )


def _papers_of(folder: CampaignFolder, labels: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    known = list(all_exhibits(folder))
    found: set[tuple[str, str]] = set()
    for typed in labels:
        packet, colon, label = typed.rpartition(":")
        fitting = [
            one
            for one in known
            if (not colon or one.packet == packet) and (not label or one.label.casefold() == label.casefold())
        ]
        if not fitting:
            names = [f"{one.packet}:{one.label}" for one in known]
            raise WrongUsage(
                f"No packet here has an exhibit '{typed}'{did_you_mean(typed, names)}",
                place=shown_path(folder.root / "packets"),
                remedy=f"exhibits here: {', '.join(names[:8]) or 'none; frkit packet new NAME plans a packet'}",
            )
        found.update((one.request, one.path) for one in fitting)
    return frozenset(found)
