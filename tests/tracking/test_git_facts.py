"""A stranger's campaign may come with settings of git that name programs; looking at the campaign runs none of them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from frkit.tracking.folder import CampaignFolder
from frkit.tracking.git_facts import has_remote, merge_begun, unmerged_paths
from frkit.tracking.people import who_writes

PROGRAMS = ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "credential.helper")


def git(root: Path, *words: str) -> str:
    ran = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


@pytest.fixture
def trap(campaign: CampaignFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign in a repository whose every setting that can name a program names one that leaves a trace."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("FRKIT_BY", raising=False)
    traces = tmp_path / "traces"
    traces.mkdir()
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nenv > {traces}/ran-$$\nexit 0\n")
    program.chmod(0o755)
    root = campaign.root
    git(root, "init", "-q")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "--allow-empty", "-m", "begun")
    (root / "requests" / "a.txt").write_text("a")
    git(root, "add", "requests")
    git(root, "remote", "add", "origin", f"ext::{program}")
    hooks = root / ".git" / "hooks"
    for name in ("post-index-change", "post-checkout", "pre-commit", "fsmonitor-watchman"):
        hooks.mkdir(exist_ok=True)
        (hooks / name).symlink_to(program)
    for name in (*PROGRAMS, "alias.config", "alias.remote", "alias.ls-files", "alias.rev-parse"):
        git(root, "config", name, f"!{program}" if name.startswith("alias") else str(program))
    for name, value in (("protocol.ext.allow", "always"), ("user.name", "Ann"), ("remote.origin.promisor", "true")):
        git(root, "config", name, value)
    git(root, "config", "extensions.partialClone", "origin")
    return traces


def test_no_program_of_the_folder_is_run(campaign: CampaignFolder, trap: Path) -> None:
    assert has_remote(campaign.root)
    assert unmerged_paths(campaign.root) == [] and not merge_begun(campaign.root)
    assert who_writes(campaign.root) == "Ann"
    assert list(trap.iterdir()) == []


def test_a_name_in_an_old_alphabet_is_no_failure(campaign: CampaignFolder, trap: Path) -> None:
    with (campaign.root / ".git" / "config").open("ab") as file:
        file.write(b"[user]\n\tname = J\xfcrgen\n")
    assert who_writes(campaign.root) == "J\N{REPLACEMENT CHARACTER}rgen"


def test_the_pass_phrase_is_not_handed_on(
    campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("FRKIT_PASSPHRASE", "correct horse battery staple")
    monkeypatch.delenv("FRKIT_BY", raising=False)
    who_writes(campaign.root)
    assert "horse" not in (tmp_path / "seen").read_text()
