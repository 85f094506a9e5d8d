"""``frkit packet export``: a built packet as one ZIP file or BagIt folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from frkit.base.findings import shown_path
from frkit.cli.common import DAY, campaign_option, clean, json_option, print_json

if TYPE_CHECKING:
    from frkit.packet.handing_over.exporting import Exported


@click.command()
@click.argument("name")
@click.argument("form", type=click.Choice(["zip", "bagit"]))
@click.option("--with-originals", is_flag=True, help="Put the originals in, but for those that show who you are.")
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path), help="Where to write (default: its build folder)."
)
@click.option("--to", metavar="WHO", help="To whom it is handed over; kept in the campaign, which git tracks.")
@click.option("--date", "day", type=DAY, help="When it is handed over (default: today).")
@json_option
@campaign_option
def export(
    name: str,
    form: Literal["zip", "bagit"],
    with_originals: bool,
    target: Path | None,
    to: str | None,
    day: date | None,
    as_json: bool,
    campaign_dir: str | None,
) -> None:
    """Make one file, or one folder for an archive, out of a built packet: to hand over, to file, to keep.

    \b
    zip     a ZIP file; the same packet gives the same bytes
    bagit   a folder in the form of BagIt 1.0 (RFC 8493), as archives take it

    The packet is verified first, and nothing is written if anything in it differs. Nothing of private/ and no
    password ever goes in. Whoever gets it can check it with verify.py, which is in it. What was handed over is kept
    in packets/NAME/handed-over, so that 'frkit seal' covers it.
    """
    from frkit.cli.packet.progress import progress_bar
    from frkit.packet.handing_over.exporting import export as export_packet
    from frkit.packet.plan.folder import find_packet
    from frkit.tracking.folder import CampaignFolder

    folder = find_packet(CampaignFolder.find(campaign_dir), name)
    with progress_bar() as progress:
        made = export_packet(
            folder, form, target, with_originals=with_originals, progress=progress, day=day, to=_who(to)
        )
    if as_json:
        print_json(
            {
                "path": str(made.path),
                "form": form,
                "files": [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in made.contents.files],
                "size": made.size,
                "left_out": made.contents.left_out,
                "look_at": made.contents.look_at,
                "manifest_sha256": made.manifest.manifest_sha256,
                "export_sha256": made.record.said.export.sha256,
                "record": str(made.record.path),
                "new_record": made.new,
            }
        )
        return
    _print(made)


def _who(to: str | None) -> str | None:
    """Who gets it, on one line; None where nobody is named."""
    return " ".join(clean(to).split())[:200] or None if to else None


def _print(made: Exported) -> None:
    from frkit.packet.verify.beside import ORIGINALS
    from frkit.pages.wording import plural

    for line in made.contents.look_at:
        click.echo(f"look at: {clean(line)}", err=True)
    originals = sum(one.name.startswith(f"{ORIGINALS}/") for one in made.contents.files)
    click.echo(clean(shown_path(made.path)))
    click.echo(f"{made.size:,} bytes; the packet in it is what was built:")
    for one in made.contents.files:
        if not one.name.startswith(f"{ORIGINALS}/"):
            click.echo(f"  {one.name:<16}{one.size:>14,} bytes")
    if originals:
        click.echo(f"  {ORIGINALS + '/':<16}{plural(originals, 'original')}")
    if made.contents.left_out:
        click.echo("Not in it:")
        for line in made.contents.left_out:
            click.echo(f"  {clean(line)}")
    click.echo("Tell whoever gets it this digest in another way, such as on the telephone:")
    click.echo(f"manifest {made.manifest.manifest_sha256}")
    said = made.record.said
    known = "Kept" if made.new else "Kept before"
    click.echo(f"{known}: {clean(said.told)}, in")
    click.echo(f"  {clean(shown_path(made.record.path))}")
    click.echo("Seal it, so that it can be shown later what was handed over: frkit seal")
    if said.to is None:
        click.echo("To note who gets it, run this again with --to.")
