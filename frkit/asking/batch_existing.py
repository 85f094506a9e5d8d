"""What the campaign asks for already, so that no batch asks twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from frkit.asking.batch_names import content_digits
from frkit.asking.batch_types import Planned
from frkit.asking.together import Other
from frkit.base.errors import FrkitError
from frkit.base.models import check_model
from frkit.base.yaml_places import read_yaml
from frkit.tracking.event_files import event_paths
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.order import effective
from frkit.tracking.standing import standing
from frkit.tracking.types import Period, Request

Asks = frozenset[tuple[str, str | None]]
"""Record types, with the words of those that are worded by hand."""


@dataclass(frozen=True)
class OnFile:
    """A request of the campaign, as far as a batch must know it."""

    id: str
    request: Request
    is_sent: bool


def on_file(folder: CampaignFolder) -> dict[str, list[OnFile]]:
    """Agency -> its requests; one that cannot be read is left to ``frkit check``."""
    found: dict[str, list[OnFile]] = {}
    for request_id in folder.request_ids():
        path = folder.root / "requests" / request_id
        try:
            request, _ = check_model(Request, read_yaml(path / "request.yaml"), lenient=True)
        except FrkitError:
            continue
        if request is not None:
            one = OnFile(request_id, request, any(event_paths(path)))
            found.setdefault(request.agency, []).append(one)
    return found


def made_before(request: Request, known: Iterable[OnFile]) -> str | None:
    """The request that an earlier run of the same batch made from the same row, edited since or not."""
    of_wave = [one for one in known if one.request.wave == request.wave and one.request.law == request.law]
    if not of_wave:
        return None
    digits = content_digits(request)
    return next((one.id for one in of_wave if one.request == request or digits in one.id.split("-")), None)


def others_of_batch(rows: Sequence[Planned], known: Mapping[str, list[OnFile]], folder: CampaignFolder) -> list[Other]:
    """The requests made before that laws may look at together with these; not what an earlier run made of them."""
    agencies = {row.agency.id for row in rows}
    laws = {row.law.code for row in rows}
    mine = [row.request for row in rows]
    found = []
    for one in (one for theirs in known.values() for one in theirs):
        if one.request.agency not in agencies and one.request.law not in laws:
            continue
        if not one.is_sent and one.request.model_copy(update={"wave": None}) in mine:
            continue
        found.append(Other(one.id, one.request, _sent_on(one, folder)))
    return found


def _sent_on(one: OnFile, folder: CampaignFolder) -> date | None:
    if not one.is_sent:
        return None
    try:
        history = effective(folder.load(one.id).events)
    except FrkitError:
        return None
    days = [event.date for _, event in history if event.kind == "sent"]
    return days[-1] if days else None


@dataclass(frozen=True)
class Overlap:
    """An earlier request for the same records of the same body."""

    id: str
    whole: bool
    """True where it asks for all of it; False for some of the items."""


def asked_already(request: Request, known: Iterable[OnFile], folder: CampaignFolder, day: date) -> Overlap | None:
    """The open request to the same body, under the same law, that asks for these items or some of them."""
    partly: Overlap | None = None
    for one in known:
        if one.request.law != request.law or not _overlap(one.request.period, request.period):
            continue
        shared = asks(request) & asks(one.request)
        if not shared or (one.is_sent and _is_closed(one.id, folder, day)):
            continue
        if shared == asks(request) and _covers(one.request.period, request.period):
            return Overlap(one.id, whole=True)
        partly = partly or Overlap(one.id, whole=False)
    return partly


def asks(request: Request) -> Asks:
    """What a request asks for, whatever the order."""
    return frozenset((item.category, item.text) for item in request.items)


def _is_closed(request_id: str, folder: CampaignFolder, day: date) -> bool:
    try:
        return standing(folder.load(request_id), day).ball == "closed"
    except FrkitError:
        return False


def _covers(one: Period | None, other: Period | None) -> bool:
    """Whether a period holds all of another; one that nobody named is not guessed at."""
    if one is None or other is None:
        return one == other
    since, until = one.since or date.min, one.until or date.max
    return since <= (other.since or date.min) and until >= (other.until or date.max)


def _overlap(one: Period | None, other: Period | None) -> bool:
    since = max((period.since for period in (one, other) if period and period.since), default=date.min)
    until = min((period.until for period in (one, other) if period and period.until), default=date.max)
    return since <= until
