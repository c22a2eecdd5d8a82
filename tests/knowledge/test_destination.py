from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.destination import ANY_COUNTRY, to_any_country
from knowledge.language import ANSWERED_IN
from knowledge.placing import MOST


@pytest.mark.parametrize(
    ("language", "text", "general"),
    [
        ("en", "can finland send me back to lithuania?", "can finland send me back to another EU country under Dublin?"),
        ("en", "deport me to Sweden, days to appeal", "deport me to another EU country under Dublin, days to appeal"),
        (
            "ru",
            "как обжаловать перевод из германии в литву",
            "как обжаловать перевод из германии в другую страну ЕС по Дублину",
        ),
        ("uk", "мене хочуть передати до Литви", "мене хочуть передати до іншу країну ЄС за Дубліном"),
        ("be", "мяне вяртаюць у Літву", "мяне вяртаюць у іншую краіну ЕС па Дубліне"),
        ("fi", "Migri siirtää minut Liettuaan", "Migri siirtää minut toiseen EU-maahan Dublin-menettelyssä"),
        ("lt", "ar gali mane grąžinti į Lietuvą?", "ar gali mane grąžinti į kitą ES šalį pagal Dublino procedūrą?"),
    ],
)
def test_whoever_is_to_be_sent_to_a_country_asks_of_the_law_for_any(language: str, text: str, general: str) -> None:
    assert to_any_country(text, language) == general


@pytest.mark.parametrize(
    "text",
    [
        "меня депортируют в Россию",
        "выслать в Беларусь",
        "хочу поехать в Литву",
        "я в Литве, меня отправили в лагерь",
        "how do I appeal in Lithuania?",
        "I am in Finland",
        "",
        "передача",
    ],
)
def test_other_countries_and_other_ways_there_stay_as_they_are(text: str) -> None:
    assert to_any_country(text, "ru") is None


def test_the_country_where_the_person_is_stays() -> None:
    text = to_any_country("Я в Финляндии. Меня хотят вернуть в Литву.", "ru")
    assert text == "Я в Финляндии. Меня хотят вернуть в другую страну ЕС по Дублину."


def test_whoever_asks_how_things_are_there_asks_about_that_country() -> None:
    assert to_any_country("мигри отправят в литву. что меня в литве ждет?", "ru") is None


def test_a_list_of_countries_is_no_to_any_country() -> None:
    assert to_any_country("send me to Lithuania " + "Finland, " * MOST, "en") is None


def test_every_language_of_questions_has_its_words() -> None:
    assert ANY_COUNTRY.keys() == ANSWERED_IN.keys()


@given(st.text(max_size=200), st.sampled_from(sorted(ANY_COUNTRY)))
def test_any_text_can_be_read(text: str, language: str) -> None:
    found = to_any_country(text, language)
    assert found is None or ANY_COUNTRY[language] in found
