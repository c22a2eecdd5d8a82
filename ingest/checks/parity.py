"""Do the two languages say the same?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from ingest.checks import Finding
from knowledge.article import Article
from knowledge.content import Content
from knowledge.fields import LANGUAGES
from knowledge.numbers import numbers, unsupported


def rule_numbers(content: Content) -> Iterator[Finding]:
    """Rules with a number in one language that the other lacks."""
    for rule in content.rules.values():
        place = content.places["rule", rule.id]
        english, russian = numbers(rule.text["en"]), numbers(rule.text["ru"])
        for language, here, there in (("en", english, russian), ("ru", russian, english)):
            if missing := unsupported(here, there):
                other = "ru" if language == "en" else "en"
                listed = ", ".join(sorted(missing))
                yield place.path, place.line, f"rule '{rule.id}': {listed} stands in {language} and not in {other}"


def articles(content: Content) -> Iterator[Finding]:
    """Articles without translation, or whose languages differ in sections, sentences, citations or numbers."""
    for article_id in content.article_ids:
        found = {language: content.articles.get((language, article_id)) for language in LANGUAGES}
        first = next(article for article in found.values() if article)
        for language, article in found.items():
            if article is None:
                wanted = f"articles/{language}/{first.topic}/{article_id}.md"
                yield first.path, 2, f"article '{article_id}' has no translation in {language}: write {wanted}"
        english, russian = found["en"], found["ru"]
        if english and russian:
            yield from _compare(english, russian)


def older_translation(content: Content) -> Iterator[Finding]:
    """Articles updated in one language later than in the other."""
    for (language, article_id), article in content.articles.items():
        other = content.articles.get(("ru" if language == "en" else "en", article_id))
        if other and article.meta.updated < other.meta.updated:
            yield (
                article.path,
                2,
                f"older ({article.meta.updated}) than its {other.language} version ({other.meta.updated}): bring it up to date",
            )


def _compare(english: Article, russian: Article) -> Iterator[Finding]:
    for field in ("countries", "contacts", "related"):
        if getattr(english.meta, field) != getattr(russian.meta, field):
            yield russian.path, 2, f"'{field}' differs from the English version"
    if english.topic != russian.topic:
        yield russian.path, 1, f"lies in '{russian.topic}', its English version in '{english.topic}'"
    keys = [section.key for section in english.all_sections]
    if keys != [section.key for section in russian.all_sections]:
        yield russian.path, russian.short.line, f"sections differ from the English version ({', '.join(keys)})"
        return
    for one, other in zip(english.all_sections, russian.all_sections, strict=True):
        if len(one.sentences) != len(other.sentences):
            yield (
                russian.path,
                other.line,
                f"{{#{other.key}}} has {len(other.sentences)} sentences, in English {len(one.sentences)}",
            )
            continue
        for left, right in zip_longest(one.sentences, other.sentences):
            if left.citations != right.citations:
                yield (
                    russian.path,
                    right.line,
                    f"citations differ from the English line {left.line} ({', '.join(left.citations)})",
                )
            elif numbers(left.text) != numbers(right.text):
                only = ", ".join(sorted(numbers(left.text) ^ numbers(right.text)))
                yield russian.path, right.line, f"{only} stands in one language only (English line {left.line})"
