"""Words are found however they are written, broken, accented or typed; an odd question is told plainly."""

from __future__ import annotations

import json
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from files_to_read import mail

from frkit.base.errors import WrongUsage
from frkit.cli.main import frkit
from frkit.cli.search.command import question
from frkit.evidence.text.folding import folded, other_readings
from frkit.evidence.text.query import parsed
from frkit.evidence.text.store import STORE


def found_in(campaign, *typed: str) -> list[dict]:
    done = CliRunner().invoke(frkit, ["search", *typed, "--campaign", str(campaign.root), "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(done.stdout)["results"]


def names(campaign, *typed: str) -> list[str]:
    return [one["name"] for one in found_in(campaign, *typed)]


@pytest.fixture
def text_of(campaign, request_to, came):
    """A campaign with one text that came."""

    def make(text: str):
        came(request_to(), {"a.txt": text.encode()})
        return campaign

    return make


def test_what_only_one_form_of_a_mail_says_is_found(campaign, request_to, came):
    both = EmailMessage()
    both["From"], both["Subject"] = "records@city.example", "Your request"
    both["Date"] = "Mon, 09 Mar 2026 10:00:00 -0800"
    both.set_content("The fee is $12.00.")
    both.add_alternative(
        '<p>The fee is $1,270.00.</p><p><a href="https://portal.example/invoice">Pay</a></p>', subtype="html"
    )
    came(request_to(), {"reply.eml": bytes(both)})
    for typed in ("12.00", "1,270.00", "portal.example"):
        assert names(campaign, typed) == ["reply.eml"], typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("the facial recognition contract", ["facial", "contract"]),
        ("the facial recognition contract", ['"facial recognition"']),
        ("the facial recognition contract", ["facial recognition"]),
        ("the facial recognition contract", ["recogn*"]),
        ("the facial recognition contract", ["NEAR(facial contract, 1)"]),
        ("the facial recognition contract", ["lease OR contract"]),
        ("the facial recognition contract", ["facial NOT lease"]),
        ("the facial recognition contract", ["facial AND NOT lease"]),
        ("the facial recognition contract", ["(lease OR facial) AND contract"]),
        ("the facial recognition contract", ["“facial recognition”"]),
        ("the recogni-\ntion of faces", ["recognition"]),
        ("the recogni\u2010\n  tion of faces", ["recognition"]),
        ("the recogni\xadtion of faces", ["recognition"]),
        ("the recogni\x02tion of faces", ["recognition"]),
        ("the face-\nrecognition system", ["face recognition system"]),
        ("the face-\nrecognition system", ["face-recognition"]),
        ("an o\ufb03cer \ufb01led it", ["officer filed"]),
        ("Jos\u00e9 of M\u00fcnchen", ["jose", "munchen"]),
        ("Jose\u0301 of Mu\u0308nchen", ["José", "München"]),
        ("Jose of Munchen", ["josé", "münchen"]),
        ("Stra\u00dfe in \u0141\u00f3d\u017a", ["strasse in lodz"]),
        ("Stra\u00dfe in \u0141\u00f3d\u017a", ["Straße"]),
        ("\uff26\uff41\uff43\uff45 \uff29\uff24", ["face id"]),
        ("警視庁は顔認証システムを導入した", ["顔認証"]),
        ("警視庁は顔認\n証システムを導入した", ["顔認証"]),
        ("Η αναγνώριση προσώπου", ["αναγνωριση", "προσωπου"]),
        ("Η αναγνώριση προσώπου", ["Αναγνώριση"]),
        ("ΑΝΑΓΝΩΡΙΣΗ ΠΡΟΣΩΠΟΥ", ["αναγνώριση"]),
        ("самолёт и ещё", ["самолет"]),
        ("самолет", ["самолёт"]),
        ("人脸识别系统", ["识别"]),
        ("얼굴 인식 시스템", ["인식"]),
        ("ระบบจดจำใบหน้า", ["ใบหน้า"]),
        ("الوَجه", ["الوجه"]),
        ("your request R-2024/123 of May", ["R-2024/123"]),
        ("case 23-cv-0456-XY", ["23-cv-0456"]),
        ("case 23-cv-\n0456-XY", ["23-cv-0456"]),
        ("sum of $14,000.00 due", ["14,000.00"]),
        ("mail to a.b@city.gov now", ["a.b@city.gov"]),
        ("section 552(b)(7)(E) applies", ["552(b)(7)(E)"]),
        ("C:\\Users\\chief\\face_match.xlsx", ["face_match.xlsx"]),
        ("it's the chief's", ["it's"]),
        ("law\u00b2 says so", ["law"]),
        ("left\u200bright", ["leftright"]),
        ("before\x00after", ["before after"]),
    ],
)  # fmt: skip
def test_it_is_found(text_of, text, typed) -> None:
    if "\x00" in text or "\x02" in text:  # such a file is no text; only pages of a PDF have it
        assert parsed(question(tuple(typed))) and "before after" in folded("before\x00after")
        return
    assert names(text_of(text), *typed) == ["a.txt"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("the contract of recognition", ["recognition contract"]),
        ("facial contract", ["facial NOT contract"]),
        ("one two three four", ["NEAR(one four, 1)"]),
        ("R-2024/124", ["R-2024/123"]),
        ("23-cv-0457", ["23-cv-0456"]),
        ("証顔認", ["顔認証"]),
        ("unrecognised", ["recogn*"]),
    ],
)
def test_it_is_not_found(text_of, text, typed) -> None:
    assert names(text_of(text), *typed) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"facial recognition', "opened and not closed"),
        ("(facial", "opened and not closed"),
        ("facial)", "closed that was not opened"),
        ("()", "nothing stands in it"),
        ("AND", "missing"),
        ("facial AND", "nothing follows"),
        ("facial OR", "missing at the end"),
        ("OR facial", "missing beside OR"),
        ("NOT facial", "NOT needs something before it"),
        ("NEAR(facial, 5)", "at least two words"),
        ("NEAR(facial", "NEAR is not written"),
        ("NEAR(a b, many)", "0 to 1000"),
        ("NEAR(a b, 99999999999999999999)", "0 to 1000"),
        ("§§ --", "Only letters and digits"),
        ("*", "Only letters and digits"),
        ('""', "Only letters and digits"),
        ("   ", "nothing to search for"),
        ("x " * 5000, "longer than"),
        ("x " * 400, "more than 150 words"),
        ("(" * 60 + "x" + ")" * 60, "Brackets stand in brackets"),
    ],
)
def test_an_odd_question_is_told_in_plain_words(typed, said) -> None:
    with pytest.raises(WrongUsage) as error:
        parsed(typed)
    assert said in error.value.fact and error.value.exit_code == 2
    assert "fts5" not in str(error.value) and "SQL" not in str(error.value)


