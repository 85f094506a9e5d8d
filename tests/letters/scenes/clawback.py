"""A demand to give records back can come under every law: a page was sent that the agency wants returned."""

from __future__ import annotations

from datetime import date

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.pages.wording import long_date


def scene(law: Jurisdiction) -> Scene | str:
    return Scene(
        today="2026-04-14",
        events=(
            ("sent", SENT_ON, {"method": "email"}),
            ("produced", "2026-04-01", {"items": [1], "pages": 150}),
            ("clawback_demanded", "2026-04-10", {"of": ["a" * 64]}),
        ),
        must_say=(long_date(date(2026, 4, 10), law.date_style), "I am asking counsel about it"),
    )
