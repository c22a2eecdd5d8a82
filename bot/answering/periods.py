"""The periods between which the law for an application changed, read from the rules, to choose from by a button.

A period stands in a Situation by one of its days: judged by it, every rule comes out as for any day of the period, or as
"depends" where the days differ (the day before a change counts as possibly lodged after it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.content import Content

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """First and last day; None where it is open. Never open at both ends."""

    first: date | None
    last: date | None

    @property
    def day(self) -> date:
        """The day that stands for the period."""
        day = self.first or self.last
        assert day is not None
        return day


def application_periods(content: Content) -> tuple[Period, ...]:
    """Every period, oldest first: one law's rules end on the day before another's begin. Empty when no law changed."""
    holds = [rule.holds for rule in content.rules.values() if rule.holds.compared_with.startswith("application_")]
    ended = {period.end + A_DAY for period in holds if period.end}
    switches = sorted({period.start for period in holds if period.start in ended})
    if not switches:
        return ()
    firsts: list[date | None] = [None, *switches]
    lasts: list[date | None] = [*(day - A_DAY for day in switches), None]
    return tuple(Period(first, last) for first, last in zip(firsts, lasts, strict=True))
