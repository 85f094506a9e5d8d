"""JSON Schemas of the law files, so that editors complete keys, show what they mean and mark mistakes while typing."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

from pydantic import BaseModel

from frkit.base.field_words import field_words
from frkit.base.files import replace
from frkit.base.models import Data, Many, PartialDate
from frkit.law import calendars, lengths, retention_types, rule_types, types
from frkit.law.calendars import ClosedDays
from frkit.law.inheritance import INHERITED
from frkit.law.loading import jurisdictions_folder
from frkit.law.types import Jurisdiction

SCHEMAS: dict[str, type[Data]] = {"jurisdiction": Jurisdiction, "closed-days": ClosedDays}
"""Name of the schema -> the type of the files that point to it in their first line."""
_ONE_OR_MANY = Many[str].__metadata__[0]  # type: ignore[attr-defined]
_A_PARTIAL_DATE = PartialDate.__metadata__[0]  # type: ignore[attr-defined]
_A_NUMBER = rf"^[1-9][0-9]* ({'|'.join(lengths.WORDS)})$"
_LENGTH: dict[str, Any] = {
    "description": "20 business, 30 calendar, 4 working weeks, 1 month, 24 hours, or a standard without a number.",
    "anyOf": [
        {"enum": ["prompt", "none_stated", "by_agency_date", "by_agreement"]},
        {"type": "string", "pattern": _A_NUMBER},
        *(
            {
                "type": "object",
                "properties": {key: {"type": "array", "items": {"$ref": "#/$defs/Length"}}},
                "required": [key],
                "additionalProperties": False,
            }
            for key in ("earlier_of", "later_of")
        ),
    ],
}


def schema_of(name: str) -> dict[str, Any]:
    """One of the schemas as plain data."""
    schema = SCHEMAS[name].model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    modules = (types, rule_types, retention_types, calendars, lengths)
    models = {title: model for module in modules for title, model in _models(module).items()}
    for title, part in [(SCHEMAS[name].__name__, schema), *definitions.items()]:
        if title in models:
            _as_typed(part, models[title])
        for field in part.get("properties", {}).values():
            field.pop("title", None)
    if "Length" in definitions:
        definitions["Length"] = _LENGTH
    if name == "jurisdiction":
        _with_inheritance(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text(name: str) -> str:
    """One of the schemas as the text of its file."""
    return json.dumps(schema_of(name), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def schema_file(name: str) -> Path:
    """Where a schema lies among the law files."""
    return jurisdictions_folder() / "schema" / f"{name}.json"


def write_schemas() -> list[Path]:
    """Write every schema anew beside the law files."""
    for name in SCHEMAS:
        replace(schema_file(name), schema_text(name).encode())
    return [schema_file(name) for name in SCHEMAS]


def _as_typed(part: dict[str, Any], model: type[BaseModel]) -> None:
    """What a person types: one value may stand for a list of one; each key with the words that explain it."""
    words = field_words(model)
    for name, info in model.model_fields.items():
        field = part["properties"][info.alias or name]
        if any(mark is _ONE_OR_MANY for mark in info.metadata):
            _or_single(field)
        if _A_PARTIAL_DATE in _marks(info.annotation):  # a year alone is a number to an editor
            field["anyOf"] = [{"type": "integer"}, *field.get("anyOf", [])]
        if name in words:
            field["description"] = words[name]


def _marks(annotation: Any) -> list[Any]:
    """The validators that are annotated anywhere in a type."""
    inner = [mark for part in get_args(annotation) for mark in _marks(part)]
    return [*getattr(annotation, "__metadata__", ()), *inner]


def _or_single(field: dict[str, Any]) -> None:
    many = {"type": field.pop("type"), "items": field.pop("items")}
    field["anyOf"] = [many["items"], many]


def _with_inheritance(schema: dict[str, Any]) -> None:
    """A place that takes another's law need not repeat it."""
    always = [key for key in schema["required"] if key not in INHERITED]
    schema["allOf"] = [{"if": {"not": {"required": ["same_as"]}}, "then": {"required": schema["required"]}}]
    schema["required"] = always


def _models(module: ModuleType) -> dict[str, type[BaseModel]]:
    return {name: one for name, one in vars(module).items() if isinstance(one, type) and issubclass(one, BaseModel)}
