"""Does every number and date in an article stand in a rule that its sentence cites?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks import Finding
from knowledge.content import Content
from knowledge.support import unsupported_numbers

SHORT_ANSWER = range(2, 6)


def numbers_without_rule(content: Content) -> Iterator[Finding]:
    """Sentences with a number or date that none of their rules holds."""
    for article in content.articles.values():
        for sentence in article.sentences:
            rules = [content.rules[rule] for rule in sentence.citations if rule in content.rules]
            if len(rules) < len(sentence.citations):
                continue  # an unknown rule is reported as such
            if missing := unsupported_numbers(sentence.text, rules, content.sources):
                listed, cited = ", ".join(sorted(missing)), ", ".join(sentence.citations)
                message = f"{listed} stands in none of the cited rules ({cited}): cite the rule or cut it"
                yield article.path, sentence.line, message


def short_answer_length(content: Content) -> Iterator[Finding]:
    """Short answers that are not two to five sentences."""
    for article in content.articles.values():
        count = len(article.short.sentences)
        if count not in SHORT_ANSWER:
            yield article.path, article.short.line, f"the short answer has {count} sentences: two to four are easy to read"
