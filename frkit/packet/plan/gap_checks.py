"""Pages that the agency seems to have left out, by the numbers that it printed itself: candidates, never a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from frkit.evidence.text.documents import Document
from frkit.packet.numbers.agency_numbers import agency_numbers
from frkit.packet.numbers.margins import margins_of
from frkit.packet.plan.misses import Miss, runs
from frkit.packet.plan.types import Exhibit
from frkit.pages.wording import plural
from frkit.tracking.folder import CampaignFolder

_REMEDY = "look at these pages; if they are missing, ask the agency for them: frkit packet gaps tells more"


def gap_misses(folder: CampaignFolder, documents: Sequence[Document], shown: Mapping[str, Exhibit]) -> Iterator[Miss]:
    """Gaps next to a page of an exhibit; ``documents`` is all that came, ``shown`` the exhibits by their hash."""
    found = agency_numbers(margins_of(folder, documents))
    for series in found.series:
        for gap in series.gaps:
            beside = next((one for one in (gap.before, gap.after) if one.document.record.sha256 in shown), None)
            if beside is None:
                continue
            span = gap.first if gap.count == 1 else f"{gap.first} to {gap.last}"
            fact = f"The agency's number{'s' * (gap.count > 1)} {span} seem{'s' * (gap.count == 1)} to be on no page"
            exhibit = shown[beside.document.record.sha256].label
            pages = (beside.page,)
            yield Miss("agency_numbers", "look", f"{fact}: {gap.reason}.", _REMEDY, exhibit=exhibit, pages=pages)
    for short in found.short:
        if short.document.record.sha256 in shown:
            missing = f"{plural(len(short.missing), 'page')} of {short.count} ({runs(short.missing)})"
            fact = f"It seems to lack {missing}: {short.reason}."
            exhibit = shown[short.document.record.sha256].label
            yield Miss("agency_numbers", "look", fact, _REMEDY, exhibit=exhibit, file=short.document.name)
