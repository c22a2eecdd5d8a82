from __future__ import annotations

import re

import pytest

from bot.texts import texts
from knowledge.countries import FILE, known_countries, marked
from knowledge.fields import LANGUAGES
from knowledge.states import ZONES
from knowledge.yamlfile import load


def shown(text: str) -> str:
    return marked(text, known_countries().find(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Я в Финляндии", "я «in:FI»"),
        ("еду в Финляндию", "еду «to:FI»"),
        ("из Финляндии в Литву", "«from:FI» «to:LT»"),
        ("з Фінляндії до Литви", "«from:FI» «to:LT»"),
        ("з Фінляндыі ў Літву", "«from:FI» «to:LT»"),
        ("in Helsinki", "«in:FI»"),
        ("from the Netherlands to Germany", "«from:NL» «to:DE»"),
        ("Suomesta Liettuaan", "«from:FI» «to:LT»"),
        ("olen Suomessa", "olen «in:FI»"),
        ("esu Lietuvoje", "esu «in:LT»"),
        ("iš Suomijos į Lietuvą", "«from:FI» «to:LT»"),
        ("Мигри отказала", "«office:FI» отказала"),
        ("финский суд", "«of:FI» суд"),
        ("на границе с Польшей", "на границе с «at:PL»"),
        ("в Йоэнсуу", "«in:FI»"),
        ("no country at all", "no country at all"),
    ],
)
def test_a_country_is_found_with_where_it_stands(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text", ["Герман пришёл", "литр молока", "fine finish", "I turn keys", "по дублину", "норма", "Пол сказал"]
)
def test_words_that_only_look_alike_are_no_countries(text: str) -> None:
    assert known_countries().find(text) == []


def test_every_name_in_our_own_texts_is_found() -> None:
    for language in LANGUAGES:
        for code, name in texts(language).deadlines.countries.items():
            if code not in ("EU", "INT", "CY", "IS", "LI", "LU", "MT"):
                assert [named.country for named in known_countries().find(name)] == [code], name


def test_codes_are_of_states_and_words_are_folded() -> None:
    forms = load(FILE).value
    assert set(forms) - set(ZONES) == {"UA", "GB", "US"}
    for kinds in forms.values():
        for words in kinds.values():
            assert words
            assert all(word == word.lower() and "ё" not in word and not re.search(r"[\[\]()]", word) for word in words)
