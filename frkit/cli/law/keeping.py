"""``frkit law check``, ``new``, ``stale`` and ``schema``: for those who keep the law files."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from frkit.base.errors import ExitCode
from frkit.base.findings import errors_in, shown_path
from frkit.cli.common import (
    campaign_option,
    clean,
    console,
    json_option,
    own_files,
    print_json,
    say,
    today_option,
)


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@campaign_option
@today_option
@json_option
def check_law(files: Sequence[Path], campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Every mistake in FILES, each with its line.

    If none is named: in all bundled law files, and in the campaign's own.
    """
    from frkit.catalogue.checks import check_retention
    from frkit.law.checks import check_files, check_local, law_files, local_law_files

    overlay = own_files(campaign_dir) if not files else None
    own = local_law_files(overlay) if overlay is not None else []
    findings = check_files(files, today) + (check_local(overlay, today) if overlay is not None else [])
    findings = list(dict.fromkeys([*findings, *check_retention([*law_files(files), *own])]))
    wrong = errors_in(findings)
    if as_json:
        print_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(clean(str(finding)))
        click.echo(_verdict(len(law_files(files)) + len(own), len(wrong), len(findings) - len(wrong)))
    if wrong:
        raise click.exceptions.Exit(ExitCode.PROBLEMS)


@click.command("schema")
@click.argument("name", type=click.Choice(["jurisdiction", "closed-days"]), default="jurisdiction")
@click.option("--write", is_flag=True, help="Write all schemas anew beside the law files.")
def schema(name: str, write: bool) -> None:
    """The JSON Schema that editors use for law files."""
    from frkit.law.schema import schema_text, write_schemas

    if not write:
        click.echo(schema_text(name), nl=False)
        return
    for path in write_schemas():
        click.echo(f"Written: {shown_path(path)}")


def _verdict(files: int, wrong: int, warnings: int) -> str:
    counted = f"{files} file{'s' * (files != 1)}, "
    mistakes = "no mistakes" if not wrong else f"{wrong} mistake{'s' * (wrong != 1)}"
    warned = f", {warnings} warning{'s' * (warnings != 1)}" if warnings else ""
    return f"{counted}{mistakes}{warned}."


@click.command("new")
@click.argument("code")
@click.argument("target", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@campaign_option
def new_law(code: str, target: Path | None, campaign_dir: str | None) -> None:
    """Write the commented beginning of a law file for CODE, to fill in with what you have read.

    It goes into the campaign that you stand in, in a checkout of frkit into the place's folder, or to FILE. In a
    campaign, if the law of CODE is on file, it is a copy of that, for you to change.
    """
    from frkit.law.skeleton import is_copied, write_skeleton

    overlay = own_files(campaign_dir)
    path, copied = write_skeleton(code, target, overlay), is_copied(code, target, overlay)
    click.echo(f"Written: {shown_path(path)}")
    if copied:
        click.echo("A copy of the law on file; in this campaign it takes its place. Change it, then run:")
    else:
        click.echo("Fill in what you have read, take out what you do not know, then run:")
    click.echo(f"  frkit law check {shlex.quote(shown_path(path))}")
    if copied:
        click.echo(f"  frkit law diff {code.strip().lower()}")


@click.command("stale")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option("--most", type=click.IntRange(1), default=20, help="How many places to show (default: 20).")
@campaign_option
@today_option
@json_option
def stale(codes: tuple[str, ...], most: int, campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """What to read again first: doubted laws, recalled sources, changes without an outcome, old readings."""
    from frkit.law import loading
    from frkit.law.staleness import stale_of

    overlay = own_files(campaign_dir)
    chosen = [loading.known_code(code, overlay) for code in codes] or loading.all_codes(overlay)
    day = today or date.today()
    lists = [stale_of(loading.load_jurisdiction(code, overlay), day) for code in chosen]
    ranked = sorted((found for found in lists if found), key=lambda found: (found[0].rank, -len(found), found[0].code))
    if as_json:
        print_json([vars(one) for found in ranked for one in found])
        return
    if not ranked:
        click.echo("Nothing is known to be stale.")
    out = console()
    for found in ranked[: None if codes else most]:
        out.print(f"{found[0].code}", style="bold")
        for one in found:
            say(out, f"- {one.reason}", indent=2, hang=2)
        if found[0].url:
            out.print(f"    {clean(found[0].url)}", soft_wrap=True)
    if not codes and len(ranked) > most:
        out.print(f"... and {len(ranked) - most} more places (--most {len(ranked)}).")
