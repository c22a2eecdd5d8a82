from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.answering import noting
from bot.answering.answer import Answer, AnswerSentence, Block
from bot.answering.assistant import Assistant
from bot.answering.noting import when, with_mentions, with_note
from bot.answering.question import Question, Turn
from bot.contract import SituationModel, to_json
from bot.texts import texts
from knowledge.mentions import Dated, Noted
from knowledge.timeline import Situation
from tests.making import NOTHING_KNOWN, TODAY

APPEAL = "how many weeks do I have to appeal the transfer"


def ask(assistant: Assistant, text: str, situation: Situation = NOTHING_KNOWN, **more: Any) -> Answer:
    return assistant.ask(Question(text, TODAY, situation=situation, **more))


def test_what_the_message_says_decides_and_is_said_back(tiny_assistant: Assistant) -> None:
    answer = ask(
        tiny_assistant, "I am in Finland, my application was registered in May 2026. Time limit for my dublin transfer?"
    )
    assert answer.situation == Situation("FI", date(2026, 5, 31), registered_exact=False)
    assert answer.asks == ()
    assert "18 months" in answer.text
    assert "3 years" not in answer.text
    assert answer.text.startswith(
        "You wrote that you are in Finland, or your case is decided there and that your application was"
    )
    assert "registered in May 2026" in answer.text


def test_what_was_given_is_never_read_over(tiny_assistant: Assistant) -> None:
    given = Situation("LT", date(2026, 8, 1), date(2026, 11, 1))
    answer = ask(tiny_assistant, f"I am in Finland, applied in May, got the refusal on 3 November. {APPEAL}", given)
    assert answer.situation == given
    assert answer.noted is None


def test_nothing_is_said_where_nothing_was_read(tiny_assistant: Assistant) -> None:
    answer = ask(tiny_assistant, APPEAL)
    assert answer.noted is None
    assert answer.note(first=True) is answer.note(first=False) is None


def test_a_follow_up_is_read_with_the_question_before(tiny_assistant: Assistant) -> None:
    answer = ask(tiny_assistant, "and in weeks?", history=(Turn(f"I am in Lithuania. {APPEAL}", "…"),))
    assert answer.situation.country == "LT"


def test_a_country_that_was_only_read_opens_no_link() -> None:
    said = texts("ru")
    answer = replace(_answer(), language="ru", question_language="ru", situation=Situation("FI"))
    assert not answer.careful  # it was given
    assert with_note(answer, Noted(country="FI"), said).careful
    there = replace(_answer(), situation=Situation("RU"))
    assert with_note(there, Noted(country="RU"), texts("en")).careful


def test_the_line_stands_first_but_after_what_is_urgent() -> None:
    answer = with_note(_answer(), Noted(notified=date(2026, 11, 3)), texts("en"))
    assert answer.text == "You wrote that the decision reached you on 3 November 2026. If I misread that, tell me.\n\nRun. [1]"
    assert replace(answer, urgent=True).text.startswith("Run. [1]\n\nYou wrote")
    assert replace(answer, blocks=()).text == ""


@pytest.mark.parametrize(
    ("first", "last", "en", "ru"),
    [
        (date(2026, 5, 14), date(2026, 5, 14), "on 14 May 2026", "14 мая 2026"),
        (date(2026, 5, 1), date(2026, 5, 31), "in May 2026", "май 2026"),
        (date(2025, 1, 1), date(2025, 12, 31), "in 2025", "2025"),
        (date(2026, 9, 1), date(2026, 10, 2), "between 1 September 2026 and 2 October 2026", "между 1 сентября"),
    ],
)
def test_times_are_said_as_exactly_as_they_were_read(first: date, last: date, en: str, ru: str) -> None:
    dated = Dated("application_registered", first, last)
    assert when(dated, texts("en")) == en
    assert when(dated, texts("ru")).startswith(ru)


def test_a_period_goes_out_as_a_month_from_which_nothing_is_counted_again() -> None:
    answer = replace(_answer(), situation=Situation("FI", date(2026, 5, 31), registered_exact=False))
    given = to_json(answer)["situation"]
    assert given["application_registered"] == "2026-05"
    assert not SituationModel.model_validate(given).to_situation().registered_exact


def test_a_country_that_is_named_is_no_other_destination() -> None:
    situation, noted, named = with_mentions(NOTHING_KNOWN, "Can Finland send me back to Lithuania?", TODAY)
    assert (situation.country, noted.country, named) == ("FI", "FI", ("FI", "LT"))


def test_when_reading_fails_nothing_was_read(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(text: str, today: date) -> None:
        raise ValueError(text)

    monkeypatch.setattr(noting, "read_mentions", fail)
    with caplog.at_level(logging.DEBUG):
        assert with_mentions(NOTHING_KNOWN, "a secret story", TODAY) == (NOTHING_KNOWN, Noted(), ())
    assert "secret" not in caplog.text


def _answer() -> Answer:
    block = Block(None, (AnswerSentence("Run.", (1,)),))
    return Answer("answered", "en", "en", NOTHING_KNOWN, "disclaimer", "1", blocks=(block,))
