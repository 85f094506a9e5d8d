"""What changed, vanished or was added since each seal, and what explains it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from frkit.proof.covered_files import Progress, covered_files, hashes, no_progress
from frkit.proof.originals import Originals, check_originals
from frkit.proof.seals import Seal, later_seals, seals_of
from frkit.proof.timestamps import Stamp, stamps_of

WRITTEN_ONCE = re.compile(
    r"(requests/[^/]+/(events|received|law|letters)|packets/[^/]+/handed-over|numbers|seals)/.+", re.DOTALL
)
"""Files that nobody has a reason to change, whatever was sealed later."""


@dataclass
class SealReport:
    """One seal against the campaign as it is now. Paths are below the campaign, sorted."""

    seal: Seal
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    """Changed or taken away since, and sealed so by a later seal: plans, drafts and settings that people may edit."""
    forgotten: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What is wrong with the seal itself."""
    stamps: list[Stamp] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing changed or vanished without an explanation, and seal and stamps hold."""
        return not (self.changed or self.vanished or self.faults or any(stamp.fault for stamp in self.stamps))


@dataclass
class CampaignReport:
    """All seals that were asked for, and the originals against their events."""

    seals: list[SealReport]
    originals: Originals
    odd: list[str]
    """What cannot be sealed or read: links, devices, files without permission."""
    newest: list[str] = field(default_factory=list)
    """Names of the seals that no other one covers."""

    @property
    def good(self) -> bool:
        """Whether all of it holds."""
        wrong = self.originals
        broken = wrong.events_changed or wrong.unreadable or wrong.changed or wrong.missing or wrong.still_here
        return all(one.good for one in self.seals) and not broken and not self.odd


def verify_campaign(
    root: Path, only: Seal | None = None, trusted: Path | None = None, progress: Progress = no_progress
) -> CampaignReport:
    """Check the campaign against its seals (or ``only`` one), its stamps, and the hashes in its events, offline.

    ``trusted`` is a PEM file with the roots that must vouch for the stamps.
    """
    covered = covered_files(root)
    now, failed = hashes(root, covered.files, progress)
    originals = check_originals(root, now)
    every = seals_of(root)
    wanted = [only] if only else every
    odd = [*(f"{path}: {why}" for path, why in sorted(covered.odd.items())), *failed]
    reports = [_one_seal(seal, every, now, originals, list(stamps_of(root, seal, trusted))) for seal in wanted]
    return CampaignReport(reports, originals, odd, [seal.name for seal in every if not later_seals(seal, every)])


def _one_seal(
    seal: Seal, every: Sequence[Seal], now: Mapping[str, str], originals: Originals, stamps: list[Stamp]
) -> SealReport:
    report = SealReport(seal, faults=list(seal.faults), stamps=stamps)
    later = later_seals(seal, every)
    for path, sealed in sorted(seal.entries.items()):
        digest = now.get(path)
        if digest == sealed:
            report.unchanged += 1
        elif digest is None and _is_forgotten(path, sealed, originals):
            report.forgotten.append(path)
        elif _edited(path, digest, later):
            report.edited.append(path)
        else:
            (report.vanished if digest is None else report.changed).append(path)
    report.added = sorted(path for path in now if path not in seal.entries and not seal.own(path))
    return report


def _is_forgotten(path: str, sealed: str, originals: Originals) -> bool:
    """Whether these bytes, or the file of which they are a conversion, were removed on demand."""
    converted = re.search(r"/derived/([0-9a-f]{64})/", path)
    gone = originals.forgotten.keys() | originals.gone_with
    return sealed in originals.forgotten or bool(converted and converted[1] in gone)


def _edited(path: str, digest: str | None, later: Sequence[Seal]) -> bool:
    """Whether a later seal saw the file as it is now, and the file is one that people may edit."""
    return not WRITTEN_ONCE.fullmatch(path) and any(seal.entries.get(path) == digest for seal in later)
