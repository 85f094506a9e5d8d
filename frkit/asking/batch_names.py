"""Names in a batch: of the waves, and of the folders, which end in four digits of the content's own hash.

The digits make the names of a batch differ from all others, make a second run find what the first one made, and show
later whether a draft was edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from frkit.asking.batch_types import Planned
from frkit.base.errors import WrongUsage
from frkit.base.files import sha256_of_bytes
from frkit.tracking.request_text import request_text
from frkit.tracking.types import Request

_LONGEST = 57
"""Letters of a folder's name before its digits, so that month, name and digits stay below eighty."""
_WAVE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def content_digits(request: Request) -> str:
    """The first four hex digits of the SHA-256 of the request's file as frkit writes it."""
    return sha256_of_bytes(request_text(request).encode())[:4]


def usual_wave(requests: Iterable[Request], day: date) -> str:
    """The name of a wave that was not named: the day, and digits of what is asked of whom.

    The same command gives the same name on the same day, and another command another one.
    """
    texts = sorted(request_text(request.model_copy(update={"wave": None})) for request in requests)
    return f"{day.isoformat()}-{sha256_of_bytes(''.join(texts).encode())[:4]}"


def refuse_wave(name: str) -> None:
    """Raise WrongUsage for a name that cannot be typed and filtered by."""
    if not _WAVE.fullmatch(name):
        raise WrongUsage(
            f"'{name}' is no name for a wave.",
            place="--wave",
            remedy="use lower-case letters, digits and hyphens, at most 60, like --wave spring",
        )


def slugs(rows: Iterable[Planned]) -> dict[int, str]:
    """Row -> name of its folder behind the month; with the agency's place where two bodies share the short name."""
    all_rows = list(rows)
    agencies: dict[str, set[str]] = {}
    for row in all_rows:
        agencies.setdefault(_short(row), set()).add(row.agency.id)
    return {row.number: _slug(row, clear=len(agencies[_short(row)]) == 1) for row in all_rows}


def _slug(row: Planned, *, clear: bool) -> str:
    name = _short(row) if clear else row.agency.id
    pack = f"-{row.request.pack}" if row.request.pack else ""
    return f"{f'{name}{pack}'[:_LONGEST].strip('-')}-{content_digits(row.request)}"


def _short(row: Planned) -> str:
    return row.agency.id.removeprefix(f"{row.agency.law}-")
