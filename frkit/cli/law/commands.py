"""``frkit law``: the access law of each place, its closed days, and checks for those who keep the data."""

from __future__ import annotations

import click

from frkit.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("frkit.cli.law.listing:list_law", "The places on file, with the first limit that binds an agency there."),
    "show": ("frkit.cli.law.listing:show_law", "Everything on file about one place."),
    "explain": ("frkit.cli.law.explain:explain", "When each limit ends, and how that is counted."),
    "calendar": ("frkit.cli.law.calendar:calendar", "The closed days of a place."),
    "check": ("frkit.cli.law.keeping:check_law", "Every mistake in the law files, with its line."),
    "new": ("frkit.cli.law.keeping:new_law", "The commented beginning of a law file for a new place."),
    "diff": ("frkit.cli.law.diff:diff", "What differs between two texts of a law, and which dates move."),
    "stale": ("frkit.cli.law.keeping:stale", "What to read again first."),
    "schema": ("frkit.cli.law.keeping:schema", "The JSON Schema that editors use for law files."),
}


@click.command(cls=LazyGroup, table=COMMANDS)
def law() -> None:
    """The law of a place: read it, count with it, keep it."""
