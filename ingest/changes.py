"""`otkaz changes`: which rules the content states differently from the generation that answers, and who cites them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

from ingest.build import Changes, compare
from knowledge.article import Article
from knowledge.content import Content, load_content
from knowledge.index import Generation
from knowledge.passage import passages
from knowledge.rule import Rule

Kind = Literal["added", "changed", "closed", "removed"]
#: How each kind is marked for a person, in the order of the list.
MARKS: dict[Kind, str] = {"added": "+", "changed": "~", "closed": "x", "removed": "-"}


@dataclass(frozen=True)
class RuleChange:
    """One rule that differs: which fields, its last day when it was closed, and the ids of the articles that cite it.

    `untouched` are those of the articles that read as before: somebody has to look whether they still say the same.
    """

    rule: str
    kind: Kind
    fields: tuple[str, ...]
    ends: date | None
    articles: tuple[str, ...]
    untouched: tuple[str, ...]


@dataclass(frozen=True)
class KnowledgeChanges:
    """What an ingestion would bring: changed rules and passages; `embedded` passages would get new vectors."""

    generation: str
    rules: tuple[RuleChange, ...]
    passages: Changes
    embedded: int

    def of(self, kind: Kind) -> tuple[RuleChange, ...]:
        return tuple(change for change in self.rules if change.kind == kind)

    def as_dict(self) -> dict[str, Any]:
        """The changes for `--json`."""
        return {
            "generation": self.generation,
            "rules": {kind: [_as_dict(change) for change in self.of(kind)] for kind in MARKS},
            "passages": {
                "added": len(self.passages.added),
                "changed": len(self.passages.changed),
                "removed": len(self.passages.removed),
                "embedded": self.embedded,
            },
        }

    def lines(self) -> Iterator[str]:
        """The changes for a person."""
        for kind, mark in MARKS.items():
            for change in self.of(kind):
                yield f"{mark} {kind} {change.rule}{_detail(change)}"
                for article in change.articles:
                    yield f"    cited in {article}{'' if article in change.untouched else ' (changed too)'}"
                if not change.articles:
                    yield "    cited in no article"
        counted = ", ".join(f"{len(self.of(kind))} {kind}" for kind in MARKS)
        yield f"Since {self.generation}: rules {counted}; {self.embedded} passages to embed anew."


def changes(folder: Path, generation: Generation) -> KnowledgeChanges:
    """Hold the content of `folder` against a generation. Raises ContentError when the content is wrong."""
    content = load_content(folder)
    found = passages(content)
    differing = compare(generation.passages, found)
    return KnowledgeChanges(
        generation.id, tuple(rule_changes(generation.content, content)), differing, len(found) - differing.reused
    )


def rule_changes(before: Content, after: Content) -> Iterator[RuleChange]:
    """The rules that differ between two contents, in the order of the files, removed ones last."""
    touched = _touched(before, after)
    citing_before, citing_after = _citing(before), _citing(after)
    for rule_id in (*after.rules, *(rule_id for rule_id in before.rules if rule_id not in after.rules)):
        old, new = before.rules.get(rule_id), after.rules.get(rule_id)
        if old == new:
            continue
        articles = tuple((citing_after if new else citing_before).get(rule_id, ()))
        yield RuleChange(
            rule=rule_id,
            kind=_kind(old, new),
            fields=tuple(f.name for f in fields(Rule) if old and new and getattr(old, f.name) != getattr(new, f.name)),
            ends=new.holds.end if new else None,
            articles=articles,
            untouched=tuple(article for article in articles if article not in touched),
        )


def _kind(old: Rule | None, new: Rule | None) -> Kind:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "closed" if old.holds.end is None and new.holds.end is not None else "changed"


def _citing(content: Content) -> dict[str, dict[str, None]]:
    """Rule id -> ids of the articles that cite it, in any language, in order."""
    citing: dict[str, dict[str, None]] = {}
    for article in content.articles.values():
        for rule in article.rules:
            citing.setdefault(rule, {})[article.id] = None
    return citing


def _touched(before: Content, after: Content) -> frozenset[str]:
    """Ids of the articles whose statements differ in a language."""
    keys = {*before.articles, *after.articles}
    return frozenset(key[1] for key in keys if _said(before.articles.get(key)) != _said(after.articles.get(key)))


def _said(article: Article | None) -> list[tuple[str, tuple[str, ...]]]:
    return [(sentence.text, sentence.citations) for sentence in article.sentences] if article else []


def _detail(change: RuleChange) -> str:
    if change.kind == "closed":
        return f": holds until {change.ends}"
    return f": {', '.join(change.fields)}" if change.fields else ""


def _as_dict(change: RuleChange) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "fields": list(change.fields),
        "ends": change.ends.isoformat() if change.ends else None,
        "articles": list(change.articles),
        "untouched": list(change.untouched),
    }
