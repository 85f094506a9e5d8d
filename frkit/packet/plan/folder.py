"""Where a packet lies in its campaign: the plan, and the folder of what is built from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import create
from frkit.base.findings import Finding, did_you_mean, shown_path
from frkit.base.models import check_model
from frkit.base.yaml_places import kept_yaml, read_yaml
from frkit.packet.plan.leaving_out import LeftOut
from frkit.packet.plan.types import FORMAT, Packet
from frkit.packet.plan.writing import plan_text
from frkit.tracking.folder import CampaignFolder, broken

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
OF_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices of its own, whatever ending they have."""


@dataclass(frozen=True)
class PacketFolder:
    """``packets/<name>`` of a campaign."""

    campaign: CampaignFolder
    name: str

    @property
    def path(self) -> Path:
        """The packet's folder."""
        return self.campaign.root / "packets" / self.name

    @property
    def plan(self) -> Path:
        """The plan."""
        return self.path / "packet.yaml"

    @property
    def build(self) -> Path:
        """Where PDF and manifest are written."""
        return self.path / "build"

    @property
    def pdf(self) -> Path:
        """The built PDF."""
        return self.build / f"{self.name}.pdf"

    def load(self) -> tuple[Packet, tuple[Finding, ...]]:
        """The plan, and warnings; raises FrkitError with every mistake in it."""
        document = read_yaml(self.plan)
        declared = document.data.get("format") if isinstance(document.data, dict) else None
        if isinstance(declared, str) and declared.isdigit() and int(declared) > FORMAT:
            raise FrkitError(
                f"The plan is in format {declared}; this frkit reads formats up to {FORMAT}.",
                place=shown_path(self.plan),
                remedy="install a newer frkit: pip install --upgrade frkit",
            )
        packet, findings = check_model(Packet, document, lenient=True)
        if packet is None:
            raise broken(findings)
        return packet, tuple(findings)

    def place_of(self, key: Sequence[str | int]) -> str:
        """The path of the plan with line and column of a value in it."""
        line, column = kept_yaml(self.plan).place(key)
        return f"{shown_path(self.plan)}:{line}:{column}"

    def write(self, packet: Packet, left_out: Sequence[LeftOut] = ()) -> Path:
        """Write a new plan with its remarks; raises WrongUsage if the packet is there already."""
        self.refuse_existing()
        create(self.plan, plan_text(self.name, packet, left_out).encode())
        return self.plan

    def refuse_existing(self) -> None:
        """Raise WrongUsage if there is a plan already, or if the name of a new one cannot be a file's everywhere."""
        if self.plan.exists():
            raise WrongUsage(
                f"There is a packet called '{self.name}' already.",
                place=shown_path(self.plan),
                remedy=f"edit its plan, build it with 'frkit packet build {self.name}', or choose another name",
            )
        if OF_WINDOWS.fullmatch(self.name):
            raise WrongUsage(
                f"A packet cannot be called '{self.name}': Windows keeps that name for itself and could not open it.",
                remedy=f"choose another name: frkit packet new {self.name}-packet",
            )


def new_packet_folder(campaign: CampaignFolder, name: str) -> PacketFolder:
    """The folder for a packet of that name; raises WrongUsage for a name that is no plain word."""
    if not _NAME.fullmatch(name):
        raise WrongUsage(
            f"{name!r} cannot be the name of a packet.",
            remedy="use lower-case letters, digits and hyphens, at most 60: frkit packet new council-hearing",
        )
    return PacketFolder(campaign, name)


def find_packet(campaign: CampaignFolder, name: str) -> PacketFolder:
    """The packet of that name; raises WrongUsage with a suggestion if there is none."""
    folder = new_packet_folder(campaign, name)
    if not folder.plan.is_file():
        known = packet_names(campaign)
        remedy = f"packets here: {', '.join(known)}" if known else f"make one: frkit packet new {name}"
        raise WrongUsage(
            f"There is no packet called '{name}'{did_you_mean(name, known)}",
            place=shown_path(campaign.root / "packets"),
            remedy=remedy,
        )
    return folder


def packet_names(campaign: CampaignFolder) -> list[str]:
    """The names of all packets of a campaign."""
    names = [path.parent.name for path in (campaign.root / "packets").glob("*/packet.yaml")]
    return sorted(name for name in names if not name.startswith(".") and not name.endswith(".tmp"))
