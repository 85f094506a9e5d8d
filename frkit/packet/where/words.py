"""Words on the exhibit pages of built packets: on which packet pages they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from frkit.base.files import inside
from frkit.evidence.text.documents import documents_of, readable_papers
from frkit.evidence.text.indexing import bring_up_to_date
from frkit.evidence.text.query import Query, parsed
from frkit.evidence.text.quotations import standing_on
from frkit.evidence.text.searching import Result, Search
from frkit.evidence.text.sources import Wanted, sources_of
from frkit.evidence.text.store import Store, with_store
from frkit.evidence.text.unsearched import unread_documents
from frkit.packet.numbers.registry import Key
from frkit.packet.verify.manifest import ExhibitEntry, FileEntry, pages_of_file
from frkit.packet.where.built import BuiltPacket
from frkit.packet.where.citing import Cited
from frkit.tracking.folder import CampaignFolder

MOST = 200
"""Pages that are listed at most."""
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Hits:
    """Where words stand in the packets."""

    cited: tuple[Cited, ...]
    together: bool
    """Whether they stand there next to each other, as typed; else all of them are on the page, somewhere."""
    unread: int
    """Pages of exhibits whose words nobody has read yet."""
    more: bool = False
    """Whether there are more than :data:`MOST`."""


def find_words(
    campaign: CampaignFolder, built: Sequence[BuiltPacket], words: str, progress: Progress | None = None
) -> Hits:
    """Where words stand next to each other; where they do so nowhere, the pages that have all of them.

    Raises WrongUsage for words without letters or digits.
    """
    plain = " ".join(words.replace('"', " ").replace("*", " ").split())
    wanted = Wanted(papers=frozenset((one.request, one.original) for each in built for one in each.manifest.exhibits))
    papers, _ = readable_papers(campaign)
    documents = list(documents_of(campaign, papers, with_parts=True, left_out=True))

    def work(store: Store) -> tuple[list[Result], list[Result], int]:
        bring_up_to_date(store, campaign, papers, documents, progress)
        search = Search(store, sources_of(papers, documents))
        phrase = _found(search, parsed(f'"{plain}"'), wanted)
        loose = [] if phrase or len(plain.split()) < 2 else _found(search, parsed(_each_word(plain)), wanted)
        here = [one for one in documents if wanted.papers and (one.request, one.path) in wanted.papers]
        return phrase, loose, sum(len(one.pages) for one in unread_documents(store, here))

    phrase, loose, unread = with_store(campaign, work)
    hits = list(_cited(built, phrase or loose, plain if phrase else ""))
    return Hits(tuple(hits[:MOST]), bool(phrase), unread, len(hits) > MOST)


def _each_word(words: str) -> str:
    """Every word wanted, none of them taken for AND, OR or NOT."""
    return " ".join(f'"{word}"' for word in words.split() if any(sign.isalnum() for sign in word))


def _found(search: Search, query: Query, wanted: Wanted) -> list[Result]:
    return [one for one in search.find(query, wanted, most=MOST + 1).results if one.source.path]


def _cited(built: Sequence[BuiltPacket], results: Sequence[Result], phrase: str) -> Iterator[Cited]:
    """Each result in each packet, in the order of its pages; no page twice."""
    for one in built:
        found: dict[tuple[int, int], Cited] = {}
        for result in results:
            for hit in _in_packet(one, result, phrase):
                found.setdefault((hit.first, hit.last), replace(hit, snippet=result.snippet))
        yield from (found[pages] for pages in sorted(found))


def _in_packet(built: BuiltPacket, result: Result, phrase: str) -> Iterator[Cited]:
    source = result.source
    if result.page is not None:
        place = built.by_key.get(Key(source.original_sha256, source.part, result.page))
        if place is not None:
            yield Cited(built, place.exhibit, place.file, place.page, place.page)
            return
    for exhibit in built.manifest.exhibits:
        if exhibit.files[0].sha256 == source.original_sha256:
            for file in exhibit.files:
                if (file.part or "") == source.part:
                    yield from _in_file(built, exhibit, file, phrase)


def _in_file(built: BuiltPacket, exhibit: ExhibitEntry, file: FileEntry, phrase: str) -> Iterator[Cited]:
    """The pages of a file that frkit set itself, on which the words stand; or all of it, if that cannot be told."""
    if file.slip_sheet is not None:
        return
    every = [page for page, _ in pages_of_file(built.manifest, file)]
    pages = [page for page in every if _stands(built, page, phrase)]
    for page in pages:
        yield Cited(built, exhibit, file, page, page)
    if every and not pages:
        yield Cited(built, exhibit, file, every[0], every[-1], surely=len(every) == 1)


def _stands(built: BuiltPacket, page: int, phrase: str) -> bool:
    volume = built.volume(page)
    if volume is None or not phrase:
        return False
    text = _page_text(inside(built.folder, volume.file), page - volume.first_page)
    return standing_on([text], phrase) is not None


def _page_text(pdf: Path, index: int) -> str:
    """The words of a page of a built packet; empty where it cannot be read."""
    import pypdfium2

    from frkit.evidence.text.pdf_text import page_text

    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError):
        return ""
    try:
        return page_text(document, index).text if index < len(document) else ""
    finally:
        document.close()
