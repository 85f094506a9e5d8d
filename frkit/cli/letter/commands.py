"""``frkit letter``: the letter that a request needs now, or those of many requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.cli.campaign import as_of
from frkit.cli.common import campaign_option, json_option, today_option
from frkit.cli.completing import letter_kinds, request_ids
from frkit.cli.filters import filter_options
from frkit.cli.log.event_options import numbers
from frkit.letters.kinds.registry import ALL, BY_NAME, kind_named
from frkit.letters.making import Wish
from frkit.letters.matter import Said
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.selecting import Filters

FORMATS = ("txt", "pdf", "docx", "eml", "html")


class LetterCommand(click.Command):
    """The command, whose help ends with the kinds of letter."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each kind with what it is for."""
        with formatter.section("Kinds of letter"):
            formatter.write_dl([(kind.name, f"{kind.purpose[:1].upper()}{kind.purpose[1:]}.") for kind in ALL])


def _words(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Requests first; behind one of them the kinds too."""
    found = request_ids(ctx, param, incomplete)
    found += letter_kinds(ctx, param, incomplete) if ctx.params.get("words") or not found else []
    return [CompletionItem(one) for one in found]


@click.command(cls=LetterCommand, options_metavar="[OPTIONS]")
@click.argument("words", metavar="[REQUEST...] [KIND]", nargs=-1, shell_complete=_words)
@click.option(
    "--kind", metavar="KIND", help="The kind of letter; all words are then requests.", shell_complete=letter_kinds
)
@click.option("--format", "format_name", type=click.Choice(FORMATS), help="What to write (default: txt).")
@click.option("--out", type=click.Path(path_type=Path), help="One letter into this new file; .pdf and so on says how.")
@click.option("--out-dir", type=click.Path(path_type=Path), help="Many letters into this folder, a file each.")
@click.option("--masked", is_flag=True, help="With [name of requester] and the like in place of the real values.")
@click.option("--items", "items", default=None, metavar="2,3", help="Only about these items.")
@click.option("--text", default=None, metavar="WORDS", help="Your own words, where the letter needs some: an answer.")
@click.option(
    "--text-file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The same, from a text file."
)
@click.option("--tone", type=click.IntRange(1, 3), default=None, help="How far a reminder has risen: 1, 2 or 3.")
@click.option("--remedy", default=None, metavar="ID", help="The step, where the law has several: frkit law show CODE.")
@click.option("--explain", is_flag=True, help="Show what made each paragraph: templates, facts, where they stand.")
@click.option("--yes", is_flag=True, help="Do not ask before many letters are written.")
@filter_options
@campaign_option
@today_option
@json_option
def letter(words: tuple[str, ...], filters: Filters, **options: Any) -> None:
    """Write the letter that REQUEST needs now, or one of a KIND. Nothing is sent.

    One letter as text goes to the screen, or to a file with --out; other formats go to private/letters. What is left
    to do goes to stderr.

    Several REQUESTs, or --place, --overdue and other filters in their place, give many letters: frkit shows them
    first, asks, and writes a file each into private/letters or --out-dir, with a list of them and a table that logs
    them all once they are sent. The same command goes on where it was broken off:

    \b
      frkit letter --overdue --place us-ca --format pdf
      frkit letter --wave spring --kind request --out-dir ~/letters

    The last of several words, or the one beside a filter, is the KIND if there is such a kind.
    """
    folder = CampaignFolder.find(options["campaign_dir"])
    requests, kind = _parted(folder, words, options["kind"], filters)
    many = bool(filters) or len(requests) > 1 or options["out_dir"] is not None
    wish = Wish(
        today=as_of(folder, options["today"]),
        kind=kind,
        said=_said(options),
        format=_format(options["format_name"], options["out"]),
        masked=options["masked"],
    )
    if many and options["explain"]:
        raise WrongUsage("--explain speaks of one letter.", remedy="name one request, without a filter and --out-dir")
    if many:
        from frkit.cli.letter.many import write_many

        if options["out"] is not None:
            raise WrongUsage("--out names one file, and there may be many letters.", remedy="use --out-dir FOLDER")
        write_many(folder, requests, filters, wish, options["out_dir"], yes=options["yes"], as_json=options["as_json"])
        return
    if options["explain"]:
        from frkit.cli.letter.explain import explain_one

        explain_one(folder, folder.find_request(requests[0]), wish, as_json=options["as_json"])
        return
    from frkit.cli.letter.one import write_one

    write_one(folder, folder.find_request(requests[0]), wish, options["out"], as_json=options["as_json"])


def _parted(
    folder: CampaignFolder, words: tuple[str, ...], named: str | None, filters: Filters
) -> tuple[tuple[str, ...], str | None]:
    """The requests, and the kind: the last word is one if it is called so and does not stand alone.

    Raises WrongUsage where no request is named or chosen, and for a last word that is neither.
    """
    last = words[-1].strip().casefold().replace("_", "-") if words else ""
    if named is not None:
        requests, kind = words, kind_named(named).name
    elif last in BY_NAME and (len(words) > 1 or filters):
        requests, kind = words[:-1], last
    else:
        requests, kind = words, None
        _refuse_strange(folder, words, alone=len(words) < 2 and not filters)
    if not requests and not filters:
        raise _which_request("name it")
    return requests, kind


def _refuse_strange(folder: CampaignFolder, words: tuple[str, ...], *, alone: bool) -> None:
    """Raise WrongUsage for a last word that no request's name holds, where it may be a slip in the kind."""
    ids = folder.request_ids()
    if not words or any(words[-1].casefold() in one for one in ids):
        return
    if alone and words[-1].strip().casefold().replace("_", "-") in BY_NAME:
        raise _which_request(f"'{words[-1]}' is a kind of letter: write the request before it")
    if not alone:
        fact = f"'{words[-1]}' is neither a kind of letter nor a request here"
        raise WrongUsage(f"{fact}{did_you_mean(words[-1], [*BY_NAME, *ids])}", remedy=f"kinds: {', '.join(BY_NAME)}")


def _which_request(first: str) -> WrongUsage:
    remedy = f"{first}, or choose with --place, --overdue and the like; --open takes all that are open"
    return WrongUsage("Which request?", remedy=remedy)


def _format(named: str | None, out: Path | None) -> str:
    """As named, else as the ending of the file says, else plain text; raises WrongUsage where the two differ."""
    ending = out.suffix.lstrip(".").casefold() if out is not None else ""
    ending = {"htm": "html"}.get(ending, ending)
    if ending not in FORMATS:
        return named or "txt"
    if named is not None and named != ending:
        raise WrongUsage(
            f"The file ends in .{ending}, and the format is {named}.", place=str(out), remedy="leave out --format"
        )
    return ending


def _said(options: dict[str, Any]) -> Said:
    """What the person says for this letter."""
    if options["text"] is not None and options["text_file"] is not None:
        raise WrongUsage("The words are given twice.", remedy="use --text or --text-file, not both")
    text = options["text"] or ""
    if options["text_file"] is not None:
        try:
            text = options["text_file"].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            place = str(options["text_file"])
            raise WrongUsage("This is no UTF-8 text file.", place=place, remedy="save it as plain text") from None
    items = tuple(numbers(options["items"], "--items")) if options["items"] else ()
    return Said(text=text, items=items, tone=options["tone"], remedy=options["remedy"])
