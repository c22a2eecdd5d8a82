"""A counted deadline in words: short lines, each with the rules that carry it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.texts import Texts
from knowledge.content import Content
from knowledge.counting import Counted
from knowledge.countryfit import ORIGINS
from knowledge.deadline import Deadline, Statement
from knowledge.numbers import numbers, unsupported
from knowledge.reckoning import ENDS, Reckoning
from knowledge.states import DUBLIN_ONLY, EUROPE, INTERNATIONAL, zone_of
from knowledge.support import rule_numbers
from knowledge.timeline import Verdict

#: Says who is bound by the regulation on asylum management, and that it was not verified for some.
SCOPE_RULE = "territorial-scope-ammr"


@dataclass(frozen=True)
class Line:
    """One thing to say; without rules it is Otkaz's own word and states no law."""

    kind: str
    text: str
    rules: tuple[str, ...] = ()


class Wording:
    """Says deadlines in one language."""

    def __init__(self, content: Content, texts: Texts) -> None:
        self._content = content
        self._texts = texts
        self._said = texts.deadlines

    def lines(self, reckoning: Reckoning) -> list[Line]:
        """Everything to say about one deadline, most important first."""
        return [*self._when(reckoning), *self._how(reckoning), *self._meaning(reckoning)]

    def last_day(self, reckoning: Reckoning) -> str:
        """The last day, and how near it is."""
        said, left = self._said, reckoning.days_left
        day = self._dated(said.last_day[reckoning.deadline.manner], reckoning.counted.last_day)
        if until := reckoning.deadline.until:
            day = said.until.format(day=day.removesuffix("."), hour=until.text(self._texts.language))
        near = said.passed if left < 0 else said.today if left == 0 else said.days_left.format(count=left)
        return f"{day} {near}"

    def item(self, deadline: Deadline, counted: Counted | None) -> str:
        """The deadline as a line of a list."""
        decision = deadline.decision[self._texts.language]
        if counted is None:
            return self._said.list_uncounted.format(decision=decision, length=self.length(deadline))
        return self._dated(self._said.list_item, counted.last_day, decision=decision, length=self.length(deadline))

    def length(self, deadline: Deadline) -> str:
        """How long the limit is: "1 week – 3 weeks", or the day of the year."""
        spans = [span for span in (deadline.span, deadline.longest_span) if span]
        if not spans:
            return self._year_day(deadline)
        return " – ".join(self._said.amount(span) for span in spans)

    def earliest(self, reckonings: list[Reckoning]) -> str:
        """The day to keep while nobody knows which of the deadlines is the person's."""
        return self._dated(self._said.list_earliest, min(each.act_by for each in reckonings))

    def _when(self, reckoning: Reckoning) -> Iterator[Line]:
        deadline, counted, said = reckoning.deadline, reckoning.counted, self._said
        language, main = self._texts.language, self.main_rules(deadline)
        decision = deadline.decision[language]
        yield Line("case", said.if_case.format(decision=decision), self._carrying(deadline, decision))
        yield Line("last_day", self.last_day(reckoning), (*main, *(deadline.until.rules if deadline.until else ())))
        yield from self._regions(reckoning)
        if deadline.unit == "hours":
            yield Line("hours", f"{said.hours} {said.hours_back}" if _clocks_go_back(reckoning) else said.hours)
        if (
            reckoning.passed
            and reckoning.longest_open
            and deadline.who == "person"
            and deadline.longest_span
            and counted.longest
        ):
            length = said.amount(deadline.longest_span)
            yield Line("longest_open", said.longest_open.format(length=length, date=self._texts.day(counted.longest)), main)
        elif deadline.longest_span and counted.longest:
            length, day = said.amount(deadline.longest_span), self._texts.day(counted.longest)
            yield Line("longest", said.longest[deadline.who].format(length=length, date=day), main)
        yield from self._free_day(reckoning)
        action = deadline.action[language]
        yield Line("action", said.action[deadline.manner].format(text=action), self._carrying(deadline, action))
        yield from self._condition(reckoning)

    def _free_day(self, reckoning: Reckoning) -> Iterator[Line]:
        """What a last day on which offices are closed means."""
        deadline, counted, said = reckoning.deadline, reckoning.counted, self._said
        carrying = (deadline.counting,) if deadline.counting else ()
        if counted.moved_from:
            yield Line("moved", capital(self._dated(said.moved, counted.moved_from)), carrying)
        if counted.doubtful:
            yield Line("doubtful", capital(self._dated(said.doubtful, counted.doubtful)))
        if counted.closed is None or deadline.kind != "act":
            return
        why = said.why_closed[counted.closed]
        if deadline.non_working_day == "no_change":
            yield Line("closed", said.closed["no_change"].format(why=why), carrying)
        elif deadline.who == "authority":
            yield Line("closed", said.closed["authority"].format(why=why))
        elif reckoning.passed:
            yield from self._perhaps_moved(reckoning, why)
        elif counted.open_before and counted.open_before >= reckoning.today:
            yield Line("closed", self._dated(said.closed[_not_moved(reckoning)], counted.open_before, why=why))
        else:
            manner = "doubtful_bare" if deadline.non_working_day == "next_working_day" else "unknown_bare"
            yield Line("closed", said.closed[manner].format(why=why))

    def _regions(self, reckoning: Reckoning) -> Iterator[Line]:
        """What a last day means in a country in parts of which it is another day already, or still."""
        if reckoning.dates is None or reckoning.deadline.who != "person":
            return
        (west, east), said, last_day = reckoning.dates, self._said.regions, reckoning.counted.last_day
        if west <= last_day < reckoning.today:
            yield Line("regions", said["still"].format(date=self._texts.day(west)))
        elif not reckoning.passed and east > reckoning.today:
            yield Line("regions", said["over" if east > last_day else "less"].format(date=self._texts.day(east)))

    def _perhaps_moved(self, reckoning: Reckoning, why: str) -> Iterator[Line]:
        """A day off that has just passed: nobody of ours says that the limit moves, and nobody that it does not."""
        moved = reckoning.workdays.next(reckoning.counted.last_day)
        if moved >= reckoning.today:
            yield Line("closed", self._dated(self._said.closed["perhaps_moved"], moved, why=why))

    def _condition(self, reckoning: Reckoning) -> Iterator[Line]:
        """On what it depends whether this deadline governs the case."""
        deadline, said, finding = reckoning.deadline, self._said, reckoning.finding
        regime = deadline.regime
        if finding.verdict is Verdict.DEPENDS and regime.compared_with in said.applies_if:
            if finding.needs is None and regime.compared_with == "application_registered" and regime.start:
                text = said.unsettled.format(date=self._texts.day(regime.start))
                yield Line("condition", text, self._carrying(deadline, text))
            else:
                for end, day in (("from", regime.start), ("to", regime.end)):
                    if day and (end == "to" or not regime.end):
                        text = said.applies_if[regime.compared_with][end].format(date=self._texts.day(day))
                        yield Line("condition", text, self._carrying(deadline, text))
        elif finding.verdict in (Verdict.NOT_YET, Verdict.NO_LONGER):
            yield Line("condition", said.does_not_apply, self.main_rules(deadline))
        if deadline.country == EUROPE and reckoning.country in DUBLIN_ONLY and SCOPE_RULE in self._content.rules:
            yield Line("condition", said.not_verified.format(country=said.countries[reckoning.country]), (SCOPE_RULE,))

    def _how(self, reckoning: Reckoning) -> Iterator[Line]:
        deadline, said = reckoning.deadline, self._said
        day, event = self._texts.day(reckoning.counted.start), said.events[deadline.starts]
        carrying = (deadline.counting,) if deadline.counting else ()
        if deadline.span is None:
            yield Line(
                "counted",
                said.before_day.format(day=self._year_day(deadline), start=day, event=event),
                self.main_rules(deadline),
            )
            return
        template = said.counted_back if deadline.before else said.counted
        counted = template.format(length=said.amount(deadline.span), start=day, event=event)
        yield Line("counted", counted, self.main_rules(deadline))
        if deadline.unit == "working_days":
            yield Line("method", said.method_working)
        elif carrying:
            yield Line("method", said.method_rule, carrying)
        if reckoning.counted.if_first_counts:
            yield Line("first_day", self._first_day(reckoning, reckoning.counted.if_first_counts))
        if holidays := self._holidays(reckoning):
            yield Line("holidays", holidays)
        if deadline.who == "person" and deadline.until is None:
            yield Line("clock", self._clock(reckoning))

    def _first_day(self, reckoning: Reckoning, if_counted: date) -> str:
        """What it would mean if the first day counted, and the working day that is safe then."""
        said, today = self._said.first_day, reckoning.today
        safe = reckoning.workdays.last(if_counted)
        if if_counted < today <= reckoning.counted.last_day:
            return said["over"]
        if max(today, reckoning.counted.start) <= safe < reckoning.act_by:
            return self._dated(said["careful"], safe)
        return said["bare"]

    def _holidays(self, reckoning: Reckoning) -> str | None:
        """Which days off were not looked at."""
        deadline, said, workdays = reckoning.deadline, self._said, reckoning.workdays
        if deadline.post:
            return said.strasbourg_only if reckoning.posted_from is None else None
        if deadline.unit != "working_days" and deadline.non_working_day != "next_working_day":
            return None
        if reckoning.country == INTERNATIONAL:
            return said.court_holidays
        if not workdays.knows_holidays:
            return said.weekends_only
        return said.national_only.format(country=said.countries[reckoning.country]) if workdays.regional else None

    def _clock(self, reckoning: Reckoning) -> str:
        """By whose clock the last day ends."""
        said = self._said
        if reckoning.deadline.post:
            where = reckoning.posted_from
            return said.clock_post.format(zone=zone_of(where)) if where else said.clock_post_unknown
        if reckoning.country in ENDS:
            return said.clock_regions
        return said.clock.format(zone=zone_of(reckoning.country))

    def _meaning(self, reckoning: Reckoning) -> Iterator[Line]:
        deadline, said = reckoning.deadline, self._said
        main = self.main_rules(deadline)

        def of(kind: str, template: str, statement: Statement) -> Line:
            return Line(kind, template.format(text=statement.text(self._texts.language)), statement.rules or main)

        if deadline.who == "person" or deadline.suspends.rules:
            suspends = said.suspends["other" if deadline.country in ORIGINS else "removal"]
            yield of("suspends", suspends, deadline.suspends)
        if deadline.caution is not None:
            yield of("careful", said.careful, deadline.caution)
        missed = reckoning.passed and deadline.who == "person"
        if_missed = said.missed_longest if reckoning.longest_open else said.missed
        yield of("passed", if_missed if missed else said.if_missed[deadline.manner], deadline.passed)
        if missed:
            yield from (of("remains", said.remains, statement) for statement in deadline.remains)
        yield Line("lawyer", said.lawyer)

    def main_rules(self, deadline: Deadline) -> tuple[str, ...]:
        """The rules that carry the limit itself."""
        return self._content.deadline_rules[deadline.id]

    def _carrying(self, deadline: Deadline, text: str) -> tuple[str, ...]:
        """The basis, and what else is needed for every number of the text."""
        chosen = list(self.main_rules(deadline))
        for rule in deadline.rules:
            missing = unsupported(numbers(text), self._numbers(chosen))
            if missing and unsupported(missing, self._numbers([rule])) != missing:
                chosen.append(rule)
        return tuple(chosen)

    def _numbers(self, rules: list[str]) -> frozenset[str]:
        content = self._content
        return frozenset().union(*(rule_numbers(content.rules[rule], content.sources) for rule in rules))

    def _dated(self, template: str, day: date, **more: str) -> str:
        return template.format(weekday=self._said.weekdays[day.weekday()], date=self._texts.day(day), **more)

    def _year_day(self, deadline: Deadline) -> str:
        return self._said.before_date.format(day=self._texts.year_day(str(deadline.day)))


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def _not_moved(reckoning: Reckoning) -> str:
    """How to say that a last day on which offices are or may be closed must not be relied on to move."""
    if reckoning.deadline.post:
        return "post" if reckoning.posted_from else "post_unknown"
    return "doubtful" if reckoning.deadline.non_working_day == "next_working_day" else "unknown"


def _clocks_go_back(reckoning: Reckoning) -> bool:
    """Whether summer time ends between the first and the last day."""
    zone = ZoneInfo(zone_of(reckoning.country))
    noons = (datetime.combine(day, time(12), zone) for day in (reckoning.counted.start, reckoning.counted.last_day))
    before, after = (noon.utcoffset() for noon in noons)
    return before is not None and after is not None and after < before
