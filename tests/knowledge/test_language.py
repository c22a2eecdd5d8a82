from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.assistant import Assistant
from knowledge.language import ANSWERED_IN, LanguageReader
from knowledge.lemmas import Lemmas


@pytest.fixture(scope="module")
def reader(assistant: Assistant) -> LanguageReader:
    return assistant.engine.searcher.reader


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Can Finland send me back to Lithuania?"),
        ("en", "dublin 6 months over what now"),
        ("en", "i got a summons"),
        ("en", "transfer"),
        ("en", "my mother says Rule 39 can stop it"),
        ("ru", "Могут ли меня вернуть из Финляндии в Литву?"),
        ("ru", "повестка"),
        ("ru", "сыну пришла повестка что делать"),
        ("ru", "дали отказ, куда жаловаться"),
        ("ru", "Migri отказала мне в убежище, как обжаловать?"),
        ("uk", "Чи можуть мене повернути з Фінляндії до Литви?"),
        ("uk", "скільки часу є на оскарження рішення"),
        ("uk", "мене хочуть депортувати до росії"),
        ("be", "Ці могуць мяне вярнуць з Фінляндыі ў Літву?"),
        ("be", "мне прыйшла позва, што рабіць"),
        ("fi", "Voiko Suomi palauttaa minut Liettuaan?"),
        ("fi", "kuinka valitan päätöksestä"),
        ("lt", "Ar Suomija gali mane grąžinti į Lietuvą?"),
        ("lt", "kaip apskųsti sprendimą"),
    ],
)
def test_the_language_of_real_questions(reader: LanguageReader, language: str, text: str) -> None:
    reading = reader.read(text)
    assert reading.language == language
    assert reading.text == text
    assert not reading.transliterated


@pytest.mark.parametrize(
    "text",
    [
        "prishla povestka chto delat",
        "menya hotyat otpravit v litvu",
        "kak obzhalovat reshenie o peredache",
        "otkazali v ubezhische",
    ],
)
def test_russian_in_latin_letters(reader: LanguageReader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.language, reading.transliterated) == ("ru", True)
    assert not any("a" <= letter <= "z" for letter in reading.text)


def test_an_address_beside_russian_in_latin_letters_is_in_no_language(reader: LanguageReader) -> None:
    reading = reader.read("bezopasno li zahodit na r39.echr.coe.int i chto s vpn")
    assert reading.language == "ru"
    assert "r39.echr.coe.int" in reading.text


@pytest.mark.parametrize(("language", "answered"), [("uk", "ru"), ("be", "ru"), ("fi", "en"), ("lt", "en"), ("en", "en")])
def test_each_language_is_answered_in_a_content_language(language: str, answered: str) -> None:
    assert ANSWERED_IN[language] == answered


@pytest.mark.parametrize("text", ["", "🙂🙂", "12345", "?!", "中文", "שלום"])
def test_texts_without_known_letters_count_as_english(reader: LanguageReader, text: str) -> None:
    assert reader.read(text).language == "en"


def test_without_any_content_words_the_detector_decides() -> None:
    reader = LanguageReader(Lemmas({}))
    assert reader.read("Voiko Suomi palauttaa minut Liettuaan?").language == "fi"
    assert reader.read("Могут ли меня вернуть из Финляндии?").language == "ru"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    reading = LanguageReader(Lemmas({})).read(text)
    assert reading.answered_in in ("en", "ru")
