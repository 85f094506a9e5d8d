"""The daily life of a campaign, typed at the command line."""

import json
from email.message import EmailMessage

import pytest

from frkit.tracking.events import BY_KIND, Event

NEW = "request new --agency us-ca-lapd --pack first-contact --today 2026-03-01"


@pytest.fixture
def sent(frkit):
    """A campaign with one request to the Los Angeles police, sent on 2 March 2026."""
    frkit(NEW)
    frkit("log sent lapd --date 2026-03-02 --method email")
    return frkit


def data(frkit, line):
    return json.loads(frkit(f"{line} --json").out)


def test_a_request_is_made_listed_and_shown(frkit):
    made = data(frkit, NEW)
    assert made["request"] == "2026-03-lapd-first-contact"
    assert data(frkit, "request list")[0]["ball"] == "ready"
    assert len(data(frkit, "request show lapd")["items_asked"]) == 6


def test_the_letter_as_sent_is_private_and_the_masked_one_is_kept_with_the_request(sent):
    private = [path.read_text() for path in (sent.root / "private" / "sent").iterdir()]
    masked = [path.read_text() for path in sent.root.glob("requests/*/letters/*.txt")]
    assert len(private) == len(masked) == 1
    assert "12 Hidden Lane" in private[0] and "robin@secret.example" in private[0]
    assert "12 Hidden Lane" not in masked[0] and "[address of requester]" in masked[0]


def test_nothing_that_git_tracks_holds_the_requesters_data(sent):
    for path in sent.root.rglob("*"):
        if path.is_file() and "private" not in path.relative_to(sent.root).parts:
            text = path.read_text(errors="ignore").lower()
            assert "hidden lane" not in text and "robin@secret" not in text, path


def test_status_next_and_why_agree_on_the_date(sent):
    status = data(sent, "status --today 2026-03-20")[0]
    clock = next(one for one in status["clocks"] if one["id"] == "determination")
    assert clock["date"] == "2026-03-12" and clock["days_late"] == 8 and clock["basis"] == "statute"
    assert "2026-03-12" in sent("next --today 2026-03-20").out
    why = sent("why lapd --today 2026-03-20").out
    assert "Thu 2026-03-12" in why and "7922.535(a)" in why and "(statute)" in why
    assert all(line in why.replace("\n    ", " ") for line in clock["derivation"][:1])


def test_why_names_whom_a_limit_binds_and_the_steps_that_are_left(frkit):
    frkit("request new --agency us-il-chicago-pd --pack first-contact --today 2026-03-01")
    frkit("log sent chicago --date 2026-03-02 --method email")
    why = " ".join(frkit("why chicago --today 2026-04-20").out.split())
    assert "determination private (the agency): passed on Mon 2026-03-09" in why
    assert "appeal (us): until Fri 2026-05-08" in why
    assert "Steps against a refusal or silence, in order: review (appeal): Public Access Counselor" in why
    assert "nobody has compared them with the statute" not in why


def test_an_appeal_against_silence_is_kept_as_frkit_writes_it_or_with_its_own_text(frkit):
    frkit("request new --agency us-ma-boston-pd --pack first-contact --today 2026-03-01")
    frkit("log sent boston --date 2026-03-02 --method email")
    frkit("log appeal-sent boston --date 2026-04-20 --method email")
    [letter] = frkit.root.glob("requests/*boston*/letters/*appeal*.txt")
    assert "Supervisor of Records" in letter.read_text()
    [event] = frkit.root.glob("requests/*boston*/events/*appeal-sent*.yaml")
    frkit(f"log corrected boston --event {event.stem} --reason 'another text went out' --date 2026-04-20")
    (frkit.root / "own.txt").write_text("To the Supervisor of Records: no answer came.\n")
    frkit("log appeal-sent boston --date 2026-04-20 --method email --letter own.txt")
    assert "supervisor (appeal): Supervisor of Records" in " ".join(frkit("why boston --today 2026-04-22").out.split())


def test_every_line_fits_eighty_columns(sent):
    for line in (
        "status --today 2026-03-20",
        "next --today 2026-03-20",
        "why lapd --today 2026-03-20",
        "request show lapd",
    ):
        for printed in sent(line).out.splitlines():
            assert len(printed) <= 80 or printed.lstrip().startswith(("$", "2026-")), printed


def test_a_mail_is_taken_in_with_its_own_date_and_read_later(sent, tmp_path):
    mail = EmailMessage()
    mail["From"], mail["To"] = "records@agency.example", "robin@secret.example"
    mail["Date"], mail["Message-ID"] = "Thu, 05 Mar 2026 16:20:00 -0800", "<42@agency.example>"
    mail.set_content("We have received your request, number 26-77.")
    (tmp_path / "reply.eml").write_bytes(bytes(mail))
    (taken,) = data(sent, f"receive lapd {tmp_path}/reply.eml")["deliveries"]
    assert taken["event"].startswith("2026-03-05-arrived-")
    assert "unread" in [flag["name"] for flag in data(sent, "status lapd --today 2026-03-06")["flags"]]
    sent(f"log acknowledged lapd --date 2026-03-05 --reference 26-77 --in {taken['event']}")
    assert "unread" not in [flag["name"] for flag in data(sent, "status lapd --today 2026-03-06")["flags"]]
    assert "here already" in sent(f"receive lapd {tmp_path}/reply.eml").out.lower()


