"""However a question is shouted or adorned, classifiers and patterns read one and the same text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from knowledge.folding import FEW_LETTERS, folded, steady
from tests.making import TODAY

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
        ("cross аt night, сo", "cross at night, co"),  # words that either script holds whole: the text decides
        ("нe ждитe, cо", "не ждите, со"),
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


# What is embedded

ENDS = st.sampled_from(["", ".", "!", "!!!", " !", "...", "…", "!!..", "\n\n", " — "])


@given(QUESTION, ENDS)
def test_shouting_and_stops_change_nothing_that_is_embedded(question: str, end: str) -> None:
    assert steady(question + end) == steady(question) == question
    if sum(map(str.isalpha, question)) > FEW_LETTERS:
        assert steady(question.upper() + end) == question


@given(QUESTION, st.sampled_from(["?", "??", "?!", "!?!", " ???", "?.."]))
def test_a_question_mark_is_one_however_often_it_is_typed(question: str, end: str) -> None:
    assert steady(question + end).replace(" ?", "?") == f"{question}?"


@given(QUESTION, st.sampled_from([" ", "\n", "\t", "\u00a0", "   "]), st.sampled_from(HIDDEN), st.integers(0, 2**32))
def test_neither_white_space_nor_hidden_signs_are_embedded(question: str, space: str, hidden: str, seed: int) -> None:
    chance = random.Random(seed)
    sprinkled = "".join(sign + (hidden if chance.random() < 0.3 else "") for sign in question)
    assert steady(space + sprinkled.replace(" ", space) + hidden + space) == question


@given(st.text(max_size=80))
def test_steadying_twice_changes_nothing_more(text: str) -> None:
    once = steady(text)
    assert steady(once) == once


@pytest.mark.parametrize(
    "ordinary",
    [
        "Can Finland send me back to Lithuania?",
        "Могут ли меня вернуть из Финляндии в Литву?",
        "ЕСПЧ и Россия: можно жаловаться?",
        "Rule 39, Art. 46(1) of Regulation (EU) 2024/1351",
        "ВНЖ",
        "My son is in the army. He wants out",
    ],
)
def test_ordinary_writing_stays_as_it_is(ordinary: str) -> None:
    assert steady(ordinary) == ordinary


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("DO I GET A LAWYER!!!", "do i get a lawyer"),
        ("ПОМОГИТЕ, ЗАВТРА РЕЙС", "помогите, завтра рейс"),
        ("Пpишлa пoвecткa", "Пришла повестка"),
        ("помогите 😭😭😭😭", "помогите 😭"),
    ],
)
def test_what_is_not_ordinary_becomes_so(written: str, read: str) -> None:
    assert steady(written) == read


@pytest.mark.parametrize("spell", [str.upper, lambda text: f"{text}!!!", "\u200b".join, lambda text: f"  {text}\n"])
@pytest.mark.parametrize("question", ["do i get a lawyer", "меня завтра депортируют, что делать", "how to bribe the officer"])
def test_one_question_has_one_verdict(spell: Callable[[str], str], question: str, tiny_assistant: Assistant) -> None:
    plain, spelt = (tiny_assistant.ask(Question(text, TODAY)) for text in (question, spell(question)))
    assert replace(spelt, elapsed_ms=0.0) == replace(plain, elapsed_ms=0.0)
