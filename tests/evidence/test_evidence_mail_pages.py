"""Mails as pages: what the reader saw is shown, what was hidden is said, and nothing leaves the computer."""

from __future__ import annotations

import base64
import io
import socket
import threading
from email.message import EmailMessage

import pypdfium2
import pytest
from PIL import Image

from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.mail_pages import mail_pages
from frkit.evidence.conversion.one_file import pages_of
from frkit.evidence.html.shown import shown_html
from frkit.evidence.html.words import words_of_html
from frkit.evidence.mail.alternatives import difference
from frkit.evidence.mail.reading import read_mail


def picture(width: int = 40, height: int = 40, colour: str = "#cc0000") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def web(body: str, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Records <records@city.example>", "kit@kit.example", "x"
    for name, value in headers.items():
        made[name] = value
    made.set_content(body, subtype="html")
    return made


def nothing(address: str) -> str | None:
    return None


@pytest.fixture
def paged(setting: Setting):
    """The words, the first page as a picture, and how it was made."""

    def convert(mail: EmailMessage | bytes, using: Setting = setting):
        data = mail if isinstance(mail, bytes) else mail.as_bytes()
        read = read_mail(data)
        pdf, how = mail_pages(read, read.parts, using, data)
        document = pypdfium2.PdfDocument(pdf)
        words = "\n".join(page.get_textpage().get_text_bounded() for page in document)
        return " ".join(words.split()), document[0].render(scale=1).to_pil().convert("RGB"), how

    return convert


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<p style='display:none'>SECRET</p>", "not displayed"),
        ("<style>.a .b{display:none!important}</style><div class=a><p class=b>SECRET</p></div>", "not displayed"),
        ("<p hidden>SECRET</p>", "not displayed"),
        ("<div style='visibility:hidden'><p>SECRET</p></div>", "made invisible"),
        ("<p style='opacity:0'>SECRET</p>", "made transparent"),
        ("<p style='font-size:1px'>SECRET</p>", "type too small"),
        ("<div style='max-height:0;overflow:hidden'>SECRET</div>", "box without size"),
        ("<p style='text-indent:-9999px'>SECRET</p>", "outside the page"),
        ("<p style='color:white'>SECRET</p>", "same colour"),
        ("<table><tr><td bgcolor='#123456'><font color='#123457'>SECRET</font></table>", "same colour"),
        ("<style>@media screen{p{color:#fffffe}}</style><p>SECRET</p>", "same colour"),
    ],
)
def test_hidden_words_are_told_apart_with_the_reason(paged, markup: str, reason: str) -> None:
    shown = shown_html(f"<p style='color:black'>seen</p>{markup}<div>seen too</div>", nothing)
    assert "SECRET" not in shown.markup
    assert "seen" in shown.markup and "seen too" in shown.markup
    assert [(reason in why, words) for why, words in shown.hidden] == [(True, "SECRET")]
    words, _, _ = paged(web(f"<p style='color:black'>seen</p>{markup}"))
    assert "hidden from the reader" in words and "SECRET" in words


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='font-size:0'><span style='font-size:14px'>SEEN</span></div>",
        "<div style='visibility:hidden'><p style='visibility:visible'>SEEN</p></div>",
        "<div style='color:#fff'><p style='color:#000'>SEEN</p></div>",
        "<p style='background:#000;color:#fff'>SEEN</p>",
        "<td background='x.png' style='color:white'>SEEN</td>",
        "<style>@media (max-width:600px){p{display:none}}</style><p>SEEN</p>",
        "<p style='opacity:0.9'>SEEN</p>",
        "<head><title>t</title><p>SEEN</p>",
        "<p>SEEN<!-- never ended",
    ],
)
def test_what_the_reader_saw_is_shown(markup: str) -> None:
    shown = shown_html(markup, nothing)
    assert "SEEN" in words_of_html(shown.markup) and not shown.hidden


def test_the_mails_own_picture_is_drawn_and_others_are_named(paged) -> None:
    mail = web(
        "<p>seal</p><img src='cid:seal' width=200><img src='https://cdn.example/banner.png' alt='Banner'>"
        "<img src='http://open.example/o.gif' width=1 height=1>"
    )
    mail.add_related(picture(), "image", "png", cid="<seal>", filename="seal.png")
    words, page, _ = paged(mail)
    assert any(red > 180 and green < 30 for _, (red, green, _) in page.getcolors(1 << 24))
    assert "[picture: Banner]" in words
    assert "1 picture on other computers not fetched: cdn.example" in words
    assert "1 invisible picture that would have told the sender of the opening, not fetched: open.example" in words


