"""Every guard fails closed: without its verdict, or with a strange one, less is said, never more."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from starlette.testclient import TestClient

from bot.answering import assistant as module
from bot.answering import compose
from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.compose import Composer
from bot.answering.question import Question
from bot.answering.reader import may_be_in_russia
from bot.console import show
from bot.telegram.render import render
from bot.texts import texts
from bot.web.application import create_app
from knowledge.article import Sentence
from knowledge.content import Content
from knowledge.language import LanguageReader
from knowledge.passage import Passage
from knowledge.search import ArticleHit, Hit, Searcher
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


@pytest.mark.parametrize("verdict", [None, float("nan"), float("inf"), -1.0, 2.0, "yes"])
def test_coverage(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch, verdict: object) -> None:
    """Without a verdict on whether it is covered at all, the curated answer is not given."""
    if verdict is None:
        monkeypatch.setitem(tiny_assistant.engine.generation.__dict__, "coverage", None)
    else:
        monkeypatch.setattr(tiny_assistant.engine.searcher, "_inside", lambda *_: verdict)
    answer = ask(tiny_assistant)
    assert answer.outcome != "answered"
    assert list(answer.sentences) == []


@pytest.mark.parametrize("support", [breaks, lambda *_: "appeal-window", lambda *_: ["no-such-rule"]])
def test_the_support_of_sentences(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch, support: object) -> None:
    """When nobody can say which rules carry a sentence, no sentence is said."""
    monkeypatch.setattr(Composer, "_support", support)
    answer = ask(tiny_assistant)
    assert list(answer.sentences) == []
    assert answer.outcome == "not_covered"
    assert answer.message == texts("en").guard_failed
    assert answer.contacts


def test_a_sentence_without_support_is_left_out(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Composer, "_support", lambda *_: None)
    assert list(ask(tiny_assistant).sentences) == []


@pytest.mark.parametrize("verdict", [None, "no", 0, float("nan")])
def test_reader_safety(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch, verdict: object) -> None:
    """What is no clear "no" does not show a dangerous link."""
    monkeypatch.setattr("bot.answering.reader.says_there", lambda _text: verdict)
    assert tiny_assistant.ask(Question(APPEAL, TODAY, situation=Situation("FI"))).careful
    monkeypatch.setattr("bot.answering.reader.says_there", breaks)
    assert tiny_assistant.ask(Question(APPEAL, TODAY, situation=Situation("FI"))).careful


@pytest.fixture
def hangs() -> Iterator[Callable[..., Any]]:
    """A guard that does not come to a verdict before the test has ended."""
    end = threading.Event()

    def guard(*_: object, **__: object) -> Any:
        end.wait(600)
        raise RuntimeError("too late")

    yield guard
    end.set()


#: Everything that is asked before something is said, by the place where it is asked.
GUARDS: dict[str, tuple[Any, str]] = {
    "personal data": (module, "redact"),
    "language": (LanguageReader, "read"),
    "triage": (module, "triage"),
    "coverage": (Searcher, "_inside"),
    "support of a sentence": (Composer, "_support"),
    "law in time": (compose, "judge"),
    "deadlines": (module, "with_deadlines"),
    "reader safety": (module, "told_to_be_there"),
}


@pytest.mark.parametrize("name", GUARDS)
@pytest.mark.parametrize(("text", "language"), [(APPEAL, "en"), ("сколько недель на обжалование дублинского решения", "ru")])
def test_a_slow_guard(
    tiny_assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    hangs: Callable[..., Any],
    name: str,
    text: str,
    language: str,
) -> None:
    """Whoever asks is not left waiting: they get a calm notice and who can help, and nothing of the answer."""
    assert list(ask(tiny_assistant).sentences), "well and warm"
    monkeypatch.setattr(tiny_assistant, "_seconds", 0.2)
    monkeypatch.setattr(*GUARDS[name], hangs)
    answer = ask(tiny_assistant, text)
    assert (answer.outcome, answer.language) == ("not_covered", language)
    assert (answer.blocks, answer.citations, answer.articles, answer.suggestions) == ((), (), (), ())
    assert answer.message == texts(language).guard_failed
    assert answer.urgent, "it may have been an emergency"
    assert answer.contacts
    assert answer.careful, "nobody said that the reader is safe"


def test_a_slow_guard_at_the_doors(
    tiny_assistant: Assistant,
    tiny_content: Content,
    monkeypatch: pytest.MonkeyPatch,
    hangs: Callable[..., Any],
) -> None:
    """The notice has the form of an answer, so every door can show it."""
    ask(tiny_assistant)
    monkeypatch.setattr(tiny_assistant, "_seconds", 0.2)
    monkeypatch.setattr(module, "triage", hangs)
    with TestClient(create_app(tiny_assistant)) as client:
        reply = client.post("/v1/ask", json={"question": APPEAL})
    assert (reply.status_code, reply.json()["outcome"], reply.json()["sentences"]) == (200, "not_covered", [])
    assert reply.json()["text"] == texts("en").guard_failed
    answer, screen = ask(tiny_assistant), io.StringIO()
    show(answer, tiny_content, Console(file=screen, width=200))
    sent = "".join(part.html for part in render(answer, tiny_content))
    for shown in (screen.getvalue(), sent):
        assert texts("en").guard_failed.split(",")[0] in shown
        assert texts("en").who_helps in shown


def test_what_takes_personal_data_out(tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it breaks, nothing behind it reads the message."""
    searched: list[str] = []
    monkeypatch.setattr(tiny_assistant.engine.searcher, "search", lambda text, *_: searched.append(text))
    monkeypatch.setattr(module, "redact", breaks)
    with pytest.raises(RuntimeError, match="broken"):
        ask(tiny_assistant)
    assert searched == []


