"""The complaint to an ombuds, commissioner or attorney general, and the request for mediation or an opinion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frkit.base.errors import FrkitError
from frkit.law.types import Remedy
from frkit.letters.facts.account import account_facts
from frkit.letters.facts.grounds import decisions_facts, open_refusals
from frkit.letters.facts.law_steps import (
    about_step,
    deadline_facts,
    decision_limit_facts,
    needed_step,
    remedy_option,
    step_facts,
)
from frkit.letters.facts.limits import never_sent
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter

_KINDS = ("complaint", "mediation", "opinion")


def _step(matter: Matter) -> Remedy:
    what = "complaint, mediation or opinion by somebody outside the agency"
    return needed_step(matter, "complaint", what, _KINDS)


def _facts(matter: Matter) -> Facts:
    file, stand = matter.file, matter.stand
    remedy = _step(matter)
    if stand.sent_on is None:
        raise never_sent(file, stand, "there is nothing to complain about")
    account = account_facts(matter)
    if not (account["answers"] or account["delay"] or account["steps"]):
        raise FrkitError(
            "There is nothing to complain about: no refusal is on file, and no limit has passed.",
            remedy=f"to see who must act: frkit status {file.id}",
        )
    refusals = [] if account["steps"] else open_refusals(stand)
    deadline = deadline_facts(stand, remedy)
    return {
        "complaint": {
            **account,
            "remedy": step_facts(remedy, stand, file.law.code[:2]),
            "decisions": decisions_facts(file.law, file.request, refusals),
            "deadline": deadline,
            "decision_limit": decision_limit_facts(file, stand, remedy, matter.today),
        }
    }


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    complaint = facts["complaint"]
    yield from about_step(matter, _step(matter), complaint["remedy"], complaint["deadline"], address=False)
    if matter.file.law.requester and matter.file.law.requester.pseudonym is False:
        yield "The body may want the name under which the request was made: use the same one."


def _log_options(matter: Matter) -> Mapping[str, str]:
    remedy = _step(matter)
    to = step_facts(remedy, matter.stand, matter.file.law.code[:2])["to"]
    return {"body": to["name"] or "BODY"} | remedy_option(matter.file.law, remedy)


KIND = LetterKind(
    name="complaint",
    purpose="complains to an ombuds, commissioner or attorney general, or asks one to mediate or advise",
    logged_as="complaint_filed",
    facts=_facts,
    to_do=_to_do,
    log_options=_log_options,
    to_agency=False,
)
