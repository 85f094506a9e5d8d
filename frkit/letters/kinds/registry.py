"""Every kind of letter, in the order of a request's life."""

from __future__ import annotations

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean
from frkit.letters.kinds import (
    appeal,
    clarification,
    clawback,
    complaint,
    correction,
    decision,
    expedited,
    extension,
    fee,
    fee_waiver,
    identity,
    narrowing,
    neither,
    no_records,
    notice,
    overdue,
    preservation,
    request,
    thanks,
    transfer,
    unacknowledged,
)
from frkit.letters.letter_kind import LetterKind

ALL: tuple[LetterKind, ...] = (
    request.KIND,
    identity.KIND,
    expedited.KIND,
    fee_waiver.KIND,
    preservation.KIND,
    unacknowledged.KIND,
    clarification.KIND,
    narrowing.KIND,
    fee.KIND,
    extension.KIND,
    overdue.KIND,
    no_records.KIND,
    neither.KIND,
    appeal.KIND,
    decision.KIND,
    complaint.KIND,
    notice.KIND,
    transfer.KIND,
    correction.KIND,
    clawback.KIND,
    thanks.KIND,
)
BY_NAME = {kind.name: kind for kind in ALL}
NAMES = tuple(BY_NAME)


def kind_named(word: str) -> LetterKind:
    """The kind that a word names, with hyphens or underscores; raises WrongUsage for another."""
    found = BY_NAME.get(word.strip().casefold().replace("_", "-"))
    if found is None:
        raise WrongUsage(
            f"There is no letter '{word}'{did_you_mean(word, NAMES)}", remedy=f"one of: {', '.join(NAMES)}"
        )
    return found


def kind_logged_as(event_kind: str, about: str | None) -> LetterKind | None:
    """The kind of letter that an event of sending speaks of; None where that may be any."""
    fitting = [kind for kind in ALL if kind.logged_as == event_kind and kind.about == (about if kind.about else None)]
    return fitting[0] if len(fitting) == 1 else None
