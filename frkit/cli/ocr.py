"""``frkit ocr``: the words of scans and pictures, so that a search finds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import ExitCode, FrkitError, WrongUsage
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say
from frkit.cli.completing import request_ids

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.evidence.text.documents import Document
    from frkit.evidence.text.ocr import Outcome
    from frkit.evidence.text.store import Store
    from frkit.evidence.text.tesseract import Tesseract
    from frkit.evidence.text.unsearched import Unread
    from frkit.tracking.folder import CampaignFolder

_SHOWN = 200
"""Files that a list shows; --json has all."""


@click.command()
@click.argument("parts", metavar="[REQUEST...]", nargs=-1, shell_complete=request_ids)
@click.option(
    "--language", metavar="CODES", help="As tesseract calls them, like eng+fra (default: those of the place)."
)
@click.option("--list", "only_list", is_flag=True, help="Only say which pages need it, and why.")
@campaign_option
@json_option
def ocr(parts: tuple[str, ...], language: str | None, only_list: bool, campaign_dir: str | None, as_json: bool) -> None:
    """Read the words of pages that have no text, with tesseract: all pages, or those of some requests.

    Only pages that need it are read, each once; originals stay as they are. What was read lies beside them in
    derived/, with a record of how. Stopped half-way, the same command goes on where it was.
    """
    from frkit.cli.reading_bar import reading_bar
    from frkit.evidence.text.documents import documents_of, readable_papers
    from frkit.evidence.text.gathering import gather
    from frkit.evidence.text.store import with_store
    from frkit.evidence.text.unsearched import unread_documents
    from frkit.tracking.folder import CampaignFolder

    folder = CampaignFolder.find(campaign_dir)
    ids = [folder.find_request(part) for part in parts] or None
    papers, errors = readable_papers(folder, ids)
    for error in errors:
        click.echo(f"frkit: left out: {clean(str(error))}", err=True)
    documents = list(documents_of(folder, papers, with_parts=True, left_out=True))

    def listed(store: Store) -> list[Unread]:
        with reading_bar("Reading") as progress:
            gather(store, folder, documents, *([progress] if progress else []))
        return unread_documents(store, documents)

    if only_list:
        _list(with_store(folder, listed), as_json)
        return
    outcome, unread = with_store(folder, lambda store: _read(store, folder, documents, language))
    if as_json:
        print_json(_as_data(outcome, unread))
    else:
        _print(console(), outcome, unread)
    if outcome.failed:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


def _read(
    store: Store, folder: CampaignFolder, documents: Sequence[Document], language: str | None
) -> tuple[Outcome, list[Unread]]:
    """Read what needs it, and put it where the search finds it; and what still cannot be searched."""
    from frkit.cli.reading_bar import reading_bar
    from frkit.evidence.text.gathering import gather
    from frkit.evidence.text.kept_pages import kept_for
    from frkit.evidence.text.ocr import Outcome, read_all_pages, still_to_read
    from frkit.evidence.text.tesseract import find_tesseract
    from frkit.evidence.text.unsearched import pages_to_read, unread_documents

    with reading_bar("Looking for pages without text:") as progress:
        gather(store, folder, documents, *([progress] if progress else []))
    lacking = pages_to_read(store, documents)
    if not lacking:
        return Outcome(), unread_documents(store, documents)
    tesseract = find_tesseract()
    kept = kept_for(folder, documents)
    languages = _languages(folder, tesseract, language)
    wanted = still_to_read(kept, lacking, languages, tesseract, again=language is not None)
    with reading_bar("Reading pages:") as progress:
        outcome = read_all_pages(store, folder, wanted, kept, tesseract, progress)
    gather(store, folder, documents)
    return outcome, unread_documents(store, documents)


def _languages(folder: CampaignFolder, tesseract: Tesseract, language: str | None) -> Callable[[Document], str]:
    """Which languages each document is read in: those asked for, else those of its place that are installed."""
    from frkit.evidence.text.tesseract import called, install_line
    from frkit.law.loading import load_jurisdiction

    if language is not None:
        asked = [one for one in language.split("+") if one]
        missing = [one for one in asked if one not in tesseract.languages]
        if missing or not asked:
            raise WrongUsage(
                f"Tesseract has no language {', '.join(map(repr, missing)) or 'of that name'} here.",
                place=f"installed: {', '.join(tesseract.languages)}",
                remedy=install_line(missing) if missing else "write it like --language eng+fra",
            )
        return lambda _: "+".join(asked)
    told: set[tuple[str, ...]] = set()
    known: dict[str, str] = {}

    def of(document: Document) -> str:
        if document.law not in known:
            try:
                wanted = called(load_jurisdiction(document.law, folder.overlay).languages) or ("eng",)
            except FrkitError:
                wanted = ("eng",)
            known[document.law] = _installed(wanted, tesseract, told)
        return known[document.law]

    return of


def _installed(wanted: tuple[str, ...], tesseract: Tesseract, told: set[tuple[str, ...]]) -> str:
    """Those that are installed; the others are named once, with the line that installs them."""
    from frkit.evidence.text.tesseract import install_line

    there = [one for one in wanted if one in tesseract.languages]
    missing = tuple(one for one in wanted if one not in tesseract.languages)
    if missing and missing not in told:
        told.add(missing)
        instead = "" if there else "; it is read as if it were English"
        click.echo(f"frkit: tesseract has no {', '.join(missing)} here{instead}; {install_line(missing)}", err=True)
    if not there and "eng" not in tesseract.languages:
        raise FrkitError("Tesseract has no language of these pages here.", remedy=install_line(missing or ("eng",)))
    return "+".join(there or ["eng"])


def _list(unread: Sequence[Unread], as_json: bool) -> None:
    from frkit.cli.search.words import unread_as_data

    if as_json:
        print_json([unread_as_data(one) for one in unread])
        return
    out = console()
    if not unread:
        out.print("Every page has text that can be searched.")
        return
    for one in unread[:_SHOWN]:
        document = one.document
        pages = f", page{'s' * (len(one.pages) != 1)} {_runs(one.pages)}" if one.pages else ""
        out.print(f"{clean(document.name)}{pages}", style="bold", soft_wrap=True)
        say(out, f"{document.request} · {document.path}", indent=4)
        say(out, one.reason, indent=4)
    if len(unread) > _SHOWN:
        out.print(f"and {len(unread) - _SHOWN:,} more: --json names all")
    count = sum(len(one.pages) for one in unread)
    if count:
        say(out, f"{count:,} page{'s' * (count != 1)} to read: frkit ocr")


def _runs(pages: Sequence[int]) -> str:
    """``1-4, 7``."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:12]]
    return ", ".join([*shown, *(["..."] if len(runs) > 12 else [])])


