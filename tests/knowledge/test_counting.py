from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content import Content
from knowledge.counting import count, shift
from knowledge.errors import UsageError
from knowledge.workdays import Workdays, workdays_of
from tests.deadlines import a_deadline, day

DAY = timedelta(days=1)
COUNTRIES = ("FI", "LT", "LV", "EE", "DE", "FR", "NO", "RU", "INT", "EU")
UNITS = ("hours", "days", "working_days", "weeks", "months", "years")
RULED = {"non_working_day": "next_working_day", "counting": "some-rule"}

starts = st.dates(date(2024, 1, 1), date(2032, 12, 31))
lengths = st.integers(1, 40)
units = st.sampled_from(UNITS)
countries = st.sampled_from(COUNTRIES)

#: Counted by hand, with a calendar: deadline, country, start, last day, and what else matters. Of 2026: 22 November is a
#: Sunday, Easter is 5 April; of 2027: 1 January is a Friday, Easter is 28 March. `open` is the last working day before.
BY_HAND = [
    # Finland: nobody says that a last day moves.
    ("fi-dublin-appeal", "FI", "2026-11-16", "2026-11-23", {"longest": "2026-12-07"}),
    ("fi-dublin-appeal", "FI", "2026-11-14", "2026-11-21", {"open": "2026-11-20"}),  # Saturday
    ("fi-dublin-appeal", "FI", "2026-11-29", "2026-12-06", {"open": "2026-12-04"}),  # Sunday and Independence Day
    ("fi-asylum-appeal-short", "FI", "2026-12-01", "2026-12-06", {"open": "2026-12-04", "longest": "2026-12-11"}),
    ("fi-asylum-appeal-short", "FI", "2026-12-20", "2026-12-25", {"open": "2026-12-23"}),  # Christmas, and its eve is free
    ("fi-asylum-appeal-ordinary", "FI", "2026-11-22", "2026-12-06", {"open": "2026-12-04", "longest": "2026-12-22"}),
    ("fi-asylum-appeal-ordinary", "FI", "2027-11-22", "2027-12-06", {"open": "2027-12-03"}),  # Independence Day, a Monday
    ("fi-asylum-appeal-before-pact", "FI", "2026-06-01", "2026-07-01", {}),
    ("fi-leave-to-appeal", "FI", "2026-11-16", "2026-12-16", {}),
    ("fi-leave-to-appeal", "FI", "2026-12-02", "2027-01-01", {"open": "2026-12-31"}),  # New Year
    ("fi-return-grant", "FI", "2026-02-01", "2026-03-03", {}),  # February has 28 days
    ("fi-border-procedure", "FI", "2026-11-02", "2026-11-30", {}),
    # Lithuania
    ("lt-asylum-appeal", "LT", "2026-10-18", "2026-11-01", {"open": "2026-10-30"}),  # Sunday and All Saints
    ("lt-asylum-appeal", "LT", "2026-10-19", "2026-11-02", {"open": "2026-10-30"}),  # Monday, All Souls
    ("lt-emergency-appeal", "LT", "2027-03-04", "2027-03-11", {"open": "2027-03-10"}),  # Restoration of Independence
    ("lt-supreme-court", "LT", "2026-05-25", "2026-06-24", {"open": "2026-06-23"}),  # Saint John
    ("lt-dublin-appeal", "LT", "2026-06-29", "2026-07-06", {"open": "2026-07-03", "longest": "2026-07-20"}),  # Statehood Day
    ("lt-admissibility", "LT", "2026-11-16", "2026-11-18", {}),
    ("lt-detention-court", "LT", "2026-12-31", "2027-01-02", {"open": "2026-12-31"}),  # 48 hours over New Year, to a Saturday
    # Latvia, Estonia
    ("lv-asylum-appeal", "LV", "2026-10-31", "2026-11-30", {}),  # November has no 31st
    ("lv-asylum-appeal", "LV", "2027-01-31", "2027-02-28", {"open": "2027-02-26"}),  # a Sunday
    ("lv-asylum-appeal", "LV", "2028-01-31", "2028-02-29", {}),  # a leap year
    ("lv-dublin-appeal", "LV", "2026-11-11", "2026-11-18", {"open": "2026-11-17"}),  # Proclamation of the Republic
    ("ee-asylum-appeal", "EE", "2026-12-14", "2026-12-24", {"open": "2026-12-23"}),  # Christmas Eve
    ("ee-asylum-appeal", "EE", "2027-02-14", "2027-02-24", {"open": "2027-02-23"}),  # Independence Day
    ("ee-registration", "EE", "2026-06-18", "2026-06-25", {}),  # 19, 22, then two holidays, 25
    ("ee-circuit-court", "EE", "2026-12-01", "2026-12-31", {}),
    # Germany, France, Norway
    ("de-dublin-appeal", "DE", "2025-09-26", "2025-10-03", {"open": "2025-10-02"}),  # German Unity Day, a Friday
    ("de-dublin-appeal", "DE", "2026-09-26", "2026-10-03", {"open": "2026-10-02"}),  # the same on a Saturday
    ("de-asylum-appeal", "DE", "2026-12-12", "2026-12-26", {"open": "2026-12-24"}),  # Christmas Eve is a working day there
    ("de-appeal-reasons", "DE", "2026-03-31", "2026-04-30", {}),
    ("de-appeal-reasons", "DE", "2026-04-01", "2026-05-01", {"open": "2026-04-30"}),
    ("fr-dublin-appeal", "FR", "2026-11-04", "2026-11-11", {"open": "2026-11-10"}),  # Armistice
    ("fr-dublin-appeal-detained", "FR", "2026-11-20", "2026-11-22", {"open": "2026-11-20"}),
    ("fr-dublin-court", "FR", "2026-06-29", "2026-07-14", {"open": "2026-07-13"}),  # the national holiday
    ("fr-asylum-appeal", "FR", "2026-10-11", "2026-11-11", {"open": "2026-11-10"}),
    ("fr-registration", "FR", "2026-05-07", "2026-05-13", {}),  # 8 May is free: 11, 12, 13
    ("no-appeal-manifestly-unfounded", "NO", "2026-05-10", "2026-05-17", {"open": "2026-05-15"}),  # Constitution Day, a Sunday
    # Strasbourg
    ("int-strasbourg-application", "INT", "2026-11-16", "2027-03-16", {}),
    ("int-strasbourg-application", "INT", "2026-10-31", "2027-02-28", {"open": "2027-02-26"}),
    ("int-strasbourg-application", "INT", "2027-10-31", "2028-02-29", {}),
    ("int-rule39-request", "INT", "2026-11-18", "2026-11-17", {}),
    ("int-rule39-request", "INT", "2026-11-23", "2026-11-20", {}),  # back over a weekend
    ("int-rule39-request", "INT", "2027-01-04", "2026-12-31", {}),  # and over New Year
    ("int-rule39-request", "INT", "2027-03-30", "2027-03-25", {}),  # Easter Monday; Good Friday is free in Alsace
    # Regulation 2024/1351 moves a last day: weekends and the country's holidays
    ("eu-take-charge-request", "FI", "2026-10-06", "2026-12-07", {"moved": "2026-12-06"}),
    ("eu-take-charge-request", "LT", "2026-09-01", "2026-11-03", {"moved": "2026-11-01"}),  # over All Souls
    ("eu-take-charge-request", "DE", "2026-08-03", "2026-10-05", {"moved": "2026-10-03"}),
    ("eu-transfer", "LT", "2026-09-11", "2027-03-12", {"moved": "2027-03-11"}),
    ("eu-transfer", "FI", "2026-08-31", "2027-03-01", {"moved": "2027-02-28"}),
    ("eu-transfer", "FI", "2026-08-28", "2027-03-01", {"moved": "2027-02-28"}),
    ("eu-transfer-prison", "FI", "2026-12-06", "2027-12-07", {"moved": "2027-12-06"}),
    ("eu-transfer-absconding", "DE", "2028-02-29", "2031-02-28", {}),  # no leap year
    ("eu-take-back-notification", "FI", "2026-12-11", "2026-12-28", {"moved": "2026-12-25"}),
    ("eu-detention-transfer", "EE", "2026-05-19", "2026-06-25", {"moved": "2026-06-23"}),
    ("eu-transfer", "EU", "2026-06-25", "2026-12-25", {}),  # the country is unknown: Christmas is not counted as free
    ("eu-transfer", "EU", "2026-06-26", "2026-12-28", {"moved": "2026-12-26"}),  # but a Saturday is
    # Dublin III did not move it
    ("eu-dublin3-transfer", "FI", "2026-06-06", "2026-12-06", {"open": "2026-12-04"}),
    ("eu-dublin3-take-back-request-hit", "LT", "2026-05-24", "2026-07-24", {}),
    # The rest of EU law
    ("eu-appeal-short", "ES", "2026-11-16", "2026-11-21", {"open": "2026-11-20", "longest": "2026-11-26"}),
    ("eu-claim-after-return-decision", "FI", "2026-12-01", "2026-12-10", {}),  # 2, 3, 4, 7, 8, 9, 10
    ("eu-claim-after-return-decision", "FI", "2027-12-01", "2027-12-13", {}),  # Independence Day is a Monday
    ("eu-residence-permit", "FI", "2026-07-01", "2026-09-29", {}),
    ("eu-voluntary-departure", "FI", "2026-11-16", "2026-11-23", {"longest": "2026-12-16"}),
    # Russia
    ("ru-summons-served", "RU", "2026-12-28", "2027-01-04", {"open": "2026-12-30"}),  # the New Year holidays
    ("ru-summons-restrictions", "RU", "2026-11-16", "2026-12-06", {"open": "2026-12-04"}),
    ("ru-passport-surrender", "RU", "2026-05-04", "2026-05-09", {"open": "2026-05-08"}),
    ("ru-self-report", "RU", "2026-10-01", "2026-10-15", {}),
    ("ru-draft-decision-validity", "RU", "2026-11-16", "2027-11-16", {}),
    ("ru-report-long-absence", "RU", "2026-11-30", "2027-02-28", {"open": "2027-02-26"}),
    ("ru-alternative-service-autumn", "RU", "2026-10-01", "2026-03-31", {}),
    ("ru-alternative-service-autumn", "RU", "2026-12-31", "2026-03-31", {}),
    ("ru-alternative-service-spring", "RU", "2027-04-01", "2026-09-30", {}),
    ("ru-alternative-service-spring", "RU", "2027-07-15", "2026-09-30", {}),
]


