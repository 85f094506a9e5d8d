"""frkit as a program that is killed (SIGKILL) as it calls a function of its own for the n-th time.

killed_at.py MODULE:FUNCTION N -- COMMAND...: only this process counts, none that it begins.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any


def main() -> None:
    """Run the command; it comes to its end only where the function is called less often."""
    where, number = sys.argv[1], int(sys.argv[2])
    module, _, name = where.partition(":")
    ending = module.replace(".", os.sep) + ".py"
    left = number

    def call(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal left
        code = frame.f_code
        if event == "call" and code.co_name == name and code.co_filename.endswith(ending):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    from frkit.cli.main import main as frkit

    sys.argv = ["frkit", *sys.argv[sys.argv.index("--") + 1 :]]
    sys.setprofile(call)
    frkit()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
