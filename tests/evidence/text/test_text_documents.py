"""Every file of a campaign is found once, with the event that names it, and its words page by page."""

from __future__ import annotations

import io
import sqlite3

import pikepdf
import pytest
from files_to_read import mail, scan, scanned_pdf

from frkit.evidence.text.documents import documents
from frkit.evidence.text.page_texts import each_page_texts, page_texts
from frkit.evidence.text.store import STORE


def only(found):
    (one,) = found
    return one


def test_a_mail_is_followed_by_what_was_attached_to_it(campaign, request_to, came, pdf) -> None:
    request = request_to()
    contract = pdf("Contract", 3)
    inner = mail("Earlier", "see the sheet", ("sheet.csv", b"a,b\n1,2\n"))
    event = came(
        request, {"reply.eml": mail("Re: R-26-17", "attached", ("contract.pdf", contract), ("old.eml", inner))}
    )

    found = list(documents(campaign, with_parts=True))

    assert [(one.part, one.name, one.kind) for one in found] == [
        ("", "reply.eml", "mail"),
        ("1", "contract.pdf", "pdf"),
        ("2", "old.eml", "mail"),
        ("2/1", "sheet.csv", "text"),
    ]
    assert {one.event for one in found} == {event} and {one.request for one in found} == {request}
    assert found[1].data() == contract and found[3].data() == b"a,b\n1,2\n"
    assert [one.part for one in documents(campaign)] == [""]


def test_a_file_that_two_events_name_comes_once(campaign, request_to, came, logged_in, pdf) -> None:
    request = request_to()
    arrived = came(request, {"a.pdf": pdf()})
    record = only(documents(campaign)).record
    logged_in(request, "produced", "2026-03-10", documents=[record.model_dump()], **{"in": arrived})
    assert only(documents(campaign)).event == arrived


def test_after_a_correction_the_right_event_names_the_file(campaign, request_to, came, logged_in, pdf) -> None:
    request = request_to()
    wrong = came(request, {"a.pdf": pdf()}, day="2026-03-01")
    record = only(documents(campaign)).record
    right = logged_in(request, "arrived", "2026-03-09", channel="post", documents=[record.model_dump()])
    logged_in(request, "corrected", "2026-03-09", event=wrong, reason="the day", by_event=right)
    assert (only(documents(campaign)).event, only(documents(campaign)).corrected) == (right, False)


def test_our_letter_is_there_as_sent_and_marked_as_ours(campaign, request_to, letter_sent) -> None:
    request = request_to()
    letter_sent(request, "I request the contract.\n[address of requester]\n")
    letter = only(documents(campaign))
    assert letter.ours and letter.kind == "text" and letter.path == "letters/2026-03-03-request.txt"
    assert only(page_texts(campaign, letter)).text.startswith("I request the contract.")


def test_a_private_original_is_marked_as_private(campaign, request_to, came) -> None:
    (campaign.root / "private" / "requesters" / "me.yaml").write_text("name: R\nemail: robin@secret.example\n")
    request = request_to()
    came(request, {"reply.txt": b"Dear robin@secret.example, no."})
    assert only(documents(campaign)).private


def test_a_file_that_is_not_on_this_computer_is_listed_and_has_no_words(campaign, request_to, came, pdf) -> None:
    request = request_to()
    came(request, {"a.pdf": pdf()})
    only(documents(campaign)).original.unlink()
    found = only(documents(campaign))
    assert found.kind == "missing" and page_texts(campaign, found) == ()


def test_what_was_forgotten_is_not_read_even_inside_a_mail(campaign, request_to, came, logged_in, pdf) -> None:
    request = request_to()
    came(request, {"reply.eml": mail("s", "b", ("gone.pdf", pdf("Secret")), ("kept.pdf", pdf("Kept")))})
    gone = next(one for one in documents(campaign, with_parts=True) if one.name == "gone.pdf")
    logged_in(request, "forgotten", "2026-03-10", sha256=gone.sha256, reason="asked for")
    assert [one.name for one in documents(campaign, with_parts=True)] == ["reply.eml", "kept.pdf"]


def test_pages_are_numbered_as_in_the_file(campaign, request_to, came, pdf) -> None:
    came(request_to(), {"a.pdf": pdf("Sheet", 450)})
    pages = page_texts(campaign, only(documents(campaign)))
    assert [page.page for page in pages] == list(range(1, 451))
    assert [page.text.strip() for page in pages] == [f"Sheet {number}" for number in range(1, 451)]


