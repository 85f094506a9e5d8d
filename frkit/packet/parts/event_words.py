"""What happened, in one neutral sentence a kind of event.

Quotation marks stand only around what the log holds word for word (``wording``); a reason, question or result is what
the requester noted of it, and is marked so. Notes are never printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from frkit.law.retention import period_words
from frkit.pages.wording import day_first, listed, money, month_first, on_one_line, partial_date, plural
from frkit.tracking.events import BY_KIND, Event, ExemptionClaim

Side = Literal["requester", "agency", "other"]


@dataclass(frozen=True)
class Style:
    """How dates and sums are written."""

    month_first: bool = True
    currency: str | None = None
    """Of sums whose event names none."""
    remedies: Mapping[str, str] = field(default_factory=dict)
    """Id of a remedy of the place's law -> its kind: an appeal, an internal review, a petition."""
    quotes: bool = True
    """False where the agency's own words do not stand on the page that is cited: then they are told as noted."""

    def unquoted(self) -> Style:
        """The same, without quotation marks."""
        return replace(self, quotes=False)

    def day(self, day: date) -> str:
        """A day in words."""
        return month_first(day) if self.month_first else day_first(day)

    def span(self, first: date, last: date) -> str:
        """A first and a last day in words, the year once: February 27 to April 3, 2026."""
        if first == last:
            return self.day(last)
        start = self.day(first)
        if first.year == last.year:
            start = start.removesuffix(f", {first.year}" if self.month_first else f" {first.year}")
        return f"{start} to {self.day(last)}"

    def partial(self, text: str) -> str:
        """A day, month or year in words, no more exact than given."""
        return partial_date(text, "month_first" if self.month_first else "day_first")

    def money(self, amount: Decimal, currency: str | None = None) -> str:
        """A sum with its currency."""
        return money(amount, currency or self.currency)

    def days_in(self, text: str) -> str:
        """A text of the law's reckoning with its days (``Mon 2026-03-02``) in words."""
        return _DAY.sub(lambda found: self.day(date.fromisoformat(found[1])), text)


_DAY = re.compile(r"\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(\d{4}-\d{2}-\d{2})\b")
HEADLINES = {
    "sent": "Request as sent",
    "received_by_agency": "Receipt by the agency",
    "registered": "Registration",
    "delivery_failed": "Delivery failed",
    "arrived": "Message received",
    "acknowledged": "Acknowledgement",
    "extension_claimed": "Extension claimed",
    "clarification_asked": "Question from the agency",
    "clarified": "Answer to the agency's question",
    "identity_asked": "Identity asked for",
    "identity_proved": "Identity shown",
    "consultation_started": "Others consulted",
    "consultation_ended": "Consultation ended",
    "referred": "Question referred",
    "scope_narrowed": "Request narrowed",
    "followed_up": "Follow-up as sent",
    "fee_estimated": "Fee estimate",
    "fee_agreed": "Fee agreed",
    "fee_paid": "Fee paid",
    "fee_disputed": "Fee disputed",
    "fee_refunded": "Fee refunded",
    "waiver_requested": "Fee waiver requested",
    "waiver_granted": "Fee waiver granted",
    "waiver_denied": "Fee waiver refused",
    "granted": "Access granted",
    "produced": "Records produced",
    "denied": "Refusal",
    "no_records": "No responsive records",
    "not_custodian": "Not the custodian",
    "neither_confirm_nor_deny": "Neither confirmed nor denied",
    "transferred": "Transfer",
    "split": "Request split",
    "consolidated": "Requests joined",
    "decision_requested": "Formal decision requested",
    "notice_given": "Formal notice",
    "appeal_sent": "Appeal as sent",
    "appeal_decided": "Decision on appeal",
    "complaint_filed": "Complaint",
    "complaint_decided": "Decision on complaint",
    "suit_filed": "Suit filed",
    "court_event": "Court",
    "call": "Telephone call",
    "note": "Note",
    "contact_learned": "Contact",
    "date_confirmed": "Date confirmed",
    "figure_confirmed": "Figure confirmed",
    "withholding_noted": "Withholding noted",
    "clawback_demanded": "Return demanded",
    "cleared_by_counsel": "Cleared by counsel",
    "evidence_added": "Public document",
    "law_confirmed": "Law confirmed",
    "retention_learned": "Retention period",
    "office_closed": "Office closed",
    "refrozen": "Law read anew",
    "forgotten": "Bytes removed",
    "accepted": "Accepted",
    "withdrawn": "Withdrawn",
    "abandoned": "Abandoned",
    "reopened": "Reopened",
    "corrected": "Log corrected",
}
"""Kind of event -> the name that exhibits and tables use."""
UNTOLD = {
    "note", "contact_learned", "date_confirmed", "figure_confirmed", "withholding_noted", "law_confirmed", "refrozen",
    "corrected",
}  # fmt: skip
"""Kinds that stand in no chronology: about the log, not about the request."""
_OURS = {
    "sent", "clarified", "scope_narrowed", "followed_up", "fee_agreed", "fee_paid", "fee_disputed", "appeal_sent",
    "identity_proved", "decision_requested", "notice_given",
    "complaint_filed", "suit_filed", "call", "evidence_added", "accepted", "withdrawn", "abandoned", "reopened",
    "cleared_by_counsel", "forgotten", "waiver_requested", "contact_learned", "retention_learned",
    "date_confirmed", "figure_confirmed", "withholding_noted",
}  # fmt: skip
_OTHERS = {"complaint_decided", "court_event", "office_closed"}
_METHODS = {"email": "by e-mail", "post": "by post", "portal": "through the portal", "fax": "by fax", "hand": "by hand"}
_HEARD = {"third_party": "a third party", "leave": "the reviewing body on its leave"}
_ABOUT = {
    "overdue": " about the overdue answer",
    "extension": " about the extension",
    "no_records": " about the answer that no records are held",
    "fee": " about the fee",
    "preservation": " and asked that the records be kept",
    "acknowledgement": " about the acknowledgment that had not come",
    "neither_confirm_nor_deny": " about the answer that neither confirms nor denies",
    "expedited": " and asked for the request to be handled first",
    "identity": " about who may ask",
    "clawback": " about the records that the agency wants back",
    "transfer": " about the request as it was passed on",
    "correction": " and corrected an earlier letter",
    "other": "",
}
_APPEALS = {
    "internal_review": "asked for an internal review", "petition": "petitioned", "mediation": "asked for mediation",
}  # fmt: skip
_PURPOSES = {
    "request": "for requests", "appeal": "for appeals", "fees": "for fees", "portal": "of the portal",
    "officer": "of the officer", "other": "for other matters",
}  # fmt: skip
_RESULTS = {
    "upheld": "the refusal stands",
    "reversed": "the refusal was set aside",
    "remanded": "the request goes back to the agency",
    "partly_reversed": "the refusal was set aside in part",
}


