"""``frkit packet gaps``: what seems to be missing: in the agencies' own numbers, and in those of a packet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.packet.numbers.agency_numbers import Found, Series, Short, Stamped
    from frkit.packet.numbers.registry import Registry
    from frkit.packet.where.absent import Absent
    from frkit.packet.where.passport import Records

_MOST_RUNS = 12


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@campaign_option
@json_option
def gaps(name: str | None, campaign_dir: str | None, as_json: bool) -> None:
    """What seems to be missing in what came, by the numbers that the agencies print on their pages: pages of a
    production that were left out, files that say they have more pages than they have.

    These are candidates with reasons, not findings: look at the pages before you write of them.

    With NAME also the Bates numbers that are on no page of that packet, and why.
    """
    from frkit.cli.reading_bar import reading_bar
    from frkit.packet.where.absent import absent
    from frkit.packet.where.built import find_built
    from frkit.packet.where.passport import Records
    from frkit.tracking.folder import CampaignFolder

    campaign = CampaignFolder.find(campaign_dir)
    built = find_built(campaign, name) if name else None
    with reading_bar("Reading") as progress:
        records = Records(campaign, progress)
        found = records.agency_numbers
    ours = absent(records, built) if built else []
    registry = records.registry(built.manifest.bates.prefix) if built else None
    if as_json:
        print_json(_data(found, ours, registry))
        return
    out = console()
    _print_agencies(out, records, found)
    if built is not None and registry is not None:
        _print_ours(out, built.name, ours, registry)


def _print_agencies(out: Console, records: Records, found: Found) -> None:
    from frkit.pages.wording import plural

    for series in found.series:
        _print_series(out, series)
    for short in found.short:
        out.print(clean(f"{short.document.name} ({short.document.request})"), style="bold", soft_wrap=True)
        missing = plural(len(short.missing), "page")
        say(out, f"{missing} of {short.count} seem to be missing: {_runs(short.missing)}", indent=2, hang=4)
        say(out, f"why: {short.reason}", indent=4, hang=5)
    if not found.series:
        say(out, "On no page that came can a running number of the agency's own be made out.")
    if found.unread:
        pages = plural(found.unread, "page has no text", "pages have no text")
        say(out, f"Not looked at: {pages} that can be read; numbers may stand there: frkit ocr")


def _print_series(out: Console, series: Series) -> None:
    from frkit.pages.wording import plural

    first, last = series.stamped[0], series.stamped[-1]
    title = f"{first.shown} to {last.shown}   {series.agency}"
    out.print(clean(title), style="bold", soft_wrap=True)
    files = len({one.document.sha256 for one in series.stamped})
    pages = plural(len(series.stamped), "page")
    say(out, f"{pages} of {plural(files, 'file')} bear them: {series.why}", indent=2, hang=2)
    for gap in series.gaps:
        span = gap.first if gap.count == 1 else f"{gap.first} to {gap.last}"
        numbers = "number is" if gap.count == 1 else f"{gap.count:,} numbers are"
        say(out, f"{span}: {'this ' if gap.count == 1 else ''}{numbers} on no page here", indent=2, hang=4)
        say(out, f"why: {gap.reason}", indent=4, hang=5)
    for one, other in series.repeated:
        say(out, f"{one.shown} twice: {_at(one)}; {_at(other)}", indent=2, hang=4)
    if not series.gaps:
        say(out, "none is missing between the first and the last", indent=2)


def _print_ours(out: Console, name: str, ours: list[Absent], registry: Registry) -> None:
    from frkit.packet.where.absent import WORDS

    out.print()
    if not ours:
        say(out, f"Every number between the first and the last of '{name}' is on a page of it.")
        return
    out.print(f"Numbers that are on no page of '{clean(name)}'", style="bold", soft_wrap=True)
    for one in ours:
        span = registry.shown(one.first)
        span += f" to {registry.shown(one.last)}" if one.last > one.first else ""
        about = f"{one.name} ({one.request}): " if one.name else ""
        also = f"; it is in {', '.join(one.packets)}" if one.packets else ""
        say(out, f"{span}: {about}{WORDS[one.why]}{also}", indent=2, hang=4)


def _at(one: Stamped) -> str:
    return f"page {one.page} of {one.document.name} ({one.document.date})"


def _runs(numbers: tuple[int, ...]) -> str:
    """``5, 6, 10-12``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:_MOST_RUNS]]
    return ", ".join([*shown, *(["..."] if len(runs) > _MOST_RUNS else [])])


def _data(found: Found, ours: list[Absent], registry: Registry | None) -> dict[str, Any]:
    return {
        "series": [_series(one) for one in found.series],
        "short": [_short(one) for one in found.short],
        "not_read": found.unread,
        "not_in_packet": [
            {
                "first": registry.shown(one.first),
                "last": registry.shown(one.last),
                "count": one.count,
                "why": one.why,
                "name": one.name or None,
                "request": one.request or None,
                "packets": list(one.packets),
            }
            for one in ours
            if registry is not None
        ],
    }


def _series(one: Series) -> dict[str, Any]:
    return {
        "agency": one.agency,
        "prefix": one.prefix,
        "first": one.stamped[0].shown,
        "last": one.stamped[-1].shown,
        "pages": len(one.stamped),
        "why": one.why,
        "gaps": [
            {
                "first": gap.first,
                "last": gap.last,
                "count": gap.count,
                "before": _page(gap.before),
                "after": _page(gap.after),
                "unnumbered_between": gap.unnumbered,
                "reason": gap.reason,
            }
            for gap in one.gaps
        ],
        "repeated": [[_page(first), _page(second)] for first, second in one.repeated],
    }


def _page(one: Stamped) -> dict[str, Any]:
    return {
        "number": one.shown,
        "request": one.document.request,
        "event": one.document.event,
        "date": one.document.date,
        "name": one.document.name,
        "sha256": one.document.record.sha256,
        "part": one.document.part or None,
        "page": one.page,
    }


def _short(one: Short) -> dict[str, Any]:
    return {
        "request": one.document.request,
        "event": one.document.event,
        "date": one.document.date,
        "name": one.document.name,
        "sha256": one.document.record.sha256,
        "part": one.document.part or None,
        "says_pages": one.count,
        "missing": list(one.missing),
        "first_page": one.first,
        "last_page": one.last,
        "reason": one.reason,
    }
