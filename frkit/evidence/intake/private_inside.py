"""The requester's own data in what only a reader of its form can see: packed archives, Outlook's mails."""

from __future__ import annotations

from frkit.evidence.contents.part import Part
from frkit.evidence.intake.private_in_reply import PrivateLook
from frkit.evidence.mail.types import Mail
from frkit.evidence.opening.what_is import Opened
from frkit.tracking.file_texts import LARGEST_LOOKED_INTO, texts_of
from frkit.tracking.privacy import found_in_text

_NEW_LAYER = ("outlook", "archive")


class PrivateInside:
    """Gathers what of the requester's ``values`` the parts of a file hold, as they come."""

    def __init__(self, kind: Opened, values: dict[str, str]) -> None:
        # Mails, PDFs and ZIP archives are looked into, with all in them, where the file itself is.
        known = kind.kind not in _NEW_LAYER or kind.detail.startswith("ZIP")
        self._values = {} if known else values
        self._found: set[str] = set()
        self._too_large = False

    def see_mail(self, mail: Mail) -> None:
        """Look at what an Outlook mail says."""
        headers = "\n".join(value for _, value in mail.every_header or mail.headers)
        for text in (headers, *texts_of(mail.text.encode()), *texts_of(mail.html.encode())):
            self._found.update(found_in_text(text, self._values))

    def see(self, part: Part) -> None:
        """Look at one part."""
        if not self._values:
            return
        self._found.update(found_in_text(part.name, self._values))
        if part.size > LARGEST_LOOKED_INTO:
            self._too_large = True
            return
        for text in texts_of(part.data):
            self._found.update(found_in_text(text, self._values))

    def added_to(self, look: PrivateLook, *, whole: bool) -> PrivateLook:
        """What was seen outside, and what was seen inside; ``whole`` says that everything was taken out."""
        if not self._values:
            return look
        unseen = "" if whole and look.unseen.startswith("an archive") else look.unseen
        if self._too_large:
            unseen = unseen or f"a file in it is larger than {LARGEST_LOOKED_INTO >> 20} MB"
        return PrivateLook(tuple(sorted({*look.found, *self._found})), unseen)
