"""Profiles: what a court or an office asks of a packet, as data with sources; one file each in ``profiles/``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import did_you_mean, shown_path
from frkit.base.models import Data, Date, Many, PartialDate, check_model
from frkit.base.yaml_places import Document, kept_yaml
from frkit.packet.plan.types import PROFILE_NAME, Numbering, Paper, Part, Volumes, written
from frkit.tracking.folder import broken

FORMAT = 1
CheckName = Literal[
    "searchable", "file_size", "file_pages", "page_size", "parts", "disarmed",
    "embedded_files", "page_labels", "opening_view", "linked_contents", "bookmarks",
]  # fmt: skip
"""What ``frkit packet check`` can look at for a rule."""
Confidence = Literal["high", "medium", "low"]


class RuleSource(Data):
    """Where a rule can be read."""

    title: str
    url: Annotated[str, written(r"https?://\S+", "write the whole address, beginning with https://")]
    kind: Literal["official", "reprint", "report", "recalled"]
    """``reprint``: its words on another page; ``report``: somebody tells what it asks; ``recalled``: nobody read it."""
    read: Date | None = None
    """The day on which somebody read it there."""


class Rule(Data):
    """One rule that a packet has to meet."""

    id: Annotated[str, written(r"[a-z0-9-]{1,40}", "use lower-case letters, digits and hyphens")]
    citation: str
    dated: PartialDate | None = None
    """The date of this version of the rule, as far as it is known."""
    asks: str
    """What it asks, in our words."""
    met_by: str
    """How a packet meets it, or what is left to the person who files."""
    force: Literal["must", "should"] = "should"
    """``must``: a packet that misses it may be sent back; ``should``: it is asked for, or holds only somewhere."""
    checks: Many[CheckName] = ()
    source: RuleSource
    confidence: Confidence
    unsure: Many[str] = ()


class Limits(Data):
    """Figures and bans that the checks use; what is left out is not limited."""

    megabytes: int | None = Field(default=None, ge=1)
    """The largest file, in millions of bytes: the cautious reading of a limit that says no more."""
    pages: int | None = Field(default=None, ge=1)
    """The most pages of one file."""
    embedded_files: bool = True
    """Whether the PDF may carry other files, such as its manifest."""
    only_paper: bool = False
    """Whether every page has to have the size of the packet's paper."""


class Defaults(Data):
    """What a new plan has, unless a person says otherwise."""

    paper: Paper | None = None
    """Left out: that of most of the requests' places."""
    parts: Many[Part]
    exhibit_sheets: bool = False
    numbering: Numbering = Numbering()
    volumes: Volumes | None = None


class Profile(Data):
    """One file of ``templates/packet/profiles``; its id is the file's name."""

    format: int = FORMAT
    id: str = ""
    title: str
    about: str
    read: Date
    """The day on which its facts were gathered."""
    defaults: Defaults
    limits: Limits = Limits()
    declaration: str = Field(default="neutral", pattern=r"^[a-z0-9-]{1,40}$")
    """The form of the drafts to sign: a folder of ``templates/packet/forms``."""
    rules: Many[Rule] = ()
    unsure: Many[str] = ()
    """What nobody could settle; it is shown with the rules."""

    @field_validator("rules")
    @classmethod
    def _ids_once(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        ids = [rule.id for rule in rules]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise ValueError(f"two rules are called '{twice}'; each needs its own id")
        return rules

    def rule_for(self, check: CheckName) -> Rule | None:
        """The rule for which something is checked."""
        return next((rule for rule in self.rules if check in rule.checks), None)


def profile_names(overlay: Path | None) -> list[str]:
    """The ids of all profiles, the campaign's own among them."""
    return sorted(_paths(overlay))


def load_profile(name: str, overlay: Path | None) -> Profile:
    """The profile of that id, the campaign's own before the bundled one.

    Raises WrongUsage for an unknown one and FrkitError with every mistake in its file.
    """
    paths = _paths(overlay)
    if name not in paths:
        raise WrongUsage(
            f"There is no profile called '{name}'{did_you_mean(name, paths) or '.'}",
            remedy=f"profiles here: {', '.join(sorted(paths))}; frkit packet profiles tells what each asks",
        )
    return _read(kept_yaml(paths[name]))


def _paths(overlay: Path | None) -> dict[str, Path]:
    folders = [bundled("templates"), *([overlay / "templates"] if overlay is not None else [])]
    found = (path for folder in folders for path in sorted((folder / "packet" / "profiles").glob("*.yaml")))
    return {path.stem: path for path in found if PROFILE_NAME.fullmatch(path.stem)}


@lru_cache(maxsize=64)
def _read(document: Document) -> Profile:
    declared = document.data.get("format") if isinstance(document.data, dict) else None
    if isinstance(declared, str) and declared.isdigit() and int(declared) > FORMAT:
        raise FrkitError(
            f"The profile is in format {declared}; this frkit reads formats up to {FORMAT}.",
            place=shown_path(document.path),
            remedy="install a newer frkit: pip install --upgrade frkit",
        )
    profile, findings = check_model(Profile, document)
    if profile is None:
        raise broken(findings)
    return profile.model_copy(update={"id": document.path.stem})
