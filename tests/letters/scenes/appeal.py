"""Two items were refused, each with an exemption of the law; one of them on a ground that the law on file lacks."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction

SENT = ("sent", SENT_ON, {"method": "email"})
REFUSED_ON = "2026-03-16"


def scene(law: Jurisdiction) -> Scene | str:
    claimed = law.exemptions[:2]
    cited = [next(text for text in one.patterns if not text.endswith("v.")) for one in claimed] or [
        "an exemption that is not on file"
    ]
    exemptions = [{"cited": text, "items": [number + 2]} for number, text in enumerate(cited)]
    refusal = ("denied", REFUSED_ON, {"items": [2, 3], "received": REFUSED_ON, "exemptions": exemptions})
    answered = ("produced", REFUSED_ON, {"items": [1, 4, 5, 6]})
    return Scene(today="2026-03-18", events=(SENT, answered, refusal), must_say=tuple(cited))
