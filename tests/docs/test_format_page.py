"""docs/format.md names every kind of event and every field of each."""

import re
from pathlib import Path

from frkit.tracking.events import BY_KIND, Event

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")


def test_every_kind_and_field_stands_in_the_format_page():
    rows = {match[1]: match[0] for match in re.finditer(r"^\| `([a-z_]+)` \| .*$", PAGE, re.M)}
    for kind, event_type in BY_KIND.items():
        own = [info.alias or name for name, info in event_type.model_fields.items() if name not in Event.model_fields]
        assert kind in rows, f"{kind} is missing"
        assert [name for name in own if f"`{name}`" not in rows[kind]] == []


def test_the_page_lists_the_kinds_in_the_order_that_the_program_uses():
    listed = [kind for kind in re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.M) if kind in BY_KIND]
    assert listed == list(BY_KIND)