def headline(event: Event) -> str:
    """What an event is, in two or three words."""
    return str(getattr(event, "title", None) or HEADLINES.get(event.kind, event.kind.replace("_", " ")))


def side(event: Event) -> Side:
    """Who acted."""
    return "requester" if event.kind in _OURS else "other" if event.kind in _OTHERS else "agency"


def sentence(event: Event, style: Style) -> str:
    """What happened, in one sentence."""
    return stopped(on_one_line(_SENTENCES[event.kind](event, style) + _number(event)))


def _number(event: Event) -> str:
    """The number that a letter bears, where the sentence of its kind does not give it."""
    reference = getattr(event, "reference", None)
    return f" Its number: {reference}." if reference and event.kind not in _NUMBER_IN_SENTENCE else ""


_NUMBER_IN_SENTENCE = ("registered", "acknowledged", "complaint_filed")


def stopped(text: str) -> str:
    """A text with one full stop at its end, whether it had none, one, or one more behind a quotation mark."""
    bare = text.rstrip()
    while bare.endswith(".") and _ENDED.search(bare[:-1]):
        bare = bare[:-1]
    return bare if _ENDED.search(bare) else f"{bare}."


_ENDED = re.compile(
    r"[.!?\N{HORIZONTAL ELLIPSIS}][\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK})]*$"
)


def quoted(text: str | None, before: str = ": ") -> str:
    """The agency's own words in quotation marks, or nothing."""
    return f"{before}\N{LEFT DOUBLE QUOTATION MARK}{on_one_line(text)}\N{RIGHT DOUBLE QUOTATION MARK}" if text else ""


def said(wording: str | None, style: Style) -> str:
    """The agency's own words: in quotation marks where they stand on the cited page, else as the log noted them."""
    return quoted(wording) if style.quotes else noted("wording", wording)


def noted(what: str, text: str | None) -> str:
    """What the requester noted of the agency's words, without quotation marks; or nothing."""
    return f"; {what}{' ' if what else ''}noted: {on_one_line(text)}" if text else ""


def cited_for(event: Event, number: int) -> list[str]:
    """The grounds that an answer cites for one of its items; a claim that names no items is for all of them."""
    claims: tuple[ExemptionClaim, ...] = getattr(event, "exemptions", ())
    return [on_one_line(claim.cited) for claim in claims if not claim.items or number in claim.items]


def _items(event: Any, before: str = " for ") -> str:
    numbers = tuple(getattr(event, "items", ()))
    if not numbers:
        return ""
    return f"{before}{'item' if len(numbers) == 1 else 'items'} {listed(numbers)}"


