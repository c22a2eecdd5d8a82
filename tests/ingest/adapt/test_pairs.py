"""Training pairs: articles held out stay out, and hard negatives share a batch."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.adapt.pairs import Pair, batches, held_out, neighbours, training_pairs
from knowledge.content import Content
from knowledge.passage import Passage, passages


@pytest.fixture(scope="module")
def found(full_content: Content) -> list[Passage]:
    return passages(full_content)


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_a_fifth_of_the_articles_or_so_is_held_out(full_content: Content) -> None:
    ids = sorted({article for _language, article in full_content.articles})
    assert 0.12 < sum(map(held_out, ids)) / len(ids) < 0.28


def test_every_way_of_asking_of_a_training_article_has_one_pair_of_its_article(found: list[Passage]) -> None:
    pairs = training_pairs(found, rng())
    asked = [p.text for p in found if p.kind == "question" and not held_out(str(p.article))]
    assert sorted(pair.asked for pair in pairs) == sorted(asked)
    texts = {(p.article, p.text) for p in found if p.article}
    assert all((pair.article, pair.belongs) in texts and pair.belongs != pair.asked for pair in pairs)
    assert not any(held_out(pair.article) for pair in pairs)


def test_the_same_seed_gives_the_same_pairs(found: list[Passage]) -> None:
    assert training_pairs(found, rng()) == training_pairs(found, rng())


def test_batches_hold_distinct_articles_with_the_nearest_and_no_pair_twice() -> None:
    names = [f"article-{i:02}" for i in range(20)]
    near = {name: [*names[i + 1 :], *reversed(names[:i])] for i, name in enumerate(names)}
    pairs = [Pair(name, f"{name} asked {n}", "text") for name in names for n in range(3)]
    found = list(batches(pairs, near, 8, rng()))
    used = [pair for batch in found for pair in batch]
    assert len(used) == len(set(used)) > 50
    for batch in found:
        articles = [pair.article for pair in batch]
        assert len(set(articles)) == len(articles) <= 8
    first = [pair.article for pair in found[0]]
    assert set(near[first[0]][:4]) < set(first), "hard negatives"


def test_articles_are_neighbours_by_their_vectors() -> None:
    def passage(article: str, number: int) -> Passage:
        return Passage(f"{article}/{number}", "question", "en", article, article, None, (), ())

    found = [passage(article, number) for article in ("a", "b", "c") for number in range(2)]
    vectors = np.array([[1, 0], [1, 0.1], [0.9, 0.3], [0.9, 0.2], [0, 1], [0.1, 1]], dtype=np.float32)
    assert neighbours(found, vectors) == {"a": ["b", "c"], "b": ["a", "c"], "c": ["b", "a"]}
