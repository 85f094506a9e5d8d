"""The agency asks where the person lives, who asks and what for, before it goes on."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction

SENT = ("sent", SENT_ON, {"method": "email"})
QUESTION = "Please send proof of residence and a copy of your photo identification, and state the purpose."


def scene(law: Jurisdiction) -> Scene | str:
    asked = ("identity_asked", "2026-03-05", {"question": QUESTION})
    named = (law.requester.citation,) if law.requester is not None and law.requester.citation else ()
    return Scene(today="2026-03-09", events=(SENT, asked), must_say=(QUESTION.rstrip("."), *named))
