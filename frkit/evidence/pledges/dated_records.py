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


_SAID = ("about_vendor", "act", "product", "excepted")
_LISTED = ("concerns", "purposes", "buyers")


def one_each(confirmed: Iterable[tuple[str, DateConfirmed]]) -> list[tuple[str, DateConfirmed]]:
    """Each date of a page once, however often it was confirmed: under the last event, with all that was said of it.

    Two that contradict each other, such as an offer and a sale on one page, stay two.
    """
    made: dict[tuple[str, int | None, str], list[tuple[str, DateConfirmed]]] = {}
    for event_id, event in sorted(confirmed, key=lambda one: (one[1].date, one[1].entered, one[0])):
        here = made.setdefault((event.of, event.page, event.dated), [])
        fitting = next((number for number, (_, one) in enumerate(here) if not _contradict(one, event)), None)
        if fitting is None:
            here.append((event_id, event))
        else:
            here[fitting] = event_id, _with_earlier(event, here[fitting][1])
    return [one for here in made.values() for one in here]


def _contradict(one: DateConfirmed, other: DateConfirmed) -> bool:
    said = ((getattr(one, name), getattr(other, name)) for name in _SAID)
    return any(mine is not None and its is not None and mine != its for mine, its in said)


def _with_earlier(event: DateConfirmed, earlier: DateConfirmed) -> DateConfirmed:
    """What a person said last, with what they said before and left out now."""
    kept: dict[str, object] = {name: getattr(earlier, name) for name in _SAID if getattr(event, name) is None}
    for name in _LISTED:
        kept[name] = tuple(dict.fromkeys((*getattr(earlier, name), *getattr(event, name))))
    if event.by_eye and not earlier.by_eye:
        kept |= {"words": earlier.words, "by_eye": False}
    return event.model_copy(update=kept)


def dated_records(
    folder: CampaignFolder,
    files: Sequence[RequestFile],
    documents: Iterable[Document],
    named_in: Callable[[Document], set[str]],
) -> list[DatedRecord]:
    """Every confirmed date of some requests once, by date; ``named_in`` gives the vendors that a document names."""
    known = {(one.request, one.sha256): one for one in documents}
    made = []
    for file in files:
        agency = load_agency(file.request.agency, folder.overlay)
        for event_id, event in one_each(confirmed_in(file)):
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
