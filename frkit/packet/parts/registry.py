"""The made parts that follow cover and contents, in the order in which a plan that names all of them has them."""

from __future__ import annotations

from frkit.packet.parts import (
    certification,
    chronology,
    comparison,
    custody,
    declaration,
    pledges,
    requests_log,
    withheld,
)
from frkit.packet.parts.made_part import MadePart
from frkit.packet.plan.types import Packet, Part

ALL: tuple[MadePart, ...] = (
    chronology.PART,
    requests_log.PART,
    withheld.PART,
    pledges.PART,
    comparison.PART,
    custody.PART,
    declaration.PART,
    certification.PART,
)
TABLES: dict[Part, MadePart] = {one.name: one for one in ALL}
_OPENING: dict[Part, str] = {"cover": "Cover", "contents": "Contents"}


def title_of(part: Part, packet: Packet) -> str:
    """What a part is called: in the user's words, or in ours."""
    worded = packet.wording.get(part)
    own = worded.title if worded is not None else None
    return own or _OPENING.get(part) or TABLES[part].title
