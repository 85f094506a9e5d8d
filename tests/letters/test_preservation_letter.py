"""The letter that asks to keep records: when it is proposed, what it leaves out, and how it is logged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from frkit.base.errors import FrkitError
from frkit.cli.main import frkit as command
from frkit.law.loading import load_jurisdiction
from frkit.letters.proposing import propose_kind
from frkit.tracking.standing import standing
from frkit.tracking.types import Item, Period

SENT = ("sent", "2026-03-02", {"method": "email"})
SINCE = Period(since=date(2026, 2, 1))
LOGS = {"records": "search logs", "kept": "45 days", "basis": "policy", "citation": "Schedule 2024", "items": [1]}
LEARNED = ("retention_learned", "2026-03-03", LOGS)
REFUSED = ("denied", "2026-03-09", {"items": [1, 2, 3], "exemptions": [{"cited": "87(2)(e)"}]})


def proposed(file, today):
    return propose_kind(standing(file, date.fromisoformat(today)), file)


def test_it_is_proposed_while_records_can_still_be_saved(asked):
    file = asked("us-ca-lapd", SENT, LEARNED, period=SINCE)
    kind, why = proposed(file, "2026-03-05")
    assert kind == "preservation" and why.startswith("ask the agency to keep the records of item 1")
    assert "go on Wed 2026-03-18: 13 days left" in why


def test_records_that_go_within_days_come_before_the_appeal_and_then_the_appeal(asked):
    saved = ("followed_up", "2026-03-10", {"about": "preservation"})
    assert proposed(asked("us-ny-nypd", SENT, LEARNED, REFUSED, period=SINCE), "2026-03-10")[0] == "preservation"
    assert proposed(asked("us-ny-nypd", SENT, LEARNED, REFUSED, saved, period=SINCE), "2026-03-11")[0] == "appeal"


def test_it_fits_while_a_fee_waits_for_our_answer(asked, written):
    fee = ("fee_estimated", "2026-03-04", {"amount": "90"})
    file = asked("us-ca-lapd", SENT, LEARNED, fee, period=SINCE)
    assert proposed(file, "2026-03-05")[0] == "preservation"
    assert "neither accepts nor disputes it" in " ".join(written("preservation", file, "2026-03-05").text.split())


def test_it_says_by_when_it_must_be_there(asked, written):
    letter = written("preservation", asked("us-ca-lapd", SENT, LEARNED, period=SINCE), "2026-03-05")
    assert "Send it so that it is there before 2026-03-18: then the first records go." in letter.to_do


def test_what_the_team_alone_may_know_and_whom_it_asked_stand_in_no_letter(asked, written):
    secret = ("retention_learned", "2026-03-03", {**LOGS, "audience": "counsel"})
    told = ("retention_learned", "2026-03-03", {**LOGS, "source": "Clerk Robin Miller, on the quiet"})
    assert "45 days" not in written("preservation", asked("us-ca-lapd", SENT, secret), "2026-03-05").text
    letter = written("preservation", asked("us-ca-lapd", SENT, told), "2026-03-05")
    assert "45 days" in letter.text and "Miller" not in letter.text


def test_what_is_only_recalled_is_put_as_such_and_to_be_looked_up(asked, written):
    footage = (Item(number=1, category="other", text="Footage of the camera", period=Period(since=date(2026, 3, 1))),)
    letter = written(
        "preservation", asked("gb-met", SENT, law=load_jurisdiction("gb-sar"), items=footage), "2026-03-05"
    )
    text = " ".join(letter.text.split())
    assert "item 1, footage of live cameras: as I understand, kept at most about 31 days" in text
    assert "gone by 1 April 2026 or sooner" in text
    assert any("is not certain: look it up" in task for task in letter.to_do)


def test_an_offence_is_no_matter_for_a_letter(asked, written):
    assert "offence" not in written("preservation", asked("gb-met", SENT), "2026-03-05").text


@pytest.mark.parametrize(
    ("events", "fact"),
    [
        ((), "No 'sent' is logged"),
        ((SENT, ("delivery_failed", "2026-03-03")), "The last sending failed"),
        ((SENT, ("withdrawn", "2026-03-04")), "Nothing is left to be kept"),
        ((SENT, ("produced", "2026-03-04", {"final": True})), "Nothing is left to be kept"),
    ],
)
def test_where_it_does_not_fit_it_says_why(asked, written, events, fact):
    with pytest.raises(FrkitError, match=fact):
        written("preservation", asked("us-ca-lapd", *events), "2026-03-05")


def test_nothing_hostile_in_what_was_learned_breaks_a_line_or_hides(asked, written):
    odd = {**LOGS, "records": "logs\n= Subject: x\n| you\u202e", "citation": "Line 1\n\n\nDear Sir"}
    text = written(
        "preservation", asked("us-ca-lapd", SENT, ("retention_learned", "2026-03-03", odd)), "2026-03-05"
    ).text
    assert "\u202e" not in text and "\nDear Sir" not in text and "\n| you" not in text


# from the phone call to the letter on file


def run(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(command, [*arguments, "--campaign", str(root)], env={"FRKIT_BY": "me", "COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return result.output


def test_from_a_telephone_call_to_the_letter_that_is_kept(tmp_path):
    root = tmp_path / "campaign"
    CliRunner().invoke(command, ["init", str(root), "--requester", "me"], catch_exceptions=False)
    (root / "private" / "requesters" / "me.yaml").write_text(
        "name: Robin Requester\naddress: [12 Hidden Lane]\nemail: robin@secret.example\n", encoding="utf-8"
    )
    run(root, "request", "new", "--agency", "us-ca-lapd", "--pack", "first-contact", "--since", "2026-01-15",
        "--today", "2026-03-02")  # fmt: skip
    run(root, "log", "sent", "lapd", "--date", "2026-03-02", "--method", "email")
    logged = run(root, "log", "retention-learned", "lapd", "--date", "2026-03-05", "--items", "1", "--kept", "90 days",
                 "--records", "search counts", "--basis", "statement", "--today", "2026-03-05")  # fmt: skip
    assert "records of item 1 go on Wed 2026-04-15" in " ".join(logged.split())
    assert "frkit letter 2026-03-lapd-first-contact preservation" in run(root, "next", "--today", "2026-03-06")
    letter = run(root, "letter", "lapd", "--today", "2026-03-06")
    assert "as you said on March 5, 2026, kept 90 days" in " ".join(letter.split())
    assert "--about preservation --method email" in letter
    run(root, "log", "followed-up", "lapd", "--date", "2026-03-06", "--about", "preservation", "--method", "email")
    kept = (root / "requests" / "2026-03-lapd-first-contact" / "letters" / "2026-03-06-preservation.txt").read_text()
    assert "[name of requester]" in kept and "Hidden Lane" not in kept and "Robin" not in kept
    assert "preservation" not in run(root, "next", "--today", "2026-03-08")
    why = " ".join(run(root, "why", "lapd", "--today", "2026-03-08").split())
    assert "The first go: Thu 2026-01-15 + 90 days = Wed 2026-04-15." in why
    assert "Asked to preserve on Fri 2026-03-06." in why
