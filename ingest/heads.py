"""Fit the classifiers of a generation: which article a question asks for, and whether Otkaz covers it."""

from __future__ import annotations

import numpy as np

from ingest.coverage import fit_coverage
from knowledge.embedding import FingerprintedEmbeddings
from knowledge.heads import Array, fit_head
from knowledge.index import ARTICLE_HEAD, COVERAGE, Generation

OUTSIDE = "outside"
#: Questions are embedded with another prefix than passages; this many show how far that moves the vectors.
SHIFT_SAMPLE = 128
#: How many nearest passages are compared to measure how much lower a question's cosines are.
NEIGHBOURS = 50


def fit_heads(generation: Generation, embeddings: FingerprintedEmbeddings) -> None:
    """Fit and save every classifier from the generation's own passages. Deterministic."""
    passages, vectors = generation.passages, generation.vectors
    to_article = [i for i, passage in enumerate(passages) if passage.article]
    asked = [i for i in to_article if passages[i].kind == "question"]
    outside = [i for i, passage in enumerate(passages) if passage.kind == OUTSIDE]
    sample = asked[:: max(1, len(asked) // SHIFT_SAMPLE)]
    as_questions = np.asarray([embeddings.embed_query(passages[i].text) for i in sample], dtype=np.float32)
    shift: Array = as_questions.mean(axis=0) - vectors[sample].mean(axis=0)
    articles = fit_head(vectors[to_article], [str(passages[i].article) for i in to_article])
    articles.shifted(shift).save(generation.folder / ARTICLE_HEAD)
    if outside:
        offset = _nearness(vectors[sample], vectors) - _nearness(as_questions, vectors)
        fit_coverage(passages, vectors, shift, offset).save(generation.folder / COVERAGE)


def _nearness(some: Array, vectors: Array) -> float:
    """Mean cosine of `some` to their nearest neighbours."""
    cosine = some @ vectors.T
    return float(np.sort(cosine, axis=1)[:, -NEIGHBOURS:].mean())
