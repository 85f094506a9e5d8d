"""Our answer to a question of the agency; the words are the person's own."""

from __future__ import annotations

from collections.abc import Iterator

from frkit.base.errors import FrkitError
from frkit.letters.facts.account import chosen_items
from frkit.letters.facts.fitting import must_be_open
from frkit.letters.facts.pauses import pause_facts
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import on_one_line
from frkit.tracking.events import ClarificationAsked
from frkit.tracking.order import effective
from frkit.tracking.standing import Standing


def _facts(matter: Matter) -> Facts:
    must_be_open(matter, "there is nothing to clarify")
    asked = _question(matter)
    return {
        "question": {
            "date": asked.date,
            "words": on_one_line(asked.question or ""),
            "reference": on_one_line(asked.reference or ""),
            "numbers": sorted(chosen_items(matter)),
            "pause": pause_facts(matter.file, matter.stand, "clarification", "clarified"),
        }
    }


def _question(matter: Matter) -> ClarificationAsked:
    """The agency's last question; raises FrkitError where there is none, or where it was answered."""
    asked = last_question(matter.stand)
    log = f"frkit log clarification-asked {matter.file.id} --date DATE --question WORDS"
    if asked is None:
        raise FrkitError("No question of the agency is logged.", remedy=f"log it first: {log}")
    if matter.stand.flag("clarify_wait") is None:
        raise FrkitError(
            f"The agency's question of {asked.date} does not wait for us any more.",
            remedy=f"if it asked again, log that first: {log}",
        )
    return asked


def last_question(stand: Standing) -> ClarificationAsked | None:
    """The last question that the agency asked about what is meant, answered or not."""
    found = [event for _, event in effective(stand.events) if isinstance(event, ClarificationAsked)]
    return found[-1] if found else None


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    if not facts["said"]["paragraphs"]:
        yield 'Answer with --text "WORDS" or --text-file FILE, or write the answer into the letter.'
    if not facts["question"]["words"]:
        yield "The question itself is not on file: compare the answer with the agency's letter."


KIND = LetterKind(
    name="clarification",
    purpose="answers a question of the agency about what is meant",
    logged_as="clarified",
    facts=_facts,
    to_do=_to_do,
)
