"""All content in memory: sources, rules, articles, contacts, deadlines, glossary …; loaded from the `knowledge` folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from knowledge.article import Article, load_article
from knowledge.contact import Contact, parse_contact
from knowledge.deadline import Deadline, basis, parse_deadline
from knowledge.designation import Designation, parse_designation
from knowledge.errors import ContentError
from knowledge.example import Example, parse_example
from knowledge.fields import LANGUAGES
from knowledge.glossary import Concept, parse_concept
from knowledge.premise import Premise, parse_premise
from knowledge.rule import Rule, parse_rule
from knowledge.source import Source, parse_source
from knowledge.yamlfile import Located, load_list

#: The folder this package's own content lies in.
CONTENT_FOLDER = Path(__file__).parent


class HasId(Protocol):
    """Anything content refers to by id."""

    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=HasId)


@dataclass(frozen=True)
class Place:
    """File and line where an entry begins."""

    path: Path
    line: int


@dataclass(frozen=True)
class Content:
    """Everything known, by id; `places` says where each entry of a list file is written."""

    sources: Mapping[str, Source]
    rules: Mapping[str, Rule]
    articles: Mapping[tuple[str, str], Article]
    contacts: Mapping[str, Contact]
    deadlines: Mapping[str, Deadline]
    designations: Mapping[str, Designation]
    glossary: Mapping[str, Concept]
    premises: Mapping[str, Premise]
    outside: tuple[Example, ...]
    triage: tuple[Example, ...]
    places: Mapping[tuple[str, str], Place]

    def article(self, article_id: str, language: str) -> Article | None:
        """The article in this language, else in any other."""
        for wanted in (language, *LANGUAGES):
            if found := self.articles.get((wanted, article_id)):
                return found
        return None

    @cached_property
    def article_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(article_id for _language, article_id in self.articles))

    def designation_of(self, url: str | None) -> Designation | None:
        """The designated organisation on whose domain the address lies."""
        if not url:
            return None
        host = (urlsplit(url).hostname or "").lower()
        parts = host.split(".")
        domains = (".".join(parts[i:]) for i in range(len(parts)))
        return next((self._designated[domain] for domain in domains if domain in self._designated), None)

    @cached_property
    def _designated(self) -> dict[str, Designation]:
        return {domain: entry for entry in self.designations.values() for domain in entry.domains}

    @cached_property
    def deadline_rules(self) -> Mapping[str, tuple[str, ...]]:
        """The rules that carry the limit itself, by deadline."""
        return {deadline.id: basis(deadline, self.rules) for deadline in self.deadlines.values()}

    def rule_url(self, rule: Rule) -> str:
        """The deepest address a reader can be sent to."""
        return rule.url or self.sources[rule.source].url


def load_content(folder: Path = CONTENT_FOLDER) -> Content:
    """Load and parse everything. Raises ContentError for the first fault, naming file and line."""
    faults: list[ContentError] = []
    content = read_content(folder, faults.append)
    if faults:
        raise faults[0]
    return content


def read_content(folder: Path, on_fault: Callable[[ContentError], None]) -> Content:
    """Load what can be loaded, reporting every fault, so that a check can list them all."""
    places: dict[tuple[str, str], Place] = {}

    def gather(kind: str, files: Iterator[Path], parse: Callable[[Located], Item]) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for path in files:
            try:
                entries = load_list(path)
            except ContentError as fault:
                on_fault(fault)
                continue
            for entry in entries:
                try:
                    item = parse(entry)
                    if item.id in found:
                        first = places[kind, item.id]
                        raise ContentError(
                            path, entry.line, f"{kind} '{item.id}' exists already ({first.path.name}:{first.line}): rename one"
                        )
                except ContentError as fault:
                    on_fault(fault)
                    continue
                found[item.id] = item
                places[kind, item.id] = Place(path, entry.line)
        return found

    return Content(
        sources=gather("source", _files(folder, "sources.yaml"), parse_source),
        rules=gather("rule", _files(folder / "rules", "*.yaml"), parse_rule),
        articles=_articles(folder / "articles", on_fault),
        contacts=gather("contact", _files(folder, "contacts.yaml"), parse_contact),
        deadlines=gather("deadline", _files(folder, "deadlines.yaml"), parse_deadline),
        designations=gather("designation", _files(folder, "designations.yaml"), parse_designation),
        glossary=gather("concept", _files(folder, "glossary.yaml"), parse_concept),
        premises=gather("premise", _files(folder, "premises.yaml"), parse_premise),
        outside=tuple(gather("example", _files(folder, "scope.yaml"), parse_example).values()),
        triage=tuple(gather("example", _files(folder, "triage.yaml"), parse_example).values()),
        places=places,
    )


def content_digest(folder: Path = CONTENT_FOLDER) -> str:
    """A short hash over every content file, to see at a glance whether anything changed."""
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("*.yaml"), *(folder / "articles").rglob("*.md")]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _articles(folder: Path, on_fault: Callable[[ContentError], None]) -> dict[tuple[str, str], Article]:
    articles: dict[tuple[str, str], Article] = {}
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*/*.md")):
            try:
                article = load_article(path, language, topic=path.parent.name)
                if (other := articles.get((language, article.id))) is not None:
                    raise ContentError(
                        path, 2, f"article '{article.id}' exists already in {other.path.parent.name}: rename one"
                    )
            except ContentError as fault:
                on_fault(fault)
                continue
            articles[language, article.id] = article
    for path in sorted(folder.rglob("*.md")):
        language, *rest = path.relative_to(folder).parts
        if language not in LANGUAGES or len(rest) != 2:
            on_fault(ContentError(path, 1, "no article is read here: move it to articles/<en or ru>/<topic>/"))
    return articles


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    return iter(sorted(folder.glob(pattern)))
