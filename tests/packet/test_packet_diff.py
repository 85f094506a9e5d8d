"""frkit packet diff: two manifests tell what moved, came, went, and what is drawn or numbered otherwise."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from packet_story import tell
from test_packet_where import planned_and_built
from typed_commands import desk

from frkit.packet.verify.manifest import (
    About,
    BuiltFile,
    ExhibitEntry,
    FileEntry,
    Manifest,
    Numbers,
    PageEntry,
    PartEntry,
)
from frkit.packet.where.differing import Difference, Run, difference

ONE, TWO, THREE = "1" * 64, "2" * 64, "3" * 64


def sha(text: str) -> str:
    return (text.encode().hex() + "0" * 64)[:64]


def manifest(*exhibits: tuple[str, str, int], front: int = 2, first: dict[str, int] | None = None, **more) -> Manifest:
    """A packet of exhibits (label, hash, pages) behind some made pages; numbers as the registry would give them."""
    numbers = first or {ONE: 1, TWO: 11, THREE: 31}
    pages = [PageEntry(page=at + 1, bates=None, stamp="corner", digest=sha(f"m{at}"), content=sha(f"m{at}"))
             for at in range(front)]  # fmt: skip
    entries = []
    for label, digest, count in exhibits:
        begin = len(pages) + 1
        for page in range(count):
            content = sha(f"{digest[:1]}.{page}")
            bates = f"FRK-{numbers[digest] + page:06d}"
            pages.append(PageEntry(page=begin + page, bates=bates, stamp="corner", digest=content, content=content))
        file = FileEntry(
            name=f"{digest[:1]}.pdf", part=None, kind="pdf", size=1, sha256=digest, first_page=begin,
            last_page=begin + count - 1, bates_first="", bates_last="", bates_in_a_row=True, slip_sheet=None, how=(),
        )  # fmt: skip
        entries.append(
            ExhibitEntry(
                label=label, title=f"Title of {digest[:1]}", request="r", original=f"received/{digest[:1]}.pdf",
                event="e", date="2026-03-10", first_page=begin, last_page=begin + count - 1, files=(file,),
            )
        )  # fmt: skip
    about = {"name": "council", "title": "To the council", "matter": None, "audience": "packet", "as_of": "2026-06-15",
             "requests": ("r",), **more}  # fmt: skip
    part = PartEntry(part="contents", title="Contents", first_page=1, last_page=front)
    return Manifest(
        page_digest="way 1",
        packet=About(**about),
        files=(BuiltFile(file="c.pdf", sha256=ONE, bytes=1, pages=len(pages), first_page=1, last_page=len(pages)),),
        inputs_sha256=ONE,
        made_with={"frkit": "1"},
        bates=Numbers(prefix="FRK"),
        parts=(part,),
        exhibits=tuple(entries),
        pages=tuple(pages),
    )


def told(found: Difference) -> list[tuple[str, tuple[int, int] | None, tuple[int, int] | None]]:
    return [(run.change, run.old, run.new) for run in found.runs]


THREE_OF_THEM = manifest(("1", ONE, 4), ("2", TWO, 10), ("3", THREE, 2))


def test_the_same_packet_has_no_difference() -> None:
    found = difference(THREE_OF_THEM, THREE_OF_THEM)
    assert not found.any
    assert found.same == 16


def test_an_exhibit_put_in_moves_what_stands_behind_it_in_one_line() -> None:
    before = manifest(("1", ONE, 4), ("2", TWO, 10))
    found = difference(before, manifest(("1", THREE, 2), ("2", ONE, 4), ("3", TWO, 10)))
    assert told(found) == [("added", None, (3, 4)), ("moved", (3, 16), (5, 18))]
    (moved,) = found.of("moved")
    assert (moved.exhibits, moved.count, moved.new_bates) == (("2", "3"), 14, ("FRK-000001", "FRK-000020"))
    assert [(one.old and one.old[0], one.new and one.new[0]) for one in found.exhibits] == [
        (None, "1"),
        ("1", "2"),
        ("2", "3"),
    ]


def test_two_exhibits_that_change_places_move_by_what_each_moved() -> None:
    found = difference(THREE_OF_THEM, manifest(("1", TWO, 10), ("2", ONE, 4), ("3", THREE, 2)))
    assert told(found) == [("moved", (7, 16), (3, 12)), ("moved", (3, 6), (13, 16))]
    assert found.same == 2


def test_an_exhibit_taken_out() -> None:
    found = difference(THREE_OF_THEM, manifest(("1", ONE, 4), ("3", THREE, 2)))
    assert told(found) == [("removed", (7, 16), None), ("moved", (17, 18), (7, 8))]
    assert found.exhibits[0].new is None


def test_a_label_alone_moves_nothing() -> None:
    found = difference(THREE_OF_THEM, manifest(("A", ONE, 4), ("2", TWO, 10), ("3", THREE, 2)))
    assert found.runs == ()
    assert (found.exhibits[0].old, found.exhibits[0].new) == (("1", "Title of 1"), ("A", "Title of 1"))


def test_another_number_on_the_same_page_is_told_apart() -> None:
    other = manifest(("1", ONE, 4), ("2", TWO, 10), ("3", THREE, 2), first={ONE: 1, TWO: 51, THREE: 31})
    (run,) = difference(THREE_OF_THEM, other).runs
    assert (run.change, run.old_bates, run.new_bates) == (
        "renumbered",
        ("FRK-000011", "FRK-000020"),
        ("FRK-000051", "FRK-000060"),
    )


def redrawn(built: Manifest, pages: Sequence[int]) -> Manifest:
    """The same packet, some of whose pages draw something else."""
    changed = [page.model_copy(update={"content": sha(f"x{page.page}")}) if page.page in pages else page
               for page in built.pages]  # fmt: skip
    return built.model_copy(update={"pages": tuple(changed)})


def test_pages_that_draw_something_else_are_found_and_made_ones_too() -> None:
    found = difference(THREE_OF_THEM, redrawn(THREE_OF_THEM, [2, 8, 9, 12]))
    assert told(found) == [("redrawn", (8, 9), (8, 9)), ("redrawn", (12, 12), (12, 12))]
    assert [(one.name, one.new) for one in found.parts] == [("Contents", "says something else")]


def test_pages_hashed_in_another_way_are_not_compared_and_that_is_said() -> None:
    other = redrawn(THREE_OF_THEM, [8]).model_copy(update={"page_digest": "way 2"})
    found = difference(THREE_OF_THEM, other)
    assert (found.comparable, found.runs) == (False, ())


def test_a_file_that_grew_by_two_pages() -> None:
    found = difference(THREE_OF_THEM, manifest(("1", ONE, 6), ("2", TWO, 10), ("3", THREE, 2)))
    assert told(found) == [("added", None, (7, 8)), ("moved", (7, 18), (9, 20))]


def test_sheets_between_exhibits_break_no_line() -> None:
    run = difference(THREE_OF_THEM, manifest(("1", ONE, 4), ("2", TWO, 10), ("3", THREE, 2), front=5)).of("moved")
    assert [(one.old, one.new, one.count) for one in run] == [((3, 18), (6, 21), 16)]
    assert isinstance(run[0], Run)


def test_what_is_said_of_the_whole() -> None:
    found = difference(THREE_OF_THEM, manifest(("1", ONE, 4), ("2", TWO, 10), title="To the court", as_of="2026-07-01"))
    assert [(one.name, one.old, one.new) for one in found.packet] == [
        ("title", "To the council", "To the court"),
        ("as_of", "2026-06-15", "2026-07-01"),
        ("pages", "18", "16"),
    ]


def test_ten_thousand_pages_are_compared_in_one_go() -> None:
    import resource

    numbers = {f"{number:064x}": number * 10 + 1 for number in range(1, 1001)}
    before = manifest(*((str(at), digest, 10) for at, digest in enumerate(numbers)), first=numbers)
    turned = manifest(*((str(at), digest, 10) for at, digest in enumerate(reversed(numbers))), first=numbers)
    began = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    found = difference(before, turned)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - began < 5
    assert sum(one.count for one in found.of("moved")) + found.same == 10_000


@pytest.mark.parametrize("how", ["folder", "build", "file"])
def test_the_command_takes_names_folders_and_manifests(tmp_path: Path, how: str) -> None:
    folder = tell(tmp_path / "campaign")
    planned_and_built(folder, "council", parts=())
    kept = tmp_path / "handed-out"
    shutil.copytree(folder.root / "packets" / "council", kept)
    plan = folder.root / "packets" / "council" / "packet.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("label: '2'", "label: B"), encoding="utf-8")
    old = {"folder": kept, "build": kept / "build", "file": kept / "build" / "manifest.json"}[how]
    with desk(folder.root) as typed:
        typed("packet build council")
        said = typed(f"packet diff {old} council")
        assert "Exhibit 2 is now Exhibit B" in said.out
        data = typed(f"packet diff {old} council --json").data
        assert (data["pages"], data["same"], data["exhibits"][0]["new_label"]) == ([], 8, "B")
        assert typed("packet diff council council").out.startswith("No difference")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("packet diff council", "Missing argument"),
        ("packet diff nix council", "There is no packet called"),
        ("packet diff ./nowhere council", "There is no built packet here"),
        ("packet diff council council", "has not been built"),
    ],
)
def test_what_cannot_be_compared_is_refused(tmp_path: Path, line: str, said: str) -> None:
    from datetime import date

    from frkit.packet.plan.folder import new_packet_folder
    from frkit.packet.plan.proposing import propose

    folder = tell(tmp_path / "campaign")
    new_packet_folder(folder, "council").write(propose(folder, (), title=None, as_of=date(2026, 6, 15)))
    with desk(folder.root) as typed:
        assert said in typed(line, expect=2).err
