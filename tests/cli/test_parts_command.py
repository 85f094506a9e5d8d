"""frkit parts: what is inside a file that came, and one of those files taken out, without anything being run."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result

from frkit.base.files import sha256_of_bytes
from frkit.cli.main import frkit
from frkit.evidence.opening.passwords import keep_password
from frkit.tracking.folder import CampaignFolder

PDF_INSIDE = b"numbers of the contract"


@pytest.fixture
def run(campaign: CampaignFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(campaign.root)
    monkeypatch.setenv("FRKIT_BY", "tester")
    monkeypatch.setenv("COLUMNS", "80")

    def typed(*arguments: str) -> Result:
        return CliRunner().invoke(frkit, list(arguments), catch_exceptions=True)

    assert (
        typed("request", "new", "--agency", "us-ca-lapd", "--pack", "first-contact", "--today", "2026-03-02").exit_code
        == 0
    )
    return typed


def reply() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["prices.csv"] = pikepdf.AttachedFileSpec(pdf, PDF_INSIDE, filename="prices.csv")
    whole = io.BytesIO()
    pdf.save(whole)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "records@city.example", "Your request"
    mail.set_content("Attached.")
    mail.add_attachment(whole.getvalue(), maintype="application", subtype="pdf", filename="contract.pdf")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("reply.eml", mail.as_bytes())
        archive.writestr("../../climb\x1b[31m.txt", b"words")
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


@pytest.fixture
def request_id(run: Any, tmp_path: Path, campaign: CampaignFolder) -> str:
    source = tmp_path / "reply.zip"
    source.write_bytes(reply())
    (request_id,) = campaign.request_ids()
    assert run("receive", request_id, str(source), "--date", "2026-03-05", "--yes").exit_code == 0
    return request_id


def test_everything_inside_is_shown_however_deep(run: Any, request_id: str) -> None:
    done = run("parts", request_id)
    assert done.exit_code == 0
    for expected in (
        "ZIP archive",
        "reply.eml",
        "1/1 ",
        "contract.pdf (PDF)",
        "1/1/1",
        "prices.csv",
        "no file but a link",
    ):
        assert expected in done.stdout
    assert "\x1b" not in done.stdout and max(map(len, done.stdout.splitlines()[1:])) <= 80


def test_the_same_for_programs(run: Any, request_id: str) -> None:
    (one,) = json.loads(run("parts", request_id, "reply.zip", "--json").stdout)
    assert one["request"] == request_id and one["kind"] == "ZIP archive" and one["locked"] is False
    assert [(part["number"], part["sha256"] is None) for part in one["parts"]] == [
        ("1", False), ("1/1", False), ("1/1/1", False), ("2", False), ("3", True)
    ]  # fmt: skip
    assert one["parts"][2]["sha256"] == sha256_of_bytes(PDF_INSIDE)
    assert set(one["parts"][0]) == {"number", "name", "kind", "size", "sha256", "locked", "embedded", "warnings"}


def test_one_part_is_taken_out_where_git_does_not_look(run: Any, request_id: str, campaign: CampaignFolder) -> None:
    done = run("parts", request_id, "reply.zip", "--extract", "1/1/1", "--json")
    told = json.loads(done.stdout)
    (written,) = (campaign.root / ".frkit" / "parts").iterdir()
    assert written.read_bytes() == PDF_INSIDE and written.name.endswith("-prices.csv")
    assert told["sha256"] == sha256_of_bytes(PDF_INSIDE) and told["file"].endswith(written.name)


def test_a_name_that_climbs_stays_where_it_is_told(run: Any, request_id: str, tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.mkdir()
    assert run("parts", request_id, "reply.zip", "--extract", "2", "--out", str(place)).exit_code == 0
    (written,) = place.iterdir()
    assert written.read_bytes() == b"words" and written.name.endswith(".txt")


def test_nothing_is_ever_replaced(run: Any, request_id: str, tmp_path: Path) -> None:
    taken = tmp_path / "mine.txt"
    taken.write_bytes(b"mine")
    done = run("parts", request_id, "reply.zip", "--extract", "2", "--out", str(taken))
    assert done.exit_code == 1 and "exists already" in str(done.exception)
    assert taken.read_bytes() == b"mine"


def test_a_file_that_was_not_taken_in_can_be_looked_into(run: Any, tmp_path: Path) -> None:
    loose = tmp_path / "loose.zip"
    loose.write_bytes(reply())
    done = run("parts", str(loose))
    assert done.exit_code == 0 and "contract.pdf" in done.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("reply.zip", "--extract", "7"), "no part 7"),
        (("reply.zip", "--extract", "3"), "no part 3 that can be taken out"),
        (("reply.zip", "--extract", "one"), "no part one"),
        (("other.zip",), "No document here"),
        (("reply.zip", "--out", "x"), "--out says where"),
    ],
)
def test_slips_are_answered(run: Any, request_id: str, options: tuple[str, ...], words: str) -> None:
    done = run("parts", request_id, *options)
    assert done.exit_code != 0 and words in str(done.exception)


def test_a_file_whose_password_was_given_is_no_longer_said_to_be_locked(
    run: Any, request_id: str, tmp_path: Path, campaign: CampaignFolder
) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="theirs", user="open sesame"))
    mail = EmailMessage()
    mail["From"], mail["Date"] = "records@lapd.example", "Thu, 26 Mar 2026 09:00:00 -0700"
    mail.set_content("Enclosed.\n")
    mail.add_attachment(locked.read_bytes(), maintype="application", subtype="pdf", filename="inside.pdf")
    (tmp_path / "cover.eml").write_bytes(mail.as_bytes())
    run("receive", request_id, str(locked), "--date", "2026-03-26")
    run("receive", request_id, str(tmp_path / "cover.eml"))
    assert "Some of it needs a password" in run("parts", request_id, "locked.pdf").output
    assert json.loads(run("parts", request_id, "cover.eml", "--json").stdout)[0]["parts"][0]["locked"] is True
    keep_password(campaign.root, sha256_of_bytes(locked.read_bytes()), "open sesame")
    assert "Nothing is inside it." in run("parts", request_id, "locked.pdf").output
    assert json.loads(run("parts", request_id, "cover.eml", "--json").stdout)[0]["parts"][0]["locked"] is False
