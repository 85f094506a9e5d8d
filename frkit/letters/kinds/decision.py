"""The request for a formal decision, where nothing else can be appealed, or for a refusal in writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frkit.base.errors import FrkitError
from frkit.law.types import Jurisdiction, Remedy
from frkit.letters.facts.account import account_facts
from frkit.letters.facts.law_steps import about_step, deadline_facts, needed_step, remedy_option, step_facts
from frkit.letters.facts.limits import clock_facts, never_sent
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter


def _step(matter: Matter) -> Remedy:
    return needed_step(matter, "decision", "step by which a formal decision is asked for", ("decision_request",))


def _facts(matter: Matter) -> Facts:
    file, stand = matter.file, matter.stand
    remedy = _step(matter)
    if stand.sent_on is None:
        raise never_sent(file, stand, "there is nothing to decide")
    account = account_facts(matter)
    if not (account["answers"] or account["delay"]):
        raise FrkitError(
            "There is nothing yet on which a formal decision could be asked for: no answer is on file.",
            remedy=f"to see who must act: frkit status {file.id}",
        )
    return {
        "decision": {
            **account,
            "remedy": step_facts(remedy, stand, file.law.code[:2]),
            "deadline": deadline_facts(stand, remedy),
            "limit": _limit(file.law, remedy) if stand.law_confirmed else None,
        }
    }


def _limit(law: Jurisdiction, remedy: Remedy) -> Facts | None:
    """The time for the decision, counted from the letter, where the law names a number."""
    clocks = [law.clock(clock_id) for clock_id in remedy.clocks]
    counted = [one for one in clocks if one is not None and one.binds != "requester" and one.length.number is not None]
    asked = [one for one in counted if any("decision_requested" in start.on for start in one.starts)]
    return clock_facts(asked[0]) if asked and asked[0].also_read is None else None


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    decision = facts["decision"]
    yield from about_step(matter, _step(matter), decision["remedy"], decision["deadline"], address=True)


def _log_options(matter: Matter) -> Mapping[str, str]:
    return remedy_option(matter.file.law, _step(matter))


KIND = LetterKind(
    name="decision",
    purpose="asks for a formal decision that can be appealed, or for a refusal in writing",
    logged_as="decision_requested",
    facts=_facts,
    to_do=_to_do,
    log_options=_log_options,
)
