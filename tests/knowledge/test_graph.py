from __future__ import annotations

import pytest

from knowledge.content import Content
from knowledge.graph import ALIKE, NEIGHBOURS, CitationGraph


@pytest.fixture(scope="module")
def graph(full_content: Content) -> CitationGraph:
    return CitationGraph(full_content)


def test_articles_on_the_same_rules_are_neighbours(graph: CitationGraph, full_content: Content) -> None:
    near = graph.neighbours("transfer-time-limits")
    assert near
    assert "transfer-time-limits" not in near
    values = [graph.nearness("transfer-time-limits", other) for other in near]
    assert values == sorted(values, reverse=True)
    assert min(values) >= NEIGHBOURS
    own = set(full_content.articles["en", "transfer-time-limits"].rules)
    for other in near:
        assert own & set(full_content.articles["en", other].rules)


def test_nearness_is_symmetric_and_whole_with_oneself(graph: CitationGraph) -> None:
    assert graph.nearness("summons", "summons") == pytest.approx(1.0)
    assert graph.nearness("summons", "summons-fine") == pytest.approx(graph.nearness("summons-fine", "summons"))
    assert 0 < graph.nearness("summons", "summons-fine") < 1


def test_what_no_article_is_has_no_neighbours(graph: CitationGraph) -> None:
    assert graph.neighbours("nothing") == ()
    assert graph.nearness("nothing", "summons") == 0.0


def test_suggestions_are_new_and_differ_from_each_other(graph: CitationGraph) -> None:
    alike = ("un-hrc-complaint", "un-committees")
    assert graph.nearness(*alike) >= ALIKE
    given = list(graph.diverse(["summons", *alike, "summons", "travel-ban"], ["travel-ban"]))
    assert given == ["summons", "un-hrc-complaint"]
    assert list(graph.diverse([alike[1]], [alike[0]])) == []


def test_blocks_of_the_guards_are_no_neighbours(graph: CitationGraph, full_content: Content) -> None:
    guards = {article.id for article in full_content.articles.values() if article.topic == "triage"}
    assert guards
    assert not any(guards & set(graph.neighbours(article.id)) for article in full_content.articles.values())


def test_an_article_without_rules_shared_stands_alone(tiny_content: Content) -> None:
    assert CitationGraph(tiny_content).neighbours("undesirable-publishers") == ()


def test_an_article_is_carried_by_its_rules(graph: CitationGraph, full_content: Content) -> None:
    assert set(graph.carrying("summons")) == set(full_content.articles["en", "summons"].rules)
    assert not graph.carrying("nothing-like-it")
