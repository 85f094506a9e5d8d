"""What frkit has read of a campaign's files, kept in ``.frkit/texts.sqlite`` so that nothing is read twice.

The file can be deleted at any time. A store that another account, another version or another program made is made
anew, and so is a damaged one. Each text bears a seal that only this account can make, and is not used without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from frkit.base.errors import FrkitError
from frkit.base.findings import shown_path
from frkit.base.own_secret import own_secret
from frkit.tracking.folder import CampaignFolder

STORE = ".frkit/texts.sqlite"
ROOM = 20
"""Bits of a row's number that count the pages of a file; those above are the file's."""
_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB)",
    "CREATE TABLE looks (sha256 TEXT PRIMARY KEY, value TEXT, seal BLOB)",
    "CREATE TABLE files (id INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, state TEXT, total INTEGER, done INTEGER,"
    " indexed INTEGER, problem TEXT, seal BLOB)",
    "CREATE TABLE pages (id INTEGER PRIMARY KEY, page INTEGER, how TEXT, lacks TEXT, text TEXT, beside TEXT,"
    " seal BLOB)",
    "CREATE INDEX lacking ON pages (id, page, lacks, how) WHERE lacks != ''",
    "CREATE TABLE images (key TEXT PRIMARY KEY, value TEXT, seal BLOB)",
    "CREATE VIRTUAL TABLE words USING fts5(text, also, content='',"
    " prefix='2', tokenize='unicode61 remove_diacritics 2')",
)
_READERS = ("text", "mail", "contents")
_READING = ("html/safe.py", "html/words.py", "html/reading.py", "opening/what_is.py")
_WAIT = 30
"""Seconds to wait for another frkit that is writing."""
_SMALL_MEMORY = 8 << 10
"""Kibibytes of the file that SQLite keeps in memory."""

_GATHERED = 16 << 20
"""Bytes of the index that are gathered in memory before they are written."""

R = TypeVar("R")


class Damaged(Exception):
    """The store holds what does not fit; it has to be made anew."""


class Store:
    """An open store; rows are written in transactions, so that one that is cut off leaves what was there before."""

    def __init__(self, database: sqlite3.Connection, secret: bytes, *, kept: bool) -> None:
        self.database = database
        self.kept = kept
        """Whether it is still there after the command."""
        self._secret = secret

    def seal(self, *values: object) -> bytes:
        """By which a row is known as one that this account wrote."""
        whole = "\0".join(map(str, values)).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(whole, key=self._secret, digest_size=16).digest()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction."""
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield self.database
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def value(self, table: str, key: str) -> str | None:
        """What is kept under a key of ``looks`` or ``images``; None where there is nothing that fits."""
        column = "sha256" if table == "looks" else "key"
        row = self.database.execute(f"SELECT value, seal FROM {table} WHERE {column} = ?", (key,)).fetchone()
        return row[0] if row is not None and row[1] == self.seal(table, key, row[0]) else None

    def keep(self, table: str, key: str, value: str) -> None:
        """Keep a value under a key, inside of a transaction."""
        row = (key, value, self.seal(table, key, value))
        self.database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", row)


def with_store(folder: CampaignFolder, work: Callable[[Store], R]) -> R:
    """What some work with the store gives. A damaged store is made anew and the work done again.

    Where nothing can be kept (a disk that cannot be written, an account without a folder for caches), the work is done
    with a store that lasts as long as the command.
    """
    path = folder.root / STORE
    for anew in (False, True):
        store = _opened(path)
        if store is None:
            break
        with contextlib.closing(store.database):
            try:
                return work(store)
            except (sqlite3.DatabaseError, Damaged) as error:
                if isinstance(error, sqlite3.OperationalError):  # full, locked or not to be written
                    break
        if anew or not _removed(path):
            break
    with contextlib.closing(_temporary(path).database) as database:
        try:
            return work(Store(database, b"-" * 32, kept=False))
        except sqlite3.Error as error:
            raise FrkitError(
                f"The texts of the campaign cannot be put in order: {error}.",
                place=shown_path(path),
                remedy="make room on the disk, or delete the file; it is made again",
            ) from error


