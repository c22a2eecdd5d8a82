"""Does every number and date in an article stand in a rule that its sentence cites?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ingest.checks import Finding
from knowledge.content import Content
from knowledge.numbers import numbers, unsupported
from knowledge.support import rule_numbers

SHORT_ANSWER = range(2, 6)


def numbers_without_rule(content: Content) -> Iterator[Finding]:
    """Sentences with a number or date that none of their rules holds."""

    @cache
    def known(rule_id: str) -> frozenset[str]:
        rule = content.rules.get(rule_id)
        return rule_numbers(rule, content.sources) if rule else frozenset()

    for article in content.articles.values():
        for sentence in article.sentences:
            supported: frozenset[str] = frozenset().union(*(known(rule) for rule in sentence.citations))
            missing = unsupported(numbers(sentence.text), supported)
            if missing and all(rule in content.rules for rule in sentence.citations):
                listed = ", ".join(sorted(missing))
                rules = ", ".join(sentence.citations)
                yield (
                    article.path,
                    sentence.line,
                    f"{listed} stands in none of the cited rules ({rules}): cite the rule or cut it",
                )


def short_answer_length(content: Content) -> Iterator[Finding]:
    """Short answers that are not two to five sentences."""
    for article in content.articles.values():
        count = len(article.short.sentences)
        if count not in SHORT_ANSWER:
            yield article.path, article.short.line, f"the short answer has {count} sentences: two to four are easy to read"
