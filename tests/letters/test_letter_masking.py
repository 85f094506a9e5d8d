"""What is private stays out of the masked letter, wherever and however it was typed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frkit.base.errors import FrkitError
from frkit.letters.masking import mask, still_private
from frkit.tracking.folder import init_campaign
from frkit.tracking.types import Item, Requester

SENT = ("sent", "2026-03-02", {"method": "email"})
PRIVATE = ("Jordan", "Hidden Lane", "97477", "jordan@secret", "0142", "541")


@pytest.mark.parametrize(("kind", "today"), [("request", "2026-03-02"), ("overdue", "2026-06-01")])
def test_the_masked_letter_is_the_same_letter_without_the_person(kind, today, asked, written):
    file = asked("us-or-washington-county-sheriff", *([SENT] if kind == "overdue" else []))
    letter = written(kind, file, today)
    assert all(value in letter.text for value in ("Jordan Example", "12 Hidden Lane", "jordan@secret.example"))
    assert not any(value in letter.masked_text for value in PRIVATE)
    assert not any(value in repr(letter.facts) + letter.subject for value in PRIVATE)
    for placeholder in (
        "[name of requester]",
        "[address of requester]",
        "[e-mail of requester]",
        "[telephone of requester]",
    ):
        assert placeholder in letter.masked_text
    body = letter.text.split("Public records officer")[1].replace("Jordan Example", "[name of requester]")
    assert body == letter.masked_text.split("Public records officer")[1]


def test_private_data_in_the_text_of_an_item_is_masked_too_across_line_ends(asked, written):
    words = "about the search that Jordan   EXAMPLE of 12 hidden lane asked for, by 541.555.0142 or (541) 555-0142"
    for filler in range(0, 60, 7):
        item = Item(number=1, category="other", text="x" * filler + " " + words)
        letter = written("request", asked("us-or-washington-county-sheriff", items=(item,)))
        assert not re.search("jordan|hidden|555", letter.masked_text, re.I)
        assert "EXAMPLE" in letter.text
        assert max(map(len, letter.masked_text.split("\n"))) <= 76


def test_a_name_that_is_also_a_word_does_not_eat_the_letter(asked, written):
    person = Requester(name="Will", address=("Flat 2", "London"), email="w@secret.example")
    letter = written("request", asked("gb-met"), requester=person)
    assert "which body or company holds" in letter.masked_text and "[name of requester]" in letter.masked_text
    assert "Metropolitan Police Service\nFreedom of Information team\nLondon" in letter.masked_text
    assert not re.search(r"\bWill\b|secret", letter.masked_text)


def test_without_a_requester_on_file_the_placeholders_stay_and_the_letter_says_what_to_add(asked, written):
    letter = written("request", asked("us-or-washington-county-sheriff"), requester=None)
    assert letter.text == letter.masked_text and letter.text.startswith("[name of requester]\n[address of requester]\n")
    assert any("private/requesters/me.yaml" in task and "name, address, email" in task for task in letter.to_do)


def test_a_requester_without_telephone_gets_no_placeholder_for_one(asked, written):
    letter = written("request", asked("gb-met"), requester=Requester(name="A Person", email="a@secret.example"))
    assert "telephone" not in letter.masked_text and "[address" not in letter.masked_text


def test_a_requester_file_without_a_name_is_refused(asked, written):
    with pytest.raises(FrkitError, match="no name"):
        written("request", asked("gb-met"), requester=Requester(name=" \u200b"))


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="abC xyZ.(*[\\+?éß", min_size=1, max_size=20).filter(lambda name: name.strip()),
    st.text(alphabet="0123456789 ()-+", min_size=8, max_size=16).filter(
        lambda number: sum(map(str.isdigit, number)) > 5
    ),
    st.sampled_from(["{}", "by {} today", "({})", "\n{}\n", "x, {}; y", "{}."]),
)
def test_a_value_never_survives_masking(name, telephone, frame):
    person = Requester(name=" ".join(name.split()), telephone=telephone.strip(), address=("7 Back Road",))
    for value in (person.name, person.telephone, person.name.replace(" ", "\n "), "7  back\nROAD"):
        masked = mask(frame.format(value), person)
        assert still_private(masked, person) == []


def test_keeping_a_letter_puts_the_real_one_under_private_and_the_masked_one_beside_the_request(
    tmp_path, asked, written, someone
):
    from frkit.letters.sending import keep_sent, keep_sent_text

    folder = init_campaign(tmp_path / "campaign", "Test", requester="me")
    file = asked("gb-met")
    request_id = folder.create_request(file.request, "met", date(2026, 3, 2))
    letter = written("request", file)
    sent, masked = keep_sent(folder, request_id, letter, date(2026, 3, 2))
    assert (folder.root / "private" / "sent" / f"{sent}.txt").read_text(encoding="utf-8") == letter.text
    beside = folder.root / "requests" / request_id / "letters" / "2026-03-02-request.txt"
    assert beside.read_text(encoding="utf-8") == letter.masked_text
    assert keep_sent(folder, request_id, letter, date(2026, 3, 2)) == (sent, masked)

    changed = letter.text.replace("Thank you", "Call me, Jordan Example, at 5415550142. Thank you")
    assert changed.startswith("Jordan Example\n12 Hidden Lane\nSpringfield 97477\n")
    other, other_masked = keep_sent_text(folder, request_id, changed, "request", date(2026, 3, 2), someone)
    assert other != sent and (folder.root / "private" / "sent" / f"{other}.txt").is_file()
    kept = sorted(beside.parent.glob("*.txt"))
    assert kept[0].read_text(encoding="utf-8").startswith("[name of requester]\n[address of requester]\n[e-mail")
    assert [path.name for path in kept] == [f"2026-03-02-request-{other_masked[:8]}.txt", "2026-03-02-request.txt"]
    tracked = "".join(
        path.read_text(encoding="utf-8")
        for path in folder.root.rglob("*")
        if path.is_file() and "private" not in path.parts
    )
    assert "Jordan" not in tracked and "5550142" not in tracked and "Hidden Lane" not in tracked
