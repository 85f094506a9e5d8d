"""The agency neither confirms nor denies for two items, and names a provision of the law on file for one of them."""

from __future__ import annotations

from datetime import date

from letters.scenes.scene import SENT_ON, Scene

from frkit.law.types import Jurisdiction
from frkit.pages.wording import long_date

SENT = ("sent", SENT_ON, {"method": "email"})
ANSWERED_ON = "2026-03-16"


def scene(law: Jurisdiction) -> Scene | str:
    cited = [one.patterns[0] for one in law.exemptions if one.topic in ("security", "tech", "invest")][:1]
    exemptions = [{"cited": text, "items": [1]} for text in cited]
    answer = ("neither_confirm_nor_deny", ANSWERED_ON, {"items": [1, 2], "exemptions": exemptions})
    named = (long_date(date.fromisoformat(ANSWERED_ON), law.date_style), *cited)
    return Scene(today="2026-03-18", events=(SENT, answer), must_say=named)
