"""The beginning of a place's law file, for a volunteer to fill in or, where the law is on file, to change."""

from __future__ import annotations

import json
import re
from pathlib import Path

from frkit.base.bundled import bundled
from frkit.base.errors import WrongUsage
from frkit.base.files import create, replace
from frkit.law.calendar_writing import schema_path
from frkit.law.loading import LAW_FILE, LOCAL_SCHEMAS, local_file, place_folder, place_names
from frkit.law.place_names import CODE
from frkit.law.schema import SCHEMAS, schema_text

_LETTER = ("us", "ca")
"""Countries whose letters are on Letter paper."""
_AMERICAN = {
    "date_style: day_first # month_first in the United States": "date_style: month_first",
    "currency: EUR": "currency: USD",
}


def skeleton_text(code: str) -> str:
    """A law file with every part named and explained, and nothing filled in that nobody has read."""
    name = place_names().get(code, code)
    text = (bundled("templates") / "law" / LAW_FILE).read_text(encoding="utf-8")
    quoted = name if name.replace(" ", "").replace("-", "").isalpha() else json.dumps(name, ensure_ascii=False)
    text = text.replace("@SCHEMA@", schema_path(code, "jurisdiction")).replace("@CODE@", code).replace("@NAME@", quoted)
    if code[:2] in _LETTER:
        text = text.replace("paper: A4 # Letter in North America", "paper: Letter")
    for elsewhere, here in _AMERICAN.items() if code[:2] == "us" else ():
        text = text.replace(elsewhere, here)
    return text


def is_copied(code: str, target: Path | None, overlay: Path | None) -> bool:
    """Whether a campaign gets a copy of the law on file: an empty beginning would take its place."""
    plain = code.strip().lower()
    on_file = CODE.fullmatch(plain) is not None and (place_folder(plain) / LAW_FILE).is_file()
    return target is None and overlay is not None and on_file


def write_skeleton(code: str, target: Path | None, overlay: Path | None) -> Path:
    """Write the beginning of a place's law, where it belongs or to ``target``; never replaces a file."""
    plain = code.strip().lower()
    if not CODE.fullmatch(plain):
        remedy = "write it like us-xx or us-xx-some-city: country, state and place, in small letters with dashes"
        raise WrongUsage(f"'{code}' is no code of a place.", remedy=remedy)
    path = target or _home(plain, overlay)
    copied = is_copied(plain, target, overlay)
    text = (place_folder(plain) / LAW_FILE).read_text(encoding="utf-8") if copied else skeleton_text(plain)
    if target is None and overlay is not None:
        text = re.sub(r"\A(# yaml-language-server: \$schema=).*", rf"\g<1>{LOCAL_SCHEMAS}/jurisdiction.json", text)
    path.parent.mkdir(parents=True, exist_ok=True)
    create(path, text.encode())
    if target is None and overlay is not None:
        _write_schemas(path.parent / LOCAL_SCHEMAS)
    return path


def _write_schemas(folder: Path) -> None:
    """What editors need beside a campaign's own law, which lies where no checkout is near."""
    folder.mkdir(exist_ok=True)
    for name in SCHEMAS:
        replace(folder / f"{name}.json", schema_text(name).encode())


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
