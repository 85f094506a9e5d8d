"""``frkit letter`` as a person types it: the letter on stdout, all else on stderr, nothing private where git looks."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from frkit.tracking.events import event_from
from frkit.tracking.folder import init_campaign

WHO = (
    "name: Jordan Example\naddress:\n- 12 Hidden Lane\n- Springfield 97477\nemail: jordan@secret.example\n"
    "telephone: +1 541 555 0142\n"
)


@pytest.fixture
def campaign(tmp_path, asked):
    """A campaign with one request that is ready to go."""
    folder = init_campaign(tmp_path / "campaign", "Test", requester="me")
    (folder.root / "private" / "requesters" / "me.yaml").write_text(WHO)
    request = asked("us-or-washington-county-sheriff", vendors=("amazon",)).request
    folder.create_request(request, "wcso", date(2026, 3, 2))
    return folder


@dataclass
class Ran:
    """How a command ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def frkit(campaign, monkeypatch):
    """Run ``frkit`` with these words in the campaign's folder."""
    from frkit.cli.main import main

    def run(*words: str) -> Ran:
        monkeypatch.chdir(campaign.root)
        monkeypatch.setattr("sys.argv", ["frkit", *words])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
        return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def letter(frkit):
    """Run ``frkit letter`` with these words."""
    return partial(frkit, "letter")


def log(campaign, kind: str, day: str, **fields) -> None:
    data = {"kind": kind, "date": day, "entered": "2026-03-02T10:00:00Z", "by": "test", **fields}
    campaign.add_event(campaign.request_ids()[0], event_from(data))


def test_the_right_letter_is_proposed_and_printed(campaign, letter):
    done = letter("wcso", "--today", "2026-03-02")
    assert done.returncode == 0
    assert done.stdout.startswith("Jordan Example\n12 Hidden Lane\n") and done.stdout.endswith("\n\nJordan Example\n")
    assert "request: the request has not been sent yet." in done.stderr
    assert "To do: Look up where" in done.stderr and "frkit log sent 2026-03-wcso" in done.stderr


def test_the_reason_is_told_for_a_reminder(campaign, letter):
    log(campaign, "sent", "2026-03-02", method="email")
    done = letter("wcso", "--today", "2026-04-10")
    assert "overdue: remind the agency. No answer by Mon 2026-03-23" in done.stderr
    assert "the last day was March 23, 2026: 18 days ago" in " ".join(done.stdout.split())


def test_where_no_letter_is_due_nothing_is_printed(campaign, letter):
    log(campaign, "sent", "2026-03-02", method="email")
    done = letter("wcso", "--today", "2026-03-04")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the agency has until Mon 2026-03-09" in done.stderr and "to do:" in done.stderr


def test_out_writes_a_new_file_and_never_replaces_one(campaign, letter, tmp_path):
    target = tmp_path / "letter.txt"
    assert letter("wcso", "--today", "2026-03-02", "--out", str(target)).stdout == f"Written to {target}.\n"
    assert target.read_text(encoding="utf-8").startswith("Jordan Example\n")
    again = letter("wcso", "--today", "2026-03-03", "--out", str(target))
    assert again.returncode == 1 and "exists already" in again.stderr
    assert "March 2, 2026" in target.read_text(encoding="utf-8")


def test_the_real_letter_is_not_written_where_git_would_track_it(campaign, letter):
    refused = letter("wcso", "--today", "2026-03-02", "--out", "letter.txt")
    assert refused.returncode == 1 and "private/letter.txt" in refused.stderr
    assert not (campaign.root / "letter.txt").exists()
    assert letter("wcso", "--today", "2026-03-02", "--out", "private/letter.txt").returncode == 0
    assert letter("wcso", "--today", "2026-03-02", "--masked", "--out", "letter.txt").returncode == 0
    assert "Jordan" not in (campaign.root / "letter.txt").read_text(encoding="utf-8")


def test_json_holds_the_letter_and_what_is_left_to_do(campaign, letter):
    data = json.loads(letter("wcso", "request", "--json", "--masked", "--today", "2026-03-02").stdout)
    keys = ["request", "kind", "why", "subject", "template", "language", "format", "file", "to_do", "log", "text"]
    assert list(data) == keys
    assert (data["language"], data["format"], data["file"]) == ("en", "txt", None)
    assert data["log"] == "frkit log sent 2026-03-wcso --date DATE --method email"
    assert data["kind"] == "request" and data["template"] == "letters/en/us-or/request.txt.j2"
    assert "Jordan" not in data["text"] and "request" in data["subject"]


