"""Does an article present law as in force that had ended when the article was last updated?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ingest.checks import Finding
from knowledge.article import BEFORE
from knowledge.content import Content
from knowledge.rule import Rule


def out_of_force(content: Content) -> Iterator[Finding]:
    """Sentences outside {#before} whose rule, or its source, had ended by the article's date.

    Rules that compare an application's date are left out: they bind older cases for years after their last day.
    """
    for article in content.articles.values():
        sections = (section for section in article.all_sections if section.key != BEFORE)
        for sentence in (sentence for section in sections for sentence in section.sentences):
            for rule_id in sentence.citations:
                rule = content.rules.get(rule_id)
                if rule and (ended := _ended(rule, content)) and ended < article.meta.updated:
                    yield (
                        article.path,
                        sentence.line,
                        f"rule '{rule_id}' held until {ended}, the article is of {article.meta.updated}: "
                        f"cite what holds now, or move the sentence under {{#{BEFORE}}}",
                    )


def _ended(rule: Rule, content: Content) -> date | None:
    """The last day of the rule or of its source, whichever is earlier; None when neither has ended."""
    if rule.holds.compared_with.startswith("application_"):
        return None
    source = content.sources.get(rule.source)
    return min(filter(None, (rule.holds.end, source.in_force.end if source and source.in_force else None)), default=None)
