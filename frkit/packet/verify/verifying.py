"""Is this packet still what was built, and are its originals still what arrived? Every difference, in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frkit.base.errors import WrongUsage
from frkit.base.findings import shown_path
from frkit.packet.handing_over.handed_over import Kept, which_one
from frkit.packet.verify.agreement import against_plan
from frkit.packet.verify.beside import beside_faults, originals_faults
from frkit.packet.verify.digests import METHOD
from frkit.packet.verify.manifest import NAME, Manifest, digest_of, read_manifest, record_digest
from frkit.packet.verify.originals import check_originals
from frkit.packet.verify.pdf_checks import Kinds, check_pdf
from frkit.packet.verify.sequence import sequence_faults
from frkit.proof.seals import seals_of
from frkit.tracking.folder import CampaignFolder

MOST = 12
"""Differences of one kind listed one by one; the rest of that kind is counted."""
NOT_COMPARABLE = "page digests cannot be compared by this frkit"


@dataclass(frozen=True)
class Report:
    """The outcome of a check: what was looked at, every difference, and what is worth saying though it is none."""

    checked: tuple[str, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()
    manifest_sha256: str = ""
    handed_over: tuple[Kept, ...] = ()
    """Records of the campaign that tell when this very packet was handed over."""

    @property
    def good(self) -> bool:
        """Whether nothing differs."""
        return not self.faults


def verify(folder: Path, originals: CampaignFolder | None = None) -> Report:
    """Check the packet in a folder against its manifest and, where a campaign is given, against its originals.

    Originals that changed come first; each kind of fault is shortened for itself, so that none hides another.
    """
    manifest = read_manifest(folder / NAME)
    told = json.loads((folder / NAME).read_text(encoding="utf-8"))
    digest, record = digest_of(told), record_digest(told)
    kinds: Kinds = [list(_own_faults(manifest, digest)), list(sequence_faults(manifest))]
    checked: list[str] = []
    for file in manifest.files:
        said, found = check_pdf(folder, file, manifest, record)
        checked.append(said)
        kinds += found
    checked.append(f"{NAME}: SHA-256 of its content {digest}")
    wrong, notes = beside_faults(folder, manifest)
    looked, altered = originals_faults(folder, manifest)
    checked += looked
    kinds += [wrong, altered]
    if manifest.page_digest != METHOD:
        whole = not any("is not the file that was built" in fault for found in kinds for fault in found)
        holds = "; the file's SHA-256 holds" if whole else ""
        notes.append(f"The {NOT_COMPARABLE}{holds} (made by the method {manifest.page_digest or 'without a name'!r}).")
    if originals is not None:
        said, of_originals = check_originals(manifest, originals, notes)
        checked.append(said)
        differs, changed = against_plan(manifest, originals)
        kinds = [of_originals[0], *kinds, *of_originals[1:], differs]
        notes += changed
    faults = tuple(line for kind in kinds for line in _few(kind))
    these: list[Kept] = []
    if originals is not None:
        these, others = which_one(originals, manifest.packet.name, digest)
        notes += _handed_over(originals, these, others, good=not faults)
    return Report(tuple(checked), faults, tuple(notes), digest, tuple(these))


def _handed_over(campaign: CampaignFolder, these: list[Kept], others: list[Kept], *, good: bool) -> Iterator[str]:
    """When this packet was handed over, as the campaign has it, or that it is another."""
    seals = seals_of(campaign.root) if these else []
    for one in these:
        what = "This is the packet" if good else "Apart from the differences, this is the packet"
        seal = one.sealed_by(campaign, seals)
        proof = f"first sealed in {seal}" if seal else "in no seal yet: frkit seal"
        altered = "; THIS RECORD WAS CHANGED AFTER IT WAS WRITTEN" if one.altered else ""
        yield f"{what} that was {one.said.told} ({one.below(campaign)}; {proof}{altered})."
    if others and not these:
        last, count = others[-1].said, len(others)
        which = "not the packet" if count == 1 else f"none of the {count} packets"
        begun = "it was" if count == 1 else "the last was"
        yield f"This is {which} of this name that left the house: {begun} {last.told}."


def _own_faults(manifest: Manifest, digest: str) -> Iterator[str]:
    """Whether the manifest is what it says of itself."""
    if not manifest.manifest_sha256:
        yield "The manifest does not carry its own digest: it was edited, or made by a frkit from before there was one."
    elif manifest.manifest_sha256 != digest:
        yield "The manifest was edited: its content does not give the digest that stands in it."


def packet_folder(path: Path) -> Path:
    """The folder of a built packet: the one given, ``build`` or a bag's ``data`` in it; else raises WrongUsage."""
    if path.suffix.lower() == ".zip" and path.is_file():
        raise WrongUsage(
            "This is a ZIP file.", place=shown_path(path), remedy="unpack it, and name the folder that comes out of it"
        )
    for folder in (path, path / "build", path / "data", path.parent):
        if (folder / NAME).is_file():
            return folder
    raise WrongUsage(
        "There is no built packet here: no manifest.json.",
        place=shown_path(path),
        remedy="name the folder that holds the PDF and manifest.json, or build it: frkit packet build NAME",
    )


def _few(faults: list[str]) -> list[str]:
    if len(faults) <= MOST:
        return faults
    return [*faults[:MOST], f"... and {len(faults) - MOST} more like these."]
