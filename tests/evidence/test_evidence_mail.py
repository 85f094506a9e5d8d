"""Mails: every header and attachment survives, whatever sender or charset; hostile ones show as plain words."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from frkit.base.files import sha256_of_bytes
from frkit.evidence.contents.parts import part_at, parts_of
from frkit.evidence.conversion.made_pages import Setting
from frkit.evidence.conversion.one_file import pages_of
from frkit.evidence.html.safe import safe_html
from frkit.evidence.mail.reading import read_mail


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "Records <records@city.example>", "us@kit.example"
    for name, value in headers.items():
        made[name] = value
    return made


def dot(size: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), "navy").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def shown(campaign, setting):
    """The pages of a mail, taken in as a file."""

    def convert(mail: EmailMessage | bytes, name: str = "reply.eml", using: Setting = setting):
        path = campaign.root / "requests" / "r" / "received" / "mail.eml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())
        return pages_of(path, campaign, campaign.root / "requests" / "r", setting=using, name=name)

    return convert


def test_headers_words_and_attachments_are_all_there(shown, pdf) -> None:
    mail = message(Subject="Your request 26-17", Date="Mon, 02 Mar 2026 10:00:00 -0800")
    mail.set_content("Dear Requester,\n\nthe contract is attached.\n")
    mail.add_attachment(pdf("Contract", 3), maintype="application", subtype="pdf", filename="contract.pdf")
    mail.add_attachment("a,b\n1,2\n", subtype="csv", filename="usage.csv")
    made = shown(mail)
    words = words_of(made.pdf)
    for expected in ("records@city.example", "Your request 26-17", "02 Mar 2026", "the contract is attached"):
        assert expected in words
    assert [(one.part, one.name, one.count) for one in made.every()] == [
        ("", "reply.eml", 1),
        ("1", "contract.pdf", 3),
        ("2", "usage.csv", 1),
    ]
    assert made.parts[0].sha256 == sha256_of_bytes(pdf("Contract", 3))
    assert made.parts[0].sha256 in words.replace("\r\n", "")


def test_a_mail_within_a_mail_brings_its_own_files(shown, pdf) -> None:
    inner = message(Subject="Forwarded")
    inner.set_content("inner words")
    inner.add_attachment(pdf("Deep"), maintype="application", subtype="pdf", filename="deep.pdf")
    outer = message(Subject="Fwd")
    outer.set_content("see below")
    outer.add_attachment(inner)
    made = shown(outer)
    assert [one.part for one in made.every()] == ["", "1", "1/1"]
    assert "inner words" in words_of(made.parts[0].pdf)
    found = part_at(outer.as_bytes(), "1/1")
    assert found is not None and found.sha256 == sha256_of_bytes(pdf("Deep"))
    assert part_at(outer.as_bytes(), "1/7") is None


def test_mails_within_mails_end_somewhere(shown) -> None:
    mail = message(Subject="0")
    mail.set_content("innermost")
    for depth in range(1, 9):
        outer = message(Subject=str(depth))
        outer.set_content("outer")
        outer.add_attachment(mail)
        mail = outer
    made = shown(mail)
    assert made.every()[-1].slip is not None
    assert len(made.every()) < 9


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: text/plain; charset=klingon\r\n\r\nStra\xdfe 5",
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nStra\xdfe 5",
        b'Content-Type: text/plain; charset="\r\n\r\nStra\xdfe 5',
        b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=latin-1\r\n\r\nU3RyYd9lIDU",
    ],
)
def test_a_broken_character_set_still_shows_the_words(body: bytes) -> None:
    mail = read_mail(b"From: a@b.example\r\nSubject: x\r\n" + body)
    assert "Stra" in mail.text and "5" in mail.text


def test_a_wrong_character_set_is_named(shown) -> None:
    made = shown(b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; charset=klingon\r\n\r\nwords")
    assert any("klingon" in warning for warning in made.warnings)


@pytest.mark.parametrize(
    ("header", "shows"),
    [
        (b"Subject: =?utf-8?Q?Bezahlung_f=C3=BCr?= Akten", "Bezahlung für Akten"),
        (b"Subject: =?x-unknown?Q?Fee?=", "Fee"),
        (b"Subject: =?utf-8?B?broken", "broken"),
        (b"Subject: raw \xe4 byte", "raw ä byte"),
        (b"Subject: folded\r\n over two lines", "folded over two lines"),
    ],
)
def test_headers_however_coded(header: bytes, shows: str) -> None:
    assert shows in read_mail(header + b"\r\nFrom: a@b.example\r\n\r\n").header("Subject")


def test_a_hostile_mail_shows_as_words_and_fetches_nothing(shown, campaign) -> None:
    (campaign.root / "private" / "secret.png").write_bytes(dot(300))
    mail = message(Subject="<img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} \u202egnp.exe")
    mail.set_content("<script>alert(1)</script> {{ self }}")
    made = shown(mail)
    words = words_of(made.pdf)
    assert "<img src=x onerror=alert(1)> {{ 7*7 }}" in words
    assert "<script>alert(1)</script> {{ self }}" in words
    assert "49" not in words and "\u202e" not in words


def test_html_alone_is_shown_without_what_it_would_fetch_or_hide(shown, campaign) -> None:
    (campaign.root / "logo.png").write_bytes(dot(300))
    mail = message(Subject="Portal")
    mail.set_content(
        "<html><head><style>p{display:none}</style><title>t</title></head><body background='https://spy.example/b.png'>"
        "<p style='display:none'>Fee: <b>$12.00</b></p><img src='logo.png' alt='City seal'>"
        "<img src='https://spy.example/dot.gif'><a href='https://pay.example/26'>Pay here</a>"
        "<iframe src='file:///etc/passwd'></iframe><table><tr><td>Total<td>12.00</table><p>unclosed <b>bold",
        subtype="html",
    )
    made = shown(mail)
    words = words_of(made.pdf)
    for expected in ("Fee: $12.00", "[picture: City seal]", "Pay here <https://pay.example/26>", "unclosed bold"):
        assert expected in words
    assert "root:" not in words
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert "/XObject" not in opened.pages[0].Resources or not len(opened.pages[0].Resources.XObject)
        assert "/Annots" not in opened.pages[0]


def test_safe_html_never_lets_an_attribute_through() -> None:
    made = safe_html('<p onclick="x()">a</p><svg><script>1</script></svg><b x="<i>">c</b><script>if (a<b) {}</script>')
    assert made == "<p>a</p><b>c</b>"
    assert safe_html("</p></div><li>one<li>two") == "<li>one</li><li>two</li>"


def test_logos_are_listed_and_larger_pictures_shown(shown) -> None:
    mail = message(Subject="Signature")
    mail.set_content("text")
    mail.add_alternative("<p>text<img src='cid:logo'><img src='cid:map'></p>", subtype="html")
    mail.get_payload()[1].add_related(dot(40), "image", "png", cid="<logo>", filename="logo.png")
    mail.get_payload()[1].add_related(dot(400), "image", "png", cid="<map>", filename="map.png")
    made = shown(mail)
    assert [part.name for part in parts_of(mail.as_bytes())] == ["logo.png", "map.png"]
    assert [one.name for one in made.parts] == ["map.png"]
    assert "logo.png" in words_of(made.pdf)


def test_the_requester_is_masked_where_frkit_sets_the_words(shown, campaign, setting) -> None:
    mail = message(Subject="To Robin Example", Cc="robin@secret.example")
    mail.set_content("Dear Robin Example,\nwe mailed it to 12 Hidden Lane.\n")
    hidden = {"Robin Example": "[name]", "robin@secret.example": "[e-mail]", "12 Hidden Lane": "[address]"}

    def mask(text: str) -> str:
        for value, shown_as in hidden.items():
            text = text.replace(value, shown_as)
        return text

    made = shown(mail, using=Setting(setting.folder, setting.day, setting.paper, mask))
    words = words_of(made.pdf)
    assert not any(value in words for value in hidden)
    assert "private data of the requester masked" in made.how


def test_a_file_name_that_climbs_is_only_a_name(shown, campaign) -> None:
    name = "..%2F..%2F..%2Fetc%2F%07pass%0Awd" + "a" * 300
    mail = (
        "From: a@b.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n"
        f"Content-Disposition: attachment; filename*=utf-8''{name}\r\n\r\n\x00\x01\r\n--b--\r\n"
    )
    made = shown(mail.encode(), name="../../reply\x00.eml")
    assert "../../../etc/pass wd" in " ".join(words_of(made.parts[0].pdf).split())
    assert sorted(path.name for path in campaign.root.rglob("*") if path.is_file() and "mail" in path.name) == [
        "mail.eml"
    ]
    assert not (campaign.root.parent / "etc").exists()


def test_the_same_mail_gives_the_same_pages(shown) -> None:
    mail = message(Subject="x", Date="Mon, 02 Mar 2026 10:00:00 -0800")
    mail.set_content("words")
    assert shown(mail).pdf == shown(mail).pdf
