"""``frkit cite``: the citation of words, or of a page, as it can be pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.packet.where.built import BuiltPacket
    from frkit.packet.where.citing import Style
    from frkit.packet.where.words import Hits
    from frkit.tracking.folder import CampaignFolder

STYLES = ("full", "short", "page", "markdown")


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...|FILE:PAGE|NUMBER")
@click.option("--packet", "packet_name", metavar="NAME", help="As it stands in this packet (default: in each).")
@click.option("--style", type=click.Choice(STYLES), default="full", show_default=True, help="How it is written.")
@campaign_option
@json_option
def cite(
    words: tuple[str, ...], packet_name: str | None, style: Style, campaign_dir: str | None, as_json: bool
) -> None:
    """The citation of WORDS, of a page of a FILE, or of a Bates NUMBER, in a packet that was built.

    If there is one, it stands alone on its line, to be pasted. If there are several, all are listed: which one is
    meant is for you to say.

    \b
    frkit cite "no live face recognition"      the page on which these words stand
    frkit cite contract.pdf:3                  page 3 of that file; 3-5 for several
    frkit cite FRK-000123 --style short        Ex. 3, FRK-000123
    \b
    full       Exhibit 3 (Reply), p. 2, March 25, 2026, FRK-000123, packet p. 17
    short      Ex. 3, FRK-000123
    page       p. 17 (FRK-000123)
    markdown   a link to the page of the PDF
    """
    from frkit.packet.where.citing import cited, dates_of
    from frkit.tracking.folder import CampaignFolder

    campaign = CampaignFolder.find(campaign_dir)
    built = _built(campaign, packet_name)
    hits = _hits(campaign, built, words)
    dates = {one.name: dates_of(campaign, one.name) for one in built}
    texts = [cited(one, style, dates[one.built.name]) for one in hits.cited]
    _warn(hits, built)
    if as_json:
        print_json(_data(hits, texts))
    else:
        _print(console(), hits, texts)


def _built(campaign: CampaignFolder, name: str | None) -> list[BuiltPacket]:
    """The packet that was named, or all that were built; raises WrongUsage where there is none."""
    from frkit.base.errors import WrongUsage
    from frkit.base.findings import shown_path
    from frkit.packet.where.built import built_packets, find_built

    if name is not None:
        return [find_built(campaign, name)]
    built, errors = built_packets(campaign)
    for error in errors:
        click.echo(f"frkit: left out: {clean(error.fact)} ({clean(error.place)})", err=True)
    if not built:
        raise WrongUsage(
            "No packet has been built here, so no page can be cited yet.",
            place=shown_path(campaign.root / "packets"),
            remedy="plan one and build it: frkit packet new NAME, frkit packet build NAME",
        )
    return built


def _hits(campaign: CampaignFolder, built: list[BuiltPacket], words: tuple[str, ...]) -> Hits:
    """What was asked for: a Bates number, a page of a file, or words; raises FrkitError where no page has it."""
    from frkit.base.errors import FrkitError, WrongUsage
    from frkit.cli.reading_bar import reading_bar
    from frkit.packet.where.citing import Cited, file_page, pages_of_files
    from frkit.packet.where.words import Hits, find_words

    typed = " ".join(words)
    by_number = [
        Cited(one, place.exhibit, place.file, place.page, place.page)
        for one in built
        for place in one.places
        if place.bates == typed.strip().upper()
    ]
    if by_number:
        return Hits(tuple(by_number), True, 0)
    asked = file_page(typed)
    if asked is not None:
        found = list(pages_of_files(built, asked))
        there = tuple(one for one, _ in found if one is not None)
        if there:
            return Hits(there, True, 0)
        if found:
            count = found[0][1]
            page = "page" if count == 1 else "pages"
            raise WrongUsage(
                f"'{asked.file}' has {count} {page} in the packet, and no page {asked.last}.",
                remedy="count the pages of the file from 1, as a PDF reader does",
            )
    with reading_bar("Reading") as progress:
        hits = find_words(campaign, built, typed, progress)
    if not hits.cited:
        names = ", ".join(one.name for one in built)
        unread = f"; {hits.unread} of their pages cannot be searched before: frkit ocr" if hits.unread else ""
        raise FrkitError(
            f"No exhibit page shows these words: {clean(typed)[:80]}",
            place=f"packets: {names}{unread}",
            remedy="type fewer of them, or a file and its page like contract.pdf:3; frkit search looks everywhere",
        )
    return hits


def _warn(hits: Hits, built: list[BuiltPacket]) -> None:
    """What makes a citation doubtful, on stderr, so that what is pasted stays clean."""
    for one in {hit.built.name: hit.built for hit in hits.cited}.values():
        for line in one.altered():
            click.echo(f"frkit: {clean(one.name)}: {clean(line)}; see frkit packet verify {clean(one.name)}", err=True)
    if not hits.together:
        click.echo("frkit: the words stand nowhere next to each other; these pages have all of them", err=True)
    if hits.unread and len(hits.cited) > 0:
        page = "page of the exhibits has" if hits.unread == 1 else "pages of the exhibits have"
        click.echo(f"frkit: not searched: {hits.unread} {page} no text that can be read: frkit ocr", err=True)
    if any(not hit.surely for hit in hits.cited):
        click.echo("frkit: pp.: the words stand in that file; on which of its pages, nobody could tell", err=True)
    if hits.more:
        click.echo(f"frkit: only the first {len(hits.cited)} pages are listed; type more words", err=True)


def _print(out: Console, hits: Hits, texts: list[str]) -> None:
    if len(texts) == 1 and hits.together:
        click.echo(clean(texts[0]))
        return
    several = len({one.built.name for one in hits.cited}) > 1
    name = ""
    for number, (one, text) in enumerate(zip(hits.cited, texts, strict=True), 1):
        if several and one.built.name != name:
            name = one.built.name
            out.print(clean(name), style="bold", soft_wrap=True)
        out.print(f"{number:2}. {clean(text)}", soft_wrap=True)
        if one.snippet:
            say(out, _plain(one.snippet), indent=4)


def _plain(snippet: str) -> str:
    from frkit.evidence.text.searching import BEGIN, END

    return snippet.replace(BEGIN, "*").replace(END, "*")


def _data(hits: Hits, texts: list[str]) -> dict[str, Any]:
    from frkit.evidence.text.searching import BEGIN, END

    return {
        "together": hits.together,
        "not_searched": hits.unread,
        "more": hits.more,
        "citations": [
            {
                "text": text,
                "packet": one.built.name,
                "exhibit": one.exhibit.label,
                "title": one.exhibit.title,
                "date": one.exhibit.date,
                "request": one.exhibit.request,
                "file": one.file.name,
                "part": one.file.part,
                "sha256": one.file.sha256,
                "first_page": one.first,
                "last_page": one.last,
                "first_bates": one.bates[0],
                "last_bates": one.bates[1],
                "pages_of_file": list(one.pages_of_file) if one.pages_of_file else None,
                "page_is_known": one.surely,
                "around": one.snippet.replace(BEGIN, "").replace(END, ""),
            }
            for one, text in zip(hits.cited, texts, strict=True)
        ],
    }
