from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.stemming import SHORTEST, stem

LETTERS = "абвгдеёжзійклмнопрстуўфхцчшыьэюя'"


@pytest.mark.parametrize(
    "forms",
    [
        "позва позву позвы позве позвай позваў",
        "атрымаў атрымала атрымалі атрымаць",
        "адвакат адваката адвакату адвакаце адвакатам адвакаты",
        "суд суда судзе судом суды",
        "рашэнне рашэння рашэнні рашэньне рашэньня",
        "сведчанне сьведчаньне сведчання",
        "ухіленне ўхіленне ўхіленьня",
        "адмовіцца адмовіўся адмова адмову",
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("позва", "паездка"), ("скарга", "скрыня"), ("суд", "судно"), ("мяжа", "мяне"), ("свае", "сва")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(LETTERS, min_size=1, max_size=20))
def test_a_stem_is_never_empty_and_not_much_is_taken_from_a_short_word(word: str) -> None:
    left = stem(word)
    assert len(left) >= min(SHORTEST, len(word.replace("ь", "").replace("'", "")) // 2)
    assert left or not word.strip("ь'")
