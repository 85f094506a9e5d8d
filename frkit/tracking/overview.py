"""Every request of a campaign in short, quickly: what has not changed since the last time is not computed again.

What was computed lies in ``.frkit/``, under a hash over the content of every file that it depends on, over frkit
itself, and over a secret of this computer. It can be deleted at any time. Nothing there is trusted: another content has
another hash, an entry that is damaged is made again, and who sends us a campaign with a store cannot know the hashes.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError
from frkit.base.own_secret import own_secret
from frkit.base.yaml_places import LARGEST_FILE
from frkit.tracking.by_law import by_law
from frkit.tracking.folder import CampaignFolder
from frkit.tracking.standing import standing
from frkit.tracking.summaries import Summary, summary_of

if TYPE_CHECKING:
    from pydantic import TypeAdapter

STORE = ".frkit/standings.sqlite"
MOST_KEPT = 40_000
"""Entries beyond which those of other days are dropped."""
MANY, MOST_WORKERS = 150, 8
"""From how many requests on several processes compute them, and how many processes at most."""
_OUTSIDE = ("jurisdictions", "agencies")
"""Folders of a campaign on which the standing of any request may depend."""
_CODE = ("base", "law", "catalogue", "tracking")
_DATA = ("jurisdictions", "templates/records")
_AT_ONCE = 500
LARGEST_STORE = 512 << 20
_TABLE = "CREATE TABLE kept (key BLOB PRIMARY KEY, day TEXT, seal BLOB, value BLOB)"


class _NotOurs(Exception):
    """Somebody else made this store."""


@dataclass(frozen=True)
class Unreadable:
    """A request that cannot be read, and why."""

    id: str
    error: FrkitError


def summaries(folder: CampaignFolder, today: date) -> Iterator[Summary | Unreadable]:
    """Every request of a campaign as of a day, in the order of their names; a broken one never hides the others."""
    ids = folder.request_ids()
    keys = _keys(folder, ids, today) if _may_keep(folder.root / STORE) else {}
    known = _read(folder.root / STORE, keys.values())
    found = {one: known[keys[one]] for one in ids if one in keys and keys[one] in known}
    missing = [one for one in ids if one not in found or found[one].id != one]
    made = dict(zip(missing, _computed(folder, missing, today), strict=True))
    for one in ids:
        yield made[one] if one in made else found[one]
    new = {keys[one]: summary for one, summary in made.items() if one in keys and isinstance(summary, Summary)}
    _write(folder.root / STORE, new, today)


def _computed(folder: CampaignFolder, ids: list[str], today: date) -> list[Summary | Unreadable]:
    """The summaries of some requests; of many, by all processors at once, since reading YAML is what takes time."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    if len(ids) >= MANY and workers > 1 and sys.platform == "linux":
        with suppress(OSError, BrokenExecutor):  # no more processes, or none that can talk to each other
            return _computed_by(workers, folder, ids, today)
    return [_one(folder, one, today) for one in ids]


def _computed_by(workers: int, folder: CampaignFolder, ids: list[str], today: date) -> list[Summary | Unreadable]:
    pool = ProcessPoolExecutor(workers, get_context("fork"), initializer=_unmoved_by_ctrl_c)
    ordered = by_law(folder.root, ids)
    with pool:
        told = pool.map(_for_the_pool, [folder] * len(ids), ordered, [today] * len(ids), chunksize=20)
        made = dict(zip(ordered, told, strict=True))
        # What cannot be read is read once more, for the error itself.
        return [
            _one(folder, one, today) if value is None else _form().validate_json(value)
            for one, value in ((one, made[one]) for one in ids)
        ]


def _unmoved_by_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _for_the_pool(folder: CampaignFolder, request_id: str, today: date) -> bytes | None:
    made = _one(folder, request_id, today)
    return _form().dump_json(made) if isinstance(made, Summary) else None


def _one(folder: CampaignFolder, request_id: str, today: date) -> Summary | Unreadable:
    try:
        file = folder.load(request_id)
    except FrkitError as error:
        return Unreadable(request_id, error)
    return summary_of(file, standing(file, today))


def _keys(folder: CampaignFolder, ids: list[str], today: date) -> dict[str, bytes]:
    """For each request a hash over all that its summary depends on; none where a file cannot be read."""
    own = own_secret()
    if own is None:
        return {}
    about = hashlib.sha256(own + today.isoformat().encode() + _of_frkit())
    try:
        for name in _OUTSIDE:
            _add_tree(about, str(folder.root / name), ".yaml")
    except OSError:
        return {}
    root = str(folder.root / "requests")
    # Reading and hashing leave the interpreter free, so two threads take less time than one.
    with ThreadPoolExecutor(2) as workers:
        digests = workers.map(lambda one: _digest(about, f"{root}/{one}", one), ids)
        return {one: digest for one, digest in zip(ids, digests, strict=True) if digest is not None}


