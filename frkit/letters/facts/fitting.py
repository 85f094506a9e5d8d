"""Whether a letter fits at all: the request must have gone out, and something of it must still be open."""

from __future__ import annotations

from frkit.base.errors import FrkitError
from frkit.letters.facts.limits import never_sent
from frkit.letters.matter import Matter


def must_be_open(matter: Matter, so: str) -> None:
    """Raise FrkitError for a request that was never sent, is closed, or has an answer to every item.

    ``so`` ends the sentence for a request that was not sent: ``there is nothing to clarify``.
    """
    file, stand = matter.file, matter.stand
    if stand.sent_on is None:
        raise never_sent(file, stand, so)
    if stand.ball == "closed":
        raise FrkitError(
            f"The request is closed ({stand.closed_as}), so {so}.",
            remedy=f"to take it up again: frkit log reopened {file.id} --date DATE",
        )
    if "pending" not in stand.item_outcomes.values():
        raise FrkitError(
            f"Every item has an answer, so {so}.",
            remedy=f"to see what the agency answered: frkit request show {file.id}",
        )
