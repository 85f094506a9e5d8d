"""The plan of a packet, ``packets/<name>/packet.yaml``: what goes in, in which order, for whom, as of which day."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from frkit.base.models import Data, Date, Many
from frkit.tracking.events import Audience, EventId, Sha256

FORMAT = 1
Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,11}$")]
"""What an exhibit is called after the word Exhibit: 1, 12, A, B-2."""
Part = Literal["cover", "contents", "chronology", "requests", "custody"]
PARTS: tuple[Part, ...] = ("cover", "contents", "chronology", "requests", "custody")
Paper = Literal["Letter", "A4"]


class Exhibit(Data):
    """One document of the packet: a file that an event names, or a letter as it was sent."""

    label: Label
    title: str = Field(min_length=1, max_length=200)
    request: str
    """Folder name of the request that it belongs to."""
    file: str | None = None
    """As the event names it: ``received/2026-03-20-5b6c7d8e-contract.pdf``."""
    letter: str | None = None
    """``letters/2026-03-02-request.txt``: the text as sent, private data masked."""
    sha256: Sha256 | None = None
    """Hash of the document when the plan was made; a build stops if it is another one now."""
    date: Date | None = None
    event: EventId | None = None
    """The event that brought it."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Exhibit:
        if (self.file is None) == (self.letter is None):
            raise ValueError("name either 'file' or 'letter', not both and not neither")
        return self

    @property
    def path(self) -> str:
        """The document's path, whichever of the two it is."""
        return self.file or self.letter or ""


class Packet(Data):
    """``packet.yaml``; editable: order, titles, labels, what is left out."""

    format: int = FORMAT
    title: str = Field(min_length=1, max_length=200)
    matter: str | None = Field(default=None, max_length=300)
    """Case or hearing for which it was made, as it should stand on the cover."""
    audience: Audience = "packet"
    """``packet``: for everybody; ``team`` and ``counsel`` also print events logged for them. Notes never are."""
    as_of: Date
    """The day whose standing it tells; a build never looks at today's date."""
    paper: Paper = "Letter"
    parts: Many[Part] = PARTS
    requests: Many[str] = ()
    vendors: Many[str] = ()
    """Vendors whose public pledges stand in the chronology, apart from the records."""
    public_events: Many[str] = ()
    """Ids of public events that stand there too."""
    exhibits: tuple[Exhibit, ...] = ()

    @field_validator("exhibits")
    @classmethod
    def _labels_once(cls, exhibits: tuple[Exhibit, ...]) -> tuple[Exhibit, ...]:
        seen: set[str] = set()
        for exhibit in exhibits:
            if exhibit.label in seen:
                raise ValueError(f"two exhibits are called '{exhibit.label}'; each needs its own label")
            seen.add(exhibit.label)
        return exhibits
