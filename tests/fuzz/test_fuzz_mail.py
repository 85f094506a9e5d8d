"""Mails damaged at random and mails made of junk: always read, nothing lost, in time that grows with the size alone."""

from __future__ import annotations

import base64
import quopri
import re
import time
from pathlib import Path

import pytest
from damaging import damaged_files, until_time_is_over
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frkit.base.files import sha256_of_bytes
from frkit.evidence.html.safe import safe_html
from frkit.evidence.html.shown import shown_html
from frkit.evidence.html.words import words_of_html
from frkit.evidence.mail.addresses import addresses
from frkit.evidence.mail.dates import moment
from frkit.evidence.mail.encoded_words import header_text
from frkit.evidence.mail.looking import look_into_mail
from frkit.evidence.mail.parameters import parameters
from frkit.evidence.mail.proof import proof_of
from frkit.evidence.mail.quoting import stretches
from frkit.evidence.mail.reading import read_mail
from frkit.evidence.mail.words import every_word, own_and_quoted
from frkit.evidence.unreadable import Unreadable

GALLERY = sorted((Path(__file__).parents[1] / "evidence" / "mail" / "gallery").glob("*.eml"))
SEEDS = [path.read_bytes() for path in GALLERY]
BRIEFLY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
HARMLESS = re.compile(
    r'</?[a-z]{1,10}[1-6]?(?: (?:style="[^"<>()]*"|class="[a-z ]+"|(?:col|row)span="\d+"|dir="(?:rtl|ltr)"|start="\d+"'
    r'|src="\ue000\d+\ue001"|alt=""))*>'
)
MEGABYTE = 1_000_000
SECONDS = 2.0
HEAD = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"


def must_be_harmless(markup: str) -> None:
    """Nothing but plain elements with a few attributes, none of which can lead anywhere."""
    for tag in re.findall(r"<[^>]*>", markup):
        assert HARMLESS.fullmatch(tag), tag


def read_wholly(data: bytes) -> None:
    """Whatever is asked of a mail is answered."""
    mail = read_mail(data)
    assert all(part.sha256 == sha256_of_bytes(part.data) for part in mail.parts)
    assert [part.number for part in mail.parts] == [str(number) for number in range(1, len(mail.parts) + 1)]
    proof_of(mail, data).as_json()
    own_and_quoted(mail)
    every_word(mail)
    for body in mail.bodies:
        assert "\n".join(one.text for one in stretches(body.text)) == body.text.replace("\r\n", "\n")
        if body.html:
            must_be_harmless(shown_html(body.html, lambda address: "data:,").markup)


@BRIEFLY
@given(data=damaged_files(SEEDS))
def test_damaged_mails_are_read(data: bytes) -> None:
    read_wholly(data)


def test_for_as_long_as_told() -> None:
    count = 0
    for count in until_time_is_over(SEEDS, read_wholly):  # noqa: B007  # the last number counts
        pass
    assert count > 10


@given(st.binary(max_size=400))
@BRIEFLY
def test_any_bytes_are_read(data: bytes) -> None:
    read_wholly(data)
    read_wholly(HEAD + data)


@given(st.binary(max_size=200))
@BRIEFLY
def test_any_header_is_read(data: bytes) -> None:
    header_text(data)
    addresses(data)
    parameters(data).words("filename")
    moment(data.decode("latin-1"))


