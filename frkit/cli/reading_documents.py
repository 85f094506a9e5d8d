"""The documents of the requests that a command is about, and their words, with a bar while they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from frkit.cli.common import clean
from frkit.cli.reading_bar import reading_bar

if TYPE_CHECKING:
    from frkit.evidence.text.documents import Document
    from frkit.evidence.text.page_texts import PageText
    from frkit.tracking.folder import CampaignFolder


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
    """Each document with the words of its pages."""
    from frkit.evidence.text.page_texts import each_page_texts

    with reading_bar("Reading") as progress:
        yield from each_page_texts(folder, documents, progress)
