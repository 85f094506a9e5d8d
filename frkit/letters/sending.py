"""Keeping a letter that went out: byte for byte in ``private/sent``, and masked beside the request."""

from __future__ import annotations

from datetime import date

from frkit.base.errors import FrkitError
from frkit.base.files import create, sha256_of_bytes
from frkit.letters.letter import Letter
from frkit.letters.masking import mask, on_file, still_private
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.git_facts import has_remote
from frkit.tracking.types import Requester


def keep_sent(folder: CampaignFolder, request_id: str, letter: Letter, day: date) -> tuple[str, str]:
    """Keep a letter as frkit wrote it. Gives the SHA-256 of the letter and of its masked text."""
    return _keep(folder, request_id, letter.text, letter.masked_text, letter.kind, day)


def keep_sent_text(
    folder: CampaignFolder, request_id: str, text: str, kind: str, day: date, requester: Requester
) -> tuple[str, str]:
    """Keep a letter that a person changed before it went out; it is masked here. Gives both hashes."""
    return _keep(folder, request_id, text, masked_text(text, requester), kind, day)


def masked_text(text: str, requester: Requester) -> str:
    """A letter with [name of requester] and the like; raises FrkitError where private data would still show."""
    person = on_file(requester)
    masked = mask(text, person)
    left = still_private(masked, person)
    if left:
        raise FrkitError(f"The masked letter would still show {', '.join(left)}.", remedy="keep it by hand in private/")
    return masked


def _keep(folder: CampaignFolder, request_id: str, text: str, shown: str, kind: str, day: date) -> tuple[str, str]:
    """Both files, create-only; a second letter of that kind on that day gets the beginning of its hash in its name.

    So does each one where git knows another repository: somebody there may write such a letter before the two meet.
    """
    data, masked = text.encode(), shown.encode()
    sent_hash, masked_hash = sha256_of_bytes(data), sha256_of_bytes(masked)
    letters = folder.root / "requests" / request_id / "letters"
    path = letters / f"{day.isoformat()}-{kind}.txt"
    taken = path.read_bytes() != masked if path.exists() else has_remote(folder.root)
    if taken:
        path = letters / f"{day.isoformat()}-{kind}-{masked_hash[:8]}.txt"
    create(folder.root / "private" / "sent" / f"{sent_hash}.txt", data)
    create(path, masked)
    return sent_hash, masked_hash
