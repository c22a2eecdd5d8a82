"""How answering slows as the content grows: the real content with 9 and 99 times as many distractors.

A distractor copies the place of a real passage (its kind, language, countries, and for articles how many passages belong
together) under a new name; its words are sentences of two real passages, and its vector lies between theirs, with noise.
So nothing is embedded anew, and every part of a search meets as much as it would with so much real content. Articles found
among the distractors resolve to the real ones they copy, and rules are the real ones. All random choices are seeded.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import bm25s
import numpy as np

from bot.answering.assistant import Assistant
from knowledge.article import Article
from knowledge.content import Content
from knowledge.embedding import FingerprintedEmbeddings
from knowledge.heads import LinearHead
from knowledge.index import Generation, Library
from knowledge.lexical import LexicalIndex
from knowledge.passage import SEARCHED, Passage
from tests.bench.asking import SEED, TODAY, golden
from tests.bench.timing import alternate, median_ratio, p95

TIMES = (1, 10, 100)
COPY = "-copy-"
NOISE = 0.35


def measure(library: Library, embeddings: FingerprintedEmbeddings, *, quick: bool) -> list[dict[str, Any]]:
    """One row a size: passages, median and p95 of an answer, and their ratios to the real content's."""
    generation = library.current()
    questions = [question.asked(TODAY) for question in golden(most=40 if quick else 100)]
    assistants = {}
    for times in TIMES[:2] if quick else TIMES:
        assistants[times] = Assistant(_Shelf(grown(generation, times)), lambda: embeddings)  # type: ignore[arg-type]
        assistants[times].warm_up()
        for question in questions[:3]:
            assistants[times].ask(question)
    spent = alternate(
        {str(times): lambda n, own=own: own.ask(questions[n]) for times, own in assistants.items()},  # type: ignore[misc]
        len(questions),
    )
    return [
        {
            "times": times,
            "passages": len(own.engine.generation.passages),
            "p50_ms": round(statistics.median(spent[str(times)]), 2),
            "p95_ms": round(p95(spent[str(times)]), 2),
            "p50_ratio": round(median_ratio(spent[str(times)], spent["1"]), 3),
            "p95_ratio": round(p95(spent[str(times)]) / p95(spent["1"]), 3),
        }
        for times, own in assistants.items()
    ]


def grown(generation: Generation, times: int) -> Generation:
    """The generation with `times` as many passages, articles and rules; the same one for 1."""
    if times == 1:
        return generation
    known = {field.name: getattr(generation, field.name) for field in fields(generation)}
    return Grown(**known, real=generation, times=times)


class _Shelf:
    """A library of one generation."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation

    def current(self) -> Generation:
        return self._generation

    def current_id(self) -> str:
        return self._generation.id


@dataclass(frozen=True)
class Grown(Generation):
    """A generation among distractors."""

    real: Generation | None = None
    times: int = 1

    @cached_property
    def _searched(self) -> list[int]:
        return [row for row, passage in enumerate(self._base.passages) if passage.kind in SEARCHED]

    @property
    def _base(self) -> Generation:
        assert self.real is not None
        return self.real

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        own = self._base.passages
        copies = (_copy(own[row], number) for number in range(1, self.times) for row in self._searched)
        return (*own, *copies)

    @cached_property
    def vectors(self) -> Any:
        own, rows = self._base.vectors, np.array(self._searched)
        random = np.random.default_rng(SEED)
        found = np.empty((len(self.passages), own.shape[1]), dtype=np.float32)
        found[: len(own)] = own
        for number in range(1, self.times):
            noise = random.standard_normal((len(rows), own.shape[1]), dtype=np.float32) * np.float32(
                NOISE / own.shape[1] ** 0.5
            )
            mixed = own[rows] + own[random.permutation(rows)] + noise
            start = len(own) + (number - 1) * len(rows)
            found[start : start + len(rows)] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        return found

    @cached_property
    def lexical(self) -> LexicalIndex:
        own = self._base
        words = [own.lexical.lemmas.of(passage.text, passage.language) or ["∅"] for passage in own.passages]
        vocabulary: dict[str, int] = {}
        numbered = [np.array([vocabulary.setdefault(word, len(vocabulary)) for word in text], dtype=np.int32) for text in words]
        random = np.random.default_rng(SEED + 1)
        texts = list(numbered)
        for _ in range(1, self.times):
            for row, other in zip(self._searched, random.permutation(self._searched), strict=True):
                half = len(numbered[row]) // 2 + 1
                texts.append(np.concatenate([numbered[row][:half], numbered[other][half:]]))
        bm25 = bm25s.BM25()
        bm25.index((texts, vocabulary), show_progress=False)
        return LexicalIndex(bm25, own.lexical.lemmas, len(texts))

    @cached_property
    def article_head(self) -> LinearHead:
        head = self._base.article_head
        labels = [*head.labels, *(_name(label, n) for n in range(1, self.times) for label in head.labels)]
        random = np.random.default_rng(SEED + 2)
        rows = random.permuted(np.tile(head.weights, (self.times - 1, 1)), axis=0)
        weights = np.concatenate([head.weights, rows]).astype(np.float32)
        return replace(head, labels=tuple(labels), weights=weights, bias=np.tile(head.bias, self.times))

    @cached_property
    def content(self) -> Content:
        own = self._base.content
        known = {field.name: getattr(own, field.name) for field in fields(own)}
        return GrownContent(**known)


@dataclass(frozen=True)
class GrownContent(Content):
    """The real content; an article is found under its copies' names too."""

    def article(self, article_id: str, language: str) -> Article | None:
        return super().article(article_id.partition(COPY)[0], language)


def _copy(passage: Passage, number: int) -> Passage:
    return replace(passage, id=_name(passage.id, number), article=passage.article and _name(passage.article, number))


def _name(name: str, number: int) -> str:
    return f"{name}{COPY}{number}"
