"""A letter as a mail that waits to be sent: the whole letter in its body, and no header that a name could forge."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default

import pytest
from letters.drawing import SENT, learned, letter_and_sheet

from frkit.base.errors import MissingProgram
from frkit.letters.formats import eml
from frkit.letters.formats.registry import in_format, made_in_format
from frkit.letters.formats.sheet import addresses_in
from frkit.tracking.types import Requester

OFFICE = learned("records@sheriff.example", "215 Some Avenue")
APPEALS = learned("appeals@nypd.example", purpose="appeal")


def read(data):
    return message_from_bytes(data, policy=default)


def body_of(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.fixture
def request_mail(asked, someone):
    return letter_and_sheet("request", asked("us-or-washington-county-sheriff", OFFICE), someone)


def test_it_is_a_draft_to_the_office_with_the_whole_letter_in_its_body(request_mail):
    letter, sheet = request_mail
    message = read(in_format(letter, "eml", sheet))
    assert message["X-Unsent"] == "1"
    assert message["From"] == "Jordan Example <jordan@secret.example>"
    assert message["To"] == "records@sheriff.example"
    assert message["Subject"] == letter.subject
    assert body_of(message) == letter.text
    assert message["Date"] is None and message["Message-ID"] is None


def test_the_pdf_goes_along(request_mail):
    letter, sheet = request_mail
    (attached,) = read(in_format(letter, "eml", sheet)).iter_attachments()
    assert attached.get_filename() == "2026-03-02-request.pdf"
    assert attached.get_content() == in_format(letter, "pdf", sheet)


def test_illinois_gets_the_request_in_the_message_alone(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-il-chicago-pd", learned("foia@chicago.example")), someone)
    message = read(in_format(letter, "eml", sheet))
    assert not message.is_multipart() and body_of(message) == letter.text


def test_lines_are_short_enough_for_every_mail_server(request_mail):
    letter, sheet = request_mail
    head, _, body = in_format(letter, "eml", replace(sheet, title="T" * 300)).partition(b"\r\n\r\n")
    for part, longest in ((head, 998), (body, 78)):
        lines = part.split(b"\r\n")
        assert max(map(len, lines)) <= longest and not any(b"\n" in line for line in lines)


def test_the_same_letter_gives_the_same_bytes(request_mail):
    letter, sheet = request_mail
    assert in_format(letter, "eml", sheet) == in_format(letter, "eml", sheet)


def test_an_address_that_came_back_is_not_written_to_again(asked, someone):
    failed = [("sent", "2026-03-02", {"method": "email", "to": "old@dea.example"}), ("delivery_failed", "2026-03-03")]
    old, new = learned("old@dea.example", day="2026-03-01"), learned("new@dea.example", day="2026-02-01")
    _, sheet = letter_and_sheet("request", asked("us-dea", old, *failed), someone, "2026-03-10")
    assert sheet.to == ()
    _, sheet = letter_and_sheet("request", asked("us-dea", new, old, *failed), someone, "2026-03-10")
    assert sheet.to == ("new@dea.example",)


def test_an_appeal_goes_to_the_address_for_appeals_and_to_no_other(asked, someone):
    refused = ("denied", "2026-03-20", {"exemptions": [{"cited": "87(2)(g)"}]})
    to_both = asked("us-ny-nypd", learned("foil@nypd.example"), APPEALS, SENT, refused)
    assert letter_and_sheet("appeal", to_both, someone, "2026-03-25")[1].to == ("appeals@nypd.example",)
    to_office = asked("us-ny-nypd", learned("foil@nypd.example"), SENT, refused)
    assert letter_and_sheet("appeal", to_office, someone, "2026-03-25")[1].to == ()


def test_without_an_address_on_file_the_mail_waits_for_one(asked, someone):
    letter, sheet = letter_and_sheet("request", asked("us-dea", learned("1 Main Street")), someone)
    assert read(in_format(letter, "eml", sheet))["To"] is None


def test_names_in_other_scripts_survive(asked):
    person = Requester(name="Łucja Ђорђевић", address=("Street",), email="l@secret.example")
    letter, sheet = letter_and_sheet("request", asked("us-dea", OFFICE, title="Größe 漢字"), person)
    plain = message_from_bytes(in_format(letter, "eml", sheet))
    assert str(make_header(decode_header(plain["From"]))) == "Łucja Ђорђевић <l@secret.example>"
    assert "Größe 漢字" in str(make_header(decode_header(plain["Subject"])))
    assert all(byte < 128 for byte in in_format(letter, "eml", sheet))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\x0b"])
def test_no_name_title_or_address_can_add_a_header(end, asked):
    evil = f"Robin{end}Bcc: spy@evil.example{end}{end}<html>"
    person = Requester(name=evil, address=(evil,), email=f"r@x.example{end}Bcc: spy@evil.example")
    letter, sheet = letter_and_sheet("request", asked("us-dea", OFFICE, title=evil), person)
    message = read(in_format(letter, "eml", sheet))
    assert message["Bcc"] is None and message["From"] is None
    assert set(message.keys()) == {"X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"}
    sheet = replace(sheet, sender="r@x.example")
    message = read(in_format(letter, "eml", sheet))
    assert message["Bcc"] is None and [one.addr_spec for one in message["From"].addresses] == ["r@x.example"]


def test_an_address_with_anything_odd_in_it_is_left_to_a_person():
    lines = ("foi@police.example", "<a@b.example>; c@d.example", "e@f.example.", "mailto:g@h.example")
    assert addresses_in(lines) == ("foi@police.example", "a@b.example", "c@d.example", "e@f.example", "g@h.example")
    odd = ('"a b"@c.example', "a@b", "a@@b.example", "a@b@c.example", "ä@b.example", "a@b.example\x00c", "..@b.example")
    assert addresses_in(odd) == ()


def test_the_masked_mail_names_nobody(request_mail):
    letter, sheet = request_mail
    message = read(in_format(letter, "eml", sheet, masked=True))
    assert message["From"] is None and body_of(message) == letter.masked_text
    assert not re.search("Jordan|Hidden|secret|0142", str(message["Subject"]) + body_of(message))


def test_without_the_library_for_pdf_the_mail_is_whole_and_says_so(request_mail, monkeypatch):
    letter, sheet = request_mail

    def missing(*_):
        raise MissingProgram("PDF pages cannot be made: the Pango library is missing.", remedy="install it")

    monkeypatch.setattr(eml, "pdf_letter", missing)
    made = made_in_format(letter, "eml", sheet)
    assert body_of(read(made.data)) == letter.text and "no PDF" in made.warnings[0]
