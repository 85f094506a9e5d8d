"""``frkit law check`` and ``frkit law schema``: for those who keep the law files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from frkit.base.errors import ExitCode
from frkit.base.findings import errors_in, shown_path
from frkit.cli.common import campaign_option, clean, json_option, own_files, print_json, today_option


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@campaign_option
@today_option
@json_option
def check_law(files: Sequence[Path], campaign_dir: str | None, today: date | None, as_json: bool) -> None:
    """Every mistake in FILES, each with its line.

    If none is named: in all bundled law files, and in the campaign's own.
    """
    from frkit.law.checks import check_files, check_local, law_files, local_law_files

    overlay = own_files(campaign_dir) if not files else None
    own = local_law_files(overlay) if overlay is not None else []
    findings = check_files(files, today) + (check_local(overlay, today) if overlay is not None else [])
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
