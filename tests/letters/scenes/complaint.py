"""Two items were refused and somebody outside the agency can be asked; where that is open only to silence, the answer
is late."""

from __future__ import annotations

from letters.scenes import appeal, overdue
from letters.scenes.scene import Scene
from letters.scenes.staging import typical_answers

from frkit.law.types import Jurisdiction
from frkit.letters.matter import Said

KINDS = ("complaint", "mediation", "opinion")


def scene(law: Jurisdiction) -> Scene | str:
    steps = [one for one in law.remedies if one.kind in KINDS]
    if not steps:
        return "the law has no complaint, mediation or opinion by somebody outside the agency"
    step = next((one for one in steps if one.against != ("silence",)), steps[0])
    before = appeal.scene(law) if step.against != ("silence",) else overdue.scene(law)
    if isinstance(before, str):
        return before
    given = typical_answers(law) | {key: answer.split("|")[0] for key, answer in step.when.items()}
    named = (step.citation,) if step.citation else ()
    said = Said(remedy=step.id)
    return Scene(today=before.today, events=before.events, said=said, request={"given": given}, must_say=named)
