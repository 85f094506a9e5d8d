"""Questions, texts and files made at random: a plain answer or a plain refusal, never another error, nothing lost."""

from __future__ import annotations

import io
import sqlite3

import pikepdf
import pytest
from damaging import until_time_is_over
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from frkit.base.errors import WrongUsage
from frkit.evidence.text.folding import folded, other_readings, shown, storable
from frkit.evidence.text.ocr_records import text_in, words_in
from frkit.evidence.text.page_images import picture_image
from frkit.evidence.text.query import parsed
from frkit.evidence.text.reading import Errand, Unit, read
from frkit.evidence.text.words import PIECE, pieces, words_of_html, words_of_mail, words_of_office, words_of_text
from frkit.evidence.unreadable import Unreadable

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))
SIGNS = st.sampled_from(
    ['"', "(", ")", "*", ",", "NEAR(", "AND", "OR", "NOT", " ", "-", "/", ":", "^", "+", "'", "“", "顔"]
)
QUESTIONS = st.lists(st.one_of(SIGNS, st.text(max_size=6), st.sampled_from(["camera", "2024", "né"])), max_size=20)
HYPHENS = st.sampled_from(["-\n", "\xad", "\x02", "\u2010\n", "- \n", "\n", " ", "\u200b", "\u202e", "\0", "ß", "証"])


def index() -> sqlite3.Connection:
    """An index like that of a campaign."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE words USING fts5(text, also, content='', prefix='2',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    return database


@QUIET
@given(QUESTIONS)
def test_every_question_is_understood_or_refused_in_words(pieces_of_it: list[str]) -> None:
    typed = "".join(pieces_of_it)
    try:
        query = parsed(typed)
    except WrongUsage as error:
        assert "fts5" not in str(error)
        return
    database = index()
    database.execute("INSERT INTO words(rowid, text, also) VALUES (1, 'camera 2024', '')")
    database.execute("SELECT rowid, rank FROM words WHERE words MATCH ?", (query.match,)).fetchall()


@QUIET
@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=12), st.text(max_size=60))
def test_a_word_that_stands_in_a_text_is_found_as_typed(word: str, before: str) -> None:
    text = storable(f"{before} . {word} . end")
    try:
        query = parsed(f'"{word}"')
    except WrongUsage:
        return
    database = index()
    database.execute("INSERT INTO words(rowid, text, also) VALUES (1, ?, ?)", (folded(text), other_readings(text)))
    known = database.execute("INSERT INTO words(rowid, text, also) VALUES (2, ?, '')", (folded(word),))
    assert known.rowcount == 1
    rows = {row[0] for row in database.execute("SELECT rowid FROM words WHERE words MATCH ?", (query.match,))}
    assert (1 in rows) is (2 in rows), "in a text it is found as it is alone"


@QUIET
@given(st.lists(st.one_of(HYPHENS, st.text(max_size=8)), max_size=40))
def test_folding_loses_no_letter_and_lets_no_control_sign_through(parts: list[str]) -> None:
    text = storable("".join(parts))
    once = folded(text)
    other_readings(text)
    assert not set(once) & set("\x00\x02\x03\x1b\x7f\u202e\u2066")
    kept = {sign for sign in shown(once).casefold() if sign.isalnum()}
    plain = {sign for sign in text.casefold() if sign.isascii() and sign.isalnum()}
    assert plain <= kept


@QUIET
@given(st.text(max_size=50), st.integers(0, 4))
def test_pieces_of_a_text_are_the_text(line: str, many: int) -> None:
    text = storable(line + "\n") * (many * PIECE // max(1, len(line) + 1) + 1)
    made = list(pieces(text, "words of the file"))
    assert "".join(one.text for one in made) == text and all(len(one.text) <= PIECE for one in made)


@QUIET
@given(st.binary(max_size=400))
def test_any_bytes_are_words_of_something_or_nothing(data: bytes) -> None:
    for words_of in (words_of_text, words_of_html, words_of_mail, words_of_office):
        for page in words_of(data):
            page.text.encode()
    table = data.decode("latin-1")
    text_in(table)
    list(words_in("5\t1\t" + table))


def pdf() -> bytes:
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(3):
        made.add_blank_page(page_size=(612, 792))
        page = made.pages[-1].obj
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=made.make_indirect(font)))
        page.Contents = made.make_stream(f"BT /F0 24 Tf 72 600 Td (Walrus {number}) Tj ET".encode())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pictures() -> list[bytes]:
    made = []
    for form in ("PNG", "TIFF", "JPEG", "GIF"):
        out = io.BytesIO()
        Image.new("L", (60, 40), 200).save(out, form)
        made.append(out.getvalue())
    return made


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells of each damaged field
def test_damaged_files_give_words_or_a_reason(tmp_path) -> None:
    path = tmp_path / "file"

    def check(data: bytes) -> None:
        path.write_bytes(data)
        kind = "pdf" if b"%PDF" in data[:1024] else "image"
        (answer,) = read(Errand(str(path), (Unit("", "0" * 64, kind),)))
        assert answer.problem or answer.total >= len(answer.pages)
        if kind == "image":
            try:
                image = picture_image(data, 1)
            except Unreadable:
                return
            assert len(image.grey) == image.width * image.height

    assert sum(1 for _ in until_time_is_over([pdf(), *pictures()], check)) > 5
