"""A pseudonymised copy of a whole campaign: made beside its place, checked, compared day by day, sealed, then named."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import create, make_folder, usual_mode
from frkit.base.findings import errors_in, shown_path
from frkit.exchange.pseudonyms import Pseudonyms
from frkit.exchange.share_words import Words, values_in_files
from frkit.exchange.sharing import Shared, Wanted, names_of, request_names, write_campaign, write_request
from frkit.letters.masking import mask
from frkit.packet.plan.checks import check_packets
from frkit.packet.sharing.share_packets import share_numbers, share_packets
from frkit.pages.wording import plural
from frkit.proof.seals import make_seal
from frkit.tracking.checks import check_campaign
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.people import who_writes
from frkit.tracking.standing import Standing, standing
from frkit.tracking.types import RequestFile

TEXT = "SHARED.txt"
Progress = Callable[[int, int, str], None]


def _silent(done: int, total: int, what: str) -> None:
    """No progress shown."""


def share(
    folder: CampaignFolder,
    target: Path,
    wanted: Wanted,
    day: date,
    *,
    dry_run: bool = False,
    progress: Progress = _silent,
) -> Shared:
    """Make the copy, whole or not at all; ``day`` is that of its seal. With ``dry_run`` nothing of it is kept.

    Raises FrkitError if the campaign has mistakes, if somebody's name or address would stand in the copy, or if a
    single date in it would be another.
    """
    refuse_target(folder, target)
    files = _readable(folder)
    pseudonyms = Pseudonyms.load(folder.root)
    words = _words(folder, files, pseudonyms)
    with _making(target, dry_run) as making:
        told = _written(folder, making, files, words, wanted, progress)
        _compare(files, CampaignFolder.find(making), told, progress)
        _refuse_mistakes(making)
        _refuse_leaks(making, words)
        told.seal = make_seal(CampaignFolder.find(making), day).seal.name
        if not dry_run:
            pseudonyms.keep()
            _settle(making, target)
    return told


def refuse_target(folder: CampaignFolder, target: Path) -> None:
    """Raise WrongUsage for a folder that holds anything, or that lies in the campaign."""
    if os.path.lexists(target) and not (target.is_dir() and not target.is_symlink() and not any(target.iterdir())):
        raise WrongUsage("The folder is not empty.", place=str(target), remedy="name a new folder, or an empty one")
    if target.resolve().is_relative_to(folder.root.resolve()):
        remedy = "name a folder elsewhere: frkit share ../for-the-paper"
        raise WrongUsage("The copy cannot lie in the campaign itself.", place=str(target), remedy=remedy)


class _making:
    """A folder that becomes the copy, or goes: beside its place, or among the system's own for a dry run."""

    def __init__(self, target: Path, dry_run: bool) -> None:
        self._target = target
        self._dry_run = dry_run

    def __enter__(self) -> Path:
        if self._dry_run:
            self.path = Path(tempfile.mkdtemp(prefix="frkit-share-"))
        else:
            place = Path(os.path.abspath(self._target))
            make_folder(place.parent)
            self.path = place.parent / f".{place.name[:60]}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
            self.path.mkdir(mode=0o700)  # until it is known that nobody's address is in it
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _readable(folder: CampaignFolder) -> list[RequestFile]:
    """Every request; raises FrkitError for one that cannot be read whole, since a copy would lose something of it."""
    files: list[RequestFile] = []
    for one in folder.load_all():
        if isinstance(one, FrkitError):
            raise one
        if one.unknown_kinds:
            raise FrkitError(
                f"The request holds an event of the kind '{one.unknown_kinds[0]}', which only a newer frkit can share.",
                place=shown_path(one.folder),
                remedy="install a newer frkit: pip install --upgrade frkit",
            )
        if mistakes := errors_in(one.findings):
            raise FrkitError(
                f"A file of the request cannot be read: {mistakes[0].message}.",
                place=f"{mistakes[0].path}:{mistakes[0].line}",
                remedy="mend or restore it; frkit check shows all",
            )
        if one.folder.is_symlink():
            remedy = "put the folder itself in its place"
            raise FrkitError("A request is a link to elsewhere.", place=shown_path(one.folder), remedy=remedy)
        files.append(one)
    return files


