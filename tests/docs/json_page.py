"""docs/json.md read as a description of objects, so that what is printed can be held against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "json.md"
_HEADING = re.compile(r"^(#{2,4}) (.*)$", re.MULTILINE)
_ROW = re.compile(r"^\| (`.*?) \| (.*) \|$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)]+)\)")
_WORD = {dict: "object", list: "list", str: "text", bool: "truth", int: "number", float: "number"}


@dataclass
class Key:
    """What the page says of one key: whether it may be absent, whether its keys are data, what its objects are."""

    optional: bool
    mapping: bool
    links: list[str]
    below: dict[str, Key] = field(default_factory=dict)


@dataclass
class Section:
    """One heading with its keys; ``parts`` are the sections whose keys an object has besides, or instead."""

    title: str
    anchor: str
    keys: dict[str, Key]
    parts: list[str]
    besides: bool


def sections() -> dict[str, Section]:
    """Every section of the page by its anchor."""
    page = PAGE.read_text(encoding="utf-8")
    headings = list(_HEADING.finditer(page))
    ends = [heading.start() for heading in headings[1:]] + [len(page)]
    found = [_section(heading[2], page[heading.end() : end]) for heading, end in zip(headings, ends, strict=True)]
    assert len({one.anchor for one in found}) == len(found), "two headings are alike"
    return {one.anchor: one for one in found}


def commands_in(title: str) -> list[str]:
    """The commands that a heading names, each with what is typed behind it."""
    return re.findall(r"`frkit ([^`]+)`", title)


def _section(title: str, body: str) -> Section:
    prose, _, table = body.partition("\n| key |")
    keys: dict[str, Key] = {}
    for cell, text in _ROW.findall(table):
        for name in re.findall(r"`([^`]+)`", cell):
            *above, last = name.split(".")
            level = keys
            for part in above:
                level = level.setdefault(part, Key("(optional)" in cell, False, [])).below
            assert last not in level, f"'{name}' stands twice under {title}"
            level[last] = Key("(optional)" in cell, "(by " in cell, _LINK.findall(text))
    anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    parts = [link for link in _LINK.findall(prose) if link.startswith(("#", "../jurisdictions"))]
    return Section(title, anchor, keys, parts, "Besides" in prose)


class Comparison:
    """What was printed against what the page says, gathered over many objects."""

    def __init__(self, foreign: Mapping[str, Any]) -> None:
        self._sections = sections()
        self._foreign = foreign
        self._seen: dict[str, set[str]] = defaultdict(set)
        self.types: dict[str, set[str]] = defaultdict(set)
        self.faults: list[str] = []

    def of_command(self, command: str) -> list[Section]:
        """The sections of a command; several where an option makes it print something else."""
        return [
            one
            for one in self._sections.values()
            if any(f"{typed} ".startswith(f"{command} ") for typed in commands_in(one.title))
        ]

    def take(self, command: str, data: Any) -> None:
        """Hold one output of a command against its sections."""
        wanted = [f"#{one.anchor}" for one in self.of_command(command)]
        for one in data if isinstance(data, list) else [data]:
            self._object(one, wanted, f"frkit {command}")

    def unseen(self) -> Iterator[str]:
        """Each key that the page names and nothing printed."""
        for anchor, one in self._sections.items():
            for name in _names(one.keys):
                if name not in self._seen[anchor]:
                    yield f"{one.title}: {name}"

    def _object(self, data: Any, links: list[str], where: str) -> None:
        """Hold an object against whichever of some sections fits it."""
        choices = [choice for link in links for choice in self._choices(link)]
        if not isinstance(data, dict) or not choices:
            self.faults.append(f"{where}: {type(data).__name__} that nothing explains")
            return
        fitting = [one for one in choices if callable(one) or _misfits(data, self._keys(one)) == ([], [])]
        chosen = (fitting or choices)[0]
        if callable(chosen):
            self.faults += [f"{where}: {fault}" for fault in chosen(data)]
            return
        keys = self._keys(chosen)
        unknown, absent = _misfits(data, keys)
        self.faults += [f"{where}: '{name}' is not on the page" for name in unknown]
        self.faults += [f"{where}: '{name}' is absent" for name in absent]
        for name in data.keys() & keys.keys():
            owner, key = keys[name]
            self._seen[owner].add(name)
            self._value(data[name], key, f"{owner}: {name}", f"{where}: {name}", owner, name)

    def _value(self, value: Any, key: Key, typed: str, where: str, owner: str, name: str) -> None:
        values = list(value.values()) if key.mapping and isinstance(value, dict) else [value]
        for one in values:
            if one is not None:
                self.types[typed].add(_WORD[type(one)])
            for part in one if isinstance(one, list) else [one]:
                if isinstance(part, dict) and key.below:
                    self._below(part, key, typed, where, owner, name)
                elif isinstance(part, dict):
                    self._object(part, key.links, where)
                elif isinstance(one, list):
                    self.types[f"{typed}[]"].add(_WORD[type(part)])

    def _below(self, data: dict[str, Any], key: Key, typed: str, where: str, owner: str, name: str) -> None:
        unknown, absent = _misfits(data, {one: ("", below) for one, below in key.below.items()})
        self.faults += [f"{where}.{one} is not on the page" for one in unknown]
        self.faults += [f"{where}.{one} is absent" for one in absent]
        for one in data.keys() & key.below.keys():
            self._seen[owner].add(f"{name}.{one}")
            self._value(data[one], key.below[one], f"{typed}.{one}", f"{where}.{one}", owner, f"{name}.{one}")

    def _choices(self, link: str) -> list[Any]:
        """The sections that a link may mean: itself, or those that it says it prints instead."""
        if not link.startswith("#"):
            return [self._foreign[link]] if link in self._foreign else []
        one = self._sections[link[1:]]
        if one.keys or one.besides:
            return [one]
        return [choice for part in one.parts for choice in self._choices(part)]

    def _keys(self, one: Section) -> dict[str, tuple[str, Key]]:
        """The keys of a section and of those that it adds to, each with the section that explains it."""
        more: dict[str, tuple[str, Key]] = {}
        for part in one.parts if one.besides else ():
            for choice in self._choices(part):
                more |= self._keys(choice)
        return more | {name: (one.anchor, key) for name, key in one.keys.items()}


def _misfits(data: Mapping[str, Any], keys: Mapping[str, tuple[str, Key]]) -> tuple[list[str], list[str]]:
    unknown = [name for name in data if name not in keys]
    absent = [name for name, (_, key) in keys.items() if name not in data and not key.optional]
    return unknown, absent


def _names(keys: Mapping[str, Key], above: str = "") -> Iterable[str]:
    for name, key in keys.items():
        yield f"{above}{name}"
        yield from _names(key.below, f"{above}{name}.")