@pytest.mark.parametrize(("deadline_id", "country", "start", "last", "more"), BY_HAND)
def test_last_days_counted_by_hand(
    deadline_id: str, country: str, start: str, last: str, more: dict[str, str], full_content: Content
) -> None:
    counted = count(full_content.deadlines[deadline_id], day(start), workdays_of(country))
    assert counted.last_day == day(last)
    assert counted.moved_from == (day(more["moved"]) if "moved" in more else None)
    assert counted.open_before == (day(more["open"]) if "open" in more else None)
    if "longest" in more:
        assert counted.longest == day(more["longest"])


def test_there_are_enough_last_days_counted_by_hand() -> None:
    assert len(BY_HAND) >= 40


@given(starts, lengths, units, countries, st.booleans())
def test_the_last_day_is_never_before_the_start(start: date, length: int, unit: Any, country: str, moves: bool) -> None:
    changes = RULED if moves else {}
    counted = count(a_deadline(length=length, unit=unit, **changes), start, workdays_of(country))
    assert counted.last_day > start
    assert counted.open_before is None or start <= counted.open_before < counted.last_day


@given(starts, lengths, units, countries)
def test_a_move_goes_forward_to_the_next_working_day_and_only_from_a_free_one(
    start: date, length: int, unit: Any, country: str
) -> None:
    workdays = workdays_of(country)
    plain = count(a_deadline(length=length, unit=unit), start, workdays)
    moved = count(a_deadline(length=length, unit=unit, **RULED), start, workdays)
    assert workdays.closed(moved.last_day) in (None, "doubtful"), "nobody may count on a doubtful day off"
    assert plain.last_day <= moved.last_day
    between = [plain.last_day + DAY * n for n in range((moved.last_day - plain.last_day).days)]
    assert all(workdays.closed(each) for each in between)
    assert moved.moved_from == (plain.last_day if between else None)
    assert moved.closed in (None, "doubtful")
    assert (plain.closed is None) == (workdays.closed(plain.last_day) is None)


