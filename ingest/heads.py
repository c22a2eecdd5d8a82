"""Fit the classifiers of a generation: which article a question asks for, whether Otkaz covers it, and triage."""

from __future__ import annotations

import numpy as np

from ingest.coverage import fit_coverage
from knowledge.embedding import FingerprintedEmbeddings
from knowledge.heads import Array, fit_head
from knowledge.index import ARTICLE_HEAD, COVERAGE, TRIAGE_HEAD, Generation

OUTSIDE, TRIAGE, CALM = "outside", "triage", "calm"
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
    examples = [i for i, passage in enumerate(passages) if passage.kind == TRIAGE]
    sample = asked[:: max(1, len(asked) // SHIFT_SAMPLE)]
    as_questions = np.asarray([embeddings.embed_query(passages[i].text) for i in sample], dtype=np.float32)
    shift: Array = as_questions.mean(axis=0) - vectors[sample].mean(axis=0)
    articles = fit_head(vectors[to_article], [str(passages[i].article) for i in to_article])
    articles.shifted(shift).save(generation.folder / ARTICLE_HEAD)
    if outside:
        offset = _nearness(vectors[sample], vectors) - _nearness(as_questions, vectors)
        fit_coverage(passages, vectors, shift, offset).save(generation.folder / COVERAGE)
    if examples:
        # Ways of asking and questions from outside are calm ones: without them far too much looks dangerous.
        labels = [str(passages[i].section) for i in examples] + [CALM] * (len(asked) + len(outside))
        triage = fit_head(vectors[examples + asked + outside], labels, strength=10.0, balanced=True)
        triage.shifted(shift).save(generation.folder / TRIAGE_HEAD)


def _nearness(some: Array, vectors: Array) -> float:
    """Mean cosine of `some` to their nearest neighbours."""
    cosine = some @ vectors.T
    return float(np.sort(cosine, axis=1)[:, -NEIGHBOURS:].mean())
