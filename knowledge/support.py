"""What a rule carries: the numbers and dates a sentence may use when it cites the rule."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.numbers import numbers, of_date, unsupported, without_references
from knowledge.rule import Rule
from knowledge.source import Source


def statement_numbers(rule: Rule, sources: Mapping[str, Source]) -> frozenset[str]:
    """Numbers of the rule's text in every language, its dates, and the names of its sources."""
    found = set(of_date(rule.holds.start) | of_date(rule.holds.end) | of_date(rule.checked))
    for text in rule.text.values():
        found |= numbers(text)
    for source_id in (rule.source, *(locus.source for locus in rule.also)):
        if source := sources.get(source_id):
            for text in (*source.title.values(), *(source.about or {}).values()):
                found |= numbers(text)
    return frozenset(found)


def rule_numbers(rule: Rule, sources: Mapping[str, Source]) -> frozenset[str]:
    """The same with the numbers of its pinpoints, which a sentence may name ("Art. 46")."""
    found = set(statement_numbers(rule, sources))
    for pinpoint in (rule.pinpoint, *(locus.pinpoint for locus in rule.also)):
        for text in pinpoint.values():
            found |= numbers(text)
    return frozenset(found)


def unsupported_numbers(text: str, stated: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """Numbers of a sentence that its rules do not carry: a limit must be `stated` in a rule's text, an article number
    `known` from a text or pinpoint."""
    return unsupported(numbers(without_references(text)), stated) | unsupported(numbers(text), known)
