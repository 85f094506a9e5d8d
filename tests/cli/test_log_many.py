"""One event for many requests: seen before it is written, and written for all or for none."""

import json

import pytest

TODAY = "--today 2026-03-20"


@pytest.fixture
def three(frkit):
    for agency in ("us-ca-lapd", "us-ny-nypd", "us-il-chicago-pd"):
        frkit(f"request new --agency {agency} --item contracts --item policy --today 2026-03-01")
    frkit("log sent --place us --date 2026-03-02 --method email --yes")
    return frkit


def events(frkit, kind):
    return sorted(frkit.root.glob(f"requests/*/events/*-{kind}-*.yaml"))


def test_a_letter_for_each_request_is_kept_when_all_are_sent_at_once(three):
    assert len(events(three, "sent")) == 3
    assert len(list(three.root.glob("requests/*/letters/*.txt"))) == 3
    assert len(list(three.root.glob("requests/*/law/*.yaml"))) == 3


def test_where_one_does_not_fit_none_is_written(three):
    three("request new --agency us-ma-boston-pd --item contracts --today 2026-03-01")
    said = three(f"log denied lapd boston --date 2026-03-10 --items 2 {TODAY}", expect=2).err
    assert "1 of 2 requests" in said and "boston" in said and "no item 2" in said
    assert events(three, "denied") == []


def test_one_letter_that_cannot_be_written_keeps_all_from_being_logged(three):
    three(f"log rej nypd --date 2026-03-10 --final {TODAY}")
    before = sorted(path for path in three.root.rglob("*") if path.is_file())
    said = three("log fu --place us --date 2026-03-20 --about overdue --yes --today 2026-04-20", expect=2).err
    assert "1 of 3 requests" in said and "nypd" in said
    assert sorted(path for path in three.root.rglob("*") if path.is_file()) == before


def test_one_missing_file_keeps_all_from_being_logged(three):
    three(f"log note lapd nypd --date 2026-03-10 --text x --file gone.pdf {TODAY}", expect=2)
    assert events(three, "note") == []


def test_one_file_comes_in_for_each_request(three):
    (three.root / "circular.txt").write_text("The office is closed on Friday.")
    three(f"log note --open --date 2026-03-10 --text circular --file circular.txt --source post --yes {TODAY}")
    kept = sorted(three.root.glob("requests/*/received/*circular.txt"))
    assert len(kept) == 3
    assert all("source: post" in path.read_text() for path in events(three, "note"))


def test_a_doubt_about_one_of_many_is_said_with_its_name(three):
    said = three(f"log dec --place us-ny --date 2026-03-10 --result upheld --yes {TODAY}").err
    assert "nypd" in said and "appeal" in said
    assert len(events(three, "appeal-decided")) == 1


def test_json_says_what_became_of_each(three):
    done = json.loads(three(f"log ack --place us --date 2026-03-05 --yes --json {TODAY}").out)
    assert {"request", "event", "logged", "ball_before", "ball", "changes", "notes"} == set(done[0])
    assert [one["logged"] for one in done] == [True] * 3
    nypd = next(one for one in done if "nypd" in one["request"])
    assert any("acknowledgement met on Thu 2026-03-05" in change for change in nypd["changes"])


def test_a_request_named_twice_gets_the_event_once(three):
    three(f"log note lapd first lapd --date 2026-03-10 --text x {TODAY}", expect=2)
    three(f"log note lapd 2026-03-lapd --date 2026-03-10 --text x {TODAY}")
    assert len(events(three, "note")) == 1


def test_without_a_request_or_a_filter_it_asks_for_one(three):
    assert "Which request?" in three(f"log note --date 2026-03-10 --text x {TODAY}", expect=2).err
