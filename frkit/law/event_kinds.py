"""The kinds of event that a law's clocks may name, so that a misspelt one is found in the file and not in a case."""

from __future__ import annotations

EVENT_KINDS = (
    "sent",
    "received_by_agency",
    "registered",
    "delivery_failed",
    "arrived",
    "acknowledged",
    "extension_claimed",
    "clarification_asked",
    "clarified",
    "identity_asked",
    "identity_proved",
    "consultation_started",
    "consultation_ended",
    "referred",
    "scope_narrowed",
    "fee_estimated",
    "fee_agreed",
    "fee_paid",
    "fee_disputed",
    "waiver_granted",
    "waiver_denied",
    "granted",
    "produced",
    "denied",
    "no_records",
    "not_custodian",
    "neither_confirm_nor_deny",
    "transferred",
    "split",
    "consolidated",
    "decision_requested",
    "notice_given",
    "appeal_sent",
    "appeal_decided",
    "complaint_filed",
    "complaint_decided",
    "suit_filed",
    "court_event",
    "call",
)
"""What happens between requester and agency; notes, evidence and the team's own decisions start no clock."""
START_KINDS = (*EVENT_KINDS, "received_by_competent_body")
"""What can start a clock. ``received_by_competent_body`` is no kind of its own: it is the receipt logged with
``competent``, and where none is logged the plain receipt, unless ``given`` says ``component: wrong``."""
STATES_A_DATE = ("acknowledged", "extension_claimed", "call")
"""Kinds that can hold a date by which the agency said that it would answer."""
DUE = "due:"
"""Before a clock's id: the last day of that clock."""
