"""Fit the triage model of a generation from its examples, embedded as questions."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from knowledge.embedding import FingerprintedEmbeddings
from knowledge.index import TRIAGE, Generation
from knowledge.passage import Passage
from knowledge.triage import CALM, DOUBT, DOUBT_BESIDE_DANGER, URGENT, fit_triage, group

#: Examples embedded between two reports of progress.
STEP = 256


def fit_triage_of(
    generation: Generation,
    previous: Generation | None,
    embeddings: FingerprintedEmbeddings,
    progress: Callable[[str, int, int], None],
) -> None:
    """Fit and save the model; ways of asking and questions from outside count as calm.

    Vectors of texts that `previous` knows are taken over.
    """
    examples = [(passage, kind) for passage in generation.passages if (kind := _kind(passage))]
    if not any(passage.kind == "triage" for passage, _kind in examples):
        return
    known = _known(previous)
    vectors = []
    for done, (passage, _) in enumerate(examples):
        if done % STEP == 0:
            progress("triage", done, len(examples))
        vector = known.get(passage.text)
        vectors.append(embeddings.embed_query(passage.text) if vector is None else vector)
    progress("triage", len(examples), len(examples))
    ids, kinds = [passage.id for passage, _ in examples], [kind for _, kind in examples]
    beside = _beside_danger(generation)
    doubts = [_doubt(passage, beside) for passage, _ in examples]
    fit_triage(ids, kinds, np.asarray(vectors, dtype=np.float32), doubts).save(generation.folder / TRIAGE)


def _beside_danger(generation: Generation) -> frozenset[str]:
    """The articles that an emergency's leads on to."""
    urgent = (article for article in generation.content.articles.values() if group(article.id) == URGENT)
    return frozenset(other for article in urgent for other in article.meta.related)


def _doubt(passage: Passage, beside_danger: frozenset[str]) -> float:
    """How probably urgent an example must be not to be taken for calm."""
    if passage.kind != "question":
        return math.inf
    return DOUBT_BESIDE_DANGER if passage.article in beside_danger else DOUBT


def _kind(passage: Passage) -> str | None:
    if passage.kind == "triage":
        return passage.section
    return CALM if passage.kind in ("question", "outside") else None


def _known(previous: Generation | None) -> dict[str, list[float]]:
    model = previous.triage if previous else None
    if previous is None or model is None:
        return {}
    texts = {passage.id: passage.text for passage in previous.passages}
    return {texts[key]: vector for key, vector in zip(model.ids, model.vectors.tolist(), strict=True)}
