"""The erratum: what a letter of ours says wrongly, and what is right."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.letters.facts.limits import never_sent
from frkit.letters.facts.our_letters import our_letters
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.tracking.our_events import OurLetter

_KINDS = {"appeal_sent": "appeal", "complaint_filed": "complaint", "sent": "request"}


def _facts(matter: Matter) -> Facts:
    """Which letter of ours is corrected: the last one."""
    if matter.stand.sent_on is None:
        raise never_sent(matter.file, matter.stand, "there is nothing to correct: change the request itself")
    letters = our_letters(matter.stand)
    last = letters[-1] if letters else None
    return {
        "correction": {
            "of": last.date if last is not None else matter.stand.sent_on,
            "kind": _KINDS.get(last.kind, "letter") if last is not None else "request",
            "numbers": list(matter.said.items),
        }
    }


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    letters = our_letters(matter.stand)
    if len({(one.date, one.kind) for one in letters}) > 1:
        days = ", ".join(dict.fromkeys(_told(one) for one in letters[-4:-1]))
        last = facts["correction"]["of"]
        yield f"The letter corrects your last one, of {last}; if another is meant, write its day in: {days}."
    if not facts["said"]["paragraphs"]:
        yield "Or let frkit write the words: --text 'Item 2 says 2019; it should say 2020.'"
    yield "A correction that asks for more, or for something else, is a new request: frkit request new."


def _told(letter: OurLetter) -> str:
    return f"{letter.kind.replace('_', ' ')} of {letter.date}"


KIND = LetterKind(
    name="correction",
    purpose="corrects a mistake in a letter of ours",
    logged_as="followed_up",
    about="correction",
    facts=_facts,
    to_do=_to_do,
)
