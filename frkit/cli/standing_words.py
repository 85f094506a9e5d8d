"""A standing in a few words: who acts, which date matters, what stands out."""

from __future__ import annotations

import textwrap
from collections import Counter
from datetime import date

from frkit.law.explaining import long_day
from frkit.tracking.case import RunningClock
from frkit.tracking.next_steps import LONG_BEFORE
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.standing import Standing

_ASIDE = ("routing", "guideline", "pre_suit")
"""Roles of clocks that are not what a request waits for."""
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


def who_acts(stand: Standing) -> str:
    """Who must act, in one word for the table."""
    return "?" if stand.ball == "newer_frkit" else stand.ball


def folded_name(request_id: str) -> str:
    """A request's name in lines that end at a dash."""
    return "\n".join(textwrap.wrap(request_id, 28, break_on_hyphens=True))


def due_words(stand: Standing, day: date) -> str:
    """The one date that matters most, in a few words; never one that the law does not give."""
    if stand.ball == "newer_frkit":
        return "unknown"
    if stand.ball == "closed":
        return stand.closed_as or "closed"
    if stand.sent_on is None:
        return "not sent"
    if not stand.law_confirmed:
        return "law unconfirmed"
    chosen = _leading(stand)
    if chosen is None:
        return f"sent {stand.days_waiting} days ago"
    if chosen.state == "lapsed" and chosen.clock.binding == "target":
        return f"expected {chosen.days_late} days ago"
    if chosen.state == "lapsed":
        return f"{chosen.days_late} days late"
    if chosen.state == "running":
        ours = ", our own limit" if chosen.clock.binds == "requester" else ""
        return f"{chosen.due.cautious}, {chosen.days_left} d{ours}"
    if chosen.state == "no_date" and chosen.clock.length.soft == "prompt":
        return f"promptly; {stand.days_waiting} d"
    return f"waited {stand.days_waiting} days"


def _leading(stand: Standing) -> RunningClock | None:
    """The clock to show: our own limit that runs, else what the agency or a reviewer owes, else a prompt duty."""
    roles = ("appeal", "complaint", "withdrawal", "court")
    ours = [
        one
        for one in stand.clocks
        if one.state == "running" and one.clock.binds == "requester" and one.clock.role in roles and _is_near(one)
    ]
    if ours:
        return min(ours, key=lambda one: one.due.cautious or date.max)
    theirs = [one for one in stand.clocks if one.clock.binds != "requester" and _waited_for(one)]
    if "appeal" in stand.tracks:
        theirs = [one for one in theirs if one.clock.binds == "reviewer"] or theirs
    for state in ("lapsed", "running"):
        found = [one for one in theirs if one.state == state]
        if found:
            return max(found, key=lambda one: one.due.date or date.min)
    return next((one for one in theirs if one.state == "no_date"), None)


def _is_near(one: RunningClock) -> bool:
    return one.clock.role != "court" or (one.days_left or 0) <= LONG_BEFORE


def _court_is_near(stand: Standing) -> bool:
    return any(one.clock.role == "court" and one.state == "running" and _is_near(one) for one in stand.clocks)


def _waited_for(one: RunningClock) -> bool:
    return one.clock.role not in _ASIDE and not one.needs and one.clock.only_if is None


def outstanding(stand: Standing) -> str:
    """What a reader of the table must know, the gravest first."""
    if stand.ball == "newer_frkit":
        return f"{WORDS[stand.ball]}: an event is of a kind that this one does not know"
    if stand.ball in ("draft", "ready"):
        return "read the letter, send it, log it"
    words = {
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
        "no_exemption_named": "no exemption named",
        "contradictory": "contradictory dates",
        "stale": "quiet for long",
    }
    named = {"extension_unlawful": _extension_words(stand)}
    near = {flag.name for flag in stand.flags if flag.name != "court_open_until" or _court_is_near(stand)}
    flags = list(dict.fromkeys(flag.name for flag in stand.flags if flag.name in words and flag.name in near))
    outcome = outcome_words(stand)
    undated = [
        f"{one.clock.length}" for one in stand.clocks if one.clock.length.soft == "prompt" and one.state == "no_date"
    ]
    if "appeal" in stand.tracks:
        flags = [name for name in flags if name not in ("overdue", "deemed_refused", "ack_late")]
    return "; ".join([*undated, *outcome, *(named.get(name) or words[name] for name in flags)]) or "waiting"


def outcome_words(stand: Standing) -> list[str]:
    """How many items came to what, once any has an answer."""
    counts = Counter(stand.item_outcomes.values())
    if set(counts) == {"pending"}:
        return []
    if len(counts) == 1:
        return [f"all {stand.outcome.replace('_', ' ')}"]
    return [", ".join(f"{number} {outcome.replace('_', ' ')}" for outcome, number in sorted(counts.items()))]


def _extension_words(stand: Standing) -> str | None:
    audits = [one.due.extension for one in stand.clocks if one.due.extension and not one.due.extension.lawful]
    return "extension too long" if audits and audits[0].allowed else "extension not lawful" if audits else None


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
        "met_late": f"met on {one.satisfied_on}, {one.days_late} days late (limit {due})",
        "lapsed": f"passed on {due}{provisional}, {one.days_late} days ago",
        "stopped": "stands still" if one.due.stopped_since else "no longer followed",
        "no_date": f"no date: {one.clock.length}",
    }[one.state]


def _running_words(one: RunningClock, due: str | None, provisional: str) -> str:
    left = f"{one.days_left} days left"
    if one.due.cautious is None or one.due.cautious == one.due.date:
        return f"until {due}{provisional}, {left}"
    return f"until {due}{provisional}; safe until {long_day(one.due.cautious)}, {left}"
