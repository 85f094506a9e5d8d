"""Why a letter says what it says: for each paragraph the lines of templates, and the facts with their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from frkit.letters.fact_sources import FactPath, FactSource, shown_file, source_of, value_at
from frkit.letters.letter import Letter
from frkit.letters.matter import Matter
from frkit.letters.template_sets import traced_templates
from frkit.pages.tracing import Piece, TracingEnvironment, trace

_HOW_ONLY = ("style", "paper")
"""Facts that say how something is written and not what."""
_MARK = re.compile(r"(?:^|\n)[|=] *")
_SHOWS = re.compile(r"\w")


@dataclass(frozen=True)
class TemplateLines:
    """Lines of one template."""

    file: str
    lines: tuple[int, ...]
    own: bool
    """Whether it is the campaign's and not frkit's."""


@dataclass(frozen=True)
class ToldFact:
    """A fact that was read for a paragraph."""

    name: str
    """As a template calls it: ``late.citation``."""
    value: Any
    source: FactSource


@dataclass(frozen=True)
class Explained:
    """A paragraph of the letter, with the requester masked."""

    text: str
    templates: tuple[TemplateLines, ...]
    facts: tuple[ToldFact, ...]


def explained(letter: Letter, matter: Matter) -> list[Explained]:
    """Each paragraph of a letter, in order, with what made it."""
    matter = replace(matter, language=letter.language)
    made = traced_templates(matter.overlay, letter.language, matter.file.law.code[:2])
    pieces = trace(made, letter.template, letter.facts)
    text = "".join(piece.text for piece in pieces)
    spans = [(match.start(), match.end()) for match in re.finditer(r"(?:[^\n]*\S[^\n]*\n?)+", text)]
    return [
        Explained(
            " ".join(_MARK.sub("\n", text[start:end]).split()),
            tuple(_templates(made, within, matter.overlay)),
            tuple(_facts(within, letter.facts, matter)),
        )
        for start, end in spans
        for within in [list(_within(pieces, start, end))]
    ]


def _within(pieces: list[Piece], start: int, end: int) -> Iterator[Piece]:
    """The pieces of a paragraph; one that shows nothing belongs to what follows it."""
    for piece in pieces:
        shown = piece.start + len(piece.text) - len(piece.text.lstrip())
        begins = shown if piece.text.strip() else piece.end
        if (begins < end and piece.start + len(piece.text.rstrip()) > start) or (
            not piece.text.strip() and start <= begins < end
        ):
            yield piece


def _templates(made: TracingEnvironment, pieces: list[Piece], overlay: Path | None) -> Iterator[TemplateLines]:
    lines: dict[str, set[int]] = {}
    for piece in pieces:
        if _SHOWS.search(piece.text):
            for origin in (piece.origin, *piece.through):
                lines.setdefault(origin.template, set()).add(origin.line)
    for name, numbers in lines.items():
        path = Path(str(made.get_template(name).filename))
        own = overlay is not None and path.is_relative_to(overlay)
        yield TemplateLines(shown_file(path, overlay), tuple(sorted(numbers)), own)


def _facts(pieces: list[Piece], facts: dict[str, Any], matter: Matter) -> Iterator[ToldFact]:
    paths = dict.fromkeys(_of_a_list(path, facts) for piece in pieces for path in piece.reads)
    for path in paths:
        value = value_at(path, facts)
        if (
            path[0] not in _HOW_ONLY
            and (path[0], path[-1]) != ("items", "number")
            and value not in (None, "", [], False)
        ):
            yield ToldFact(_name(path), value, source_of(path, facts, matter))


def _of_a_list(path: FactPath, facts: dict[str, Any]) -> FactPath:
    """The list itself for one of its plain values: ``requester.address``."""
    return path[:-1] if isinstance(path[-1], int) and isinstance(value_at(path[:-1], facts), list) else path


def _name(path: FactPath) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
