"""The rows of the index of withheld records: one for each ground and its items, or for each record that was noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from frkit.letters.facts.grounds import ADVERSE, ground_facts
from frkit.packet.parts.event_words import Style, headline, sentence
from frkit.packet.parts.quotes import Quotes
from frkit.packet.parts.refs import NOTHING, Book, Citation
from frkit.packet.plan.dossiers import Dossier
from frkit.pages.wording import on_one_line, plural
from frkit.tracking.events import Event, ExemptionClaim, WithholdingNoted
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import touched

REFUSALS = ("denied", "neither_confirm_nor_deny")
NOT_NOTED = "not noted in the log"
HIDDEN = "refused in an entry of the log that this packet does not show"
_LATER = ("produced", "granted", "appeal_sent", "appeal_decided", "complaint_filed", "complaint_decided")
_EXTENT = {"whole": "withheld whole", "part": "withheld in part"}


@dataclass(frozen=True)
class Said:
    """Words of the agency; quotation marks stand around them only if they stand on the cited page."""

    words: str
    quoted: bool = False
    noted: bool = False
    """The requester noted them; they are not found on the cited page."""
    cited: Citation = NOTHING


@dataclass(frozen=True)
class WithheldRow:
    """What was kept back under one ground, what the agency said of it, and what is answered."""

    items: tuple[int, ...]
    titles: tuple[str, ...]
    record: str
    """What is kept back, as the refusal names it, with its own count of pages."""
    extent: str
    ground: str
    """As the agency cited it; empty where it named none."""
    on_file: str
    """What the law on file calls that ground, with its citation."""
    test: str
    harm: Said
    segregability: Said
    answers: tuple[tuple[str, str], ...]
    """Whose answer, and its words."""
    decided: str
    cited: Citation
    later: tuple[tuple[str, Citation], ...]

    @property
    def item(self) -> str:
        """The items' numbers as they are printed."""
        return runs_of(self.items)


def withheld_rows(book: Book, quotes: Quotes, dossier: Dossier) -> list[WithheldRow]:
    """Every row of a request, by item and by day."""
    made = [
        (event.date, row)
        for event_id, event in dossier.events
        if event.kind in ADVERSE[:2] or (event.kind == "produced" and getattr(event, "partial", False))
        for row in _of_refusal(book, quotes, dossier, event_id, event)
    ]
    made += [(dossier.as_of, row) for row in _hidden(dossier, {number for _, row in made for number in row.items})]
    return [row for _, row in sorted(made, key=lambda one: (one[1].items, one[0]))]


