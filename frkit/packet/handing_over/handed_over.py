"""What was handed over, written once beside the plan, so that a seal covers it though the packet can be built anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from frkit.base.errors import FrkitError
from frkit.base.files import create, sha256_of, sha256_of_bytes
from frkit.base.findings import Finding, errors_in, shown_path
from frkit.base.models import Data, Date, Many, check_model
from frkit.base.yaml_places import dump_yaml, read_yaml
from frkit.tracking.events import Audience, Sha256
from frkit.tracking.folder import CampaignFolder

if TYPE_CHECKING:  # 'frkit check' needs no library that reads PDFs
    from frkit.packet.verify.manifest import ExhibitEntry, Manifest
    from frkit.proof.seals import Seal

FORMAT = 1
FOLDER = "handed-over"
NAME = re.compile(r"([0-9a-f]{16})\.yaml")
"""The first sixteen digits of the file's own SHA-256."""
Form = Literal["zip", "bagit"]


class NamedFile(Data):
    """A file, by its name where it was handed over."""

    name: str
    sha256: Sha256
    size: int


class HandedExhibit(Data):
    """An exhibit of the packet as it was then."""

    label: str
    sha256: Sha256
    """Of its original."""
    first_page: int
    last_page: int
    bates: Many[Annotated[str, Field(max_length=80)]] = ()
    """Each range of its numbers: one number, or ``FRK-000003 to FRK-000006``."""

    def bears(self, number: str) -> bool:
        """Whether a page of it bore that Bates number."""
        ranges = (one.partition(" to ") for one in self.bates)
        return any(_rank(first) <= _rank(number) <= _rank(last or first) for first, _, last in ranges)


class HandedOver(Data):
    """One file of ``packets/<name>/handed-over``."""

    format: int = FORMAT
    packet: str
    title: str
    audience: Audience
    """The edition: for everybody, for the team, for counsel."""
    as_of: Date
    day: Date
    """On which it was exported."""
    to: str | None = None
    """To whom, as a person said."""
    form: Form
    export: NamedFile
    """The ZIP file; of a bag its ``tagmanifest-sha256.txt``, which names the hash of everything else in it."""
    with_originals: bool = False
    manifest_sha256: Sha256
    page_count: int
    files: Many[NamedFile]
    """All that is in it; PDFs first."""
    exhibits: Many[HandedExhibit] = ()
    by: str | None = None
    """Who exported it; a copy of the campaign for others does not say."""

    @property
    def told(self) -> str:
        """``handed over on 2026-06-20 to The Times``."""
        if self.to is None:
            return f"exported on {self.day}, to whom is not noted"
        return f"handed over on {self.day} to {self.to}"


@dataclass(frozen=True)
class Kept:
    """A record as it lies in the campaign."""

    path: Path
    said: HandedOver
    altered: bool
    """Whether it was changed after it was written: its hash is not the one in its name."""

    def below(self, campaign: CampaignFolder) -> str:
        """Its path below the campaign."""
        return self.path.relative_to(campaign.root).as_posix()

    def sealed_by(self, campaign: CampaignFolder, seals: Sequence[Seal]) -> str | None:
        """Name of the first seal that holds it as it is now."""
        path, digest = self.below(campaign), sha256_of(self.path)
        return next((seal.name for seal in seals if seal.entries.get(path) == digest), None)


def record_of(
    manifest: Manifest, files: Sequence[NamedFile], export: NamedFile, form: Form, day: date, to: str | None, by: str
) -> HandedOver:
    """What is to be kept of an export."""
    about = manifest.packet
    return HandedOver(
        packet=about.name,
        title=about.title,
        audience=about.audience,
        as_of=date.fromisoformat(about.as_of),
        day=day,
        to=to,
        form=form,
        export=export,
        with_originals=any(one.name.startswith("originals/") for one in files),
        manifest_sha256=manifest.manifest_sha256,
        page_count=len(manifest.pages),
        files=tuple(files),
        exhibits=tuple(
            HandedExhibit(
                label=one.label,
                sha256=one.files[0].sha256,
                first_page=one.first_page,
                last_page=one.last_page,
                bates=tuple(_ranges(manifest, one)),
            )
            for one in manifest.exhibits
        ),
        by=by,
    )


