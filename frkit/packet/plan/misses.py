"""What a packet misses, each with its rule, its exhibit and pages, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from frkit.packet.plan.profiles import CheckName, Profile, Rule

Severity = Literal["fault", "look"]
"""``fault``: it must be mended before the packet leaves the house; ``look``: a person should look and decide."""


@dataclass(frozen=True)
class Miss:
    """One thing that a packet misses."""

    check: str
    """What was looked at, in a word that does not change."""
    severity: Severity
    fact: str
    remedy: str
    exhibit: str = ""
    """Label of the exhibit; empty where it is about the plan or the packet as a whole."""
    file: str = ""
    """The exhibit's document, or the file inside it; where no exhibit is named, the file of the campaign to mend."""
    pages: tuple[int, ...] = ()
    """Pages of that file; of the packet where no exhibit is named."""
    rule: Rule | None = None
    """The rule of the profile that asks for it; None where frkit does."""
    key: tuple[str | int, ...] = ()
    """Where in the plan it stands."""
    stops: bool = False
    """Whether a build refuses it."""


def severity_of(profile: Profile, check: CheckName) -> Severity:
    """How heavy it weighs under a profile to miss something."""
    rule = profile.rule_for(check)
    return "fault" if rule is not None and rule.force == "must" else "look"


def runs(pages: Iterable[int]) -> str:
    """Page numbers as people write them: 1-4, 7."""
    found: list[list[int]] = []
    for page in sorted(set(pages)):
        if found and page == found[-1][1] + 1:
            found[-1][1] = page
        else:
            found.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
