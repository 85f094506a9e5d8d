"""Short codes for what is logged every day, and the help that shows them."""

import re

import pytest

from frkit.tracking.codes import CODE_WORDS, CODES, GROUPS, group_of, kind_meant
from frkit.tracking.events import BY_KIND

NEW = "request new --agency us-ca-lapd --pack first-contact --today 2026-03-01"
DAY = "--date 2026-03-05 --today 2026-03-06"


@pytest.fixture
def sent(frkit):
    frkit(NEW)
    frkit("log sent lapd --date 2026-03-02 --method email")
    return frkit


def the_only_event(frkit, kind):
    found = list(frkit.root.glob(f"requests/*/events/*-{kind.replace('_', '-')}-*.yaml"))
    assert len(found) == 1
    return found[0].read_text()


def test_every_code_means_a_kind_that_there_is_and_hides_no_other():
    assert {kind for kind, _ in CODES.values()} <= set(BY_KIND)
    assert not set(CODES) & {kind.replace("_", "-") for kind in BY_KIND}
    assert {code for code, (_, besides) in CODES.items() if besides} == set(CODE_WORDS)
    assert kind_meant("ACK") == ("acknowledged", {})
    assert kind_meant("No Records") == ("no_records", {})
    assert kind_meant("nothing") is None


@pytest.mark.parametrize(
    ("code", "kind", "more"),
    [
        ("ack", "acknowledged", "--reference 26-77"),
        ("ext", "extension_claimed", "--days 14 --reason volume"),
        ("fee", "fee_estimated", "--amount 45.00"),
        ("rej", "denied", "--items 1"),
        ("nrd", "no_records", "--wording 'We found none.'"),
        ("ncnd", "neither_confirm_nor_deny", ""),
        ("clar", "clarification_asked", "--question 'Which years?'"),
        ("xfer", "transferred", "--to 'the county'"),
    ],
)
def test_a_code_logs_what_the_long_name_logs(sent, code, kind, more):
    sent(f"log {code} lapd {DAY} {more}")
    short = the_only_event(sent, kind)
    refused = sent(f"log {kind.replace('_', '-')} lapd {DAY} {more}", expect=1)
    assert "logged already" in refused.err
    assert f"kind: {kind}\n" in short


def test_some_records_and_all_records_have_codes_of_their_own(sent):
    sent(f"log part lapd {DAY} --items 1")
    sent("log done lapd --date 2026-03-06 --today 2026-03-06 --items 2")
    texts = sorted(path.read_text() for path in sent.root.glob("requests/*/events/*-produced-*.yaml"))
    assert [("partial: true" in text, "final: true" in text) for text in texts] == [(True, False), (False, True)]
    assert "--partial too" in sent("log part --help").out


def test_the_help_shows_each_kind_once_with_its_codes_by_who_acts(frkit):
    shown = frkit("log --help").out
    listed = [line.split()[0].rstrip(",") for line in shown.splitlines() if re.match(r"  [a-z-]+[, ]", line)]
    kinds = [kind.replace("_", "-") for kind in BY_KIND]
    assert sorted(name for name in listed if name in kinds) == sorted(kinds)
    assert all(re.search(rf"(?m)[ ,]{code}\b", shown) for code in CODES)
    assert [shown.index(f"\n{group}:") for group in GROUPS] == sorted(shown.index(f"\n{group}:") for group in GROUPS)
    assert group_of("arrived") == group_of("denied") != group_of("sent") != group_of("appeal_decided")


def test_no_help_of_any_kind_is_wider_than_a_terminal(frkit, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for line in ("log --help", "log call --help", "log ncnd --help", "log retention-learned --help"):
        assert max(map(len, frkit(line).out.splitlines())) <= 80


def test_a_misspelt_code_is_told_with_the_nearest(frkit):
    assert "did you mean 'ncnd'" in frkit("log ncdn lapd", expect=2).err


def test_what_a_kind_can_say_is_never_hidden_by_a_filter_or_a_shared_option(frkit):
    for kind, event_type in BY_KIND.items():
        from frkit.cli.filters import filter_params
        from frkit.cli.log.event_options import options_of

        own = {word for option in options_of(event_type) for word in option.opts}
        assert own.isdisjoint({word for option in filter_params() for word in option.opts}), kind
