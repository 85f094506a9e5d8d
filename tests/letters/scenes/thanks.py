"""Every request can be closed with thanks, what was not given named."""

from __future__ import annotations

from datetime import date

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.pages.wording import long_date


def scene(law: Jurisdiction) -> Scene | str:
    return Scene(
        today="2026-04-02",
        events=(
            ("sent", SENT_ON, {"method": "email"}),
            ("produced", "2026-03-20", {"items": [1, 2], "pages": 35}),
            ("no_records", "2026-03-20", {"items": [3]}),
        ),
        must_say=(long_date(date(2026, 3, 20), law.date_style), "35 pages", "I give up no right"),
    )
