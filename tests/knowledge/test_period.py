from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.period import Period, check_order

FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
DAY = timedelta(days=1)


def test_first_and_last_day_are_included() -> None:
    period = Period(FIRST, LAST)
    assert [period.holds_on(day) for day in (FIRST - DAY, FIRST, LAST, LAST + DAY)] == [False, True, True, False]


def test_open_ends() -> None:
    assert Period(None, LAST).holds_on(date.min)
    assert not Period(None, LAST).holds_on(LAST + DAY)
    assert Period(FIRST, None).holds_on(date.max)
    assert not Period(FIRST, None).holds_on(FIRST - DAY)
    assert Period().holds_on(FIRST)


def test_a_period_of_one_day() -> None:
    assert Period(FIRST, FIRST).holds_on(FIRST)


def test_it_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(LAST, FIRST)


@given(st.dates() | st.none(), st.dates() | st.none())
def test_order_is_checked_exactly(start: date | None, end: date | None) -> None:
    wrong = start is not None and end is not None and end < start
    if wrong:
        with pytest.raises(ValueError, match="before it begins"):
            check_order(start, end)
    else:
        check_order(start, end)