def test_a_refusal_names_its_grounds_and_joins_them_to_the_law(sent):
    sent("log denied lapd --date 2026-03-10 --items 1,2 --exemption 'Gov. Code § 7923.600=1' --final")
    shown = data(sent, "request show lapd --today 2026-03-11")
    denied = next(event for event in shown["events"] if event["kind"] == "denied")
    assert denied["exemptions"][0]["items"] == [1] and denied["exemptions"][0]["id"]
    assert shown["item_outcomes"]["1"] == "denied" and shown["item_outcomes"]["3"] == "pending"


def test_several_requests_are_logged_at_once(frkit):
    frkit(NEW)
    frkit("request new --agency us-or-washington-county-sheriff --pack pledge-check --vendor amazon --today 2026-03-01")
    frkit("log note lapd washington --date 2026-03-02 --text 'asked by phone for the records officer'")
    assert len(list(frkit.root.glob("requests/*/events/*.yaml"))) == 2


def test_check_finds_a_changed_original(sent, tmp_path):
    (tmp_path / "a.txt").write_text("the reply")
    sent(f"receive lapd {tmp_path}/a.txt --date 2026-03-05")
    sent("check")
    kept = next(sent.root.glob("requests/*/received/*"))
    kept.write_text("another reply")
    assert "SHA-256 has changed" in sent("check", expect=1).out


@pytest.mark.parametrize("kind", list(BY_KIND))
def test_each_kind_of_event_can_be_logged_and_its_help_names_every_field(sent, kind):
    shown = sent(f"log {kind.replace('_', '-')} --help").out
    own = [info.alias or name for name, info in BY_KIND[kind].model_fields.items() if name not in Event.model_fields]
    hashes = {"letter_sha256", "masked_sha256", "law_file", "law_sha256"}
    for name in own:
        if name not in hashes:
            assert "--" + name.replace("_", "-").removesuffix("s" if name == "exemptions" else "") in shown


def test_nothing_is_written_when_an_event_does_not_fit(sent):
    before = sorted(sent.root.rglob("*"))
    sent("log denied lapd --date 2026-03-10 --items 77", expect=2)
    sent("log fee-estimated lapd --date 2026-03-10 --amount much", expect=2)
    sent("log produced lapd --date 2026-02-30", expect=2)
    sent("log suit-filed lapd --date 2026-03-20 --court x --remedy cuort", expect=2)
    sent("log received-by-agency lapd --date 2026-03-20 --of 2026-03-20-appeal-sent-01234567", expect=2)
    sent("log denied lapd --date 2026-03-10 --received 2026-03-01", expect=2)
    assert sorted(sent.root.rglob("*")) == before


def test_a_bounce_and_a_second_sending_on_one_day(sent):
    sent("log delivery-failed lapd --date 2026-03-02")
    again = sent("log sent lapd --date 2026-03-02 --method portal")
    assert "Taken to come after 2026-03-02-delivery-failed" in again.err
    status = data(sent, "status lapd --today 2026-03-03")
    assert status["ball"] == "agency" and "undelivered" not in [flag["name"] for flag in status["flags"]]


def test_an_answer_reads_the_one_unread_reply_of_its_day(sent, tmp_path):
    (tmp_path / "reply.txt").write_text("We have your request.")
    (taken,) = data(sent, f"receive lapd {tmp_path}/reply.txt --date 2026-03-05")["deliveries"]
    said = sent("log acknowledged lapd --date 2026-03-05")
    assert taken["event"] in said.err
    assert "unread" not in [flag["name"] for flag in data(sent, "status lapd --today 2026-03-06")["flags"]]


def test_a_file_whose_name_is_private_is_taken_in_privately(sent, tmp_path):
    came = tmp_path / "robin@secret.example reply.txt"
    came.write_text("Dear requester")
    sent(f"receive lapd '{came}' --date 2026-03-05")
    assert not list(sent.root.glob("requests/*/received/*"))
    assert "robin" not in "".join(path.read_text() for path in sent.root.glob("requests/*/events/*.yaml"))


def test_a_refused_note_leaves_no_copy_of_the_file(sent, tmp_path):
    (tmp_path / "a.txt").write_text("anything")
    sent(f"log denied lapd --date 2026-03-10 --note 'they wrote to 12 Hidden Lane' --file {tmp_path}/a.txt", expect=1)
    assert not list(sent.root.glob("requests/*/received/*"))


def test_an_encoded_address_is_found(sent, tmp_path):
    (tmp_path / "page.html").write_text("<p>mailto:robin%40secret.example or robin&#64;secret.example</p>")
    sent(f"receive lapd {tmp_path}/page.html --date 2026-03-05")
    assert not list(sent.root.glob("requests/*/received/*"))


def test_dates_that_cannot_be_are_said(sent):
    assert "before the request was sent" in sent("log denied lapd --date 2026-01-08").err
    sent("log extension-claimed lapd --date 2026-03-09 --until 2026-03-01", expect=2)


def test_check_reads_the_campaigns_own_law_too(sent):
    (sent.root / "jurisdictions").mkdir()
    (sent.root / "jurisdictions" / "us-or.yaml").write_text("code: us-or\nname: Oregon\nlenght: 5\n")
    assert "us-or.yaml:3:1" in sent("check", expect=1).out


def test_why_warns_of_an_event_that_only_a_newer_frkit_knows(sent):
    folder = next(sent.root.glob("requests/*/events"))
    (folder / "2026-03-06-teleported-00000000.yaml").write_text("kind: teleported\ndate: 2026-03-06\n")
    assert "install a newer one before you use a date" in " ".join(sent("why lapd --today 2026-03-20").out.split())
