"""Two gigabytes taken in, beside cp, sync and sha256sum of the same files; memory of a few and of ten thousand files.

python tests/bench/intake.py [MEGABYTES]: the files are random bytes, from 1 KB to a quarter of a GB, in a folder of
their own; ``frkit receive`` takes them into a new campaign, looking for the requester's data in each of them. Processor
time is printed too, for a machine that has other things to do.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from measuring import PROJECT

MEGABYTES = 2048
MOST_RATIO = 1.3
MANY, FEW = 10_000, 1_000
MOST_GROWTH = 1.5
"""Memory of ten thousand files at most, in terms of that of a thousand."""
ROUNDS = 2
PERSON = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\ntelephone: 555-0142\n"
SHARES = ((256 << 20, 0.25), (32 << 20, 0.25), (4 << 20, 0.25), (512 << 10, 0.2), (64 << 10, 0.045), (1 << 10, 0.005))
"""(size of a file, share of all bytes that files of about this size make up)."""


def sizes(total: int) -> Iterator[int]:
    """Sizes of files, no two alike."""
    chance = random.Random(1)
    for size, share in SHARES:
        for _ in range(max(1, int(total * share / size))):
            yield size - chance.randrange(size // 4)


def make_files(folder: Path, wanted: Iterator[int]) -> int:
    """Files of random bytes; gives the sum of their sizes."""
    folder.mkdir()
    total = 0
    for number, size in enumerate(wanted):
        with (folder / f"{number:05}.bin").open("wb") as file:
            for start in range(0, size, 1 << 20):
                file.write(os.urandom(min(1 << 20, size - start)))
        total += size
    return total


def campaign(root: Path) -> Path:
    """A new campaign with one request and its requester."""
    frkit("init", root, cwd=root.parent)
    (root / "private" / "requesters" / "me.yaml").write_text(PERSON)
    frkit("request", "new", "--agency", "us-ca-lapd", "--pack", "first-contact", "--requester", "me", cwd=root)
    return root


def frkit(*words: str | Path, cwd: Path) -> None:
    """Run frkit, the one that lies here."""
    run([sys.executable, "-m", "frkit", *map(str, words)], cwd)


def run(command: list[str], cwd: Path) -> None:
    """Run a command without its output."""
    settings = os.environ | {"PYTHONPATH": str(PROJECT), "FRKIT_BY": "bench"}
    subprocess.run(command, cwd=cwd, env=settings, stdout=subprocess.DEVNULL, check=True)


def measured(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds on the clock, and of the processors."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, used


def yardstick(files: Path, copy: Path) -> None:
    """cp, sync, sha256sum."""
    run(["cp", "-r", str(files), str(copy)], files.parent)
    run(["sync"], files.parent)
    run(["sh", "-c", f"sha256sum {copy}/* > {copy}.sha256"], files.parent)


def speed(work: Path, megabytes: int) -> bool:
    """Whether intake keeps its bound against the yardstick.

    Nothing is removed in between: for half a minute the disk is slow to give out what was removed, to either of them.
    """
    total = make_files(work / "files", sizes(megabytes << 20))
    run(["sync"], work)
    best = {"frkit": (float("inf"), 0.0), "stick": (float("inf"), 0.0)}
    for number in range(ROUNDS):
        root, copy = campaign(work / f"campaign-{number}"), work / f"copy-{number}"
        taken = measured(partial(frkit, "receive", "lapd", work / "files", "--date", "2026-03-02", cwd=root))
        run(["sync"], work)
        stick = measured(partial(yardstick, work / "files", copy))
        run(["sync"], work)
        best = {"frkit": min(best["frkit"], taken), "stick": min(best["stick"], stick)}
    count = len(list((work / "files").iterdir()))
    ratio = best["frkit"][0] / best["stick"][0]
    print(f"{total / 1e9:.2f} GB in {count:,} files")
    for name, key in (("frkit receive", "frkit"), ("cp, sync, sha256sum", "stick")):
        print(f"  {name:<30}{best[key][0]:>8.2f} s on the clock {best[key][1]:>8.2f} s of the processors")
    print(f"  ratio{ratio:>33.2f}      at most {MOST_RATIO:g}: {'kept' if ratio <= MOST_RATIO else 'MISSED'}")
    return ratio <= MOST_RATIO


def memory(work: Path) -> bool:
    """Whether memory stays flat in the number of files."""
    used = []
    for count in (FEW, MANY):
        make_files(work / f"small-{count}", (100 + number % 4000 for number in range(count)))
        root = campaign(work / f"of-{count}")
        used.append(peak(root, work / f"small-{count}"))
    growth = used[1] / used[0]
    print("memory at its highest")
    for count, megabytes in zip((FEW, MANY), used, strict=True):
        print(f"  {count:>6,} files{megabytes:>12.0f} MB")
    print(f"  growth{growth:>17.2f}      at most {MOST_GROWTH:g}: {'kept' if growth <= MOST_GROWTH else 'MISSED'}")
    return growth <= MOST_GROWTH


def peak(root: Path, files: Path) -> float:
    """Megabytes of the largest process of one command."""
    command = [sys.executable, "-m", "frkit", "receive", "lapd", str(files), "--date", "2026-03-02"]
    settings = os.environ | {"PYTHONPATH": str(PROJECT), "FRKIT_BY": "bench"}
    process = subprocess.Popen(command, cwd=root, env=settings, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"it ended with {status}"
    return usage.ru_maxrss / 1024


def main() -> int:
    """Measure, print, compare with the bounds."""
    megabytes = next((int(word) for word in sys.argv[1:] if word.isdigit()), MEGABYTES)
    work = Path(tempfile.mkdtemp(prefix="frkit-bench-"))
    try:
        good = speed(work, megabytes)
        good = memory(work) and good
    finally:
        shutil.rmtree(work)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