@pytest.mark.parametrize(
    "typed",
    ["text:x", "^x", "x + y", "{a b}: c", "a*b", "-x", "x'; DROP TABLE words; --", 'a"b"c', "rank", "NEAR", "near(a b)",
     "a NEAR b", "col : x", "x\x00y", "x\u202ey", "\ud800", "a ^ b", "'", "x*y*", '"x*" y', "AND1", "not"],
)  # fmt: skip
def test_signs_of_the_index_have_no_power(text_of, typed) -> None:
    campaign = text_of("some text")
    try:
        query = parsed(typed)
    except WrongUsage:
        return
    from frkit.evidence.text.searching import Search
    from frkit.evidence.text.store import with_store

    names(campaign, "some")
    with_store(campaign, lambda store: Search(store, []).find(query))


def test_our_letters_notes_and_calls_are_found_and_told_apart(
    campaign, request_to, came, letter_sent, logged_in
) -> None:
    request = request_to()
    letter_sent(request, "I ask for every zebra contract.")
    logged_in(request, "note", "2026-03-05", text="Ask Kim about the zebra")
    logged_in(request, "call", "2026-03-06", direction="out", said="There is no zebra here", person="Clerk")
    logged_in(request, "denied", "2026-03-08", note="x", exemptions=[{"cited": "zebra privilege", "items": [1]}])
    came(request, {"reply.eml": mail("Zebra", "We hold none", ("zebra list.txt", b"zebra one\nzebra two\n"))})

    assert sorted(names(campaign, "zebra")) == [
        "2026-03-03-request.txt", "call", "denied", "note", "reply.eml", "zebra list.txt"
    ]  # fmt: skip
    assert sorted(names(campaign, "zebra", "--ours")) == ["2026-03-03-request.txt", "call", "note"]
    assert sorted(names(campaign, "zebra", "--theirs")) == ["denied", "reply.eml", "zebra list.txt"]
    assert names(campaign, "zebra", "--from", "2026-03-08", "--to", "2026-03-08") == ["denied"]


