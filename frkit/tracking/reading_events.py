"""What a person read in a document and confirmed: figures that it bears, and what a refusal says of one record."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from frkit.base.models import Amount, Many, PartialDate
from frkit.tracking.event_base import Audience, Event, EventId, Sha256

Figure = Literal["price", "term", "quantity"]
Length = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,3} (day|week|month|year)s?$")]


class WithholdingNoted(Event):
    """A person read a refusal and noted what it says of one record, or of some pages, that it keeps back."""

    kind: Literal["withholding_noted"] = "withholding_noted"
    of: EventId | None = None
    """Id of the refusal that says so; the last one that speaks of its items if left out."""
    items: Many[int] = ()
    record: str | None = None
    """What is kept back, as the refusal names it."""
    where: str | None = None
    """Which pages, by the agency's own count: 'pages 12-14', 'OPD 0031-0034'."""
    sheets: Annotated[int, Field(ge=1)] | None = None
    """How many pages are kept back."""
    extent: Literal["whole", "part"] | None = None
    """Whether the record is withheld whole, or parts of it were blacked out."""
    cited: str | None = None
    """The ground for this record, as the agency wrote it."""
    harm: str | None = None
    """The agency's own words on the harm that release would do."""
    no_harm_named: bool = False
    """The refusal names no harm."""
    segregability: Literal["addressed", "not_addressed"] | None = None
    """Whether the refusal says why the rest cannot be released without what is exempt."""
    segregability_words: str | None = None
    """The agency's own words on that."""
    answer: str | None = None
    """What we answer to it; the index of a packet prints it."""


class FigureConfirmed(Event):
    """A person looked at a document, and confirmed a price, a term or a quantity that it bears."""

    kind: Literal["figure_confirmed"] = "figure_confirmed"
    of: Sha256
    """SHA-256 of the document, or of the file inside another that it is."""
    figure: Figure
    words: str
    """The figure as it stands there."""
    amount: Amount | None = None
    """Of a price, or of a quantity."""
    currency: str | None = None
    per: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = None
    """What the price is for: year, month, search, camera, once; of a quantity what is counted."""
    first: PartialDate | None = None
    """Of a term: its first day, month or year."""
    last: PartialDate | None = None
    """Of a term: its last day, month or year."""
    length: Length | None = None
    """Of a term: how long it runs, like '12 months'."""
    label: str | None = None
    """What the document calls it, in a few words: 'annual licence', 'not to exceed'."""
    page: Annotated[int, Field(ge=1)] | None = None
    """The page that it stands on."""
    part: str | None = None
    """Where a file inside another lies: 2, or 2/1."""
    by_eye: bool = False
    """No text can be read there; a person saw it on the page."""
    about_vendor: str | None = None
    """Id of the vendor that it is about."""
    product: str | None = None
    """The vendor's product, by the name that its file has."""
    audience: Audience = "team"

    @model_validator(mode="after")
    def _says_something(self) -> FigureConfirmed:
        if self.figure == "term":
            if self.amount is not None or not (self.first or self.last or self.length):
                raise ValueError("a term needs 'first', 'last' or 'length', and has no 'amount'")
        elif self.amount is None or self.first or self.last or self.length:
            raise ValueError(f"a {self.figure} needs 'amount', and has no 'first', 'last' or 'length'")
        return self
