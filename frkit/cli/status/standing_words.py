"""A standing in a few words: who acts, which date matters, what stands out."""

from __future__ import annotations

from collections import Counter

from frkit.law.explaining import days_words, long_day
from frkit.tracking.case import RunningClock
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.standing import Standing
from frkit.tracking.summaries import Summary

WORDS = {
    "draft": "draft",
    "ready": "ready to send",
    "agency": "agency",
    "us": "us",
    "closed": "closed",
    "newer_frkit": "needs a newer frkit",
}
"""Who must act, in words."""
UNREVIEWED = (
    "Closed days: made by a library, and nobody has compared them with the statute yet. Look at each day that is not "
    "counted."
)


def who_acts(one: Summary) -> str:
    """Who must act, in one word for the table."""
    return "?" if one.ball == "newer_frkit" else one.ball


def due_words(one: Summary) -> str:
    """The one date that matters most, in a few words; never one that the law does not give."""
    undated = _undated(one)
    if undated is not None:
        return undated
    limit = one.leading
    if limit is not None and limit.state == "lapsed" and limit.binding == "target":
        return f"expected {days_words(limit.days_late)} ago"
    if limit is not None and limit.state == "lapsed":
        return f"{days_words(limit.days_late)} late"
    if limit is not None and limit.state == "running":
        ours = ", our own limit" if limit.binds == "requester" else ""
        return f"{limit.cautious}, {limit.days_left} d{ours}"
    if limit is not None and limit.state == "no_date" and limit.soft == "prompt":
        return f"promptly; {one.days_waiting} d"
    return f"waited {days_words(one.days_waiting)}" if limit is not None else f"sent {days_words(one.days_waiting)} ago"


def due_in_short(one: Summary) -> str:
    """The same for a table: days late or left, at most 14 characters."""
    if not one.law_confirmed and one.sent_on and one.ball not in ("closed", "newer_frkit"):
        return "unconfirmed"
    undated = _undated(one)
    if undated is not None:
        return undated[:14]
    limit = one.leading
    if limit is not None and limit.state == "lapsed":
        return f"exp. {limit.days_late} d ago" if limit.binding == "target" else f"{limit.days_late} d late"
    if limit is not None and limit.state == "running":
        return f"ours: {limit.days_left} d" if limit.binds == "requester" else f"{limit.days_left} d left"
    prompt = limit is not None and limit.state == "no_date" and limit.soft == "prompt"
    return f"prompt; {one.days_waiting} d" if prompt else f"{one.days_waiting} d so far"


def _undated(one: Summary) -> str | None:
    """What stands in place of a date where none can be said."""
    if one.ball == "newer_frkit":
        return "unknown"
    if one.ball == "closed":
        return one.closed_as or "closed"
    if one.sent_on is None:
        return "not sent"
    return None if one.law_confirmed else "law unconfirmed"


_SURE = {"high": "high", "medium": "med", "low": "low"}


def how_sure(one: Summary) -> str:
    """How well the law is known, with ``~`` where the start of the limit is not proven."""
    open_start = one.leading is not None and not one.leading.confirmed and one.ball not in ("closed", "newer_frkit")
    return _SURE[one.law_confidence] + ("~" if open_start else "")


_STANDS_OUT = {
    "unreadable": "a file cannot be read",
    "overdue": "overdue",
    "target_passed": "answer expected by now",
    "ack_late": "no acknowledgement",
    "deemed_granted": "silence counts as grant",
    "exemptions_lost": "grounds lost by silence",
    "fees_lost": "fees lost by silence",
    "breach": "late: a breach",
    "ask_for_decision": "ask for a decision",
    "notice_of_default": "give notice of default",
    "identity_wait": "who asks? to answer",
    "deemed_refused": "silence counts as refusal",
    "extension_unlawful": "extension too long",
    "records_at_risk": "records at risk",
    "preservation_asked": "asked to keep records",
    "records_gone": "records gone by schedule",
    "records_held": "records on hold",
    "appeal_open_until": "appeal open",
    "appeal_lapsed": "appeal time over",
    "complaint_open_until": "complaint open",
    "decision_late": "appeal decision late",
    "decision_due": "appeal pending",
    "fee_wait": "fee to answer",
    "fee_disputed": "fee disputed",
    "clarify_wait": "question to answer",
    "undelivered": "came back",
    "may_be_closed": "may be closed",
    "court_open_until": "court open",
    "unread": "unread reply",
    "promise_passed": "a promise has passed",
    "no_exemption_named": "no exemption named",
    "contradictory": "contradictory dates",
    "order_unclear": "order unclear",
    "question_open": "a question of the law is open",
    "answer_unknown": "an answer under given is unknown",
    "stale": "quiet for long",
}
"""Flag -> its words in a table."""
_LESS_WHILE_APPEALED = ("overdue", "deemed_refused", "ack_late")