def _how(event: Any) -> str:
    how = _METHODS.get(event.method, "")
    return (f" {how}" if how else "") + (f" to {event.to}" if event.to else "")


def _exemptions(event: Any) -> str:
    claims = [_claim(claim, event.items) for claim in event.exemptions]
    return f", citing {listed(claims)}" if claims else ", naming no exemption"


def _claim(claim: ExemptionClaim, items: tuple[int, ...]) -> str:
    """A ground as cited, with its items where they are not all of the event's."""
    if not claim.items or set(claim.items) == set(items):
        return claim.cited
    return f"{claim.cited} ({_items(claim, '')})"


def _extension(event: Any, style: Style) -> str:
    unit = {"business": "business day", "calendar": "calendar day"}.get(event.unit or "", "day")
    by = f" of {plural(event.days, unit)}" if event.days else ""
    until = f" until {style.day(event.until)}" if event.until else ""
    open_end = "" if by or until else " without naming a date"
    return f"The agency claimed an extension{by}{until}{open_end}{noted('reason', event.reason)}."


def _fee(event: Any, style: Style) -> str:
    deposit = f", with a deposit of {style.money(event.deposit, event.currency)}" if event.deposit else ""
    total = style.money(event.amount, event.currency)
    return f"The agency estimated a fee of {total}{_items(event)}{deposit}{noted('basis', event.basis)}."


def _produced(event: Any, style: Style) -> str:
    pages = f" ({plural(event.pages, 'page')})" if event.pages else ""
    part = " and withheld parts" if event.partial else ""
    final = " It called this its final answer." if event.final else ""
    return f"The agency produced records{_items(event)}{pages}{part}.{final}"


def _acknowledged(event: Any, style: Style) -> str:
    reference = f" under its number {event.reference}" if event.reference else ""
    promised = f" and named {style.day(event.promised)} for its answer" if event.promised else ""
    return f"The agency acknowledged the request{reference}{promised}{' (automatic reply)' if event.automatic else ''}."


def _received(event: Any, style: Style) -> str:
    """The event that was received is known by its id: 2026-06-08-appeal-sent-1a2b3c4d."""
    of = event.of or ""
    if "-appeal-sent-" in of:
        return "The appeal was received."
    return f"The agency received {'a later letter of the requester' if of and '-sent-' not in of else 'the request'}."


def _retention(event: Any, style: Style) -> str:
    what = event.records or f"the records{_items(event, ' of ')}"
    basis = {"law": "by law", "policy": "by policy", "practice": "in practice", "statement": "as the agency said"}
    ground = f" ({', '.join(filter(None, (basis[event.basis], event.citation)))})"
    if event.kept == "on_hold":
        return f"The requester learned that destruction is suspended: {what}{ground}."
    period = period_words(event.kept, event.means, event.from_, roughly=event.roughly)
    return f"The requester learned how long records are kept: {what}, {period}{ground}."


def _arrived(event: Any, style: Style) -> str:
    what = "An automatic reply" if event.automatic else "A message"
    how = _METHODS.get(event.channel, "")
    sender = f" from {event.sender}" if event.sender else ""
    return f"{what} arrived{' ' + how if how else ''}{sender}."


