"""What ``frkit receive`` prints: each delivery with its files, what was left out and why, and what to do next."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frkit.base.errors import WrongUsage
from frkit.base.findings import shown_path
from frkit.cli.common import clean, console, say
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.inbox import LeftOut

if TYPE_CHECKING:
    from frkit.evidence.intake.looking import Inside
    from frkit.evidence.intake.storing import Delivery, NotTaken, Taken

_FILES, _PARTS, _LEFT, _NEXT = 20, 10, 10, 3
"""How many of each are printed; --json names all."""
_WORTH_A_BAR = 20


class Report:
    """Gathers what came of each file, and prints it as it comes."""

    def __init__(self, folder: CampaignFolder, left: Sequence[LeftOut], *, as_json: bool) -> None:
        self.folder, self.left, self.as_json = folder, list(left), as_json
        self.taken = 0
        self.refused: list[NotTaken] = []
        self.problems = False
        self.left_there = 0
        """Files that nobody decided on, so that they stay where they are."""
        self.proposals: list[dict[str, Any]] = []
        self._deliveries: list[dict[str, Any]] = []
        self._told = 0
        self._unseen: list[tuple[str, str]] = []

    def nothing(self, folder: Path | None) -> None:
        """There is no file to take in; raises WrongUsage for a folder that a person named and that is empty."""
        if folder is not None and not self.left:
            remedy = "name the files themselves, or a folder that holds some; nothing was taken in"
            raise WrongUsage("There is no file in this folder.", place=str(folder), remedy=remedy)
        self.say("Nothing lies in inbox/." if folder is None else f"There is no document in {clean(str(folder))}.")

    def delivery(self, one: Delivery) -> None:
        """Files that are on file now, with the event that names them."""
        self.taken += len(one.files)
        if self.as_json:
            self._deliveries.append(_delivery_data(one))
        else:
            self._print(one)
        self._unseen += [(file.source.name, file.look.private.unseen) for file in one.files if file.look.private.unseen]

    def refuse(self, one: NotTaken) -> None:
        """A file that is on file already, or that cannot be taken in."""
        self.refused.append(one)
        if one.state == "here":
            self.say(f"Here already, not stored twice: {clean(one.path.name)} is {one.file}")
            if one.why:
                self.say(f"  {clean(one.why)}")
        elif one.state == "twice":
            self.say(f"The same bytes twice: {clean(one.path.name)} is {clean(one.why)}")

    def tell_refused(self) -> None:
        """The files that somebody has to do something about."""
        wrong = [one for one in self.refused if one.problem]
        self.problems = self.problems or bool(wrong)
        if not wrong or self.as_json:
            return
        out = console()
        out.print(f"Not taken in: {len(wrong):,} file{'s' * (len(wrong) != 1)}", style="bold")
        for one in wrong[:_LEFT]:
            say(out, f"{one.path.name}: {one.why}", indent=2, hang=2)
            if one.remedy:
                say(out, f"to do: {' '.join(one.remedy.split())}", indent=4, hang=7)
        if len(wrong) > _LEFT:
            out.print(f"  and {len(wrong) - _LEFT:,} more: --json names all")

    def would_take(self, request_id: str, files: Sequence[Path]) -> None:
        """What a dry run says where the request is known."""
        for path in files[:_FILES]:
            self.say(f"Would take in for {request_id}: {clean(str(path))}")
        if len(files) > _FILES:
            self.say(f"and {len(files) - _FILES:,} more")
        self.proposals = [{"path": str(path), "request": request_id} for path in files]

    def end(self) -> None:
        """What lay beside the files and is no document; files whose words nobody has read; the sum of all."""
        if self.as_json:
            return
        self._end_unseen()
        if self.left:
            self.say(f"Left out, as no document: {len(self.left):,}")
            for path, why in self.left[:_LEFT]:
                self.say(f"  {clean(_short(path))}: {why}")
            if len(self.left) > _LEFT:
                self.say(f"  and {len(self.left) - _LEFT:,} more")
        self._end_sum()

    def _end_sum(self) -> None:
        """What became of several files, in one line; one file's own lines say it already."""
        total = self.taken + len(self.refused) + self.left_there
        if total < 2 or not (self.taken or self.refused):
            return
        counts = {
            "here already": sum(one.state == "here" for one in self.refused),
            "the same bytes twice": sum(one.state == "twice" for one in self.refused),
            "not taken in": sum(one.problem for one in self.refused) + self.left_there,
        }
        others = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
        self.say(f"Taken in: {self.taken:,} of {total:,} files{f' ({others})' if others else ''}")

    def say(self, text: str) -> None:
        """A line for a person; nothing where another program reads."""
        if not self.as_json:
            click.echo(text)

    def data(self) -> dict[str, Any]:
        """All of it for another program."""
        return {
            "deliveries": self._deliveries,
            "not_taken": [*map(_refused_data, self.refused), *map(_left_data, self.left)],
            "proposals": self.proposals,
        }

    @contextmanager
    def bar(self, files: Iterable[Path]) -> Iterator[Iterable[Path]]:
        """A bar on a terminal for many files; nothing in a pipe."""
        listed = files if isinstance(files, list) else list(files)
        quiet = self.as_json or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"
        if quiet or len(listed) < _WORTH_A_BAR:
            yield listed
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, TimeRemainingColumn(), console=console(stderr=True), transient=True) as shown:
            yield shown.track(listed, description="Looking into files")

    def _print(self, one: Delivery) -> None:
        for file in one.files[:_FILES]:
            self._print_file(one.request, file)
        if len(one.files) > _FILES:
            self.say(f"and {len(one.files) - _FILES:,} more files, all named in the event")
        self.say(f"Logged {one.event_id}")
        self._told += 1
        if self._told <= _NEXT:
            self._print_next(one)

    def _print_file(self, request: str, file: Taken) -> None:
        record, seen = file.record, file.look
        where = "as it came"
        if record.file.startswith("private/"):
            where = "private, it holds your data" if seen.private.found else "private"
        self.say(f"Took in {record.file} ({record.size:,} bytes, {where})")
        self.say(f"  sha256 {record.sha256}")
        for warning in _warnings(file):
            say(console(), warning, indent=2, hang=2)
        self._print_parts(request, record.sha256, seen.inside)

    def _print_parts(self, request: str, digest: str, inside: Sequence[Inside]) -> None:
        if not inside:
            return
        count = "one file" if len(inside) == 1 else f"{len(inside):,} files"
        self.say(f"  inside: {count}")
        for part in inside[:_PARTS]:
            name = clean(part.name)
            shown = name if len(name) <= 32 else f"{name[:20]}...{name[-9:]}"
            self.say(f"  {part.number:<6} {shown:<32} {part.size:>13,} bytes  {part.sha256[:16]}")
        if len(inside) > _PARTS:
            self.say(f"  and {len(inside) - _PARTS:,} more: frkit parts {request} {digest[:16]}")

    def _print_next(self, one: Delivery) -> None:
        mail = next((file.look.mail for file in one.files if file.look.mail is not None), None)
        kind = mail.report if mail is not None else ""
        into = f"{one.request} --in {one.event_id}"
        day = one.event.date.isoformat()
        if kind == "bounce":
            said = f" --reason '{_quotable(mail.status)}'" if mail is not None and mail.status else ""
            self.say("Next: a mail system says that a mail of yours did not arrive. If it is a letter of ours:")
            self.say(f"  frkit log delivery-failed {into} --date {day}{said}")
        elif kind == "delay":
            self.say("Next: a mail system says that a mail of yours is late; nothing is to be logged yet.")
        elif kind in ("receipt", "delivered"):
            what = "was opened" if kind == "receipt" else "reached their mail system"
            self.say(f"Next: a mail system says that a mail of yours {what}. If it is a letter of ours:")
            self.say(f"  frkit log received-by-agency {into} --date {day}")
        else:
            self.say("Next: read it, then log what it says, for example:")
            self.say(f"  frkit log acknowledged {into} --date DATE --reference NUMBER")

    def _end_unseen(self) -> None:
        if not self._unseen:
            return
        names = ", ".join(f"{name} ({why})" for name, why in self._unseen[:3])
        more = f" and {len(self._unseen) - 3:,} more" if len(self._unseen) > 3 else ""
        text = f"Whether your own data stands in it, only you can see: {names}{more}. Look before you share the folder."
        say(console(), text, hang=2)


