"""Nothing has come yet, and audit logs may be deleted: the letter fits under every law once the request was sent."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction


def scene(law: Jurisdiction) -> Scene | str:
    return Scene(today="2026-03-09", events=(("sent", SENT_ON, {"method": "email"}),))