_SENTENCES: dict[str, Callable[[Any, Style], str]] = {
    "sent": lambda e, s: f"The request was sent{_how(e)}.",
    "received_by_agency": _received,
    "registered": lambda e, s: (
        f"{'The appeal or complaint' if e.of else 'The request'} was registered"
        f"{' under number ' + e.reference if e.reference else ''}."
    ),
    "delivery_failed": lambda e, s: f"Delivery failed{noted('reason', e.reason)}.",
    "arrived": _arrived,
    "acknowledged": _acknowledged,
    "extension_claimed": _extension,
    "clarification_asked": lambda e, s: f"The agency asked a question{noted('', e.question)}.",
    "clarified": lambda e, s: "The requester answered the agency's question.",
    "identity_asked": lambda e, s: f"The agency asked who makes the request{noted('', e.question)}.",
    "identity_proved": lambda e, s: "The requester showed who makes the request.",
    "consultation_started": lambda e, s: f"The agency began to hear {_HEARD[e.about]}.",
    "consultation_ended": lambda e, s: f"The agency had heard {_HEARD[e.about]}.",
    "referred": lambda e, s: (
        f"The agency asked {e.to or 'a body above it'} whether it may withhold records{_items(e)}."
    ),
    "scope_narrowed": lambda e, s: f"The requester narrowed the request{_items(e, ' as to ')}.",
    "fee_estimated": _fee,
    "fee_agreed": lambda e, s: (
        f"The requester agreed to the fee{' of ' + s.money(e.amount, e.currency) if e.amount else ''}."
    ),
    "fee_paid": lambda e, s: f"The requester paid {s.money(e.amount, e.currency)}.",
    "followed_up": lambda e, s: f"The requester wrote again{_how(e)}{_ABOUT[e.about]}.",
    "fee_disputed": lambda e, s: "The requester disputed the fee.",
    "waiver_granted": lambda e, s: "The agency waived its fee.",
    "waiver_denied": lambda e, s: f"The agency refused to waive its fee{noted('reason', e.reason)}.",
    "fee_refunded": lambda e, s: f"The agency paid back {s.money(e.amount, e.currency)}.",
    "waiver_requested": lambda e, s: f"The requester asked for the fee to be waived{noted('reason', e.reason)}.",
    "granted": lambda e, s: f"The agency decided to give access{_items(e, ' to ')}; the records were still to come.",
    "produced": _produced,
    "denied": lambda e, s: (
        f"The agency refused records{_items(e)}{_exemptions(e)}."
        + (" It called this its final answer." if e.final else "")
    ),
    "no_records": lambda e, s: f"The agency said that it holds no responsive records{_items(e)}{said(e.wording, s)}.",
    "not_custodian": lambda e, s: (
        f"The agency said that it is not the custodian{_items(e, ' of ')}{', and named ' + e.names if e.names else ''}."
    ),
    "neither_confirm_nor_deny": lambda e, s: (
        f"The agency would neither confirm nor deny that it holds records{_items(e)}{_exemptions(e)}."
    ),
    "transferred": lambda e, s: f"The agency passed the request{_items(e, ' as to ')} on to {e.to}.",
    "split": lambda e, s: f"The agency split the request{' into ' + listed(e.into) if e.into else ''}.",
    "consolidated": lambda e, s: f"The agency joined the request to {e.into}.",
    "decision_requested": lambda e, s: f"The requester asked for a formal decision{_how(e)}.",
    "notice_given": lambda e, s: f"The requester gave a formal notice{_how(e)}.",
    "appeal_sent": lambda e, s: (
        f"The requester {_APPEALS.get(s.remedies.get(e.remedy or '', ''), 'appealed')}{_items(e, ' as to ')}{_how(e)}."
    ),
    "appeal_decided": lambda e, s: f"The appeal was decided{_items(e, ' as to ')}: {_RESULTS[e.result]}.",
    "complaint_filed": lambda e, s: (
        f"The requester complained to {e.body}{_items(e, ' as to ')}"
        f"{' (number ' + e.reference + ')' if e.reference else ''}."
    ),
    "complaint_decided": lambda e, s: (
        f"{e.body or 'The body complained to'} decided{noted('result', (e.result or '').replace('_', ' '))}."
    ),
    "suit_filed": lambda e, s: (
        f"A suit was filed in {e.court}{_items(e, ' as to ')}{', docket ' + e.docket if e.docket else ''}."
    ),
    "court_event": lambda e, s: f"Court; noted: {e.what}",
    "call": lambda e, s: f"Telephone call{' with ' + e.person if e.person else ''}{noted('', e.said)}.",
    "clawback_demanded": lambda e, s: f"The agency demanded documents back{noted('reason', e.reason)}.",
    "cleared_by_counsel": lambda e, s: "Counsel cleared documents that had been demanded back.",
    "evidence_added": lambda e, s: (
        f"Public document added by the requester: {e.title}{' (' + e.source + ')' if e.source else ''}."
    ),
    "office_closed": lambda e, s: f"The office was closed on {listed(map(s.day, e.days))}{noted('reason', e.reason)}.",
    "forgotten": lambda e, s: "The bytes of a document were removed on demand; its hash is kept.",
    "accepted": lambda e, s: "The requester accepted the answer.",
    "withdrawn": lambda e, s: "The requester withdrew the request.",
    "abandoned": lambda e, s: "The requester let the request rest.",
    "reopened": lambda e, s: "The requester took the request up again.",
    "retention_learned": _retention,
    "law_confirmed": lambda e, s: "The law on file was confirmed against its source.",
    "date_confirmed": lambda e, s: f"The date of a document was confirmed: {s.partial(e.dated)}.",
    "figure_confirmed": lambda e, s: f"A {e.figure} that a document bears was confirmed.",
    "withholding_noted": lambda e, s: f"What a refusal says of a record that it keeps back was noted{_items(e)}.",
    "refrozen": lambda e, s: "The law that applies to the request was read anew.",
    "corrected": lambda e, s: "An earlier entry was corrected.",
    "note": lambda e, s: "Note.",
    "contact_learned": lambda e, s: (
        f"An address {_PURPOSES[e.purpose]} was found: {listed(e.address)} ({e.found_where})."
    ),
}
"""Kind of event -> the sentence that tells it."""
assert set(_SENTENCES) == set(BY_KIND), "each kind of event needs its sentence"
