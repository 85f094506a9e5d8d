"""What a letter states where the request is silent; the values stand in ``defaults.yaml`` of a language."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from frkit.base.errors import FrkitError
from frkit.base.findings import shown_path
from frkit.base.yaml_places import read_yaml
from frkit.letters.facts.items import period_facts
from frkit.letters.lookup import ENGLISH, in_language
from frkit.tracking.types import Request

_FILE = "defaults.yaml"


def default_period(request: Request, overlay: Path | None, language: str = ENGLISH) -> dict[str, Any] | None:
    """The period of the items that have none of their own, marked as assumed; None where each has one."""
    if all(period_facts(item.period) for item in request.items):
        return None
    return {"since": usual_since(overlay, language), "until": None, "assumed": True}


def usual_since(overlay: Path | None, language: str = ENGLISH) -> date:
    """The first day of a period that nobody named; raises FrkitError where the file has none."""
    path = in_language(language, _FILE, overlay)
    data = read_yaml(path).data
    since = data.get("since") if isinstance(data, dict) else None
    try:
        return date.fromisoformat(str(since))
    except ValueError:
        raise FrkitError(
            "The usual first day of a period is no date.",
            place=shown_path(path),
            remedy="write it like 'since: 2016-01-01'",
        ) from None
