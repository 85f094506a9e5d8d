"""Findings: mistakes and warnings with the place they stand at, gathered rather than raised."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One mistake or warning at a place in a file; lines and columns count from 1."""

    path: str
    line: int
    column: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        word = "" if self.severity == "error" else "warning: "
        return f"{self.path}:{self.line}:{self.column}: {word}{self.message}"


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are mistakes, not warnings."""
    return [finding for finding in findings if finding.severity == "error"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the nearest known word, or nothing."""
    names = list(known)
    begun = [name for name in names if len(word) >= 3 and name.startswith(word)]
    near = begun[:1] or difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def shown_path(path: Path) -> str:
    """A path as a person types it: relative to the current folder when it lies below it."""
    try:
        # The name as it stands there: a symbolic link is not followed to what it names.
        return str(Path(os.path.abspath(path)).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
