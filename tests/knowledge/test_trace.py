from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.embedding import OnnxEmbeddings
from knowledge.index import Library
from knowledge.search import Searcher
from knowledge.timeline import Situation
from knowledge.trace import Candidate, SearchTrace, explained
from tests.making import NOTHING_KNOWN, TODAY

ONE = Candidate(1, "one", 5.0, 0.9, "p1", {"dense": 3.0, "head": 2.0}, "")
TWO = replace(ONE, rank=2, id="two", score=3.5, parts={"dense": 1.0, "head": 2.5})


@pytest.fixture(scope="module")
def searcher(tiny_home: Path, model: OnnxEmbeddings) -> Searcher:
    return Searcher(Library(tiny_home).current(), model)


def traced(searcher: Searcher, text: str, situation: Situation = NOTHING_KNOWN) -> SearchTrace:
    trace = searcher.search(text, situation, TODAY, explain=True).trace
    assert trace is not None
    return trace


def test_the_first_won_and_the_others_lost_by_what_they_lack() -> None:
    assert [candidate.why for candidate in explained([ONE, TWO])] == ["won by 1.50: dense +2.00", "lost by 1.50: dense +2.00"]
    assert explained([ONE])[0].why == "alone"
    assert explained([]) == ()


def test_nothing_is_traced_unless_asked_for(searcher: Searcher) -> None:
    assert searcher.search("time limit for the transfer", NOTHING_KNOWN, TODAY).trace is None


def test_every_article_is_a_candidate_whose_parts_sum_up_to_its_score(searcher: Searcher) -> None:
    trace = traced(searcher, "srok peredachi po dublinu", Situation("FI"))
    assert (trace.language, trace.answered_in, trace.transliterated) == ("ru", "ru", True)
    found = searcher.search("srok peredachi po dublinu", Situation("FI"), TODAY)
    assert [candidate.id for candidate in trace.articles] == [hit.id for hit in found.articles]
    assert [candidate.rank for candidate in trace.articles] == [1, 2, 3, 4]
    for candidate in (*trace.articles, *trace.rules):
        assert sum(candidate.parts.values()) == pytest.approx(candidate.score, abs=1e-3)
        assert candidate.why
    assert trace.inside == found.inside


def test_what_the_glossary_added_is_told(searcher: Searcher) -> None:
    assert traced(searcher, "депорт").added_terms


def test_a_story_names_its_questions_and_which_of_them_an_article_answers(searcher: Searcher) -> None:
    asked = ("How many weeks do I have to appeal the transfer?", "May I share a post of Radio Liberty?")
    trace = traced(searcher, " I am tired and alone with this. ".join(asked))
    assert trace.questions == asked
    best = {candidate.id: candidate.question for candidate in trace.articles}
    assert best["appeal-transfer"] == 1
    assert best["undesirable-publishers"] == 2


def test_a_trace_is_plain_values(searcher: Searcher) -> None:
    assert json.loads(json.dumps(traced(searcher, "appeal").as_dict()))["articles"][0]["rank"] == 1