def _opened(path: Path) -> Store | None:
    secret = own_secret()
    if secret is None or path.is_symlink() or path.parent.is_symlink() or _not_a_file(path):
        return None
    for _ in range(2):
        database = None
        try:
            path.parent.mkdir(exist_ok=True)
            database = _connected(str(path))
            store = Store(database, secret, kept=True)
            if _fits(store):
                return store
            database.close()
        except sqlite3.OperationalError:
            _closed(database)
            return None
        except sqlite3.DatabaseError:
            _closed(database)
        except OSError:
            return None
        if not _removed(path):
            return None
    return None


def _temporary(path: Path) -> Store:
    """A store that is gone with the command, with what an existing one that cannot be written has."""
    database = _connected("")
    secret = own_secret()
    if secret is not None and path.is_file() and not path.is_symlink():
        with contextlib.suppress(sqlite3.Error):
            source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            with contextlib.closing(source):
                source.backup(database)
            store = Store(database, secret, kept=False)
            if _fits(store):
                return store
        database.close()
        database = _connected("")
    store = Store(database, b"-" * 32, kept=False)
    _make(store)
    return store


def _connected(name: str) -> sqlite3.Connection:
    database = sqlite3.connect(name, timeout=_WAIT, isolation_level=None)
    database.execute(f"PRAGMA cache_size = -{_SMALL_MEMORY}")
    database.execute("PRAGMA temp_store = MEMORY")
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _fits(store: Store) -> bool:
    """Whether a store is ours and of this version; an empty one is made now."""
    tables = [
        row[0]
        for row in store.database.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'words\\_%' ESCAPE '\\'"
        )
    ]
    if not tables:
        with store.writing():
            if not store.database.execute("SELECT 1 FROM sqlite_master").fetchone():
                _make(store)
        return True
    if sorted(tables) != sorted(_TABLES):
        return False
    others = "SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index') OR (name LIKE 'words\\_%' ESCAPE '\\'"
    if store.database.execute(f"{others} AND sql NOT LIKE 'CREATE TABLE %') LIMIT 1").fetchone():
        return False
    row = store.database.execute("SELECT value FROM meta WHERE name = 'seal'").fetchone()
    return row is not None and row[0] == store.seal("version", version())


def _make(store: Store) -> None:
    for table in _TABLES:
        store.database.execute(table)
    store.database.execute("INSERT INTO meta VALUES ('seal', ?)", (store.seal("version", version()),))
    store.database.execute("INSERT INTO words(words, rank) VALUES ('rank', 'bm25(1.0, 0.2)')")
    store.database.execute("INSERT INTO words(words, rank) VALUES ('hashsize', ?)", (_GATHERED,))


@cache
def version() -> str:
    """By what texts are read: another reader may read another text, and another SQLite may index it otherwise."""
    import importlib.metadata

    room = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for path in sorted(
        [*(one for name in _READERS for one in (room / name).glob("*.py")), *map(room.joinpath, _READING)]
    ):
        whole.update(path.read_bytes())
    return f"{whole.hexdigest()} pdfium {importlib.metadata.version('pypdfium2')} sqlite {sqlite3.sqlite_version}"


def _not_a_file(path: Path) -> bool:
    return os.path.lexists(path) and not path.is_file()


def _closed(database: sqlite3.Connection | None) -> None:
    if database is not None:
        with contextlib.suppress(sqlite3.Error):
            database.close()


def _removed(path: Path) -> bool:
    """Remove a store with what SQLite keeps beside it; whether it is gone."""
    for name in (path, *(path.with_name(f"{path.name}{end}") for end in ("-journal", "-wal", "-shm"))):
        try:
            name.unlink(missing_ok=True)
        except OSError:
            return False
    return True
