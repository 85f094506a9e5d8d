"""Plain data is written at once, with the very text that the YAML library writes; all else is left to the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from frkit.base import yaml_places
from frkit.base.plain_yaml import plain_yaml

EVENTS = sorted((Path(__file__).parents[2] / "examples").glob("*/requests/*/events/*.yaml"))
ODD = [
    "yes",
    "No",
    "null",
    "~",
    "1e3",
    "0x1F",
    "012",
    "1:30",
    "2026-03-02",
    "2026-03-02T10:00:00Z",
    "<<",
    "=",
    "y",
    ".5",
    "a: b",
    "a #b",
    "- a",
    "a ",
    " a",
    "a  b",
    "",
    "é",
    "it's",
    "a:b",
    "a:",
    "a\tb",
    "-",
    "?x",
    "123e45678901234567890",
    "1_000",
    "+1",
    "-.inf",
    "on",
    "@x",
    "%x",
    "received/2026-03-20-5b6c7d8e-contract.pdf",
    "a\nb",
    "x" * 200,
    "words " * 40,
]
WORDS = st.sampled_from(ODD) | st.text("abeE019_-+.:/@ #'n", max_size=12)
PLAIN = st.none() | st.booleans() | st.integers() | WORDS


def by_the_library(data: Any) -> str:
    """What the library writes."""
    return yaml.dump(
        data, Dumper=yaml_places._Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False
    )


@settings(max_examples=600, deadline=None)
@given(
    st.dictionaries(
        WORDS,
        st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)),
        min_size=1,
        max_size=4,
    )
)
def test_it_is_the_library_s_text_or_none_at_all(data: dict[str, Any]) -> None:
    assert plain_yaml(data) in (None, by_the_library(data))


@pytest.mark.parametrize("word", ODD)
def test_words_that_look_like_something_else(word: str) -> None:
    data = {"key": word, "many": [word, {"in": word, word or "no": 1}]}
    assert plain_yaml(data) in (None, by_the_library(data))


def test_what_stands_in_two_places_is_left_to_the_library() -> None:
    one = {"a": 1}
    assert plain_yaml({"x": one, "y": one}) is None
    assert plain_yaml({"x": (), "y": ()}) == by_the_library({"x": (), "y": ()})


def test_a_delivery_of_files_is_written_at_once() -> None:
    files = [
        {"file": f"received/2026-03-20-{number:08x}-a b.pdf", "sha256": "5b" * 32, "size": number, "name": "a b.pdf",
         "taken_in": "2026-03-20T10:00:00Z", "role": "reply"}
        for number in range(3)
    ]  # fmt: skip
    data = {"kind": "arrived", "date": "2026-03-20", "automatic": False, "documents": files, "none": None, "empty": []}
    assert plain_yaml(data) == by_the_library(data)


def test_most_events_of_the_example_are_plain() -> None:
    read = [yaml_places.read_yaml(path).data for path in EVENTS]
    assert sum(plain_yaml(data) is not None for data in read) > len(read) / 4 > 2
