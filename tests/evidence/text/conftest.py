"""A campaign with files that came: mails with attachments, PDFs with words and without, letters of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from frkit.base.files import sha256_of_bytes
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Item, Request


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account's folder for caches, where the secret lies by which a store is known."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
    from frkit.base.own_secret import own_secret

    own_secret.cache_clear()


@pytest.fixture
def request_to(campaign: CampaignFolder) -> Callable[..., str]:
    """Make a request to an agency under a law."""

    def make(agency: str = "us-ca-lapd", law: str = "us-ca", **more: object) -> str:
        asked = Request(agency=agency, law=law, items=(Item(number=1, category="contracts"),), **more)
        return campaign.create_request(asked, agency, date(2026, 3, 2))

    return make


@pytest.fixture
def came(campaign: CampaignFolder, tmp_path: Path) -> Callable[..., str]:
    """Files that came for a request on a day, as name -> bytes; gives the event's id."""

    def take_in(request: str, files: dict[str, bytes], day: str = "2026-03-09", **more: object) -> str:
        records = []
        for name, data in files.items():
            path = tmp_path / "post" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            records.append(campaign.take_in(request, path, date.fromisoformat(day)).model_dump())
        return log(campaign, request, "arrived", day, documents=records, **{"channel": "email", **more})

    return take_in


def log(campaign: CampaignFolder, request: str, kind: str, day: str, **fields: object) -> str:
    """Log an event; gives its id."""
    event = event_from({"kind": kind, "date": day, "entered": "2026-03-02T00:00:00Z", "by": "test", **fields})
    return campaign.add_event(request, event)[0]


@pytest.fixture
def logged_in(campaign: CampaignFolder) -> Callable[..., str]:
    """Log an event of a request."""
    return lambda request, kind, day, **fields: log(campaign, request, kind, day, **fields)


@pytest.fixture
def letter_sent(campaign: CampaignFolder) -> Callable[..., str]:
    """Our letter as it is kept: the masked text below the request, named by the event that it was sent."""

    def send(request: str, text: str, day: str = "2026-03-03") -> str:
        path = campaign.root / "requests" / request / "letters" / f"{day}-request.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return log(campaign, request, "sent", day, method="email", masked_sha256=sha256_of_bytes(path.read_bytes()))

    return send
