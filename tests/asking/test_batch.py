"""A batch is planned whole: who signs, what differs, what is asked already; nothing is made if one row cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from frkit.asking.batch_fees import cap_from, caps_from
from frkit.asking.batch_names import slugs
from frkit.asking.batch_picking import Wish, picked
from frkit.asking.batch_types import Batch, Wanted
from frkit.asking.batch_waves import cut, in_order_of_risk, wave_names
from frkit.asking.batching import Waves, plan_batch
from frkit.asking.new_request import Asked
from frkit.base.errors import FrkitError, WrongUsage
from frkit.tracking.events import event_from
from frkit.tracking.folder import CampaignFolder, init_campaign

DAY = date(2026, 3, 2)
SINCE = date(2024, 1, 1)


def wanted(*agencies: str, **asked) -> list[Wanted]:
    """A row for each body, of the pack for a first contact unless told otherwise."""
    asked = {"pack": "first-contact", "since": SINCE} | asked
    return [Wanted(Asked(agency=agency, **asked), place=f"list.csv:{at}") for at, agency in enumerate(agencies, 2)]


def planned(folder: CampaignFolder, rows: list[Wanted], *, again: bool = False, **waves) -> Batch:
    return plan_batch(rows, folder, DAY, Waves(**waves), again=again)


def made(folder: CampaignFolder, batch: Batch) -> list[str]:
    names = slugs(batch.fresh)
    return [folder.create_request(row.request, names[row.number], DAY, hashed=True) for row in batch.fresh]


def messages(batch: Batch, grade: str) -> str:
    return "\n".join(one.message for one in batch.noticed if one.grade == grade)


def lives(folder: CampaignFolder, person: str, *places: str) -> None:
    text = f"name: {person.title()} Person\naddress: [1 Some Street]\nresident_of: [{', '.join(places)}]\n"
    (folder.root / "private" / "requesters" / f"{person}.yaml").write_text(text, encoding="utf-8")


# who signs


def test_where_the_law_answers_residents_only_somebody_who_lives_there_signs(campaign):
    lives(campaign, "ann", "us-tn-memphis")
    lives(campaign, "bob", "us-va")
    batch = planned(campaign, wanted("us-ca-lapd", "us-tn-dos", "us-va-state-police"))
    assert [row.request.requester for row in batch.rows] == ["me", "ann", "bob"]
    assert [row.request.given.get("resident") for row in batch.rows] == [None, "yes", "yes"]
    assert "1 body in us-tn asks for residency: ann signs, who lives there." in messages(batch, "look")
    assert "residency" not in messages(batch, "doubt")


def test_where_nobody_lives_there_it_is_said_once_for_all_such_bodies(campaign):
    batch = planned(campaign, wanted("us-ca-lapd", "us-tn-dos", "us-va-state-police"))
    (told,) = [one for one in batch.of_grade("doubt") if "residency" in one.message]
    assert told.rows == (2, 3)
    assert "2 bodies in 2 places" in told.message
    assert "us-tn, us-va" in told.message
    assert "resident_of: [us-tn]" in told.remedy


def test_a_home_that_frkit_does_not_know_is_told(campaign):
    lives(campaign, "ann", "us-tennessee", "us-va-richmond")
    told = messages(planned(campaign, wanted("us-tn-dos")), "doubt")
    assert "private/requesters/ann.yaml: resident_of names 'us-tennessee'" in told
    assert "us-va-richmond" not in told
    lives(campaign, "ann", "Tennessee")
    with pytest.raises(FrkitError, match="not the code of a place like us-or"):
        planned(campaign, wanted("us-tn-dos"))


def test_nothing_is_said_of_a_person_whose_file_does_not_say_where_they_live(campaign):
    (row,) = planned(campaign, wanted("us-tn-dos")).rows
    assert "resident" not in row.request.given


def test_a_row_that_names_who_signs_is_left_as_it_is(campaign):
    lives(campaign, "ann", "us-tn")
    lives(campaign, "carl", "us-ca")
    (row,) = wanted("us-tn-dos", requester="carl")
    batch = planned(campaign, [Wanted(row.asked, row.place, fixed_requester=True)])
    assert batch.rows[0].request.requester == "carl"
    assert batch.rows[0].request.given["resident"] == "no"
    assert "No requester here is known to live there." in messages(batch, "doubt")


def test_the_only_requester_on_this_computer_signs_where_the_campaign_names_none(tmp_path):
    folder = init_campaign(tmp_path / "campaign", "Test")
    lives(folder, "ann", "us-ca")
    assert planned(folder, wanted("gb-met")).rows[0].request.requester == "ann"
    lives(folder, "bob", "us-ca")
    batch = planned(folder, wanted("gb-met"))
    assert batch.rows[0].request.requester is None
    assert "No requester is set" in messages(batch, "doubt")


# answers for all


def said(rows: list[Wanted], **answers: str) -> list[Wanted]:
    return [replace(row, said=answers) for row in rows]


def test_an_answer_reaches_the_laws_that_ask_for_it(campaign):
    rows = said(wanted("us-ca-lapd", "us-nj-newark-pd", "us-az-phoenix-pd"), record_class="other", portal="no")
    given = [row.request.given for row in planned(campaign, rows).rows]
    assert given == [{}, {"record_class": "other"}, {"portal": "no"}]


def test_an_answer_that_a_law_does_not_know_is_left_unsaid_there_and_told(campaign):
    batch = planned(campaign, said(wanted("us-nj-newark-pd", "us-va-state-police"), record_class="immediate"))
    assert [row.request.given.get("record_class") for row in batch.rows] == ["immediate", None]
    assert "us-va: 'immediate' is no answer to 'record_class' there" in messages(batch, "look")


def test_an_answer_that_no_law_asks_for_is_a_mistake(campaign):
    told = messages(planned(campaign, said(wanted("us-nj-newark-pd"), record_clas="other")), "error")
    assert "No law of these asks for 'record_clas'; did you mean 'record_class'?" in told


def test_what_a_row_says_goes_before_what_is_said_for_all(campaign):
    rows = said(wanted("us-nj-newark-pd", given={"record_class": "immediate"}), record_class="other")
    assert planned(campaign, rows).rows[0].request.given == {"record_class": "immediate"}


def test_nobody_lives_in_two_places_by_one_answer(campaign):
    rows = said(wanted("us-ca-lapd", "us-tn-dos", "us-va-state-police"), resident="yes")
    batch = planned(campaign, rows)
    assert "me would say to be a resident of 2 places: us-tn, us-va." in messages(batch, "doubt")
    assert "resident" not in batch.rows[0].request.given, "California does not ask"


# what differs


def test_the_one_request_with_another_period_is_named(campaign):
    rows = [*wanted("us-ca-lapd", "us-ny-nypd", "us-or-portland-pb"), *wanted("gb-met", since=date(2014, 1, 1))]
    told = messages(planned(campaign, rows), "doubt")
    assert "Period: from 2014-01-01 on in list.csv:2 (gb-met); from 2024-01-01 on in the other 3." in told


def test_two_that_do_not_agree_are_both_named(campaign):
    rows = [*wanted("us-ca-lapd"), *wanted("gb-met", items=("contracts", "accuracy-tests"))]
    rows[1] = Wanted(rows[1].asked, "list.csv:3")
    told = messages(planned(campaign, rows), "doubt")
    assert "Items: " in told
    assert "list.csv:2 (us-ca-lapd)" in told
    assert "list.csv:3 (gb-met)" in told


def test_requests_of_two_packs_are_not_compared(campaign):
    rows = [*wanted("us-ca-lapd", "us-ny-nypd"), *wanted("gb-met", pack="pledge-check", since=date(2014, 1, 1))]
    assert "Period" not in messages(planned(campaign, rows), "doubt")


def test_vendors_may_differ_from_body_to_body(campaign):
    rows = [
        *wanted("us-ca-lapd", vendors=("clearview",)),
        *wanted("us-ny-nypd", vendors=("dataworks-plus",)),
        *wanted("gb-met", vendors=("nec",)),
    ]
    assert "Vendors" not in messages(planned(campaign, rows), "doubt")


def test_the_few_that_name_a_vendor_are_shown_in_plain_words_and_nothing_need_be_mended(campaign):
    rows = [*wanted("us-ca-lapd", "us-ny-nypd", "us-or-portland-pb"), *wanted("gb-met", vendors=("nec",))]
    batch = planned(campaign, rows)
    assert "Vendors named as examples: nec in list.csv:2 (gb-met); none in the other 3." in messages(batch, "look")
    assert "Vendors" not in messages(batch, "doubt")


def test_the_same_row_twice_is_a_mistake_and_names_both_lines(campaign):
    batch = planned(campaign, wanted("us-ca-lapd", "gb-met", "us-ca-lapd"))
    (told,) = batch.of_grade("error")
    assert told.rows == (1, 3)
    assert "list.csv:2 (us-ca-lapd), list.csv:4 (us-ca-lapd)" in told.message


def test_two_different_requests_to_one_body_are_a_doubt(campaign):
    rows = [*wanted("gb-met"), *wanted("gb-met", pack="pledge-check")]
    batch = planned(campaign, rows)
    assert not batch.of_grade("error")
    assert "Metropolitan Police Service gets 2 requests at once" in messages(batch, "doubt")


def test_every_row_that_cannot_be_made_is_told_at_once(campaign):
    rows = wanted("gb-nca", "us-mo-st-louis-county", "no-such-body", "us-ca-lapd")
    batch = planned(campaign, rows)
    assert {number for one in batch.of_grade("error") for number in one.rows} == {1, 2, 3}
    told = messages(batch, "error")
    assert "list.csv:2 (gb-nca)" in told
    assert "list.csv:4 (no-such-body)" in told


# money


@pytest.mark.parametrize(
    ("typed", "read"),
    [("50", ("50", None)), ("50 usd", ("50", "USD")), ("£25.50", ("25.50", "GBP")), ("EUR 40", ("40", "EUR"))],
)
def test_a_cap_on_fees_is_read_with_its_currency(typed, read):
    assert cap_from(typed) == read


@pytest.mark.parametrize("typed", ["25,00", "1,000", "-5", "much", "$ 5 USD", "", "5 dollars"])
def test_a_cap_that_could_be_read_in_two_ways_is_refused(typed):
    with pytest.raises(WrongUsage):
        cap_from(typed)


def test_a_cap_in_another_money_never_reaches_a_letter(campaign):
    (row,) = wanted("gb-met", given={"fee_cap": "25"})
    batch = planned(campaign, [Wanted(row.asked, row.place, cap_currency="USD")])
    assert "The cap on fees is in USD" in messages(batch, "error")
    assert not batch.rows


def test_dollars_are_those_of_the_place(campaign):
    rows = [Wanted(row.asked, row.place, "$") for row in wanted("us-ca-lapd", "ca-ab-edmonton-police")]
    assert not planned(campaign, rows).of_grade("error")


def test_each_place_gets_the_cap_in_its_own_money(campaign):
    caps = caps_from(["25 USD", "£20"])
    rows = [replace(row, caps=caps) for row in wanted("us-ca-lapd", "gb-met", "ca-ab-edmonton-police")]
    batch = planned(campaign, rows)
    assert [row.request.given.get("fee_cap") for row in batch.rows] == ["25", "20", None]
    assert "No cap on fees in list.csv:4 (ca-ab-edmonton-police); 2 others have one." in messages(batch, "doubt")
    assert "without a currency" not in messages(batch, "doubt")
    with pytest.raises(WrongUsage, match="Two caps on fees are in USD"):
        caps_from(["25 USD", "30 usd"])


def test_one_number_for_two_currencies_is_told(campaign):
    told = messages(planned(campaign, wanted("us-ca-lapd", "us-ny-nypd", "gb-met", given={"fee_cap": "25"})), "doubt")
    assert "25 USD in 2, 25 GBP in 1" in told


# waves


def test_the_doubtful_come_last_and_the_places_take_turns(campaign):
    rows = wanted("us-tn-dos", "us-ca-lapd", "us-ca-sfpd", "us-ny-nypd", "us-ca-oakland-pd", "us-wa-seattle-pd")
    batch = planned(campaign, rows, name="spring", at_most=3)
    assert batch.waves == ("spring-1", "spring-2")
    first = [row.agency.id for row in batch.rows if row.request.wave == "spring-1"]
    assert len(first) == 3
    assert len({row.law.code for row in batch.rows[:3]}) == 3
    assert batch.rows[-1].agency.id == "us-tn-dos"


def test_waves_are_nearly_equal_or_of_at_most_so_many(campaign):
    rows = planned(campaign, wanted("us-ca-lapd", "us-ca-sfpd", "us-ny-nypd", "gb-met", "us-wa-seattle-pd")).rows
    assert [len(part) for part in cut(rows, waves=2, per_wave=None)] == [3, 2]
    assert [len(part) for part in cut(rows, waves=None, per_wave=2)] == [2, 2, 1]
    assert [len(part) for part in cut(rows, waves=9, per_wave=None)] == [1, 1, 1, 1, 1]
    assert [len(part) for part in cut(rows, waves=None, per_wave=None)] == [5]
    assert sorted(row.number for row in in_order_of_risk(rows, {1})) == [1, 2, 3, 4, 5]
    assert wave_names("a", 1) == ("a",)
    assert wave_names("a", 2) == ("a-1", "a-2")


@pytest.mark.parametrize("name", ["Spring", "a b", "../x", "", "-x", "x" * 61])
def test_a_wave_whose_name_could_not_be_typed_is_refused(campaign, name):
    with pytest.raises(WrongUsage, match="no name for a wave"):
        planned(campaign, wanted("gb-met"), name=name)


def test_without_a_name_the_same_command_makes_the_same_wave(campaign):
    one = planned(campaign, wanted("gb-met", "us-ca-lapd")).waves
    assert one == planned(campaign, wanted("us-ca-lapd", "gb-met")).waves
    assert one != planned(campaign, wanted("us-ca-lapd")).waves
    assert one[0].startswith("2026-03-02-")


# a second run


def test_a_second_run_makes_only_what_is_missing(campaign):
    rows = wanted("us-ca-lapd", "gb-met", "us-ny-nypd")
    first = planned(campaign, rows, name="spring")
    names = slugs(first.fresh)
    campaign.create_request(first.rows[1].request, names[2], DAY, hashed=True)  # and then the power failed
    again = planned(campaign, rows, name="spring")
    assert [row.agency.id for row in again.fresh] == ["us-ca-lapd", "us-ny-nypd"]
    made(campaign, again)
    assert not planned(campaign, rows, name="spring").fresh
    assert len(campaign.request_ids()) == 3


def test_a_draft_that_was_edited_meanwhile_is_not_made_anew(campaign):
    rows = wanted("gb-met")
    (name,) = made(campaign, planned(campaign, rows, name="spring"))
    path = campaign.root / "requests" / name / "request.yaml"
    path.write_text(path.read_text().replace("2024-01-01", "2020-01-01"))
    assert planned(campaign, rows, name="spring").rows[0].same == name


def test_a_body_that_is_asked_already_is_passed_over_unless_told_otherwise(campaign):
    (name,) = made(campaign, planned(campaign, wanted("gb-met"), name="winter"))
    batch = planned(campaign, wanted("gb-met", "us-ca-lapd"), name="spring")
    assert [row.same for row in batch.rows] == [name, None]
    assert f"Asked for already, so not made again (--again makes it all the same): {name}." in messages(batch, "look")
    batch = planned(campaign, wanted("gb-met"), name="spring", again=True)
    assert batch.fresh
    assert f"{name} asks Metropolitan Police Service for all of this already." in messages(batch, "doubt")


def test_more_than_was_asked_before_is_asked_and_told(campaign):
    (name,) = made(campaign, planned(campaign, wanted("gb-met"), name="winter"))
    earlier = planned(campaign, wanted("gb-met", since=date(2014, 1, 1)), name="spring")
    assert earlier.fresh, "the earlier years were not asked for"
    assert f"{name} asks Metropolitan Police Service for some of the same records" in messages(earlier, "doubt")


def test_a_closed_request_does_not_keep_one_from_asking_again(campaign):
    (name,) = made(campaign, planned(campaign, wanted("gb-met"), name="winter"))
    common = {"entered": "2026-03-02T00:00:00Z", "by": "test"}
    campaign.add_event(name, event_from({"kind": "sent", "date": "2026-03-01", "method": "email", **common}))
    assert not planned(campaign, wanted("gb-met"), name="spring").fresh
    campaign.add_event(name, event_from({"kind": "withdrawn", "date": "2026-03-02", **common}))
    assert planned(campaign, wanted("gb-met"), name="spring").fresh


def test_the_folders_of_a_batch_end_in_digits_of_their_content(campaign):
    from frkit.base.files import sha256_of

    for name in made(campaign, planned(campaign, wanted("gb-met", "us-ca-lapd"), name="spring")):
        digest = sha256_of(campaign.root / "requests" / name / "request.yaml")
        assert name.rpartition("-")[2] == digest[:4]


def test_two_bodies_of_one_short_name_are_told_apart_by_their_place(campaign):
    folder = campaign.root / "agencies"
    folder.mkdir()
    for code in ("us-or", "us-me"):
        text = f"name: Salem Police Department\nlaw: {code}\nlevel: city\n"
        (folder / f"{code}-salem-pd.yaml").write_text(text, encoding="utf-8")
    names = made(campaign, planned(campaign, wanted("us-or-salem-pd", "us-me-salem-pd", "gb-met"), name="spring"))
    assert ["us-or" in name for name in names] == [True, False, False]
    assert "us-me-salem-pd" in names[1]
    assert names[2].startswith("2026-03-met-")


# choosing bodies


def test_places_kinds_and_vendors_narrow_each_other(campaign):
    found = [agency.id for agency in picked(Wish(places=("us-ca",), kinds=("police",)), None).agencies]
    assert "us-ca-lapd" in found
    assert "us-ca-san-diego-sheriff" not in found
    sheriffs = [agency.id for agency in picked(Wish(places=("us",), kinds=("sheriff",)), None).agencies]
    assert all("sheriff" in one or "lasd" in one for one in sheriffs)
    with_clearview = picked(Wish(places=("us-ca",), vendors=("clearview",)), None).agencies
    assert 0 < len(with_clearview) < len(picked(Wish(places=("us-ca",)), None).agencies)


def test_what_cannot_be_asked_is_told_and_not_hidden(campaign):
    found = picked(Wish(places=("gb",)), None)
    assert "gb-nca" in [agency.id for agency, _ in found.left_out]
    assert "gb-nca" not in [agency.id for agency in found.agencies]


def test_a_body_may_be_named_besides_and_another_left_out(campaign):
    found = [
        agency.id for agency in picked(Wish(places=("us-or",), named=("Metropolitan Police Service",)), None).agencies
    ]
    assert found[-1] == "gb-met"
    fewer = [agency.id for agency in picked(Wish(places=("us-or",), without=("us-or-gresham-pd",)), None).agencies]
    assert "us-or-gresham-pd" not in fewer


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Wish(places=("us-oregon",)), "us-or"),
        (Wish(places=("us-zz",)), "No body is on file in 'us-zz'"),
        (Wish(places=("us-or",), kinds=("transit",)), "No body fits --place us-or"),
        (Wish(places=("us-or",), without=("us-or-portlnd-pb",)), "us-or-portland-pb"),
        (Wish(named=("LAPDD",)), "us-ca-lapd"),
    ],
)
def test_what_fits_nothing_is_told_with_what_was_meant(wish, told):
    with pytest.raises(WrongUsage) as error:
        picked(wish, None)
    assert told in str(error.value)
