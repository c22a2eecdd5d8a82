"""Working days of a country: neither weekend nor public holiday, by the `holidays` package."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from knowledge.states import INTERNATIONAL

if TYPE_CHECKING:
    from holidays import HolidayBase

Closed = Literal["weekend", "holiday"]
DAY = timedelta(days=1)
SATURDAY = 5
#: The Strasbourg Court has its own list; Alsace, where it sits, has all French holidays and two more.
_CALENDARS = {INTERNATIONAL: ("FR", "6AE")}


class Workdays:
    """Which days are working days; without a calendar of holidays only weekends count as free."""

    def __init__(self, calendar: HolidayBase | None = None) -> None:
        self._calendar = calendar

    @property
    def knows_holidays(self) -> bool:
        return self._calendar is not None

    @property
    def regional(self) -> bool:
        """Whether parts of the country have holidays of their own, which are not counted here."""
        calendar = self._calendar
        return calendar is not None and bool(calendar.subdivisions) and calendar.subdiv is None

    def closed(self, day: date) -> Closed | None:
        """Why offices are closed on `day`; None on a working day. A Saturday moved to work by decree is one."""
        calendar = self._calendar
        if calendar is None:
            return "weekend" if day.weekday() >= SATURDAY else None
        if calendar.is_working_day(day):
            return None
        return "weekend" if day.weekday() >= SATURDAY else "holiday"

    def holiday(self, day: date) -> str | None:
        """The English name of the public holiday, if it is one."""
        return self._calendar.get(day) if self._calendar is not None else None

    def next(self, day: date) -> date:
        """The first working day on or after `day`."""
        while self.closed(day):
            day += DAY
        return day

    def last(self, day: date) -> date:
        """The last working day on or before `day`."""
        while self.closed(day):
            day -= DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The day that lies `count` working days after `day`, or before it when negative; `day` itself is not counted."""
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while self.closed(day):
                day += step
        return day


@cache
def workdays_of(country: str) -> Workdays:
    """The working days of a country: its national holidays. Countries without a calendar have weekends only."""
    import holidays

    name, part = _CALENDARS.get(country, (country, None))
    try:
        return Workdays(holidays.country_holidays(name, subdiv=part, language="en_US"))
    except NotImplementedError:
        return Workdays()
