"""``frkit status``, ``frkit next`` and ``frkit why``."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from frkit.cli.campaign import as_of, loaded
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, table, today_option
from frkit.cli.standing_data import clock_as_data, remedy_as_data, standing_as_data
from frkit.cli.standing_words import (
    UNREVIEWED,
    WORDS,
    due_words,
    folded_name,
    outcome_words,
    outstanding,
    remedy_words,
    state_words,
    who_acts,
)
from frkit.law.explaining import long_day
from frkit.tracking.case import RunningClock
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import RequestFile

WHO = {"agency": "the agency", "requester": "us", "reviewer": "whoever decides"}


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
        clocks, steps = [clock_as_data(one) for one in stand.clocks], [remedy_as_data(one) for one in stand.remedies]
        print_json({**data, "clocks": clocks, "remedies": steps})
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
    rows = [(folded_name(file.id), who_acts(stand), _due_cell(stand, day), outstanding(stand)) for file, stand in files]
    made = table(columns, rows)
    made.expand = True
    made.title, made.title_justify = f"As of {long_day(day)}", "left"
    console().print(made)


def _due_cell(stand: Standing, day: date) -> str:
    return due_words(stand, day).replace(", our", "\nour")


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
    if stand.ball == "newer_frkit":
        say(out, "An event here is of a kind that this frkit does not know: install a newer one before you use a date.")
    if not stand.clocks:
        say(out, "No clock has started: the request has not been sent, or could not be delivered.")
    for one in stand.clocks:
        _why_one(out, one)
    _print_steps(out, stand, notes=True)
    draft = [UNREVIEWED] if file.closed.reviewed is None else []
    for doubt in [*draft, *(f"Unsure: {one}" for one in file.law.unsure)]:
        out.print()
        say(out, doubt, hang=2)


def _why_one(out: Any, one: RunningClock) -> None:
    out.print()
    name = f"{one.clock.id.replace('_', ' ')} ({WHO[one.clock.binds]})"
    say(out, f"{name}: {state_words(one)}", style="bold", hang=2)
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
    say(out, f"{file.request.agency}, {file.law.law.name} ({file.law.code}); as of {long_day(day)}", hang=2)
    out.print(f"Who acts: {WORDS[stand.ball]}. {_outcome(stand)} {due_words(stand, day)}.")
    rows = [
        (str(item.number), item.category, stand.item_outcomes[item.number].replace("_", " "))
        for item in file.request.items
    ]
    out.print()
    out.print(table(["No.", "Item", "Outcome"], rows))
    out.print()
    story = [(long_day(event.date), _event_words(event_id, event, stand)) for event_id, event in stand.events]
    out.print(table([("Date", {"no_wrap": True}), ("Event", {"overflow": "fold"})], story))
    _print_steps(out, stand)
    for flag in stand.flags:
        out.print()
        say(out, f"{flag.name.replace('_', ' ')}: {flag.message}", hang=2)
    for step in stand.next_steps:
        out.print()
        say(out, f"Next: {step.text}", hang=2)
        if step.command:
            out.print(f"  $ {clean(step.command)}", style="cyan", soft_wrap=True)


def _print_steps(out: Any, stand: Standing, *, notes: bool = False) -> None:
    """The steps that can be thought of now, with the notes of the law if wanted."""
    steps = [one for one in stand.remedies if one.state != "not_yet"]
    if steps:
        out.print()
        say(out, "Steps against a refusal or silence, in order:", style="bold")
    for one in steps:
        say(out, remedy_words(one), indent=2, hang=4)
        if notes and one.remedy.note:
            say(out, one.remedy.note, indent=6)


def _outcome(stand: Standing) -> str:
    words = outcome_words(stand)
    return f"Items: {words[0]}." if words else "No item is answered yet."


def _event_words(event_id: str, event: Any, stand: Standing) -> str:
    gone = " (corrected, counts for nothing)" if event_id in stand.corrected else ""
    details = [f"items {', '.join(map(str, event.items))}"] if getattr(event, "items", ()) else []
    details += [claim.cited for claim in getattr(event, "exemptions", ())]
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
    if event.documents:
        details.append(f"{len(event.documents)} file{'s' * (len(event.documents) != 1)}")
    more = f": {'; '.join(details)}" if details else ""
    return f"{event.kind.replace('_', ' ')}{more}{gone}"
