from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.transliteration import Transliterator, skeleton, to_cyrillic

FORMS = [
    "пришла", "повестка", "повестку", "военкомат", "армия", "армию", "что", "делать", "мне", "граница", "уехать", "шесть",
    "служить", "сын", "россии", "убежище", "хельсинки", "жалоба", "ещё".replace("ё", "е"), "объявили", "в",
]  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Transliterator:
    return Transliterator(FORMS)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("prishla", "пришла"),
        ("POVESTKA", "повестка"),
        ("voenkomat", "военкомат"),
        ("armiya", "армия"),
        ("armija", "армия"),
        ("armia", "армия"),
        ("chto", "что"),
        ("4to", "что"),
        ("delat", "делать"),
        ("delat'", "делать"),
        ("6est", "шесть"),
        ("uehat", "уехать"),
        ("uekhat", "уехать"),
        ("uexat", "уехать"),
        ("sluzhit", "служить"),
        ("slujit", "служить"),
        ("syn", "сын"),
        ("sin", "сын"),
        ("rossii", "россии"),
        ("rosii", "россии"),
        ("ubezhishche", "убежище"),
        ("ubejishe", "убежище"),
        ("helsinki", "хельсинки"),
        ("zhaloba", "жалоба"),
        ("esche", "еще"),
        ("esho", None),
        ("obyavili", "объявили"),
        ("lawyer", None),
        ("xyz", None),
    ],
)
def test_words_in_their_many_spellings(reader: Transliterator, latin: str, cyrillic: str | None) -> None:
    assert reader.word(latin) == cyrillic


def test_a_text_comes_back_in_cyrillic(reader: Transliterator) -> None:
    assert reader.text("Prishla povestka, chto delat?") == "пришла повестка, что делать?"


@pytest.mark.parametrize("address", ["r39.echr.coe.int", "https://www.echr.coe.int/x?y=1", "Migri.fi", "www.unhcr.org/help"])
def test_addresses_stay_and_speak_for_no_language(reader: Transliterator, address: str) -> None:
    assert reader.text(f"chto delat na {address} syn") == f"что делать на {address} сын"
    assert reader.share(f"chto delat {address}") == 1.0
    assert reader.share(address) == 0.0


def test_a_full_stop_without_a_space_makes_no_address(reader: Transliterator) -> None:
    assert reader.text("prishla.chto delat") == "пришла.что делать"


def test_unknown_words_are_read_letter_by_letter(reader: Transliterator) -> None:
    assert reader.text("zayavka 2026") == "заявка 2026"
    assert to_cyrillic("shchuka") == "щука"


def test_the_share_of_russian_words(reader: Transliterator) -> None:
    assert reader.share("prishla povestka") == 1.0
    assert reader.share("prishla invoice") == 0.5
    assert reader.share("how do I appeal") == 0.0
    assert reader.share("v 12 🙂") == 0.0


def test_differences_of_spelling_leave_no_trace() -> None:
    assert skeleton("объявили") == skeleton("обявили")
    assert skeleton("пёс") == skeleton("пес")
    assert skeleton("россии") == skeleton("росии")
    assert skeleton("сын") == skeleton("син")


@given(st.text(max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    reader = Transliterator(FORMS)
    reader.text(text)
    assert 0.0 <= reader.share(text) <= 1.0


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяё", max_size=20))
def test_cyrillic_is_left_alone(text: str) -> None:
    assert Transliterator(FORMS).text(text) == text
