"""The appeal, petition or internal review; where the law knows none, a request to think again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from frkit.catalogue.loading import load_agency
from frkit.letters.facts.appealing import appeal_facts
from frkit.letters.facts.law_steps import about_step, remedy_option, step_for
from frkit.letters.letter_kind import Facts, LetterKind
from frkit.letters.matter import Matter
from frkit.pages.wording import listed
from frkit.tracking.remedy_steps import WRITTEN


def _facts(matter: Matter) -> Facts:
    return {"appeal": appeal_facts(matter)}


def _to_do(matter: Matter, facts: Facts) -> Iterator[str]:
    yield from _about_step(matter, facts)
    yield from _about_grounds(facts["appeal"])
    yield from _whom_else_to_ask(matter, facts["appeal"])


def _about_step(matter: Matter, facts: Facts) -> Iterator[str]:
    appeal, remedy = facts["appeal"], step_for(matter, WRITTEN)
    if remedy is None:
        return
    yield from about_step(matter, remedy, appeal["remedy"], appeal["deadline"], bool(facts["agency"]["appeal_address"]))
    step = next((one for one in matter.stand.remedies if one.remedy is remedy), None)
    if appeal["silence"] and step is not None and step.needed is False and remedy.mandatory:
        yield "After silence this step is not needed: the next one is open without it."


def _about_grounds(appeal: dict[str, Any]) -> Iterator[str]:
    unnamed = [decision["date"] for decision in appeal["decisions"] if _names_nothing(decision)]
    if unnamed:
        dates = listed(str(day) for day in unnamed)
        yield f"No exemption is logged for the refusal of {dates}: if the agency's letter names one, log it first."
    grounds = [ground for decision in appeal["decisions"] for ground in decision["grounds"]]
    unknown = [f"'{ground['cited']}'" for ground in grounds if not ground["known"]]
    if unknown:
        yield f"The law on file does not hold {listed(unknown)}: add your own argument there."
    for ground in grounds:
        if ground["advice"]:
            yield f"Of '{ground['cited']}' the law file advises: {ground['advice']}."


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
    """The items, where only some are meant; the step, where the law has several of its kind."""
    remedy = step_for(matter, WRITTEN)
    items = {"items": ",".join(str(number) for number in sorted(matter.said.items))} if matter.said.items else {}
    return items | remedy_option(matter.file.law, remedy)


KIND = LetterKind(
    name="appeal",
    purpose="answers a refusal, or silence that counts as one: appeal, petition, internal review",
    logged_as="appeal_sent",
    facts=_facts,
    to_do=_to_do,
    log_options=_log_options,
    to_agency=False,
)
