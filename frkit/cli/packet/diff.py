"""``frkit packet diff``: what moved, came, went or changed between two builds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.packet.verify.manifest import Manifest
    from frkit.packet.where.differing import Difference, Run

_MOST = 40
_WORDS = {
    "removed": "Removed",
    "added": "Added",
    "moved": "Moved",
    "renumbered": "OTHER BATES NUMBER",
    "redrawn": "Drawn otherwise",
}


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@campaign_option
@json_option
def diff(old: str, new: str, campaign_dir: str | None, as_json: bool) -> None:
    """What moved, came, went or changed between two builds of a packet, or two packets.

    OLD and NEW are names of packets, folders that hold a manifest.json, or such files. Only the manifests are read:
    keep the folder of what you handed out, and compare it with what you built since.

    \b
    frkit packet diff ~/handed-out/council council
    """
    from frkit.packet.where.differing import difference

    found = difference(_manifest(old, campaign_dir), _manifest(new, campaign_dir))
    if as_json:
        print_json(_data(found))
    else:
        _print(console(), found)


def _manifest(typed: str, campaign_dir: str | None) -> Manifest:
    """The manifest that was named; raises WrongUsage where there is none."""
    from frkit.packet.verify.manifest import read_manifest
    from frkit.packet.verify.verifying import packet_folder
    from frkit.packet.where.built import find_built
    from frkit.tracking.folder import CampaignFolder

    path = Path(typed)
    if path.is_file() and path.suffix == ".json":
        return read_manifest(path)
    if any(sign in typed for sign in "/\\.~") or (path / "manifest.json").is_file():
        return read_manifest(packet_folder(path.expanduser()) / "manifest.json")
    return find_built(CampaignFolder.find(campaign_dir), typed).manifest


def _print(out: Console, found: Difference) -> None:
    from frkit.pages.wording import plural

    if not found.any:
        say(out, f"No difference: {plural(found.same, 'page')} of exhibits are where they were, as they were.")
        return
    _print_fields(out, "Packet", [(one.name, one.old, one.new) for one in found.packet])
    _print_fields(out, "Parts", [(one.name, one.old, one.new) for one in found.parts])
    if found.exhibits:
        out.print("Exhibits", style="bold")
        for change in found.exhibits:
            say(out, _exhibit_words(change.old, change.new), indent=2, hang=2)
    if found.runs:
        out.print("Pages", style="bold")
        for run in found.runs[:_MOST]:
            say(out, _run_words(run), indent=2, hang=4, style="bold red" if run.change == "renumbered" else None)
        if len(found.runs) > _MOST:
            say(out, f"and {len(found.runs) - _MOST:,} more ranges: --json gives all", indent=2)
    say(out, f"{plural(found.same, 'page')} of exhibits stayed as they were.")
    if not found.comparable:
        say(out, "What the pages show was not compared: the two were hashed in different ways.")


def _print_fields(out: Console, title: str, rows: list[tuple[str, str, str]]) -> None:
    if rows:
        out.print(title, style="bold")
        for name, old, new in rows:
            say(out, f"{name}: {old or '(none)'} -> {new or '(none)'}", indent=2, hang=4)


def _exhibit_words(old: tuple[str, str] | None, new: tuple[str, str] | None) -> str:
    if old is None:
        return f"Added: Exhibit {new[0]} ({new[1]})" if new else ""
    if new is None:
        return f"Removed: Exhibit {old[0]} ({old[1]})"
    if old[0] == new[0]:
        return f"Exhibit {new[0]}: called {old[1]!r} before, {new[1]!r} now"
    title = new[1] if old[1] == new[1] else f"{new[1]}; before: {old[1]}"
    return f"Exhibit {old[0]} is now Exhibit {new[0]} ({title})"


def _run_words(run: Run) -> str:
    one = run.exhibits[0] == run.exhibits[1]
    about = f"Exhibit {run.exhibits[0]}" if one else f"Exhibits {run.exhibits[0]} to {run.exhibits[1]}"
    about += f", {clean(run.names[0])}" if one and run.names[0] == run.names[1] else ""
    if run.change == "moved":
        return f"{_WORDS[run.change]}: {_pages(run.old)} to {_numbers(run.new)} ({_bates(run.new_bates)}; {about})"
    if run.change == "renumbered":
        now = f"{_bates(run.new_bates) or 'none'} on {_pages(run.new)}"
        return f"{_WORDS[run.change]}: {_bates(run.old_bates) or 'none'} was given once, now {now} ({about})"
    where = run.new or run.old
    return f"{_WORDS[run.change]}: {_pages(where)} ({_bates(run.new_bates or run.old_bates)}; {about})"


def _pages(span: tuple[int, int] | None) -> str:
    first, last = span or (0, 0)
    return f"page {first}" if first == last else f"pages {first}-{last}"


def _numbers(span: tuple[int, int] | None) -> str:
    return _pages(span).partition(" ")[2]


def _bates(span: tuple[str, str] | None) -> str:
    first, last = span or ("", "")
    return first if first == last else f"{first} to {last}"


def _data(found: Difference) -> dict[str, Any]:
    return {
        "same": found.same,
        "contents_compared": found.comparable,
        "packet": [vars(one) for one in found.packet],
        "parts": [vars(one) for one in found.parts],
        "exhibits": [
            {
                "sha256": one.original,
                "old_label": one.old[0] if one.old else None,
                "old_title": one.old[1] if one.old else None,
                "new_label": one.new[0] if one.new else None,
                "new_title": one.new[1] if one.new else None,
            }
            for one in found.exhibits
        ],
        "pages": [
            {
                "change": one.change,
                "first_exhibit": one.exhibits[0],
                "last_exhibit": one.exhibits[1],
                "first_name": one.names[0],
                "last_name": one.names[1],
                "count": one.count,
                "old_pages": list(one.old) if one.old else None,
                "new_pages": list(one.new) if one.new else None,
                "old_bates": list(one.old_bates) if one.old_bates else None,
                "new_bates": list(one.new_bates) if one.new_bates else None,
            }
            for one in found.runs
        ],
    }
