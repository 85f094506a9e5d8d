"""What a proposed plan leaves out, and why: nothing is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frkit.evidence.opening.what_is import what_is
from frkit.packet.plan.dossiers import Document, Dossier
from frkit.packet.plan.types import Exhibit
from frkit.tracking.order import effective, in_order

MASKED_KINDS = ("mail", "outlook", "text", "html")
"""Files that frkit sets as pages itself, with the requester's data taken out; others are shown as they are."""
_NEVER_PRINTED = "note"


@dataclass(frozen=True)
class LeftOut:
    """A document that a plan does not take."""

    request: str
    document: Document
    why: str
    remedy: str
    may_be_put_in: bool = False
    """Whether a person may put it in after a look; else a build would refuse it."""
    exhibit: Exhibit | None = None
    """What it would be in the plan, where it may be put in."""


def left_out_of(dossier: Dossier, taken: set[str]) -> Iterator[LeftOut]:
    """The documents of a request that a plan with ``taken``, their hashes, does not have; each once."""
    seen = set(taken)
    counted = {event_id for event_id, _ in effective(dossier.file.events)}
    for event_id, event in sorted(in_order(dossier.file.events), key=lambda logged: logged[0] not in counted):
        for document in dossier.named_by(event_id, event):
            if document.sha256 not in seen:
                seen.add(document.sha256)
                yield _left_out(dossier, document, corrected=event_id not in counted)


def must_stay_private(dossier: Dossier, document: Document) -> bool:
    """Whether it lies below ``private/`` and would be shown as it is, to more than counsel."""
    if dossier.audience == "counsel" or not document.path.startswith("private/"):
        return False
    original = dossier.original(document)
    return (
        document.sha256 not in dossier.forgotten and original.is_file() and what_is(original).kind not in MASKED_KINDS
    )


def _left_out(dossier: Dossier, document: Document, *, corrected: bool) -> LeftOut:
    event = document.event
    if document.sha256 in dossier.kept_back:
        why = "the agency demanded it back, and counsel has not cleared it"
        return LeftOut(dossier.id, document, why, "once counsel has: frkit log cleared-by-counsel")
    if corrected:
        why = "the entry that brought it was corrected, and counts for nothing"
        return LeftOut(dossier.id, document, why, "log anew what brought it")
    if event.date > dossier.as_of:
        why = f"it came on {event.date.isoformat()}, after the day whose standing the packet tells"
        return LeftOut(dossier.id, document, why, "choose a later --as-of")
    if event.kind == _NEVER_PRINTED:
        return LeftOut(dossier.id, document, "a note brought it, and notes are never printed", "log it as what it is")
    if not dossier.may_see(event):
        why = f"it was logged for {event.audience}, and the packet is for {_READERS[dossier.audience]}"
        return LeftOut(dossier.id, document, why, f"make an edition for {event.audience}: --audience {event.audience}")
    why = "it holds the requester's own data, and would be shown as it is"
    remedy = "look at it before you put it in, or make an edition for counsel: --audience counsel"
    return LeftOut(dossier.id, document, why, remedy, may_be_put_in=True)


_READERS = {"packet": "everybody", "team": "the team", "counsel": "counsel"}
