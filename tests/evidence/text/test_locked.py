"""Many locked files are found, and tried with one password, without a process for each of them."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from frkit.evidence.apart.process import Worker
from frkit.evidence.text.documents import documents
from frkit.evidence.text.locked import locked_among, opened_by
from frkit.evidence.unreadable import Unreadable


def locked(word: str, number: int) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/Title"] = f"Number {number}"
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="owner", user=word))
    return out.getvalue()


def test_forty_locked_files_take_a_few_processes(campaign, request_to, came, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{number}.pdf": locked("walrus", number) for number in range(20)}
    files |= {f"other {number}.pdf": locked("oyster", 100 + number) for number in range(5)}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for number in range(15):
            archive.writestr(f"in it {number}.pdf", locked("walrus", 200 + number))
        archive.writestr("plain.txt", "words")
    came(request_to(), {**files, "export.zip": inner.getvalue()})
    every = list(documents(campaign, with_parts=True))
    started = []
    begin = Worker.__init__

    def counted(self: Worker) -> None:
        started.append(self)
        begin(self)

    monkeypatch.setattr(Worker, "__init__", counted)
    shut = locked_among(every)
    assert len(shut) == 40 and "plain.txt" not in {one.name for one in shut}
    outcomes = list(opened_by("walrus", shut))
    assert [one.name.startswith("other") for one, _ in outcomes] == [fits is False for _, fits in outcomes]
    assert sum(fits is True for _, fits in outcomes) == 35
    assert len(started) <= 16, "processes stay warm from file to file"


def test_a_file_that_vanished_is_a_reason(campaign, request_to, came) -> None:
    came(request_to(), {"one.pdf": locked("walrus", 1)})
    (one,) = (one for one in documents(campaign) if not one.ours)
    one.original.unlink()
    assert locked_among([one]) == []
    ((_, outcome),) = opened_by("walrus", [one])
    assert isinstance(outcome, Unreadable) and "No such file" in str(outcome)
