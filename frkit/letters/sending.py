"""Keeping a letter that went out: byte for byte in ``private/sent``, and masked beside the request."""

from __future__ import annotations

from datetime import date

from frkit.base.errors import FrkitError
from frkit.base.files import create, sha256_of_bytes
from frkit.letters.letter import Letter
from frkit.letters.masking import NAME, mask, on_file, still_private
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.git_facts import has_remote
from frkit.tracking.privacy import found_in_text, private_values
from frkit.tracking.types import Requester


def keep_sent(folder: CampaignFolder, request_id: str, letter: Letter, day: date) -> tuple[str, str]:
    """Keep a letter as frkit wrote it. Gives the SHA-256 of the letter and of its masked text."""
    return keep_bytes(folder, request_id, letter.text.encode(), "txt", letter.masked_text, letter.kind, day)


def keep_sent_text(
    folder: CampaignFolder, request_id: str, text: str, kind: str, day: date, requester: Requester
) -> tuple[str, str]:
    """Keep a letter that a person changed before it went out; it is masked here. Gives both hashes."""
    return keep_bytes(folder, request_id, text.encode(), "txt", masked_text(text, requester), kind, day)


def masked_text(text: str, requester: Requester) -> str:
    """A letter with [name of requester] and the like; raises FrkitError where private data would still show."""
    person = on_file(requester)
    masked = mask(text, person)
    # Where a line ends in the middle of a word, only letters and digits alone tell.
    broken = {**private_values([person]), **({person.name: NAME.strip("[]")} if " " in person.name else {})}
    left = [*still_private(masked, person), *(f"[{what}]" for what in found_in_text(masked, broken))]
    if left:
        raise FrkitError(
            f"The masked letter would still show {', '.join(dict.fromkeys(left))}.",
            remedy="keep it by hand in private/",
        )
    return masked


def keep_bytes(
    folder: CampaignFolder, request_id: str, data: bytes, ending: str, shown: str, kind: str, day: date
) -> tuple[str, str]:
    """Keep the bytes of a letter as they went out and its masked text, create-only. Gives both hashes.

    A second letter of that kind on that day gets the beginning of its hash in its name. So does each one where git
    knows another repository: somebody there may write such a letter before the two meet.
    """
    masked = shown.encode()
    sent_hash, masked_hash = sha256_of_bytes(data), sha256_of_bytes(masked)
    letters = folder.root / "requests" / request_id / "letters"
    path = letters / f"{day.isoformat()}-{kind}.txt"
    taken = path.read_bytes() != masked if path.exists() else has_remote(folder.root)
    if taken:
        path = letters / f"{day.isoformat()}-{kind}-{masked_hash[:8]}.txt"
    create(folder.root / "private" / "sent" / f"{sent_hash}.{ending}", data)
    create(path, masked)
    return sent_hash, masked_hash
