"""Short codes for the events that are logged every day, and who acts in each kind. Pure."""

from __future__ import annotations

from typing import Any

from frkit.tracking.events import BY_KIND

CODES: dict[str, tuple[str, dict[str, Any]]] = {
    "recv": ("received_by_agency", {}),
    "reg": ("registered", {}),
    "fail": ("delivery_failed", {}),
    "arr": ("arrived", {}),
    "ack": ("acknowledged", {}),
    "ext": ("extension_claimed", {}),
    "clar": ("clarification_asked", {}),
    "ans": ("clarified", {}),
    "idq": ("identity_asked", {}),
    "idok": ("identity_proved", {}),
    "narrow": ("scope_narrowed", {}),
    "fu": ("followed_up", {}),
    "fee": ("fee_estimated", {}),
    "agree": ("fee_agreed", {}),
    "paid": ("fee_paid", {}),
    "disp": ("fee_disputed", {}),
    "refund": ("fee_refunded", {}),
    "waive": ("waiver_requested", {}),
    "waived": ("waiver_granted", {}),
    "nowaiv": ("waiver_denied", {}),
    "grant": ("granted", {}),
    "prod": ("produced", {}),
    "part": ("produced", {"partial": True}),
    "done": ("produced", {"final": True}),
    "rej": ("denied", {}),
    "nrd": ("no_records", {}),
    "notus": ("not_custodian", {}),
    "ncnd": ("neither_confirm_nor_deny", {}),
    "xfer": ("transferred", {}),
    "join": ("consolidated", {}),
    "appl": ("appeal_sent", {}),
    "dec": ("appeal_decided", {}),
    "compl": ("complaint_filed", {}),
    "cdec": ("complaint_decided", {}),
    "suit": ("suit_filed", {}),
    "court": ("court_event", {}),
    "claw": ("clawback_demanded", {}),
    "clear": ("cleared_by_counsel", {}),
    "ev": ("evidence_added", {}),
    "acc": ("accepted", {}),
    "wd": ("withdrawn", {}),
    "drop": ("abandoned", {}),
    "reopen": ("reopened", {}),
    "fix": ("corrected", {}),
}
"""Code -> the kind that it stands for, and what it says besides."""
CODE_WORDS = {
    "part": "Records came, and some were withheld (--partial).",
    "done": "Records came, and no more will come (--final).",
}
"""What a code means that says more than its kind."""

_REVIEWER = ("appeal_decided", "complaint_decided", "court_event")
_AGENCY = ("delivery_failed", "arrived")
_NOTED = (
    "call",
    "note",
    "contact_learned",
    "date_confirmed",
    "figure_confirmed",
    "withholding_noted",
    "retention_learned",
    "cleared_by_counsel",
    "evidence_added",
    "law_confirmed",
    "office_closed",
    "refrozen",
    "forgotten",
)
_ENDED = ("accepted", "withdrawn", "abandoned", "reopened", "corrected")
GROUPS = ("What we do", "What the agency does", "Who reviews it", "What we note", "Ending and correcting")
"""Who acts, in the order in which a list shows them."""


def kind_meant(word: str) -> tuple[str, dict[str, Any]] | None:
    """The kind that a code or a name means, with what the code says besides; None for a word that is neither."""
    name = word.strip().casefold()
    if name in CODES:
        return CODES[name]
    kind = name.replace("-", "_").replace(" ", "_")
    return (kind, {}) if kind in BY_KIND else None


def codes_of(kind: str) -> list[str]:
    """The codes that stand for a kind and say nothing besides."""
    return [code for code, (meant, besides) in CODES.items() if meant == kind and not besides]


def group_of(kind: str) -> str:
    """Who acts in a kind of event: one of :data:`GROUPS`."""
    for group, kinds in zip(GROUPS[1:], (_AGENCY, _REVIEWER, _NOTED, _ENDED), strict=True):
        if kind in kinds:
            return group
    return GROUPS[BY_KIND[kind].__module__.endswith("agency_events")]
