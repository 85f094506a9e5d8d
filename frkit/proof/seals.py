"""Seals: a list of the SHA-256 of every file of a campaign, earlier seals among them, so that they form a chain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import create, sha256_of_bytes
from frkit.base.findings import did_you_mean, shown_path
from frkit.proof.covered_files import Progress, covered_files, hashes, no_progress, refuse_odd
from frkit.proof.seal_format import read, written
from frkit.tracking.folder import CampaignFolder

SEAL_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{8})\.sha256")


@dataclass(frozen=True)
class Seal:
    """One seal as it lies in ``seals/``."""

    path: Path
    data: bytes

    @property
    def name(self) -> str:
        """``2026-05-01-1a2b3c4d``."""
        return self.path.stem

    @property
    def file(self) -> str:
        """Its path below the campaign."""
        return f"seals/{self.path.name}"

    @property
    def day(self) -> str:
        """The day in its name, which proves nothing by itself."""
        return self.name[:10]

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the seal itself; this is what a time stamp is taken of."""
        return sha256_of_bytes(self.data)

    @cached_property
    def _read(self) -> tuple[dict[str, str], list[str]]:
        return read(self.data)

    @property
    def entries(self) -> dict[str, str]:
        """Path below the campaign -> SHA-256."""
        return self._read[0]

    @property
    def faults(self) -> list[str]:
        """What is wrong with the seal itself: a name that does not fit, lines that cannot be taken."""
        wrong = [] if self.sha256.startswith(self.name[-8:]) else ["the seal was altered: its hash is not in its name"]
        return [*wrong, *self._read[1]]

    @property
    def parents(self) -> list[str]:
        """The earlier seals that it covers."""
        return sorted(path for path in self.entries if SEAL_NAME.fullmatch(path.removeprefix("seals/")))

    def own(self, path: str) -> bool:
        """Whether a path is the seal's own file, or a stamp of it with its certificates."""
        return path.startswith(f"seals/{self.name}.")


@dataclass(frozen=True)
class Made:
    """What came of sealing: the seal, and whether it is new."""

    seal: Seal
    new: bool
    size: int
    """Bytes of all files that it covers."""


def seals_of(root: Path) -> list[Seal]:
    """All seals of a campaign, by day and name."""
    folder = root / "seals"
    if not folder.is_dir():
        return []
    paths = sorted(path for path in folder.iterdir() if SEAL_NAME.fullmatch(path.name) and path.is_file())
    return [Seal(path, path.read_bytes()) for path in paths]


def find_seal(root: Path, part: str) -> Seal:
    """The one seal whose name is, or holds, this text; raises WrongUsage with the candidates."""
    every = seals_of(root)
    wanted = Path(part).name.removesuffix(".sha256")
    found = [seal for seal in every if seal.name == wanted] or [
        seal for seal in every if wanted and wanted in seal.name
    ]
    if len(found) == 1:
        return found[0]
    names = [seal.name for seal in every]
    if found:
        listed = "\n           ".join(seal.name for seal in found)
        raise WrongUsage(f"'{part}' fits more than one seal.", remedy=f"name one of\n           {listed}")
    remedy = "frkit verify lists the seals; any unambiguous part of a name will do" if names else "make one: frkit seal"
    fact = f"No seal here is called '{part}'{did_you_mean(wanted, names)}"
    raise WrongUsage(fact, place=shown_path(root / "seals"), remedy=remedy)


def make_seal(folder: CampaignFolder, day: date, progress: Progress = no_progress) -> Made:
    """Seal the campaign as it is now. Where nothing changed since a seal, that one is given and nothing is written.

    Raises FrkitError where a file cannot be sealed: none is left out in silence.
    """
    covered = covered_files(folder.root)
    refuse_odd(folder.root, covered)
    entries, failed = hashes(folder.root, covered.files, progress)
    refuse_odd(folder.root, covered, failed)
    size = sum(covered.files.values())
    same = next((seal for seal in reversed(seals_of(folder.root)) if _unchanged(seal, entries)), None)
    if same is not None:
        return Made(same, False, size)
    data = written(entries)
    name = f"{day.isoformat()}-{sha256_of_bytes(data)[:8]}.sha256"
    path = folder.root / "seals" / name
    create(path, data)
    return Made(Seal(path, data), True, size)


def later_seals(seal: Seal, every: Iterable[Seal]) -> list[Seal]:
    """The seals that cover this one, themselves or through others: made later, whatever the days in their names."""
    every = list(every)
    found: list[Seal] = []
    edge = [seal]
    while edge:
        here = edge.pop()
        new = [one for one in every if one not in found and one.entries.get(here.file) == here.sha256]
        found += new
        edge += new
    return found


def refuse_altered(seal: Seal) -> None:
    """Raise FrkitError for a seal that is no longer what was written: a stamp of it would prove nothing."""
    if seal.faults:
        raise FrkitError(
            f"This seal cannot be stamped: {seal.faults[0]}.",
            place=shown_path(seal.path),
            remedy="restore it from a copy or from git, or make a new one: frkit seal",
        )


def _unchanged(seal: Seal, entries: dict[str, str]) -> bool:
    return not seal.faults and seal.entries == {path: sha for path, sha in entries.items() if not seal.own(path)}
