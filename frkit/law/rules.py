"""What must hold within one place's law beyond the form of each field: references, limits, sources, patterns. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from frkit.base.findings import did_you_mean
from frkit.base.models import Data
from frkit.law.event_kinds import DUE, EVENT_KINDS, START_KINDS, STATES_A_DATE
from frkit.law.exemptions import exemption_cited
from frkit.law.faults import Fault, Location
from frkit.law.rule_types import Clock
from frkit.law.types import Exemption, Jurisdiction
from frkit.law.variants import variant_faults

_BEARS_DATES = ("clocks", "extension", "tolling", "silence", "remedies", "requester", "expedited")
"""Parts that a confidence speaks of: limits, the way of appeal, who may ask."""


def faults_of(law: Jurisdiction) -> list[Fault]:
    """Every fault of a place's law, what it inherits included."""
    return [
        *_ids_twice(law),
        *_clock_references(law),
        *_other_references(law),
        *_cycles(law),
        *_limits(law),
        *_sources(law),
        *_confidence(law),
        *_patterns(law),
        *_levers(law),
        *_retention(law),
        *_steps(law),
        *_expedited(law),
        *variant_faults(law),
    ]


def _ids_twice(law: Jurisdiction) -> Iterator[Fault]:
    for name in ("remedies", "exemptions", "levers", "retention", "sources"):
        seen: set[str] = set()
        for number, one in enumerate(getattr(law, name)):
            if one.id in seen:
                yield Fault((name, number, "id"), f"'{one.id}' stands here a second time; each id is used once")
            seen.add(one.id)


def _clock_references(law: Jurisdiction) -> Iterator[Fault]:
    for number, clock in enumerate(law.clocks):
        at: Location = ("clocks", number)
        if not clock.starts:
            yield Fault((*at, "starts"), f"nothing starts the clock '{clock.id}'")
        for place, start in enumerate(clock.starts):
            for order, on in enumerate(start.on):
                yield from _start_fault((*at, "starts", place, "on", order), on, law)
            yield from _unknown_clocks((*at, "starts", place, "if_lapsed"), start.if_lapsed, law)
            yield from _unknown_clocks((*at, "starts", place, "only_after"), start.only_after, law)
            if start.not_before is not None:
                yield from _unknown((*at, "starts", place, "not_before"), "clock", start.not_before, _ids(law.clocks))
        for order, kind in enumerate(clock.satisfied_by):
            yield from _unknown((*at, "satisfied_by", order), "kind of event", kind, EVENT_KINDS)
        yield from _unknown_clocks((*at, "yields_to"), clock.yields_to, law)


def _start_fault(at: Location, on: str, law: Jurisdiction) -> Iterator[Fault]:
    if not on.startswith(DUE):
        yield from _unknown(at, "kind of event", on, START_KINDS)
        return
    name = on.removeprefix(DUE)
    clock = law.clock(name)
    if clock is None:
        yield from _unknown(at, "clock", name, _ids(law.clocks))
    elif clock.length.soft in ("prompt", "none_stated"):
        yield Fault(at, f"the clock '{name}' never has a last day ({clock.length}), so nothing can start from it")


def _other_references(law: Jurisdiction) -> Iterator[Fault]:
    for number, extension in enumerate(law.extension):
        yield from _unknown(("extension", number, "of"), "clock", extension.of, _ids(law.clocks))
    for number, rule in enumerate(law.tolling):
        yield from _unknown_clocks(("tolling", number, "of"), rule.of, law)
    for number, silence in enumerate(law.silence):
        yield from _unknown_clocks(("silence", number, "after"), silence.after, law)
        if silence.effect != "none" and not silence.after:
            message = "after which clock does silence have this effect? name it under 'after'"
            yield Fault(("silence", number, "effect"), message)
    for number, remedy in enumerate(law.remedies):
        yield from _unknown_clocks(("remedies", number, "clocks"), remedy.clocks, law)


