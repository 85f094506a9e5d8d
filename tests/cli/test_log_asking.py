"""On a terminal frkit asks for what is missing; in a pipe it supposes nothing. Run on a real terminal device."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TODAY = ["--today", "2026-03-20"]


@pytest.fixture
def sent(frkit):
    frkit("request new --agency us-ca-lapd --pack first-contact --today 2026-03-01")
    frkit("log sent lapd --date 2026-03-02 --method email")
    return frkit


def on_a_terminal(frkit, answers, *words):
    """Run frkit with a terminal for its input, on which these lines are typed."""
    ours, theirs = pty.openpty()
    try:
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        return subprocess.run(
            [sys.executable, "-m", "frkit", *words],
            cwd=frkit.root,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "FRKIT_BY": "tester", "COLUMNS": "80"},
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)


def events(frkit, kind):
    return sorted(frkit.root.glob(f"requests/*/events/*-{kind}-*.yaml"))


def test_the_amount_and_the_day_are_asked_for_until_they_fit(sent):
    answers = ("45.00", "2026-03-55", "2026-03-05")
    done = on_a_terminal(sent, answers, "log", "fee", "lapd", *TODAY)
    assert done.returncode == 0, done.stderr
    asked = done.stdout + done.stderr
    assert "How much, like 45.00" in asked and "On which day did it happen" in asked
    assert "'2026-03-55' is not a date" in asked
    assert "amount: '45.00'" in events(sent, "fee-estimated")[0].read_text()


def test_a_choice_is_asked_for_with_its_answers(sent):
    done = on_a_terminal(sent, ("portal",), "log", "sent", "lapd", "--date", "2026-03-03", "--again", *TODAY)
    assert done.returncode == 0, done.stderr
    assert "How did it go (email, post, portal" in done.stdout + done.stderr
    assert len(events(sent, "sent")) == 2


def test_for_many_it_asks_and_no_means_that_nothing_is_written(sent):
    words = ("log", "ack", "--place", "us", "--date", "2026-03-05", *TODAY)
    refused = on_a_terminal(sent, ("n",), *words)
    assert refused.returncode == 130 and events(sent, "acknowledged") == []
    agreed = on_a_terminal(sent, ("y",), *words)
    assert agreed.returncode == 0 and len(events(sent, "acknowledged")) == 1


def test_a_day_years_before_all_else_is_asked_about_and_may_be_true(sent):
    words = ("log", "call", "lapd", "--date", "2016-03-05", "--said", "they never answer", *TODAY)
    refused = on_a_terminal(sent, ("n",), *words)
    assert refused.returncode == 130 and events(sent, "call") == []
    assert "more than two years before" in " ".join(refused.stderr.split())
    assert on_a_terminal(sent, ("y",), *words).returncode == 0
    assert len(events(sent, "call")) == 1


def test_in_a_pipe_an_odd_year_needs_a_yes(sent):
    line = "log call lapd --date 2016-03-05 --said 'they never answer' --today 2026-03-20"
    assert "--yes" in sent(line, expect=2).err
    assert events(sent, "call") == []
    sent(f"{line} --yes")
    assert len(events(sent, "call")) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("log fee lapd --date 2026-03-05", "'fee estimated' cannot do without --amount"),
        ("log sent lapd --date 2026-03-05", "add --method email or post or portal"),
        ("log fix lapd --date 2026-03-05", "--event and --reason"),
        ("log fee lapd --amount 45", "The day on which it happened is missing"),
    ],
)
def test_in_a_pipe_what_is_missing_is_named_and_nothing_is_supposed(sent, line, said):
    assert said in sent(line, expect=2).err
    assert len(list(sent.root.glob("requests/*/events/*.yaml"))) == 1
