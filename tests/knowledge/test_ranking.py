from __future__ import annotations

import numpy as np
import pytest

from knowledge.heads import LinearHead
from knowledge.passage import Passage
from knowledge.ranking import DRAWING, ArticleRanking, Weights, standard

ARTICLES = ("alone", "best", "friend", "stranger")


class Shared:
    """A citation graph in which "best" and "friend" rest on the same rules."""

    def neighbours(self, article: str) -> list[str]:
        return {"best": ["friend", "gone"], "friend": ["best"]}.get(article, [])

    def nearness(self, one: str, other: str) -> float:
        return 0.6


def ranking(weights: Weights) -> ArticleRanking:
    passages = [
        Passage(id=name, text=name, language="en", kind="question", article=name, section=None, rules=(), countries=())
        for name in ARTICLES
    ]
    silent = np.zeros((len(ARTICLES), 2), dtype=np.float32)
    head = LinearHead(ARTICLES, silent, np.zeros(len(ARTICLES), dtype=np.float32), np.zeros(2, dtype=np.float32))
    return ArticleRanking(passages, head, weights, Shared())


def evidence(weights: Weights, country: tuple[float, ...] = (0, 0, 0, 0)) -> dict[str, dict[str, float]]:
    cosine = np.array([0.80, 0.90, 0.85, 0.85], dtype=np.float32)
    zero = np.zeros(4, dtype=np.float32)
    found = ranking(weights).evidence(cosine, zero, np.array(country, dtype=np.float32), np.zeros(2, dtype=np.float32))
    return {
        name: {"own": float(found.dense[n]), "graph": float(found.graph[n]), "total": float(found.total[n])}
        for n, name in enumerate(ARTICLES)
    }


def test_a_good_article_draws_up_those_that_rest_on_its_rules() -> None:
    found = evidence(Weights(graph=2.0))
    assert found["friend"]["own"] == pytest.approx(found["stranger"]["own"])
    assert found["friend"]["graph"] == pytest.approx(0.6 * found["best"]["own"] / DRAWING)
    assert found["friend"]["total"] == pytest.approx(found["friend"]["own"] + 2.0 * found["friend"]["graph"])
    assert found["stranger"]["graph"] == found["alone"]["graph"] == 0.0
    assert evidence(Weights(graph=0.0))["friend"]["total"] == pytest.approx(found["friend"]["own"])


def test_articles_below_the_mean_draw_nobody_down() -> None:
    assert min(each["graph"] for each in evidence(Weights()).values()) >= 0.0


def test_what_the_graph_lends_does_not_depend_on_the_country() -> None:
    here, elsewhere = evidence(Weights()), evidence(Weights(other_country=1.0), (0, -1, 0, 0))
    assert here["friend"]["graph"] == pytest.approx(elsewhere["friend"]["graph"])
    assert here["best"]["total"] == pytest.approx(elsewhere["best"]["total"] + 1.0)


def test_standard_scores_of_equal_values_are_nothing() -> None:
    assert standard(np.full(3, 0.5)).tolist() == [0.0, 0.0, 0.0]
