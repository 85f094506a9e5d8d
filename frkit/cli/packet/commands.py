"""``frkit packet``: plan, check, build and verify an evidence packet."""

from __future__ import annotations

import click

from frkit.cli.lazy import LazyGroup

COMMANDS = {
    "new": ("frkit.cli.packet.new:new", "Propose a plan: packets/NAME/packet.yaml, to look through and edit."),
    "check": ("frkit.cli.packet.check:check", "Say what a packet misses: documents, pages, its profile's rules."),
    "build": ("frkit.cli.packet.build:build", "Make the PDF and its manifest.json from the plan."),
    "profiles": ("frkit.cli.packet.profiles:profiles", "What courts ask of a packet, rule by rule, with sources."),
    "diff": ("frkit.cli.packet.diff:diff", "What moved, came or went between two builds."),
    "gaps": ("frkit.cli.packet.gaps:gaps", "Pages that seem to be missing, by the agencies' own numbers."),
    "verify": ("frkit.cli.packet.verify:verify", "Prove that a packet is unchanged, and that its originals are."),
    "export": ("frkit.cli.packet.export:export", "One ZIP file or BagIt folder to hand over, checked before."),
}


@click.command(cls=LazyGroup, table=COMMANDS)
def packet() -> None:
    """Compile requests, answers and records into one numbered, indexed PDF that anybody can check.

    \b
    frkit packet new council        writes packets/council/packet.yaml: a plan to look through and edit
    frkit packet check council      says what it misses, before it is built and after
    frkit packet build council      makes packets/council/build/council.pdf and manifest.json
    frkit packet verify council     proves that both are unchanged, and that the originals are
    frkit packet export council zip   makes one file of it to hand over
    """