@given(starts, starts, lengths, units, countries, st.booleans(), st.booleans())
def test_a_later_start_never_gives_an_earlier_last_day(
    one: date, other: date, length: int, unit: Any, country: str, moves: bool, before: bool
) -> None:
    if before and unit == "hours":
        unit = "days"
    deadline = a_deadline(length=length, unit=unit, before=before, **(RULED if moves else {}))
    first, second = sorted([one, other])
    workdays = workdays_of(country)
    assert count(deadline, first, workdays).last_day <= count(deadline, second, workdays).last_day


@given(starts, lengths, st.sampled_from([unit for unit in UNITS if unit != "hours"]), countries)
def test_a_limit_counted_backward_ends_before_the_event(start: date, length: int, unit: Any, country: str) -> None:
    assert count(a_deadline(length=length, unit=unit, before=True), start, workdays_of(country)).last_day < start


@given(starts, st.sampled_from(["01-01", "04-01", "10-01", "12-28"]))
def test_a_day_of_the_year_limits_until_the_day_before_it(start: date, named: str) -> None:
    deadline = a_deadline(length=None, unit=None, before=True, day=named)
    last = count(deadline, start, Workdays()).last_day
    assert f"{last + DAY:%m-%d}" == named
    assert timedelta(0) < start - last <= timedelta(days=366)


