"""Which conditions of a law hold for a request: what was said of it, what its events show, what is usual. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from frkit.law.answers import answer_faults
from frkit.law.rule_types import Conditions
from frkit.law.types import Jurisdiction
from frkit.law.variants import USUAL, fits
from frkit.tracking.order import Logged
from frkit.tracking.outcomes import DECISIONS, answered_on
from frkit.tracking.types import Request

_REFUSALS = ("denied", "neither_confirm_nor_deny", "no_records", "not_custodian")
_GRANTS = ("granted", "produced")


@dataclass(frozen=True)
class Given:
    """The known inputs of a law's conditions, and which of them were only taken as usual."""

    known: Mapping[str, str]
    presumed: tuple[str, ...] = ()

    def judge(self, when: Conditions) -> tuple[bool, tuple[str, ...]]:
        """Whether conditions can hold, and the inputs that nobody has said and on which that depends."""
        needs = []
        for key, wanted in when.items():
            answer = self.known.get(key)
            if answer is None:
                needs.append(key)
            elif not fits(answer, wanted):
                return False, ()
        return True, tuple(needs)

    def presumptions(self, when: Conditions) -> tuple[str, ...]:
        """For a derivation: which of these conditions rest on what is usual."""
        return tuple(
            f"Taken as usual, since nothing else was said: {key.replace('_', ' ')} is '{self.known[key]}'."
            for key in when
            if key in self.presumed and key not in USUAL
        )


def given_for(law: Jurisdiction, request: Request, events: Iterable[Logged]) -> Given:
    """What is known of a request: said under ``given``, shown by its events, or usual under this law.

    An answer that the law's question does not know says nothing: to take it for another would choose a limit.
    """
    wrong = {key for key, _ in answer_faults(law, request.given)}
    said = {key: value for key, value in request.given.items() if key not in wrong}
    history = list(events)
    known = _from_events(history) | said
    if "answer" not in said and answered_on(request, history, DECISIONS) is None:
        known.pop("answer", None)  # what is still open may be answered either way
    usual = USUAL | {key: question.usual for key, question in law.given.items() if question.usual is not None}
    presumed = tuple(key for key in usual if key not in known)
    return Given({**{key: usual[key] for key in presumed}, **known}, presumed)


def _from_events(events: Iterable[Logged]) -> dict[str, str]:
    shown = {"deposit": "no"}
    for _, event in events:
        if event.kind == "sent":
            shown.setdefault("channel", str(getattr(event, "method", "other")))
        elif event.kind == "fee_estimated":
            shown["deposit"] = "yes" if getattr(event, "deposit", None) else "no"
        elif event.kind in _REFUSALS:
            shown["answer"] = "refusal"
        elif event.kind in _GRANTS:
            shown.setdefault("answer", "grant")
    return shown
