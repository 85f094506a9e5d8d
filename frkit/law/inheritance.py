"""What a place takes from the place named in ``same_as``: nothing silently, everything that it does not say itself."""

from __future__ import annotations

from typing import Any

from frkit.base.findings import did_you_mean
from frkit.base.yaml_places import Document

OWN = frozenset({"code", "name", "kind", "same_as", "overrides", "local_note", "confidence", "text_read"})
"""Keys that say who the place is and how well it is known; they replace without being listed."""
NEVER = ("code", "name", "same_as", "overrides")
"""Keys of one place alone."""
INHERITED = ("timezone", "law", "coverage", "sources", "confidence")
"""Keys that every law needs, and that a place with ``same_as`` may leave to the other."""
JOINED = ("levers", "retention", "duty_to_preserve", "context", "changes", "unsure", "sources")
"""Lists to which a place adds: the laws of the wider place hold there as well."""

OF_BASE = "has mistakes of its own"
"""What is said of a file whose law another takes over."""


def joined(own: Document, base: Document | None) -> Document:
    """The document of a place with all that it inherits; what it replaces without saying so is a finding."""
    data = own.data
    if base is None or not isinstance(data, dict) or not isinstance(base.data, dict):
        return _without_base(own)
    made = Document(own.path, {}, dict(own.places), dict(own.key_places), list(own.findings))
    made.findings += _findings(own, base.data)
    made.data = {**{key: value for key, value in base.data.items() if key not in NEVER}, **data}
    for key in JOINED:
        if key in data and key in base.data:
            made.data[key] = _list(data[key]) + _list(base.data[key])
    if base.findings and not made.findings:
        made.findings.append(own.finding(("same_as",), f"the file of '{data['same_as']}' {OF_BASE}"))
    return made


def _without_base(own: Document) -> Document:
    if isinstance(own.data, dict) and "overrides" in own.data and "same_as" not in own.data:
        message = "'overrides' stands without 'same_as': nothing is inherited here"
        finding = own.finding(("overrides",), message, key=True)
        return Document(own.path, own.data, own.places, own.key_places, [*own.findings, finding])
    return own


def _findings(own: Document, base: dict[str, Any]) -> list[Any]:
    listed = _list(own.data.get("overrides"))
    replaced = [key for key in own.data if key in base and key not in OWN and key not in JOINED]
    found = [
        own.finding((key,), f"'{key}' replaces the law of '{own.data['same_as']}'; list it under 'overrides'", key=True)
        for key in replaced
        if key not in listed
    ]
    for number, key in enumerate(listed):
        if key not in own.data:
            message = f"'{key}' is listed as replaced, but this file does not have it{did_you_mean(key, replaced)}"
            found.append(own.finding(("overrides", number), message))
    return found


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