@given(starts, st.integers(1, 36))
def test_months_end_on_the_same_date_or_on_the_last_day_of_a_short_month(start: date, length: int) -> None:
    last = shift(start, length, "months", Workdays())
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == length
    assert last.day == min(start.day, monthrange(last.year, last.month)[1])
    assert shift(start, 12 * length, "months", Workdays()) == shift(start, length, "years", Workdays())


@given(starts, lengths)
def test_weeks_keep_the_weekday_and_days_are_counted_one_by_one(start: date, length: int) -> None:
    assert shift(start, length, "weeks", Workdays()) == shift(start, 7 * length, "days", Workdays())
    assert shift(start, length, "weeks", Workdays()).weekday() == start.weekday()


@given(starts, lengths, countries)
def test_as_many_working_days_lie_in_a_limit_of_working_days_as_it_has(start: date, length: int, country: str) -> None:
    workdays = workdays_of(country)
    last = shift(start, length, "working_days", workdays)
    days = [start + DAY * n for n in range(1, (last - start).days + 1)]
    assert sum(workdays.closed(each) is None for each in days) == length
    assert workdays.closed(last) is None


@given(starts, lengths, lengths, units, countries)
def test_the_longest_end_of_a_corridor_is_never_before_the_shortest(
    start: date, length: int, more: int, unit: Any, country: str
) -> None:
    deadline = a_deadline(length=length, longest=length + more, unit=unit, **RULED)
    counted = count(deadline, start, workdays_of(country))
    assert counted.longest is not None
    assert counted.longest >= counted.last_day


def test_hours_end_on_the_day_on_which_they_have_passed() -> None:
    assert shift(day("2026-11-16"), 48, "hours", Workdays()) == day("2026-11-18")
    assert shift(day("2026-11-16"), 96, "hours", Workdays()) == day("2026-11-20")
    assert shift(day("2026-11-16"), 36, "hours", Workdays()) == day("2026-11-18")


def test_nobody_can_act_before_the_decision_is_there() -> None:
    counted = count(a_deadline(length=1, unit="days"), day("2026-11-21"), workdays_of("FI"))  # a Saturday, so a Sunday
    assert (counted.last_day, counted.closed, counted.open_before) == (day("2026-11-22"), "weekend", None)


def test_a_holiday_and_a_weekend_are_told_apart() -> None:
    friday = count(a_deadline(length=1, unit="weeks"), day("2026-12-18"), workdays_of("FI"))
    assert friday.closed == "holiday"
    assert count(a_deadline(length=1, unit="weeks"), day("2026-12-19"), workdays_of("FI")).closed == "weekend"


@pytest.mark.parametrize("start", ["1999-12-31", "0206-11-16", "2100-01-02", "9999-12-31"])
def test_a_date_that_cannot_be_meant_is_refused(start: str) -> None:
    with pytest.raises(UsageError, match="cannot be meant"):
        count(a_deadline(), date.fromisoformat(start), Workdays())


@pytest.mark.parametrize(("today", "left"), [("2026-11-29", 1), ("2026-11-30", 0), ("2026-12-01", -1)])
def test_days_left(today: str, left: int) -> None:
    assert count(a_deadline(), day("2026-11-16"), workdays_of("FI")).days_left(day(today)) == left


def test_a_day_outside_of_the_window_is_not_counted() -> None:
    deadline = a_deadline(length=None, unit=None, before=True, day="04-01", window={"from": "10-01", "to": "12-31"})
    assert count(deadline, day("2027-12-31"), Workdays()).last_day == day("2027-03-31")
    for outside in ("2027-02-01", "2027-09-30"):
        with pytest.raises(UsageError, match="is only for a day from 10-01 to 12-31"):
            count(deadline, day(outside), Workdays())


@given(starts, lengths, units, countries)
def test_a_person_never_has_more_time_than_an_authority(start: date, length: int, unit: Any, country: str) -> None:
    for changes in ({}, RULED):
        person, authority = (
            count(a_deadline(length=length, unit=unit, who=who, **changes), start, workdays_of(country)).last_day
            for who in ("person", "authority")
        )
        assert person <= authority
