"""Groups of commands that are imported when they are used, not when they are listed."""

from __future__ import annotations

import importlib
from typing import Any

import click
from click.shell_completion import CompletionItem

from frkit.base.findings import did_you_mean

Table = dict[str, tuple[str, str]]
"""Command -> where it lies (``module:name``), and its line in the help, so that help imports none of them."""


class LazyGroup(click.Group):
    """A group whose commands stand in a table."""

    def __init__(self, *args: Any, table: Table, **more: Any) -> None:
        super().__init__(*args, **more)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Like click's own, with a suggestion for a misspelt command."""
        if args and not args[0].startswith("-") and args[0] not in self.table:
            ctx.fail(f"There is no command '{args[0]}'{did_you_mean(args[0], self.table)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.table.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing any; options where a dash was typed."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        rows = ((name, text) for name, (_, text) in self.table.items() if name.startswith(incomplete))
        return [CompletionItem(name, help=text) for name, text in rows]
