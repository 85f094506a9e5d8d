"""What a request asks for, in the words of the catalogue or of the person who asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from frkit.base.errors import FrkitError
from frkit.catalogue.loading import load_drafting, load_record_category, load_vendor
from frkit.catalogue.types import RecordCategory, Vendor
from frkit.law.types import Jurisdiction
from frkit.letters.spelling import spelled_for
from frkit.pages.wording import long_date, on_one_line, without_stop
from frkit.tracking.types import OTHER, Item, Period, Request

PRODUCTS_PER_VENDOR = 1
ALIASES_PER_VENDOR = 2
_ASIDE = ("not itself", "ask separately", "not widely sold", "withdrawn", "later sold")
_CHANGES = ("extended", "widened", "narrowed")
_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def items_facts(request: Request, law: Jurisdiction, outcomes: dict[int, str]) -> list[dict[str, Any]]:
    """Each item: number, title, ask, period where it is its own, custodians, terms, the smaller version, outcome.

    Custodians and terms are those of the item alone; :func:`everywhere_facts` has those of all items.
    """
    shared = everywhere_facts(request)
    return [_item(item, request.period, law, outcomes.get(item.number, "pending"), shared) for item in request.items]


def everywhere_facts(request: Request) -> dict[str, list[str]]:
    """``custodians`` and ``terms`` that every one of several items has, so that a letter says them once."""
    return {"custodians": _shared(request, "custodians"), "terms": _shared(request, "terms")}


def _shared(request: Request, key: str) -> list[str]:
    words = [[on_one_line(word) for word in getattr(item, key)] for item in request.items]
    return [word for word in words[0] if all(word in one for one in words)] if len(words) > 1 else []


def _item(
    item: Item, usual: Period | None, law: Jurisdiction, outcome: str, shared: dict[str, list[str]]
) -> dict[str, Any]:
    category = None if item.category == OTHER else load_record_category(item.category)
    country = law.code[:2]
    return {
        "number": item.number,
        "title": spelled_for(country, on_one_line(category.title)) if category else "",
        "ask": without_stop(on_one_line(item.text) if item.text else _ask(item, category, country)),
        "period": period_facts(item.period) if item.period and item.period != usual else None,
        "custodians": _without([on_one_line(name) for name in item.custodians], shared["custodians"]),
        "terms": _without([on_one_line(term) for term in item.terms], shared["terms"]),
        "about_pledge": category is not None and category.group == "pledge",
        "narrower": without_stop(with_long_dates(_narrower(item, category, country), law.date_style)),
        "outcome": outcome,
    }


def _without(words: list[str], others: list[str]) -> list[str]:
    return [word for word in words if word not in others]


def _ask(item: Item, category: RecordCategory | None, country: str) -> str:
    if category is None:
        raise FrkitError(
            f"Item {item.number} is of the category 'other' and has no text.",
            place="request.yaml",
            remedy="write what is asked for, under 'text:' of that item",
        )
    return spelled_for(country, on_one_line(category.ask))


def _narrower(item: Item, category: RecordCategory | None, country: str) -> str:
    """The smaller version: the person's own, or the catalogue's first where the words stand by themselves."""
    if item.narrower:
        return on_one_line(item.narrower)
    if category is None or item.text or not category.narrower:
        return ""
    return spelled_for(country, on_one_line(category.narrower[0]))


def period_facts(period: Period | None) -> dict[str, Any] | None:
    """From when to when; either end may be open."""
    if period is None or (period.since is None and period.until is None):
        return None
    return {"since": period.since, "until": period.until, "assumed": False}


def vendors_facts(request: Request) -> list[dict[str, Any]]:
    """The makers and sellers named as examples, each with the names it also goes by."""
    return [_vendor(vendor_id) for vendor_id in request.vendors]


def _vendor(vendor_id: str) -> dict[str, Any]:
    vendor = load_vendor(vendor_id)
    own = vendor.name.casefold()
    products = [product.name for product in vendor.products if not any(word in product.kind for word in _ASIDE)]
    others = [name for name in products if name.casefold() not in own][:PRODUCTS_PER_VENDOR]
    others += [name for name in vendor.aliases if name.casefold() not in own][:ALIASES_PER_VENDOR]
    distinct = [name for name in others if not any(name != one and one in name for one in others)]
    return {"name": vendor.name, "also": list(dict.fromkeys(distinct)), "pledges": _pledges(vendor)}


def _pledges(vendor: Vendor) -> list[dict[str, Any]]:
    """When the maker announced a limit of its own, and when it changed that; the dates only, as exact as the source."""
    return [
        {"date": pledge.date, "changed": [later.date for later in pledge.later if later.kind in _CHANGES]}
        for pledge in vendor.pledges
    ]


def definition(country: str) -> str:
    """The sentences that say what face recognition means in the letter."""
    return spelled_for(country, on_one_line(load_drafting().definitions["face recognition"]))


def with_long_dates(text: str, style: str, write: Callable[[date, str], str] = long_date) -> str:
    """A text of the catalogue with its dates written as the place writes them; ``write`` is the language's own way."""
    return _ISO_DAY.sub(lambda match: write(date.fromisoformat(match[0]), style), text)
