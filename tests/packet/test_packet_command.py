"""``frkit packet new``, ``build`` and ``verify`` as they are typed, and every way in which they politely refuse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from frkit.cli.main import main
from frkit.packet.plan.folder import PacketFolder
from frkit.tracking.folder import CampaignFolder, init_campaign


@dataclass
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Frkit = Callable[..., Done]


@pytest.fixture
def frkit(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Frkit:
    """Run ``frkit packet WORDS`` in a folder, with all that the real command does around it."""

    def run(*words: str, cwd: Path) -> Done:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["frkit", "packet", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        code = ended.value.code
        return Done(int(code) if isinstance(code, int) else 0, said.out, said.err)

    return run


@pytest.fixture
def light(planned: PacketFolder) -> PacketFolder:
    """A plan of exhibits alone: quick to build."""
    text = planned.plan.read_text()
    start, end = text.index("parts:"), text.index("requests:")
    planned.plan.write_text(text[:start] + "parts: []\n" + text[end:])
    return planned


def test_the_real_command_plans_builds_and_verifies(campaign: CampaignFolder) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        command = [sys.executable, "-m", "frkit", "packet", *words]
        return subprocess.run(command, cwd=campaign.root, env=environment, capture_output=True, text=True, check=False)

    assert run("new", "council").returncode == 0
    assert run("build", "council").returncode == 0
    (packet,) = (campaign.root / "packets/council/build").glob("*.pdf")
    assert run("verify", "council").returncode == 0
    packet.write_bytes(packet.read_bytes()[:-1])
    assert run("verify", "council").returncode == 1


def test_plan_build_and_verify(campaign: CampaignFolder, frkit: Frkit) -> None:
    planned = frkit("new", "council", "--title", "To the council", "--as-of", "2026-06-15", cwd=campaign.root)
    assert planned.returncode == 0, planned.stderr
    assert "1 request, 5 exhibits, as of 2026-06-15" in planned.stdout
    plan = (campaign.root / "packets/council/packet.yaml").read_text()
    assert "title: To the council" in plan
    built = frkit("build", "council", cwd=campaign.root)
    assert built.returncode == 0, built.stderr
    assert "5 exhibits" in built.stdout and "SHA-256" in built.stdout
    digest = built.stdout.split("manifest ")[1].split()[0]
    assert len(digest) == 64
    assert "look at: Exhibit 5" in built.stderr and "password" in built.stderr
    verified = frkit("verify", "council", cwd=campaign.root / "requests")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "Good: the packet is what was built, and its originals are what arrived." in verified.stdout
    assert f"manifest.json: SHA-256 of its content {digest}" in verified.stdout


def test_verify_of_a_folder_that_was_handed_over(light: PacketFolder, tmp_path: Path, frkit: Frkit) -> None:
    assert frkit("build", "council", cwd=light.campaign.root).returncode == 0
    handed = tmp_path / "from somebody"
    light.build.rename(handed)
    alone = frkit("verify", "./from somebody", cwd=tmp_path)
    assert alone.returncode == 0 and "The originals were not compared" in alone.stdout
    both = frkit("verify", "./from somebody", "--originals", str(light.campaign.root), "--json", cwd=tmp_path)
    assert json.loads(both.stdout)["good"] is True and len(json.loads(both.stdout)["checked"]) == 3
    pdf = handed / "council.pdf"
    pdf.write_bytes(pdf.read_bytes().replace(b"%%EOF", b"%%EOE"))
    bad = frkit("verify", "./from somebody", cwd=tmp_path)
    assert bad.returncode == 1 and "differs: council.pdf is not the file that was built" in bad.stdout


def test_build_as_json(light: PacketFolder, frkit: Frkit) -> None:
    built = frkit("build", "council", "--json", cwd=light.campaign.root)
    data = json.loads(built.stdout)
    assert set(data) == {
        *("pdf", "manifest", "volumes", "pages", "pages_made", "pages_of_files", "files", "slip_sheets", "exhibits"),
        *("sha256", "manifest_sha256", "warnings"),
    }
    assert data["exhibits"] == 5
    checked = frkit("verify", "council", "--json", cwd=light.campaign.root)
    assert json.loads(checked.stdout)["manifest_sha256"] == data["manifest_sha256"]


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
def test_polite_refusals_write_nothing(
    planned: PacketFolder, words: tuple[str, ...], code: int, message: str, frkit: Frkit
) -> None:
    root = planned.campaign.root
    before = sorted(root.parent.rglob("*"))
    done = frkit(*words, cwd=root)
    assert done.returncode == code, done.stdout + done.stderr
    assert message in done.stderr and "Traceback" not in done.stderr
    assert sorted(root.parent.rglob("*")) == before


def test_a_folder_that_is_no_campaign(tmp_path: Path, frkit: Frkit) -> None:
    done = frkit("build", "council", cwd=tmp_path)
    assert done.returncode == 2 and "not a campaign" in done.stderr


def test_a_campaign_in_which_nothing_was_sent(tmp_path: Path, frkit: Frkit) -> None:
    init_campaign(tmp_path / "new", "Nothing yet")
    done = frkit("new", "council", cwd=tmp_path / "new")
    assert done.returncode == 2 and "No request has been sent yet" in done.stderr


def test_a_plan_cut_in_half_is_named_with_its_line(planned: PacketFolder, frkit: Frkit) -> None:
    text = planned.plan.read_text()
    planned.plan.write_text(text[: text.index("\nexhibits:\n") + 55])
    done = frkit("build", "council", cwd=planned.campaign.root)
    assert done.returncode == 1 and "packet.yaml:" in done.stderr and "Traceback" not in done.stderr


def test_help_says_that_a_packet_is_for_everybody_unless_told_otherwise(frkit: Frkit) -> None:
    said = " ".join(frkit("new", "--help", cwd=Path.cwd()).stdout.split())
    assert "'packet' is for everybody" in said and "[default: packet]" in said


def test_help_is_complete_and_fast_to_read(frkit: Frkit) -> None:
    done = frkit("--help", cwd=Path.cwd())
    assert all(word in done.stdout for word in ("new", "build", "verify", "manifest.json"))
