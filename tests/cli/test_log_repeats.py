"""Nothing is logged twice by mistake, and nothing is lost where the same was meant to be logged again."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NEW = "request new --pack first-contact --today 2026-03-01 --agency"
TODAY = "--today 2026-03-20"


@pytest.fixture
def sent(frkit):
    frkit(f"{NEW} us-ca-lapd")
    frkit("log sent lapd --date 2026-03-02 --method email")
    return frkit


def events(frkit, kind):
    return sorted(frkit.root.glob(f"requests/*/events/*-{kind}-*.yaml"))


def test_the_same_acknowledgement_twice_is_refused_and_names_the_first(sent):
    sent(f"log ack lapd --date 2026-03-05 --reference 26-77 {TODAY}")
    refused = sent(f"log ack lapd --date 2026-03-05 --reference 26-77 --note 'logged by me too' {TODAY}", expect=1)
    assert events(sent, "acknowledged")[0].stem in refused.err and "--again" in refused.err
    assert len(events(sent, "acknowledged")) == 1


def test_again_logs_it_all_the_same_even_within_one_second(sent):
    for _ in range(3):
        sent(f"log call lapd --date 2026-03-05 --said 'no answer' --again {TODAY}")
    assert len(events(sent, "call")) == 3


@pytest.mark.parametrize(
    "second",
    [
        "--date 2026-03-06 --amount 45 --for 1,2",
        "--date 2026-03-05 --amount 46 --for 1,2",
        "--date 2026-03-05 --amount 45 --for 3",
        "--date 2026-03-05 --amount 45 --for 1,2 --file letter.txt",
    ],
)
def test_another_day_amount_item_or_file_is_another_event(sent, second):
    (sent.root / "letter.txt").write_text("The fee is 45 dollars.")
    sent(f"log fee lapd --date 2026-03-05 --amount 45 --for 1,2 {TODAY}")
    sent(f"log fee lapd {second} {TODAY}")
    assert len(events(sent, "fee-estimated")) == 2


def test_a_proof_that_comes_later_is_taken_in(sent):
    (sent.root / "receipt.txt").write_text("Delivered on 3 March.")
    sent(f"log recv lapd --date 2026-03-03 {TODAY}")
    sent(f"log recv lapd --date 2026-03-03 --proof receipt.txt {TODAY}")
    sent(f"log recv lapd --date 2026-03-03 --proof receipt.txt {TODAY}", expect=1)
    sent(f"log recv lapd --date 2026-03-03 {TODAY}", expect=1)
    assert sum("role: proof" in path.read_text() for path in events(sent, "received-by-agency")) == 1
    assert len(events(sent, "received-by-agency")) == 2


def test_the_order_of_items_and_the_spelling_of_money_make_no_difference(sent):
    sent(f"log fee lapd --date 2026-03-05 --amount 1045.00 --for 1,2 {TODAY}")
    sent(f"log fee lapd --date 2026-03-05 --amount 1,045 --for 2,1 {TODAY}", expect=1)


def test_times_tell_two_calls_of_a_day_apart_but_only_where_both_are_known(sent):
    sent(f"log call lapd --date 2026-03-05 --time 09:00 --said 'no answer' {TODAY}")
    sent(f"log call lapd --date 2026-03-05 --time 14:00 --said 'no answer' {TODAY}")
    sent(f"log call lapd --date 2026-03-05 --said 'no answer' {TODAY}", expect=1)
    assert len(events(sent, "call")) == 2


def test_what_was_taken_back_can_be_logged_again(sent):
    sent(f"log ack lapd --date 2026-03-05 {TODAY}")
    wrong = events(sent, "acknowledged")[0].stem
    sent(f"log fix lapd --date 2026-03-06 --event {wrong} --reason 'it was about another request' {TODAY}")
    sent(f"log ack lapd --date 2026-03-05 --again {TODAY}")
    sent(f"log fix lapd --date 2026-03-06 --event {wrong} --reason 'it was about another request' {TODAY}", expect=1)
    assert len(events(sent, "acknowledged")) == 2


def test_the_request_is_not_sent_twice_by_a_slip_but_after_a_bounce_it_is(sent):
    again = "log sent lapd --date 2026-03-02 --method email"
    sent(again, expect=1)
    sent("log fail lapd --date 2026-03-02")
    sent(again)
    assert len(events(sent, "sent")) == 2


def test_another_letter_of_the_same_day_is_another_event(sent):
    (sent.root / "one.txt").write_text("Which of the two files is the contract?\n")
    (sent.root / "two.txt").write_text("And where is the annex?\n")
    sent("log fu lapd --date 2026-03-10 --letter one.txt")
    sent("log fu lapd --date 2026-03-10 --letter one.txt", expect=1)
    sent("log fu lapd --date 2026-03-10 --letter two.txt")
    assert len(events(sent, "followed-up")) == 2


def test_an_event_of_the_same_kind_and_day_is_pointed_at(sent):
    sent(f"log ack lapd --date 2026-03-05 --reference 26-77 {TODAY}")
    first = events(sent, "acknowledged")[0].stem
    said = " ".join(sent(f"log ack lapd --date 2026-03-05 --reference 26-78 {TODAY}").err.split())
    assert f"{first} is of the same kind and day" in said and f"--event {first} --reason" in said


def test_for_several_requests_those_that_have_it_are_passed_over(sent):
    sent(f"{NEW} us-ny-nypd")
    sent(f"log note lapd --date 2026-03-02 --text 'asked by phone' {TODAY}")
    said = sent(f"log note lapd nypd --date 2026-03-02 --text 'asked by phone' {TODAY}").out
    assert "1 logged, 1 passed over" in said
    done = json.loads(sent(f"log note lapd nypd --date 2026-03-02 --text 'asked by phone' {TODAY} --json").out)
    assert [one["logged"] for one in done] == [False, False]
    assert [one["event"] for one in done] == [path.stem for path in events(sent, "note")]


def test_killed_half_way_a_second_run_adds_only_what_is_missing(frkit):
    agencies = ("us-ca-lapd", "us-ny-nypd", "us-il-chicago-pd", "us-ma-boston-pd", "us-fl-orlando-pd", "us-dea")
    for agency in agencies:
        frkit(f"{NEW} {agency}")
    frkit("log sent --place us --date 2026-03-02 --method email --yes")
    line = ["log", "call", "--place", "us", "--date", "2026-03-05", "--said", "no answer", "--yes"]
    line += ["--file", str(frkit.root / "recording.txt")]
    (frkit.root / "recording.txt").write_text("ring, ring")
    mine = {**os.environ, "PYTHONPATH": str(PROJECT), "FRKIT_BY": "tester"}
    with subprocess.Popen(
        [sys.executable, "-m", "frkit", *line],
        cwd=frkit.root,
        env=mine,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        deadline = time.monotonic() + 60
        while not events(frkit, "call") and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        running.send_signal(signal.SIGKILL)
    first = events(frkit, "call")
    assert 1 <= len(first) < len(agencies), "it was to be killed between the first event and the last"
    rest = frkit(
        f"log call --place us --date 2026-03-05 --said 'no answer' --yes --file {frkit.root}/recording.txt"
    ).out
    assert f"{len(agencies) - len(first)} logged, {len(first)} passed over" in rest
    assert len({path.parent for path in events(frkit, "call")}) == len(events(frkit, "call")) == len(agencies)
    frkit("check")
