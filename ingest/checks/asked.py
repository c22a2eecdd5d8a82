"""Are there enough ways of asking, and do two articles claim the same one?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checks import Finding
from knowledge.content import Content
from knowledge.passage import TRIAGE_TOPIC

#: How many ways of asking an article wants at least, by language.
WANTED = {"en": 8, "ru": 12, "uk": 3, "be": 3}


def near_duplicates(content: Content) -> Iterator[Finding]:
    """The same way of asking (apart from case, punctuation and word order) in two articles, or twice in one."""
    seen: dict[frozenset[str], tuple[str, str]] = {}
    for article in content.articles.values():
        for questions in (article.meta.asked or {}).values():
            for question in questions:
                words = frozenset(re.findall(r"\w+", question.lower()))
                if (first := seen.get(words)) is not None:
                    other = f"'{first[0]}' ('{first[1]}')"
                    yield article.path, 2, f"'{question}' is also asked in {other}: keep it in one, or tell them apart"
                else:
                    seen[words] = (article.id, question)


def too_few(content: Content) -> Iterator[Finding]:
    """Articles with fewer ways of asking than wanted."""
    for article_id in content.article_ids:
        versions = [article for (_language, other), article in content.articles.items() if other == article_id]
        if versions[0].topic == TRIAGE_TOPIC:
            continue  # shown by the guards: nobody asks for it
        for language, wanted in WANTED.items():
            count = sum(len((version.meta.asked or {}).get(language, ())) for version in versions)
            if count < wanted:
                yield versions[0].path, 2, f"{count} ways of asking in {language}, at least {wanted} are wanted"
