"""All that a template may use: plain values from law, catalogue, request and standing, each text on one line."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from frkit.base.errors import FrkitError
from frkit.catalogue.loading import load_agency
from frkit.catalogue.types import Agency
from frkit.law.loading import has_law, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.letters.facts.defaults import default_period
from frkit.letters.facts.history import history_facts
from frkit.letters.facts.items import definition, everywhere_facts, items_facts, period_facts, vendors_facts
from frkit.letters.facts.levers import levers_facts
from frkit.letters.facts.limits import answer_limits, clocks_facts
from frkit.letters.facts.usage import usage_facts
from frkit.letters.matter import Matter, Said
from frkit.pages.wording import on_one_line, without_hidden
from frkit.tracking.contacts import contacts_of
from frkit.tracking.standing import Standing
from frkit.tracking.types import Requester, RequestFile

_PARAGRAPHS = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:-|\d{1,2}\.|\([a-z0-9]\)) )")
_MARK = re.compile(r"^(?=[=|])")


def common_facts(matter: Matter, requester: Requester) -> dict[str, Any]:
    """The facts that every kind of letter has."""
    file, stand, today, overlay = matter.file, matter.stand, matter.today, matter.overlay
    agency = load_agency(file.request.agency, overlay)
    law = file.law
    items = items_facts(file.request, law, stand.item_outcomes)
    others = [code for code in file.request.places if code != law.code and has_law(code, overlay)]
    places = [load_jurisdiction(code, overlay) for code in others]
    return {
        "today": today,
        "style": law.date_style,
        "paper": law.paper,
        "law": _law(law),
        "agency": _agency(agency, stand),
        "requester": requester_facts(requester),
        "usage": usage_facts(law.code, matter.language, overlay),
        "title": on_one_line(file.request.title or ""),
        "period": period_facts(file.request.period) or default_period(file.request, overlay, matter.language),
        "vendors": vendors_facts(file.request),
        "definition": definition(law.code[:2]),
        "items": items,
        "everywhere": everywhere_facts(file.request),
        "given": _given(file),
        "said": said_facts(matter.said),
        "limits": answer_limits(file, stand, today),
        "clocks": clocks_facts(law, stand),
        "levers": levers_facts([law, *places], agency, items),
        "history": history_facts(law, stand),
    }


def _law(law: Jurisdiction) -> dict[str, Any]:
    fees, limits, form, people = law.fees, law.limits, law.form, law.requester
    return {
        "code": law.code,
        "place": law.name,
        "name": law.law.name,
        "short": law.law.short,
        "citation": law.law.citation,
        "fees_citation": fees.citation or "" if fees else "",
        "currency": fees.currency if fees else "",
        "search_chargeable": fees.search_chargeable if fees else None,
        "review_chargeable": fees.review_chargeable if fees else None,
        "cost_hours": limits.hours or 0 if limits else 0,
        "cost_citation": limits.citation or "" if limits else "",
        "must_state": list(form.must_state) if form else [],
        "states": list(form.states) if form else [],
        "called": form.called or "" if form else "",
        "requester_citation": people.citation or "" if people else "",
        "residency_required": bool(people and people.residency_required),
        "silence": law.silence[0].effect if law.silence else "none",
        "silence_citation": law.silence[0].citation or "" if law.silence else "",
    }


def _agency(agency: Agency, stand: Standing) -> dict[str, Any]:
    """The body with the addresses that the campaign found; frkit ships none and guesses none."""
    if not agency.addressee:
        raise FrkitError(
            f"No letter can go to {agency.name}: the entry stands for a body that is not settled.",
            remedy="name the body itself: frkit agencies search WORDS",
        )
    return {
        "name": on_one_line(agency.name),
        "level": agency.level,
        "city": on_one_line(agency.city or ""),
        "request_address": contact_lines(agency, stand, "request"),
        "appeal_address": contact_lines(agency, stand, "appeal"),
    }


def contact_lines(agency: Agency, stand: Standing, purpose: str) -> list[str]:
    """The latest address known for a purpose, line by line; one that came back only where there is no other."""
    known = contacts_of(agency, stand.events, purpose)
    return [on_one_line(line) for line in known[0].address] if known else []


def requester_facts(requester: Requester) -> dict[str, Any]:
    """Who signs; what is absent is empty."""
    return {
        "name": requester.name,
        "organisation": requester.organisation or "",
        "address": list(requester.address),
        "email": requester.email or "",
        "telephone": requester.telephone or "",
    }


def said_facts(said: Said) -> dict[str, Any]:
    """What a person said for this letter: the paragraphs of a text, each item of a list as one, item numbers.

    A paragraph that begins like a mark of a letter's form, = or |, is set in by a space, so that it is none.
    """
    paragraphs = [on_one_line(one) for one in _PARAGRAPHS.split(without_hidden(said.text))]
    return {"paragraphs": [_MARK.sub(" ", one) for one in paragraphs if one], "numbers": list(said.items)}


def _given(file: RequestFile) -> dict[str, Any]:
    """What the request states of its own for the law's conditions; those that letters use are always there."""
    given: dict[str, Any] = {"resident": "", "requester_class": "", "fee_cap": ""}
    given |= {on_one_line(key): on_one_line(value) for key, value in file.request.given.items()}
    if given["fee_cap"]:
        given["fee_cap"] = _amount(given["fee_cap"])
    return given


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise FrkitError(
            f"'{text}' is not an amount of money.", place="request.yaml, given: fee_cap", remedy="write it like 25.00"
        )
    return amount
