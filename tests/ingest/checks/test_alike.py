from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from ingest.checks.alike import ALIKE, Asked, overlap, pairs, similar_questions
from knowledge.content import load_content
from tests.making import replace

APPEAL, LIMITS = "articles/en/dublin/appeal-transfer.md", "articles/en/dublin/transfer-time-limits.md"
WEEKS, WAIT = "    - how many weeks do I have to appeal\n", "    - how long can they wait before the transfer\n"


def messages(folder: Path) -> list[str]:
    return [message for _, _, message in similar_questions(load_content(folder))]


def ask(folder: Path, question: str) -> None:
    """Let the article on time limits be asked in this way too."""
    replace(folder / LIMITS, WAIT, f"{WAIT}    - {question}\n")


def test_questions_of_the_tiny_content_differ(content_folder: Path) -> None:
    assert messages(content_folder) == []


@pytest.mark.parametrize(
    "question",
    ["how many weeks do I have to appeal it", "how many weeks did I have to appeal", "HOW many week do I have, to appeal now?"],
)
def test_nearly_the_same_question_in_another_article_is_named(content_folder: Path, question: str) -> None:
    ask(content_folder, question)
    (message,) = messages(content_folder)
    assert f"'{question}'" in message
    assert "'how many weeks do I have to appeal'" in message


@pytest.mark.parametrize(
    "question",
    [
        "how many months do they have to transfer",  # too different
        "do I have how many weeks to appeal",  # the same words: an identical question, reported as such
    ],
)
def test_other_questions_are_not(content_folder: Path, question: str) -> None:
    ask(content_folder, question)
    assert messages(content_folder) == []


def test_within_one_article_variants_are_wanted(content_folder: Path) -> None:
    replace(content_folder / APPEAL, WEEKS, f"{WEEKS}    - how many weeks do I have to appeal it\n")
    assert messages(content_folder) == []


def test_languages_are_not_compared(content_folder: Path) -> None:
    replace(content_folder / LIMITS, "  uk:\n", "  be:\n    - how many weeks do I have to appeal it\n  uk:\n")
    assert messages(content_folder) == []


def test_forms_of_a_word_are_the_same_word(content_folder: Path) -> None:
    for article, question in (
        ("appeal-transfer", "какой срок на жалобу по решению о передаче в финляндию"),
        ("transfer-time-limits", "какие сроки на жалобы по решениям о передачах в финляндию"),
    ):
        replace(content_folder / f"articles/ru/dublin/{article}.md", "  ru:\n", f"  ru:\n    - {question}\n")
    (message,) = messages(content_folder)
    assert "'appeal-transfer'" in message
    assert "1.00" in message


def test_the_index_finds_every_pair_that_a_comparison_of_all_finds() -> None:
    shuffled = random.Random(7)
    questions = []
    for number in range(300):
        lemmas = frozenset(shuffled.choices("abcdefghijklm", k=shuffled.randint(0, 14)))
        questions.append(Asked(Path("x"), str(number), str(number), lemmas, lemmas))
    wanted = {
        (one.text, other.text)
        for one, other in combinations(questions, 2)
        if one.lemmas and other.lemmas and overlap(one.lemmas, other.lemmas) >= ALIKE
    }
    assert len(wanted) > 50
    assert {(one.text, other.text) for one, other in pairs(questions)} == wanted


def test_overlap_is_the_shared_part_of_both() -> None:
    assert overlap(frozenset("abcd"), frozenset("abce")) == pytest.approx(3 / 5)
    assert overlap(frozenset("ab"), frozenset("ab")) == 1.0
    assert overlap(frozenset(), frozenset()) == overlap(frozenset("a"), frozenset()) == 0.0
