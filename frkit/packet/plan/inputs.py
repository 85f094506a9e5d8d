"""One hash over every campaign file that a packet was made from: equal files, equal hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.files import sha256_of, sha256_of_bytes
from frkit.base.findings import shown_path
from frkit.evidence.conversion.one_file import kept_below
from frkit.packet.plan.dossiers import Dossier, load_dossier
from frkit.packet.plan.folder import PacketFolder
from frkit.packet.plan.types import Packet

_UNTOLD = {"note", "call"}
_READINGS = {".yaml", ".tsv"}


def dossiers_of(folder: PacketFolder, packet: Packet) -> dict[str, Dossier]:
    """The requests of the plan, in its order, and after them any that only an exhibit names."""
    known = folder.campaign.request_ids()
    wanted = dict.fromkeys([*packet.requests, *(exhibit.request for exhibit in packet.exhibits)])
    for request_id in wanted:
        if request_id not in known:
            raise FrkitError(
                f"The plan names the request {request_id!r}, which the campaign does not have.",
                place=shown_path(folder.plan),
                remedy="write the request's whole folder name; frkit request list shows the names",
            )
    return {one: load_dossier(folder.campaign, one, packet.audience, packet.as_of) for one in wanted}


def inputs_hash(folder: PacketFolder, dossiers: Iterable[Dossier]) -> str:
    """The SHA-256 over the lines ``<sha256>  <path>`` of all files used, sorted by path.

    Notes and calls that the audience does not see are not among them: to add one does not change the packet. What OCR
    read of the documents is, since its words lie under their pages; and so are the campaign's own templates.
    """
    root = folder.campaign.root
    paths = {folder.plan, root / "campaign.yaml", *_below(root / "templates")}
    for dossier in dossiers:
        paths.update(_of_request(dossier))
        paths.update(_read_by_ocr(dossier))
    lines = sorted((path.relative_to(root).as_posix(), path) for path in paths if path.is_file())
    return sha256_of_bytes("".join(f"{sha256_of(path)}  {name}\n" for name, path in lines).encode())


def _of_request(dossier: Dossier) -> Iterator[Path]:
    folder = dossier.file.folder
    yield folder / "request.yaml"
    if dossier.file.law_frozen:
        yield folder / dossier.file.law_frozen
    seen = {event_id for event_id, _ in dossier.events}
    for event_id, event in dossier.file.events:
        if event_id in seen or event.kind not in _UNTOLD:
            yield folder / "events" / f"{event_id}.yaml"
    for document in dossier.documents:
        yield dossier.original(document)


def _read_by_ocr(dossier: Dossier) -> Iterator[Path]:
    """The readings of the request's documents and of files within them, each record with its table of words."""
    shown = {one.sha256 for one in dossier.documents}
    named = {one.sha256 for event_id, event in dossier.file.events for one in dossier.named_by(event_id, event)}
    originals = [dossier.original(one) for one in dossier.documents]
    folders = {kept_below(one, dossier.folder.root, dossier.file.folder) for one in originals}
    for folder in folders:
        for path in folder.glob("*/ocr-*"):
            if path.suffix in _READINGS and path.parent.name not in named - shown:
                yield path


def _below(folder: Path) -> Iterator[Path]:
    """Every file of a folder, but those that a system hides."""
    for path in folder.rglob("*") if folder.is_dir() else ():
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path
