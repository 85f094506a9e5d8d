"""``frkit agencies new`` and ``contact`` as they are typed; what they write is used by requests and letters."""

import json


def test_a_body_of_ones_own_is_made_found_asked_and_written_to(frkit):
    said = frkit("agencies new 'Berkeley Police Department' --law us-ca --level city --city Berkeley").out
    assert "agencies/us-ca-berkeley-pd.yaml" in said
    assert "frkit agencies contact us-ca-berkeley-pd" in said
    assert "us-ca-berkeley-pd" in frkit("agencies search berkeley").out
    assert "us-ca-berkeley-pd" in frkit("agencies list --place us-ca").out
    frkit(
        "agencies contact us-ca-berkeley-pd --purpose request --address '2100 Way' --email records@bpd.example "
        "--found-where https://bpd.example/records --found-when 2026-02-27 --today 2026-03-02"
    )
    made = frkit("request new --agency us-ca-berkeley-pd --pack first-contact --today 2026-03-02").out
    assert "no contact is on file" not in made
    assert "2100 Way" in frkit("letter berkeley --today 2026-03-02").out
    shown = frkit("agencies show us-ca-berkeley-pd --today 2026-03-02").out
    assert "found on 2026-02-27 (3 days ago): https://bpd.example/records" in shown
    frkit("check")


def test_json_names_the_files(frkit):
    made = json.loads(frkit("agencies new 'Sacramento Police Department' --law us-ca --level city --json").out)
    assert made == {"agency": "us-ca-sacramento-pd", "file": "agencies/us-ca-sacramento-pd.yaml", "notes": []}
    said = "--purpose appeal --email a@lapd.example --found-where call --found-when 2026-03-01"
    line = f"agencies contact LAPD {said} --json"
    kept = json.loads(frkit(line).out)
    assert (kept["agency"], kept["made"], kept["contacts"]) == ("us-ca-lapd", True, 1)
    assert (frkit.root / kept["file"]).is_file()
    again = json.loads(frkit(line).out)
    assert (again["file"], again["made"], again["contacts"]) == (kept["file"], False, 1)


def test_a_newer_contact_leaves_the_older_file_as_it_is(frkit):
    for day, name in (("2026-02-01", "old"), ("2026-03-01", "new")):
        frkit(
            f"agencies contact us-ca-lapd --purpose request --email {name}@lapd.example --found-where site "
            f"--found-when {day}"
        )
    folder = frkit.root / "agencies" / "us-ca-lapd" / "contacts"
    assert [path.name[:10] for path in sorted(folder.iterdir())] == ["2026-02-01", "2026-03-01"]
    frkit("request new --agency us-ca-lapd --item contracts --today 2026-03-02")
    letter = frkit("letter lapd --today 2026-03-02").out
    assert "new@lapd.example" in letter
    assert "old@lapd.example" not in letter


def test_a_body_that_is_on_file_is_not_made_again(frkit):
    said = frkit("agencies new LAPD --law us-ca --level city", expect=2).err
    assert "Los Angeles Police Department is on file already, as 'us-ca-lapd'" in said
    assert not (frkit.root / "agencies").exists()
    said = frkit("agencies new 'Oakland Police Dept' --law us-ca --level city --id us-ca-other-oakland").err
    assert "us-ca-oakland-pd" in said


def test_the_requesters_own_data_does_not_slip_into_a_contact(frkit):
    line = "--purpose request --found-where site --found-when 2026-03-01"
    said = frkit(f"agencies contact us-ca-lapd --address '12 hidden lane' {line}", expect=1).err
    assert "The address of requester would stand in a file that git tracks" in said
    assert (
        "e-mail of requester" in frkit(f"agencies contact us-ca-lapd --email robin@secret.example {line}", expect=1).err
    )
    assert not (frkit.root / "agencies").exists()


def test_a_law_that_does_not_reach_the_police_is_told(frkit):
    from frkit.law.loading import all_codes, load_jurisdiction

    partly = next(code for code in all_codes() if load_jurisdiction(code).coverage.police == "partly")
    assert "only in part" in frkit(f"agencies new 'Some Police' --law {partly} --level state").err


def test_hostile_names_stay_text(frkit):
    frkit("agencies new $'Evil {{ 7*7 }} [bold] \\u202e' --law us-ca --level city --id us-ca-evil")
    frkit("agencies new ': # - \"x\" | &a' --law us-ca --level city --id us-ca-odd")
    shown = frkit("agencies show us-ca-odd").out
    assert ': # - "x" | &a (us-ca-odd)' in shown
    assert "{{ 7*7 }} [bold]" in frkit("agencies show us-ca-evil").out
    frkit("agencies check")
