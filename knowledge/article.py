"""An article: a curated page that answers one question people really ask, every sentence with its citations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as validated

from knowledge.errors import ContentError
from knowledge.fields import STRICT, Country, Id, Text
from knowledge.yamlfile import parse

#: Sections whose sentences hold for one side of a change of law only.
BEFORE, FROM = "before", "from"
#: The section on what the law leaves unsettled.
OPEN = "open"
#: The key of the short answer, which has no heading.
SHORT = "short"

_HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<key>[a-z][a-z0-9-]*)\}$")
_CITATIONS = re.compile(r"\s*\[(@[^\]]*)\]$")
_BULLET = re.compile(r"^[-*] +")


@dataclass(frozen=True)
class Sentence:
    """One sentence and the ids of the rules that carry it."""

    text: str
    citations: tuple[str, ...]
    line: int
    bullet: bool = False


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs; the short answer has the key "short" and an empty heading."""

    key: str
    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    line: int

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


@validated(frozen=True, config=STRICT)
class Review:
    """Who read the article a second time against its rules: when, and with what outcome."""

    date: date
    outcome: Text


@validated(frozen=True, config=STRICT)
class FrontMatter:
    """The head of an article file."""

    id: Id
    title: Text
    countries: tuple[Country, ...]
    updated: date
    contacts: tuple[Id, ...] = ()
    related: tuple[Id, ...] = ()
    asked: dict[str, tuple[Text, ...]] | None = None
    review: Review | None = None


@dataclass(frozen=True)
class Article:
    """One article in one language."""

    meta: FrontMatter
    language: str
    topic: str
    short: Section
    sections: tuple[Section, ...]
    path: Path

    @property
    def id(self) -> str:
        return self.meta.id

    @property
    def all_sections(self) -> tuple[Section, ...]:
        return (self.short, *self.sections)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for section in self.all_sections for sentence in section.sentences)

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """Ids of the cited rules, in order of first use."""
        return tuple(dict.fromkeys(rule for sentence in self.sentences for rule in sentence.citations))


_ADAPTER = TypeAdapter(FrontMatter)


def load_article(path: Path, language: str, topic: str) -> Article:
    """Read one article file. Raises ContentError naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ContentError(path, 1, "not UTF-8 text: save the file as UTF-8") from error
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        raise ContentError(path, 1, "no front matter: begin with a block between two lines '---'")
    end = lines.index("---", 1)
    meta = parse("\n".join(lines[1:end]), path, first_line=2).into(_ADAPTER, "front matter")
    if meta.id != path.stem:
        raise ContentError(path, 2, f"id '{meta.id}' differs from the file's name: rename one of them")
    sections = _sections(lines, end + 1, path)
    if not sections or sections[0].key != SHORT or not sections[0].paragraphs:
        raise ContentError(path, end + 2, "no short answer: write two to four sentences before the first heading")
    return Article(meta, language, topic, sections[0], tuple(sections[1:]), path)


def _sections(lines: list[str], start: int, path: Path) -> list[Section]:
    sections: list[Section] = []
    key, heading, line = SHORT, "", start + 1
    paragraphs: list[tuple[Sentence, ...]] = []
    current: list[Sentence] = []

    def close_paragraph() -> None:
        if current:
            paragraphs.append(tuple(current))
            current.clear()

    def close_section() -> None:
        close_paragraph()
        if not paragraphs and key != SHORT:
            raise ContentError(path, line, f"the section '{heading}' is empty: write it or remove the heading")
        sections.append(Section(key, heading, tuple(paragraphs), line))
        paragraphs.clear()

    for number, raw in enumerate(lines[start:], start=start + 1):
        text = raw.strip()
        if not text:
            close_paragraph()
        elif text.startswith("#"):
            close_section()
            key, heading, line = _heading(text, number, path)
            if key in {section.key for section in sections}:
                raise ContentError(path, number, f"the section key '{key}' stands here twice: join the two sections")
        else:
            current.append(_sentence(text, number, path))
    close_section()
    return sections


def _heading(text: str, line: int, path: Path) -> tuple[str, str, int]:
    found = _HEADING.match(text)
    if not found:
        raise ContentError(path, line, "a heading is written '## Title {#key}'")
    return found["key"], found["title"], line


def _sentence(text: str, line: int, path: Path) -> Sentence:
    bullet = bool(_BULLET.match(text))
    text = _BULLET.sub("", text)
    citations: list[str] = []
    while found := _CITATIONS.search(text):
        citations = [_citation(part, line, path) for part in re.split(r"[;,]", found[1])] + citations
        text = text[: found.start()]
    if not citations:
        raise ContentError(path, line, "a sentence without citation: end the line with [@rule-id], or cut it")
    if "[@" in text:
        raise ContentError(path, line, "a citation inside the line: one sentence a line, citations at its end")
    if not text.strip():
        raise ContentError(path, line, "a citation without a sentence")
    return Sentence(text.replace("**", "").strip(), tuple(dict.fromkeys(citations)), line, bullet)


def _citation(part: str, line: int, path: Path) -> str:
    rule = part.strip().removeprefix("@")
    if not rule:
        raise ContentError(path, line, "an empty citation: name a rule, [@rule-id]")
    return rule
