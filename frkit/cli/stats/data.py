"""Statistics as JSON with stable keys, and as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frkit.exchange.csv_rows import csv_text
from frkit.tracking.figures import Figures
from frkit.tracking.statistics import Duration, Share, Statistics, Summary

_DURATIONS = ("first_reply", "first_answer", "records")
_SHARES = ("overdue", "ever_late", "extended", "refused", "no_records", "in_full")
_OUTCOMES = ("granted", "partial", "denied", "glomar", "no_records", "not_custodian", "transferred", "pending")
_OF_DURATION = ("came", "median", "shortest", "longest", "business_median", "waiting", "longest_wait")
_UNNAMED = "not_named"
"""Stands for a currency that neither an event nor the law names."""


def statistics_as_data(found: Statistics, names: Mapping[str, str]) -> dict[str, Any]:
    """All of it as stable JSON keys."""
    return {
        "as_of": found.as_of,
        "by": found.by,
        "groups": [_summary(one, names.get(one.key, one.key)) for one in found.groups],
        "total": _summary(found.total, None),
        "left_out": {reason: list(ids) for reason, ids in found.left_out.items()},
        "law_unconfirmed": list(found.unconfirmed),
        "requests": [_figures(one) for one in found.figures],
    }


def csv_of(found: Statistics, names: Mapping[str, str]) -> str:
    """One row a group, and their total in the last; a column for each currency."""
    everyone = [*found.groups, found.total]
    asked = sorted({currency or _UNNAMED for one in everyone for currency in one.fees_asked})
    paid = sorted({currency or _UNNAMED for one in everyone for currency in one.fees_paid})
    columns = [
        *("as_of", "by", "key", "name", "requests", "receipt_proven"),
        *(f"{name}_{part}" for name in _DURATIONS for part in _OF_DURATION),
        *(f"{name}{part}" for name in _SHARES for part in ("", "_of")),
        *("extended_unlawfully", *(f"items_{outcome}" for outcome in _outcomes(found)), "billed"),
        *(f"fees_asked_{currency}" for currency in asked),
        *(f"fees_paid_{currency}" for currency in paid),
    ]
    rows = []
    for one in everyone:
        is_total = one is found.total
        name = "total" if is_total else names.get(one.key, one.key)
        durations = [getattr(getattr(one, name), part) for name in _DURATIONS for part in _OF_DURATION]
        shares = [number for share in _SHARES for number in (getattr(one, share).count, getattr(one, share).of)]
        items = [one.outcomes.get(outcome, 0) for outcome in _outcomes(found)]
        head = [found.as_of, found.by, "" if is_total else one.key, name, one.requests, one.receipt_proven]
        fees = [one.fees_asked.get(_currency(currency)) for currency in asked]
        fees += [one.fees_paid.get(_currency(currency)) for currency in paid]
        cells = [*head, *durations, *shares, one.extended_unlawfully, *items, one.billed, *fees]
        rows.append(["" if cell is None else str(cell) for cell in cells])
    return csv_text(columns, rows)


def is_csv_of_frkit(data: bytes) -> bool:
    """Whether some bytes are such a table, and so may be made again."""
    return data.startswith("\ufeffas_of,by,key,name,requests,receipt_proven,".encode())


def _summary(one: Summary, name: str | None) -> dict[str, Any]:
    return {
        "key": one.key or None,
        "name": name,
        "requests": one.requests,
        "receipt_proven": one.receipt_proven,
        **{duration: _duration(getattr(one, duration)) for duration in _DURATIONS},
        **{share: _share(getattr(one, share)) for share in _SHARES},
        "extended_unlawfully": one.extended_unlawfully,
        "outcomes": one.outcomes,
        "billed": one.billed,
        "fees_asked": {currency or _UNNAMED: str(amount) for currency, amount in one.fees_asked.items()},
        "fees_paid": {currency or _UNNAMED: str(amount) for currency, amount in one.fees_paid.items()},
    }


def _figures(one: Figures) -> dict[str, Any]:
    """One request, so that a person can count again."""
    return {
        "request": one.request,
        "agency": one.agency,
        "law": one.law,
        "sent_on": one.sent_on,
        "receipt_proven": one.receipt_proven,
        **{duration: vars(getattr(one, duration)) for duration in _DURATIONS},
        "limit_days": one.limit,
        "first_limit_days": one.first_limit,
        "punctual": one.punctual,
        "was_late": one.was_late,
        "extended": one.extended,
    }


def _duration(one: Duration) -> dict[str, Any]:
    return vars(one)


def _share(one: Share) -> dict[str, Any]:
    return {"count": one.count, "of": one.of, "percent": one.percent}


def _outcomes(found: Statistics) -> list[str]:
    """The usual outcomes, and any other that some item came to."""
    others = {outcome for one in (*found.groups, found.total) for outcome in one.outcomes} - set(_OUTCOMES)
    return [*_OUTCOMES, *sorted(others)]


def _currency(name: str) -> str | None:
    return None if name == _UNNAMED else name
