"""Bates numbers: a page keeps its number for ever, and two builds at once never hand out the same one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from frkit.base.errors import FrkitError
from frkit.packet.numbers.registry import SLIP, Key, Registry


def sha(text: str) -> str:
    return (text.encode().hex() + "0" * 64)[:64]


def pages(name: str, count: int, part: str = "") -> list[Key]:
    return [Key(sha(name), part, number + 1) for number in range(count)]


def test_first_packet_counts_from_one_in_the_order_of_its_pages(tmp_path: Path) -> None:
    registry = Registry.load(tmp_path, "FRK")
    numbers = registry.number_all([*pages("reply", 2), *pages("reply", 1, part="1"), *pages("bill", 2)])
    assert list(numbers.values()) == [1, 2, 3, 4, 5]
    assert registry.shown(5) == "FRK-000005"


def test_a_page_keeps_its_number_in_later_packets(tmp_path: Path) -> None:
    first = Registry.load(tmp_path, "FRK").number_all([*pages("reply", 2), *pages("bill", 2)])
    second = Registry.load(tmp_path, "FRK").number_all([*pages("new", 1), *pages("bill", 3), *pages("reply", 2)])
    assert {key: second[key] for key in first} == first
    assert second[pages("new", 1)[0]] == 5
    assert second[pages("bill", 3)[2]] == 6
    assert len(set(second.values())) == len(second)


def test_a_second_build_of_the_same_pages_writes_nothing(tmp_path: Path) -> None:
    Registry.load(tmp_path, "FRK").number_all(pages("reply", 3))
    before = sorted((tmp_path / "numbers").rglob("*"))
    Registry.load(tmp_path, "FRK").number_all(pages("reply", 3))
    assert sorted((tmp_path / "numbers").rglob("*")) == before


def test_each_prefix_has_a_series_of_its_own(tmp_path: Path) -> None:
    Registry.load(tmp_path, "FRK").number_all(pages("reply", 3))
    assert list(Registry.load(tmp_path, "OAK").number_all(pages("reply", 2)).values()) == [1, 2]


def test_a_slip_sheet_and_the_pages_shown_later_are_different_pages(tmp_path: Path) -> None:
    slip = Key(sha("table"), "", SLIP)
    assert Registry.load(tmp_path, "FRK").number_all([slip])[slip] == 1
    assert list(Registry.load(tmp_path, "FRK").number_all(pages("table", 2)).values()) == [2, 3]


def test_a_build_that_was_killed_after_its_claim_loses_no_number(tmp_path: Path) -> None:
    dead = Registry.load(tmp_path, "FRK")
    dead._claim(pages("reply", 3), 1)
    assert not list((tmp_path / "numbers").rglob("*.yaml"))
    numbers = Registry.load(tmp_path, "FRK").number_all([*pages("bill", 1), *pages("reply", 3)])
    assert [numbers[key] for key in pages("reply", 3)] == [1, 2, 3]
    assert numbers[pages("bill", 1)[0]] == 4


RACE = """
import sys
from pathlib import Path
from frkit.packet.numbers.registry import Key, Registry
root, me, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sys.stdin.readline()
for turn in range(rounds):
    shared = [Key(f"{turn:064x}", "", page) for page in (1, 2, 3)]
    own = [Key(f"{me}{turn:063x}", "", page) for page in (1, 2)]
    keys = own + shared if me == "a" else shared + own
    for key, number in Registry.load(root, "FRK").number_all(keys).items():
        print(key.sha256, key.page, number)
"""


def test_builds_in_four_processes_at_once_never_share_a_number(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(tmp_path), name, "12"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )
        for name in "abcd"
    ]  # fmt: skip
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [line.split() for process in started for line in process.communicate()[0].splitlines()]
    assert all(process.returncode == 0 for process in started)
    number_of: dict[tuple[str, str], set[str]] = {}
    page_of: dict[str, set[tuple[str, str]]] = {}
    for digest, page, number in said:
        number_of.setdefault((digest, page), set()).add(number)
        page_of.setdefault(number, set()).add((digest, page))
    assert len(said) == 4 * 12 * 5
    assert all(len(numbers) == 1 for numbers in number_of.values()), "a page has two numbers"
    assert all(len(pages) == 1 for pages in page_of.values()), "a number stands for two pages"
    assert Registry.load(tmp_path, "FRK").gaps() == ()


def test_ranges_handed_out_apart_and_merged_are_refused_by_name(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    Registry.load(here, "FRK").number_all(pages("reply", 3))
    Registry.load(there, "FRK").number_all(pages("bill", 2))
    (there_file,) = (there / "numbers" / "FRK").glob("*.yaml")
    (here / "numbers" / "FRK" / there_file.name).write_bytes(there_file.read_bytes())
    with pytest.raises(FrkitError, match="FRK-000001") as refused:
        Registry.load(here, "FRK")
    assert there_file.name in str(refused.value)
    (here / "numbers" / "FRK" / there_file.name).unlink()
    numbers = Registry.load(here, "FRK").number_all([*pages("reply", 3), *pages("bill", 2)])
    assert list(numbers.values()) == [1, 2, 3, 4, 5]


def test_an_altered_or_torn_file_stops_the_build(tmp_path: Path) -> None:
    Registry.load(tmp_path, "FRK").number_all(pages("reply", 3))
    (file,) = (tmp_path / "numbers" / "FRK").glob("*.yaml")
    file.write_bytes(file.read_bytes().replace(b"count: 3", b"count: 2"))
    with pytest.raises(FrkitError, match="damaged"):
        Registry.load(tmp_path, "FRK")


def test_gaps_are_listed(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        Registry.load(tmp_path, "FRK").number_all(pages(name, 2))
    next((tmp_path / "numbers" / "FRK").glob("000003-*")).unlink()
    assert Registry.load(tmp_path, "FRK").gaps() == ((3, 4),)
    assert list(Registry.load(tmp_path, "FRK").number_all(pages("four", 1)).values()) == [7]
