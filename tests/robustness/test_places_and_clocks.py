"""Campaigns in odd places, and on computers whose clock is wrong: the same dates, the same files, nothing lost."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hardship import FAKETIME, REQUEST, Ended, assert_whole, environment, event_files

Frkit = Callable[..., Ended]
ODD = {
    "spaces": "my  campaign folder ",
    "accents, composed": unicodedata.normalize("NFC", "Überwachung été"),
    "accents, taken apart": unicodedata.normalize("NFD", "Überwachung été"),
    "another script": "приклад 中文 العربية",
    "200 letters": "l" * 200,
    "signs": "a'b\"c;d&e$f(g)[h]{i}%j#k",
    "a line end": "first\nsecond",
}
ACKNOWLEDGED = ("log", "ack", "lapd", "--date", "2026-03-05")


def dates(frkit_program: Frkit, cwd: Path, **options: object) -> list[tuple[str, str | None]]:
    """Name and day of each limit, as of one day."""
    told = frkit_program("status", "lapd", "--today", "2026-03-20", "--json", cwd=cwd, **options)
    assert told.code == 0, told.err
    return [(one["id"], one["date"]) for one in json.loads(told.out)["clocks"]]


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_a_campaign_in_an_odd_place(name: str, campaign: Path, frkit_program: Frkit, tmp_path: Path) -> None:
    odd = tmp_path / name
    shutil.copytree(campaign, odd)
    letter = odd / f"{name[:40]}.txt"
    letter.write_text("We have your request.\n", encoding="utf-8")
    sent = frkit_program("log", "sent", "lapd", "--date", "2026-03-02", "--method", "email", cwd=odd)
    assert sent.code == 0, sent.err
    received = frkit_program("receive", "lapd", letter, "--date", "2026-03-05", cwd=odd / "requests" / REQUEST)
    assert received.code == 0, received.err
    assert ("determination", "2026-03-12") in dates(frkit_program, odd)
    assert len(event_files(odd)) == 2
    letter.unlink()
    sealed = frkit_program("seal", cwd=odd)
    assert sealed.code == 0, sealed.err
    verified = frkit_program("verify", cwd=odd)
    assert verified.code == 0, verified.out
    assert_whole(odd)


@pytest.mark.parametrize("today", ["1970-01-01", "2024-02-29", "2026-03-01", "2037-12-31"])
def test_a_clock_that_is_wrong_moves_no_date(today: str, campaign: Path, frkit_program: Frkit) -> None:
    wrong = environment() | FAKETIME | {"FAKETIME": f"@{today} 12:00:00"}
    assert frkit_program("log", "sent", "lapd", "--date", "2026-03-02", "--method", "email").code == 0
    expected = dates(frkit_program, campaign)
    assert dates(frkit_program, campaign, env=wrong) == expected
    logged = frkit_program(*ACKNOWLEDGED, "--yes", env=wrong)
    if today < "2026-03-04":
        assert logged.code == 2 and "this computer's clock" in logged.err
        assert len(event_files(campaign)) == 1
    else:
        assert logged.code == 0, logged.err
        assert dates(frkit_program, campaign, env=wrong) == dates(frkit_program, campaign)
    assert_whole(campaign)
