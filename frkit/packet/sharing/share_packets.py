"""Plans of packets and Bates numbers in a copy for others: they name what the copy holds, under its new names."""

from __future__ import annotations

from typing import Any

from frkit.base.errors import FrkitError
from frkit.base.files import create, sha256_of_bytes
from frkit.base.models import check_model
from frkit.base.yaml_places import dump_yaml, read_yaml
from frkit.exchange.share_history import SEES
from frkit.exchange.share_words import Words
from frkit.exchange.sharing import Shared, Wanted
from frkit.packet.handing_over.handed_over import keep_record, records_in
from frkit.packet.numbers.registry import NAME, NumberFile
from frkit.packet.plan.folder import OF_WINDOWS, PacketFolder, packet_names
from frkit.packet.plan.profiles import profile_names
from frkit.packet.plan.types import Exhibit, Wording
from frkit.tracking.folder import CampaignFolder, broken


def share_packets(folder: CampaignFolder, target: CampaignFolder, words: Words, wanted: Wanted, told: Shared) -> None:
    """Write the plans that the audience may have; an exhibit of which the copy knows nothing is taken out."""
    for name in packet_names(folder):
        packet, _ = PacketFolder(folder, name).load()
        if packet.audience not in SEES[wanted.audience]:
            told.packets_left_out += 1
            continue
        update: dict[str, Any] = {
            "title": words.text(packet.title),
            "matter": words.text(packet.matter) if packet.matter else None,
            "court": words.text(packet.court) if packet.court else None,
            "legend": words.text(packet.legend)[:60] if packet.legend else None,
            "wording": {part: _worded(own, words) for part, own in packet.wording.items()},
            "profile": packet.profile if packet.profile in profile_names(None) else "plain",
            "requests": tuple(told.requests_named.get(one, one) for one in packet.requests),
            "exhibits": tuple(_exhibits(packet.exhibits, words, told)),
        }
        shown = f"packet-{told.packets + 1}" if words.names_somebody(name) or OF_WINDOWS.fullmatch(name) else name
        PacketFolder(target, shown).write(packet.model_copy(update=update))
        _share_records(PacketFolder(folder, name), PacketFolder(target, shown), words, wanted)
        told.packets += 1


def _share_records(own: PacketFolder, copy: PacketFolder, words: Words, wanted: Wanted) -> None:
    """Write what was handed over of a packet: which, and when; to whom, by whom, which originals: left out."""
    for kept in records_in(own.path):
        said = kept.said
        if kept.altered or said.audience not in SEES[wanted.audience]:
            continue
        bare = said.model_copy(
            update={
                "packet": copy.name,
                "title": words.text(said.title),
                "to": None,
                "by": None,
                "export": said.export.model_copy(update={"name": said.export.name.replace(own.name, copy.name)}),
                "files": tuple(
                    one.model_copy(update={"name": one.name.replace(own.name, copy.name)})
                    for one in said.files
                    if "/" not in one.name
                ),
                "exhibits": (),
            }
        )
        keep_record(copy.path, bare)


def share_numbers(folder: CampaignFolder, target: CampaignFolder, told: Shared) -> None:
    """Write the registry of numbers: every page keeps its number; a letter whose text changed has another hash."""
    for path in sorted((folder.root / "numbers").glob("*/*.yaml")):
        if path.is_symlink() or path.parent.is_symlink() or NAME.fullmatch(path.name) is None:
            raise FrkitError("This is no file of Bates numbers.", place=str(path), remedy="frkit check says more")
        record, findings = check_model(NumberFile, read_yaml(path), lenient=True)
        if record is None:
            raise broken(findings)
        data = path.read_bytes()
        if any(one.sha256 in told.hashes and told.hashes[one.sha256] != one.sha256 for one in record.pages):
            pages = [one.model_copy(update={"sha256": told.hashes.get(one.sha256, one.sha256)}) for one in record.pages]
            fresh = record.model_copy(update={"pages": tuple(pages)}).model_dump(mode="json", exclude_none=True)
            data = dump_yaml(fresh).encode()
        stem = path.name.rpartition("-")[0]
        name = f"{stem}-{sha256_of_bytes(data)[:8]}.yaml"
        create(target.root / "numbers" / path.parent.name / name, data)


def _worded(own: Wording, words: Words) -> Wording:
    return Wording(
        title=words.text(own.title)[:120] if own.title else None, lead=words.text(own.lead) if own.lead else own.lead
    )


def _exhibits(exhibits: tuple[Exhibit, ...], words: Words, told: Shared) -> list[Exhibit]:
    made = []
    for one in exhibits:
        path = told.paths.get((one.request, one.path))
        history = told.histories.get(one.request)
        if path is None or history is None or one.event in history.gone:
            continue
        update: dict[str, Any] = {
            "title": words.text(one.title),
            "legend": words.text(one.legend)[:60] if one.legend else None,
            "request": told.requests_named[one.request],
            "letter" if one.letter else "file": path,
            "event": history.ids.get(one.event or ""),
        }
        if one.sha256 is not None:
            update["sha256"] = told.hashes.get(one.sha256, one.sha256)
        made.append(one.model_copy(update=update))
    return made
