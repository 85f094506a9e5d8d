"""YAML with places: text stays text, mistakes have a line, all of them at once."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frkit.base.errors import FrkitError
from frkit.base.models import Amount, Data, Date, Many, check_model
from frkit.base.yaml_places import dump_yaml, parse_yaml, read_yaml


class Person(Data):
    name: str
    born: Date | None = None
    fee: Amount | None = None
    tags: Many[str] = ()
    friend: "Person | None" = None


def parsed(text):
    return parse_yaml(text, Path("x.yaml"))


@pytest.mark.parametrize("word", ["no", "on", "12:30", "0.10", "1_000", "null", "2026-03-02", "0x1F", "~", "1e3"])
def test_a_scalar_stays_the_text_that_was_typed(word):
    assert parsed(f"key: {word}\n").data == {"key": word}


def test_a_second_equal_key_is_a_mistake_with_both_lines():
    document = parsed("name: a\nborn: 2026-01-01\nname: b\n")
    assert "line 1" in str(document.findings[0]) and document.findings[0].line == 3


def test_every_mistake_is_found_at_once_with_its_place():
    text = "name: a\nborn: yesterday\nfee: much\nfrend: b\nfriend:\n  nme: c\n"
    _, findings = check_model(Person, parsed(text))
    shown = [f"{one.line}:{one.column} {one.message}" for one in findings]
    assert any(line.startswith("2:7") and "not a date like 2026-03-02" in line for line in shown)
    assert any(line.startswith("3:6") and "not an amount" in line for line in shown)
    assert any(line.startswith("4:1") and "did you mean 'friend'" in line for line in shown)
    assert any("did you mean 'name'" in line and line.startswith("6:3") for line in shown)


def test_in_a_users_folder_an_unknown_key_is_a_warning():
    person, findings = check_model(Person, parsed("name: a\ncolour: green\n"), lenient=True)
    assert person is not None and person.name == "a" and findings[0].severity == "warning"


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "20260302", "1772409600", "2 March 2026", "2026-3-2"])
def test_a_date_that_is_none_is_refused(day):
    person, findings = check_model(Person, parsed(f"name: a\nborn: '{day}'\n"))
    assert person is None and findings


@pytest.mark.parametrize("amount", ["-5", "NaN", "Infinity", "five"])
def test_an_amount_that_is_none_is_refused(amount):
    assert check_model(Person, parsed(f"name: a\nfee: '{amount}'\n"))[0] is None


def test_one_value_stands_for_a_list_of_one():
    assert check_model(Person, parsed("name: a\ntags: x\n"))[0].tags == ("x",)


def test_a_file_cut_in_half_names_the_line():
    with pytest.raises(FrkitError, match="not complete YAML") as caught:
        parsed('name: "cut')
    assert "x.yaml:1" in caught.value.place


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x80abc", b""])
def test_bytes_that_are_no_text_are_refused_politely(tmp_path, data):
    (tmp_path / "x.yaml").write_bytes(data)
    try:
        person, findings = check_model(Person, read_yaml(tmp_path / "x.yaml"))
    except FrkitError as error:
        assert "UTF-8" in error.fact
    else:
        assert person is None and findings


def test_a_value_that_contains_itself_is_a_mistake_and_no_endless_loop():
    assert "contains itself" in str(parsed("a: &x\n  b: *x\n").findings[0])


VALUES = st.one_of(st.text(max_size=60), st.lists(st.text(max_size=20)))


@given(st.dictionaries(st.text(min_size=1, max_size=8), VALUES, max_size=4))
def test_what_is_written_reads_back_the_same(data):
    from hypothesis import assume

    text = dump_yaml(data)
    assume(data)
    assert parsed(text).data == data


@given(st.text(max_size=120))
def test_no_text_at_all_gives_a_traceback(text):
    with contextlib.suppress(FrkitError):
        check_model(Person, parsed(text))
