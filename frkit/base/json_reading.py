"""Reading JSON that others wrote: no endless numbers, no halves of characters, no failure but ValueError."""

from __future__ import annotations

import json
from typing import Any


def json_in(text: str) -> Any:
    """What a text in JSON says, every text in it fit to be written; raises ValueError where it is none."""
    try:
        return _whole(json.loads(text, parse_constant=_no_number))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _whole(value: Any) -> Any:
    """A value without halves of characters (lone surrogates), which no file can hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value
