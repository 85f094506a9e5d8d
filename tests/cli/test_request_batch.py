"""``frkit request batch`` and ``undo`` as they are typed: seen whole, made whole, taken back whole."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frkit.base.errors import FrkitError
from frkit.cli.main import frkit
from frkit.tracking.folder import CampaignFolder, init_campaign

PROJECT = Path(__file__).resolve().parents[2]
PERSON = "name: Robin Requester\naddress: [12 Hidden Lane, Oakland]\nemail: robin@secret.example\nresident_of: us-ca\n"
BATCH = ("--pack", "first-contact", "--since", "2024-01-01", "--wave", "spring", "--today", "2026-03-02")


@pytest.fixture
def desk(tmp_path, monkeypatch) -> CampaignFolder:
    """A campaign in which we stand, at a terminal of 80 columns."""
    folder = init_campaign(tmp_path / "campaign", "Test", requester="robin")
    (folder.root / "private" / "requesters" / "robin.yaml").write_text(PERSON, encoding="utf-8")
    monkeypatch.chdir(folder.root)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FRKIT_BY", "tester")
    return folder


def typed(*words: str, ends: int = 0) -> Result:
    result = CliRunner().invoke(frkit, words, catch_exceptions=True)
    told = result.exception
    code = getattr(told, "exit_code", result.exit_code)
    assert code == ends, f"{result.output}\n{told}"
    return result


def batch(*words: str, ends: int = 0) -> Result:
    return typed("request", "batch", *words, ends=ends)


def test_a_place_and_a_kind_are_previewed_and_then_made(desk):
    shown = batch("--place", "us-ca", "--kind", "police", *BATCH, "--preview").stdout
    assert "us-ca-lapd" in shown
    assert "6 requests under 1 law (us-ca 6), in wave spring." in shown
    assert [line for line in shown.splitlines() if len(line) > 80] == []
    assert desk.request_ids() == []
    made = batch("--place", "us-ca", "--kind", "police", *BATCH, "--yes").stdout
    assert "Made 6 requests in wave spring." in made
    assert "frkit letter --wave spring" in made
    assert len(desk.request_ids()) == 6
    assert {desk.load(one).request.wave for one in desk.request_ids()} == {"spring"}


def test_nobody_is_asked_in_a_pipe_and_nothing_is_supposed(desk):
    result = batch("--place", "us-or", *BATCH, ends=2)
    assert "add --yes" in str(result.exception)
    assert "add --yes, or --preview" in str(batch("--place", "us-or", *BATCH, "--json", ends=2).exception)
    assert desk.request_ids() == []


def test_a_table_with_names_semicolons_and_windows_letters(desk, tmp_path):
    table = tmp_path / "list.csv"
    text = "Agency;Pack;Since;Fee cap;Custodians;given.resident\r\n"
    text += "LAPD;first-contact;2024-01-01;25 USD;Bureau de la Sécurité | City Clerk;yes\r\n"
    text += "Metropolitan Police Service;;;£25;;\r\n"
    table.write_bytes(text.encode("cp1252"))
    result = batch(str(table), *BATCH, "--yes")
    assert "Windows-1252" in result.stderr
    requests = [desk.load(one).request for one in desk.request_ids()]
    by_agency = {one.agency: one for one in requests}
    assert by_agency["us-ca-lapd"].given == {"resident": "yes", "fee_cap": "25"}
    assert by_agency["us-ca-lapd"].items[0].custodians == ("Bureau de la Sécurité", "City Clerk")
    assert by_agency["gb-met"].pack == "first-contact", "the option fills the empty cell"
    assert by_agency["gb-met"].given == {"fee_cap": "25"}


def test_every_slip_of_a_table_is_told_with_line_and_column(desk, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text(
        "agency,pack,since,fee_cap,vendors\n"
        "Los Angles Police Department,first-contact,2024-01-01,,\n"
        'us-ca-sfpd,first-contact,2024-13-01,"25,00",\n'
        "us-ny-nypd,first-contct,,,\n"
        ",first-contact,,,\n"
        "gb-met,first-contact,,25 USD,\n"
        "us-ca-lapd,first-contact,,,amazn\n",
        encoding="utf-8",
    )
    told = str(batch(str(table), ends=1).exception)
    for expected in (
        r"list.csv:2:1: agency: .*'us-ca-lapd'",
        r"list.csv:3:3: since: '2024-13-01'",
        r"list.csv:3:4: fee_cap: '25,00'",
        r"list.csv:4 \(us-ny-nypd\): .*did you mean 'first-contact'",
        r"list.csv:5:1: the agency is missing",
        r"list.csv:6 \(gb-met\): The cap on fees is in USD",
        r"list.csv:7 \(us-ca-lapd\): .*did you mean 'amazon'",
    ):
        assert re.search(expected, told), expected
    assert desk.request_ids() == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("agency,pakc\nus-ca-lapd,first-contact\n", "did you mean 'pack'"),
        ("pack\nfirst-contact\n", "The column 'agency' is missing"),
        ("agency\n", "The table has no rows"),
        ("", "The file is empty"),
    ],
)
def test_a_table_of_another_shape_is_refused(desk, tmp_path, text, told):
    table = tmp_path / "list.csv"
    table.write_text(text, encoding="utf-8")
    assert told in str(batch(str(table), ends=2).exception)


def test_a_table_printed_for_a_place_can_be_given_back(desk, tmp_path):
    table = tmp_path / "list.csv"
    table.write_bytes(batch("--place", "us-or", "--template").stdout_bytes)
    assert "Portland Police Bureau" in table.read_text(encoding="utf-8-sig")
    assert "Made 3 requests" in batch(str(table), *BATCH, "--yes").stdout


def test_a_printed_table_asks_where_somebody_lives_where_a_law_wants_to_know(desk, tmp_path):
    def columns(*words):
        return batch(*words, "--template").stdout.splitlines()[0]

    assert "given.resident" in columns("--agency", "us-tn-dos", "--place", "us-or")
    assert "given.resident" in columns()
    assert "given.resident" not in columns("--place", "us-or")
    table = tmp_path / "list.csv"
    text = batch("--agency", "us-tn-dos", "--template").stdout.splitlines()
    row = dict(zip(text[0].lstrip("\ufeff").split(","), text[1].split(","), strict=True)) | {"given.resident": "yes"}
    table.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    batch(str(table), *BATCH[-2:], "--pack", "first-contact", "--yes")
    (made,) = desk.request_ids()
    assert desk.load(made).request.given["resident"] == "yes"


def test_the_columns_are_explained(desk):
    shown = batch("--columns").stdout
    assert "fee_cap" in shown
    assert [line for line in shown.splitlines() if len(line) > 80] == []
    assert {"column", "text"} == set(json.loads(batch("--columns", "--json").stdout)[0])


def test_one_row_that_cannot_be_made_keeps_all_from_being_made(desk):
    result = batch("--place", "us-or", "--agency", "gb-nca", *BATCH, "--yes", ends=1)
    assert "Cannot be made" in result.stdout
    assert "outside the Freedom of Information Act" in " ".join(result.stdout.split())
    assert desk.request_ids() == []


def test_what_does_not_go_together_is_said(desk, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text("agency\nus-ca-lapd\n", encoding="utf-8")
    for words, told in (
        ([str(table), "--place", "us-ca"], "cannot be combined"),
        ([], "Whom to ask is missing"),
        (["--place", "us-ca", "--waves", "2", "--per-wave", "3"], "say two things"),
        (["--place", "us-ca", "--fee-cap", "25,00"], "no amount"),
    ):
        assert told in str(batch(*words, "--pack", "first-contact", ends=2).exception)


def test_json_has_every_request_and_all_that_stands_out(desk):
    words = ("--place", "us-or", "--place", "gb", *BATCH, "--per-wave", "12", "--json")
    shown = json.loads(batch(*words, "--preview").stdout)
    assert set(shown) == {"waves", "requests", "left_out", "noticed"}
    assert {one["made"] for one in shown["requests"]} == {False}
    assert {one["request"] for one in shown["requests"]} == {None}
    assert "gb-nca" in [one["agency"] for one in shown["left_out"]]
    assert {"doubt", "look", "know"} >= {one["grade"] for one in shown["noticed"]}
    made = json.loads(batch(*words, "--yes").stdout)
    assert sorted(one["request"] for one in made["requests"]) == desk.request_ids()
    assert {one["wave"] for one in made["requests"]} == {"spring-1", "spring-2"}
    again = json.loads(batch(*words, "--yes").stdout)
    assert [one["request"] for one in again["requests"]] == [one["request"] for one in made["requests"]]
    assert {one["made"] for one in again["requests"]} == {False}


def test_killed_half_way_the_same_command_makes_what_is_missing(desk):
    for number in range(120):
        _own_body(desk, f"us-ca-town{number}-pd")
    line = [sys.executable, "-m", "frkit", "request", "batch", "--place", "us-ca", *BATCH, "--yes"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    running = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(3000):
        if len(list(desk.root.glob("requests/2*"))) >= 20:
            break
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    half = desk.request_ids()
    assert 20 <= len(half) < 129
    for name in half:
        desk.load(name)  # each is whole
    result = batch("--place", "us-ca", *BATCH, "--yes")
    assert f"{len(half)} were there already." in result.stdout
    assert len(desk.request_ids()) == 129
    agencies = [desk.load(one).request.agency for one in desk.request_ids()]
    assert len(set(agencies)) == 129


def test_two_who_give_the_same_command_at_once_make_each_request_once(desk):
    for number in range(40):
        _own_body(desk, f"us-ca-town{number}-pd")
    line = [sys.executable, "-m", "frkit", "request", "batch", "--place", "us-ca", *BATCH, "--yes"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    both = [subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    agencies = [desk.load(one).request.agency for one in desk.request_ids()]
    assert len(agencies) == len(set(agencies)) == 49
    assert not list(desk.root.glob("requests/.*"))


def test_where_git_knows_others_the_names_are_the_same_for_both(desk):
    from frkit.tracking.git_facts import has_remote

    for words in (("init", "-q"), ("remote", "add", "origin", "https://git.example/campaign.git")):
        subprocess.run(["git", *words], check=True)
    assert has_remote(desk.root)
    batch("--place", "us-or", *BATCH, "--yes")
    names = desk.request_ids()
    typed("request", "undo", "spring", "--yes")
    batch("--place", "us-or", *BATCH, "--yes")
    assert desk.request_ids() == names, "so git joins what two people made"


def test_hostile_names_stay_text(desk, tmp_path):
    _own_body(desk, "us-ca-evil-pd", name='"[bold]{{ 7*7 }}\\u202e\\e[31m Police"')
    table = tmp_path / "list.csv"
    table.write_text('agency,title,ask\nus-ca-evil-pd,"=1+1 {{ x }}","<b>minutes</b> {% raw %}"\n', encoding="utf-8")
    result = batch(str(table), "--since", "2024-01-01", "--yes")
    assert "\x1b" not in result.output
    (name,) = desk.request_ids()
    assert desk.load(name).request.items[0].text == "<b>minutes</b> {% raw %}"


def test_the_requesters_address_does_not_slip_into_a_request(desk, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text("agency,pack,title\nus-ca-lapd,first-contact,12 hidden lane\n", encoding="utf-8")
    assert "address of requester" in str(batch(str(table), "--yes", ends=1).exception)
    assert desk.request_ids() == []


# undo


@pytest.fixture
def spring(desk) -> CampaignFolder:
    """Three drafts of one wave."""
    batch("--place", "us-or", *BATCH, "--yes")
    return desk


def sent(folder: CampaignFolder, request_id: str) -> None:
    typed("log", "sent", request_id, "--method", "email", "--date", "2026-03-02", "--today", "2026-03-02")


def test_a_wave_is_taken_back_and_nothing_is_deleted(spring):
    names = spring.request_ids()
    kept = {name: (spring.root / "requests" / name / "request.yaml").read_bytes() for name in names}
    shown = typed("request", "undo", "spring", "--yes").stdout
    assert "Took back 3 drafts; nothing was deleted." in shown
    assert spring.request_ids() == []
    (aside,) = (spring.root / "private" / "undone").iterdir()
    assert {path.name: (path / "request.yaml").read_bytes() for path in aside.iterdir()} == kept
    back = re.search(r"\$ (mv .*)", shown)
    assert back is not None
    subprocess.run(["sh", "-c", back[1]], check=True)
    assert spring.request_ids() == names
    typed("check")


def test_what_was_sent_keeps_the_whole_wave_from_being_taken_back(spring):
    first, *others = spring.request_ids()
    sent(spring, first)
    told = str(typed("request", "undo", "spring", "--yes", ends=1).exception)
    assert f"{first}: 1 event is logged, the first 2026-03-02-sent" in told
    assert spring.request_ids() == [first, *others]
    typed("request", "undo", "spring", "--leave-begun", "--yes")
    assert spring.request_ids() == [first]
    told = str(typed("request", "undo", first, "--yes", "--leave-begun", ends=1).exception)
    assert "frkit log withdrawn" in told


def test_an_edited_draft_is_named_and_moved_only_when_that_is_said(spring):
    first, second, _ = spring.request_ids()
    path = spring.root / "requests" / first / "request.yaml"
    path.write_text(path.read_text().replace("2024-01-01", "2020-01-01"))
    (spring.root / "requests" / second / "ideas.txt").write_text("whom to call")
    told = str(typed("request", "undo", "spring", "--yes", ends=1).exception)
    assert f"{first}: request.yaml was edited" in told
    assert f"{second}: it holds ideas.txt" in told
    assert len(spring.request_ids()) == 3
    typed("request", "undo", "spring", "--edited", "--yes")
    assert spring.request_ids() == []
    assert len(list((spring.root / "private" / "undone").rglob("ideas.txt"))) == 1


def test_one_request_is_taken_back_by_a_part_of_its_name(spring):
    moved = json.loads(typed("request", "undo", "gresham", "--yes", "--json").stdout)
    assert set(moved) == {"moved_to", "requests", "left"}
    assert len(spring.request_ids()) == 2
    assert (spring.root / moved["moved_to"] / moved["requests"][0] / "request.yaml").is_file()


def test_a_request_to_which_another_was_passed_on_is_no_draft_to_be_taken_back(spring):
    first, second, _ = spring.request_ids()
    sent(spring, first)
    typed(
        *("log", "transferred", first, "--to", "Portland", "--request", second, "--date", "2026-03-03"),
        *("--today", "2026-03-03"),
    )
    assert f"{first} says that it follows" in str(typed("request", "undo", second, "--yes", ends=1).exception)


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="no second disk to try it with")
def test_drafts_are_not_moved_to_another_disk_where_a_copy_could_be_cut_off(spring):
    if os.stat("/dev/shm").st_dev == os.stat(spring.root).st_dev:
        pytest.skip("/dev/shm is no other disk here")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        (spring.root / "private" / "undone").symlink_to(elsewhere)
        names = spring.request_ids()
        assert "on another disk" in str(typed("request", "undo", "spring", "--yes", ends=1).exception)
        assert spring.request_ids() == names


def test_what_was_logged_while_it_moved_brings_a_request_back(spring):
    from frkit.tracking.undoing import Draft, Undo, move_aside

    first = spring.request_ids()[0]
    seen = Undo("spring", (Draft(first),), ())
    sent(spring, first)
    with pytest.raises(FrkitError, match="meanwhile"):
        move_aside(spring, seen)
    assert first in spring.request_ids()
    assert len(spring.load(first).events) == 1


def test_a_name_that_fits_nothing_is_told(spring):
    assert "did you mean 'spring'" in str(typed("request", "undo", "sprng", "--yes", ends=2).exception)
    assert "fits more than one" in str(typed("request", "undo", "first-contact", "--yes", ends=2).exception)


def test_all_waves_of_a_batch_are_taken_back_by_their_common_name(desk):
    batch("--place", "us-or", *BATCH, "--waves", "2", "--yes")
    _own_body(desk, "us-ca-other-pd")
    batch("--agency", "us-ca-other-pd", *BATCH[:4], "--wave", "springtime", "--yes")
    typed("request", "undo", "spring", "--yes")
    assert [desk.load(one).request.wave for one in desk.request_ids()] == ["springtime"]


def _own_body(folder: CampaignFolder, agency_id: str, name: str | None = None) -> None:
    path = folder.root / "agencies" / f"{agency_id}.yaml"
    path.parent.mkdir(exist_ok=True)
    text = f"name: {name or agency_id.title()}\nlaw: {agency_id[:5]}\nlevel: city\n"
    path.write_text(text, encoding="utf-8")


def test_a_wave_can_be_named_by_the_option_that_other_commands_have(spring):
    assert "Took back 3 drafts" in typed("request", "undo", "--wave", "spring", "--yes").stdout
    assert "What is to be taken back?" in str(typed("request", "undo", ends=2).exception)


def test_drafts_of_a_wave_are_one_line_of_what_to_do(spring):
    assert len(spring.request_ids()) == 3
    out = typed("next").stdout
    assert "3 drafts of wave spring" in out
    assert "$ frkit letter --wave spring" in out
    assert out.count("Read the letter") == 1
