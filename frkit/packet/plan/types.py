"""The plan of a packet, ``packets/<name>/packet.yaml``: what goes in, in which order, for whom, as of which day."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from frkit.base.models import Data, Date, Many
from frkit.tracking.events import Audience, EventId, Sha256

FORMAT = 1
PROFILE_NAME = re.compile(r"[a-z0-9-]{1,40}")


def written(pattern: str, how: str) -> AfterValidator:
    """A text of a given form; the mistake says in plain words which."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"'{value}' cannot stand here: {how}")
        return value

    return AfterValidator(check)


Label = Annotated[
    str, written(r"[A-Za-z0-9][A-Za-z0-9.-]{0,11}", "use up to 12 letters, digits, dots and hyphens, like A or B-2")
]
"""What an exhibit is called after the word Exhibit: 1, 12, A, B-2."""
Part = Literal[
    "cover",
    "contents",
    "chronology",
    "requests",
    "withheld",
    "pledges",
    "comparison",
    "custody",
    "declaration",
    "certification",
]
PARTS: tuple[Part, ...] = ("cover", "contents", "chronology", "requests", "custody")
"""The parts of a plan that names none."""
Paper = Literal["Letter", "A4"]
Legend = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\r\n\t]+$")]
"""Words such as CONFIDENTIAL that are stamped on every page of an exhibit."""


class Numbering(Data):
    """How pages and exhibits are numbered."""

    prefix: (
        Annotated[str, written(r"[A-Z][A-Z0-9_-]{0,11}", "use up to 12 capitals, digits, _ and -, the first a capital")]
        | None
    ) = None
    """The Bates prefix; left out: that of campaign.yaml."""
    start: int | None = Field(default=None, ge=1, le=99_999_999)
    """The lowest number that a page without one may get."""
    digits: int | None = Field(default=None, ge=4, le=9)
    """Digits of a Bates number; left out: six."""
    exhibits: Literal["numbers", "letters"] = "numbers"
    """How ``packet new`` labels exhibits."""


class Wording(Data):
    """A part of the packet in the user's own words."""

    title: str | None = Field(default=None, min_length=1, max_length=120)
    lead: str | None = Field(default=None, max_length=2000)
    """The sentences below the title; empty: none."""


class Volumes(Data):
    """When a packet is too large for one file: the most that a volume may hold."""

    pages: int | None = Field(default=None, ge=10)
    megabytes: int | None = Field(default=None, ge=1)


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
    legend: Legend | None = None
    """Stamped on its pages; left out: the packet's ``legend``."""

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
    court: str | None = Field(default=None, max_length=200)
    """The court, council or office that it goes to."""
    profile: Annotated[
        str, written(PROFILE_NAME.pattern, "use lower-case letters, digits and hyphens, like us-federal")
    ] = "plain"
    """Whose rules it has to meet: a file of ``templates/packet/profiles``."""
    audience: Audience = "packet"
    """``packet``: for everybody; ``team`` and ``counsel`` also print events logged for them. Notes never are."""
    as_of: Date
    """The day whose standing it tells; a build never looks at today's date."""
    paper: Paper = "Letter"
    parts: Many[Part] = PARTS
    wording: dict[Part, Wording] = Field(default_factory=dict)
    """Parts whose title or first sentences the user words anew."""
    numbering: Numbering = Numbering()
    legend: Legend | None = None
    """Stamped on the pages of every exhibit that has none of its own."""
    exhibit_sheets: bool = False
    """Whether a sheet with its label and title stands before each exhibit."""
    volumes: Volumes | None = None
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
