"""A clean copy of the project, what is built from it, and places to install that into."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NOT_OURS = {".venv", "venv", "build", "dist", "frkit-demo", "frkit.egg-info"}
CACHES = {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}


def _run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints; a failure shows all of it."""
    given = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=given | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, command))} ended {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def project_files() -> list[str]:
    """The names of all files of the project: what git tracks, or in an unpacked archive whatever is no cache."""
    if (PROJECT / ".git").exists():
        listed = _run("git", "-c", "safe.directory=*", "ls-files", "-z", cwd=PROJECT).split("\0")
        return sorted(name for name in listed if name and (PROJECT / name).is_file())
    files = (path.relative_to(PROJECT) for path in PROJECT.rglob("*") if path.is_file())
    return sorted(
        path.as_posix() for path in files if path.parts[0] not in NOT_OURS and not CACHES.intersection(path.parts)
    )


@pytest.fixture(scope="session")
def run() -> Callable[..., str]:
    """Run a command in a folder; gives what it prints, and fails with all of it if the command fails."""
    return _run


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def tracked() -> list[str]:
    """The names of all files of the project."""
    return project_files()


@pytest.fixture(scope="session")
def clean_copy(tmp_path_factory: pytest.TempPathFactory, tracked: list[str]) -> Path:
    """The project's own files and no others, as a stranger gets them."""
    folder = tmp_path_factory.mktemp("clean") / "frkit"
    for name in tracked:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def wheel(clean_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the clean copy."""
    return _built(clean_copy, tmp_path_factory.mktemp("wheel"), "--wheel", "frkit-*.whl")


@pytest.fixture(scope="session")
def sdist(clean_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive built from the clean copy."""
    return _built(clean_copy, tmp_path_factory.mktemp("sdist"), "--sdist", "frkit-*.tar.gz")


def _built(source: Path, out: Path, kind: str, pattern: str) -> Path:
    # From a copy of its own: what one build leaves behind must not get into the next.
    work = out / "source"
    shutil.copytree(source, work)
    _run(sys.executable, "-m", "build", kind, "--no-isolation", "--outdir", out, work, cwd=out)
    (found,) = out.glob(pattern)
    return found


@pytest.fixture(scope="session")
def installed_from(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Install something with pip into an environment of its own; gives that environment's Python.

    The libraries that frkit uses are those of the running Python, so that nothing is downloaded.
    """

    def install(*what: str | Path) -> Path:
        folder = tmp_path_factory.mktemp("environment")
        _run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
        python = folder / "bin" / "python"
        paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
        libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        # Only the folders: the running environment's own .pth files, an editable frkit among them, are not read.
        Path(paths["purelib"], "libraries.pth").write_text("\n".join(sorted(libraries)) + "\n", encoding="utf-8")
        options = ("--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed", "--quiet")
        _run(sys.executable, "-m", "pip", "--python", python, "install", *options, *what, cwd=folder)
        return python

    return install
