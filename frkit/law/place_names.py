"""Which place on file was meant by a slip of typing: never another place's law for a code that is right. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

CODE = re.compile(r"[a-z]{2}(-[a-z0-9]+(-[a-z0-9]+(-[a-z0-9]+)*)?)?")
"""A country, a country and a state, or those and a place in it."""
_STATE = re.compile(r"[a-z]{2}(-[a-z]{2})?")
"""A code like ``us-tx``: it names one place only, so that no other can have been meant."""
ALSO_CALLED = {"uk": "gb", "usa": "us"}
"""What people type for a country -> its code."""


def near_code(typed: str, names: Mapping[str, str]) -> str | None:
    """The code on file that was meant, if that is safe to say; ``names`` has the name of each code on file."""
    if ALSO_CALLED.get(typed) in names:
        return ALSO_CALLED[typed]
    if _STATE.fullmatch(typed):
        return None
    state = re.match(r"[a-z]{2}-[a-z]{2}-", typed)
    head = state[0] if state else typed[:3] if typed[2:3] == "-" else ""
    found = _nearest(typed, head, names)
    if found or state:
        return found
    return _by_name(typed.removeprefix(head), {code: name for code, name in names.items() if code.startswith(head)})


def _nearest(typed: str, head: str, codes: Mapping[str, str]) -> str | None:
    """The code that begins alike and goes on in nearly the same way: what is common to all proves nothing."""
    ends = {code.removeprefix(head): code for code in codes if head and code.startswith(head)}
    near = difflib.get_close_matches(typed.removeprefix(head), ends, n=1, cutoff=0.6)
    return ends[near[0]] if near else None


def _by_name(typed: str, names: Mapping[str, str]) -> str | None:
    """The place that goes by a name, whole or with a slip in it: ``California``, ``us-oregon``."""
    plain = {plain_name(name).casefold(): code for code, name in sorted(names.items(), reverse=True)}
    near = difflib.get_close_matches(typed.replace("-", " "), plain, n=1, cutoff=0.8)
    return plain[near[0]] if near else None


def plain_name(name: str) -> str:
    """A place's name without what stands after it in brackets."""
    return name.partition(" (")[0]
