"""The commented beginning of a place's law file, for a volunteer to fill in."""

from __future__ import annotations

import json
from pathlib import Path

from frkit.base.bundled import bundled
from frkit.base.errors import WrongUsage
from frkit.base.files import create
from frkit.law.calendar_writing import schema_path
from frkit.law.loading import LAW_FILE, local_file, place_folder, place_names
from frkit.law.place_names import CODE


def skeleton_text(code: str) -> str:
    """A law file with every part named and explained, and nothing filled in that nobody has read."""
    name = place_names().get(code, code)
    text = (bundled("templates") / "law" / LAW_FILE).read_text(encoding="utf-8")
    quoted = name if name.replace(" ", "").replace("-", "").isalpha() else json.dumps(name, ensure_ascii=False)
    return text.replace("@SCHEMA@", schema_path(code, "jurisdiction")).replace("@CODE@", code).replace("@NAME@", quoted)


def write_skeleton(code: str, target: Path | None, overlay: Path | None) -> Path:
    """Write the beginning of a place's law, where it belongs or to ``target``; never replaces a file."""
    plain = code.strip().lower()
    if not CODE.fullmatch(plain):
        remedy = "write it like us-xx or us-xx-some-city: country, state and place, in small letters with dashes"
        raise WrongUsage(f"'{code}' is no code of a place.", remedy=remedy)
    path = target or _home(plain, overlay)
    path.parent.mkdir(parents=True, exist_ok=True)
    create(path, skeleton_text(plain).encode())
    return path


def _home(code: str, overlay: Path | None) -> Path:
    """A campaign's own folder of law; in a checkout of frkit, the place's folder."""
    if overlay is not None:
        own = local_file(code, overlay)
        return own or overlay / "jurisdictions" / f"{code}.yaml"
    folder = place_folder(code)
    if (bundled("jurisdictions").parent / "setup.cfg").is_file():
        return folder / LAW_FILE
    remedy = f"stand in a campaign, or name the file: frkit law new {code} FILE"
    raise WrongUsage("Where shall the file go? This is neither a campaign nor a checkout of frkit.", remedy=remedy)
