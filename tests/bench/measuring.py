"""Two commands timed side by side, in turns, so that a busy machine slows both alike."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path | None = None) -> None:
    """Run a command, with the frkit that lies here; what it prints is not shown."""
    settings = os.environ | {"PYTHONPATH": str(PROJECT)}
    subprocess.run([str(part) for part in command], cwd=cwd, env=settings, stdout=subprocess.DEVNULL, check=True)


def python(*arguments: str | Path, cwd: Path | None = None) -> None:
    """Run Python, the one that runs this."""
    run(sys.executable, *arguments, cwd=cwd)


def best_of(rounds: int, *commands: Callable[[], None]) -> list[float]:
    """The shortest time, in seconds, that each command took."""
    best = [float("inf")] * len(commands)
    for _ in range(rounds):
        for number, command in enumerate(commands):
            began = time.perf_counter()
            command()
            best[number] = min(best[number], time.perf_counter() - began)
    return best


def report(title: str, measured: str, taken: float, yardstick: str, stick: float, most: float) -> bool:
    """Print two times, their ratio and the bound as a table; whether the bound is kept."""
    good = taken / stick <= most
    print(title)
    for name, seconds in ((measured, taken), (yardstick, stick)):
        print(f"  {name:<44}{seconds * 1000:>9.0f} ms")
    print(f"  {'ratio':<44}{taken / stick:>9.1f}     at most {most:g}: {'kept' if good else 'MISSED'}")
    return good
