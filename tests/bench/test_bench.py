"""The benchmark's parts measure what they say; on the tiny content, and without a look at the clock's figures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from knowledge.embedding import OnnxEmbeddings
from knowledge.index import Library
from tests.bench import page, plot, xquad
from tests.bench.asking import TODAY, golden
from tests.bench.contenders import DEPTH, Contender, bm25_alone, dense_alone, ours
from tests.bench.growth import grown
from tests.bench.spying import spying

LIMIT = "time limit for my dublin transfer"


class Letters:
    """A model that knows ten paragraphs by their first letter."""

    fingerprint = "letters"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float(text.startswith(letter)) for letter in "abcdefghij"]


def test_the_golden_questions_come_in_a_fixed_order() -> None:
    assert [question.id for question in golden(most=5)] == [question.id for question in golden()][:5]
    assert {question.kind for question in golden()} == {"answerable"}


def test_xquad_is_whole_and_aligned() -> None:
    data = xquad.load()
    for texts in (data.paragraphs, data.questions):
        assert set(texts) == {"en", "ru"}
        assert len(texts["en"]) == len(texts["ru"])
    assert (len(data.paragraphs["en"]), len(data.of)) == (240, 1190)
    part = data.part(6)
    assert len(part.paragraphs["ru"]) == 40
    row = len(part.of) // 2
    assert part.questions["ru"][row] in data.questions["ru"]
    whole = data.questions["ru"].index(part.questions["ru"][row])
    assert data.paragraphs["ru"][data.of[whole]] == part.paragraphs["ru"][part.of[row]]


def test_xquad_counts_the_places_of_the_right_paragraphs() -> None:
    paragraphs = {language: ["a …", "b …"] for language in ("en", "ru")}
    data = xquad.XQuad(paragraphs, {"en": ["a?", "b?"], "ru": ["a?", "a?"]}, [0, 1])
    rows = {row["direction"]: row for row in xquad.of_embeddings("letters", Letters(), data)}
    assert (rows["en→en"]["r_at_1"], rows["en→en"]["mrr"]) == (1.0, 1.0)
    assert (rows["ru→en"]["r_at_1"], rows["ru→en"]["mrr"]) == (0.5, 0.75)  # the second question finds the wrong one first


def test_every_contender_ranks_rules(tiny_assistant: Assistant, model: OnnxEmbeddings) -> None:
    content = tiny_assistant.engine.content
    contenders: list[Contender] = [ours(tiny_assistant), dense_alone(tiny_assistant, model), bm25_alone(tiny_assistant)]
    for rank in contenders:
        rules = rank(Question(LIMIT, TODAY))
        assert 0 < len(rules) == len(set(rules)) <= DEPTH
        assert set(rules) <= set(content.rules)
    assert bm25_alone(tiny_assistant)(Question("xyzzy", TODAY)) == []


def test_grown_content_answers_among_its_distractors(tiny_home: Path, model: OnnxEmbeddings) -> None:
    real = Library(tiny_home).current()
    assert grown(real, 1) is real
    whole = grown(real, 4)
    searched = sum(passage.kind not in ("outside", "triage") for passage in real.passages)
    assert len(whole.passages) == len(real.passages) + 3 * searched
    assert len({passage.id for passage in whole.passages}) == len(whole.passages)
    assert whole.vectors.shape == (len(whole.passages), real.vectors.shape[1])
    assert np.allclose(np.linalg.norm(whole.vectors, axis=1), 1, atol=1e-4)
    assert whole.lexical.scores(LIMIT, ["en"]).shape == (len(whole.passages),)
    assert np.array_equal(whole.vectors, grown(real, 4).vectors)
    library = Library(tiny_home)
    library.current = lambda: whole  # type: ignore[method-assign]
    answer = Assistant(library, lambda: model).ask(Question(LIMIT, TODAY))
    assert (answer.outcome, bool(answer.citations)) == ("answered", True)


def test_a_copied_article_leads_to_the_real_one(tiny_home: Path) -> None:
    real = Library(tiny_home).current()
    whole = grown(real, 2)
    copies = [passage for passage in whole.passages if passage.article and passage.article.endswith("-copy-1")]
    name = str(copies[0].article)
    assert whole.content.article(name, "en") == real.content.article(name.removesuffix("-copy-1"), "en") is not None
    assert set(whole.article_head.labels) >= {str(passage.article) for passage in copies}


def test_every_stage_is_timed(tiny_home: Path, model: OnnxEmbeddings) -> None:
    assistant = Assistant(Library(tiny_home), lambda: model)
    assistant.warm_up()
    embed = model.embed_query
    with spying(model) as spent:
        assistant.ask(Question(LIMIT, TODAY))
        stages = spent.reset()
    assert {"redact", "read", "embed", "search", "triage"} <= set(stages)
    assert all(value > 0 for value in stages.values())
    assert spent.reset() == {}
    assert model.embed_query == embed


FOUND = {
    "about": {"date": "2026-11-22", "passages": 10},
    "quality": [
        {"contender": name, "group": "all", "questions": 2, "instrument_at_5": share, "article_at_5": share}
        for name, share in (("ours", 0.9), ("tutorial", 0.2))
    ],
    "xquad": [{"engine": "ours", "direction": "en→en", "r_at_1": 0.93, "mrr": 0.95}],
    "speed": {"answers_per_second": 61.04, "stage_embed_ms": 9.0, "stage_whole_ms": 14.0},
    "growth": [{"times": times, "passages": times, "p95_ratio": 1.0, "p50_ratio": 1.0} for times in (1, 10)],
}


def test_the_page_holds_every_table(tmp_path: Path) -> None:
    text = page.page(FOUND, "benchmarks.svg")
    for title in page.TITLES.values():
        assert f"## {title}" in text
    assert "| answers_per_second | 61 | ≥ 60 |" in text
    assert "| ours | all | 2 | 0.9 | 0.9 |" in text
    plot.draw(tmp_path / "bench.svg", FOUND)
    first = (tmp_path / "bench.svg").read_bytes()
    plot.draw(tmp_path / "bench.svg", json.loads(json.dumps(FOUND)))
    assert (tmp_path / "bench.svg").read_bytes() == first


def test_the_page_of_some_parts_has_only_these() -> None:
    text = page.page({"about": {}, "growth": FOUND["growth"]}, "p.svg")
    assert "## Growth" in text
    assert "## XQuAD" not in text
