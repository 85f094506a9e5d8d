"""Removing the bytes of a document on a court's or a person's demand, so that its hash and the reason remain."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path

from frkit.base.errors import FrkitError, WrongUsage
from frkit.base.files import sha256_of
from frkit.tracking.events import Audience, Event, Forgotten
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.forgotten import forgotten_in
from frkit.tracking.sent_letters import sent_name
from frkit.tracking.types import RequestFile

Inside = Callable[[Path], dict[str, str]]
"""Gives the hashes of the files that a file carries inside, with their names."""
_RECORDS = re.compile(
    r"(campaign\.yaml|\.gitignore|\.gitattributes|requests/[^/]+/(request\.yaml|(events|law)/.*)|"
    r"(seals|numbers|templates|jurisdictions|agencies)/.*|packets/.*|private/(requesters/.*|me\.yaml))",
    re.DOTALL,
)
"""What is no document: the log itself, the law, settings, plans, seals and numbers."""
_SHORTEST = 8


@dataclass
class Plan:
    """What forgetting one document would do; paths are below the campaign."""

    sha256: str
    size: int | None = None
    reason: str | None = None
    """The reason that is logged already, if it was forgotten before."""
    files: list[str] = field(default_factory=list)
    """Every copy of these bytes."""
    folders: list[str] = field(default_factory=list)
    """Kept conversions of it, and of what is attached to it."""
    requests: list[str] = field(default_factory=list)
    """Requests whose events name it."""
    to_log: list[str] = field(default_factory=list)
    """Those of them, and those with a mail that carries it, whose log does not say yet that it was forgotten."""
    events: list[str] = field(default_factory=list)
    """Events that name it, with its file name."""
    named: list[str] = field(default_factory=list)
    """Where those events say that it lies, whether it is there or not."""
    letters: dict[str, str] = field(default_factory=dict)
    """Request -> name of the kept text, where it is a letter."""
    parts: dict[str, str] = field(default_factory=dict)
    """Files attached to it: hash -> the sender's name."""
    parts_kept: list[str] = field(default_factory=list)
    """Copies of those that were taken in on their own, and stay."""
    carried_by: list[str] = field(default_factory=list)
    """Mails to which these bytes are attached: they stay, and so do the bytes in them."""
    twins: list[str] = field(default_factory=list)
    """The other text of the same letter, masked or as sent, which stays."""
    unread: list[str] = field(default_factory=list)
    """Files that could not be read, and so might be copies."""


def plan_forgetting(folder: CampaignFolder, target: str, here: Path, inside: Inside) -> Plan:
    """What forgetting a document would do; nothing is written.

    ``target`` is a path (below ``here``, the campaign, or a request as an event names it) or the first eight or more
    digits of a SHA-256. Raises WrongUsage where no event names such a document.
    """
    files = [_loaded(folder, request_id) for request_id in folder.request_ids()]
    plan = Plan(_digest(folder, files, target, here))
    for file in files:
        _from_events(file, plan)
    if not plan.requests:
        raise WrongUsage(
            "No event names this file, so it is no document of a request.",
            place=target,
            remedy="what nobody logged can be deleted like any file; frkit receive takes documents in",
        )
    _find_copies(folder.root, plan)
    _find_inside(folder, files, plan, inside)
    return plan


def carry_out(folder: CampaignFolder, plan: Plan, reason: str, day: date, by: str, audience: Audience) -> list[str]:
    """Log the reason first, then remove the bytes. Gives the ids of the new events.

    Raises FrkitError where a file could not be removed; the reason is logged then, and the command can be run again.
    """
    logged = []
    for request_id in plan.to_log:
        event = Forgotten(
            date=day,
            entered=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            by=by,
            audience=audience,
            sha256=plan.sha256,
            reason=reason,
            size=plan.size,
            parts=tuple(sorted(plan.parts)),
            letter_file=plan.letters.get(request_id),
        )
        logged.append(folder.add_event(request_id, event)[0])
    left = [path for path in plan.files if not _removed(folder.root / path)]
    left += [path for path in plan.folders if not _removed(folder.root / path)]
    _forget_caches(folder.root)
    if left:
        raise FrkitError(
            f"The reason is logged, but {len(left)} of {len(plan.files) + len(plan.folders)} could not be removed.",
            place=", ".join(left[:5]),
            remedy=f"see who owns them and their permissions; then again: frkit forget {plan.sha256[:16]}",
        )
    return logged


