from __future__ import annotations

import pytest

from bot.answering.conversation import search_text
from bot.answering.question import Turn

EARLIER = (Turn("older question"), Turn("Can Finland send me back to Lithuania?", "Yes, this can happen."))


@pytest.mark.parametrize(
    "text",
    [
        "and if I am ill?",
        "But what about my wife and our two children?",
        "What if my lawyer does not answer any more?",
        "how long?",
        "А если у меня там брат?",
        "и сколько это длится по времени",
        "тогда куда мне жаловаться на это решение",
        "а в Польшу",
        "А якщо я хворий",
        "entä lapset",
    ],
)
def test_a_follow_up_is_searched_with_the_question_before(text: str) -> None:
    assert search_text(text, EARLIER) == f"{EARLIER[-1].user}\n{text}"


@pytest.mark.parametrize(
    "text",
    [
        "How do I complain to the European Court of Human Rights?",
        "Пришла повестка сыну, он студент, что делать?",
        "but " + "word " * 20,
        "Andrei asked how he can apply for asylum in Finland",
        "Army service was refused by my brother last year",
    ],
)
def test_a_new_question_stands_alone(text: str) -> None:
    assert search_text(text, EARLIER) == text


def test_without_history_every_question_stands_alone() -> None:
    assert search_text("and if I am ill?", ()) == "and if I am ill?"


def test_what_was_answered_before_is_not_searched() -> None:
    assert "this can happen" not in search_text("and if I am ill?", EARLIER)
    assert "older question" not in search_text("and if I am ill?", EARLIER)
