"""What every entry of the catalogue carries: ids, sources with how they were read, how sure it is."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from frkit.base.models import Data, Many
from frkit.law.types import Confidence


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > 75:
        raise ValueError(f"'{value}' is not an id: lower-case letters, digits and single hyphens, at most 75")
    return value


def _code(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}(-[a-z0-9]+(-[a-z0-9]+)*)?", value):
        raise ValueError(f"'{value}' is not the code of a place like us-or, us-ny-new-york or gb")
    return value


def _flag(value: object) -> object:
    if value not in (True, False, "true", "false"):
        raise ValueError(f"'{value}' is neither true nor false")
    return value


Id = Annotated[str, AfterValidator(_id)]
"""It is also the name of the file."""
Code = Annotated[str, AfterValidator(_code)]
"""Code of a jurisdiction, such as ``us-ny-new-york``."""
Flag = Annotated[bool, BeforeValidator(_flag)]


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"'{url}' is not a web address; it must begin with https:// or http://")
    return url


class Source(Data):
    """Where a fact was found, and whether its text was read or only recalled."""

    title: str = Field(min_length=1)
    url: Annotated[str, AfterValidator(_web_address)] | None = None
    text_read: Flag
    """True: the text, or an excerpt, at that address was read. False: recalled; open it before citing it."""
    supports: Many[str] = ()
    """The facts of this entry that it was read for; absent means the entry as a whole."""
    note: str | None = None


class Confirmation(Data):
    """A fact that was checked a second time, with the source that confirmed it."""

    fact: str
    title: str
    url: Annotated[str, AfterValidator(_web_address)] | None = None


class Sourced(Data):
    """What every entry of the catalogue carries: its sources, how sure it is, and what to beware of."""

    caution: str | None = None
    confirmed: tuple[Confirmation, ...] = ()
    confidence: Confidence | None = None
    """Absent only in a campaign's own file."""
    sources: tuple[Source, ...] = ()


def precision(partial_date: str) -> Literal["year", "month", "day"]:
    """How exact a partial date is: 2020, 2020-06 or 2020-06-10."""
    return "year" if len(partial_date) == 4 else "month" if len(partial_date) == 7 else "day"