@cache
def _of_frkit() -> bytes:
    """A hash over the program and the data that come with it."""
    whole = hashlib.sha256()
    for room in _CODE:
        _add_tree(whole, str(Path(__file__).parents[1] / room), ".py")
    for name in _DATA:
        _add_tree(whole, str(bundled(name)), ".yaml")
    return whole.digest()


def _digest(about: Any, request: str, name: str) -> bytes | None:
    whole = about.copy()
    whole.update(name.encode())
    try:
        _add_file(whole, f"{request}/request.yaml")
        for below in ("law", "events"):
            for one in _names(f"{request}/{below}"):
                _add_file(whole, f"{request}/{below}/{one}")
    except (OSError, UnicodeEncodeError):
        return None
    return bytes(whole.digest())


def _names(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except FileNotFoundError:
        return []


def _add_tree(whole: Any, folder: str, ending: str) -> None:
    for above, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(ending):
                _add_file(whole, f"{above}/{name}", f"{above.removeprefix(folder)}/{name}")


def _add_file(whole: Any, path: str, called: str | None = None) -> None:
    """Name, length and content; raises OSError for what is no plain file, which a reader might wait for for ever."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST_FILE:
            raise OSError(f"{path} is no data file")
        data = os.read(handle, about.st_size + 1)
    finally:
        os.close(handle)
    whole.update(f"\0{called or path.rpartition('/')[2]}\0{len(data)}\0".encode())
    whole.update(data)


@cache
def _form() -> TypeAdapter[Summary]:
    from pydantic import TypeAdapter

    return TypeAdapter(Summary)


def _may_keep(store: Path) -> bool:
    """Whether the store is, or will be, a file of the campaign's own; what a link leads to is none of ours."""
    return not store.is_symlink() and not store.parent.is_symlink() and (store.is_file() or not os.path.lexists(store))


def _is_ours(database: sqlite3.Connection) -> bool:
    """Whether a store has our one table and nothing else: a view or trigger in it could keep us busy for ever."""
    found = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return found in ([], [(_TABLE,)])


def _read(store: Path, keys: Iterable[bytes]) -> dict[bytes, Summary]:
    """What is kept under these keys; nothing where the store is absent or damaged, or another program's."""
    if not store.is_file() or store.stat().st_size > LARGEST_STORE:
        return {}
    wanted = list(keys)
    kept: dict[bytes, Summary] = {}
    with suppress(sqlite3.Error), closing(sqlite3.connect(store, timeout=2)) as database:
        if not _is_ours(database):
            return {}
        for begin in range(0, len(wanted), _AT_ONCE):
            some = wanted[begin : begin + _AT_ONCE]
            marks = ",".join("?" * len(some))
            for key, seal, value in database.execute(f"SELECT key, seal, value FROM kept WHERE key IN ({marks})", some):
                if isinstance(value, bytes) and seal == _seal(key, value):
                    with suppress(ValueError):
                        kept[key] = _form().validate_json(value)
    return kept


def _write(store: Path, made: Mapping[bytes, Summary], today: date) -> None:
    """Keep what was made. A disk that cannot be written to, or a damaged store, costs time and nothing else."""
    if not made:
        return
    rows = []
    for key, summary in made.items():
        value = _form().dump_json(summary)
        rows.append((key, today.isoformat(), _seal(key, value), value))
    try:
        store.parent.mkdir(exist_ok=True)
        if store.is_file() and store.stat().st_size > LARGEST_STORE:
            store.unlink()
        _add_rows(store, rows, today)
    except _NotOurs:
        with suppress(OSError):
            store.unlink(missing_ok=True)
    except sqlite3.DatabaseError as error:
        if not isinstance(error, sqlite3.OperationalError):  # not full, locked or read-only, but damaged
            with suppress(OSError):
                store.unlink(missing_ok=True)
    except OSError:
        return


def _add_rows(store: Path, rows: list[tuple[bytes, str, bytes, bytes]], today: date) -> None:
    with closing(sqlite3.connect(store, timeout=2)) as database, database:
        if not _is_ours(database):
            raise _NotOurs
        database.execute("PRAGMA synchronous = OFF")
        if not database.execute("SELECT 1 FROM sqlite_master").fetchone():
            database.execute(_TABLE)
        if database.execute("SELECT count(*) FROM kept").fetchone()[0] > MOST_KEPT:
            database.execute("DELETE FROM kept WHERE day != ?", (today.isoformat(),))
        database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)


def _seal(key: bytes, value: bytes) -> bytes:
    """By which a damaged entry is known."""
    return hashlib.blake2b(key + value, digest_size=16).digest()
