"""What the law asks about a request and nobody has said, as flags: until it is said, no limit that hangs on it alerts.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from frkit.law.answers import answer_faults
from frkit.law.types import Jurisdiction
from frkit.tracking.case import RunningClock
from frkit.tracking.flags import Flag
from frkit.tracking.types import Request

_SETTLED = ("met", "met_late", "stopped")


def question_flags(law: Jurisdiction, request: Request, clocks: Iterable[RunningClock]) -> Iterator[Flag]:
    """Each answer in ``request.yaml`` that the law cannot use, and each question on which a limit that runs depends."""
    for key, why in answer_faults(law, request.given):
        yield Flag("answer_unknown", f"request.yaml, given: {key}: {why}. It counts as not said.")
    open_ones = (one for one in clocks if one.state not in _SETTLED)
    for key in dict.fromkeys(need for one in open_ones for need in one.needs):
        question = law.given.get(key)
        if question is None:
            continue  # what only the events can show
        words = f"Until '{key}' is said in request.yaml, under given, no limit that depends on it raises an alert."
        yield Flag("question_open", f"The law asks: {question.ask} {words}")
