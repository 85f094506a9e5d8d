"""The tools with which the story of the example is told: send, receive, log; all times fixed."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from frkit.base.files import create, sha256_of, sha256_of_bytes
from frkit.law.exemptions import exemption_cited
from frkit.letters.composing import compose
from frkit.letters.letter import Letter
from frkit.letters.masking import mask
from frkit.letters.sending import keep_sent, keep_sent_text
from frkit.letters.wrapping import wrapped
from frkit.tracking.events import FileRecord, event_from
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.received import facts_of_mail
from frkit.tracking.standing import standing
from frkit.tracking.types import Requester
from specimens.drawing import Documents
from specimens.kept import Earlier

BY = "example volunteer"
FILLED_IN = {
    "[address for appeals, as given in the answer or on the agency's website]": "records-appeals@nypd-records.example",
}
"""What the templates leave to be filled in before a letter goes out -> what was filled in."""


def day(text: str) -> date:
    """The day written 03-02, in the year of the story."""
    return date.fromisoformat(f"2026-{text}")


@dataclass
class Teller:
    """Tells what happened to one request, and keeps what came of it in the campaign."""

    campaign: CampaignFolder
    documents: Documents
    agency: str
    """The folder of its documents, like ``washington``."""
    request_id: str
    earlier: Earlier | None = None
    """An example that exists, from which texts of letters and frozen law are taken as they are."""
    last: date | None = field(default=None, init=False)

    def log(
        self, kind: str, when: str, *, reply: str | None = None, documents: Sequence[FileRecord] = (), **fields: Any
    ) -> str:
        """Log an event of a day, which may read an arrived reply; gives its id."""
        happened = day(when)
        data = {
            "kind": kind,
            "date": happened,
            "entered": f"{max(happened, self.last or happened).isoformat()}T21:00:00Z",
            "by": BY,
            "documents": [record.model_dump() for record in documents],
            "in": reply,
            **fields,
        }
        event_id, _ = self.campaign.add_event(self.request_id, event_from(data))
        return event_id

    def came(self, when: str, *files: str | tuple[str, str], channel: str = "email") -> str:
        """Take in what came on a day, logged as arrived; a file may bring its role. Gives the id of the event."""
        self.last = day(when)
        named = [(name, "reply") if isinstance(name, str) else name for name in files]
        records = [self._taken(name, when, role) for name, role in named]
        fields: dict[str, Any] = {"channel": channel}
        for name, _ in named:
            if name.endswith(".eml"):
                fields |= self._mail_fields(name)
        return self.log("arrived", when, documents=records, **fields)

    def send_request(self, when: str, method: str, to: str) -> None:
        """Write the request by frkit, keep it, freeze the law, and log that it was sent."""
        sent, masked = self._written("request", when)
        law_file, law_hash = self._law(when)
        hashes: dict[str, Any] = {
            "letter_sha256": sent,
            "masked_sha256": masked,
            "law_file": law_file,
            "law_sha256": law_hash,
        }
        self.log("sent", when, method=method, to=to, **hashes)

    def send_appeal(self, when: str, method: str, to: str, remedy: str) -> None:
        """Write the appeal by frkit, keep it, and log that it was sent."""
        sent, masked = self._written("appeal", when)
        self.log("appeal_sent", when, method=method, to=to, remedy=remedy, letter_sha256=sent, masked_sha256=masked)

    def remind(self, when: str) -> None:
        """Write a reminder by frkit, keep it, and log that it was sent."""
        sent, masked = self._written("overdue", when)
        self.log("followed_up", when, about="overdue", letter_sha256=sent, masked_sha256=masked)

    def write(self, when: str, word: str, text: str) -> FileRecord:
        """Keep a letter of the requester's own wording; gives its masked text as a document."""
        if self._taken_over(word, when) is None:
            whole = _as_letter(self.requester, day(when), text)
            keep_sent_text(self.campaign, self.request_id, whole, word, day(when), self.requester)
        return self._letter(word, when)

    @property
    def requester(self) -> Requester:
        """Who asks."""
        found = self.campaign.requester(self.campaign.campaign.requester)
        assert found is not None
        return found

    def _written(self, word: str, when: str) -> tuple[str, str]:
        """Write and keep a letter of frkit; gives the hashes of the letter and of its masked text."""
        taken = self._taken_over(word, when)
        if taken is not None:
            return taken
        file = self.campaign.load(self.request_id)
        letter = compose(
            word, file, standing(file, day(when)), self.requester, today=day(when), overlay=self.campaign.overlay
        )
        return self._kept(letter, when)

    def _kept(self, letter: Letter, when: str) -> tuple[str, str]:
        """Keep a letter; where it leaves something to fill in, as a person fills it in before sending."""
        text = letter.text
        for blank, words in FILLED_IN.items():
            text = text.replace(blank, words)
        if text == letter.text:
            return keep_sent(self.campaign, self.request_id, letter, day(when))
        return keep_sent_text(self.campaign, self.request_id, text, letter.kind, day(when), self.requester)

    def _taken_over(self, word: str, when: str) -> tuple[str, str] | None:
        """A letter of the earlier example, kept again byte for byte; gives both hashes."""
        name = f"{day(when).isoformat()}-{word}.txt"
        found = self.earlier.letter(self.request_id, name, self._masked) if self.earlier else None
        if found is None:
            return None
        sent, masked = (text.encode() for text in found)
        create(self.campaign.root / "private" / "sent" / f"{sha256_of_bytes(sent)}.txt", sent)
        create(self.campaign.root / "requests" / self.request_id / "letters" / name, masked)
        return sha256_of_bytes(sent), sha256_of_bytes(masked)

    def _masked(self, text: str) -> str:
        return mask(text, self.requester)

    def exemption(self, cited: str) -> str:
        """The id of the exemption that the agency cites, as the law on file knows it."""
        found = exemption_cited(self.campaign.load(self.request_id).law, cited)
        assert found is not None, cited
        return found.id

    def _law(self, when: str) -> tuple[str, str]:
        kept = self.earlier.law(self.request_id) if self.earlier else None
        if kept is None:
            return self.campaign.freeze_law(self.request_id, day(when))
        name, data = kept
        path = self.campaign.root / "requests" / self.request_id / name
        create(path, data)
        return name, sha256_of(path)

    def _letter(self, word: str, when: str) -> FileRecord:
        name = f"letters/{day(when).isoformat()}-{word}.txt"
        path = self.campaign.root / "requests" / self.request_id / name
        return FileRecord(file=name, sha256=sha256_of(path), size=path.stat().st_size, role="letter")

    def _taken(self, name: str, when: str, role: Any) -> FileRecord:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / name
            source.write_bytes(self.documents[f"{self.agency}/{name}"])
            entered = f"{max(day(when), self.last or day(when)).isoformat()}T21:00:00Z"
            record = self.campaign.take_in(self.request_id, source, day(when), taken_in=entered)
        return record.model_copy(update={"role": role})

    def _mail_fields(self, name: str) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / name
            source.write_bytes(self.documents[f"{self.agency}/{name}"])
            facts = facts_of_mail(source)
        assert facts is not None and facts.written is not None
        fields: dict[str, Any] = {
            "message_id": facts.message_id,
            "time": f"{facts.written:%H:%M}",
            "automatic": facts.automatic,
        }
        return {key: value for key, value in fields.items() if value}


def _as_letter(requester: Requester, when: date, text: str) -> str:
    head = "\n".join(filter(None, (requester.name, requester.organisation, *requester.address, requester.email)))
    return f"{head}\n\n" + wrapped(f"{when:%B} {when.day}, {when.year}\n\n{text.strip()}\n\n{requester.name}")
