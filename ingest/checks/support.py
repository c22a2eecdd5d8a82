"""Does every number and date in an article stand in a rule that its sentence cites?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks import Finding
from knowledge.content import Content
from knowledge.support import rule_numbers, statement_numbers, unsupported_numbers

SHORT_ANSWER = range(2, 6)


def numbers_without_rule(content: Content) -> Iterator[Finding]:
    """Sentences with a number or date that none of their rules holds."""
    stated = {rule.id: statement_numbers(rule, content.sources) for rule in content.rules.values()}
    known = {rule.id: rule_numbers(rule, content.sources) for rule in content.rules.values()}
    for article in content.articles.values():
        for sentence in article.sentences:
            rules = sentence.citations
            if not content.rules.keys() >= set(rules):
                continue  # an unknown rule is reported as such
            carried = (frozenset[str]().union(*(of[rule] for rule in rules)) for of in (stated, known))
            if missing := unsupported_numbers(sentence.text, *carried):
                listed, cited = ", ".join(sorted(missing)), ", ".join(sentence.citations)
                message = f"{listed} stands in none of the cited rules ({cited}): cite the rule or cut it"
                yield article.path, sentence.line, message


def short_answer_length(content: Content) -> Iterator[Finding]:
    """Short answers that are not two to five sentences."""
    for article in content.articles.values():
        count = len(article.short.sentences)
        if count not in SHORT_ANSWER:
            yield article.path, article.short.line, f"the short answer has {count} sentences: two to four are easy to read"
