"""Which of the contenders finds the right instrument and article, on the same content and questions in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

from bot.answering.assistant import Assistant
from bot.evaluation.golden import GoldenQuestion
from bot.evaluation.matching import Shelf
from bot.evaluation.ranking import Ranks, mean_reciprocal_rank, ranks, recall_at
from knowledge.embedding import FingerprintedEmbeddings
from tests.bench.asking import TODAY, golden
from tests.bench.contenders import Contender, bm25_alone, dense_alone, minilm_folder, ours, tutorial

#: Groups of questions that are shown apart.
GROUPS = {"all": None, "en": ("en",), "ru": ("ru",), "other": ("uk", "be", "fi", "lt", "ru-latn", "mixed")}


def measure(assistant: Assistant, embeddings: FingerprintedEmbeddings, *, quick: bool) -> list[dict[str, Any]]:
    """One row a contender and group of questions: recall@1, @5, @10 and reciprocal rank of instrument and article."""
    questions = [question for question in golden(most=60 if quick else None) if question.gold.must_cite]
    shelf = Shelf(assistant.engine.content)
    return [row for name, rank in _contenders(assistant, embeddings) for row in _rows(name, rank, questions, shelf)]


def _contenders(assistant: Assistant, embeddings: FingerprintedEmbeddings) -> Iterator[tuple[str, Contender]]:
    yield "ours", ours(assistant)
    yield "dense alone", dense_alone(assistant, embeddings)
    yield "BM25 alone", bm25_alone(assistant)
    if model := minilm_folder():
        yield "tutorial", tutorial(assistant.engine.content, model)


def _rows(name: str, rank: Contender, questions: list[GoldenQuestion], shelf: Shelf) -> Iterator[dict[str, Any]]:
    found: list[Ranks] = []
    times: list[float] = []
    for question in questions:
        asked = question.asked(TODAY)
        started = time.perf_counter()
        rules = rank(asked)
        times.append((time.perf_counter() - started) * 1000)
        found.append(ranks([[rule] for rule in rules], question.gold.must_cite, shelf))
    for group, languages in GROUPS.items():
        chosen = [
            place for place, question in zip(found, questions, strict=True) if languages is None or question.lang in languages
        ]
        row: dict[str, Any] = {"contender": name, "group": group, "questions": len(chosen)}
        for wanted in ("instrument", "article"):
            places = [getattr(place, wanted) for place in chosen]
            row |= {f"{wanted}_at_{depth}": round(recall_at(places, depth), 4) for depth in (1, 5, 10)}
            row[f"{wanted}_mrr"] = round(mean_reciprocal_rank(places), 4)
        yield row | {"ms": round(statistics.median(times), 2)}