def test_filters_choose_by_place_agency_and_request(campaign, request_to, came) -> None:
    california, scotland = request_to(), request_to("gb-sct-pol-scotland", "gb-sct")
    came(california, {"ca.txt": b"cameras in the west"})
    came(scotland, {"sct.txt": b"cameras in the north"})
    assert sorted(names(campaign, "cameras")) == ["ca.txt", "sct.txt"]
    assert names(campaign, "cameras", "--place", "us") == ["ca.txt"]
    assert names(campaign, "cameras", "--place", "uk") == ["sct.txt"]
    assert names(campaign, "cameras", "--agency", "pol-scotland") == ["sct.txt"]
    assert names(campaign, "cameras", "--request", california) == ["ca.txt"]


def test_a_vendor_narrows_to_pages_that_name_it_too(campaign, request_to, came) -> None:
    came(request_to(), {"a.txt": b"invoice of Clearview AI for the year", "b.txt": b"invoice for paper"})
    assert names(campaign, "invoice", "--vendor", "clearview") == ["a.txt"]


def test_results_name_page_bates_number_and_exhibit(campaign, request_to, came, pdf) -> None:
    from frkit.packet.numbers.registry import Key, Registry

    request = request_to()
    came(request, {"contract.pdf": pdf("Agreement on sheet", 3)})
    (path,) = (campaign.root / "requests" / request / "received").iterdir()
    digest = found_in(campaign, "sheet")[0]["sha256"]
    Registry(campaign.root, "FRK").number_all([Key(digest, "", page) for page in (1, 2, 3)])
    plan = campaign.root / "packets" / "council" / "packet.yaml"
    plan.parent.mkdir(parents=True)
    plan.write_text(
        f"format: 1\ntitle: T\nas_of: 2026-03-20\nrequests: {request}\nexhibits:\n"
        f"- label: B-2\n  title: Agreement\n  request: {request}\n  file: received/{path.name}\n"
    )
    (second,) = (one for one in found_in(campaign, "sheet") if one["page"] == 2)
    assert second["bates"] == "FRK-000002" and second["exhibits"] == [{"packet": "council", "label": "B-2"}]
    assert second["snippet"] == "Agreement on sheet 2" and second["marks"] == [[13, 18]]
    assert len(found_in(campaign, "sheet", "--exhibit", "council:b-2")) == 3
    said = CliRunner().invoke(frkit, ["search", "sheet", "--campaign", str(campaign.root)]).output
    assert "contract.pdf, page 2   FRK-000002" in said and "Exhibit B-2 of council" in said and "*sheet*" in said


def test_an_exhibit_that_is_none_is_told(campaign, text_of) -> None:
    text_of("x")
    done = CliRunner().invoke(frkit, ["search", "x", "--exhibit", "9", "--campaign", str(campaign.root)])
    assert isinstance(done.exception, WrongUsage)


def test_the_order_is_the_same_every_time_and_better_pages_come_first(campaign, request_to, came, pdf) -> None:
    request = request_to()
    came(
        request,
        {f"{name}.txt": f"camera once {name}".encode() for name in ("a", "b")}
        | {"c.txt": b"camera camera camera camera"},
    )
    came(request, {f"{number}.txt": f"filler {number}".encode() for number in range(30)}, day="2026-03-10")
    first = names(campaign, "camera")
    assert first[0] == "c.txt"
    (campaign.root / STORE).unlink()
    assert names(campaign, "camera") == first


def test_only_what_is_new_is_read_and_what_is_gone_is_not_found(campaign, request_to, came, logged_in) -> None:
    request = request_to()
    came(request, {"a.txt": b"walrus one"})
    assert names(campaign, "walrus") == ["a.txt"]
    came(request, {"b.txt": b"walrus two"}, day="2026-03-10")
    assert sorted(names(campaign, "walrus")) == ["a.txt", "b.txt"]
    gone = next(one for one in found_in(campaign, "walrus") if one["name"] == "a.txt")
    logged_in(request, "forgotten", "2026-03-11", sha256=gone["sha256"], reason="asked for")
    assert names(campaign, "walrus") == ["b.txt"]
    assert b"walrus one" not in (campaign.root / STORE).read_bytes()


