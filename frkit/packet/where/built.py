"""The packets that were built, as their manifests tell it: which page of which file stands on which packet page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import inside, sha256_of
from frkit.base.findings import shown_path
from frkit.packet.numbers.registry import SLIP, Key
from frkit.packet.plan.folder import find_packet, packet_names
from frkit.packet.verify.manifest import (
    NAME,
    BuiltFile,
    ExhibitEntry,
    FileEntry,
    Manifest,
    pages_of_file,
    read_manifest,
)
from frkit.tracking.folder import CampaignFolder


@dataclass(frozen=True)
class Place:
    """One page of an exhibit in a built packet."""

    packet: str
    page: int
    """Packet page, which is the page of the PDF."""
    bates: str
    exhibit: ExhibitEntry
    file: FileEntry
    page_of_file: int
    """From 1; 1 for a slip sheet."""

    @property
    def key(self) -> Key:
        """The page as the registry knows it."""
        return key_of(self.exhibit, self.file, self.page_of_file)


@dataclass(frozen=True)
class MadePage:
    """A page of a built packet that frkit made: it belongs to no file, and has no Bates number."""

    packet: str
    page: int
    what: str
    """The part, or the sheet of an exhibit."""
    number: int
    """Which page of that part it is, from 1."""
    count: int


@dataclass(frozen=True)
class BuiltPacket:
    """A packet with its manifest, wherever it lies."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The packet's name."""
        return self.manifest.packet.name

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every page of every exhibit, in order."""
        return tuple(self._places())

    @cached_property
    def by_key(self) -> dict[Key, Place]:
        """The same by the page's key in the registry."""
        return {one.key: one for one in self.places}

    def on_page(self, page: int) -> Place | MadePage | None:
        """What stands on a packet page; None where the packet has no such page."""
        if not 0 < page <= len(self.manifest.pages):
            return None
        found = next((one for one in self.places if one.page == page), None)
        return found or self._made(page)

    def volume(self, page: int) -> BuiltFile | None:
        """The PDF that holds a packet page."""
        return next((one for one in self.manifest.files if one.first_page <= page <= one.last_page), None)

    def altered(self) -> list[str]:
        """What is wrong with the PDFs beside the manifest: those that are not what was built; one not here is none."""
        found = []
        for one in self.manifest.files:
            path = inside(self.folder, one.file)
            if path.is_file() and sha256_of(path) != one.sha256:
                found.append(f"{one.file} is not the file that was built: its SHA-256 is not that of its manifest")
        return found

    def _places(self) -> Iterator[Place]:
        pages = self.manifest.pages
        for exhibit in self.manifest.exhibits:
            for file in exhibit.files:
                for page, number in pages_of_file(self.manifest, file):
                    yield Place(self.name, page, pages[page - 1].bates or "", exhibit, file, number)

    def _made(self, page: int) -> MadePage:
        for part in self.manifest.parts:
            if part.first_page <= page <= part.last_page:
                count = part.last_page - part.first_page + 1
                return MadePage(self.name, page, part.title, page - part.first_page + 1, count)
        return MadePage(self.name, page, self._sheet(page), 1, 1)

    def _sheet(self, page: int) -> str:
        """What a page that belongs to no part is: the sheet of an exhibit, or of a volume."""
        for exhibit in self.manifest.exhibits:
            if exhibit.sheet_page == page:
                return f"Sheet of Exhibit {exhibit.label}"
        for number, volume in enumerate(self.manifest.files, 1):
            if volume.first_page == page:
                return f"Sheet of volume {number}"
        return "Page made by frkit"


def key_of(exhibit: ExhibitEntry, file: FileEntry, page_of_file: int) -> Key:
    """The registry's key of a page of a file of an exhibit."""
    return Key(exhibit.files[0].sha256, file.part or "", SLIP if file.slip_sheet is not None else page_of_file)


def built_packet(folder: Path) -> BuiltPacket:
    """The built packet in a folder that holds its manifest; raises FrkitError where there is none or it is damaged."""
    return BuiltPacket(folder, read_manifest(folder / NAME))


def built_packets(campaign: CampaignFolder) -> tuple[list[BuiltPacket], list[FrkitError]]:
    """Every packet of a campaign that was built, by name; and the errors of those whose manifest cannot be read."""
    good: list[BuiltPacket] = []
    bad: list[FrkitError] = []
    for path in sorted((campaign.root / "packets").glob(f"*/build/{NAME}")):
        if path.parent.parent.name.startswith("."):
            continue
        try:
            good.append(built_packet(path.parent))
        except FrkitError as error:
            bad.append(error)
    return good, bad


def find_built(campaign: CampaignFolder, name: str) -> BuiltPacket:
    """The built packet of that name; raises WrongUsage where there is none, or it was not built yet."""
    folder = campaign.root / "packets" / name / "build"
    if name in packet_names(campaign) or not (folder / NAME).is_file():
        folder = find_packet(campaign, name).build
    if not (folder / NAME).is_file():
        raise WrongUsage(
            f"The packet '{name}' has not been built, so none of its pages has a place yet.",
            place=shown_path(folder),
            remedy=f"build it: frkit packet build {name}",
        )
    return built_packet(folder)
