"""``frkit packet check``: what a packet misses before it goes out, each with its rule and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import ExitCode
from frkit.cli.common import campaign_option, console, json_option, print_json, say
from frkit.cli.reading_bar import reading_bar

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.packet.handing_over.handed_over import Kept
    from frkit.packet.plan.checking import Checked
    from frkit.packet.plan.folder import PacketFolder
    from frkit.packet.plan.misses import Miss

_OF_THE_PLAN = ("plan", "twice", "date")
"""Checks whose answer is a line to mend."""
_SHOWN = 100
"""Things that a terminal shows; --json has all."""


@click.command()
@click.argument("name")
@campaign_option
@json_option
def check(name: str, campaign_dir: str | None, as_json: bool) -> None:
    """Say what a packet misses, before it is built and after: documents, pages, dates, data that must not be shown, and
    what its profile asks.

    A fault must be mended (exit code 1); the rest is for a person to look at.
    """
    from frkit.packet.plan.checking import check as check_packet
    from frkit.packet.plan.folder import find_packet
    from frkit.tracking.folder import CampaignFolder

    folder = find_packet(CampaignFolder.find(campaign_dir), name)
    with reading_bar("Reading") as progress:
        found = check_packet(folder, progress)
    if as_json:
        print_json(_as_data(name, folder, found))
    else:
        _print(console(), name, folder, found)
    if found.faults:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _print(out: Console, name: str, folder: PacketFolder, found: Checked) -> None:
    from frkit.pages.wording import plural

    for miss in found.misses[:_SHOWN]:
        _print_miss(out, folder, miss)
    if len(found.misses) > _SHOWN:
        out.print(f"and {len(found.misses) - _SHOWN:,} more: --json names all")
    if found.misses:
        out.print()
    looks = len(found.misses) - found.faults
    counted = f"{plural(found.faults, 'fault')}, {plural(looks, 'thing')} to look at"
    say(out, f"{name}: {counted}. Profile {found.profile.id}: {found.profile.title}.", style="bold", hang=2)
    for line in [*_told(name, found), *_handed_over(folder)]:
        say(out, line, indent=2, hang=2)


def _print_miss(out: Console, folder: PacketFolder, miss: Miss) -> None:
    in_plan = miss.key and (miss.check in _OF_THE_PLAN or not miss.exhibit)
    where = ", ".join(filter(None, (_where(miss), folder.place_of(miss.key) if in_plan else "")))
    label = "fault" if miss.severity == "fault" else "look at"
    say(out, f"{label}: {where}", style="bold red" if miss.severity == "fault" else "bold", hang=4)
    say(out, miss.fact, indent=4)
    if miss.rule is not None:
        say(out, f"rule: {miss.rule.citation}", indent=4, hang=2)
    say(out, f"to do: {miss.remedy}", indent=4, hang=2)


def _where(miss: Miss) -> str:
    """The exhibit with its file and pages, or the pages of the packet; empty where it is about the whole."""
    from frkit.packet.plan.misses import runs

    pages = f", page{'s' * (len(miss.pages) > 1)} {runs(miss.pages)}" if miss.pages else ""
    if not miss.exhibit:
        return miss.file or pages.removeprefix(", ")
    return f"Exhibit {miss.exhibit}{f', {miss.file}' if miss.file else ''}{pages}"


def _told(name: str, found: Checked) -> list[str]:
    """How large it is, and whether the PDFs themselves were looked at."""
    from frkit.packet.plan.size_checks import MEGABYTE

    total = sum(one.bytes for one in found.sizes) / MEGABYTE
    if found.state == "built":
        count = len(found.sizes)
        return [
            f"Built: {f'{count} volumes, ' if count > 1 else ''}{total:,.1f} MB; the PDF itself was looked at, too."
        ]
    why = "It was not built yet" if found.state == "not built" else "Something has changed since it was built"
    return [
        f"{why}: its size, about {total:,.1f} MB, is told from its exhibits.",
        f"Once it is built (frkit packet build {name}), run this again: the PDF itself is looked at then.",
    ]


def _handed_over(folder: PacketFolder) -> list[str]:
    """When what is built was handed over, or that what was handed over is another."""
    kept, digest = _records(folder)
    if not kept:
        return []
    last = kept[-1].said
    told = f"{last.told[0].upper()}{last.told[1:]}"
    if last.manifest_sha256 == digest:
        return [f"{told}; what is built is that packet."]
    return [f"{told}; what is built now is another." if digest else f"{told}; nothing is built now."]


def _records(folder: PacketFolder) -> tuple[list[Kept], str]:
    """What was handed over of this packet, and the digest of the manifest that is built; empty if there is none."""
    from frkit.packet.handing_over.handed_over import records_in

    kept = records_in(folder.path)
    if not kept or not (folder.build / "manifest.json").is_file():
        return kept, ""
    from frkit.packet.verify.manifest import digest_in

    try:
        return kept, digest_in(folder.build / "manifest.json")
    except (ValueError, OSError, AttributeError):
        return kept, ""


def _as_data(name: str, folder: PacketFolder, found: Checked) -> dict[str, Any]:
    return {
        "packet": name,
        "plan": str(folder.plan),
        "profile": found.profile.id,
        "good": not found.faults,
        "faults": found.faults,
        "state": found.state.replace(" ", "_"),
        "files": [{"file": one.file or None, "bytes": one.bytes, "pages": one.pages or None} for one in found.sizes],
        "handed_over": [
            {
                "day": one.said.day.isoformat(),
                "to": one.said.to,
                "form": one.said.form,
                "record": str(one.path),
                "is_built": one.said.manifest_sha256 == _records(folder)[1],
            }
            for one in _records(folder)[0]
        ],
        "misses": [_miss_as_data(folder, miss) for miss in found.misses],
    }


def _miss_as_data(folder: PacketFolder, miss: Miss) -> dict[str, Any]:
    return {
        "check": miss.check,
        "severity": miss.severity,
        "exhibit": miss.exhibit or None,
        "file": miss.file or None,
        "pages": list(miss.pages),
        "place": folder.place_of(miss.key) if miss.key else None,
        "fact": miss.fact,
        "remedy": miss.remedy,
        "stops_a_build": miss.stops,
        "rule": miss.rule.id if miss.rule is not None else None,
        "citation": miss.rule.citation if miss.rule is not None else None,
        "source": miss.rule.source.url if miss.rule is not None else None,
    }
