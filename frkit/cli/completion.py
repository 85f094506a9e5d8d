"""``frkit completion``: the lines that make the Tab key finish names of requests, events, kinds and codes."""

from __future__ import annotations

import os
from pathlib import PurePath

import click
from click.shell_completion import get_completion_class

from frkit.base.errors import WrongUsage

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), required=False)
def completion(shell: str | None) -> None:
    """Print the script that makes SHELL (bash, zsh, fish) finish names with the Tab key.

    \b
    bash: frkit completion bash >> ~/.bashrc
    zsh:  frkit completion zsh >> ~/.zshrc
    fish: frkit completion fish > ~/.config/fish/completions/frkit.fish

    Then open a new terminal. 'frkit log ack la' and Tab gives the whole name of the request; after --in, --of and
    --event, Tab gives the ids of its events.
    """
    from frkit.cli.main import frkit

    name = shell or PurePath(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        fact = f"No script is known for the shell '{name}'." if name else "Which shell is meant?"
        raise WrongUsage(fact, remedy="name one: frkit completion bash, zsh or fish")
    made = get_completion_class(name)
    if made is None:
        raise WrongUsage(f"No script is known for the shell '{name}'.", remedy="name bash, zsh or fish")
    click.echo(made(frkit, {}, "frkit", "_FRKIT_COMPLETE").source())
