"""What of a built packet is handed over, and which originals are not, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import inside, sha256_of
from frkit.base.findings import shown_path
from frkit.exchange.readable import has_readable_text
from frkit.exchange.share_words import values_in_files
from frkit.packet.plan.folder import OF_WINDOWS, PacketFolder
from frkit.packet.verify.beside import ORIGINALS
from frkit.packet.verify.manifest import NAME, ExhibitEntry, Manifest
from frkit.pages.wording import on_one_line
from frkit.tracking.clawbacks import kept_back
from frkit.tracking.privacy import found_in_file

MASKED_KINDS = frozenset({"mail", "text", "html", "letter", "outlook", "archive"})
"""Kinds whose pages frkit sets itself, with the requester masked: their originals still name that person."""
LONGEST = 180
"""Letters of a path: Windows takes 260 with the folder that it is unpacked in."""
_UNSAFE = re.compile(r'[<>:"\\|?*\x00-\x1f\x7f]|[. ]$|^ ')


@dataclass(frozen=True)
class HandedFile:
    """One file to hand over: its path there, where its bytes are, and what they have to be."""

    name: str
    source: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class Contents:
    """All files to hand over, in order; and the originals that stay at home."""

    files: tuple[HandedFile, ...]
    left_out: tuple[str, ...] = ()
    look_at: tuple[str, ...] = ()
    """Originals in which no search can find private data: scans, photographs, recordings."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(one.size for one in self.files)


def contents(folder: PacketFolder, manifest: Manifest, *, with_originals: bool) -> Contents:
    """The files of a built packet that was checked; raises FrkitError for what may not leave the house."""
    _refuse_name(folder.name)
    _refuse_demanded(folder, manifest)
    names = [file.file for file in manifest.files] + [NAME] + [one.file for one in manifest.beside]
    paths = [(name, inside(folder.build, name)) for name in names]
    files = [_handed(name, path) for name, path in paths if path.is_file()]
    if not with_originals:
        return Contents(tuple(files))
    left_out: list[str] = []
    look_at: list[str] = []
    taken = {one.name.lower() for one in files}
    for exhibit in manifest.exhibits:
        found = _original(folder, exhibit, manifest)
        if isinstance(found, str):
            left_out.append(f"Exhibit {exhibit.label} ({on_one_line(exhibit.files[0].name)}): {found}")
        elif found.name.lower() in taken:
            left_out.append(f"Exhibit {exhibit.label}: another file has its name already")
        else:
            taken.add(found.name.lower())
            files.append(found)
            look_at += _to_look_at(exhibit, found.source)
    return Contents(tuple(files), tuple(left_out), tuple(look_at))


def _handed(name: str, path: Path) -> HandedFile:
    return HandedFile(name, path, sha256_of(path), path.stat().st_size)


def _refuse_name(name: str) -> None:
    if name_problem(f"{name}.pdf"):
        raise WrongUsage(
            f"A packet called '{name}' cannot be unpacked on Windows, which keeps that name for itself.",
            remedy="make the packet again under another name: frkit packet new NAME",
        )


def name_problem(path: str) -> str | None:
    """Why a path cannot be a file's on every system; None for one that can."""
    if len(path) > LONGEST:
        return f"its path is longer than {LONGEST} letters"
    for step in path.split("/"):
        if step in ("", ".", "..") or _UNSAFE.search(step) or OF_WINDOWS.fullmatch(step):
            return f"{step!r} is no name for a file on every system"
    return None


def _refuse_demanded(folder: PacketFolder, manifest: Manifest) -> None:
    """Raise FrkitError if a file of the packet was demanded back since it was built."""
    held: dict[str, frozenset[str]] = {}
    for exhibit in manifest.exhibits:
        if exhibit.request not in held:
            held[exhibit.request] = kept_back(folder.campaign.load(exhibit.request).events)
        if any(file.sha256 in held[exhibit.request] for file in exhibit.files):
            raise FrkitError(
                f"Exhibit {exhibit.label} was demanded back by the agency after the packet was built, and counsel has "
                "not cleared it.",
                place=f"{exhibit.request}: {exhibit.original}",
                remedy=f"take it out of packet.yaml and run frkit packet build {folder.name}, or log the clearance: "
                "frkit log cleared-by-counsel",
            )


def _original(folder: PacketFolder, exhibit: ExhibitEntry, manifest: Manifest) -> HandedFile | str:
    """The original of an exhibit as a file to hand over, or why it stays at home."""
    if exhibit.original.startswith("private/"):
        return "it lies in private/, which nobody is given"
    path = inside(inside(folder.campaign.root / "requests", exhibit.request), exhibit.original)
    if not path.is_file():
        return "its bytes are not in the campaign"
    name = f"{ORIGINALS}/{exhibit.request}/{exhibit.original}"
    problem = name_problem(name)
    if problem is not None:
        return problem
    shown = None if manifest.packet.audience == "counsel" else _shown_by(path, exhibit, folder)
    if shown is not None:
        return shown
    handed = _handed(name, path)
    if handed.sha256 != exhibit.files[0].sha256:
        raise FrkitError(
            f"The original of Exhibit {exhibit.label} was altered: its SHA-256 is not the one in the packet.",
            place=shown_path(path),
            remedy="restore it from a copy or from git; nothing was written",
        )
    return handed


def _shown_by(path: Path, exhibit: ExhibitEntry, folder: PacketFolder) -> str | None:
    """Why an original would show of the requester what the packet's pages do not; None if it does not."""
    values = folder.campaign.private_values()
    if not values:
        return None
    masked = exhibit.files[0].kind in MASKED_KINDS
    if masked:
        values = values_in_files(values, [person.name for person in folder.campaign.requesters()])
        if not has_readable_text(path):
            return "no search can look into all of it, and it may name you or show your address"
    found = found_in_file(path, values)
    return f"it shows the {' and the '.join(found)}" if found else None


def _to_look_at(exhibit: ExhibitEntry, path: Path) -> Iterator[str]:
    """What a person should look at before an original leaves the house."""
    named = f"Exhibit {exhibit.label} ({on_one_line(exhibit.files[0].name)})"
    if exhibit.files[0].kind == "image":
        yield f"{named}: a picture may tell place, time and camera, which the packet's copy does not"
    elif not has_readable_text(path):
        yield f"{named}: no search can read all of it, such as scans and sound"
