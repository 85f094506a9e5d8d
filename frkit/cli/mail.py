"""``frkit mail``: when a mail was written, when it came and over which systems, and what its signatures show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import FrkitError
from frkit.cli.common import campaign_option, clean, console, json_option, print_json, say, table
from frkit.cli.completing import request_ids

if TYPE_CHECKING:
    from rich.console import Console

    from frkit.evidence.mail.dates import Moment
    from frkit.evidence.mail.dkim import Key
    from frkit.evidence.mail.looking import MailLook
    from frkit.evidence.mail.proof import Proof

_LARGEST_KEY = 100_000
_MOST_FILES = 20
_WHOLE = {"overflow": "fold"}
"""A name of a computer is shown whole, on two lines if need be."""


@click.command()
@click.argument("request_or_file", metavar="REQUEST", shell_complete=request_ids)
@click.argument("file", metavar="[FILE|SHA256]", required=False)
@click.option("--part", "number", default="", metavar="NUMBER", help="The mail inside it, such as 2 or 2/1.")
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The sender's public key: the TXT record that its domain publishes, in a file.",
)
@campaign_option
@json_option
def mail(
    request_or_file: str,
    file: str | None,
    number: str,
    key_file: Path | None,
    campaign_dir: str | None,
    as_json: bool,
) -> None:
    """Show what a mail proves: when it was written, how it came, and what its signatures say.

    FILE is a path, a name or the beginning of a SHA-256 of a mail that came for REQUEST; a file that was not taken in
    yet can be named alone. Nothing is fetched: the hash in a DKIM signature is compared with the mail's own body, the
    signature itself only if you give the key.

    \b
    frkit mail 2026-03-us-ca-lapd reply.eml
    frkit mail ~/Downloads/reply.eml --json
    dig +short TXT s1._domainkey.city.example > key.txt       (on a computer that may ask)
    frkit mail 2026-03-us-ca-lapd reply.eml --key key.txt
    """
    from frkit.evidence.apart.running import apart
    from frkit.evidence.mail.looking import look_into_mail
    from frkit.evidence.unreadable import Unreadable

    path, shown = _wanted(request_or_file, file, campaign_dir)
    keys = _keys(key_file)
    try:
        found = apart(look_into_mail, path, number, keys)
    except Unreadable as problem:
        raise FrkitError(
            f"No mail can be shown: {problem}.", place=shown, remedy="frkit parts shows what is inside a file"
        ) from None
    if as_json:
        print_json(_data(shown, found))
    else:
        _print(console(), shown, found)


def _wanted(request_or_file: str, file: str | None, campaign_dir: str | None) -> tuple[Path, str]:
    """The file that is meant, and its path as the campaign names it."""
    from frkit.evidence.text.choosing import the_document
    from frkit.evidence.text.documents import MISSING, documents
    from frkit.tracking.folder import CampaignFolder

    loose = Path(request_or_file)
    if file is None and loose.is_file():
        return loose, str(loose)
    folder = CampaignFolder.find(campaign_dir)
    known = [one for one in documents(folder, [folder.find_request(request_or_file)]) if not one.ours]
    if file is None:
        known = [one for one in known if one.kind in ("mail", "outlook")]
        if len(known) != 1:
            names = ", ".join(clean(one.name) for one in known[:5])
            raise FrkitError(
                f"{len(known) or 'No'} mails came for this request." if known else "No mail came for this request yet.",
                remedy=f"name one of them: {names}" if known else "frkit receive takes one in",
            )
    chosen = known[0] if file is None else the_document(known, file)
    if chosen.kind == MISSING:
        raise FrkitError(
            "This file is not on this computer.", place=chosen.path, remedy="fetch it, then run the command again"
        )
    return chosen.original, chosen.path


def _keys(key_file: Path | None) -> tuple[Key, ...]:
    from frkit.evidence.mail.dkim import keys_in

    if key_file is None:
        return ()
    with key_file.open("rb") as file:
        text = file.read(_LARGEST_KEY).decode("utf-8", "replace")
    try:
        return keys_in(text)
    except FrkitError as problem:
        raise FrkitError(problem.fact, place=str(key_file), remedy=problem.remedy) from None


def _data(shown: str, found: MailLook) -> dict[str, Any]:
    return {
        "file": shown,
        "sha256": found.sha256,
        "headers": [{"name": name, "value": value} for name, value in found.headers],
        **found.proof.as_json(),
        "files": [
            {"number": number, "name": name, "size": size, "sha256": sha256}
            for number, name, size, sha256 in found.files
        ],
        "warnings": list(found.warnings),
    }


def _print(out: Console, shown: str, found: MailLook) -> None:
    proof = found.proof
    out.print(clean(shown), style="bold", soft_wrap=True)
    say(out, f"SHA-256 {found.sha256}", indent=2)
    for name, value in found.headers:
        if name not in ("Date", "Message-ID", "In-Reply-To"):
            say(out, f"{name + ':':<12}{value[:1000]}", indent=2, hang=12)
    say(out, f"{'Written:':<12}{_when(proof.written)}, as its sender's program says", indent=2, hang=12)
    if proof.delivered:
        last = proof.hops[-1].by.split(" ")[0] or "the last mail system"
        say(out, f"{'Arrived:':<12}{_when(proof.delivered)}, as {last} says", indent=2, hang=12)
    say(out, f"{'Its id:':<12}{proof.message_id or 'none'}", indent=2, hang=12)
    for one in proof.answers[-3:]:
        say(out, f"{'Answers:':<12}{one}", indent=2, hang=12)
    if proof.automatic:
        say(out, f"{'A machine:':<12}sent it ({proof.automatic.reason})", indent=2, hang=12)
    for line in proof.reports:
        say(out, f"{'Report:':<12}{line}", indent=2, hang=12)
    _print_way(out, proof)
    _print_lines(out, "What speaks against its date", proof.doubts)
    _print_lines(out, "Signatures", [one.in_words() for one in proof.signatures])
    _print_lines(out, "Checks that mail systems on its way wrote down", [f"{a}: {b}" for a, b in proof.results])
    _print_lines(out, "Wrong with it", found.warnings)
    names = [f"{number}. {name} ({size:,} bytes)" for number, name, size, _ in found.files[:_MOST_FILES]]
    more = [f"and {len(found.files) - _MOST_FILES} more"] if len(found.files) > _MOST_FILES else []
    _print_lines(out, "Files that it brought (frkit parts takes one out)", [*names, *more])


def _print_way(out: Console, proof: Proof) -> None:
    if not proof.hops:
        return
    out.print()
    rows = [
        [_when(hop.when) + (f"\n{hop.note}" if hop.note else ""), hop.by.split(" (")[0] or "?", hop.given_by or "?"]
        for hop in proof.hops
    ]
    out.print(table([("The way it came", {"min_width": 25}), ("Received by", _WHOLE), ("From", _WHOLE)], rows))
    say(out, "Anybody can write such lines before a mail is sent; those of your own mail system stand last.")


def _print_lines(out: Console, title: str, lines: tuple[str, ...] | list[str]) -> None:
    if not lines:
        return
    out.print()
    out.print(title, style="bold")
    for line in lines:
        say(out, line, indent=2, hang=2)


def _when(moment: Moment | None) -> str:
    """A moment with its offset, or what stands there."""
    if moment is None:
        return "no date"
    if moment.at is None:
        return f"a date that cannot be read ('{moment.said[:60]}')"
    zone = moment.at.strftime(" %z") if moment.at.tzinfo else " (no time zone)"
    return moment.at.strftime("%Y-%m-%d %H:%M:%S") + zone
