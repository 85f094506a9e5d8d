"""The ``frkit`` command: loads only the sub-command that was typed, and turns errors into exit codes."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import NoReturn

import click

from frkit import __version__
from frkit.base.errors import ExitCode, FrkitError
from frkit.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("frkit.cli.campaign:init", "Make a new campaign folder."),
    "demo": ("frkit.cli.demo:demo", "Copy the example campaign, check it, and build its packet."),
    "doctor": ("frkit.cli.doctor:doctor", "Say what is installed, and the line that installs what is not."),
    "check": ("frkit.cli.campaign:check", "Check every file of the campaign."),
    "request": ("frkit.cli.request.commands:request", "New request, list of requests, one request."),
    "letter": ("frkit.cli.letter.commands:letter", "Write the letter that a request needs."),
    "log": ("frkit.cli.log.commands:log", "Log something that happened to a request."),
    "receive": ("frkit.cli.receive.command:receive", "Take in files that an agency sent."),
    "parts": ("frkit.cli.parts:parts", "What is inside a file that came; take one of those files out."),
    "mail": ("frkit.cli.mail:mail", "When a mail was written and came, and what its signatures show."),
    "pages": ("frkit.cli.pages:pages", "What came, as PDF pages to look at."),
    "unlock": ("frkit.cli.unlock:unlock", "Give the password of an encrypted file."),
    "search": ("frkit.cli.search.command:search", "Where words stand: records, mails, letters, calls, notes."),
    "ocr": ("frkit.cli.ocr:ocr", "Read the words of scans and pictures, with tesseract."),
    "mentions": ("frkit.cli.mentions:mentions", "Where records name vendors, products and ways to buy."),
    "date": ("frkit.cli.date:date_command", "The dates that a document bears; confirm one."),
    "figure": ("frkit.cli.figure:figure_command", "A price, a term or a quantity that a document bears."),
    "pledges": ("frkit.cli.pledges:pledges", "Dated records beside what vendors pledged and laws order."),
    "status": ("frkit.cli.status.commands:status", "Where the requests stand."),
    "next": ("frkit.cli.status.commands:next_steps", "What to do now, the most urgent first."),
    "why": ("frkit.cli.status.why:why", "How each date of a request was computed."),
    "ics": ("frkit.cli.ics:ics", "Every limit as a calendar file, ours with alarms."),
    "stats": ("frkit.cli.stats.command:stats", "How long answers take, and what comes of them."),
    "import": ("frkit.cli.import_history:import_history", "Take in a history: a table, MuckRock, WhatDoTheyKnow."),
    "export": ("frkit.cli.export:export", "The campaign as a table (CSV) or as JSON."),
    "completion": ("frkit.cli.completion:completion", "The script that makes the Tab key finish names."),
    "packet": ("frkit.cli.packet.commands:packet", "Plan, build and verify an evidence packet."),
    "where": ("frkit.cli.where:where", "Where a page came from, by its Bates number; where it stands."),
    "cite": ("frkit.cli.cite:cite", "The citation of words or of a page, ready to paste."),
    "seal": ("frkit.cli.seal.commands:seal", "Write down the hash of every file; have it time-stamped."),
    "verify": ("frkit.cli.seal.commands:verify", "What changed, vanished or was added since each seal."),
    "forget": ("frkit.cli.forget:forget", "Remove a file's bytes on demand; keep hash and reason."),
    "share": ("frkit.cli.share:share", "A copy for somebody outside, without the people who keep it."),
    "backup": ("frkit.cli.backup:backup", "One encrypted file with the whole campaign, private data too."),
    "restore": ("frkit.cli.backup:restore", "A campaign from such a file, in an empty folder."),
    "law": ("frkit.cli.law.commands:law", "The law of a place: list, show, check, closed days."),
    "agencies": ("frkit.cli.catalogue:agencies", "Police bodies: list, show, search."),
    "vendors": ("frkit.cli.catalogue:vendors", "Vendors, products and pledges: list, show, search."),
    "records": ("frkit.cli.catalogue:records", "Record types to ask for: list, show, search."),
    "events": ("frkit.cli.catalogue:events", "Dated public facts that a packet may cite: list, show, search."),
}
"""Sub-command -> where it lies, and its line in ``frkit --help``; so that help imports none of them."""


@click.command(
    cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="frkit")
def frkit() -> None:
    """Ask police bodies what face-recognition contracts they have, track the answers, and compile the evidence.

    Everything stays in files on this computer. Nothing here is legal advice.
    """


def main() -> NoReturn:
    """Run the command line and end the process with one of the documented exit codes."""
    _open_closed_streams()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a character shows its number; that is no reason to stop half-way.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.exit(_run())
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. What was written before is whole.", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.WRONG_USAGE)
    except FrkitError as error:
        from frkit.cli.common import clean

        click.echo(f"frkit: {clean(str(error))}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        _give_up_output()
        sys.exit(ExitCode.DONE)
    except OSError as error:
        said = _from_system(error)
        _give_up_output()
        with contextlib.suppress(OSError):
            click.echo(f"frkit: {said}", err=True)
        sys.exit(ExitCode.PROBLEMS)


def _run() -> int:
    try:
        code = frkit.main(prog_name="frkit", standalone_mode=False)
    except SystemExit:  # so click and rich end when nobody reads the output any more
        _give_up_output()
        return ExitCode.DONE
    return code if isinstance(code, int) else ExitCode.DONE


def _from_system(error: OSError) -> FrkitError:
    """What the operating system refused, as a fact and a place, where no command could say it better."""
    from frkit.base.refusals import reason

    why, remedy = reason(error)
    if error.filename is None and _was_printing(error):
        return FrkitError(
            f"The output could not be written: {why}.",
            place="standard output",
            remedy="what the command wrote in the campaign is whole; see frkit status before you run it again",
        )
    place = " -> ".join(str(name) for name in (error.filename, error.filename2) if name is not None)
    return FrkitError(f"A file or folder could not be used: {why}.", place=place or "not known", remedy=remedy)


def _was_printing(error: OSError) -> bool:
    """Whether what failed is the output and no file: click and rich write nothing else."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at is not None and at.tb_frame.f_globals.get("__name__", "").split(".")[0] in ("click", "rich")


def _open_closed_streams() -> None:
    """A program may be started without input or output (``frkit ... <&-``); nothing else may get their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # open to the end


def _give_up_output() -> None:
    """Nobody takes the output any more; what is left of it must not fail once more when Python ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
