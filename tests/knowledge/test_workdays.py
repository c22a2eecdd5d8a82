from __future__ import annotations

import pytest

from knowledge.states import ZONES
from knowledge.workdays import Workdays, workdays_of
from tests.deadlines import day


@pytest.mark.parametrize(
    ("country", "free"),
    [
        ("FI", ["2027-12-06", "2026-12-25"]),
        ("LT", ["2026-11-02", "2027-02-16", "2026-07-06"]),
        ("LV", ["2026-11-18"]),
        ("EE", ["2027-02-24", "2026-06-23"]),
        ("DE", ["2025-10-03", "2027-03-26"]),
        ("FR", ["2026-07-14", "2026-11-11"]),
        ("NO", ["2027-05-17"]),
        ("RU", ["2026-06-12", "2027-01-05"]),
        ("INT", ["2027-03-26", "2027-07-14"]),
    ],
)
def test_public_holidays(country: str, free: list[str]) -> None:
    workdays = workdays_of(country)
    assert [workdays.closed(day(each)) for each in free] == ["holiday"] * len(free)
    assert all(workdays.holiday(day(each)) for each in free)
    assert workdays.closed(day("2026-11-16")) is None
    assert workdays.closed(day("2026-11-14")) == "weekend"


def test_without_a_calendar_only_weekends_are_free() -> None:
    for workdays in (Workdays(), workdays_of("EU")):
        assert not workdays.knows_holidays
        assert not workdays.regional
        assert workdays.closed(day("2026-12-25")) is None
        assert workdays.closed(day("2026-12-26")) == "weekend"
        assert workdays.holiday(day("2026-12-25")) is None


def test_every_country_has_its_working_days() -> None:
    assert [country for country in ZONES if not workdays_of(country).knows_holidays] == []


def test_countries_with_regional_holidays_are_known() -> None:
    assert workdays_of("DE").regional
    assert workdays_of("FI").regional, "Åland has a day of its own"
    for country in ("LT", "INT", "PL", "NL", "NO", "HU"):
        assert not workdays_of(country).regional, f"parts of {country} have no holidays of their own"


def test_next_last_and_counted_working_days() -> None:
    workdays = workdays_of("FI")
    assert workdays.next(day("2026-12-05")) == day("2026-12-07")
    assert workdays.next(day("2026-12-07")) == day("2026-12-07")
    assert workdays.last(day("2026-12-06")) == day("2026-12-04")
    assert workdays.add(day("2026-12-04"), 1) == day("2026-12-07")
    assert workdays.add(day("2026-12-07"), -1) == day("2026-12-04")
    assert workdays.add(day("2026-12-05"), 0) == day("2026-12-05")


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("FI", ["2026-12-24", "2027-06-25"]),
        ("HU", ["2026-12-24", "2026-08-21"]),  # the second exchanged for a Saturday
        ("NL", ["2027-03-26"]),
        ("LV", ["2026-06-22"]),
    ],
)
def test_days_that_may_be_no_holidays_are_doubtful(country: str, days: list[str]) -> None:
    workdays = workdays_of(country)
    for each in map(day, days):
        assert workdays.closed(each) == "doubtful"
        assert workdays.next(each, sure=True) == each
        assert workdays.next(each) > each
        assert workdays.last(each) < each


@pytest.mark.parametrize(
    ("country", "free"), [("LT", "2026-12-24"), ("CZ", "2026-12-24"), ("LV", "2028-11-20"), ("FI", "2027-03-26")]
)
def test_the_same_names_are_holidays_elsewhere(country: str, free: str) -> None:
    assert workdays_of(country).closed(day(free)) == "holiday"
    assert workdays_of(country).next(day(free), sure=True) > day(free)


def test_a_saturday_worked_by_decree_is_a_weekend_but_may_be_counted_as_worked() -> None:
    workdays = workdays_of("HU")
    assert workdays.closed(day("2026-08-08")) == "weekend"
    assert workdays.next(day("2026-08-08"), sure=True) == day("2026-08-10")
    assert workdays.add(day("2026-08-07"), 1, sure=True) == day("2026-08-08")
    assert workdays.add(day("2026-08-07"), 1) == day("2026-08-10")


def test_a_doubtful_day_counts_as_worked_only_for_who_must_not_be_late() -> None:
    workdays = workdays_of("FI")
    assert workdays.add(day("2026-12-23"), 1, sure=True) == day("2026-12-24")
    assert workdays.add(day("2026-12-23"), 1) == day("2026-12-28")


def test_two_calendars_are_open_when_both_are() -> None:
    both = workdays_of("INT", "LT")
    assert both.closed(day("2026-12-24")) == "holiday", "in Lithuania"
    assert both.closed(day("2027-03-26")) == "holiday", "in Strasbourg"
    assert both.last(day("2026-12-26")) == day("2026-12-23")
