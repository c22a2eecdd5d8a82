from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.lemmas import Lemmas
from knowledge.lexical import LexicalIndex
from knowledge.passage import Passage

LEMMAS = Lemmas({"en": {"transfers": "transfer", "transferred": "transfer"}, "ru": {"повестку": "повестка"}})
TEXTS = [
    ("en", "The transfer takes place within 6 months"),
    ("en", "An appeal stops the clock"),
    ("ru", "Пришла повестка"),
    ("ru", "…"),
]
PASSAGES = [Passage(f"p{i}", "rule", language, text, None, None, (), ()) for i, (language, text) in enumerate(TEXTS)]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(PASSAGES, LEMMAS)


def best(index: LexicalIndex, text: str, *languages: str) -> int | None:
    scores = index.scores(text, languages)
    return int(np.argmax(scores)) if scores.any() else None


def test_a_passage_is_found_by_another_form_of_its_word(index: LexicalIndex) -> None:
    assert best(index, "they transferred me", "en") == 0
    assert best(index, "получил повестку", "ru") == 2


def test_further_lemmas_count_beside_the_words(index: LexicalIndex) -> None:
    both = index.scores("appeal повестку", ["en", "ru"])
    np.testing.assert_array_equal(index.scores("appeal", ["en"], ["повестка"]), both)
    np.testing.assert_array_equal(index.scores("appeal", ["en"], ["appeal", "nothing"]), index.scores("appeal", ["en"]))


def test_numbers_are_words(index: LexicalIndex) -> None:
    assert best(index, "6", "ru") == 0


def test_every_passage_has_a_score_and_only_sharing_ones_a_positive_one(index: LexicalIndex) -> None:
    scores = index.scores("appeal", ["en"])
    assert scores.shape == (len(PASSAGES),)
    assert np.flatnonzero(scores).tolist() == [1]


@pytest.mark.parametrize("text", ["", "🙂", "xyzzy", "…"])
def test_nothing_in_common_scores_nothing(index: LexicalIndex, text: str) -> None:
    assert not index.scores(text, ["en", "ru"]).any()


def test_a_text_may_be_read_in_two_languages(index: LexicalIndex) -> None:
    assert best(index, "повестку transfers", "en", "ru") in (0, 2)
    scores = index.scores("повестку transfers", ["en", "ru"])
    assert np.flatnonzero(scores).tolist() == [0, 2]


def test_a_repeated_word_counts_once(index: LexicalIndex) -> None:
    np.testing.assert_array_equal(index.scores("appeal appeal appeal", ["en"]), index.scores("appeal", ["en"]))


def test_an_index_survives_its_folder(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical", len(PASSAGES))
    for text in ("transfers of appeal", "повестку", "nothing"):
        np.testing.assert_allclose(loaded.scores(text, ["en", "ru"]), index.scores(text, ["en", "ru"]))
