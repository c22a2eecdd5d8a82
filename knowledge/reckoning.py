"""Which deadlines of a country concern a person, and when each ends for them. Pure; today is always given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from knowledge.content import Content
from knowledge.counting import Counted, count
from knowledge.deadline import Deadline
from knowledge.states import DUBLIN_ONLY, EUROPE, INTERNATIONAL, MEMBERS
from knowledge.timeline import Finding, Situation, Verdict, judge_dates
from knowledge.workdays import Workdays, workdays_of

#: Starts that are facts of the situation: the day they name is known when the fact is.
NOTIFIED, REGISTERED = frozenset({"notification", "final_decision"}), frozenset({"registration"})
#: Countries so wide that one authority's day ends many hours before another's: the zones at their ends.
ENDS = {"RU": ("Europe/Kaliningrad", "Asia/Kamchatka")}


@dataclass(frozen=True)
class Reckoning:
    """One deadline counted for one start; `country` is where its days were counted, `finding` whether it holds.

    `posted_from` is where the person posts what must be posted. `dates` are the days it is now in the west and in the east of
    a country in which they differ.
    """

    deadline: Deadline
    country: str
    counted: Counted
    finding: Finding
    today: date
    posted_from: str | None = None
    dates: tuple[date, date] | None = None

    @property
    def workdays(self) -> Workdays:
        """The working days it was counted with."""
        return _workdays(self.country, self.posted_from)

    @property
    def act_by(self) -> date:
        """The day to keep: a working day where the last day may be none, as long as that has not passed."""
        before = self.counted.open_before
        return before if before is not None and before >= self.today else self.counted.last_day

    @property
    def days_left(self) -> int:
        return self.counted.days_left(self.today)

    @property
    def passed(self) -> bool:
        return self.days_left < 0

    @property
    def longest_open(self) -> bool:
        """Whether the longest time that national law may give has not passed."""
        return self.counted.longest is not None and self.counted.longest >= self.today


def reckon(
    deadline: Deadline,
    start: date,
    country: str | None,
    situation: Situation,
    today: date,
    content: Content,
    now: datetime | None = None,
) -> Reckoning:
    """Count a deadline for a person in `country`. Raises UsageError when `start` cannot be meant."""
    where = country or deadline.country if deadline.country == EUROPE else deadline.country
    posted_from = country if deadline.post and country not in (EUROPE, INTERNATIONAL) else None
    counted, finding = count(deadline, start, _workdays(where, posted_from)), holds(deadline, start, situation, today, content)
    return Reckoning(deadline, where, counted, finding, today, posted_from, _dates(where, now))


def _workdays(country: str, posted_from: str | None) -> Workdays:
    return workdays_of(country, posted_from) if posted_from else workdays_of(country)


def _dates(country: str, now: datetime | None) -> tuple[date, date] | None:
    """The days it is at `now` in the west and the east of a country, where they differ."""
    if now is None or country not in ENDS:
        return None
    west, east = (now.astimezone(ZoneInfo(zone)).date() for zone in ENDS[country])
    return (west, east) if west != east else None


def holds(deadline: Deadline, start: date | None, situation: Situation, today: date, content: Content) -> Finding:
    """Whether the law behind the deadline governs the case; `start` is the day its time begins, if known.

    A deadline whose main rule is unsettled for older cases may govern them too.
    """
    regime = deadline.regime
    main = content.rules.get(content.deadline_rules[deadline.id][0])
    if main is not None and main.holds.unsettled:
        regime = replace(regime, unsettled=True)
    if start is not None and deadline.starts in ("registration", "lodging") and regime.compared_with.startswith("application_"):
        # The day of the limit's start is the very day that the law asks for.
        regime = replace(regime, compared_with="event")
    return judge_dates(regime, situation, start or today)


def deadlines_for(country: str | None, content: Content) -> Iterator[Deadline]:
    """The deadlines that can matter in a country: its own, those of EU law without a national form, Strasbourg's."""
    national = [deadline for deadline in content.deadlines.values() if deadline.country == country]
    replaced = {deadline.instead_of for deadline in national}
    yield from national
    for deadline in content.deadlines.values():
        if deadline.country == EUROPE and country != EUROPE and deadline.id not in replaced and _bound(country, deadline):
            yield deadline
    if country != INTERNATIONAL:
        for deadline in content.deadlines.values():
            if deadline.country == INTERNATIONAL and country not in deadline.not_in:
                yield deadline


def concerning(country: str | None, situation: Situation, today: date, content: Content) -> list[Reckoning]:
    """The deadlines whose start is a known fact of the situation, counted; without those that do not govern the case."""
    found = []
    for deadline in deadlines_for(country, content):
        start = start_of(deadline, situation)
        if start is None:
            continue
        reckoning = reckon(deadline, start, country, situation, today, content)
        if reckoning.finding.verdict in (Verdict.APPLIES, Verdict.DEPENDS):
            found.append(reckoning)
    return in_order(found)


def in_order(reckonings: list[Reckoning]) -> list[Reckoning]:
    """What the person must do first, the earliest last day first."""
    return sorted(reckonings, key=lambda each: (each.deadline.who != "person", each.passed, each.counted.last_day))


def start_of(deadline: Deadline, situation: Situation) -> date | None:
    """The day the deadline's time began, where it is a fact of the situation.

    Who has a decision has lodged the application, and the countries have agreed: what ran from registration is over.
    """
    if deadline.starts in NOTIFIED:
        return situation.decision_notified
    if deadline.starts in REGISTERED and situation.decision_notified is None and situation.registered_exact:
        return situation.application_registered
    return None


def _bound(country: str | None, deadline: Deadline) -> bool:
    """Whether EU law binds the country in this matter; an unknown country may be one that it binds."""
    if country is None or country in MEMBERS:
        return True
    return country in DUBLIN_ONLY and deadline.regime.compared_with == "application_registered"
