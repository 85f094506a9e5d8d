"""One story for all tests of the pages: every command that takes --json, typed in campaigns of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from json_story import Told, tell


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The story, told once: the folders ``example``, ``campaign``, ``shared`` and ``restored``, and all JSON."""
    folder = tmp_path_factory.mktemp("story")
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield Told(folder, tell(folder, monkeypatch))
