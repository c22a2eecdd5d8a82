from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.lemmas import Lemmas, build_lemmas, words

TEXTS = [
    ("en", "The transfer takes place within 6 months; sentences were served."),
    ("ru", "Передача происходит в течение шести месяцев. Ещё повестка."),
    ("be", "позва прыйшла"),
]


@pytest.fixture(scope="module")
def lemmas() -> Lemmas:
    return build_lemmas(TEXTS)


def test_words_are_lower_case_and_whole() -> None:
    assert words("Don’t PANIC: 6 months, 46(1)!") == ["don't", "panic", "6", "months", "46", "1"]
    assert words("Всё-таки ЁЖ") == ["все-таки", "еж"]
    assert words("snake_case 🙂 —") == ["snake", "case"]
    assert words("") == []


def test_forms_of_a_word_in_the_content_share_its_lemma(lemmas: Lemmas) -> None:
    assert lemmas.of("transfers", "en") == lemmas.of("Transfer", "en")
    assert lemmas.of("повестку", "ru") == lemmas.of("повесткой", "ru") == lemmas.of("повестка", "ru")
    assert lemmas.of("месяц", "ru") == lemmas.of("месяцами", "ru")


def test_words_that_are_not_in_the_content_stay_as_they_are(lemmas: Lemmas) -> None:
    assert lemmas.of("xylophones", "en") == ["xylophones"]


def test_belarusian_words_lose_their_endings(lemmas: Lemmas) -> None:
    assert lemmas.of("Позвы прыйшлі", "be") == lemmas.of("позва прыйшла", "be")


def test_a_language_without_words_matches_by_form(lemmas: Lemmas) -> None:
    assert lemmas.of("päätös", "fi") == ["päätös"]
    assert list(lemmas.forms("fi")) == []


def test_known_is_the_share_of_words_of_the_language(lemmas: Lemmas) -> None:
    assert lemmas.known("передача месяцев", "ru") == 1.0
    assert lemmas.known("передача абракадабра", "ru") == 0.5
    assert lemmas.known("", "ru") == 0.0
    assert lemmas.known("transfer", "ru") == 0.0


def test_yo_counts_as_ye(lemmas: Lemmas) -> None:
    assert lemmas.of("ещё", "ru") == lemmas.of("еще", "ru")


def test_a_table_survives_its_file(lemmas: Lemmas, tmp_path: Path) -> None:
    lemmas.save(tmp_path / "lemmas.json")
    loaded = Lemmas.load(tmp_path / "lemmas.json")
    for language, text in TEXTS:
        assert loaded.of(text, language) == lemmas.of(text, language)
        assert set(loaded.forms(language)) == set(lemmas.forms(language))
