"""An answer: sentences with numbered citations, in blocks; it knows nothing of Telegram or HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from bot.answering.reader import may_be_in_russia
from knowledge.timeline import Situation

A_YEAR = timedelta(days=365)
Outcome = Literal["answered", "not_covered", "declined"]


@dataclass(frozen=True)
class CitedSource:
    """The source behind a citation. `title` is the canonical English one; `label` and `about` speak the answer's language."""

    id: str
    title: str
    label: str
    kind: str
    publisher: str
    celex: str | None


@dataclass(frozen=True)
class Citation:
    """A rule as cited in an answer; `excerpt` is the rule's own checked statement."""

    n: int
    rule: str
    source: CitedSource
    pinpoint: str
    pinpoint_label: str
    url: str
    in_force_from: date | None
    in_force_to: date | None
    checked: date
    reader_warning: str | None
    excerpt: str

    @property
    def dates_matter(self) -> bool:
        """Whether a reader should see the dates: the rule has ended, or began within the year before its check."""
        begun = self.in_force_from
        return self.in_force_to is not None or (begun is not None and begun > self.checked - A_YEAR)


@dataclass(frozen=True)
class AnswerSentence:
    """One sentence and the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    bullet: bool = False


@dataclass(frozen=True)
class Block:
    """Sentences under a heading (None for the first)."""

    heading: str | None
    sentences: tuple[AnswerSentence, ...]


@dataclass(frozen=True)
class ScoredArticle:
    """An article that bears on the question; the score is a share of the best possible."""

    id: str
    title: str
    score: float


@dataclass(frozen=True)
class Answer:
    """What a person gets. `message` is what Otkaz says itself (not covered, declined): it states no law.

    `notices` names what Otkaz noticed about the message (see Texts.notices), never what stood there; `told_there` is
    whether the person's words place them in Russia or Belarus. `noted` says back what was read from the message;
    `country_read` is whether the situation's country is of that, and not one that was given.
    """

    outcome: Outcome
    language: str
    question_language: str
    situation: Situation
    disclaimer: str
    knowledge: str
    blocks: tuple[Block, ...] = ()
    citations: tuple[Citation, ...] = ()
    articles: tuple[ScoredArticle, ...] = ()
    message: str | None = None
    asks: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    urgent: bool = False
    told_there: bool = False
    noted: str | None = None
    trace: dict[str, Any] | None = None
    country_read: bool = False
    generated_by: str = "curated"
    elapsed_ms: float = 0.0

    @property
    def sentences(self) -> Iterator[AnswerSentence]:
        return (sentence for block in self.blocks for sentence in block.sentences)

    @property
    def careful(self) -> bool:
        """Whether its reader may be in Russia or Belarus, so that some links are withheld until they ask for them."""
        languages = {self.language, self.question_language}
        known = self.situation
        if self.country_read and not may_be_in_russia("", known):  # a misread country must open no link
            known = replace(known, country=None)
        return self.told_there or any(may_be_in_russia(language, known) for language in languages)

    @property
    def text(self) -> str:
        """Plain text: the message, then the blocks with [1] marks."""
        parts = [self.message, self.note(first=True)]
        for block in self.blocks:
            lines = [block.heading] if block.heading else []
            lines += [_line(sentence) for sentence in block.sentences]
            parts.append("\n".join(lines))
        parts.append(self.note(first=False))
        return "\n\n".join(part for part in parts if part)

    def note(self, *, first: bool) -> str | None:
        """What was read from the message, if this is its place: before an answer, but after an emergency's block."""
        return self.noted if self.blocks and first is not self.urgent else None

    def timed(self, elapsed_ms: float) -> Answer:
        return replace(self, elapsed_ms=round(elapsed_ms, 1))


def _line(sentence: AnswerSentence) -> str:
    marks = "".join(f"[{n}]" for n in sentence.citations)
    return f"{'• ' if sentence.bullet else ''}{sentence.text} {marks}".rstrip()
