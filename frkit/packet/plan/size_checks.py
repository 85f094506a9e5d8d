"""How large a packet will be, told from its exhibits; and how large it is, once it was built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from frkit.packet.plan.dossiers import Dossier
from frkit.packet.plan.misses import Miss, severity_of
from frkit.packet.plan.profiles import Profile
from frkit.packet.plan.types import Packet

MEGABYTE = 1_000_000
"""The cautious reading: a court that counts 1,048,576 bytes takes more."""
_FRONT = 250_000
"""Bytes of the made parts with their fonts, about."""
_A_TEXT = 40_000
"""Bytes of the pages set for a letter, a mail or a text, about."""
_STAMPED = 1.03
"""What stamps, bookmarks and links add to a file, about."""


@dataclass(frozen=True)
class Size:
    """How large one PDF of the packet is."""

    file: str
    """Its name; empty where it is reckoned."""
    bytes: int
    pages: int = 0


def reckoned(packet: Packet, dossiers: Mapping[str, Dossier]) -> int:
    """About how many bytes the packet will have: its originals, and what frkit sets."""
    total = float(_FRONT)
    for exhibit in packet.exhibits:
        dossier = dossiers.get(exhibit.request)
        document = dossier.document(exhibit.path) if dossier is not None else None
        if document is not None:
            total += max(document.size * _STAMPED, _A_TEXT)
    return round(total)


def size_misses(packet: Packet, profile: Profile, sizes: Sequence[Size]) -> Iterator[Miss]:
    """Files of the packet that are larger than the profile allows, as built or as reckoned."""
    allowed = profile.limits.megabytes
    for one in sizes:
        if allowed is None or one.bytes <= allowed * MEGABYTE or (not one.file and _in_volumes(packet, allowed)):
            continue
        told = f"{one.bytes / MEGABYTE:,.1f} MB"
        fact = f"{one.file} has {told}" if one.file else f"The packet will have about {told}, told from its exhibits"
        yield Miss(
            "file_size",
            severity_of(profile, "file_size"),
            f"{fact}; the limit is {allowed} MB.",
            f"leave exhibits out, or let it be made in volumes: volumes: {{megabytes: {allowed}}}",
            rule=profile.rule_for("file_size"),
            key=("volumes",),
        )
    most = profile.limits.pages
    for one in sizes:
        if most is not None and one.pages > most:
            yield Miss(
                "file_pages",
                severity_of(profile, "file_pages"),
                f"{one.file} has {one.pages:,} pages; the limit is {most:,}.",
                f"let it be made in volumes: volumes: {{pages: {most}}}",
                rule=profile.rule_for("file_pages"),
                key=("volumes",),
            )


def _in_volumes(packet: Packet, allowed: int) -> bool:
    """Whether the plan splits the packet below the limit, so that its whole size does not matter."""
    wanted = packet.volumes.megabytes if packet.volumes is not None else None
    return wanted is not None and wanted <= allowed
