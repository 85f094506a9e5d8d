"""A confirmed date names a document by its hash, and no other command takes that for the id of an event."""

from __future__ import annotations

import csv
import io

import pytest
from cli.conftest import new_campaign


@pytest.fixture
def dated(tmp_path, monkeypatch):
    """A campaign in which a person confirmed the date of an invoice, and of our own letter."""
    frkit = new_campaign(tmp_path / "campaign", monkeypatch)
    (tmp_path / "invoice.txt").write_text("Invoice of 3 July 2020 for Amazon Rekognition\n")
    frkit("request new --agency us-ca-lapd --item contracts --today 2026-03-01")
    frkit("log sent lapd --date 2026-03-02 --method email")
    frkit(f"receive lapd {tmp_path}/invoice.txt --date 2026-03-12")
    frkit("date invoice.txt 1 2020-07-03 --today 2026-04-01")
    return frkit


def test_check_finds_nothing_wrong(dated):
    assert "no mistakes" in dated("check").out


def test_a_date_of_a_document_that_nobody_brought_is_told(dated):
    (event,) = (dated.root / "requests").glob("*/events/*-date-confirmed-*.yaml")
    digest = next(line for line in event.read_text().splitlines() if line.startswith("of: ")).removeprefix("of: ")
    strange = event.read_text().replace(digest, f"{'0' * 64}")
    event.unlink()
    event.with_name("2026-04-01-date-confirmed-00000000.yaml").write_text(strange)
    told = dated("check").out
    assert "it names the document 000000000000..., which no event of this request brought" in told


def test_a_table_of_events_keeps_the_hash(dated):
    rows = list(csv.DictReader(io.StringIO(dated("export csv --events").out)))
    (row,) = [row for row in rows if row["kind"] == "date_confirmed"]
    (invoice,) = (dated.root / "requests").glob("*/received/*invoice.txt")
    assert len(row["of"]) == 64 and row["of"].startswith(invoice.name.split("-")[3])


def test_a_copy_for_others_is_whole(dated, tmp_path):
    dated(f"share {tmp_path}/copy")
    assert "no mistakes" in dated(f"check --campaign {tmp_path}/copy").out