LEAF = st.tuples(
    st.sampled_from(
        ["text/plain; charset=utf-8", "text/html; charset=utf-8", "application/pdf", "image/png; name=a.png"]
    ),
    st.sampled_from(["7bit", "base64", "quoted-printable"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
)
TREE = st.recursive(LEAF, lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=12)


def built(tree, depth: int = 0) -> bytes:
    """A mail part of a tree, well formed but for what each leaf is."""
    if isinstance(tree, tuple):
        kind, coding, words = tree
        data = words.encode()
        body = {"7bit": data, "base64": base64.encodebytes(data), "quoted-printable": quopri.encodestring(data)}[coding]
        return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode() + body
    mark = f"=_frkit{depth}_{sum(map(ord, str(tree)[:50]))}"
    parts = b"".join(f"\r\n--{mark}\r\n".encode() + built(one, depth + 1) for one in tree)
    return f'Content-Type: multipart/mixed; boundary="{mark}"\r\n\r\n'.encode() + parts + f"\r\n--{mark}--\r\n".encode()


def leaves(tree) -> list[tuple[str, str, str]]:
    return [tree] if isinstance(tree, tuple) else [leaf for one in tree for leaf in leaves(one)]


@given(TREE)
@BRIEFLY
def test_every_leaf_is_in_the_text_the_html_or_a_part(tree) -> None:
    mail = read_mail(b"From: a@b.example\r\nMIME-Version: 1.0\r\n" + built(tree))
    files = [part.data.rstrip(b"\r\n") for part in mail.parts]
    for kind, _, words in leaves(tree):
        if kind.startswith("text/plain"):
            assert words.strip() in mail.text
        elif kind.startswith("text/html"):
            assert words.strip() in mail.html
        else:
            assert words.encode() in files


@given(st.text(alphabet="<>/abipr td='\"&;#0xtablestyle\x00!-[]\n", max_size=300))
@BRIEFLY
def test_any_web_text_is_shown_harmlessly(text: str) -> None:
    must_be_harmless(shown_html(text, lambda address: "data:,").markup)
    must_be_harmless(safe_html(text))
    words_of_html(text)


def filled(piece: bytes) -> bytes:
    return (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]


def kind(said: bytes) -> bytes:
    return HEAD + b"Content-Type: " + said + b"\n\n"


JUNK = {
    "zeros": b"\0" * MEGABYTE,
    "line ends": filled(b"\r\n"),
    "bare returns": filled(b"a\r"),
    "dividers": kind(b"multipart/mixed; boundary=b") + filled(b"--b\n"),
    "parts in parts": b"".join(
        HEAD + b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (at, at) for at in range(12_000)
    ),
    "wrong dividers in wrong dividers": b"".join(
        HEAD + b'Content-Type: multipart/mixed; boundary="z%d"\n\n--%d\nContent-Type: text/plain\n\n' % (at, at)
        for at in range(9000)
    ),
    "mails in mails": b"".join(HEAD + b"Content-Type: message/rfc822\n\n" for _ in range(12_000)),
    "headers": filled(b"X-A: b\n"),
    "folds": b"Subject: a\n" + filled(b" b\n"),
    "encoded words": b"Subject: " + filled(b"=?utf-8?Q?a?="),
    "encoded words without end": b"Subject: " + filled(b"=?a?Q?"),
    "pieces of base64": b"Subject: " + filled(b"=?utf-8?B?4"),
    "parameters": HEAD + b"Content-Type: multipart/mixed; " + filled(b"a=b;"),
    "quotation marks": HEAD + b"Content-Type: text/plain; x=" + filled(b'\\"'),
    "pieces of a name": HEAD
    + b"Content-Disposition: attachment; "
    + b"".join(b"filename*%d*=%%41;" % at for at in range(50_000)),
    "base64 that ends again and again": HEAD + b"Content-Transfer-Encoding: base64\n\n" + filled(b"A=\n "),
    "soft breaks": HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + filled(b"= "),
    "uuencode that never ends": kind(b"text/plain") + filled(b"begin 644 x\n") + b"end\n",
    "uuencode": kind(b"text/plain") + filled(b"begin 644 x\nMabc\nend\n"),
    "yenc": kind(b"text/plain") + filled(b"=ybegin name=x\n=yend\n"),
    "flowing lines": kind(b"text/plain; format=flowed") + filled(b"> a \n"),
    "quotation": kind(b"text/plain") + filled(b">"),
    "introductions": kind(b"text/plain") + filled(b"On Mon, 2 Mar 2026 at 10:00, X wrote:\n"),
    "heads of mails": kind(b"text/plain") + filled(b"From: a\n"),
    "shifts": kind(b"text/plain; charset=iso-2022-jp") + filled(b"\x1b$B\x1b(B"),
    "unknown set": kind(b"text/plain; charset=x-unknown") + filled(bytes(range(128, 256))),
    "no utf-8": kind(b"text/plain; charset=utf-8") + filled(b"\xc3\x28\xff"),
    "groups of a report": kind(b"message/delivery-status") + filled(b"Final-Recipient: rfc822;x@y.example\n\n"),
    "bounced": b"From: MAILER-DAEMON\nSubject: failure notice\n\n" + filled(b"<a@b"),
    "wrappings": kind(b"application/pkcs7-mime") + filled(b"\x30\x80"),
    "strings": kind(b"application/pkcs7-mime") + filled(b"\x04\x00"),
    "meetings": kind(b"text/calendar") + filled(b"BEGIN:VEVENT\nSUMMARY:a\nEND:VEVENT\n"),
    "hops": filled(b"Received: by x; Mon, 2 Mar 2026 10:00:00 +0000\n"),
    "signatures": filled(b"DKIM-Signature: a=rsa-sha256; c=relaxed/relaxed\n"),
    "addresses": b"To: " + filled(b'"<(a@b,'),
    "links": kind(b"text/html") + filled(b"<a src="),
    "elements": kind(b"text/html") + filled(b"<b>"),
}


@pytest.mark.parametrize("name", sorted(JUNK))
def test_a_megabyte_of_junk_takes_a_few_seconds_at_most(name: str) -> None:
    start = time.process_time()
    mail = read_mail(JUNK[name])
    spent = time.process_time() - start
    assert spent < 2 * SECONDS
    start = time.process_time()
    proof_of(mail, JUNK[name])
    stretches(mail.text)
    assert time.process_time() - start < 2 * SECONDS


@pytest.mark.parametrize(
    "piece",
    [
        "<a ", "<", "<!--", "<![CDATA[", '<a b="', "<script>", "<b>", "<p>", "<td>", "&amp", "<table>", "<li>", "<svg>",
        "a</b>", "<a>x", "<head>", "<style>a{}</style>",
    ],
)  # fmt: skip
def test_a_megabyte_of_web_junk(piece: str) -> None:
    """Eight times as much takes about eight times as long, not sixty-four times."""
    for reader in (safe_html, words_of_html):
        spent = []
        for size in (MEGABYTE // 8, MEGABYTE):
            start = time.process_time()
            reader(piece * (size // len(piece)))
            spent.append(time.process_time() - start)
        assert spent[1] < 2 * SECONDS or spent[1] < 24 * spent[0]


def test_a_file_that_is_no_mail_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(Unreadable, match="no mail"):
        look_into_mail(tmp_path / "x.pdf", "", ())
