"""Is a question covered? Known ways of asking are, examples from outside are not, and without a model nothing is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from knowledge.coverage import Coverage, Rows
from knowledge.heads import LinearHead
from knowledge.index import COVERAGE, Library
from knowledge.search import Searcher
from knowledge.timeline import Situation

TODAY = date(2026, 11, 22)


def _model() -> Coverage:
    axis = np.array([[1.0, 0.0], [-1.0, 0.0]], dtype=np.float32)
    nothing = np.zeros(2, dtype=np.float32)
    return Coverage(
        head=LinearHead(("inside", "outside"), axis, nothing, nothing),
        mean=np.zeros(4, dtype=np.float32),
        scale=np.ones(4, dtype=np.float32),
        weights=np.array([1.0, 1.0, 0.0, -1.0], dtype=np.float32),
        bias=0.0,
        offset=0.1,
    )


ROWS = Rows(article=np.array([0]), rule=np.array([1]), outside=np.array([2]))


def test_probability_rises_with_the_head_and_with_near_articles_and_falls_with_near_outsiders() -> None:
    model, vector = _model(), np.array([0.1, 0.0], dtype=np.float32)
    middle = model.probability(vector, np.array([0.5, 0.5, 0.5], dtype=np.float32), ROWS)
    assert model.probability(vector * 2, np.array([0.5, 0.5, 0.5], dtype=np.float32), ROWS) > middle
    assert model.probability(vector, np.array([0.9, 0.5, 0.5], dtype=np.float32), ROWS) > middle
    assert model.probability(vector, np.array([0.5, 0.5, 0.9], dtype=np.float32), ROWS) < middle


def test_saved_and_loaded_it_judges_the_same(tmp_path: Path) -> None:
    model, vector = _model(), np.array([0.3, 0.2], dtype=np.float32)
    cosine = np.array([0.7, 0.2, 0.4], dtype=np.float32)
    model.save(tmp_path / "coverage.npz")
    assert Coverage.load(tmp_path / "coverage.npz").probability(vector, cosine, ROWS) == model.probability(vector, cosine, ROWS)


def test_the_full_content_separates_its_field_from_everything_else(assistant) -> None:  # type: ignore[no-untyped-def]
    searcher: Searcher = assistant.engine.searcher

    def inside(text: str) -> float:
        return searcher.search(text, Situation(), TODAY).inside

    covered = ["Can Finland send me back to Lithuania?", "повестка пришла, что делать", "как подать в ЕСПЧ"]
    outside = ["best pasta recipe with tomatoes", "какой телефон купить до 300 евро", "how do I file my US tax return"]
    assert min(map(inside, covered)) > max(map(inside, outside))


def test_without_a_model_nothing_is_covered(tiny_home: Path, tiny_assistant, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    generation = Library(tiny_home).current()
    assert (generation.folder / COVERAGE).is_file()
    generation.__dict__["coverage"] = None
    searcher = Searcher(generation, tiny_assistant._embeddings)
    assert searcher.search("Can I be sent back under Dublin?", Situation(), TODAY).inside == 0.0
