from __future__ import annotations

import pytest

from knowledge.states import ZONES
from knowledge.workdays import Workdays, workdays_of
from tests.deadlines import day


@pytest.mark.parametrize(
    ("country", "free"),
    [
        ("FI", ["2027-12-06", "2026-12-24", "2026-06-19"]),
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
    assert not workdays_of("LT").regional
    assert not workdays_of("INT").regional


def test_next_last_and_counted_working_days() -> None:
    workdays = workdays_of("FI")
    assert workdays.next(day("2026-12-05")) == day("2026-12-07")
    assert workdays.next(day("2026-12-07")) == day("2026-12-07")
    assert workdays.last(day("2026-12-06")) == day("2026-12-04")
    assert workdays.add(day("2026-12-04"), 1) == day("2026-12-07")
    assert workdays.add(day("2026-12-07"), -1) == day("2026-12-04")
    assert workdays.add(day("2026-12-05"), 0) == day("2026-12-05")
