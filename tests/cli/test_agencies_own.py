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


# contacts of many, from a table


def asked(frkit):
    frkit(
        "request batch --agency us-ca-lapd --agency gb-met --pack first-contact --wave spring --today 2026-03-02 --yes"
    )
    table = frkit.root.parent / "contacts.csv"
    table.write_bytes(frkit("agencies contacts --template --wave spring").out.encode())
    return table


def test_the_table_of_missing_contacts_is_filled_in_and_given_back(frkit):
    table = asked(frkit)
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["agency", "gb-met", "us-ca-lapd"]
    filled = lines[1].replace("request,,,,,", "request,foi@met.example,1 Way | London,,its own site,2026-03-01")
    table.write_text("\n".join([lines[0], filled, lines[2]]), encoding="utf-8")
    assert "Kept 1 contact. 1 row has no address yet." in frkit(f"agencies contacts {table}").out
    assert "Kept 0 contacts. 1 was on file already." in frkit(f"agencies contacts {table}").out
    letter = frkit("letter met --today 2026-03-02").out
    assert "1 Way\nLondon" in letter
    assert "us-ca-lapd" in frkit("agencies contacts --template").out
    assert "gb-met" not in frkit("agencies contacts --template").out
    frkit("check")


def test_one_wrong_row_keeps_all_contacts_from_being_written(frkit):
    table = frkit.root.parent / "contacts.csv"
    table.write_text(
        "agency,purpose,email,address,found_where,found_when\n"
        "us-ca-lapd,request,a@lapd.example,,site,2026-03-01\n"
        "us-ca-lapdd,request,a@lapd.example,,site,2026-03-01\n"
        "gb-met,requests,a@met.example,,site,2026-03-01\n"
        "us-ca-sfpd,request,a@sfpd.example,,,2026-03-01\n"
        "us-ca-sfpd,request,a@sfpd,,site,2026-03-01\n"
        "us-ca-sfpd,request,a@sfpd.example,,site,1.3.2026\n"
        "us-ca-sfpd,request,a@sfpd.example,,site,2199-03-01\n"
        "us-ca-sfpd,request,,12 Hidden Lane,site,2026-03-01\n",
        encoding="utf-8",
    )
    said = frkit(f"agencies contacts {table}", expect=1).err
    for line, word in enumerate(
        ("us-ca-lapd'", "no purpose", "'found_where' is empty", "no e-mail", "1.3.2026", "not come yet", "requester"), 3
    ):
        assert any(f"contacts.csv:{line}: " in told and word in told for told in said.splitlines()), (line, word)
    assert not (frkit.root / "agencies").exists()
