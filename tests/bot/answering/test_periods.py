"""The periods between which the law changed, and that each is judged like its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.answering.periods import Period, application_periods
from bot.store import Choices
from knowledge.content import Content
from knowledge.reckoning import start_of
from knowledge.timeline import Situation, Verdict, judge
from tests.making import TODAY


def test_the_periods_of_the_law(full_content: Content) -> None:
    assert application_periods(full_content) == (
        Period(None, date(2026, 6, 11)),
        Period(date(2026, 6, 12), date(2026, 6, 30)),
        Period(date(2026, 7, 1), None),
    )


def test_content_without_a_change_has_no_periods(tiny_content: Content) -> None:
    assert application_periods(replace(tiny_content, rules={})) == ()


def test_a_period_s_day_promises_no_more_than_any_day_in_it(full_content: Content) -> None:
    """Whatever is said to hold, or not to, by the day that stands for the period is so for each of its days."""
    rules = [rule for rule in full_content.rules.values() if rule.holds.compared_with.startswith("application_")]
    assert len(rules) > 100
    for period in application_periods(full_content):
        first = period.first or date(2026, 1, 1)
        last = period.last or date(2026, 11, 1)
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        for rule in rules:
            stands = judge(rule, Situation(application_registered=period.day), TODAY).verdict
            if stands is not Verdict.DEPENDS:
                found = {judge(rule, Situation(application_registered=day), TODAY).verdict for day in days}
                assert found <= {stands, Verdict.DEPENDS}, (rule.id, period)


def test_nothing_is_counted_from_a_period_s_day(full_content: Content) -> None:
    (_, between, _) = application_periods(full_content)
    exact = Situation("FI", between.day)
    begun = [deadline for deadline in full_content.deadlines.values() if start_of(deadline, exact)]
    assert begun, "some time limits run from the registration"
    chosen = Choices(country="FI", application_registered=between.day).situation
    assert [deadline.id for deadline in begun if start_of(deadline, chosen)] == []
