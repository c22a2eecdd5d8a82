"""Every guard fails closed: without its verdict, or with a strange one, less is said, never more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bot.answering import assistant as module
from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.compose import Composer
from bot.answering.question import Question
from bot.answering.reader import may_be_in_russia
from bot.texts import texts
from knowledge.article import Sentence
from knowledge.content import Content
from knowledge.passage import Passage
from knowledge.search import ArticleHit, Hit
from knowledge.timeline import Situation
from tests.making import NOTHING_KNOWN, TODAY

APPEAL = "how many weeks do I have to appeal a dublin decision"


def ask(assistant: Assistant, text: str = APPEAL) -> Answer:
    return assistant.ask(Question(text, TODAY))


def breaks(*_: object, **__: object) -> Any:
    raise RuntimeError("the guard is broken")


def test_the_question_is_answered_when_all_guards_are_well(tiny_assistant: Assistant) -> None:
    assert list(ask(tiny_assistant).sentences)


@pytest.mark.parametrize(
    "failure", ["missing", "not a number", "infinite", "no labels", "examples without numbers", "an error"]
)
def test_triage(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    generation = tiny_assistant.engine.generation
    model = generation.triage
    assert model is not None
    head = model.head
    broken = {
        "missing": None,
        "not a number": replace(model, head=replace(head, weights=np.full_like(head.weights, np.nan))),
        "infinite": replace(model, head=replace(head, bias=np.full_like(head.bias, np.inf))),
        "no labels": replace(model, head=replace(head, labels=())),
        "examples without numbers": replace(model, vectors=np.full_like(model.vectors, np.nan)),
    }
    if failure == "an error":
        monkeypatch.setattr(module, "triage", breaks)
    else:
        monkeypatch.setitem(generation.__dict__, "triage", broken[failure])
    answer = ask(tiny_assistant)
    assert (answer.outcome, list(answer.sentences), answer.citations) == ("not_covered", [], ())
    assert answer.urgent, "it may have been an emergency"
    assert answer.message == texts("en").guard_failed
    assert answer.contacts


@pytest.mark.parametrize("verdict", [None, float("nan"), -1.0])
def test_coverage(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch, verdict: float | None) -> None:
    """Without a verdict on whether it is covered at all, the curated answer is not given."""
    if verdict is None:
        monkeypatch.setitem(tiny_assistant.engine.generation.__dict__, "coverage", None)
    else:
        monkeypatch.setattr(tiny_assistant.engine.searcher, "_inside", lambda *_: verdict)
    answer = ask(tiny_assistant)
    assert answer.outcome != "answered"
    assert list(answer.sentences) == []


def test_what_takes_personal_data_out(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it breaks, nothing behind it reads the message."""
    searched: list[str] = []
    monkeypatch.setattr(tiny_assistant.engine.searcher, "search", lambda text, *_: searched.append(text))
    monkeypatch.setattr(module, "redact", breaks)
    with pytest.raises(RuntimeError, match="broken"):
        ask(tiny_assistant)
    assert searched == []


@pytest.mark.parametrize("text", ["You have 12 months to appeal.", "Appeal by 1 May 2031.", "Art. 99(7) lets you stay."])
def test_numbers_that_no_rule_holds_are_not_said(tiny_content: Content, text: str) -> None:
    """A poisoned article that came past ingestion is still not believed."""
    article = tiny_content.articles["en", "appeal-transfer"]
    poisoned = Sentence(text, article.short.sentences[0].citations, 1)
    changed = replace(article, short=replace(article.short, paragraphs=((poisoned,), *article.short.paragraphs)))
    content = replace(tiny_content, articles={**tiny_content.articles, ("en", "appeal-transfer"): changed})
    passage = Passage(
        "article/en/appeal-transfer/short", "section", "en", "…", ("appeal-window",), (), "appeal-transfer", "short"
    )
    hit = Hit(passage, 1.0, 1.0, 1.0, 1.0)
    found = [ArticleHit("appeal-transfer", 9.0, 1.0, 1.0, 1.0, hit, (hit,))]
    composed = Composer(content).compose(found, NOTHING_KNOWN, TODAY, texts("en"))
    assert text not in [sentence.text for block in composed.blocks for sentence in block.sentences]


@pytest.mark.parametrize("country", [None, "RU"])
def test_whoever_may_be_in_russia_is_taken_to_be_there(country: str | None) -> None:
    assert may_be_in_russia("ru", Situation(country))
