"""Which law files say how long records are kept, found without reading each as YAML: most say nothing of it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from frkit.base.errors import FrkitError
from frkit.base.yaml_places import read_data
from frkit.law.loading import LAW_FILE, load_jurisdiction, local_file, place_folder
from frkit.law.place_names import CODE
from frkit.law.types import Jurisdiction

_SPEAKS = re.compile(rb"^[\"']?(?:retention|duty_to_preserve)[\"']? *:", re.MULTILINE)
_SAME_AS = re.compile(rb"^same_as: *[\"']?([a-z0-9-]+)", re.MULTILINE)


def speaks_of_retention(path: Path) -> bool:
    """Whether a file about a law or a body has a key for how long records are kept, or what forbids to destroy them."""
    return _looked_at(path)[0]


def law_with_retention(code: str, overlay: Path | None = None) -> Jurisdiction | None:
    """The law on file for a place, if it, or the law it takes over, says how long records are kept; else None.

    Raises FrkitError with every mistake where such a file is broken.
    """
    files = _chain(code, overlay)
    if not any(_looked_at(path)[0] for path in files):
        return None
    return _loaded(code, overlay, tuple(map(_stamp, files)))


def _chain(code: str, overlay: Path | None) -> list[Path]:
    """The files that make up a law: its own, and whatever it takes over; none for a place without a law."""
    here: str | None = code
    files: list[Path] = []
    while here is not None and CODE.fullmatch(here):
        # To ask for a place without a law would first look for what its code may have meant: that takes long.
        path = local_file(here, overlay) or place_folder(here) / LAW_FILE
        if path in files:  # a campaign's own file may take over the bundled law of the same code
            path = place_folder(here) / LAW_FILE
        if path in files or not path.is_file():
            break
        files.append(path)
        here = _looked_at(path)[1]
    return files


def _stamp(path: Path) -> tuple[Path, int, int]:
    stat = path.stat()
    return path, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=512)
def _loaded(code: str, overlay: Path | None, _files: tuple[tuple[Path, int, int], ...]) -> Jurisdiction:
    """One reading of a law as its files stand; batches ask for the same law many times."""
    return load_jurisdiction(code, overlay)


def where_law_stands(code: str, overlay: Path | None) -> str:
    """Where a place's law is kept, in words: the campaign's own file, or frkit's."""
    own = local_file(code, overlay)
    return f"jurisdictions/{own.name} of this campaign" if own else f"law of {code}"


def _looked_at(path: Path) -> tuple[bool, str | None]:
    try:
        stat = path.stat()
    except OSError:
        return False, None
    return _in_text(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4096)
def _in_text(path: Path, changed: int, size: int) -> tuple[bool, str | None]:
    """Whether a file speaks of it, and whose law it takes over; read anew once the file has changed."""
    try:
        text = read_data(path)
    except FrkitError:
        return False, None
    same = _SAME_AS.search(text)
    return _SPEAKS.search(text) is not None, same[1].decode() if same else None
