"""The law wants a written notice before its next step: after a refusal or, where it is one of default, silence."""

from __future__ import annotations

from letters.scenes import appeal, overdue
from letters.scenes.scene import Scene
from letters.scenes.staging import typical_answers

from frkit.law.types import Jurisdiction


def scene(law: Jurisdiction) -> Scene | str:
    step = next((one for one in law.remedies if one.kind == "notice"), None)
    if step is None:
        return "the law has no written notice that must come before another step"
    before = overdue.scene(law) if step.against == ("silence",) else appeal.scene(law)
    if isinstance(before, str):
        return before
    given = typical_answers(law) | {key: answer.split("|")[0] for key, answer in step.when.items()}
    own = [clock for clock in law.clocks if clock.id in step.clocks and clock.length.number and not clock.when]
    lengths = [str(clock.length) for clock in own]
    named = (step.citation or law.law.name, *lengths[:1])
    return Scene(today=before.today, events=before.events, request={"given": given}, must_say=named)
