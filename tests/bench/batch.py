"""``frkit request batch`` of 1,000 rows timed beside its yardstick; ends 1 if a bound is missed.

``python tests/bench/batch.py``. The yardstick writes 1,000 files of the same size with PyYAML and flushes each to disk,
in the same run. Preview: planned and shown, nothing written. Made: the same, and written. Again: the same command a
second time, which finds all of them. The whole process counts, with the start of the interpreter.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measuring import python

from frkit.base.yaml_places import dump_yaml, read_yaml
from frkit.tracking.folder import init_campaign

ROWS = 1000
LAWS = ("us-ca", "us-tx", "us-fl", "us-ny", "us-il", "gb", "fr", "us-va", "us-tn", "us-oh")
MOST = {"preview": 2.5, "made": 6.0, "again": 3.5}
"""Times the yardstick: the seconds alone say as much of the computer as of frkit."""
PERSON = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\n"


def campaign(root: Path) -> Path:
    """A campaign with a thousand bodies of its own, and the table that asks them all."""
    folder = init_campaign(root, "Bench", requester="robin")
    (root / "private" / "requesters" / "robin.yaml").write_text(PERSON, encoding="utf-8")
    (folder.root / "agencies").mkdir()
    lines = ["agency,pack,since"]
    for number in range(ROWS):
        law = LAWS[number % len(LAWS)]
        text = f"name: Town {number} Police Department\nlaw: {law}\nlevel: city\n"
        (root / "agencies" / f"{law}-town{number}-pd.yaml").write_text(text, encoding="utf-8")
        lines.append(f"{law}-town{number}-pd,first-contact,2024-01-01")
    table = root.parent / "list.csv"
    table.write_text("\n".join(lines), encoding="utf-8")
    return table


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def written(like: Path, folder: Path) -> None:
    """As many files as the batch makes, by PyYAML, each flushed to disk."""
    data = read_yaml(like).data
    for number in range(ROWS):
        (folder / str(number)).mkdir(parents=True)
        with (folder / str(number) / "request.yaml").open("w", encoding="utf-8") as file:
            file.write(dump_yaml(data))
            file.flush()
            os.fsync(file.fileno())


def main() -> int:
    """Print all times with their bounds; 1 if one was missed."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "campaign"
        table = campaign(root)
        line = ("-m", "frkit", "request", "batch", str(table), "--wave", "spring", "--today", "2026-03-02")
        times = {
            "preview": timed(lambda: python(*line, "--preview", cwd=root)),
            "made": timed(lambda: python(*line, "--yes", cwd=root)),
            "again": timed(lambda: python(*line, "--yes", cwd=root)),
        }
        made = sorted(root.glob("requests/2*/request.yaml"))
        assert len(made) == ROWS, f"{len(made)} requests"
        stick = timed(lambda: written(made[0], Path(temporary) / "yardstick"))
    print(f"a batch of {ROWS:,} rows under {len(LAWS)} laws")
    print(f"  {'as many files written by PyYAML':<44}{stick:>9.2f} s")
    for name, seconds in times.items():
        print(f"  {name:<44}{seconds:>9.2f} s")
    good = True
    for name, seconds in times.items():
        kept = seconds / stick <= MOST[name]
        words = f"at most {MOST[name]:g}: {'kept' if kept else 'MISSED'}"
        print(f"  {'ratio, ' + name:<44}{seconds / stick:>9.2f}      {words}")
        good = good and kept
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
