"""Where the data that ships with frkit lies: in a wheel, an editable install, or a bare checkout."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path


@cache
def bundled(name: str) -> Path:
    """The folder ``templates``, ``jurisdictions`` or ``examples`` that belongs to this frkit.

    In an installed wheel they lie inside the package; in a checkout, editable or not, beside it, since a
    mapped folder without ``__init__.py`` is not importable in setuptools' editable mode.
    """
    inside = resources.files("frkit") / name
    if inside.is_dir():
        return Path(str(inside))
    return Path(__file__).resolve().parents[2] / name
