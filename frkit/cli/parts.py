"""``frkit parts``: what is inside a file that came, and one of those files taken out of it."""

from __future__ import annotations

import shutil
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.findings import shown_path
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say
from frkit.cli.completing import request_ids

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.evidence.contents.listing import Extracted, Line, Listing
    from frkit.tracking.folder import CampaignFolder

MOST_SHOWN = 300
SECONDS = 600.0
"""For one file with all that is in it: archives of several gigabytes take their time."""
_COLUMNS = (9, 15, 14)


@dataclass(frozen=True)
class _File:
    """A file to look into."""

    path: Path
    name: str
    """The sender's own name for it."""
    shown: str
    """Its path as the campaign names it."""
    sha256: str
    request: str | None = None
    scratch: Path | None = None
    """Where in the campaign parts of it may lie."""


@click.command()
@click.argument("request_or_file", metavar="REQUEST", shell_complete=request_ids)
@click.argument("file", metavar="[FILE|SHA256]", required=False)
@click.option("--extract", "number", metavar="NUMBER", help="Take out the part of this number, such as 2 or 2/1.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where to write it (default: below .frkit/parts, out of git)."
)
@campaign_option
@json_option
def parts(
    request_or_file: str,
    file: str | None,
    number: str | None,
    out: Path | None,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Show what is inside FILE that came for REQUEST: files attached to mails and PDFs, in archives and mailboxes.

    FILE is a path, a name or the beginning of a SHA-256; left out, all that came for the request is shown. A file that
    was not taken in yet can be looked into as well: name its path alone. Nothing is run, opened by another program or
    fetched; the file itself is only read.

    \b
    frkit parts 2026-03-us-ca-lapd                      all that came for this request
    frkit parts 2026-03-us-ca-lapd reply.zip            one file
    frkit parts ~/Downloads/reply.zip                   one that was not taken in yet
    frkit parts 2026-03-us-ca-lapd reply.zip --extract 2/1 --out contract.pdf
    """
    if out is not None and number is None:
        raise WrongUsage("--out says where to write a part, but none was named.", remedy="add --extract NUMBER")
    wanted, passwords = _wanted(request_or_file, file, campaign_dir)
    if number is not None:
        _extract(wanted, number, out, passwords, as_json)
    elif as_json:
        print_json([_data(one, found) for one, found in _listed(wanted, passwords)])
    else:
        _print(wanted, passwords, whole_request=file is None and len(wanted) > 1)


def _wanted(request_or_file: str, file: str | None, campaign_dir: str | None) -> tuple[list[_File], tuple[str, ...]]:
    """The files that are meant, and all passwords that are kept."""
    from frkit.evidence.opening.passwords import passwords_of
    from frkit.tracking.folder import CampaignFolder

    loose = Path(request_or_file)
    if file is None and loose.is_file():
        from frkit.base.files import sha256_of

        return [_File(loose, loose.name, str(loose), sha256_of(loose))], ()
    folder = CampaignFolder.find(campaign_dir)
    request_id = folder.find_request(request_or_file)
    passwords = tuple(dict.fromkeys(passwords_of(folder.root).values()))
    return _of_request(folder, request_id, file), passwords


def _of_request(folder: CampaignFolder, request_id: str, said: str | None) -> list[_File]:
    from frkit.evidence.text.choosing import the_document
    from frkit.evidence.text.documents import MISSING, documents

    known = [one for one in documents(folder, [request_id]) if not one.ours]
    if said is not None:
        known = [the_document(known, said)]
        if known[0].kind == MISSING:
            raise FrkitError(
                "This file is not on this computer.", place=known[0].path, remedy="fetch it, then run the command again"
            )
    there = {one.sha256: one for one in known if one.kind != MISSING}
    scratch = folder.root / ".frkit" / "parts"
    return [_File(one.original, one.name, one.path, one.sha256, request_id, scratch) for one in there.values()]


def _listed(wanted: Sequence[_File], passwords: tuple[str, ...]) -> Iterator[tuple[_File, Listing]]:
    """Each file with what is in it, found out in a process apart; what cannot be looked into says why."""
    from frkit.evidence.apart.running import apart
    from frkit.evidence.contents.listing import Listing, listing
    from frkit.evidence.unreadable import Unreadable

    for one in wanted:
        try:
            yield one, apart(listing, one.path, passwords, seconds=SECONDS)
        except Unreadable as problem:
            yield one, Listing("file that could not be looked into", False, (str(problem),), ())


def _print(wanted: Sequence[_File], passwords: tuple[str, ...], *, whole_request: bool) -> None:
    out = console()
    if not wanted:
        click.echo("Nothing came yet. Take in what an agency sent: frkit receive REQUEST FILES")
        return
    empty = 0
    for one, found in _listed(wanted, passwords):
        if whole_request and not (found.lines or found.warnings or found.locked):
            empty += 1
            continue
        _print_one(out, one, found)
    if empty:
        say(out, f"{empty} other file{'s' * (empty != 1)} with nothing inside.")


def _print_one(out: Console, one: _File, found: Listing) -> None:
    size = one.path.stat().st_size
    out.print(clean(one.shown), style="bold", soft_wrap=True)
    say(out, f"{found.kind}, {_bytes(size)}, SHA-256 {one.sha256[:12]}", indent=2)
    for warning in found.warnings:
        say(out, f"look at: {warning}", indent=2, hang=2)
    if found.lines:
        out.print()
        head = ("No.", "Bytes", "SHA-256", "File")
        out.print("  " + _in_columns(*head[:3]) + head[3], style="bold", soft_wrap=True)
    for line in found.lines[:MOST_SHOWN]:
        _print_line(out, line)
    if len(found.lines) > MOST_SHOWN:
        out.print(f"  and {len(found.lines) - MOST_SHOWN:,} more: --json names all.")
    if not found.lines and not found.warnings and not found.locked:
        out.print("  Nothing is inside it.")
    if (found.locked or any(line.locked for line in found.lines)) and one.request is not None:
        say(out, "Some of it needs a password. If the agency gave it:", indent=2)
        out.print(f"    $ frkit unlock {one.request}", style="cyan", soft_wrap=True)
    out.print()


def _print_line(out: Console, line: Line) -> None:
    size = "" if line.size is None else f"{line.size:,}"
    begins = "  " + _in_columns(line.number, size, line.sha256[:12] if line.sha256 else "-")
    indent = " " * len(begins)
    kind = "" if line.sha256 is None else f" ({line.kind}{', shown in the mail' if line.embedded else ''})"
    name = clean(" ".join(line.name.split()) or "file without a name")
    width = max(20, out.width - len(begins) - 1)
    shown = "  " * (line.depth - 1) + name + kind
    lines = textwrap.wrap(shown, width, drop_whitespace=True, subsequent_indent="  " * line.depth) or [shown]
    out.print(begins + ("  " * (line.depth - 1) + lines[0].lstrip()), soft_wrap=True)
    for rest in lines[1:]:
        out.print(indent + rest, soft_wrap=True)
    for warning in line.warnings:
        before = "not taken out" if line.sha256 is None else "look at"
        say(out, f"{before}: {warning}", indent=len(begins) + 2, hang=2)


def _in_columns(number: str, size: str, digest: str) -> str:
    first, second, third = _COLUMNS
    return f"{number:<{first}}{size:>{second - 2}}  {digest:<{third}}"


def _bytes(size: int) -> str:
    return f"{size:,} byte{'s' * (size != 1)}"


def _extract(wanted: Sequence[_File], number: str, out: Path | None, passwords: tuple[str, ...], as_json: bool) -> None:
    """Write one part to a new file."""
    from frkit.base.files import create_from, safe_name
    from frkit.evidence.apart.running import apart
    from frkit.evidence.contents.listing import extract
    from frkit.evidence.unreadable import Unreadable

    if len(wanted) != 1:
        raise WrongUsage("Which file the part is in was not said.", remedy="name the file after the request")
    one = wanted[0]
    with tempfile.TemporaryDirectory(prefix="frkit-parts-") as scratch:
        made = Path(scratch) / "part"
        try:
            found = apart(extract, one.path, number, made, passwords, seconds=SECONDS)
        except Unreadable as problem:
            raise FrkitError(f"The file could not be looked into: {problem}.", place=one.shown, remedy=_OTHER) from None
        if found is None:
            raise WrongUsage(
                f"There is no part {clean(number)} that can be taken out.", place=one.shown, remedy=_look_again(one)
            )
        target = _target(one, out, f"{found.sha256[:8]}-{safe_name(found.name)}")

        def copy(file: BinaryIO) -> None:
            with made.open("rb") as whole:
                shutil.copyfileobj(whole, file)

        create_from(target, copy)
    _say_extracted(found, target, number, as_json)


_OTHER = "ask the agency for the file in another form, or take it apart with a program of your own"


def _look_again(one: _File) -> str:
    where = f"{one.request} {one.sha256[:12]}" if one.request else one.shown
    return f"see the numbers: frkit parts {clean(where)}"


def _target(one: _File, out: Path | None, name: str) -> Path:
    """Where a part goes: unless told, where git does not look, since the requester's own data may stand in it."""
    if out is None:
        return one.scratch / name if one.scratch is not None else Path(name)
    return out / name if out.is_dir() else out


def _say_extracted(found: Extracted, target: Path, number: str, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "number": number,
                "name": found.name,
                "kind": found.kind,
                "size": found.size,
                "sha256": found.sha256,
                "warning": found.warning or None,
                "file": shown_path(target),
            }
        )
        return
    out = console()
    say(out, f"Wrote {shown_path(target)}: {found.kind}, {_bytes(found.size)}, SHA-256 {found.sha256}", hang=2)
    if found.warning:
        say(out, f"look at: {found.warning}", hang=2)


def _data(one: _File, found: Listing) -> dict[str, Any]:
    return {
        "request": one.request,
        "file": one.shown,
        "name": one.name,
        "sha256": one.sha256,
        "size": one.path.stat().st_size,
        **found.as_data(),
    }
