"""One thing to do, and how urgent it is. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

SOON = 14
REMINDED = 14
"""Days for which a letter of ours that went out is left to work before the next one is urgent."""
LONG_BEFORE = 120
"""Days before a limit of court proceedings at which it begins to be shown."""
_SORTS = ("lapsing", "wait_ends", "refused", "overdue", "answer", "late", "read", "send", "look")
"""``overdue``: past a limit of law for the answer; ``late``: past a promise, a target or the day of a receipt."""
_RANK = {sort: rank for rank, sort in enumerate(_SORTS)}
_LETTER = re.compile(r"frkit letter \S+ ([a-z-]+)(?: --remedy (\S+))?$")


def rank_of(sort: str) -> int:
    """How urgent a sort of step is: ``lapsing``, ``refused``, ``look`` and the like; 0 is the most."""
    return _RANK[sort]


@dataclass(frozen=True)
class NextStep:
    """One thing to do: in words, as a command, by when, and how urgent (0 is the most)."""

    text: str
    command: str
    by: date | None
    rank: int
    since: date | None = None
    """The day from which somebody has been late."""
    after_silence: bool = False
    """Whether it rests on there being no reply, so that one which nobody has read may change it."""
    can_wait: str = ""
    """Why it is possible and not due now: what went out has not had its time, or the law does not need it."""

    @property
    def urgency(self) -> tuple[int, date, date]:
        """What steps are sorted by: rank, then the day that comes first, then who has been late the longest."""
        return self.rank, self.by or date.max, self.since or date.max

    @property
    def letter(self) -> str | None:
        """The kind of letter that the command writes, or None where it does something else."""
        found = _LETTER.fullmatch(self.command)
        return found[1] if found else None
