"""``frkit packet new``, ``build`` and ``verify`` as they are typed, and every way in which they politely refuse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from frkit.packet.folder import PacketFolder
from frkit.tracking.folder import CampaignFolder, init_campaign


def frkit(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "frkit", "packet", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_plan_build_and_verify(campaign: CampaignFolder) -> None:
    planned = frkit("new", "council", "--title", "To the council", "--as-of", "2026-06-15", cwd=campaign.root)
    assert planned.returncode == 0, planned.stderr
    assert "1 requests, 5 exhibits, as of 2026-06-15" in planned.stdout
    plan = (campaign.root / "packets/council/packet.yaml").read_text()
    assert "title: To the council" in plan
    built = frkit("build", "council", cwd=campaign.root)
    assert built.returncode == 0, built.stderr
    assert "5 exhibits" in built.stdout and "SHA-256" in built.stdout
    assert "look at: Exhibit 5" in built.stderr and "password" in built.stderr
    verified = frkit("verify", "council", cwd=campaign.root / "requests")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "Good: the packet is what was built, and its originals are what arrived." in verified.stdout


def test_verify_of_a_folder_that_was_handed_over(planned: PacketFolder, tmp_path: Path) -> None:
    assert frkit("build", "council", cwd=planned.campaign.root).returncode == 0
    handed = tmp_path / "from somebody"
    planned.build.rename(handed)
    alone = frkit("verify", "./from somebody", cwd=tmp_path)
    assert alone.returncode == 0 and "The originals were not compared" in alone.stdout
    both = frkit("verify", "./from somebody", "--originals", str(planned.campaign.root), "--json", cwd=tmp_path)
    assert json.loads(both.stdout)["good"] is True and len(json.loads(both.stdout)["checked"]) == 2
    pdf = handed / "council.pdf"
    pdf.write_bytes(pdf.read_bytes().replace(b"%%EOF", b"%%EOE"))
    bad = frkit("verify", "./from somebody", cwd=tmp_path)
    assert bad.returncode == 1 and "differs: council.pdf is not the file that was built" in bad.stdout


def test_build_as_json(planned: PacketFolder) -> None:
    built = frkit("build", "council", "--json", cwd=planned.campaign.root)
    data = json.loads(built.stdout)
    assert set(data) == {"pdf", "manifest", "pages", "exhibits", "sha256", "warnings"} and data["exhibits"] == 5


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("new", "../evil"), 2, "cannot be the name of a packet"),
        (("new", "a/b"), 2, "cannot be the name of a packet"),
        (("new", "x" * 300), 2, "cannot be the name of a packet"),
        (("new", "tab\tname"), 2, "cannot be the name of a packet"),
        (("new", "council"), 2, "a packet called 'council' already"),
        (("new", "other", "--request", "nobody"), 2, "No request here is called 'nobody'"),
        (("new", "other", "--as-of", "15.6.2026"), 2, "is not a date"),
        (("build", "counsil"), 2, "did you mean 'council'"),
        (("build", "../council"), 2, "cannot be the name of a packet"),
        (("verify", "council"), 2, "no manifest.json"),
        (("verify", "./nowhere"), 2, "There is no"),
    ],
)
def test_polite_refusals_write_nothing(planned: PacketFolder, words: tuple[str, ...], code: int, message: str) -> None:
    root = planned.campaign.root
    before = sorted(root.parent.rglob("*"))
    done = frkit(*words, cwd=root)
    assert done.returncode == code, done.stdout + done.stderr
    assert message in done.stderr and "Traceback" not in done.stderr
    assert sorted(root.parent.rglob("*")) == before


def test_a_folder_that_is_no_campaign(tmp_path: Path) -> None:
    done = frkit("build", "council", cwd=tmp_path)
    assert done.returncode == 2 and "not a campaign" in done.stderr


def test_a_campaign_in_which_nothing_was_sent(tmp_path: Path) -> None:
    init_campaign(tmp_path / "new", "Nothing yet")
    done = frkit("new", "council", cwd=tmp_path / "new")
    assert done.returncode == 2 and "No request has been sent yet" in done.stderr


def test_a_plan_cut_in_half_is_named_with_its_line(planned: PacketFolder) -> None:
    text = planned.plan.read_text()
    planned.plan.write_text(text[: text.index("exhibits:") + 30])
    done = frkit("build", "council", cwd=planned.campaign.root)
    assert done.returncode == 1 and "packet.yaml:" in done.stderr and "Traceback" not in done.stderr


def test_help_is_complete_and_fast_to_read() -> None:
    done = frkit("--help", cwd=Path.cwd())
    assert all(word in done.stdout for word in ("new", "build", "verify", "manifest.json"))
