"""Every body of the catalogue can be asked, and for every pack: a letter, or a refusal that says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hardship import Ended, assert_whole

from frkit.catalogue.loading import all_agencies, all_packs
from frkit.law.loading import all_codes

Frkit = Callable[..., Ended]
ON_FILE = set(all_codes())
ASKABLE = [agency.id for agency in all_agencies() if agency.law in ON_FILE]
OTHERS = [agency.id for agency in all_agencies() if agency.law not in ON_FILE]


@pytest.mark.parametrize("body", ASKABLE)
def test_a_body_whose_law_is_on_file_gets_a_letter_or_a_reason(body: str, campaign: Path, frkit: Frkit) -> None:
    made = frkit("request", "new", "--agency", body, "--pack", "first-contact", "--today", "2026-05-05")
    if made.code:
        assert made.code == 2 and made.err.startswith("frkit: ") and "to do:" in made.err
        assert len(list((campaign / "requests").iterdir())) == 1
        return
    request_id = made.out.split()[1].removeprefix("requests/")
    letter = frkit("letter", request_id, "--today", "2026-05-05")
    assert letter.code == 0, letter.err
    assert "Robin Requester" in letter.out and "{{" not in letter.out and "None" not in letter.out
    assert_whole(campaign)


def test_a_body_whose_law_is_not_on_file_is_refused_with_the_places_there_are(campaign: Path, frkit: Frkit) -> None:
    for body in OTHERS:
        refused = frkit("request", "new", "--agency", body, "--pack", "first-contact")
        assert refused.code == 2 and "to do:" in refused.err, body
    assert len(list((campaign / "requests").iterdir())) == 1


@pytest.mark.parametrize("pack", [pack.id for pack in all_packs()])
@pytest.mark.parametrize("body", ["us-ca-lapd", "us-ny-nypd", "us-fl-orlando-pd", "us-dea", "gb-met"])
def test_every_pack_makes_a_letter(pack: str, body: str, frkit: Frkit) -> None:
    made = frkit("request", "new", "--agency", body, "--pack", pack, "--vendor", "clearview", "--today", "2026-05-05")
    assert made.code == 0, made.err
    letter = frkit("letter", made.out.split()[1].removeprefix("requests/"), "--today", "2026-05-05")
    assert letter.code == 0, letter.err
