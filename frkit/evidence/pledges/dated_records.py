"""Records with the dates that a person confirmed for them, and the vendors that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from frkit.catalogue.loading import load_agency
from frkit.catalogue.types import Agency
from frkit.evidence.pledges.comparison import RecordFacts
from frkit.evidence.pledges.mentions import Mention, Names, as_read, mentions_in
from frkit.evidence.text.documents import Document
from frkit.evidence.text.types import PageText
from frkit.tracking.events import DateConfirmed
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.order import corrected_ones
from frkit.tracking.types import RequestFile

PagesOf = Callable[[Document], Iterable[PageText]]
"""How the pages of a document are read."""


@dataclass(frozen=True)
class Found:
    """A name on a page of a document."""

    document: Document
    page: int | None
    mention: Mention


@dataclass(frozen=True)
class DatedRecord:
    """A document with a date that a person confirmed for it."""

    request: str
    event: str
    confirmed: DateConfirmed
    agency: Agency
    document: Document | None
    """None where the document is no longer on this computer."""
    vendors: tuple[str, ...]
    """The vendor that a person said it is about, else those that it names."""
    said: bool
    """Whether a person said which vendor it is about."""

    @property
    def facts(self) -> RecordFacts:
        """What can be compared with the words of a pledge."""
        one = self.confirmed
        return RecordFacts(
            one.dated, self.agency, one.buyers, one.act, one.product, one.concerns, one.purposes, one.excepted
        )


def found_in(document: Document, pages: Iterable[PageText], names: Names) -> Iterator[Found]:
    """Every name on the pages of a document."""
    for page in pages:
        for mention in mentions_in(as_read(page.text), names):
            yield Found(document, page.page, mention)


def confirmed_in(file: RequestFile) -> list[tuple[str, DateConfirmed]]:
    """The confirmed dates of a request with the ids of their events, without those that were corrected."""
    gone = corrected_ones(list(file.events))
    return [(one, event) for one, event in file.events if isinstance(event, DateConfirmed) and one not in gone]


def dated_records(
    folder: CampaignFolder,
    files: Sequence[RequestFile],
    documents: Iterable[Document],
    named_in: Callable[[Document], set[str]],
) -> list[DatedRecord]:
    """Every confirmed date of some requests, by date; ``named_in`` gives the vendors that a document names."""
    known = {(one.request, one.sha256): one for one in documents}
    made = []
    for file in files:
        agency = load_agency(file.request.agency, folder.overlay)
        for event_id, event in confirmed_in(file):
            document = known.get((file.id, event.of))
            vendors = (
                (event.about_vendor,) if event.about_vendor else tuple(sorted(named_in(document) if document else ()))
            )
            said = event.about_vendor is not None
            made.append(DatedRecord(file.id, event_id, event, agency, document, vendors, said))
    return sorted(made, key=lambda one: (one.confirmed.dated, one.request, one.event))


def vendors_named(found: Iterable[Found]) -> set[str]:
    """Ids of the vendors that are named, by their own names or their products'; what stands alone is left out."""
    return vendors_in(one.mention for one in found)


def vendors_in(mentions: Iterable[Mention]) -> set[str]:
    """Ids of the vendors that some names stand for; what stands alone is left out."""
    kinds = ("name", "product", "search term")
    return {one.term.of for one in mentions if one.standing == "named" and one.term.kind in kinds}
