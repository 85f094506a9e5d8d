"""How the outcome of ``frkit verify`` is told, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from frkit.cli.common import clean, console, say

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.proof.seal_verification import CampaignReport, SealReport
    from frkit.proof.timestamps import Stamp

MOST = 20
"""Files listed one by one; the rest is counted, unless one seal was asked for."""
_TRUST = {
    "given": "vouched for by {root}, which you named",
    "web": "vouched for by {root}, which web browsers trust",
    "kept": "signed under {root}, which was kept with it and which nobody here vouches for: name the root with --ca",
    "none": "which could not be checked: the root of its signer is not here, name it with --ca",
}


def stamp_words(stamp: Stamp) -> str:
    """One stamp in a sentence: when, by whom, and how far that can be relied on."""
    if stamp.fault:
        return f"BAD STAMP {stamp.file}: {stamp.fault}"
    when = (stamp.time or "").replace("T", " ").removesuffix("Z")
    return f"stamped {when} UTC by {stamp.server}, {_TRUST[stamp.trust].format(root=stamp.root)}"


def print_report(report: CampaignReport, *, everything: bool) -> None:
    """The report: each seal with what became of its files, then the originals, then one line that sums it up."""
    out = console()
    for one in report.seals:
        _print_seal(out, one, list_added=everything or one.seal.name in report.newest, everything=everything)
    _print_originals(out, report, everything)
    out.print()
    if report.good:
        say(out, _good(report), style="bold")
    else:
        say(out, "Not good: something changed or vanished that nothing explains.", style="bold red")
        say(out, "Compare with a copy, with git or with a colleague before anything else is logged. If you edited a "
            "plan, a draft or a setting yourself, seal again: frkit seal")  # fmt: skip


def report_as_data(report: CampaignReport) -> dict[str, Any]:
    """The report with stable keys; see docs/json.md."""
    found = report.originals
    return {
        "good": report.good,
        "seals": [_seal_as_data(one) for one in report.seals],
        "newest": [f"seals/{name}.sha256" for name in report.newest],
        "not_readable": [*report.odd, *found.unreadable],
        "events": found.events,
        "events_changed": found.events_changed,
        "originals": found.checked,
        "originals_changed": found.changed,
        "originals_missing": found.missing,
        "private_missing": found.private_missing,
        "forgotten": [{"sha256": digest, "reason": why} for digest, why in sorted(found.forgotten.items())],
        "forgotten_but_here": found.still_here,
    }


def _seal_as_data(one: SealReport) -> dict[str, Any]:
    return {
        "seal": one.seal.file,
        "sha256": one.seal.sha256,
        "date": one.seal.day,
        "good": one.good,
        "files": len(one.seal.entries),
        "unchanged": one.unchanged,
        "changed": one.changed,
        "vanished": one.vanished,
        "edited": one.edited,
        "forgotten": one.forgotten,
        "added": one.added,
        "faults": one.faults,
        "parents": one.seal.parents,
        "stamps": [vars(stamp) for stamp in one.stamps],
    }


def _print_seal(out: Console, one: SealReport, *, list_added: bool, everything: bool) -> None:
    count = len(one.seal.entries)
    out.print(clean(f"{one.seal.file}: {one.unchanged:,} of {count:,} files unchanged"), style="bold", soft_wrap=True)
    for fault in one.faults:
        say(out, f"BROKEN SEAL: {fault}", indent=2, hang=2, style="red")
    for stamp in one.stamps:
        say(out, stamp_words(stamp), indent=2, hang=2, style="red" if stamp.fault else None)
    if not one.stamps:
        out.print("  no time stamp: the day in its name proves nothing by itself")
    _list(out, "changed", one.changed, everything, style="red")
    _list(out, "vanished", one.vanished, everything, style="red")
    _list(out, "forgotten on demand", one.forgotten, everything)
    _list(out, "edited, and sealed so later", one.edited, everything)
    if list_added:
        _list(out, "added since", one.added, everything)
    elif one.added:
        out.print(f"  added since: {len(one.added):,}")


def _print_originals(out: Console, report: CampaignReport, everything: bool) -> None:
    found = report.originals
    out.print(f"Events: {found.events:,}; files compared with the hashes in them: {found.checked:,}", style="bold")
    _list(out, "events changed after they were written", found.events_changed, everything, style="red")
    _list(out, "originals that are not what came", found.changed, everything, style="red")
    _list(out, "originals that are missing", found.missing, everything, style="red")
    _list(out, "forgotten, and here all the same (frkit forget SHA256 again)", found.still_here, everything, "red")
    _list(out, "cannot be read or sealed", [*report.odd, *found.unreadable], everything, style="red")
    _list(out, "private files that are not on this computer", found.private_missing, everything)


def _list(out: Console, what: str, paths: Sequence[str], everything: bool, style: str | None = None) -> None:
    if not paths:
        return
    out.print(f"  {what}: {len(paths):,}", style=style)
    shown = paths if everything else paths[:MOST]
    for path in shown:
        out.print(f"    {clean(path)}", soft_wrap=True)
    if len(paths) > len(shown):
        out.print(f"    ... and {len(paths) - len(shown):,} more; --json, or frkit verify SEAL, lists all")


def _good(report: CampaignReport) -> str:
    if not report.seals:
        return "Good: the originals are what came. There is no seal yet: frkit seal"
    seals = "the seal" if len(report.seals) == 1 else f"all {len(report.seals)} seals"
    return f"Good: {seals} hold{'s' * (len(report.seals) == 1)}, and the originals are what came."
