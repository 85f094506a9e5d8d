"""Whoever gets a packet can check it without frkit: ``verify.py`` goes with it, and both programs say the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from broken_packets import BREAKS, HARMLESS, VOLUMES, Break
from packet_story import Story, small_pdf, tell

from frkit.base.errors import FrkitError
from frkit.packet.assembly.stamping import FONT, MARK
from frkit.packet.building import build
from frkit.packet.handing_over.exporting import export
from frkit.packet.plan.folder import new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.packet.plan.types import Volumes
from frkit.packet.verify import standalone
from frkit.packet.verify.verifying import verify


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packet as somebody unpacks it who got the ZIP file with originals. Each test breaks a copy of its own."""
    desk = tmp_path_factory.mktemp("standalone")
    campaign = tell(desk / "campaign")
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": ()}))
    build(folder)
    export(folder, "zip", desk / "sent.zip", with_originals=True, progress=lambda *_: None)
    shutil.unpack_archive(desk / "sent.zip", desk)
    return desk / "council"


@pytest.fixture
def folder(unpacked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(unpacked, tmp_path / "handed over"))


def alone(folder: Path, program: Path) -> tuple[int, str]:
    """Run a ``verify.py`` on a folder, with nothing of frkit in reach."""
    bare = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONSTARTUP")}
    command = [sys.executable, "-I", "-X", "utf8", str(program), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=bare, cwd="/", check=False, timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def frkits(folder: Path) -> tuple[bool, str]:
    """What ``frkit packet verify`` says of a folder."""
    try:
        report = verify(folder)
    except FrkitError as error:
        return False, str(error)
    return report.good, "\n".join(report.faults)


@pytest.mark.parametrize("name", BREAKS)
def test_both_programs_find_and_name_what_was_broken(folder: Path, unpacked: Path, name: str) -> None:
    both_find(BREAKS[name], folder, unpacked / "verify.py")


def both_find(one: Break, folder: Path, program: Path) -> None:
    """Break a packet, and look whether both programs say so in the words that are expected."""
    one.do(folder)
    good, said = frkits(folder)
    assert not good and one.frkit in said, said
    code, told = alone(folder, program)
    assert code == 1 and one.alone in told and told.endswith("Not good.\n"), told


@pytest.fixture(scope="module")
def in_volumes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packet in several volumes, one exhibit longer than all others."""
    campaign = tell(tmp_path_factory.mktemp("volumes") / "campaign")
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    story.receive("long.pdf", small_pdf("Long record", 25), "2026-04-05", role="record")
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title=None, as_of=date(2026, 6, 15))
    changes = {"public_events": (), "vendors": (), "volumes": Volumes(pages=12), "exhibit_sheets": True}
    folder.write(plan.model_copy(update=changes))
    build(folder)
    return folder.build


@pytest.mark.parametrize("name", VOLUMES)
def test_of_several_volumes_each_has_to_be_there_whole_and_in_its_place(
    in_volumes: Path, tmp_path: Path, name: str
) -> None:
    folder = Path(shutil.copytree(in_volumes, tmp_path / "volumes"))
    assert frkits(folder) == (True, "") and alone(folder, in_volumes / "verify.py")[0] == 0
    both_find(VOLUMES[name], folder, in_volumes / "verify.py")


@pytest.mark.parametrize("name", HARMLESS)
def test_neither_calls_wrong_what_is_right(folder: Path, unpacked: Path, name: str) -> None:
    HARMLESS[name](folder)
    (place,) = folder.parent.iterdir()
    good, said = frkits(place)
    assert good, said
    assert alone(place, unpacked / "verify.py") == (0, "Good: the packet is what was built.\n")


def test_it_finds_its_own_folder_from_anywhere(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(folder / "verify.py")], capture_output=True, text=True, cwd="/", check=False
    )
    assert (done.returncode, done.stdout) == (0, "Good: the packet is what was built.\n")


def test_it_is_short_imports_nothing_of_frkit_and_tells_how_it_is_run(folder: Path) -> None:
    text = (folder / "verify.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    named = {line.split()[1].split(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert named - set(sys.stdlib_module_names) == {"pikepdf"}
    assert "python3 verify.py" in (standalone.__doc__ or "") and "pip install pikepdf" in (standalone.__doc__ or "")


def test_it_knows_stamps_by_the_names_that_they_are_made_with() -> None:
    assert (standalone.FONT, standalone.MARK) == (FONT, MARK)


def test_what_lies_beside_the_packet_says_how_to_check_it(folder: Path) -> None:
    told = (folder / "README.txt").read_text(encoding="utf-8")
    assert "python3 verify.py" in told and "council.pdf" in told and max(map(len, told.splitlines())) <= 80
