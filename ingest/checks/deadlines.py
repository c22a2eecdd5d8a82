"""Do the deadlines rest on rules, number by number, and do their languages say the same?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache

from ingest.checks import Finding
from knowledge.content import Content
from knowledge.counting import shift
from knowledge.deadline import Deadline, Span, Statement, basis, carriers
from knowledge.numbers import numbers, unsupported
from knowledge.states import EUROPE, ZONES
from knowledge.support import rule_numbers
from knowledge.workdays import Workdays

#: Any day will do to compare two lengths.
SOME_DAY = date(2026, 1, 1)


def unknown_rules(content: Content) -> Iterator[Finding]:
    """Deadlines that name a rule, or an EU deadline, that does not exist."""
    for deadline in content.deadlines.values():
        for rule in _unknown(deadline, content):
            hint = get_close_matches(rule, list(content.rules), n=1)
            advice = f": did you mean '{hint[0]}'?" if hint else ": add it or mend the name"
            yield _at(deadline, content, f"unknown rule '{rule}' in deadline '{deadline.id}'{advice}")
        if deadline.instead_of is not None and deadline.instead_of not in content.deadlines:
            yield _at(deadline, content, f"unknown deadline '{deadline.instead_of}' under instead_of in '{deadline.id}'")


def numbers_without_rule(content: Content) -> Iterator[Finding]:
    """Deadlines with a number or date that none of the rules behind it holds."""

    @cache
    def carried(rule: str) -> frozenset[str]:
        return rule_numbers(content.rules[rule], content.sources)

    def known(rules: tuple[str, ...]) -> frozenset[str]:
        return frozenset().union(*map(carried, rules))

    for deadline in content.deadlines.values():
        if _unknown(deadline, content):
            continue
        main = basis(deadline, content.rules)
        if not carriers(deadline, content.rules):
            spans = " to ".join(f"{span.length} {span.unit}" for span in (deadline.span, deadline.longest_span) if span)
            listed = ", ".join(deadline.rules)
            message = f"deadline '{deadline.id}': {spans or deadline.day} stands in none of its rules ({listed}): mend one"
            yield _at(deadline, content, message)
        for name, rules, texts in _texts(deadline, main):
            for text in texts:
                if missing := unsupported(numbers(text), known(rules)):
                    yield _unsupported(deadline, content, name, missing, rules)


def languages_differ(content: Content) -> Iterator[Finding]:
    """Deadlines whose texts have a number in one language only."""
    for deadline in content.deadlines.values():
        for name, _rules, (english, russian) in _texts(deadline, deadline.rules):
            if different := numbers(english) ^ numbers(russian):
                listed = ", ".join(sorted(different))
                yield _at(deadline, content, f"deadline '{deadline.id}', {name}: {listed} stands in one language only")


def impossible(content: Content) -> Iterator[Finding]:
    """Deadlines that cannot be counted where they hold, or that hide a shorter one of EU law."""
    for deadline in content.deadlines.values():
        if deadline.country != EUROPE and deadline.country not in ZONES:
            yield _at(deadline, content, f"deadline '{deadline.id}': the time zone of {deadline.country} is not known: add it")
        general = content.deadlines.get(deadline.instead_of or "")
        if general and general.span and deadline.span and _end(deadline.span) > _end(general.span):
            message = f"deadline '{deadline.id}' is longer than '{general.id}': it must not stand in its stead"
            yield _at(deadline, content, message)


def _texts(deadline: Deadline, main: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, str]]]:
    """Every text of a deadline: its name, the rules it rests on, English and Russian."""
    for name, text in (("decision", deadline.decision), ("action", deadline.action)):
        yield name, deadline.rules, (text["en"], text["ru"])
    stated: list[tuple[str, Statement | None]] = [
        ("suspends", deadline.suspends),
        ("passed", deadline.passed),
        ("caution", deadline.caution),
    ]
    stated += [("until", deadline.until), *(("remains", each) for each in deadline.remains)]
    for name, statement in stated:
        if statement is not None:
            yield name, statement.rules or main, (statement.en, statement.ru)


def _unknown(deadline: Deadline, content: Content) -> list[str]:
    return [rule for rule in deadline.rules if rule not in content.rules]


def _end(span: Span) -> date:
    return shift(SOME_DAY, *span, Workdays())


def _unsupported(deadline: Deadline, content: Content, name: str, missing: frozenset[str], rules: tuple[str, ...]) -> Finding:
    listed = ", ".join(sorted(missing))
    return _at(deadline, content, f"deadline '{deadline.id}', {name}: {listed} stands in none of {', '.join(rules)}: mend one")


def _at(deadline: Deadline, content: Content, message: str) -> Finding:
    place = content.places["deadline", deadline.id]
    return place.path, place.line, message
