"""``frkit forget``: remove a document's bytes on a court's or a person's demand; its hash and the reason remain."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import shown_path
from frkit.cli.common import DAY, campaign_option, clean, console, json_option, print_json, say

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.proof.forgetting import Plan
    from frkit.tracking.folder import CampaignFolder


@click.command()
@click.argument("target", metavar="FILE")
@click.option("--reason", help="Who wants it gone and why. It stays for ever: leave out what must not be known.")
@click.option("--date", "day", type=DAY, help="The day on which it was done (default: today).")
@click.option(
    "--audience",
    type=click.Choice(["packet", "team", "counsel"]),
    default="team",
    show_default=True,
    help="Who may read the reason; 'packet' prints it on the slip sheet that takes the file's place.",
)
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@campaign_option
@json_option
def forget(
    target: str,
    reason: str | None,
    day: date | None,
    audience: Any,
    yes: bool,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Remove every copy of FILE from the campaign, and its conversions, on a court's or a person's demand.

    FILE is a path, or the first eight digits of its SHA-256. What remains are the hash, the size and the reason, in an
    event that is written before anything is removed. Packets then show a slip sheet in its place.
    """
    from frkit.evidence.contents.hashes import hashes_inside
    from frkit.evidence.opening.passwords import passwords_of
    from frkit.proof.forgetting import carry_out, plan_forgetting
    from frkit.tracking.folder import CampaignFolder
    from frkit.tracking.people import who_writes

    folder = CampaignFolder.find(campaign_dir)
    passwords = tuple(dict.fromkeys(passwords_of(folder.root).values()))
    plan = plan_forgetting(folder, target, Path.cwd(), partial(hashes_inside, passwords=passwords))
    said = (reason or "").strip() or plan.reason
    if said is None or (plan.to_log and not said):
        remedy = "say who wants it gone and why, in a few words; nothing was removed"
        raise WrongUsage("The reason is missing.", place="--reason", remedy=remedy)
    packets, unread = _packets_that_show(folder, plan)
    if not as_json:
        _preview(folder, plan, said)
        _cannot_reach(folder, plan, packets, unread)
    if plan.files or plan.folders or plan.to_log:
        _ask(yes)
    else:
        click.echo("It was forgotten before, and no copy is left here.", err=as_json)
    when = day or folder.campaign.today or date.today()
    logged = carry_out(folder, plan, said, when, who_writes(folder.root), audience)
    if as_json:
        print_json({**_as_data(folder, plan, said, packets, logged), "packets_not_readable": unread})
        return
    for event_id in logged:
        click.echo(f"Logged {event_id}")
    removed = len(plan.files) + len(plan.folders)
    click.echo(f"Removed {removed} cop{'y' if removed == 1 else 'ies'} and conversions.")


def _ask(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        remedy = "nothing was removed; look at what is listed above, then add --yes"
        raise WrongUsage("Nobody can be asked here whether to remove it.", place="--yes", remedy=remedy)
    if not click.confirm("This cannot be undone. Remove it"):
        raise click.Abort


def _preview(folder: CampaignFolder, plan: Plan, reason: str) -> None:
    out = console()
    size = f", {plan.size:,} bytes" if plan.size is not None else ""
    out.print(f"To forget: sha256 {plan.sha256}", style="bold", soft_wrap=True)
    say(out, f"Reason{size and ' (kept with hash and size' + size + ')'}: {reason}", indent=2, hang=2)
    _list(out, "Copies to be removed", plan.files)
    _list(out, "Conversions to be removed", [f"{path}/" for path in plan.folders])
    _list(out, "Requests whose log will say so", plan.to_log)
    _list(out, "Could not be read, and may be copies: look yourself", plan.unread)


def _cannot_reach(folder: CampaignFolder, plan: Plan, packets: list[str], unread: list[str]) -> None:
    from frkit.proof.forgetting import git_paths

    out = console()
    out.print("What this cannot reach:", style="bold")
    _list(out, "Files that hold these bytes inside, such as mails and archives; forget them too", plan.carried_by)
    _list(out, "Files that were attached to it and were also taken in on their own", plan.parts_kept)
    _list(out, "The other text of the same letter", plan.twins)
    _list(out, "Built packets that show it; build them again: frkit packet build NAME", packets)
    _list(out, "Built packets whose manifest cannot be read; look yourself", unread)
    paths = git_paths(folder.root, plan)
    if paths:
        say(out, "Git keeps every version. To take it out of the history; everybody then clones anew:", indent=2)
        out.print("    git filter-repo --invert-paths " + " ".join(f"--path {shlex.quote(one)}" for one in paths),
                  soft_wrap=True)  # fmt: skip
        say(out, "Then push with force, and ask the host to drop what it has cached.", indent=2)
    say(out, "Other people's clones and copies; each of them runs the same command. Backups. Letters and packets that "
        "left the house. The disk itself, where deleted bytes can often be recovered until they are overwritten.",
        indent=2)  # fmt: skip
    say(out, "Seals and events: they hold its hash and its file name, not its bytes. Where the name itself must go, "
        "it stands in:", indent=2)  # fmt: skip
    for path in plan.events:
        out.print(f"    {clean(path)}", soft_wrap=True)
    say(out, "Log anew what such an event says, without the file; then delete it and take it out of git's history as "
        "above. Seals will say that it vanished: keep a note of why.", indent=4)  # fmt: skip


def _list(out: Console, what: str, paths: list[str]) -> None:
    if paths:
        say(out, f"{what}:", indent=2, hang=2)
    for path in paths:
        out.print(f"    {clean(path)}", soft_wrap=True)


def _packets_that_show(folder: CampaignFolder, plan: Plan) -> tuple[list[str], list[str]]:
    """The built packets with a page of the document, or of what is attached to it; and those that cannot be read."""
    from frkit.packet.verify.manifest import read_manifest

    gone = {plan.sha256, *plan.parts}
    found: list[str] = []
    unread: list[str] = []
    for path in sorted((folder.root / "packets").glob("*/build/manifest.json")):
        name = path.parts[-3]
        try:
            exhibits = read_manifest(path).exhibits
        except FrkitError:
            unread.append(name)
            continue
        if any(file.sha256 in gone and not file.slip_sheet for exhibit in exhibits for file in exhibit.files):
            found.append(name)
    return found, unread


def _as_data(folder: CampaignFolder, plan: Plan, reason: str, packets: list[str], logged: list[str]) -> dict[str, Any]:
    from frkit.proof.forgetting import git_paths

    return {
        "sha256": plan.sha256,
        "size": plan.size,
        "reason": reason,
        "campaign": shown_path(folder.root),
        "requests": plan.requests,
        "events": logged,
        "removed": plan.files,
        "conversions_removed": plan.folders,
        "named_in": plan.events,
        "attached_in": plan.carried_by,
        "attachments_kept": plan.parts_kept,
        "other_text": plan.twins,
        "packets": packets,
        "not_readable": plan.unread,
        "git_paths": git_paths(folder.root, plan),
    }
