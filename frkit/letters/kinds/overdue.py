"""The reminder that an answer is late."""

from __future__ import annotations

from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.limits import late_facts
from frkit.letters.matter import Matter


def _facts(matter: Matter) -> Facts:
    return {"late": late_facts(matter.file, matter.stand)}


KIND = LetterKind(
    name="overdue",
    purpose="reminds of an answer that is late",
    logged_as="followed_up",
    about="overdue",
    facts=_facts,
)
