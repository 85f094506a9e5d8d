"""A record beside a pledge or a law: exactly four states, and never more than the words and a person say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frkit.catalogue.loading import all_vendors, load_agency, load_public_event, load_vendor
from frkit.catalogue.types import Agency
from frkit.catalogue.vendor_types import Pledge
from frkit.evidence.pledges.comparison import STATES, RecordFacts, beside_law, beside_pledge

LAPD, MET = load_agency("us-ca-lapd"), load_agency("gb-met")
SHERIFF, CHICAGO = load_agency("us-or-washington-county-sheriff"), load_agency("us-il-chicago-pd")
AMAZON = load_vendor("amazon").pledges[0]
MICROSOFT = next(one for one in load_vendor("microsoft").pledges if one.date == "2020-06-11")
CLEARVIEW = next(one for one in load_vendor("clearview").pledges if one.date == "2022-05-09")


def pledge(**terms: object) -> Pledge:
    plain = {"date": "2020-06-10", "by": "x", "promise": "x", "scope": "x", "not_covered": "x", "ends": "x"}
    return Pledge.model_validate({**plain, **terms})


def state(day: str, of: Pledge, agency: Agency = LAPD, **facts: object) -> str:
    return beside_pledge(RecordFacts(day, agency, **facts), of).state  # type: ignore[arg-type]


USE = {"acts": ["use"], "buyers": ["police"]}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2020-06-09", "before"),
        ("2020-05", "before"),
        ("2019", "before"),
        ("2020-06-10", "cannot_tell"),
        ("2020-06", "cannot_tell"),
        ("2020", "cannot_tell"),
        ("2020-06-11", "after_in_scope"),
        ("2020-07", "after_in_scope"),
    ],
)
def test_a_date_that_is_not_exact_is_every_day_of_it(day, expected):
    assert state(day, pledge(covers=[USE]), act="use") == expected


def test_what_nobody_said_is_never_guessed():
    assert state("2021", pledge(covers=[USE])) == "cannot_tell"
    assert state("2021", pledge()) == "cannot_tell"
    assert state("2021", pledge(covers=[{"buyers": ["police"]}])) == "cannot_tell"
    assert state("2021", pledge(covers=[{**USE, "purposes": ["arrests"]}]), act="use") == "cannot_tell"


def test_another_act_country_or_product_is_outside():
    assert state("2021", pledge(covers=[USE]), act="sale") == "after_outside"
    assert state("2021", pledge(covers=[{**USE, "buyer_countries": ["us"]}]), MET, act="use") == "after_outside"
    assert state("2021", pledge(covers=[{**USE, "products": ["One"]}]), act="use", product="Other") == "after_outside"
    assert state("2021", pledge(covers=[{"acts": ["use"], "buyers": ["private"]}]), act="use") == "after_outside"


def test_one_limb_that_covers_it_is_enough():
    limbs = [{"acts": ["sale"], "buyers": ["private"]}, USE]
    assert state("2021", pledge(covers=limbs), act="use") == "after_in_scope"


def test_an_exception_on_file_must_be_answered():
    with_one = pledge(covers=[USE], excepted=["missing persons"])
    assert state("2021", with_one, act="use") == "cannot_tell"
    assert state("2021", with_one, act="use", excepted=False) == "after_in_scope"
    assert state("2021", with_one, act="use", excepted=True) == "after_outside"


def test_whether_a_sheriff_is_a_police_department_is_for_a_person_to_say():
    departments = pledge(covers=[{"acts": ["use"], "buyers": ["police_departments"]}])
    assert state("2021", departments, SHERIFF, act="use") == "cannot_tell"
    assert state("2021", departments, SHERIFF, act="use", buyers=("police_departments",)) == "after_in_scope"
    assert state("2021", departments, LAPD, act="use") == "after_in_scope"


def test_a_pledge_that_ended_covers_nothing_later():
    ended = pledge(covers=[USE], until="2021-06-10")
    assert state("2021-06-09", ended, act="use") == "after_in_scope"
    assert state("2021-06-10", ended, act="use") == "after_in_scope"
    assert state("2021-06", ended, act="use") == "cannot_tell"
    assert state("2021-06-11", ended, act="use") == "after_outside"


def test_an_extension_carries_it_on_for_records_after_it_was_announced():
    later = [{"date": "2021-05-18", "kind": "extended", "change": "x", "until": "further_notice"}]
    extended = pledge(covers=[USE], until="2021-06-10", later=later)
    assert state("2024-01", extended, act="use") == "after_in_scope"


def test_a_widening_counts_from_its_own_date():
    later = [{"date": "2020-08", "kind": "widened", "change": "x", "covers": [{"acts": ["sale", "use"]}]}]
    wide = pledge(covers=[{"acts": ["sale"]}], later=later)
    assert state("2020-07-01", wide, act="use") == "after_outside"
    assert state("2020-08", wide, act="use") == "cannot_tell"
    assert state("2020-09-01", wide, act="use") == "after_in_scope"


def test_the_words_and_a_later_reading_that_differ_leave_it_open_and_both_are_told():
    later = [{"date": "2024-01", "kind": "reading", "change": "x", "covers": [{"acts": ["sale"]}]}]
    read = pledge(covers=[{"acts": ["use"]}], later=later)
    told = beside_pledge(RecordFacts("2021", LAPD, act="use"), read)
    assert told.state == "cannot_tell"
    assert [reason.split(":")[0] for reason in told.reasons] == [
        "by the words of 2020-06-10",
        "by its vendor's own reading of 2024-01",
    ]


def test_the_pledges_of_june_2020():
    assert state("2020-06-01", AMAZON, SHERIFF, act="use", product="Amazon Rekognition") == "before"
    assert state("2020-07-01", AMAZON, act="sale", product="Amazon Rekognition") == "after_outside"
    said = {"act": "use", "product": "Amazon Rekognition", "excepted": False, "purposes": ("criminal investigations",),
            "concerns": ("the face comparison feature",)}  # fmt: skip
    assert state("2020-07-01", AMAZON, **said) == "after_in_scope"
    assert state("2020-07-01", AMAZON, **{**said, "concerns": ()}) == "cannot_tell"
    sold = {"act": "sale", "product": "Azure Face"}
    assert state("2020-07-01", MICROSOFT, **sold) == "cannot_tell"
    assert state("2020-07-01", MICROSOFT, **sold, concerns=("face recognition technology",)) == "after_in_scope"
    assert state("2021-07-01", MICROSOFT, MET, act="use", product="Azure Face") == "after_outside"


def test_the_illinois_limb_of_the_clearview_settlement_ends():
    def used(day: str) -> str:
        return state(day, CLEARVIEW, CHICAGO, act="access", excepted=False)

    assert used("2023-07-01") == "after_in_scope"
    assert used("2027-04") == "after_in_scope"
    assert used("2027-05") == "cannot_tell"  # the very month of its end, and nobody knows the day
    assert used("2027-06") == "after_outside"


def test_a_law_is_compared_only_from_the_day_that_is_on_file():
    portland = load_public_event("portland-or-2020")
    bureau = load_agency("us-or-portland-pb")
    said = {"act": "use", "concerns": ("face recognition",), "excepted": False}
    assert beside_law(RecordFacts("2020-09-08", bureau, **said), portland).state == "before"
    assert beside_law(RecordFacts("2020-09-10", bureau, **said), portland).state == "after_in_scope"
    assert beside_law(RecordFacts("2020-09-10", SHERIFF, **said), portland).state == "cannot_tell"
    only_words = load_public_event("sf-ban-2019")
    assert beside_law(RecordFacts("2021", load_agency("us-ca-sfpd"), act="use"), only_words).state == "cannot_tell"


def test_a_law_that_lapsed_covers_nothing_later():
    cameras = load_public_event("ab1215-2019")
    said = {"act": "use", "concerns": ("face recognition in police body cameras",)}
    assert beside_law(RecordFacts("2021", LAPD, **said), cameras).state == "after_in_scope"
    assert beside_law(RecordFacts("2022-12-31", LAPD, **said), cameras).state == "after_in_scope"
    assert beside_law(RecordFacts("2023-02", LAPD, **said), cameras).state == "after_outside"
    earlier = cameras.model_copy(update={"until": "2022-06-30"})
    told = beside_law(RecordFacts("2022", LAPD, **said), earlier)
    assert told.state == "cannot_tell" and "the end of the law, 2022-06-30" in told.reasons[0]
    assert beside_law(RecordFacts("2022", LAPD, act="sale"), earlier).state == "after_outside"


PLEDGES = [one for vendor in all_vendors() for one in vendor.pledges]
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31)).map(date.isoformat)
PARTIAL = DAYS.flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))
FACTS = st.builds(
    RecordFacts,
    PARTIAL,
    st.sampled_from([LAPD, MET, SHERIFF, CHICAGO]),
    act=st.sampled_from([None, "use", "sale", "offer", "access", "free_account"]),
    product=st.sampled_from([None, "Amazon Rekognition", "Azure Face", "Clearview"]),
    excepted=st.sampled_from([None, True, False]),
)


@given(FACTS, st.sampled_from(PLEDGES))
def test_every_record_has_one_state_and_a_reason(facts, one):
    told = beside_pledge(facts, one)
    assert told.state in STATES and told.reasons and all(told.reasons)
    assert "broke" not in " ".join(told.reasons)


@given(FACTS, st.sampled_from(PLEDGES))
def test_a_coarser_date_never_makes_it_surer(facts, one):
    exact = beside_pledge(facts, one).state
    coarse = beside_pledge(RecordFacts(**{**vars(facts), "day": facts.day[:4]}), one).state
    assert coarse in (exact, "cannot_tell")


@given(st.sampled_from(PLEDGES), st.integers(1, 400))
def test_nothing_before_a_pledge_is_after_it(one, days):
    first = date.fromisoformat((one.from_ or one.date).ljust(10, "x").replace("xxxxxx", "-01-01").replace("xxx", "-01"))
    assert state((first - timedelta(days)).isoformat(), one, act="use") == "before"
