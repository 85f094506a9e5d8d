"""The first limit that a law sets to an agency: what a list of places shows of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from frkit.law.event_kinds import DUE
from frkit.law.rule_types import MAIN_ROLES, Clock, Conditions
from frkit.law.types import Jurisdiction
from frkit.law.variants import USUAL, fits

_BEGINNINGS = (
    "sent",
    "received_by_agency",
    "received_by_competent_body",
    "registered",
    "acknowledged",
    "identity_proved",
    "fee_paid",
)
"""What sets a limit running before the agency has decided anything."""


def main_clocks(law: Jurisdiction, day: date) -> Iterator[Clock]:
    """The clocks that a request sets running against an agency and that are in force, in the order of the file."""
    for clock in law.clocks:
        in_force = (clock.valid_from or day) <= day <= (clock.valid_to or day)
        if clock.binds == "agency" and clock.role in MAIN_ROLES and in_force and _begins_with_the_request(clock):
            yield clock


def _begins_with_the_request(clock: Clock) -> bool:
    kinds = {on for start in clock.starts for on in start.on}
    return bool(kinds & set(_BEGINNINGS)) or any(on.startswith(DUE) for on in kinds)


def first_limit(law: Jurisdiction, day: date) -> Clock | None:
    """The first limit that holds without condition, or in the usual case; None where it always depends."""
    usual = USUAL | {key: question.usual for key, question in law.given.items() if question.usual is not None}
    return next((clock for clock in main_clocks(law, day) if _holds(clock.when, usual)), None)


def first_limits(law: Jurisdiction, day: date) -> tuple[Clock, ...]:
    """The first limit; where every limit has a condition, the first one of each case, each length once."""
    always = first_limit(law, day)
    if always is not None:
        return (always,)
    found: list[Clock] = []
    cases: list[set[tuple[str, str]]] = []
    for clock in main_clocks(law, day):
        case = set(clock.when.items())
        if not any(earlier <= case for earlier in cases) and all(clock.length != one.length for one in found):
            found.append(clock)
        cases.append(case)
    return tuple(found)


def in_short(clocks: tuple[Clock, ...]) -> str:
    """Lengths without what only explains them, those of one unit drawn together: ``10 or 20 business days``."""
    lengths = [str(clock.length).partition(",")[0] for clock in clocks]
    units = {words.partition(" ")[2].rstrip("s") for words in lengths if words[0].isdigit()}
    if len(lengths) > 1 and len(units) == 1 and all(words[0].isdigit() for words in lengths):
        return f"{' or '.join(words.partition(' ')[0] for words in lengths)} {units.pop()}s"
    return " or ".join(lengths)


def _holds(when: Conditions, usual: dict[str, str]) -> bool:
    return all(key in usual and fits(usual[key], wanted) for key, wanted in when.items())
