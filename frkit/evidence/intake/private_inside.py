"""The requester's own data in what only a reader of its form can see: packed archives and Outlook's mails."""

from __future__ import annotations

import time

from frkit.evidence.contents.walking import Found
from frkit.evidence.intake.private_in_reply import PrivateLook
from frkit.evidence.mail.types import Mail
from frkit.evidence.opening.what_is import Opened
from frkit.tracking.file_texts import LARGEST_LOOKED_INTO, Room, texts_of
from frkit.tracking.privacy import found_in_text

SECONDS = 20.0
"""Of processor time; what would take longer is not looked into, and that is said."""
_NOT_ALL = "not all that is in it was looked into"


class PrivateInside:
    """Gathers what of the requester's ``values`` the parts of a file hold, as they come.

    Mails, PDFs and ZIP archives are looked into where the file itself is, with all in them, but for archives of other
    kinds and Outlook's mails, and but for what was too much there (``partly``).
    """

    def __init__(self, kind: Opened, values: dict[str, str], *, partly: bool = False) -> None:
        self._values = values
        self._every = partly or _is_new_layer(kind)
        self._layers: set[str] = set()
        self._looked: set[str] = set()
        self._found: set[str] = set()
        self._unseen = ""
        self._until = time.process_time() + SECONDS

    def see_mail(self, mail: Mail) -> None:
        """Look at what an Outlook mail says."""
        if not (self._values and self._every):
            return
        headers = "\n".join(value for _, value in mail.every_header or mail.headers)
        for text in (headers, *texts_of(mail.text.encode()), *texts_of(mail.html.encode())):
            self._found.update(found_in_text(text, self._values))

    def see(self, one: Found) -> None:
        """Look at one part, each content once."""
        if not self._values:
            return
        within = self._every or any(one.number.startswith(f"{layer}/") for layer in self._layers)
        self._found.update(found_in_text(one.part.name, self._values))
        if one.contents is not None and _is_new_layer(one.contents.opened):
            self._layers.add(one.number)
        taken_apart = one.contents is not None and one.contents.opened.kind == "archive" and one.contents.parts
        if not within or taken_apart or one.part.sha256 in self._looked:
            return
        self._looked.add(one.part.sha256)
        if one.part.size > LARGEST_LOOKED_INTO:
            self._unseen = self._unseen or f"a file in it is larger than {LARGEST_LOOKED_INTO >> 20} MB"
        elif time.process_time() > self._until:
            self._unseen = self._unseen or _NOT_ALL
        else:
            self._look_at(one.part.data)

    def _look_at(self, data: bytes) -> None:
        room = Room()
        for text in texts_of(data, room=room):
            self._found.update(found_in_text(text, self._values))
        if room.passed_over:
            self._unseen = self._unseen or _NOT_ALL

    def added_to(self, look: PrivateLook, *, whole: bool) -> PrivateLook:
        """What was seen outside, and what was seen inside; ``whole`` says that everything was taken out."""
        if not self._values:
            return look
        unseen = "" if whole and look.unseen.startswith("an archive") else look.unseen
        if look.partly and not whole:
            unseen = unseen or _NOT_ALL
        return PrivateLook(tuple(sorted({*look.found, *self._found})), unseen or self._unseen)


def _is_new_layer(opened: Opened) -> bool:
    """Whether a file hides its parts from who reads its bytes, and no ZIP archive, mail or PDF."""
    return opened.kind == "outlook" or (opened.kind == "archive" and not opened.detail.startswith("ZIP"))
