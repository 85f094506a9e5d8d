"""One of several people at work at once: two_writers.py WHO HOW_MANY WHAT, in a campaign; begins when 'go' is there."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from frkit.cli.main import frkit

NOTE = ["log", "note", "lapd", "--date", "2026-03-03", "--text"]
COMMANDS = {
    "log": NOTE,
    "request": ["request", "new", "--agency", "us-ca-lapd", "--item", "contracts", "--today", "2026-03-02", "--title"],
    "file": ["log", "produced", "lapd", "--date", "2026-03-09", "--file", "reply.txt", "--again", "--note"],
}


def main() -> None:
    """Say ready, wait for the start, then run the same command again and again, each time with another text."""
    who, how_many, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    os.environ["FRKIT_BY"] = who
    print("ready", flush=True)
    while not Path("go").exists():
        time.sleep(0.001)
    for number in range(how_many):
        frkit.main([*COMMANDS[what], f"{who} {number}"], standalone_mode=False)


if __name__ == "__main__":
    main()