def _warnings(file: Taken) -> Iterator[str]:
    seen = file.look
    yield from seen.warnings
    yield from seen.mail.date_doubts if seen.mail is not None else ()
    if seen.private.found and not file.record.file.startswith("private/"):
        yield f"it holds the {' and the '.join(seen.private.found)}, and git tracks it"
    if file.note:
        yield file.note


def _quotable(text: str) -> str:
    return clean(text).replace("'", "").replace("\n", " ")[:120]


def _short(path: Path) -> str:
    return shown_path(path)


def _delivery_data(one: Delivery) -> dict[str, Any]:
    mail = next((file.look.mail for file in one.files if file.look.mail is not None), None)
    return {
        "request": one.request,
        "event": one.event_id,
        "date": one.event.date,
        "automatic": one.event.automatic,
        "machine": mail.machine or None if mail is not None else None,
        "report": mail.report_says or None if mail is not None else None,
        "documents": [_file_data(file) for file in one.files],
    }


def _file_data(file: Taken) -> dict[str, Any]:
    return {
        **file.record.model_dump(),
        "path": str(file.source),
        "kind": file.look.detail,
        "parts": [{**vars(part), "warning": part.warning or None} for part in file.look.inside],
        "holds": list(file.look.private.found),
        "unseen": file.look.private.unseen or None,
        "warnings": list(_warnings(file)),
    }


def _refused_data(one: NotTaken) -> dict[str, Any]:
    return {
        "path": str(one.path),
        "state": one.state,
        "why": one.why or None,
        "remedy": one.remedy or None,
        "request": one.request or None,
        "file": one.file or None,
    }


def _left_data(left: LeftOut) -> dict[str, Any]:
    path, why = left
    return {"path": str(path), "state": "left_out", "why": why, "remedy": None, "request": None, "file": None}