def test_a_second_reading_comes_from_the_store(campaign, request_to, came, pdf, monkeypatch) -> None:
    came(request_to(), {"a.pdf": pdf("Sheet", 3)})
    found = only(documents(campaign))
    first = page_texts(campaign, found)

    def never(*_args, **_more):
        raise AssertionError("read again")

    monkeypatch.setattr("frkit.evidence.text.gathering.read", never)
    monkeypatch.setattr("frkit.evidence.text.looks.look_into", never)
    assert page_texts(campaign, only(documents(campaign))) == first


def test_words_of_a_form_and_of_a_comment_are_words_of_the_page(campaign, request_to, came, pdf) -> None:
    def note(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        page.Annots = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents="Redact before release"
        ))])  # fmt: skip

    came(request_to(), {"a.pdf": pdf("Memo", 1, change=note)})
    assert "Redact before release" in only(page_texts(campaign, only(documents(campaign)))).text


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        (lambda made: None, ""),
        (lambda made: _words(made, b""), ""),
        (lambda made: _words(made, b"0 0 612 792 re f"), "no text"),
        (lambda made: _words(made, b"BT /F0 9 Tf 20 20 Td (\x01\x03\x04\x05\x06\x07\x0e\x0f) Tj ET"), "garbled"),
    ],
    ids=["words", "empty page", "drawing without text", "garbled"],
)
def test_pages_whose_words_cannot_be_trusted_are_told(campaign, request_to, came, pdf, change, lacks) -> None:
    came(request_to(), {"a.pdf": pdf("A memo on cameras", 1, change=change)})
    (page,) = page_texts(campaign, only(documents(campaign)))
    assert lacks in page.lacks and bool(page.lacks) is bool(lacks)


def _words(made: pikepdf.Pdf, content: bytes) -> None:
    made.pages[0].obj.Contents = made.make_stream(content)


def test_a_scan_with_a_stamp_on_it_needs_ocr(campaign, request_to, came) -> None:
    made = pikepdf.open(io.BytesIO(scanned_pdf(scan("The real text"))))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = made.pages[0]
    page.obj.Resources.Font = pikepdf.Dictionary(F9=made.make_indirect(font))
    page.contents_add(made.make_stream(b"BT /F9 10 Tf 20 20 Td (PRODUCED 000017) Tj ET"))
    out = io.BytesIO()
    made.save(out)
    came(request_to(), {"scan.pdf": out.getvalue()})
    (found,) = page_texts(campaign, only(documents(campaign)))
    assert found.lacks == "a picture with few words of text on it" and "PRODUCED 000017" in found.text


def test_a_store_from_somebody_else_is_not_believed(campaign, request_to, came, pdf) -> None:
    came(request_to(), {"a.pdf": pdf("True words", 1)})
    found = only(documents(campaign))
    page_texts(campaign, found)
    with sqlite3.connect(campaign.root / STORE) as database:
        assert database.execute("UPDATE pages SET text = 'False words'").rowcount == 1
    assert only(page_texts(campaign, found)).text.startswith("True words")


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100, None], ids=["emptied", "not a database", "cut"])
def test_a_damaged_store_is_made_anew(campaign, request_to, came, pdf, damage) -> None:
    came(request_to(), {"a.pdf": pdf("True words", 40)})
    found = only(documents(campaign))
    before = page_texts(campaign, found)
    path = campaign.root / STORE
    path.write_bytes(path.read_bytes()[:-9000] if damage is None else damage)
    assert page_texts(campaign, only(documents(campaign))) == before


def test_one_damaged_file_keeps_no_other_from_being_read(campaign, request_to, came, pdf) -> None:
    came(
        request_to(),
        {"bad.pdf": b"%PDF-1.7\nnothing here", "good.pdf": pdf("Good", 2), "bad.png": b"\x89PNG\r\n\x1a\n1"},
    )
    read = {one.name: pages for one, pages in each_page_texts(campaign, list(documents(campaign)))}
    assert [page.text.strip() for page in read["good.pdf"]] == ["Good 1", "Good 2"]
    assert read["bad.pdf"] == () and read["bad.png"] == ()


def test_an_altered_original_is_not_taken_for_what_arrived(campaign, request_to, came) -> None:
    came(request_to(), {"a.txt": b"as it came"})
    found = only(documents(campaign))
    found.original.chmod(0o644)
    found.original.write_bytes(b"as somebody changed it")
    (campaign.root / STORE).unlink()
    assert only(documents(campaign)).problem == "its bytes are not those that were logged"
