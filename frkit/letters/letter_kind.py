"""What is the same of every kind of letter, and what each brings itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from frkit.letters.matter import Matter

Facts = dict[str, Any]


def _no_facts(matter: Matter) -> Facts:
    return {}


def _nothing_to_do(matter: Matter, facts: Facts) -> Iterable[str]:
    return ()


def _no_warnings(matter: Matter) -> Iterable[str]:
    return ()


def _no_options(matter: Matter) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter: its name, what it is for, its own facts, and the event that logs it."""

    name: str
    """As typed after ``frkit letter REQUEST``; the template is called so too: ``fee-waiver``."""
    purpose: str
    """What it does, in a few words for lists: ``asks why a fee is so high, item by item``."""
    logged_as: str
    """The kind of event that logs it once it is sent: ``followed_up``."""
    about: str | None = None
    """What ``followed_up`` says it is about."""
    facts: Callable[[Matter], Facts] = _no_facts
    """Its own facts, by the names that its template uses; raises FrkitError where the letter does not fit now."""
    warnings: Callable[[Matter], Iterable[str]] = _no_warnings
    """What must be known before the letter is read at all; a sentence each."""
    to_do: Callable[[Matter, Facts], Iterable[str]] = _nothing_to_do
    """What a person must still do for it, given all facts of the letter; a sentence each."""
    log_options: Callable[[Matter], Mapping[str, str]] = _no_options
    """Options of the ``frkit log`` line beyond date and method: ``{"body": ..., "remedy": ...}``."""
    to_agency: bool = True
    """False where it may go to somebody else, so that no address of the agency is needed."""