def keep_record(packet: Path, said: HandedOver) -> tuple[Kept, bool]:
    """Write it into the packet's folder, never over another; and whether it is new.

    The same export to the same person on the same day is kept once; said of nobody, it is kept once for all days.
    """
    for one in records_in(packet):
        same = one.said.export == said.export and not one.altered
        if same and (said.to is None or (one.said.to, one.said.day) == (said.to, said.day)):
            return one, False
    data = written(said)
    path = packet / FOLDER / f"{sha256_of_bytes(data)[:16]}.yaml"
    create(path, data)
    return Kept(path, said, altered=False), True


def written(said: HandedOver) -> bytes:
    """The bytes of a record."""
    return dump_yaml(said.model_dump(mode="json", exclude_none=True)).encode()


def records_in(packet: Path) -> list[Kept]:
    """The records of one packet that can be read, by day."""
    found = [kept for path in _paths(packet) if (kept := _read(path)[0]) is not None]
    return sorted(found, key=lambda one: (one.said.day, one.path.name))


def all_records(campaign: CampaignFolder) -> list[Kept]:
    """The records of all packets of a campaign, those whose plan is gone by now too."""
    packets = sorted(path.parent for path in (campaign.root / "packets").glob(f"*/{FOLDER}"))
    return [one for packet in packets if not packet.name.startswith(".") for one in records_in(packet)]


def which_one(campaign: CampaignFolder, name: str, digest: str) -> tuple[list[Kept], list[Kept]]:
    """The records of what has this manifest's digest; and the others that are of a packet with that name."""
    every = all_records(campaign)
    these = [one for one in every if one.said.manifest_sha256 == digest]
    return these, [one for one in every if one not in these and one.said.packet == name]


def handed_with(campaign: CampaignFolder, original: str, number: str) -> list[tuple[Kept, HandedExhibit]]:
    """What was handed over with the page that bears a Bates number, of the original with that SHA-256."""
    return [
        (kept, exhibit)
        for kept in all_records(campaign)
        for exhibit in kept.said.exhibits
        if exhibit.sha256 == original and exhibit.bears(number)
    ]


def check_records(campaign: CampaignFolder) -> list[Finding]:
    """Every mistake in the records of a campaign."""
    findings: list[Finding] = []
    for folder in sorted((campaign.root / "packets").glob(f"*/{FOLDER}")):
        if folder.parent.name.startswith(".") or not folder.is_dir():
            continue
        for path in _paths(folder.parent):
            kept, found = _read(path)
            findings += found
            if kept is not None and kept.altered:
                message = "the file was changed after it was written: its hash is not the one in its name"
                findings.append(Finding(shown_path(path), 1, 1, f"{message}; restore it from git or a copy"))
    return findings


def _paths(packet: Path) -> list[Path]:
    return sorted(path for path in (packet / FOLDER).glob("*.yaml") if not path.name.startswith("."))


def _read(path: Path) -> tuple[Kept | None, list[Finding]]:
    where = shown_path(path)
    named = NAME.fullmatch(path.name)
    if named is None:
        return None, [Finding(where, 1, 1, "the file name is not that of a record of what was handed over")]
    try:
        document = read_yaml(path)
        declared = document.data.get("format") if isinstance(document.data, dict) else None
        if isinstance(declared, str) and declared.isdigit() and int(declared) > FORMAT:
            return None, [Finding(where, 1, 1, "only a newer frkit reads it: pip install --upgrade frkit", "warning")]
        said, findings = check_model(HandedOver, document, lenient=True)
        digest = sha256_of(path)
    except (FrkitError, OSError) as error:
        return None, [Finding(where, 1, 1, str(getattr(error, "fact", error)))]
    if said is None:
        return None, errors_in(findings)
    return Kept(path, said, altered=digest[:16] != named[1]), list(findings)


def _ranges(manifest: Manifest, exhibit: ExhibitEntry) -> Iterator[str]:
    """The Bates numbers of an exhibit as ranges without gaps."""
    pages = manifest.pages[exhibit.first_page - 1 : exhibit.last_page]
    numbers = [page.bates for page in pages if page.bates]
    for _, run in groupby(enumerate(numbers), key=lambda one: _rank(one[1])[1] - one[0]):
        bates = [number for _, number in run]
        yield bates[0] if len(bates) == 1 else f"{bates[0]} to {bates[-1]}"


def _rank(bates: str) -> tuple[str, int]:
    """Prefix and number of a Bates number."""
    prefix, _, digits = bates.rpartition("-")
    return prefix, int(digits) if digits.isdecimal() else -1
