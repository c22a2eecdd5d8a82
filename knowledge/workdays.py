"""Working days of a country: neither weekend nor public holiday, by the `holidays` package.

Some days that the package names are perhaps no holidays by law (doubtful-holidays.yaml): `closed` calls them "doubtful". Who
must not be late counts on none of them, nor that a Saturday worked by decree is free (`sure`); who must not be called late
too early has all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as checked

from knowledge.fields import STRICT, Country, Text
from knowledge.states import INTERNATIONAL
from knowledge.yamlfile import load_list

if TYPE_CHECKING:
    from holidays import HolidayBase

Closed = Literal["weekend", "holiday", "doubtful"]
DAY = timedelta(days=1)
SATURDAY = 5
#: The Strasbourg Court has its own list; Alsace, where it sits, has all French holidays and two more.
_CALENDARS = {INTERNATIONAL: ("FR", "6AE")}
_DOUBTS_FILE = Path(__file__).parent / "doubtful-holidays.yaml"
#: Whether parts of a country have holidays of their own is looked up in these years.
_YEARS = range(2026, 2029)


@checked(frozen=True, config=STRICT)
class Doubt:
    """Beginnings of names of days that may not be holidays in `countries` (in none named: everywhere), and why."""

    countries: tuple[Country, ...]
    names: tuple[Text, ...]
    why: Text


@dataclass(frozen=True, eq=False)
class Calendar:
    """The holidays of a country; `doubts` are beginnings of names of days that may not be any."""

    days: HolidayBase
    doubts: tuple[str, ...] = ()
    regional: bool = False

    def closed(self, day: date) -> Closed | None:
        """Whether `day` is surely or perhaps a holiday; weekends are not looked at."""
        names = self.days.get_list(day)
        if not names:
            return None
        return "doubtful" if all(name.startswith(self.doubts) for name in names) else "holiday"


class Workdays:
    """Which days are working days; with several calendars those that are so in all, without any only weekends are free."""

    def __init__(self, *calendars: Calendar) -> None:
        self._calendars = calendars

    @property
    def knows_holidays(self) -> bool:
        return bool(self._calendars)

    @property
    def regional(self) -> bool:
        """Whether parts of the country have holidays of their own, which are not counted here."""
        return any(calendar.regional for calendar in self._calendars)

    def closed(self, day: date) -> Closed | None:
        """Why offices are, or may be, closed on `day`; None on a working day. Every Saturday and Sunday is a weekend."""
        if day.weekday() >= SATURDAY:
            return "weekend"
        reasons = [calendar.closed(day) for calendar in self._calendars]
        return "holiday" if "holiday" in reasons else "doubtful" if "doubtful" in reasons else None

    def holiday(self, day: date) -> str | None:
        """The English name of the public holiday, if it is one."""
        return next((name for calendar in self._calendars if (name := calendar.days.get(day))), None)

    def next(self, day: date, *, sure: bool = False) -> date:
        """The first working day on or after `day`; with `sure` a doubtful one is a working day."""
        while self._free(day, sure):
            day += DAY
        return day

    def last(self, day: date) -> date:
        """The last working day on or before `day`, surely one."""
        while self.closed(day):
            day -= DAY
        return day

    def add(self, day: date, count: int, *, sure: bool = False) -> date:
        """The day that lies `count` working days after `day`, or before it when negative; `day` itself is not counted.

        With `sure` no doubtful day counts as free, nor a Saturday worked by decree.
        """
        step = DAY if count > 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while self._free(day, sure) and not (sure and self._worked(day)):
                day += step
        return day

    def _free(self, day: date, sure: bool) -> bool:
        reason = self.closed(day)
        return reason is not None and not (sure and reason == "doubtful")

    def _worked(self, day: date) -> bool:
        """Whether a day of the weekend is worked by decree."""
        return any(calendar.days.is_working_day(day) for calendar in self._calendars) and day.weekday() >= SATURDAY


@cache
def workdays_of(*countries: str) -> Workdays:
    """The days worked in all of these countries by their national holidays. Those without a calendar have weekends only."""
    return Workdays(*(calendar for country in countries if (calendar := _calendar(country))))


@cache
def _calendar(country: str) -> Calendar | None:
    import holidays

    name, part = _CALENDARS.get(country, (country, None))
    try:
        days = holidays.country_holidays(name, subdiv=part, language="en_US", categories=holidays.PUBLIC)
    except NotImplementedError:
        return None
    doubts = tuple(each for doubt in _doubts() if not doubt.countries or country in doubt.countries for each in doubt.names)
    return Calendar(days, doubts, part is None and _regional(name, days))


def _regional(country: str, days: HolidayBase) -> bool:
    """Whether any part of the country has a public holiday that the country as a whole has not."""
    import holidays

    national = set(holidays.country_holidays(country, years=_YEARS))
    return any(set(holidays.country_holidays(country, subdiv=part, years=_YEARS)) - national for part in days.subdivisions)


@cache
def _doubts() -> tuple[Doubt, ...]:
    adapter = TypeAdapter(Doubt)
    return tuple(entry.into(adapter, "doubtful holiday") for entry in load_list(_DOUBTS_FILE))
