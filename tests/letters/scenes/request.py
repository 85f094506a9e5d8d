"""The first letter fits every law that reaches the police."""

from __future__ import annotations

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction


def scene(law: Jurisdiction) -> Scene | str:
    return Scene(today=SENT_ON)
