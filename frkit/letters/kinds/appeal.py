"""The appeal, petition or internal review; where the law knows none, a request to think again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frkit.catalogue.loading import load_agency
from frkit.letters.appealing import appeal_facts, appeal_remedy
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import listed
from frkit.tracking.steps import FILED_AS


def _facts(matter: Matter) -> Facts:
    return {"appeal": appeal_facts(matter.file, matter.stand, matter.today)}


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    yield from _about_step(facts, matter.file.id)
    yield from _about_grounds(facts["appeal"])
    yield from _whom_else_to_ask(matter, facts["appeal"])


def _about_step(facts: Facts, request_id: str) -> Iterator[str]:
    appeal = facts["appeal"]
    if appeal["remedy"] and appeal["remedy"]["doubt"]:
        yield f"Look whether this is the step to take now ({appeal['remedy']['doubt']}): frkit why {request_id}."
    if appeal["remedy"] and appeal["remedy"]["kind"] != "internal_review" and not facts["agency"]["appeal_address"]:
        yield f"This step goes to: {appeal['remedy']['body']}. Take the address from the agency's answer."
    deadline = appeal["deadline"]
    if deadline and not deadline["in_time"]:
        yield f"The time for this step ended on {deadline['last_day']} ({deadline['citation']}): ask a lawyer first."


def _about_grounds(appeal: dict[str, Any]) -> Iterator[str]:
    unnamed = [decision["date"] for decision in appeal["decisions"] if _names_nothing(decision)]
    if unnamed:
        dates = listed(str(day) for day in unnamed)
        yield f"No exemption is logged for the refusal of {dates}: if the agency's letter names one, log it first."
    grounds = [ground for decision in appeal["decisions"] for ground in decision["grounds"]]
    unknown = [f"'{ground['cited']}'" for ground in grounds if not ground["known"]]
    if unknown:
        yield f"The law on file does not hold {listed(unknown)}: add your own argument there."


def _names_nothing(decision: dict[str, Any]) -> bool:
    return decision["kind"] in ("denied", "neither_confirm_nor_deny") and not decision["grounds"]


def _whom_else_to_ask(matter: Matter, appeal: dict[str, Any]) -> Iterator[str]:
    """After 'no records' the body that runs the search for the agency is asked too."""
    kinds = {decision["kind"] for decision in appeal["decisions"]}
    if not kinds & {"no_records", "not_custodian"}:
        return
    for other in load_agency(matter.file.request.agency, matter.overlay).ask_also:
        if other.role == "host":
            name = other.describe or load_agency(str(other.agency), matter.overlay).name
            yield f"Send the same request to {name}, which may run the search for them."


def _log_options(matter: Matter) -> Mapping[str, str]:
    """The step, where the law has several of its kind and one of them is meant."""
    remedy = appeal_remedy(matter.file.law, matter.stand)
    alike = [one for one in matter.file.law.remedies if FILED_AS[one.kind] == "appeal_sent"]
    return {"remedy": remedy.id} if remedy is not None and len(alike) > 1 else {}


KIND = LetterKind(
    name="appeal",
    purpose="answers a refusal, or silence that counts as one: appeal, petition, internal review",
    logged_as="appeal_sent",
    facts=_facts,
    to_do=_to_do,
    log_options=_log_options,
    to_agency=False,
)
