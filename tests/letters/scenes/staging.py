"""Putting a scene on: a made-up police body under any law on file, its request, and the letter on the scene's day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from letters.scenes.scene import SENT_ON, Scene

from frkit.catalogue.loading import load_pack
from frkit.law.loading import all_codes, load_closed_days, load_jurisdiction
from frkit.law.types import Jurisdiction
from frkit.letters.composing import compose
from frkit.letters.kinds.registry import NAMES
from frkit.letters.letter import Letter
from frkit.tracking.case import RunningClock
from frkit.tracking.events import Event, event_from
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import Item, Period, Request, Requester, RequestFile

ROBIN = Requester(name="Robin Requester", address=("1 Example Street", "Exampletown"), email="robin@mail.example")
NO_POLICE = "the law does not reach the police"
LONGEST_WAIT = 500
"""Days in which a limit passes if it ever does."""


def codes() -> list[str]:
    """Every place whose law is on file and can be asked under: those that reach the police, in part at least."""
    return [code for code in all_codes() if load_jurisdiction(code).coverage.police != "no"]


def agency_id(code: str) -> str:
    return f"{code}-riverton-police"


def write_agencies(campaign: Path) -> Path:
    """A campaign folder with one made-up body for each law, so that each law can be asked under."""
    folder = campaign / "agencies"
    folder.mkdir(parents=True)
    for code in all_codes():
        level = "federal" if code in ("us", "au", "ca") else "city" if code.startswith("us") else "force"
        text = f"name: Riverton Police Department\nlaw: {code}\nlevel: {level}\ncity: Riverton\nconfidence: high\n"
        text += "sources:\n  - title: made up for a test\n    url: https://example.org\n    text_read: true\n"
        (folder / f"{agency_id(code)}.yaml").write_text(text)
    return campaign


def typical_answers(law: Jurisdiction) -> dict[str, str]:
    """The first answer to each question of a law that has no usual one."""
    answers = {key: next(iter(asked.answers)) for key, asked in law.given.items() if asked.usual is None}
    if law.requester is not None and law.requester.residency_required:
        answers["resident"] = "yes"
    return answers


def file_of(law: Jurisdiction, *events: tuple[Any, ...], **request: Any) -> RequestFile:
    """A request for the first-contact pack under a law; events are tuples of kind, date and fields."""
    request.setdefault("items", _first_contact())
    request.setdefault("period", Period(since=date(2020, 6, 1)))
    given = typical_answers(law) | request.pop("given", {})
    wanted = Request(agency=agency_id(law.code), law=law.code, requester="robin", given=given, **request)
    history = tuple(_logged(number, *(*event, {})[:3]) for number, event in enumerate(events))
    closed = load_closed_days(law.code)
    return RequestFile("2026-03-riverton-police", Path("."), wanted, history, law, closed, law_frozen=None)


@lru_cache(maxsize=1)
def _first_contact() -> tuple[Item, ...]:
    return tuple(Item(number=number, category=one) for number, one in enumerate(load_pack("first-contact").items, 1))


def _logged(number: int, kind: str, day: str, fields: dict[str, Any]) -> tuple[str, Event]:
    data = {"kind": kind, "date": day, "entered": "2026-01-01T00:00:00Z", "by": "test", **fields}
    return f"{day}-{kind.replace('_', '-')}-{number:08x}", event_from(data)


def stand_on(law: Jurisdiction, day: date | str, *events: tuple[Any, ...], **request: Any) -> Standing:
    """Where such a request stands on a day."""
    return standing(file_of(law, *events, **request), date.fromisoformat(str(day)))


def soon_after(law: Jurisdiction, roles: Sequence[str], *events: tuple[Any, ...], **request: Any) -> Standing | None:
    """Where a request stands a week after the first limit of one of these roles has passed; None if none ever does."""
    much_later = date.fromisoformat(SENT_ON) + timedelta(days=LONGEST_WAIT)
    late = lapsed(stand_on(law, much_later, *events, **request), *roles)
    if late is None or late.due.date is None:
        return None
    stand = stand_on(law, late.due.date + timedelta(days=7), *events, **request)
    return stand if lapsed(stand, *roles) is not None else None


def day_of(stand: Standing) -> str:
    """The day for which a standing with a limit that has passed was worked out."""
    late = next(one for one in stand.clocks if one.state == "lapsed" and one.due.date and one.days_late is not None)
    assert late.due.date is not None and late.days_late is not None
    return (late.due.date + timedelta(days=late.days_late)).isoformat()


def lapsed(stand: Standing, *roles: str) -> RunningClock | None:
    """The agency's limit of one of these roles that passed first, without doubt about what it depends on."""
    late = [
        one
        for one in stand.clocks
        if one.clock.binds == "agency" and one.clock.role in roles and one.clock.only_if is None
        if one.state == "lapsed" and not one.needs and one.due.date is not None
    ]
    return min(late, key=lambda one: one.due.date or date.max) if late else None


def scene_for(kind: str, law: Jurisdiction) -> Scene | str | None:
    """What the scene of a kind says of a law; None where nobody has written one."""
    try:
        module = import_module(f"letters.scenes.{kind.replace('-', '_')}")
    except ModuleNotFoundError:
        return None
    found: Scene | str = module.scene(law)
    return found


def letter_of(kind: str, law: Jurisdiction, scene: Scene, overlay: Path) -> Letter:
    """The letter of a kind as the scene calls for it."""
    file = file_of(law, *scene.events, **scene.request)
    day = date.fromisoformat(scene.today)
    return compose(kind, file, standing(file, day), ROBIN, today=day, overlay=overlay, said=scene.said)


def kinds_with_scenes() -> list[str]:
    """The kinds of letter for which a scene is written."""
    law = load_jurisdiction("gb")
    return [kind for kind in NAMES if scene_for(kind, law) is not None]
