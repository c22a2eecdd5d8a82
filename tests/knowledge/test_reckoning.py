from __future__ import annotations

from datetime import date

import pytest

from knowledge.content import Content
from knowledge.reckoning import concerning, deadlines_for, holds, in_order, reckon
from knowledge.timeline import Situation, Verdict
from tests.deadlines import day
from tests.making import NOTHING_KNOWN, TODAY

NOTIFIED = day("2026-11-16")


def ids(country: str | None, content: Content) -> set[str]:
    return {deadline.id for deadline in deadlines_for(country, content)}


def verdict(deadline_id: str, content: Content, registered: str | None = None, start: date = NOTIFIED) -> Verdict:
    situation = Situation("FI", day(registered) if registered else None)
    return holds(content.deadlines[deadline_id], start, situation, TODAY, content).verdict


def test_a_national_form_stands_in_the_stead_of_the_eu_deadline(full_content: Content) -> None:
    assert "fi-dublin-appeal" in ids("FI", full_content)
    assert "eu-transfer-appeal" not in ids("FI", full_content)
    assert "eu-transfer-appeal" in ids("ES", full_content)
    assert {"ee-dublin-appeal", "eu-transfer-appeal"} <= ids("EE", full_content), "a longer national one hides nothing"


def test_only_what_can_matter_in_the_country_is_taken(full_content: Content) -> None:
    assert {each.split("-")[0] for each in ids("FI", full_content)} == {"fi", "eu", "int"}
    assert {each.split("-")[0] for each in ids("GE", full_content)} == {"int"}
    assert {each.split("-")[0] for each in ids("EU", full_content)} == {"eu", "int"}
    assert ids("INT", full_content) == {each for each in full_content.deadlines if each.startswith("int-")}
    assert {each.split("-")[0] for each in ids(None, full_content)} == {"eu", "int"}


def test_strasbourg_is_not_offered_where_its_convention_does_not_hold(full_content: Content) -> None:
    for country in ("RU", "BY", "KZ", "KG"):
        assert "int-strasbourg-application" not in ids(country, full_content)
    assert "int-strasbourg-application" in ids("AM", full_content)
    assert "int-un-detention-group-reply" in ids("RU", full_content)


def test_dublin_associates_have_only_the_dublin_deadlines(full_content: Content) -> None:
    for country in ("NO", "CH", "DK"):
        found = {each for each in ids(country, full_content) if each.startswith("eu-")}
        assert "eu-transfer" in found
        assert {full_content.deadlines[each].regime.compared_with for each in found} == {"application_registered"}


@pytest.mark.parametrize(
    ("deadline_id", "registered", "expected"),
    [
        ("eu-dublin3-transfer", "2026-06-30", Verdict.APPLIES),
        ("eu-dublin3-transfer", "2026-07-01", Verdict.NO_LONGER),
        ("eu-dublin3-transfer", None, Verdict.DEPENDS),
        ("eu-transfer", "2026-07-01", Verdict.APPLIES),
        ("eu-transfer", None, Verdict.DEPENDS),
        # Art. 84 keeps the old criteria for older cases and does not say which time limits govern them.
        ("eu-transfer", "2026-06-30", Verdict.DEPENDS),
        ("fi-dublin-appeal", "2026-06-30", Verdict.DEPENDS),
        ("fi-asylum-appeal-before-pact", "2026-05-01", Verdict.APPLIES),
        ("fi-asylum-appeal-before-pact", "2026-06-12", Verdict.NO_LONGER),
        ("fi-asylum-appeal-ordinary", "2026-05-01", Verdict.NOT_YET),
        ("fi-asylum-appeal-ordinary", "2026-06-12", Verdict.APPLIES),
        # Lodging follows registration within 21 days: it may lie on either side of 12 June.
        ("fi-asylum-appeal-ordinary", "2026-06-01", Verdict.DEPENDS),
    ],
)
def test_the_law_of_the_persons_date(
    deadline_id: str, registered: str | None, expected: Verdict, full_content: Content
) -> None:
    assert verdict(deadline_id, full_content, registered) is expected


def test_a_limit_that_runs_from_registration_knows_its_law_by_its_start(full_content: Content) -> None:
    new, old = "eu-take-charge-request", "eu-dublin3-take-charge-request"
    assert verdict(new, full_content, start=day("2026-07-01")) is Verdict.APPLIES
    assert verdict(old, full_content, start=day("2026-06-30")) is Verdict.APPLIES
    assert verdict(old, full_content, start=day("2026-07-01")) is Verdict.NO_LONGER


def test_the_law_of_an_event_is_that_of_its_day(full_content: Content) -> None:
    assert verdict("fi-return-grant", full_content, start=day("2025-12-31")) is Verdict.NOT_YET
    assert verdict("fi-return-grant", full_content, start=day("2026-01-01")) is Verdict.APPLIES
    assert verdict("fi-return-grant", full_content, start=day("2028-01-01")) is Verdict.NO_LONGER


def test_eu_law_is_counted_with_the_days_off_of_the_persons_country(full_content: Content) -> None:
    deadline = full_content.deadlines["eu-take-charge-request"]

    def last_day(country: str | None) -> date:
        return reckon(deadline, day("2026-09-01"), country, NOTHING_KNOWN, TODAY, full_content).counted.last_day

    assert last_day("LT") == day("2026-11-03")
    assert last_day("FI") == day("2026-11-02")
    assert last_day(None) == day("2026-11-02")


def test_national_law_is_counted_with_the_days_off_of_its_own_country(full_content: Content) -> None:
    reckoning = reckon(full_content.deadlines["de-dublin-appeal"], NOTIFIED, "FI", NOTHING_KNOWN, TODAY, full_content)
    assert reckoning.country == "DE"


def test_a_decision_starts_what_runs_from_it_and_ends_what_ran_from_registration(full_content: Content) -> None:
    registered = day("2026-08-01")
    only_registered = {each.deadline.id for each in concerning("FI", Situation("FI", registered), TODAY, full_content)}
    assert "eu-take-charge-request" in only_registered
    assert "fi-dublin-appeal" not in only_registered
    decided = concerning("FI", Situation("FI", registered, NOTIFIED), TODAY, full_content)
    assert {each.deadline.starts for each in decided} == {"notification", "final_decision"}
    assert {"fi-dublin-appeal", "fi-asylum-appeal-short", "int-strasbourg-application"} <= {
        each.deadline.id for each in decided
    }
    assert not any(each.deadline.id.startswith("eu-dublin3") for each in decided)
    assert concerning("FI", Situation("FI"), TODAY, full_content) == []


def test_what_the_person_must_do_first_comes_first(full_content: Content) -> None:
    found = concerning("FI", Situation("FI", None, NOTIFIED), TODAY, full_content)
    assert in_order(found) == found
    own = [each for each in found if each.deadline.who == "person"]
    assert found[: len(own)] == own
    open_ = [each for each in own if not each.passed]
    assert own[: len(open_)] == open_
    assert [each.counted.last_day for each in open_] == sorted(each.counted.last_day for each in open_)


def test_passed_and_still_open_at_its_longest(full_content: Content) -> None:
    deadline = full_content.deadlines["fi-dublin-appeal"]

    def at(today: str) -> tuple[bool, bool]:
        reckoning = reckon(deadline, NOTIFIED, "FI", NOTHING_KNOWN, day(today), full_content)
        return reckoning.passed, reckoning.longest_open

    assert at("2026-11-23") == (False, True)
    assert at("2026-11-24") == (True, True)
    assert at("2026-12-08") == (True, False)