def _expedited(law: Jurisdiction) -> Iterator[Fault]:
    """What a letter that asks for an answer before its turn rests on: limits, a ground, a citation."""
    if law.expedited is None:
        return
    yield from _unknown_clocks(("expedited", "clocks"), law.expedited.clocks, law)
    if not law.expedited.grounds:
        yield Fault(
            ("expedited",), "in which cases does the law let somebody be answered first? name them as 'grounds'"
        )
    if not law.expedited.citation.strip():
        yield Fault(("expedited", "citation"), "a letter cites it: every way to be answered first needs its citation")


def _steps(law: Jurisdiction) -> Iterator[Fault]:
    """Steps of remedy that starts and choices name."""
    ids = _ids(law.remedies)
    for number, clock in enumerate(law.clocks):
        for place, start in enumerate(clock.starts):
            if start.remedy is not None:
                yield from _unknown(("clocks", number, "starts", place, "remedy"), "remedy", start.remedy, ids)
    for number, remedy in enumerate(law.remedies):
        for key in ("excludes", "blocks"):
            for order, name in enumerate(getattr(remedy, key)):
                yield from _unknown(("remedies", number, key, order), "remedy", name, ids)


def _cycles(law: Jurisdiction) -> Iterator[Fault]:
    starts = {clock.id: _starts_from(clock) for clock in law.clocks}
    for number, clock in enumerate(law.clocks):
        reached, ahead = set[str](), set(starts[clock.id])
        while ahead:
            reached |= ahead
            ahead = {other for one in ahead for other in starts.get(one, ())} - reached
        if clock.id in reached:
            message = f"the clock '{clock.id}' starts from its own end, by way of {', '.join(sorted(reached))}"
            yield Fault(("clocks", number, "starts"), message)


def _limits(law: Jurisdiction) -> Iterator[Fault]:
    for number, clock in enumerate(law.clocks):
        yield from _clock_limit(("clocks", number), clock)
    for number, extension in enumerate(law.extension):
        capped = extension.mode in ("additional", "total", "from_event")
        if capped and extension.length is None:
            message = f"an extension of mode '{extension.mode}' needs a length; without a cap the mode is 'open_date'"
            yield Fault(("extension", number, "mode"), message)
        if extension.mode in ("none", "open_date", "unknown_cap") and extension.length is not None:
            message = f"an extension of mode '{extension.mode}' has no length"
            yield Fault(("extension", number, "length"), message)
    for number, rule in enumerate(law.tolling):
        if rule.requester_limit is not None and not rule.citation:
            message = "a limit that binds the requester needs a citation: a letter and a deadline rest on it"
            yield Fault(("tolling", number, "requester_limit"), message)


def _clock_limit(at: Location, clock: Clock) -> Iterator[Fault]:
    numbered = clock.length.soft is None
    if not clock.citation.strip():
        yield Fault((*at, "citation"), "every clock needs the citation that a letter prints")
    if numbered and not clock.source:
        yield Fault((*at, "id"), f"the limit '{clock.id}' names no source; list one under 'source'")
    if clock.valid_from and clock.valid_to and clock.valid_to < clock.valid_from:
        yield Fault((*at, "valid_to"), f"the rule ends on {clock.valid_to}, before it begins on {clock.valid_from}")
    kinds = {on for start in clock.starts for on in start.on}
    if clock.length.soft == "by_agency_date" and not kinds <= set(STATES_A_DATE):
        message = f"only {', '.join(STATES_A_DATE)} can hold a date that the agency gave"
        yield Fault((*at, "starts"), message)


def _sources(law: Jurisdiction) -> Iterator[Fault]:
    ids = _ids(law.sources)
    used: set[str] = set()
    for location, source in named_sources(law):
        used.add(source)
        yield from _unknown(location, "source", source, ids)
    for number, entry in enumerate(law.sources):
        if entry.id not in used:
            message = f"nothing names the source '{entry.id}'; name it where it was used, or under law.source"
            yield Fault(("sources", number, "id"), message, warn=True)
        if entry.kind in ("web", "repository") and not entry.url:
            yield Fault(("sources", number, "kind"), f"a source of kind '{entry.kind}' needs its url")


