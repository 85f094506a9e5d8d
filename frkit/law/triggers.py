"""What stops an agency's clock, as events: what begins and ends each wait, and the requester's own limits to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frkit.law.rule_types import Clock, Start, Tolling, Trigger


@dataclass(frozen=True)
class Wait:
    """How one trigger shows in the events: what begins it, what ends it, and the words for the wait."""

    asked: str
    answered: tuple[str, ...]
    words: str


WAITS: dict[Trigger, Wait] = {
    "clarification": Wait(
        "clarification_asked", ("clarified", "scope_narrowed"), "the agency waited for our answer to its question"
    ),
    "fee": Wait(
        "fee_estimated",
        ("fee_agreed", "fee_paid", "waiver_granted", "scope_narrowed"),
        "the agency waited for its fee",
    ),
    "deposit": Wait("fee_estimated", ("fee_paid", "waiver_granted"), "the agency waited for its deposit"),
    "identity": Wait("identity_asked", ("identity_proved",), "the agency waited to know who asks"),
    "third_party": Wait("consultation_started", ("consultation_ended",), "the agency heard others"),
    "leave": Wait("consultation_started", ("consultation_ended",), "the reviewing body considered the agency's motion"),
    "transfer": Wait("transferred", ("received_by_agency",), "the request was on its way to the body that must answer"),
}


def requester_limits(rules: Iterable[Tolling]) -> Iterator[Clock]:
    """The requester's own limits to answer a question or a bill, as clocks: past them the request may be closed."""
    numbers: dict[str, int] = {}
    for rule in rules:
        if rule.requester_limit is None or rule.citation is None:
            continue
        numbers[rule.trigger] = number = numbers.get(rule.trigger, 0) + 1
        yield Clock(
            id=f"answer_{rule.trigger}" + (f"_{number}" if number > 1 else ""),
            role="withdrawal",
            binds="requester",
            when=rule.when,
            length=rule.requester_limit,
            starts=(Start(on=(WAITS[rule.trigger].asked,), day="dated"),),
            satisfied_by=rule.ended_by or WAITS[rule.trigger].answered,
            counts=rule.requester_limit_counts,
            basis=rule.basis,
            valid_from=rule.valid_from,
            citation=rule.citation,
            source=rule.source,
            note=rule.requester_limit_effect,
        )


def in_dependency_order(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """Clocks so that one that depends on another's last day comes after it; else as they stand in the law."""
    ordered: list[Clock] = []
    waiting = list(clocks)
    known = {clock.id for clock in waiting}
    while waiting:
        names = {clock.id for clock in ordered}
        ready = next((clock for clock in waiting if _depends_on(clock) & known <= names), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
    return tuple(ordered)


def _depends_on(clock: Clock) -> set[str]:
    dues = {on.removeprefix("due:") for start in clock.starts for on in start.on if on.startswith("due:")}
    waits = {name for start in clock.starts for name in (*start.if_lapsed, *start.only_after, start.not_before) if name}
    return dues | waits | set(clock.yields_to)
