"""A campaign is sealed, stamped, checked and made to forget, as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stamp_server import Authority, Reply, serving

from frkit.base.files import sha256_of_bytes

WITNESS = b"The name of a witness\n"
DIGEST = sha256_of_bytes(WITNESS)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture
def came(frkit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Take in a file that came for the one request; gives what ``--json`` says."""
    monkeypatch.setenv("NO_PROXY", "*")
    frkit("request new --agency us-ca-lapd --pack first-contact --today 2026-03-02")

    def take(name: str, data: bytes, more: str = "") -> dict[str, Any]:
        (tmp_path / name).write_bytes(data)
        taken = frkit(f"receive lapd '{tmp_path / name}' --date 2026-03-03 {more} --json")
        return json.loads(taken.out)["deliveries"][0]  # type: ignore[no-any-return]

    return take


def test_what_is_received_says_when_and_from_where(frkit: Any, came: Callable[..., dict[str, Any]]) -> None:
    (mail,) = came("a.eml", b"From: records@lapd.example\nSubject: Yours\n\nEnclosed.\n")["documents"]
    assert mail["source"] == "mail from records@lapd.example" and mail["taken_in"].endswith("Z")
    (paper,) = came("paper.txt", b"paper", "--channel fax")["documents"]
    assert paper["source"] == "by fax"
    (file,) = came("file.txt", b"file", "--source https://lapd.example/portal/26-17")["documents"]
    assert file["source"] == "https://lapd.example/portal/26-17"
    (plain,) = came("plain.txt", b"plain")["documents"]
    assert plain["source"] is None, "what nobody said is not made up"
    refused = frkit("receive lapd campaign.yaml --date 2026-03-03 --source robin@secret.example", expect=1)
    assert "which git tracks" in refused.err and "robin@secret" not in "".join(
        path.read_text(errors="ignore") for path in (frkit.root / "requests").rglob("*.yaml")
    )


def test_sealed_changed_and_found_out(frkit: Any, came: Callable[..., dict[str, Any]]) -> None:
    came("witness.txt", WITNESS)
    sealed = json.loads(frkit("seal --date 2026-05-01 --json").out)
    assert sealed["made"] and sealed["stamp"] is None and sealed["parents"] == []
    assert (frkit.root / sealed["seal"]).is_file() and sealed["seal"].startswith("seals/2026-05-01-")
    assert not json.loads(frkit("seal --json").out)["made"]
    said = frkit("seal").out
    assert "Nothing has changed since the last seal" in said
    assert "Good: the seal holds, and the originals are what came." in frkit("verify").out
    (received,) = (frkit.root / "requests").glob("*/received/*")
    received.write_bytes(WITNESS + b"!")
    wrong = frkit("verify", expect=1)
    assert "Not good" in wrong.out and received.name in wrong.out and "originals that are not what came: 1" in wrong.out
    told = json.loads(frkit("verify --json", expect=1).out)
    assert not told["good"] and told["seals"][0]["changed"] == [received.relative_to(frkit.root).as_posix()]
    assert all(len(line) <= 80 or "/" in line for line in wrong.out.splitlines())


def test_without_a_seal_the_originals_are_checked_all_the_same(frkit: Any, came: Callable[..., dict[str, Any]]) -> None:
    came("witness.txt", WITNESS)
    assert "There is no seal yet" in frkit("verify").out


def test_a_stamp_is_asked_for_openly_and_checked_later(
    frkit: Any, came: Callable[..., dict[str, Any]], authority: Authority
) -> None:
    with serving(lambda question: Reply(authority.answer(question))) as server:
        made = frkit(f"seal --timestamp {server.url} --ca {authority.root}")
        again = frkit(f"seal --timestamp {server.url} --ca {authority.root}")
        assert len(server.got) == 1 and "It is stamped already" in again.err
        frkit(f"seal --stamp-again 20 --timestamp {server.url}")
        assert len(server.got) == 2
    assert f"Asking {server.url} for a time stamp" in made.err and "nothing\nelse." in made.err
    assert "apart" not in made.err, "both clocks are this computer's"
    assert "by Example Time Stamps, vouched for by Example Time Stamps Root" in " ".join(made.out.split())
    told = json.loads(frkit(f"verify --ca {authority.root} --json").out)
    stamps = told["seals"][0]["stamps"]
    assert [stamp["trust"] for stamp in stamps] == ["given", "given"] and not any(stamp["fault"] for stamp in stamps)
    assert "which nobody here vouches for" in " ".join(frkit("verify").out.split())


def test_offline_the_seal_is_whole_and_the_way_to_stamp_it_later_is_told(
    frkit: Any, came: Callable[..., dict[str, Any]], authority: Authority
) -> None:
    with serving(lambda question: Reply(b"")) as server:
        pass
    failed = frkit(f"seal --date 2026-05-01 --timestamp {server.url}", expect=4)
    (seal,) = (frkit.root / "seals").iterdir()
    assert "nothing listens there" in failed.err and f"--stamp-again {seal.stem} --timestamp URL" in failed.err
    with serving(lambda question: Reply(authority.answer(question))) as server:
        frkit(f"seal --stamp-again {seal.name} --timestamp {server.url}")
    assert len(list((frkit.root / "seals").glob(f"{seal.stem}.*.tsr"))) == 1
    frkit("verify")


def test_forgetting_is_shown_first_and_done_when_it_is_confirmed(
    frkit: Any, came: Callable[..., dict[str, Any]]
) -> None:
    came("witness.txt", WITNESS)
    frkit("seal --date 2026-05-01")
    (received,) = (frkit.root / "requests").glob("*/received/*")
    line = f"forget {received.relative_to(frkit.root)} --reason 'court order 26-CV-1' --date 2026-05-02"
    asked = frkit(line, expect=2)
    assert "Copies to be removed" in asked.out and "What this cannot reach" in asked.out and received.is_file()
    done = frkit(f"{line} --yes")
    assert "Removed" in done.out and not received.exists()
    assert "forgotten on demand: 1" in frkit("verify").out
    assert ": no mistakes" in frkit("check").out
    frkit("status --today 2026-05-02")
    refused = frkit(f"receive lapd '{received.parents[4] / 'witness.txt'}' --date 2026-05-03", expect=1)
    assert "were forgotten on 2026-05-02" in refused.err
    told = json.loads(frkit(f"forget {DIGEST} --json").out)
    assert told["reason"] == "court order 26-CV-1" and told["events"] == [] and told["removed"] == []


def test_a_reason_with_private_data_is_refused_before_anything_is_removed(
    frkit: Any, came: Callable[..., dict[str, Any]]
) -> None:
    came("witness.txt", WITNESS)
    refused = frkit(f"forget {DIGEST} --reason 'asked by robin@secret.example' --yes", expect=1)
    assert "which git tracks" in refused.err and len(list((frkit.root / "requests").glob("*/received/*"))) == 1
