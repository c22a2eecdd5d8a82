from __future__ import annotations

from pathlib import Path

import pytest

from ingest.checks.reading import INDICES, flesch_russian, hard_to_read, lix, longest, plain_text
from knowledge.article import Sentence
from knowledge.content import Content, load_content
from tests.making import replace

APPEAL, APPEAL_RU = "articles/en/dublin/appeal-transfer.md", "articles/ru/dublin/appeal-transfer.md"
PLAIN = "You can appeal. You have two weeks. Ask a lawyer today."
HEAVY = (
    "Notwithstanding considerations concerning proportionality, administrative authorities responsible for determining "
    "international protection applications generally communicate decisions electronically."
)
PLAIN_RU = "Решение можно обжаловать. На это есть две недели. Спросите юриста сегодня."
HEAVY_RU = (
    "Административные органы, осуществляющие рассмотрение ходатайств о предоставлении международной защиты, "
    "обеспечивают незамедлительное информирование заинтересованных лиц о принимаемых процессуальных решениях."
)


def found_in(folder: Path, article: str) -> list[tuple[int, str]]:
    return [(line, message) for path, line, message in hard_to_read(load_content(folder)) if path == folder / article]


def sentence(text: str, line: int = 1) -> Sentence:
    return Sentence(text, ("some-rule",), line)


def test_lix_is_words_a_sentence_and_the_share_of_long_words() -> None:
    assert lix("You can appeal. Ask a lawyer now.") == pytest.approx(7 / 2)
    assert lix("Administrative authorities communicate decisions.") == pytest.approx(4 + 100)


def test_flesch_counts_russian_syllables() -> None:
    assert flesch_russian("Мама мыла раму вчера.") == pytest.approx(206.835 - 1.3 * 4 - 60.1 * 8 / 4)


@pytest.mark.parametrize(("language", "plain", "heavy"), [("en", PLAIN, HEAVY), ("ru", PLAIN_RU, HEAVY_RU)])
def test_plain_writing_is_within_the_bound_and_officialese_beyond(language: str, plain: str, heavy: str) -> None:
    index = INDICES[language]
    assert not index.beyond(index.measure(plain))
    assert index.beyond(index.measure(heavy))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_value_on_the_bound_is_within_it(language: str) -> None:
    index = INDICES[language]
    assert not index.beyond(index.bound)
    assert index.beyond(index.bound + 0.1 * index.hard)


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch, content_folder: Path) -> None:
    """textstat asks nltk for a dictionary where it thinks it needs one, and goes on silently when that fails."""
    import nltk

    asked: list[str] = []
    monkeypatch.setattr(nltk, "download", lambda name, **_: asked.append(name))
    longer = HEAVY.replace(".", " and telephonically.")
    replace(content_folder / APPEAL, "You can appeal against the transfer decision.", f"{longer} [@appeal-window]\n{HEAVY}")
    assert found_in(content_folder, APPEAL)
    assert asked == []


def test_only_the_ends_of_sentences_have_full_stops() -> None:
    text = plain_text([sentence("Under Art. 46(1) it has 6 months."), sentence("Is that so?"), sentence("no stop")])
    assert text == "Under Art 46(1) it has 6 months. Is that so. no stop."


def test_an_article_that_is_hard_is_named_with_its_longest_sentences(content_folder: Path) -> None:
    assert found_in(content_folder, APPEAL) == []
    longer = HEAVY.replace(".", " and telephonically.")
    old = "You can appeal against the transfer decision."
    line = replace(content_folder / APPEAL, old, f"{longer} [@appeal-window]\n{HEAVY}")
    ((at, message),) = found_in(content_folder, APPEAL)
    assert at <= line
    assert message.startswith("hard to read (LIX ")
    assert f"the sentences on lines {line}, {line + 1}, " in message


def test_russian_has_its_own_index(content_folder: Path) -> None:
    assert found_in(content_folder, APPEAL_RU) == []
    replace(content_folder / APPEAL_RU, "Решение о передаче можно обжаловать.", HEAVY_RU)
    ((_, message),) = found_in(content_folder, APPEAL_RU)
    assert message.startswith("hard to read (Flesch ")


def test_the_longest_sentences_come_longest_first(tiny_content: Content) -> None:
    article = tiny_content.articles["en", "appeal-transfer"]
    lengths = [len(each.text.split()) for each in longest(article)]
    assert lengths == sorted(lengths, reverse=True)
    assert len(longest(tiny_content.articles["en", "train-leap-case"])) == 2
