"""What calls for a step because the agency, or a reviewer, is late or overstepped its time. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from frkit.law.explaining import long_day
from frkit.tracking.flags import Flag
from frkit.tracking.limit_steps import told_by_limits
from frkit.tracking.next_step import NextStep
from frkit.tracking.remedies import RemedyStanding
from frkit.tracking.remedy_steps import WRITTEN, about_fee, command_of, listed
from frkit.tracking.situation import WAITS, Situation, at_work, step
from frkit.tracking.starts import SHOWS_RECEIPT, is_automatic
from frkit.tracking.types import RequestFile
from frkit.tracking.waiting_steps import fee_letter

PATIENCE = 7
"""Days after sending before a body is reminded of a law that only says "promptly": our measure, no law's."""
TONES = 3
"""Reminders that rise, each firmer than the one before; after them comes the step that the law gives."""


def late_steps(now: Situation) -> Iterator[NextStep]:
    """Every step that somebody's lateness calls for; of an agency that passed everything on nothing is awaited."""
    for rule in (_late_reviewers,) if now.passed_on else _RULES:
        yield from rule(now)


def _counts_as_refused(now: Situation) -> Iterator[NextStep]:
    """The steps that silence opens and that no limit of ours has named already; they come after a first reminder."""
    if now.appealed or "deemed_refused" not in now.names or "appeal_open_until" in now.names:
        return
    steps = _not_told(now)
    if steps:
        text = f"Silence counts as a refusal here. Open now: {listed(steps)}."
        sort = "overdue" if "overdue" in now.names else "late"
        yield step(text, command_of(now.file.id, now.file.law, steps[0].remedy), sort, after_silence=True)


def _counts_otherwise(now: Situation) -> Iterator[NextStep]:
    """What else the law makes of silence: a grant, lost grounds, a decision to ask for, a notice to give."""
    for name, (text, letter, kind) in _AFTER_SILENCE.items():
        if name not in now.names or now.appealed:
            continue
        flag = now.names[name]
        taken = letter if any(one.remedy.kind == kind for one in now.remedies) else "overdue"
        if taken != "overdue" or (now.answer_late and not now.waits_for_us):
            yield step(f"{text} {flag.message}", now.letter(taken), "refused", flag.since, after_silence=True)


_AFTER_SILENCE = {
    "deemed_granted": ("Ask for the records: the request counts as approved.", "overdue", ""),
    "exemptions_lost": ("Ask for the records: the grounds for withholding are lost.", "overdue", ""),
    "ask_for_decision": ("Ask for a formal decision; only that can be appealed.", "decision", "decision_request"),
    "notice_of_default": ("Give notice of default.", "notice", "notice"),
}
"""Flag of a silence -> what to do about it, the letter, and the kind of step that the law must have for that letter."""


def _reminders(now: Situation) -> Iterator[NextStep]:
    """The one reminder that fits: of a limit of law before a receipt, a target, or a law that names no number."""
    names = now.names
    if now.new_body_unasked:
        return
    answer_due = not now.appealed and not now.waits_for_us
    prompt = next((one for one in now.clocks if one.state == "no_date" and one.clock.binding == "prompt"), None)
    if "overdue" in names and answer_due:
        yield from _risen(now, names["overdue"], "overdue")
    elif "ack_late" in names and not _heard(now):
        flag = names["ack_late"]
        yield _again(now, "acknowledgement", "unacknowledged", f". {flag.message}", "late", flag)
    elif "target_passed" in names and answer_due:
        yield from _risen(now, names["target_passed"], "late")
    elif prompt is not None and prompt.clock.binds == "agency" and not now.waits_for_us and _has_had_time(now):
        message = f": the law says {prompt.clock.length} ({prompt.clock.citation})."
        yield _again(now, "overdue", "overdue", message, "look", None)


def _risen(now: Situation, flag: Flag, sort: str) -> Iterator[NextStep]:
    """To remind the agency of its answer; after the last tone, the step that the law gives."""
    steps = _not_told(now) if len(now.wrote("overdue", flag.since)) >= TONES else []
    if not steps:
        yield _again(now, "overdue", "overdue", f". {flag.message}", sort, flag)
    elif "deemed_refused" not in now.names or "appeal_open_until" in now.names:
        text = f"{TONES} reminders brought no answer. {flag.message} Open now: {listed(steps)}."
        command = command_of(now.file.id, now.file.law, steps[0].remedy)
        yield step(text, command, sort, flag.since, after_silence=True)


