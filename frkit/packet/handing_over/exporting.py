"""Hands a built packet over as one ZIP file or BagIt folder, if it is what was built, and keeps what it was."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import cannot_write, create_from, make_folder, name_folder, sha256_of, temporary_beside
from frkit.base.findings import shown_path
from frkit.packet.handing_over.bag import write_bag
from frkit.packet.handing_over.contents import Contents, contents
from frkit.packet.handing_over.handed_over import Form, Kept, NamedFile, keep_record, record_of
from frkit.packet.handing_over.zip_file import Progress, write_zip
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.verify.manifest import NAME, Manifest, read_manifest
from frkit.packet.verify.verifying import verify
from frkit.pages.wording import plural
from frkit.tracking.people import who_writes
from frkit.tracking.privacy import found_in_text


@dataclass(frozen=True)
class Exported:
    """What was handed over: where it lies, what is in it, and what is not."""

    path: Path
    contents: Contents
    manifest: Manifest
    record: Kept
    """What the campaign keeps of it."""
    new: bool
    """Whether that was not kept before."""

    @property
    def size(self) -> int:
        """Bytes of the ZIP file, or of all files in the bag."""
        if self.path.is_file():
            return self.path.stat().st_size
        return sum(one.stat().st_size for one in self.path.rglob("*") if one.is_file())


def export(
    folder: PacketFolder,
    form: Form,
    target: Path | None,
    *,
    with_originals: bool,
    progress: Progress,
    day: date | None = None,
    to: str | None = None,
) -> Exported:
    """Write the packet to one new file or folder, whole or not at all, and raise FrkitError if anything in it differs.

    Without a target it lies in the packet's build folder, named by the digest of its manifest. What was handed over,
    on which ``day`` (today) and ``to`` whom, is kept beside the plan; where this is cut off in between, the same
    export again keeps it.
    """
    _refuse_private(folder, to)
    if not (folder.build / NAME).is_file():
        raise WrongUsage(
            f"The packet '{folder.name}' was not built yet.",
            place=shown_path(folder.path),
            remedy=f"frkit packet build {folder.name}",
        )
    manifest = read_manifest(folder.build / NAME)
    progress(0, 1, "Checking")
    _refuse_faults(folder)
    chosen = contents(folder, manifest, with_originals=with_originals)
    target = target or folder.build / _name(folder, manifest, form, with_originals)
    _refuse_target(folder, target, form)
    if form == "zip":
        create_from(target, lambda out: write_zip(out, folder.name, chosen.files, progress))
    else:
        _write_bag(target, chosen, manifest, progress)
    day = day or folder.campaign.campaign.today or date.today()
    by = who_writes(folder.campaign.root)
    said = record_of(manifest, _named(chosen), _proof_of(target, form), form, day, to, by)
    kept, new = keep_record(folder.path, said)
    return Exported(target, chosen, manifest, kept, new)


def _named(chosen: Contents) -> list[NamedFile]:
    return [NamedFile(name=one.name, sha256=one.sha256, size=one.size) for one in chosen.files]


def _proof_of(target: Path, form: Form) -> NamedFile:
    """The one file whose hash tells an export from any other."""
    path = target if form == "zip" else target / "tagmanifest-sha256.txt"
    return NamedFile(name=path.name, sha256=sha256_of(path), size=path.stat().st_size)


def _refuse_private(folder: PacketFolder, to: str | None) -> None:
    """Raise WrongUsage where the name of whoever gets it would put the requester's own data among tracked files."""
    found = found_in_text(to, folder.campaign.private_values()) if to else []
    if found:
        told = [one.removesuffix(" of requester") for one in found]
        raise WrongUsage(
            f"The requester's {' and '.join(told)} would stand in the campaign, which is tracked by git.",
            remedy="name only who gets the packet: --to 'The Times'",
        )


def _name(folder: PacketFolder, manifest: Manifest, form: Form, with_originals: bool) -> str:
    stem = f"{folder.name}-{manifest.manifest_sha256[:8]}{'-with-originals' if with_originals else ''}"
    return f"{stem}.zip" if form == "zip" else f"{stem}-bag"


def _refuse_faults(folder: PacketFolder) -> None:
    report = verify(folder.build, folder.campaign)
    if report.good:
        return
    more = f" ({plural(len(report.faults), 'difference')} in all)" if len(report.faults) > 1 else ""
    raise FrkitError(
        f"The packet is not what was built, so it is not handed over: {report.faults[0]}{more}",
        place=shown_path(folder.build),
        remedy=f"frkit packet verify {folder.name} tells all; frkit packet build {folder.name} makes it anew",
    )


def _refuse_target(folder: PacketFolder, target: Path, form: Form) -> None:
    """Raise WrongUsage for a place among the campaign's own files, and for one that holds something else."""
    root, place = folder.campaign.root.resolve(), target.resolve()
    if place.is_relative_to(root):
        below = place.relative_to(root).parts
        if not (below[:1] == ("private",) or (below[:1] == ("packets",) and below[2:3] == ("build",))):
            raise WrongUsage(
                "Among the campaign's own files no copy of a packet may lie: git and seals would take it in.",
                place=str(target),
                remedy="name a place outside of the campaign, or leave out -o",
            )
    if target.is_dir() and form == "zip":
        raise WrongUsage("This is a folder.", place=str(target), remedy="name a file in it")
    if form == "bagit" and target.is_file():
        raise WrongUsage("There is a file of that name.", place=str(target), remedy="name a new folder")


def _write_bag(target: Path, chosen: Contents, manifest: Manifest, progress: Progress) -> None:
    """Make the bag beside its place and name it when it is whole; the same bag that is there already is left."""
    making = temporary_beside(target)
    try:
        make_folder(target.parent)
        making.mkdir()
        write_bag(making, chosen.files, manifest, progress)
        if os.path.lexists(target):
            _refuse_another(target, making)
        elif name_folder(making, target.parent, target.name) != target.name:
            raise WrongUsage("Another program took the name meanwhile.", place=str(target), remedy="name a new folder")
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _refuse_another(target: Path, making: Path) -> None:
    """Raise WrongUsage for a folder that holds anything but the very same bag."""
    if _files_in(target) != _files_in(making):
        raise WrongUsage(
            "There is such a folder already.", place=str(target), remedy="name a new one; none is replaced"
        )


def _files_in(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash."""
    return {one.relative_to(folder).as_posix(): sha256_of(one) for one in folder.rglob("*") if one.is_file()}
