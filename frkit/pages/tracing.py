"""What a template made of which facts: each piece of its text with the line it came from and the facts read for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import FrameType, GeneratorType
from typing import Any

from jinja2 import nodes

from frkit.pages.sandbox import TemplateEnvironment

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Origin:
    """A line of a template."""

    template: str
    line: int


@dataclass
class Piece:
    """Text that one place of a template gave, and the facts that were read to come to it."""

    start: int
    text: str
    origin: Origin
    reads: list[Path_] = field(default_factory=list)
    """Where the facts stand: ``("items", 0, "ask")``."""
    through: list[Origin] = field(default_factory=list)
    """Lines of other templates, of pieces that this one took in, at which those facts were read."""

    @property
    def end(self) -> int:
        """Where the piece ends in the whole text."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class _Read:
    path: Path_
    where: tuple[Origin, ...]
    """The line, then the lines that called it."""


class TracingEnvironment(TemplateEnvironment):
    """Templates that remember which facts they looked at, and from which line."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known: dict[int, Path_] = {}
        """Where each mapping and list of the facts stands, by its identity."""
        self.reads: list[_Read] = []

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A fact, which is remembered."""
        return self._remembered(obj, attribute, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A fact, which is remembered."""
        return self._remembered(obj, argument, super().getitem(obj, argument))

    def _remembered(self, obj: Any, key: Any, value: Any) -> Any:
        path = self.known.get(id(obj))
        if path is not None and isinstance(key, str | int) and _is_plain(value):
            self.reads.append(_Read((*path, key), self._where()))
        return value

    def _where(self) -> tuple[Origin, ...]:
        """The line of the template that is being filled in, and those that called it."""
        found: list[Origin] = []
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if "debug_info" in frame.f_globals and "blocks" in frame.f_globals:
                found.append(self.origin(frame))
                if frame.f_code.co_name == "root" or frame.f_code.co_name.startswith("block_"):
                    break
            frame = frame.f_back
        return tuple(found)

    def origin(self, frame: FrameType) -> Origin:
        """The line of a template that a frame of its compiled code stands at."""
        name, spent = str(frame.f_globals["name"]), self.spent
        line = self.get_template(name).get_corresponding_lineno(frame.f_lineno)
        self.spent = spent
        return Origin(name, line)


def trace(made: TracingEnvironment, name: str, facts: dict[str, Any]) -> list[Piece]:
    """The pieces of a template's text, in order; together they are the text. Raises what the template raises."""
    made.known = dict(_places(facts, ()))
    made.reads, made.spent = [], 0
    template = made.get_template(name)
    pieces: list[Piece] = []
    seen, length = 0, 0
    running = template.root_render_func(template.new_context(facts))
    for text in running:
        origin = made.origin(_innermost(running))
        read = [one for one in made.reads[seen:] if not _is_set(made, one)]
        through = [one.where[0] for one in read if one.where and one.where[0].template != origin.template]
        pieces.append(Piece(length, text, origin, [one.path for one in read], list(dict.fromkeys(through))))
        seen, length = len(made.reads), length + len(text)
    _give_names(made, pieces, facts)
    return pieces


def _places(value: Any, path: Path_) -> Iterator[tuple[int, Path_]]:
    if isinstance(value, Mapping):
        yield id(value), path
        for key, one in value.items():
            yield from _places(one, (*path, key))
    elif isinstance(value, list):
        yield id(value), path
        for number, one in enumerate(value):
            yield from _places(one, (*path, number))


def _is_plain(value: Any) -> bool:
    """Whether a fact is a value, or a list of values; a mapping is only on the way to one."""
    if isinstance(value, list):
        return bool(value) and not any(isinstance(one, Mapping | list) for one in value)
    return not isinstance(value, Mapping) and not callable(value) and value is not None


def _innermost(running: Any) -> FrameType:
    """The frame that gave the last text: that of a block, or of the template that is extended."""
    while isinstance(running.gi_yieldfrom, GeneratorType):
        running = running.gi_yieldfrom
    frame: FrameType = running.gi_frame
    return frame


def _is_set(made: TracingEnvironment, read: _Read) -> bool:
    """Whether a fact was read for a name that a template sets: it belongs to where that name is used."""
    return any(_in_set(made, origin) for origin in read.where)


def _in_set(made: TracingEnvironment, origin: Origin) -> bool:
    return any(origin.line in span for span in _sets(made, origin.template).values())


def _give_names(made: TracingEnvironment, pieces: list[Piece], facts: Mapping[str, Any]) -> None:
    """Give each piece the facts that its line calls by a name alone: plain ones, and those a template has set."""
    plain = {name for name, value in facts.items() if _is_plain(value)}
    templates = {piece.origin.template for piece in pieces} | {
        one.template for read in made.reads for one in read.where
    }
    for piece in pieces:
        used = _used(made, piece.origin.template).get(piece.origin.line, frozenset())
        if piece.text.strip("| =-\n"):
            piece.reads += [(name,) for name in sorted(used & plain)]
            piece.reads += _behind(made, used, sorted(templates))


def _behind(made: TracingEnvironment, names: frozenset[str], templates: list[str]) -> list[Path_]:
    """What was read for the names that templates set, and for those that they are made of."""
    found: list[Path_] = []
    waiting, done = set(names), set()
    while waiting:
        name = waiting.pop()
        done.add(name)
        for template in templates:
            span = _sets(made, template).get(name, range(0))
            lines = {Origin(template, line) for line in span}
            found += [one.path for one in made.reads if lines.intersection(one.where)]
            waiting |= {other for line in span for other in _used(made, template).get(line, frozenset())} - done
    return found


@lru_cache(maxsize=256)
def _sets(made: TracingEnvironment, template: str) -> dict[str, range]:
    """The names that a template sets at its top, and the lines on which it does."""
    spans: dict[str, range] = {}
    for node in _parsed(made, template).body:
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            last = max([node.lineno, *(one.lineno for one in node.find_all(nodes.Expr))])
            spans[node.target.name] = range(node.lineno, last + 1)
    return spans


@lru_cache(maxsize=256)
def _used(made: TracingEnvironment, template: str) -> dict[int, frozenset[str]]:
    """The names that stand on each line of a template."""
    lines: dict[int, set[str]] = {}
    for node in _parsed(made, template).find_all(nodes.Name):
        if node.ctx == "load":
            lines.setdefault(node.lineno, set()).add(node.name)
    return {line: frozenset(names) for line, names in lines.items()}


def _parsed(made: TracingEnvironment, template: str) -> nodes.Template:
    assert made.loader is not None
    source, _, _ = made.loader.get_source(made, template)
    return made.parse(source)
