"""Where the right instrument and article stand in what was retrieved."""

from __future__ import annotations

import pytest

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from bot.evaluation.matching import Shelf
from bot.evaluation.measure import found_for
from bot.evaluation.ranking import Ranks, mean_reciprocal_rank, ranked_pages, ranked_rules, ranks, recall_at
from tests.making import TODAY

LIMIT = "time limit for my dublin transfer"


def test_recall_and_reciprocal_rank_are_those_of_their_definitions() -> None:
    places = [1, 2, None, 4]
    assert [recall_at(places, depth) for depth in (1, 2, 3, 4)] == [0.25, 0.5, 0.5, 0.75]
    assert mean_reciprocal_rank(places) == pytest.approx((1 + 1 / 2 + 0 + 1 / 4) / 4)
    assert recall_at([], 5) == mean_reciprocal_rank([]) == 0.0


def test_rules_are_ranked_as_they_are_led_to(tiny_assistant: Assistant) -> None:
    content = tiny_assistant.engine.content
    found = found_for(tiny_assistant, Question(LIMIT, TODAY))
    rules = ranked_rules(found, content)
    assert len(rules) == len(set(rules)) > 1
    best = content.article(found.articles[0].id, "en")
    assert best is not None
    assert rules[0] == best.short.sentences[0].citations[0]
    pages = ranked_pages(found, content)
    assert len(pages) == len(found.articles)
    assert rules[0] in pages[0]


def test_the_first_right_hit_gives_the_rank(tiny_assistant: Assistant) -> None:
    content = tiny_assistant.engine.content
    shelf = Shelf(content)
    rules = sorted(content.rules)
    cited = [shelf.citation(rule) for rule in rules]
    wanted = cited[-1]
    first = next(place for place, other in enumerate(cited, start=1) if other.source.title == wanted.source.title)
    hits = [[rule] for rule in rules]
    assert ranks(hits, [(wanted.source.title, None)], shelf) == Ranks(first, first)
    assert ranks(hits, [(wanted.source.title, "Art. 9999")], shelf) == Ranks(first, None)
    assert ranks(hits, [("Unheard-of Convention", None)], shelf) == Ranks()
    assert ranks([], [(wanted.source.title, None)], shelf) == Ranks()


def test_a_hit_may_lead_to_several_rules(tiny_assistant: Assistant) -> None:
    shelf = Shelf(tiny_assistant.engine.content)
    rules = sorted(tiny_assistant.engine.content.rules)
    title = shelf.citation(rules[-1]).source.title
    assert ranks([rules], [(title, None)], shelf) == Ranks(1, 1)
