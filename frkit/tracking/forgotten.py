"""Which documents were forgotten: their bytes removed on demand, hash and reason kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from frkit.tracking.events import Forgotten
from frkit.tracking.order import Logged, effective


def forgotten_in(events: Iterable[Logged]) -> dict[str, tuple[str, Forgotten]]:
    """SHA-256 -> id and event that says so; one that was corrected counts for nothing."""
    logged = [one for one in events if one[1].kind in ("forgotten", "corrected")]
    if not any(event.kind == "forgotten" for _, event in logged):
        return {}
    return {event.sha256: (event_id, event) for event_id, event in effective(logged) if isinstance(event, Forgotten)}
