"""``frkit where``: the passport of a page by its Bates number, or by its page in a packet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import WrongUsage
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.packet.handing_over.handed_over import HandedExhibit, Kept
    from frkit.packet.where.asking import Answer
    from frkit.packet.where.built import MadePage, Place
    from frkit.packet.where.passport import Passport, Source
    from frkit.tracking.folder import CampaignFolder

_WIDTH = 12
"""Columns of the words on the left."""
_MOST = 200
_STATES = {
    "unchanged": "the file that lies here still has it",
    "altered": "THE FILE THAT LIES HERE HAS ANOTHER HASH: restore it from a copy or from git",
    "missing": "the file is not on this computer",
    "forgotten": "its bytes were removed on demand; hash and reason are kept",
}


@click.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@click.option("--packet", "packet_name", metavar="NAME", help="NUMBER is a page of this packet, as its PDF counts.")
@campaign_option
@json_option
def where(numbers: tuple[str, ...], packet_name: str | None, campaign_dir: str | None, as_json: bool) -> None:
    """Where a page came from: its file, hash and request, when and from whom it came, what the log says of it since,
    and where it stands in every packet.

    \b
    frkit where FRK-000123                 by its Bates number
    frkit where FRK-000120 FRK-000123      several; 123 alone is a number of the campaign's own series
    frkit where --packet council 17        by its page in a packet
    frkit where LAPD-000456                by the agency's own number, as it is printed on the page
    """
    from frkit.cli.reading_bar import reading_bar
    from frkit.packet.where.asking import ask
    from frkit.packet.where.passport import Records
    from frkit.tracking.folder import CampaignFolder

    if len(numbers) > _MOST:
        raise WrongUsage(f"More than {_MOST} pages at once.", remedy="ask for fewer at a time")
    campaign = CampaignFolder.find(campaign_dir)
    with reading_bar("Reading") as progress:
        records = Records(campaign, progress)
        answers = [one for number in numbers for one in ask(records, number, packet_name)]
    for error in records.unread:
        click.echo(f"frkit: left out: {clean(error.fact)} ({clean(error.place)})", err=True)
    if as_json:
        print_json({"pages": [_data(one, campaign) for one in answers]})
        return
    out = console()
    for number, answer in enumerate(answers):
        if number:
            out.print()
        _print(out, answer)
        if answer.passport is not None:
            lines = [
                f"{kept.said.packet}, {kept.said.told}: Exhibit {exhibit.label}"
                for kept, exhibit in _handed_over(campaign, answer.passport)
            ]
            _list(out, "Handed over", lines, hang=2)


def _print(out: Console, answer: Answer) -> None:
    if answer.passport is None:
        if answer.made is not None:
            _print_made(out, answer.made)
        return
    one = answer.passport
    out.print(f"{clean(one.bates) or 'No Bates number'}   {clean(page_words(one))}", style="bold", soft_wrap=True)
    _list(out, "Asked for", answer.found_by)
    for number, source in enumerate(one.sources):
        _source(out, one, source, first=number == 0)
    if not one.sources:
        _row(out, "File", "no event of the campaign names a file with this hash; is a request missing here?")
        _row(out, "SHA-256", one.key.sha256)
    if one.key.part:
        _row(out, "In it", f"file {one.key.part}: {one.inside}", *([one.sha256] if one.sha256 else []))
    _history(out, one)
    _list(out, "Packets", [place_words(place) for place in one.places], hang=2)
    planned = [
        f"{packet}: Exhibit {label} names its document, but the page is not in what was built"
        for packet, label in one.planned
    ]
    _list(out, "Planned", planned, hang=2)
    if not one.places and not one.planned:
        _row(out, "Packets", "in none that was built here")
    _list(out, "Agency's no.", answer.agency_numbers)
    if one.registry:
        _row(out, "Registered", one.registry)


def _history(out: Console, one: Passport) -> None:
    """What the log says of the document since it came, and the seal that holds it."""
    if one.kept_back:
        words = "the agency demanded it back, and counsel has not cleared it: no packet may show it"
        _row(out, "Demanded", words, loud=True)
    told = {source.event for source in one.sources}
    lines = []
    for happening in one.happenings:
        if happening.event not in told:
            gone = " (corrected later, counts for nothing)" if happening.corrected else ""
            lines.append(
                f"{happening.date}  {happening.words}{gone}; logged {moment(happening.logged)} by {happening.by}"
            )
    _list(out, "Then", lines, hang=12)
    if one.sealed is None:
        _row(out, "Sealed", "in no seal yet")
        return
    stamps = len(one.sealed.stamps)
    more = f", with {stamps} time stamp{'s' * (stamps != 1)} (frkit verify checks them)" if stamps else ""
    _row(out, "Sealed", f"{one.sealed.seal} is the first seal that holds it{more}")


def _list(out: Console, word: str, texts: Sequence[str], *, hang: int = 0) -> None:
    """A row for each text, the word before the first."""
    for number, text in enumerate(texts):
        _row(out, word if number == 0 else "", text, hang=hang)


def _source(out: Console, one: Passport, source: Source, *, first: bool) -> None:
    _row(out, "File" if first else "Also", source.path)
    if source.name != source.file.rsplit("/", 1)[-1]:
        _row(out, "", f"sent under the name {source.name}")
    _row(out, "SHA-256", one.key.sha256)
    _row(out, "", f"{source.size:,} bytes; {_STATES[source.state]}", loud=source.state == "altered")
    ours = source.role == "letter"
    verb = "Sent" if ours else "Came"
    way = f" by {source.channel}" if source.channel else ""
    sender = f" from {source.sender}" if source.sender and not ours else ""
    _row(out, verb, f"{source.date}{way}{sender}{f' ({source.came_from})' if source.came_from else ''}")
    _row(out, "", f"logged {moment(source.logged)} by {source.by}")
    if source.taken_in:
        _row(out, "", f"taken in {moment(source.taken_in)}")
    _row(out, "Request", source.request)
    _row(out, "Event", source.event)


def _print_made(out: Console, made: MadePage) -> None:
    of = f", page {made.number} of {made.count}" if made.count > 1 else ""
    out.print(f"{clean(made.packet)}, page {made.page}   {clean(made.what)}{of}", style="bold", soft_wrap=True)
    say(out, "frkit made this page when the packet was built: it has no Bates number, and no file came with it.",
        indent=2)  # fmt: skip


def _row(out: Console, word: str, *texts: str, hang: int = 0, loud: bool = False) -> None:
    """A word on the left and texts on the right, folded there."""
    for number, text in enumerate(texts):
        shown = (word if number == 0 else "").ljust(_WIDTH)
        say_beside(out, shown, text, hang=hang, style="bold red" if loud else None)


def say_beside(out: Console, left: str, text: str, *, hang: int = 0, style: str | None = None) -> None:
    """A text folded beside a word; paths and hashes stay in one piece, to be copied."""
    import textwrap

    before = f"  {left} "
    lines = textwrap.wrap(
        clean(text),
        max(40, out.width) - len(before),
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
    out.print(before + lines[0], style=style, soft_wrap=True)
    for line in lines[1:]:
        out.print(" " * len(before) + line, style=style, soft_wrap=True)


def page_words(one: Passport) -> str:
    """``page 2 of contract.pdf``, or what stands for a file that has no pages."""
    name = one.inside or (one.sources[0].name if one.sources else f"the file {one.key.sha256[:12]}...")
    return f"slip sheet for {name}" if one.slip else f"page {one.key.page} of {name}"


def place_words(place: Place) -> str:
    """Where a page stands in a built packet, in a line."""
    return f"{place.packet}: page {place.page}, Exhibit {place.exhibit.label} ({place.exhibit.title})"


def moment(text: str) -> str:
    """A moment in UTC without its seconds."""
    return f"{text[:16].replace('T', ' ')} UTC" if text.endswith("Z") and len(text) >= 17 else text


_OF_HAPPENING = ("request", "event", "kind", "date", "logged", "by", "corrected")
_OF_SOURCE = (
    *("request", "event", "kind", "date", "path", "name", "size", "role", "sender", "came_from", "channel"),
    *("taken_in", "logged", "by", "state"),
)


def _handed_over(campaign: CampaignFolder, one: Passport) -> list[tuple[Kept, HandedExhibit]]:
    """What was handed over with that page in it, though the packet may be another by now."""
    from frkit.packet.handing_over.handed_over import handed_with

    return handed_with(campaign, one.key.sha256, one.bates) if one.bates else []


def _data(answer: Answer, campaign: CampaignFolder) -> dict[str, Any]:
    one, made = answer.passport, answer.made
    if one is None:
        assert made is not None
        return {
            "bates": None,
            "made_by_frkit": made.what,
            "packets": [{"packet": made.packet, "page": made.page, "exhibit": None, "title": None, "bates": None}],
        }
    return {
        "bates": one.bates or None,
        "made_by_frkit": None,
        "sha256": one.key.sha256,
        "part": one.key.part or None,
        "part_name": one.inside or None,
        "part_sha256": (one.sha256 or None) if one.key.part else None,
        "page": one.key.page or None,
        "slip_sheet": one.slip,
        "registered_in": one.registry or None,
        "sources": [_named(source, _OF_SOURCE) for source in one.sources],
        "log": [_named(each, _OF_HAPPENING) for each in one.happenings],
        "demanded_back": one.kept_back,
        "seal": one.sealed.seal if one.sealed else None,
        "stamps": list(one.sealed.stamps) if one.sealed else [],
        "packets": [_place(place) for place in one.places],
        "planned": [{"packet": packet, "exhibit": label} for packet, label in one.planned],
        "handed_over": [
            {
                "packet": kept.said.packet,
                "day": kept.said.day.isoformat(),
                "to": kept.said.to,
                "exhibit": exhibit.label,
                "file": kept.below(campaign),
            }
            for kept, exhibit in _handed_over(campaign, one)
        ],
        "agency_numbers": list(answer.agency_numbers),
    }


def _named(one: object, names: tuple[str, ...]) -> dict[str, Any]:
    """Some of a thing's values by their names; a path in the campaign is called ``file``, as in every other output."""
    return {"file" if name == "path" else name: getattr(one, name) for name in names}


def _place(place: Place) -> dict[str, Any]:
    return {
        "packet": place.packet,
        "page": place.page,
        "exhibit": place.exhibit.label,
        "title": place.exhibit.title,
        "bates": place.bates,
    }
