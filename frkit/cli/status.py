"""``frkit status``, ``frkit next`` and ``frkit why``."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from frkit.cli.campaign import as_of, loaded
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, table, today_option
from frkit.law.explaining import long_day
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.running import RunningClock
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import RequestFile

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


@click.command()
@click.argument("request_part", metavar="[REQUEST]", required=False)
@campaign_option
@today_option
@json_option
def status(request_part: str | None, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Where the requests stand: who must act, how late, what stands out. With REQUEST: its whole story."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    if request_part:
        file = folder.load(folder.find_request(request_part))
        _show_one(file, standing(file, day), day, as_json)
        return
    files = [(file, standing(file, day)) for file in loaded(folder)]
    if as_json:
        print_json([standing_as_data(file, stand) for file, stand in files])
    else:
        print_status(files, day)


@click.command("next")
@campaign_option
@today_option
@json_option
def next_steps(campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """What to do now, the most urgent first, each with its command."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    steps = ranked_steps([(file, standing(file, day)) for file in loaded(folder)])
    if as_json:
        print_json([{"request": file.id, **vars(step)} for file, step in steps])
    else:
        print_next(steps)


@click.command()
@click.argument("request_part", metavar="REQUEST")
@campaign_option
@today_option
@json_option
def why(request_part: str, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """How each date of REQUEST was computed: start and proof, rule, citation, basis, days not counted."""
    folder = CampaignFolder.find(campaign_dir)
    day = as_of(folder, today)
    file = folder.load(folder.find_request(request_part))
    stand = standing(file, day)
    if as_json:
        data = {"request": file.id, "law": file.law.code, "today": day, "law_frozen": file.law_frozen}
        print_json({**data, "clocks": [clock_as_data(one) for one in stand.clocks]})
        return
    print_why(file, stand, day)


def print_status(files: list[tuple[RequestFile, Standing]], day: date) -> None:
    """The table: one line a request, 80 columns."""
    if not files:
        click.echo("No requests yet. Make one: frkit request new --agency ID --pack first-contact")
        return
    columns: list[Any] = [
        ("Request", {"overflow": "fold", "width": 28}),
        ("Acts", {"no_wrap": True, "min_width": 6}),
        ("Due", {"no_wrap": True, "min_width": 16}),
        ("What stands out", {"overflow": "fold", "ratio": 1}),
    ]
    rows = [(file.id, _who(stand), due_words(stand, day), _outstanding(stand)) for file, stand in files]
    made = table(columns, rows)
    made.expand = True
    made.title, made.title_justify = f"As of {long_day(day)}", "left"
    console().print(made)


def print_next(steps: list[tuple[RequestFile, Any]]) -> None:
    """Numbered steps, each with its command."""
    if not steps:
        click.echo("Nothing to do now.")
        return
    out = console()
    for number, (file, step) in enumerate(steps, 1):
        by = f" (by {long_day(step.by)})" if step.by and str(step.by) not in step.text else ""
        out.print(f"{number:2}. {clean(file.id)}{by}", style="bold")
        say(out, step.text, indent=4)
        if step.command:
            out.print(f"    $ {clean(step.command)}", style="cyan", soft_wrap=True)


def ranked_steps(files: list[tuple[RequestFile, Standing]]) -> list[tuple[RequestFile, Any]]:
    """The steps of all requests, the one with the most to lose first."""
    steps = [(file, step) for file, stand in files for step in stand.next_steps]
    return sorted(steps, key=lambda pair: (pair[1].rank, pair[1].by or date.max, pair[0].id))


def print_why(file: RequestFile, stand: Standing, day: date) -> None:
    """Each clock with its derivation."""
    out = console()
    frozen = f"as frozen in {file.law_frozen}" if file.law_frozen else "as on file today (not sent yet)"
    local = ", local law of this campaign" if file.law_is_local else ""
    say(out, f"{file.id}: {file.law.law.name} ({file.law.code}), {frozen}{local}; as of {long_day(day)}")
    if not stand.law_confirmed:
        say(out, "The law on file has low confidence and nobody has confirmed it: read it before you rely on a date.")
    if not stand.clocks:
        say(out, "No clock has started: the request has not been sent, or could not be delivered.")
    for one in stand.clocks:
        _why_one(out, one)
    for doubt in file.law.unsure:
        out.print()
        say(out, f"Unsure: {doubt}", hang=2)


def _why_one(out: Any, one: RunningClock) -> None:
    out.print()
    say(out, f"{one.clock.id.replace('_', ' ')}: {_state_words(one)}", style="bold")
    for line in (*one.due.derivation, *one.due.warnings):
        say(out, line, indent=2, hang=2)
    if one.due.cautious is not None and one.due.cautious != one.due.date:
        say(out, f"Safe day to act by: {long_day(one.due.cautious)}.", indent=2)
    for need in one.needs:
        say(out, f"Applies only if '{need}' is so; say it in request.yaml under given.", indent=2, hang=2)
    if one.clock.note:
        say(out, f"Note: {one.clock.note}", indent=2, hang=2)


def _show_one(file: RequestFile, stand: Standing, day: date, as_json: bool) -> None:
    if as_json:
        print_json(standing_as_data(file, stand))
        return
    out = console()
    out.print(f"{file.id}", style="bold")
    out.print(f"{file.request.agency}, {file.law.law.name} ({file.law.code}); as of {long_day(day)}")
    out.print(f"Who acts: {WORDS[stand.ball]}. Outcome: {stand.outcome.replace('_', ' ')}. {due_words(stand, day)}")
    rows = [
        (str(item.number), item.category, stand.item_outcomes[item.number].replace("_", " "))
        for item in file.request.items
    ]
    out.print()
    out.print(table(["No.", "Item", "Outcome"], rows))
    out.print()
    story = [(long_day(event.date), _event_words(event_id, event, stand)) for event_id, event in stand.events]
    out.print(table([("Date", {"no_wrap": True}), ("Event", {"overflow": "fold"})], story))
    for flag in stand.flags:
        out.print()
        say(out, f"{flag.name.replace('_', ' ')}: {flag.message}", hang=2)
    for step in stand.next_steps:
        out.print()
        say(out, f"Next: {step.text}", hang=2)
        if step.command:
            out.print(f"  $ {clean(step.command)}", style="cyan", soft_wrap=True)


def _event_words(event_id: str, event: Any, stand: Standing) -> str:
    gone = " (corrected, counts for nothing)" if event_id in stand.corrected else ""
    details = []
    for key in (
        "reference",
        "promised",
        "until",
        "amount",
        "reason",
        "wording",
        "result",
        "to",
        "title",
        "said",
        "text",
    ):
        value = getattr(event, key, None)
        if value is not None and value != "":
            details.append(f"{key} {value}")
    more = f": {'; '.join(details)}" if details else ""
    return f"{event.kind.replace('_', ' ')}{more}{gone}"


def _who(stand: Standing) -> str:
    return "?" if stand.ball == "newer_frkit" else stand.ball


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
    if chosen.state == "lapsed":
        return f"{chosen.days_late} days late"
    if chosen.state == "running":
        return f"{chosen.due.cautious}, {chosen.days_left} d"
    if chosen.state == "no_date" and chosen.clock.length.soft == "prompt":
        return f"promptly; {stand.days_waiting} d"
    return f"waited {stand.days_waiting} days"


def _leading(stand: Standing) -> RunningClock | None:
    """The clock to show: our own limit that runs, else what the agency or a reviewer owes, else a prompt duty."""
    roles = ("appeal", "complaint", "withdrawal", "pre_suit")
    ours = [
        one
        for one in stand.clocks
        if one.state == "running" and one.clock.binds == "requester" and one.clock.role in roles
    ]
    if ours:
        return min(ours, key=lambda one: one.due.cautious or date.max)
    theirs = [one for one in stand.clocks if one.clock.binds != "requester" and _waited_for(one)]
    for state in ("lapsed", "running"):
        found = [one for one in theirs if one.state == state]
        if found:
            return max(found, key=lambda one: one.due.date or date.min)
    return next((one for one in theirs if one.state == "no_date"), None)


def _waited_for(one: RunningClock) -> bool:
    return one.clock.role not in _ASIDE and not one.needs


def _outstanding(stand: Standing) -> str:
    if stand.ball == "newer_frkit":
        return f"{WORDS[stand.ball]}: an event is of a kind that this one does not know"
    if stand.ball in ("draft", "ready"):
        return "read the letter, send it, log it"
    words = {
        "overdue": "overdue",
        "ack_late": "no acknowledgement",
        "deemed_refused": "silence counts as refusal",
        "extension_unlawful": "extension too long",
        "appeal_open_until": "appeal open",
        "appeal_lapsed": "appeal time over",
        "complaint_open_until": "complaint open",
        "decision_late": "appeal decision late",
        "fee_wait": "fee to answer",
        "fee_disputed": "fee disputed",
        "clarify_wait": "question to answer",
        "undelivered": "not delivered",
        "unread": "unread reply",
        "no_exemption_named": "no exemption named",
        "contradictory": "contradictory dates",
        "stale": "nothing for long",
    }
    named = {"extension_unlawful": _extension_words(stand)}
    flags = list(dict.fromkeys(flag.name for flag in stand.flags if flag.name in words))
    outcome = [] if stand.outcome == "pending" else [stand.outcome.replace("_", " ")]
    undated = [
        f"{one.clock.length}" for one in stand.clocks if one.clock.length.soft == "prompt" and one.state == "no_date"
    ]
    return "; ".join([*outcome, *(named.get(name) or words[name] for name in flags), *undated]) or "waiting"


def _extension_words(stand: Standing) -> str | None:
    audits = [one.due.extension for one in stand.clocks if one.due.extension and not one.due.extension.lawful]
    return "extension too long" if audits and audits[0].allowed else "extension not lawful" if audits else None


def _state_words(one: RunningClock) -> str:
    due = long_day(one.due.date) if one.due.date else None
    provisional = "" if one.due.confirmed else ", provisional"
    return {
        "running": f"until {due}{provisional}, {one.days_left} days left",
        "met": f"met on {one.satisfied_on}" + (f" (limit {due})" if due else ""),
        "met_late": f"met on {one.satisfied_on}, {one.days_late} days late (limit {due})",
        "lapsed": f"passed on {due}{provisional}, {one.days_late} days ago",
        "stopped": "stands still",
        "no_date": f"no date: {one.clock.length}",
    }[one.state]


def clock_as_data(one: RunningClock) -> dict[str, Any]:
    """A running clock as stable JSON keys."""
    due = one.due
    return {
        "id": one.clock.id,
        "role": one.clock.role,
        "binds": one.clock.binds,
        "length": str(one.clock.length),
        "basis": one.clock.basis,
        "binding": one.clock.binding,
        "citation": one.clock.citation,
        "state": one.state,
        "date": due.date,
        "unrolled": due.unrolled,
        "cautious": due.cautious,
        "confirmed": due.confirmed,
        "start": {"date": due.start.day, "kind": due.start.kind, "event": due.start.event_id, "proof": due.start.proof},
        "met_on": one.satisfied_on,
        "met_by": one.satisfied_by,
        "days_left": one.days_left,
        "days_late": one.days_late,
        "skipped": [{"date": day, "why": name} for day, name in due.skipped],
        "derivation": list(due.derivation),
        "warnings": list(due.warnings),
        "needs": list(one.needs),
    }


def standing_as_data(file: RequestFile, stand: Standing) -> dict[str, Any]:
    """A standing as stable JSON keys."""
    return {
        "request": file.id,
        "agency": file.request.agency,
        "law": file.law.code,
        "ball": stand.ball,
        "closed_as": stand.closed_as,
        "tracks": list(stand.tracks),
        "outcome": stand.outcome,
        "items": {str(number): outcome for number, outcome in stand.item_outcomes.items()},
        "sent_on": stand.sent_on,
        "days_waiting": stand.days_waiting,
        "law_confirmed": stand.law_confirmed,
        "flags": [{"name": flag.name, "message": flag.message, "since": flag.since} for flag in stand.flags],
        "next": [vars(step) for step in stand.next_steps],
        "clocks": [clock_as_data(one) for one in stand.clocks] if stand.law_confirmed else [],
    }
