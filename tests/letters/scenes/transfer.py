"""A request can be passed on under every law, whether that law has a rule for it or not."""

from __future__ import annotations

from datetime import date

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.pages.wording import long_date


def scene(law: Jurisdiction) -> Scene | str:
    return Scene(
        today="2026-03-16",
        events=(
            ("sent", SENT_ON, {"method": "email"}),
            ("transferred", "2026-03-10", {"to": "the regional crime laboratory", "items": [2, 3]}),
        ),
        must_say=(long_date(date(2026, 3, 10), law.date_style), "items 2 and 3", "the regional crime laboratory"),
    )
