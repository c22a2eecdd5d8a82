"""Danger told in one line of a long message, and calm stories that stay calm. With the real index."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from bot.answering.triage import TriageError, triage
from knowledge.timeline import Situation

TODAY = date(2026, 11, 22)
RUSSIAN = (
    "Здравствуйте, пишу издалека и немного сумбурно. Мы с братом уехали из Тюмени прошлым летом, жили у знакомых, учили язык. "
    "Документы на убежище подали осенью, было одно интервью, адвоката дали бесплатно. {danger} "
    "Мама очень переживает и просит узнать, какие бумаги нужны для жалобы и сколько на неё даётся дней."
)
ENGLISH = (
    "Hello, I am writing for a friend who studied with me. He left Russia last year and asked for asylum in Finland in May. "
    "The interview went well and he has a lawyer. {danger} "
    "He would like to know which papers belong to an appeal and how many days he has for it."
)


def urgent(assistant: Assistant, text: str) -> bool:
    return assistant.ask(Question(text=text, situation=Situation(None, None, None), today=TODAY)).urgent


@pytest.mark.parametrize(
    ("story", "danger"),
    [
        (RUSSIAN, "Брата вчера забрали в центр задержания, самолёт в Вильнюс завтра утром."),
        (RUSSIAN, "Прямо сейчас в дверь стучит полиция, говорят, пришли за ним."),
        (ENGLISH, "The police took him to the detention centre and his flight leaves tomorrow."),
    ],
)
def test_danger_in_the_middle_of_a_story_is_heard(assistant: Assistant, story: str, danger: str) -> None:
    assert urgent(assistant, story.format(danger=danger))


@pytest.mark.parametrize("story", [RUSSIAN, ENGLISH])
def test_the_same_story_without_it_is_calm(assistant: Assistant, story: str) -> None:
    assert not urgent(assistant, story.format(danger=""))


def test_a_sentence_without_numbers_fails_like_the_whole(assistant: Assistant) -> None:
    model = assistant.engine.generation.triage
    assert model is not None
    calm = model.vectors[model.kinds.index("calm")]
    with pytest.raises(TriageError):
        triage(model, calm, 1.0, [np.full_like(calm, np.nan)])
