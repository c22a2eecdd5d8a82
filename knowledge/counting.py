"""The last day of a deadline. Pure: the start, the working days and the deadline are given, today plays no part.

The day of the event itself is not counted; a limit in weeks ends on the same weekday, one in months or years on the same
date, or on the last day of a month that is too short. So counts Regulation (EU) 2024/1351, Art. 75, and so counted
Dublin III; where no rule of ours says how to count, the same is assumed and said to be an assumption. A last day moves to
the next working day only where a rule says so: where none does, the day itself is given, which is the earlier and safer.
Days that are perhaps no holidays never move later what a person must do; for what binds an authority they count as holidays.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
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
    moved, and `open_before` is then the last working day before it (never before `start`). `if_first_counts` is the last day
    where the first day counts too: given where no rule of ours says that it does not. `doubtful` is the first day that was
    counted as a working day and may be none.
    """

    start: date
    last_day: date
    longest: date | None = None
    moved_from: date | None = None
    closed: Closed | None = None
    open_before: date | None = None
    if_first_counts: date | None = None
    doubtful: date | None = None

    def days_left(self, today: date) -> int:
        """Days from `today` to the last day; negative when it has passed."""
        return (self.last_day - today).days


def count(deadline: Deadline, start: date, workdays: Workdays) -> Counted:
    """Count the deadline from (or back from) `start`. Raises UsageError for a date that cannot be meant."""
    if not EARLIEST <= start <= LATEST:
        raise UsageError(f"{start} cannot be meant: give a date between {EARLIEST.year} and {LATEST.year}.")
    if deadline.window is not None and not deadline.window.holds(start):
        first, last = deadline.window.start, deadline.window.end
        raise UsageError(f"{start}: {deadline.id} is only for a day from {first} to {last} (month-day).")
    sure = deadline.who == "person"
    span = deadline.span
    if span is None:
        last_day = _day_before(start, str(deadline.day))
    else:
        last_day = shift(start, -span.length if deadline.before else span.length, span.unit, workdays, sure=sure)
    longest = shift(start, *deadline.longest_span, workdays, sure=sure) if deadline.longest_span else None
    if deadline.non_working_day == "next_working_day":
        moved = workdays.next(last_day, sure=sure)
        longest = workdays.next(longest, sure=sure) if longest else None
        moved_from = last_day if moved != last_day else None
    else:
        moved, moved_from = last_day, None
    closed = workdays.closed(moved)
    counted = Counted(start, moved, longest, moved_from, closed, _open_before(deadline, start, moved, workdays))
    if not sure or deadline.before or span is None:
        return counted
    return replace(
        counted, if_first_counts=_if_first_counts(deadline, moved, workdays), doubtful=_doubtful(deadline, counted, workdays)
    )


def _open_before(deadline: Deadline, start: date, last_day: date, workdays: Workdays) -> date | None:
    """The last working day before a last day that is or may be a day off; nobody can act before the decision is there."""
    if workdays.closed(last_day) is None:
        return None
    before = workdays.last(last_day)
    return before if deadline.before or before >= start else None


def _if_first_counts(deadline: Deadline, last_day: date, workdays: Workdays) -> date | None:
    """The last day where the first day counts, unless a rule says that it does not; hours begin at once anyway."""
    if deadline.counting is not None or deadline.unit == "hours":
        return None
    return workdays.add(last_day, -1) if deadline.unit == "working_days" else last_day - DAY


def _doubtful(deadline: Deadline, counted: Counted, workdays: Workdays) -> date | None:
    """The first day after the start that was counted as a working day and may be a day off."""
    if deadline.unit != "working_days":
        return None
    days = (counted.start + DAY * n for n in range(1, (counted.last_day - counted.start).days + 1))
    return next((day for day in days if workdays.closed(day) == "doubtful"), None)


def shift(start: date, length: int, unit: Unit, workdays: Workdays, *, sure: bool = False) -> date:
    """The day `length` units after `start`, or before it. Hours end on the day on which they have passed at any hour.

    With `sure` working days run no longer than they surely do; backward all that may be days off are left out in any case.
    """
    if unit == "working_days":
        return workdays.add(start, length, sure=sure and length > 0)
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
