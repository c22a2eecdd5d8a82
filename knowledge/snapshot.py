"""Content as one JSON file: what a generation of the index answers from, whatever happens to the files meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from knowledge.article import Article
from knowledge.contact import Contact
from knowledge.content import Content
from knowledge.deadline import Deadline
from knowledge.designation import Designation
from knowledge.glossary import Concept
from knowledge.premise import Premise
from knowledge.rule import Rule
from knowledge.source import Source


@dataclass(frozen=True)
class _Snapshot:
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]
    articles: tuple[Article, ...]
    contacts: tuple[Contact, ...]
    designations: tuple[Designation, ...]
    glossary: tuple[Concept, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    premises: tuple[Premise, ...] = ()


_ADAPTER = TypeAdapter(_Snapshot)


def save_content(content: Content, path: Path) -> None:
    """Write the content (without examples and the places of its files, which only ingestion needs)."""
    snapshot = _Snapshot(
        tuple(content.sources.values()),
        tuple(content.rules.values()),
        tuple(content.articles.values()),
        tuple(content.contacts.values()),
        tuple(content.designations.values()),
        tuple(content.glossary.values()),
        tuple(content.deadlines.values()),
        tuple(content.premises.values()),
    )
    path.write_bytes(_ADAPTER.dump_json(snapshot))


def load_content_snapshot(path: Path) -> Content:
    """Read content written by `save_content`."""
    snapshot = _ADAPTER.validate_json(path.read_bytes())
    return Content(
        sources={source.id: source for source in snapshot.sources},
        rules={rule.id: rule for rule in snapshot.rules},
        articles={(article.language, article.id): article for article in snapshot.articles},
        contacts={contact.id: contact for contact in snapshot.contacts},
        deadlines={deadline.id: deadline for deadline in snapshot.deadlines},
        designations={entry.id: entry for entry in snapshot.designations},
        glossary={concept.id: concept for concept in snapshot.glossary},
        premises={premise.id: premise for premise in snapshot.premises},
        outside=(),
        triage=(),
        places={},
    )