def _loaded(folder: CampaignFolder, request_id: str) -> RequestFile:
    """A request whose every event can be read: one that cannot might name the very file."""
    file = folder.load(request_id)
    unread = [one for one in file.findings if one.severity == "error"]
    if unread:
        raise FrkitError(
            f"An event of {request_id} cannot be read, and it may name the file: {unread[0].message}",
            place=unread[0].path,
            remedy="mend it first (frkit check lists all); nothing was removed",
        )
    return file


def _digest(folder: CampaignFolder, files: Iterable[RequestFile], target: str, here: Path) -> str:
    named = _named(files)
    for start in (here, folder.root):
        path = Path(os.path.abspath(start / target))
        if path.is_file() and not path.is_symlink():
            return _digest_of_file(folder.root, path)
    if re.fullmatch(rf"[0-9a-f]{{{_SHORTEST},64}}", target):
        found = sorted({digest for digest, _ in named if digest.startswith(target)})
        if len(found) > 1:
            raise WrongUsage(f"'{target}' begins more than one SHA-256.", remedy="give more of its digits")
        if found:
            return found[0]
    found = sorted({digest for digest, path in named if path and _same_path(folder.root, path, target, here)})
    if len(found) == 1:
        return found[0]
    raise WrongUsage(
        "There is no such file, and no event names one.",
        place=target,
        remedy=f"give its path, or the first {_SHORTEST} or more digits of the SHA-256 that stands in its event",
    )


def _digest_of_file(root: Path, path: Path) -> str:
    try:
        below = path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        remedy = "name the file in the campaign; copies elsewhere are yours to delete"
        raise WrongUsage("The file lies outside of the campaign.", place=str(path), remedy=remedy) from None
    if _RECORDS.fullmatch(below):
        raise WrongUsage(
            "This is no document but a record of the campaign, which frkit does not remove.",
            place=below,
            remedy="for an event that was wrong: frkit log corrected; other files are yours to edit",
        )
    if path.stat().st_size == 0:
        raise WrongUsage("The file is empty: there is nothing to forget.", place=below, remedy="nothing was removed")
    return sha256_of(path)


def _same_path(root: Path, path: str, target: str, here: Path) -> bool:
    wanted = {os.path.abspath(here / target), os.path.abspath(root / target)}
    return os.path.abspath(root / path) in wanted


def _named(files: Iterable[RequestFile]) -> list[tuple[str, str | None]]:
    """Each document that an event names: hash, and path below the campaign."""
    return [(digest, path) for file in files for _, event in file.events for digest, path, _ in _documents(file, event)]


def _documents(file: RequestFile, event: Event) -> Iterator[tuple[str, str | None, int | None]]:
    for one in event.documents:
        inside_private = one.file.startswith("private/")
        yield one.sha256, one.file if inside_private else f"requests/{file.id}/{one.file}", one.size
    for key in ("letter_sha256", "masked_sha256"):
        digest = getattr(event, key, None)
        if digest:
            yield digest, sent_name(file.folder.parents[1], digest) if key == "letter_sha256" else None, None


def _from_events(file: RequestFile, plan: Plan) -> None:
    said = forgotten_in(file.events)
    if plan.sha256 in said:
        plan.reason = said[plan.sha256][1].reason
        plan.parts |= dict.fromkeys(said[plan.sha256][1].parts, "")
    for event_id, event in file.events:
        for digest, path, size in _documents(file, event):
            if digest == plan.sha256:
                plan.size = plan.size if plan.size is not None else size
                plan.events.append(f"requests/{file.id}/events/{event_id}.yaml")
                plan.named += [path] if path and path not in plan.named else []
                plan.requests += [file.id] if file.id not in plan.requests else []
        _letter(file, event, plan)
    if file.id in plan.requests and plan.sha256 not in said:
        plan.to_log.append(file.id)


def _letter(file: RequestFile, event: Event, plan: Plan) -> None:
    """Where the document is a letter: the name of its masked text, and the other text of it that stays."""
    masked, sent = getattr(event, "masked_sha256", None), getattr(event, "letter_sha256", None)
    if plan.sha256 not in (masked, sent):
        return
    texts = sorted((file.folder / "letters").glob("*.txt"))
    kept = next((path for path in texts if sha256_of(path) == masked), None)
    if plan.sha256 == masked and kept is not None:
        plan.letters[file.id] = f"letters/{kept.name}"
    if plan.sha256 == masked and sent and sent != masked:
        plan.twins.append(sent_name(file.folder.parents[1], sent))
    elif plan.sha256 == sent and masked != sent and kept is not None:
        plan.twins.append(f"requests/{file.id}/letters/{kept.name}")