def _words(folder: CampaignFolder, files: list[RequestFile], pseudonyms: Pseudonyms) -> Words:
    """Everybody whose name is known, in an order that does not hang on the day or the computer."""
    people: dict[str, str] = {}
    ids = {folder.campaign.requester, *(file.request.requester for file in files)}
    names: list[str] = []
    for requester_id in sorted(one for one in ids if one):
        person = folder.requester(requester_id)
        if person is None:
            raise FrkitError(
                "It is not known whose name and address to hide: the requester's file is not on this computer.",
                place=f"private/requesters/{requester_id}.yaml",
                remedy="share the campaign from the computer that has it, or get that file from whoever asked",
            )
        people |= dict.fromkeys((requester_id, person.name), pseudonyms.of("person", requester_id, person.name))
        names += [person.name, *([person.organisation] if person.organisation else [])]
    for person in folder.requesters():
        people.setdefault(person.name, pseudonyms.of("person", person.name))
        names += [person.name, *([person.organisation] if person.organisation else [])]
    events = sorted((event for file in files for _, event in file.events), key=lambda one: (one.entered, one.by))
    for sort, name in names_of(events):
        people.setdefault(name, pseudonyms.of(sort, name))
        names += [name] if sort == "person" else []
    if (folder.root / "private" / "me.yaml").is_file():
        mine = who_writes(folder.root)
        people.setdefault(mine, pseudonyms.of("person", mine))
    requesters = folder.requesters()

    def without(text: str) -> str:
        for requester in requesters:
            text = mask(text, requester)
        return text

    private = folder.private_values()
    return Words(pseudonyms, people, without, private, values_in_files(private, names))


def _written(
    folder: CampaignFolder, root: Path, files: list[RequestFile], words: Words, wanted: Wanted, progress: Progress
) -> Shared:
    told = Shared(requests_named=request_names(files, words))
    write_campaign(folder, root, words)
    for number, file in enumerate(files, start=1):
        progress(number, len(files), "Requests")
        write_request(folder, file, root, words, wanted, told)
    target = CampaignFolder.find(root)
    share_packets(folder, target, words, wanted, told)
    share_numbers(folder, target, told)
    create(root / TEXT, said(told, wanted).encode())
    return told


def said(told: Shared, wanted: Wanted) -> str:
    """What stands in ``SHARED.txt``: what was left out, counted and not named."""
    lines = [
        "This is a copy of a campaign, made by 'frkit share' for somebody outside.",
        "",
        "The people who keep it are called person-1, person-2 and so on, those they wrote to or",
        "spoke with contact-1, contact-2. Telephones are masked, and e-mail addresses but those",
        "of offices. Every request stands where it stood: no date was changed.",
        "",
        f"In it: {plural(told.requests, 'request')}, {plural(told.events, 'event')}, "
        f"{plural(told.letters, 'letter')} as sent,",
        f"{plural(told.files, 'file')} from agencies, {plural(told.packets, 'plan')} of packets.",
        "",
        "Not in it:",
        "- private data, git's history, built packets, the team's own templates, earlier seals;",
        "- message ids, the hashes of letters with their address, and comments in files;",
        "- to whom packets were handed over (their hashes and the days are here);",
    ]
    if wanted.audience == "packet":
        lines.append("- notes;")
    counted = (
        (told.events_left_out, "event", "not for this audience"),
        (told.files_naming, "file", "with somebody's name or address, or kept private for it"),
        (told.files_unread, "file", "whose text no search can read, like scans"),
        (told.files_demanded, "file", "that an agency demanded back"),
        (told.files_not_wanted, "file", "besides these"),
        (told.packets_left_out, "plan", "of packets for another audience"),
    )
    lines += [f"- {plural(number, word)} {what};" for number, word, what in counted if number]
    lines[-1] = lines[-1].removesuffix(";") + "."
    lines.append("")
    if told.events_bare:
        bare = plural(told.events_bare, "event")
        lines.append(f"Of {bare} not for this audience the bare fact is kept, for dates hang on it.")
    lines.append("A file that is not here has its SHA-256 in the event that brought it: 'frkit check' names it.")
    lines.append("'frkit verify' says whether this copy is still as it was made.")
    return "\n".join(lines) + "\n"


