"""Each example of a rule in jurisdictions/README.md stands in the file of the place that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from frkit.law.loading import place_folder

PAGE = (Path(__file__).parents[2] / "jurisdictions" / "README.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"(?m)^(?=# (?:[a-z]{2}(?:-[a-z-]+)?|[a-z0-9/-]+\.yaml): )")
PROJECT = Path(__file__).parents[2]


def examples() -> list[str]:
    """The examples, each with the comment that names its place or its file."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)
    return [part for block in blocks for part in EXAMPLE.split(block) if part.strip()]


def fits(wanted: Any, found: Any) -> bool:
    """Whether a part of a file has at least what an example has; one entry may stand without its list."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in found and fits(one, found[key]) for key, one in wanted.items())
    if isinstance(wanted, list):
        return all(any(fits(one, other) for other in (found if isinstance(found, list) else [found])) for one in wanted)
    return bool(wanted == found) or [wanted] == found


def mappings(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from mappings(one)


@pytest.mark.parametrize("example", examples(), ids=lambda text: re.sub(r"\W+", "-", text.splitlines()[0])[:50])
def test_an_example_is_what_its_place_has(example: str) -> None:
    code = re.match(r"# ([a-z0-9./-]+): ", example)
    assert code, "an example begins with the code of its place, or with its file"
    wanted = yaml.load(example, yaml.BaseLoader)
    if code[1].endswith(".yaml"):
        files = [PROJECT / "jurisdictions" / code[1], PROJECT / code[1]]
    else:
        files = [place_folder(code[1]) / name for name in ("jurisdiction.yaml", "closed-days.yaml")]
    on_file = [yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in files if path.is_file()]
    assert any(fits(wanted, one) for part in on_file for one in mappings(part)), f"not so in the file of {code[1]}"
