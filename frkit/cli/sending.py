"""Keeping what was sent: the letter byte for byte in private/, its masked text, and the law as it stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frkit.base.errors import FrkitError, WrongUsage
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import standing
from frkit.tracking.types import Requester, RequestFile

if TYPE_CHECKING:
    from frkit.letters.letter import Letter


@dataclass(frozen=True)
class ToKeep:
    """A letter that went out, ready to be kept: as frkit composed it, or a person's own text."""

    word: str
    letter: Letter | str
    requester: Requester


def letter_to_keep(
    folder: CampaignFolder, file: RequestFile, kind: str, day: date, letter: Path | None, about: str = ""
) -> ToKeep:
    """The letter that an event of sending speaks of; writes nothing, and raises FrkitError where there is none."""
    from frkit.letters.kinds.registry import kind_logged_as

    meant = kind_logged_as(kind, about or None)
    if meant is None and letter is None:
        raise WrongUsage("frkit does not know what you wrote.", remedy="add the text that went out: --letter FILE")
    word = meant.name if meant is not None else "follow-up" if kind == "followed_up" else kind.replace("_", "-")
    requester = _requester(folder, file)
    if letter is None:
        return ToKeep(word, _composed(word, file, day, requester, folder), requester)
    from frkit.letters.sending import masked_text

    text = text_of_letter(letter)
    masked_text(text, requester)
    return ToKeep(word, text, requester)


def keep(folder: CampaignFolder, request_id: str, kind: str, day: date, one: ToKeep) -> dict[str, Any]:
    """The hashes for the event: of the letter as sent, of its masked text, and for a request of the frozen law."""
    from frkit.letters.sending import keep_sent, keep_sent_text

    if isinstance(one.letter, str):
        sent, masked = keep_sent_text(folder, request_id, one.letter, one.word, day, one.requester)
    else:
        sent, masked = keep_sent(folder, request_id, one.letter, day)
    data: dict[str, Any] = {"letter_sha256": sent, "masked_sha256": masked}
    if kind == "sent":
        data["law_file"], data["law_sha256"] = folder.freeze_law(request_id, day)
    return data


def _composed(word: str, file: RequestFile, day: date, requester: Requester, folder: CampaignFolder) -> Letter:
    """The letter as frkit writes it on that day; where it writes none, the text that went out is asked for."""
    from frkit.letters.composing import compose

    try:
        return compose(word, file, standing(file, day), requester, today=day, overlay=folder.overlay)
    except FrkitError as error:
        if word != "appeal":
            raise
        other = "" if "--letter FILE" in error.remedy else f"\n    else {error.remedy}"
        remedy = f"if a letter of your own went out, add its text: --letter FILE{other}"
        raise FrkitError(error.fact, place=error.place, remedy=remedy) from None


def _requester(folder: CampaignFolder, file: RequestFile) -> Requester:
    requester = folder.requester(file.request.requester)
    if requester is None:
        name = file.request.requester or "ID"
        raise WrongUsage(
            "frkit does not know who sent it: there is no such requester on this computer.",
            place=f"private/requesters/{name}.yaml",
            remedy="write that file with name, address and email, and set 'requester' in request.yaml",
        )
    return requester


def text_of_letter(letter: Path) -> str:
    """The text of a letter that a person wrote; raises WrongUsage for what is no text."""
    try:
        if letter.exists() and not letter.is_file():
            raise WrongUsage("The letter is not a regular file.", place=str(letter), remedy="name the file itself")
        return letter.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise WrongUsage("There is no such letter.", place=str(letter), remedy="check the path") from None
    except (UnicodeDecodeError, OSError):
        message = "The letter is not a UTF-8 text file."
        raise WrongUsage(
            message, place=str(letter), remedy="give the text of the letter; add a PDF with --file"
        ) from None
