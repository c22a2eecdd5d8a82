"""A counted deadline in words: short lines, each with the rules that carry it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.texts import Texts
from knowledge.content import Content
from knowledge.counting import Counted
from knowledge.deadline import Deadline, Statement
from knowledge.numbers import numbers, unsupported
from knowledge.reckoning import Reckoning
from knowledge.search import ORIGINS
from knowledge.states import DUBLIN_ONLY, EUROPE, zone_of
from knowledge.support import rule_numbers
from knowledge.timeline import Verdict
from knowledge.workdays import workdays_of

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
        day = self._dated(said.last_day[reckoning.deadline.who], reckoning.counted.last_day)
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
        return self._dated(self._said.list_earliest, min(each.counted.last_day for each in reckonings))

    def _when(self, reckoning: Reckoning) -> Iterator[Line]:
        deadline, counted, said = reckoning.deadline, reckoning.counted, self._said
        language, main = self._texts.language, self.main_rules(deadline)
        decision = deadline.decision[language]
        yield Line("case", said.if_case.format(decision=decision), self._carrying(deadline, decision))
        yield Line("last_day", self.last_day(reckoning), main)
        if deadline.unit == "hours":
            yield Line("hours", said.hours)
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
        yield Line("action", said.action[deadline.who].format(text=action), self._carrying(deadline, action))
        yield from self._condition(reckoning)

    def _free_day(self, reckoning: Reckoning) -> Iterator[Line]:
        """What a last day on which offices are closed means."""
        deadline, counted, said = reckoning.deadline, reckoning.counted, self._said
        carrying = (deadline.counting,) if deadline.counting else ()
        if counted.moved_from:
            yield Line("moved", _capital(self._dated(said.moved, counted.moved_from)), carrying)
        if counted.closed is None:
            return
        why = said.why_closed[counted.closed]
        if deadline.non_working_day == "no_change":
            yield Line("closed", said.closed["no_change"].format(why=why), carrying)
        elif deadline.who == "authority":
            yield Line("closed", said.closed["authority"].format(why=why))
        elif reckoning.passed:
            yield from self._perhaps_moved(reckoning, why)
        elif counted.open_before and counted.open_before >= reckoning.today:
            yield Line("closed", self._dated(said.closed["unknown"], counted.open_before, why=why))
        else:
            yield Line("closed", said.closed["unknown_bare"].format(why=why))

    def _perhaps_moved(self, reckoning: Reckoning, why: str) -> Iterator[Line]:
        """A day off that has just passed: nobody of ours says that the limit moves, and nobody that it does not."""
        moved = workdays_of(reckoning.country).next(reckoning.counted.last_day)
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
        elif deadline.unit != "hours" and not deadline.before and deadline.who == "person":
            yield Line("method", said.method_assumed)
        if deadline.unit == "working_days" or deadline.non_working_day == "next_working_day":
            workdays = workdays_of(reckoning.country)
            if not workdays.knows_holidays:
                yield Line("holidays", said.weekends_only)
            elif workdays.regional:
                yield Line("holidays", said.national_only.format(country=said.countries[reckoning.country]))
        if deadline.who == "person":
            yield Line("clock", said.clock.format(zone=zone_of(reckoning.country)))

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
        yield of("passed", said.remains if missed else said.if_missed[deadline.who], deadline.passed)
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
        month, day = map(int, str(deadline.day).split("-"))
        return self._said.before_date.format(day=f"{day} {self._texts.months[month - 1]}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
