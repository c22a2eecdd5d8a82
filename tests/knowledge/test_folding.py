"""However a question is shouted, the classifiers read one and the same text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.folding import folded

LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўäöåąčęėįšųūž"
WORD = st.one_of(st.text(LETTERS[:26], min_size=1, max_size=9), st.text(LETTERS[26:59], min_size=1, max_size=9))
QUESTION = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
HIDDEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\U000e0067"]


@given(QUESTION, st.sampled_from(["", "!", "!!!", "?", " ?!?!", "...", "…", " !!! !!!", "\n\n", "?)))"]))
def test_neither_case_nor_what_stands_at_the_end_matters(question: str, end: str) -> None:
    expected = folded(question)
    for written in (question, question.upper(), question.capitalize(), question.title()):
        assert folded(written + end) == expected


@given(QUESTION, st.sampled_from([" ", "\n", "\t", "\u00a0", "   ", "\r\n"]))
def test_white_space_does_not_matter(question: str, space: str) -> None:
    assert folded(space + question.replace(" ", space) + space) == folded(question)


@given(QUESTION, st.sampled_from(HIDDEN), st.integers(0, 2**32))
def test_hidden_signs_do_not_matter(question: str, hidden: str, seed: int) -> None:
    chance = random.Random(seed)
    sprinkled = "".join(sign + (hidden if chance.random() < 0.3 else "") for sign in question)
    assert folded(hidden + sprinkled) == folded(question)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = folded(text)
    assert folded(once) == once


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Do I get a lawyer", "do i get a lawyer"),
        ("DO I GET A LAWYER!!!", "do i get a lawyer"),
        ("пoвecткa пришлa", "повестка пришла"),  # Latin o, e, c, a
        ("my lаwyеr", "my lawyer"),  # Cyrillic а, е
        ("IDшник по Dublin III", "idшник по dublin iii"),  # a word that no script holds whole stays
        ("ПОМОГИТЕ!!!!! завтра????? рейс", "помогите! завтра? рейс"),
        ("помогите 😭😭😭", "помогите 😭"),
        ("за\u0301мок, ёлка, Їжак", "замок, ёлка, їжак"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("Art. 46(1) and § 172, 1.5 years", "art. 46(1) and § 172, 1.5 years"),
        ("(Rule 39)", "rule 39"),
    ],
)
def test_one_form(written: str, read: str) -> None:
    assert folded(written) == read


@pytest.mark.parametrize("different", ["can they send me back", "can they not send me back", "could they send me back"])
def test_words_are_left_alone(different: str) -> None:
    assert folded(different) == different
