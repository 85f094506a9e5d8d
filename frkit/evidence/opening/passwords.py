"""Passwords that the user gave for encrypted files: one file each below ``private/passwords``, never elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from frkit.base.errors import FrkitError
from frkit.base.files import create_from
from frkit.base.models import Data, check_model
from frkit.base.yaml_places import dump_yaml, read_yaml

FOLDER = "passwords"


class KeptPassword(Data):
    """``private/passwords/<sha256>.yaml``: what opens the file with that hash."""

    password: str


def passwords_of(root: Path) -> dict[str, str]:
    """SHA-256 of each encrypted file whose password is known -> the password; damaged files are passed over."""
    found: dict[str, str] = {}
    for path in sorted((root / "private" / FOLDER).glob("*.yaml")):
        if path.name.startswith("."):
            continue
        try:
            kept, _ = check_model(KeptPassword, read_yaml(path), lenient=True)
        except FrkitError:
            continue
        if kept is not None:
            found[path.stem] = kept.password
    return found


def keep_password(root: Path, sha256: str, password: str) -> Path:
    """Keep a password that was tried and found right, readable for its owner alone. Gives the file.

    Raises AlreadyThere if another one is kept for the same file.
    """
    path = root / "private" / FOLDER / f"{sha256}.yaml"
    text = dump_yaml(KeptPassword(password=password).model_dump()).encode()

    def write(file: BinaryIO) -> None:
        file.write(text)

    create_from(path, write, mode=0o600)
    return path