def named_sources(part: object, at: Location = ()) -> Iterator[tuple[Location, str]]:
    """Each mention of a source's id in a part of a law, wherever it stands, with its location."""
    if isinstance(part, Data):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name == "source" and isinstance(value, tuple):
                yield from (((*at, name, number), one) for number, one in enumerate(value))
            else:
                yield from named_sources(value, (*at, name))
    elif isinstance(part, tuple):
        for number, item in enumerate(part):
            yield from named_sources(item, (*at, number))


def _confidence(law: Jurisdiction) -> Iterator[Fault]:
    recalled = {source.id for source in law.sources if source.kind == "recalled"}
    if law.confidence == "high":
        parts = [getattr(law, name) for name in _BEARS_DATES]
        named = sorted({source for part in parts for _, source in named_sources(part)} & recalled)
        if named:
            why = f"a limit or a remedy rests on a source written from memory ({', '.join(named)})"
            message = f"confidence cannot be high: {why}; write medium, or read the text and say so"
            yield Fault(("confidence",), message)
    elif not law.unsure:
        message = f"confidence is {law.confidence}, but nothing stands under 'unsure': say what is in doubt"
        yield Fault(("confidence",), message, warn=True)


def _patterns(law: Jurisdiction) -> Iterator[Fault]:
    for number, exemption in enumerate(law.exemptions):
        if not _knows_its_citation(law, exemption):
            message = f"no pattern is found in '{exemption.citation}': add the ways in which agencies write it"
            yield Fault(("exemptions", number, "patterns"), message)


def _knows_its_citation(law: Jurisdiction, exemption: Exemption) -> bool:
    """Whether the patterns alone, without the citation itself, find the exemption in its own citation."""
    alone = exemption.model_copy(update={"id": "-", "citation": "-"})
    return exemption_cited(law.model_copy(update={"exemptions": (alone,)}), exemption.citation) is not None


def _levers(law: Jurisdiction) -> Iterator[Fault]:
    for number, lever in enumerate(law.levers):
        if lever.obliges and "may hold" in lever.duty.casefold():
            message = "a body that only 'may hold' a record has no duty: 'obliges' must be false"
            yield Fault(("levers", number, "obliges"), message)


def _retention(law: Jurisdiction) -> Iterator[Fault]:
    """Periods and duties without a source, and periods that claim more than what they rest on bears."""
    recalled = {source.id for source in law.sources if source.kind == "recalled"}
    for number, one in enumerate(law.retention):
        at: Location = ("retention", number)
        if not one.source:
            yield Fault((*at, "id"), f"the retention period '{one.id}' names no source; list one under 'source'")
        if one.basis == "law" and not one.citation:
            yield Fault((*at, "basis"), "a period set by law needs the citation that a letter prints")
        if one.confidence == "high" and recalled & set(one.source):
            yield Fault((*at, "confidence"), "confidence cannot be high: its source was written from memory, not read")
    for number, duty in enumerate(law.duty_to_preserve):
        if not duty.source:
            yield Fault(("duty_to_preserve", number, "citation"), "it names no source; list one under 'source'")


def _unknown_clocks(at: Location, names: Iterable[str], law: Jurisdiction) -> Iterator[Fault]:
    for number, name in enumerate(names):
        yield from _unknown((*at, number), "clock", name, _ids(law.clocks))


def _unknown(at: Location, called: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    if name not in known:
        yield Fault(at, f"there is no {called} '{name}'{did_you_mean(name, known)}")


def _starts_from(clock: Clock) -> set[str]:
    return {on.removeprefix(DUE) for start in clock.starts for on in start.on if on.startswith(DUE)}


def _ids(entries: Iterable[Any]) -> list[str]:
    return [entry.id for entry in entries]
