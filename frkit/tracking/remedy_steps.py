"""The steps against a refusal or silence in words, and the command that takes or logs each. Pure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from frkit.law.event_kinds import DUE
from frkit.law.explaining import long_day
from frkit.law.types import Jurisdiction, Remedy
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.steps import FILED_AS

WRITTEN = ("appeal", "internal_review", "petition")
"""Kinds of step that answer a refusal by an appeal."""
LETTERS = {
    **dict.fromkeys(WRITTEN, "appeal"),
    **dict.fromkeys(("complaint", "mediation", "opinion"), "complaint"),
    "notice": "notice",
    "decision_request": "decision",
}
"""Kind of step -> the letter that takes it; court and tribunal have none."""
_DOES = {
    "internal_review": "ask {} for an internal review",
    "petition": "petition {}",
    "decision_request": "ask {} for a formal decision",
    "complaint": "complain to {}",
    "mediation": "ask {} to mediate",
    "opinion": "ask {} for an opinion",
    "notice": "give notice to {}",
    "court": "file suit in {}",
    "tribunal": "appeal, so that it is received in time, to {}",
}
_ONE_OF_SEVERAL = (" or ", ";", ",", " where ")


def about_fee(remedy: Remedy) -> bool:
    """Whether a step is against a fee alone, so that it answers no refusal."""
    return "fee" in re.split(r"[-_]", remedy.id)


def does(remedy: Remedy) -> str:
    """The step as something to do: ``complain to the ombuds``."""
    body = f"the {remedy.body[4:]}" if remedy.body.startswith("The ") else remedy.body
    return _DOES.get(remedy.kind, "appeal to {}").format(body)


def command_of(request_id: str, law: Jurisdiction, remedy: Remedy) -> str:
    """The command for a step: the letter where frkit has one, else the line that logs it once it is done.

    Where several steps of a law take the same letter, those behind the first are named.
    """
    letter = LETTERS.get(remedy.kind)
    if letter is not None:
        alike = [one.id for one in law.remedies if LETTERS.get(one.kind) == letter]
        named = ["--remedy", remedy.id] if alike[:1] != [remedy.id] else []
        return shlex.join(["frkit", "letter", request_id, letter, *named])
    kind = FILED_AS[remedy.kind]
    words = ["frkit", "log", kind.replace("_", "-"), request_id, "--date", "DATE", *_court_of(kind, remedy)]
    if sum(FILED_AS[one.kind] == kind for one in law.remedies) > 1:
        words += ["--remedy", remedy.id]
    if kind == "appeal_sent":
        words += ["--letter", "FILE"]
    return shlex.join(words)


def _appealed(law: Jurisdiction, remedy: Remedy, silence: bool) -> bool:
    """Whether it is an appeal, against silence one whose time the law counts from there."""
    starts = [on for clock in law.clocks_of("appeal") for start in clock.starts for on in start.on]
    return remedy.kind in WRITTEN and (not silence or any(on.startswith(DUE) for on in starts))


def _court_of(kind: str, remedy: Remedy) -> list[str]:
    """The court that the log asks for; where the law names several, a word in its place: which it is, is not known."""
    if kind != "suit_filed":
        return []
    several = any(word in remedy.body for word in _ONE_OF_SEVERAL)
    return ["--court", "COURT" if several else remedy.body.split(" (")[0].strip()]


def open_steps(remedies: Iterable[RemedyStanding], law: Jurisdiction, *, silence: bool = False) -> list[RemedyStanding]:
    """The steps that can be taken now, in the order of showing: appeals, needed, court, others.

    Where the law lets somebody choose, frkit does not choose: all of them are shown.
    """
    found = [one for one in remedies if one.state == "open"]
    return sorted(found, key=lambda one: _shown(one, law, silence))


def _shown(one: RemedyStanding, law: Jurisdiction, silence: bool) -> int:
    if _appealed(law, one.remedy, silence):
        return 0
    if one.needed:
        return 1
    return 2 if one.remedy.kind in ("court", "tribunal") else 3


def listed(steps: Iterable[RemedyStanding]) -> str:
    """Several steps in a sentence, each with its last safe day: ``appeal to the head; or file suit in the court``."""
    told = [f"{does(one.remedy)}{f' by {long_day(one.until)}' if one.until else ''}" for one in steps]
    return "; or ".join(told)
