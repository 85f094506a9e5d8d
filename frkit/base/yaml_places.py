"""YAML read as text with places: every scalar stays the text that was typed, and every value knows its line.

PyYAML's usual loaders turn ``no`` into False, ``12:30`` into 750, ``0.10`` into 0.1 and keep the last of two equal
keys. Here the node tree is composed only, scalars stay text, and the field's own type decides what they mean.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from frkit.base.errors import FrkitError
from frkit.base.findings import Finding, shown_path
from frkit.base.plain_yaml import plain_yaml
from frkit.base.refusals import reason

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Location = tuple[str | int, ...]

LARGEST_FILE = 8 << 20
MOST_VALUES = 200_000
DEEPEST = 50
"""Bounds far beyond any honest file, so that a hostile one neither fills the memory nor overflows the stack."""
_MAY_NEST = re.compile(r"[\[{]|[-?] (?=[-?] )")


@dataclass(eq=False)
class Document:
    """One YAML file: its values as text, lists and mappings, and the place of each. Two readings are never equal."""

    path: Path
    data: Any
    places: dict[Location, tuple[int, int]] = field(default_factory=dict)
    key_places: dict[Location, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def place(self, location: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value (or key) at a location, or of the nearest one above it."""
        steps = tuple(location)
        if key and steps in self.key_places:
            return self.key_places[steps]
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places.get(steps, (1, 1))

    def finding(self, location: Sequence[str | int], message: str, *, key: bool = False, warn: bool = False) -> Finding:
        """A finding at a location of this file."""
        line, column = self.place(location, key=key)
        return Finding(shown_path(self.path), line, column, message, "warning" if warn else "error")


def parse_yaml(text: str, path: Path) -> Document:
    """The document in a text; raises FrkitError with line and column if it is not YAML."""
    _refuse_unmerged(text, path)
    try:
        _refuse_too_deep(text, path)
        _refuse_too_many(text, path)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _not_yaml(error, path, text) from error
    document = Document(path, None)
    if node is not None:
        try:
            document.data = _value(node, (), document, set())
        except RecursionError:
            raise _too_deep(shown_path(path)) from None
    return document


def read_yaml(path: Path) -> Document:
    """The document in a file; raises FrkitError if it cannot be read, is not UTF-8 or is not YAML."""
    return parse_yaml(text_of(read_data(path), path), path)


def kept_yaml(path: Path) -> Document:
    """Like :func:`read_yaml`, and the same reading again for as long as the file stays as it is; never change it."""
    try:
        about = path.stat()
    except OSError:
        return read_yaml(path)
    return _read_once(path, about.st_mtime_ns, about.st_size) if stat.S_ISREG(about.st_mode) else read_yaml(path)


@lru_cache(maxsize=1024)
def _read_once(path: Path, _changed: int, _size: int) -> Document:
    return read_yaml(path)


def read_data(path: Path) -> bytes:
    """The bytes of a data file; raises FrkitError if it cannot be read, or is none that a data file can be."""
    try:
        _refuse_odd_file(path)
        return path.read_bytes()
    except FileNotFoundError:
        remedy = "restore it from a copy or from git, unless its folder was moved: then run the command again there"
        raise FrkitError("The file does not exist.", place=shown_path(path), remedy=remedy) from None
    except OSError as error:
        why, remedy = reason(error, reading=True)
        raise FrkitError(f"The file cannot be read: {why}.", place=shown_path(path), remedy=remedy) from None


