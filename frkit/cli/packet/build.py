"""``frkit packet build``: the PDF and its manifest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frkit.base.findings import shown_path
from frkit.cli.common import campaign_option, clean, json_option, print_json
from frkit.cli.packet.progress import progress_bar

if TYPE_CHECKING:
    from frkit.packet.building import Built
    from frkit.packet.plan.folder import PacketFolder
    from frkit.tracking.folder import CampaignFolder


@click.command()
@click.argument("name")
@json_option
@campaign_option
def build(name: str, as_json: bool, campaign_dir: str | None) -> None:
    """Make the PDF and its manifest from the plan. The same files give the same bytes on any day."""
    from frkit.packet.plan.folder import find_packet
    from frkit.tracking.folder import CampaignFolder

    built = _built(find_packet(CampaignFolder.find(campaign_dir), name))
    if as_json:
        print_json(
            {
                "pdf": str(built.pdf),
                "manifest": str(built.manifest),
                "pages": built.pages,
                "exhibits": built.exhibits,
                "sha256": built.sha256,
                "manifest_sha256": built.manifest_sha256,
                "volumes": [{"pdf": str(path), "sha256": sha256} for path, sha256 in built.volumes],
                "pages_made": built.count.made,
                "pages_of_files": built.count.shown,
                "files": built.count.files,
                "slip_sheets": built.count.slips,
                "warnings": built.warnings,
            }
        )
        return
    _print_built(built)
    click.echo(f"What it misses: frkit packet check {name}; whether it is unchanged: frkit packet verify {name}")


def build_with_progress(campaign: CampaignFolder, name: str) -> Path:
    """Build a packet with a progress bar and print what came of it. Gives the PDF's path."""
    from frkit.packet.plan.folder import find_packet

    built = _built(find_packet(campaign, name))
    _print_built(built)
    return built.pdf


def _built(folder: PacketFolder) -> Built:
    """Build a packet whose plan has no mistakes, and add to its warnings what is quickly checked."""
    from frkit.packet.building import build as build_packet
    from frkit.packet.plan.built_checks import sizes_of
    from frkit.packet.plan.checking import build_warnings
    from frkit.packet.plan.plan_checks import refuse_faults
    from frkit.packet.verify.manifest import read_manifest

    refuse_faults(folder, folder.load()[0])
    with progress_bar() as progress:
        built = build_packet(folder, progress)
    sizes = sizes_of(folder.build, read_manifest(built.manifest))
    return replace(built, warnings=(*built.warnings, *build_warnings(folder, sizes)))


def _print_built(built: Built) -> None:
    from frkit.pages.wording import plural

    for warning in built.warnings:
        click.echo(f"look at: {clean(warning)}", err=True)
    pages, exhibits = plural(built.pages, "page"), plural(built.exhibits, "exhibit")
    count = built.count
    click.echo(f"{shown_path(built.pdf)}: {pages}, {exhibits}")
    slips = plural(count.slips, "slip sheet")
    click.echo(f"of these {count.shown:,} from {plural(count.files, 'file')}, {slips}, {count.made:,} made by frkit")
    if len(built.volumes) == 1:
        click.echo(f"SHA-256 {built.sha256}")
    for path, sha256 in built.volumes if len(built.volumes) > 1 else ():
        click.echo(f"{path.name} SHA-256 {sha256}")
    click.echo(f"manifest {built.manifest_sha256}")