def outstanding(one: Summary) -> list[str]:
    """What a reader of the table must know, the gravest first."""
    if one.ball == "newer_frkit":
        return [f"{WORDS[one.ball]}: an event is of a kind that this one does not know"]
    if one.ball in ("draft", "ready"):
        return ["read the letter, send it, log it"]
    names = dict.fromkeys(flag.name for flag in one.flags)
    flags = [name for name in names if name in _STANDS_OUT and (name != "court_open_until" or one.court_is_near)]
    if "appeal" in one.tracks:
        flags = [name for name in flags if name not in _LESS_WHILE_APPEALED]
    if one.faults:
        flags.insert(0, "unreadable")
    extension = f"extension {one.extension}" if one.extension else "extension too long"
    words = [extension if name == "extension_unlawful" else _STANDS_OUT[name] for name in flags]
    return [*words, *one.prompt, *outcome_words(one)] or ["waiting"]


def came_to(outcome: str) -> str:
    """What became of an item, in words; no court's name for an answer that says nothing."""
    return "neither confirmed nor denied" if outcome == "glomar" else outcome.replace("_", " ")


def outcome_words(one: Summary | Standing) -> list[str]:
    """How many items came to what, once any has an answer."""
    counts = Counter(one.item_outcomes.values())
    if set(counts) == {"pending"}:
        return []
    if len(counts) == 1:
        return [f"all {came_to(one.outcome)}"]
    return [", ".join(f"{number} {came_to(outcome)}" for outcome, number in sorted(counts.items()))]


def remedy_words(one: RemedyStanding) -> str:
    """How far a step has come, in one line: ``internal review, to the same authority: open until Mon 2026-03-02``."""
    remedy = one.remedy
    state = {
        "not_yet": "not yet open",
        "open": f"open until {long_day(one.until)}" if one.until else "open, no last day known",
        "after": "not yet open",
        "taken": "taken" if remedy.kind == "notice" else "taken, not decided",
        "decided": "decided",
        "skipped": "not to be taken",
        "lost": "closed",
        "over": f"closed since {long_day(one.last)}" if one.last else "closed",
    }[one.state]
    told = one.needed is not None and one.state != "skipped"
    must = "" if not told else "; needed before the next" if one.needed else "; optional"
    if remedy.mandatory and one.needed is False:
        must = "; not needed here before the next"
    beside = "; beside the others" if remedy.parallel else ""
    why = f" ({one.why})" if one.why else ""
    kind, name = remedy.kind.replace("_", " "), remedy.id.replace("_", " ").replace("-", " ")
    step = kind if name == kind else f"{name} ({kind})"
    return f"{step}: {remedy.body}: {state}{why}{must}{beside}"


def state_words(one: RunningClock) -> str:
    """What became of a clock, in one line."""
    due = long_day(one.due.date) if one.due.date else None
    provisional = "" if one.due.confirmed else ", provisional"
    return {
        "running": _running_words(one, due, provisional),
        "met": f"met on {one.satisfied_on}" + (f" (limit {due})" if due else ""),
        "met_late": f"met on {one.satisfied_on}, {days_words(one.days_late)} late (limit {due})",
        "lapsed": f"passed on {due}{provisional}, {days_words(one.days_late)} ago",
        "stopped": "stands still" if one.due.stopped_since else "no longer followed",
        "no_date": f"no date: {one.clock.length}",
    }[one.state]


def _running_words(one: RunningClock, due: str | None, provisional: str) -> str:
    left = f"{days_words(one.days_left)} left"
    if one.due.cautious is None or one.due.cautious == one.due.date:
        return f"until {due}{provisional}, {left}"
    return f"until {due}{provisional}; safe until {long_day(one.due.cautious)}, {left}"
