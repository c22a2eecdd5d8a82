from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.answering.assistant import Assistant
from knowledge.countryfit import OF_HOME, OF_OTHER_HOME
from knowledge.embedding import OnnxEmbeddings
from knowledge.index import Library
from knowledge.passage import SEARCHED
from knowledge.search import Found, Searcher
from knowledge.timeline import Situation
from tests.making import NOTHING_KNOWN, TODAY

OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture(scope="module")
def searcher(tiny_home: Path, model: OnnxEmbeddings) -> Searcher:
    return Searcher(Library(tiny_home).current(), model)


def find(searcher: Searcher, text: str, situation: Situation = NOTHING_KNOWN, today: date = TODAY, **more: int) -> Found:
    return searcher.search(text, situation, today, **more)


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("How much time do they have for my transfer?", "transfer-time-limits"),
        ("Сколько у них времени, чтобы меня передать?", "transfer-time-limits"),
        ("Скільки часу вони мають на мою передачу?", "transfer-time-limits"),
        ("srok peredachi po dublinu", "transfer-time-limits"),
        ("I want to appeal the decision", "appeal-transfer"),
        ("хочу обжаловать решение", "appeal-transfer"),
        ("Haluan valittaa siirtopäätöksestä", "appeal-transfer"),
        ("may I share a post of Radio Liberty", "undesirable-publishers"),
        ("он спрыгнул с поезда в Литве", "train-leap-case"),
    ],
)
def test_the_right_article_comes_first_in_any_language(searcher: Searcher, text: str, article: str) -> None:
    assert find(searcher, text).articles[0].id == article


def test_the_glossary_widens_the_words_of_a_question(searcher: Searcher) -> None:
    """ "Депорт" stands in no passage; its standard term does."""
    assert not any("депорт" in passage.text.lower() for passage in searcher.generation.passages)
    lexical = {hit.id: hit.lexical for hit in find(searcher, "депорт").articles}
    assert lexical["transfer-time-limits"] > 0
    assert lexical["undesirable-publishers"] == 0


def test_every_article_is_ranked_once_best_first(searcher: Searcher) -> None:
    found = find(searcher, "how long may the transfer take")
    assert sorted(hit.id for hit in found.articles) == sorted(
        ["appeal-transfer", "train-leap-case", "transfer-time-limits", "undesirable-publishers"]
    )
    scores = [hit.score for hit in found.articles]
    assert scores == sorted(scores, reverse=True)
    assert len(find(searcher, "transfer", limit=2).articles) == 2


def test_sections_are_those_of_the_answer_s_language(searcher: Searcher) -> None:
    for text, language in (("how long may the transfer take", "en"), ("сколько длится передача", "ru")):
        sections = find(searcher, text).articles[0].sections
        assert {hit.passage.language for hit in sections} == {language}
        assert {hit.passage.section for hit in sections} == {"before", "from", "do-now"}


def test_the_section_that_bears_on_the_question_comes_first(searcher: Searcher) -> None:
    found = find(searcher, "18 months if I abscond")
    assert found.articles[0].sections[0].passage.section == "before"


@pytest.mark.parametrize(
    ("registered", "holding", "gone"),
    [
        (OLD, "old-transfer-limit", "new-transfer-limit"),
        (NEW, "new-transfer-limit", "old-transfer-limit"),
    ],
)
def test_rules_of_the_other_law_are_filtered_out(searcher: Searcher, registered: date, holding: str, gone: str) -> None:
    situation = Situation(application_registered=registered)
    rules = [hit.passage.rules[0] for hit in find(searcher, "limit for the transfer if I abscond", situation).rules]
    assert holding in rules
    assert gone not in rules


def test_without_a_date_both_laws_stay(searcher: Searcher) -> None:
    rules = [hit.passage.rules[0] for hit in find(searcher, "limit for the transfer if I abscond").rules]
    assert {"old-transfer-limit", "new-transfer-limit"} <= set(rules)
    assert len(rules) == len(set(rules))


def test_a_rule_that_does_not_hold_yet_is_filtered_out(searcher: Searcher) -> None:
    rules = [hit.passage.rules[0] for hit in find(searcher, "new limit for the transfer", today=OLD).rules]
    assert "new-transfer-limit" not in rules