def test_without_the_requesters_file_the_letter_keeps_placeholders_and_says_what_to_write(campaign, letter):
    (campaign.root / "private" / "requesters" / "me.yaml").unlink()
    done = letter("wcso", "--today", "2026-03-02")
    assert done.returncode == 0 and done.stdout.startswith("[name of requester]\n")
    assert "private/requesters/me.yaml with the keys name, address, email, telephone" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["wcso", "overdu"], 2, "did you mean 'overdue'"),
        (["nobody"], 2, "No request here is called 'nobody'"),
        (["wcso", "--today", "tomorrow"], 2, "is not a date"),
        (["wcso", "appeal"], 1, "nothing to appeal"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(campaign, letter, words, code, said):
    done = letter(*words)
    assert done.returncode == code and said in done.stderr and "Traceback" not in done.stderr


def test_a_broken_template_of_the_campaign_is_named_with_its_line(campaign, letter):
    own = campaign.root / "templates" / "letters" / "en"
    own.mkdir(parents=True)
    (own / "parts.txt.j2").write_text("{% macro sender(requester) %}\n{{ requester.nmae }}\n{% endmacro %}")
    done = letter("wcso", "--today", "2026-03-02")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "templates/letters/en/parts.txt.j2:2" in done.stderr and "nmae" in done.stderr


def printed_commands(done: Ran, own_letter: Path) -> list[str]:
    """Every command line of frkit that is printed, with a day in place of DATE and a letter in place of FILE."""
    found = re.findall(r"frkit (?:log|letter|why|status|request|law|agencies) [^\n,;:()]*", done.stderr)
    lines = [re.split(r" (?:or|and|once|shows) |\.?$", line)[0] for line in found]
    filled = [line.replace("DATE", "2026-04-20").replace("FILE", shlex.quote(str(own_letter))) for line in lines]
    return list(dict.fromkeys(filled))


SITUATIONS = {
    "new": [],
    "late": [("sent", "2026-03-02", {"method": "email"})],
    "in time": [("sent", "2026-04-16", {"method": "email"})],
    "failed": [("sent", "2026-03-02", {"method": "email"}), ("delivery_failed", "2026-03-03", {})],
    "fee": [("sent", "2026-03-02", {"method": "email"}), ("fee_estimated", "2026-03-10", {"amount": "45"})],
    "question": [("sent", "2026-03-02", {"method": "email"}), ("clarification_asked", "2026-03-10", {})],
    "unread": [("sent", "2026-03-02", {"method": "email"}), ("arrived", "2026-04-18", {})],
    "refused": [("sent", "2026-03-02", {"method": "email"}), ("denied", "2026-03-10", {"items": [1]})],
    "answered": [
        ("sent", "2026-03-02", {"method": "email"}),
        ("produced", "2026-03-10", {"items": [1, 2, 3, 4, 5, 6]}),
    ],
    "closed": [("sent", "2026-03-02", {"method": "email"}), ("abandoned", "2026-03-10", {})],
    "contradictory": [("acknowledged", "2026-02-20", {}), ("sent", "2026-03-02", {"method": "email"})],
}


@pytest.mark.parametrize("kind", ["", "request", "overdue", "appeal"])
@pytest.mark.parametrize("events", SITUATIONS.values(), ids=SITUATIONS)
def test_every_command_that_is_printed_runs_as_it_stands(events, kind, campaign, frkit, tmp_path):
    own = tmp_path / "own letter.txt"
    own.write_text("To the district attorney: I petition for a review.\n")
    for name, day, fields in events:
        log(campaign, name, day, **fields)
    done = frkit("letter", "wcso", *filter(None, [kind]), "--today", "2026-04-20")
    commands = printed_commands(done, own)
    assert commands or done.returncode == 0 or "name the kind" in done.stderr
    for command in commands:
        ran = frkit(*shlex.split(command)[1:])
        assert ran.returncode in (0, 1) and "Traceback" not in ran.stderr, (command, ran.stderr)
        if command.startswith("frkit log "):
            assert ran.returncode == 0 and ran.stdout.startswith("Logged "), (command, ran.stderr)


def test_what_must_be_known_first_stands_before_the_letter(campaign, frkit):
    log(campaign, "sent", "2026-03-02", method="email")
    log(campaign, "arrived", "2026-04-18")
    said = frkit("letter", "wcso", "--today", "2026-04-20").stderr.split("\n")
    assert said[1].startswith("Before you read it: what came on 2026-04-18 has not been read")
    assert sum("has not been read" in line for line in said) == 1


def test_what_failed_by_email_is_sent_by_post(campaign, frkit):
    log(campaign, "sent", "2026-03-02", method="email")
    log(campaign, "delivery_failed", "2026-03-03")
    said = frkit("letter", "wcso", "--today", "2026-03-04").stderr
    assert "request: the sending failed on Tue 2026-03-03" in said
    assert "frkit log sent 2026-03-wcso --date DATE --method post" in said
