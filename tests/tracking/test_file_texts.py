"""A name or an address is found wherever a reader of a file could see it; what hides words is not called readable."""

import base64
import io
import unicodedata
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from frkit.exchange.readable import has_readable_text
from frkit.exchange.share_words import values_in_files
from frkit.tracking.privacy import found_in_file, found_in_text

NAME = "José Requester-Muñoz"
VALUES = values_in_files(
    {
        "12 Hidden Lane": "address of requester",
        "robin@secret.example": "e-mail of requester",
        "+1 415 555 0142": "telephone of requester",
    },
    [NAME],
)
ANSWER = "We have your request and shall answer it in ten days."


def zipped(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return held.getvalue()


def mail(body, head="Subject: hi"):
    return f"{head}\r\nMIME-Version: 1.0\r\n".encode() + body


def coded(text, charset="utf-8"):
    return base64.b64encode(text.encode(charset))


def picture(pdf):
    made = Stream(pdf, bytes(10_000))
    made.Type, made.Subtype, made.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    made.Width, made.Height, made.BitsPerComponent = 100, 100, 8
    return made


def pdf(text=ANSWER, change=None, shown=None):
    """One page with a line of text, perhaps with a picture of some width and height."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    drawn = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
    if shown:
        page.Resources.XObject = Dictionary(I=picture(made))
        drawn += f" q {shown[0]} 0 0 {shown[1]} 20 20 cm /I Do Q"
    page.Contents = Stream(made, drawn.encode())
    if change:
        change(made, page)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def note(made, page, kind, **more):
    page.Annots = Array([made.make_indirect(Dictionary(Type=Name.Annot, Subtype=kind, Rect=[5, 5, 500, 700], **more))])


def filled_in(made, page):
    note(made, page, Name.Widget, FT=Name.Tx, T="address", V="12 Hidden Lane")
    made.Root.AcroForm = Dictionary(Fields=page.Annots)


def commented(made, page):
    note(made, page, Name.Text, Contents=f"Ask {NAME}")


def metadata(made, page):
    with made.open_metadata() as held:
        held["dc:creator"] = [NAME]


def form_of(made, drawn, **resources):
    looks = Stream(made, drawn)
    looks.Type, looks.Subtype, looks.BBox = Name.XObject, Name.Form, [0, 0, 100, 100]
    looks.Resources = Dictionary(**resources)
    return Dictionary(N=looks)


def typed_over(made, page):
    fonts = page.Resources.Font
    note(made, page, Name.FreeText, AP=form_of(made, b"BT /F1 9 Tf 9 9 Td (12 Hidden Lane) Tj ET", Font=fonts))


def stamped_with_a_picture(made, page):
    looks = form_of(made, b"q 100 0 0 100 0 0 cm /I Do Q", XObject=Dictionary(I=picture(made)))
    note(made, page, Name.Stamp, AP=looks)


def changed_later():
    """A PDF whose page said something else before: the earlier version is still in the file."""
    first = pdf("12 Hidden Lane")
    with pikepdf.open(io.BytesIO(first)) as made:
        content, root, count = made.pages[0].Contents.objgen[0], made.Root.objgen[0], len(made.objects) + 1
    begins = int(first[first.rindex(b"startxref") + 9 :].split()[0])
    drawn = f"BT /F1 12 Tf 50 700 Td ({ANSWER}) Tj ET".encode()
    body = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (content, len(drawn), drawn)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (
        content, len(first), count, root, begins)  # fmt: skip
    return first + body + table + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(body))


IN_BASE64 = mail(b"Content-Transfer-Encoding: base64\r\n\r\n" + coded("12 Hidden Lane"))

HOLDING = {
    "accents apart": unicodedata.normalize("NFD", f"To {NAME}").encode(),
    "no accents": b"Dear Jose Requester-Munoz,",
    "an old alphabet": f"To {NAME}".encode("latin-1"),
    "wide letters": "\uff11\uff12 \uff28\uff49\uff44\uff44\uff45\uff4e \uff2c\uff41\uff4e\uff45".encode(),
    "signs without width": "12 Hid\u200bden\u00ad La\u2060ne".encode(),
    "HTML": b"<p>&#49;2 Hid<b>den</b> L&#x61;ne</p>",
    "JSON": b'{"a": "\\u0031\\u0032 Hidden Lane"}',
    "RTF": b"{\\rtf1 12 Hid{\\b d}en Lane}",
    "UTF-16": "12 Hidden Lane".encode("utf-16"),
    "a number without its country": "call (415) 555\u20130142".encode(),
    "an address with a mark": b"robin+foia@secret.example",
    "a mail that begins oddly": b"X-2: 1\r\n" + IN_BASE64,
    "a mail without a space": b"To:x\r\n" + IN_BASE64,
    "a mail behind a mark": b"\xef\xbb\xbf\r\n" + IN_BASE64,
    "a header": mail(b"\r\nhi", f"To: =?utf-8?b?{coded(NAME).decode()}?= <x@agency.example>"),
    "the name of an attachment": mail(b"Content-Type: a/b; name*=utf-8''Jos%C3%A9%20Requester-Mu%C3%B1oz\r\n\r\nhi"),
    "a mail in an old alphabet": mail(
        b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"Jos=E9 Requester-=\r\nMu=F1oz"
    ),
    "a mail in a mail": mail(
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(mail(b"\r\n12 Hidden Lane"))
    ),
    "a table in a ZIP": zipped(a__csv="12 Hidden Lane"),
    "capitals in a ZIP": zipped(A__TXT="12 Hidden Lane"),
    "a name in a ZIP": zipped(**{"12 Hidden Lane__txt": "x"}),
    "who changed a document": zipped(**{"word/document__xml": f'<w:ins w:author="{NAME}"><w:t>x</w:t></w:ins>'}),
    "runs of a document": zipped(**{"word/document__xml": "<w:t>&#49;2 Hid</w:t><w:t>den Lane</w:t>"}),
    "a PDF": pdf("12 Hidden Lane"),
    "a form": pdf(change=filled_in),
    "a comment": pdf(change=commented),
    "metadata": pdf(change=metadata),
    "typed over a page": pdf(change=typed_over),
    "an earlier version": changed_later(),
}
HIDING = {
    "a scan with a number stamped on it": pdf("LAPD-000001", shown=(550, 800)),
    "a picture as a stamp": pdf(change=stamped_with_a_picture),
    "RTF": b"{\\rtf1 hello}",
    "PostScript": b"%!PS\n(hello) show",
}
PLAIN = {
    "a PDF": pdf(),
    "a letterhead": pdf(shown=(150, 80)),
    "a mail": mail(b"\r\nhello"),
    "a text": b"Note: nothing of anybody\n",
}


@pytest.fixture
def file(tmp_path):
    def made(data):
        path = tmp_path / "file"
        path.write_bytes(data)
        return path

    return made


@pytest.mark.parametrize("data", HOLDING.values(), ids=HOLDING)
def test_what_a_file_holds_of_the_requester_is_found(file, data):
    assert found_in_file(file(data), VALUES)


@pytest.mark.parametrize("data", HIDING.values(), ids=HIDING)
def test_what_may_show_more_than_its_text_is_not_called_readable(file, data):
    assert not has_readable_text(file(data))


@pytest.mark.parametrize("data", PLAIN.values(), ids=PLAIN)
def test_what_holds_nothing_of_anybody_may_go(file, data):
    assert found_in_file(file(data), VALUES) == [] and has_readable_text(file(data))


def test_broken_files_are_searched_as_far_as_they_go(file):
    for data in (*HOLDING.values(), *HIDING.values()):
        for cut in range(1, len(data), max(1, len(data) // 7)):
            found_in_file(file(data[:cut]), VALUES)
            has_readable_text(file(data[:cut]))


def test_names_and_headers_in_no_alphabet_are_no_failure(file):
    spoilt = zipped(**{"\u00e9__txt": "x"}).replace("\u00e9".encode(), b"\x95\x95")
    found_in_file(file(spoilt), VALUES)
    assert not has_readable_text(file(spoilt))
    assert found_in_file(file(mail(b"\r\n12 Hidden Lane", "To: =?utf\u20118?q?x?=, =?x?q?y?=")), VALUES)


def test_a_short_number_or_a_word_like_it_is_no_match():
    assert found_in_text("555-01", VALUES) == [] and found_in_text("Hidden Lane is a street", VALUES) == []
