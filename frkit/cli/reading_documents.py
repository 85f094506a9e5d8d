"""The documents of the requests that a command is about, and their words, with a bar while they are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from frkit.cli.common import clean, console

if TYPE_CHECKING:
    from collections.abc import Callable

    from frkit.evidence.text.documents import Document
    from frkit.evidence.text.page_texts import PageText
    from frkit.tracking.folder import CampaignFolder

_WORTH_A_BAR = 20


def documents_here(folder: CampaignFolder, requests: Sequence[str], *, ours: bool = False) -> list[Document]:
    """Every document of some requests with the files inside them, each once; those that cannot be read are named.

    ``ours``: our own letters too.
    """
    from frkit.evidence.text.documents import documents_of, readable_papers

    read, broken = readable_papers(folder, requests)
    for error in broken:
        click.echo(f"frkit: left out: {clean(str(error))}", err=True)
    found: dict[tuple[str, str], Document] = {}
    for one in documents_of(folder, read, with_parts=True):
        if (ours or not one.ours) and not one.corrected:
            found.setdefault((one.request, one.sha256), one)
    return list(found.values())


def words_of(folder: CampaignFolder, documents: Sequence[Document]) -> Iterator[tuple[Document, tuple[PageText, ...]]]:
    """Each document with the words of its pages; a bar shows how far the reading is."""
    from frkit.evidence.text.page_texts import each_page_texts

    with _bar(len(documents)) as step:
        for document, pages in each_page_texts(folder, documents):
            step()
            yield document, pages


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    if total < _WORTH_A_BAR or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Reading documents", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)
