"""What all tests share: texts that must stay as they were approved."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "FRKIT_UPDATE_GOLDENS"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with ``tests/golden/<name>``; with FRKIT_UPDATE_GOLDENS=1 the file is written instead."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get(UPDATE) == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        assert path.is_file(), f"no approved text yet; read it, then make it with {UPDATE}=1: {path}"
        approved = path.read_bytes().decode()
        changes = "\n".join(
            difflib.unified_diff(approved.split("\n"), text.split("\n"), "approved", "now", lineterm="")
        )
        assert text == approved, f"{name} changed; if that is right, run with {UPDATE}=1:\n{changes}"

    return check
