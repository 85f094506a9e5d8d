"""frkit doctor names everything that frkit needs, and what is there."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]


def test_every_library_that_is_needed_is_looked_for(read_only_campaign: Any) -> None:
    settings = configparser.ConfigParser()
    settings.read(PROJECT / "setup.cfg", encoding="utf-8")
    needed = re.findall(r"^[\w-]+", settings["options"]["install_requires"], re.MULTILINE)
    parts = {part["name"].lower(): part for part in json.loads(read_only_campaign("doctor --json").out)}
    assert sorted(needed) == sorted(name for name, part in parts.items() if part["needed"] and name != "pango")
    assert all(parts[name]["found"] and parts[name]["version"] for name in needed)
    assert parts["git"]["gives"].startswith("optional: ") and not parts["git"]["needed"]


def test_the_table_fits_eighty_columns(read_only_campaign: Any) -> None:
    lines = read_only_campaign("doctor").out.splitlines()
    assert max(map(len, lines)) <= 80 and any(line.startswith("matplotlib") for line in lines)
