"""Names and texts from outside are hostile: nothing leaves its folder, fools a reader or breaks a file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hardship import REQUEST, Ended, assert_whole, event_files, snapshot
from hypothesis import given
from hypothesis import strategies as st

from frkit.base.errors import FrkitError
from frkit.base.files import inside, safe_name

Frkit = Callable[..., Ended]
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT OVERRIDE}"
NAMES = {
    "parents": "..%2F..%2Fpasswd.pdf",
    "dots": "...",
    "control characters": "reply\x1b[31m\x07\n.pdf",
    "right to left": f"contract{RIGHT_TO_LEFT}fdp.exe",
    "as long as names get": "a" * 251 + ".pdf",
    "many bytes a letter": "\N{CJK UNIFIED IDEOGRAPH-4E00}" * 83 + ".pdf",
    "reserved": "con.pdf",
    "an option": "--campaign",
    "hidden": ".bashrc",
    "spaces": "  a  b  .pdf",
    "not UTF-8": os.fsdecode(b"l\xe9tter.pdf"),
    "braces": "{{ 7*7 }}<script>.pdf",
    "left by a command": ".2026-03-03-note-0123abcd.yaml.1-2.tmp",
    "an event": "2026-03-03-note-0123abcd.yaml",
}


@given(st.text(max_size=400))
def test_every_safe_name_is_good_on_every_system(name: str) -> None:
    made = safe_name(name)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", made)
    assert len(made) <= 80 and ".." not in made
    assert made.split(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert safe_name(made) == made


@given(st.lists(st.sampled_from(["..", ".", "a", "b c", "", "~", "\x00"]), max_size=8), st.booleans())
def test_no_path_leads_out_of_its_folder(steps: list[str], absolute: bool) -> None:
    folder = Path("/somewhere/campaign")
    relative = ("/" if absolute else "") + "/".join(steps)
    try:
        path = inside(folder, relative)
    except FrkitError as error:
        assert error.place and error.remedy
    else:
        assert path.is_relative_to(folder)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "campaign").mkdir()
    (tmp_path / "campaign" / "link").symlink_to(tmp_path)
    with pytest.raises(FrkitError, match="leads out"):
        inside(tmp_path / "campaign", "link/other.txt")


@pytest.mark.parametrize("odd", NAMES)
def test_a_file_of_any_name_is_taken_in_under_a_safe_one(
    odd: str, campaign: Path, frkit_program: Frkit, tmp_path: Path
) -> None:
    source = tmp_path / "mail" / NAMES[odd]
    source.parent.mkdir()
    source.write_bytes(b"%PDF-1.7\nhello\n")
    ended = frkit_program("receive", "lapd", "--date", "2026-03-03", "--", source)
    assert ended.code == 0, ended.err
    (kept,) = (campaign / "requests" / REQUEST / "received").iterdir()
    assert re.fullmatch(r"2026-03-03-[0-9a-f]{8}-[a-z0-9.-]+", kept.name) and len(kept.name) <= 80
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", ended.out)
    assert_whole(campaign)


@pytest.mark.parametrize("what", ["a pipe", "a folder", "a device", "nothing", "a name of 300 letters"])
@pytest.mark.parametrize("way", ["receive", "file", "proof", "letter"])
def test_what_is_no_file_is_refused_and_nothing_is_written(
    what: str, way: str, campaign: Path, frkit_program: Frkit, tmp_path: Path
) -> None:
    path = tmp_path / ("x" * 300 if "300" in what else "odd")
    if what == "a pipe":
        os.mkfifo(path)
    elif what == "a folder":
        path.mkdir()
    path = Path("/dev/zero") if what == "a device" else path
    lines = {
        "receive": ("receive", "lapd", path, "--date", "2026-03-03"),
        "file": ("log", "produced", "lapd", "--date", "2026-03-03", "--file", path),
        "proof": ("log", "received-by-agency", "lapd", "--date", "2026-03-03", "--proof", path),
        "letter": ("log", "sent", "lapd", "--date", "2026-03-03", "--method", "email", "--letter", path),
    }
    before = snapshot(campaign)
    ended = frkit_program(*lines[way])
    assert ended.code in (1, 2) and ended.err.startswith("frkit: ")
    assert "  to do: " in ended.err or "  where: " in ended.err
    assert snapshot(campaign) == before


TYPED = {
    "escape codes": "\x1b[31mred\x1b[0m\x07",
    "right to left": f"a{RIGHT_TO_LEFT}b",
    "templates": "{{ 7*7 }} {% include '/etc/passwd' %}",
    "markup": "<script>alert(1)</script> [red]rich[/red] &amp;",
    "YAML": "a: [b\n- c: {d\n--- !!python/object/apply:os.system ['x']\n",
    "line ends": "one\r\ntwo\rthree\u2028four\x85five",
    "long": "word " * 20_000,
    "empty": "",
    "blank": "  \n ",
    "numbers": "0x1F",
    "no": "no",
}


@pytest.mark.parametrize("odd", TYPED)
def test_what_is_typed_is_what_is_kept_and_no_terminal_is_fooled(odd: str, campaign: Path, frkit: Frkit) -> None:
    from frkit.tracking.events import Call
    from frkit.tracking.folder import CampaignFolder

    ended = frkit("log", "call", "lapd", "--date", "2026-03-03", "--said", TYPED[odd], "--person", TYPED[odd])
    assert ended.code == 0, ended.err
    ((_, event),) = CampaignFolder.find(campaign).load(REQUEST).events
    assert isinstance(event, Call) and (event.said, event.person) == (TYPED[odd], TYPED[odd])
    assert_whole(campaign)
    for line in (("status",), ("status", "lapd"), ("request", "show", "lapd"), ("next",)):
        shown = frkit(*line)
        assert shown.code == 0 and not re.search(r"[\x1b\x07\u202e]", shown.out)


def test_text_that_is_not_utf_8_is_refused(campaign: Path, frkit_program: Frkit) -> None:
    ended = frkit_program("log", "note", "lapd", "--date", "2026-03-03", "--text", os.fsdecode(b"caf\xe9"))
    assert ended.code == 1 and "is not UTF-8" in ended.err and "nothing was written" in ended.err
    assert event_files(campaign) == []


REFUSED = {
    "amount": (
        "fee-estimated",
        "--amount",
        ["NaN", "-5", "1e9", "45,00", "1,23", "45.00001", "١٢", "", "4 5", "$45", "9" * 40],
    ),
    "days": ("extension-claimed", "--days", ["0", "-1", "99999999999", "1.5", "ten"]),
    "until": ("extension-claimed", "--until", ["2026-02-30", "9999-12-31", "0001-01-01", "2026-3-2", "２０２６-03-02"]),
    "time": ("note --text x", "--time", ["24:00", "9:00", "12:60", "noon"]),
    "after": ("note --text x", "--after", ["2026-03-03-note-00000000", "../../x"]),
}


@pytest.mark.parametrize("field", REFUSED)
def test_values_that_nobody_can_mean_are_refused(field: str, campaign: Path, frkit: Frkit) -> None:
    kind, option, values = REFUSED[field]
    before = snapshot(campaign)
    for value in values:
        ended = frkit("log", *kind.split(), "lapd", "--date", "2026-03-03", f"{option}={value}")
        assert ended.code == 2 and ended.err, (value, ended)
    assert snapshot(campaign) == before


@pytest.mark.parametrize("items", ["", ",", "1,,2", "3-1", "²", "1-99999999", "one", "0", "99", "1;2"])
def test_items_that_the_request_does_not_have_are_refused(items: str, campaign: Path, frkit: Frkit) -> None:
    ended = frkit("log", "fee-estimated", "lapd", "--date", "2026-03-03", "--amount", "45", f"--for={items}")
    assert ended.code == 2 and ended.err.startswith("frkit: "), ended
    assert event_files(campaign) == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("line", [("law", "list"), ("law", "show", "gb"), ("agencies", "list"), ("status",)])
def test_any_terminal_gets_an_answer(encoding: str, line: tuple[str, ...], frkit_program: Frkit) -> None:
    from hardship import environment

    settings = environment() | {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    assert frkit_program(*line, env=settings).code == 0
