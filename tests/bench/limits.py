"""The clock engine timed beside its yardsticks: python tests/bench/limits.py; ends 1 if a bound is missed.

Needs numpy (``pip install .[bench]``), whose ``busday_offset`` is the yardstick for counting days and nothing else.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy
import yaml
from measuring import PROJECT, python

from frkit.law.checks import check_files, law_files
from frkit.law.loading import _read_once, all_codes, load_closed_days, load_jurisdiction
from frkit.tracking.case import Case
from frkit.tracking.hypothetical import hypothetical_case, supposed_event
from frkit.tracking.running import run_all

REQUESTS = 10_000
TODAY = date(2026, 11, 23)
IMPORTS = "import frkit.law.loading, frkit.tracking.hypothetical, frkit.tracking.running"
ONE_CLOCK = f"""{IMPORTS}
from datetime import date
from frkit.law.loading import load_closed_days, load_jurisdiction
from frkit.tracking.hypothetical import hypothetical_case, supposed_event
from frkit.tracking.running import run_all
received = supposed_event("received_by_agency", date(2026, 3, 2), {{}})
case = hypothetical_case(load_jurisdiction("us-ny"), load_closed_days("us-ny"), [received], {{}})
assert str(run_all(case)[0].due.date) == "2026-03-09"
"""


def told(title: str, taken: float, most: float, yardstick: str, stick: float) -> bool:
    """Print a time with its bound, and its ratio to a yardstick of the same run; whether the bound is kept."""
    kept = taken <= most
    print(title)
    print(f"  {'taken':<44}{taken * 1000:>9.0f} ms   at most {most * 1000:.0f} ms: {'kept' if kept else 'MISSED'}")
    print(f"  {yardstick:<44}{stick * 1000:>9.0f} ms")
    print(f"  {'ratio':<44}{taken / stick:>9.1f}")
    return kept


def one_clock() -> bool:
    """One place's clocks from a cold process, less what interpreter and libraries take to start."""
    pairs = [(_of_process(ONE_CLOCK), _of_process(IMPORTS)) for _ in range(11)]
    cold, started = (min(times) for times in zip(*pairs, strict=True))
    return told("One clock of one place, cold", cold - started, 0.030, "interpreter and libraries", started)


def all_files() -> bool:
    """Loading and checking every law file, beside composing the same files as YAML and nothing more."""

    def compose() -> None:
        for path in law_files():
            yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader)

    def check() -> None:
        _read_once.cache_clear()
        assert not [finding for finding in check_files() if finding.severity == "error"]

    checked, composed = min(_timed(check) for _ in range(3)), min(_timed(compose) for _ in range(3))
    return told(f"Load and check {len(law_files())} law files", checked, 3.0, "the same files as YAML", composed)


def many_requests() -> bool:
    """Every clock of ten thousand requests in memory, beside counting as many business days with numpy, one by one."""
    cases = list(_cases())
    taken = _timed(lambda: [run_all(case) for case in cases])
    clocks = sum(len(running) for case in cases for running in case.done.values())
    starts = [numpy.datetime64("2026-01-01") + number % 365 for number in range(clocks)]
    closed = numpy.array([day for day in load_closed_days("us").by_date], dtype="datetime64[D]")
    calendar = numpy.busdaycalendar(holidays=closed)
    stick = _timed(lambda: [numpy.busday_offset(day, 20, roll="forward", busdaycal=calendar) for day in starts])
    return told(f"{clocks} clocks of {REQUESTS} requests", taken, 5.0, "numpy.busday_offset, as often", stick)


def _cases() -> list[Case]:
    """Requests under every law in turn, sent on different days, a third of them refused."""
    laws = [(load_jurisdiction(code), load_closed_days(code)) for code in all_codes()]
    made = []
    for number in range(REQUESTS):
        law, days = laws[number % len(laws)]
        day = date(2025, 1, 1) + timedelta(days=number % 500)
        events = [supposed_event("sent", day, {}), supposed_event("received_by_agency", day, {})]
        if number % 3 == 0:
            events.append(supposed_event("denied", day + timedelta(days=10), {}))
        made.append(hypothetical_case(law, days, events, {"resident": "yes"}, TODAY))
    return made


def _timed(work: Callable[[], object]) -> float:
    """Processor time of work in memory: what else the machine does counts for nothing."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _of_process(code: str) -> float:
    """Processor time of a new interpreter that runs some code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    python("-c", code)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Measure, print, compare with the bounds."""
    assert PROJECT.is_dir()
    return 0 if all([one_clock(), all_files(), many_requests()]) else 1


if __name__ == "__main__":
    sys.exit(main())
