"""After a request was passed on or split: to the body that had it, or to the one that has it now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frkit.base.errors import FrkitError
from frkit.letters.facts.limits import ANSWERS, clock_facts, never_sent
from frkit.letters.facts.our_letters import written_about
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import listed, on_one_line
from frkit.tracking.events import ReceivedByAgency, Split, Transferred
from frkit.tracking.order import effective
from frkit.tracking.outcomes import moved
from frkit.tracking.standing import Standing


def _facts(matter: Matter) -> Facts:
    """Who is written to, what was passed on and when, and the limit that runs for whoever has it now."""
    if matter.stand.sent_on is None:
        raise never_sent(matter.file, matter.stand, "no letter can follow it")
    passed, received = _passed_on(matter.stand), _receipt(matter.stand)
    if passed is None and received is None:
        raise FrkitError(
            "No transfer is on file.",
            remedy=f"log it first: frkit log transferred {matter.file.id} --date DATE --to BODY",
        )
    numbers = list(moved(matter.file.request, passed)) if passed is not None else []
    since = received.date if received is not None else passed.date if passed is not None else None
    return {
        "transfer": {
            "to": "new" if received is not None else "old",
            "kind": passed.kind if passed is not None else "transferred",
            "passed_on": passed.date if passed is not None else None,
            "body": _body(passed),
            "numbers": numbers,
            "all_items": not numbers or len(numbers) == len(matter.file.request.items),
            "received_on": received.date if received is not None else None,
            "reference": on_one_line(received.reference or "") if received is not None else "",
            "limit": _limit(matter.stand),
            "asked_on": written_about(matter.stand, "transfer", since),
        }
    }


def _passed_on(stand: Standing) -> Transferred | Split | None:
    """The last letter with which the agency let go of something."""
    found = [event for _, event in effective(stand.events) if isinstance(event, (Transferred, Split))]
    return found[-1] if found else None


def _receipt(stand: Standing) -> ReceivedByAgency | None:
    """The receipt by the body that has the request now; None where nothing says that it has come there."""
    found = [event for _, event in effective(stand.events) if isinstance(event, ReceivedByAgency)]
    return next((event for event in reversed(found) if event.competent and event.of is None), None)


def _body(passed: Transferred | Split | None) -> str:
    return on_one_line(passed.to) if isinstance(passed, Transferred) else ""


def _limit(stand: Standing) -> dict[str, Any] | None:
    """The limit of law for the answer that runs from the receipt by the new body; None where none is sure."""
    received = {event_id for event_id, event in stand.counted if getattr(event, "competent", False)}
    running = [one for one in stand.clocks if one.state in ("running", "lapsed") and one.clock.binds == "agency"]
    for one in running if stand.law_confirmed else ():
        rule, due = one.clock, one.due.date
        sure = not one.needs and rule.only_if is None and rule.also_read is None
        from_there = rule.length.number is not None and one.due.start.event_id in received
        if sure and from_there and rule.role in ANSWERS and due is not None:
            return {**clock_facts(rule), "due": due, "in_time": one.state == "running"}
    return None


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    transfer = facts["transfer"]
    if transfer["to"] == "new" and transfer["body"]:
        yield f"Address it to {transfer['body']}: the agency's letter, or frkit agencies search, may say where."
    elif not facts["agency"]["request_address"]:
        yield f"Look up where {facts['agency']['name']} takes requests; frkit ships no addresses."
    if transfer["to"] == "old" and transfer["kind"] == "transferred":
        log = f"frkit log received-by-agency {matter.file.id} --date DATE --competent"
        yield f"Once you know the day on which the other body received it: {log}"
    if transfer["asked_on"]:
        days = listed(str(day) for day in transfer["asked_on"])
        yield f"You wrote about the transfer on {days} already: look whether an answer came."


def _log_options(matter: Matter) -> Mapping[str, str]:
    """The other body, where the letter goes there and its name is known."""
    to = _body(_passed_on(matter.stand)) if _receipt(matter.stand) is not None else ""
    return {"to": to} if to else {}


KIND = LetterKind(
    name="transfer",
    purpose="asks who has the request since it was passed on, or writes to the body that has it now",
    logged_as="followed_up",
    about="transfer",
    facts=_facts,
    to_do=_to_do,
    log_options=_log_options,
    to_agency=False,
)
