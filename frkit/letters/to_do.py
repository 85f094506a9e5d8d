"""What a person must still fill in or check before a letter goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frkit.catalogue.loading import load_agency
from frkit.letters.letter import Kind
from frkit.letters.masking import PLACEHOLDERS
from frkit.pages.wording import listed, long_date
from frkit.tracking.fees import due_with_request
from frkit.tracking.types import Requester, RequestFile

_BLANK = re.compile(r"\[[^\[\]]{3,120}\]")


def to_do(
    kind: Kind, text: str, facts: dict[str, Any], requester: Requester | None, file: RequestFile, overlay: Path | None
) -> tuple[str, ...]:
    """Each thing to do, as a sentence; empty for a letter that can go out as it is."""
    found = [*_about_requester(requester, file), *_blanks(text), *_about_law(facts, file)]
    if kind == "appeal":
        found += _about_appeal(facts, file.id)
        found += _whom_else_to_ask(facts, file, overlay)
    elif not facts["agency"]["request_address"]:
        found.append(f"Look up where {facts['agency']['name']} takes requests; frkit ships no addresses.")
    if kind == "preservation":
        found += _about_preservation(facts["preservation"])
    if kind == "request":
        found += _about_fee(file)
        found += _levers_to_open(facts)
        found += _about_period(facts)
    return tuple(found)


def _about_requester(requester: Requester | None, file: RequestFile) -> Iterator[str]:
    if requester is None:
        name = file.request.requester or "me"
        also = "" if file.request.requester else f", and 'requester: {name}' in request.yaml"
        yield (
            f"Say who asks: write private/requesters/{name}.yaml with the keys name, address, email, telephone{also}."
        )
    elif not (requester.email or requester.address):
        yield "Give the agency a way to answer: add an email or an address to the requester's file."


def _blanks(text: str) -> Iterator[str]:
    """What a template leaves to be filled in stands in square brackets."""
    for blank in dict.fromkeys(_BLANK.findall(" ".join(text.split()))):
        if blank not in PLACEHOLDERS:
            yield f"Fill in: {blank[1:-1]}."


def _about_law(facts: dict[str, Any], file: RequestFile) -> Iterator[str]:
    law = file.law
    if law.confidence == "low" and not facts["clocks"]:
        yield f"The law of {law.name} on file is uncertain, so no limit is named: read it, then log law-confirmed."
    if law.requester and law.requester.residency_required and not facts["given"]["resident"]:
        yield f"{law.law.name}: {law.requester.who} If that is you, add 'resident: yes' under 'given' in request.yaml."
    if law.form and law.form.prescribed:
        yield f"The law prescribes a form: {law.form.prescribed}"


def _about_fee(file: RequestFile) -> Iterator[str]:
    """What is due with the request: in some places the time for the answer does not begin before it is paid."""
    fee = due_with_request(file.law)
    if fee:
        log = f"frkit log fee-paid {file.id} --date DATE --amount AMOUNT"
        yield f"This is due with the request: {fee}. Once it is paid: {log}."


def _about_preservation(preservation: dict[str, Any]) -> Iterator[str]:
    days = [one["first"] for one in preservation["rules"] if one["state"] == "soon" and one["first"]]
    if days:
        yield f"Send it so that it is there before {min(days)}: then the first records go."
    for one in preservation["rules"]:
        if one["unsure"]:
            what = one["records"] or f"item {listed(one['numbers'])}"
            yield f"How long they are kept ({what}) is not certain: look it up before the letter says it."
    for duty in preservation["duties"]:
        if duty["recalled"]:
            yield f"Open {duty['citation']} before the letter cites it: it was recalled, not read."


def _levers_to_open(facts: dict[str, Any]) -> Iterator[str]:
    for lever in facts["levers"]["duties"]:
        if "open the" in lever["caution"].casefold():
            yield f"Before the letter cites {lever['citation']}: {lever['caution']}"


def _about_period(facts: dict[str, Any]) -> Iterator[str]:
    period = facts["period"]
    if period and period["assumed"]:
        since = period["since"]
        yield (
            f"No period is set, so the letter says from {long_date(since, facts['style'])} on: to set another, "
            f"write 'period:' with 'since: {since}' below it, and the day you want, in request.yaml."
        )


def _about_appeal(facts: dict[str, Any], request_id: str) -> Iterator[str]:
    appeal = facts["appeal"]
    if appeal["remedy"] and appeal["remedy"]["doubt"]:
        yield f"Look whether this is the step to take now ({appeal['remedy']['doubt']}): frkit why {request_id}."
    if appeal["remedy"] and appeal["remedy"]["kind"] != "internal_review" and not facts["agency"]["appeal_address"]:
        yield f"This step goes to: {appeal['remedy']['body']}. Take the address from the agency's answer."
    deadline = appeal["deadline"]
    if deadline and not deadline["in_time"]:
        yield f"The time for this step ended on {deadline['last_day']} ({deadline['citation']}): ask a lawyer first."
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


def _whom_else_to_ask(facts: dict[str, Any], file: RequestFile, overlay: Path | None) -> Iterator[str]:
    """After 'no records' the body that runs the search for the agency is asked too."""
    kinds = {decision["kind"] for decision in facts["appeal"]["decisions"]}
    if not kinds & {"no_records", "not_custodian"}:
        return
    for other in load_agency(file.request.agency, overlay).ask_also:
        if other.role == "host":
            name = other.describe or load_agency(str(other.agency), overlay).name
            yield f"Send the same request to {name}, which may run the search for them."
