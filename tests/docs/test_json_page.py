"""docs/json.md names every key that a command prints with --json, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from json_page import PAGE, Comparison, commands_in, sections
from json_story import Told, commands, group_of, takes_json

from frkit import asking
from frkit.cli.common import json_text
from frkit.cli.status.standing_words import WORDS
from frkit.exchange.exporting import summary_columns
from frkit.law.loading import all_codes, load_jurisdiction
from frkit.law.schema import schema_of
from frkit.letters.kinds.registry import NAMES
from frkit.tracking import flags as flags_module
from frkit.tracking.event_base import ExemptionClaim, FileRecord, Origin
from frkit.tracking.events import BY_KIND
from frkit.tracking.types import Item, Period, Request

TRACKING = Path(flags_module.__file__).parent
COMMANDS = sorted({group_of(name) for name, command in commands() if takes_json(command)})
ALWAYS = {"id", "kind", "date", "entered"}
CONSTANT = re.compile(r"[a-z_]+")


def fields(*models: Any) -> set[str]:
    return {info.alias or name for model in models for name, info in model.model_fields.items()}


def unknown_in(data: Any, known: set[str], aside: tuple[str, ...] = ()) -> list[str]:
    """Every key at any level that is not known; below a key that stands aside, the keys are data."""
    if isinstance(data, list):
        return [fault for one in data for fault in unknown_in(one, known, aside)]
    if not isinstance(data, dict):
        return []
    below = [fault for key, one in data.items() if key not in aside for fault in unknown_in(one, known, aside)]
    return [f"'{key}' is explained nowhere" for key in data if key not in known] + below


def event_faults(data: dict[str, Any]) -> list[str]:
    """An event has the keys of its file, which docs/format.md explains, and its id."""
    known = fields(BY_KIND[data["kind"]], FileRecord, ExemptionClaim, Origin) | {"id"}
    return unknown_in(data, known) + [f"'{key}' is absent" for key in ALWAYS - data.keys()]


def request_faults(data: dict[str, Any]) -> list[str]:
    return unknown_in(data, fields(Request, Item, Period, Origin), aside=("given",))


def schema_names(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
    for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from schema_names(one)


LAW_KEYS = set(schema_names(schema_of("jurisdiction"))) | {"number", "unit", "soft", "earlier_of", "later_of"}


def law_faults(data: dict[str, Any]) -> list[str]:
    return unknown_in(data, LAW_KEYS, aside=("when", "given", "receipt_rules"))


def summary_faults(data: dict[str, Any]) -> list[str]:
    wanted = {"packet": set(summary_columns("packet")), "team": set(summary_columns("team"))}
    return [] if set(data) in wanted.values() else ["the columns are not those of the table"]


@pytest.fixture(scope="module")
def said(told: Told) -> dict[str, list[Any]]:
    return told.said


@pytest.fixture(scope="module")
def compared(said: dict[str, list[Any]]) -> Comparison:
    comparison = Comparison(
        {
            "format.md#events": event_faults,
            "format.md#requestyaml": request_faults,
            "importing.md#export": summary_faults,
            "../jurisdictions/README.md": law_faults,
        }
    )
    for command in COMMANDS:
        for data in said.get(command, ()):
            comparison.take(command, data)
    return comparison


def test_every_command_with_json_has_its_section(compared: Comparison) -> None:
    assert [command for command in COMMANDS if not compared.of_command(command)] == []
    typed = [line for one in sections().values() for line in commands_in(one.title) if "schema" not in line]
    assert [line for line in typed if not any(f"{line} ".startswith(f"{name} ") for name in COMMANDS)] == []


def test_every_command_with_json_is_run(said: dict[str, list[Any]]) -> None:
    assert [command for command in COMMANDS if not said.get(command)] == []
    assert all(any(data for data in outputs) for outputs in said.values()), "an empty list shows no key"


def test_every_key_that_is_printed_stands_on_the_page_and_is_always_there(compared: Comparison) -> None:
    assert list(dict.fromkeys(compared.faults)) == []


def test_every_key_on_the_page_is_printed_somewhere(compared: Comparison) -> None:
    assert list(compared.unseen()) == []


def test_a_key_has_one_type_and_null(compared: Comparison) -> None:
    assert {key: types for key, types in compared.types.items() if len(types) > 1} == {}


def flag_names() -> set[str]:
    """Every name under which the program makes a flag."""
    names: set[str] = set()
    for path in TRACKING.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Flag":
                names |= set(_first(call.args[0], path))
    return names


def _first(name: ast.expr, path: Path) -> Iterator[str]:
    from frkit.tracking import retention_words

    if isinstance(name, ast.Constant):
        yield str(name.value)
    elif isinstance(name, ast.JoinedStr):
        ending = str(name.values[-1].value)  # type: ignore[attr-defined]
        clocks = [clock for code in all_codes() for clock in load_jurisdiction(code).clocks]
        ours = {clock.role for clock in clocks if clock.binds == "requester"} - {"guideline", "withdrawal"}
        yield from (f"{role}{ending}" for role in ours)
    elif path.name == "flags.py":
        yield from (flag for flag, _ in flags_module._SILENCE.values())
    else:
        assert path.name == "retention_words.py", f"{path} makes a flag whose name this test cannot read"
        yield from (retention_words.FLAG, "preservation_asked", *retention_words._CALM.values())


def test_every_flag_has_its_sentence() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("### Flags\n")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `([a-z_]+)` \| \S", table, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == flag_names()


def test_every_flag_that_is_printed_is_listed(said: dict[str, list[Any]]) -> None:
    printed = {
        flag["name"] for data in said["status"] if isinstance(data, list) for one in data for flag in one["flags"]
    }
    assert len(printed) > 5 and printed <= flag_names()


def test_every_word_for_whose_turn_it_is_and_for_what_came_is_named() -> None:
    words = PAGE.read_text(encoding="utf-8").partition("### Words\n")[2].partition("### Flags")[0]
    assert [ball for ball in WORDS if f"`{ball}`" not in words] == []
    outcomes = {
        "pending",
        "granted",
        "partial",
        "denied",
        "no_records",
        "not_custodian",
        "glomar",
        "transferred",
        "split",
    }
    assert [outcome for outcome in outcomes if f"`{outcome}`" not in words] == []


def test_every_kind_of_letter_is_named() -> None:
    (listed,) = re.findall(r"A kind is one of: (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"`([a-z-]+)`", listed) == list(NAMES)


def test_what_a_warning_before_sending_is_about_is_named() -> None:
    (listed,) = re.findall(r"^\| `about` \| one word: (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    abouts = set()
    for path in Path(asking.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Warned":
                abouts |= {one.value for one in call.args[1:2] if isinstance(one, ast.Constant)}
    assert len(abouts) > 15
    assert abouts == set(re.findall(r"`([a-z_]+)`", listed))


def test_what_has_no_spelling_is_an_error_and_no_repr() -> None:
    with pytest.raises(TypeError, match="Path"):
        json_text({"path": Path("x")})