def _find_copies(root: Path, plan: Plan) -> None:
    """Every file of the campaign with these bytes, wherever it lies; built packets and git are not looked into."""
    for path in _every_file(root):
        try:
            same = (plan.size is None or path.stat().st_size == plan.size) and sha256_of(path) == plan.sha256
        except OSError:
            plan.unread.append(path.relative_to(root).as_posix())
            continue
        if not same and _is_half(path):
            plan.unread.append(path.relative_to(root).as_posix())
        if same:
            plan.size = path.stat().st_size
            below = path.relative_to(root).as_posix()
            if _RECORDS.fullmatch(below):
                raise WrongUsage(
                    "A record of the campaign holds the very same bytes, so they cannot be forgotten.",
                    place=below,
                    remedy="nothing was removed; frkit removes documents only, never its own records",
                )
            plan.files.append(below)
    plan.files.sort()


def _is_half(path: Path) -> bool:
    """Whether it is what a command that was killed left of a copy, of which nobody can say what it begins."""
    return path.name.startswith(".") and path.name.endswith(".tmp") and path.stat().st_size > 0


def _every_file(root: Path) -> Iterator[Path]:
    starts = [root, *([root / "private"] if (root / "private").is_symlink() else [])]
    for folder, below, names in (step for start in starts for step in os.walk(start)):
        here = Path(folder)
        packet = here.parent == root / "packets"
        below[:] = [name for name in below if name != ".git" and not (packet and name == "build")]
        yield from (here / name for name in names if stat.S_ISREG((here / name).lstat().st_mode))


def _find_inside(folder: CampaignFolder, files: Iterable[RequestFile], plan: Plan, inside: Inside) -> None:
    """What is attached to the document, which mails carry it, and the conversions that go with it."""
    if plan.files:
        plan.parts |= inside(folder.root / plan.files[0])
    wanted: set[str] = set()
    for file in files:
        for _, event in file.events:
            for one in event.documents:
                if one.sha256 == plan.sha256:
                    continue
                wanted.add(one.sha256)
                _look_into(folder, file, one.file, plan, inside, wanted)
                if one.sha256 in plan.parts:
                    path = one.file if one.file.startswith("private/") else f"requests/{file.id}/{one.file}"
                    plan.parts_kept += [path] if path not in plan.parts_kept else []
    for digest in (plan.sha256, *(part for part in sorted(plan.parts) if part not in wanted)):
        found = [*folder.root.glob(f"requests/*/derived/{digest}"), *folder.root.glob(f"private/derived/{digest}")]
        plan.folders += sorted(path.relative_to(folder.root).as_posix() for path in found if _is_own(folder.root, path))


def _is_own(root: Path, folder: Path) -> bool:
    """Whether a folder lies in the campaign itself; only ``private/`` as a whole may be a link to elsewhere."""
    steps = [step for step in (folder, *folder.parents) if step.is_relative_to(root) and step != root]
    return folder.is_dir() and not any(step.is_symlink() and step != root / "private" for step in steps)


def _look_into(
    folder: CampaignFolder, file: RequestFile, name: str, plan: Plan, inside: Inside, wanted: set[str]
) -> None:
    below = name if name.startswith("private/") else f"requests/{file.id}/{name}"
    path = folder.root / below
    if not path.is_file():
        return
    try:
        carried = inside(path)
    except FrkitError:
        plan.unread.append(below)
        return
    wanted.update(carried)
    if plan.sha256 in carried and below not in plan.carried_by:
        plan.carried_by.append(below)
        if file.id not in (*plan.requests, *plan.to_log) and plan.sha256 not in forgotten_in(file.events):
            plan.to_log.append(file.id)


def _removed(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _forget_caches(root: Path) -> None:
    """Indexes may hold the words of the document; all but the claims on Bates numbers can be made again."""
    cache = root / ".frkit"
    if cache.is_symlink():  # what it leads to is none of ours
        return
    for path in sorted(cache.iterdir()) if cache.is_dir() else []:
        if path.name != "numbers":
            _removed(path)


def git_paths(root: Path, plan: Plan) -> list[str]:
    """The paths to take out of git's history, relative to the repository; nothing where there is no repository."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)
    if top is None:
        return []
    below = root.relative_to(top).as_posix()
    every = dict.fromkeys((*plan.files, *plan.named, *plan.folders))
    paths = [path for path in every if not path.startswith(("private/", ".frkit/"))]
    return [path if below == "." else f"{below}/{path}" for path in paths]