def text_of(data: bytes, path: Path) -> str:
    """The text in the bytes of a file; raises FrkitError if they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FrkitError(
            f"The file is not UTF-8 text (byte {error.start}).",
            place=shown_path(path),
            remedy="save it again as UTF-8",
        ) from None


def _refuse_odd_file(path: Path) -> None:
    """A named pipe would wait for ever, and a huge file fill the memory."""
    about = path.stat()
    if stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST_FILE:
        return
    fact = "The file is too large to be a data file." if stat.S_ISREG(about.st_mode) else "This is no regular file."
    raise FrkitError(fact, place=shown_path(path), remedy="move it away; frkit did not write it")


def _refuse_too_deep(text: str, path: Path) -> None:
    """The library composes nested values by recursion, and would end the process on a file made for that."""
    if len(_MAY_NEST.findall(text)) <= DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            mark = event.start_mark
            raise _too_deep(shown_path(path) + (f":{mark.line + 1}:{mark.column + 1}" if mark else ""))


def _refuse_unmerged(text: str, path: Path) -> None:
    """A file with the marks of git around two versions may be no YAML, or worse, YAML of the wrong one."""
    if "<<<<<<< " not in text or ">>>>>>> " not in text:
        return
    begins = [number for number, line in enumerate(text.split("\n"), 1) if line.startswith("<<<<<<< ")]
    if begins:
        raise FrkitError(
            "The file holds two versions that git could not merge.",
            place=f"{shown_path(path)}:{begins[0]}:1",
            remedy="keep what is right between the lines <<<<<<<, ======= and >>>>>>>, and take these lines out; "
            "then: git add it, and git commit",
        )


def _refuse_too_many(text: str, path: Path) -> None:
    """Values are counted before they are made: a file of a million takes minutes, and the counting a moment."""
    if text.count("\n") + text.count(",") <= MOST_VALUES:
        return
    values = 0
    for event in yaml.parse(text, Loader=_Loader):
        values += isinstance(event, yaml.NodeEvent)
        if values > MOST_VALUES:
            raise _too_many(path)


def _too_many(path: Path) -> FrkitError:
    fact = f"The file holds more than {MOST_VALUES:,} values."
    return FrkitError(fact, place=shown_path(path), remedy="mend or restore the file")


def _too_deep(place: str) -> FrkitError:
    return FrkitError("The file holds lists inside lists without end.", place=place, remedy="mend or restore the file")


def _value(node: yaml.Node, at: Location, document: Document, above: set[int]) -> Any:
    document.places[at] = _mark(node)
    if len(document.places) > MOST_VALUES:
        raise _too_many(document.path)
    if id(node) in above:
        document.findings.append(document.finding(at, "this value contains itself"))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, document, above | {id(node)})
    if isinstance(node, yaml.SequenceNode):
        inner = above | {id(node)}
        return [_value(item, (*at, number), document, inner) for number, item in enumerate(node.value)]
    if node.value == "" and getattr(node, "style", None) is None:
        return None
    return node.value


def _mapping(node: yaml.MappingNode, at: Location, document: Document, above: set[int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            line, column = _mark(key_node)
            message = "a key must be a plain word"
            document.findings.append(Finding(shown_path(document.path), line, column, message))
            continue
        key = key_node.value
        here = (*at, key)
        if key in result:
            line, column = _mark(key_node)
            first = document.key_places[here][0]
            message = f"the key '{key}' stands here a second time; the first is in line {first}"
            document.findings.append(Finding(shown_path(document.path), line, column, message))
            continue
        document.key_places[here] = _mark(key_node)
        result[key] = _value(value_node, here, document, above)
    return result


def _mark(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


_PLAINLY = (
    ("mapping values are not allowed", "a second ': ' in one line, or an indent too far to the right; put a text that "
     "holds a colon in quotes, and line keys up with their neighbours"),
    ("expected '-' indicator", "this line fits no entry of the list above; line it up with the keys of its entry"),
    ("expected key", "this does not fit what stands above; look there for a quote that is not closed, and here for "
     "the indent and for a '-' without a space after it"),
    ("expected ':'", "a key, here or in the line above, needs a colon and a space after it, like 'name: Oregon'"),
    ("expected ',' or", "{opened} is not closed, or a comma is missing"),
    ("unexpected end of stream", "{opened} is never closed, or the file was cut off"),
    ("undefined alias", "a text that begins with '*' needs quotes"),
    ("unknown escape", "a backslash in double quotes has a meaning of its own; put the text in single quotes"),
    ("sequence entries are not allowed", "no list can begin here; put each '- ' on a line of its own below its key"),
    ("control characters", "a character that cannot be printed stands here; take it out"),
)  # fmt: skip
"""What the library says, in part -> the same for a person who has never heard of tokens."""


def _not_yaml(error: yaml.YAMLError, path: Path, text: str) -> FrkitError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = shown_path(path)
    if mark is not None:
        place = f"{place}:{mark.line + 1}:{mark.column + 1}"
    return FrkitError(
        f"The file is not complete YAML: {_problem(error, mark, text)}.",
        place=place,
        remedy="look at that line: a colon, a quote or the indent is usually the cause, or the file was cut off",
    )


def _problem(error: yaml.YAMLError, mark: Any, text: str) -> str:
    """What is wrong, in plain words where they are known."""
    said = str(getattr(error, "problem", None) or str(error).splitlines()[0])
    lines = text.splitlines()
    line = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab stands before the first word of this line; indent with spaces"
    if "cannot start any token" in said and line[mark.column : mark.column + 1].strip():
        return f"a text that begins with '{line[mark.column]}' needs quotes"
    context = getattr(error, "context_mark", None)
    opened = f"what was opened in line {context.line + 1}" if context is not None else "a quote or a bracket"
    return next((plain.format(opened=opened) for part, plain in _PLAINLY if part in said), said)


class _Dumper(yaml.SafeDumper):
    """Writes mappings in the order given, lists indented under their key, long texts as they are."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists under their key, as people do."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    """Lines as a block, odd characters escaped in quotes, everything else as the library thinks best."""
    try:
        value.encode()
    except UnicodeEncodeError:
        shown = value.encode("ascii", "replace").decode()
        remedy = "type it again in a terminal that is set to UTF-8; nothing was written"
        raise FrkitError(f"The text '{shown[:60]}' is not UTF-8.", remedy=remedy) from None
    style = None
    lines = value.split("\n")
    if not all(line.isprintable() for line in lines):
        style = '"'
    elif len(lines) > 1 and all(line and line == line.strip() for line in lines[:-1]):
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump_yaml(data: Any) -> str:
    """YAML text of plain data, keys in the order given, that :func:`parse_yaml` reads back to the same texts."""
    plain = plain_yaml(data)
    if plain is not None:
        return plain
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False)
