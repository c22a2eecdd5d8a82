"""Has a second person read each article against its rules since it last changed?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks import Finding
from knowledge.content import Content


def unreviewed(content: Content) -> Iterator[Finding]:
    """Articles without `review` in their front matter."""
    for article in content.articles.values():
        if article.meta.review is None:
            yield article.path, 2, "no second reader yet: have it read against its rules and add `review: {date, outcome}`"


def outdated_review(content: Content) -> Iterator[Finding]:
    """Articles changed after their review."""
    for article in content.articles.values():
        review, updated = article.meta.review, article.meta.updated
        if review and review.date < updated:
            yield article.path, 2, f"changed on {updated}, after its second reading on {review.date}: have it read again"
