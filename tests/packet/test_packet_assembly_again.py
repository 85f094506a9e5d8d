"""The same files give the same bytes, anywhere and on any day; what one build made, the next need not make again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from packet_story import Story, small_pdf

from frkit.evidence.conversion import made_pages
from frkit.packet.assembly.kept import STORE
from frkit.packet.building import build
from frkit.packet.plan.folder import PacketFolder, new_packet_folder
from frkit.packet.plan.proposing import propose
from frkit.tracking.folder import CampaignFolder

PROJECT = Path(__file__).resolve().parents[2]


def plain_plan(campaign: CampaignFolder) -> PacketFolder:
    folder = new_packet_folder(campaign, "council")
    plan = propose(campaign, (), title="To the council", as_of=date(2026, 6, 15))
    folder.write(plan.model_copy(update={"public_events": (), "vendors": (), "parts": ("cover", "custody")}))
    return folder


def build_apart(root: Path, **settings: str) -> dict[str, bytes]:
    """Build in a process of its own; gives the bytes of all files that it made."""
    command = [sys.executable, "-m", "frkit", "packet", "build", "council", "--campaign", str(root), "--json"]
    said = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": str(PROJECT), **settings})
    assert said.returncode == 0, said.stderr.decode()
    assert json.loads(said.stdout)["pages"] > 0
    return {path.name: path.read_bytes() for path in sorted((root / "packets" / "council" / "build").iterdir())}


def kept_in(root: Path) -> dict[str, tuple[int, int]]:
    """Every kept file with its number on the disk and the time when it was written."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted((root / STORE).rglob("*"))
        if path.is_file()
    }


def test_the_same_bytes_in_another_folder_zone_and_cache(campaign: CampaignFolder, tmp_path: Path) -> None:
    plain_plan(campaign)
    elsewhere = tmp_path / "far away" / "Überall"
    shutil.copytree(campaign.root, elsewhere)
    first = build_apart(campaign.root, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="1")
    shutil.copytree(campaign.root / "numbers", elsewhere / "numbers")
    other = {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    second = build_apart(elsewhere, SOURCE_DATE_EPOCH="1", **other)
    assert first == second


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
def test_the_same_bytes_on_another_day(campaign: CampaignFolder) -> None:
    plain_plan(campaign)
    today = build_apart(campaign.root)
    shutil.rmtree(campaign.root / STORE)
    command = ["faketime", "2031-02-03 04:05:06", sys.executable, "-m", "frkit", "packet", "build", "council"]
    settings = {**os.environ, "PYTHONPATH": str(PROJECT)}
    subprocess.run([*command, "--campaign", str(campaign.root)], check=True, capture_output=True, env=settings)
    build = campaign.root / "packets" / "council" / "build"
    assert {path.name: path.read_bytes() for path in sorted(build.iterdir())} == today


def test_kept_pages_give_the_same_bytes_as_new_ones_and_are_not_made_again(campaign: CampaignFolder) -> None:
    plain_plan(campaign)
    cold = build_apart(campaign.root)
    before = kept_in(campaign.root)
    warm = build_apart(campaign.root)
    after = kept_in(campaign.root)
    assert cold == warm
    unchanged = {name for name in before if after.get(name) == before[name]}
    # A slip sheet whose reason may be gone the next time is looked at anew; all else stays as it was.
    sealed = {name.removesuffix(".json") for name in before if name.endswith(".json")}
    assert len(sealed) >= 4 and {name for name in before if name[:38] in {one[:38] for one in sealed}} <= unchanged


def test_a_kept_file_that_was_altered_is_not_believed(campaign: CampaignFolder) -> None:
    plain_plan(campaign)
    good = build_apart(campaign.root)
    for path in (campaign.root / STORE).rglob("*.pdf"):
        path.write_bytes(path.read_bytes().replace(b"Acknowledged", b"Recalled it!"))
    for path in (campaign.root / STORE).rglob("*.json"):
        path.write_bytes(path.read_bytes().replace(b'"slip": null', b'"slip": "no"'))
    tables = list((campaign.root / STORE).rglob("*.set"))
    assert len(tables) >= 2
    for path in tables:
        path.write_bytes(path.read_bytes().replace(b"/Title", b"/Tilte"))
    assert build_apart(campaign.root) == good


def test_a_packet_in_which_nothing_changed_sets_no_page_again(
    campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = plain_plan(campaign)
    first = build(folder).sha256
    set_again = []
    real = made_pages.typeset_pages
    monkeypatch.setattr(made_pages, "typeset_pages", lambda html, **how: set_again.append(html) or real(html, **how))
    assert build(folder).sha256 == first and not set_again
    (campaign.root / "templates").mkdir()
    assert build(folder).sha256 == first and set_again, "templates of one's own may show pictures: all is set anew"


@pytest.mark.parametrize("processors", [1, 5])
def test_the_same_bytes_with_any_number_of_processors(
    campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    for number in range(6):
        story.receive(f"record-{number}.pdf", small_pdf(f"Record {number}", 2), "2026-04-05", role="record")
    folder = plain_plan(campaign)
    usual = build(folder).sha256
    shutil.rmtree(campaign.root / STORE)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert build(folder).sha256 == usual


def test_a_build_killed_half_way_goes_on_where_it_was(campaign: CampaignFolder) -> None:
    """Nothing is torn, no number is lost, and what was kept before the end is used."""
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    for number in range(12):
        story.receive(f"record-{number}.pdf", small_pdf(f"Record {number}", 30), "2026-04-05", role="record")
    plain_plan(campaign)
    root = campaign.root
    command = [sys.executable, "-m", "frkit", "packet", "build", "council", "--campaign", str(root)]
    settings = {**os.environ, "PYTHONPATH": str(PROJECT)}
    running = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while len(list((root / STORE).rglob("*.json"))) < 4 and running.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert running.poll() is None, "it was done before it could be killed"
    running.send_signal(signal.SIGKILL)
    running.wait()
    build = root / "packets" / "council" / "build"
    assert not build.exists() or not list(build.glob("*.pdf"))
    kept = {name: state for name, state in kept_in(root).items() if name.endswith(".json")}
    assert kept
    made = build_apart(root)
    assert {name: state for name, state in kept_in(root).items() if name in kept} == kept, "made again"
    assert not [path for path in build.iterdir() if path.name.endswith(".tmp")]
    shutil.rmtree(root / STORE)
    assert build_apart(root) == made


def test_ctrl_c_ends_it_at_once_and_leaves_the_last_packet_as_it_was(campaign: CampaignFolder) -> None:
    story = object.__new__(Story)
    story.folder, story.id = campaign, campaign.request_ids()[0]
    for number in range(12):
        story.receive(f"record-{number}.pdf", small_pdf(f"Record {number}", 20), "2026-04-05", role="record")
    folder = plain_plan(campaign)
    whole = build_apart(campaign.root)
    shutil.rmtree(campaign.root / STORE)
    command = [sys.executable, "-m", "frkit", "packet", "build", "council", "--campaign", str(campaign.root)]
    running = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(PROJECT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until = time.monotonic() + 120
    while not list((campaign.root / STORE).rglob("*.json")) and running.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130 and b"Traceback" not in said
    assert {path.name: path.read_bytes() for path in sorted(folder.build.iterdir())} == whole
