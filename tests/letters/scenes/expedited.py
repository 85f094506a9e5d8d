"""The day after sending: an answer before its turn is asked for, with the reasons of the person who asks."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.letters.matter import Said

SENT = ("sent", SENT_ON, {"method": "email"})
WHY = "The council votes on the contract in April.\n\nWithout the records nobody can speak to it before the vote."


def scene(law: Jurisdiction) -> Scene | str:
    if law.expedited is None:
        return "the law on file has no way to ask for an answer before its turn"
    decided = (str(law.expedited.decided_within),) if law.expedited.decided_within else ()
    told = ("The council votes on the contract in April.",)
    return Scene(
        today="2026-03-03",
        events=(SENT,),
        said=Said(text=WHY),
        must_say=(law.expedited.citation, *told, *(_as_said(law, one) for one in decided)),
    )


def _as_said(law: Jurisdiction, length: str) -> str:
    """Federal letters say working days."""
    return length.replace("business", "working") if law.code == "us" else length
