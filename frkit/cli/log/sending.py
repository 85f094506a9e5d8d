"""Keeping what was sent: the letter byte for byte in private/, its masked text, and the law as it stood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frkit.base.errors import FrkitError, WrongUsage
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.types import Requester, RequestFile

if TYPE_CHECKING:
    from frkit.letters.making import Composed
    from frkit.letters.sent_file import SentFile

_LONGEST_LAY = 120
"""Days that a letter may lie before it is sent, and is still known for what frkit wrote."""


@dataclass(frozen=True)
class ToKeep:
    """A letter that went out, ready to be kept."""

    word: str
    """What its masked text is called after: the kind of letter."""
    data: bytes = field(repr=False)
    ending: str
    masked: str = field(repr=False)


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
        made = _composed(word, file, day, folder)
        return ToKeep(word, made.letter.text.encode(), "txt", made.letter.masked_text)
    from frkit.letters.sending import masked_text
    from frkit.letters.sent_file import sent_file

    sent = sent_file(letter)
    ours = (
        _as_we_wrote_it(meant.name, sent, file, _days(day, sent, file.law.date_style), folder)
        if meant is not None
        else None
    )
    return ToKeep(word, sent.data, sent.ending, ours if ours is not None else masked_text(sent.text, requester))


def keep(folder: CampaignFolder, request_id: str, kind: str, day: date, one: ToKeep) -> dict[str, Any]:
    """The hashes for the event: of the letter as sent, of its masked text, and for a request of the frozen law."""
    from frkit.letters.sending import keep_bytes

    sent, masked = keep_bytes(folder, request_id, one.data, one.ending, one.masked, one.word, day)
    data: dict[str, Any] = {"letter_sha256": sent, "masked_sha256": masked}
    if kind == "sent":
        data["law_file"], data["law_sha256"] = folder.freeze_law(request_id, day)
    return data


def hash_of_letter(letter: Path) -> str:
    """The SHA-256 that a letter file will be kept under; raises WrongUsage for what is no letter."""
    from frkit.base.files import sha256_of_bytes
    from frkit.letters.sent_file import sent_file

    return sha256_of_bytes(sent_file(letter).data)


def _as_we_wrote_it(
    word: str, sent: SentFile, file: RequestFile, days: Iterator[date], folder: CampaignFolder
) -> str | None:
    """The masked text of a letter that is, byte for byte, what frkit writes on one of these days; else None."""
    from frkit.letters.making import Wish, as_file, make, matter_of

    for day in days:
        wish = Wish(day, word, format=sent.ending)
        with suppress(FrkitError):
            made = make(folder, matter_of(folder, file, wish), word)
            if as_file(made, wish)[0] == sent.data:
                return made.letter.masked_text
    return None


def _days(day: date, sent: SentFile, style: str) -> Iterator[date]:
    """The days on which a letter was probably written: those before its sending whose date stands in it."""
    from frkit.pages.wording import long_date

    text = " ".join(sent.text.split())
    for back in range(min(_LONGEST_LAY, day.toordinal() - 1)):
        written = day - timedelta(days=back)
        if long_date(written, style) in text:
            yield written


def _composed(word: str, file: RequestFile, day: date, folder: CampaignFolder) -> Composed:
    """The letter as frkit writes it on that day; where it writes none, the text that went out is asked for."""
    from frkit.letters.making import Wish, make, matter_of

    try:
        return make(folder, matter_of(folder, file, Wish(day, word)), word)
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
