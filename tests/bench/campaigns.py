"""Campaigns of any size to measure with: requests under every law in turn, twelve events each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from frkit.base.yaml_places import dump_yaml
from frkit.catalogue.loading import all_agencies
from frkit.law.loading import load_closed_days, load_jurisdiction
from frkit.tracking.event_files import event_id_of, event_text
from frkit.tracking.events import event_from
from frkit.tracking.folder import init_campaign
from frkit.tracking.freezing import frozen_text

TODAY = date(2026, 11, 23)
FIRST = date(2025, 9, 1)
_STORIES: tuple[tuple[tuple[int, str, dict[str, object]], ...], ...] = (
    (
        (3, "acknowledged", {"reference": "R-{n}", "automatic": True}),
        (6, "acknowledged", {"reference": "R-{n}"}),
        (9, "extension_claimed", {"days": 10, "reason": "volume"}),
        (15, "call", {"person": "records desk", "said": "next week"}),
        (25, "fee_estimated", {"amount": "45.00", "currency": "USD"}),
        (27, "fee_agreed", {"amount": "45.00"}),
        (29, "fee_paid", {"amount": "45.00"}),
        (40, "produced", {"items": [1, 2], "pages": 40}),
        (44, "denied", {"items": [3], "exemptions": [{"cited": "investigations"}], "received": "{day}"}),
        (50, "appeal_sent", {"method": "email"}),
    ),
    (
        (2, "acknowledged", {}),
        (5, "clarification_asked", {"question": "which years?"}),
        (8, "clarified", {}),
        (30, "note", {"text": "nothing yet"}),
        (33, "followed_up", {"about": "overdue"}),
        (41, "call", {"said": "soon", "person": "clerk"}),
        (55, "produced", {"items": [1], "partial": True, "pages": 3}),
        (70, "followed_up", {"about": "no_records"}),
        (74, "no_records", {"items": [2, 3], "wording": "we hold none"}),
        (80, "accepted", {}),
    ),
    (
        (1, "delivery_failed", {}),
        (3, "sent", {"method": "post", "to": "records"}),
        (6, "received_by_agency", {"proof": "receipt"}),
        (10, "note", {"text": "waiting"}),
        (20, "note", {"text": "still waiting"}),
        (30, "followed_up", {"about": "overdue"}),
        (40, "acknowledged", {"promised": "{day}"}),
        (45, "note", {"text": "they promised"}),
        (60, "call", {"said": "no news"}),
        (90, "note", {"text": "stale"}),
    ),
)
"""Days after the sending, kind and fields of what follows it and its receipt."""


def campaign_of(root: Path, requests: int) -> Path:
    """A new campaign folder with so many requests; the same number gives the same bytes."""
    init_campaign(root, "A campaign to measure with")
    agencies = [one for one in all_agencies() if one.addressee and not one.outside_law]
    for number in range(requests):
        agency = agencies[number % len(agencies)]
        folder = root / "requests" / f"2025-09-{number:05}-{agency.id}"[:80]
        (folder / "events").mkdir(parents=True)
        (folder / "law").mkdir()
        items = [{"number": n, "category": c} for n, c in enumerate(("contracts", "policies", "invoices"), 1)]
        asked = {"format": "1", "agency": agency.id, "law": agency.law, "requester": "river", "items": items}
        (folder / "request.yaml").write_text(dump_yaml(asked))
        day = FIRST + timedelta(days=number % 400)
        name, text = _law(agency.law, day)
        (folder / name).write_bytes(text)
        _write_events(folder, number, day, name, hashlib.sha256(text).hexdigest())
    return root


def _write_events(folder: Path, number: int, day: date, law_file: str, law_hash: str) -> None:
    for kind, on, fields in _story(number, day):
        more = {"method": "email", "law_file": law_file, "law_sha256": law_hash} if kind == "sent" else {}
        event = event_from(
            {"kind": kind, "date": on, "entered": "2026-01-01T00:00:00Z", "by": "river", **more, **fields}
        )
        data = event_text(event).encode()
        (folder / "events" / f"{event_id_of(event, data)}.yaml").write_bytes(data)


def _story(number: int, day: date) -> Iterator[tuple[str, date, dict[str, object]]]:
    yield "sent", day, {}
    yield "received_by_agency", day, {"proof": "receipt"}
    for after, kind, fields in _STORIES[number % len(_STORIES)]:
        on = day + timedelta(days=after)
        filled = {"n": str(number), "day": (on + timedelta(days=2)).isoformat()}
        yield kind, on, {k: v.format(**filled) if isinstance(v, str) else v for k, v in fields.items()}


def _law(code: str, day: date) -> tuple[str, bytes]:
    """The law as frozen on a day: that of the first day of the year, with the day put in, since to spell it is slow."""
    first = day.replace(month=1, day=1)
    text = _law_of_year(code, first).replace(f"frozen: '{first}'".encode(), f"frozen: '{day}'".encode(), 1)
    return f"law/{day.isoformat()}-{hashlib.sha256(text).hexdigest()[:8]}.yaml", text


@cache
def _law_of_year(code: str, first: date) -> bytes:
    return frozen_text(load_jurisdiction(code), load_closed_days(code), first).encode()