def _compare(files: list[RequestFile], target: CampaignFolder, told: Shared, progress: Progress) -> None:
    """Raise FrkitError unless every request of the copy stands, on every day that matters, where the original does."""
    for number, file in enumerate(files, start=1):
        progress(number, len(files), "Dates compared")
        copy = target.load(told.requests_named[file.id])
        for day in _days(file):
            if told_of(standing(file, day)) != told_of(standing(copy, day)):
                raise FrkitError(
                    f"In the copy this request would stand elsewhere on {day}, so none was made.",
                    place=shown_path(file.folder),
                    remedy="give the events of each day a --time by correcting them, or share with --audience team",
                )


def _days(file: RequestFile) -> list[date]:
    """The days on which anything changes: of events, of limits, and those after them."""
    days = {event.date for _, event in file.events}
    last = max(days, default=date(2000, 1, 1)) + timedelta(days=4000)
    for clock in standing(file, last).clocks:
        days |= {day for day in (clock.due.date, clock.due.cautious, clock.due.unrolled) if day is not None}
    return sorted({day + timedelta(days=step) for day in days for step in (0, 1)} | {last})


def told_of(stand: Standing) -> tuple[object, ...]:
    """All of a standing that is not words: turn, outcomes, and each clock with its dates and state."""
    clocks = tuple(
        (
            one.clock.id,
            one.state,
            one.due.date,
            one.due.cautious,
            one.due.unrolled,
            one.satisfied_on,
            one.days_left,
            one.days_late,
            one.needs,
            one.items,
        )
        for one in stand.clocks
    )
    steps = tuple((one.remedy.id, one.state, one.until, one.items) for one in stand.remedies)
    return stand.ball, stand.closed_as, stand.tracks, stand.item_outcomes, stand.sent_on, clocks, steps


def _refuse_mistakes(root: Path) -> None:
    target = CampaignFolder.find(root)
    mistakes = errors_in([*check_campaign(target), *check_packets(target)])
    if mistakes:
        lines = "\n         ".join(f"{_below(one.path, root)}: {one.message}" for one in mistakes[:10])
        remedy = "mend what 'frkit check' says of the campaign, and run it again; no copy was made"
        raise FrkitError(f"The copy would have mistakes:\n         {lines}", remedy=remedy)


def _refuse_leaks(root: Path, words: Words) -> None:
    """The last look: no private value, no name of several words, in any text or file name of the copy."""
    for path, text in _texts(root):
        found = words.left_in(text)
        if found:
            raise FrkitError(
                f"The {' and the '.join(found)} would stand in the copy, so none was made.",
                place=_below(str(path), root),
                remedy="take it out of the campaign: correct the event, rename the file, or leave files out",
            )


def _texts(root: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(root.rglob("*")):
        below = path.relative_to(root)
        yield path, " ".join(below.parts)
        if path.is_file() and path.suffix in (".yaml", ".txt") and not {"received", "derived"} & set(below.parts):
            yield path, path.read_text(encoding="utf-8")


def _below(path: str, root: Path) -> str:
    return os.path.relpath(os.path.abspath(path), os.path.abspath(root))


def _settle(making: Path, target: Path) -> None:
    """Give the copy its place in one step."""
    if target.is_dir():
        os.chmod(making, target.stat().st_mode & 0o777)
        target.rmdir()
    else:
        usual_mode(making)
    os.rename(making, Path(os.path.abspath(target)))
