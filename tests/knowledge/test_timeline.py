from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rule import Holds, Rule
from knowledge.timeline import LODGING_DELAY, Finding, Situation, Verdict, judge, side_of, switch_day
from tests.making import NOTHING_KNOWN, TODAY, a_rule

DAY = timedelta(days=1)
#: Regulation (EU) 2024/1351 governs applications registered from here on, 604/2013 the older ones.
AMMR = date(2026, 7, 1)
#: Regulation (EU) 2024/1348 governs applications lodged from here on.
APR = date(2026, 6, 12)

APPLIES, NO_LONGER, NOT_YET, DEPENDS = Verdict.APPLIES, Verdict.NO_LONGER, Verdict.NOT_YET, Verdict.DEPENDS


def rule(compared_with: str, start: date | None = None, end: date | None = None, **more: Any) -> Rule:
    return a_rule(holds=Holds(compared_with, start, end, **more))  # type: ignore[arg-type]


OLD = rule("application_registered", date(2014, 1, 1), AMMR - DAY)
NEW = rule("application_registered", AMMR)


def verdict(of: Rule, situation: Situation = NOTHING_KNOWN, today: date = TODAY) -> Verdict:
    return judge(of, situation, today).verdict


@pytest.mark.parametrize(
    ("registered", "old", "new"),
    [
        (date(2026, 6, 30), APPLIES, NOT_YET),
        (date(2026, 7, 1), NO_LONGER, APPLIES),
        (date(2014, 1, 1), APPLIES, NOT_YET),
        (date(2013, 12, 31), NOT_YET, NOT_YET),
        (date(2026, 11, 22), NO_LONGER, APPLIES),
    ],
)
def test_the_day_of_registration_decides_between_dublin_iii_and_its_successor(
    registered: date, old: Verdict, new: Verdict
) -> None:
    situation = Situation(application_registered=registered)
    assert (verdict(OLD, situation), verdict(NEW, situation)) == (old, new)


def test_an_unknown_day_of_registration_leaves_both_open_and_says_what_would_settle_it() -> None:
    for each in (OLD, NEW):
        assert judge(each, Situation(), TODAY) == Finding(DEPENDS, "application_registered")


def test_before_its_first_day_a_new_rule_holds_for_nobody() -> None:
    assert verdict(NEW, today=AMMR - DAY) is NOT_YET
    assert verdict(NEW, today=AMMR) is DEPENDS


def test_a_rule_without_any_end_holds_whatever_the_date() -> None:
    assert verdict(rule("application_registered")) is APPLIES
    assert verdict(rule("decision_notified")) is APPLIES


@pytest.mark.parametrize(
    ("registered", "old", "new"),
    [
        # Lodging follows registration within 21 days: between 22 May and 11 June nobody can know the side.
        (APR - LODGING_DELAY - DAY, APPLIES, NOT_YET),
        (APR - LODGING_DELAY, DEPENDS, DEPENDS),
        (date(2026, 6, 11), DEPENDS, DEPENDS),
        (date(2026, 6, 12), NO_LONGER, APPLIES),
    ],
)
def test_the_lodging_window(registered: date, old: Verdict, new: Verdict) -> None:
    situation = Situation(application_registered=registered)
    assert date(2026, 5, 22) == APR - LODGING_DELAY
    assert verdict(rule("application_lodged", date(2015, 7, 20), APR - DAY), situation) is old
    assert verdict(rule("application_lodged", APR), situation) is new


def test_within_the_lodging_window_no_known_fact_would_settle_it() -> None:
    situation = Situation(application_registered=date(2026, 6, 1))
    assert judge(rule("application_lodged", APR), situation, TODAY).needs is None


def test_an_unknown_lodging_day_asks_for_the_registration() -> None:
    assert judge(rule("application_lodged", APR), Situation(), TODAY) == Finding(DEPENDS, "application_registered")


def test_an_unsettled_rule_may_also_govern_older_cases() -> None:
    unsettled = rule("application_registered", AMMR, unsettled=True)
    assert verdict(unsettled, Situation(application_registered=AMMR - DAY)) is DEPENDS
    assert verdict(unsettled, Situation(application_registered=AMMR)) is APPLIES


def test_unsettled_does_not_prolong_a_rule_that_ended() -> None:
    ended = rule("application_registered", AMMR, date(2026, 9, 1), unsettled=True)
    assert verdict(ended, Situation(application_registered=date(2026, 9, 2))) is NO_LONGER


def test_the_day_of_the_decision_is_compared_alone() -> None:
    new = rule("decision_notified", AMMR)
    registered = Situation(application_registered=date(2020, 1, 1), decision_notified=AMMR)
    assert verdict(new, registered) is APPLIES
    assert verdict(new, Situation(decision_notified=AMMR - DAY)) is NOT_YET
    assert judge(new, Situation(application_registered=AMMR), TODAY) == Finding(DEPENDS, "decision_notified")


def test_an_event_is_compared_with_the_day_of_the_question() -> None:
    ban = rule("event", date(2026, 1, 1), date(2026, 6, 30))
    assert verdict(ban, today=date(2025, 12, 31)) is NOT_YET
    assert verdict(ban, today=date(2026, 6, 30)) is APPLIES
    assert verdict(ban, today=date(2026, 7, 1)) is NO_LONGER


def test_always_means_always() -> None:
    assert verdict(rule("always", AMMR, AMMR), today=date(1990, 1, 1)) is APPLIES


@given(st.dates(), st.dates(), st.booleans())
def test_old_and_new_law_never_both_apply_and_never_both_fail(registered: date, switch: date, unsettled: bool) -> None:
    if switch == date.min:
        return
    old = rule("application_registered", None, switch - DAY)
    new = rule("application_registered", switch, unsettled=unsettled)
    verdicts = {verdict(each, Situation(application_registered=registered)) for each in (old, new)}
    assert APPLIES in verdicts
    assert verdicts != {APPLIES}


def test_the_switch_day_is_the_newest_first_day_that_compares_an_application() -> None:
    rules = [OLD, NEW, rule("application_lodged", APR), rule("event", date(2026, 10, 1)), rule("always", TODAY)]
    assert switch_day(rules) == AMMR
    assert switch_day([rule("event", AMMR)]) is None
    assert switch_day([]) is None


def test_which_side_of_the_switch_a_person_is_on() -> None:
    assert side_of(AMMR, Situation(application_registered=AMMR)) is APPLIES
    assert side_of(AMMR, Situation(application_registered=AMMR - DAY)) is NOT_YET
    assert side_of(AMMR, Situation()) is DEPENDS
