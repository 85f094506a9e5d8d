"""The law of a place as text for a person: limits with citation and basis, remedies, grounds, sources, doubts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from frkit.base.findings import shown_path
from frkit.catalogue.describing import Page
from frkit.cli.status.retention_text import duty_words
from frkit.law.event_kinds import DUE
from frkit.law.explaining import basis_words
from frkit.law.retention import retention_words
from frkit.law.rule_types import Clock, Conditions, Extension, Question, Silence, Start, Tolling
from frkit.law.types import Exemption, Expedited, Jurisdiction, Lever, Remedy, Source
from frkit.tracking.starts import NAMES

BINDS = {"agency": "binds the agency", "requester": "binds you", "reviewer": "binds whoever decides"}
WHO = {"agency": "the agency", "requester": "you", "reviewer": "whoever decides"}
DAYS = {"dated": "the date it bears", "sent": "the day of sending", "posted": "the day of posting"}
ADVERSE = ("denied", "no_records", "not_custodian", "neither_confirm_nor_deny", "produced")
"""The answers that start most limits of a requester."""
ROLLS = {
    "forward": "a last day on a closed day moves forward",
    "back": "a last day on a closed day moves back",
    "unknown": "not known whether a last day on a closed day moves",
}
WHEN = {"silence": "against silence", "head_decided": "where the head of the body decided"}
SILENCE = {
    "none": "nothing by itself",
    "refusal": "counts as a refusal",
    "granted": "counts as a grant",
    "exemptions_lost": "the grounds for withholding are lost",
    "fees_lost": "the fees are lost",
    "complaint_only": "is a breach to complain of, not a decision",
    "ask_for_decision": "a formal decision must be asked for",
    "notice_of_default": "a notice of default must be given",
    "two_stage": "counts as a refusal that a second silence must confirm",
}
KINDS = {"web": "", "repository": " (repository)", "print": " (print)", "recalled": " (FROM MEMORY, not read)"}
CERTAIN = {True: "yes", False: "no"}


def law_text(law: Jurisdiction, *, closed_days: Path | None, own_file: Path | None = None) -> str:
    """Everything on file about the access law of a place."""
    page = Page(f"{law.name} ({law.code})")
    _head(page, law, closed_days, own_file)
    page.part("What must be known first", [_question(key, one) for key, one in law.given.items()])
    page.part("Limits", [_clock(clock) for clock in law.clocks], unknown="No limit is known.")
    page.part("More time for the agency", [_extension(one) for one in law.extension], unknown="Nothing is known.")
    page.part("What stops the clock", [_tolling(one) for one in law.tolling], unknown="Nothing is known.")
    page.part("What silence means", [_silence(one) for one in law.silence], unknown="Not known.")
    page.part("Remedies, in order", [_remedy(one) for one in law.remedies], unknown="None is known.")
    _asking(page, law)
    page.part("Grounds for withholding, and what to answer", [_exemption(one) for one in law.exemptions])
    page.part("Records that a law makes an agency keep or publish", [_lever(one) for one in law.levers])
    page.part("Also in force or decided", [_lines(one.text, one.citation, one.status) for one in law.context])
    _retention(page, law)
    _enforcement(page, law)
    _trust(page, law)
    return str(page)


def start_words(start: Start, clock: Clock) -> str:
    """What starts a clock: ``the agency refused / the agency produced only a part (the date it bears)``."""
    events = _events_in_words(start, clock)
    day = f" ({DAYS[start.day]})" if start.day in DAYS and events else ""
    unanswered = "" if clock.binds == "agency" else ", if nothing came"
    limits = [f"'{_plain(on.removeprefix(DUE))}'" for on in start.on if on.startswith(DUE)]
    either = " or ".join(filter(None, (", ".join(limits[:-1]), *limits[-1:])))
    last = [f"the last day of {either}{unanswered}"] if limits else []
    return " / ".join([*([" / ".join(events) + day] if events else []), *last])


def silence_words(one: Silence) -> str:
    """What silence means, after which limits, and where that stands."""
    after = f", after: {', '.join(map(_plain, one.after))}" if one.after else ""
    cited = f" ({one.citation})" if one.citation else ""
    return f"{SILENCE[one.effect]}{after}{cited}"


def _events_in_words(start: Start, clock: Clock) -> list[str]:
    """The events of a start; the five kinds of refusal together in a few words."""
    kinds = [on for on in start.on if not on.startswith(DUE)]
    together = clock.binds == "requester" and set(ADVERSE) <= set(kinds)
    first = ["a refusal, no records, or only a part"] if together else []
    words = [*first, *(_event_words(on, clock) for on in kinds if not (together and on in ADVERSE))]
    step = f" ({_plain(start.remedy)})" if start.remedy else ""
    result = f", {' or '.join(_plain(one) for one in start.result)}" if start.result else ""
    return [f"{one}{step}{result}" for one in words]


def _head(page: Page, law: Jurisdiction, closed_days: Path | None, own_file: Path | None) -> None:
    page.field("law", f"{law.law.name} ({law.law.short}), {law.law.citation}")
    page.field("acts", "; ".join(law.law.acts))
    page.field("text", law.law.url)
    page.field("note", law.law.note)
    page.field("same law as", law.same_as)
    page.field("of its own", ", ".join(law.overrides))
    page.field("police", f"{law.coverage.police}" + (f" ({law.coverage.citation})" if law.coverage.citation else ""))
    page.field("", law.coverage.note)
    page.field("use instead", law.coverage.use_instead)
    page.field("confidence", law.confidence)
    page.field("closed days", shown_path(closed_days) if closed_days else "none on file")
    page.field("local law", f"{shown_path(own_file)} (your campaign's own file)" if own_file else None)


def _event_words(kind: str, clock: Clock) -> str:
    """An event as the engine takes it: a full production starts no limit of the requester, a partial one does."""
    if kind == "produced" and clock.binds == "requester":
        return "the agency produced only a part"
    return NAMES.get(kind, _plain(kind))


def _question(key: str, question: Question) -> str:
    answers = [f"* {answer}: {words}" for answer, words in question.answers.items()]
    usual = f"taken as '{question.usual}' if nothing is said" if question.usual else None
    return _lines(f"{_plain(key)}: {question.ask}", *answers, usual, question.citation)


def _clock(clock: Clock) -> str:
    head = f"{_plain(clock.id)}: {clock.length}; {BINDS[clock.binds]}"
    if clock.when:
        head += f"; only if {_when(clock.when)}"
    if clock.only_if:
        head += f"; only if {clock.only_if}"
    if clock.also_read:
        head += f"; can also be read as {clock.also_read}"
    if clock.starts_at != "first":
        head += f"; from the {'latest' if clock.starts_at == 'last' else 'latest, once each has come'} of these"
    starts = [f"* from: {start_words(start, clock)}{_start_rules(start)}" for start in clock.starts]
    rolls = ROLLS.get(clock.rolls) if clock.length.unit not in ("business", None) else None
    if rolls and clock.roll_citation:
        rolls += f" ({clock.roll_citation})"
    taken = f"gives way to: {', '.join(map(_plain, clock.yields_to))}" if clock.yields_to else None
    valid = " ".join(
        f"{word} {day}" for word, day in (("from", clock.valid_from), ("until", clock.valid_to)) if day is not None
    )
    cited = f"{clock.citation} ({basis_words(clock.basis, clock.binding)})"
    return _lines(head, *starts, rolls, taken, f"in force {valid}" if valid else None, cited, clock.note)


def _start_rules(start: Start) -> str:
    """What else a start depends on, in words."""
    rules = [f"only if {_when(start.when)}"] if start.when else []
    if start.deemed is not None:
        rules.append(f"taken to be {start.deemed} later")
    if start.not_before is not None:
        rules.append(f"not before the last day of '{_plain(start.not_before)}'")
    if start.only_after:
        rules.append(f"only after the last day of '{' or '.join(map(_plain, start.only_after))}'")
    if start.if_lapsed:
        rules.append(f"only once '{' or '.join(map(_plain, start.if_lapsed))}' passed unanswered")
    if start.fee is not None:
        rules.append("the fee due with the request" if start.fee == "application" else "the fee that was estimated")
    return f"; {'; '.join(rules)}" if rules else ""


def _when(conditions: Conditions) -> str:
    return ", ".join(f"{_plain(key)} is {value.replace('|', ' or ')}" for key, value in conditions.items())


def _extension(one: Extension) -> str:
    most = f", at most {one.length}" if one.length else ""
    modes = {
        "additional": f"on top of the limit{most}",
        "total": f"in all{most}",
        "from_event": f"from the notice{most}",
        "open_date": "to a date that the agency names; no cap in the law",
        "unknown_cap": "to a date that the agency names; whether there is a cap is not known",
        "agreement": "only by agreement",
        "reviewer_leave": "only with leave of the reviewing body",
        "none": "none",
    }
    advice = f"advised: at most {one.guideline} ({one.guideline_citation}), not law" if one.guideline else None
    reasons = f"reasons: {'; '.join(one.reasons)}" if one.reasons else None
    head = f"{_plain(one.of)}: {modes[one.mode]}"
    if one.max:
        head += f"; on all grounds together {one.max}"
    rules = [f"only if {_when(one.when)}"] if one.when else []
    rules += ["may be repeated"] if one.repeatable else []
    rules += ["only for the part that needs it"] if one.part_only else []
    rules += [f"notice within {one.notice_by} of the start"] if one.notice_by else []
    return _lines(
        head,
        "; ".join(rules),
        reasons,
        one.notice,
        advice,
        f"{one.citation} ({basis_words(one.basis, 'hard')})",
        one.note,
    )


def _tolling(one: Tolling) -> str:
    effects = {
        "reset": "the clock starts anew with the answer",
        "suspend": "the clock stands still until it is answered" + (" (the first time only)" if one.once else ""),
        "add": f"adds {one.by or 'the days of waiting'}",
        "extend": f"extends the limit by {one.by or 'the days of waiting'}",
        "start_later": "the clock starts only then",
        "none": "does not stop the clock",
    }
    limit = f"you have {one.requester_limit}: {one.requester_limit_effect or ''}" if one.requester_limit else None
    head = f"{_plain(one.trigger)}: {effects[one.effect]}"
    only = f"only if {_when(one.when)}" if one.when else None
    within = f"only if asked within {one.ask_within}" if one.ask_within else None
    return _lines(head, only, within, limit, one.citation, one.note)


def _silence(one: Silence) -> str:
    return _lines(silence_words(one), one.note)


def _remedy(one: Remedy) -> str:
    must = None if one.mandatory is None else f"{'' if one.mandatory else 'not '}needed before the next step"
    if must and one.optional_when:
        must += f", but not {' or '.join(WHEN[when] for when in one.optional_when)}"
    closed = f"not open {' or '.join(WHEN[when] for when in one.skipped_when)}" if one.skipped_when else None
    only = f"only if {_when(one.when)}" if one.when else None
    blocks = f"while it is pending, not open: {', '.join(map(_plain, one.blocks))}" if one.blocks else None
    choice = f"bars: {', '.join(map(_plain, one.excludes))}" if one.excludes else None
    against = f"open only against {' or '.join(one.against)}" if one.against else None
    unless = f"unless: {one.unless}" if one.unless else None
    beside = "may run beside the other steps" if one.parallel else None
    limits = f"limits: {', '.join(map(_plain, one.clocks))}" if one.clocks else None
    copy = f"copy to: {one.copy_to}" if one.copy_to else None
    head = f"{_plain(one.kind)}: {one.body}"
    return _lines(
        head, only, against, must, closed, unless, choice, blocks, beside, limits, copy, one.citation, one.note
    )


def _asking(page: Page, law: Jurisdiction) -> None:
    fees, caps, who, form = law.fees, law.limits, law.requester, law.form
    if fees is not None:
        named = (("search", fees.search_chargeable), ("review", fees.review_chargeable))
        charged = [f"charge for {word}: {CERTAIN[value]}" for word, value in named if value is not None]
        first = "nothing" if fees.application == "0" else fees.application
        before = (("with the request", first), ("for a review", fees.review), ("a page", fees.per_page))
        more = (("free", fees.free), ("waiver", fees.waiver), ("estimate", fees.estimate_rule))
        last = (("when late", fees.lost_when_late), ("amounts as of", fees.indexed_for))
        page.part("Fees", _lines(fees.summary, *charged, *_named((*before, *more, *last)), fees.citation, fees.note))
    if caps is not None:
        page.part("Ceilings", _lines(caps.cost_ceiling, caps.aggregation, caps.series_rule, caps.citation, caps.note))
    if who is not None:
        home = None if who.residency_required is None else f"residence needed: {CERTAIN[who.residency_required]}"
        more = (("name", who.identity), ("purpose", who.purpose), ("another name", _certain(who.pseudonym)))
        page.part("Who may ask", _lines(who.who, home, *_named((*more, ("age", who.age))), who.citation, who.note))
    if form is not None:
        what = (("channels", ", ".join(form.channels)), ("state", "; ".join(form.must_state)))
        called = (("call it", form.called), ("form", form.prescribed), ("name the law", _certain(form.must_cite)))
        how = [*_named((*what, *called)), *(["one body a letter"] if form.one_body else [])]
        page.part("How to ask", _lines(form.summary, *how, form.citation, form.note))
    if law.expedited is not None:
        page.part("Asking for an answer before its turn", _expedited(law.expedited))
    received = [*law.receipt_rules.values(), *_named((("the day ends", law.close_of_day),))]
    page.part("When it counts as received", received)


def _expedited(one: Expedited) -> str:
    grounds = [f"* where {ground}" for ground in one.grounds]
    shown = [f"* show: {thing}" for thing in one.must_state]
    sworn = "the reasons must be certified as true" if one.certified else None
    decided = f"the agency says whether it agrees within {one.decided_within}" if one.decided_within else None
    limits = f"limits then: {', '.join(map(_plain, one.clocks))}" if one.clocks else None
    return _lines(*grounds, *shown, sworn, decided, limits, one.citation, one.note)


def _exemption(one: Exemption) -> str:
    counter = f"* answer: {one.counter}" if one.counter else None
    effect = ", ".join(filter(None, (one.effect, one.test)))
    return _lines(f"{one.label}: {one.citation}", one.scope, effect, counter)


def _lever(one: Lever) -> str:
    duty = one.duty if one.obliges else f"{one.duty} (no legal duty: never write 'obliges')"
    law = f"{one.law}, {one.citation}" if one.citation else one.law
    return _lines(one.record, f"{duty}; {', '.join(filter(None, (one.who, one.when)))}", law, one.use, one.caution)


def _retention(page: Page, law: Jurisdiction) -> None:
    titles = {source.id: f"{source.title}{KINDS[source.kind]}" for source in law.sources}
    kept = [
        _lines(
            retention_words(one),
            f"{one.citation or ', '.join(titles.get(name, name) for name in one.source)}; confidence {one.confidence}",
            one.note,
        )
        for one in law.retention
    ]
    page.part("How long records are kept", kept)
    page.part("What forbids destroying what was asked for", [duty_words(one) for one in law.duty_to_preserve])


def _enforcement(page: Page, law: Jurisdiction) -> None:
    if law.enforcement is not None:
        one = law.enforcement
        named = _named((("attorney fees", one.attorney_fees), ("penalties", one.penalties)))
        page.part("Enforcement", _lines(*named, one.citation, one.note))
    changes = [
        f"{one.status.replace('_', ' ')}{f', {one.date}' if one.date else ''}: {one.text}" for one in law.changes
    ]
    page.part("Changes, recent and pending", changes)
    page.part("Practice", law.local_note or "")


def _trust(page: Page, law: Jurisdiction) -> None:
    if law.holidays is not None:
        page.part("Which days are closed", _lines(law.holidays.definition, law.holidays.citation))
    page.part("In doubt", list(law.unsure), unknown="Nothing is noted.")
    page.part("Read", law.text_read or "")
    page.part("Sources", [_source(one) for one in law.sources])


def _source(one: Source) -> str:
    return _lines(f"{one.title}{KINDS[one.kind]}", one.url, one.note)


def _named(pairs: Iterable[tuple[str, str | None]]) -> list[str]:
    return [f"{label}: {value}" for label, value in pairs if value]


def _certain(value: bool | None) -> str | None:
    return None if value is None else CERTAIN[value]


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _lines(*texts: str | None) -> str:
    return "\n".join(" ".join(text.split()) for text in texts if text)
