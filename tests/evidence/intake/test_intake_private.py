"""The requester's own data is found in whatever comes, and what nobody can read is said to be unread."""

import io

import pikepdf
import pytest

from frkit.base.foreign_files import ForeignFileError, sha256_if, state_of
from frkit.evidence.intake.looking import Question, look
from frkit.evidence.intake.private_in_reply import private_look
from frkit.tracking.privacy import found_in_bytes

VALUES = {
    "12 Hidden Lane": "address of requester",
    "robin@secret.example": "e-mail of requester",
    "+1 510 555 0142": "telephone of requester",
}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x00\x01 12 HIDDEN  LANE \xff", ["address of requester"]),
        ("12 Hidden Lane".encode("utf-16-le"), ["address of requester"]),
        (b"tel (510) 555-0142", ["telephone of requester"]),
        (b"robin at secret.example", []),
        (bytes(range(256)) * 50, []),
    ],
)
def test_plain_letters_are_found_in_bytes_that_are_no_text(data, found):
    assert found_in_bytes([data], VALUES) == found


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_value_that_two_blocks_share_is_found(cut):
    data = b"xx robin@secret.example xx"
    assert found_in_bytes([data[:cut], data[cut:]], VALUES) == ["e-mail of requester"]


def test_a_name_with_other_letters_is_found_in_bytes_too():
    values = {"Müllerstraße 57b": "address of requester"}
    assert found_in_bytes(["\0Müllerstraße 57b\0".encode()], values) == ["address of requester"]


def test_the_end_of_a_large_file_is_looked_at(tmp_path):
    large = tmp_path / "film.mp4"
    with large.open("wb") as file:
        file.seek(40 << 20)
        file.write(b"made by robin@secret.example")
    assert private_look(large, large.name, "media", VALUES).found == ("e-mail of requester",)


def test_pages_without_text_are_counted(tmp_path, pdf):
    with pikepdf.new() as made, pikepdf.open(io.BytesIO(pdf("Hello"))) as words:
        made.pages.append(words.pages[0])
        made.add_blank_page()
        made.save(tmp_path / "mixed.pdf")
    assert (
        private_look(tmp_path / "mixed.pdf", "mixed.pdf", "pdf", VALUES).unseen
        == "1 of 2 pages are pictures without text"
    )


def test_who_has_no_requester_on_file_is_told_nothing(tmp_path):
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert not private_look(scan, scan.name, "image", {}).unseen


def test_a_file_that_changed_after_it_was_looked_into_is_not_the_same(tmp_path):
    path = tmp_path / "growing.txt"
    path.write_text("one")
    seen = look(Question(path, VALUES)).state
    assert sha256_if(path, seen)
    path.write_text("one and two")
    assert state_of(path.stat()) != seen
    with pytest.raises(ForeignFileError, match="changed while it was read"):
        sha256_if(path, seen)
