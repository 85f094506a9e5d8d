"""Whatever comes is looked into and matched without an error, in bounded time, and no number is found by chance."""

from __future__ import annotations

import os
import time
from datetime import date, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from frkit.evidence.intake.look_alikes import look_alike, same_domain
from frkit.evidence.intake.looking import Question, look
from frkit.evidence.intake.matching import Clues, Known, candidates, proposed
from frkit.evidence.intake.private_in_reply import private_look
from frkit.evidence.unreadable import Unreadable
from frkit.tracking.inbox import why_no_document
from frkit.tracking.privacy import found_in_bytes

SECONDS = float(os.environ.get("FRKIT_FUZZ_SECONDS", "0"))
MORE = settings(
    max_examples=max(100, int(SECONDS * 40)),
    deadline=timedelta(seconds=20),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
VALUES = {"12 Hidden Lane": "address of requester", "robin@secret.example": "e-mail of requester"}
SENT = date(2026, 3, 2)
KNOWN = (
    Known("a", "Los Angeles Police Department", ("LAPD",), ("26-1234",), addresses=("r@lapd.example",), sent=SENT),
    Known("b", "警視庁", references=("令和8-17",), addresses=("x@mpd.example",), items=("顔認証",), sent=SENT),
)
BEGINNINGS = st.sampled_from(
    [
        b"",
        b"From: a@b.example\nSubject: x\nDate: ",
        b"From x\nFrom: a@b.example\nTo: b\n\n",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1 ",
        b"\x1f\x8b\x08",
        b"7z\xbc\xaf\x27\x1c",
        b"\xff\xd8\xff\xe0",
        b"<html>",
    ]
)


@MORE
@given(BEGINNINGS, st.binary(max_size=4000))
def test_any_bytes_are_looked_into_or_called_unreadable(tmp_path, beginning, rest):
    path = tmp_path / "came.bin"
    path.write_bytes(beginning + rest)
    began = time.process_time()
    try:
        seen = look(Question(path, VALUES))
    except Unreadable as why:
        assert str(why)
    else:
        assert seen.state[2] == len(beginning + rest)
        assert all(part.size >= 0 and len(part.sha256) == 64 for part in seen.inside)
    assert time.process_time() - began < 15


@MORE
@given(st.binary(max_size=3000), st.binary(max_size=3000), st.integers(1, 500))
def test_the_requesters_data_is_found_wherever_it_stands_and_however_blocks_are_cut(before, after, size):
    data = before + b" 12 HIDDEN lane " + after
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    assert "address of requester" in found_in_bytes(blocks, VALUES)


@MORE
@given(st.text(max_size=500), st.text(max_size=500), st.text(max_size=60), st.text(max_size=60), st.dates())
@example("26-1234" * 80, "", "a@b", "@", date(1, 1, 1))
def test_any_words_are_matched_the_same_way_each_time(words, subject, sender, name, day):
    clues = Clues(name, subject=subject, words=words, sender=sender, day=day)
    found = candidates(clues, KNOWN)
    assert found == candidates(clues, KNOWN)
    best = proposed(found)
    assert best is None or (best is found[0] and best.reasons and not best.warnings)
    for one in found:
        assert one.score == sum(points for _, points in one.reasons)


@MORE
@given(st.lists(st.integers(0, 9999), max_size=30))
def test_a_number_is_found_only_where_its_digits_stand_side_by_side_and_alone(numbers):
    text = " x ".join(f"{number:04}" for number in numbers)
    found = candidates(Clues("file", words=text), KNOWN)
    assert not any("number 26-1234" in reason for one in found for reason, _ in one.reasons)


@MORE
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_domain_is_a_look_alike_of_itself(domain, known):
    assert look_alike(domain, [domain]) is None
    if same_domain(domain, known):
        assert look_alike(domain, [known]) is None


@MORE
@given(st.text(max_size=80))
def test_any_name_is_a_document_or_is_told_why_not(name):
    assert isinstance(why_no_document(name), str)


def test_an_endless_line_is_looked_into_in_time(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"a" * (8 << 20))
    began = time.process_time()
    private_look(path, path.name, "text", VALUES)
    look(Question(path, VALUES))
    assert time.process_time() - began < 20
