"""Counts deadlines for a person at a door: one in full, or all of a country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.deadlines.lookup import fitting
from bot.deadlines.report import Listing, Report, listing, report
from bot.texts import Texts
from knowledge.content import Content
from knowledge.deadline import Deadline
from knowledge.reckoning import Reckoning, deadlines_for, holds, reckon
from knowledge.timeline import Situation, Verdict


@dataclass(frozen=True)
class Counter:
    """The deadlines of one country for one person, in one language. `today` is the day it is for its authorities.

    `now`, where it is known, tells whether it is another day in other parts of the country.
    """

    content: Content
    texts: Texts
    country: str | None
    registered: date | None
    today: date
    now: datetime | None = None

    @property
    def deadlines(self) -> list[Deadline]:
        """What can matter in the country; everything when it is not known."""
        if self.country is None:
            return list(self.content.deadlines.values())
        return list(deadlines_for(self.country, self.content))

    def find(self, text: str) -> list[Deadline]:
        """The deadlines of the country that an id or words mean."""
        return fitting(text, self.deadlines)

    def one(self, deadline: Deadline, start: date) -> Report:
        """One deadline in full. Raises UsageError when `start` cannot be meant."""
        return report(self._reckon(deadline, start), self._situation(), self.content, self.texts)

    def all(self, start: date | None, chosen: Iterable[Deadline] | None = None) -> Listing:
        """The deadlines that govern or may govern the case (or `chosen` ones), counted where `start` is given."""
        entries = []
        for deadline in self.deadlines if chosen is None else chosen:
            finding = holds(deadline, start, self._situation(), self.today, self.content)
            if finding.verdict in (Verdict.APPLIES, Verdict.DEPENDS):
                entries.append((deadline, self._reckon(deadline, start) if start and not deadline.before else None))
        return listing(self.country or "INT", start, entries, self.content, self.texts)

    def _reckon(self, deadline: Deadline, start: date) -> Reckoning:
        return reckon(deadline, start, self.country, self._situation(), self.today, self.content, self.now)

    def _situation(self) -> Situation:
        return Situation(self.country, self.registered)
