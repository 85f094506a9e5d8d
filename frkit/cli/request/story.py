"""The whole story of one request: items, events, steps, what stands out, what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

from frkit.cli.common import clean, console, print_json, say, table
from frkit.cli.log.event_lines import event_line
from frkit.cli.request.facts import fact_rows
from frkit.cli.status.standing_data import standing_as_data
from frkit.cli.status.standing_words import WORDS, came_to, due_words, outcome_words, remedy_words
from frkit.law.explaining import long_day
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import Standing
from frkit.tracking.summaries import summary_of
from frkit.tracking.types import RequestFile


def show_story(folder: CampaignFolder, file: RequestFile, stand: Standing, day: date, as_json: bool) -> None:
    """Print where one request stands, item by item and event by event."""
    if as_json:
        print_json(standing_as_data(file, stand))
        return
    out = console()
    out.print(f"{file.id}", style="bold")
    say(out, f"{file.request.agency}, {file.law.law.name} ({file.law.code}); as of {long_day(day)}", hang=2)
    out.print(f"Who acts: {WORDS[stand.ball]}. {_outcome(stand)} {due_words(summary_of(file, stand))}.")
    rows = [(str(item.number), item.category, came_to(stand.item_outcomes[item.number])) for item in file.request.items]
    out.print()
    out.print(table(["No.", "Item", "Outcome"], rows))
    out.print()
    gone = set(stand.corrected)
    story = [(long_day(event.date), event_line(one, event, one in gone)) for one, event in stand.events]
    out.print(table([("Date", {"no_wrap": True}), ("Event", {"overflow": "fold"})], story))
    facts = list(fact_rows(folder, file, stand))
    if facts:
        out.print()
        out.print(table([("Known", {"no_wrap": True}), ("", {"overflow": "fold"})], facts))
    print_steps(out, stand)
    for flag in stand.flags:
        out.print()
        say(out, f"{flag.name.replace('_', ' ')}: {flag.message}", hang=2)
    for step in stand.next_steps:
        out.print()
        say(out, f"Next: {step.text}", hang=2)
        if step.command:
            out.print(f"  $ {clean(step.command)}", style="cyan", soft_wrap=True)


def _outcome(stand: Standing) -> str:
    words = outcome_words(stand)
    return f"Items: {words[0]}." if words else "No item is answered yet."


def print_steps(out: Any, stand: Standing, *, notes: bool = False) -> None:
    """The steps that can be thought of now, with the notes of the law if wanted."""
    steps = [one for one in stand.remedies if one.state != "not_yet"]
    if steps:
        out.print()
        say(out, "Steps against a refusal or silence, in order:", style="bold")
    for one in steps:
        say(out, remedy_words(one), indent=2, hang=4)
        if notes and one.remedy.note:
            say(out, one.remedy.note, indent=6)
