"""Content -> passages: the units that are embedded and searched. Pure; the same content gives the same passages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from knowledge.article import SHORT, Article
from knowledge.content import Content
from knowledge.example import Example
from knowledge.rule import Rule

PassageKind = Literal["question", "short", "section", "rule", "outside", "triage"]
#: Articles of this topic are the blocks that guards put before an answer.
TRIAGE_TOPIC = "triage"
#: Kinds a search may return; the others are examples that only teach.
SEARCHED = ("question", "short", "section", "rule")


@dataclass(frozen=True)
class Passage:
    """One searchable text. `article` and `section` say where it leads; `rules` which rules carry it.

    A "question" is a way of asking (or the title) of an article; it leads to the article and is never shown. "outside"
    and "triage" passages are examples of what is not covered, and of emergencies and boundaries.
    """

    id: str
    kind: PassageKind
    language: str
    text: str
    article: str | None
    section: str | None
    rules: tuple[str, ...]
    countries: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> Passage:
        return cls(**{**value, "rules": tuple(value["rules"]), "countries": tuple(value["countries"])})


def passages(content: Content) -> list[Passage]:
    """Every passage of the content, in a stable order with unique ids."""
    found: dict[str, Passage] = {}
    for article in content.articles.values():
        if article.topic == TRIAGE_TOPIC:
            continue  # shown by the guards, never found by a search
        for passage in _of_article(article):
            found.setdefault(passage.id, passage)
    for rule in content.rules.values():
        for passage in _of_rule(rule):
            found.setdefault(passage.id, passage)
    for example in content.outside:
        found.setdefault((passage := _of_example(example, "outside")).id, passage)
    for example in content.triage:
        found.setdefault((passage := _of_example(example, "triage")).id, passage)
    return list(found.values())


def _of_article(article: Article) -> Iterator[Passage]:
    title = article.meta.title
    asked = [(article.language, title)]
    asked += [(language, text) for language, texts in (article.meta.asked or {}).items() for text in texts]
    for language, text in asked:
        yield Passage(
            id=f"question/{language}/{article.id}/{_digest(text)}",
            kind="question",
            language=language,
            text=text,
            article=article.id,
            section=None,
            rules=(),
            countries=article.meta.countries,
        )
    for section in article.all_sections:
        sentences = section.sentences
        yield Passage(
            id=f"article/{article.language}/{article.id}/{section.key}",
            kind="short" if section.key == SHORT else "section",
            language=article.language,
            text="\n".join(filter(None, [title, section.heading, " ".join(sentence.text for sentence in sentences)])),
            article=article.id,
            section=section.key,
            rules=tuple(dict.fromkeys(rule for sentence in sentences for rule in sentence.citations)),
            countries=article.meta.countries,
        )


def _of_rule(rule: Rule) -> Iterator[Passage]:
    for language, text in rule.text.items():
        yield Passage(
            id=f"rule/{language}/{rule.id}",
            kind="rule",
            language=language,
            text=text,
            article=None,
            section=None,
            rules=(rule.id,),
            countries=rule.countries,
        )


def _of_example(example: Example, kind: Literal["outside", "triage"]) -> Passage:
    return Passage(
        id=f"{kind}/{example.language}/{_digest(example.text)}",
        kind=kind,
        language=example.language,
        text=example.text,
        article=None,
        section=example.label,
        rules=(),
        countries=(),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
