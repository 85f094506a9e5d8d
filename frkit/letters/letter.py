"""What a letter is: its text, the same text with the requester masked, and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from frkit.base.errors import WrongUsage
from frkit.base.findings import did_you_mean

Kind = Literal["request", "overdue", "appeal", "preservation"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Letter:
    """A letter ready to be read, signed and sent."""

    kind: Kind
    subject: str
    text: str
    """The letter as it is sent."""
    masked_text: str
    """The same with ``[name of requester]`` and the like: what git may track and others may see."""
    template: str
    facts: dict[str, Any]
    """The masked facts it was made from: plain values only."""
    to_do: tuple[str, ...] = ()
    """What a person must still fill in or check before it goes out; the warnings come first."""
    warnings: tuple[str, ...] = ()
    """Those of them that should be known before the letter is read."""


def as_kind(word: str) -> Kind:
    """The kind that a word names; raises WrongUsage for another."""
    for kind in KINDS:
        if word == kind:
            return kind
    raise WrongUsage(f"There is no letter '{word}'{did_you_mean(word, KINDS)}", remedy=f"one of: {', '.join(KINDS)}")
