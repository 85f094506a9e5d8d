"""templates/README.md names every fact, filter and kind that there is, and none that is not."""

from __future__ import annotations

import re

from frkit.base.bundled import bundled
from frkit.letters.kinds.registry import NAMES as KINDS
from frkit.pages.wording import FILTERS

README = (bundled("templates") / "README.md").read_text(encoding="utf-8")
SENT = ("sent", "2026-03-02", {"method": "email"})


def keys_of(value):
    """The names a template can use: keys of mappings, however deep; ids of clocks are data, not names."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_of(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys_of(inner)}
    return set()


def test_every_fact_of_every_letter_is_described(asked, written):
    refused = ("denied", "2026-03-20", {"exemptions": [{"cited": "87(2)(g)"}]})
    claimed = ("extension_claimed", "2026-03-20", {"days": 10, "unit": "business"})
    fee = [("fee_estimated", "2026-03-20", {"amount": "45"}), ("fee_agreed", "2026-03-21")]
    letters = [
        written("request", asked("us-ny-nypd", vendors=("ibm",), items=None)),
        written("overdue", asked("us-dea", SENT, claimed), "2026-06-01"),
        written("overdue", asked("us-dea", SENT, *fee), "2026-06-01"),
        written("appeal", asked("us-ny-nypd", SENT, refused), "2026-03-25"),
        written("appeal", asked("us-ny-nypd", SENT), "2026-03-25"),
    ]
    used = set()
    for letter in letters:
        used |= keys_of({**letter.facts, "clocks": list(letter.facts["clocks"].values())})
    described = set(re.findall(r"[a-z_]+", README))
    assert used - described == set()


def test_every_filter_and_kind_is_described():
    assert {name for name in (*FILTERS, *KINDS) if f"`{name}" not in README} == set()
