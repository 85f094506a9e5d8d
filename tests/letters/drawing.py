"""Letters with their sheets, for the tests of formats, and the words of files to compare them by."""

from __future__ import annotations

import re
from datetime import date

from frkit.letters.composing import compose
from frkit.letters.formats.sheet import sheet_for
from frkit.letters.matter import NOTHING_SAID, Matter
from frkit.tracking.standing import standing

SENT = ("sent", "2026-03-02", {"method": "email"})
MET_REFUSAL = (
    "denied",
    "2026-03-30",
    {
        "items": [1, 3, 4],
        "exemptions": [
            {"cited": "s.23(5)", "items": [1]},
            {"cited": "s.24(1)", "items": [1]},
            {"cited": "s.41", "items": [3]},
            {"cited": "s.40(2)", "items": [4]},
        ],
    },
)
LONG_REFUSAL = (
    "denied",
    "2026-03-30",
    {"items": [1, 3, 4], "exemptions": [{"cited": f"s.{number}", "items": [3]} for number in range(22, 44)]},
)
_MARKER = re.compile(r"^ *(?:•|\d{1,3}\.|\([a-z]\)|-) +", re.MULTILINE)


def learned(*lines, purpose="request", day="2026-03-01"):
    """An event: somebody found this address."""
    return ("contact_learned", day, {"purpose": purpose, "address": list(lines), "found_where": "https://x.example"})


def letter_and_sheet(kind, file, requester, today="2026-03-02", said=NOTHING_SAID):
    """The letter of a kind on a day, and the sheet that goes with it."""
    day = date.fromisoformat(today)
    stand = standing(file, day)
    letter = compose(kind, file, stand, requester, today=day, overlay=None, said=said)
    return letter, sheet_for(Matter(file, stand, day, None, said), letter, requester)


def bare_words(text):
    """All signs of a text but spaces, markers of lists and the dots that part what reaches a sender; plain quotes."""
    plain = text.translate(str.maketrans("“”’", '""\''))
    return re.sub(r"[\s·•\ufffe\x02]", "", _MARKER.sub("", plain))