def _print(out: Console, outcome: Outcome, unread: Sequence[Unread]) -> None:
    if not (outcome.read or outcome.seen or outcome.failed):
        out.print("No page needs to be read: each has text, or was read before.")
    elif outcome.read or outcome.seen:
        seen = f", and {outcome.seen:,} were known from other files" if outcome.seen else ""
        say(out, f"Read {outcome.read:,} page{'s' * (outcome.read != 1)}{seen}. To find words in them: frkit search")
    if outcome.wordless:
        names = Counter(document.name for document, _ in outcome.wordless)
        told = "; ".join(f"{name} ({count})" for name, count in names.most_common(5))
        say(out, f"No words were found on {len(outcome.wordless):,} of them, look yourself: {told}", hang=2)
    for document, page, problem in outcome.failed[:_SHOWN]:
        say(out, f"Not read: {document.name}, page {page}: {problem}", hang=2)
    whole = [one for one in unread if not one.pages]
    if whole:
        say(out, f"{len(whole):,} file{'s' * (len(whole) != 1)} cannot be read at all: frkit ocr --list", hang=2)


def _as_data(outcome: Outcome, unread: Sequence[Unread]) -> dict[str, Any]:
    from frkit.cli.search.words import unread_as_data

    return {
        "read": outcome.read,
        "seen_before": outcome.seen,
        "without_words": [_page(document, page) for document, page in outcome.wordless],
        "failed": [{**_page(document, page), "reason": problem} for document, page, problem in outcome.failed],
        "not_searched": [unread_as_data(one) for one in unread],
    }


def _page(document: Document, page: int) -> dict[str, Any]:
    return {
        "request": document.request,
        "file": document.path,
        "part": document.part or None,
        "name": document.name,
        "sha256": document.sha256,
        "page": page,
    }
