"""Stories with several questions: each finds its article, and the answer has a heading for each."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.question import Question
from tests.making import TODAY

FILLER = (
    "Hello everybody. I am 27, a programmer, my parents and my dog are still at home, I sleep badly and everybody tells me "
    "something else. My friends are tired of listening to me and the chats only quarrel. "
)
APPEAL = "How many weeks do I have to appeal against the transfer decision?"
SHARE = "May I share a post of Radio Liberty from here?"


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, TODAY))


def headings(answer: Answer) -> list[str]:
    return [block.heading for block in answer.blocks if block.heading]


@pytest.mark.parametrize("asked", [(APPEAL, SHARE), (SHARE, APPEAL)])
def test_each_question_of_a_story_has_its_own_part(tiny_assistant: Assistant, asked: tuple[str, str]) -> None:
    content = tiny_assistant.engine.content
    wanted = set()
    for article_id in ("appeal-transfer", "undesirable-publishers"):
        article = content.article(article_id, "en")
        assert article is not None
        wanted.add(article.meta.title)
    answer = ask(tiny_assistant, FILLER + " And then this. ".join(asked))
    assert wanted <= set(headings(answer))
    assert len(answer.citations) <= 12
    assert all(sentence.citations for sentence in answer.sentences)
    assert not wanted & set(answer.suggestions)


def test_one_question_has_one_answer(tiny_assistant: Assistant) -> None:
    found = tiny_assistant.engine.searcher.search(APPEAL, Question(APPEAL, TODAY).situation, TODAY)
    assert found.topics == ()
    assert headings(ask(tiny_assistant, APPEAL)).count("Can I appeal against a transfer decision?") == 1


def test_two_questions_of_one_matter_have_one_answer(tiny_assistant: Assistant) -> None:
    text = f"{FILLER} {APPEAL} When does the time to appeal the transfer decision begin?"
    found = tiny_assistant.engine.searcher.search(text, Question(text, TODAY).situation, TODAY)
    assert found.articles[0].id == "appeal-transfer"
    assert found.topics == ()