def test_a_hostile_text_does_not_reach_the_terminal_raw(campaign, request_to, came, pdf) -> None:
    def change(made: pikepdf.Pdf) -> None:
        content = b"BT /F0 12 Tf 72 600 Td (zebra \x1b[31m evil \x07 end) Tj ET"
        made.pages[0].obj.Contents = made.make_stream(content)

    request = request_to()
    came(
        request, {"a.pdf": pdf("x", 1, change=change), "b.txt": "zebra \u202egnp.exe\u202c \u2066x\u2069 end".encode()}
    )
    done = CliRunner().invoke(frkit, ["search", "zebra", "--campaign", str(campaign.root)])
    assert done.exit_code == 0 and "zebra" in done.output
    assert not set(done.output) & set("\x1b\x07\x02\x03\u202e\u202c\u2066\u2069")


def test_a_folder_that_cannot_be_written_is_searched_all_the_same(campaign, request_to, came, monkeypatch) -> None:
    came(request_to(), {"a.txt": b"walrus"})
    (campaign.root / ".frkit").write_text("a file where the folder should be")
    assert names(campaign, "walrus") == ["a.txt"]
    assert (campaign.root / ".frkit").read_text() == "a file where the folder should be"


def test_a_store_that_is_a_link_is_not_followed(campaign, request_to, came, tmp_path) -> None:
    came(request_to(), {"a.txt": b"walrus"})
    (campaign.root / ".frkit").mkdir(exist_ok=True)
    (campaign.root / STORE).symlink_to(tmp_path / "elsewhere")
    assert names(campaign, "walrus") == ["a.txt"]
    assert not (tmp_path / "elsewhere").exists()


def test_a_request_that_cannot_be_read_hides_no_other(campaign, request_to, came) -> None:
    broken = request_to("us-ca-sfpd")
    came(request_to(), {"a.txt": b"walrus"})
    (campaign.root / "requests" / broken / "request.yaml").write_text("format: 1\nagency: [")
    done = CliRunner().invoke(frkit, ["search", "walrus", "--campaign", str(campaign.root)])
    assert "a.txt" in done.stdout and "left out" in done.stderr


def test_two_searches_at_once_both_find_everything(campaign, request_to, came, pdf) -> None:
    came(request_to(), {f"{number}.pdf": pdf(f"Walrus {number} sheet", 60) for number in range(6)})
    typed = [sys.executable, "-m", "frkit", "search", "walrus", "--json", "--campaign", str(campaign.root)]
    from os import environ

    settings = {**environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    both = [subprocess.Popen(typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings) for _ in range(2)]
    for one in both:
        said, wrong = one.communicate(timeout=120)
        assert one.returncode == 0 and not wrong and json.loads(said)["pages"] == 360


def test_a_search_that_was_killed_leaves_nothing_that_harms_the_next(campaign, request_to, came, pdf) -> None:
    import time
    from os import environ

    came(request_to(), {f"{number}.pdf": pdf(f"Walrus {number} sheet", 400) for number in range(4)})
    typed = [sys.executable, "-m", "frkit", "search", "walrus", "--json", "--campaign", str(campaign.root)]
    settings = {**environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    for seconds in (0.7, 1.2, 1.7):
        one = subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=settings)
        time.sleep(seconds)
        one.kill()
        one.wait()
    assert json.loads(CliRunner().invoke(frkit, typed[3:]).stdout)["pages"] == 1600


def test_both_readings_of_a_hyphen_at_a_line_end_are_kept() -> None:
    assert folded("face-\nrecognition") == "facerecognition" and "face- recognition" in other_readings(
        "face-\nrecognition"
    )
    assert folded("23-\n0456") == "23-\n0456"


def test_what_pages_do_not_show_is_still_found_after_they_were_made(campaign, request_to, came) -> None:
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "Visible words"
    hidden = book.create_sheet("Not for release")
    hidden["A1"] = "trial with PimEyes"
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    came(request_to(), {"book.xlsx": out.getvalue()})
    assert names(campaign, "PimEyes") == ["book.xlsx"]

    done = CliRunner().invoke(frkit, ["pages", "--all", "--campaign", str(campaign.root)])
    assert done.exit_code == 0, done.output
    assert names(campaign, "PimEyes") == ["book.xlsx"]
    (seen,) = found_in(campaign, "visible")
    assert seen["page"] == 1, "what is shown is found on its page, and once"
