"""``frkit packet profiles``: what courts ask of a packet, and where each rule can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from frkit.cli.common import campaign_option, console, json_option, own_files, print_json, say

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.packet.plan.profiles import Profile, Rule


@click.command()
@click.argument("name", required=False)
@campaign_option
@json_option
def profiles(name: str | None, campaign_dir: str | None, as_json: bool) -> None:
    """List the profiles with the rules that they meet; with NAME also how, and the source of each rule.

    A profile sets what a new plan proposes, and what 'frkit packet check' looks for. The campaign's own, in
    templates/packet/profiles, win over those that come with frkit.
    """
    from frkit.packet.plan.profiles import load_profile, profile_names

    overlay = own_files(campaign_dir)
    found = [load_profile(one, overlay) for one in ([name] if name else profile_names(overlay))]
    if as_json:
        print_json([one.model_dump(mode="json", exclude_none=True) for one in found])
        return
    out = console()
    for number, profile in enumerate(found):
        if number:
            out.print()
        _print(out, profile, whole=name is not None)
    if name is None:
        out.print()
        say(out, "How each rule is met, and where it was read: frkit packet profiles NAME")


def _print(out: Console, profile: Profile, *, whole: bool) -> None:
    say(out, f"{profile.id}: {profile.title}", style="bold", hang=2)
    say(out, profile.about, indent=2)
    say(out, f"A new plan has {_defaults(profile)}.", indent=2)
    for line in _limits(profile):
        say(out, line, indent=2)
    for rule in profile.rules:
        _print_rule(out, rule, whole=whole)
    for line in profile.unsure if whole else ():
        say(out, f"Not settled: {line}", indent=2, hang=2)
    if whole:
        say(out, f"Gathered on {profile.read}. Rules change: look before you file.", indent=2, hang=2)


def _print_rule(out: Console, rule: Rule, *, whole: bool) -> None:
    out.print()
    dated = f" ({rule.dated})" if rule.dated and rule.dated[:4] not in rule.citation else ""
    say(out, f"{rule.id}  {rule.citation}{dated}", indent=2, hang=4, style="bold" if whole else None)
    say(out, rule.asks, indent=6)
    if not whole:
        return
    say(out, f"Met by: {rule.met_by}", indent=6, hang=2)
    read = f", read {rule.source.read}" if rule.source.read else ""
    say(out, f"Source ({rule.source.kind}{read}; confidence {rule.confidence}): {rule.source.title}", indent=6, hang=2)
    out.print(f"        {rule.source.url}", soft_wrap=True)
    for line in rule.unsure:
        say(out, f"Not settled: {line}", indent=6, hang=2)


def _defaults(profile: Profile) -> str:
    from frkit.pages.wording import listed

    chosen: list[Any] = [f"exhibits by {profile.defaults.numbering.exhibits}"]
    if profile.defaults.paper:
        chosen.append(f"{profile.defaults.paper} paper")
    if profile.defaults.exhibit_sheets:
        chosen.append("a sheet before each exhibit")
    if profile.defaults.volumes and profile.defaults.volumes.megabytes:
        chosen.append(f"volumes of at most {profile.defaults.volumes.megabytes} MB")
    parts = listed(profile.defaults.parts)
    return f"{listed(chosen)}, and the parts {parts}"


def _limits(profile: Profile) -> list[str]:
    limits = profile.limits
    told = []
    if limits.megabytes:
        told.append(f"Largest file: {limits.megabytes} MB.")
    if limits.pages:
        told.append(f"Most pages of a file: {limits.pages}.")
    if not limits.embedded_files:
        told.append("No file may be attached to the PDF.")
    return told
