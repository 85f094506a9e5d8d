"""A hostile file may eat memory, run for ever or crash its reader: frkit says so and goes on."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from frkit.base.errors import FrkitError, WrongUsage
from frkit.evidence.apart.running import apart, each_apart
from frkit.evidence.unreadable import Unreadable


@dataclass(frozen=True)
class Found:
    name: str
    day: date
    place: Path


def add(first: int, second: int) -> int:
    return first + second


def found(name: str) -> Found:
    return Found(name, date(2026, 3, 2), Path("a") / name)


def echo(data: bytes) -> bytes:
    return data


def eat_memory() -> int:
    return len([bytearray(64 << 20) for _ in range(1000)])


def answer_too_much() -> list[bytes]:
    return [b"x" * (1 << 20)] * 3 + [os.urandom(1 << 20) for _ in range(400)]


def loop() -> None:
    while True:
        pass


def sleep(_: object = None) -> None:
    time.sleep(600)


def crash() -> None:
    ctypes.string_at(0)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave() -> None:
    os._exit(7)


def talk() -> str:
    block = b"x" * (1 << 20)
    for _ in range(1024):
        os.write(1, block)
        os.write(2, block)
    return "said it all"


def listen() -> str:
    return sys.stdin.read()


def leave_children(note: str) -> None:
    """A child in the same session, and one that leaves it, both of which would go on for long."""
    for new_session in (False, True):
        one = subprocess.Popen(["sleep", "600"], start_new_session=new_session)
        with Path(note).open("a") as file:
            file.write(f"{one.pid}\n")
    time.sleep(600)


def litter() -> str:
    handle, name = tempfile.mkstemp()
    os.close(handle)
    return name


def refuse() -> None:
    raise WrongUsage("A fact.", place="here", remedy="do this")


def cannot() -> None:
    raise Unreadable("it is encrypted")


def deeper(level: int = 0) -> int:
    return deeper(level + 1)


def fail() -> None:
    raise ValueError("bad\nvalue")


def deceive() -> Any:
    return _Trick()


class _Trick:
    def __reduce__(self) -> Any:
        return (os.system, ("touch tricked",))


def one_of_many(number: int) -> int:
    if number % 10 == 3:
        os.kill(os.getpid(), signal.SIGSEGV)
    if number % 10 == 5:
        raise Unreadable(f"no {number}")
    if number % 10 == 7:
        raise MemoryError
    time.sleep(0.01 * (number % 3))
    return number * number


def whose(_: int) -> int:
    return os.getpid()


def slow_third(number: int) -> int:
    if number == 3:
        time.sleep(600)
    return number


def gone(pid: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_it_gives_what_the_work_gives() -> None:
    assert apart(add, 2, 3) == 5
    assert apart(found, "x") == Found("x", date(2026, 3, 2), Path("a/x"))
    data = os.urandom(20 << 20)
    assert apart(echo, data) == data


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (eat_memory, "more than 512 MB of memory"),
        (loop, "within 2 seconds"),
        (sleep, "within 2 seconds"),
        (crash, "SIGSEGV"),
        (killed, "SIGKILL"),
        (leave, "exit code 7"),
        (deeper, "nested more deeply"),
        (fail, r"ValueError: bad value"),
        (deceive, "cannot be taken over"),
    ],
)
def test_what_goes_wrong_is_said_in_plain_words(work: Any, reason: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unreadable, match=reason):
        apart(work, seconds=2 if "2 seconds" in reason else 300, megabytes=512)
    assert not list(tmp_path.iterdir())


def test_an_answer_larger_than_the_memory_allowed_is_refused() -> None:
    with pytest.raises(Unreadable, match="memory"):
        apart(answer_too_much, megabytes=300)


def test_what_the_work_raises_comes_back() -> None:
    with pytest.raises(Unreadable, match=r"^it is encrypted$"):
        apart(cannot)
    with pytest.raises(WrongUsage) as error:
        apart(refuse)
    assert (error.value.fact, error.value.place, error.value.remedy) == ("A fact.", "here", "do this")


def test_a_gigabyte_on_the_output_goes_nowhere(capfd: Any) -> None:
    assert apart(talk) == "said it all"
    assert capfd.readouterr() == ("", "")


def test_nothing_can_be_asked() -> None:
    assert apart(listen) == ""


def test_nothing_that_it_began_goes_on(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    with pytest.raises(Unreadable, match="within 3 seconds"):
        apart(leave_children, str(note), seconds=3)
    pids = [int(line) for line in note.read_text().split()]
    assert len(pids) == 2 and all(gone(pid) for pid in pids)


def test_what_it_leaves_in_the_temporary_folder_is_removed() -> None:
    assert not Path(apart(litter)).exists()


def test_a_module_that_lies_in_the_folder_is_not_run(tmp_path: Path, monkeypatch: Any) -> None:
    for name in ("struct", "pickle", "resource", "traceback", "signal"):
        (tmp_path / f"{name}.py").write_text("open('tricked', 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert apart(add, 1, 1) == 2
    assert not (tmp_path / "tricked").exists()


def test_work_that_no_process_can_find_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="top of a module"):
        apart(lambda: 1)


@pytest.mark.parametrize("workers", [1, 3, None])
def test_one_bad_item_never_stops_the_rest(workers: int | None) -> None:
    outcome = list(each_apart(one_of_many, range(40), workers=workers))
    assert [item for item, _ in outcome] == list(range(40))
    for number, result in outcome:
        if number % 10 in (3, 5, 7):
            assert isinstance(result, Unreadable)
        else:
            assert result == number * number
    assert str(outcome[3][1]).endswith("(SIGSEGV)") and str(outcome[5][1]) == "no 5"
    assert "memory" in str(outcome[7][1])


def test_a_slow_item_costs_its_time_and_no_more() -> None:
    outcome = dict(each_apart(slow_third, range(8), workers=2, seconds=2))
    assert "within 2 seconds" in str(outcome.pop(3))
    assert outcome == {number: number for number in range(8) if number != 3}


def test_processes_stay_warm_and_are_renewed(monkeypatch: Any) -> None:
    assert len({pid for _, pid in each_apart(whose, range(50), workers=2)}) <= 2
    monkeypatch.setattr("frkit.evidence.apart.running.MOST_ITEMS", 10)
    assert len({pid for _, pid in each_apart(whose, range(50), workers=1)}) == 5


def test_a_long_list_is_never_held_whole() -> None:
    taken = 0

    def items() -> Any:
        nonlocal taken
        for number in range(10**9):
            taken += 1
            yield number

    run = each_apart(whose, items(), workers=2)
    for _ in range(20):
        next(run)
    assert taken <= 40
    run.close()


def test_an_error_of_the_campaign_stops_and_ends_all_processes() -> None:
    with pytest.raises(FrkitError, match="A fact"):
        list(each_apart(refuse_it, range(5), workers=2))
    assert not subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "evidence/apart/worker.py"], capture_output=True
    ).stdout


def refuse_it(_: int) -> None:
    refuse()


def test_ctrl_c_ends_everything_at_once(tmp_path: Path) -> None:
    program = tmp_path / "main.py"
    program.write_text(
        "import test_evidence_apart as t\nfrom frkit.evidence.apart.running import each_apart\n"
        "print('began', flush=True)\nlist(each_apart(t.sleep, range(9), workers=2))\n"
    )
    places = f"{Path(__file__).parent}:{Path(__file__).parents[2]}"
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    run = subprocess.Popen(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": places, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdout is not None and run.stdout.readline() == b"began\n"
    time.sleep(1)
    begun = [int(pid) for pid in subprocess.run(["pgrep", "-P", str(run.pid)], capture_output=True).stdout.split()]
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=20)
    assert b"KeyboardInterrupt" in said and len(begun) == 2
    assert all(gone(pid) for pid in begun)
    assert not list(scratch.iterdir())
