"""One letter from the files of a campaign: of the kind that was named, or of the one that is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.letters.composing import compose
from frkit.letters.kinds.registry import kind_named
from frkit.letters.letter import Letter
from frkit.letters.matter import NOTHING_SAID, Matter, Said
from frkit.letters.proposing import propose_kind
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import standing
from frkit.tracking.types import Requester, RequestFile


@dataclass(frozen=True)
class Wish:
    """What is wanted of a letter, or of each of many."""

    today: date
    kind: str | None = None
    """Name of its kind; the one that is due if None."""
    said: Said = NOTHING_SAID
    format: str = "txt"
    masked: bool = False
    """With [name of requester] and the like in place of the real values."""


@dataclass(frozen=True)
class Composed:
    """A letter with all that it was made from."""

    matter: Matter
    letter: Letter
    why: str
    """Why it is due; empty where a person named the kind."""
    requester: Requester | None


def matter_of(folder: CampaignFolder, file: RequestFile, wish: Wish) -> Matter:
    """What a letter is written about, as of the day of the wish."""
    return Matter(file, standing(file, wish.today), wish.today, folder.overlay, wish.said)


def kind_for(matter: Matter, wish: Wish) -> tuple[str, str]:
    """The kind and why it is due; raises FrkitError, with what to do instead, where none was named and none is due."""
    if wish.kind is not None:
        return kind_named(wish.kind).name, ""
    return propose_kind(matter.stand, matter.file)


def make(folder: CampaignFolder, matter: Matter, kind: str, why: str = "") -> Composed:
    """The letter; raises FrkitError where the kind does not fit."""
    requester = folder.requester(matter.file.request.requester)
    letter = compose(
        kind, matter.file, matter.stand, requester, today=matter.today, overlay=matter.overlay, said=matter.said
    )
    return Composed(matter, letter, why, requester)


def as_file(made: Composed, wish: Wish) -> tuple[bytes, tuple[str, ...]]:
    """The letter in the format that is wanted, and what a person should know of that file."""
    if wish.format == "txt":
        return (made.letter.masked_text if wish.masked else made.letter.text).encode(), ()
    from frkit.letters.formats.registry import made_in_format
    from frkit.letters.formats.sheet import sheet_for

    sheet = sheet_for(made.matter, made.letter, made.requester)
    file = made_in_format(made.letter, wish.format, sheet, masked=wish.masked)
    return file.data, file.warnings


def refuse_tracked(folder: CampaignFolder, target: Path, *, what: str = "The letter holds") -> None:
    """Raise FrkitError for a place where git would track the requester's name and address."""
    root, real = folder.root.resolve(), target.resolve()
    if real.is_relative_to(root) and not real.is_relative_to(root / "private"):
        raise FrkitError(
            f"{what} the requester's name and address, and git would track it there.",
            place=str(target),
            remedy=f"write to private/{target.name} or outside the campaign, or add --masked",
        )