def _again(now: Situation, about: str, letter: str, message: str, sort: str, flag: Flag | None) -> NextStep:
    """To write about a lateness; not urgent again until a letter that went out has had its time."""
    since = flag.since if flag is not None else None
    command = now.letter(letter)
    last = max(now.wrote(about), default=None)
    if last is None or (since is not None and last <= since):
        return step(f"Remind the agency{message}", command, sort, since, after_silence=True)
    words = f"Remind the agency again (the last reminder went out on {long_day(last)}){message}"
    works = at_work(now, last)
    again = step(words, command, "look" if works else sort, since, after_silence=True)
    return replace(again, can_wait=works)


def _has_had_time(now: Situation) -> bool:
    """Whether a body that is only to be prompt has had its days since the request last went out."""
    sent = now.last("sent")
    return sent is None or (now.today - sent).days >= PATIENCE


def _heard(now: Situation) -> bool:
    """Whether the agency wrote anything by hand: then it has the request, and to ask for a receipt is idle."""
    return any(event.kind in SHOWS_RECEIPT and not is_automatic(event) for _, event in now.events)


def _late_reviewers(now: Situation) -> Iterator[NextStep]:
    """Every reviewer that is late: what is open now, else a word with them."""
    for flag in now.flags:
        if flag.name == "decision_late":
            steps = [one for one in now.open_steps() if "fee_wait" in now.names or not about_fee(one.remedy)]
            after = f"Open now: {listed(steps)}." if steps else "Ask when the decision comes."
            command = command_of(now.file.id, now.file.law, steps[0].remedy) if steps else _call(now)
            yield step(f"The reviewer is late. {flag.message} {after}", command, "refused", flag.since)


def _perhaps_closed(now: Situation) -> Iterator[NextStep]:
    """A limit for our answer that has passed: the answer may still help, else a call shows how it stands."""
    for flag in now.flags:
        if flag.name == "may_be_closed":
            text = f"Ask whether the request is still open. {flag.message}"
            letter = next((WAITS[name] for name in now.names if name in WAITS), None)
            letter = letter or (fee_letter(now) if "fee_wait" in now.names else None)
            yield step(text, now.letter(letter) if letter else _call(now), "refused", flag.since)


def _too_late_to_appeal(now: Situation) -> Iterator[NextStep]:
    """A time to appeal that was missed, with what is left."""
    flag = now.names.get("appeal_lapsed")
    still_open = "appeal_open_until" in now.names or any(one.remedy.kind in WRITTEN for one in now.open_steps())
    if flag is not None and not now.appealed and not still_open:
        text = f"Ask anew, or find out whether an appeal is taken late. {flag.message}"
        yield step(text, _anew(now.file), "answer", flag.since)


def _unlawful_extension(now: Situation) -> Iterator[NextStep]:
    """An extension that the law does not allow, objected to once."""
    flag = now.names.get("extension_unlawful")
    certain = all(one.due.extension.certain for one in now.clocks if one.due.extension)
    if flag is not None and certain and not now.wrote("extension", flag.since):
        yield step(f"Object. {flag.message}", now.letter("extension"), "overdue")


def _not_told(now: Situation) -> list[RemedyStanding]:
    told = told_by_limits(now)
    return [one for one in now.open_steps(silence=True) if one.remedy.id not in told]


def _call(now: Situation) -> str:
    return now.log("call", "--said", "WORDS")


def _anew(file: RequestFile) -> str:
    """The command that makes the same request again."""
    asked = file.request
    what = [("--pack", asked.pack)] if asked.pack else [("--item", item.category) for item in asked.items]
    more = [("--vendor", vendor) for vendor in asked.vendors]
    return shlex.join(["frkit", "request", "new", "--agency", asked.agency, *chain.from_iterable((*what, *more))])


_RULES = (
    _counts_as_refused,
    _counts_otherwise,
    _reminders,
    _late_reviewers,
    _perhaps_closed,
    _too_late_to_appeal,
    _unlawful_extension,
)