def test_nothing_is_fetched_by_whatever_way_a_page_could_ask(paged) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/x"

        def listen() -> None:
            for _ in range(8):
                try:
                    client, _ = server.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                asked.append(client.recv(100))
                client.close()

        listener = threading.Thread(target=listen)
        listener.start()
        paged(
            web(
                f"<html><head><link rel=stylesheet href='{there}'><base href='{there}'><style>@import url({there});"
                f"@font-face{{font-family:x;src:url({there})}} p{{background:url({there});font-family:x;"
                f"list-style:url({there});content:url({there})}}</style>"
                f"<meta http-equiv=refresh content='0;url={there}'>"
                f"</head><body background='{there}'><p style='background:url({there})'>words</p><img src='{there}'>"
                f"<img srcset='{there} 2x'><object data='{there}'></object><embed src='{there}'><iframe src='{there}'>"
                f"</iframe><video poster='{there}'></video><svg><image href='{there}'/><use href='{there}'/></svg>"
                f"<table background='{there}'><tr><td>x</table><input type=image src='{there}'>"
            )
        )
        listener.join()
    assert asked == []


def test_a_long_address_is_numbered_and_a_short_one_stands_there(paged) -> None:
    far = "https://click.example/" + "a" * 300
    words, _, _ = paged(web(f"<a href='{far}'>Read more</a> <a href='https://city.example/26'>short</a>"))
    assert "Read more <click.example…, link 1>" in words
    assert "short <https://city.example/26>" in words
    assert far in words.replace(" ", "")


def test_both_forms_that_say_different_sums_are_said_to_differ(paged) -> None:
    mail = web("")
    mail.set_content("The fee is $12.00, due 9 March.")
    mail.add_alternative("<p>The fee is <b>$1,200.00</b>, due 9 March.</p>", subtype="html")
    words, _, how = paged(mail)
    assert "$1,200.00" in words and "only in the plain form: 12.00" in words
    assert "shown in its web form (HTML); its plain form is in the original" in how


def test_forms_that_say_the_same_are_not() -> None:
    assert difference("Hi\n\nsee [image: logo] https://a.example/x\n* one\n* two", "Hi see one two") == ""


def test_the_way_it_came_stands_below(paged) -> None:
    mail = (
        b"Received: from out.city.example by mx.kit.example; Mon, 02 Mar 2026 10:00:05 -0800\r\n" + web("x").as_bytes()
    )
    words, _, _ = paged(mail)
    assert "Mon, 02 Mar 2026 10:00:05 -0800 mx.kit.example out.city.example" in words
    assert "it names no date of its own" in words


def test_the_receivers_own_mail_system_is_not_named_where_he_is_masked(paged, setting: Setting) -> None:
    def masked(text: str) -> str:
        return text.replace("robin@hidden.example", "[e-mail]").replace("Robin", "[name]")

    mail = (
        b"Received: from out.city.example by mx.hidden.example for <robin@hidden.example>; "
        b"Mon, 02 Mar 2026 10:00:05 -0800\r\nFrom: a@city.example\r\nTo: Robin <robin@hidden.example>\r\nSubject: x\r\n"
        b"Content-Type: text/html\r\n\r\n<p>Dear Ro<b>bin</b>, hello</p><p style='display:none'>Robin</p>"
    )
    words, _, how = paged(mail, Setting(setting.folder, setting.day, setting.paper, masked))
    assert "hidden.example" not in words and "Robin" not in words
    assert "[the receiver's mail system]" in words and "private data of the requester masked" in how


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_very_long_mail_shows_its_beginning_and_says_so(paged, monkeypatch, kind: str) -> None:
    monkeypatch.setattr("frkit.evidence.conversion.mail_pages.LONGEST_TEXT", 20_000)
    lines = "".join(f"line {number} of a long log\n" for number in range(60_000))
    body = lines if kind == "plain" else "<pre>" + lines.replace("\n", "<br>")
    words, _, how = paged(web(body) if kind == "html" else b"From: a@b.example\r\nSubject: x\r\n\r\n" + body.encode())
    assert "line 100 of a long log" in words
    assert any("characters are shown" in line for line in how)


