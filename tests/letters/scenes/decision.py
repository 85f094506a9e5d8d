"""Two items were refused by a letter, and the law wants a formal decision before anything can be appealed."""

from __future__ import annotations

from letters.scenes import appeal
from letters.scenes.scene import Scene
from letters.scenes.staging import typical_answers

from frkit.law.types import Jurisdiction


def scene(law: Jurisdiction) -> Scene | str:
    step = next((one for one in law.remedies if one.kind == "decision_request"), None)
    if step is None:
        return "the law has no step by which a formal decision is asked for"
    before = appeal.scene(law)
    if isinstance(before, str):
        return before
    given = typical_answers(law) | {key: answer.split("|")[0] for key, answer in step.when.items()}
    return Scene(
        today=before.today, events=before.events, request={"given": given}, must_say=(step.citation or law.law.name,)
    )