def runs_of(numbers: Sequence[int]) -> str:
    """Numbers with runs drawn together: 1-3, 7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [f"{run[0]}\N{EN DASH}{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(shown)


def item_titles(dossier: Dossier, numbers: Iterable[int]) -> tuple[str, ...]:
    """What some items ask for, each with its number where there are several."""
    known = {item.number: dossier.item_title(item) for item in dossier.file.request.items}
    wanted = [number for number in numbers if number in known]
    return tuple(f"{number}. {known[number]}" if len(wanted) > 1 else known[number] for number in wanted)


def _of_refusal(book: Book, quotes: Quotes, dossier: Dossier, event_id: str, event: Event) -> Iterator[WithheldRow]:
    """The records that were noted of a refusal, then its grounds as far as no note tells of them."""
    numbers = touched(dossier.file.request, event)
    notes = _notes_of(dossier, event_id)
    for note_id, note in notes:
        yield _row(book, quotes, dossier, (event_id, event), _claim_of(note, event, numbers), (note_id, note))
    claims: tuple[ExemptionClaim, ...] = getattr(event, "exemptions", ())
    if event.kind == "produced":
        numbers = tuple(one for one in numbers if one not in _reasoned_with(dossier, event))
    named: set[int] = set()
    for claim in claims:
        of_claim = set(claim.items) & set(numbers) or set(numbers)
        named |= of_claim
        left = of_claim - {one for _, note in notes if _same_ground(note, claim) for one in note.items or numbers}
        if left:
            rest = claim.model_copy(update={"items": tuple(sorted(left))})
            yield _row(book, quotes, dossier, (event_id, event), rest)
    bare = set(numbers) - named - {one for _, note in notes for one in note.items or numbers}
    if bare:
        yield _row(book, quotes, dossier, (event_id, event), ExemptionClaim(cited="", items=tuple(sorted(bare))))


def _notes_of(dossier: Dossier, refusal: str) -> list[tuple[str, WithholdingNoted]]:
    """What was noted of a refusal: by its id, or of the last refusal before the note that speaks of the items."""
    found = []
    for event_id, event in dossier.events:
        if isinstance(event, WithholdingNoted) and (event.of or _last_refusal(dossier, event)) == refusal:
            found.append((event_id, event))
    return found


def _last_refusal(dossier: Dossier, note: WithholdingNoted) -> str | None:
    wanted = set(note.items)
    fitting = [
        event_id
        for event_id, event in dossier.events
        if (event.kind in REFUSALS or (event.kind == "produced" and getattr(event, "partial", False)))
        and (not wanted or wanted & set(touched(dossier.file.request, event)))
        and (note.reply_to is None or event.reply_to == note.reply_to)
    ]
    return fitting[-1] if fitting else None


def _claim_of(note: WithholdingNoted, refusal: Event, numbers: tuple[int, ...]) -> ExemptionClaim:
    """The ground of a noted record: its own, or the only one that the refusal cites for its items."""
    items = note.items or numbers
    claims: tuple[ExemptionClaim, ...] = getattr(refusal, "exemptions", ())
    fitting = [one for one in claims if not one.items or set(one.items) & set(items)]
    if note.cited:
        same = next((one for one in fitting if _same_ground(note, one)), None)
        return ExemptionClaim(id=same.id if same else None, cited=note.cited, items=items)
    if len(fitting) == 1:
        return fitting[0].model_copy(update={"items": items})
    return ExemptionClaim(cited="", items=items)


def _same_ground(note: WithholdingNoted, claim: ExemptionClaim) -> bool:
    return note.cited is None or "".join(note.cited.split()).casefold() == "".join(claim.cited.split()).casefold()


def _reasoned_with(dossier: Dossier, production: Event) -> set[int]:
    """The items whose grounds a refusal in the same message gives."""
    request = dossier.file.request
    together = [event for _, event in dossier.events if event.kind in REFUSALS and _same_message(event, production)]
    return {number for event in together for number in touched(request, event)}


def _same_message(one: Event, other: Event) -> bool:
    return one.date == other.date if one.reply_to is None else one.reply_to == other.reply_to


def _row(
    book: Book,
    quotes: Quotes,
    dossier: Dossier,
    refusal: Logged,
    claim: ExemptionClaim,
    noted: tuple[str, WithholdingNoted] | None = None,
) -> WithheldRow:
    event_id, event = refusal
    style = book.style_of(dossier)
    note = noted[1] if noted else WithholdingNoted(date=event.date, entered="", by="")
    whole = book.of_event(dossier, event_id, event)
    if noted and not whole.refs:
        whole = book.of_event(dossier, *noted)
    ground = ground_facts(dossier.file.law, claim)
    items = tuple(sorted(claim.items))
    return WithheldRow(
        items=items,
        titles=item_titles(dossier, items),
        record=_record(note),
        extent=_EXTENT.get(note.extent or "") or _extent(dossier, event, items),
        ground=on_one_line(claim.cited),
        on_file=f"{ground['label']} ({ground['citation']})" if ground["known"] else "",
        test=ground["test"],
        harm=_said(quotes, whole, note.harm, "none named" if note.no_harm_named else NOT_NOTED),
        segregability=_segregability(quotes, whole, note),
        answers=tuple(_answers(note, ground)),
        decided=f"{headline(event)}, {style.day(event.date)}",
        cited=quotes.narrowed(whole, claim.cited),
        later=tuple(_later(book, dossier, event_id, items, style)),
    )


def _record(note: WithholdingNoted) -> str:
    pages = f"({plural(note.sheets, 'page')})" if note.sheets else ""
    where = " ".join(filter(None, (on_one_line(note.where or ""), pages)))
    return ", ".join(filter(None, (on_one_line(note.record or ""), where)))


def _extent(dossier: Dossier, event: Event, items: tuple[int, ...]) -> str:
    """How much a refusal kept back, as far as the log says it."""
    if event.kind == "neither_confirm_nor_deny":
        return "neither confirmed nor denied"
    if event.kind == "produced":
        return "withheld in part"
    part = [one for _, one in dossier.events if one.kind == "produced" and _same_message(one, event)]
    came = {number for one in part for number in touched(dossier.file.request, one)}
    return "withheld in part" if items and set(items) <= came else "refused"


def _said(quotes: Quotes, cited: Citation, words: str | None, otherwise: str) -> Said:
    """The agency's words, in quotation marks where they stand on the cited page."""
    if not words:
        return Said(otherwise)
    found = quotes.look_up(cited.refs, words)
    place = Citation((found.ref,)) if found.ref else NOTHING
    stands = found.state == "stands"
    return Said(on_one_line(words), quoted=stands, noted=not stands, cited=place)


def _segregability(quotes: Quotes, cited: Citation, note: WithholdingNoted) -> Said:
    if note.segregability_words:
        return _said(quotes, cited, note.segregability_words, "")
    return Said({"addressed": "addressed", "not_addressed": "not addressed"}.get(note.segregability or "", NOT_NOTED))


def _answers(note: WithholdingNoted, ground: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The requester's own answer, and what the law on file lets a requester answer; nothing where neither has one."""
    if note.answer:
        yield "Requester\N{RIGHT SINGLE QUOTATION MARK}s answer", on_one_line(note.answer)
    if ground["answer"]:
        yield "Answer from the law on file", ground["answer"]


def _later(
    book: Book, dossier: Dossier, event_id: str, items: tuple[int, ...], style: Style
) -> Iterator[tuple[str, Citation]]:
    """What became of the items afterwards: records, appeals, decisions."""
    at = next(number for number, (one, _) in enumerate(dossier.events) if one == event_id)
    own = dossier.events[at][1]
    for later_id, event in dossier.events[at + 1 :]:
        named = set(getattr(event, "items", ()))
        about = touched(dossier.file.request, event) if event.kind in ("produced", "granted") else tuple(named or items)
        if event.kind in _LATER and set(about) & set(items) and not _same_message(event, own):
            words = sentence(event, style)
            yield f"{style.day(event.date)}: {words}", book.of_event(dossier, later_id, event)


def _hidden(dossier: Dossier, shown: set[int]) -> Iterator[WithheldRow]:
    """Items that were refused in entries which this audience does not see, so that none is missing in silence."""
    outcomes = dossier.standing.item_outcomes
    refused = [one for one in sorted(outcomes) if outcomes[one] in ("denied", "glomar", "partial")]
    items = tuple(one for one in refused if one not in shown)
    if items:
        nothing = Said(NOT_NOTED)
        titles = item_titles(dossier, items)
        yield WithheldRow(items, titles, "", "refused", "", "", "", nothing, nothing, (), HIDDEN, NOTHING, ())
