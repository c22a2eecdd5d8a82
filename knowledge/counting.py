"""The last day of a deadline. Pure: the start, the working days and the deadline are given, today plays no part.

The day of the event itself is not counted; a limit in weeks ends on the same weekday, one in months or years on the same
date, or on the last day of a month that is too short. So counts Regulation (EU) 2024/1351, Art. 75, and so counted
Dublin III; where no rule of ours says how to count, the same is assumed and said to be an assumption. A last day moves to
the next working day only where a rule says so: where none does, the day itself is given, which is the earlier and safer.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.deadline import Deadline, Unit
from knowledge.errors import UsageError
from knowledge.workdays import DAY, Closed, Workdays

#: Dates outside of these are slips of the keyboard.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Counted:
    """`last_day` is the day to act by: the shortest time in a corridor, whose end is `longest`.

    `moved_from` is the free day from which a rule moved it. `closed` says why offices are closed on a last day that was not
    moved, and `open_before` is then the last working day before it (never before `start`).
    """

    start: date
    last_day: date
    longest: date | None = None
    moved_from: date | None = None
    closed: Closed | None = None
    open_before: date | None = None

    def days_left(self, today: date) -> int:
        """Days from `today` to the last day; negative when it has passed."""
        return (self.last_day - today).days


def count(deadline: Deadline, start: date, workdays: Workdays) -> Counted:
    """Count the deadline from (or back from) `start`. Raises UsageError for a date that cannot be meant."""
    if not EARLIEST <= start <= LATEST:
        raise UsageError(f"{start} cannot be meant: give a date between {EARLIEST.year} and {LATEST.year}.")
    span = deadline.span
    if span is None:
        last_day = _day_before(start, str(deadline.day))
    else:
        last_day = shift(start, -span.length if deadline.before else span.length, span.unit, workdays)
    longest = shift(start, *deadline.longest_span, workdays) if deadline.longest_span else None
    closed = workdays.closed(last_day)
    if deadline.non_working_day == "next_working_day":
        longest = workdays.next(longest) if longest else None
        return Counted(start, workdays.next(last_day), longest, moved_from=last_day if closed else None)
    before = workdays.last(last_day) if closed else None
    if before and not deadline.before and before < start:
        before = None  # nobody can act before the decision is there
    return Counted(start, last_day, longest, closed=closed, open_before=before)


def shift(start: date, length: int, unit: Unit, workdays: Workdays) -> date:
    """The day `length` units after `start`, or before it. Hours end on the day on which they have passed at any hour."""
    if unit == "working_days":
        return workdays.add(start, length)
    if unit in ("months", "years"):
        return _add_months(start, length * (12 if unit == "years" else 1))
    return start + timedelta(days={"hours": -(-length // 24), "days": length, "weeks": 7 * length}[unit])


def _day_before(start: date, day: str) -> date:
    """The day before the latest yearly `day` that is not after `start`."""
    month, number = map(int, day.split("-"))
    named = date(start.year, month, number)
    return (named if named <= start else date(start.year - 1, month, number)) - DAY


def _add_months(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
