"""``frkit status`` of many requests timed beside its yardstick; ends 1 if a bound is missed.

``python tests/bench/status.py``; with ``1000`` behind it the campaign of 10,000 requests is left out.

The yardstick reads and composes the same files with PyYAML's CBaseLoader in the same run, and does nothing with them.
Cold: nothing is kept from an earlier run. Warm: the same campaign a second time. The whole process counts, with the
start of the interpreter.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from campaigns import TODAY, campaign_of
from measuring import python

COMMAND = ("-m", "frkit", "status", "--today", TODAY.isoformat())


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compose(root: Path) -> None:
    """Read and compose every file that a standing depends on."""
    for path in (root / "requests").glob("*/**/*.yaml"):
        yaml.compose(path.read_bytes(), Loader=yaml.CBaseLoader)


def measured(root: Path, requests: int, bounds: dict[str, float]) -> bool:
    """Print the times of one campaign with their bounds and ratios; whether every bound is kept."""
    campaign_of(root, requests)
    stick = timed(lambda: compose(root)) if requests <= 1000 else None
    times = {"cold": timed(lambda: python(*COMMAND, cwd=root))}
    times["warm"] = min(timed(lambda: python(*COMMAND, cwd=root)) for _ in range(3))
    print(f"status of {requests:,} requests with 12 events each")
    good = True
    for name, seconds in times.items():
        bound = bounds.get(name)
        kept = bound is None or seconds <= bound
        words = "no bound" if bound is None else f"at most {bound:g} s: {'kept' if kept else 'MISSED'}"
        print(f"  {name:<44}{seconds:>9.2f} s    {words}")
        good = good and kept
    if stick is not None:
        print(f"  {'the same files composed by CBaseLoader':<44}{stick:>9.2f} s")
        for name, seconds in times.items():
            print(f"  {'ratio, ' + name:<44}{seconds / stick:>9.2f}")
    return good


def main() -> int:
    """Measure, print, compare with the bounds."""
    work = Path(tempfile.mkdtemp(prefix="frkit-bench-"))
    try:
        good = measured(work / "thousand", 1000, {"cold": 6.0, "warm": 1.5})
        if "1000" not in sys.argv[1:]:
            good = measured(work / "ten-thousand", 10_000, {"warm": 8.0}) and good
    finally:
        shutil.rmtree(work)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
