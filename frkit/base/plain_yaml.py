"""YAML of plain data, written at once: the very text that the library writes for it, in a tenth of the time.

A delivery of thousands of files is a list of short words, numbers and hashes. Whatever is less plain is left to the
library, so that how YAML is written is decided there alone; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from yaml.resolver import Resolver

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_./@+-]| (?=[A-Za-z0-9_./@+-])|:(?=[A-Za-z0-9_./@+-]))*")
_LONGEST_LINE = 100
"""A text with spaces that makes a line longer may be folded, and is left to the library."""
_STRING = "tag:yaml.org,2002:str"


class _NotPlain(Exception):
    """Something stands in the data that the library has to judge."""


def plain_yaml(data: Any) -> str | None:
    """The YAML text of a mapping of plain data, keys in their order; None where anything in it is not plain."""
    if type(data) is not dict or not data:
        return None
    try:
        return "".join(_mapping(data, 0, set()))
    except _NotPlain:
        return None


def _mapping(data: dict[Any, Any], indent: int, seen: set[int]) -> Iterator[str]:
    """The lines of a mapping, the first without its indent where it stands behind a dash."""
    _once(data, seen)
    for number, (key, value) in enumerate(data.items()):
        before = " " * indent if number or not indent else ""
        name = _word(key) if type(key) is str else _refuse()
        if type(value) is dict and value:
            yield f"{before}{name}:\n{' ' * (indent + 2)}"
            yield from _mapping(value, indent + 2, seen)
        elif type(value) in (list, tuple) and value:
            yield f"{before}{name}:\n"
            yield from _sequence(value, indent + 2, seen)
        else:
            yield _line(f"{before}{name}: ", _scalar(value, seen), indent)


def _sequence(data: list[Any] | tuple[Any, ...], indent: int, seen: set[int]) -> Iterator[str]:
    _once(data, seen)
    for value in data:
        yield " " * indent + "- "
        if type(value) is dict and value:
            yield from _mapping(value, indent + 2, seen)
        elif type(value) in (list, tuple):
            _refuse()
        else:
            yield _line("", _scalar(value, seen), indent + 2)


def _line(before: str, text: str, indent: int) -> str:
    if " " in text and indent + len(before) + len(text) > _LONGEST_LINE:
        _refuse()
    return f"{before}{text}\n"


def _scalar(value: Any, seen: set[int]) -> str:
    kind = type(value)
    if kind is str:
        return _word(value)
    if kind is int:
        return str(value)
    if value is None or kind is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if kind in (list, dict) and not value:
        _once(value, seen)
        return "[]" if kind is list else "{}"
    return "[]" if kind is tuple and not value else _refuse()


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    """A text as it stands, or in quotes where a reader would take it for a number, a date or a yes."""
    if len(text) > _LONGEST_LINE or not _PLAIN.fullmatch(text):
        _refuse()
    resolvers = Resolver.yaml_implicit_resolvers
    for tag, pattern in (*resolvers.get(text[0], ()), *resolvers.get(None, ())):
        if tag != _STRING and pattern.match(text):
            return f"'{text}'"
    return text


def _once(data: Any, seen: set[int]) -> None:
    """The library writes what stands in two places once, and a reference to it."""
    if data != () and id(data) in seen:
        _refuse()
    seen.add(id(data))


def _refuse() -> Any:
    raise _NotPlain
