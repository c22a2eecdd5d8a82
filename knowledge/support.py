"""What a rule carries: the numbers and dates a sentence may use when it cites the rule."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.numbers import numbers, of_date
from knowledge.rule import Rule
from knowledge.source import Source


def rule_numbers(rule: Rule, sources: Mapping[str, Source]) -> frozenset[str]:
    """Numbers of the rule's text in every language, its pinpoints, its dates and the titles of its sources."""
    found = set(of_date(rule.holds.start) | of_date(rule.holds.end) | numbers(rule.checked.isoformat()))
    texts = [*rule.text.values(), *rule.pinpoint.values()]
    for locus in rule.also:
        texts += locus.pinpoint.values()
    for source_id in (rule.source, *(locus.source for locus in rule.also)):
        if source := sources.get(source_id):
            texts += source.title.values()
            texts += source.about.values() if source.about else ()
    for text in texts:
        found |= numbers(text)
    return frozenset(found)
