"""Do the corrections of wrong premises rest on rules, and are all the ways of stating them recognised, and no others?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from ingest.checks import Finding
from knowledge.content import Content
from knowledge.numbers import numbers
from knowledge.premise import Premise
from knowledge.recognition import recognise
from knowledge.support import rule_numbers, statement_numbers, unsupported_numbers
from knowledge.timeline import Situation


def unknown_names(content: Content) -> Iterator[Finding]:
    """Premises that name a rule or an article that does not exist."""
    for premise in content.premises.values():
        for rule in _unknown(premise, content):
            close = get_close_matches(rule, list(content.rules), n=1)
            advice = f": did you mean '{close[0]}'?" if close else ": add it or mend the name"
            yield _at(premise, content, f"unknown rule '{rule}' in premise '{premise.id}'{advice}")
        if premise.article is not None and premise.article not in content.article_ids:
            yield _at(premise, content, f"unknown article '{premise.article}' in premise '{premise.id}'")


def numbers_without_rule(content: Content) -> Iterator[Finding]:
    """Corrections and right lengths with a number that none of their rules holds."""
    for premise in content.premises.values():
        if _unknown(premise, content):
            continue
        for rules, text in _claims(premise):
            stated = frozenset[str]().union(*(statement_numbers(content.rules[rule], content.sources) for rule in rules))
            known = frozenset[str]().union(*(rule_numbers(content.rules[rule], content.sources) for rule in rules))
            if missing := unsupported_numbers(text, stated, known):
                listed, named = ", ".join(sorted(missing)), ", ".join(rules)
                yield _at(premise, content, f"premise '{premise.id}': {listed} stands in none of {named}: mend one")


def languages_differ(content: Content) -> Iterator[Finding]:
    """Corrections that have a number in one language only."""
    for premise in content.premises.values():
        for correction in premise.corrects:
            if different := numbers(correction.en) ^ numbers(correction.ru):
                listed = ", ".join(sorted(different))
                yield _at(premise, content, f"premise '{premise.id}': {listed} stands in one language only")


def not_recognised(content: Content, today: date) -> Iterator[Finding]:
    """Ways of stating a premise that its patterns miss, and right ones that they take for it."""
    nothing_known = Situation()
    for premise in content.premises.values():
        if _unknown(premise, content):
            continue
        for ways, wanted in ((premise.said, True), (premise.fine, False)):
            for text in (text for texts in ways.values() for text in texts):
                if bool(recognise(text, [premise], content.rules, nothing_known, today)) is not wanted:
                    fault = (
                        "is not recognised: mend the patterns" if wanted else "is right, but taken for it: narrow the patterns"
                    )
                    yield _at(premise, content, f"premise '{premise.id}': «{text}» {fault}")


def _claims(premise: Premise) -> Iterator[tuple[tuple[str, ...], str]]:
    for correction in premise.corrects:
        yield correction.rules, correction.en
        yield correction.rules, correction.ru


def _unknown(premise: Premise, content: Content) -> list[str]:
    return [rule for rule in premise.rules if rule not in content.rules]


def _at(premise: Premise, content: Content, message: str) -> Finding:
    place = content.places["premise", premise.id]
    return place.path, place.line, message