def test_what_is_about_another_destination_ranks_lower(assistant: Assistant) -> None:
    searcher = assistant.engine.searcher
    about = {article: searcher.generation.content.article(article, "en") for article in ("apply-in-lithuania", "summons")}
    assert [article.meta.countries for article in about.values() if article] == [("LT",), ("RU",)]

    def scores(country: str | None) -> dict[str, float]:
        found = searcher.search("where do I ask for asylum", Situation(country=country), TODAY, limit=10_000)
        return {hit.id: hit.score for hit in found.articles}

    anywhere, finland, lithuania = scores(None), scores("FI"), scores("LT")
    penalty = searcher.weights.other_country
    assert finland["apply-in-lithuania"] == pytest.approx(anywhere["apply-in-lithuania"] - penalty, abs=1e-4)
    assert lithuania["apply-in-lithuania"] == pytest.approx(anywhere["apply-in-lithuania"], abs=1e-4)
    # Where people come from matters to them wherever they are.
    assert finland["summons"] == pytest.approx(anywhere["summons"], abs=1e-4)


def test_who_writes_belarusian_is_first_told_of_belarus(assistant: Assistant) -> None:
    searcher = assistant.engine.searcher
    penalty = searcher.weights.other_country

    def scores(text: str, named: tuple[str, ...] = ()) -> dict[str, float]:
        return {hit.id: hit.score for hit in searcher.search(text, NOTHING_KNOWN, TODAY, limit=10_000, named=named).articles}

    own, asked = scores("Мне прыйшла позва, што рабіць?"), scores("Мне прыйшла позва, што рабіць?", ("RU",))
    assert own["summons"] == pytest.approx(asked["summons"] + OF_OTHER_HOME * penalty, abs=1e-4)
    assert own["belarus-evasion"] == pytest.approx(asked["belarus-evasion"] + OF_HOME * penalty, abs=1e-4)
    assert own["apply-in-lithuania"] == pytest.approx(asked["apply-in-lithuania"], abs=1e-4)
    # Not mixed up with a person who is in Belarus, kept or not.
    searcher.search("повестка", Situation(country="BY"), TODAY)
    assert scores("Мне прыйшла позва, што рабіць?") == own
    # Russian tells nothing: people from both countries write it.
    assert scores("Мне пришла повестка")["summons"] == pytest.approx(
        scores("Мне пришла повестка", ("RU",))["summons"], abs=1e-4
    )


@pytest.mark.parametrize("text", ["how do I bake a chocolate cake", "какая завтра погода", "who won the match"])
def test_what_is_not_covered_is_outside(searcher: Searcher, text: str) -> None:
    assert find(searcher, text).inside < 0.5


@pytest.mark.parametrize("text", ["time limit for the transfer", "обжаловать решение о передаче", "repost of radio liberty"])
def test_what_is_covered_is_inside(searcher: Searcher, text: str) -> None:
    assert find(searcher, text).inside > 0.5


def test_examples_are_never_found(searcher: Searcher) -> None:
    found = find(searcher, "how do I bake a chocolate cake")
    assert all(hit.passage.kind in SEARCHED for hit in found.rules)
    assert all(hit.best.passage.kind in SEARCHED for hit in found.articles)


def test_excluded_passages_give_no_evidence(searcher: Searcher) -> None:
    text = "how long can they wait before the transfer"
    passages = searcher.generation.passages
    row = next(i for i, passage in enumerate(passages) if passage.text == text)
    assert find(searcher, text).articles[0].best.passage == passages[row]
    without = searcher.search(text, Situation(), TODAY, exclude=[row])
    assert all(hit.best.passage != passages[row] for hit in without.articles)


@pytest.mark.parametrize("text", ["", "🙂", "12345", "xyzzy " * 500, "\x00"])
def test_any_text_can_be_searched(searcher: Searcher, text: str) -> None:
    found = find(searcher, text)
    assert len(found.articles) == 4
    assert np.isfinite([hit.score for hit in found.articles]).all()
    assert 0.0 <= found.inside <= 1.0


def test_without_a_coverage_model_nothing_counts_as_covered(tiny_home: Path, model: OnnxEmbeddings) -> None:
    generation = Library(tiny_home).current()
    generation.__dict__["coverage"] = None
    assert find(Searcher(generation, model), "time limit for the transfer").inside == 0.0
