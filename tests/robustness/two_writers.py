"""One of two people at work at once: two_writers.py WHO HOW_MANY WHAT, in a campaign; begins when 'go' is there."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from frkit.cli.main import frkit

COMMANDS = {
    "log": ["log", "note", "lapd", "--date", "2026-03-03", "--text"],
    "request": ["request", "new", "--agency", "us-ca-lapd", "--item", "contracts", "--today", "2026-03-02", "--title"],
}


def main() -> None:
    """Say ready, wait for the start, then run the same command again and again, each time with another text."""
    who, how_many, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    print("ready", flush=True)
    while not Path("go").exists():
        time.sleep(0.001)
    for number in range(how_many):
        frkit.main([*COMMANDS[what], f"{who} {number}"], standalone_mode=False)


if __name__ == "__main__":
    main()