POISONED = [
    "You have 12 months to appeal.",
    "Appeal by 1 May 2031.",
    "Art. 99(7) lets you stay.",
    "Cross the border at night.",
    "Pay the officer and the decision is withdrawn.",
    "Send your passport photo to @someone.",
    "Ask @someone about the appeal.",
    "Write your appeal at https://appeal.example/now today.",
    "You will certainly win.",
]


@pytest.mark.parametrize("text", POISONED)
def test_what_no_rule_holds_and_what_harms_is_not_said(tiny_content: Content, text: str) -> None:
    """A poisoned article that came past ingestion is still not believed."""
    assert text not in said_with(text, tiny_content)


def test_what_is_sound_is_said(tiny_content: Content) -> None:
    """The test of the test: another sentence in the same place is."""
    assert "You can appeal." in said_with("You can appeal.", tiny_content)


def said_with(text: str, tiny_content: Content) -> list[str]:
    """What is composed from an article that begins with the text."""
    article = tiny_content.articles["en", "appeal-transfer"]
    poisoned = Sentence(text, article.short.sentences[0].citations, 1)
    changed = replace(article, short=replace(article.short, paragraphs=((poisoned,), *article.short.paragraphs)))
    content = replace(tiny_content, articles={**tiny_content.articles, ("en", "appeal-transfer"): changed})
    passage = Passage("article/en/appeal-transfer/short", "section", "en", "…", "appeal-transfer", "short", (), ())
    hit = Hit(passage, 1.0, 1.0, 1.0, 1.0)
    found = [ArticleHit("appeal-transfer", 9.0, 1.0, 1.0, 1.0, hit, (hit,))]
    composed = Composer(content).compose(found, NOTHING_KNOWN, TODAY, texts("en"))
    return [sentence.text for block in composed.blocks for sentence in block.sentences]


@pytest.mark.parametrize("country", [None, "RU", "BY"])
def test_whoever_may_be_in_russia_is_taken_to_be_there(country: str | None) -> None:
    assert may_be_in_russia("ru", Situation(country))
