from __future__ import annotations

import pytest

from knowledge.story import BARE, LONG, MOST, asks, questions, sentences, told

FILLER = (
    "Здравствуйте. Мне 27 лет, дома остались родители и собака, сплю плохо, все советуют разное. Друзья устали слушать. " * 4
)


def test_sentences_end_at_dots_that_end_them() -> None:
    text = "Подал 3.11.2026 по ст. 46. Что дальше?! Жду (Dublin III?), боюсь…\nСпасибо"
    assert sentences(text) == ["Подал 3.11.2026 по ст. 46.", "Что дальше?!", "Жду (Dublin III?), боюсь…", "Спасибо"]


@pytest.mark.parametrize(
    "text",
    [
        "Могут ли меня вернуть",
        "how long do they have",
        "Адвокат бесплатный?",
        "чи можна подати",
        "voiko Suomi",
        "ar gali",
        "а что делать",
    ],
)
def test_asking_sentences_are_known(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["Меня зовут никак.", "I came in May.", "Собака осталась дома."])
def test_telling_sentences_are_known(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    "text", ["", "Могут ли меня вернуть из Финляндии в Литву?", "Что? Как?", "Литва отвечает (Dublin III?), да?"]
)
def test_what_is_no_story_is_searched_for_as_it_is(text: str) -> None:
    assert questions(text) == ()


def test_the_questions_of_a_long_story_are_found_in_order() -> None:
    story = f"{FILLER} Сколько дней на жалобу в суд? Ещё вот что. Можно ли работать, пока жду ответа?"
    assert questions(story) == ("Сколько дней на жалобу в суд?", "Можно ли работать, пока жду ответа?")


def test_a_short_message_with_two_questions_is_a_story() -> None:
    text = "Звонят домой и угрожают. Обязан ли он подписать контракт? Что делать его маме сейчас?"
    assert questions(text) == ("Обязан ли он подписать контракт?", "Что делать его маме сейчас?")


def test_the_last_questions_are_kept() -> None:
    asked = [f"Что будет с делом номер {number}?" for number in range(MOST + 2)]
    assert questions(f"{FILLER} {' '.join(asked)}") == tuple(asked[-MOST:])


def test_a_bare_question_takes_the_sentence_before_it_along() -> None:
    bare = "А мне?"
    assert len(bare.split()) < BARE
    assert questions(f"{FILLER} Брату дали статус беженца. {bare}") == (f"Брату дали статус беженца. {bare}",)


def test_a_story_without_questions_is_searched_for_by_its_end() -> None:
    assert questions(f"{FILLER} Пришла повестка. Боюсь идти туда завтра.") == ("Пришла повестка.", "Боюсь идти туда завтра.")


def test_a_story_without_punctuation_is_cut() -> None:
    text = " ".join(f"слово{number}" for number in range(LONG + 20))
    parts = questions(text)
    assert 1 < len(parts) <= MOST
    assert all(part in text for part in parts)


def test_the_sentences_of_a_longer_message_come_last_first() -> None:
    text = (
        "Мне девятнадцать лет, я из Омска. Учился в колледже, потом работал на складе у дяди. " * 2
        + "В дверь стучат прямо сейчас."
    )
    assert told(text)[0] == "В дверь стучат прямо сейчас."
    assert len(told(text)) == 5


def test_a_short_message_has_no_sentences_of_its_own() -> None:
    assert told("В дверь стучат. Что делать прямо сейчас?") == ()


def test_a_very_long_message_keeps_its_last_sentences() -> None:
    found = told(" ".join(f"Sentence number {n} of a long story." for n in range(100)))
    assert found[0] == "Sentence number 99 of a long story."
    assert len(found) == 16
