"""Which law holds for whom: a rule's dates held against the dates of a person's case. Pure; today is always given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.rule import Holds, Rule

#: Lodging follows registration within 21 days (Regulation (EU) 2024/1348, Art. 28(1)); only registration is asked for.
LODGING_DELAY = timedelta(days=21)


#: From this day on applications lodged follow Regulation (EU) 2024/1348 (its Art. 79): a change within a month.
PROCEDURE_CHANGES = date(2026, 6, 12)


class Verdict(StrEnum):
    """Whether a rule holds for a situation."""

    APPLIES = "applies"
    NO_LONGER = "no_longer"
    NOT_YET = "not_yet"
    DEPENDS = "depends"


@dataclass(frozen=True)
class Situation:
    """What is known of a person's case. Country is where they are; dates are None when unknown.

    `registered_exact` is false when the date of the application stands for a period: it tells which law applies, but
    nothing may be counted from it.
    """

    country: str | None = None
    application_registered: date | None = None
    decision_notified: date | None = None
    registered_exact: bool = True


@dataclass(frozen=True)
class Finding:
    """A verdict, and which fact of the situation would settle it when it depends."""

    verdict: Verdict
    needs: str | None = None


def judge(rule: Rule, situation: Situation, today: date) -> Finding:
    """Whether `rule` holds for `situation` as of `today`."""
    return judge_dates(rule.holds, situation, today)


def judge_dates(holds: Holds, situation: Situation, today: date) -> Finding:
    """Whether what holds between these dates does so for `situation`; `today` is the day of an event."""
    if holds.compared_with == "always":
        return Finding(Verdict.APPLIES)
    if holds.compared_with == "event":
        return _compare(holds, today, today)
    if holds.compared_with == "decision_notified":
        day = situation.decision_notified
        return _compare(holds, day, day) if day else _unknown(holds, today, "decision_notified")
    registered = situation.application_registered
    if registered is None:
        return _unknown(holds, today, "application_registered")
    latest = registered + LODGING_DELAY if holds.compared_with == "application_lodged" else registered
    return _compare(holds, registered, latest)


def switch_day(rules: Iterable[Rule]) -> date | None:
    """The first day on which the newest of the rules that compare an application's date holds; None without such."""
    days = [rule.holds.start for rule in rules if rule.holds.compared_with.startswith("application_") and rule.holds.start]
    return max(days, default=None)


def side_of(switch: date, situation: Situation) -> Verdict:
    """Whether the law beginning on `switch` applies to the application: APPLIES, NOT_YET, or DEPENDS when unknown."""
    registered = situation.application_registered
    if registered is None:
        return Verdict.DEPENDS
    return Verdict.APPLIES if registered >= switch else Verdict.NOT_YET


def _compare(holds: Holds, earliest: date, latest: date) -> Finding:
    """Judge a date known to lie between `earliest` and `latest`."""
    early, late = _side(holds, earliest), _side(holds, latest)
    if early is not late:
        return Finding(Verdict.DEPENDS)
    if early is Verdict.NOT_YET and holds.unsettled:
        return Finding(Verdict.DEPENDS)
    return Finding(early)


def _side(holds: Holds, day: date) -> Verdict:
    if holds.start and day < holds.start:
        return Verdict.NOT_YET
    if holds.end and day > holds.end:
        return Verdict.NO_LONGER
    return Verdict.APPLIES


def _unknown(holds: Holds, today: date, needs: str) -> Finding:
    # A case can be old but not younger than today: a rule without an end that began before any case did, applies.
    if holds.start is None and holds.end is None:
        return Finding(Verdict.APPLIES)
    if holds.start and today < holds.start:
        return Finding(Verdict.NOT_YET)
    return Finding(Verdict.DEPENDS, needs)
