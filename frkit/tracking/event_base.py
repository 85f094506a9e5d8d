"""What every event carries, and the parts that events are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from frkit.base.models import Data, Date, Many

Audience = Literal["packet", "team", "counsel"]
Method = Literal["email", "post", "portal", "fax", "hand", "other"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Time = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$")]
EventId = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}-[a-z-]+-[0-9a-f]{8}$")]


class FileRecord(Data):
    """One file that an event brought: where it lies, its hash, the sender's name for it, when and whence it came."""

    file: str
    sha256: Sha256
    size: int = Field(ge=0)
    name: str | None = None
    role: Literal["reply", "record", "proof", "letter", "other"] = "other"
    taken_in: str | None = None
    """When it was taken in (UTC), by the clock of that computer; None in files from before this was kept."""
    source: str | None = None
    """From where, as far as that is known: the sender of a mail, the way it came, or what a person said."""


class ExemptionClaim(Data):
    """A ground that the agency gave, for which items, in its own words."""

    id: str | None = None
    cited: str
    items: Many[int] = ()


class Origin(Data):
    """Where something that was imported came from, so that a second import adds only what is new."""

    source: str
    """``muckrock``, ``wdtk`` or ``csv``."""
    key: str
    """The name that the source itself has for it, which does not change."""
    url: str | None = None
    sha256: Sha256 | None = None
    """Hash of what the source said when it was imported; a later import tells where it says something else."""


class Event(Data):
    """What every event carries."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            # Much code asks an event for a field that only some kinds have; pydantic's own answer is ten times slower.
            raise AttributeError(f"{type(self).__name__} has no field '{name}'")

    kind: str
    date: Date
    time: Time | None = None
    zone: str | None = None
    entered: str
    by: str
    audience: Audience = "packet"
    documents: tuple[FileRecord, ...] = ()
    note: str | None = None
    """Free text for the team; never printed in a packet."""
    reply_to: EventId | None = Field(default=None, alias="in")
    """The ``arrived`` event whose documents this event interprets."""
    after: Many[EventId] = ()
    """Ids of events that this one came after, where the dates leave it open."""
    imported: Origin | None = None
    """Where the event came from, if it was not logged by hand."""
