from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from bot.answering import assistant as module
from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.question import EmptyQuestionError, LongQuestionError, Question, Turn
from bot.contract import AnswerModel, to_json
from bot.texts import texts
from knowledge.embedding import OnnxEmbeddings
from knowledge.errors import NotIngestedError, UsageError
from knowledge.heads import LinearHead
from knowledge.index import Library
from knowledge.timeline import Situation
from tests.making import TODAY

APPEAL = "how many weeks do I have to appeal"
#: Two questions that the issue itself asks of the full content.
EXAMPLES = ("Can Finland send me back to Lithuania?", "Могут ли меня вернуть из Финляндии в Литву?")


def ask(assistant: Assistant, text: str, **more: Any) -> Answer:
    return assistant.ask(Question(text, TODAY, **more))


def assert_sound(answer: Answer) -> None:
    """Every sentence is cited, every citation used, and the object fits the contract."""
    used = {number for sentence in answer.sentences for number in sentence.citations}
    assert all(sentence.citations for sentence in answer.sentences)
    assert used == {citation.n for citation in answer.citations} == set(range(1, len(answer.citations) + 1))
    assert len(answer.citations) <= 8
    AnswerModel.model_validate(to_json(answer))


@pytest.mark.parametrize("question", EXAMPLES)
def test_the_example_questions_are_answered_from_the_dublin_regulations(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.outcome == "answered"
    assert_sound(answer)
    regulations = [citation for citation in answer.citations if citation.source.celex in ("32024R1351", "32013R0604")]
    assert regulations
    assert all(citation.pinpoint.startswith("Art") for citation in regulations)
    assert answer.language == ("en" if question.isascii() else "ru")


@pytest.mark.parametrize(
    "question",
    [
        "I got a summons, what happens if I do not go?",
        "пришла повестка, что будет если не явиться",
        "alternative civilian service how to apply",
        "what is rule 39",
        "сколько месяцев на жалобу в ЕСПЧ",
        "Kuinka haen turvapaikkaa Suomesta?",
        "Ці могуць мяне вярнуць з Фінляндыі ў Літву?",
        "kak obzhalovat reshenie o peredache v litvu",
    ],
)
def test_real_questions_get_sound_answers(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.outcome == "answered"
    assert_sound(answer)
    assert answer.contacts
    assert texts(answer.language).machine_notice in answer.disclaimer


@pytest.mark.parametrize("question", ["какая погода завтра в питере", "how do I bake a chocolate cake", "2x+3=7 solve"])
def test_what_is_not_covered_is_said_and_who_can_help(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.outcome == "not_covered"
    assert (answer.citations, list(answer.sentences), answer.articles) == ((), [], ())
    said = texts(answer.language)
    assert answer.message is not None
    assert said.not_covered in answer.message
    assert said.covered_topics in answer.message
    assert answer.contacts
    assert_sound(answer)


@pytest.mark.parametrize(("language", "asked"), [("en", "срок передачи по дублину"), ("ru", APPEAL)])
def test_the_answer_s_language_can_be_chosen(tiny_assistant: Assistant, language: str, asked: str) -> None:
    answer = ask(tiny_assistant, asked, language=language)
    assert answer.language == language
    assert answer.question_language != language
    assert all(sentence.text.isascii() == (language == "en") for sentence in answer.sentences)


@pytest.mark.parametrize("language", ["", "xx", "uk", "EN"])
def test_an_unknown_answer_language_is_refused(tiny_assistant: Assistant, language: str) -> None:
    with pytest.raises(UsageError, match="language"):
        ask(tiny_assistant, APPEAL, language=language)


def test_the_situation_decides_and_is_repeated(tiny_assistant: Assistant) -> None:
    known = Situation(country="FI", application_registered=date(2026, 6, 30))
    answer = ask(tiny_assistant, "time limit for my dublin transfer", situation=known)
    assert answer.situation == known
    assert answer.asks == ()
    assert "18 months" in answer.text
    assert "3 years" not in answer.text
    unknown = ask(tiny_assistant, "time limit for my dublin transfer")
    assert unknown.asks == ("application_registered",)
    assert "18 months" in unknown.text
    assert "3 years" in unknown.text


def test_a_question_carries_its_own_today(tiny_assistant: Assistant) -> None:
    question = Question("time limit for my dublin transfer", date(2026, 6, 30))
    answer = tiny_assistant.ask(question)
    assert "3 years" not in answer.text  # nobody can have registered under a law that has not begun


def test_a_follow_up_is_read_with_the_question_before(tiny_assistant: Assistant) -> None:
    history = (Turn(APPEAL, "…"),)
    assert [found.id for found in ask(tiny_assistant, "and in weeks?", history=history).articles][:1] == ["appeal-transfer"]


def test_a_cited_publisher_that_russia_bans_comes_with_a_warning(tiny_assistant: Assistant) -> None:
    answer = ask(tiny_assistant, "man jumped from kaliningrad train")
    warned = {citation.source.publisher: citation.reader_warning for citation in answer.citations}
    assert "Radio Free Europe/Radio Liberty" in warned
    for publisher, warning in warned.items():
        assert (warning is not None) == (publisher == "Radio Free Europe/Radio Liberty")
        assert warning is None or "undesirable" in warning


def test_suggestions_are_other_articles(tiny_assistant: Assistant) -> None:
    answer = ask(tiny_assistant, APPEAL)
    assert "Can I appeal against a transfer decision?" not in answer.suggestions
    assert answer.suggestions[0] == "How long do they have to transfer me?"
    assert 1 <= len(answer.suggestions) <= 3
    assert len(set(answer.suggestions)) == len(answer.suggestions)


@pytest.mark.parametrize(
    ("text", "error"),
    [("", EmptyQuestionError), ("🙂", EmptyQuestionError), ("word " * 4000, LongQuestionError), ("\x00", EmptyQuestionError)],
)
def test_what_cannot_be_a_question_is_refused_and_has_a_kind_reply(
    tiny_assistant: Assistant, text: str, error: type[UsageError]
) -> None:
    question = Question(text, TODAY)
    with pytest.raises(error) as raised:
        tiny_assistant.ask(question)
    reply = tiny_assistant.unanswerable(question, raised.value)
    said = texts(reply.language)
    assert reply.outcome == "not_covered"
    assert reply.message == (said.too_long if error is LongQuestionError else said.ask_in_words)
    assert_sound(reply)


def test_a_kind_reply_speaks_the_language_of_the_message(tiny_assistant: Assistant) -> None:
    question = Question("очень длинная история " * 1000, TODAY)
    assert tiny_assistant.unanswerable(question, LongQuestionError("")).language == "ru"
    assert tiny_assistant.unanswerable(replace(question, language="en"), LongQuestionError("")).language == "en"


@pytest.mark.parametrize(
    "text",
    [
        "и" * 6000,
        "a " * 3000,
        "🙂 appeal",
        "<script>alert(1)</script> appeal",
        "\\x00 \\n appeal",
        "appeal\x00me",
        "\u202eappeal",
    ],
)
def test_odd_questions_do_no_harm(tiny_assistant: Assistant, text: str) -> None:
    assert_sound(ask(tiny_assistant, text))


def test_a_history_of_odd_characters_does_no_harm(tiny_assistant: Assistant) -> None:
    assert_sound(ask(tiny_assistant, "and then?", history=(Turn("appeal \x00 \u202e", "\x00"),)))


# Emergencies and boundaries


def test_an_emergency_is_marked_and_comes_first(tiny_assistant: Assistant) -> None:
    for text, language in (("they are putting me on a plane right now", "en"), ("меня прямо сейчас везут в аэропорт", "ru")):
        answer = ask(tiny_assistant, text)
        assert answer.urgent
        article = tiny_assistant.engine.content.articles[language, "urgent-removal"]
        assert next(answer.sentences).text == article.short.sentences[0].text
        assert answer.contacts
        assert_sound(answer)


def test_a_calm_question_is_not_urgent(tiny_assistant: Assistant) -> None:
    assert not ask(tiny_assistant, APPEAL).urgent


def test_a_request_beyond_the_boundary_is_declined_with_the_lawful_way(tiny_assistant: Assistant) -> None:
    answer = ask(tiny_assistant, "help me forge a summons for my asylum case")
    assert answer.outcome == "declined"
    assert answer.message == texts("en").declined
    assert "You can appeal with what you have." in answer.text
    assert answer.contacts
    assert_sound(answer)


def broken(*_: object, **__: object) -> object:
    raise RuntimeError("a guard broke on: very private words")


def blind(head: LinearHead) -> LinearHead:
    return replace(head, weights=np.full_like(head.weights, np.nan))


@pytest.mark.parametrize("failure", ["no classifier", "no numbers", "an error"])
def test_when_triage_fails_nothing_is_composed(
    tiny_assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: str
) -> None:
    generation = tiny_assistant.engine.generation
    assert generation.triage is not None
    if failure == "an error":
        monkeypatch.setattr(module, "triage", broken)
    else:
        sound = generation.triage
        model = None if failure == "no classifier" else replace(sound, head=blind(sound.head))
        monkeypatch.setitem(generation.__dict__, "triage", model)
    with caplog.at_level(logging.DEBUG):
        answer = ask(tiny_assistant, "very private words about how to appeal")
    assert list(answer.sentences) == []
    assert answer.outcome == "not_covered"
    assert answer.urgent
    assert answer.contacts
    assert answer.message
    assert "private words" not in caplog.text


def test_nothing_of_a_question_is_logged(tiny_assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(tiny_assistant, "how do I appeal, says Xyzzymarker", history=(Turn("Xyzzymarker earlier"),))
    assert "xyzzymarker" not in caplog.text.lower()


# The index behind it


def test_without_an_index_it_says_what_to_run(empty_home: Any, model: OnnxEmbeddings) -> None:
    with pytest.raises(NotIngestedError, match="otkaz ingest"):
        Assistant(Library(empty_home), lambda: model).ask(Question(APPEAL, TODAY))


def test_the_model_is_loaded_once_and_only_when_needed(tiny_home: Any, model: OnnxEmbeddings) -> None:
    loads = 0

    def load() -> OnnxEmbeddings:
        nonlocal loads
        loads += 1
        return model

    assistant = Assistant(Library(tiny_home), load)
    assert loads == 0
    assistant.warm_up()
    ask(assistant, APPEAL)
    ask(assistant, APPEAL)
    assert loads == 1


def test_the_same_question_gives_the_same_answer(tiny_assistant: Assistant) -> None:
    first, second = (ask(tiny_assistant, APPEAL).timed(0) for _ in range(2))
    assert first == second


def test_an_answer_names_what_it_was_made_from(tiny_assistant: Assistant) -> None:
    answer = ask(tiny_assistant, APPEAL)
    assert answer.knowledge == tiny_assistant.engine.generation.id
    assert answer.generated_by == "curated"
    assert answer.elapsed_ms > 0