def test_no_word_is_cut_off_at_the_edge(paged) -> None:
    cells = "".join(f"<td width=300>number-{one:03d}</td>" for one in range(14))
    words, page, _ = paged(web(f"<table border=1><tr>{cells}</tr></table><pre>{'x' * 400}</pre><p>{'y' * 400}</p>"))
    right = page.crop((page.width - 20, 0, page.width, page.height))
    assert right.getextrema() == ((255, 255), (255, 255), (255, 255))
    joined = words.replace(" ", "")
    assert all(f"number-{one:03d}" in joined for one in range(14))
    assert joined.count("x") >= 400 and joined.count("y") >= 400


def test_a_letter_of_many_pages_within_one_cell_of_a_table_is_shown_whole(paged) -> None:
    words = [f"word{number}" for number in range(4000)]
    shown, _, _ = paged(web(f"<table><tr><td>{' '.join(words)} {'y' * 400}</td><td>beside</td></tr></table>"))
    found = set(shown.split())
    assert [word for word in words if word not in found] == []
    assert "beside" in found and shown.replace(" ", "").count("y" * 400) == 1


def test_letters_that_no_font_has_are_said(paged) -> None:
    words, _, how = paged(web("<p>\U0001f9ff ok \U00012000 \U000f0000</p>"))
    assert "ok" in words
    assert any("no font on this computer" in line for line in how)


def test_quoted_words_are_marked_on_the_page(paged) -> None:
    mail = web("")
    mail.set_content("Yes.\n\nOn Mon, 2 Mar 2026 at 9:00, Robin <robin@kit.example> wrote:\n> Where is it?\n")
    _, page, _ = paged(mail)
    assert any(
        abs(red - 0xB8) < 6 and abs(blue - 0xC6) < 6 and red < green + 2
        for _, (red, green, blue) in page.getcolors(1 << 24)
    )


def test_a_saved_web_page_looks_as_it_did_and_hides_nothing(campaign, setting: Setting) -> None:
    path = campaign.root / "requests" / "r" / "received" / "portal.html"
    path.parent.mkdir(parents=True)
    path.write_text(
        "<!doctype html><html><head><title>t</title><style>.x{display:none}</style></head><body><h1>Request 26-17</h1>"
        "<p class=x>INTERNAL</p><table border=1><tr><td>Fee<td style='background:#000;color:#fff'>$12.00</table>"
        "<img src='https://cdn.example/logo.png' alt='Logo'></body></html>",
        encoding="utf-8",
    )
    made = pages_of(path, campaign, path.parent.parent, setting=setting)
    document = pypdfium2.PdfDocument(made.pdf)
    words = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert "Request 26-17" in words and "$12.00" in words and "[picture: Logo]" in words
    assert "hidden from the reader (not displayed): “INTERNAL”" in words
    assert made.slip is None


def test_a_name_that_runs_across_elements_is_masked_and_what_is_hidden_still_said(paged, setting: Setting) -> None:
    def masked(text: str) -> str:
        return text.replace("Robin Example", "[name]")

    body = "<p>Dear <b>Robin</b> Example,</p><p style='display:none'>HIDDEN</p>"
    words, _, how = paged(web(body), Setting(setting.folder, setting.day, setting.paper, masked))
    assert "Dear [name]," in words and "Robin" not in words
    assert "hidden from the reader (not displayed): “HIDDEN”" in words
    assert "private data of the requester masked" in how


def test_a_web_page_saved_with_its_pictures_shows_them(paged) -> None:
    picture_of_page = base64.encodebytes(picture())
    mail = (
        b"From: <Saved by a browser>\r\nSubject: Portal\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        b"<p>seal</p><img src='https://city.example/seal.png' width=200>\r\n--b\r\nContent-Type: image/png\r\n"
        b"Content-Location: https://city.example/seal.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    ) + picture_of_page + b"--b--\r\n"  # fmt: skip
    words, page, _ = paged(mail)
    assert any(red > 180 and green < 30 for _, (red, green, _) in page.getcolors(1 << 24))
    assert "not fetched" not in words


def test_a_long_word_in_a_table_may_go_on_in_the_next_line_and_loses_no_letter() -> None:
    word = "c2Vj&amp;b25k" * 100
    markup = shown_html(f"<p>{word}</p><table><tr><td>{word} short</td></tr></table>", nothing).markup
    plain, table = markup.split("<table>")
    assert "<wbr>" not in plain and table.replace("<wbr>", "") == f"<tr><td>{word} short</td></tr></table>"
    assert max(len(piece.replace("&amp;", "&")) for piece in table.split("<td>")[1].split("<wbr>")[:-1]) == 12
