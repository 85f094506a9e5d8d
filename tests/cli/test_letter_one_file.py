"""One letter as a file: by the ending of its name or by --format, and never where git would track it."""

from __future__ import annotations

import json

import pytest

DAY = "--today 2026-03-02"
BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "eml": b"X-Unsent: 1", "html": b"<!DOCTYPE html>"}


@pytest.fixture
def lapd(frkit):
    frkit(f"request new --agency us-ca-lapd --item contracts {DAY}")
    return frkit


@pytest.mark.parametrize("name", BEGINS)
def test_the_format_follows_from_the_ending(lapd, name):
    lapd(f"letter lapd --out private/letter.{name} {DAY}")
    assert (lapd.root / "private" / f"letter.{name}").read_bytes().lstrip().startswith(BEGINS[name])


@pytest.mark.parametrize("name", BEGINS)
def test_what_no_screen_can_show_goes_to_a_file_of_its_own_below_private(lapd, name):
    said = lapd(f"letter lapd --format {name} {DAY}")
    file = f"private/letters/2026-03-lapd/2026-03-02-request.{name}"
    assert said.out == f"Written to {file}.\n" and (lapd.root / file).read_bytes().lstrip().startswith(BEGINS[name])
    assert said.err.rstrip().endswith(f"--letter {file}")
    assert lapd(f"letter lapd --format {name} {DAY}").out == f"It is there already: {file}.\n"


def test_a_request_that_changed_gives_no_second_letter_of_that_name(lapd):
    lapd(f"letter lapd --format html {DAY}")
    request = lapd.root / "requests" / "2026-03-lapd" / "request.yaml"
    request.write_text(request.read_text() + "title: the cameras of Main Street\n")
    assert "exists already with other content" in lapd(f"letter lapd --format html {DAY}", expect=1).err


@pytest.mark.parametrize("name", BEGINS)
def test_a_masked_file_shows_nothing_private_and_may_lie_anywhere(lapd, name):
    from frkit.tracking.privacy import found_in_file

    values = {"12 Hidden Lane": "address", "robin@secret.example": "e-mail", "Robin Requester": "name"}
    assert "git would track it there" in lapd(f"letter lapd --out letter.{name} {DAY}", expect=1).err
    lapd(f"letter lapd --masked --out letter.{name} {DAY}")
    assert found_in_file(lapd.root / f"letter.{name}", values) == []
    lapd(f"letter lapd --out private/letter.{name} {DAY}")
    assert found_in_file(lapd.root / "private" / f"letter.{name}", values), "else this test would see nothing"


def test_json_names_the_file_and_the_line_that_logs_it(lapd):
    data = json.loads(lapd(f"letter lapd --format html --json {DAY}").out)
    assert data["format"] == "html" and data["file"].endswith("2026-03-02-request.html")
    assert data["log"] == f"frkit log sent {data['request']} --date DATE --method email --letter {data['file']}"
    assert data["text"].startswith("Robin Requester\n")


def test_a_masked_letter_is_not_offered_as_what_was_sent(lapd):
    assert "--letter" not in lapd(f"letter lapd --masked --out letter.txt {DAY}").err


def test_the_kinds_stand_in_the_help_with_what_they_are_for(lapd):
    from frkit.letters.kinds.registry import ALL

    said = " ".join(lapd("letter --help").out.split())
    assert all(f"{kind.name} {kind.purpose[:1].upper()}{kind.purpose[1:]}." in said for kind in ALL)
