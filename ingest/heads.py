"""Fit the classifiers of a generation: which article a question asks for, and whether Otkaz covers it,
and whether it is an emergency or beyond a boundary."""

from __future__ import annotations

import numpy as np

from knowledge.embedding import FingerprintedEmbeddings
from knowledge.heads import Array, LinearHead, fit_head
from knowledge.index import ARTICLE_HEAD, SCOPE_HEAD, TRIAGE_HEAD, Generation

INSIDE, OUTSIDE, TRIAGE, CALM = "inside", "outside", "triage", "calm"
#: Questions are embedded with another prefix than passages; this many show how far that moves the vectors.
SHIFT_SAMPLE = 128


def fit_heads(generation: Generation, embeddings: FingerprintedEmbeddings) -> None:
    """Fit and save the heads from the generation's own passages. Deterministic."""
    passages, vectors = generation.passages, generation.vectors
    to_article = [i for i, passage in enumerate(passages) if passage.article]
    asked = [i for i in to_article if passages[i].kind == "question"]
    outside = [i for i, passage in enumerate(passages) if passage.kind == OUTSIDE]
    sample = asked[:: max(1, len(asked) // SHIFT_SAMPLE)]
    as_questions = np.asarray([embeddings.embed_query(passages[i].text) for i in sample], dtype=np.float32)
    shift = as_questions.mean(axis=0) - vectors[sample].mean(axis=0)
    articles = fit_head(vectors[to_article], [str(passages[i].article) for i in to_article])
    _shifted(articles, shift).save(generation.folder / ARTICLE_HEAD)
    if outside:
        labels = [INSIDE] * len(asked) + [OUTSIDE] * len(outside)
        scope = fit_head(vectors[asked + outside], labels, strength=30.0, balanced=True)
        _shifted(scope, shift).save(generation.folder / SCOPE_HEAD)
    examples = [i for i, passage in enumerate(passages) if passage.kind == TRIAGE]
    if examples:
        # Ways of asking and questions from outside are calm ones: without them far too much looks dangerous.
        labels = [str(passages[i].section) for i in examples] + [CALM] * (len(asked) + len(outside))
        triage = fit_head(vectors[examples + asked + outside], labels, strength=10.0, balanced=True)
        _shifted(triage, shift).save(generation.folder / TRIAGE_HEAD)


def _shifted(head: LinearHead, shift: Array) -> LinearHead:
    return LinearHead(head.labels, head.weights, head.bias, head.mean + shift)
